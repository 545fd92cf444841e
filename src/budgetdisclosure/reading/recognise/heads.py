"""Header rows and what they say of each column (表头): paths of headings from the top down."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from attrs import frozen

from budgetdisclosure.reading.document import Cell
from budgetdisclosure.reading.recognise.sheet import Row, is_empty
from budgetdisclosure.reading.recognise.vocabulary import heading_says, row_says
from budgetdisclosure.reading.recognise.words import (
    enumerated,
    has_digits,
    is_number,
    is_percent,
    plain,
    says_nothing,
    tidy,
)

_BEGINS_CODED = re.compile(r"[\[(]?\d{3}(?:\d{2}){0,2}[\])]?[-—_]?[^\d年]")
_NONE: frozenset[str] = frozenset()
"""No names of rows: what stands in the first row heads something (预算数 over all costs)."""
LEVELS = frozenset("类款项目")
_KEYS = ("code", "name", "unit_code")
_NO_COLUMN = 0
"""A number of three digits and more, which numbers no column."""
_MARKS = frozenset({"栏次", "行次", "栏目", "**", "*", "甲", "乙", "丙", "丁", "—", "-", "--"})


@frozen
class Head:
    """A table's header: the path of each column, and where the data begin.

    ``carrying`` tells that the last header row prints figures as well (类 款 项 合计 2,946.25).
    """

    paths: tuple[tuple[str, ...], ...]
    height: int
    carrying: bool = False


def head_of(rows: Sequence[Row], width: int, *, spans: bool, terms: frozenset[str]) -> Head:
    """The header of a table; ``terms`` are names of rows, which no header prints."""
    at = 0
    labels: list[Row] = []
    carrying = False
    while at < len(rows):
        row = rows[at]
        if is_numbering(row) or is_empty(row) or (labels and row.texts == ("1",)):
            at += 1
            continue
        if has_levels(row) and _carries(row):
            labels.append(_labels_only(row))
            if not _numbers_columns(row):
                carrying = True
                break
            at += 1
            continue
        heads_on = _goes_on(row, labels) or _heads_amounts(row, labels)
        is_data = _is_data(row, terms if labels else _NONE) or _names_a_row(row, labels)
        if is_data and not heads_on:
            break
        labels.append(row)
        at += 1
    if not labels:
        return Head(tuple(() for _ in range(width)), at)
    levels = [list(row.cover) for row in labels]
    filled = levels if spans else _filled(levels)
    paths = tuple(_path([level[column] for level in filled]) for column in range(width))
    return Head(paths, at, carrying)


def is_numbering(row: Row) -> bool:
    """Whether a row only numbers the columns: 栏次 1 2 3, ** ** 1 2, or the rest of such a row.

    A row of the numbers 1, 2, 3 … in order is one too, whatever stands before it.
    """
    return _counts_up(row.texts)


def _numbers_columns(row: Row) -> bool:
    """Whether a row with level marks only numbers its columns (类 款 项 栏次 1 2)."""
    return _counts_up(tuple(text for text in row.texts if text not in LEVELS))


def _counts_up(texts: Sequence[str]) -> bool:
    if not texts:
        return False
    if any(row_says("numbering", text) for text in texts):  # beside the last of the headings
        texts = [text for text in texts if not any(heading_says(kind, text) for kind in _KEYS)]
    numbers = []
    for text in texts:
        if text.isascii() and text.isdigit():
            numbers.append(int(text) if len(text) < 3 else _NO_COLUMN)
        elif not (text in _MARKS or row_says("numbering", text) or _is_formula(text)):
            return False
    if _NO_COLUMN in numbers:
        return False
    if len(numbers) < len(texts):
        return True
    return len(numbers) > 1 and all(b - a == 1 for a, b in itertools.pairwise(numbers))


def _is_formula(text: str) -> bool:
    """``1=2+3``: how a form says what a column adds up."""
    return "=" in text and all(mark in "0123456789=+-()" for mark in text)


def _goes_on(row: Row, labels: Sequence[Row]) -> bool:
    """Whether a heading of a row above reaches down into this one, so that it is header still."""
    if not labels or any(_is_figure(text) for text in row.texts):
        return False
    own = {id(cell) for cell in row.cells if cell}
    above = {
        id(cell)
        for label in labels
        for cell in label.cover
        if cell and cell.text.strip() and plain(cell.text) not in LEVELS
    }
    return any(cell and id(cell) not in own and id(cell) in above for cell in row.cover)


def _heads_amounts(row: Row, labels: Sequence[Row]) -> bool:
    """Whether a row of texts begins with 小计 or the like under the heading of an amount."""
    held = [at for at, cell in enumerate(row.cells) if cell and cell.text.strip()]
    if not held or not held[0] or not heading_says("generic", row.text(held[0])):
        return False
    if any(says_nothing(row.text(at)) or is_number(row.text(at)) for at in held):
        return False
    above = [text for label in labels if (text := label.text(held[0]).strip())]
    keys = ("name", "code", "level", "unit_code", "order")
    return bool(above) and not any(heading_says(kind, above[-1]) for kind in keys)


def _carries(row: Row) -> bool:
    """Whether a row of level marks prints figures or the name of the total as well."""
    others = [text for text in row.texts if text not in LEVELS and not says_nothing(text)]
    total = bool(others) and all(row_says("total", text) for text in others)
    return total or any(is_number(text) for text in others)


def _names_a_row(row: Row, labels: Sequence[Row]) -> bool:
    """Whether a row prints a name in the first column alone, under a header of several."""
    held = [at for at, cell in enumerate(row.cells) if cell and cell.text.strip()]
    if held != [0] or not labels or len(labels[-1].texts) < 2 or not labels[-1].text(0).strip():
        return False
    cell = row.cells[0]
    kinds = ("name", "code", "level", "order", "generic", "unit_code")
    spans = cell is not None and cell.column_span > 1
    return not spans and not any(heading_says(kind, row.text(0)) for kind in kinds)


def has_levels(row: Row) -> bool:
    """Whether a row prints the marks of code levels, 类 款 项."""
    texts = row.texts
    return sum(text in LEVELS for text in texts[:4]) >= 2


def _labels_only(row: Row) -> Row:
    """A row that is header and data at once, as a header: its level marks alone."""
    cells = tuple(cell if cell and plain(cell.text) in LEVELS else None for cell in row.cells)
    return Row(cells, cells)


def _is_data(row: Row, terms: frozenset[str]) -> bool:
    texts = row.texts
    if any(_is_figure(text) for text in texts):
        return True
    first = texts[0]
    if _is_code(first) or (enumerated(first) and not first.endswith("年")):
        return True
    if _BEGINS_CODED.match(first):
        return True
    alone = len(set(texts)) == 1
    if row_says("total", first):
        return alone or not any(map(_is_label, texts[1:]))
    if says_nothing(first) and all(says_nothing(text) for text in texts):
        return True
    said = [text for text in texts[1:] if not says_nothing(text)]
    if len(said) < len(texts) - 1 and not any(map(_is_label, said)):
        return True
    return any(first == term for term in terms) and not any(map(_is_label, texts[1:]))


def _is_figure(text: str) -> bool:
    return has_digits(text) and (is_number(text) or is_percent(text)) and not _is_year(text)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.startswith("20") and text.isdigit()


def _is_code(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) in (3, 5, 7)


def _is_label(text: str) -> bool:
    """Whether a text is a heading known as such, so that the row is a header row."""
    return any(heading_says(kind, text) for kind in ("generic", "name", "code", "level")) or (
        text.endswith(
            ("支出", "收入", "费", "费用", "经费", "预算", "决算", "拨款", "结转", "结余", "数")
        )
    )


def _filled(levels: list[list[Cell | None]]) -> list[list[Cell | None]]:
    """Headings spread rightwards over blank cells, only while the heading above stays the same."""
    filled: list[list[Cell | None]] = []
    for depth, level in enumerate(levels):
        row = list(level)
        for column in range(1, len(row)):
            if _said(row[column]) or not _said(row[column - 1]):
                continue
            above = [upper[column - 1] is upper[column] for upper in filled]
            below = any(_said(lower[column]) for lower in levels[depth + 1 :])
            if below and all(above):
                row[column] = row[column - 1]
        filled.append(row)
    return filled


def _said(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text.strip())


def _path(cells: Sequence[Cell | None]) -> tuple[str, ...]:
    path: list[str] = []
    seen: list[Cell] = []
    for cell in cells:
        if cell is None or any(cell is other for other in seen):
            continue
        seen.append(cell)
        text = tidy(cell.text)
        if text and (not path or path[-1] != text):
            path.append(text)
    return tuple(path)
