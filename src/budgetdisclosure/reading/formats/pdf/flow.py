"""Lines put together into paragraphs (段落), in reading order with the grids and across pages."""

from __future__ import annotations

from budgetdisclosure.reading.document import Block, Box, Grid, Paragraph
from budgetdisclosure.reading.formats.pdf.pages import Page


class Flow:
    """The blocks of a document, gathered page by page."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self.pages = 0

    def add(self, page: Page) -> None:
        """Take in the next page."""
        self.pages += 1
        items: list[tuple[int, Block]] = [(g.box.top if g.box else 0, g) for g in page.grids]
        for line in page.lines:
            box = Box(line.left, line.top, line.right, line.bottom)
            items.append((line.top, Paragraph(line.text, page.place, None, box)))
        items.sort(key=lambda item: item[0])
        self._blocks += [block for _, block in items]

    def blocks(self) -> tuple[Block, ...]:
        """Everything gathered."""
        return tuple(self._blocks)
