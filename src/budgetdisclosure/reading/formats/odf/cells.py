"""Sheets of an OpenDocument workbook (工作表): what stands in each cell, and where lines are."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, NamedTuple

from attrs import define, field

from budgetdisclosure.place import Place
from budgetdisclosure.reading.formats.excel.number_format import shown
from budgetdisclosure.reading.formats.excel.sheets import Sheet
from budgetdisclosure.reading.formats.excel.spans import Area, Position
from budgetdisclosure.reading.formats.excel.styles import CellStyle
from budgetdisclosure.reading.formats.odf.package import get, held, short, tag, times
from budgetdisclosure.reading.formats.odf.styles import code_of
from budgetdisclosure.reading.formats.odf.text import Flow, printed
from budgetdisclosure.reading.limits import MAX_POSITIONS, MAX_REPEATED, MAX_SPAN, require
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

ROWS: Final = frozenset(("table:table-row",))
ROW_GROUPS: Final = frozenset(
    ("table:table-rows", "table:table-header-rows", "table:table-row-group")
)
_COLUMNS: Final = frozenset(("table:table-column",))
_COLUMN_GROUPS: Final = frozenset(
    ("table:table-columns", "table:table-header-columns", "table:table-column-group")
)
CELLS: Final = frozenset(("table:table-cell", "table:covered-table-cell"))
_UNSEEN: Final = ("collapse", "filter")
REPEATED: Final = Wording("重复出现的有内容的单元格数", "the number of repeated cells")
_COUNT: Final = Wording("单元格数", "the number of cells")


@define
class _Draft:
    """A sheet while its rows are being read."""

    texts: dict[Position, str] = field(factory=dict)
    framed: set[Position] = field(factory=set)
    merged: list[Area] = field(factory=list)
    hidden_rows: set[int] = field(factory=set)
    hidden_columns: set[int] = field(factory=set)
    unknown: dict[Position, str] = field(factory=dict)
    concealed: list[Position] = field(factory=list)
    columns: list[tuple[int, str]] = field(factory=list)
    """Where runs of columns end, and the style of their cells."""
    repeated: int = 0

    def style_of(self, column: int) -> str:
        """The style of a column's cells."""
        return next((style for stop, style in self.columns if column < stop), "")


@define
class _Row:
    """A row as it stands once or many times: its texts, lines and merged cells by column."""

    texts: dict[int, str] = field(factory=dict)
    framed: set[int] = field(factory=set)
    spans: dict[int, tuple[int, int]] = field(factory=dict)
    unknown: dict[int, str] = field(factory=dict)
    concealed: list[int] = field(factory=list)
    written: int = 0
    """How many of its cells the file writes out."""


def sheet_of(table: _Element, flow: Flow, place: Place) -> Sheet:
    """One sheet, its rows and cells as often as the file says they stand there."""
    draft = _Draft()
    _columns(table, draft)
    at = 0
    for row in held(table, ROWS, ROW_GROUPS):
        repeat = times(row, "table:number-rows-repeated")
        _put(_row(row, draft, flow, place), at, repeat, draft, place)
        if get(row, "table:visibility") in _UNSEEN and repeat <= MAX_SPAN:
            draft.hidden_rows.update(range(at, at + repeat))
        at += repeat
    hidden = flow.styles.look(
        "table", get(table, "table:style-name"), "table-properties", "table:display"
    )
    return Sheet(
        get(table, "table:name"),
        draft.texts,
        frozenset(draft.framed),
        draft.merged,
        hidden == "false",
        frozenset(draft.hidden_rows),
        frozenset(draft.hidden_columns),
        unknown=draft.unknown,
        concealed=draft.concealed,
    )


def _columns(table: _Element, draft: _Draft) -> None:
    at = 0
    for column in held(table, _COLUMNS, _COLUMN_GROUPS):
        repeat = times(column, "table:number-columns-repeated")
        if get(column, "table:visibility") in _UNSEEN:
            draft.hidden_columns.update(range(at, at + min(repeat, MAX_SPAN)))
        at += repeat
        draft.columns.append((at, get(column, "table:default-cell-style-name")))


def _put(row: _Row, at: int, repeat: int, draft: _Draft, place: Place) -> None:
    """Set a row down as often as it stands there; an empty one only moves on."""
    if not (row.texts or row.spans or row.concealed) and repeat > MAX_SPAN:
        return
    draft.repeated += repeat * (len(row.texts) + len(row.spans) + len(row.concealed)) - row.written
    require(draft.repeated, MAX_REPEATED, REPEATED, place)
    if repeat * len(row.framed) > MAX_REPEATED:
        row.framed.clear()
    size = len(draft.texts) + len(draft.framed) + repeat * (len(row.texts) + len(row.framed))
    require(size, MAX_POSITIONS, _COUNT, place)
    for line in range(at, at + repeat):
        draft.texts.update({(line, column): text for column, text in row.texts.items()})
        draft.framed.update((line, column) for column in row.framed)
        draft.unknown.update({(line, column): text for column, text in row.unknown.items()})
        draft.concealed += [(line, column) for column in row.concealed]
        draft.merged += [
            (line, column, line + tall - 1, column + wide - 1)
            for column, (tall, wide) in row.spans.items()
        ]


def _row(row: _Element, draft: _Draft, flow: Flow, place: Place) -> _Row:
    made = _Row()
    usual = get(row, "table:default-cell-style-name")
    for column, repeat, cell in _placed(row):
        style = get(cell, "table:style-name") or usual or draft.style_of(column)
        if repeat <= MAX_SPAN and flow.styles.is_framed(style):
            made.framed.update(range(column, column + repeat))
        shows = _shown(cell, style, flow)
        if shows.text.strip():
            require(repeat, MAX_REPEATED, REPEATED, place)
            own = range(column, column + repeat)
            made.texts.update(dict.fromkeys(own, shows.text))
            made.unknown.update(dict.fromkeys(own, shows.text) if shows.unknown else {})
        elif shows.concealed:
            made.concealed.append(column)
        tall = times(cell, "table:number-rows-spanned")
        wide = times(cell, "table:number-columns-spanned")
        if tall > 1 or wide > 1:
            made.spans[column] = (tall, wide)
        made.written += bool(shows.text.strip()) + shows.concealed + (tall > 1 or wide > 1)
    return made


def _placed(row: _Element) -> Iterator[tuple[int, int, _Element]]:
    """The cells of a row with their column and how often each stands there."""
    column = 0
    for cell in row:
        if short(cell) in CELLS:
            repeat = times(cell, "table:number-columns-repeated")
            yield column, repeat, cell
            column += repeat


class _Shown(NamedTuple):
    """What a cell shows: its text, and whether that is a formula, or a number kept from sight."""

    text: str = ""
    unknown: bool = False
    concealed: bool = False


def _shown(cell: _Element, style: str, flow: Flow) -> _Shown:
    """The text a program wrote of what it showed; where it wrote none, what it would have shown."""
    paragraphs = cell.findall(tag("text:p"))
    text = "\n".join(printed(one, flow).text for one in paragraphs)
    kind, number = get(cell, "office:value-type"), get(cell, "office:value")
    if text.strip():
        indent = 0 if number else flow.styles.indent("table-cell", style)
        return _Shown(CellStyle(indent=indent).indented(text))
    formula = get(cell, "table:formula")
    if formula and not kind and not paragraphs:
        return _Shown("=" + formula.partition("=")[2], unknown=True)
    if not number or paragraphs:
        kept = ("string-value", "date-value", "time-value", "boolean-value")
        said = (get(cell, f"office:{one}") for one in kept if not paragraphs)
        return _Shown(next((one for one in said if one), ""), concealed=bool(number))
    value = _decimal(number)
    code = code_of(
        flow.styles.data.get(flow.styles.says("table-cell", style, "style:data-style-name"))
    )
    if value is None or code is None:
        return _Shown(number if value is None else "", concealed=code is None)
    usual = "0.00%" if code == "General" and kind == "percentage" else code
    return _Shown(shown(value, usual))


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 308 else None
