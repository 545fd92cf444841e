"""Which cells of the tables a claim's amount restates (所指单元格).

What a text means is not guessed: every cell it may mean is kept. ``Meant.cells`` are those that
the section and the name point to, ``Meant.also`` others that a loose wording may mean; a text is
at odds with the tables only if it fits none of them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from attrs import frozen

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.claims.claim import Amount, Basis, Subject
from budgetdisclosure.claims.names import key_of, row_name
from budgetdisclosure.claims.remember import remembered
from budgetdisclosure.codes import NameMatch, same_name
from budgetdisclosure.model import Disclosure, Kind, Line, Lines, Table, items
from budgetdisclosure.place import CellRef, Place

_PATH: Final = re.compile(
    r"(?P<table>@?\w+)(?:\.(?P<group>\w+))?\[(?P<row>[^\]]+)\](?:\.(?P<column>\w+))?"
)
_TOTALS: Final = frozenset(
    ("total", "amount", "expenditure", "revenue", "合计", "总计", "小计", "支出总计", "金额")
)
_NOT_IN_EVERY_FORM: Final = frozenset(
    ("three_public", column) for column in ("conferences", "training", "agency_operating_costs")
)
_UNRESOLVED: Final = ("performance", "outsourcing", "other", "profile")


@frozen
class Meant:
    """The cells an amount may restate: those its section points to, and others (候选单元格)."""

    cells: tuple[Figure, ...] = ()
    also: tuple[Figure, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cells or self.also)


def meant_by(disclosure: Disclosure, amount: Amount) -> Meant:
    """The cells that ``amount`` may restate.

    Nothing for amounts told in a reason, of another year, of a subject narrower than its name, or
    of a part of the item whose paragraph it stands in.
    """
    subject, said = amount.subject, amount.said
    inside = said.within is not None and said.within != subject
    later = amount.basis is Basis.LATER
    if said.explains or said.role in _UNRESOLVED or inside or later or not subject.plain:
        return Meant()
    found = Meant() if subject.is_item else _fixed(disclosure, amount)
    if not found and _is_current(disclosure, amount.basis):
        found = _rows(disclosure, subject, said.role)
    return Meant((), (*found.cells, *found.also)) if said.attached else found


def _is_current(disclosure: Disclosure, basis: Basis) -> bool:
    final = disclosure.kind is Kind.FINAL
    return basis is Basis.CURRENT or (basis is Basis.FINAL and final)


def _fixed(disclosure: Disclosure, amount: Amount) -> Meant:
    held = _cells().get(amount.subject.key)
    if held is None:
        return Meant()
    sure, also = (
        tuple(figure for path in part for figure in _at(disclosure, path, amount.basis))
        for part in (held.cells, held.also)
    )
    elsewhere = not amount.said.role or (held.roles and amount.said.role not in held.roles)
    if elsewhere or (amount.basis is Basis.INITIAL and is_adjusted(disclosure)):
        return Meant((), (*sure, *also))
    return Meant(sure, also)


def is_adjusted(disclosure: Disclosure) -> bool:
    """Whether 预算数 of the “三公” table is, by its note, the adjusted budget (全年预算数).

    >>> from budgetdisclosure.model import ThreePublicTable
    >>> is_adjusted(Disclosure(three_public=ThreePublicTable(notes=("预算数为全年预算数。",))))
    True
    """
    notes = "".join(disclosure.three_public.notes)
    return "全年预算" in notes or "调整后的预算" in notes


def _at(disclosure: Disclosure, path: str, basis: Basis) -> Iterator[Figure]:
    match = _PATH.fullmatch(path)
    assert match is not None, path
    row = match["row"]
    if row == "{basis}":
        row = _basis_row(disclosure, basis)
    elif not _is_current(disclosure, basis):
        return
    for table in _tables(disclosure, match["table"]):
        group = match["group"] or "lines"
        line = getattr(table, group).get(row)
        if line is not None:
            yield from _figures(line, match["column"])
        elif match["column"] and table.present and not table.all_lines():
            yield from _blank(table, row, match["column"])


def _blank(table: Table, row: str, column: str) -> Iterator[Figure]:
    """The cell of a form that is printed without a single line in it, if all forms have it."""
    if (table.id, column) in _NOT_IN_EVERY_FORM:
        return
    place = (table.place or Place()).within(table=table.title, row=row)
    blank = Figure(None, table.unit or Unit.WAN, 2, "")
    yield blank.at(place, CellRef(table.id, row, column))


def _figures(line: Line, column: str | None) -> Iterator[Figure]:
    """The figure of a column, or where none is named of all columns; absent ones are left out."""
    figures = line.figures()
    for name, figure in figures.items():
        if column in (None, name) and not figure.is_absent:
            yield figure


def _basis_row(disclosure: Disclosure, basis: Basis) -> str:
    final = disclosure.kind is Kind.FINAL
    if basis is Basis.PRIOR:
        return items.PRIOR_ACTUAL if final else items.PRIOR_BUDGET
    if basis.is_budget or not final:
        return items.BUDGET
    return items.ACTUAL


def _tables(disclosure: Disclosure, name: str) -> Iterator[Table]:
    if name.startswith("@"):
        yield from (table for table in disclosure.others if table.id == name[1:])
    else:
        yield disclosure.form(name)


def _rows(disclosure: Disclosure, subject: Subject, role: str) -> Meant:
    """The rows of that code or name: in the section's tables, and in all others."""
    sure = []
    for path in _row_tables().get(role, ()):
        table, group, column = path.split(".")
        lines = getattr(disclosure.form(table), group)
        sure += [
            line.figures()[column] for line in lines_of(lines, subject) if column in line.figures()
        ]
    known = {id(figure) for figure in sure}
    also = [figure for figure in _anywhere(disclosure, subject) if id(figure) not in known]
    return Meant(tuple(sure), tuple(also))


def _anywhere(disclosure: Disclosure, subject: Subject) -> Iterator[Figure]:
    for table in disclosure.tables:
        for _, group in table.groups():
            for line in lines_of(group, subject):
                figures = line.figures()
                totals = [figure for name, figure in figures.items() if name in _TOTALS]
                yield from totals or figures.values()


def lines_of(lines: Iterable[Line], subject: Subject) -> tuple[Line, ...]:
    """The lines that a subject may mean: by its code, else by its names.

    Of several lines of one name those are taken whose 款 and 类 are named too.
    """
    rows = lines if isinstance(lines, Lines) else Lines(tuple(lines))
    if subject.code:
        return tuple(line for line in rows.all(subject.code) if line.key == subject.code)
    name = next((one for one in reversed(subject.names) if one), subject.key)
    if not name:
        return ()
    depth = _depth(subject)
    found = tuple(
        line
        for line in _called(rows, name)
        if depth == 0 or line.code is None or len(line.key) == depth
    )
    if len(found) < 2 or not any(subject.names):
        return found
    best = max(_kinship(line, subject, rows) for line in found)
    return tuple(line for line in found if _kinship(line, subject, rows) == best)


def _called(rows: Lines[Line], name: str) -> Iterator[Line]:
    """The lines of that name, a final 支出 aside."""
    key = key_of(name).removesuffix("支出")
    index = _by_name(rows)
    yield from index.get(key, ())


@remembered
def _by_name(rows: Lines[Line]) -> dict[str, tuple[Line, ...]]:
    index: dict[str, tuple[Line, ...]] = {}
    for line in rows:
        key = key_of(row_name(line.name)).removesuffix("支出")
        index[key] = (*index.get(key, ()), line)
    return index


def _depth(subject: Subject) -> int:
    for level, depth in ((2, 7), (1, 5), (0, 3)):
        if subject.names[level]:
            return depth
    return 0


def _kinship(line: Line, subject: Subject, rows: Lines[Line]) -> int:
    """How many of the levels above are called as the subject calls them."""
    above = (rows.get(line.key[:3]), rows.get(line.key[:5]))
    pairs = zip(above, subject.names[:2], strict=True)
    return sum(
        same_name(row_name(one.name), said) in (NameMatch.SAME, NameMatch.SUFFIX)
        for one, said in pairs
        if one is not None and said
    )


@frozen
class _Cells:
    """A line of ``data/cells.csv``: in sections of these roles the subject means those cells."""

    roles: tuple[str, ...]
    cells: tuple[str, ...]
    also: tuple[str, ...]


@cache
def _cells() -> dict[str, _Cells]:
    return {
        row["subject"]: _Cells(
            tuple(filter(None, row["roles"].split("|"))),
            tuple(row["cells"].split()),
            tuple(row["also"].split()),
        )
        for row in _read("cells.csv")
    }


def standard_subjects() -> frozenset[str]:
    """The subjects that have cells of their own: totals, funds, “三公” items."""
    return frozenset(_cells())


@cache
def _row_tables() -> dict[str, tuple[str, ...]]:
    return {row["role"]: tuple(row["tables"].split()) for row in _read("rows.csv")}


def _read(name: str) -> Iterator[dict[str, str]]:
    path = files("budgetdisclosure.claims") / "data" / name
    yield from csv.DictReader(path.read_text(encoding="utf-8").splitlines())
