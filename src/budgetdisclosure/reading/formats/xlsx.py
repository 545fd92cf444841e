"""Excel files (xlsx, Excel 工作簿), read as printed.

The parts are read directly, since the libraries for this format give the number in a cell and
drop, or stumble over, what says how it is printed. Numbers go from the file's text to decimals
without a binary float between.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple
from zipfile import ZipFile

from attrs import evolve

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Document, Remark
from budgetdisclosure.reading.formats.excel.drawings import Drawn, drawn_on
from budgetdisclosure.reading.formats.excel.results import finished
from budgetdisclosure.reading.formats.excel.rows import (
    Book,
    Draft,
    areas_of,
    read_rows,
    rich_text,
    whole,
)
from budgetdisclosure.reading.formats.excel.sheets import (
    Sheet,
    gone_on,
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
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN: Final = re.compile(r"xl/workbook\d*\.xml")
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"

_DRAWN: Final = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")


class _Relation(NamedTuple):
    """What a part refers to: of which kind it is, and the part's name."""

    kind: str
    part: str


def read_xlsx(data: bytes, *, source: str | None = None, shown: bool = False) -> Document:
    """Read an Excel file (Excel 工作簿) into headings, paragraphs and grids, sheet by sheet.

    Numbers are printed by their cell's format; merged cells keep their span; hidden sheets, rows
    and columns are read and remarked on. A place has the sheet and the row as ``line``.

    Args:
        data: the file's bytes.
        source: the file's name, for messages.
        shown: read the sheet in front alone, which is what a document prints that holds the
            workbook as an object.

    Raises:
        ReadingError: the file is damaged, encrypted, hostile, or has no text.
        MissingExtraError: ``lxml`` is not installed.
    """
    place = Place(file=source)
    package = open_zip(data, place)
    main = _main_part(package)
    related = _related(package, main, place)
    workbook = parse_xml(read_member(package, main, place), place)
    strings = _strings(package, _of_kind(package, related, "sharedStrings"), place)
    styles = _styles(package, _of_kind(package, related, "styles"), place)
    book = Book(strings, styles, _is_1904(workbook))
    listed, missing = _listed(package, workbook, related, place)
    drafts = [_draft(package, element, part, book, place) for element, part in listed]
    over = [_drawn_over(package, part, place) for _, part in listed]
    sheets = [
        evolve(sheet, drawn=drawn)
        for sheet, drawn in zip(finished(drafts, from_1904=book.from_1904), over, strict=True)
    ]
    if shown:
        return assembled([_in_front(workbook, sheets)] if sheets else [], place, "xlsx")
    document = assembled(sheets, place, "xlsx")
    return evolve(document, remarks=(*missing, *document.remarks)) if missing else document


def assembled(sheets: list[Sheet], place: Place, media: str) -> Document:
    """The document that sheets make together; refused where none has any text."""
    blocks: list[Block] = []
    remarks: list[Remark] = []
    for sheet in sheets:
        found = gone_on(blocks, sheet_blocks(sheet, place))
        blocks += found
        if found or sheet.drawn != Drawn():
            remarks += sheet_remarks(sheet, place)
    if not blocks and remarks:
        raise pictures_alone(place)
    if not blocks:
        raise ReadingError(
            Wording("工作簿没有任何内容", "the workbook is empty"),
            place=place,
            remedy=Wording("请核对是否选错了文件", "Check that it is the right file"),
        )
    return Document(tuple(blocks), place.file, media, None, tuple(remarks))


def pictures_alone(place: Place) -> ReadingError:
    """The error for a workbook that holds pictures and no text."""
    return ReadingError(
        Wording("工作簿里只有图片，没有文字", "the workbook holds pictures alone, no text"),
        place=place,
        remedy=Wording(
            "请先用文字识别（OCR）软件处理，再读取其结果",
            "Run it through OCR first and read the result",
        ),
    )


def _listed(
    package: ZipFile, workbook: _Element, related: Mapping[str, _Relation], place: Place
) -> tuple[list[tuple[_Element, str]], list[Remark]]:
    """The sheets of cells with their parts, in order, and remarks on listed sheets without one."""
    names = _names(package)
    listed: list[tuple[_Element, str]] = []
    missing: list[Remark] = []
    for element in workbook.iter("{*}sheet"):
        key = element.get(f"{{{_OFFICE}}}id") or element.get(f"{{{_STRICT}}}id") or ""
        kind, part = related.get(key, _Relation("", ""))
        found = names.get(part.casefold())
        if found is None:
            missing.append(_missing(element.get("name", ""), place))
        elif kind in _DRAWN:
            missing.append(_drawn(element.get("name", ""), place))
        else:
            listed.append((element, found))
    return listed, missing


def _draft(package: ZipFile, element: _Element, part: str, book: Book, place: Place) -> Draft:
    draft = Draft(element.get("name", ""), element.get("state") in ("hidden", "veryHidden"))
    read_rows(read_member(package, part, place), draft, book, place)
    return draft


def _drawn_over(package: ZipFile, part: str, place: Place) -> Drawn:
    """What lies over the cells of a sheet; a part that cannot be read stops no cells."""
    names = _names(package)
    try:
        related = _related(package, part, place).values()
        over = [one.part for one in related if one.kind == "drawing"]
        if not over:
            return Drawn()
        name = names.get(over[0].casefold(), over[0])
        return drawn_on(parse_xml(read_member(package, name, place), place))
    except ReadingError:
        return Drawn(unread=True)


def _in_front(workbook: _Element, sheets: list[Sheet]) -> Sheet:
    """The sheet in front, cut to what an object shows of it (oleSize)."""
    view = workbook.find("{*}bookViews/{*}workbookView")
    at = 0 if view is None else whole(view.get("activeTab"))
    sheet = sheets[at] if at < len(sheets) else sheets[0]
    size = workbook.find("{*}oleSize")
    areas = [] if size is None else areas_of(size.get("ref", ""))
    if not areas:
        return sheet
    top, left, bottom, right = areas[0]
    inside = {(r, c): t for (r, c), t in sheet.texts.items() if top <= r <= bottom}
    return evolve(sheet, texts={at: t for at, t in inside.items() if left <= at[1] <= right})


def _missing(name: str, place: Place) -> Remark:
    message = Wording(
        f"工作表“{name}”列在目录里，但文件中没有它的内容，未读取",
        f"the sheet “{name}” is listed, but the file holds nothing of it; it was not read",
    )
    return Remark(message, evolve(place, sheet=name or None))


def _drawn(name: str, place: Place) -> Remark:
    message = Wording(
        f"“{name}”是图表或对话框，不是单元格组成的工作表，未读取",
        f"“{name}” is a chart or a dialog, no sheet of cells; it was not read",
    )
    return Remark(message, evolve(place, sheet=name or None))


def _main_part(package: ZipFile) -> str:
    """The name of the workbook's part, which some programs number."""
    return next((name for name in package.namelist() if _MAIN.fullmatch(name)), "xl/workbook.xml")


def _related(package: ZipFile, part: str, place: Place) -> dict[str, _Relation]:
    """What a part refers to, by the id it gives it."""
    folder, _, file = part.rpartition("/")
    listing = f"{folder}/_rels/{file}.rels"
    if listing not in package.namelist():
        return {}
    root = parse_xml(read_member(package, listing, place), place)
    found = {}
    for relation in root.iter("{*}Relationship"):
        target = relation.get("Target", "")
        name = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = relation.get("Type", "").rpartition("/")[2]
        found[relation.get("Id", "")] = _Relation(kind, posixpath.normpath(name))
    return found


def _names(package: ZipFile) -> dict[str, str]:
    """The parts' names by how they are looked up: case is no matter in a package."""
    return {name.casefold(): name for name in package.namelist()}


def _of_kind(package: ZipFile, related: Mapping[str, _Relation], kind: str) -> str | None:
    """The part of one kind, by its relation, else by its usual name, in whatever case it is."""
    names = _names(package)
    wanted = [one.part for one in related.values() if one.kind == kind]
    found = (names.get(name.casefold()) for name in (*wanted, f"xl/{kind}.xml"))
    return next((name for name in found if name), None)


def _is_1904(workbook: _Element) -> bool:
    properties = workbook.find("{*}workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true")


def _strings(package: ZipFile, part: str | None, place: Place) -> tuple[str, ...]:
    if part is None:
        return ()
    data = read_member(package, part, place)
    return tuple(rich_text(item) for item in elements(data, ("{*}si",), place))


def _styles(package: ZipFile, part: str | None, place: Place) -> tuple[CellStyle, ...]:
    if part is None:
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
