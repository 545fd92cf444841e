"""Words of direction in the narrative, the years compared with, the reasons given (方向与原因)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from budgetdisclosure.amounts import Figure
from budgetdisclosure.claims import Amount, Basis, Change, Comparison, Said, Unsigned, meant_by
from budgetdisclosure.claims.resolve import standard_subjects
from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules.rule import (
    BOTH,
    BUDGET,
    DERIVED,
    FINAL,
    Fault,
    Held,
    Outcome,
    Severity,
    rule,
)
from budgetdisclosure.rules.topics.narrative_changes import changes
from budgetdisclosure.rules.topics.narrative_common import effective, place_of, spoken, told
from budgetdisclosure.rules.topics.narrative_item_years import item_years
from budgetdisclosure.wording import Wording, quoted

_WORDS: Final = {1: ("增加", "增长"), -1: ("减少", "下降")}
_NOT: Final = r"(?<![未无不])(?<!没有)(?<!不再)"
_LESS: Final = re.compile(rf"{_NOT}(?:减少|压减|缩减|下降|降低|核减|调减)")
_MORE: Final = re.compile(rf"{_NOT}(?:增加|增长|追加|上升|提高|调增|新增)")
_MOVED_LEVEL: Final = re.compile(r"(?P<word>增加|增长|上升|减少|下降|降低)持平")
_MOVED_TO: Final = re.compile(
    r"(?:^|[，。；：])(?!\S*预算)[^，。；：]*?(?P<word>增加|增长|上升|减少|下降|降低)[为到至][\d,.]+[万亿]?元，$"
)
"""Moved to an amount, which the next clause calls level with last year's."""
_STILL: Final = re.compile(r"持平|不变|未变|没有变化|无变化|一致|严格控制|厉行节约")


@rule(
    "N-01-3",
    "方向用语",
    "words of direction agree with each other and with the amounts",
    source=DERIVED,
    kinds=BOTH,
    exceptions="基本持平",
)
def directions(d: Disclosure) -> Iterator[Outcome]:
    """增加 with 增长, 减少 with 下降; 持平 needs equal amounts and no reason for a change."""
    for change in changes(d):
        yield from _one_direction(change)
    for comparison in told(d).all(Comparison):
        said = comparison.said
        level = comparison.sign == 0 and comparison.base is Basis.PRIOR
        if level and not said.explains and not said.attached:
            yield from _level(d, comparison)
    yield from _explained(d)


_EXPLAINED: Final = re.compile(
    r"^(?P<what>[^，。；：]{2,20}?)(?P<word>增加|增长|上升|减少|下降|降低)的(?:主要)?原因"
)
_BOTH: Final = re.compile(r"收入?[、和与]?支出?$")


def _explained(d: Disclosure) -> Iterator[Outcome]:
    """财政拨款收入支出增加的主要原因, where the section tells that both are less."""
    told_changes = [one for one in changes(d) if one.base is Basis.PRIOR and one.amount]
    for statement in told(d).statements:
        said, match = statement.said, _EXPLAINED.match(statement.text.text)
        if match is None or said.attached:
            continue
        what = match["what"]
        whole = _BOTH.sub("", what)
        names = {what} if whole == what else {f"{whole}收入", f"{whole}支出"}
        mine = [
            one
            for one in told_changes
            if one.said.section == said.section
            and one.said.passage < said.passage
            and (one.of.subject if one.of else one.subject).key in names
            and one.amount is not None
            and one.amount.counted != 0
        ]
        signs = {one.sign for one in mine}
        sign = 1 if match["word"] in ("增加", "增长", "上升") else -1
        if len(signs) != 1 or None in signs:
            continue
        if signs == {sign}:
            yield Held()
            continue
        right = _WORDS[-sign][0]
        yield Fault(
            Wording(
                f"“{match[0]}”：上文所述是{right}",
                f"{quoted(match[0])}: the text above tells the contrary",
            ),
            tuple(one.amount for one in mine if one.amount),
            place_of(said),
            correction=Wording(right, quoted(right)),
        )


def _one_direction(change: Change) -> Iterator[Outcome]:
    if change.sign is None or change.rate_sign is None:
        return
    if change.sign == change.rate_sign or (change.amount and change.amount.counted == 0):
        yield Held()
        return
    right = _WORDS[change.sign][1]
    yield Fault(
        Wording(
            f"{spoken(change.said).zh}：增减额与增减幅度的方向相反",
            f"{spoken(change.said).en}: the amount and the rate point in opposite directions",
        ),
        (change.amount,) if change.amount else (),
        place_of(change.said),
        correction=Wording(f"{right}{change.rate}", quoted(f"{right}{change.rate}")),
    )


def _level(d: Disclosure, claim: Comparison) -> Iterator[Outcome]:
    told = _MOVED_LEVEL.search(claim.said.words) or _MOVED_TO.search(claim.said.before)
    if told is not None and not claim.hedged:
        word = told["word"]
        yield Fault(
            Wording(
                f"{spoken(claim.said).zh}：既称“{word}”，又称持平",
                f"{spoken(claim.said).en}: said to be both {quoted(word)} and level",
            ),
            (claim.outturn.figure,) if claim.outturn else (),
            place_of(claim.said),
            severity=Severity.WARNING,
        )
        return
    reason = claim.reason or ""
    one_way = bool(_LESS.search(reason)) is not bool(_MORE.search(reason))
    moved = one_way and not _STILL.search(reason)
    if moved and not claim.hedged:
        yield Fault(
            Wording(
                f"{spoken(claim.said).zh}：既称持平，又说明了变动原因“{reason[:40]}”",
                f"{spoken(claim.said).en}: said to be level, and yet a reason for a "
                f"change is given: {quoted(reason[:40])}",
            ),
            (claim.outturn.figure,) if claim.outturn else (),
            place_of(claim.said),
            severity=Severity.WARNING,
        )
        return
    yield from _level_with_prior(d, claim)


def _level_with_prior(d: Disclosure, claim: Comparison) -> Iterator[Outcome]:
    """持平 against last year's amount, where the tables print it."""
    if claim.outturn is None or claim.hedged:
        return
    pseudo = Amount(claim.said, claim.outturn.subject, Figure.blank(), Basis.PRIOR)
    prior = next((cell for cell in meant_by(d, pseudo).cells if cell.value is not None), None)
    current = effective(d, claim.outturn)
    if prior is None or current.is_unreadable:
        return
    if current.interval.meets(prior.interval):
        yield Held()
        return
    word = _WORDS[1 if current.printed_fen > prior.printed_fen else -1][0]
    yield Fault(
        Wording(
            f"{spoken(claim.said).zh}：本年 {current.digits.strip()}，上年 {prior.digits.strip()}，"
            f"并不持平",
            f"{spoken(claim.said).en}: {current.digits.strip()} this year and "
            f"{prior.digits.strip()} last year are not level",
        ),
        (current, prior),
        place_of(claim.said),
        correction=Wording(word, quoted(word)),
    )


@rule(
    "N-15-2",
    "缺百分号或单位",
    "a rate carries its percent sign, an amount its unit",
    source=DERIVED,
    severity=Severity.WARNING,
    kinds=BOTH,
    exceptions="整段金额都不带单位的",
)
def unsigned(d: Disclosure) -> Iterator[Outcome]:
    """增长 N and 完成预算的 N must carry %; 支出决算为 N its unit, as the amounts beside it do."""
    united = {(a.said.section, a.said.passage) for a in told(d).all(Amount)}
    every = list(told(d).all(Unsigned))
    claims = [c for c in every if not c.amount or (c.said.section, c.said.passage) in united]
    for claim in claims:
        zh, en = ("金额单位", "unit") if claim.amount else ("百分号", "percent sign")
        right = None if claim.amount else Wording(f"{claim.digits}%", f"{claim.digits}%")
        yield Fault(
            Wording(
                f"{spoken(claim.said).zh}：{claim.digits} 缺{zh}",
                f"{spoken(claim.said).en}: {claim.digits} lacks its {en}",
            ),
            place=place_of(claim.said),
            correction=right,
        )
    rates = sum(1 for change in changes(d) if change.rate is not None)
    if rates and not claims:
        yield Held(rates)


@rule(
    "N-15-3",
    "原因与方向矛盾",
    "a reason fits the direction it explains",
    source=DERIVED,
    severity=Severity.INFO,
    kinds=BOTH,
    exceptions="原因中同时有增有减的",
)
def reasons(d: Disclosure) -> Iterator[Outcome]:
    """A decrease is not explained by increases alone, nor an increase by decreases alone."""
    claims: list[Change | Comparison] = [*changes(d), *told(d).all(Comparison)]
    for claim in claims:
        sign = (claim.sign or claim.rate_sign) if isinstance(claim, Change) else claim.sign
        if not sign or not claim.reason or claim.said.explains or claim.said.attached:
            continue
        less, more = _LESS.search(claim.reason), _MORE.search(claim.reason)
        wrong = (sign > 0 and less and not more) or (sign < 0 and more and not less)
        if not wrong:
            yield Held()
            continue
        word = (less or more or [""])[0]
        yield Fault(
            Wording(
                f"{spoken(claim.said).zh}：所述原因“{claim.reason[:40]}”只说到“{word}”，与方向不符",
                f"{spoken(claim.said).en}: the reason speaks of “{word}” alone, against the change",
            ),
            place=place_of(claim.said),
        )


@rule(
    "B-13",
    "比较年度",
    "budget: the year compared with is the year before",
    source=DERIVED,
    kinds=BUDGET,
)
def budget_compared_year(d: Disclosure) -> Iterator[Outcome]:
    """The year a budget is compared with = the budget year − 1, in each item's paragraph too."""
    yield from _compared_year(d)
    yield from item_years(d)


@rule(
    "N-01-7",
    "比较年度",
    "the year compared with is the year before",
    source=DERIVED,
    kinds=FINAL,
)
def compared_year(d: Disclosure) -> Iterator[Outcome]:
    """与2023年度相比 in the accounts of 2024: the year before."""
    yield from _compared_year(d)


_LEVEL_WITH: Final = re.compile(r"[与和同](20\d\d)年")


def _compared_year(d: Disclosure) -> Iterator[Outcome]:
    year = d.fiscal_year
    if year is None:
        return
    seen = 0
    for change in changes(d):
        subject = change.of.subject if change.of else change.subject
        known = (subject.key and subject.plain) or change.said.within is not None
        told_so = change.explicit and change.base is Basis.PRIOR
        if change.year is None or not told_so or not known:
            continue
        of = change.of.year if change.of else None
        if change.year in (year - 1, (of or year) - 1):
            seen += 1
        elif change.said.role != "performance":
            yield _wrong_year(change.said, change.year, year - 1)
    for said, compared in _level_years(d, year):
        if compared < year - 1:
            yield _wrong_year(said, compared, year - 1)
        else:
            seen += 1
    if seen:
        yield Held(seen)


def _level_years(d: Disclosure, year: int) -> Iterator[tuple[Said, int]]:
    """The years that this year's amounts are said to be level with."""
    for level in told(d).all(Comparison):
        said, of = level.said, level.outturn
        match = _LEVEL_WITH.search(said.words) if level.sign == 0 else None
        if match is None or of is None or level.base is not Basis.PRIOR:
            continue
        known = (of.subject.key and of.subject.plain) or said.within is not None
        aside = said.explains or said.attached or said.role == "performance"
        if known and not aside and of.year in (None, year):
            yield said, int(match[1])


def _wrong_year(said: Said, compared: int, right: int) -> Fault:
    return Fault(
        Wording(
            f"{spoken(said).zh}：与{compared}年比较，应与{right}年比较",
            f"{spoken(said).en}: compared with {compared}, not {right}",
        ),
        place=place_of(said),
        correction=Wording(f"{right}年", f"{right}"),
    )


@rule(
    "N-01-8",
    "本年年度",
    "amounts of this year are told of this year",
    source=DERIVED,
    kinds=BOTH,
    exceptions="同一节另有本年数的，所说的是上年数",
)
def own_year(d: Disclosure) -> Iterator[Outcome]:
    """A section that tells a total of another year, and none of this one, was pasted from there."""
    year = d.fiscal_year
    amounts = [a for a in told(d).all(Amount) if _is_own(a)]
    current = {
        (a.said.section, a.subject.key) for a in amounts if a.basis in (Basis.CURRENT, Basis.FINAL)
    }
    for amount in amounts:
        if year is None or amount.year is None or amount.basis.is_budget:
            continue
        if amount.year == year:
            yield Held()
        elif amount.said.year is None and (amount.said.section, amount.subject.key) not in current:
            yield Fault(
                Wording(
                    f"{spoken(amount.said).zh}：所述为{amount.year}年，本文件是{year}年度",
                    f"{spoken(amount.said).en}: told of {amount.year}, the disclosure is of {year}",
                ),
                (amount.figure,),
                place_of(amount.said, str(amount.subject)),
                correction=Wording(f"{year}年度", f"{year}"),
            )


def _is_own(amount: Amount) -> bool:
    """Whether an amount is one that the tables print, told in a section of its own."""
    subject, said = amount.subject, amount.said
    named = subject.key in standard_subjects() and subject.plain and not subject.is_item
    return bool(named and said.role) and not (said.explains or said.attached or said.within)
