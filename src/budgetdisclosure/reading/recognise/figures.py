"""Cells to figures (取数): each with its unit and place; what is no number is said to be none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from budgetdisclosure.amounts import Figure, Percentage, Unit, why_unread
from budgetdisclosure.errors import FigureError
from budgetdisclosure.model import Extra, Line, Unplaced
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Cell
from budgetdisclosure.reading.recognise.columns import Role
from budgetdisclosure.reading.recognise.lines import RUN_TOGETHER, Entry
from budgetdisclosure.reading.recognise.words import (
    is_percent,
    number_text,
    plain,
    printed,
    says_nothing,
    tidy,
)

_RATE: Final = re.compile(r"(?:率|占比|比例|比重|幅度|[增升减降]幅|%)(?:\(%\))?$")
"""What ends the name of a row of rates: 2024年比2023年增减%."""


_AMOUNT: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2})(?![\d.,])")
_AMOUNTS_LAST: Final = re.compile(rf"(?:(?:^|(?<=[\s\u4e00-\u9fff])){_AMOUNT.pattern}\s*)+$")


@frozen
class Drawn:
    """What an entry prints: figures of the form by column, all others under their heading."""

    figures: dict[str, Figure]
    extras: tuple[Extra, ...]
    unplaced: tuple[Unplaced, ...]
    place: Place


def drawn(entry: Entry, unit: Unit, title: str, file: str | None) -> Drawn:
    """The figures of one entry."""
    place = placed(entry.row.place, file, title, entry.key.shown)
    figures: dict[str, Figure] = {}
    extras: list[Extra] = []
    lost = list(_swallowed(entry.key.name, place))
    rated = entry.key.code is None and _RATE.search(plain(entry.key.name)) is not None
    for track, cell in entry.cells:
        at = cell.place if cell else entry.row.place_at(track.at)
        here = placed(at, file, title, entry.key.shown, track.label)
        role = Role.PERCENT if rated and track.role is Role.FIGURE else track.role
        figure = _figure(cell, role, track.unit or unit, here, lost, amounts=track.id is not None)
        if figure is None:
            continue
        if track.id is not None and isinstance(figure, Figure):
            figures[track.id] = figure
        else:
            extras.append(Extra(track.label, figure))
    return Drawn(figures, tuple(extras), tuple(lost), place)


def _swallowed(name: str, place: Place) -> Iterator[Unplaced]:
    """Amounts at the end of a name: columns that could not be parted, and must not be lost."""
    tail = _AMOUNTS_LAST.search(name) if "." in name or "," in name else None
    for amount in _AMOUNT.findall(tail[0]) if tail else ():
        yield Unplaced(amount, RUN_TOGETHER, place)


def placed(place: Place, file: str | None, table: str, row: str, column: str = "") -> Place:
    """A cell's place with the names of file, table, row and column."""
    return Place(
        place.file or file,
        place.page,
        place.sheet,
        place.line,
        table,
        row or None,
        column or None,
        place.address,
    )


def _figure(
    cell: Cell | None, role: Role, unit: Unit, place: Place, lost: list[Unplaced], *, amounts: bool
) -> Figure | Percentage | None:
    """The figure a cell prints; a cell that is not there is one that says nothing.

    A percentage in a column of the form's ``amounts`` is no amount, and says none.
    """
    text = cell.text if cell else ""
    number = printed(text) if role is not Role.PERCENT else None
    if number is not None:
        return Figure(number[1].value, unit, number[1].places, number[0], place)
    if says_nothing(text):
        blank = Figure(None, unit, 0, tidy(text), place)
        return None if role is Role.PERCENT else blank
    try:
        if role is Role.PERCENT or (is_percent(text) and not amounts):
            return Percentage.parse(number_text(text) or text, place=place)
        return Figure.parse(text, unit, place=place)
    except FigureError:
        said = _apart(text)
        lost.append(Unplaced(said, why_unread(text), place))
        unread = Figure(None, unit, 0, said, place)
        return unread if unread.is_unreadable and role is not Role.PERCENT else None


def _apart(text: str) -> str:
    """The text on one line, numbers on lines of their own still apart."""
    return " ".join(text.split()) if any(map(str.isdigit, text)) else tidy(text)


def line_of(entry: Entry, line_type: type[Line], drawn: Drawn) -> Line:
    """The model's line for an entry; a column its type does not have becomes an extra."""
    known = {column.id for column in line_type.columns()}
    own = {name: figure for name, figure in drawn.figures.items() if name in known}
    more = tuple(
        Extra(figure.place.column or name if figure.place else name, figure)
        for name, figure in drawn.figures.items()
        if name not in known
    )
    key = entry.key
    return line_type(
        key.name,
        key.code,
        key.item,
        extras=more + drawn.extras,
        also=key.also,
        texts=entry.texts,
        place=drawn.place,
        **own,
    )
