"""The years of the budgets that an item's paragraph tells (项的各年预算)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from budgetdisclosure.claims import Amount
from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules.rule import Fault, Held, Outcome
from budgetdisclosure.rules.topics.narrative_common import place_of, spoken, told
from budgetdisclosure.wording import Wording

_OTHERWISE = ("执行", "决算", "实际", "调整", "追加")


def item_years(d: Disclosure) -> Iterator[Outcome]:
    """An item has one budget each year: this year's, and beside it last year's, no older one."""
    year = d.fiscal_year
    if year is None:
        return
    for budgets in _budgets(d).values():
        twice = next((pair for pair in map(_unlike, budgets.values()) if pair), None)
        older = budgets.get(year - 2) if year in budgets and year - 1 not in budgets else None
        if twice:
            yield _two(*twice)
        elif older:
            yield _too_old(older[0], year - 1)
        else:
            yield Held()


def _budgets(d: Disclosure) -> Mapping[tuple[str, str], Mapping[int, list[Amount]]]:
    """The budgets told in each item's own paragraph, by year."""
    found: dict[tuple[str, str], dict[int, list[Amount]]] = defaultdict(dict)
    for amount in told(d).all(Amount):
        said = amount.said
        if said.within is None or amount.subject != said.within or said.explains:
            continue
        words = said.words
        if amount.year and "预算" in words and not any(word in words for word in _OTHERWISE):
            item = said.section, said.within.words
            found[item].setdefault(amount.year, []).append(amount)
    return found


def _unlike(amounts: list[Amount]) -> tuple[Amount, Amount] | None:
    """Two amounts of one year that cannot be the same."""
    first, *others = amounts
    other = next((o for o in others if not o.figure.interval.meets(first.figure.interval)), None)
    return (first, other) if other else None


def _two(first: Amount, other: Amount) -> Fault:
    one, two = spoken(first.said), spoken(other.said)
    return Fault(
        Wording(
            f"{one.zh}与{two.zh}是同一年度的两个预算数，其中一个年度或金额有误",
            f"{one.en} and {two.en} are two budgets of one year: a year or an amount is wrong",
        ),
        (first.figure, other.figure),
        place_of(other.said, str(other.subject)),
    )


def _too_old(amount: Amount, year: int) -> Fault:
    return Fault(
        Wording(
            f"{spoken(amount.said).zh}：所列为{amount.year}年度预算，应列{year}年度预算",
            f"{spoken(amount.said).en}: the budget of {amount.year} is told, not that of {year}",
        ),
        (amount.figure,),
        place_of(amount.said, str(amount.subject)),
        correction=Wording(f"{year}年度", f"{year}"),
    )
