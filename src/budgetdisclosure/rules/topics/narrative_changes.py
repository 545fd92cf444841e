"""Changes of the narrative: amounts, rates, words of direction, reasons (增减变化)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from budgetdisclosure.amounts import Figure
from budgetdisclosure.claims import Amount, Basis, Change, meant_by
from budgetdisclosure.claims.index import index_of
from budgetdisclosure.model import Disclosure, Kind
from budgetdisclosure.rules.relation import Ratio, Relation, Term
from budgetdisclosure.rules.rule import (
    BOTH,
    BUDGET,
    DERIVED,
    Fault,
    Held,
    Outcome,
    Severity,
    rule,
)
from budgetdisclosure.rules.topics.narrative_common import (
    KINDS_OF_SPENDING,
    ZERO_BASE,
    best,
    budgets_of,
    effective,
    kept,
    place_of,
    spoken,
    told,
)
from budgetdisclosure.rules.topics.narrative_parts import is_spent, measure_of, was_spent
from budgetdisclosure.rules.verdict import Verdict
from budgetdisclosure.wording import Wording

_NEW: Final = Wording("上年数为零的，增加额应等于本年数", "from nothing the change is the whole")
_THREE_PUBLIC: Final = ("three_public", "travel", "vehicles", "reception")


def changes(d: Disclosure) -> Iterator[Change]:
    """The changes that are told of the disclosure's own amounts."""
    for change in told(d).all(Change):
        if not change.said.explains and not change.said.attached:
            yield change


@kept
def rate_of(d: Disclosure, change: Change) -> Iterator[Outcome]:
    """Rate = |change| ÷ (this year's amount less the change): every part at its own rounding."""
    if change.rate is None or change.of is None:
        return
    if change.amount is None:
        yield from _rate_alone(d, change)
        return
    if change.sign != change.rate_sign and change.amount.counted != 0:
        return  # N-01-3 reports that they contradict each other
    amount, sign = Term(change.amount), change.sign or 1
    wholes = [[Term(effective(d, of)), Term(change.amount, -sign)] for of in of_change(change)]
    if change.base.is_budget:
        wholes += [[Term(effective(d, budget))] for budget in _budgets(d, change)]
    rate, words = change.rate, _words(change)
    relation, verdict = best(Ratio(rate, [amount], whole, words) for whole in wholes)
    if relation is None or verdict is Verdict.UNCHECKED:
        yield ZERO_BASE
    else:
        yield relation


def _rate_alone(d: Disclosure, change: Change) -> Iterator[Outcome]:
    """A rate without its amount, where the amount compared with is told or printed as well."""
    tries = []
    for of in of_change(change):
        bases = (
            [effective(d, one) for one in _budgets(d, change) if one.basis is not of.basis]
            if change.base.is_budget
            else priors(d, change, of)
            if change.base is Basis.PRIOR
            else []
        )
        current = effective(d, of)
        for base in bases:
            sign = change.rate_sign or (1 if current.printed_fen >= base.printed_fen else -1)
            tries.append((Term(current, sign), Term(base, -sign), Term(base)))
    rate, words = change.rate, _words(change)
    if rate is not None:
        relation, verdict = best(Ratio(rate, parts, [whole], words) for *parts, whole in tries)
        if relation is not None and verdict is not Verdict.UNCHECKED:
            yield relation


def _words(change: Change) -> Wording:
    """The words of a change, with whose it is."""
    return spoken(change.said, change.subject if change.subject.key else None)


def of_change(change: Change) -> tuple[Amount, ...]:
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
        Relation(
            [Term(change.amount)],
            [Term(current, sign), Term(effective(d, budget), -sign)],
            note=_words(change),
        )
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
        for change in changes(d):
            if change.said.role in roles:
                yield from rate_of(d, change)
                yield from differs_by(d, change)
                yield from against_prior(d, change)


_change_rule(
    "N-01-2",
    "同比幅度",
    "rates of change",
    *("overall", "income", "expenditure", "appropriation", "appropriation_expenditure"),
    *("general", "general_overall", "general_structure", "general_items", "general_basic"),
    *("fund", "capital", "basic", "procurement", "general_costs", "outsourcing", "project", ""),
)
_change_rule("N-10-3", "机关运行经费同比", "agency operating costs: rates of change", "operating")


def against_prior(d: Disclosure, change: Change) -> Iterator[Outcome]:
    """The change = this year's amount − last year's, where the tables print both."""
    if change.amount is None or change.of is None or change.base is not Basis.PRIOR:
        return
    sign = change.sign or 1
    tries = []
    for of in of_change(change):
        for prior in priors(d, change, of):
            terms = (Term(effective(d, of), sign), Term(prior, -sign))
            tries.append(Relation([Term(change.amount)], terms, note=_words(change)))
    relation, verdict = best(tries)
    if relation is not None and (verdict.holds or priors(d, change, change.of)):
        yield relation


def priors(d: Disclosure, change: Change, of: Amount) -> list[Figure]:
    """Last year's amount of the subject: its cell, or what the section tells."""
    pseudo = Amount(change.said, of.subject, Figure.blank(), Basis.PRIOR)
    cells = [cell for cell in meant_by(d, pseudo).cells if cell.value is not None]
    unsaid = None if d.kind is Kind.FINAL else change.spent  # a budget's last year is of two kinds
    told_ones = [
        amount
        for amount in _told_in(d, change.said.section, of.subject.key)
        if amount.basis is Basis.PRIOR and amount is not of
        if amount.subject.plain or not of.subject.plain
        if change.spent is None or was_spent(amount.said) in (change.spent, unsaid)
    ]
    return [*cells[:1], *(amount.figure for amount in _meant(change, told_ones)[:1])]


def _meant(change: Change, told_ones: list[Amount]) -> list[Amount]:
    """Those of the change's own item and passage, outturns where it speaks of an outturn."""
    said = change.said
    mine = [one for one in told_ones if one.said.within == said.within]
    same = mine if said.within else mine or told_ones
    near = [one for one in same if one.said.passage == said.passage] or same
    return [one for one in near if is_spent(one.said) is is_spent(said)] or near


def _told_in(d: Disclosure, section: str, name: str) -> tuple[Amount, ...]:
    return index_of(told(d)).amounts_in.get((section, name), ()) if name else ()


@rule(
    "N-07-3",
    "三公同比",
    "three public: changes and rates",
    source=DERIVED,
    exceptions="上年数为零",
)
def three_public(d: Disclosure) -> Iterator[Outcome]:
    """Each item's change and rate fit; the items' changes add up to the total's."""
    mine = [change for change in changes(d) if change.said.role in _THREE_PUBLIC]
    for change in mine:
        yield from rate_of(d, change)
        yield from differs_by(d, change)
        yield from against_prior(d, change)
    for measure in (True, False, None):
        yield from _items_add_up([one for one in mine if measure_of(d, one) is measure])


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
    for change in changes(d):
        if change.said.role != "performance":
            yield from rate_of(d, change)
            yield from against_prior(d, change)


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
    for change in changes(d):
        subject = change.of.subject if change.of else change.subject
        whole = change.base is Basis.PRIOR and change.amount and change.of and change.explicit
        unsure = any(one.subject.key != subject.key for one in change.or_of)
        unsure = unsure or subject.key in KINDS_OF_SPENDING
        if not whole or unsure or not (subject.key and subject.plain) or change.said.within:
            continue
        group = f"{change.said.role.partition('_')[0]}/{subject.key}/{measure_of(d, change)}"
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
    for change in changes(d):
        if change.amount is None or change.of is None or change.base is not Basis.PRIOR:
            continue
        current = effective(d, change.of)
        if change.from_nothing:
            yield Relation([Term(current)], [Term(change.amount, change.sign or 1)], note=_NEW)
            continue
        if change.rate is None or change.sign != 1 or change.amount.counted == 0:
            continue
        if current.value is None or current.printed_fen != change.amount.printed_fen:
            yield Held()
            continue
        yield Fault(
            Wording(
                f"{_words(change).zh}：本年数与增加额相等，上年数为零，不应计算增长率",
                f"{_words(change).en}: last year's amount is zero, there is no rate",
            ),
            (change.amount,),
            place_of(change.said),
            correction=Wording("删去增长率", "leave the rate out"),
        )
