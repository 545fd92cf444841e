"""Rows told by their ground alone (底色行): a coloured head or total without rules of its own.

A ground as wide as the table it adjoins carries the table on: its outline is ruled, and so are the
table's columns through it, where no text stands in the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from budgetdisclosure.reading.document import Box
from budgetdisclosure.reading.formats.pdf.lattice import JOIN, Lattice, Rule
from budgetdisclosure.reading.formats.pdf.runs import Run
from budgetdisclosure.reading.formats.pdf.strokes import Stroke

_SAME = 500
"""A ground and a rule whose ends differ by no more than five points have one length."""
_MOST = 2_000


def bands_of(grounds: Sequence[Box]) -> list[Box]:
    """Grounds of one height side by side put together: the ground of a whole row."""
    bands: list[Box] = []
    if len(grounds) > _MOST:
        return bands
    for ground in sorted(grounds, key=lambda box: (box.top // JOIN, box.bottom // JOIN, box.left)):
        last = bands[-1] if bands else None
        if last and _is_level(last, ground) and ground.left <= last.right + JOIN:
            bands[-1] = Box(last.left, last.top, max(last.right, ground.right), last.bottom)
        else:
            bands.append(ground)
    return bands


def _is_level(one: Box, other: Box) -> bool:
    return abs(one.top - other.top) <= JOIN and abs(one.bottom - other.bottom) <= JOIN


def carried_on(
    tables: Sequence[Lattice], bands: Sequence[Box], runs: Sequence[Run]
) -> tuple[list[Stroke], list[Stroke]]:
    """The strokes, lying and standing, that carry tables on into the bands beside them."""
    across: list[Stroke] = []
    down: list[Stroke] = []
    for table in tables:
        for band in _beside(table.box, bands):
            held = [run for run in runs if 2 * band.top < run.top + run.bottom < 2 * band.bottom]
            if any(table.xs[0] < run.left < table.xs[-1] for run in held):
                across += [(y / 100, table.xs[0] / 100, table.xs[-1] / 100) for y in _ends(band)]
                free = [x for x in table.xs if not any(run.left < x < run.right for run in held)]
                down += [(x / 100, band.top / 100, band.bottom / 100) for x in free]
    return across, down


def _beside(table: Box, bands: Iterable[Box]) -> Iterator[Box]:
    """The bands just above and below a table, and those next to them in turn."""
    top, bottom = table.top, table.bottom
    wide = [band for band in bands if _as_wide(band, table)]
    for band in sorted(wide, key=lambda band: -band.bottom):
        if abs(band.bottom - top) <= JOIN:
            top = band.top
            yield band
    for band in sorted(wide, key=lambda band: band.top):
        if abs(band.top - bottom) <= JOIN:
            bottom = band.bottom
            yield band


def _as_wide(band: Box, table: Box) -> bool:
    return abs(band.left - table.left) <= JOIN and abs(band.right - table.right) <= JOIN


def _ends(band: Box) -> tuple[int, int]:
    return band.top, band.bottom


def edges_like(bands: Iterable[Box], rules: Sequence[Rule]) -> Iterator[Rule]:
    """The upper and lower edges of bands as long as a rule that stands alone."""
    for band in bands:
        for rule in rules:
            if abs(rule.start - band.left) <= _SAME and abs(rule.end - band.right) <= _SAME:
                yield from (Rule(y, band.left, band.right) for y in _ends(band))
                break
