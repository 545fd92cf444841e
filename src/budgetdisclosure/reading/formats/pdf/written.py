"""What is written onto a page after it was made (批注、表单域): form fields, text boxes, stamps.

PDFium gives the text of a page's own content only. What is laid over it is made part of it first,
in memory: the file is not changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from budgetdisclosure.reading.formats.pdf.pdfium import calls

_MOST = 2_000


def loaded(handle: Any, number: int) -> Any:
    """A page of an open file, what is written onto it included; None for one that is damaged."""
    raw = calls().raw
    page = raw.FPDF_LoadPage(handle, number)
    if not page or not any(map(_is_written, _kinds(page))):
        return page
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    raw.FPDF_ClosePage(page)
    return raw.FPDF_LoadPage(handle, number)


def _is_written(kind: int) -> bool:
    raw = calls().raw
    return kind in (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WIDGET)


def _kinds(page: Any) -> Iterator[int]:
    """What the annotations of a page are; a contents page has a link in every line."""
    raw = calls().raw
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        yield raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
