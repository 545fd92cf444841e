"""Paragraphs and tables of a Word file in reading order (正文)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from attrs import define

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Cell, Grid, Paragraph
from budgetdisclosure.reading.formats.layout import unwrapped
from budgetdisclosure.reading.formats.word.names import R, W, child, name, number, value
from budgetdisclosure.reading.formats.word.runs import Flow, Printed, chosen, printed
from budgetdisclosure.reading.formats.word.styles import level_of
from budgetdisclosure.reading.limits import MAX_POSITIONS, MAX_SPAN, require
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_THROUGH: Final = frozenset(("ins", "moveTo", "customXml", "smartTag", "sdtContent"))
_GONE: Final = frozenset(("del", "moveFrom"))
_CHARACTER_WIDTH: Final = 210  # of ordinary text, in twentieths of a point


def blocks_of(container: _Element, flow: Flow, place: Place, *, cell: bool = False) -> list[Block]:
    """The paragraphs and grids of a body, cell or text box; ``cell`` keeps indents as spaces."""
    blocks: list[Block] = []
    carried = Printed()
    for node in _content(container, flow):
        if name(node) == "tbl":
            blocks += table_blocks(node, flow, place)
            continue
        if name(node) == "altChunk":
            held = flow.embedded(node.get(f"{R}id") or "")
            flow.tally["chunk"] += held is None
            blocks += held or []
            continue
        out = printed(node, flow)
        carried.pieces += out.pieces
        carried.boxes += out.boxes
        carried.objects += out.objects
        if child(node, "pPr", "rPr", "del") is None:  # else its end is gone: it runs on
            blocks += _paragraph(node, carried, flow, place, cell)
            carried = Printed()
    return blocks


def _content(container: _Element, flow: Flow) -> Iterator[_Element]:
    """The paragraphs and tables of a container, whatever they are wrapped in."""
    for node in container:
        tag = name(node)
        if tag in ("p", "tbl", "altChunk"):
            yield node
        elif tag == "sdt":
            yield from (n for held in node.findall(W + "sdtContent") for n in _content(held, flow))
        elif tag in _THROUGH:
            flow.tally["inserted"] += tag in ("ins", "moveTo")
            yield from _content(node, flow)
        elif tag == "AlternateContent":
            one = chosen(node)
            yield from () if one is None else _content(one, flow)
        else:
            flow.tally["deleted"] += tag in _GONE


def _paragraph(node: _Element, out: Printed, flow: Flow, place: Place, cell: bool) -> list[Block]:
    properties = child(node, "pPr")
    style_id = value(child(properties, "pStyle"))
    text = _label(properties, style_id, flow) + out.text.strip(" \t\n" if cell else None)
    blocks: list[Block] = []
    if text.strip():
        level = level_of(properties, flow.styles.of(style_id))
        blocks.append(Paragraph(_indent(properties, cell) + text, place, level))
    for box in out.boxes:
        blocks += blocks_of(box, flow, place)
    return blocks + out.objects


def _label(properties: _Element | None, style_id: str | None, flow: Flow) -> str:
    """The automatic number of a paragraph, its own or its style's."""
    style = flow.styles.of(style_id)
    listed = child(properties, "numPr")
    list_id = value(child(listed, "numId")) or style.list_id
    if not list_id or list_id == "0":
        return ""
    depth = child(listed, "ilvl")
    if depth is not None:
        return flow.counters.label(list_id, number(depth))
    if style.depth is not None:
        return flow.counters.label(list_id, style.depth)
    return flow.counters.label(list_id, flow.counters.depth_of_style(list_id, style_id))


def _indent(properties: _Element | None, cell: bool) -> str:
    """The indent of a name in a cell, as wide spaces: forms without codes show levels by it."""
    measures = child(properties, "ind")
    side = value(child(properties, "jc"))
    if not cell or measures is None or side in ("center", "right", "end"):
        return ""
    characters = _measure(measures, "Chars") // 100
    twips = _measure(measures, "") // _CHARACTER_WIDTH
    return "\u3000" * min(characters or twips, 20)


def _measure(measures: _Element, unit: str) -> int:
    left = number(measures, f"left{unit}") or number(measures, f"start{unit}")
    return max(left, 0) + max(number(measures, f"firstLine{unit}"), 0)


@define
class _Open:
    """A cell while its table is being read: later rows may make it taller."""

    text: str
    row: int
    column: int
    rows: int
    columns: int
    grids: tuple[Grid, ...]
    merged: bool


def table_blocks(table: _Element, flow: Flow, place: Place) -> list[Block]:
    """A table as a grid; one that only lays out the page gives way to its content."""
    contents: list[list[Block]] = []
    grid = _grid(table, flow, place, contents)
    return [] if grid is None else unwrapped(grid, contents)


def _grid(table: _Element, flow: Flow, place: Place, contents: list[list[Block]]) -> Grid | None:
    cells: list[_Open] = []
    above: dict[int, _Open] = {}
    width = height = 0
    for row in _rows(table, flow):
        here: dict[int, _Open] = {}
        column = _span(row, flow, "trPr", "gridBefore", least=0)
        for node in _cells(row):
            span = _span(node, flow, "tcPr", "gridSpan")
            if not _continues(node, above.get(column), span, here):
                content = blocks_of(node, flow, place, cell=True)
                contents.append(content)
                cells.append(_opened(node, content, height, column, span))
                here[column] = cells[-1]
            column += span
        for taller in here.values():
            taller.rows = height - taller.row + 1
        above = here
        height += 1
        width = max(width, column + _span(row, flow, "trPr", "gridAfter", least=0))
        require(height * width, MAX_POSITIONS, Wording("表格的行列数", "the size of a grid"), place)
    if not width:
        return None
    return Grid(tuple(_closed(cell, place) for cell in cells), height, width, place)


def _continues(node: _Element, above: _Open | None, span: int, here: dict[int, _Open]) -> bool:
    """Whether a cell is the continuation of the one above or before it, and no cell of its own."""
    down = child(node, "tcPr", "vMerge")
    if down is not None and value(down) != "restart" and above is not None:
        if above.columns != span or not above.merged:
            return False
        here[above.column] = above
        return True
    across = child(node, "tcPr", "hMerge")
    if across is not None and value(across) != "restart" and here:
        here[max(here)].columns += span
        return True
    return False


def _rows(container: _Element, flow: Flow) -> Iterator[_Element]:
    for node in container:
        tag = name(node)
        if tag == "tr":
            if child(node, "trPr", "del") is None:
                yield node
            else:
                flow.tally["deleted"] += 1
        elif tag in _THROUGH or tag == "sdt":
            yield from _rows(node, flow)


def _cells(container: _Element) -> Iterator[_Element]:
    for node in container:
        tag = name(node)
        if tag == "tc":
            yield node
        elif tag in _THROUGH or tag == "sdt":
            yield from _cells(node)


def _span(node: _Element, flow: Flow, *path: str, least: int = 1) -> int:
    """Columns covered or skipped; a number no table can have counts as none given."""
    given = number(child(node, *path), default=least)
    if given > MAX_SPAN:
        flow.tally["span"] += 1
        return least
    return max(given, least)


def _opened(node: _Element, content: list[Block], row: int, column: int, span: int) -> _Open:
    text = "\n".join(block.text for block in content if isinstance(block, Paragraph))
    grids = tuple(block for block in content if isinstance(block, Grid))
    merged = child(node, "tcPr", "vMerge") is not None
    return _Open(text.rstrip(), row, column, 1, span, grids, merged)


def _closed(cell: _Open, place: Place) -> Cell:
    return Cell(cell.text, cell.row, cell.column, cell.rows, cell.columns, place, grids=cell.grids)
