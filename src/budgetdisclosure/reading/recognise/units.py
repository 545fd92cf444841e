"""Which unit the amounts of a table are in (金额单位): where it is stated, what is taken else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from budgetdisclosure.amounts import Unit
from budgetdisclosure.model import Unplaced
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Cell, Paragraph
from budgetdisclosure.reading.recognise.captions import note_of
from budgetdisclosure.reading.recognise.columns import KEYS, Role, Track
from budgetdisclosure.reading.recognise.money import Money, is_money, money_in, placed_in
from budgetdisclosure.reading.recognise.sheet import Row, is_empty
from budgetdisclosure.reading.recognise.vocabulary import page_says
from budgetdisclosure.reading.recognise.words import is_number, tidy
from budgetdisclosure.wording import Wording, quoted

if TYPE_CHECKING:
    from budgetdisclosure.reading.recognise.assemble import Found

_MOST_HEADS: Final = 6
_BELOW: Final = 4


@frozen
class Denomination:
    """What a table's figures are in; ``table`` is None where the printed unit has no meaning."""

    figures: Unit
    table: Unit | None
    said: bool = True
    remarks: tuple[Unplaced, ...] = ()


def with_units(tables: Sequence[Found]) -> tuple[Found, ...]:
    """The tables with the units they state, the cells that state nothing else taken off."""
    last = len(tables) - 1
    under = bool(tables) and tables[0].caption.money is None and _first_is_unit(tables[-1], -1)
    return tuple(
        _with_unit(table, at == last or under, under and _first_is_unit(table, 0))
        for at, table in enumerate(tables)
    )


def _first_is_unit(found: Found, at: int) -> bool:
    """Whether a unit is all that the lines above a table state, or begins those below it."""
    lines = found.pieces[at].before if at == 0 else found.pieces[at].after
    said = [line for line in lines if is_money(line.text)]
    return bool(said) and said[0] is lines[0] and (at != 0 or len(said) == 1)


def _with_unit(found: Found, is_last: bool, is_other: bool) -> Found:
    """A table with its unit; what stands above it ``is_other`` where all units stand below."""
    rows, inside = _taken_off(found.rows)
    money = (
        (None if is_other else found.caption.money)
        or inside
        or next((held for note in found.notes if (held := money_in(note))), None)
        or _below(found.pieces[-1].after, is_last)
    )
    return evolve(found, rows=rows, money=money)


def _taken_off(rows: Sequence[Row]) -> tuple[tuple[Row, ...], Money | None]:
    """The rows without a unit beside the headings or under the last row, and that unit."""
    first = next((n for n, row in enumerate(rows) if any(map(is_number, row.texts))), len(rows))
    height = min(first, _MOST_HEADS)
    told = [cell for row in rows[:height] for cell in row.cells if cell and is_money(cell.text)]
    if len({money.unit or money.text for cell in told if (money := money_in(cell.text))}) > 1:
        told = []  # each column has its own
    kept = [_without(row, told) for row in rows[:height]] if told else list(rows[:height])
    kept += rows[height:]
    under = _under(kept[height:])
    if under and is_money(under.text):
        kept = kept[: kept.index(_row_of(kept, under))]
    stated = (*told, *([under] if under else ()))
    return tuple(kept), next((placed_in(cell.text, cell.place) for cell in stated), None)


def _under(rows: Sequence[Row]) -> Cell | None:
    """The cell of the last row that prints anything, if it states a unit alone or in a note."""
    last = next((row for row in reversed(rows) if not is_empty(row)), None)
    held = [cell for cell in last.cells if cell and cell.text.strip()] if last else []
    text = held[0].text if len(held) == 1 else ""
    return held[0] if is_money(text) or (note_of(text) and money_in(text)) else None


def _row_of(rows: Sequence[Row], cell: Cell) -> Row:
    return next(row for row in rows if any(one is cell for one in row.cells))


def _without(row: Row, cells: Sequence[Cell]) -> Row:
    def kept(held: Iterable[Cell | None]) -> tuple[Cell | None, ...]:
        return tuple(None if any(one is cell for cell in cells) else one for one in held)

    return Row(kept(row.cells), kept(row.cover))


def _below(after: Sequence[Paragraph], is_last: bool) -> Money | None:
    """The unit on the line below a table, unless it may be that of the next one."""
    lines = [line for line in after[:_BELOW] if not page_says("number", line.text)]
    said = [line for line in lines if is_money(line.text)]
    if not said or said[0] is not lines[0] or not (is_last or len(said) > 1):
        return None
    return placed_in(said[0].text, said[0].place)


def denomination(found: Found, tracks: Sequence[Track], usual: Unit) -> Denomination:
    """The unit of a table: as stated around it, over its rows' names, or over all its figures."""
    figures = [track for track in tracks if track.role is Role.FIGURE]
    keys = (track.money for track in tracks if track.role in KEYS)
    money = found.money or next(filter(None, keys), None)
    over = {track.unit for track in figures}
    if money is None and len(over) == 1 and None not in over:
        money = next(track.money for track in figures)
    remarks = tuple(_strange(found, money, figures, usual))
    said = money is not None or (bool(figures) and all(track.money for track in figures))
    unit = (money.unit if money else None) or usual
    return Denomination(unit, None if money and not money.unit else unit, said, remarks)


def _strange(
    found: Found, money: Money | None, figures: Sequence[Track], usual: Unit
) -> Iterator[Unplaced]:
    """What is to be said of units without a meaning."""
    title, place = found.caption.title, found.pieces[0].grid.place
    if money and not money.unit:
        where = place if money.place == Place() else money.place
        yield Unplaced("", unknown(money, usual), where.within(table=title))
    for track in figures:
        if track.money and not track.money.unit and track.money is not money:
            column = place.within(table=title, column=tidy(track.path[-1]))
            yield Unplaced("", unknown(track.money, usual), column)


def unknown(money: Money, taken: Unit) -> Wording:
    """That a printed unit has no meaning, and which was taken (金额单位不认识)."""
    return Wording(
        f"金额单位{quoted(money.text)}不认识，按{taken}读取，请核对",
        f"the unit {quoted(money.text)} is not known; the amounts are read in "
        f"{taken.spoken('en')}, which must be checked",
    )


def unsaid(usual: Unit) -> Wording:
    """That no unit is printed, and which was taken (没有注明金额单位)."""
    return Wording(
        f"没有注明金额单位，按{usual}读取，请核对",
        f"no unit of money is printed; the amounts are read in {usual.spoken('en')}, "
        "which must be checked",
    )
