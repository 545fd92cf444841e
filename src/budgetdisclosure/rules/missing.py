"""A row that a table lacks and another prints: what a sum is short of (漏行)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from budgetdisclosure.amounts import Figure, Interval, sum_of
from budgetdisclosure.codes import economic_codes
from budgetdisclosure.model import Disclosure, Line
from budgetdisclosure.place import CellRef
from budgetdisclosure.rules.relation import Ratio, Relation, Sense, Term, interval_of
from budgetdisclosure.wording import Wording, quoted, titled

_MOST = 4
_CATEGORY = 3
"""How many digits an economic category (类) has."""


@frozen
class MissingRow:
    """Rows that ``table`` probably lacks, with where they are printed (漏印的行)."""

    table: str
    rows: tuple[tuple[str, Figure, str], ...]
    """Each row's code and name, its amount, and the title of the table that prints it."""
    only: bool = False
    """Whether it is the one code of its kind that the table does not print; no other does."""

    @property
    def wording(self) -> Wording:
        """Which rows, and who prints them or what tells that they are wanting."""
        if self.only:
            ((row, amount, _),) = self.rows
            return Wording(
                f"可能漏印了“{row}”一行：同一类的科目（为零的也列出）只缺它，所差 {amount.digits}",
                f"probably a row is missing: {quoted(row)}, of its category the only one not"
                f" printed, though zeros are; {amount.digits} is wanting",
            )
        zh = "、".join(f"“{row}”（{where} {f.digits.strip()}）" for row, f, where in self.rows)
        en = ", ".join(
            f"{quoted(row)} ({where} prints {f.digits.strip()})" for row, f, where in self.rows
        )
        return Wording(
            f"可能漏印了{zh}一行，正合所差的数",
            f"probably a row is missing: {en}, just what is wanting",
        )


def missing_rows(relation: Relation | Ratio, disclosure: Disclosure) -> MissingRow | None:
    """The rows whose amounts another table prints and this sum is short of, if there are such.

    The codes must be absent from the table and belong right below the total; one of them must
    have the amount wanting, or all of them together.
    """
    cells = _sum_of_rows(relation)
    if cells is None or not isinstance(relation, Relation):
        return None
    total, parts = cells
    gap = interval_of(relation.left) - interval_of(relation.right)
    if gap.meets(Interval.point(0)):
        return None
    absent = dict(_absent(total, parts, disclosure))
    groups = [{code: rows} for code, rows in absent.items()]
    groups += [absent] if 1 < len(absent) <= _MOST else []
    for group in groups:
        found = _filling(gap, list(group.values()))
        if found:
            return MissingRow(total.table, tuple(found))
    return None if absent else _only_one(relation, total, disclosure)


def _only_one(relation: Relation, total: CellRef, disclosure: Disclosure) -> MissingRow | None:
    """The one code below the total that a table lacks which prints all others, zeros too."""
    size = len(total.row) + 2
    if disclosure.fiscal_year is None or len(total.row) != _CATEGORY or not _prints_zeros(relation):
        return None
    held = {term.figure.cell.row for term in relation.right if term.figure.cell}
    listed = {one.code.digits: one.name for one in economic_codes(disclosure.fiscal_year)}
    below = {code for code in listed if len(code) == size and code.startswith(total.row)}
    gap = sum((term.times * term.figure.counted for term in relation.terms), Decimal(0))
    if len(below - held) != 1 or not held <= below or gap <= 0:
        return None
    (code,) = below - held
    wanting = evolve(relation.left[0].figure, value=gap, text=None)
    return MissingRow(total.table, ((f"{code} {listed[code]}", wanting, ""),), only=True)


def _prints_zeros(relation: Relation) -> bool:
    return any(term.figure.is_nothing for term in relation.right)


_Printed = tuple[str, Figure, str]


def _sum_of_rows(relation: Relation | Ratio) -> tuple[CellRef, list[CellRef]] | None:
    """The cells of a total and of the rows below it, for a sum down one column."""
    if isinstance(relation, Ratio) or relation.sense is not Sense.EQUAL:
        return None
    cells = [_cell(term) for term in (*relation.left, *relation.right)]
    total, *parts = cells or [None]
    if len(relation.left) != 1 or total is None or not parts:
        return None
    held = [cell for cell in parts if cell is not None]
    alike = all((cell.table, cell.column) == (total.table, total.column) for cell in held)
    coded = len({len(cell.row) for cell in held}) == 1 and all(c.row.isdigit() for c in held)
    return (total, held) if len(held) == len(parts) and alike and coded else None


def _cell(term: Term) -> CellRef | None:
    return term.figure.cell if term.times == 1 else None


def _absent(
    total: CellRef, parts: Sequence[CellRef], disclosure: Disclosure
) -> Iterator[tuple[str, list[_Printed]]]:
    """The codes below the total that other tables print and this one does not."""
    size, above = len(parts[0].row), total.row if total.row.isdigit() else ""
    lines = [(table, line) for table in disclosure.tables for line in table.all_lines()]
    own = {line.key for table, line in lines if table.id == total.table}
    found: dict[str, list[_Printed]] = {}
    for table, line in lines:
        fits = line.key.isdigit() and len(line.key) == size and line.key.startswith(above)
        if fits and line.key not in own and line.key[:1] == parts[0].row[:1]:
            found.setdefault(line.key, []).extend(_printed(line, titled(table.title or "")))
    yield from found.items()


def _printed(line: Line, title: str) -> Iterator[_Printed]:
    for figure in line.figures().values():
        if figure.counted:
            yield f"{line.key} {line.name}", figure, title


def _filling(gap: Interval, rows: Sequence[Sequence[_Printed]]) -> list[_Printed]:
    """One amount of each row that together fill the gap."""
    if len(rows) == 1:
        fitting = (one for one in rows[0] if one[1].interval.meets(gap))
        return list(fitting)[:1]
    first = [one[0] for one in rows if one]
    whole = sum_of(figure.interval for _, figure, _ in first)
    return first if len(first) == len(rows) and whole.meets(gap) else []
