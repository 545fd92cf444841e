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
from budgetdisclosure.claims.lead import subject_of

if TYPE_CHECKING:
    from budgetdisclosure.claims.reader import Reader

_DATE: Final = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?|(底|末))")
_REASON_END: Final = re.compile(
    r"，(?:与|比|较)(?:上年|上一年|去年|(?:19|20)\d\d年|年初|预算)|。|\n"
)
_LIST_END: Final = re.compile(r"[。；\n]|，(?:共|合计|用于|主要)|（其中")
_OPEN: Final = re.compile(r"(?:等\S{0,12}|⋯+)$")
_ROUGH: Final = "均|各|略|同步|相应|分别|有所|稍|总体|全部"


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
    grammar.REASON,
    grammar.OF_WHICH,
    grammar.LISTING,
    grammar.NO_DATA,
)


def events_of(words: str) -> Iterator[Event]:
    """Every statement of a clause."""
    for pattern in _WORDS:
        for match in pattern.form.finditer(words):
            if pattern is not grammar.COMPARED or _is_base(match):
                yield Event(match.start(), pattern, match)


def _is_base(match: re.Match[str]) -> bool:
    """Whether a comparison names what it compares with."""
    named = match["same"] or match["year"] or match["prior"]
    return bool(named or (match["what"] and "预算" in match["what"]))


def take(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    """Let a statement tell the reader what it says."""
    _TAKERS[event.pattern.name](reader, event, clause, words)


def _compared(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    reader.base = base_of(event.match, reader.year)
    if event.at <= 1 or clause.opened in "，；。":
        reader.said = evolve(reader.said, explains=False)


def base_of(match: re.Match[str], year: int | None) -> tuple[Basis, int | None]:
    """What is compared with: the prior year, or one of this year's budgets."""
    told = int(match["year"]) if match["year"] else None
    if match["same"] or match["prior"] or (told is not None and told != year):
        return Basis.PRIOR, told
    if match["what"] and "预算" in match["what"]:
        if match["which"] == "年初":
            return Basis.INITIAL, told
        adjusted = match["which"] in ("全年", "调整", "调整后")
        return (Basis.ADJUSTED if adjusted else Basis.BUDGET), told
    return Basis.PRIOR, told


def _comparison(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    match = event.match
    if match["what"] in ("上年", "去年"):
        base = Basis.PRIOR
    else:
        base = {"年初": Basis.INITIAL, "全年": Basis.ADJUSTED}.get(
            match["base"] or "", Basis.BUDGET
        )
    hedged = match["hedge"] == "基本"
    _put_comparison(reader, event, clause, words, grammar.order(match["word"]), base, hedged)


def _level(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    before = [m for m in grammar.COMPARED.form.finditer(words, 0, event.at) if _is_base(m)]
    if before:
        base = base_of(before[-1], reader.year)[0]
    elif reader.base is not None and event.match["word"] == "持平":
        base = reader.base[0]
    else:
        return
    _put_comparison(reader, event, clause, words, 0, base, bool(event.match["hedge"]))


def _put_comparison(
    reader: Reader,
    event: Event,
    clause: Clause,
    words: str,
    sign: int,
    base: Basis,
    hedged: bool,
) -> None:
    subject = told_subject(reader, words[: event.at])
    own = subject == reader.subject
    budgets = tuple(a for b, a in reader.amounts.items() if b.is_budget) if own else ()
    claim = Comparison(
        reader.at(clause.start, clause.end),
        subject,
        sign,
        event.match["word"],
        base,
        hedged,
        reader.latest_of(subject),
        budgets,
    )
    reader.reason_at = reader.put(claim)


def told_subject(reader: Reader, words: str) -> Subject:
    """The subject that the words before a change or comparison name, else the one in hand."""
    compared = [m for m in grammar.COMPARED.form.finditer(words) if _is_base(m)]
    parts = [words[compared[-1].end() :], words[: compared[-1].start()]] if compared else [words]
    for part in parts:
        bare = re.sub(rf"(?:支出|收入)?(?:决算|预算|执行)数?$|(?:{_ROUGH})+$", "", part.strip())
        bare = re.sub(rf"^相?比?|(?:{_ROUGH})$|(?:支出)?(?:决算|预算)数?$", "", bare)
        subject = subject_of(bare, reader.names, reader.entity) if bare else None
        if subject is not None and subject.key and subject.plain:
            return reader.subject if subject.key == reader.subject.key else subject
    return reader.subject


def change(
    reader: Reader,
    before: str,
    sign: int,
    amount: Figure | None,
    rate: Percentage | None,
    number: Number,
) -> Claim:
    """A number that says by how much or by which rate a subject changed."""
    base, year = reader.base or (Basis.PRIOR, None)
    open_at = reader.change_at
    subject = told_subject(reader, before)
    last = reader.claims[open_at] if open_at is not None else None
    if isinstance(last, Change) and _completes(last, subject, amount, rate):
        merged = evolve(
            last,
            sign=sign if amount else last.sign,
            amount=amount or last.amount,
            rate_sign=sign if rate else last.rate_sign,
            rate=rate or last.rate,
            said=evolve(last.said, words=last.said.words + "，" + _words(reader, number)),
        )
        assert open_at is not None
        reader.claims[open_at] = merged
        return merged
    of = reader.latest_of(subject)
    own = subject == reader.subject
    budgets = tuple(a for b, a in reader.amounts.items() if b.is_budget) if own else ()
    claim = Change(
        reader.at(max(0, number.start - 40), number.end),
        subject,
        base,
        year,
        sign if amount else None,
        amount,
        sign if rate else None,
        rate,
        of,
        budgets,
        None,
        reader.base is not None,
        reader.of_which,
    )
    reader.change_at = reader.reason_at = reader.put(claim)
    return claim


def _words(reader: Reader, number: Number) -> str:
    start = max(
        reader.text.text.rfind("，", 0, number.start), reader.text.text.rfind("；", 0, number.start)
    )
    return reader.text.words(start + 1, number.end)


def _completes(
    last: Change, subject: Subject, amount: Figure | None, rate: Percentage | None
) -> bool:
    """Whether a number is the other half of the change told last: its rate, or its amount."""
    half = (last.rate is None and rate is not None) or (
        last.amount is None and amount is not None and last.rate is not None
    )
    return half and last.subject.key == subject.key


def _reason(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    if reader.said.explains:
        return
    reader.said = evolve(reader.said, explains=True)
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
    if at is None:
        return
    claim = reader.claims[at]
    if isinstance(claim, Change | Comparison) and not claim.reason:
        reader.claims[at] = evolve(claim, reason=reason)


def _of_which(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    parent = reader.amounts.get(Basis.FINAL) or reader.amounts.get(Basis.CURRENT)
    if parent is not None and not reader.said.explains:
        reader.parents.append((clause.depth, parent))
    reader.of_which = True


def _listing(reader: Reader, event: Event, clause: Clause, words: str) -> None:
    text = reader.text.text
    start = clause.start + event.match.end()
    while start < len(text) and text[start] in "：":
        start += 1
    end = _LIST_END.search(text, start)
    words = text[start : end.start() if end else len(text)]
    names, is_open = split_list(words)
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
    if not reader.said.explains:
        reader.put(NoData(reader.at(clause.start, clause.end), event.match["what"]))


def use_of(text: str, start: int) -> str:
    """What an item was used for, where the sentence after it says so (主要用于…)."""
    match = re.compile(r"[。，：]?主要用于：?([^。\n]*)").match(text, start)
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
    "reason": _reason,
    "of_which": _of_which,
    "listing": _listing,
    "no_data": _no_data,
}
