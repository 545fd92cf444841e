"""What a province's further tables say again of the nine (他表与九表同数), as a list of data.

Each line of ``data/restated.csv`` names a table, the headings it is about, what they restate
(``table.column``, ``table.row.column``; sums with ``+``, other readings behind ``|``) and in which
rows. A line more is all that a further table needs.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from attrs import frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, Line, OtherTable, items
from budgetdisclosure.rules.nested import total_of
from budgetdisclosure.rules.relation import Relation, equal
from budgetdisclosure.rules.rowsums import first_that_holds, is_beside

_AGAIN = re.compile(r"(?P<kind>.+?)_\d+")


@frozen
class Cell:
    """A column of one of the nine tables, in the row of that key or in the row asked for."""

    table: str
    column: str
    row: str = ""

    @classmethod
    def of(cls, text: str) -> Cell:
        """Read ``table.column`` or ``table.row.column``."""
        table, *row, column = text.split(".")
        return cls(table, column, "".join(row))

    def figure(self, d: Disclosure, row: str) -> Figure:
        """What is printed there; absent where the table, the row or the column is not."""
        key = self.row or row
        lines = d.form(self.table).all_lines()
        found = (line.figures().get(self.column) for line in lines if line.key == key)
        return next((figure for figure in found if figure is not None), Figure.absent())


@frozen
class Restated:
    """That some columns of a further table restate figures of the nine."""

    table: str
    column: re.Pattern[str]
    readings: tuple[tuple[Cell, ...], ...]
    rows: str
    sure: bool

    def relations(self, d: Disclosure, table: OtherTable) -> Iterator[Relation]:
        """The relations of the table's rows, each by the reading that holds."""
        for line in self._lines(table):
            for name, figure in line.figures().items():
                if figure.value is None or is_beside(name) or not self.column.fullmatch(name):
                    continue
                readings = [self._said(d, cells, line.key) for cells in self.readings]
                told = [equal(figure, *said) for said in readings if said]
                if told:
                    yield first_that_holds(*told)

    def _lines(self, table: OtherTable) -> list[Line]:
        """The rows that the data line is about."""
        lines = table.lines
        total = [line for line in (total_of(lines),) if line and line.key == items.TOTAL]
        if self.rows == "total":
            return total
        if self.rows in ("each", "codes"):
            often = Counter(line.key for line in lines)
            coded = [line for line in lines if line.code and often[line.key] == 1]
            return coded + (total if self.rows == "each" else [])
        return [line for line in lines if line.item == self.rows]

    @staticmethod
    def _said(d: Disclosure, cells: tuple[Cell, ...], row: str) -> list[Figure]:
        """The figures of a reading that are printed; none where none of them is an amount."""
        figures = [cell.figure(d, row) for cell in cells]
        return figures if any(figure.value is not None for figure in figures) else []


def kind_of(table: OtherTable) -> str:
    """The identifier of a table's layout, without the number it has when printed once more."""
    again = _AGAIN.fullmatch(table.id)
    return again["kind"] if again else table.id


def restated(d: Disclosure, *, sure: bool) -> Iterator[Relation]:
    """What the further tables say again of the nine, for sure or as a question."""
    for table in d.others:
        for one in _data():
            if one.table == kind_of(table) and one.sure is sure:
                yield from one.relations(d, table)


@cache
def _data() -> tuple[Restated, ...]:
    path = files("budgetdisclosure.rules").joinpath("data", "restated.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return tuple(
        Restated(
            row["table"],
            re.compile(row["column"]),
            tuple(
                tuple(map(Cell.of, reading.split("+"))) for reading in row["restates"].split("|")
            ),
            row["rows"],
            row["sure"] == "yes",
        )
        for row in rows
    )
