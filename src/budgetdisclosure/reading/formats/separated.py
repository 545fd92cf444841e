r"""Tables whose cells one mark parts (分隔符): bars, commas, semicolons, a fixed run of blanks.

Sheets pasted into a text or saved as one come so, among titles and notes. A mark counts as parting
cells only where every line of the block has as many of them, and a column of numbers shows for it;
two marks side by side are then an empty cell. Such lines are given tabs instead.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Final

_MARKS: Final = ("|", ",", ";", "；", "，", "\u3000")
_BLANKS: Final = re.compile(r"(?<=\S) {2,}(?=\S)")
_NUMBER: Final = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_AMOUNT: Final = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")
_COMMA: Final = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")
"""A comma that sets no thousands apart."""
_FEWEST: Final = 3
"""Cells that a line must have: two are a name and what is said of it."""


def tabbed(texts: Sequence[str]) -> dict[int, str]:
    r"""The lines of tables parted by a mark, by number, with tabs between their cells.

    >>> tabbed(["支出表", "科目|合计|基本", "208|1.00|", "合计|1.00|"])
    {1: '科目\t合计\t基本', 2: '208\t1.00\t', 3: '合计\t1.00\t'}
    >>> tabbed(["首页|新闻|公开", "关于|帮助|联系"])
    {}
    """
    found: dict[int, str] = {}
    for first, last in _blocks(texts):
        at, vain = first, dict[str, int]()
        while at < last:
            rows = next(_tables(texts, at, last, vain), [])
            for row in rows:
                found[at] = "\t".join(row)
                at += 1
            at += not rows
    return found


def _blocks(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines that print something and have no tabs."""
    start = 0
    for at, text in enumerate([*texts, ""]):
        if not text.strip() or "\t" in text:
            if at - start > 1:
                yield start, at
            start = at + 1


def _tables(
    texts: Sequence[str], first: int, last: int, vain: dict[str, int]
) -> Iterator[list[list[str]]]:
    """The table that begins with a line, by each mark that may part it.

    ``vain`` keeps how far each mark has been looked through and parted none.
    """
    for mark in _marks(texts[first]):
        if first < vain.get(mark, 0):
            continue
        rows: list[list[str]] = []
        even = True
        for at in range(first, last):
            cells = _cells(texts[at], mark)
            even = cells is not None and len(cells) in (1, len(rows[0] if rows else cells))
            if cells is None or not even or len(cells) == 1:
                break  # a line without the mark is a note
            rows.append(cells)
        if even and len(rows) > 1 and len(rows[0]) >= _FEWEST and _has_amounts(rows):
            yield rows
        vain[mark] = first + len(rows)


def _marks(text: str) -> Iterator[str]:
    if text.strip().startswith("|"):
        return  # a table of bars all around
    yield from (mark for mark in _MARKS if text.count(mark) >= _FEWEST - 1)
    runs = {len(run) for run in _BLANKS.findall(text)}
    if runs:
        yield " " * min(runs)


def _cells(text: str, mark: str) -> list[str] | None:
    """The cells of a line; None where the mark cannot be what parts them."""
    if mark == "," and not _COMMA.search(text):
        return None  # they set the thousands apart
    if mark in ",;|":
        try:
            return [cell.strip() for cell in next(csv.reader([text], delimiter=mark, strict=True))]
        except csv.Error:
            return None
    cells = text.split(mark)
    return None if any(cell != cell.strip(" ") for cell in cells) else cells


def _has_amounts(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column holds numbers alone below the heads, amounts among them."""
    for column in zip(*rows, strict=True):
        held = [cell for cell in column[1:] if cell]
        numbers = [cell for cell in held if _NUMBER.fullmatch(cell)]
        heads = held[: len(held) - len(numbers)]
        amounts = any(map(_AMOUNT.fullmatch, numbers)) and len(heads) < len(numbers)
        if amounts and not any(map(_NUMBER.fullmatch, (column[0], *heads))):
            return True
    return False
