"""What was read and not checked (已读、未核对), so that silence is never taken for a pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, Table
from budgetdisclosure.place import CellRef
from budgetdisclosure.rules.relation import Ratio, Relation


@frozen
class Untested:
    """A table, or columns of one, of which no relation holds any figure.

    ``columns`` are empty where that is so of the whole table.
    """

    table: str
    title: str
    figures: int
    columns: tuple[str, ...] = ()


def untested(disclosure: Disclosure, relations: Iterator[Relation | Ratio]) -> tuple[Untested, ...]:
    """The tables and columns that print amounts, none of which stands in any relation.

    >>> from budgetdisclosure.model import Line, OtherTable
    >>> line = Line("甲", extras=())
    >>> untested(Disclosure(others=(OtherTable(title="甲表", lines=[line]),)), iter(()))
    ()
    """
    held = {figure.cell for relation in relations for figure in relation.figures}
    found = (_of_table(table, held) for table in disclosure.tables)
    return tuple(one for one in found if one is not None)


def _of_table(table: Table, held: set[CellRef | None]) -> Untested | None:
    printed: Counter[str] = Counter()
    tested: set[str] = set()
    headings: dict[str, str] = {}
    for name, figure in _amounts(table):
        printed[name] += 1
        headings.setdefault(name, _heading(name, figure))
        if figure.cell in held:
            tested.add(name)
    left = [name for name in printed if name not in tested]
    if not left:
        return None
    columns = tuple(dict.fromkeys(headings[name] for name in left)) if tested else ()
    return Untested(table.id, table.title or "", sum(printed[name] for name in left), columns)


def _amounts(table: Table) -> Iterator[tuple[str, Figure]]:
    """Every amount of the table other than nothing, by its column."""
    for line in table.all_lines():
        yield from ((name, figure) for name, figure in line.figures().items() if figure.counted)


def _heading(name: str, figure: Figure) -> str:
    return (figure.place.column if figure.place else None) or name
