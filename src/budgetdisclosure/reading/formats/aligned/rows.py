"""Rows of an aligned table (行): the lines that one row took put together.

A name of several lines has its amounts beside the middle of it, or beside its first line; in some
files each cell of a row stands on a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final

from attrs import frozen

from budgetdisclosure.reading.formats.aligned.columns import Column
from budgetdisclosure.reading.formats.aligned.pieces import Piece, opens_row

Cells = Mapping[int, Sequence[Piece]]
"""The pieces of a row by the number of their column."""

_MOST_PARTS: Final = 3
_NEARLY: Final = 2


@frozen
class Row:
    """A row on the line that holds its amounts, counted in the file."""

    line: int
    cells: Cells


def rows_of(lines: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """The rows that lines make, of each block of the table by itself."""
    blocks = list(_blocks(columns))
    widest = _widest(lines, columns)
    found: dict[int, dict[int, Sequence[Piece]]] = {}
    for held in _paragraphs(lines):
        for block in blocks:
            own = [Row(row.line, _within(row.cells, block)) for row in held]
            parts = [row for row in own if row.cells]
            whole = frozenset(row.line for row in held if _is_whole(row, block, columns))
            for row in _Block(columns, widest, whole).joined(parts):
                found.setdefault(row.line, {}).update(row.cells)
    return [Row(line, cells) for line, cells in sorted(found.items())]


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


def _widest(lines: Sequence[Row], columns: Sequence[Column]) -> dict[int, int]:
    """The length of the longest text of each column."""
    longest = dict.fromkeys(range(len(columns)), 0)
    for row in lines:
        for at, pieces in row.cells.items():
            longest[at] = max(longest[at], *(len(piece.text) for piece in pieces))
    return longest


@frozen
class _Block:
    """Puts the lines of one block together."""

    columns: Sequence[Column]
    widest: Mapping[int, int]
    whole: frozenset[int]
    """The lines that are rows, whatever they print in this block."""

    def joined(self, rows: Sequence[Row]) -> list[Row]:
        if len(rows) > 1 and self._is_one(rows):
            return [self._put(rows)]
        name = self._name_column(rows)
        rows = self._with_wrapped(rows, name)
        return self._with_amounts(rows)

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

    def _name_column(self, rows: Sequence[Row]) -> int | None:
        """The column of names: the one with the longest texts, before the amounts if it can be."""
        amounts = (at for row in rows for at in row.cells if self.columns[at].amounts)
        first = min(amounts, default=0)
        names = [
            (at < first, max(len(piece.text) for piece in pieces), -at)
            for row in rows
            for at, pieces in row.cells.items()
            if not self.columns[at].amounts and not all(p.text.isascii() for p in pieces)
        ]
        return -max(names)[-1] if names else None

    def _with_wrapped(self, rows: Sequence[Row], name: int | None) -> list[Row]:
        """The lines of a name put together with the line of its amounts."""
        if name is None:
            return list(rows)
        centred = bool(rows) and self._is_part(rows[0], name)
        out: list[Row] = []
        at = 0
        while at < len(rows):
            above = self._parts(rows, at, name)
            middle = at + above
            if middle == len(rows):
                out += self._tail(out, rows[at:], name)
                break
            below = self._parts(rows, middle + 1, name)
            own = centred or not (above and out and self._is_full(out[-1], rows[at], name))
            up, down = self._around(rows[middle], name, above, below, own)
            if name in rows[middle].cells and not self._runs_on(rows[middle - up : middle], name):
                up = down = 0
            before = rows[at : middle - up]
            unclear = above and below and not up and name in rows[middle].cells
            out += before if unclear else self._tail(out, before, name)
            row = self._put(rows[middle - up : middle + down + 1], rows[middle].line)
            begun = out.pop() if not up and out and self._is_begun(out[-1], row, name) else None
            out.append(self._put([begun, row], row.line) if begun else row)
            at = middle + down + 1
        return out

    def _is_begun(self, above: Row, row: Row, name: int) -> bool:
        """Whether a numbered name fills the line above and its rest stands beside its amounts."""
        if list(above.cells) != [name] or name not in row.cells or len(row.cells) < 2:
            return False
        first, rest = above.cells[name][0].text, row.cells[name][0].text
        numbered = opens_row(first) and not opens_row(rest) and not rest.endswith("计")
        return numbered and self._is_full(above, row, name)

    def _parts(self, rows: Sequence[Row], at: int, name: int) -> int:
        count = 0
        while at + count < len(rows) and self._is_part(rows[at + count], name):
            count += 1
        return count

    def _is_part(self, row: Row, name: int) -> bool:
        """Whether a line may be part of a name: it prints nothing but words there."""
        if list(row.cells) != [name] or row.line in self.whole:
            return False
        return not opens_row(row.cells[name][0].text)

    def _around(self, row: Row, name: int, above: int, below: int, own: bool) -> tuple[int, int]:
        """How many of the lines above and below a line are of its name.

        Those above may be of the row before them, unless they are known to be its ``own``.
        """
        even = min(above, below, _MOST_PARTS)
        if name not in row.cells and not self._is_named(row):
            if even:
                return even, even
            if own and 0 < above < _MOST_PARTS:
                return above, 0
            return 0, min(below, _MOST_PARTS)
        return (even, even) if own and even and len(row.cells) > 1 else (0, 0)

    def _runs_on(self, parts: Sequence[Row], name: int) -> bool:
        """Whether each line of a name fills its column as far as some line of the table does."""
        least = self.widest[name] - _NEARLY
        return all(len(row.cells[name][0].text) >= least for row in parts)

    def _is_named(self, row: Row) -> bool:
        """Whether a line prints words, a total's that stand between code and name say."""
        held = (
            p for at, pieces in row.cells.items() if not self.columns[at].amounts for p in pieces
        )
        return any(len(piece.text) > 1 and not piece.is_number for piece in held)

    def _tail(self, out: list[Row], parts: Sequence[Row], name: int) -> list[Row]:
        """What is left of a name beside its amounts goes to it if that line is full; else rows."""
        rest: list[Row] = []
        for part in parts:
            last = rest[-1] if rest else out[-1] if out else None
            if last is not None and self._is_full(last, part, name):
                joined = self._put([last, part], last.line)
                (rest if rest else out)[-1] = joined
            else:
                rest.append(part)
        return rest

    def _is_full(self, row: Row, part: Row, name: int) -> bool:
        """Whether a name fills its column, and what follows begins where it begins."""
        own = row.cells.get(name)
        if not own or len(own) > 1 or not own[0].text[:1]:
            return False
        line = own[0].words[-1] if own[0].words else own[0]
        near = abs(line.start - part.cells[name][0].start) <= 1
        return near and len(line.text) >= self.widest[name] - _NEARLY

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


def _is_coded(row: Row) -> bool:
    return any(piece.text.isascii() for pieces in row.cells.values() for piece in pieces)


def _glued(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The lines of a text as one piece; amounts stay apart, so that they are seen to clash."""
    if len(pieces) < 2 or any(piece.is_number for piece in pieces):
        return pieces
    text = "".join(piece.text for piece in pieces)
    lines = tuple(line for piece in pieces for line in (piece.words or (piece,)))
    return [Piece(text, min(p.start for p in pieces), max(p.end for p in pieces), lines)]
