"""Interval: what is true of every interval."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Interval, round_half_up, show, sum_of, truncate
from budgetdisclosure.errors import InexactError, ModelError

numbers = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=1000)
places = st.integers(0, 6)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Intervals with every kind of bound, never empty."""
    low, high = sorted((draw(numbers), draw(numbers)))
    closed = st.booleans()
    if low == high:
        return Interval.point(low)
    return Interval(
        draw(st.sampled_from([low, None])),
        draw(st.sampled_from([high, None])),
        draw(closed),
        draw(closed),
    )


@st.composite
def inside(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval and a number in it."""
    interval = draw(intervals())
    low = interval.low if interval.low is not None else Fraction(-(10**7))
    high = interval.high if interval.high is not None else Fraction(10**7)
    share = draw(st.fractions(0, 1, max_denominator=100))
    number = Fraction(low) + (Fraction(high) - low) * share
    if number not in interval:
        number = (Fraction(low) + high) / 2
    return interval, number


@given(inside(), inside())
def test_a_sum_contains_every_sum_of_members(
    one: tuple[Interval, Fraction], other: tuple[Interval, Fraction]
) -> None:
    """Addition and subtraction lose no member."""
    assert one[1] + other[1] in one[0] + other[0]
    assert one[1] - other[1] in one[0] - other[0]


@given(inside(), numbers)
def test_scaling_keeps_members(member: tuple[Interval, Fraction], factor: Fraction) -> None:
    """A scaled member is a member of the scaled interval, whatever the factor's sign."""
    assert member[1] * factor in member[0].scaled(factor)


@given(intervals(), numbers.filter(bool))
def test_scaling_back_is_the_identity(interval: Interval, factor: Fraction) -> None:
    """No bound and no inclusiveness is lost."""
    assert interval.scaled(factor).scaled(Fraction(1) / factor) == interval


@given(intervals(), intervals(), numbers)
def test_intersection_is_what_lies_in_both(one: Interval, other: Interval, at: Fraction) -> None:
    """A number lies in the intersection exactly if it lies in both."""
    both = one.intersection(other)
    assert (both is not None and at in both) == (at in one and at in other)
    assert (both is not None) == one.meets(other) == other.meets(one)


@given(intervals(), intervals())
def test_bounds_are_shared_exactly_when_closed(one: Interval, other: Interval) -> None:
    """Every bound value, not only random ones, is judged right."""
    for at in (one.low, one.high, other.low, other.high):
        if at is not None:
            both = one.intersection(other)
            assert (both is not None and at in both) == (at in one and at in other)


@given(intervals(), intervals())
def test_covering_means_every_member(one: Interval, other: Interval) -> None:
    """An interval covers its intersections, and what it covers it meets."""
    both = one.intersection(other)
    if both is not None:
        assert one.covers(both)
    if one.covers(other):
        assert both == other


@given(st.integers(-(10**9), 10**9), places)
def test_a_print_admits_exactly_what_rounds_to_it(units: int, count: int) -> None:
    """The interval of a printed number is the set of numbers that round half up to it."""
    value = Decimal(units).scaleb(-count)
    interval = Interval.of_print(value, count)
    step = Fraction(1, 10**count)
    for at in (
        Fraction(value),
        Fraction(value) - step / 2,
        Fraction(value) + step / 2,
        Fraction(value) - step / 2 + step / 1000,
        Fraction(value) + step / 2 - step / 1000,
        Fraction(value) - step,
        Fraction(value) + step,
    ):
        assert (at in interval) == (round_half_up(at, count) == value)


@given(st.integers(-(10**9), 10**9), places, st.fractions(-2, 2, max_denominator=997))
def test_a_truncation_admits_exactly_what_is_cut_to_it(
    units: int, count: int, off: Fraction
) -> None:
    """The interval of a cut number is the set of numbers that are cut to it."""
    value = Decimal(units).scaleb(-count)
    at = Fraction(value) + off / 10**count
    assert (at in Interval.of_truncation(value, count)) == (truncate(at, count) == value)


@given(inside(), inside())
def test_a_quotient_contains_every_ratio(
    part: tuple[Interval, Fraction], whole: tuple[Interval, Fraction]
) -> None:
    """Division, where it is defined, loses no ratio; it is undefined where zero is in reach."""
    ratios = part[0].quotient(whole[0])
    if ratios is not None:
        assert whole[1] != 0
        assert part[1] / whole[1] in ratios
    if 0 in whole[0]:
        assert ratios is None


def test_quotients_are_tight() -> None:
    """The ends of a quotient are attained where its bounds are closed."""
    assert Interval(1, 2, True, True).quotient(Interval(4, 8, True, True)) == Interval(
        Fraction(1, 8), Fraction(1, 2), True, True
    )
    assert Interval(-2, -1, True, True).quotient(Interval(-8, -4, True, False)) == Interval(
        Fraction(1, 8), Fraction(1, 2), True, False
    )


@given(st.lists(intervals(), max_size=5))
def test_sums_do_not_depend_on_order(parts: list[Interval]) -> None:
    """The interval of a sum is that of its parts in any order."""
    assert sum_of(parts) == sum_of(list(reversed(parts)))


@given(intervals())
def test_whole_numbers_are_the_tightest(interval: Interval) -> None:
    """The first and last whole number lie inside, the next ones outside do not."""
    low, high = interval.wholes()
    if low is not None and (high is None or low <= high):
        assert low in interval
        assert low - 1 not in interval
    if high is not None and (low is None or low <= high):
        assert high in interval
        assert high + 1 not in interval


def test_an_interval_shows_its_bounds() -> None:
    """Brackets say which bounds belong; no bound is infinity."""
    assert str(Interval(1, 2)) == "[1, 2)"
    assert str(Interval(None, 2, True, True)) == "(-∞, 2]"
    assert str(Interval(Fraction(1, 2), None)) == "[0.5, ∞)"
    assert show(Fraction(-1, 3)) == "-0.333333…"
    assert show(Fraction(-5, 2)) == "-2.5"


def test_bad_bounds_are_refused() -> None:
    """Crossed bounds and floats are refused with a reason."""
    with pytest.raises(ModelError, match="下限大于上限"):
        Interval(2, 1)
    with pytest.raises(InexactError, match="浮点"):
        Interval(0.5, 1)  # type: ignore[arg-type]
    with pytest.raises(InexactError):
        Interval(Decimal("NaN"), 1)
    with pytest.raises(InexactError):
        Interval(True, 1)


def test_emptiness_and_points() -> None:
    """Only a point with both ends has its one number; a half-open point has none."""
    assert Interval(1, 1).is_empty
    assert not Interval(1, 1).is_point
    assert Interval.point(1).is_point
    assert not Interval(1, 2).is_empty
    assert not Interval(None, None).is_empty
    assert not Interval(None, None).is_point
    assert Interval(0, 5).covers(Interval(1, 1))
    assert Interval(1, 1).scaled(0).is_empty
    assert Interval(1, 2).scaled(0) == Interval.point(0)
    assert Interval(0, 1).intersection(Interval(1, 2)) is None


def test_other_types_are_left_to_themselves() -> None:
    """Adding something that is no interval is a TypeError, not a silent answer."""
    with pytest.raises(TypeError):
        Interval(1, 2) + 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        Interval(1, 2) - 1  # type: ignore[operator]
