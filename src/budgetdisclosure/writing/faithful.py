"""Whether a layout says all that its tables say: it is read back as a reader would (回读核对)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from budgetdisclosure.model import Disclosure, Line, Table
from budgetdisclosure.reading.document import Block, Cell, Document, Grid, Paragraph
from budgetdisclosure.reading.recognise import recognise
from budgetdisclosure.writing.headings import printed_figures
from budgetdisclosure.writing.sheet import Sheet
from budgetdisclosure.writing.texts import kept

Loss = tuple[int, int, int]
"""How many figures do not come back, how many lines and tables come back otherwise, and how many
texts do not stand under their headings again."""

WHOLE: Loss = (0, 0, 0)


def loss_of(
    sheet: Sheet, tables: Sequence[Table], cover: Sequence[str], *, flat: bool = False
) -> Loss:
    """What is lost where ``tables`` are printed as ``sheet`` under the lines of a cover."""
    back = {table.id: table for table in _read(sheet, cover, flat).tables}
    figures = lines = texts = 0
    for table in tables:
        again = back.get(table.id)
        pairs = list(_pairs(table, again))
        texts += sum(_unsaid(one, other) for one, other in pairs)
        if again == table:
            continue
        figures += sum(_missing(one, other) for one, other in pairs)
        lines += 1 + sum(one != other for one, other in pairs)
    return figures, lines, texts


def _pairs(table: Table, again: Table | None) -> Iterator[tuple[Line, Line | None]]:
    held = dict(again.groups()) if again is not None else {}
    for name, group in table.groups():
        for one, other in zip_longest(group, held.get(name, ())):
            if one is not None:
                yield one, other


def _missing(line: Line, again: Line | None) -> int:
    figures = printed_figures(line)
    if again is None or again.key != line.key:
        return len(figures)
    back = printed_figures(again)
    return sum(back.get(name) != figure for name, figure in figures.items())


def _unsaid(line: Line, again: Line | None) -> int:
    """How many texts that its code and name do not say the line no longer prints in its columns."""
    back = Counter((text.label, text.text) for text in again.texts) if again else Counter()
    return (kept(line) - back).total()


def _read(sheet: Sheet, cover: Sequence[str], flat: bool) -> Disclosure:
    lines = (
        *cover,
        sheet.title,
        sheet.number,
        *sheet.frame,
    )
    blocks: list[Block] = [Paragraph(line) for line in lines if line]
    blocks += [grid_of(sheet, flat=flat)] if sheet.rows else []
    return recognise(Document((*blocks, *(Paragraph(note) for note in sheet.notes))))


def grid_of(sheet: Sheet, *, flat: bool = False) -> Grid:
    """The sheet as a reader meets it; ``flat`` is without merged cells, as text has it."""
    cells = tuple(
        Cell(cell.words, row, column, *((1, 1) if flat else (cell.rows, cell.columns)))
        for row, line in enumerate(sheet.grid())
        for column, cell in enumerate(line)
        if cell is not None
    )
    return Grid(cells, len(sheet.rows), sheet.width)
