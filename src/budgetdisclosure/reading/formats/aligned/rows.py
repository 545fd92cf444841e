"""Rows of an aligned table (行): the lines that one row took put together.

A name of several lines has its amounts beside the middle of it, or beside its first line; in some
files each cell of a row stands on a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby, pairwise
from typing import Final

from attrs import frozen

from budgetdisclosure.reading.formats.aligned.columns import Column
from budgetdisclosure.reading.formats.aligned.pieces import Piece, opens_row
from budgetdisclosure.reading.formats.aligned.wrapping import Amounts, Slot
from budgetdisclosure.reading.formats.aligned.wrapping import Column as Wrapped

Cells = Mapping[int, Sequence[Piece]]
"""The pieces of a row by the number of their column."""

_MOST_PARTS: Final = 3
_SELDOM: Final = 6
"""So much cheaper must amounts beside last lines be: a row without any may seem to go on so."""


@frozen
class Row:
    """A row on the line that holds its amounts, counted in the file."""

    line: int
    cells: Cells


def rows_of(lines: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """The rows that lines make, of each block of the table by itself."""
    found: dict[int, dict[int, Sequence[Piece]]] = {}
    held = list(_held(lines, columns))
    amounts = min(Amounts, key=lambda way: _cost(held, way) + _SELDOM * (way is Amounts.LAST))
    for block, rows in held:
        for row in block.joined(rows, amounts):
            found.setdefault(row.line, {}).update(row.cells)
    return [Row(line, cells) for line, cells in sorted(found.items())]


def cost_of(lines: Sequence[Row], columns: Sequence[Column]) -> int:
    """What speaks against the texts that the lines make."""
    held = list(_held(lines, columns))
    return min(_cost(held, way) for way in Amounts)


def _cost(held: Sequence[tuple[_Block, Sequence[Sequence[Row]]]], amounts: Amounts) -> int:
    return sum(block.cost(rows, amounts) for block, rows in held)


def _held(
    lines: Sequence[Row], columns: Sequence[Column]
) -> Iterator[tuple[_Block, list[list[Row]]]]:
    """Each block of columns, with what it prints of each paragraph."""
    paragraphs = list(_paragraphs(lines))
    for block in _blocks(columns):
        whole = frozenset(row.line for row in lines if _is_whole(row, block, columns))
        own = ([Row(row.line, _within(row.cells, block)) for row in held] for held in paragraphs)
        yield _Block(columns, whole), [[row for row in held if row.cells] for held in own]


def _blocks(columns: Sequence[Column]) -> Iterator[range]:
    """The columns of each list of rows: a name behind amounts begins another."""
    starts = [0]
    for at, (left, right) in enumerate(pairwise(columns), 1):
        words = right.rows and not right.amounts
        if left.amounts and words and any(c.amounts for c in columns[at:]):
            starts.append(at)
    yield from (range(one, two) for one, two in pairwise([*starts, len(columns)]))


def _paragraphs(lines: Sequence[Row]) -> Iterator[list[Row]]:
    """Lines that no blank line parts."""
    for _, held in groupby(enumerate(lines), key=lambda pair: pair[1].line - pair[0]):
        yield [row for _, row in held]


def _is_whole(row: Row, block: range, columns: Sequence[Column]) -> bool:
    """Whether a line prints a row, name and amounts, beside a block: it is no part of a name."""
    beside = [at for at in row.cells if at not in block]
    amounts = [at for at in beside if columns[at].amounts]
    return bool(amounts) and len(amounts) < len(beside)


def _within(cells: Cells, block: range) -> Cells:
    return {at: pieces for at, pieces in cells.items() if at in block}


@frozen
class _Block:
    """Puts the lines of one block together."""

    columns: Sequence[Column]
    whole: frozenset[int]
    """The lines that are rows, whatever they print in this block."""

    def joined(self, paragraphs: Sequence[Sequence[Row]], amounts: Amounts) -> list[Row]:
        words = self._words(paragraphs)
        out, rest = list[Row](), list[list[Row]]()
        for rows in paragraphs:
            if len(rows) > 1 and self._is_one(rows):
                out.append(self._put(rows))
            elif rows:
                rest.append(self._anchored(rows, words))
        wrapped = self._with_wrapped(rest, words, amounts)
        return [*out, *(row for rows in wrapped for row in self._with_amounts(rows))]

    def _is_one(self, rows: Sequence[Row]) -> bool:
        """Whether lines between two blank ones can only be one row: no column needs two."""
        if len(rows) > 2 * (1 + _MOST_PARTS):
            return False
        used = {at for row in rows for at in row.cells}
        for at in used:
            held = [row.cells[at] for row in rows if at in row.cells]
            if len(held) == 1:
                continue
            texts = [pieces[0].text for pieces in held]
            coded = any(text.isascii() for text in texts)
            if self.columns[at].amounts or coded or len(held) == len(rows):
                return False
            if any(map(opens_row, texts[1:])):
                return False
        return any(self.columns[at].amounts for at in used) or any(map(_is_coded, rows))

    def cost(self, paragraphs: Sequence[Sequence[Row]], amounts: Amounts) -> int:
        """What speaks against the texts of the paragraphs, the amounts where they are."""
        held = self._texts(paragraphs, self._words(paragraphs))
        return sum(column.cost(amounts) for column in held.values())

    def _words(self, paragraphs: Sequence[Sequence[Row]]) -> frozenset[int]:
        """The columns whose texts may take several lines: those of words, not of codes."""
        rows = [row for held in paragraphs for row in held]
        found = set()
        for at in {at for row in rows for at in row.cells}:
            held = [piece for row in rows for piece in row.cells.get(at, ())]
            codes = sum(piece.text.isascii() or piece.is_number for piece in held)
            if not self.columns[at].amounts and 2 * codes < len(held):
                found.add(at)
        return frozenset(found)

    def _is_anchor(self, row: Row, words: AbstractSet[int]) -> bool:
        """Whether a line prints amounts or a code, which only one line of a row does."""
        return row.line in self.whole or any(at not in words for at in row.cells)

    def _anchored(self, rows: Sequence[Row], words: AbstractSet[int]) -> list[Row]:
        """The lines, amounts off the line of their code put on it."""
        anchors = [row for row in rows if self._is_anchor(row, words)]
        one = {row.line: row for row in self._with_amounts(anchors)}
        return [one.get(row.line, row) for row in rows if row not in anchors or row.line in one]

    def _with_wrapped(
        self, paragraphs: Sequence[Sequence[Row]], words: AbstractSet[int], amounts: Amounts
    ) -> list[list[Row]]:
        """The lines of texts put together, each text on the line of its amounts."""
        held = self._texts(paragraphs, words)
        to: dict[tuple[int, int], int] = {}
        for at, column in held.items():
            for text in column.texts(amounts):
                line = next((slot.line for slot in text if slot.anchor), text[0].line)
                to.update({(slot.line, at): line for slot in text})
        return [list(_moved(rows, to)) for rows in paragraphs]

    def _texts(
        self, paragraphs: Sequence[Sequence[Row]], words: AbstractSet[int]
    ) -> dict[int, Wrapped]:
        return {at: self._column(paragraphs, at, words) for at in sorted(words)}

    def _column(
        self, paragraphs: Sequence[Sequence[Row]], at: int, words: AbstractSet[int]
    ) -> Wrapped:
        held = []
        for rows in paragraphs:
            slots = []
            for row in rows:
                anchor = self._is_anchor(row, words)
                if anchor or at in row.cells:
                    pieces = row.cells.get(at)
                    piece = Piece.of(pieces) if pieces else None
                    slots.append(Slot(row.line, piece, anchor, self._is_named(row, at)))
            held.append(slots)
        return Wrapped(held)

    def _is_named(self, row: Row, name: int) -> bool:
        """Whether a line prints words in another column, a total's that stand over its code say."""
        held = (p for at, pieces in row.cells.items() if at != name for p in pieces)
        return any(len(piece.text) > 1 and not piece.is_number for piece in held)

    def _with_amounts(self, rows: Sequence[Row]) -> list[Row]:
        """Amounts on a line without a name go to the row beside them that lacks them."""
        out: list[Row] = []
        held = list(rows)
        for at, row in enumerate(held):
            if not self._is_bare(row):
                out.append(row)
                continue
            after = held[at + 1] if at + 1 < len(held) else None
            before = out[-1] if out else None
            fits = [one for one in (before, after) if one is not None and self._takes(one, row)]
            if len(fits) != 1:
                out.append(row)
            elif fits[0] is after:
                held[at + 1] = self._put([row, fits[0]], fits[0].line)
            else:
                out[-1] = self._put([fits[0], row], fits[0].line)
        return out

    def _is_bare(self, row: Row) -> bool:
        return all(self.columns[at].amounts for at in row.cells)

    def _takes(self, row: Row, bare: Row) -> bool:
        """Whether a row stands beside a line of amounts and prints none in their columns."""
        if abs(row.line - bare.line) > 1 + _MOST_PARTS:
            return False
        return not set(row.cells) & set(bare.cells)

    def _put(self, rows: Sequence[Row], line: int | None = None) -> Row:
        """Lines as one row, on the line given or that of its first amount."""
        cells: dict[int, list[Piece]] = {}
        for row in rows:
            for at, pieces in row.cells.items():
                cells.setdefault(at, []).extend(pieces)
        if line is None:
            first = (r for r in rows if any(self.columns[at].amounts for at in r.cells))
            line = next(first, rows[0]).line
        return Row(line, {at: _glued(pieces) for at, pieces in cells.items()})


def _moved(rows: Sequence[Row], to: Mapping[tuple[int, int], int]) -> Iterator[Row]:
    """The rows with each cell on the line it belongs to; those left without cells are none."""
    found: dict[int, dict[int, list[Sequence[Piece]]]] = {}
    for row in rows:
        for at, pieces in row.cells.items():
            line = to.get((row.line, at), row.line)
            found.setdefault(line, {}).setdefault(at, []).append(pieces)
    for line, cells in sorted(found.items()):
        yield Row(line, {at: _together(lines) for at, lines in cells.items()})


def _together(lines: Sequence[Sequence[Piece]]) -> Sequence[Piece]:
    """The lines of a cell as one."""
    return lines[0] if len(lines) == 1 else _glued([piece for line in lines for piece in line])


def _is_coded(row: Row) -> bool:
    return any(piece.text.isascii() for pieces in row.cells.values() for piece in pieces)


def _glued(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The lines of a text as one piece; amounts stay apart, so that they are seen to clash."""
    if len(pieces) < 2 or any(piece.is_number for piece in pieces):
        return pieces
    text = "".join(piece.text for piece in pieces)
    lines = tuple(line for piece in pieces for line in (piece.words or (piece,)))
    return [Piece(text, min(p.start for p in pieces), max(p.end for p in pieces), lines)]
