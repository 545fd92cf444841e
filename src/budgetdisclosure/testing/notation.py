r"""Documents written down for tests, in a notation that keeps the spans of grids (样例记法).

A line with ``|`` is a row of a grid, ``<`` goes on with the cell to the left and ``^`` with the one
above, ``\n`` breaks the line inside a cell; ``@page 2`` begins a page; any other line is a
paragraph, and a line that is no row ends a grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Cell, Document, Grid, Paragraph


def document_of(text: str) -> Document:
    r"""A document in the notation (由记法成文档).

    >>> document = document_of("支出表\n\n项目|金额\n甲|1.00\n@page 2\n第二页")
    >>> [type(block).__name__ for block in document.blocks], document.pages
    (['Paragraph', 'Grid', 'Paragraph'], 2)
    """
    return Document(tuple(_blocks(text.split("\n"))), pages=1 + text.count("@page"))


def grid_of(rows: Iterable[str], page: int | None = None) -> Grid:
    """A grid in the notation (由记法成表格).

    >>> grid = grid_of(["项目|<|金额", "类|款|^", "208|05|1.00"])
    >>> [(cell.text, cell.row_span, cell.column_span) for cell in grid.cells[:2]]
    [('项目', 1, 2), ('金额', 2, 1)]
    """
    table = [row.split("|") for row in rows]
    width = max(map(len, table))
    table = [[*row, *[""] * (width - len(row))] for row in table]
    taken: set[tuple[int, int]] = set()
    cells = []
    for at, row in enumerate(table):
        for column, text in enumerate(row):
            if (at, column) in taken:
                continue
            down, across = _span(table, at, column)
            taken |= {(at + r, column + c) for r in range(down) for c in range(across)}
            shown = "" if text in ("<", "^") else text.replace("\\n", "\n")
            cells.append(Cell(shown, at, column, down, across, Place(page=page)))
    return Grid(tuple(cells), len(table), width, Place(page=page))


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    page, rows = 1, list[str]()
    for line in (*lines, ""):
        if "|" in line:
            rows.append(line)
            continue
        if rows:
            yield grid_of(rows, page)
            rows = []
        if line.startswith("@page"):
            page = int(line.split()[1])
        elif line.strip():
            yield Paragraph(line, Place(page=page))


def _span(table: Sequence[Sequence[str]], at: int, column: int) -> tuple[int, int]:
    across = 1
    while column + across < len(table[at]) and table[at][column + across] == "<":
        across += 1
    goes_on = ["^", *["<"] * (across - 1)], ["^"] * across
    down = 1
    while at + down < len(table) and table[at + down][column : column + across] in goes_on:
        down += 1
    return down, across
