"""Changes of the narrative: amounts, rates, words of direction, reasons (增减变化)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from budgetdisclosure.amounts import Figure
from budgetdisclosure.claims import Amount, Basis, Change, Comparison, Unsigned, meant_by
from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules.relation import Ratio, Relation, Term
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
from budgetdisclosure.rules.topics.narrative_common import (
    ZERO_BASE,
    best,
    budgets_of,
    effective,
    place_of,
    spoken,
    told,
)
from budgetdisclosure.rules.verdict import Verdict
from budgetdisclosure.wording import Wording

_WORDS: Final = {1: ("增加", "增长"), -1: ("减少", "下降")}
_LESS: Final = re.compile(r"(?:减少|压减|缩减|下降|降低|核减|调减)")
_MORE: Final = re.compile(r"(?:增加|增长|追加|上升|提高|调增|新增)")
_STILL: Final = re.compile(r"持平|不变|未变|没有变化|无变化|一致|严格控制|厉行节约")
_THREE_PUBLIC: Final = ("three_public", "travel", "vehicles", "reception")


def _changes(d: Disclosure) -> Iterator[Change]:
    """The changes that are told of the disclosure's own amounts."""
    for change in told(d).all(Change):
        if not change.said.explains and not change.said.attached:
            yield change


def rate_of(d: Disclosure, change: Change) -> Iterator[Outcome]:
    """Rate = |change| ÷ (this year's amount less the change): every part at its own rounding."""
    if change.rate is None or change.amount is None or change.of is None:
        return
    if change.sign != change.rate_sign and change.amount.number != 0:
        return  # N-01-3 reports that they contradict each other
    amount, sign = Term(change.amount), change.sign or 1
    wholes = [[Term(effective(d, of)), Term(change.amount, -sign)] for of in _of(change)]
    if change.base.is_budget:
        wholes += [[Term(effective(d, budget))] for budget in _budgets(d, change)]
    rate, words = change.rate, spoken(change.said)
    relation, verdict = best(Ratio(rate, [amount], whole, words) for whole in wholes)
    if relation is None or verdict is Verdict.UNCHECKED:
        yield ZERO_BASE
    else:
        yield relation


def _of(change: Change) -> tuple[Amount, ...]:
    """The amounts it may be a change of."""
    return (*((change.of,) if change.of else ()), *change.or_of)


def _budgets(d: Disclosure, change: Change) -> list[Amount]:
    found = budgets_of(d, change.subject, change.said, change.budgets)
    named = [one for one in found if one.basis is change.base]
    return named or [one for one in found if change.base is Basis.BUDGET]


def differs_by(d: Disclosure, change: Change) -> Iterator[Outcome]:
    """The change told against a budget = outturn − budget."""
    if change.amount is None or change.of is None or not change.base.is_budget:
        return
    sign, current = change.sign or 1, effective(d, change.of)
    tries = [
        Relation([Term(change.amount)], [Term(current, sign), Term(effective(d, budget), -sign)])
        for budget in _budgets(d, change)
        if budget.basis is not change.of.basis
    ]
    relation, _ = best(tries)
    if relation is not None:
        yield relation


def _change_rule(rule_id: str, zh: str, en: str, *roles: str) -> None:
    @rule(rule_id, zh, en, source=DERIVED, exceptions="上年数为零")
    def rates(d: Disclosure) -> Iterator[Outcome]:
        """增减幅度 = 增减额 ÷ 基数, the base being this year's amount less the change."""
        for change in _changes(d):
            if change.said.role in roles:
                yield from rate_of(d, change)
                yield from differs_by(d, change)
                yield from _against_prior(d, change)


_change_rule(
    "N-01-2",
    "同比幅度",
    "rates of change",
    *("overall", "income", "expenditure", "appropriation", "appropriation_expenditure"),
    *("general", "general_overall", "general_structure", "general_items", "general_basic"),
    *("fund", "capital", "basic", "procurement", "general_costs", "outsourcing", "project", ""),
)
_change_rule("N-10-3", "机关运行经费同比", "agency operating costs: rates of change", "operating")


def _against_prior(d: Disclosure, change: Change) -> Iterator[Outcome]:
    """The change = this year's amount − last year's, where the tables print both."""
    if change.amount is None or change.of is None or change.base is not Basis.PRIOR:
        return
    sign = change.sign or 1
    tries = []
    for of in _of(change):
        for prior in _priors(d, change, of):
            terms = (Term(effective(d, of), sign), Term(prior, -sign))
            tries.append(Relation([Term(change.amount)], terms))
    relation, _ = best(tries)
    if relation is not None:
        yield relation


def _priors(d: Disclosure, change: Change, of: Amount) -> list[Figure]:
    """Last year's amount of the subject: its cell, or what the section tells."""
    pseudo = Amount(change.said, of.subject, Figure.blank(), Basis.PRIOR)
    cells = [cell for cell in meant_by(d, pseudo).cells if not cell.is_blank]
    said = [
        amount.figure
        for amount in told(d).all(Amount, change.said.role)
        if amount.basis is Basis.PRIOR
        and amount.subject.key == of.subject.key
        and amount.subject.key
        and amount.said.section == change.said.section
    ]
    return [*cells[:1], *said[:1]]


@rule(
    "N-07-3",
    "三公同比",
    "three public: changes and rates",
    source=DERIVED,
    exceptions="上年数为零",
)
def three_public(d: Disclosure) -> Iterator[Outcome]:
    """Each item's change and rate fit; the items' changes add up to the total's."""
    mine = [change for change in _changes(d) if change.said.role in _THREE_PUBLIC]
    for change in mine:
        yield from rate_of(d, change)
        yield from differs_by(d, change)
        yield from _against_prior(d, change)
    yield from _items_add_up(mine)


def _items_add_up(changes: list[Change]) -> Iterator[Relation]:
    """Total change = the changes of 出国, 用车 and 接待, where all four are told."""
    by_key = {
        one.subject.key: Term(one.amount, one.sign or 1)
        for one in changes
        if one.base is Basis.PRIOR and one.amount is not None
    }
    names = ("三公经费", "因公出国费", "公务用车", "公务接待费")
    if all(name in by_key for name in names):
        total, *parts = (by_key[name] for name in names)
        yield Relation([total], parts)


@rule(
    "B-11",
    "比上年增减率",
    "budget: rates of change",
    source=DERIVED,
    kinds=BUDGET,
    exceptions="上年数为零",
)
def budget_changes(d: Disclosure) -> Iterator[Outcome]:
    """Rate = (this year − last year) ÷ last year; the change as the tables print it."""
    for change in _changes(d):
        if change.said.role != "performance":
            yield from rate_of(d, change)
            yield from _against_prior(d, change)


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
    for change in _changes(d):
        yield from _one_direction(change)
    for comparison in told(d).all(Comparison):
        said = comparison.said
        level = comparison.sign == 0 and comparison.base is Basis.PRIOR
        if level and not said.explains and not said.attached:
            yield from _level(d, comparison)


def _one_direction(change: Change) -> Iterator[Outcome]:
    if change.sign is None or change.rate_sign is None:
        return
    if change.sign == change.rate_sign or (change.amount and change.amount.number == 0):
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
        correction=Wording(f"{right}{change.rate}", f"{right}{change.rate}"),
    )


def _level(d: Disclosure, claim: Comparison) -> Iterator[Outcome]:
    reason = claim.reason or ""
    moved = (_LESS.search(reason) or _MORE.search(reason)) and not _STILL.search(reason)
    if moved and not claim.hedged:
        yield Fault(
            Wording(
                f"{spoken(claim.said).zh}：既称持平，又说明了变动原因“{reason[:40]}”",
                f"{spoken(claim.said).en}: level, and yet a reason for a change is given",
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
    prior = next((cell for cell in meant_by(d, pseudo).cells if not cell.is_blank), None)
    if prior is None:
        return
    current = effective(d, claim.outturn)
    if current.interval.meets(prior.interval):
        yield Held()
        return
    word = _WORDS[1 if current.printed_fen > prior.printed_fen else -1][0]
    yield Fault(
        Wording(
            f"{spoken(claim.said).zh}：本年 {current.digits.strip()}，上年 {prior.digits.strip()}，"
            f"并不持平",
            f"{spoken(claim.said).en}: {current.digits} this year, {prior.digits} last year",
        ),
        (current, prior),
        place_of(claim.said),
        correction=Wording(word, word),
    )


@rule(
    "N-01-4",
    "同一上年数一致",
    "the prior year that several passages imply is one",
    source=DERIVED,
    severity=Severity.WARNING,
    kinds=BOTH,
    exceptions="口径不同的",
)
def one_prior(d: Disclosure) -> Iterator[Outcome]:
    """本年数 − 增减额 is the same wherever one quantity is compared with last year."""
    first: dict[str, Change] = {}
    for change in _changes(d):
        subject = change.of.subject if change.of else change.subject
        whole = change.base is Basis.PRIOR and change.amount and change.of and change.explicit
        unsure = any(one.subject.key != subject.key for one in change.or_of)
        if not whole or unsure or not (subject.key and subject.plain) or change.said.within:
            continue
        group = f"{change.said.role.partition('_')[0]}/{subject.key}"
        if group in first:
            yield Relation(_prior(d, first[group]), _prior(d, change))
        first.setdefault(group, change)


def _prior(d: Disclosure, change: Change) -> list[Term]:
    assert change.of is not None
    assert change.amount is not None
    return [Term(effective(d, change.of)), Term(change.amount, -(change.sign or 1))]


@rule(
    "N-01-5",
    "零基数",
    "no rate of change from zero",
    source=DERIVED,
    severity=Severity.WARNING,
    kinds=BOTH,
    exceptions="新设单位",
)
def from_zero(d: Disclosure) -> Iterator[Outcome]:
    """From nothing there is no rate: “增长100%” is wrong, and the change is the whole amount."""
    for change in _changes(d):
        if change.amount is None or change.of is None or change.base is not Basis.PRIOR:
            continue
        current = effective(d, change.of)
        if change.from_nothing:
            yield Relation([Term(current)], [Term(change.amount, change.sign or 1)])
            continue
        if change.rate is None or change.sign != 1 or change.amount.number == 0:
            continue
        if current.value is None or current.printed_fen != change.amount.printed_fen:
            yield Held()
            continue
        yield Fault(
            Wording(
                f"{spoken(change.said).zh}：上年数为零，不应计算增长率",
                f"{spoken(change.said).en}: last year's amount is zero, there is no rate",
            ),
            (change.amount,),
            place_of(change.said),
            correction=Wording("删去增长率", "leave the rate out"),
        )


@rule(
    "N-15-2",
    "百分号缺失",
    "a rate carries its percent sign",
    source=DERIVED,
    severity=Severity.WARNING,
    kinds=BOTH,
)
def unsigned(d: Disclosure) -> Iterator[Outcome]:
    """增长 N and 完成预算的 N must carry %."""
    claims = list(told(d).all(Unsigned))
    for claim in claims:
        yield Fault(
            Wording(
                f"{spoken(claim.said).zh}：{claim.digits} 缺百分号",
                f"{spoken(claim.said).en}: {claim.digits} lacks its percent sign",
            ),
            place=place_of(claim.said),
            correction=Wording(f"{claim.digits}%", f"{claim.digits}%"),
        )
    rates = sum(1 for change in _changes(d) if change.rate is not None)
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
    claims: list[Change | Comparison] = [*_changes(d), *told(d).all(Comparison)]
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
    """The year a budget is compared with = the budget year − 1."""
    yield from _compared_year(d)


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


def _compared_year(d: Disclosure) -> Iterator[Outcome]:
    year = d.fiscal_year
    if year is None:
        return
    seen = 0
    for change in _changes(d):
        if change.year is None or not change.explicit:
            continue
        if change.year == year - 1:
            seen += 1
            continue
        if change.said.role == "performance":
            continue
        yield Fault(
            Wording(
                f"{spoken(change.said).zh}：与{change.year}年比较，应与{year - 1}年比较",
                f"{spoken(change.said).en}: compared with {change.year}, not {year - 1}",
            ),
            place=place_of(change.said),
            correction=Wording(f"{year - 1}年", f"{year - 1}"),
        )
    if seen:
        yield Held(seen)
