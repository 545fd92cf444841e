"""Rows of a table to keys and cells (逐行): nothing printed is passed over in silence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.model import Code, Text, Unplaced, items
from budgetdisclosure.model.texts import counts_rows
from budgetdisclosure.reading.document import Cell
from budgetdisclosure.reading.recognise.captions import note_of
from budgetdisclosure.reading.recognise.columns import Block, Role, Track
from budgetdisclosure.reading.recognise.counting import Counting
from budgetdisclosure.reading.recognise.heads import is_numbering
from budgetdisclosure.reading.recognise.joined import undressed
from budgetdisclosure.reading.recognise.keys import Key, key_of, with_term
from budgetdisclosure.reading.recognise.layout import Layout, RowTerm
from budgetdisclosure.reading.recognise.naming import Namer
from budgetdisclosure.reading.recognise.sheet import Row, is_empty
from budgetdisclosure.reading.recognise.texts import Words, columns_of_words, put_together, texts_of
from budgetdisclosure.reading.recognise.vocabulary import row_says
from budgetdisclosure.reading.recognise.words import (
    enumerated,
    is_number,
    is_percent,
    plain,
    says_nothing,
    tidy,
)
from budgetdisclosure.wording import Wording

NO_ROW: Final = Wording("这一行没有项目名称", "the row has no name")
NO_COLUMN: Final = Wording("这一列没有表头", "the column has no heading")
RUN_TOGETHER: Final = Wording(
    "与名称连在一起，分不出是哪一栏", "run together with the name: which column is not told"
)
A_COUNT: Final = Wording("数量或文字栏中的数，不是金额", "a count or text, not an amount")

Cells = tuple[tuple[Track, Cell | None], ...]


@frozen
class Entry:
    """One line to be: its key, the cells that print its figures, and its texts."""

    key: Key
    cells: Cells
    row: Row
    texts: tuple[Text, ...] = ()


@frozen
class _Seen:
    """A row with the key and the cells of each block, and the numbers that stand in no column."""

    row: Row
    keys: tuple[Key | None, ...]
    cells: tuple[Cells, ...]
    strays: tuple[Unplaced, ...]
    texts: tuple[tuple[Text, ...], ...]

    def prints(self, at: int) -> bool:
        """Whether the row prints any figure in that block."""
        return any(cell is not None and _is_amount(cell.text) for _, cell in self.cells[at])


@frozen
class Read:
    """The entries of each block, in order, with the notes and strays found on the way."""

    entries: tuple[tuple[Entry, ...], ...]
    notes: tuple[str, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()


def read_rows(
    rows: Sequence[Row],
    tracks: Sequence[Track],
    blocks: Sequence[Block],
    layout: Layout,
    title: str = "",
) -> Read:
    """All data rows of a table, block by block."""
    notes = [note for note in map(_note, rows) if note]
    data = [row for row in rows if not (is_empty(row) or is_numbering(row) or _note(row))]
    words = columns_of_words(tracks, blocks, title)
    seen = _merged(_seen(data, tracks, blocks, words, layout.codes), len(blocks))
    entries: list[list[Entry]] = [[] for _ in blocks]
    lost = list(chain.from_iterable(one.strays for one in seen))
    for one in seen:
        lost += _emit(one, entries)
    return Read(tuple(tuple(block) for block in entries), tuple(notes), tuple(lost))


def named(
    entries: Sequence[Entry], terms: Sequence[RowTerm], namer: Namer | None, entity: str
) -> tuple[Entry, ...]:
    """The entries of one block with the terms and codes their names stand for.

    ``entity`` is the plain name of the body whose disclosure it is. What stands without a number
    below expenditure said by nature (二、项目支出: 其他支出) is a part of that, and no account.
    """
    met: set[str] = set()
    done = []
    by_nature = {term.item for term in terms if term.side}
    inside = False
    for entry in entries:
        key = with_term(entry.key, terms, frozenset(met))
        inside = key.item in by_nature or (inside and not enumerated(key.name))
        if key.item:
            met.add(key.item)
        elif inside:
            pass
        elif namer is not None and key.code is not None:
            namer.follow(key.code)
        elif namer is not None and key.name:
            key = evolve(key, code=namer.code(key.name))
        if entity and plain(key.name) == entity:
            key = evolve(key, body=True)
        done.append(entry if key is entry.key else evolve(entry, key=key))
    return _with_total(done)


def _with_total(entries: list[Entry]) -> tuple[Entry, ...]:
    """Where no row says 合计, the one row of the unit itself among rows of accounts is the total.

    So is the only row of a table without any column of names.
    """
    if len(entries) == 1 and not entries[0].key.name and entries[0].key.code is None:
        return (evolve(entries[0], key=Key(item=items.TOTAL)),)
    bodies = [entry for entry in entries if entry.key.body and entry.key.code is None]
    coded = len(entries) == 1 or any(entry.key.code for entry in entries)
    if len(bodies) != 1 or not coded or any(entry.key.item for entry in entries):
        return tuple(entries)
    return tuple(
        evolve(entry, key=evolve(entry.key, item=items.TOTAL)) if entry.key.body else entry
        for entry in entries
    )


def _note(row: Row) -> str | None:
    """The text of a row that holds nothing but a note."""
    held = {cell.text for cell in row.cells if cell and cell.text.strip()}
    text = next(iter(held)) if len(held) == 1 else ""
    return tidy(text) if text and note_of(text) and not is_number(text) else None


def _seen(
    rows: Sequence[Row],
    tracks: Sequence[Track],
    blocks: Sequence[Block],
    words: Sequence[Words],
    classification: str,
) -> list[_Seen]:
    before: list[Code | None] = [None] * len(blocks)
    counting = [Counting() for _ in blocks]
    others = [track for track in tracks if track.role not in (Role.FIGURE, Role.PERCENT)]
    seen = []
    for row in rows:
        keys = tuple(
            key_of(row, block, classification, before[at]) if block.keyed else Key()
            for at, block in enumerate(blocks)
        )
        found = [
            key or _total_among(row, block, classification)
            for key, block in zip(keys, blocks, strict=True)
        ]
        among = [one is not key for one, key in zip(found, keys, strict=True)]
        keys = tuple(found)
        for at, key in enumerate(keys):
            before[at] = key.code if key and key.code else before[at]
        cells, strays, moved = _placed(row, blocks, others)
        if any(among):
            cells = tuple(
                _blank(own) if one else own for own, one in zip(cells, among, strict=True)
            )
        texts = tuple(texts_of(row, own, moved) for own in words)
        counted = [
            bool(key and list_.counts(key.name)) for list_, key in zip(counting, keys, strict=True)
        ]
        if any(counted):
            cells, counts = _without_counts(cells, counted)
            texts = tuple(own + more for own, more in zip(texts, counts, strict=True))
        seen.append(_Seen(row, keys, cells, strays, texts))
    return seen


def _blank(cells: Cells) -> Cells:
    return tuple((track, None) for track, _ in cells)


def _total_among(row: Row, block: Block, classification: str) -> Key | None:
    """The key of a row whose total is named in the middle of its columns, over an amount's."""
    held = [cell for track in block.figures if (cell := row.cells[track.at]) is not None]
    texts = [tidy(cell.text) for cell in held if cell.text.strip()]
    alone = len(texts) == 1 and classification and row_says("total", texts[0])
    return Key(texts[0], shown=texts[0]) if alone else None


def _placed(
    row: Row, blocks: Sequence[Block], others: Sequence[Track]
) -> tuple[tuple[Cells, ...], tuple[Unplaced, ...], frozenset[int]]:
    """The cells of each block's figures; a number beside its column takes the next free one.

    What a column of counts or words prints stays there, as a text of its row. The columns from
    which numbers were taken come last.
    """
    held = {track.at: row.cells[track.at] for block in blocks for track in block.figures}
    lost = []
    moved = []
    for track in others:
        cell = row.cells[track.at]
        if cell is None or not _astray(cell, track):
            continue
        free = _free(row, track.at, held) if track.role is not Role.COUNT else None
        if free is not None:
            held[free] = cell
            moved.append(track.at)
        elif track.role not in (Role.COUNT, Role.TEXT):
            reason = NO_COLUMN if track.role is Role.EMPTY else A_COUNT
            column = track.path[-1] if track.path else None
            lost.append(Unplaced(tidy(cell.text), reason, cell.place.within(column=column)))
            moved.append(track.at)
    cells = tuple(tuple((track, held[track.at]) for track in block.figures) for block in blocks)
    return cells, tuple(lost), frozenset(moved)


def _without_counts(
    cells: Sequence[Cells], counted: Sequence[bool]
) -> tuple[tuple[Cells, ...], list[tuple[Text, ...]]]:
    """The cells of each block but those of a row that counts (公务用车保有量（辆）), and these."""
    done: list[Cells] = []
    counts: list[tuple[Text, ...]] = []
    for own, counts_things in zip(cells, counted, strict=True):
        amounts = {
            track: cell
            for track, cell in own
            if counts_things and cell is not None and _is_amount(cell.text)
        }
        done.append(tuple((track, None if track in amounts else cell) for track, cell in own))
        counts.append(tuple(Text(t.label, tidy(c.text), True) for t, c in amounts.items()))
    return tuple(done), counts


def _astray(cell: Cell, track: Track) -> bool:
    """Whether a cell outside the figure columns prints a number that is no key."""
    if not is_number(cell.text) and not is_percent(cell.text):
        return False
    if track.role in (Role.COUNT, Role.EMPTY, Role.TEXT):
        return True
    if track.role is Role.CODE and undressed(cell.text, ""):
        return False
    return "." in cell.text or "," in cell.text


def _free(row: Row, at: int, held: dict[int, Cell | None]) -> int | None:
    """The nearest figure column, first to the left, that prints nothing in this row."""
    near = sorted(held, key=lambda column: (abs(column - at), column > at))
    found = next(iter(near), None)
    if found is None or abs(found - at) > 1:
        return None
    cell = held[found]
    return found if cell is None or not cell.text.strip() else None


def _merged(seen: list[_Seen], blocks: int) -> list[_Seen]:
    """Rows whose figures are printed a row lower, under their names, put together.

    So are the two parts of a row whose words go on after the end of a page.
    """
    done: list[_Seen] = []
    for one in seen:
        last = done[-1] if done else None
        if last is not None and _goes_over(last, one, blocks):
            done[-1] = evolve(last, texts=tuple(map(put_together, last.texts, one.texts)))
        elif last is not None and _goes_under(last, one, blocks):
            texts = tuple(map(put_together, last.texts, one.texts))
            strays = last.strays + one.strays
            done[-1] = evolve(one, keys=last.keys, strays=strays, texts=texts)
        else:
            done.append(one)
    return done


def _goes_under(last: _Seen, one: _Seen, blocks: int) -> bool:
    return (
        any(last.keys)
        and not any(one.keys)
        and not any(last.prints(at) for at in range(blocks))
        and any(one.prints(at) for at in range(blocks))
    )


def _goes_over(last: _Seen, one: _Seen, blocks: int) -> bool:
    """Whether a row is the rest of the words of the row before, on the next page."""
    if any(one.keys) or not any(last.keys) or any(one.prints(at) for at in range(blocks)):
        return False
    pages = (last.row.place.page, one.row.place.page)
    above = {text.label for texts in last.texts for text in texts}
    rest = [text for texts in one.texts for text in texts]
    told = bool(rest) and all(text.remark and text.label in above for text in rest)
    return told and None not in pages and pages[0] != pages[1]


def _emit(one: _Seen, entries: list[list[Entry]]) -> list[Unplaced]:
    """Add a row's entries to their blocks; figures without a key go to the key on their left.

    That key must print no figure of its own in this row: 公用经费合计 over two blocks does so.
    """
    lost: list[Unplaced] = []
    open_: list[int] = []
    for at, key in enumerate(one.keys):
        if key is not None and (not key.filler or one.prints(at)):
            entries[at].append(Entry(key, one.cells[at], one.row, one.texts[at]))
            open_ = [at] if not one.prints(at) else []
        elif one.prints(at) and open_ and len(one.cells[at]) <= len(one.cells[open_[0]]):
            left = open_.pop()
            above = entries[left][-1]
            texts = put_together(above.texts, one.texts[at])
            entries[left][-1] = evolve(above, cells=_borrowed(one, at, left), texts=texts)
        else:
            lost += _nameless(one, at)
    return lost


def _borrowed(one: _Seen, at: int, left: int) -> Cells:
    """The cells of a block under the columns of the block to the left, in their order."""
    cells = [cell for _, cell in one.cells[at]]
    return tuple(zip((track for track, _ in one.cells[left]), cells, strict=False))


def _nameless(one: _Seen, at: int) -> list[Unplaced]:
    """The figures and the remarks of a row that names nothing."""
    figures = [
        Unplaced(tidy(cell.text), NO_ROW, cell.place.within(column=track.label or None))
        for track, cell in one.cells[at]
        if cell is not None and _is_amount(cell.text)
    ]
    remarks = [
        Unplaced(text.text, NO_ROW, one.row.place.within(column=text.label))
        for text in one.texts[at]
        if text.remark and not (says_nothing(text.text) or counts_rows(text))
    ]
    return figures + remarks


def _is_amount(text: str) -> bool:
    return not says_nothing(text) and (is_number(text) or is_percent(text))
