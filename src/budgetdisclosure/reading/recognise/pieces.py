"""What recognition passes between its steps: a grid with the text that stands before it."""

from __future__ import annotations

from attrs import field, frozen

from budgetdisclosure.reading.document import Grid, Paragraph


@frozen
class Piece:
    """A grid (表格) of the document, and the paragraphs printed between it and the grid before.

    ``index`` is its number among the document's grids, from zero, in reading order.
    """

    grid: Grid
    before: tuple[Paragraph, ...] = ()
    index: int = 0
    after: tuple[Paragraph, ...] = field(default=(), kw_only=True)
    """The paragraphs between it and the next grid: notes, and the title of what follows."""
