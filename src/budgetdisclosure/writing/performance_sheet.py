"""A grid being written, row by row (排版)."""

from __future__ import annotations

from attrs import define, field

from budgetdisclosure.amounts import Percentage
from budgetdisclosure.model.performance import Points
from budgetdisclosure.reading.document import Cell, Grid
from budgetdisclosure.writing.performance_layouts import FormLayout


def shown(value: str | Points | Percentage | None) -> str:
    """A value as it was printed, else as it would be.

    >>> shown(Points.parse("10分")), shown(Percentage.parse("91.05")), shown(None)
    ('10分', '91.05', '')
    """
    text = None if value is None or isinstance(value, str) else value.text
    return " ".join(text.split()) if text else str(value or "")


@define
class Sheet:
    """A grid being written, row by row; the first column is for the words at the side."""

    layout: FormLayout
    cells: list[Cell] = field(factory=list)
    height: int = 0
    width: int = 0

    @property
    def left(self) -> int:
        """The first column of the blocks."""
        return 1 if self.layout.side else 0

    def put(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        """A cell; a blank one is not written unless it is merged."""
        self.height = max(self.height, row + rows)
        self.width = max(self.width, column + columns)
        if text or rows > 1 or columns > 1:
            self.cells.append(Cell(text, row, column, rows, columns))

    def row(self, *texts: str, at: int = 0) -> int:
        """A row of cells from column ``at`` on; the number of the row."""
        number = self.height
        for column, text in enumerate(texts, at):
            self.put(number, column, text)
        self.height = max(self.height, number + 1)
        return number

    def side(self, first: int, text: str) -> None:
        """The word at the side of the rows from ``first`` to the last."""
        if self.layout.side and self.height > first:
            rows = self.height - first if self.layout.merged else 1
            self.put(first, 0, text, rows)

    def grid(self) -> Grid:
        """What has been written."""
        cells = sorted(self.cells, key=lambda cell: (cell.row, cell.column))
        return Grid(tuple(cells), self.height, self.width)
