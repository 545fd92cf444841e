"""Excel files (xlsx, Excel 工作簿), read as printed.

The parts are read directly, since the libraries for this format give the number in a cell and
drop, or stumble over, what says how it is printed. Numbers go from the file's text to decimals
without a binary float between.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from attrs import define, field, frozen

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Document, Remark
from budgetdisclosure.reading.formats.excel.number_format import shown, shown_text
from budgetdisclosure.reading.formats.excel.sheets import (
    Area,
    Position,
    Sheet,
    sheet_blocks,
    sheet_remarks,
)
from budgetdisclosure.reading.formats.excel.styles import BUILT_IN, CellStyle
from budgetdisclosure.reading.formats.packed import (
    elements,
    open_zip,
    parse_xml,
    read_member,
)
from budgetdisclosure.reading.limits import MAX_POSITIONS, require
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LARGEST: Final = 308
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@frozen
class _Book:
    """What all sheets of a workbook share."""

    strings: tuple[str, ...]
    styles: tuple[CellStyle, ...]
    from_1904: bool


def read_xlsx(data: bytes, *, source: str | None = None) -> Document:
    """Read an Excel file (Excel 工作簿) into headings, paragraphs and grids, sheet by sheet.

    Numbers are printed by their cell's format; merged cells keep their span; hidden sheets, rows
    and columns are read and remarked on. A place has the sheet and the row as ``line``.

    Args:
        data: the file's bytes.
        source: the file's name, for messages.

    Raises:
        ReadingError: the file is damaged, encrypted, hostile, or has no text.
        MissingExtraError: ``lxml`` is not installed.
    """
    place = Place(file=source)
    package = open_zip(data, place)
    targets = _targets(package, "xl/workbook.xml", place)
    workbook = parse_xml(read_member(package, "xl/workbook.xml", place), place)
    book = _Book(_strings(package, place), _styles(package, place), _is_1904(workbook))
    sheets = list(_sheets(package, workbook, targets, book, place))
    return assembled(sheets, place, "xlsx")


def assembled(sheets: list[Sheet], place: Place, media: str) -> Document:
    """The document that sheets make together; refused where none has any text."""
    blocks: list[Block] = []
    remarks: list[Remark] = []
    for sheet in sheets:
        found = sheet_blocks(sheet, place)
        blocks += found
        if found or sheet.without_value:
            remarks += sheet_remarks(sheet, place)
    if not blocks:
        raise ReadingError(
            Wording("工作簿没有任何内容", "the workbook is empty"),
            place=place,
            remedy=Wording("请核对是否选错了文件", "Check that it is the right file"),
        )
    return Document(tuple(blocks), place.file, media, None, tuple(remarks))


def _sheets(
    package: ZipFile, workbook: _Element, targets: dict[str, str], book: _Book, place: Place
) -> Iterator[Sheet]:
    names = set(package.namelist())
    for element in workbook.iter("{*}sheet"):
        key = element.get(f"{{{_OFFICE}}}id") or element.get(f"{{{_STRICT}}}id") or ""
        part = targets.get(key, "")
        if part in names and "worksheets" in part:
            title = element.get("name", "")
            hidden = element.get("state") in ("hidden", "veryHidden")
            yield _sheet(read_member(package, part, place), title, hidden, book, place)


def _targets(package: ZipFile, part: str, place: Place) -> dict[str, str]:
    """The parts a part refers to, by the id it gives them."""
    folder, _, file = part.rpartition("/")
    listing = f"{folder}/_rels/{file}.rels"
    if listing not in package.namelist():
        return {}
    root = parse_xml(read_member(package, listing, place), place)
    found = {}
    for relation in root.iter("{*}Relationship"):
        target = relation.get("Target", "")
        name = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[relation.get("Id", "")] = posixpath.normpath(name)
    return found


def _is_1904(workbook: _Element) -> bool:
    properties = workbook.find("{*}workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")


def _strings(package: ZipFile, place: Place) -> tuple[str, ...]:
    part = "xl/sharedStrings.xml"
    if part not in package.namelist():
        return ()
    data = read_member(package, part, place)
    return tuple(_rich(item) for item in elements(data, ("{*}si",), place))


def _rich(item: _Element) -> str:
    """The text of a string in one or more runs; how it is pronounced is left out."""
    pieces = (
        node.text or ""
        for node in item.iter("{*}t")
        if not any(above.tag == node.tag[:-1] + "rPh" for above in node.iterancestors())
    )
    return _ESCAPE.sub(_unescaped, "".join(pieces))


def _unescaped(match: re.Match[str]) -> str:
    """A character written by its number; those that are no text are left out."""
    character = chr(int(match[1], 16))
    return character if character.isprintable() or character in "\t\n\r" else ""


def _styles(package: ZipFile, place: Place) -> tuple[CellStyle, ...]:
    part = "xl/styles.xml"
    if part not in package.namelist():
        return ()
    root = parse_xml(read_member(package, part, place), place)
    codes = dict(BUILT_IN)
    for one in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[_whole(one.get("numFmtId"))] = one.get("formatCode", "General")
    frames = [_framed(one) for one in root.iterfind("{*}borders/{*}border")]
    return tuple(_style(one, codes, frames) for one in root.iterfind("{*}cellXfs/{*}xf"))


def _style(one: _Element, codes: dict[int, str], frames: list[bool]) -> CellStyle:
    alignment = one.find("{*}alignment")
    aside = alignment is None or alignment.get("horizontal") in ("right", "center")
    border = _whole(one.get("borderId"))
    return CellStyle(
        codes.get(_whole(one.get("numFmtId")), "General"),
        0 if aside or alignment is None else max(_whole(alignment.get("indent")), 0),
        border < len(frames) and frames[border],
    )


def _framed(border: _Element) -> bool:
    sides = (border.find("{*}" + side) for side in ("left", "right", "start", "end"))
    return any(side is not None and side.get("style", "none") != "none" for side in sides)


@define
class _Draft:
    """A sheet while its rows are being read."""

    texts: dict[Position, str] = field(factory=dict)
    framed: set[Position] = field(factory=set)
    merged: list[Area] = field(factory=list)
    hidden_rows: set[int] = field(factory=set)
    hidden_columns: set[int] = field(factory=set)
    without_value: list[Position] = field(factory=list)


_WANTED: Final = ("{*}row", "{*}mergeCell", "{*}col")


def _sheet(data: bytes, name: str, hidden: bool, book: _Book, place: Place) -> Sheet:
    draft = _Draft()
    next_row = 0
    for element in elements(data, _WANTED, place):
        kind = element.tag.rpartition("}")[2]
        if kind == "row":
            row = _whole(element.get("r"), next_row + 1) - 1
            next_row = row + 1
            _row(element, row, draft, book)
            held = len(draft.texts) + len(draft.framed)
            require(held, MAX_POSITIONS, Wording("单元格数", "the number of cells"), place)
        elif kind == "mergeCell":
            draft.merged += _area(element.get("ref", ""))
        elif element.get("hidden") in ("1", "true"):
            low, high = _whole(element.get("min"), 1), _whole(element.get("max"), 1)
            draft.hidden_columns.update(range(low - 1, min(high, 16_384)))
    return Sheet(
        name,
        draft.texts,
        frozenset(draft.framed),
        draft.merged,
        hidden,
        frozenset(draft.hidden_rows),
        frozenset(draft.hidden_columns),
        draft.without_value,
    )


def _row(element: _Element, row: int, draft: _Draft, book: _Book) -> None:
    if element.get("hidden") in ("1", "true"):
        draft.hidden_rows.add(row)
    column = -1
    for cell in element.iterfind("{*}c"):
        column = _column(cell.get("r", ""), column + 1)
        index = _whole(cell.get("s"))
        style = book.styles[index] if 0 <= index < len(book.styles) else CellStyle()
        if style.framed:
            draft.framed.add((row, column))
        text = _text(cell, style, book)
        if text.strip():
            draft.texts[row, column] = text
        elif _lacks_result(cell):
            draft.without_value.append((row, column))


def _lacks_result(cell: _Element) -> bool:
    """Whether a formula was stored without what it comes to (an empty text is something)."""
    bare = not cell.findtext("{*}v") and cell.get("t") != "str"
    return bare and cell.find("{*}f") is not None


def _text(cell: _Element, style: CellStyle, book: _Book) -> str:
    """What a cell prints."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return "" if inline is None else style.indented(shown_text(_rich(inline), style.code))
    held = cell.findtext("{*}v") or ""
    if kind == "s":
        at = _whole(held, -1)
        text = book.strings[at] if 0 <= at < len(book.strings) else ""
        return style.indented(shown_text(text, style.code)) if text else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(held, held)
    if kind != "n":
        return shown_text(_ESCAPE.sub(_unescaped, held), style.code) if held else ""
    number = _number(held)
    return held if number is None else shown(number, style.code, from_1904=book.from_1904)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _LARGEST else None


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and len(text) < 10 and text.strip().isdecimal() else default


def _column(reference: str, default: int) -> int:
    match = _REFERENCE.match(reference)
    return _letters(match[1]) if match else default


def _letters(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _area(reference: str) -> list[Area]:
    """The area of a reference such as ``A1:C2``."""
    corners = _REFERENCE.findall(reference)
    if len(corners) != 2:
        return []
    (left, top), (right, bottom) = corners
    return [(int(top) - 1, _letters(left), int(bottom) - 1, _letters(right))]
