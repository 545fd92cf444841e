"""Forms of which only the title and a note are printed (无表格的空表)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from budgetdisclosure.model import Table
from budgetdisclosure.reading.document import Document, Paragraph
from budgetdisclosure.reading.recognise.captions import (
    Titles,
    entity_of,
    note_of,
    notes_after,
    shown,
)
from budgetdisclosure.reading.recognise.figures import placed
from budgetdisclosure.reading.recognise.money import money_in, unit_of
from budgetdisclosure.reading.recognise.titles import table_number
from budgetdisclosure.reading.recognise.words import plain, tidy

_SURE: Final = 90
_REACH: Final = 6


def gridless_tables(
    document: Document, titles: Titles, taken: frozenset[str], file: str | None
) -> Iterator[Table]:
    """The forms that are not among ``taken`` and stand there as a title with a note."""
    seen = set(taken)
    for run in _runs(document):
        for at, paragraph in enumerate(run):
            if titles.best(paragraph.text) < _SURE:
                continue
            layout = titles.rate(paragraph.text)[0].layout
            below = _below(run, at, titles)
            if layout.typed and layout.id not in seen and _announces(below):
                seen.add(layout.id)
                yield _table(layout.table_type, paragraph, below, run[at - 1 : at], titles, file)


def _runs(document: Document) -> list[list[Paragraph]]:
    """The paragraphs between grids; the last before a grid are that grid's caption."""
    runs: list[list[Paragraph]] = [[]]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            runs[-1].append(block)
        else:
            runs.append([])
    return runs


def _below(run: Sequence[Paragraph], at: int, titles: Titles) -> list[Paragraph]:
    """The lines under a title, down to the next one."""
    below: list[Paragraph] = []
    for paragraph in run[at + 1 : at + 1 + _REACH]:
        if titles.best(paragraph.text) >= _SURE:
            break
        below.append(paragraph)
    return below


def _announces(below: Sequence[Paragraph]) -> bool:
    """Whether the lines are those of a table: a number, unit or entity, and a note."""
    short = [paragraph.text for paragraph in below if len(plain(paragraph.text)) < 60]
    framed = any(table_number(text) or money_in(text) or entity_of(text) for text in short)
    return framed and any(note_of(paragraph.text) for paragraph in below)


def _table(
    kind: type[Table],
    title: Paragraph,
    below: Sequence[Paragraph],
    above: Sequence[Paragraph],
    titles: Titles,
    file: str | None,
) -> Table:
    texts = [paragraph.text for paragraph in (*below, *above) if len(plain(paragraph.text)) < 60]
    first = next((at for at, one in enumerate(below) if note_of(one.text)), len(below))
    name = shown(title.text)
    return kind(
        title=tidy(name),
        number=next((n for n in map(table_number, texts) if n), None),
        unit=next((unit for unit in map(unit_of, texts) if unit), None),
        notes=notes_after(below[first:], titles),
        place=placed(title.place, file, tidy(name), ""),
        gridless=True,
    )
