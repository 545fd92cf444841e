"""Columns of words written again under their own headings, and what a row says in them (文字栏)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from budgetdisclosure.model import Line, Text, items
from budgetdisclosure.model.texts import counts_of, unsaid, words_of
from budgetdisclosure.reading.recognise.vocabulary import heading_says
from budgetdisclosure.writing.blocks import Path, amount
from budgetdisclosure.writing.headings import levels_of, printed_figures
from budgetdisclosure.writing.sheet import Cell

TOTALS = (
    items.TOTAL,
    items.GRAND_TOTAL,
    items.CURRENT_YEAR_REVENUE,
    items.CURRENT_YEAR_EXPENDITURE,
)
"""The rows that sum up, set in bold."""


def paths_of(labels: Sequence[str]) -> Iterator[Path]:
    """The headings over the columns; a heading that was printed twice is printed twice again."""
    for label in labels:
        bare, _, count = label.removesuffix("）").rpartition("（")
        twice = count.isdigit() and bare in labels
        yield levels_of(bare if twice else label)


def text_cells(line: Line, labels: Sequence[str]) -> Iterator[Cell]:
    """The row's cells in these columns; what names a total reaches over what is left."""
    held = {text.label: text.text for text in words_of(line)}
    total = line.item in TOTALS
    at = 0
    while at < len(labels):
        text = held.get(labels[at], "")
        reach = at + 1
        while total and text and reach < len(labels) and labels[reach] not in held:
            reach += 1
        yield Cell(text, columns=reach - at, strong=total)
        at = reach


def amounts_of(line: Line, columns: Iterable[str]) -> Iterator[Cell]:
    """The row's figures in these columns, and what it counts there."""
    held, counts = printed_figures(line), counts_of(line)
    for name in columns:
        count = counts.get(name)
        yield amount(held.get(name)) if count is None else Cell(count, aligned=True)


def kept(line: Line) -> Counter[tuple[str, str]]:
    """What must stand in the row's columns of words again, by heading.

    A form prints code and name under headings of its own, and numbers its rows by itself (行次).
    """
    left = unsaid(line, (text for text in line.texts if not _counts_rows(text)))
    return Counter((text.label, text.text) for text in left)


def _counts_rows(text: Text) -> bool:
    """Whether a text only numbers its row, as forms do by themselves (行次)."""
    return text.text.isdigit() and heading_says("order", levels_of(text.label)[-1])
