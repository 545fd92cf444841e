"""Excel 2003 XML sheets (XML 电子表格 2003): what accounting programs export as xls."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from attrs import define, field

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.formats.excel.number_format import shown, shown_text
from budgetdisclosure.reading.formats.excel.rows import whole
from budgetdisclosure.reading.formats.excel.sheets import Sheet
from budgetdisclosure.reading.formats.excel.spans import Area, Position
from budgetdisclosure.reading.formats.excel.styles import CellStyle
from budgetdisclosure.reading.formats.packed import parse_xml
from budgetdisclosure.reading.formats.xlsx import assembled
from budgetdisclosure.reading.limits import MAX_POSITIONS, require
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_NAMED: Final = {
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "General Number": "General",
    "General Date": "yyyy/m/d h:mm",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Short Date": "yyyy/m/d",
    "Currency": '"¥"#,##0.00',
}


def read_xml2003(data: bytes, *, source: str | None = None) -> Document:
    """Read an Excel 2003 XML sheet (XML 电子表格) as ``read_xlsx`` reads a workbook.

    Args:
        data: the file's bytes.
        source: the file's name, for messages.

    Raises:
        ReadingError: the file is damaged, carries a DTD, or has no text.
        MissingExtraError: ``lxml`` is not installed.
    """
    place = Place(file=source)
    root = parse_xml(data, place)
    styles = {one.get(f"{_SS}ID", ""): _style(one) for one in root.iter(f"{_SS}Style")}
    sheets = [_sheet(one, styles, place) for one in root.findall(f"{_SS}Worksheet")]
    return assembled(sheets, place, "xls")


def _style(style: _Element) -> CellStyle:
    number = style.find(f"{_SS}NumberFormat")
    code = "" if number is None else number.get(f"{_SS}Format", "")
    alignment = style.find(f"{_SS}Alignment")
    indent = 0 if alignment is None else whole(alignment.get(f"{_SS}Indent"))
    sides = (one.get(f"{_SS}Position") for one in style.iter(f"{_SS}Border"))
    return CellStyle(
        _NAMED.get(code, code) or "General",
        indent,
        any(side in ("Left", "Right") for side in sides),
    )


@define
class _Draft:
    """A sheet while its rows are being read."""

    texts: dict[Position, str] = field(factory=dict)
    framed: set[Position] = field(factory=set)
    merged: list[Area] = field(factory=list)
    hidden: set[int] = field(factory=set)
    unknown: dict[Position, str] = field(factory=dict)
    """The formulas without a result."""


def _sheet(sheet: _Element, styles: dict[str, CellStyle], place: Place) -> Sheet:
    draft = _Draft()
    at = -1
    for row in sheet.iterfind(f"{_SS}Table/{_SS}Row"):
        at = whole(row.get(f"{_SS}Index"), at + 2) - 1
        if row.get(f"{_SS}Hidden") == "1":
            draft.hidden.add(at)
        _row(row, at, styles, draft)
        held = len(draft.texts) + len(draft.framed)
        require(held, MAX_POSITIONS, Wording("单元格数", "the number of cells"), place)
    visible = sheet.findtext("{*}WorksheetOptions/{*}Visible")
    return Sheet(
        sheet.get(f"{_SS}Name", ""),
        draft.texts,
        frozenset(draft.framed),
        draft.merged,
        visible in ("SheetHidden", "SheetVeryHidden"),
        frozenset(draft.hidden),
        unknown=draft.unknown,
    )


def _row(row: _Element, at: int, styles: dict[str, CellStyle], draft: _Draft) -> None:
    column = -1
    for cell in row.iterfind(f"{_SS}Cell"):
        column = whole(cell.get(f"{_SS}Index"), column + 2) - 1
        style = styles.get(cell.get(f"{_SS}StyleID") or row.get(f"{_SS}StyleID") or "", CellStyle())
        if style.framed:
            draft.framed.add((at, column))
        data = cell.find(f"{_SS}Data")
        text = "" if data is None else _text(data, style)
        formula = cell.get(f"{_SS}Formula")
        if data is None and formula:
            draft.unknown[at, column] = text = "=" + formula.lstrip("=")
        if text.strip():
            draft.texts[at, column] = text
        wide, tall = (whole(cell.get(f"{_SS}Merge{way}")) for way in ("Across", "Down"))
        if wide or tall:
            draft.merged.append((at, column, at + tall, column + wide))
        column += wide


def _text(data: _Element, style: CellStyle) -> str:
    """What a cell prints."""
    held = "".join(str(piece) for piece in data.itertext())
    kind = data.get(f"{_SS}Type")
    if kind == "Number":
        number = _number(held)
        return held if number is None else shown(number, style.code)
    if kind == "DateTime":
        return held.removesuffix("T00:00:00.000")
    if kind == "Boolean":
        return {"1": "TRUE", "0": "FALSE"}.get(held, held)
    return style.indented(shown_text(held, style.code)) if held else ""


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 308 else None
