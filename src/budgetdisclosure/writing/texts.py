"""Columns of words written again under their own headings, and what a row says in them (文字栏)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from budgetdisclosure.model import Line, items
from budgetdisclosure.model.texts import counts_of, unsaid, words_of
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


def by_words(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """Lines apart that share no column of words, as lists that were printed side by side are.

    >>> from budgetdisclosure.model import Text
    >>> rows = [Line(texts=(Text("甲", "1"),)), Line(texts=(Text("乙", "2"),))]
    >>> [len(part) for part in by_words(rows)]
    [1, 1]
    """
    parts: list[tuple[set[str], list[Line]]] = []
    for line in lines:
        labels = {text.label for text in words_of(line)}
        if parts and parts[-1][0] & labels:
            parts[-1][0].update(labels)
            parts[-1][1].append(line)
        else:
            parts.append((labels, [line]))
    met = [label for labels, _ in parts for label in labels]
    return [tuple(held) for _, held in parts] if len(met) == len(set(met)) else []


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
        while total and text == line.name and reach < len(labels) and labels[reach] not in held:
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

    A form prints code and name under headings of its own, and numbers its rows by itself.
    """
    return Counter((text.label, text.text) for text in unsaid(line))
