"""The headings of an aligned table (表头): which stands over which columns.

No rule is left to tell the cells of the header. What is left is that a heading stands in the middle
of its cell, up and down and across. So of all ways to tile the header with cells, the one is taken
whose headings stand nearest to the middle of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import reduce
from itertools import groupby, pairwise
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.reading.formats.aligned.columns import Column, joined
from budgetdisclosure.reading.formats.aligned.counted import with_blank
from budgetdisclosure.reading.formats.aligned.pieces import Piece
from budgetdisclosure.reading.formats.aligned.sited import Page
from budgetdisclosure.reading.formats.aligned.tiling import (
    NEVER,
    Atom,
    Cell,
    Head,
    Tiler,
    end_of,
    start_of,
)

_KEY: Final = re.compile(r".*(?:项目|科目|名称|编码|代码|单位|部门|内容|类别|项|行次|序号|备注)")
"""How columns of words are headed."""
_NEAR: Final = 4
"""The lines of one heading have their middles no further apart than so many half positions."""
_LEAST_ALIKE: Final = 3
_MOST_KEYS: Final = 3
_Lines = list[tuple[int, tuple[Piece, ...]]]

_MOST: Final = 320
"""Columns times lines, more of which no header has."""


@frozen
class Heading:
    """A cell of the header: its text, and the columns and lines it covers."""

    text: str
    first: int
    last: int
    depth: int
    piece: Piece


@frozen
class Header:
    """The columns, those that are headed alone among them, and the cells over them."""

    columns: tuple[Column, ...]
    cells: tuple[Heading, ...] = ()
    height: int = 0
    cost: int = 0
    """How far its headings stand off their columns."""
    unread: frozenset[int] = frozenset()
    """The lines of headings that were put over no column, for nothing settles whose they are."""


def header_of(
    lines: _Lines,
    numbers: Sequence[Piece],
    columns: Sequence[Column],
    page: Page | None = None,
) -> Header | None:
    """The header: ``lines`` are its numbered lines, ``numbers`` those that count the columns.

    On a ``page`` positions are measured, and not counted in characters.

    None where no tiling holds all of it, or too many columns ask for one.
    """
    measured = page is not None
    cut = _nearly_touch if measured else _are_headings
    lines = [(number, tuple(_split(line, cut))) for number, line in lines]
    atoms = _atoms([pieces for _, pieces in lines], numbers, columns, measured)
    if len(atoms) * len(lines) > _MOST:
        return None
    heads: list[Head] = []
    for number, pieces in reversed(lines):
        heads[:0] = _heads_of(number, pieces, atoms, heads if measured else None)
    counts = list(_heads_of(0, numbers, atoms, heads if measured else None))
    if not heads:
        return Header(tuple(joined([atom.column for atom in atoms if atom.column])))
    known = tuple(atoms), tuple(heads), tuple(counts)
    if page is None:
        cost, cells = Tiler(*known).tiling
        return None if cost >= NEVER else _header(*_caught_up(*_laid(cells, atoms)), cost)
    (cost, cells), unsure = page.tiled(*known)
    return None if cost >= NEVER else _settled(cells, atoms, cost, unsure)


def _split(line: Sequence[Piece], cut: Callable[[str, str], bool] | None = None) -> Iterator[Piece]:
    """The pieces of a line, cut where one space parts two words, which headings have none of."""
    cut = cut or _are_headings
    for piece in line:
        held: list[Piece] = []
        for word in piece.words:
            if held and cut(held[-1].text, word.text):
                yield Piece.of(held)
                held = []
            held.append(word)
        yield Piece.of(held) if held else piece


def _are_headings(one: str, two: str) -> bool:
    return min(len(one), len(two)) > 1 and not one[-1].isascii() and not two[0].isascii()


def _nearly_touch(one: str, two: str) -> bool:
    """Whether words that nearly touch on a page may be of two headings."""
    return not (one[-1].isascii() or two[0].isascii())


def drawn_over(
    lines: _Lines, numbers: Sequence[Piece], columns: list[Column]
) -> tuple[_Lines, list[Column]] | None:
    """The headings put over their columns, and these, where the header alone tells them.

    Words take fewer positions than numbers, so that headings run far ahead of their columns. Those
    that stand over none other are as many as the columns, and this is no chance where the columns
    are counted, of lists side by side, or headed alike in two halves. What stands over others is
    moved with these.
    """
    lines = [(number, tuple(_split(line))) for number, line in lines]
    held = with_blank(numbers, joined(columns))
    if lines and _are_lists(lines[-1][1], held):
        own = [(piece.start, piece.end) for piece in lines[-1][1]]
    else:
        own = _leaves([pieces for _, pieces in lines])
        counted = len(numbers) in (len(held), sum(column.amounts for column in held))
        if len(own) != len(held) or not (counted or _are_halves(lines)):
            return None
    return [(n, tuple(_put_over(piece, own, held) for piece in line)) for n, line in lines], held


def _are_lists(base: Sequence[Piece], columns: Sequence[Column]) -> bool:
    """Whether headings are those of lists side by side, of some words and one amount each."""
    kinds = [not _KEY.fullmatch(piece.text) for piece in base]
    ends = [at for at, one in enumerate(kinds) if one]
    lists = len(ends) > 1 and all(two - one > 1 for one, two in pairwise([-1, *ends]))
    return lists and kinds == [column.amounts for column in columns]


def _are_halves(lines: _Lines) -> bool:
    """Whether all lines but one print the same twice, as under 预算数 and 决算数."""
    texts = [[piece.text for piece in line] for _, line in lines]
    alike = sum(one[: len(one) // 2] == one[len(one) // 2 :] for one in texts)
    return len(texts) > _LEAST_ALIKE and alike == len(texts) - 1


def _leaves(lines: Sequence[Sequence[Piece]]) -> list[tuple[int, int]]:
    """Where the headings stand that stand over none other, each with all of its lines."""
    found: list[tuple[int, int]] = []
    pieces = [piece for line in reversed(lines) for piece in line]
    for at, piece in enumerate(pieces):
        met = [one for one in found if piece.meets(*one)]
        if len(met) == 1 and abs(sum(met[0]) - piece.start - piece.end) <= _NEAR:
            (start, end) = met[0]
            wider = min(start, piece.start), max(end, piece.end)
            if not any(Piece("", *wider).meets(*one) for one in found if one != met[0]):
                found[found.index(met[0])] = wider
        elif not met and not any(piece.meets(p.start, p.end) for p in pieces[:at]):
            found.append((piece.start, piece.end))
    return sorted(found)


def _put_over(piece: Piece, own: Sequence[tuple[int, int]], columns: Sequence[Column]) -> Piece:
    """A piece moved as far as the heading is that stands nearest below it: over a column."""
    at = min(range(len(own)), key=lambda n: abs(sum(own[n]) - piece.start - piece.end))
    column = columns[at]
    off = (column.start + column.end - sum(own[at])) // 2
    moved = evolve(piece, start=piece.start + off, end=piece.end + off)
    if any(moved.meets(one.start, one.end) for one in columns):
        return moved
    off = (column.start + column.end - piece.start - piece.end) // 2
    return evolve(piece, start=piece.start + off, end=piece.end + off)


def _atoms(
    lines: Sequence[Sequence[Piece]],
    numbers: Sequence[Piece],
    columns: Sequence[Column],
    measured: bool,
) -> list[Atom]:
    """The columns, and what is headed beside them, from the lowest line up."""
    atoms = [Atom(column.start, column.end, column) for column in columns]
    lower: list[Piece] = []
    for line in (numbers, *reversed(lines)):
        added = []
        for at, piece in enumerate(line):
            over = measured and any(piece.meets(one.start, one.end) for one in lower)
            if not over and not _own(line, at, atoms, measured):
                added.append(_beside_atoms(piece, atoms))
        atoms = sorted([*atoms, *added], key=lambda atom: atom.start)
        lower += line
    return atoms


def _own(line: Sequence[Piece], at: int, atoms: Sequence[Atom], measured: bool) -> list[int]:
    """The atoms that a piece stands over, and none of its line before it.

    In text words take fewer positions than the numbers below them, so that headings run ahead of
    their columns and never fall behind: what has its middle past the end of one heads the next.
    """
    piece = line[at]
    return [
        n
        for n, atom in enumerate(atoms)
        if piece.meets(atom.start, atom.end)
        and (measured or piece.start + piece.end <= 2 * atom.end or atom.column is None)
        and not any(before.meets(atom.start, atom.end) for before in line[:at])
    ]


def _beside_atoms(piece: Piece, atoms: Sequence[Atom]) -> Atom:
    """What of a piece stands over none of the atoms, or its last position."""
    free = [
        position
        for position in range(piece.start, piece.end)
        if not any(atom.start <= position < atom.end for atom in atoms)
    ]
    return Atom(free[0], free[-1] + 1) if free else Atom(piece.end - 1, piece.end)


def _heads_of(
    number: int, line: Sequence[Piece], atoms: Sequence[Atom], lower: Sequence[Head] | None
) -> Iterator[Head]:
    """The pieces of a line with the atoms they stand over, or the headings below them do."""
    for at, piece in enumerate(line):
        over = _own(line, at, atoms, lower is not None)
        if over:
            yield Head(number, piece, over[0], over[-1])
        elif under := [h for h in lower or () if h.piece.meets(piece.start, piece.end)]:
            yield Head(number, piece, min(h.first for h in under), max(h.last for h in under))


def _laid(cells: Sequence[Cell], atoms: Sequence[Atom]) -> tuple[list[Column], list[Heading]]:
    """The tiling as columns and headings over them."""
    columns: list[Column] = []
    found: list[Heading] = []
    for cell in cells:
        _lay(cell, 0, atoms, columns, found)
    return columns, found


def _header(columns: Sequence[Column], found: list[Heading], cost: int) -> Header:
    found = _evened(len(columns), found)
    height = 1 + max((heading.depth for heading in found), default=-1)
    return Header(tuple(columns), tuple(found), height, cost)


def _settled(
    cells: Sequence[Cell], atoms: Sequence[Atom], cost: int, unsure: AbstractSet[int]
) -> Header:
    """The header of a page, no heading over columns of which nothing settles what heads them."""
    columns, found = _laid(cells, atoms)
    leaves = list(_leaf_cells(cells))
    bare = {n for n, one in enumerate(leaves) if any(one.first <= at <= one.last for at in unsure)}
    kept = [part for one in found for part in _without(one, bare)]
    dropped = {one.text for one in found} - {one.text for one in kept}
    lines = {h.line for one in cells for h in _all_heads(one) if h.piece.text in "".join(dropped)}
    return evolve(_header(columns, kept, cost), unread=frozenset(lines))


def _leaf_cells(cells: Sequence[Cell]) -> Iterator[Cell]:
    for cell in cells:
        yield from _leaf_cells(cell.below) if cell.below else (cell,)


def _all_heads(cell: Cell) -> Iterator[Head]:
    yield from cell.heads
    for one in cell.below:
        yield from _all_heads(one)


def _without(one: Heading, bare: AbstractSet[int]) -> Iterator[Heading]:
    """A heading over the columns it certainly heads: those beside one another as one."""
    held = [at for at in range(one.first, one.last + 1) if at not in bare]
    for _, run in groupby(enumerate(held), key=lambda pair: pair[1] - pair[0]):
        part = [at for _, at in run]
        yield evolve(one, first=part[0], last=part[-1])


def _evened(width: int, found: list[Heading]) -> list[Heading]:
    """The headings, two that stand over columns headed alike reaching over all of these.

    Set in the middle of 合计, 因公出国费 … 公务接待费, 预算数 stands over some of them only.
    """
    over = [one for one in found if one.depth == 0 and one.first < one.last]
    leaves = {one.first: one.text for one in found if one.first == one.last}
    for start in range(width % 2, min(width, _MOST_KEYS + 1), 2):
        half = (width - start) // 2
        alike = all(at in leaves for at in range(start, width)) and all(
            leaves[at] == leaves[at + half] for at in range(start, start + half)
        )
        if half < _LEAST_ALIKE or not alike or len(over) != 2:
            continue
        one, two = over
        if one.text != two.text and start <= one.first < start + half <= two.last:
            edges = {one.text: start, two.text: start + half}
            return [_under(heading, over, edges, start, half) for heading in found]
    return found


def _under(
    one: Heading, over: Sequence[Heading], edges: Mapping[str, int], start: int, half: int
) -> Heading:
    """A heading where those ``over`` it reach over a half of the columns each."""
    if one in over:
        return evolve(one, first=edges[one.text], last=edges[one.text] + half - 1)
    beside = one.first >= start and not any(o.first <= one.first <= o.last for o in over)
    return evolve(one, depth=one.depth + 1) if beside else one


def _caught_up(columns: list[Column], found: list[Heading]) -> tuple[list[Column], list[Heading]]:
    """Headings that ran ahead of their columns moved on, each to the next.

    One then stands over nothing, and the amounts after it have one heading less than columns.
    Where the headings above these do not agree to that, nothing tells whose they are.
    """
    for bare in range(len(columns)):
        blank = _ahead_of(bare, columns, found)
        if blank is None:
            continue
        over = [one for one in found if one.first < one.last]
        if any(
            (one.first <= blank) != (bare <= one.last) for one in over if _cuts(one, blank, bare)
        ):
            return columns, [one for one in found if not blank <= one.first <= one.last < bare]
        kept = [columns[at] for at in range(len(columns)) if at != blank]
        return _caught_up(kept, [_moved(one, blank, bare) for one in found])
    return columns, found


def _ahead_of(bare: int, columns: Sequence[Column], found: Sequence[Heading]) -> int | None:
    """The column that is headed and prints nothing, before amounts of which the last is bare."""
    headed = {one.first for one in found if one.first == one.last}
    if bare in headed or not columns[bare].amounts:
        return None
    blank = bare - 1
    while blank in headed and columns[blank].amounts:
        blank -= 1
    return blank if blank in headed and not columns[blank].rows else None


def _cuts(one: Heading, blank: int, bare: int) -> bool:
    return one.first <= bare and blank <= one.last


def _moved(one: Heading, blank: int, bare: int) -> Heading:
    """A heading by the numbers without the blank column."""
    if one.first == one.last and blank <= one.first < bare:
        return one
    first, last = (at - (at > blank) for at in (one.first, one.last))
    return evolve(one, first=first, last=last)


def _lay(
    cell: Cell,
    depth: int,
    atoms: Sequence[Atom],
    columns: list[Column],
    found: list[Heading],
) -> None:
    first = len(columns)
    for below in cell.below:
        _lay(below, depth + 1, atoms, columns, found)
    if not cell.below:
        held = [atom.column for atom in atoms[cell.first : cell.last + 1] if atom.column]
        columns.append(reduce(Column.joined, held) if held else _beside_columns(cell))
    if cell.heads:
        heads = sorted(cell.heads, key=lambda head: head.line)
        text = "".join(head.piece.text for head in heads)
        piece = Piece(text, start_of(heads), end_of(heads))
        found.append(Heading(text, first, len(columns) - 1, depth, piece))


def _beside_columns(cell: Cell) -> Column:
    return Column(start_of(cell.heads), end_of(cell.heads))
