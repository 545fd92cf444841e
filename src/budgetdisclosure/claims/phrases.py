"""Statements that need no number: comparisons, reasons, lists, no-data statements (语句)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.claims import grammar
from budgetdisclosure.claims.claim import (
    Basis,
    Change,
    Claim,
    Comparison,
    Dated,
    Listing,
    NoData,
    Subject,
)
from budgetdisclosure.claims.clauses import Clause
from budgetdisclosure.claims.digits import Number

if TYPE_CHECKING:
    from budgetdisclosure.claims.reader import Reader

_DATE: Final = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?|(底|末))")
_USE: Final = re.compile(r"[。，：]?主要用于：?([^。\n]*)")
_REASON_END: Final = re.compile(
    r"，(?:与|比|较)(?:上年|上一年|去年|(?:19|20)\d\d年|年初|预算)|。|\n"
)
_LIST_END: Final = re.compile(r"[。；\n]|，(?:共|合计|用于|主要)|（其中")
_OPEN: Final = re.compile(r"(?:等[^、，]{0,12}|⋯+)$")
_REACH: Final = 90
_ROUGH: Final = re.compile(r"(?:均|各|略|同步|相应|分别|有所|稍|总体|全部|相比|比)$")
_BASE_WORDS: Final = re.compile(r"(?:支出|收入)?(?:决算|预算|执行)数?$")


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
            if pattern is not grammar.COMPARED or _is_base(match):
                yield Event(match.start(), pattern, match)


def _is_base(match: re.Match[str]) -> bool:
    """Whether a comparison names what it compares with."""
    named = match["same"] or match["year"] or match["prior"]
    return bool(named or (match["what"] and "预算" in match["what"]))


def _before(words: str, event: Event) -> str:
    """The words before a statement, as far back as a name may reach."""
    return words[max(0, event.at - _REACH) : event.at]


def _bases(words: str) -> list[re.Match[str]]:
    return [match for match in grammar.COMPARED.form.finditer(words) if _is_base(match)]


def take(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    """Let a statement tell the reader what it says."""
    _TAKERS[event.pattern.name](reader, event, clause, words)


def _compared(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    reader.base = base_of(event.match, reader.year)
    before = _before(words, event)
    reader.compared = told_subject(reader, before)
    if not before.strip() and reader.explains:
        reader.explains = False


def base_of(match: re.Match[str], year: int | None) -> tuple[Basis, int | None]:
    """What is compared with: the prior year, or one of this year's budgets."""
    told = int(match["year"]) if match["year"] else None
    if match["same"] or match["prior"] or (told is not None and told != year):
        return Basis.PRIOR, told
    if match["what"] and "预算" in match["what"]:
        return budget_of(match["which"]), told
    return Basis.PRIOR, told


def budget_of(word: str | None) -> Basis:
    """Which budget a word before 预算 says."""
    if word == "年初":
        return Basis.INITIAL
    return Basis.ADJUSTED if word in ("全年", "调整", "调整后", "追加后") else Basis.BUDGET


def _comparison(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    match = event.match
    prior = match["what"] in ("上年", "去年")
    base = Basis.PRIOR if prior else budget_of(match["base"])
    sign = grammar.order(match["word"])
    _put_comparison(reader, event, clause, words, sign, base, match["hedge"] == "基本")


def _level(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    before = _bases(_before(words, event))
    if before:
        base = base_of(before[-1], reader.year)[0]
    elif reader.base is not None and event.match["word"] == "持平":
        base = reader.base[0]
    else:
        return
    _put_comparison(reader, event, clause, words, 0, base, bool(event.match["hedge"]))


def _moved(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    """A direction told without a number, behind what it is compared with in the same clause."""
    before = _bases(_before(words, event))
    behind = any(number.start >= clause.start + event.at for number in clause.numbers)
    if before and not behind:
        sign = grammar.direction(event.match["word"])
        base = base_of(before[-1], reader.year)[0]
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
    subject = told_subject(reader, _before(words, event)) or reader.compared or reader.subject
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


def told_subject(reader: Reader, words: str) -> Subject | None:
    """The subject that the words before a change or comparison name; None where they name none.

    Words that name something unknown give a subject without a name.
    """
    compared = _bases(words)
    parts = [words[compared[-1].end() :], words[: compared[-1].start()]] if compared else [words]
    for part in parts:
        bare = _BASE_WORDS.sub("", _ROUGH.sub("", part.strip("，：； ")))
        subject = reader.known(bare)
        if subject is None:
            continue
        return reader.subject if subject.key and subject.key == reader.subject.key else subject
    return None


def change(
    reader: Reader,
    before: str,
    sign: int,
    amount: Figure | None,
    rate: Percentage | None,
    number: Number,
) -> Claim:
    """A number that says by how much or by which rate a subject changed."""
    told = told_subject(reader, before)
    at = reader.change_at
    last = reader.claims[at] if at is not None else None
    if at is not None and isinstance(last, Change) and _completes(last, told, amount, rate):
        reader.claims[at] = _completed(reader, last, sign, amount, rate, number)
        return reader.claims[at]
    claim = _new_change(reader, told, sign, amount, rate, number)
    reader.put(claim)
    reader.change_at = reader.reason_at = len(reader.claims) - 1
    return claim


def _new_change(
    reader: Reader,
    told: Subject | None,
    sign: int,
    amount: Figure | None,
    rate: Percentage | None,
    number: Number,
) -> Change:
    subject = told or reader.compared or reader.subject
    base, year = reader.base or (Basis.PRIOR, None)
    own = subject == reader.subject
    of = reader.latest(subject)
    wholes = () if told or reader.compared else reader.wholes()
    start = max(reader.text.text.rfind(mark, 0, number.start) for mark in "，。；：\n") + 1
    return Change(
        reader.at(start, number.end),
        subject,
        base,
        year,
        sign if amount else None,
        amount,
        sign if rate else None,
        rate,
        of,
        tuple(a for b, a in reader.amounts.items() if b.is_budget) if own else (),
        explicit=reader.base is not None,
        of_which=reader.of_which,
        or_of=tuple(one for one in wholes if one is not of),
    )


def _completes(
    last: Change, told: Subject | None, amount: Figure | None, rate: Percentage | None
) -> bool:
    """Whether a number is the other half of the change told last: its rate, or its amount."""
    half = (last.rate is None and rate is not None) or (
        last.amount is None and amount is not None and last.rate is not None
    )
    return half and (told is None or told.key == last.subject.key)


def _completed(
    reader: Reader,
    last: Change,
    sign: int,
    amount: Figure | None,
    rate: Percentage | None,
    number: Number,
) -> Change:
    start = max(reader.text.text.rfind(mark, 0, number.start) for mark in "，；") + 1
    words = f"{last.said.words}，{reader.text.words(start, number.end)}"
    return evolve(
        last,
        sign=sign if amount else last.sign,
        amount=amount or last.amount,
        rate_sign=sign if rate else last.rate_sign,
        rate=rate or last.rate,
        said=evolve(last.said, words=words),
    )


def _reason(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    if not reader.explains:
        reader.explains = True
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
    if parent is not None and not reader.explains:
        reader.parents.append((clause.depth, parent))
    reader.of_which = True


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
    if not reader.explains:
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
