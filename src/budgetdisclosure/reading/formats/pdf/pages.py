"""The pages of an open file, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Remark
from budgetdisclosure.reading.formats.pdf.content import Page, content
from budgetdisclosure.reading.formats.pdf.objects import laid_unseen, layers_of, outline_shapeless
from budgetdisclosure.reading.formats.pdf.pdfium import calls
from budgetdisclosure.reading.formats.pdf.remarks import (
    CROWDED,
    DAMAGED,
    MOSTLY,
    PICTURE,
    RECOGNISED,
    nothing_read,
    refuse_count,
)
from budgetdisclosure.reading.formats.pdf.written import loaded
from budgetdisclosure.wording import Wording

MOST_OBJECTS = 1_000_000
"""A page with more drawn objects than this is not read, and said so."""

MOST_PAGES = 5_000
"""A file with more pages than this is refused, unless the caller allows more."""


def read_pages(
    handle: Any, place: Place, most: int, progress: Callable[[int, int], None] | None
) -> Iterator[Page]:
    """Every page in turn.

    Raises:
        ReadingError: no pages or too many, or nothing but images and their page numbers on them.
    """
    count = calls().raw.FPDF_GetPageCount(handle)
    refuse_count(count, most, place)
    found = False
    told: set[Wording] = set()
    for number in range(count):
        page = _read(handle, number, evolve(place, page=number + 1))
        said = {remark.message for remark in page.remarks}
        read = bool(page.grids or page.lines or page.asides)
        found = found or (read and PICTURE not in said)
        told |= said
        yield page
        if progress:
            progress(number + 1, count)
    if not found:
        raise nothing_read(told, place)


def _read(handle: Any, number: int, place: Place) -> Page:
    raw = calls().raw
    page = loaded(handle, number)
    if page and raw.FPDFPage_CountObjects(page) > MOST_OBJECTS:
        raw.FPDF_ClosePage(page)
        return Page(place, 0, 0, remarks=(Remark(CROWDED, place),))
    layers = layers_of(page) if page else []
    unseen = laid_unseen(layers)
    outline_shapeless(layers)
    textpage = raw.FPDFText_LoadPage(page) if page else None
    try:
        if not textpage:
            return Page(place, 0, 0, remarks=(Remark(DAMAGED, place),))
        read = content(page, textpage, layers, place)
        return _recognised(read) if unseen else read
    finally:
        raw.FPDFText_ClosePage(textpage)
        raw.FPDF_ClosePage(page)


def _recognised(page: Page) -> Page:
    """A scan with what was made out on it: its text is read, but is not the page's own."""
    told = [remark for remark in page.remarks if remark.message != MOSTLY]
    if any(remark.message == PICTURE for remark in told):
        return page
    return evolve(page, remarks=(Remark(RECOGNISED, page.place), *told))
