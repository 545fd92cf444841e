"""How every table is laid out: as the official form has it, or by its own headings (版式选择).

A layout is taken only if the table reads back from it whole; so nothing a reader could find in a
document is lost when it is written again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import evolve

from budgetdisclosure.model import FORMS, Disclosure, Kind, Table
from budgetdisclosure.writing.cover import cover
from budgetdisclosure.writing.faithful import WHOLE, Loss, loss_of
from budgetdisclosure.writing.headings import path_of
from budgetdisclosure.writing.official import official_sheet
from budgetdisclosure.writing.own import own_sheets
from budgetdisclosure.writing.repeated import with_joined_headings, with_repeated_headings
from budgetdisclosure.writing.sheet import Sheet

_DIGITS = re.compile("[0-9]+")
_REPEATED = re.compile(r"_[0-9]+$")


def sheets(disclosure: Disclosure, *, flat: bool = False) -> tuple[Sheet, ...]:
    """Every table of the disclosure, laid out; ``flat`` is for text, which has no merged cells."""
    said = cover(disclosure)
    return tuple(_laid(tables, disclosure, said, flat) for tables in printed_tables(disclosure))


def printed_tables(disclosure: Disclosure) -> Sequence[tuple[Table, ...]]:
    """What was, or is to be, printed as one table: a form with the lists that have no place in it.

    A form printed twice is two tables; its second is numbered (``expenditure_2``). Tables come by
    their numbers (公开05表 before 公开06表), or where these tell no order, the nine first.
    """
    return _numbered(tuple(_gathered(disclosure)))


def _numbered(groups: Sequence[tuple[Table, ...]]) -> Sequence[tuple[Table, ...]]:
    """The tables by their numbers, where that changes nothing for who reads them back."""
    numbers = [group[0].number or "" for group in groups]
    shapes = {_DIGITS.sub("0", number) for number in numbers}
    keys = [tuple(map(int, _DIGITS.findall(number))) for number in numbers]
    if len(shapes) != 1 or len(set(keys)) != len(keys):
        return groups
    ordered = [group for _, group in sorted(zip(keys, groups, strict=True), key=lambda one: one[0])]
    return ordered if _own(ordered) == _own(groups) else groups


def _own(groups: Sequence[tuple[Table, ...]]) -> list[str]:
    """What a reader keeps in the order it stands: tables of the document's own, forms repeated."""
    ids = [group[0].id for group in groups]
    repeated = {id for id in ids if _REPEATED.search(id)}
    firsts = {_REPEATED.sub("", id) for id in repeated}
    nine = {form.ID for form in FORMS}
    return [id for id in ids if id not in nine or id in firsts]


def _gathered(disclosure: Disclosure) -> Iterator[tuple[Table, ...]]:
    waiting: list[Table] = list(disclosure.others)
    for table in disclosure.tables:
        if table in disclosure.others and table not in waiting:
            continue
        more = [other for other in waiting if _goes_with(other, table)]
        waiting = [other for other in waiting if other is not table and other not in more]
        yield table, *more


def _goes_with(other: Table, table: Table) -> bool:
    head, _, group = other.id.partition(f"{table.id}_")
    same = (other.title, other.number) == (table.title, table.number)
    return not head and bool(group) and not group.isdigit() and same


def _framed(sheet: Sheet, table: Table, disclosure: Disclosure) -> Sheet:
    """The sheet with what stands above and below it."""
    unit = table.unit.label if table.unit else None
    frame = disclosure.style.frame(disclosure.entity, unit)
    return evolve(sheet, number=table.number, frame=frame, notes=table.notes)


def _laid(
    tables: Sequence[Table], disclosure: Disclosure, said: Sequence[str], flat: bool
) -> Sheet:
    """The first layout from which the tables read back whole, else the one that loses least."""
    table = tables[0]
    if table.gridless:
        bare = Sheet(table.id, table.title or table.TITLE, 0, 0, (), ())
        return _framed(bare, table, disclosure)
    best: tuple[Loss, Sheet] | None = None
    for one in _candidates(tables, disclosure, flat):
        framed = _framed(one, table, disclosure)
        loss = loss_of(framed, tables, said, flat=flat)
        if loss == WHOLE:
            return framed
        if best is None or loss < best[0]:
            best = loss, evolve(framed, lost=loss[0], words_lost=loss[2])
    assert best is not None
    return best[1]


def _candidates(tables: Sequence[Table], disclosure: Disclosure, flat: bool) -> Iterator[Sheet]:
    kind, style = disclosure.kind, disclosure.style
    official = official_sheet(tables[0], kind, style) if len(tables) == 1 else None
    own_first = kind is Kind.BUDGET and not _officially_headed(tables[0])
    first = (*own_sheets(tables), official) if own_first else (official, *own_sheets(tables))
    for one in first:
        if one is not None:
            yield one
            if flat:
                yield with_repeated_headings(one)
                if one.headings > 1:
                    yield with_joined_headings(one)


def _officially_headed(table: Table) -> bool:
    """Whether every figure stands under the heading of the official form."""
    official = {column.id: (column.zh,) for line in table.all_lines() for column in line.columns()}
    return all(
        path_of(name, figure, line) == official.get(name)
        for line in table.all_lines()
        for name, figure in line.figures().items()
    )
