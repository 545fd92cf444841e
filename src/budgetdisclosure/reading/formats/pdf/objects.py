"""The objects of a page (页面对象): what is drawn, and the text that its font has no shapes for.

PDFium leaves text out of a page when the box of its shapes is empty, as it is where a font is not
embedded and the machine has none like it, or where the text under a scan is in a font without
shapes. Such text is given an outline before the page's text is asked for, so that it has a box.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import compress, repeat
from operator import not_
from typing import Any

from attrs import frozen

from budgetdisclosure.reading.formats.pdf.paths import (
    UNIT,
    Matrix,
    bounds_of,
    handle,
    matrix_of,
    times,
)
from budgetdisclosure.reading.formats.pdf.pdfium import Handle, address, calls

_PATH, _IMAGE, _FORM = 2, 3, 5
_DRAWN = frozenset({_PATH, _IMAGE})
_DEEPEST = 8
_SHAPELESS = 2_000
"""A font file of fewer bytes than this has no shapes worth the name."""
_POINT = 1


@frozen
class Layer:
    """The objects of a page, or of a form XObject on it; ``matrix`` leads from it to the page."""

    matrix: Matrix
    drawn: Sequence[Handle]
    """Paths and images."""
    images: Sequence[Handle]
    objects: Sequence[Handle]
    """All of them, the texts too."""
    fonts: Sequence[int | None]
    """The font of each object that is a text."""


def layers_of(page: Any) -> list[Layer]:
    """The objects of a page, and of the forms on it and within them."""
    count = calls().raw.FPDFPage_CountObjects(page)
    objects = list(map(calls().page_object, repeat(Handle(address(page))), range(count)))
    return list(_layers(objects, UNIT, 0))


def _layers(objects: Sequence[Handle], matrix: Matrix, depth: int) -> Iterator[Layer]:
    fonts = list(map(calls().font, objects))
    others = list(compress(objects, map(not_, fonts)))
    kinds = list(map(calls().object_kind, others))
    drawn = list(compress(others, map(_DRAWN.__contains__, kinds)))
    images = list(compress(others, map(_IMAGE.__eq__, kinds))) if _IMAGE in kinds else []
    yield Layer(matrix, drawn, images, objects, fonts)
    if _FORM in kinds and depth < _DEEPEST:
        for item in compress(others, map(_FORM.__eq__, kinds)):
            count = calls().raw.FPDFFormObj_CountObjects(handle(item))
            inner = list(map(calls().form_object, repeat(item), range(count)))
            yield from _layers(inner, times(matrix_of(item), matrix), depth + 1)


def outline_shapeless(layers: Sequence[Layer]) -> None:
    """Give text of no extent an outline, so that PDFium does not pass over it.

    To measure every text would cost a fifth of all reading: only fonts that may lack shapes are
    looked at.
    """
    for layer in layers:
        doubtful = {font for font in set(layer.fonts) if font and _may_lack_shapes(font)}
        if doubtful:
            texts = list(compress(layer.objects, map(doubtful.__contains__, layer.fonts)))
            for item, (left, bottom, right, top) in zip(texts, bounds_of(texts, UNIT), strict=True):
                if right <= left or top <= bottom:
                    _outline(item)


def laid_unseen(layers: Sequence[Layer]) -> bool:
    """Whether the most part of a page's text is drawn in no way, beside an image.

    So programs of text recognition lay what they made out over the scan of a page. To be asked
    before text of no extent is outlined.
    """
    if not any(layer.images for layer in layers):
        return False
    mode, unseen = (
        calls().raw.FPDFTextObj_GetTextRenderMode,
        calls().raw.FPDF_TEXTRENDERMODE_INVISIBLE,
    )
    texts = [item for layer in layers for item in compress(layer.objects, layer.fonts)]
    return bool(2 * sum(mode(handle(item)) == unseen for item in texts) > len(texts))


def _may_lack_shapes(font: int) -> bool:
    """Whether a font is not in the file, or is there without the shapes."""
    raw = calls().raw
    held, size = ctypes.cast(font, raw.FPDF_FONT), ctypes.c_size_t()
    if raw.FPDFFont_GetIsEmbedded(held) != 1:
        return True
    raw.FPDFFont_GetFontData(held, None, 0, size)
    return bool(size.value < _SHAPELESS)


def _outline(item: Handle) -> None:
    """Draw a text with an outline a point wide; PDFium measures it anew when it is moved."""
    raw, text = calls().raw, handle(item)
    raw.FPDFTextObj_SetTextRenderMode(text, raw.FPDF_TEXTRENDERMODE_STROKE)
    raw.FPDFPageObj_SetStrokeWidth(text, _POINT)
    raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 0, 0)
