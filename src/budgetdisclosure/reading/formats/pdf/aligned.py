"""Tables without rules (无线表格), or with rules between rows only: columns found by alignment.

Tables of amounts are found first (``amounts``). Of what is left, lines that follow one another and
keep to the same columns are a table when a column past the first holds numbers, or when rules of
one length above and below enclose them. A heading that covers several columns spans them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Box, Cell, Grid
from budgetdisclosure.reading.formats.pdf.amounts import Cut, tables_of_amounts
from budgetdisclosure.reading.formats.pdf.columns import Column, Row, columns_of, is_number, span
from budgetdisclosure.reading.formats.pdf.indent import Start, indents
from budgetdisclosure.reading.formats.pdf.lattice import Rule

_APART = 3
"""Rows further apart than this many times their height belong to different tables."""
_LEAST = 3
"""A table that nothing encloses has at least this many rows of numbers."""
_SAME = 500
"""Rules whose ends differ by no more than five points have one length."""

Band = tuple[int, int]
"""The top and bottom of a stretch of a page."""
Cells = dict[tuple[int, int], str]
"""A row's texts by the first and last column they stand in."""


def aligned(
    rows: Sequence[Row], rules: Iterable[Rule], fences: Sequence[int], cut: Cut, place: Place
) -> tuple[list[Grid], list[Row]]:
    """The tables among the rows of a page, and the rows that are in none.

    ``rules`` lie across the page and belong to no ruled table; no table crosses a fence.
    """
    rules = list(rules)
    sets = _rule_sets(rules)
    grids: list[Grid] = []
    rest: list[Row] = []
    heights = [rule.at for rule in rules]
    loose: list[Row] = []
    for stretch in _stretches(rows, fences):
        found, left = tables_of_amounts(stretch, heights, cut, place)
        grids += found
        loose += left
    rows = loose
    for block, bands in _blocks(rows, sets, fences):
        held = _body(block, bool(bands))
        columns = columns_of(row for row in held if len(row.pieces) > 1) if held else []
        if len(columns) > 1 and _is_table(held, columns, bool(bands)):
            rest += block[: block.index(held[0])]
            grids.append(_grid(_grouped(held, columns, bands), columns, place))
        else:
            rest += block
    return grids, rest


def _stretches(rows: Sequence[Row], fences: Sequence[int]) -> Iterator[list[Row]]:
    """Rows that no fence parts."""
    for _, held in groupby(rows, key=lambda row: sum(fence < row.bottom for fence in fences)):
        yield list(held)


def _rule_sets(rules: Iterable[Rule]) -> list[list[Rule]]:
    """The rules of one length from the top, for each set of two and more."""
    sets: list[list[Rule]] = []
    for rule in sorted(rules):
        for held in sets:
            same = abs(held[0].start - rule.start), abs(held[0].end - rule.end)
            if max(same) <= _SAME:
                held.append(rule)
                break
        else:
            sets.append([rule])
    return [held for held in sets if len(held) > 1]


def _blocks(
    rows: Sequence[Row], sets: Sequence[Sequence[Rule]], fences: Sequence[int]
) -> Iterator[tuple[list[Row], list[Band]]]:
    """Rows that may make a table, with the bands that rules part them into, and all others."""

    def enclosing(row: Row) -> int | None:
        return next((number for number, held in enumerate(sets) if _encloses(held, row)), None)

    for number, members in groupby(rows, key=enclosing):
        if number is not None:
            bands = [(above.at, below.at) for above, below in pairwise(sets[number])]
            yield list(members), bands
        else:
            yield from ((block, []) for block in _runs_of_rows(list(members), fences))


def _encloses(rules: Sequence[Rule], row: Row) -> bool:
    """Whether a row stands between the first and the last of the rules, and no wider than they."""
    inside = rules[0].at < (row.top + row.bottom) // 2 < rules[-1].at
    left, right = rules[0].start - _SAME, rules[0].end + _SAME
    return inside and left < row.pieces[0].left and row.pieces[-1].right < right


def _runs_of_rows(rows: Sequence[Row], fences: Sequence[int]) -> Iterator[list[Row]]:
    """Rows of several pieces that follow closely, with up to two of one piece among them."""
    block: list[Row] = []
    singles: list[Row] = []
    for row in rows:
        last = singles[-1] if singles else block[-1] if block else None
        broken = last and _is_broken(last, row, fences)
        if broken or len(singles) > 2:
            yield from (held for held in (block, singles) if held)
            block, singles = [], []
        if len(row.pieces) == 1:
            singles.append(row)
        elif block or not singles:
            block, singles = [*block, *singles, row], []
        else:
            yield singles
            block, singles = [row], []
    yield from (held for held in (block, singles) if held)


def _is_broken(last: Row, row: Row, fences: Sequence[int]) -> bool:
    if row.top - last.bottom > _APART * row.em:
        return True
    return any(last.top < fence < row.bottom for fence in fences)


def _body(block: Sequence[Row], enclosed: bool) -> list[Row]:
    """The rows of a block without the lines of labels (“部门：…　单位：…”) before its columns."""
    several = [row for row in block if len(row.pieces) > 1]
    if enclosed:
        return list(block) if 10 * len(several) >= 6 * len(block) and len(several) > 1 else []
    if sum(row.has_number for row in block) < _LEAST:
        return []
    first = next(number for number, row in enumerate(block) if row.has_number)
    labels = [n for n, row in enumerate(block[:first]) if any("：" in p.text for p in row.pieces)]
    return list(block[labels[-1] + 1 if labels else 0 :])


def _is_table(rows: Sequence[Row], columns: Sequence[Column], enclosed: bool) -> bool:
    """Whether a column past the first holds numbers, other than a contents' page numbers."""
    held: list[list[str]] = [[] for _ in columns]
    for row in rows:
        for piece in row.pieces:
            first, last = span(piece, columns)
            if first == last:
                held[first].append(piece.text)
    if enclosed:
        return True
    if len(columns) == 2 and _are_page_numbers(held[1]):
        return False
    return any(_are_numbers(texts) for texts in held[1:])


def _are_numbers(texts: Sequence[str]) -> bool:
    numbers = sum(map(is_number, texts))
    return numbers >= _LEAST and 10 * numbers >= 6 * len(texts)


def _are_page_numbers(texts: Sequence[str]) -> bool:
    pages = [int(text) for text in texts if text.isdecimal() and len(text) < 4]
    return len(pages) == len(texts) and pages == sorted(pages)


def _grouped(
    rows: Sequence[Row], columns: Sequence[Column], bands: Sequence[Band]
) -> list[list[Row]]:
    """The rows, those that are lines of one table row together."""
    if len(bands) >= _LEAST and 3 * len(bands) >= len(rows):
        keyed = groupby(rows, key=lambda row: sum(row.top >= top - _SAME for top, _ in bands))
        return [list(held) for _, held in keyed]
    steps = sorted(below.top - above.top for above, below in pairwise(rows))
    usual = steps[len(steps) // 2]
    groups: list[list[Row]] = []
    for row in rows:
        above = groups[-1][-1] if groups else None
        near = above is not None and 4 * (row.top - above.top) < 3 * usual
        if near and (_is_label(row, columns) or all(_is_label(r, columns) for r in groups[-1])):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _is_label(row: Row, columns: Sequence[Column]) -> bool:
    return len(row.pieces) == 1 and span(row.pieces[0], columns)[0] == 0


def _grid(groups: Sequence[Sequence[Row]], columns: Sequence[Column], place: Place) -> Grid:
    depth = dict(indents(list(_starts(groups, columns[0]))))
    cells = []
    for number, group in enumerate(groups):
        top, bottom = min(row.top for row in group), max(row.bottom for row in group)
        for (first, last), text in sorted(_cells(group, columns).items()):
            box = Box(columns[first].left, top, columns[last].right, bottom)
            ems = depth.get(number, 0) if first == 0 else 0
            text = "\u3000" * ems + text
            cells.append(Cell(text, number, first, 1, last - first + 1, place, box))
    boxes = [cell.box for cell in cells if cell.box]
    left, right = columns[0].left, columns[-1].right
    around = Box(left, boxes[0].top, right, boxes[-1].bottom)
    return Grid(tuple(cells), len(groups), len(columns), place, around, ruled=False)


def _starts(groups: Sequence[Sequence[Row]], column: Column) -> Iterator[Start]:
    """Where the names of the first column start, unless they are set to the right."""
    firsts = [(number, group[0].pieces[0]) for number, group in enumerate(groups)]
    names = [(n, piece) for n, piece in firsts if piece.left < column.right]
    if len({piece.right // 100 for _, piece in names}) > 1:
        for number, piece in names:
            if not is_number(piece.text):
                yield Start(number, 0, piece.left - column.left, piece.em)


def _cells(group: Sequence[Row], columns: Sequence[Column]) -> Cells:
    """The texts of a table row; pieces that share a column share a cell."""
    cells: Cells = {}
    for row in group:
        line: Cells = {}
        for piece in row.pieces:
            line = _with(line, span(piece, columns), piece.text, "  ")
        for place, text in line.items():
            cells = _with(cells, place, text, "\n")
    return cells


def _with(cells: Cells, place: tuple[int, int], text: str, between: str) -> Cells:
    """The cells and one more text, joined to those whose columns it touches."""
    first, last = place
    touched = [key for key in cells if key[0] <= last and first <= key[1]]
    if not touched:
        return {**cells, place: text}
    first, last = min(first, touched[0][0]), max(last, touched[-1][1])
    kept = {key: held for key, held in cells.items() if key not in touched}
    return {**kept, (first, last): between.join([*(cells[key] for key in touched), text])}
