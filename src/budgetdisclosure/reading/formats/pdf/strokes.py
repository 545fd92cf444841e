"""The rules drawn on a page (表格线): thin paths, edges of stroked boxes, thin filled boxes, images.

What is drawn inside form XObjects counts too, through their matrices.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from attrs import frozen

from budgetdisclosure.reading.formats.pdf.glyphs import View
from budgetdisclosure.reading.formats.pdf.pdfium import address, calls

THIN = 300
"""A drawn thing no thicker than this (three points) is a rule, not a surface."""

_PATH, _IMAGE, _SHADING, _FORM = 2, 3, 4, 5
_MOST_SEGMENTS = 20_000
_DEEPEST = 8

Matrix = tuple[Any, Any, Any, Any, Any, Any]
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)


class Rule(NamedTuple):
    """A straight line along one axis: where it stands on the other, where it starts and ends."""

    at: int
    start: int
    end: int


@frozen
class Strokes:
    """The rules of a page as seen, and how many images it holds."""

    across: list[Rule]
    down: list[Rule]
    images: int


def strokes_of(page: Any, view: View) -> Strokes:
    """Everything on the page that may divide a table."""
    flat: list[Any] = []
    images = _collect(address(page), _UNIT, flat, 0)
    across: list[Rule] = []
    down: list[Rule] = []
    for left, top, right, bottom in zip(*view.boxes(flat), strict=True):
        width, height = right - left, bottom - top
        if height <= THIN < width:
            across.append(Rule((top + bottom) // 2, left, right))
        elif width <= THIN < height:
            down.append(Rule((left + right) // 2, top, bottom))
    return Strokes(across, down, images)


def _collect(holder: int, matrix: Matrix, flat: list[Any], depth: int) -> int:
    """Add the thin boxes of a page or form to ``flat``; the number of images met."""
    call = calls()
    if depth:
        count = call.raw.FPDFFormObj_CountObjects(_handle(holder))
        objects = list(map(call.form_object, repeat(holder), range(count)))
    else:
        count = call.raw.FPDFPage_CountObjects(ctypes.cast(holder, call.raw.FPDF_PAGE))
        objects = list(map(call.page_object, repeat(holder), range(count)))
    kinds = list(map(call.object_kind, objects))
    drawn = [o for o, kind in zip(objects, kinds, strict=True) if kind in (_PATH, _IMAGE)]
    _add_drawn(drawn, matrix, flat)
    images = kinds.count(_IMAGE)
    if _FORM in kinds and depth < _DEEPEST:
        for item, kind in zip(objects, kinds, strict=True):
            if kind == _FORM:
                inner = _times(_matrix(item), matrix)
                images += _collect(item, inner, flat, depth + 1)
    return images


def _add_drawn(drawn: list[int], matrix: Matrix, flat: list[Any]) -> None:
    bounds = _bounds_of(drawn)
    if matrix != _UNIT:
        bounds = [_moved(bound, matrix) for bound in bounds]
    thin = THIN / 100
    for item, bound in zip(drawn, bounds, strict=True):
        left, bottom, right, top = bound
        if right - left <= thin or top - bottom <= thin:
            flat += (left, top, right, bottom)
        else:
            for left, bottom, right, top in _edges(item, matrix):
                flat += (left, top, right, bottom)


def _bounds_of(drawn: list[int]) -> list[Any]:
    """Left, bottom, right and top of every object, in its container's coordinates."""
    size = 16 * len(drawn)
    flat = array("f", bytes(size))
    start, _ = flat.buffer_info()
    places = [range(start + shift, start + shift + size, 16) for shift in (0, 4, 8, 12)]
    deque(map(calls().bounds, drawn, *places), 0)
    numbers = flat.tolist()
    return list(zip(numbers[0::4], numbers[1::4], numbers[2::4], numbers[3::4], strict=True))


def _edges(item: int, matrix: Matrix) -> Iterator[Any]:
    """The straight edges of a path too thick to be one rule, as boxes of no thickness."""
    count = calls().segment_count(item)
    if not 2 <= count <= _MOST_SEGMENTS:
        return
    filled, stroked = _draw_mode(item)
    if not stroked and count <= 6:
        return  # a surface: its colour divides nothing
    whole = _times(_matrix(item), matrix)
    for points in _subpaths(item, count, whole):
        box = _around(points)
        if _is_thin(box):
            yield box
        elif stroked:
            for first, second in zip(points, points[1:], strict=False):
                side = _around((first, second))
                if _is_thin(side):
                    yield side


def _subpaths(item: int, count: int, matrix: Matrix) -> Iterator[list[tuple[Any, Any]]]:
    """The corner points of each subpath; a curve breaks it off."""
    raw = calls().raw
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[Any, Any]] = []
    path = _handle(item)
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind != raw.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(_point((x.value, y.value), matrix))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _draw_mode(item: int) -> tuple[bool, bool]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    calls().raw.FPDFPath_GetDrawMode(_handle(item), fill, stroke)
    return bool(fill.value), bool(stroke.value)


def _matrix(item: int) -> Matrix:
    raw = calls().raw
    held = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(_handle(item), held):
        return _UNIT
    return (held.a, held.b, held.c, held.d, held.e, held.f)


def _handle(item: int) -> Any:
    return ctypes.cast(item, calls().raw.FPDF_PAGEOBJECT)


def _times(first: Matrix, then: Matrix) -> Matrix:
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


def _point(point: tuple[Any, Any], matrix: Matrix) -> tuple[Any, Any]:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _moved(bound: Any, matrix: Matrix) -> Any:
    left, bottom, right, top = bound
    corners = ((left, bottom), (left, top), (right, bottom), (right, top))
    return _around([_point(corner, matrix) for corner in corners])


def _around(points: Sequence[tuple[Any, Any]]) -> Any:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_thin(box: Any) -> bool:
    left, bottom, right, top = box
    return bool(min(right - left, top - bottom) * 100 <= THIN)
