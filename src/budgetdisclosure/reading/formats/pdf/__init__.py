"""PDF files: text with boxes from PDFium, tables from the rules drawn on the page.

The way of a page: ``objects`` (what is drawn) → ``glyphs`` (characters) → ``runs`` → ``strokes``
(rules) → ``lattice`` (ruled tables) → ``tables`` (cells with their text). Where rules are missing,
grounds (``cells``, ``grounds``), a ruled heading (``bodies``), numbers in ruled columns (``split``)
or alignment (``amounts``, ``aligned``) tell the cells; ``torn`` puts rows together that the end of
a page parts. What stands in no table goes through ``flow`` into paragraphs. Nothing here knows what
a budget is, and nothing hangs on the fonts of the machine.

PDFium is not thread-safe: a lock makes readings in several threads wait for one another. To read
many files at once use processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Document, Remark
from budgetdisclosure.reading.formats.pdf.content import Page
from budgetdisclosure.reading.formats.pdf.flow import blocks_of
from budgetdisclosure.reading.formats.pdf.pages import MOST_PAGES, read_pages
from budgetdisclosure.reading.formats.pdf.pdfium import opened
from budgetdisclosure.reading.formats.pdf.remarks import cut_away, shown_lines
from budgetdisclosure.reading.formats.pdf.torn import mended

__all__ = ["MOST_PAGES", "read_pdf"]


def read_pdf(
    data: bytes,
    *,
    source: str | None = None,
    password: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    most_pages: int = MOST_PAGES,
) -> Document:
    """The content of a PDF file (PDF 文件), in reading order.

    Args:
        data: the file's bytes.
        source: its name, for the places in messages.
        password: what opens it, when it is encrypted.
        progress: called after each page with the pages done and the pages in all.
        most_pages: a file with more pages than this is refused.

    Raises:
        ReadingError: not a PDF, damaged, encrypted, without pages, too long, or only a scan.
        MissingExtraError: pypdfium2 is not installed.

    >>> from budgetdisclosure.errors import ReadingError
    >>> try:
    ...     read_pdf(b"<html></html>", source="a.pdf")
    ... except ReadingError as error:
    ...     print(error.reason)
    文件内容不是 PDF
    """
    place = Place(file=source)
    with opened(data, password, place) as handle:
        pages = list(mended(read_pages(handle, place, most_pages, progress)))
    blocks = tuple(blocks_of(pages))
    return Document(blocks, source, "pdf", len(pages), tuple(_remarks(pages, blocks)))


def _remarks(pages: Sequence[Page], blocks: Sequence[Block]) -> Iterator[Remark]:
    """The remarks of all pages, and those on text that was clipped away and shows nowhere else."""
    shown = shown_lines(blocks) if any(page.hidden for page in pages) else {}
    for page in pages:
        yield from page.remarks
        yield from cut_away(page.hidden, shown, page.place)
