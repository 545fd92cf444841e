"""Labels and their values side by side (表头项目): 项目名称 | … | 主管部门 | …."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from budgetdisclosure.reading.recognise.performance_rows import TableRow, Token
from budgetdisclosure.reading.recognise.performance_words import (
    GROUPS,
    LABELS,
    PARTICULARS,
    SOURCES,
    named,
)

Pair = tuple[Token | None, Token | None, tuple[Token, ...]]
"""A label and its value; both None where the cells could not be told apart."""


def pairs_of(row: TableRow) -> Iterator[Pair]:
    """The labels of a row with their values, in order.

    A known label takes the cell after it, unless that is a label too; a cell that is no known
    label takes the next one as its value; a cell without a value stands alone.
    """
    label: Token | None = None
    for token in _divided(row):
        if is_label(token):
            if label is not None:
                yield _alone(label)
            label = token
        elif label is not None:
            yield label, token, (label, token)
            label = None
        elif not GROUPS.fullmatch(token.key):
            label = token
    if label is not None:
        yield _alone(label)


def _alone(label: Token) -> Pair:
    return (label, None, (label,)) if is_label(label) else (None, None, (label,))


def is_label(token: Token) -> bool:
    """Whether a cell is a label that forms are known to print."""
    key = token.key.rstrip("：:")
    source = key.startswith("其中") and SOURCES.fullmatch(key)
    return bool(named(key, LABELS) or PARTICULARS.fullmatch(key) or source)


def _divided(row: TableRow) -> Iterator[Token]:
    """The cells, those that print label and value together (项目期限：1年) divided at the colon."""
    for token in row.tokens:
        head, colon, value = token.text.replace(":", "：").partition("：")
        label = evolve(token, text=head)
        divides = is_label(label) or len(row.tokens) == 1
        if colon and value.strip() and divides and not is_label(token):
            yield label
            yield evolve(token, text=value.strip())
        else:
            yield token
