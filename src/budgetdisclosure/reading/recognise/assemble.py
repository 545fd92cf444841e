"""From grids to whole tables: each grid's caption, and the grids that go on with the one before."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.reading.document import Cell, Document, Grid, Paragraph
from budgetdisclosure.reading.recognise.captions import Caption, Titles, caption_of, notes_after
from budgetdisclosure.reading.recognise.heads import has_levels
from budgetdisclosure.reading.recognise.money import Money
from budgetdisclosure.reading.recognise.pieces import Piece
from budgetdisclosure.reading.recognise.sheet import (
    Row,
    Sheet,
    is_empty,
    same_columns,
    sheet_of,
    uncaptioned,
)
from budgetdisclosure.reading.recognise.stacked import unstacked
from budgetdisclosure.reading.recognise.titles import core_of, is_continued
from budgetdisclosure.reading.recognise.units import with_units
from budgetdisclosure.reading.recognise.vocabulary import row_says
from budgetdisclosure.reading.recognise.words import is_number, plain

_PAGES_APART: Final = 1
_MOST_HEADS: Final = 6
_LEAST_ROWS: Final = 3
_SURE: Final = 90
_Stretch = tuple[str, list[int]]
_WHOLE_CODE: Final = re.compile(r"\d{5}(?:\d\d)?")


@frozen
class Found:
    """A whole table as printed: its caption, its rows over common columns, its grids."""

    caption: Caption
    rows: tuple[Row, ...]
    width: int
    pieces: tuple[Piece, ...]
    edges: tuple[tuple[int, int] | None, ...] = ()
    spans: bool = False
    notes: tuple[str, ...] = ()
    money: Money | None = None
    """The unit stated for all of it, wherever that stands."""


def pieces_of(document: Document) -> tuple[Piece, ...]:
    """Each grid with the paragraphs before and after it."""
    runs: list[list[Paragraph]] = [[]]
    grids: list[Grid] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            runs[-1].append(block)
        else:
            grids.append(block)
            runs.append([])
    return tuple(
        Piece(grid, tuple(runs[at]), at, after=tuple(runs[at + 1])) for at, grid in enumerate(grids)
    )


def assemble(pieces: Sequence[Piece], titles: Titles) -> tuple[Found, ...]:
    """Every table of the document, grids that continue one another joined."""
    tables: list[Found] = []
    for piece in pieces:
        for part, sheet in _parts(piece, titles):
            _add(tables, part, sheet, titles)
    return with_units(tables)


def _add(tables: list[Found], piece: Piece, sheet: Sheet, titles: Titles) -> None:
    """Join a grid to the last table, or begin a new one with it."""
    caption = caption_of(piece.before, sheet, titles)
    last = tables[-1] if tables else None
    if last is not None and _continues(last, piece, caption, sheet):
        tables[-1] = _joined(last, piece, sheet, titles)
        return
    notes = notes_after(piece.after, titles)
    tables.append(
        Found(caption, sheet.rows, sheet.width, (piece,), sheet.edges, sheet.spans, notes)
    )


def _parts(piece: Piece, titles: Titles) -> list[tuple[Piece, Sheet]]:
    """A grid as one sheet, or as several where titles of other forms stand between its rows."""
    sheet = unstacked(sheet_of(piece.grid))
    cuts = [at for at, row in enumerate(sheet.rows) if at > 2 and _begins(row, titles)]
    if not cuts or min(b - a for a, b in pairwise([0, *cuts, len(sheet.rows)])) < _LEAST_ROWS:
        return [(piece, sheet)]
    edges = [0, *cuts, len(sheet.rows)]
    parts = [evolve(sheet, rows=sheet.rows[a:b]) for a, b in pairwise(edges)]
    done = [(evolve(piece, after=()), parts[0])]
    done += [(evolve(piece, before=(), after=()), uncaptioned(part)) for part in parts[1:]]
    done[-1] = (evolve(done[-1][0], after=piece.after), done[-1][1])
    return done


def _begins(row: Row, titles: Titles) -> bool:
    """Whether a row prints a form's title and nothing else."""
    texts = row.texts
    return len(texts) == 1 and titles.best(texts[0]) >= _SURE


def _continues(last: Found, piece: Piece, caption: Caption, sheet: Sheet) -> bool:
    """Whether a grid goes on with the table before it."""
    near = _near_pages(last.pieces[-1], piece) or _on_next_sheet(last, piece, sheet)
    if not (near or is_continued(caption.title or "")):
        return False
    if caption.title is not None and core_of(caption.title) != core_of(last.caption.title or ""):
        return False
    if last.caption.contradicts(caption):
        return False
    repeated = _repeats_head(last, sheet)
    if caption.title is not None:
        anew = not is_continued(caption.title) and _begins_anew(last, sheet)
        return repeated and not anew
    if caption.broken or last.notes:
        return False
    return repeated or _mapped(last, sheet) is not None


def _near_pages(last: Piece, piece: Piece) -> bool:
    here, before = piece.grid.place, last.grid.place
    if here.file != before.file or here.sheet != before.sheet:
        return False
    return here.page is None or before.page is None or here.page - before.page <= _PAGES_APART


def _on_next_sheet(last: Found, piece: Piece, sheet: Sheet) -> bool:
    """Whether a sheet holds the rest of a table alone: programs make a sheet of every page."""
    here, before = piece.grid.place, last.pieces[-1]
    if here.file != before.grid.place.file or not here.sheet or piece.index != before.index + 1:
        return False
    first = next((row for row in sheet.rows if not is_empty(row)), None)
    alone = all(paragraph.text == here.sheet for paragraph in piece.before)
    goes_on = first is not None and any(map(_is_amount, first.texts))
    return alone and (goes_on or _repeats_head(last, sheet))


def _begins_anew(last: Found, sheet: Sheet) -> bool:
    """Whether a grid under the same title is the form once more, not the rest of it.

    So it is where the table before has come to its end with a total, or where the rows begin as
    those of that table do.
    """
    heads = {row.texts for row in sheet.rows[:6]}
    before = [row for row in last.rows if row.texts and row.texts not in heads]
    known = [row.texts for row in last.rows[:6]]
    after = [row for row in sheet.rows if row.texts and row.texts not in known]
    if not before or not after:
        return False
    final = before[-1].texts[0]
    ended = bool(row_says("total", final)) and "经费" not in final and _prints(before[-1])
    return ended or before[0].texts[0] == after[0].texts[0]


def _prints(row: Row) -> bool:
    return any(is_number(text) for text in row.texts)


def _repeats_head(last: Found, sheet: Sheet) -> bool:
    """Whether the first printed row is one of the first rows of the table before."""
    if _head_height(last, sheet):
        return True
    first = next((row for row in sheet.rows if not is_empty(row)), None)
    if first is None or any(is_number(text) for text in first.texts):
        return False
    heads = [row.texts for row in last.rows[:4]]
    return len(first.texts) > 1 and first.texts in heads


def _head_height(last: Found, sheet: Sheet) -> int:
    """How many rows of a sheet head the same columns as those of the table before; 0 for none.

    Where no rules part the headings, those over several columns are laid out now so and now so;
    the lowest of each column tell.
    """
    if sheet.ruled or sheet.width != last.width:
        return 0
    known = {_lowest(last.rows[:height]) for height in range(1, _MOST_HEADS)} - {None}
    heights = (height for height in range(1, _MOST_HEADS) if _lowest(sheet.rows[:height]) in known)
    return next(heights, 0)


def _lowest(rows: Sequence[Row]) -> tuple[str, ...] | None:
    """The lowest heading of each column; None where a row prints a number, or a column no head."""
    if any(is_number(text) for row in rows for text in row.texts):
        return None
    heads = (
        [
            next((plain(cell.text) for row in reversed(rows) if (cell := row.cover[at])), "")
            for at in range(len(rows[0].cover))
        ]
        if rows
        else []
    )
    return tuple(heads) if all(heads) else None


def _mapped(last: Found, sheet: Sheet) -> list[Row] | None:
    """The sheet's rows over the columns of the table before; None where they do not fit."""
    if sheet.width == last.width:
        return list(sheet.rows)
    if not sheet.ruled and not any(sheet.edges):
        return _by_amounts(last, sheet)
    by_place = _by_edges(last, sheet)
    if by_place is not None:
        return by_place
    return _in_one_column(last, sheet) or _without_blanks(sheet, last.width)


def _by_edges(last: Found, sheet: Sheet) -> list[Row] | None:
    """Columns matched by where they stand on the page."""
    known = [edge for edge in last.edges if edge is not None]
    if len(known) != last.width or not known:
        return None
    middles = [(left + right) // 2 for left, right in known]
    rows = [_placed(row, middles) for row in sheet.rows]
    return [row for row in rows if row is not None] if all(rows) else None


def _by_amounts(last: Found, sheet: Sheet) -> list[Row] | None:
    """Columns matched by what they print, where no page says where they stand.

    A page prints as many columns of amounts and of codes as the table so far, and they are those.
    """
    before, here = _kinds(last.rows, last.width), _kinds(sheet.rows, sheet.width)
    pairs = _alike(_stretches(before), _stretches(here)) or _up_to_amounts(before, here)
    if len(pairs) != sum(kind != "" for kind in here):
        return None
    return [_moved(row, pairs, last.width) for row in sheet.rows]


def _alike(before: Sequence[_Stretch], here: Sequence[_Stretch]) -> dict[int, int]:
    """Columns in their order, where both print the same kinds one after the other."""
    pairs: dict[int, int] = {}
    if len(before) != len(here):
        return {}
    for one, two in zip(before, here, strict=True):
        if one[0] != two[0] or (one[0] != "word" and len(one[1]) != len(two[1])):
            return {}
        pairs.update(zip(two[1], one[1], strict=False))
    return pairs


def _up_to_amounts(before: Sequence[str], here: Sequence[str]) -> dict[int, int]:
    """Columns by the amounts they stand before, those next to the amounts first.

    Of tables side by side, one may end on the page before and print its total alone.
    """
    ends = [[at for at, kind in enumerate(kinds) if kind == "amount"] for kinds in (before, here)]
    if len(ends[0]) != len(ends[1]) or len(ends[0]) < 2:
        return {}
    pairs: dict[int, int] = {}
    starts = (0, 0)
    for one, two in zip(*ends, strict=True):
        if any(before[starts[0] : one]) != any(here[starts[1] : two]):
            return {}
        pairs.update((two - n, one - n) for n in range(min(two - starts[1], one - starts[0]) + 1))
        starts = (one + 1, two + 1)
    return {here_at: at for here_at, at in pairs.items() if here[here_at]}


def _kinds(rows: Sequence[Row], width: int) -> list[str]:
    """Of each column whether it prints amounts, codes or words under its heading, or nothing."""
    first = next((n for n, row in enumerate(rows) if _carries(row)), 0)
    return [_kind([row.text(at) for row in rows[first:]]) for at in range(width)]


def _kind(texts: Sequence[str]) -> str:
    held = [text for text in texts if text.strip()]
    if any(map(_is_amount, held)):
        return "amount"
    return "" if not held else "code" if all(is_number(text) for text in held) else "word"


def _is_amount(text: str) -> bool:
    return is_number(text) and ("." in text or "," in text)


def _stretches(kinds: Sequence[str]) -> list[_Stretch]:
    """The columns of one kind that follow one another, blank ones left out."""
    held = [(kind, at) for at, kind in enumerate(kinds) if kind]
    return [
        (kind, [at for _, at in same]) for kind, same in groupby(held, key=lambda pair: pair[0])
    ]


def _moved(row: Row, pairs: Mapping[int, int], width: int) -> Row:
    cells: list[Cell | None] = [None] * width
    for here, before in pairs.items():
        cells[before] = row.cells[here]
    return Row(tuple(cells), tuple(cells))


def _placed(row: Row, middles: Sequence[int]) -> Row | None:
    cells: list[Cell | None] = [None] * len(middles)
    cover: list[Cell | None] = [None] * len(middles)
    for cell in row.cover:
        if cell is None or cell.box is None:
            continue
        box = cell.box
        met = [at for at, middle in enumerate(middles) if box.left <= middle <= box.right]
        met = met or [min(range(len(middles)), key=lambda at: abs(middles[at] - box.middle))]
        if cover[met[0]] not in (None, cell):
            return None
        for at in met:
            cover[at] = cell
        if cell in row.cells:
            cells[met[0]] = cell
    return Row(tuple(cells), tuple(cover))


def _in_one_column(last: Found, sheet: Sheet) -> list[Row] | None:
    """The sheet's rows where its codes stand in one column, those before under 类 款 项 in several.

    So it is where the table before prints whole codes there too and leaves the columns beside them
    empty, and where without these it has the columns of the sheet.
    """
    idle = _idle(last)
    if not idle or last.width - len(idle) != sheet.width:
        return None
    source = iter(range(sheet.width))
    places: list[tuple[int, bool]] = []
    for column in range(last.width):
        spanned = column in idle
        places.append((places[-1][0] if spanned else next(source), spanned))
    return [
        Row(
            tuple(None if spanned else row.cells[at] for at, spanned in places),
            tuple(row.cover[at] for at, _ in places),
        )
        for row in sheet.rows
    ]


def _idle(last: Found) -> frozenset[int]:
    """The columns behind whole codes in the first one and before the names, all of them empty."""
    coded = [row for row in last.rows if _WHOLE_CODE.fullmatch(row.text(0).strip())]
    filled = [at for row in coded for at in range(1, last.width) if row.text(at).strip()]
    return frozenset(range(1, min(filled, default=1)))


def _without_blanks(sheet: Sheet, width: int) -> list[Row] | None:
    """The sheet without the blank columns a stray separator made, if that gives ``width``."""
    blank = [
        at
        for at in range(sheet.width)
        if all(row.cells[at] is None or not row.text(at).strip() for row in sheet.rows)
    ]
    surplus = sheet.width - width
    if surplus <= 0 or len(blank) < surplus:
        return None
    dropped = set(blank[-surplus:])
    kept = [at for at in range(sheet.width) if at not in dropped]
    return [
        Row(tuple(row.cells[at] for at in kept), tuple(row.cover[at] for at in kept))
        for row in sheet.rows
    ]


def _joined(last: Found, piece: Piece, sheet: Sheet, titles: Titles) -> Found:
    """The table with the grid's rows behind its own, repeated heads left out."""
    mapped = _mapped(last, sheet)
    width = max(last.width, sheet.width)
    added = same_columns(mapped if mapped is not None else sheet.rows, width)
    heads = {row.texts for row in last.rows[:6] if not _carries(row) or has_levels(row)}
    at = _head_height(last, sheet)
    while at < len(added) and _heads_again(added[at : at + 2], heads):
        at += 1
    return evolve(
        last,
        rows=(*same_columns(last.rows, width), *added[at:]),
        width=width,
        edges=last.edges if width == last.width else sheet.edges,
        pieces=(*last.pieces, piece),
        notes=notes_after(piece.after, titles),
    )


def _heads_again(rows: Sequence[Row], heads: Collection[tuple[str, ...]]) -> bool:
    """Whether the first of two rows is a head repeated, or what a page's end left of one."""
    if is_empty(rows[0]) or rows[0].texts in heads:
        return True
    if _carries(rows[0]) or is_empty(rows[-1]) or rows[-1].texts not in heads:
        return False
    return {text for head in heads for text in head}.issuperset(rows[0].texts)


def _carries(row: Row) -> bool:
    """Whether a row prints figures, so that it is data whatever else it is."""
    return any("." in text and is_number(text) for text in row.texts)
