"""Rows of performance tables as the reader sees them: non-blank cells, with cleaned text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from attrs import evolve, field, frozen

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Box, Cell, Grid

_ENUMERATED: Final = re.compile(
    r"\n(?=(?:目标|指标|任务)\s*\d{1,2}\s*[：:、.．]|\d{1,2}\s*(?:[、．]|\.(?!\d))|[（(][一二三四五六七八九十\d]+[）)])"
)
_BESIDE_CHINESE: Final = re.compile(r"(?<=[^\x00-\x7f])[ \n]|[ \n](?=[^\x00-\x7f])")
_BROKEN_LINE: Final = re.compile(r"(?<=[\d.,%])\n|\n(?=[\d.,%])")
_SPACES: Final = re.compile(r"\s+")
_SPLIT_DIGITS: Final = re.compile(r"\d\s+[\d%％.]")


def clean(text: str) -> str:
    r"""The text of a cell without the spaces and line ends that layout put into it.

    Line ends before an enumeration (1、 目标2：) are the author's and stay.

    >>> clean("发放待遇人 数"), clean("≥ 90 %"), clean("目标1：甲\n目标2：乙"), clean("10 0")
    ('发放待遇人数', '≥90 %', '目标1：甲\n目标2：乙', '10 0')
    """
    text = _SPACES.sub(lambda run: "\n" if "\n" in run[0] else " ", text.strip())
    text = _ENUMERATED.sub("\v", text)
    text = _BESIDE_CHINESE.sub("", text)
    text = _BROKEN_LINE.sub("", text)
    return text.replace("\n", " ").replace("\v", "\n")


def is_split(text: str) -> bool:
    """Whether digits of one number stand apart, as in ``10 0%``."""
    return _SPLIT_DIGITS.search(text.strip()) is not None


@frozen
class Token:
    """A cell with text: ``text`` cleaned, ``raw`` as printed, its columns from left to right."""

    text: str
    raw: str
    left: int
    right: int
    rows: int = 1
    place: Place = field(default=Place(), eq=False, repr=False)
    box: Box | None = field(default=None, eq=False, repr=False)

    @cached_property
    def key(self) -> str:
        """The text without any space, for matching."""
        return "".join(self.text.split())


@frozen
class TableRow:
    """The cells that begin in a row, and those merged into it from above."""

    tokens: tuple[Token, ...]
    above: tuple[Token, ...] = ()
    covered: frozenset[int] = frozenset()
    """The grid columns that a cell from above reaches into, blank ones included."""
    width: int = 0
    ruled: bool = True
    place: Place = field(default=Place(), eq=False, repr=False)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The texts without spaces."""
        return tuple(token.key for token in self.tokens)

    def without(self, *tokens: Token) -> TableRow:
        """The row without some of its cells."""
        return evolve(self, tokens=tuple(t for t in self.tokens if not any(t is o for o in tokens)))


def rows_of(grid: Grid) -> tuple[TableRow, ...]:
    """The rows of a grid that print something, in order."""
    return tuple(row for row in _rows(grid) if row.tokens)


def _rows(grid: Grid) -> Iterator[TableRow]:
    merged: list[tuple[int, Token]] = []
    reaching: list[tuple[int, Cell]] = []
    by_row: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        by_row.setdefault(cell.row, []).append(cell)
    for number in range(grid.height):
        merged = [(last, token) for last, token in merged if last >= number]
        cells = by_row.get(number, [])
        tokens = tuple(token_of(cell) for cell in cells if cell.text.strip())
        place = next((cell.place for cell in cells), grid.place)
        above = tuple(token for _, token in merged)
        yield TableRow(tokens, above, _columns(reaching, number), grid.width, grid.ruled, place)
        reaching.extend((number + c.row_span - 1, c) for c in cells if c.row_span > 1)
        merged.extend((number + t.rows - 1, t) for t in tokens if t.rows > 1)


def _columns(reaching: list[tuple[int, Cell]], row: int) -> frozenset[int]:
    cells = (cell for last, cell in reaching if last >= row)
    return frozenset(at for c in cells for at in range(c.column, c.column + c.column_span))


def token_of(cell: Cell) -> Token:
    """A cell as a token."""
    right = cell.column + cell.column_span
    return Token(
        clean(cell.text), cell.text, cell.column, right, cell.row_span, cell.place, cell.box
    )


def middles(tokens: Sequence[Token]) -> tuple[int, ...] | None:
    """The horizontal centres of cells whose boxes are all known."""
    boxes = [token.box for token in tokens]
    if any(box is None for box in boxes):
        return None
    return tuple(box.middle for box in boxes if box is not None)
