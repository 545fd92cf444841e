"""Excel 97–2003 files (xls), read as printed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from budgetdisclosure.errors import ReadingError, missing_extra
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.formats.excel.number_format import shown, shown_text
from budgetdisclosure.reading.formats.excel.sheets import Sheet
from budgetdisclosure.reading.formats.excel.spans import Position
from budgetdisclosure.reading.formats.excel.styles import BUILT_IN, CellStyle
from budgetdisclosure.reading.formats.packed import damaged, locked
from budgetdisclosure.reading.formats.xlsx import assembled
from budgetdisclosure.reading.limits import MAX_POSITIONS, require
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell
    from xlrd.sheet import Sheet as RawSheet

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_LEFT_ALIGNED: Final = (0, 1)  # as its content asks, or to the left


def read_xls(data: bytes, *, source: str | None = None, shown: bool = False) -> Document:
    """Read an Excel 97–2003 file (xls 工作簿) into headings, paragraphs and grids.

    As ``read_xlsx`` reads a newer one: numbers by their cell's format, merged cells with their
    span, hidden sheets, rows and columns with a remark.

    Args:
        data: the file's bytes.
        source: the file's name, for messages.
        shown: read the sheet in front alone.

    Raises:
        ReadingError: the file is damaged, encrypted, or has no text.
        MissingExtraError: ``xlrd`` is not installed.
    """
    place = Place(file=source)
    book = _open(data, place)
    try:
        raws = book.sheets()
        if shown:
            front = [raw for raw in raws if raw.sheet_visible or raw.sheet_selected]
            raws = sorted(front, key=lambda raw: -raw.sheet_visible)[:1] or raws[:1]
        sheets = [_sheet(book, raw, place) for raw in raws]
    except ReadingError:
        raise
    except Exception as fault:  # whatever a broken record makes the parser raise
        raise damaged(place) from fault
    return assembled(sheets, place, "xls")


def _open(data: bytes, place: Place) -> Book:
    try:
        import xlrd
    except ImportError:
        raise missing_extra(
            "xlrd", "excel", Wording("读取 xls 文件", "reading xls files")
        ) from None
    try:
        with open(os.devnull, "w") as nowhere:
            return xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=nowhere)
    except Exception as fault:  # xlrd raises whatever a broken record leads it to
        raise locked(place) if "encrypted" in str(fault) else damaged(place) from fault


def _sheet(book: Book, raw: RawSheet, place: Place) -> Sheet:
    held = sum(raw.row_len(row) for row in range(raw.nrows))
    require(held, MAX_POSITIONS, Wording("单元格数", "the number of cells"), place)
    texts: dict[Position, str] = {}
    framed = set()
    for at, cell in _cells(raw):
        style = _style(book, cell.xf_index)
        if style.framed:
            framed.add(at)
        text = _text(book, cell, style)
        if text.strip():
            texts[at] = text
    return Sheet(
        raw.name,
        texts,
        frozenset(framed),
        [(top, left, bottom - 1, right - 1) for top, bottom, left, right in raw.merged_cells],
        raw.visibility != 0,
        frozenset(row for row, info in raw.rowinfo_map.items() if info.hidden),
        frozenset(column for column, info in raw.colinfo_map.items() if info.hidden),
    )


def _cells(raw: RawSheet) -> Iterator[tuple[Position, Cell]]:
    for row in range(raw.nrows):
        for column in range(raw.row_len(row)):
            yield (row, column), raw.cell(row, column)


def _style(book: Book, index: int | None) -> CellStyle:
    if index is None or not 0 <= index < len(book.xf_list):
        return CellStyle()
    style: Any = book.xf_list[index]
    known = book.format_map.get(style.format_key)
    code = BUILT_IN.get(style.format_key) or (known.format_str if known else "General")
    aligned = style.alignment.hor_align in _LEFT_ALIGNED
    lines = style.border.left_line_style or style.border.right_line_style
    return CellStyle(code, style.alignment.indent_level if aligned else 0, bool(lines))


def _text(book: Book, cell: Cell, style: CellStyle) -> str:
    """What a cell prints."""
    if cell.ctype == _TEXT:
        return style.indented(shown_text(str(cell.value), style.code)) if cell.value else ""
    if cell.ctype in (_NUMBER, _DATE):
        return shown(Decimal(repr(cell.value)), style.code, from_1904=book.datemode == 1)
    if cell.ctype == _BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return _fault(cell.value) if cell.ctype == _ERROR else ""


def _fault(code: object) -> str:
    from xlrd.biffh import error_text_from_code

    return str(error_text_from_code.get(code, "#N/A"))
