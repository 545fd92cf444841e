"""Ledgers made up for tests: whole units of account, consistent by construction (试验账簿)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from random import Random
from typing import Protocol, TypeVar

from attrs import evolve, frozen

from budgetdisclosure.amounts import ZERO, Amount
from budgetdisclosure.codes import Budget, EconomicCode, FunctionCode, Level
from budgetdisclosure.codes import economic_codes as economic_list
from budgetdisclosure.codes import function_codes as function_list
from budgetdisclosure.compose.entry import (
    APPROPRIATIONS,
    Entry,
    Flow,
    Nature,
    Procurement,
    Source,
    Stage,
)
from budgetdisclosure.compose.ledger import Ledger

T = TypeVar("T")

_BUDGETS = {
    Source.GENERAL_BUDGET: Budget.GENERAL_PUBLIC,
    Source.GOVERNMENT_FUND: Budget.GOVERNMENT_FUND,
    Source.STATE_CAPITAL: Budget.STATE_CAPITAL,
}
_NOT_DEPARTMENTAL = ("209", "227", "230", "233")
_OWN_NATURES = (
    Nature.BASIC,
    Nature.PROJECT,
    Nature.REMITTED_UP,
    Nature.TRADING,
    Nature.GRANTED_DOWN,
)
_THREE_PUBLIC = tuple(map(EconomicCode, ("30212", "30217", "30231", "31013")))
_OTHERS = tuple(source for source in Source if not source.appropriated)


class Chance(Protocol):
    """Where a made-up ledger takes its choices from: Hypothesis, or a seeded generator."""

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""

    def fen(self) -> int:
        """An amount in fen: nothing, next to nothing, halves of a unit, and large ones."""

    def one_of(self, choices: Sequence[T]) -> T:
        """One of ``choices``."""


@frozen
class Seeded:
    """Choices from a seeded generator, for studies too large for Hypothesis."""

    random: Random

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        return self.random.randint(low, high)

    def fen(self) -> int:
        """Mostly ordinary amounts, some zeros, halves and crumbs."""
        kind = self.random.randrange(10)
        if kind == 0:
            return 0
        if kind == 1:
            return self.random.randint(1, 9999)
        if kind == 2:
            return 5000 * self.random.randint(1, 20001)
        return self.random.randint(1, 10 ** self.random.randint(5, 10))

    def one_of(self, choices: Sequence[T]) -> T:
        """One of ``choices``."""
        return self.random.choice(choices)


@lru_cache(maxsize=64)
def spending_codes(year: int, source: Source = Source.GENERAL_BUDGET) -> tuple[FunctionCode, ...]:
    """The items (项) a department may spend on from ``source`` in ``year``, by the code list.

    >>> FunctionCode("2080109") in spending_codes(2020)
    True
    >>> {str(code.category) for code in spending_codes(2020, Source.STATE_CAPITAL)}
    {'223'}
    """
    budget = _BUDGETS.get(source, Budget.GENERAL_PUBLIC)
    return tuple(
        entry.code
        for entry in function_list(year)
        if entry.code.level is Level.ITEM
        and budget in entry.budgets
        and entry.code.category.digits not in _NOT_DEPARTMENTAL
        and (entry.code.category.digits == "223") == (source is Source.STATE_CAPITAL)
    )


@lru_cache(maxsize=16)
def basic_codes(year: int) -> tuple[EconomicCode, ...]:
    """The economic sections (款) of basic expenditure that 公开06表 prints."""
    return tuple(
        entry.code
        for entry in economic_list(year)
        if entry.code.level is Level.SECTION
        and entry.code.category.digits in ("301", "302", "303", "310")
    )


def make_ledger(chance: Chance, year: int = 2020, items: int = 4) -> Ledger:
    """A ledger of about ``items`` function codes in which every balance holds.

    Several funds, carry-overs, tiny amounts and zeros occur; no balance is negative.

    >>> ledger = make_ledger(Seeded(Random(7)), 2020, 3)
    >>> any(ledger.closing(source).fen < 0 for source in APPROPRIATIONS)
    False
    """
    codes = [chance.one_of(spending_codes(year)) for _ in range(max(1, items))]
    made: list[Entry] = []
    for code in dict.fromkeys(codes):
        made += _appropriated(chance, code, Source.GENERAL_BUDGET, year)
        if chance.whole(0, 3) == 0:
            made += _own(chance, code, chance.one_of(_OTHERS))
    for source in APPROPRIATIONS[1:]:
        if chance.whole(0, 2) == 0:
            for _ in range(chance.whole(1, 1 + items // 8)):
                code = chance.one_of(spending_codes(year, source))
                made += _appropriated(chance, code, source, year)
    made += list(_plans(chance, made))
    return Ledger(tuple(made))


def with_purchases(ledger: Ledger, chance: Chance) -> Ledger:
    """The ledger with some of its planned and past spending marked as procurement (政府采购).

    >>> ledger = make_ledger(Seeded(Random(7)), 2020, 3)
    >>> marked = with_purchases(ledger, Seeded(Random(1)))
    >>> sum(e.amount.fen for e in marked) == sum(e.amount.fen for e in ledger)
    True
    """
    return Ledger(tuple(_purchased(chance, entry) for entry in ledger))


def _purchased(chance: Chance, entry: Entry) -> Entry:
    if entry.flow is not Flow.EXPENDITURE or entry.function is None or chance.whole(0, 2):
        return entry
    return evolve(
        entry,
        procurement=chance.one_of(tuple(Procurement)),
        project=chance.one_of(("", "定额", "设备购置")),
        purchase=chance.one_of(("", "复印纸", "便携式计算机", "物业管理服务")),
        purchasing=chance.one_of(("", "集中采购", "分散采购")),
    )


def _appropriated(chance: Chance, code: FunctionCode, source: Source, year: int) -> Iterator[Entry]:
    spent = list(_spending(chance, code, source, year))
    yield from spent
    outlay = sum(entry.amount.fen for entry in spent)
    closing = chance.fen() if chance.whole(0, 3) == 0 else 0
    opening = min(chance.fen(), outlay + closing) if chance.whole(0, 3) == 0 else 0
    if opening:
        yield Entry(Flow.OPENING, Amount(opening), source, code)
    yield Entry(Flow.REVENUE, Amount(outlay + closing - opening), source, code)


def _spending(chance: Chance, code: FunctionCode, source: Source, year: int) -> Iterator[Entry]:
    if source is Source.GENERAL_BUDGET and chance.whole(0, 2):
        for _ in range(chance.whole(1, 5)):
            what = chance.one_of(basic_codes(year))
            amount = Amount(chance.fen())
            yield Entry(Flow.EXPENDITURE, amount, source, code, what, Nature.BASIC)
    kind = chance.whole(0, 3)
    if kind:
        what_for = chance.one_of(_THREE_PUBLIC) if kind == 1 else None
        amount = Amount(chance.fen())
        yield Entry(Flow.EXPENDITURE, amount, source, code, what_for, Nature.PROJECT)


def _own(chance: Chance, code: FunctionCode, source: Source) -> Iterator[Entry]:
    """Money that is no appropriation: spent, distributed or kept."""
    spent, kept = chance.fen(), chance.fen()
    given = chance.fen() if chance.whole(0, 2) == 0 else 0
    nature = chance.one_of(_OWN_NATURES)
    yield Entry(Flow.EXPENDITURE, Amount(spent), source, code, None, nature)
    yield Entry(Flow.BALANCE_DISTRIBUTED, Amount(given), source)
    from_before = min(chance.fen(), spent + kept) if chance.whole(0, 1) else 0
    flow = chance.one_of((Flow.OPENING, Flow.BALANCE_USED))
    yield Entry(flow, Amount(from_before), source)
    yield Entry(Flow.REVENUE, Amount(spent + kept + given - from_before), source, code)


def _plans(chance: Chance, made: Sequence[Entry]) -> Iterator[Entry]:
    """Budgets of what was spent, at or above it, with the revenue for it; the year before."""
    spent = [entry for entry in made if entry.flow is Flow.EXPENDITURE]
    if not spent:  # a body that only exists: its budget is as empty
        yield from (evolve(one, stage=Stage.INITIAL) for one in made if one.flow is Flow.REVENUE)
    for entry in [one for one in spent if one.source.appropriated] or spent:
        amount = entry.amount + (Amount(chance.fen()) if chance.whole(0, 2) == 0 else ZERO)
        initial = evolve(entry, amount=amount, stage=Stage.INITIAL)
        yield from (initial, evolve(initial, stage=Stage.ADJUSTED))
        yield evolve(initial, flow=Flow.REVENUE, economic=None, nature=None)
    before = Amount(chance.fen())
    received = Amount(before.fen // 9)
    yield Entry(Flow.REVENUE, before, stage=Stage.PRIOR)
    yield Entry(Flow.EXPENDITURE, before - received, stage=Stage.PRIOR)
    yield Entry(
        Flow.EXPENDITURE, received, economic=EconomicCode("30217"), stage=Stage.PRIOR
    )  # so that what 三公 came to is told
    yield from _before(chance, made)


def _before(chance: Chance, made: Sequence[Entry]) -> Iterator[Entry]:
    """The year before's budget: some items as they are now, some less or more, some not at all."""
    for entry in made:
        if entry.flow is Flow.EXPENDITURE and entry.source.appropriated and chance.whole(0, 3):
            amount = entry.amount if chance.whole(0, 1) else Amount(chance.fen())
            spent = evolve(entry, amount=amount, stage=Stage.PRIOR_BUDGET)
            yield spent
            yield evolve(spent, flow=Flow.REVENUE, economic=None, nature=None)
