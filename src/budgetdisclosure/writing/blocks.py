"""Tables drawn from blocks: lists of rows side by side under headings of any depth (栏组)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from attrs import field, frozen

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.writing.sheet import Cell, number

Path = tuple[str, ...]
"""The headings over a column, from the top down."""


def _tuple(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(rows)


@frozen
class Block:
    """Columns that belong to one list of rows; ``paths`` are the headings of all its columns."""

    paths: tuple[Path, ...]
    rows: tuple[tuple[Cell, ...], ...] = field(converter=_tuple)


def amount(figure: Figure | Percentage | None) -> Cell:
    """A cell with a figure or a percentage, as printed."""
    if isinstance(figure, Percentage):
        return Cell(figure.digits, aligned=True)
    return number(figure)


def heading_rows(blocks: Sequence[Block]) -> tuple[tuple[Cell, ...], ...]:
    """The heading rows over all blocks: what columns of a block share stands over them once.

    >>> one = Block((("项目",), ("基本支出", "小计"), ("基本支出", "人员经费")), ())
    >>> [[(cell.text, cell.rows, cell.columns) for cell in row] for row in heading_rows([one])]
    [[('项目', 2, 1), ('基本支出', 1, 2)], [('小计', 1, 1), ('人员经费', 1, 1)]]
    """
    depth = max((len(path) for block in blocks for path in block.paths), default=1)
    return tuple(
        tuple(cell for block in blocks for cell in _level(block.paths, at, depth))
        for at in range(depth)
    )


def _level(paths: Sequence[Path], at: int, depth: int) -> Iterator[Cell]:
    """The cells that begin in one heading row of a block."""
    column = 0
    while column < len(paths):
        path, first = paths[column], column
        column += 1
        if len(path) <= at:
            continue
        whole = len(path) == at + 1
        while column < len(paths) and _shares(paths[column], path[: at + 1], whole):
            column += 1
        yield Cell(path[at], rows=depth - at if whole else 1, columns=column - first)


def _shares(path: Path, head: Path, whole: bool) -> bool:
    """Whether a column stands under a heading: as another column of it, or of the same name."""
    return path == head if whole else len(path) > len(head) and path[: len(head)] == head


def body_rows(blocks: Sequence[Block]) -> Iterator[tuple[Cell, ...]]:
    """The rows of all blocks beside one another; a block that has ended leaves its cells empty."""
    blanks = [tuple(Cell() for _ in block.paths) for block in blocks]
    for row in zip_longest(*(block.rows for block in blocks)):
        held = (cells or blank for cells, blank in zip(row, blanks, strict=True))
        yield tuple(cell for cells in held for cell in cells)
