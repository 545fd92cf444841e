"""OFD files (OFD 版式文件, GB/T 33190): the state's own format of pages, read as PDF pages are.

A page is a list of texts and lines with their places, as in a PDF. So it is set as a PDF page in
memory, and the reader of PDF finds its tables and paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Document, Remark
from budgetdisclosure.reading.formats.ofd.package import Sheet, sheets_of
from budgetdisclosure.reading.formats.ofd.pdf import as_pdf
from budgetdisclosure.reading.formats.packed import open_zip
from budgetdisclosure.reading.formats.pdf import read_pdf
from budgetdisclosure.wording import Wording

__all__ = ["read_ofd"]


def read_ofd(
    data: bytes,
    *,
    source: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Document:
    """Read an OFD file (OFD 版式文件) into paragraphs and grids, page by page.

    Args:
        data: the file's bytes.
        source: its name, for the places in messages.
        progress: called after each page with the pages done and the pages in all.

    Raises:
        ReadingError: damaged, encrypted, without pages, or only a scan.
        MissingExtraError: lxml or pypdfium2 is not installed.
    """
    place = Place(file=source)
    sheets = list(sheets_of(open_zip(data, place), place))
    if not any(sheet.letters for sheet in sheets):
        raise _no_text(place)
    document = read_pdf(as_pdf(sheets), source=source, progress=progress)
    return evolve(document, media="ofd", remarks=(*document.remarks, *_remarks(sheets, place)))


def _remarks(sheets: list[Sheet], place: Place) -> list[Remark]:
    """What stands on a page and was not understood."""
    return [
        Remark(
            Wording(
                f"此页有{sheet.odd}个对象无法识别，未读取",
                f"{sheet.odd} objects of this page were not understood",
            ),
            evolve(place, page=number),
        )
        for number, sheet in enumerate(sheets, 1)
        if sheet.odd
    ]


def _no_text(place: Place) -> ReadingError:
    return ReadingError(
        Wording("OFD 没有文字（扫描件或图片）", "the OFD has no text (a scan, or images)"),
        place=place,
        remedy=Wording(
            "请先用文字识别（OCR）软件处理，再读取其结果",
            "Run it through OCR first and read the result",
        ),
    )
