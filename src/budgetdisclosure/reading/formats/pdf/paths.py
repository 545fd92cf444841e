"""The geometry of one drawn object: its matrix, its straight edges, its colour."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from budgetdisclosure.reading.formats.pdf.pdfium import Handle, calls
from budgetdisclosure.reading.formats.pdf.room import floats, wholes

THIN = 3
"""A drawn thing no thicker than this many points is a rule, not a surface."""

LETTER = 40
"""A drawn thing no larger than this many points either way may be the outline of a letter."""

_MOST_SEGMENTS = 20_000
_BOX_SEGMENTS = 5
_SAMPLE = 7

Matrix = tuple[Any, Any, Any, Any, Any, Any]
Bound = tuple[Any, Any, Any, Any]
"""Left, bottom, right and top in points, as PDFium gives them."""

UNIT: Matrix = (1, 0, 0, 1, 0, 0)


def bounds_of(drawn: Iterable[Handle], matrix: Matrix) -> list[Bound]:
    """The bounds of many objects, seen through the matrix of what contains them."""
    bounds = list(zip(*floats(calls().bounds, drawn), strict=True))
    return bounds if matrix == UNIT else [_moved(bound, matrix) for bound in bounds]


def edges_of(item: Handle, stroked: bool, matrix: Matrix) -> Iterator[Bound]:
    """The straight edges of a path too thick to be one rule, as bounds of no thickness.

    A filled surface has none: its colour divides nothing.
    """
    count = calls().segment_count(item)
    if not 2 <= count <= _MOST_SEGMENTS or (not stroked and count <= 6):
        return
    for points in _subpaths(item, count, times(matrix_of(item), matrix)):
        whole = _around(points)
        if is_thin(whole):
            yield whole
        elif stroked:
            yield from _sides(points)


def is_box(item: Handle) -> bool:
    """Whether a path has no more sides than a box."""
    return bool(calls().segment_count(item) <= _BOX_SEGMENTS)


def is_letter(item: Handle) -> bool:
    """Whether a path is more than a line or a box, or several: the outline of a letter."""
    if is_box(item):
        return False
    count = calls().segment_count(item)
    subpaths = _subpaths(item, min(count, _MOST_SEGMENTS), UNIT)
    return not subpaths or any(len(points) > _BOX_SEGMENTS for points in subpaths)


def _sides(points: Sequence[tuple[Any, Any]]) -> list[Bound]:
    """The sides of a frame, if it is one: a slanting side makes it a drawing or a letter."""
    sides = [_around(side) for side in pairwise(points)]
    return sides if all(map(is_thin, sides)) else []


def _subpaths(item: Handle, count: int, matrix: Matrix) -> list[list[tuple[Any, Any]]]:
    """The corner points of each subpath; none where there is a curve: letters drawn as outlines."""
    raw = calls().raw
    x, y = ctypes.c_float(), ctypes.c_float()
    subpaths: list[list[tuple[Any, Any]]] = []
    path = handle(item)
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return []
        if kind == raw.FPDF_SEGMENT_MOVETO:
            subpaths.append([])
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        subpaths[-1].append(_point((x.value, y.value), matrix))
        if raw.FPDFPathSegment_GetClose(segment):
            subpaths[-1].append(subpaths[-1][0])
    return [points for points in subpaths if len(points) > 1]


def are_stroked(items: Sequence[Handle]) -> list[bool]:
    """Which paths are drawn as lines, not only filled."""
    _, strokes, *_ = wholes(calls().draw_mode, items, 2)
    return list(map(bool, strokes))


def pale(drawn: Sequence[Handle]) -> set[Handle]:
    """The objects that are white or transparent.

    White rules come by the dozen, so a few of the objects tell whether it is worth asking them all.
    """
    few = drawn[::_SAMPLE]
    if not few:
        return set()
    stroked, filled = (
        _pale(drawn, colour) if _pale(few, colour) else set[Handle]()
        for colour in (calls().stroke, calls().fill)
    )
    paths = [
        item
        for item in stroked | filled
        if calls().object_kind(item) == calls().raw.FPDF_PAGEOBJ_PATH
    ]
    asked = zip(paths, are_stroked(paths), strict=True)
    return {item for item, stroke in asked if item in (stroked if stroke else filled)}


def _pale(drawn: Sequence[Handle], colour: Callable[..., int]) -> set[Handle]:
    """The objects whose fill or stroke colour is white or transparent."""
    red, green, blue, alpha = wholes(colour, drawn)
    if 255 not in red and 0 not in alpha:
        return set()
    colours = zip(drawn, red, green, blue, alpha, strict=True)
    return {item for item, r, g, b, a in colours if r == g == b == 255 or a == 0}


def matrix_of(item: Handle) -> Matrix:
    """The matrix an object is drawn through."""
    raw = calls().raw
    held = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle(item), held):
        return UNIT
    return (held.a, held.b, held.c, held.d, held.e, held.f)


def handle(item: Handle) -> Any:
    """The typed handle of an object, for the calls that are seldom made."""
    return ctypes.cast(item.value or 0, calls().raw.FPDF_PAGEOBJECT)


def times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first`` and ``then`` in turn."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def is_thin(bound: Bound) -> bool:
    """Whether a bound is a rule's, not a surface's."""
    left, bottom, right, top = bound
    return bool(right - left <= THIN or top - bottom <= THIN)


def _point(point: tuple[Any, Any], matrix: Matrix) -> tuple[Any, Any]:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _moved(bound: Bound, matrix: Matrix) -> Bound:
    left, bottom, right, top = bound
    corners = ((left, bottom), (left, top), (right, bottom), (right, top))
    return _around([_point(corner, matrix) for corner in corners])


def _around(points: Sequence[tuple[Any, Any]]) -> Bound:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
