"""The numbers of the text as facts (文字里的数): what each says, in the words it is said in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.calc.fact import Fact
from budgetdisclosure.claims import (
    Amount,
    Change,
    Claim,
    Completion,
    Count,
    Rate,
    Said,
    Score,
    Share,
    Subject,
    Unreadable,
    Unsigned,
    Unsure,
    narrative_of,
)
from budgetdisclosure.model import Disclosure

TABLE: Final = "narrative"
_CHANGED, _CHANGE_RATE = ("change", "增减额"), ("change_rate", "增减幅度")
_COUNT, _SCORE = ("count", "数量"), ("score", "得分")
_UNREAD, _NO_NUMBER = ("unread", "未读懂"), ("unreadable", "不是数")
_UNSIGNED: Final = ("unsigned", "缺单位")
_UNSURE: Final = ("unsure", "约数")
_RATES: Final[dict[type, tuple[str, str]]] = {
    Share: ("share", "占比"),
    Completion: ("completion", "完成率"),
    Rate: ("rate", "比率"),
}
BASES: Final = {
    "current": "本年",
    "final": "决算",
    "initial": "年初预算",
    "adjusted": "全年预算",
    "budget": "预算",
    "prior": "上年",
    "prior_budget": "上年预算",
    "later": "以后年度",
    "unsure": "口径不明",
}
"""What each basis of an amount is called (口径)."""


@frozen
class _Unclaimed:
    """What is said of a number that no claim holds: where it stands."""

    said: Said
    subject: Subject = Subject()


_Rated = Share | Completion | Rate
_Said = Amount | Change | _Rated | Unreadable | Unsigned | Unsure | Count | Score | _Unclaimed


def narrative_facts(disclosure: Disclosure) -> Iterator[Fact]:
    """Every amount, percentage, count and score of the text, a row each (文字里的数).

    ``table`` is ``narrative``, ``title`` the section, ``row_name`` whose the number is in the words
    of the text, ``item`` the known name of that, ``texts`` the words around it. ``column`` of an
    amount is its basis (``current``, ``initial``, ``prior`` …), else ``share``, ``completion``,
    ``change``, ``change_rate``, ``rate``, ``count``, ``score``, ``unsigned`` (no unit or sign is
    printed). What is told roughly, or behind what may be a minus, is ``unsure``: ``printed`` has
    its words, and there is no ``value``. What stands where a number should and is none is
    ``unreadable``; a number that no reading made sense of is ``unread``.

    >>> from budgetdisclosure.model import Passage, Section
    >>> said = Passage("2020年度收、支总计150.64万元，比上年减少435.67万元，减少74.3%。")
    >>> section = Section("收入支出决算总体情况说明", "一", 1, "narrative", (said,))
    >>> for fact in narrative_facts(Disclosure(fiscal_year=2020, sections=(section,))):
    ...     print(fact.item, fact.column, fact.column_label, fact.value, fact.unit)
    收支总计 current 本年 150.64 万元
    收支总计 change 增减额 435.67 万元
    收支总计 change_rate 增减幅度 74.3 %
    """
    read = narrative_of(disclosure)
    for claim in read.claims:
        yield from _of_claim(disclosure, claim)
    for said, number in read.unclaimed:
        unit = number.unit.label if number.unit else number.measure
        nobody = _Unclaimed(said)
        digits = number.digits.replace("，", ",")
        yield _fact(disclosure, nobody, _UNREAD, digits, number.value, unit)


def _of_claim(d: Disclosure, claim: Claim) -> Iterator[Fact]:
    match claim:
        case Amount():
            basis = claim.basis.value
            yield _figure(d, claim, (basis, BASES[basis]), claim.figure)
        case Change():
            yield from _change(d, claim)
        case Share() | Completion() | Rate():
            yield _rate(d, claim, _RATES[type(claim)], claim.percentage)
        case Unreadable():
            yield _figure(d, claim, _NO_NUMBER, claim.figure)
        case Unsigned():
            yield _figure(d, claim, _UNSIGNED, Figure.parse(claim.digits), "")
        case Unsure():
            yield _fact(d, claim, _UNSURE, claim.digits, None, "")
        case Count():
            digits = (claim.digits or f"{claim.number:f}").replace("，", ",")
            yield _fact(d, claim, _COUNT, digits, claim.number, claim.measure)
        case Score():
            yield _fact(d, claim, _SCORE, f"{claim.number:f}", claim.number, "分")


def _change(d: Disclosure, claim: Change) -> Iterator[Fact]:
    if claim.amount is not None:
        yield _figure(d, claim, _CHANGED, claim.amount)
    if claim.rate is not None:
        yield _rate(d, claim, _CHANGE_RATE, claim.rate)


def _rate(d: Disclosure, claim: _Said, column: tuple[str, str], rate: Percentage) -> Fact:
    return _fact(d, claim, column, rate.digits, rate.value, rate.sign)


def _figure(
    d: Disclosure, claim: _Said, column: tuple[str, str], figure: Figure, unit: str | None = None
) -> Fact:
    label = figure.unit.label if unit is None else unit
    return _fact(d, claim, column, figure.digits, figure.value, label)


def _fact(
    d: Disclosure,
    claim: _Said,
    column: tuple[str, str],
    printed: str,
    value: Decimal | None,
    unit: str,
) -> Fact:
    said, subject = claim.said, claim.subject
    return Fact.of(
        d,
        said.place,
        table=TABLE,
        title=said.section,
        row_code=subject.code,
        row_name=str(subject),
        column=column[0],
        column_label=column[1],
        printed=printed.strip(),
        value=value,
        unit=unit,
        item=subject.key,
        texts=json.dumps({"原文": said.words}, ensure_ascii=False),
    )
