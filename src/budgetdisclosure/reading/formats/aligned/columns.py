"""Columns of a table of amounts (栏), from what its rows print.

In such text, cells that stand apart on the page never stand over one another: what does belongs
to one column, or to a cell that spans several.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.reading.formats.aligned.pieces import Piece

_SHARES: Final = (0, 5, 12, 25)
_CLOSE: Final = 2
_FEW: Final = 2
_ZEROS: Final = frozenset({"0", "-", "--", "—", "——", "–"})
_RARE: Final = 15
"""A run of text that no more than so many percent of the rows print on may be of its neighbour."""

Line = tuple[Piece, ...]


@frozen
class Column:
    """Where a column's texts stand, and whether they are amounts."""

    start: int
    end: int
    amounts: bool = False
    rows: frozenset[int] = frozenset()
    """The rows that print in it, for a column of texts."""

    def may_join(self, other: Column) -> bool:
        """Whether the two may be one: columns of texts that no row prints both of.

        Such are a name's and the word of a total, set in the middle of code and name.
        """
        return not (self.amounts or other.amounts or self.rows & other.rows)

    def joined(self, other: Column) -> Column:
        """The two as one column."""
        both = self.rows | other.rows
        return Column(min(self.start, other.start), max(self.end, other.end), False, both)


def columns_of(rows: Sequence[Line]) -> list[Column]:
    """The columns that the rows print in, from the left."""
    amounts = [
        Column(start, end, amounts=True)
        for start, end in _merged((p.start, p.end) for row in rows for p in row if p.is_amount)
    ]
    texts = [tuple(p for p in row if not p.is_amount and not _meets(p, amounts)) for row in rows]
    best: list[Column] = []
    least = None
    for share in _SHARES:
        runs = _apart(_runs(texts, share), amounts)
        clashes = sum(_clashes(row, runs) for row in texts)
        if least is None or clashes < least:
            best, least = runs, clashes
        if not clashes:
            break
    best = _near_joined([_filled(one, texts) for one in _with_loose(best, texts)])
    return _with_zeros(sorted([*amounts, *best], key=lambda one: one.start), rows)


def _with_zeros(columns: list[Column], rows: Sequence[Line]) -> list[Column]:
    """The columns, one of dashes alone joined to the amounts beside it in other rows."""
    printed = [{n for n, row in enumerate(rows) if _prints(row, one)} for one in columns]
    dashes = [at for at, one in enumerate(columns) if one.amounts and one.rows]
    for at in dashes:
        beside = [n for n in (at - 1, at + 1) if 0 <= n < len(columns) and columns[n].amounts]
        free = [n for n in beside if n not in dashes and not printed[n] & printed[at]]
        if len(free) == 1 and _are_dashes(columns[at], rows):
            first, last = sorted((at, free[0]))
            joined = Column(columns[first].start, columns[last].end, amounts=True)
            return _with_zeros([*columns[:first], joined, *columns[last + 1 :]], rows)
    return columns


def _prints(row: Line, column: Column) -> bool:
    return any(piece.meets(column.start, column.end) for piece in row)


def _are_dashes(column: Column, rows: Sequence[Line]) -> bool:
    held = (p.text for row in rows for p in row if p.meets(column.start, column.end))
    return all(text in _ZEROS for text in held)


def _near_joined(columns: Sequence[Column]) -> list[Column]:
    """The columns, a mark or two that stand close beside a column joined to it."""
    found: list[Column] = []
    for column in columns:
        last = found[-1] if found else None
        near = last is not None and column.start - last.end <= _CLOSE
        if (
            last is not None
            and near
            and last.may_join(column)
            and min(len(last.rows), len(column.rows)) <= _FEW
        ):
            found[-1] = last.joined(column)
        else:
            found.append(column)
    return found


def _filled(column: Column, rows: Sequence[Line]) -> Column:
    """A column with the rows that print in it; one that prints zeros is of amounts."""
    held = {n: piece.text for n, row in enumerate(rows) for piece in row if _meets(piece, [column])}
    numbers = all(Piece(text, 0, 1).is_number for text in held.values())
    zeros = numbers and any(text in _ZEROS for text in held.values())
    return evolve(column, amounts=zeros, rows=frozenset(held))


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that touch made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _meets(piece: Piece, columns: Iterable[Column]) -> bool:
    return any(piece.meets(column.start, column.end) for column in columns)


def _runs(rows: Sequence[Line], share: int) -> list[tuple[int, int]]:
    """Positions that more than a share of the rows print on, as stretches."""
    width = max((piece.end for row in rows for piece in row), default=0)
    ink = [0] * (width + 1)
    for row in rows:
        for piece in row:
            for position in range(piece.start, piece.end):
                ink[position] += 1
    floor = sum(1 for row in rows if row) * share // 100
    return _merged(
        (at, at + 1) if at == 0 or ink[at - 1] <= floor else (at - 1, at + 1)
        for at, count in enumerate(ink)
        if count > floor
    )


def _apart(runs: Sequence[tuple[int, int]], amounts: Sequence[Column]) -> list[Column]:
    """The runs as columns, cut where a column of amounts stands."""
    found = []
    for start, end in runs:
        cuts = [start, *(c.start for c in amounts if start < c.start < end), end]
        found += [Column(one, two) for one, two in pairwise(cuts)]
    return found


def _clashes(row: Line, columns: Sequence[Column]) -> int:
    """How many pieces of a row share a column with another, or cross two."""
    met = [[n for n, c in enumerate(columns) if p.meets(c.start, c.end)] for p in row]
    crossing = sum(len(one) > 1 for one in met)
    firsts = [one[0] for one in met if one]
    return crossing + len(firsts) - len(set(firsts))


def _with_loose(columns: Sequence[Column], rows: Sequence[Line]) -> list[Column]:
    """What falls outside all columns makes columns of its own."""
    loose = _merged(
        (piece.start, piece.end) for row in rows for piece in row if not _meets(piece, columns)
    )
    return sorted([*columns, *(Column(*one) for one in loose)], key=lambda one: one.start)


def joined(columns: Sequence[Column]) -> list[Column]:
    """The columns of a table without headings: rare texts go with the neighbour that lacks them."""
    rows = frozenset[int]().union(*(column.rows for column in columns))
    found: list[Column] = []
    for column in columns:
        last = found[-1] if found else None
        if last is not None and last.may_join(column) and _is_rare(last, column, len(rows)):
            found[-1] = last.joined(column)
        else:
            found.append(column)
    return found


def _is_rare(one: Column, two: Column, rows: int) -> bool:
    fewer = min(len(one.rows), len(two.rows))
    return fewer > 0 and (fewer * 100 <= _RARE * rows or fewer <= _FEW)


def placed(row: Line, columns: Sequence[Column], *, apart: bool = False) -> dict[int, list[Piece]]:
    """Each piece of a row under the number of its column: the one it stands over most.

    Where the pieces count the columns, each has one of its own (``apart``).
    """
    found: dict[int, list[Piece]] = {}
    free = 0
    for piece in row:
        at = _column(piece, columns, free)
        found.setdefault(at, []).append(piece)
        free = min(at + apart, len(columns) - 1)
    return found if apart else _with_own(found, columns)


def _with_own(found: dict[int, list[Piece]], columns: Sequence[Column]) -> dict[int, list[Piece]]:
    """The pieces, of two in a column the one of another kind given the free column beside it."""
    for at in [at for at, held in found.items() if len(held) == _FEW]:
        fits = [piece.is_amount is columns[at].amounts for piece in found[at]]
        to = at - 1 if fits == [False, True] else at + 1 if fits == [True, False] else -1
        free = 0 <= to < len(columns) and to not in found
        if free and columns[to].amounts is not columns[at].amounts:
            found[to] = [found[at].pop(fits.index(False))]
    return dict(sorted(found.items()))


def _column(piece: Piece, columns: Sequence[Column], free: int) -> int:
    over = [
        (min(piece.end, c.end) - max(piece.start, c.start), -n)
        for n, c in enumerate(columns)
        if n >= free and piece.meets(c.start, c.end)
    ]
    if over:
        return -max(over)[1]
    far = [(max(c.start - piece.end, piece.start - c.end), n) for n, c in enumerate(columns)]
    return min(far[free:] or far)[1]
