"""Excel files (xlsx, Excel 工作簿), read as printed.

The parts are read directly, since the libraries for this format give the number in a cell and
drop, or stumble over, what says how it is printed. Numbers go from the file's text to decimals
without a binary float between.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Document, Remark
from budgetdisclosure.reading.formats.excel.results import finished
from budgetdisclosure.reading.formats.excel.rows import Book, Draft, read_rows, rich_text, whole
from budgetdisclosure.reading.formats.excel.sheets import Sheet, sheet_blocks, sheet_remarks
from budgetdisclosure.reading.formats.excel.styles import BUILT_IN, CellStyle
from budgetdisclosure.reading.formats.packed import (
    elements,
    open_zip,
    parse_xml,
    read_member,
)
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN: Final = re.compile(r"xl/workbook\d*\.xml")
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"


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
    main = _main_part(package)
    targets = _targets(package, main, place)
    workbook = parse_xml(read_member(package, main, place), place)
    book = Book(_strings(package, place), _styles(package, place), _is_1904(workbook))
    drafts = list(_drafts(package, workbook, targets, book, place))
    return assembled(finished(drafts, from_1904=book.from_1904), place, "xlsx")


def assembled(sheets: list[Sheet], place: Place, media: str) -> Document:
    """The document that sheets make together; refused where none has any text."""
    blocks: list[Block] = []
    remarks: list[Remark] = []
    for sheet in sheets:
        found = sheet_blocks(sheet, place)
        blocks += found
        if found:
            remarks += sheet_remarks(sheet, place)
    if not blocks:
        raise ReadingError(
            Wording("工作簿没有任何内容", "the workbook is empty"),
            place=place,
            remedy=Wording("请核对是否选错了文件", "Check that it is the right file"),
        )
    return Document(tuple(blocks), place.file, media, None, tuple(remarks))


def _drafts(
    package: ZipFile, workbook: _Element, targets: dict[str, str], book: Book, place: Place
) -> Iterator[Draft]:
    names = set(package.namelist())
    for element in workbook.iter("{*}sheet"):
        key = element.get(f"{{{_OFFICE}}}id") or element.get(f"{{{_STRICT}}}id") or ""
        part = targets.get(key, "")
        if part in names and "worksheets" in part:
            hidden = element.get("state") in ("hidden", "veryHidden")
            draft = Draft(element.get("name", ""), hidden)
            read_rows(read_member(package, part, place), draft, book, place)
            yield draft


def _main_part(package: ZipFile) -> str:
    """The name of the workbook's part, which some programs number."""
    return next((name for name in package.namelist() if _MAIN.fullmatch(name)), "xl/workbook.xml")


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
    return tuple(rich_text(item) for item in elements(data, ("{*}si",), place))


def _styles(package: ZipFile, place: Place) -> tuple[CellStyle, ...]:
    part = "xl/styles.xml"
    if part not in package.namelist():
        return ()
    root = parse_xml(read_member(package, part, place), place)
    codes = dict(BUILT_IN)
    for one in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[whole(one.get("numFmtId"))] = one.get("formatCode", "General")
    frames = [_framed(one) for one in root.iterfind("{*}borders/{*}border")]
    return tuple(_style(one, codes, frames) for one in root.iterfind("{*}cellXfs/{*}xf"))


def _style(one: _Element, codes: dict[int, str], frames: list[bool]) -> CellStyle:
    alignment = one.find("{*}alignment")
    aside = alignment is None or alignment.get("horizontal") in ("right", "center")
    border = whole(one.get("borderId"))
    return CellStyle(
        codes.get(whole(one.get("numFmtId")), "General"),
        0 if aside or alignment is None else max(whole(alignment.get("indent")), 0),
        border < len(frames) and frames[border],
    )


def _framed(border: _Element) -> bool:
    sides = (border.find("{*}" + side) for side in ("left", "right", "start", "end"))
    return any(side is not None and side.get("style", "none") != "none" for side in sides)
