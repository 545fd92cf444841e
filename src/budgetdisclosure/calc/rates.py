"""Rates, shares and changes of amounts, exact, with the zero bases said plainly (比率)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import frozen

from budgetdisclosure.amounts import Amount, Figure, Percentage, round_half_up
from budgetdisclosure.errors import InexactError
from budgetdisclosure.wording import Wording


class Trend(Enum):
    """Which way an amount went (增减方向)."""

    INCREASE = "增加"
    DECREASE = "减少"
    LEVEL = "持平"


@frozen
class Change:
    """How an amount differs from its base (增减): ``rate`` is None where the base is zero.

    A zero prior year has no growth rate (零基数不计算增长率).
    """

    difference: Amount
    rate: Fraction | None

    @property
    def trend(self) -> Trend:
        """Increase, decrease or level."""
        if self.difference.fen == 0:
            return Trend.LEVEL
        return Trend.INCREASE if self.difference.fen > 0 else Trend.DECREASE


Money = Amount | Figure
"""A true amount, or a printed one, which counts as it is printed (blank as nothing)."""


def execution_rate(outturn: Money, budget: Money) -> Fraction | None:
    """决算 ÷ 预算 (执行率, 完成率); None where nothing was budgeted.

    Of figures it is the rate of what is printed, whatever their units; the rates that their true
    amounts may have are an interval, which a relation ``ratio`` judges.

    Raises InexactError for a figure that cannot be read.

    >>> execution_rate(Amount(877), Amount(1000)), execution_rate(Amount(427), Amount(0))
    (Fraction(877, 1000), None)
    >>> execution_rate(Figure.parse("8.77"), Figure.parse("100000元"))
    Fraction(877, 1000)
    """
    return share(outturn, budget)


def share(part: Money, whole: Money) -> Fraction | None:
    """部分 ÷ 整体 (占比); None for a share of nothing.

    >>> share(Amount(1), Amount(4))
    Fraction(1, 4)
    """
    base = _fen(whole)
    return _fen(part) / base if base else None


def _fen(money: Money) -> Fraction:
    if not isinstance(money, Figure):
        return Fraction(money.fen)
    if money.is_unreadable:
        raise InexactError(
            Wording("所列的不是数", "what is printed is no number"),
            place=money.place,
            excerpt=money.text,
            remedy=Wording("请核对原文件中的这一格", "Look at the cell in the file"),
        )
    return Fraction(money.printed_fen)


def change(current: Amount, base: Amount) -> Change:
    """The change from ``base`` to ``current``, its rate against the base's magnitude (同比).

    >>> change(Amount(150), Amount(200))
    Change(difference=Amount(fen=-50), rate=Fraction(-1, 4))
    >>> change(Amount(5), Amount(0)).rate is None
    True
    """
    difference = current - base
    rate = Fraction(difference.fen, abs(base.fen)) if base.fen else None
    return Change(difference, rate)


def as_percentage(rate: Fraction, places: int = 2) -> Percentage:
    """A ratio as it is printed, half up.

    >>> print(as_percentage(Fraction(1, 3), 1))
    33.3%
    """
    return Percentage(round_half_up(rate * 100, places), places)


def three_public_total(items: Mapping[str, Amount]) -> Amount:
    """“三公”经费 = 因公出国（境）费 + 公务用车购置及运行维护费 + 公务接待费.

    ``items`` are keyed by the column names of ``ThreePublicLine``; vehicles may be given whole or
    as purchase and running.

    >>> three_public_total({"vehicle_running": Amount(3), "official_reception": Amount(2)})
    Amount(fen=5)
    """
    nothing = Amount(0)
    vehicles = items.get("official_vehicles")
    if vehicles is None:
        vehicles = items.get("vehicle_purchase", nothing) + items.get("vehicle_running", nothing)
    rest = (items.get(name, nothing) for name in ("overseas_travel", "official_reception"))
    return sum(rest, start=vehicles)


def printed_sum(figures: Iterable[Figure]) -> Decimal:
    """The sum of the printed values, blanks as zero: what a reader with a calculator gets.

    Raises UnreadableError for a figure that cannot be read.

    >>> printed_sum([Figure.parse("104.60"), Figure.parse("46.05"), Figure.parse("--")])
    Decimal('150.65')
    """
    return sum((figure.number for figure in figures), Decimal(0))
