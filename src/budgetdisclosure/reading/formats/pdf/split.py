"""Rows that no rule divides (无横线的行): ruled columns that hold one number under another.

Some tables rule their columns and their heading only. Where two columns or more hold several
numbers, the heights of the numbers are the rows, and those of what stands as far from them as they
from one another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from budgetdisclosure.reading.formats.pdf.columns import is_number
from budgetdisclosure.reading.formats.pdf.lattice import Lattice, Region
from budgetdisclosure.reading.formats.pdf.lines import Rows, line_of
from budgetdisclosure.reading.formats.pdf.runs import Run

_LEAST = 2


def divided(table: Lattice, held: Sequence[Rows]) -> tuple[Lattice, tuple[Rows, ...]]:
    """The table with its rows divided where their numbers are, and what its regions then hold."""
    cuts: dict[int, list[int]] = {}
    for number, region in enumerate(table.regions):
        if region.row_span == 1 and len(held[number]) >= _LEAST:
            cuts.setdefault(region.row, []).append(number)
    heights = {row: _cuts([held[number] for number in several]) for row, several in cuts.items()}
    if not any(heights.values()):
        return table, tuple(held)
    return _divided(table, held, {row: places for row, places in heights.items() if places})


def _cuts(several: Sequence[Rows]) -> list[int]:
    """Where to cut a row between the numbers of its columns; nowhere where they are too close."""
    texts = [[line_of(row).text for row in rows] for rows in several]
    stacks = [rows for rows, held in zip(several, texts, strict=True) if _is_stack(held)]
    if len(stacks) < _LEAST and not any(map(_are_amounts, texts)):
        return []
    em = stacks[0][0][0].em
    middles = _levels([_middle(row) for rows in stacks for row in rows], em)
    gaps = [after - before for before, after in pairwise(middles)]
    if not gaps or min(gaps) < em:
        return []
    middles = _levels([*middles, *_between(several, min(gaps), middles)], em)
    return [(before + after) // 2 for before, after in pairwise(middles)]


def _is_stack(texts: Sequence[str]) -> bool:
    """Whether lines are numbers one under another, and not one number broken over two lines.

    Numbers of one column have as many decimals; the parts of a broken one have not.
    """
    if not all(map(is_number, texts)):
        return False
    digits = [text for text in texts if any(map(str.isdigit, text))]
    decimals = {len(text.rpartition(".")[2]) if "." in text else 0 for text in digits}
    broken = any(text[-1] in ".,，．" for text in digits)
    return len(decimals) < 2 and not broken and (decimals != {0} or len(texts) > _LEAST)


def _are_amounts(texts: Sequence[str]) -> bool:
    """Whether lines are so many amounts that they tell the rows alone."""
    return len(texts) > _LEAST and _is_stack(texts) and sum("." in text for text in texts) > _LEAST


def _levels(middles: Sequence[int], em: int) -> list[int]:
    """The heights that lines stand at, those nearer than half an em taken for one."""
    found: list[int] = []
    for middle in sorted(middles):
        if not found or 2 * (middle - found[-1]) >= em:
            found.append(middle)
    return found


def _between(several: Sequence[Rows], gap: int, middles: Sequence[int]) -> Iterator[int]:
    """The lines that stand as far from all numbers as the numbers from one another: their own."""
    for rows in several:
        for middle in map(_middle, rows):
            if all(10 * abs(middle - other) >= 9 * gap for other in middles):
                yield middle


def _middle(row: Sequence[Run]) -> int:
    line = line_of(row)
    return (line.top + line.bottom) // 2


def _divided(
    table: Lattice, held: Sequence[Rows], cuts: dict[int, list[int]]
) -> tuple[Lattice, tuple[Rows, ...]]:
    ys = sorted([*table.ys, *(place for places in cuts.values() for place in places)])
    starts = [bisect_right(ys, y) - 1 for y in table.ys]
    parts: list[tuple[Region, Rows]] = []
    for (row, column, height, width), rows in zip(table.regions, held, strict=True):
        top, bottom = starts[row], starts[row + height]
        if height == 1 and row in cuts:
            shares = enumerate(_shares(rows, cuts[row]), top)
            parts += [(Region(number, column, 1, width), share) for number, share in shares]
        else:
            parts.append((Region(top, column, bottom - top, width), rows))
    parts.sort(key=lambda part: part[0][:2])
    whole = Lattice(table.xs, tuple(ys), tuple([region for region, _ in parts]), ())
    return whole, tuple([rows for _, rows in parts])


def _shares(rows: Rows, places: Sequence[int]) -> list[list[Sequence[Run]]]:
    """The lines of a cell shared out among the rows it is cut into."""
    shares: list[list[Sequence[Run]]] = [[] for _ in range(len(places) + 1)]
    for row in rows:
        shares[bisect_right(places, _middle(row))].append(row)
    return shares
