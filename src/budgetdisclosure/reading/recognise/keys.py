"""What a row is (行的项目): its code, its printed name, and the official term it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.codes import KINDS as ALL_KINDS
from budgetdisclosure.model import Code
from budgetdisclosure.reading.document import Cell
from budgetdisclosure.reading.recognise.columns import Block, Role, Track
from budgetdisclosure.reading.recognise.joined import is_mangled, parted, undressed
from budgetdisclosure.reading.recognise.layout import RowTerm
from budgetdisclosure.reading.recognise.naming import KINDS
from budgetdisclosure.reading.recognise.sheet import Row
from budgetdisclosure.reading.recognise.vocabulary import heading_says, row_says
from budgetdisclosure.reading.recognise.words import (
    LONG,
    bare,
    misprints,
    plain,
    says_nothing,
    tidy,
)

_DIGITS: Final = re.compile(r"[\d\s]+")
_LEVELS: Final = frozenset("类款项目")


@frozen
class Key:
    """A row's identity: printed name, code, official term, and all its keys as printed."""

    name: str = ""
    code: Code | None = None
    item: str | None = None
    shown: str = ""
    """For places: code and name as a reader would say them."""
    body: bool = False
    """Whether the name is that of a unit, where other rows name accounts."""
    also: tuple[str, ...] = ()
    """What else the row says it is: the unit's number, an account of another classification."""

    @property
    def filler(self) -> bool:
        """Whether it names nothing: blank, or a number of a list with dots behind it (二、…)."""
        return self.code is None and not bare(self.name).strip(
            "一二三四五六七八九十、.…。()0123456789"
        )


@frozen
class _Told:
    """One thing a row says of itself: a code with its name, or a name alone."""

    name: str
    code: Code | None
    body: bool = False
    number: str = ""
    """The unit's own number, where one is printed."""


def key_of(row: Row, block: Block, classification: str, before: Code | None) -> Key | None:
    """The key of a row in a block, or None where its key columns print nothing.

    ``before`` is the code of the row above: a row that prints only its lower levels goes on with
    the upper ones of that.
    """
    told: list[_Told] = []
    runs = {run[0].at: _levels(row, run, classification, before) for run in block.levels}
    coded = None if any(runs.values()) else Role.CODE
    reaching = _reaching(row, block)
    for track in block.keys:
        told += runs.get(track.at, ())
        cell = row.cover[track.at]
        if cell is None or cell is reaching or says_nothing(cell.text):
            continue
        counts = track.role is Role.ORDER and not row_says("total", cell.text)
        if counts or track.role is Role.LEVEL:
            continue
        _tell(told, cell, track, classification, coded)
    told = [one for one in told if one.name or one.code or one.number]
    if not told:
        return None
    key = _chosen(told, classification)
    also = tuple(dict.fromkeys(_beside(told, key)))
    return evolve(key, also=also) if also else key


def _reaching(row: Row, block: Block) -> Cell | None:
    """A cell of the block to the left that spans into this one: its key, not this one's."""
    first = min(track.at for track in block.keys) if block.keys else 0
    return row.cover[first - 1] if first else None


def _levels(
    row: Row, levels: Sequence[Track], classification: str, before: Code | None
) -> list[_Told]:
    """What the columns 类 款 项 say: digits of a code, or a name that spans them."""
    texts: list[str] = []
    names: list[str] = []
    seen: list[Cell] = []
    for track in levels:
        cell = row.cover[track.at]
        if cell is not None and any(cell is other for other in seen):
            continue
        seen += [cell] if cell else []
        text = plain(cell.text) if cell else ""  # a sheet has no cell where nothing stands
        if _DIGITS.fullmatch(text):
            texts.append(text)
        elif text and not says_nothing(text) and text not in _LEVELS:
            names.append(tidy(cell.text) if cell else text)
        elif not texts or not says_nothing(text):
            texts.append("")
    code = _of_levels(texts, classification, before)
    number = "" if code else "".join(texts)
    name = names[0] if names else ""
    return [_Told(name, code, number=number)] if code or name or number else []


def _of_levels(texts: list[str], classification: str, before: Code | None) -> Code | None:
    while texts and not texts[-1]:
        texts = texts[:-1]
    if not texts:
        return None
    parts = [texts[0], *(text.zfill(2) if text else "" for text in texts[1:])]
    if before is not None:
        known = before.parts
        for at in range(len(parts)):
            if parts[at]:
                break
            parts[at] = known[at] if at < len(known) else ""
    return _joined(tuple(parts), classification)


@lru_cache(maxsize=16384)
def _joined(parts: tuple[str, ...], classification: str) -> Code | None:
    """The code of its digits level by level; codes come again in table after table."""
    for kind in KINDS.get(classification, ALL_KINDS):
        try:
            return kind.of_parts(*parts)
        except ValueError:
            continue
    return None


def _tell(
    told: list[_Told], cell: Cell, track: Track, classification: str, coded: Role | None
) -> None:
    """Add what one key cell says to what the cells before it said."""
    text = tidy(cell.text)
    body = _names_bodies(track, told)
    if track.role is Role.UNIT_CODE and not row_says("total", text):
        told.append(_Told("", None, True, text))
        return
    if track.role is coded:
        code = undressed(text, classification)
        if code is not None:
            told.append(_Told("", code))
            return
        if _DIGITS.fullmatch(plain(text)) or is_mangled(text):
            told.append(_Told("", None, number=text))
            return
    joined = parted(
        cell.text, classification, coded=track.role is Role.CODE, whole=track.joined and not body
    )
    if joined is not None:
        number = "" if joined.code else joined.digits
        told.append(_Told(joined.name, joined.code, number=number))
    elif (at := _nameless(told, body)) is not None:
        told[at] = evolve(told[at], name=text, body=told[at].body or body)
    else:
        told.append(_Told(text, None, body))


def _names_bodies(track: Track, told: Sequence[_Told]) -> bool:
    """Whether a column names units; one headed 单位名称（科目） does in rows without a code."""
    if any(heading_says("unit_code", level) for level in track.path):
        return True
    leaf = plain(track.path[-1]) if track.path else ""
    if "单位" not in leaf or "项目" in leaf:
        return False
    return "科目" not in leaf or not any(one.code for one in told)


def _nameless(told: Sequence[_Told], body: bool) -> int | None:
    """Which thing told before a name belongs to: to the code nearest to it, or to the unit."""
    free = [at for at, one in enumerate(told) if not one.name]
    if body:
        return next((at for at in free[::-1] if told[at].code is None), None)
    coded = [at for at in free if told[at].code is not None]
    return next(reversed(coded or free), None)


def _chosen(told: list[_Told], classification: str) -> Key:
    """The key among what a row says: a code of the likeliest classification, else its names."""
    shown = " ".join(dict.fromkeys(_shown(one) for one in told))
    named = [one for one in told if one.name]
    joined = " / ".join(dict.fromkeys(one.name for one in named))
    for kind in KINDS.get(classification, ALL_KINDS):
        for one in told:
            if isinstance(one.code, kind):
                name = one.name if classification else joined
                return Key(name, one.code, shown=shown)
    if not named:
        return Key(next((one.number for one in told if not one.body), ""), shown=shown)
    if classification:
        own = [one for one in named if not one.body] or named
        return Key(own[-1].name, shown=shown, body=own[-1].body)
    return Key(joined, shown=shown, body=all(one.body for one in named))


def _beside(told: Sequence[_Told], key: Key) -> Iterator[str]:
    """What a row says of itself that is neither the key's code nor its name."""
    names = {*key.name.split(" / "), key.name}
    for one in told:
        if one.name and one.name not in names:
            yield _shown(one)
        elif (one.number or (one.code and one.code != key.code)) and one.number not in names:
            yield str(one.code or one.number)


def _shown(one: _Told) -> str:
    return f"{one.code or one.number} {one.name}".strip()


def with_term(key: Key, terms: Sequence[RowTerm], above: frozenset[str]) -> Key:
    """The key with the official term its name stands for; ``above`` are the terms already met."""
    if key.code is not None or not key.name:
        return key
    name = bare(key.name)
    open_terms = [term for term in terms if not term.after or term.after in above]
    for same in (_named, _misprinted):
        term = next((term for term in open_terms if same(name, term)), None)
        if term is not None:
            return evolve(key, item=term.item)
    return key


def _named(name: str, term: RowTerm) -> bool:
    return term.says(name)


def _misprinted(name: str, term: RowTerm) -> bool:
    size = len(name)
    return size >= LONG and any(
        len(known) == size and misprints(name, known) for known in term.names
    )
