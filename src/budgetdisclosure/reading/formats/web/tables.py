"""Tables of a web page (网页表格), each cell at its place with its true span."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from attrs import define, evolve, field

from budgetdisclosure.reading.document import Block, Cell, Grid, Paragraph
from budgetdisclosure.reading.formats.layout import unwrapped
from budgetdisclosure.reading.formats.web.drawn import drawn_rows
from budgetdisclosure.reading.formats.web.flow import Page, flow, unseen
from budgetdisclosure.reading.formats.web.nodes import tag_of
from budgetdisclosure.reading.limits import MAX_POSITIONS, MAX_SPAN, MAX_TABLES_DEEP, require
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_GROUPS: Final = {"thead": 0, "tbody": 1, "tfoot": 2}
_CELLS: Final = frozenset(("td", "th"))
_ROW_OR_CELL: Final = _CELLS | {"tr"}
_PARTS: Final = _ROW_OR_CELL | _GROUPS.keys()
_NO_ROW: Final = frozenset(("col", "colgroup", "caption", "script", "style"))

_SIZE: Final = Wording("表格的行列数", "the size of a grid")


@define
class _Draft:
    """A table while its rows are being read."""

    cells: list[Cell] = field(factory=list)
    contents: list[list[Block]] = field(factory=list)
    covered: set[tuple[int, int]] = field(factory=set)
    width: int = 0


def table_blocks(table: _Element, page: Page, depth: int) -> list[Block]:
    """A table as blocks: its caption and what strayed into it, then the grid or its content."""
    deep = Wording("表格嵌套层数", "the depth of nested tables")
    require(depth, MAX_TABLES_DEEP, deep, page.place)
    drawn = drawn_rows(table) if tag_of(table) != "table" else []
    if drawn:
        return _filled([drawn], table, [], page, depth)
    blocks: list[Block] = []
    for part in table:
        if tag_of(part) == "caption" and not unseen(part, page):
            blocks += flow(part, page, depth)
    groups = _groups(table, page, blocks, depth)
    return _filled(groups, table, blocks, page, depth)


def _filled(
    groups: list[list[_Row]], table: _Element, blocks: list[Block], page: Page, depth: int
) -> list[Block]:
    """The grid of rows in groups, after the blocks that stand before it."""
    draft = _Draft()
    height = 0
    for rows in groups:
        for at, row in enumerate(rows):
            _row(row, height + at, height + len(rows), draft, page, depth)
        height += len(rows)
    if not draft.cells:
        return blocks
    place = evolve(page.place, line=page.line(table))
    grid = Grid(tuple(draft.cells), height, draft.width, place)
    return blocks + unwrapped(grid, draft.contents)


def _groups(table: _Element, page: Page, strayed: list[Block], depth: int) -> list[list[_Row]]:
    """The rows group by group, as they are shown: the head first, the foot last."""
    groups: list[tuple[int, list[_Row]]] = [(1, [])]
    for part in _held(table, _PARTS):
        tag = tag_of(part)
        if tag in _NO_ROW or unseen(part, page):
            continue
        if tag in _GROUPS:
            groups += [(_GROUPS[tag], _rows(part, page)), (1, [])]
        elif tag in _ROW_OR_CELL:
            _add(groups[-1][1], part, tag)
        else:
            strayed += flow(part, page, depth)
    return [rows for _, rows in sorted(groups, key=lambda group: group[0])]


def _rows(group: _Element, page: Page) -> list[_Row]:
    rows: list[_Row] = []
    for part in _held(group, _ROW_OR_CELL):
        if tag_of(part) in _ROW_OR_CELL and not unseen(part, page):
            _add(rows, part, tag_of(part))
    return rows


def _held(element: _Element, wanted: frozenset[str]) -> Iterator[_Element]:
    """What an element holds; a form or the like around what is wanted is looked through."""
    stack = [iter(element)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif tag_of(node) in wanted or not _wraps(node, wanted):
            yield node
        else:
            stack.append(iter(node))


def _wraps(node: _Element, wanted: frozenset[str]) -> bool:
    return tag_of(node) not in _PARTS | {"table"} and any(
        tag_of(one) in wanted or tag_of(one) == "form" for one in node
    )


_Row = list["_Element"]


def _add(rows: list[_Row], part: _Element, tag: str) -> None:
    """A row's cells; cells without a row go together."""
    if tag == "tr":
        rows.append([one for one in _held(part, _CELLS) if tag_of(one) in _CELLS])
    elif rows and rows[-1] and rows[-1][-1].getparent() is part.getparent():
        rows[-1].append(part)
    else:
        rows.append([part])


def _row(nodes: _Row, row: int, stop: int, draft: _Draft, page: Page, depth: int) -> None:
    """Place the cells of a row where those above leave room; a span ends with its group."""
    column = 0
    for node in _seen(nodes, page):
        while (row, column) in draft.covered:
            column += 1
        wide = _span(node, "colspan", page)
        tall = _span(node, "rowspan", page, whole=stop - row)
        tall = min(tall, stop - row)
        free = range(column, column + wide)
        taken = next((at for at in free if (row, at) in draft.covered), None)
        wide = wide if taken is None else taken - column
        require(stop * max(draft.width, column + wide), MAX_POSITIONS, _SIZE, page.place)
        _place(node, (row, column, tall, wide), draft, page, depth)
        column += wide


def _place(
    node: _Element, area: tuple[int, int, int, int], draft: _Draft, page: Page, depth: int
) -> None:
    row, column, tall, wide = area
    content = flow(node, page, depth, cell=True)
    text = "\n".join(block.text for block in content if isinstance(block, Paragraph))
    grids = tuple(block for block in content if isinstance(block, Grid))
    place = evolve(page.place, line=page.line(node))
    draft.cells.append(Cell(text, row, column, tall, wide, place, grids=grids))
    draft.contents.append(content)
    draft.covered |= {(row + a, column + b) for a in range(tall) for b in range(wide)}
    draft.width = max(draft.width, column + wide)


def _seen(nodes: _Row, page: Page) -> Iterator[_Element]:
    return (node for node in nodes if not unseen(node, page))


def _span(node: _Element, name: str, page: Page, *, whole: int = 1) -> int:
    """A span as written: 0 means to the end, and what no table can have counts as 1."""
    text = (node.get(name) or "1").strip().rstrip("%")
    if not text.isdecimal() or not text.isascii():
        return 1
    if len(text) > 6 or int(text) > MAX_SPAN * 60:
        page.tally["span"] += 1
        return 1
    if int(text) > MAX_SPAN and name == "colspan":
        page.tally["span"] += 1
        return 1
    return int(text) or whole
