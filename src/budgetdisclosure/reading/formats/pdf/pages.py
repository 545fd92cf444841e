"""The pages of an open file, one at a time: what is drawn on each, as grids and loose runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import evolve, frozen

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Grid, Remark
from budgetdisclosure.reading.formats.pdf.aligned import aligned
from budgetdisclosure.reading.formats.pdf.columns import Row
from budgetdisclosure.reading.formats.pdf.glyphs import (
    Glyphs,
    View,
    boxes_of,
    quarter_turns,
    text_of,
)
from budgetdisclosure.reading.formats.pdf.hidden import beside, collide, is_hidden
from budgetdisclosure.reading.formats.pdf.lattice import lattices
from budgetdisclosure.reading.formats.pdf.lines import Line, line_of, rows_of
from budgetdisclosure.reading.formats.pdf.pdfium import calls
from budgetdisclosure.reading.formats.pdf.runs import Run, once, runs_of
from budgetdisclosure.reading.formats.pdf.strokes import strokes_of
from budgetdisclosure.reading.formats.pdf.tables import Filled, fill
from budgetdisclosure.wording import Wording

MOST_PAGES = 5_000
"""A file with more pages than this is refused, unless the caller allows more."""


@frozen
class Page:
    """What a page holds: its grids, the lines outside them, and its size in hundredths."""

    place: Place
    width: int
    height: int
    grids: tuple[Grid, ...]
    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...]
    scanned: bool


def read_pages(
    handle: Any, place: Place, most: int, progress: Callable[[int, int], None] | None
) -> Iterator[Page]:
    """Every page in turn.

    Raises:
        ReadingError: no pages or too many, or only images of text.
    """
    count = calls().raw.FPDF_GetPageCount(handle)
    _refuse_count(count, most, place)
    scanned = 0
    for number in range(count):
        page = _read(handle, number, evolve(place, page=number + 1))
        scanned += page.scanned
        yield page
        if progress:
            progress(number + 1, count)
    if scanned == count:
        raise _scan(place)


def _read(handle: Any, number: int, place: Place) -> Page:
    raw = calls().raw
    page = raw.FPDF_LoadPage(handle, number)
    if not page:
        message = Wording("此页已损坏，无法读取", "this page is damaged and was not read")
        return Page(place, 0, 0, (), (), (Remark(message, place),), False)
    textpage = raw.FPDFText_LoadPage(page)
    try:
        return _content(page, textpage, place)
    finally:
        raw.FPDFText_ClosePage(textpage)
        raw.FPDF_ClosePage(page)


def _content(page: Any, textpage: Any, place: Place) -> Page:
    raw = calls().raw
    count = max(raw.FPDFText_CountChars(textpage), 0)
    text = text_of(textpage, count)
    turns, each = quarter_turns(textpage, text, raw.FPDFPage_GetRotation(page))
    view = _view(page, turns)
    glyphs = Glyphs(text, *view.columns(*boxes_of(textpage, count)), range(count))
    if each is not None:
        glyphs = glyphs.only([i for i, turned in enumerate(each) if turned == turns])
    glyphs = once(glyphs)
    strokes = strokes_of(page, view)
    runs = runs_of(glyphs)
    tables, alone = lattices(strokes.across, strokes.down, runs)
    filled, loose = fill(tables, runs, glyphs)
    if _has_hidden(textpage, glyphs, filled, loose):
        seen = [run for run in runs if not is_hidden(textpage, glyphs.numbers[run.start])]
        filled, loose = fill(tables, seen, glyphs)
    rows = [Row.of(row) for row in rows_of(loose)]
    fences = [table.table.ys[0] for table in filled]
    found, rest = aligned(rows, alone, fences, place)
    lines = tuple([line_of(row.runs) for row in rest])
    grids = (*[table.grid(place) for table in filled], *found)
    width, height = view.size
    scanned = not glyphs.text.strip() and strokes.images > 0
    remarks = (Remark(_SCANNED, place),) if scanned else ()
    return Page(place, width, height, grids, lines, remarks, scanned)


def _has_hidden(
    textpage: Any, glyphs: Glyphs, filled: Sequence[Filled], loose: Sequence[Run]
) -> bool:
    """Whether text of the page may be cut away from sight."""
    if any(collide(rows) for table in filled for rows in table.held if rows):
        return True
    boxes = [table.table.box for table in filled]
    near = (run for run in loose if any(beside(run, box) for box in boxes))
    return any(is_hidden(textpage, glyphs.numbers[run.start]) for run in near)


def _view(page: Any, turns: int) -> View:
    raw = calls().raw
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    left, bottom, right, top = (
        int(edge * 100) for edge in (box.left, box.bottom, box.right, box.top)
    )
    return View(turns, left, bottom, right, top)


_SCANNED = Wording(
    "此页是图片，没有文字层，内容未能读取", "this page is an image without text and was not read"
)


def _scan(place: Place) -> ReadingError:
    return ReadingError(
        Wording("PDF 是扫描件，没有文字层", "the PDF is a scan without text"),
        place=place,
        remedy=Wording(
            "请先用文字识别（OCR）软件处理，再读取其结果",
            "Run it through OCR first and read the result",
        ),
    )


def _refuse_count(count: int, most: int, place: Place) -> None:
    if count <= 0:
        raise ReadingError(
            Wording("PDF 没有任何页面", "the PDF has no pages"),
            place=place,
            remedy=Wording("请重新导出该文件", "Export the file again"),
        )
    if count > most:
        raise ReadingError(
            Wording(
                f"PDF 有 {count} 页，超过 {most} 页的上限",
                f"the PDF has {count} pages, over the limit of {most}",
            ),
            place=place,
            remedy=Wording(
                "请拆分文件，或调高页数上限（most_pages）", "Split the file, or raise most_pages"
            ),
        )
