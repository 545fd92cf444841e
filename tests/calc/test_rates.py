"""Rates, shares and changes: exact, additive, and silent on zero bases."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount, Figure
from budgetdisclosure.calc import (
    Trend,
    as_percentage,
    change,
    execution_rate,
    printed_sum,
    share,
    three_public_total,
)
from budgetdisclosure.errors import InexactError

fen = st.integers(-(10**12), 10**12)


@given(fen, fen)
def test_a_change_leads_from_the_base_to_the_amount(now: int, base: int) -> None:
    """Base plus difference is the amount; the rate times the base's size is the difference."""
    made = change(Amount(now), Amount(base))
    assert Amount(base) + made.difference == Amount(now)
    if base == 0:
        assert made.rate is None
    else:
        assert made.rate is not None
        assert made.rate * abs(base) == now - base
    assert made.trend is (
        Trend.LEVEL if now == base else Trend.INCREASE if now > base else Trend.DECREASE
    )


@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_shares_of_a_whole_add_to_one(parts: list[int]) -> None:
    """The shares of all parts make the whole; there are none of nothing."""
    whole = Amount(sum(parts))
    shares = [share(Amount(part), whole) for part in parts]
    if whole.fen:
        assert sum(one for one in shares if one is not None) == 1
    else:
        assert set(shares) == {None}


@given(fen, fen)
def test_an_execution_rate_undoes_by_multiplying(outturn: int, budget: int) -> None:
    """Rate times budget is the outturn; nothing budgeted has no rate."""
    rate = execution_rate(Amount(outturn), Amount(budget))
    assert (rate is None) == (budget == 0)
    if rate is not None:
        assert rate * budget == outturn


@given(st.fractions(-10, 10, max_denominator=10**6), st.integers(0, 4))
def test_a_printed_rate_admits_the_rate(rate: Fraction, places: int) -> None:
    """What a ratio prints as admits the ratio."""
    printed = as_percentage(rate, places)
    assert rate in printed.interval
    assert printed.places == places


@given(fen, fen, fen, fen)
def test_the_three_public_add_up_whole_or_in_parts(
    overseas: int, purchase: int, running: int, reception: int
) -> None:
    """Vehicles given whole count once; given in parts they count as the sum of the parts."""
    rest = {"overseas_travel": Amount(overseas), "official_reception": Amount(reception)}
    parts = {"vehicle_purchase": Amount(purchase), "vehicle_running": Amount(running)}
    whole = {"official_vehicles": Amount(purchase + running)}
    total = Amount(overseas + purchase + running + reception)
    assert three_public_total({**rest, **parts}) == total
    assert three_public_total({**rest, **parts, **whole}) == total
    assert three_public_total({}) == Amount(0)
    assert three_public_total(parts) == Amount(purchase + running)


def test_a_printed_sum_is_what_a_calculator_gives() -> None:
    """Blanks count as nothing; no rounding is hidden."""
    figures = [Figure.parse(text) for text in ("104.60", "46.05", "--", "")]
    assert printed_sum(figures) == Decimal("150.65")
    assert printed_sum([]) == 0


def test_a_rate_of_printed_figures_is_that_of_what_is_printed() -> None:
    """Whatever their units; a blank budget has no rate, what cannot be read is refused."""
    printed = Figure.parse("8.77"), Figure.parse("100000元"), Figure.blank()
    assert execution_rate(printed[0], printed[1]) == Fraction(877, 1000)
    assert execution_rate(printed[0], printed[2]) is None
    with pytest.raises(InexactError, match=r"8\.7O"):
        execution_rate(Figure(None, text="8.7O"), printed[1])
