"""The rules drawn on a page (表格线): thin paths, boxes and images, edges of stroked boxes.

What is drawn inside form XObjects counts too, through their matrices. A white rule counts only on
a coloured ground, where it can be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import field, frozen

from budgetdisclosure.reading.document import Box
from budgetdisclosure.reading.formats.pdf.dots import chains
from budgetdisclosure.reading.formats.pdf.glyphs import View
from budgetdisclosure.reading.formats.pdf.objects import Layer
from budgetdisclosure.reading.formats.pdf.paths import (
    LETTER,
    THIN,
    Bound,
    Matrix,
    are_stroked,
    bounds_of,
    edges_of,
    is_box,
    is_letter,
    pale,
)
from budgetdisclosure.reading.formats.pdf.pdfium import Handle

_MOST_PAIRS = 4_000_000

Stroke = tuple[Any, Any, Any]
"""A straight line along one axis, in points: where it stands on the other, its start and end."""


@frozen
class Strokes:
    """The rules of a page as seen, and how much of it its largest image covers, in %."""

    across: list[Stroke]
    down: list[Stroke]
    grounds: list[Box]
    """Surfaces of a colour."""
    boxes: list[Box]
    """Those of them that are boxes, as the grounds of cells are."""
    pictured: int


@frozen
class _Found:
    """What a walk over a page's objects gathers: rules by the way they lie on it, and the rest."""

    lying: list[Bound] = field(factory=list)
    standing: list[Bound] = field(factory=list)
    faint: list[Bound] = field(factory=list)
    grounds: list[Bound] = field(factory=list)
    boxes: list[Bound] = field(factory=list)
    dots: list[Bound] = field(factory=list)
    images: list[Bound] = field(factory=list)

    def add(self, bound: Bound) -> None:
        """Take in a thin bound; a dot is no rule."""
        left, bottom, right, top = bound
        if top - bottom > THIN:
            self.standing.append(bound)
        elif right - left > THIN:
            self.lying.append(bound)


def strokes_of(layers: Iterable[Layer], view: View) -> Strokes:
    """Everything on the page that may divide a table."""
    found = _Found()
    for layer in layers:
        found.images.extend(bounds_of(layer.images, layer.matrix))
        _add_drawn(layer.drawn, layer.matrix, found)
    for rule in chains(found.dots):
        found.add(rule)
    if len(found.faint) * len(found.grounds) < _MOST_PAIRS:
        for rule in found.faint:
            if _shows(rule, found.grounds):
                found.add(rule)
    across, down = found.lying, found.standing
    if view.turns % 2:
        across, down = down, across
    return Strokes(
        [((top + bottom) / 2, left, right) for left, top, right, bottom in _seen(across, view)],
        [((left + right) / 2, top, bottom) for left, top, right, bottom in _seen(down, view)],
        _surfaces(found.grounds, view),
        _surfaces(found.boxes, view),
        max([_share(image, view) for image in found.images], default=0),
    )


def _surfaces(bounds: list[Bound], view: View) -> list[Box]:
    return [Box(*[int(edge * 100) for edge in bound]) for bound in _seen(bounds, view)]


def _seen(bounds: list[Bound], view: View) -> Iterable[Bound]:
    """Bounds of the page as left, top, right and bottom of the page as seen."""
    if not bounds:
        return ()
    left, bottom, right, top = zip(*bounds, strict=True)
    return zip(*view.columns(left, top, right, bottom), strict=True)


def _add_drawn(drawn: Sequence[Handle], matrix: Matrix, found: _Found) -> None:
    bounds = bounds_of(drawn, matrix)
    letters = _letters(drawn, bounds)
    if letters:
        drawn = [item for item in drawn if item not in letters]
        bounds = bounds_of(drawn, matrix)
    white = pale(drawn)
    lying, standing = found.lying.append, found.standing.append
    thick: list[Handle] = []
    surfaces: list[Bound] = []
    for item, bound in zip(drawn, bounds, strict=True):
        left, bottom, right, top = bound
        if top - bottom > THIN < right - left:
            if item not in white:
                thick.append(item)
                surfaces.append(bound)
        elif white and item in white:
            found.faint.append(bound)
        elif top - bottom > THIN:
            standing(bound)
        elif right - left > THIN:
            lying(bound)
        else:
            found.dots.append(bound)
    for item, bound, stroked in zip(thick, surfaces, are_stroked(thick), strict=True):
        _add_surface(item, bound, stroked, matrix, found)


def _letters(drawn: Sequence[Handle], bounds: list[Bound]) -> set[Handle]:
    """Letters drawn as outlines: the thin ones (一, 1) would pass for rules.

    They come by the dozen and most are thick, so that a page without thick ones has none.
    """
    sides = [(right - left, top - bottom) for left, bottom, right, top in bounds]
    small = [item for item, size in zip(drawn, sides, strict=True) if max(size) < LETTER]
    thick = (
        i for i, size in zip(drawn, sides, strict=True) if THIN < min(size) <= max(size) < LETTER
    )
    return set(filter(is_letter, small)) if any(map(is_letter, thick)) else set()


def _add_surface(item: Handle, bound: Bound, stroked: bool, matrix: Matrix, found: _Found) -> None:
    """The edges of something thick, or the ground it makes."""
    for edge in edges_of(item, stroked, matrix):
        found.add(edge)
    if not stroked:
        found.grounds.append(bound)
        if is_box(item):
            found.boxes.append(bound)


def _share(image: Bound, view: View) -> int:
    """How much of a page an image covers, in %, one at least."""
    width, height = view.size
    left, bottom, right, top = image
    return max(1, int((right - left) * (top - bottom) * 1_000_000 / max(width * height, 1)))


def _shows(rule: Bound, grounds: list[Bound]) -> bool:
    """Whether a white rule lies on a coloured ground."""
    x, y = (rule[0] + rule[2]) / 2, (rule[1] + rule[3]) / 2
    return any(left < x < right and low < y < high for left, low, right, high in grounds)
