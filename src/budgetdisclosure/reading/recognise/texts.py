"""What a row prints beside its figures (文字栏): every cell under its own heading.

A key says which row it is; it takes a word once, however many columns print it. Here each column
keeps what it prints: a word printed twice stands twice, and only a cell that spans several
columns, as the grid has it, stands once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from attrs import evolve

from budgetdisclosure.model import Text
from budgetdisclosure.reading.document import Cell
from budgetdisclosure.reading.recognise.columns import Block, Role, Track, numbered, with_label
from budgetdisclosure.reading.recognise.heads import LEVELS
from budgetdisclosure.reading.recognise.sheet import Row
from budgetdisclosure.reading.recognise.words import plain, tidy

_NO_WORDS: Final = frozenset({Role.FIGURE, Role.PERCENT, Role.EMPTY})


def columns_of_words(
    tracks: Sequence[Track], blocks: Sequence[Block], title: str
) -> tuple[tuple[Track, ...], ...]:
    """The columns of each block that print no figures, labelled; remarks go to the block before."""
    starts = [min((track.at for track in (*one.keys, *one.figures)), default=0) for one in blocks]
    held: list[list[Track]] = [[] for _ in blocks]
    for track in tracks:
        if track.role not in _NO_WORDS:
            nth = sum(start <= track.at for start in starts)
            held[max(nth - 1, 0)].append(track)
    return tuple(
        tuple(numbered([with_label(track, block, title) for track in own]))
        for own, block in zip(held, blocks, strict=True)
    )


def texts_of(
    row: Row, columns: Sequence[Track], block: Block, moved: Iterable[Cell | None]
) -> tuple[Text, ...]:
    """What a row prints in the columns of words of a block, ``moved`` cells left out."""
    keys = {track.at for track in block.keys}
    own = {track.at for track in columns}
    taken = {id(cell) for cell in moved if cell is not None}
    texts = []
    for track in columns:
        cell = row.cover[track.at]
        if cell is None or id(cell) in taken or cell.column not in own or not cell.text.strip():
            continue
        if track.role is Role.LEVEL and plain(cell.text) in LEVELS:
            continue
        taken.add(id(cell))
        texts.append(Text(track.label, tidy(cell.text), track.at not in keys))
    return tuple(texts)


def put_together(*parts: Sequence[Text]) -> tuple[Text, ...]:
    """The texts of rows that are one: what stands under one heading is one text."""
    held: dict[str, Text] = {}
    for text in (text for part in parts for text in part):
        above = held.get(text.label)
        held[text.label] = evolve(text, text=above.text + text.text) if above else text
    return tuple(held.values())
