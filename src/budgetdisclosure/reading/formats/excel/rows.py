"""The rows of a worksheet part (工作表内容): what each cell prints, and what it holds."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from attrs import define, field, frozen

from budgetdisclosure.place import Place, column_of
from budgetdisclosure.reading.formats.excel.formula import Held
from budgetdisclosure.reading.formats.excel.number_format import SIGNIFICANT, shown, shown_text
from budgetdisclosure.reading.formats.excel.spans import Area, Position
from budgetdisclosure.reading.formats.excel.styles import CellStyle
from budgetdisclosure.reading.formats.packed import elements
from budgetdisclosure.reading.limits import MAX_POSITIONS, require
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LARGEST: Final = 308
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_TEXTLESS: Final = 1_000
"""Frames more rows than this below the last text belong to no table: someone dragged them down."""
_CELLS: Final = Wording("单元格数", "the number of cells")
_WANTED: Final = ("{*}row", "{*}mergeCell", "{*}col")


@frozen
class Book:
    """What all sheets of a workbook share."""

    strings: tuple[str, ...]
    styles: tuple[CellStyle, ...]
    from_1904: bool = False

    def style(self, index: int) -> CellStyle:
        """The style of a number, the plain one for a number no style has."""
        return self.styles[index] if 0 <= index < len(self.styles) else CellStyle()


@frozen
class Formula:
    """A formula without a result: its text, how far it is moved, and how its result prints."""

    text: str
    style: CellStyle
    shift: Position = (0, 0)


@define
class Draft:
    """A sheet while its rows are being read."""

    name: str = ""
    hidden: bool = False
    texts: dict[Position, str] = field(factory=dict)
    numbers: dict[Position, Decimal] = field(factory=dict)
    formulas: dict[Position, Formula] = field(factory=dict)
    """The formulas of which the file keeps no result."""
    shared: dict[str, tuple[str, Position]] = field(factory=dict)
    """The formulas that many cells share, with the cell they are written for."""
    concealed: list[Position] = field(factory=list)
    """The cells that hold a number their format does not show."""
    framed: set[Position] = field(factory=set)
    merged: list[Area] = field(factory=list)
    hidden_rows: set[int] = field(factory=set)
    hidden_columns: set[int] = field(factory=set)
    last_row: int = 0
    """The last row with a text, or a formula, so far."""

    def held(self, at: Position) -> Held:
        """What a cell holds that is no formula waiting for its result."""
        number = self.numbers.get(at)
        if number is None:
            return self.texts.get(at)
        return Fraction(SIGNIFICANT.create_decimal(number))


def read_rows(data: bytes, draft: Draft, book: Book, place: Place) -> None:
    """Take in all that a worksheet part says."""
    next_row = 0
    for element in elements(data, _WANTED, place):
        kind = element.tag.rpartition("}")[2]
        if kind == "row":
            row = whole(element.get("r"), next_row + 1) - 1
            next_row = row + 1
            _row(element, min(row, _LAST_ROW), draft, book)
            held = len(draft.texts) + len(draft.framed)
            require(held, MAX_POSITIONS, _CELLS, place)
        elif kind == "mergeCell":
            draft.merged += areas_of(element.get("ref", ""))
        elif element.get("hidden") in ("1", "true"):
            low, high = whole(element.get("min"), 1), whole(element.get("max"), 1)
            draft.hidden_columns.update(range(low - 1, min(high, _LAST_COLUMN)))


def _row(element: _Element, row: int, draft: Draft, book: Book) -> None:
    if element.get("hidden") in ("1", "true"):
        draft.hidden_rows.add(row)
    near = row - draft.last_row < _TEXTLESS
    if not near and next(element.iter("{*}v", "{*}is", "{*}f"), None) is None:
        return
    column = -1
    for cell in element:
        if not isinstance(cell.tag, str) or not cell.tag.endswith("}c"):
            continue
        column = _column(cell.get("r", ""), column + 1)
        style = book.style(whole(cell.get("s")))
        if style.framed and near:
            draft.framed.add((row, column))
        if len(cell):
            _cell(cell, (row, column), style, draft, book)


def _cell(cell: _Element, at: Position, style: CellStyle, draft: Draft, book: Book) -> None:
    parts = {part.tag.rpartition("}")[2]: part for part in cell if isinstance(part.tag, str)}
    value, formula = parts.get("v"), parts.get("f")
    held = "" if value is None else value.text or ""
    if formula is not None:
        lacking = not held and cell.get("t") != "str"  # an empty text is something
        _formula(formula, at, style, draft, lacking=lacking)
    number = _number(held) if cell.get("t", "n") == "n" else None
    if number is not None:
        draft.numbers[at] = number
        text = shown(number, style.code, from_1904=book.from_1904)
    else:
        text = _text(cell, parts.get("is"), held, style, book)
    if text.strip():
        draft.texts[at] = text
        draft.last_row = at[0]
    elif number:
        draft.concealed.append(at)


def _formula(
    element: _Element, at: Position, style: CellStyle, draft: Draft, *, lacking: bool
) -> None:
    """Keep a formula whose result is missing; one that others share is kept for them."""
    text, key = element.text or "", element.get("si")
    shift = (0, 0)
    if element.get("t") == "shared" and key is not None:
        if text:
            draft.shared[key] = text, at
        text, (row, column) = draft.shared.get(key, ("", at))
        shift = at[0] - row, at[1] - column
    if lacking:
        draft.last_row = at[0]
        draft.formulas[at] = Formula(text, style, shift)


def _text(cell: _Element, inline: _Element | None, held: str, style: CellStyle, book: Book) -> str:
    """What a cell prints that holds no number."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "" if inline is None else style.indented(shown_text(rich_text(inline), style.code))
    if kind == "s":
        at = whole(held, -1)
        text = book.strings[at] if 0 <= at < len(book.strings) else ""
        return style.indented(shown_text(text, style.code)) if text else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(held, held)
    if kind != "n":
        return shown_text(_ESCAPE.sub(_unescaped, held), style.code) if held else ""
    return held


def rich_text(item: _Element) -> str:
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


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _LARGEST else None


def whole(text: str | None, default: int = 0) -> int:
    """A whole number from an attribute, ``default`` where there is none or it is none."""
    return int(text) if text and len(text) < 10 and text.strip().isdecimal() else default


def _column(reference: str, default: int) -> int:
    match = _REFERENCE.match(reference)
    return column_of(match[1]) if match else default


def areas_of(reference: str) -> list[Area]:
    """The area of a reference such as ``A1:C2``."""
    corners = _REFERENCE.findall(reference)
    if len(corners) != 2:
        return []
    (left, top), (right, bottom) = corners
    return [(int(top) - 1, column_of(left), int(bottom) - 1, column_of(right))]
