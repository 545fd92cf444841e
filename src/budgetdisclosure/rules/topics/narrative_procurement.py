"""Procurement in the narrative: goods, works and services, small enterprises (政府采购)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from budgetdisclosure.amounts import Figure
from budgetdisclosure.claims import Amount, Share
from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules.relation import Relation, Sense, Term, at_most, equal
from budgetdisclosure.rules.rule import (
    BOTH,
    BUDGET,
    DERIVED,
    Outcome,
    Severity,
    rule,
)
from budgetdisclosure.rules.topics.narrative_common import TEMPLATE, shared, told

PARTS: Final = ("货物采购", "工程采购", "服务采购")
SME_LAW: Final = "《政府采购促进中小企业发展管理办法》（财库〔2020〕46号，条文未核对原文）"
_SMALL: Final = re.compile(r"由中小企业供应商[^，。；]*，$")
_MICRO: Final = re.compile(r"由小微企业供应商[^，。；]*，$")
"""Whose bids won what the next clause tells."""

Group = tuple[Amount, dict[str, Amount]]


def procurement(d: Disclosure) -> list[Group]:
    """Each procurement total with the parts told after it: goods, works, services, enterprises."""
    groups: list[Group] = []
    for amount in told(d).all(Amount, "procurement"):
        subject = amount.subject
        if amount.said.attached or amount.said.explains or not (subject.key and subject.plain):
            continue
        if subject.key == "政府采购":
            groups.append((amount, {}))
        elif groups:
            groups[-1][1].setdefault(subject.key, amount)
    return groups


def adds_up(d: Disclosure) -> Iterator[Relation]:
    """采购总额 = 货物 + 工程 + 服务 where all three are told; each is within the total."""
    for total, parts in procurement(d):
        held = [parts[name].figure for name in PARTS if name in parts]
        if len(held) == len(PARTS):
            yield equal(total.figure, *held)
        else:
            yield from (at_most(figure, total.figure) for figure in held)


def nested(d: Disclosure) -> Iterator[Relation]:
    """小微 within 中小, 中小 within the whole."""
    for total, parts in procurement(d):
        small, micro = parts.get("中小企业合同"), parts.get("小微企业合同")
        if small is not None:
            yield at_most(small.figure, total.figure)
        if small is not None and micro is not None:
            yield at_most(micro.figure, small.figure)


def reserved(d: Disclosure) -> Iterator[Relation]:
    """小微企业预留 within 中小企业预留."""
    for _, parts in procurement(d):
        small, micro = parts.get("中小企业预留"), parts.get("小微企业预留")
        if small is not None and micro is not None:
            yield at_most(micro.figure, small.figure)


@rule(
    "N-12-1",
    "采购分项",
    "procurement: goods, works and services add up",
    source=TEMPLATE,
    exceptions="没有全部列出三项的，只核对不超过总额",
)
def parts_add_up(d: Disclosure) -> Iterator[Outcome]:
    """总额 = 货物 + 工程 + 服务."""
    yield from adds_up(d)


@rule(
    "N-12-2",
    "中小企业占比",
    "procurement: shares of small enterprises",
    source=SME_LAW,
    kinds=BOTH,
    exceptions="总额为零；分货物、工程、服务的占比没有金额可核",
)
def enterprise_shares(d: Disclosure) -> Iterator[Outcome]:
    """占比 = 中小企业 ÷ 总额; 中小 ≤ 总额; 小微 ≤ 中小."""
    for share in told(d).all(Share, "procurement"):
        if not share.said.attached:
            yield from shared(d, share)
    yield from nested(d)


@rule(
    "N-12-3",
    "中小企业分项上限",
    "procurement: what small enterprises won is within the total",
    source=TEMPLATE,
    exceptions="小微企业也是中小企业，其中标额不与中小企业的相加",
)
def won_within(d: Disclosure) -> Iterator[Relation]:
    """Σ of what 中小企业供应商 won ≤ 采购总额; what 小微企业供应商 won, a part of it, as well."""
    for total, _ in procurement(d)[:1]:
        small, micro = _won(d, _SMALL), _won(d, _MICRO)
        if len(small) + len(micro) < 2:
            continue
        for part in (small, micro):
            if part:
                yield Relation(map(Term, part), [Term(total.figure)], Sense.AT_MOST)


def _won(d: Disclosure, bidder: re.Pattern[str]) -> list[Figure]:
    return [
        amount.figure
        for amount in told(d).all(Amount, "procurement")
        if bidder.search(amount.said.before) and not amount.said.attached
    ]


@rule(
    "N-12-4",
    "预留子集",
    "procurement: what is reserved for micro enterprises is within that for small ones",
    source=TEMPLATE,
    severity=Severity.WARNING,
    exceptions="两项并列而非包含的写法",
)
def reserved_within(d: Disclosure) -> Iterator[Relation]:
    """小微预留 ≤ 中小预留."""
    yield from reserved(d)


@rule(
    "B-14",
    "采购与中小企业预留",
    "budget: procurement adds up, reserves are within it",
    source=DERIVED,
    kinds=BUDGET,
)
def budget_procurement(d: Disclosure) -> Iterator[Outcome]:
    """货物 + 工程 + 服务 = 总额; 预留 ≤ 总额; 小微 ≤ 中小."""
    yield from adds_up(d)
    yield from reserved(d)
    for total, parts in procurement(d):
        if "中小企业预留" in parts:
            yield at_most(parts["中小企业预留"].figure, total.figure)
