"""Shares and completion rates of the narrative (占比、完成率)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from budgetdisclosure.amounts import Interval, Percentage, show, sum_of
from budgetdisclosure.claims import Amount, Basis, Comparison, Completion, Share
from budgetdisclosure.model import Disclosure, Kind
from budgetdisclosure.rules.relation import Ratio, ratio
from budgetdisclosure.rules.rule import (
    BOTH,
    DERIVED,
    Fault,
    Held,
    Outcome,
    Severity,
    rule,
)
from budgetdisclosure.rules.topics.narrative_common import (
    completed,
    place_of,
    shared,
    spoken,
    told,
)
from budgetdisclosure.rules.verdict import Verdict, judge
from budgetdisclosure.wording import Wording, quoted


def _shares(d: Disclosure, *roles: str) -> Iterator[Outcome]:
    for share in told(d).all(Share):
        if share.said.role in roles and not share.said.attached:
            yield from shared(d, share)


def _share_rule(rule_id: str, zh: str, en: str, *roles: str, budget: tuple[str, ...] = ()) -> None:
    @rule(rule_id, zh, en, source=DERIVED, kinds=BOTH, exceptions="合计为零")
    def shares(d: Disclosure) -> Iterator[Outcome]:
        """占比 = the part ÷ the whole, as rounded prints."""
        more = budget if d.kind is Kind.BUDGET else ()
        yield from _shares(d, *roles, *more)


_share_rule("N-02-2", "收入占比", "shares of revenue", "income")
_share_rule("N-03-2", "支出占比", "shares of expenditure", "expenditure")
_share_rule(
    "N-05-2",
    "占本年支出比",
    "share in current-year expenditure",
    *("general_overall", "appropriation", "appropriation_expenditure"),
    budget=(
        *("overall", "general", "general_structure", "general_items", "general_basic"),
        *("basic", "appropriation_basic", "fund", "capital", "project", ""),
    ),
)
_share_rule("N-07-4", "三公占比", "shares of the three public", "three_public")


def structure_shares(d: Disclosure) -> Iterator[Outcome]:
    """Shares of categories in the general budget (a part of N-05-3)."""
    yield from _shares(d, "general", "general_structure", "general_items")


@rule(
    "N-02-3",
    "占比合计",
    "shares add up to 100",
    source=DERIVED,
    severity=Severity.INFO,
    kinds=BOTH,
    exceptions="只列举部分项目的，单项占比已不符的",
)
def shares_add_up(d: Disclosure) -> Iterator[Outcome]:
    """The shares of one whole, whose parts add up to it, add up to 100 within their rounding."""
    for shares in _families(d):
        if len(shares) < 2 or not _is_whole(shares) or _has_wrong(d, shares):
            continue
        printed = [share.percentage for share in shares]
        total = sum_of(one.interval.scaled(one.base) for one in printed)
        if total.meets(Interval.point(printed[0].base)):
            yield Held()
        else:
            said = show(sum((Fraction(one.value) for one in printed), Fraction(0)))
            yield Fault(
                Wording(
                    f"各项占比合计 {said}%，不为100%：{_listed(printed)}",
                    f"the shares add up to {said}%: {', '.join(one.digits for one in printed)}",
                ),
                place=place_of(shares[0].said),
            )


@rule(
    "N-02-4",
    "占比不超过100%",
    "no share is above 100 per cent",
    source=DERIVED,
    kinds=BOTH,
    exceptions="占预算、占上年的，不是部分占全体",
)
def shares_within(d: Disclosure) -> Iterator[Outcome]:
    """A part is no more than its whole, whatever the amounts are."""
    for share in told(d).all(Share):
        printed = share.percentage
        if share.said.explains or _OTHER_BASE.search(share.whole + share.said.words):
            continue
        if printed.value <= printed.base:
            yield Held()
            continue
        if _has_wrong(d, [share]):
            continue
        yield Fault(
            Wording(
                f"“{share.said.words}”：部分占全体的比重不会超过100%",
                f"{quoted(share.said.words)}: no part is more than its whole",
            ),
            place=place_of(share.said),
        )


_OTHER_BASE = re.compile("预算|计划|任务|上年|去年|同期|年初|目标|限额|定额")


def _has_wrong(d: Disclosure, shares: list[Share]) -> bool:
    """Whether one of them is refuted by itself: its own rule reports it."""
    ratios = [one for share in shares for one in shared(d, share) if isinstance(one, Ratio)]
    return any(judge(one).verdict is Verdict.CONFLICT for one in ratios)


def _listed(printed: list[Percentage]) -> str:
    return "、".join(one.digits for one in printed)


def _families(d: Disclosure) -> list[list[Share]]:
    """Shares told in one sentence of one whole."""
    families: dict[object, list[Share]] = {}
    for share in told(d).all(Share):
        whole = share.before[0] if share.before else None
        if share.part is not None and whole is not None and not share.said.explains:
            key = (share.said.passage, id(whole))
            families.setdefault(key, []).append(share)
    return list(families.values())


def _is_whole(shares: list[Share]) -> bool:
    """Whether the parts printed add up to the whole, so that the shares must too."""
    if shares[0].before[0].figure.counted == 0:
        return False
    whole = shares[0].before[0].figure.interval
    parts = [share.part.figure.interval for share in shares if share.part is not None]
    return sum_of(parts).meets(whole)


def _completions(d: Disclosure, *roles: str) -> Iterator[Completion]:
    for claim in told(d).all(Completion):
        if claim.said.role in roles and not claim.said.attached:
            yield claim


@rule(
    "N-05-4",
    "总体完成率",
    "completion of the whole budget",
    source=DERIVED,
    exceptions="年初预算为零",
)
def whole_completion(d: Disclosure) -> Iterator[Outcome]:
    """完成年初预算的X% = 决算 ÷ 年初预算, for the general budget as a whole."""
    for claim in _completions(d, "general", "general_overall", "general_items"):
        if claim.said.within is None:
            yield from completed(d, claim)


@rule(
    "N-05-8",
    "分项完成率",
    "completion of each item's budget",
    source=DERIVED,
    exceptions="年初预算为零；样式不要求完成率的地区",
)
def item_completion(d: Disclosure) -> Iterator[Outcome]:
    """The rate of each item = 决算 ÷ 预算; where one item tells a rate, so do all."""
    for claim in _completions(d, "general", "general_items", "fund", "capital"):
        if claim.said.within is not None or claim.said.role in ("fund", "capital"):
            yield from completed(d, claim)
    yield from _untold(d)


def _untold(d: Disclosure) -> Iterator[Outcome]:
    """Items without rate and without 持平, in a text that rates others."""
    amounts = [a for a in told(d).all(Amount, "general") if a.subject.is_item]
    initial = {a.subject: a for a in amounts if a.basis is Basis.INITIAL and a.figure.counted}
    final = {a.subject for a in amounts if a.basis in (Basis.FINAL, Basis.CURRENT)}
    rated = {c.subject for c in told(d).all(Completion, "general")}
    worded = {c.subject for c in told(d).all(Comparison, "general")}
    items = [subject for subject in initial if subject in final]
    without = [subject for subject in items if subject not in rated | worded]
    if not rated & set(items):
        return
    for subject in without:
        yield Fault(
            Wording(
                f"“{subject}”没有说明完成率，也没有说明与预算持平",
                f"{quoted(str(subject))} tells neither rate nor that it is level with its budget",
            ),
            (initial[subject].figure,),
            severity=Severity.INFO,
        )


@rule(
    "N-05-12",
    "比率基数用词",
    "the base a rate names is the one it uses",
    source=DERIVED,
    severity=Severity.WARNING,
)
def base_named(d: Disclosure) -> Iterator[Outcome]:
    """完成年初预算的X% uses 年初预算, not another budget that is told as well."""
    for claim in told(d).all(Completion):
        named = [a for a in claim.budgets if a.basis is claim.base]
        others = [a for a in claim.budgets if a.basis is not claim.base]
        if claim.outturn is None or not named or not others or claim.base is Basis.BUDGET:
            continue
        if _fits(claim, named[0]) or not _fits(claim, others[0]):
            yield Held()
            continue
        yield Fault(
            Wording(
                f"{spoken(claim.said).zh}：该比率是按 {others[0].figure} 计算的，"
                f"不是所称的 {named[0].figure}",
                f"{spoken(claim.said).en}: the rate is of {others[0].figure.spoken('en')}, "
                f"not of {named[0].figure.spoken('en')} as it says",
            ),
            (named[0].figure, others[0].figure),
            place_of(claim.said),
        )


def _fits(claim: Completion, budget: Amount) -> bool:
    outturn = claim.outturn
    made = None if outturn is None else ratio(claim.percentage, outturn.figure, budget.figure)
    return made is not None and judge(made).verdict.holds
