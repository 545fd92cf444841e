"""Where tables of amounts stand among lines (表的范围): their headings, and their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from attrs import frozen

from budgetdisclosure.reading.formats.aligned.pieces import (
    Piece,
    begins_row,
    goes_on_in_prose,
    pieces_of,
)

_CAPTION: Final = re.compile(r"单位\s*[：:]|(?:部门|单位)(?:名称|代码)?\s*[：:]")
_TITLE: Final = re.compile(r".*表(?:[（(].{0,12}[）)])?|[（(]?\s*20\d\d年度?\s*[）)]?")
_NOTE: Final = re.compile(r"注\s*\d?\s*[：:]|备注[：:]|说明[：:]|注释")
_PAGE: Final = re.compile(r"[-—–_ ]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—–_ ]*")
_TARGET: Final = re.compile(r".*[≥≤＝＞＜=><≧≦]")
_LONGEST: Final = 44
_FEWEST: Final = 3
_MOST_HEADS: Final = 16
_MOST_BLANKS: Final = 4
_MARGIN: Final = 12
"""A heading over some columns stands further in than this; a heading of a section does not."""


@frozen
class Region:
    """A table's lines: headings from ``start``, rows from ``rows``, up to ``end``."""

    start: int
    rows: int
    end: int


def regions_of(texts: Sequence[str]) -> Iterator[Region]:
    """The tables of amounts among lines of one page, from the top.

    >>> rows = ["合计   1.00    2.00", "培训   1.00    2.00"]
    >>> list(regions_of(["某表", "项目   预算数  决算数", *rows]))
    [Region(start=1, rows=2, end=4)]
    """
    lines = [pieces_of(text) for text in texts]
    free = 0
    for region in regions_among(lines):
        yield from _empty(lines, free, region.start)
        yield region
        free = region.end
    yield from _empty(lines, free, len(lines))


def _empty(lines: Sequence[tuple[Piece, ...]], free: int, end: int) -> Iterator[Region]:
    """The forms without amounts among some lines: what counts their columns tells of them."""
    for number in range(free, end):
        if free <= number and _counts_columns(lines[number]):
            start = max(_start(lines, number, free), free)
            last = _last_row(lines, number, end)
            if start < number and not _has_targets(lines[start:last]):
                yield Region(start, number + 1, last)
                free = last


def _last_row(lines: Sequence[tuple[Piece, ...]], counted: int, end: int) -> int:
    """The line after the last row that prints no amounts; other lines near it are of its name."""
    last = counted + 1
    for number in range(last, end):
        line = lines[number]
        code = _is_row(line) and any(lines[number + 1 : number + 2])  # and no page's number
        if number - last > _MOST_BLANKS or (line and _parts(line) and not code):
            break
        total = bool(line) and line[0].text.endswith("计")
        if code or total or len(line) > 1 or _is_row(line):
            last = number + 1
    rest = lines[last : last + 1] if last < end else ()
    return last + any(line and not _parts(line) for line in rest)


def _counts_columns(line: Sequence[Piece]) -> bool:
    """Whether a line counts three columns or more, from the first on: 栏次 1 2 3."""
    numbers = [piece.text for piece in line if piece.text not in ("栏次", "行次")]
    return len(numbers) >= _FEWEST and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def regions_among(lines: Sequence[tuple[Piece, ...]]) -> Iterator[Region]:
    """The same among lines cut already."""
    free = 0
    for first, last in _groups(lines):
        start = _start(lines, first, free)
        rows = _first_row(lines, start, first)
        end = _end(lines, last)
        if _is_table(lines, rows, last) and not _has_targets(lines[_top(lines, start, free) : end]):
            yield Region(start, rows, end)
            free = end


def _groups(lines: Sequence[tuple[Piece, ...]]) -> Iterator[tuple[int, int]]:
    """The first and last line with an amount, of lines that nothing between parts."""
    first = last = None
    for number, line in enumerate(lines):
        if line and _parts(line):
            if first is not None and last is not None:
                yield first, last
            first = last = None
        elif any(piece.is_amount for piece in line):
            first = number if first is None else first
            last = number
    if first is not None and last is not None:
        yield first, last


def _parts(line: tuple[Piece, ...]) -> bool:
    """Whether a line is no part of a table: a title, a caption, a note, running text."""
    text = line[0].text
    if _NOTE.match(text) or any(_CAPTION.search(piece.text) for piece in line):
        return True
    if any(map(_is_sentence, line)) and not _ends_in_remark(line):
        return True
    if any(goes_on_in_prose(piece.text) for piece in line):
        return True
    if len(line) == 1 and is_page_number(text):
        return True
    near = all(two.start - one.end <= 1 for one, two in pairwise(line))
    return near and bool(_TITLE.fullmatch("".join(piece.text for piece in line)))


def is_page_number(text: str) -> bool:
    """Whether a line is a page's number.

    >>> is_page_number("- 13 -"), is_page_number("13.00")
    (True, False)
    """
    return bool(_PAGE.fullmatch(text))


def _is_sentence(piece: Piece) -> bool:
    return len(piece.text) > _LONGEST or piece.text[-1] in "。；;，"


def _ends_in_remark(line: tuple[Piece, ...]) -> bool:
    """Whether a sentence stands apart behind amounts that stand apart: a row with a remark."""
    *cells, last = line
    apart = all(two.start - one.end > 1 for one, two in pairwise(line))
    amounts = sum(piece.is_amount for piece in cells)
    return apart and amounts > 1 and _is_sentence(last) and not any(map(_is_sentence, cells))


def _start(lines: Sequence[tuple[Piece, ...]], first: int, free: int) -> int:
    """The first line of the headings above the first line with an amount."""
    start, held, blanks = first, 0, 0
    for number in range(first - 1, free - 1, -1):
        line = lines[number]
        if not line:
            blanks += 1
            if blanks > _MOST_BLANKS:
                break
            continue
        if _parts(line) or held == _MOST_HEADS:
            break
        start, held, blanks = number, held + 1, 0
    while start < first and not _may_begin(lines[start]):
        start += 1
    return start


def _may_begin(line: tuple[Piece, ...]) -> bool:
    """Whether a table may begin with a line: not with a lone text at the left, but for a row."""
    if len(line) != 1:
        return bool(line)
    return line[0].start >= _MARGIN or _is_row(line)


def _first_row(lines: Sequence[tuple[Piece, ...]], start: int, first: int) -> int:
    """The first row: a line with an amount, a code or a numbered name before it."""
    return next((n for n in range(start, first) if lines[n] and _is_row(lines[n])), first)


def _is_row(line: tuple[Piece, ...]) -> bool:
    return any(begins_row(piece.text) for piece in line)


def _end(lines: Sequence[tuple[Piece, ...]], last: int) -> int:
    """The line after the last row; rows without amounts may follow the last with one."""
    end = last + 1
    for number in range(last + 1, len(lines)):
        line = lines[number]
        if line and _parts(line):
            break
        if not line and not any(len(after) > 1 for after in lines[number + 1 : number + 2]):
            if not _goes_on(lines, number):
                break
            continue
        if line:
            end = number + 1
    return end


def _goes_on(lines: Sequence[tuple[Piece, ...]], blank: int) -> bool:
    """Whether a row of several cells follows a blank line or two."""
    after = [line for line in lines[blank + 1 : blank + 3] if line]
    return bool(after) and len(after[0]) > 1 and not _parts(after[0])


def _is_table(lines: Sequence[tuple[Piece, ...]], rows: int, last: int) -> bool:
    """Two rows with amounts, or one with two: fewer may be chance."""
    counts = [sum(piece.is_amount for piece in line) for line in lines[rows : last + 1]]
    held = [count for count in counts if count]
    many = any(len(line) > 1 for line in lines[rows : last + 1])
    return many and (len(held) > 1 or max(held, default=0) > 1)


def _top(lines: Sequence[tuple[Piece, ...]], start: int, free: int) -> int:
    """The first line above a region that nothing parts from it."""
    while start > free and not (lines[start - 1] and _parts(lines[start - 1])):
        start -= 1
    return start


def _has_targets(lines: Sequence[tuple[Piece, ...]]) -> bool:
    """Whether more lines print targets (≥ 95%) than amounts alone: it is no table of amounts."""
    targets = [any(_TARGET.match(piece.text) for piece in line) for line in lines]
    amounts = sum(
        any(piece.is_amount for piece in line)
        for line, target in zip(lines, targets, strict=True)
        if not target
    )
    return sum(targets) > amounts
