"""A table as it is laid out on paper: cells with spans, free of any file format (版面)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from budgetdisclosure.amounts import Figure


@frozen
class Cell:
    """One cell of a layout: words or a figure, over one or more rows and columns."""

    text: str = ""
    figure: Figure | None = None
    rows: int = 1
    columns: int = 1
    strong: bool = False
    aligned: bool = False
    """Whether its words are set as numbers are, at the right."""

    @property
    def words(self) -> str:
        """What is printed in it."""
        return self.text if self.figure is None else self.figure.digits


def number(figure: Figure | None) -> Cell:
    """A cell with a figure; empty where the form has none."""
    return Cell() if figure is None or figure.is_absent else Cell(figure=figure)


def _rows(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(rows)


@frozen
class Sheet:
    """A table on paper: its title and frame, heading rows, then the rows below them.

    ``rows`` hold each spanning cell once, where it begins; ``grid`` spreads them out.
    """

    table: str
    title: str
    width: int
    headings: int
    """How many of the rows are headings, repeated on every page."""
    rows: tuple[tuple[Cell, ...], ...] = field(converter=_rows)
    widths: tuple[int, ...]
    """Relative widths of the columns, in characters."""
    number: str | None = None
    frame: tuple[str, str] = ("", "")
    """What stands over it at the left and at the right: the unit, the unit of money."""
    notes: tuple[str, ...] = ()
    own: bool = False
    """Whether it keeps the document's own headings, where the official form does not hold it."""
    lost: int = 0
    """How many of its figures a reader would not find in it again."""
    words_lost: int = 0
    """How many of its other cells a reader would not find under their headings again."""

    def grid(self) -> list[list[Cell | None]]:
        """Every row at full width; None where a cell reaches over from the left or from above.

        >>> rows = ((Cell("项目", columns=2),), (Cell("a"), Cell("b")))
        >>> two = Sheet("t", "表", 2, 1, rows, (1, 1))
        >>> [[cell and cell.text for cell in row] for row in two.grid()]
        [['项目', None], ['a', 'b']]
        """
        taken: set[tuple[int, int]] = set()
        spread: list[list[Cell | None]] = []
        for at, row in enumerate(self.rows):
            line: list[Cell | None] = [None] * self.width
            free = (column for column in range(self.width) if (at, column) not in taken)
            for cell in row:
                column = next(c for c in free if (at, c) not in taken)
                line[column] = cell
                taken.update(
                    (at + down, column + right)
                    for down in range(cell.rows)
                    for right in range(cell.columns)
                )
            spread.append(line)
        return spread
