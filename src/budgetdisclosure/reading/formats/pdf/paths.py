"""The geometry of one drawn object: its matrix, its straight edges, its colour."""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from budgetdisclosure.reading.formats.pdf.pdfium import calls

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


def bounds_of(drawn: Sequence[int], matrix: Matrix) -> list[Bound]:
    """The bounds of many objects, seen through the matrix of what contains them."""
    if not drawn:
        return []
    size = 16 * len(drawn)
    flat = array("f", bytes(size))
    start, _ = flat.buffer_info()
    places = [range(start + shift, start + shift + size, 16) for shift in (0, 4, 8, 12)]
    deque(map(calls().bounds, drawn, *places), 0)
    bounds = list(zip(flat[0::4], flat[1::4], flat[2::4], flat[3::4], strict=True))
    return bounds if matrix == UNIT else [_moved(bound, matrix) for bound in bounds]


def edges_of(item: int, matrix: Matrix) -> Iterator[Bound]:
    """The straight edges of a path too thick to be one rule, as bounds of no thickness.

    A filled surface has none: its colour divides nothing.
    """
    count = calls().segment_count(item)
    stroked = is_stroked(item)
    if not 2 <= count <= _MOST_SEGMENTS or (not stroked and count <= 6):
        return
    for points in _subpaths(item, count, times(matrix_of(item), matrix)):
        whole = _around(points)
        if is_thin(whole):
            yield whole
        elif stroked:
            yield from _sides(points)


def is_letter(item: int) -> bool:
    """Whether a path is more than a line or a box, or several: the outline of a letter."""
    count = calls().segment_count(item)
    if count <= _BOX_SEGMENTS:
        return False
    subpaths = _subpaths(item, min(count, _MOST_SEGMENTS), UNIT)
    return not subpaths or any(len(points) > _BOX_SEGMENTS for points in subpaths)


def _sides(points: Sequence[tuple[Any, Any]]) -> list[Bound]:
    """The sides of a frame, if it is one: a slanting side makes it a drawing or a letter."""
    sides = [_around(side) for side in pairwise(points)]
    return sides if all(map(is_thin, sides)) else []


def _subpaths(item: int, count: int, matrix: Matrix) -> list[list[tuple[Any, Any]]]:
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


def is_stroked(item: int) -> bool:
    """Whether a path is drawn as a line, not only filled."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    calls().raw.FPDFPath_GetDrawMode(handle(item), fill, stroke)
    return bool(stroke.value)


def pale(drawn: Sequence[int]) -> set[int]:
    """The objects that are white or transparent.

    White rules come by the dozen, so a few of the objects tell whether it is worth asking them all.
    """
    few = drawn[::_SAMPLE]
    if not few:
        return set()
    stroked, filled = (
        _pale(drawn, colour) if _pale(few, colour) else set[int]()
        for colour in (calls().stroke, calls().fill)
    )
    return {
        item
        for item in stroked | filled
        if calls().object_kind(item) == calls().raw.FPDF_PAGEOBJ_PATH
        and item in (stroked if is_stroked(item) else filled)
    }


def _pale(drawn: Sequence[int], colour: Any) -> set[int]:
    """The objects whose fill or stroke colour is white or transparent."""
    size = 16 * len(drawn)
    flat = array("I", bytes(size))
    start, _ = flat.buffer_info()
    places = [range(start + shift, start + shift + size, 16) for shift in (0, 4, 8, 12)]
    deque(map(colour, drawn, *places), 0)
    red, alpha = flat[0::4], flat[3::4]
    if 255 not in red and 0 not in alpha:
        return set()
    colours = zip(drawn, red, flat[1::4], flat[2::4], alpha, strict=True)
    return {item for item, r, g, b, a in colours if r == g == b == 255 or a == 0}


def matrix_of(item: int) -> Matrix:
    """The matrix an object is drawn through."""
    raw = calls().raw
    held = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle(item), held):
        return UNIT
    return (held.a, held.b, held.c, held.d, held.e, held.f)


def handle(item: int) -> Any:
    """The typed handle of an object, for the calls that are seldom made."""
    return ctypes.cast(item, calls().raw.FPDF_PAGEOBJECT)


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
