"""Statements that need no number: comparisons, reasons, lists, no-data statements (语句)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from budgetdisclosure.claims import grammar
from budgetdisclosure.claims.changes import (
    base_of,
    bases_in,
    budget_of,
    is_base,
    spent,
    told_subject,
)
from budgetdisclosure.claims.claim import Amount, Basis, Change, Comparison, Dated, Listing, NoData
from budgetdisclosure.claims.clauses import ENDS, Clause
from budgetdisclosure.claims.digits import Number, NumberKind
from budgetdisclosure.claims.lead import read_year
from budgetdisclosure.claims.reasons import explained

if TYPE_CHECKING:
    from budgetdisclosure.claims.reader import Reader

_DATE: Final = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?|(底|末))")
_USE: Final = re.compile(r"[。，：]?主要用于：?([^。\n]*)")
_REASON_END: Final = re.compile(
    r"；(?!(?:第?[一二三四五六七八]|其[一二三四五六]|\d|（|再|另))|，(?:与|比|较)(?:上年|上一年|去年|(?:19|20)\d\d年|年初|预算)|。|\n"
)
_LIST_END: Final = re.compile(r"[。；\n]|，(?:共|合计|用于|主要|占)|（其中")
_OPEN: Final = re.compile(r"(?:等[^、，]{0,12}|⋯+)$")
_EARLIER: Final = re.compile(r"上年|去年|上一年|以前年")
_REACH: Final = 90
_DEEPEST: Final = 3
_FARTHEST: Final = 8
"""How many claims back a comparison may have been made before."""
_AMOUNTS: Final = (NumberKind.MONEY, NumberKind.PERCENT)


@frozen
class Event:
    """A statement found in a clause, ``at`` so many characters from its start."""

    at: int
    pattern: grammar.Pattern
    match: re.Match[str]


_WORDS: Final = (
    grammar.COMPARED,
    grammar.COMPARISON,
    grammar.LEVEL,
    grammar.MOVED,
    grammar.FROM_NOTHING,
    grammar.REASON,
    grammar.OF_WHICH,
    grammar.LISTING,
    grammar.NO_DATA,
)


_HINTS: Final = frozenset().union(*(pattern.hints for pattern in _WORDS))


def events_of(words: str) -> Iterator[Event]:
    """Every statement of a clause."""
    hints = _HINTS.intersection(words)
    for pattern in _WORDS if hints else ():
        if pattern.hints.isdisjoint(hints):
            continue
        for match in pattern.form.finditer(words):
            if pattern is not grammar.COMPARED or is_base(match):
                yield Event(match.start(), pattern, match)


def _before(words: str, event: Event, clause: Clause) -> str:
    """The words before a statement, as far back as a name may reach and to the last amount."""
    told = [n.end - clause.start for n in clause.numbers if n.kind in _AMOUNTS]
    start = max((end for end in told if end <= event.at), default=0)
    return words[max(start, event.at - _REACH) : event.at]


def take(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    """Let a statement tell the reader what it says."""
    _TAKERS[event.pattern.name](reader, event, clause, words)


def _compared(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    reader.base = base_of(event.match, reader.year, final=not reader.budget)
    reader.spent = spent(event.match)
    before = _before(words, event, clause)
    if not before.strip() and reader.text.text[: clause.start].endswith(tuple(ENDS)):
        _back_to_whole(reader, clause)
    reader.compared = told_subject(reader, before) if before.strip() else reader.compared
    if not before.strip() and reader.explains:
        reader.explains = False
        entered = reader.entered
        if entered is not None and entered is reader.claims[-1] and _is_next(reader):
            reader.turn_to(entered.subject)
            reader.amounts[entered.basis] = entered


def _back_to_whole(reader: Reader, clause: Clause) -> None:
    """A sentence that begins with a comparison is of the whole whose parts were listed before it.

    It may be of the last part; so a change that fits either is right.
    """
    part, listed = reader.own(), reader.parent_at == reader.sentence - 1 and clause.start > 0
    near = [one for _, one in reader.parents if one.said.sentence >= reader.parent_at - 1]
    if not listed or not near or part is None or reader.explains:
        return
    whole = near[0]
    parts = [
        one
        for one in reader.claims[-_FARTHEST:]
        if isinstance(one, Amount) and one.said.sentence == reader.parent_at and one is not whole
    ]
    if len(parts) > 1:
        reader.turn_to(whole.subject)
        reader.amounts[whole.basis] = whole
        reader.other = (reader.sentence, part)


def _is_next(reader: Reader) -> bool:
    """Whether a comparison behind a reason is of the amount it told last, not of what it explains.

    So where a semicolon parts the amount, or the same comparison was made before the reason.
    """
    base = reader.base[0] if reader.base else None
    told = (claim for claim in reader.claims[-_FARTHEST:] if isinstance(claim, Change))
    return reader.parted or any(
        one.said.sentence == reader.sentence and one.subject == reader.subject and one.base is base
        for one in told
    )


def _comparison(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    match = event.match
    prior = match["what"] in ("上年", "去年")
    base = Basis.PRIOR if prior else budget_of(match["base"])
    sign = grammar.order(match["word"])
    _put_comparison(reader, event, clause, words, sign, base, match["hedge"] == "基本")


def _level(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    before = bases_in(_before(words, event, clause))
    if before:
        base = base_of(before[-1], reader.year, final=not reader.budget)[0]
    elif reader.base is not None and event.match["word"] == "持平":
        base = reader.base[0]
    else:
        return
    _put_comparison(reader, event, clause, words, 0, base, bool(event.match["hedge"]))


def _moved(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    """A direction told without a number, behind what it is compared with in the same clause."""
    before = bases_in(_before(words, event, clause))
    behind = any(number.start >= clause.start + event.at for number in clause.numbers)
    if before and not behind:
        sign = grammar.direction(event.match["word"])
        base = base_of(before[-1], reader.year, final=not reader.budget)[0]
        _put_comparison(reader, event, clause, words, sign, base, False)


def _from_nothing(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    at = reader.change_at
    claim = reader.claims[at] if at is not None else None
    if at is not None and isinstance(claim, Change):
        reader.claims[at] = evolve(claim, from_nothing=True)


def _put_comparison(
    reader: Reader,
    event: Event,
    clause: Clause,
    words: str,
    sign: int,
    base: Basis,
    hedged: bool,
) -> None:
    subject = (
        told_subject(reader, _before(words, event, clause)) or reader.compared or reader.subject
    )
    own = subject == reader.subject
    budgets = tuple(a for b, a in reader.amounts.items() if b.is_budget) if own else ()
    claim = Comparison(
        reader.at(clause.start, clause.end),
        subject,
        sign,
        event.match["word"],
        base,
        hedged,
        reader.latest(subject),
        budgets,
    )
    reader.put(claim)
    reader.reason_at = len(reader.claims) - 1


def _reason(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    reader.describes = "因" not in event.match["word"] and "由于" not in event.match["word"]
    if not reader.explains:
        reader.explains = True
        reader.reason_at = explained(reader, _before(words, event, clause))
        finish_reason(reader, clause.start + event.match.end())


def finish_reason(reader: Reader, start: int) -> None:
    """Give the last change or comparison the reason that begins at ``start``."""
    text = reader.text.text
    if start < len(text) and text[start] in "：，":
        start += 1
    end = _REASON_END.search(text, start)
    reason = text[start : end.start() if end else len(text)].strip()
    reader.waiting = not reason and end is None
    at = reader.reason_at
    claim = reader.claims[at] if at is not None else None
    if at is not None and isinstance(claim, Change | Comparison) and not claim.reason:
        reader.claims[at] = evolve(claim, reason=reason)


def _of_which(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    parent = reader.own()
    if parent is not None and event.match[0][0] == "按" and parent.said.sentence < reader.sentence:
        parent = _whole_of(reader, parent)  # 基本支出9万元。按功能分类划分，教育支出…
    if parent is not None and not reader.explains:
        reader.parents = [*reader.parents[-_DEEPEST:], (clause.depth, parent)]
        reader.parent_at = reader.sentence
    last = reader.claims[-1] if reader.claims else None
    here = clause.opened in ENDS and words.startswith("其中")
    near = reader.sentence - (1 if here and clause.start > 0 else 0)
    if parent is None and isinstance(last, Amount) and last.said.sentence >= near:
        reader.parts_of = last.basis if not reader.explains else None
    reader.of_which = True


def _whole_of(reader: Reader, part: Amount) -> Amount:
    """The whole as whose part an amount was told in an earlier sentence; itself where it is none.

    A sentence that begins with another way to divide it is of the whole, not of its last part.
    """
    near = (part.said.sentence - 1, part.said.sentence)
    wholes = (one for _, one in reversed(reader.parents) if one.said.sentence in near)
    return next((one for one in wholes if one is not part), part)


def _listing(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    text = reader.text.text
    start = clause.start + event.match.end()
    while start < len(text) and text[start] == "：":
        start += 1
    end = _LIST_END.search(text, start)
    names, is_open = split_list(text[start : end.start() if end else len(text)])
    if len(names) > 1:
        said = reader.at(clause.start + event.at, end.start() if end else len(text))
        reader.put(Listing(said, reader.subject, names, is_open))


def split_list(words: str) -> tuple[tuple[str, ...], bool]:
    """The names of a list, and whether it is open (等, ⋯).

    >>> split_list("办公费、维修（护）费、水电费等")
    (('办公费', '维修（护）费', '水电费'), True)
    """
    tail = _OPEN.search(words)
    kept = words[: tail.start()] if tail else words
    names: list[str] = [""]
    depth = 0
    for mark in kept:
        depth = max(0, depth + (mark == "（") - (mark == "）"))
        if mark in "、，" and depth == 0:
            names.append("")
        else:
            names[-1] += mark
    return tuple(name.strip() for name in names if name.strip()), tail is not None


def _no_data(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    told = read_year(words[: event.at])
    other = _EARLIER.search(words, 0, event.at) or told not in (None, reader.year)
    if not reader.explains and not other:
        reader.put(NoData(reader.at(clause.start, clause.end), event.match["what"]))


def use_of(text: str, start: int) -> str:
    """What an item was used for, where the sentence after it says so (主要用于…)."""
    match = _USE.match(text, start)
    return match[1] if match else ""


def date_at(reader: Reader, number: Number) -> Dated | None:
    """The day that begins with the year ``number``."""
    match = _DATE.match(reader.text.text, number.start)
    if match is None:
        return None
    month, day = (int(part) if part else None for part in (match[2], match[3]))
    if match[4]:
        month, day = 12, 31
    before = reader.text.text[max(0, number.start - 6) : number.start]
    said = reader.at(number.start, match.end())
    return Dated(said, int(match[1]), month, day, before + match[0])


_TAKERS: Final = {
    "compared": _compared,
    "comparison": _comparison,
    "level": _level,
    "moved": _moved,
    "from_nothing": _from_nothing,
    "reason": _reason,
    "of_which": _of_which,
    "listing": _listing,
    "no_data": _no_data,
}
