"""Plain text (文本): what OCR, web pages and ``pdftotext -layout`` leave of a disclosure.

Tables are found in these shapes, each a block of neighbouring lines: cells divided by tabs, cells
divided by upright bars (Markdown, or drawn with box characters), columns aligned by spaces, and
tables in HTML that stand in the text.
A blank line ends a table; a table cut by one is delivered as two grids, and recognition joins
them. Everything else is prose, one line one paragraph, each with its line number, so that a
sentence cut by a line end can be joined too. A file that is one sheet throughout, its cells
divided by commas, is read as a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Box, Cell, Document, Grid, Paragraph
from budgetdisclosure.reading.formats.aligned import regions_of, table_of
from budgetdisclosure.reading.formats.anchored import anchored_rows
from budgetdisclosure.reading.formats.charset import decode
from budgetdisclosure.reading.formats.columns import (
    LONGEST_LINE,
    Placed,
    block_length,
    leading,
    place_rows,
)
from budgetdisclosure.reading.formats.delimited import delimited_blocks
from budgetdisclosure.reading.formats.ordered import Ordered, ordered_tables, untold_cells
from budgetdisclosure.reading.formats.separated import tabbed
from budgetdisclosure.reading.formats.wrapped import unwrapped_rows
from budgetdisclosure.reading.limits import MAX_POSITIONS, require
from budgetdisclosure.wording import Wording

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_BARS: Final = str.maketrans(dict.fromkeys("│┃║", "|"))
_RULE: Final = re.compile(r"[\s|+:=\-─━═┄┈┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝]+")
_DIVIDER: Final = re.compile(r":?-{2,}:?")
_BULLET: Final = re.compile(r"^[-*+]\s+(?=\S)")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1")
_ESCAPED: Final = re.compile(r"\\([\\`*_\[\]<>#|])")
_FEWEST_RULED: Final = 2
"""A box with rules between more parts than head and body has one between all rows."""
_TABLE: Final = re.compile(r"\s*(?:<(?:html|body|div|center)\b[^<>]*>\s*)*<table\b", re.IGNORECASE)
_DASHES: Final = re.compile(r"[\s=-]*[=-]{3}[\s=-]*")
_CORNERS: Final = tuple("+┌├└┏┣┗╔╠╚")
_DECIMALS: Final = re.compile(r"\d\.\d")
_BAR: Final = re.compile(r"(?<!\\)\|")


@frozen
class Line:
    """One line of the file, and the page it is on where form feeds tell."""

    number: int
    text: str
    page: int | None = None
    file: str | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing is printed on the line."""
        return not self.text.strip()

    @property
    def place(self) -> Place:
        """Where the line stands."""
        return Place(file=self.file, page=self.page, line=self.number)


def read_text(data: bytes, *, source: str | None = None) -> Document:
    r"""Read a text file (文本文件) into paragraphs and grids.

    Args:
        data: the file's bytes, in UTF-8, GB 18030, Big5 or UTF-16, with or without a mark.
        source: the file's name, for messages.

    Raises:
        ReadingError: the file is empty, or its bytes are no text.

    >>> document = read_text("收入决算表\n\n项目\t金额\n合计\t1.00\n".encode())
    >>> document.paragraphs[0].text, document.grids[0].texts()
    ('收入决算表', (('项目', '金额'), ('合计', '1.00')))
    """
    text, remarks = decode(data)
    lines, pages = _lines(text, source)
    sheet = delimited_blocks(text, Place(file=source))
    blocks = tuple(blocks_of(lines) if sheet is None else sheet)
    if not blocks:
        raise ReadingError(
            Wording("文件没有任何文字", "the file has no text"),
            place=Place(file=source),
            remedy=Wording("请核对是否选错了文件", "Check that it is the right file"),
        )
    return Document(blocks, source, "text", pages, remarks)


def _lines(text: str, file: str | None) -> tuple[list[Line], int | None]:
    """The lines, numbered as an editor does; a form feed begins a page."""
    paged = "\f" in text.rstrip("\f\r\n ")
    page = 1
    lines = []
    for number, raw in enumerate(_LINE_END.split(text), 1):
        page += raw.count("\f")
        lines.append(Line(number, raw.replace("\f", ""), page if paged else None, file))
    return lines, page - text.endswith("\f") if paged else None


def blocks_in(text: str, place: Place) -> list[Block]:
    """The paragraphs and grids of a text that is part of a file."""
    lines = (
        Line(number, one, place.page, place.file) for number, one in enumerate(text.split("\n"), 1)
    )
    return blocks_of(list(lines))


def blocks_of(lines: list[Line]) -> list[Block]:
    """The paragraphs and grids of ``lines``, in order."""
    parted = tabbed([line.text for line in lines])
    lines = [evolve(one, text=parted[at]) if at in parted else one for at, one in enumerate(lines)]
    blocks: list[Block] = []
    done = 0
    for start, end, found in _tables_of_amounts(lines):
        blocks += [*_blocks_between(lines[done:start]), *found]
        done = end
    return blocks + _blocks_between(lines[done:])


def _blocks_between(lines: list[Line]) -> list[Block]:
    """The paragraphs and grids of lines with no table of amounts aligned by spaces."""
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        found, at = _next(lines, at)
        blocks.extend(found)
    return blocks


def _tables_of_amounts(lines: list[Line]) -> Iterator[tuple[int, int, list[Block]]]:
    """The tables of amounts aligned by spaces, with their first line and the line after them."""
    for first, last in _plain_runs(lines):
        done = first
        for table in ordered_tables([line.text for line in lines[first:last]]):
            yield from _regions(lines, done, first + table.start)
            yield first + table.start, first + table.end, _in_columns(lines[first:last], table)
            done = first + table.end
        yield from _regions(lines, done, last)


def _in_columns(lines: list[Line], table: Ordered) -> list[Block]:
    """A table that keeps its order alone, and after it what stands in none of its columns."""
    rows = [(lines[at].place, list(cells)) for at, cells in table.rows]
    lost = [(lines[at].place, [Placed(text, 0)]) for at, text in table.lost]
    return [_grid(one, ruled=False) for one in (rows, lost) if one]


def _regions(lines: list[Line], start: int, end: int) -> Iterator[tuple[int, int, list[Block]]]:
    """The tables whose columns stand below one another."""
    own = [evolve(one, text="") if _DASHES.fullmatch(one.text) else one for one in lines[start:end]]
    for region in regions_of([line.text.rstrip() for line in own]):
        held = own[region.start : region.end]
        rows = held[region.rows - region.start :]
        untold = untold_cells([line.text for line in rows])
        if untold is not None:
            yield start + region.rows, start + region.end, _in_columns(rows, untold)
            continue
        numbered = [(line.number, line.text.rstrip()) for line in held]
        table = table_of(numbered, region.rows - region.start)
        if table is not None:
            places = {line.number: line.place for line in held}
            grid = _grid([(places[number], row) for number, row in table.rows], ruled=False)
            unread = [b for line in held if line.number in table.unread for b in _prose(line)]
            yield start + region.start, start + region.end, [*unread, grid]


def _plain_runs(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Runs of lines of one page without tabs and bars."""
    start = 0
    for at, line in enumerate(lines):
        other = "\t" in line.text or _is_barred(line.text) or len(line.text) > LONGEST_LINE
        if other or line.page != lines[start].page:
            yield start, at
            start = at + other
    yield start, len(lines)


def _next(lines: list[Line], at: int) -> tuple[list[Block], int]:
    """The blocks that begin at a line, and the line after them."""
    for finder in (_marked_up, _barred, _tabbed, _aligned):
        end = finder(lines, at)
        if end is not None:
            return end
    return _prose(lines[at]), at + 1


def _prose(line: Line) -> list[Block]:
    """A line of running text; Markdown's marks for headings, bullets and bold are not text."""
    text = line.text.strip()
    if not text or (len(text) > 2 and _RULE.fullmatch(text)):
        return []
    level, text = _heading(text)
    text = _unmarked(_BULLET.sub("", text, count=1))
    return [Paragraph(text, line.place, level)] if text else []


def _heading(text: str) -> tuple[int | None, str]:
    """The level of a Markdown heading and its text; None for any other line."""
    bare = text.lstrip("#")
    level = len(text) - len(bare)
    if not 0 < level <= 6 or not bare[:1].isspace():
        return None, text
    return level, bare.rstrip("#").strip()


def _marked_up(lines: list[Line], at: int) -> tuple[list[Block], int] | None:
    """A table in HTML, which OCR programs set into Markdown."""
    if not _TABLE.match(lines[at].text):
        return None
    end, deep = at, 0
    while end < len(lines):
        text = lines[end].text.lower()
        deep += text.count("<table") - text.count("</table")
        end += 1
        if deep <= 0:
            break
    from budgetdisclosure.reading.formats.html import tables_in

    markup = "\n".join(line.text for line in lines[at:end])
    place = lines[at].place
    return tables_in(markup, Place(file=place.file, page=place.page), at), end


def _tabbed(lines: list[Line], at: int) -> tuple[list[Block], int] | None:
    """A block of lines with tabs. Tabs that only indent make no table."""
    end = at
    while end < len(lines) and "\t" in lines[end].text and not lines[end].blank:
        end += 1
    if end == at:
        return None
    block = lines[at:end]
    if all("\t" not in line.text.lstrip() for line in block):
        return [found for line in block for found in _prose(line)], end
    rows = [(line.place, _in_order(line.text.split("\t"))) for line in block]
    return [_grid(rows)], end


def _barred(lines: list[Line], at: int) -> tuple[list[Block], int] | None:
    """A block of lines with upright bars: Markdown's pipe tables and drawn boxes."""
    end = at
    while end < len(lines) and _is_barred(lines[end].text):
        end += 1
    block = lines[at:end]
    if not block or not _is_pipe_table(block):
        return None
    groups: list[list[tuple[Place, list[str]]]] = [[]]
    for line in block:
        text = line.text.translate(_BARS).strip()
        if not _RULE.fullmatch(text):
            groups[-1].append((line.place, _pipe_cells(text)))
        elif groups[-1]:
            groups.append([])
    held = [group for group in groups if group]
    if block[0].text.strip()[:1] in _CORNERS and len(held) > _FEWEST_RULED:
        held = [_one_row(group) for group in held]
    rows = [(place, _in_order(cells)) for group in held for place, cells in group]
    return ([_grid(rows)] if rows else []), end


def _one_row(lines: list[tuple[Place, list[str]]]) -> list[tuple[Place, list[str]]]:
    """The lines between two rules as the row they are; as they stand where numbers would meet."""
    columns = [[cell for cell in column if cell] for column in zip_longest(*(c for _, c in lines))]
    if any(len(column) > 1 and any(map(str.isdigit, "".join(column))) for column in columns):
        return lines
    return [(lines[0][0], ["".join(column) for column in columns])]


def _is_barred(text: str) -> bool:
    text = text.translate(_BARS).strip()
    return "|" in text or (text[:1] in _CORNERS and len(text) > 2 and bool(_RULE.fullmatch(text)))


def _is_pipe_table(block: list[Line]) -> bool:
    """Bars divide columns if a divider row says so, or if every line is closed by bars."""
    texts = [line.text.translate(_BARS).strip() for line in block]
    if any(_divides(text) for text in texts[:3]):
        return True
    closed = [text for text in texts if not _RULE.fullmatch(text)]
    if not closed or not all(text.endswith("|") and len(text) > 2 for text in closed):
        return False
    return all(text.startswith("|") for text in closed) or _is_even(closed)


def _is_even(texts: list[str]) -> bool:
    """Whether lines that a bar closes and none opens hold as many cells wherever amounts stand.

    Pages made text so have lost which cells span others; where amounts are fewer, they moved.
    """
    widths = {text.count("|") for text in texts if _DECIMALS.search(text)}
    most = max(text.count("|") for text in texts)
    return len(texts) > 2 and most > 1 and widths == {most}


def _divides(text: str) -> bool:
    """Whether a line is the one Markdown sets under the head of a table."""
    return "|" in text and all(
        _DIVIDER.fullmatch(cell.strip()) for cell in text.strip("|").split("|")
    )


def _pipe_cells(text: str) -> list[str]:
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    cells = (_unmarked(cell.strip()) for cell in _BAR.split(text))
    return [cell.replace("<br>", "\n").replace("<br/>", "\n") for cell in cells]


def _unmarked(text: str) -> str:
    """Text without Markdown's marks for bold and the strokes that keep marks as text."""
    return _ESCAPED.sub(r"\1", _STRONG.sub(r"\2", text))


def _aligned(lines: list[Line], at: int) -> tuple[list[Block], int] | None:
    """A block of lines whose columns are aligned by spaces, on one page."""
    lead = None if len(lines[at].text) > LONGEST_LINE else leading(_same_run(lines, at))
    if lead is None:
        return None
    end = at + max(block_length(_same_run(lines, at)), lead + 1)
    block = [line for line in lines[at:end] if not line.blank]
    placed = place_rows([line.text.rstrip() for line in block])
    if placed is None:
        return [found for line in block for found in _prose(line)], end
    numbered = [(line.number, row) for line, row in zip(block, placed, strict=True)]
    places = {line.number: line.place for line in block}
    settled = anchored_rows(numbered) or unwrapped_rows(numbered)
    rows = [(places[number], row) for number, row in settled]
    return [_grid(rows, ruled=False)], end


def _same_run(lines: list[Line], at: int) -> Iterator[str]:
    """The lines from one on that are on its page and are no table of another shape."""
    for number in range(at, len(lines)):
        line = lines[number]
        if line.page != lines[at].page or "\t" in line.text or _is_barred(line.text):
            return
        yield line.text.rstrip()


def _in_order(texts: list[str]) -> list[Placed]:
    return [Placed(text, column) for column, text in enumerate(texts)]


def _box(cell: Placed, place: Place) -> Box | None:
    """Where an aligned cell stands, at 6 points a character and 12 a line.

    Of a text in pages this is not known: each page is set to measures of its own.
    """
    if cell.reach is None or place.line is None or place.page is not None:
        return None
    left, right = cell.reach
    return Box(left * 600, (place.line - 1) * 1200, right * 600, place.line * 1200)


def _grid(rows: list[tuple[Place, list[Placed]]], *, ruled: bool = True) -> Grid:
    width = max(cell.column + cell.span for _, row in rows for cell in row)
    require(len(rows) * width, MAX_POSITIONS, Wording("表格的行列数", "the size of a grid"))
    cells = tuple(
        Cell(
            cell.text.rstrip(), number, cell.column, cell.down, cell.span, place, _box(cell, place)
        )
        for number, (place, row) in enumerate(rows)
        for cell in row
    )
    return Grid(cells, len(rows), width, rows[0][0], ruled=ruled)
