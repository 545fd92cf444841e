"""Numbers that are neither money nor percentages: counts, points, codes, bare ones (其他数)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.claims import changes, grammar, phrases
from budgetdisclosure.claims.claim import Claim, Count, Named, Score, Subject, Unreadable, Unsigned
from budgetdisclosure.claims.clauses import Clause
from budgetdisclosure.claims.digits import Number
from budgetdisclosure.claims.lead import read_lead

if TYPE_CHECKING:
    from budgetdisclosure.claims.reader import Reader

_NOUN: Final = re.compile(r"[^，。；：、（）\d]{0,12}")
_BELOW: Final = re.compile(r"(?<![及和与、级])(?:下属|所属|直属)(?:单位|共|有|的)*$")
_BODIES: Final = re.compile(r"[^，。；：]{0,6}?(?:单位|部门|机构|学校|中心|站|所)")
_CHANGED: Final = re.compile(rf"{grammar.UP}|{grammar.DOWN}")


def code(reader: Reader, number: Number, lead: str, clause: Clause) -> Claim | None:
    """A code in brackets: the item whose amounts follow, in this clause or the next."""
    subject = reader.known(f"{lead}{number.digits}）")
    if subject is None or not subject.code:
        return None
    reader.within = subject
    reader.turn_to(subject)
    return reader.put(Named(reader.at(clause.start, number.end), subject))


def year(reader: Reader, number: Number, lead: str, clause: Clause) -> Claim | None:
    """A year of a day named in the text; any other is no claim."""
    dated = phrases.date_at(reader, number)
    return None if dated is None else reader.put(dated)


def count(reader: Reader, number: Number, lead: str, clause: Clause) -> Claim | None:
    """So many of what is named before and behind the number."""
    noun = _NOUN.match(reader.text.text, number.end)
    words = f"{lead[-24:]}…{noun[0]}" if noun and noun[0] else lead[-24:]
    said = reader.at(clause.start, min(clause.end, number.end + 12))
    subject = Subject(words.strip("，、：的 "))
    topic = reader.subject.key
    if _BELOW.search(lead) and _BODIES.match(reader.text.text, number.end):
        reader.others_at = reader.sentence  # 下属6个单位，基本支出9万元
    return reader.put(Count(said, subject, number.value, number.measure, number.digits, topic))


def illegible(reader: Reader, number: Number, lead: str, clause: Clause) -> Claim | None:
    """What is no number tells nothing, but whose the next ones are."""
    changed = grammar.CHANGE.read(lead) or grammar.EXCEEDS.read(lead)
    if changed or not number.unit:
        subject = changes.told_subject(reader, lead[: changed.start()]) if changed else None
    else:
        subject = read_lead(lead, reader.names, reader.entity).subject
        if subject is not None and subject.key and subject.plain and not reader.explains:
            reader.turn_to(reader.meant(subject))
    subject, said = subject or reader.subject, reader.at(clause.start, number.end)
    text = reader.text.words(number.start, number.stop) + ("" if number.unit else number.measure)
    place = reader.place_of(number, str(subject) or str(reader.within or ""))
    figure = Figure(None, number.unit or Unit.WAN, 0, text, place)
    return reader.put(Unreadable(said, subject, figure))


def score(reader: Reader, number: Number, lead: str, clause: Clause) -> Claim | None:
    """Points, with the amounts told before them."""
    budgets = tuple(one for basis, one in reader.amounts.items() if basis.is_budget)
    said = reader.at(clause.start, number.end)
    words = reader.text.text[max(0, number.start - 24) : number.start]
    return reader.put(Score(said, Subject(words), number.value, reader.own(), budgets))


def bare(reader: Reader, number: Number, lead: str, clause: Clause) -> Claim | None:
    """A rate without its sign, or an amount without its unit: 支出决算为4.19."""
    behind = reader.text.text[number.end : number.end + 2]
    if _CHANGED.match(behind) and "." in number.digits and _ends_in_base(lead):
        said = reader.at(clause.start, number.end)
        return reader.put(Unsigned(said, reader.subject, number.digits, True))
    if behind and behind[0] not in "，。；）、":
        return None
    changed = grammar.CHANGE.read(lead) is not None and reader.change_at is not None
    share = grammar.SHARE.read(lead) is not None and number.value > 1 and reader.own() is not None
    rate = changed or share or grammar.COMPLETION.read(lead) is not None
    if not rate and not (grammar.BASIS.read(lead) and "." in number.digits):
        return None
    said = reader.at(clause.start, number.end)
    return reader.put(Unsigned(said, reader.subject, number.digits, not rate))


def _ends_in_base(lead: str) -> bool:
    """Whether what a change is measured against stands right before its amount: 较上年2.08."""
    bases = changes.bases_in(lead)
    return bool(bases) and not lead[bases[-1].end() :].strip("的为 ")
