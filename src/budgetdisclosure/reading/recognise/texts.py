"""What a row prints beside its figures (文字栏): every cell under its own heading.

A key says which row it is; it takes a word once, however many columns print it. Here each column
keeps what it prints: a word printed twice stands twice, and only a cell that spans several
columns, as the grid has it, stands once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.model import Text
from budgetdisclosure.reading.document import Cell
from budgetdisclosure.reading.recognise.columns import Block, Role, Track, numbered, with_label
from budgetdisclosure.reading.recognise.heads import LEVELS
from budgetdisclosure.reading.recognise.sheet import Row
from budgetdisclosure.reading.recognise.vocabulary import row_says
from budgetdisclosure.reading.recognise.words import plain, says_nothing, tidy

_NO_WORDS: Final = frozenset({Role.FIGURE, Role.PERCENT, Role.EMPTY})


@frozen
class Words:
    """The columns of a block that print no figures, labelled, and which of them are keys."""

    tracks: tuple[Track, ...]
    keys: frozenset[int]

    @cached_property
    def own(self) -> frozenset[int]:
        """Where these columns stand: a cell that begins elsewhere only reaches into them."""
        return frozenset(track.at for track in self.tracks)


def columns_of_words(
    tracks: Sequence[Track], blocks: Sequence[Block], title: str
) -> tuple[Words, ...]:
    """The columns of words of each block; remarks go to the block before them."""
    starts = [min((track.at for track in (*one.keys, *one.figures)), default=0) for one in blocks]
    held: list[list[Track]] = [[] for _ in blocks]
    for track in tracks:
        if track.role not in _NO_WORDS:
            nth = sum(start <= track.at for start in starts)
            held[max(nth - 1, 0)].append(track)
    return tuple(
        Words(
            tuple(numbered([with_label(track, block, title) for track in own])),
            frozenset(track.at for track in block.keys if track.role is not Role.ORDER),
        )
        for own, block in zip(held, blocks, strict=True)
    )


def texts_of(row: Row, words: Words, moved: frozenset[int]) -> tuple[Text, ...]:
    """What a row prints in columns of words, but for the cells ``moved`` to columns of figures."""
    texts: list[Text] = []
    met: Cell | None = None
    for track in words.tracks:
        cell = row.cover[track.at]
        if cell is None or cell is met or not cell.text:
            continue
        met = cell
        reach = _reach(row, track.at)
        text = tidy(cell.text)
        if reach.start not in words.own or track.at in moved or not text:
            continue
        if track.role is Role.LEVEL and plain(text) in LEVELS:
            continue
        total = track.role is Role.ORDER and row_says("total", text)
        names = bool(total) or not words.keys.isdisjoint(reach)
        texts.append(Text(track.label, text, not names))
    return tuple(texts)


def _reach(row: Row, at: int) -> range:
    """The columns of the row that one cell covers; those of a page joined to another are moved."""
    first = last = at
    while first and row.cover[first - 1] is row.cover[at]:
        first -= 1
    while last + 1 < len(row.cover) and row.cover[last + 1] is row.cover[at]:
        last += 1
    return range(first, last + 1)


def put_together(*parts: Sequence[Text]) -> tuple[Text, ...]:
    """The texts of rows that are one: what stands under one heading is one text."""
    held: dict[str, Text] = {}
    for text in (text for part in parts for text in part):
        above = held.get(text.label)
        if above is None or says_nothing(above.text):
            held[text.label] = text
        elif not says_nothing(text.text):
            held[text.label] = evolve(text, text=tidy(f"{above.text} {text.text}"))
    return tuple(held.values())
