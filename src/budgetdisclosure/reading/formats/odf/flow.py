"""Paragraphs and tables of an OpenDocument text in reading order (正文)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from attrs import define, evolve, field

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Cell, Grid, Paragraph
from budgetdisclosure.reading.formats.layout import unwrapped
from budgetdisclosure.reading.formats.odf.cells import CELLS, REPEATED, ROW_GROUPS, ROWS
from budgetdisclosure.reading.formats.odf.lists import Lists
from budgetdisclosure.reading.formats.odf.package import get, held, short, times
from budgetdisclosure.reading.formats.odf.text import Flow, Printed, boxes_of, printed
from budgetdisclosure.reading.limits import (
    MAX_POSITIONS,
    MAX_SPAN,
    MAX_TABLES_DEEP,
    require,
)
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_THROUGH: Final = frozenset(
    (
        *("text:index-body", "text:index-title", "text:table-of-content"),
        *("text:illustration-index", "text:table-index", "text:object-index", "text:user-index"),
        *("text:alphabetical-index", "text:bibliography", "text:numbered-paragraph"),
        "draw:text-box",
    )
)
_SIZE: Final = Wording("表格的行列数", "the size of a grid")
_DEEP: Final = Wording("表格嵌套层数", "the depth of nested tables")


@define
class Body:
    """Reads the flow of a text, what it carries along being that of the whole document."""

    flow: Flow
    lists: Lists
    place: Place
    repeated: int = 0
    """Cells said to stand there again: texts, unlike sheets, have next to none."""

    def blocks(
        self, container: _Element, *, cell: bool = False, label: str = "", depth: int = 0
    ) -> list[Block]:
        """The paragraphs and grids of a body, cell or text box; ``cell`` keeps indents.

        ``label`` is the number of a list's item, which its first paragraph prints.
        """
        out: list[Block] = []
        for node in container:
            name = short(node)
            if name in ("text:p", "text:h"):
                out += self._paragraph(node, name, cell=cell, label=label, depth=depth)
                label = ""
            elif name == "text:list":
                out += self._list(node, cell=cell, depth=depth)
            elif name == "table:table":
                out += self._table(node, depth + 1)
            elif name == "text:section":
                hidden = get(node, "text:display") == "none"
                self.flow.tally["hidden"] += hidden
                out += [] if hidden else self.blocks(node, cell=cell, depth=depth)
            elif name in _THROUGH:
                out += self.blocks(node, cell=cell, label=label, depth=depth)
            elif name.startswith("draw:"):
                out += self._boxes(node, depth)
        return out

    def _paragraph(
        self, node: _Element, name: str, *, cell: bool, label: str, depth: int
    ) -> list[Block]:
        style = get(node, "text:style-name")
        if self.flow.styles.is_hidden("paragraph", style):
            self.flow.tally["hidden"] += 1
            return []
        said = printed(node, self.flow)
        level = times(node, "text:outline-level") if name == "text:h" else None
        if level is not None and not label and get(node, "text:is-list-header") != "true":
            label = self.lists.outline(level - 1)
        text = label + said.text.strip(" \t\n" if cell else None)
        out: list[Block] = []
        if text.strip():
            indent = self.flow.styles.indent("paragraph", style) if cell else 0
            out.append(Paragraph("\u3000" * min(indent, 20) + text, self.place, level))
        for box in said.boxes:
            out += self.blocks(box, depth=depth)
        return out

    def _boxes(self, node: _Element, depth: int) -> list[Block]:
        """What stands in something drawn that is anchored to the page and not to a paragraph."""
        said = Printed()
        boxes_of(node, said, self.flow)
        return [block for box in said.boxes for block in self.blocks(box, depth=depth)]

    def _list(self, node: _Element, *, cell: bool, depth: int) -> list[Block]:
        self.lists.open(node)
        out: list[Block] = []
        for item in node:
            name = short(item)
            if name not in ("text:list-item", "text:list-header"):
                continue
            counted = name == "text:list-item" and _begins_with_text(item)
            label = self.lists.label(item) if counted else ""
            out += self.blocks(item, cell=cell, label=label, depth=depth)
        self.lists.close()
        return out

    def _table(self, table: _Element, depth: int) -> list[Block]:
        """A table as a grid; one that only lays out the page gives way to its content."""
        require(depth, MAX_TABLES_DEEP, _DEEP, self.place)
        draft = _Draft()
        for row in held(table, ROWS, ROW_GROUPS):
            repeat = times(row, "table:number-rows-repeated")
            filled = any(len(cell) for cell in held(row, CELLS, frozenset()))
            for _ in range(repeat if filled else 1):
                self._row(row, draft, depth, again=repeat > 1)
        if not draft.cells:
            return []
        wide = max(cell.column + cell.column_span for cell in draft.cells)
        cells = tuple(draft.closed())
        return unwrapped(Grid(cells, draft.height, wide, self.place), draft.contents)

    def _row(self, row: _Element, draft: _Draft, depth: int, *, again: bool) -> None:
        column = 0
        for node in held(row, CELLS, frozenset()):
            repeat = times(node, "table:number-columns-repeated")
            if short(node) != "table:table-cell" or (repeat > 1 and not len(node)):
                column += repeat
                continue
            for _ in range(repeat):
                self.repeated += again or repeat > 1
                require(self.repeated, MAX_SPAN, REPEATED, self.place)
                column = draft.free(column)
                self._cell(node, column, draft, depth)
                column += 1
        draft.height += 1

    def _cell(self, node: _Element, column: int, draft: _Draft, depth: int) -> None:
        content = self.blocks(node, cell=True, depth=depth)
        text = "\n".join(block.text for block in content if isinstance(block, Paragraph))
        grids = tuple(block for block in content if isinstance(block, Grid))
        tall, wide = self._span(node, "rows"), self._span(node, "columns")
        require((draft.height + tall) * (column + wide), MAX_POSITIONS, _SIZE, self.place)
        wide = draft.cover(column, tall, wide)
        draft.contents.append(content)
        draft.cells.append(
            Cell(text.rstrip(), draft.height, column, tall, wide, self.place, grids=grids)
        )

    def _span(self, node: _Element, way: str) -> int:
        """Rows or columns covered; a number no table can have counts as one."""
        given = times(node, f"table:number-{way}-spanned")
        if given > MAX_SPAN:
            self.flow.tally["span"] += 1
            return 1
        return given


@define
class _Draft:
    """A table while its rows are being read."""

    cells: list[Cell] = field(factory=list)
    contents: list[list[Block]] = field(factory=list)
    covered: set[tuple[int, int]] = field(factory=set)
    height: int = 0

    def free(self, column: int) -> int:
        """The first column from there on that no merged cell covers in this row."""
        while (self.height, column) in self.covered:
            column += 1
        return column

    def cover(self, column: int, tall: int, wide: int) -> int:
        """Note what a cell covers; it ends before one that reaches in from above."""
        free = range(column, column + wide)
        taken = next((at for at in free if (self.height, at) in self.covered), None)
        wide = wide if taken is None else taken - column
        rows = range(self.height, self.height + tall)
        self.covered.update((row, at) for row in rows for at in range(column, column + wide))
        return wide

    def closed(self) -> Iterator[Cell]:
        """The cells, none reaching below the last row."""
        for cell in self.cells:
            yield evolve(cell, row_span=min(cell.row_span, self.height - cell.row))


def _begins_with_text(item: _Element) -> bool:
    """Whether an item has a paragraph of its own before the lists in it."""
    first = next((short(one) for one in item if short(one)), "")
    return first in ("text:p", "text:h")
