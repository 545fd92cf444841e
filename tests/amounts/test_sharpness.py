"""The sharp edges of amounts: bounds that belong or not, kept fields, words of each refusal."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import (
    Amount,
    Figure,
    Interval,
    Percentage,
    PrintedNumber,
    Unit,
    convert,
    exact,
    parse_number,
    round_half_up,
    show,
    sum_of,
    truncate,
)
from budgetdisclosure.calc import three_public_total
from budgetdisclosure.errors import BudgetDisclosureError, FigureError, InexactError
from budgetdisclosure.place import CellRef, Place

finite = st.builds(
    lambda low, width, left, right: Interval(low, low + width, left, right),
    st.integers(-50, 50),
    st.integers(1, 40),
    st.booleans(),
    st.booleans(),
)
positive = st.builds(
    lambda low, width, left, right: Interval(low, low + width, left, right),
    st.integers(1, 50),
    st.integers(1, 40),
    st.booleans(),
    st.booleans(),
)


@given(finite, finite)
def test_sums_are_tight(one: Interval, other: Interval) -> None:
    """An end of a sum belongs exactly if both ends it is made of belong; nothing lies beyond."""
    both = one + other
    assert one.low is not None
    assert other.low is not None
    assert one.high is not None
    assert other.high is not None
    assert (both.low, both.high) == (one.low + other.low, one.high + other.high)
    assert both.low_closed == (one.low_closed and other.low_closed)
    assert both.high_closed == (one.high_closed and other.high_closed)
    assert one - other == one + other.scaled(-1)


@given(st.lists(finite, max_size=4))
def test_a_sum_of_many_is_the_sum_of_sums(parts: list[Interval]) -> None:
    """Folding from nothing: none gives [0, 0], one gives itself."""
    folded = Interval.point(0)
    for part in parts:
        folded = folded + part
    assert sum_of(parts) == folded
    assert sum_of([]) == Interval.point(0)


@given(finite, positive, st.booleans())
def test_quotients_are_tight_everywhere(part: Interval, whole: Interval, turned: bool) -> None:
    """Each end of a quotient is a ratio of ends, and belongs exactly if a ratio attains it."""
    divisor = -whole if turned else whole
    made = part.quotient(divisor)
    assert made is not None
    ends = [
        (Fraction(p or 0) / Fraction(w or 0), pc and wc, p)
        for p, pc in ((part.low, part.low_closed), (part.high, part.high_closed))
        for w, wc in ((divisor.low, divisor.low_closed), (divisor.high, divisor.high_closed))
    ]
    low, high = min(end[0] for end in ends), max(end[0] for end in ends)
    assert (made.low, made.high) == (low, high)
    zero_low = any(p == 0 and 0 in part for value, _, p in ends if value == low == 0)
    zero_high = any(p == 0 and 0 in part for value, _, p in ends if value == high == 0)
    assert made.low_closed == (any(ok for value, ok, _ in ends if value == low) or zero_low)
    assert made.high_closed == (any(ok for value, ok, _ in ends if value == high) or zero_high)


@given(finite, positive, st.fractions(Fraction(1, 997), 3, max_denominator=997))
def test_a_quotient_has_no_unit(part: Interval, whole: Interval, unit: Fraction) -> None:
    """Measuring part and whole in another unit changes no ratio and no bound's inclusiveness."""
    assert part.scaled(unit).quotient(whole.scaled(unit)) == part.quotient(whole)


@pytest.mark.parametrize(
    "whole",
    [Interval(0, 1), Interval(-1, 0), Interval(-1, 0, True, True), Interval(-1, 1), Interval(0, 0)],
)
def test_a_quotient_by_what_reaches_zero_is_none(whole: Interval) -> None:
    """Zero as a bound counts as in reach, whether it belongs or not."""
    assert Interval(1, 2).quotient(whole) is None
    assert Interval(1, 2).quotient(Interval(1, None)) is None
    assert Interval(None, 2).quotient(Interval(1, 2)) is None
    assert Interval(1, None).quotient(Interval(1, 2)) is None
    assert Interval(1, 2).quotient(Interval(None, -1)) is None


def test_truncation_has_its_own_ends() -> None:
    """Cut towards zero: a printed zero may hide either sign, a negative print lies above."""
    cent = Fraction(1, 100)
    assert Interval.of_truncation(Decimal("0.00"), 2) == Interval(-cent, cent, False, False)
    assert Interval.of_truncation(Decimal("1.00"), 2) == Interval(1, 1 + cent, True, False)
    assert Interval.of_truncation(Decimal("-1.00"), 2) == Interval(-1 - cent, -1, False, True)


def test_numbers_are_shown_plainly() -> None:
    """Zero has no sign; up to twelve decimals are shown whole, more are cut and marked."""
    assert show(0) == "0"
    assert show(Fraction(-1, 10**12)) == "-0.000000000001"
    assert show(Fraction(1, 10**13)) == "0.000000…"
    assert show(Fraction(-7, 3), 2) == "-2.33…"


def test_signs() -> None:
    """A sign may be spaced from its digits; a zero has none; one sign is enough."""
    assert parse_number("- 5") == PrintedNumber(Decimal(-5), 0)
    assert parse_number("（ 5 ）") == PrintedNumber(Decimal(-5), 0)
    assert str(parse_number("-0.0").value) == "0.0"
    assert parse_number("-1").value == -1
    assert parse_number("--") == PrintedNumber(None, 0)
    assert parse_number(".5") == PrintedNumber(Decimal("0.5"), 1)
    assert parse_number("5.") == PrintedNumber(Decimal(5), 0)
    assert parse_number("+5").value == 5
    assert parse_number("（+5）").value == -5
    for doubled in ("-△5", "(-5)", "△-5"):
        with pytest.raises(FigureError, match="不是金额"):
            parse_number(doubled)


def test_fields_are_kept() -> None:
    """Unit, text, place and cell go where they are put."""
    place, cell = Place(page=3), CellRef("expenditure", "208", "basic")
    read = Figure.parse("--", Unit.YUAN, place=place)
    assert (read.unit, read.text, read.place, read.places) == (Unit.YUAN, "--", place, 0)
    moved = Figure.of("1.5", Unit.YI).at(place, cell)
    assert (moved.unit, moved.place, moved.cell, moved.places) == (Unit.YI, place, cell, 1)
    assert Figure.of("--", Unit.YUAN, 4) == Figure(None, Unit.YUAN, 4)
    assert Figure.of("7元", Unit.WAN).unit is Unit.YUAN
    assert Figure.of(3, Unit.YUAN, 1).number == 3
    blank = Figure.blank(Unit.YUAN, "/")
    assert (blank.unit, blank.text, blank.places, blank.is_absent) == (Unit.YUAN, "/", 0, False)
    assert Figure.blank().digits == ""
    kept = convert(Figure.parse("/", Unit.YUAN, place=place), Unit.WAN, 2)
    assert (kept.unit, kept.places, kept.text, kept.place) == (Unit.WAN, 2, "/", place)
    percent = Percentage.parse(" 5.0‰", place=place)
    assert (percent.base, percent.places, percent.text, percent.place) == (1000, 1, " 5.0‰", place)
    assert Percentage.parse("5").base == 100
    assert Percentage.parse("10%").value == 10
    assert str(Percentage(Decimal("5.00"))) == "5.00%"


def test_vehicles_may_be_given_whole() -> None:
    """The whole of the vehicles counts, its parts beside it do not count again."""
    whole = {"official_vehicles": Amount(7)}
    assert three_public_total(whole) == Amount(7)
    assert three_public_total({**whole, "vehicle_running": Amount(3)}) == Amount(7)


Refused = tuple[Callable[[], object], str, str, str]
REFUSALS: list[Refused] = [
    (lambda: exact(0.5), "二进制浮点数", "binary float", "0.5"),  # type: ignore[arg-type]
    (lambda: Amount(1.5), "金额（分）必须是整数", "an amount in fen must be a whole", "1.5"),  # type: ignore[arg-type]
    (lambda: Amount.of("0.001"), "精确到分", "exact to the fen", "0.001元"),
    (lambda: Amount.of("--"), "不是精确的金额", "not an exact amount", "--"),
    (lambda: Amount(1) * True, "倍数必须是整数", "a multiple must be", "True"),
    (lambda: round_half_up(1, -1), "不能为负", "cannot be negative", "-1"),
    (lambda: truncate(1, "2"), "小数位数必须是整数", "decimal places must be", "2"),  # type: ignore[arg-type]
    (lambda: Percentage.parse("无"), "不是百分比", "not a percentage", "无"),
    (lambda: Percentage(5), "必须是 Decimal", "must be a Decimal", "5"),  # type: ignore[arg-type]
    (lambda: Figure(5), "必须是 Decimal", "must be a Decimal", "5"),  # type: ignore[arg-type]
    (lambda: Figure.of(None), "所列数必须是整数", "a printed figure must be", "None"),  # type: ignore[arg-type]
    (lambda: Figure(Decimal("1.23"), places=1), "小数位多于", "more decimals", "1.23 / 1"),
    (lambda: Figure.of("1.25", places=1), "小数位多于", "more decimals", "1.25 / 1"),
    (lambda: Interval(2, 1), "下限大于上限", "low bound is above", "2, 1"),
    (lambda: parse_number("1,2"), "千分位逗号位置不对", "commas stand where no", "1,2"),
    (lambda: parse_number("1.2.3"), "不止一个数", "more than one number", "1.2.3"),
    (lambda: parse_number("甲"), "不是金额", "not a number", "甲"),
]


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda refused: refused[1])
def test_every_refusal_says_what_and_why(refused: Refused) -> None:
    """The reason in both languages, with the excerpt that was refused."""
    door, chinese, english, excerpt = refused
    with pytest.raises(BudgetDisclosureError) as caught:
        door()
    error = caught.value
    assert chinese in error.reason.zh
    assert english in error.reason.en
    assert error.excerpt is not None
    assert excerpt in error.excerpt
    assert excerpt in str(error)


def test_refusals_say_the_mend_and_the_place() -> None:
    """Where there is something to be done it is said; the place stands first."""
    place = Place(file="a.xlsx", sheet="表一")
    for door in (
        lambda: Percentage.parse("甲", place=place),
        lambda: parse_number("甲", place=place),
        lambda: Percentage.parse("--", place=place),
    ):
        with pytest.raises(FigureError) as caught:
            door()
        assert str(caught.value).startswith("a.xlsx 工作表“表一”")
        assert caught.value.place == place
    with pytest.raises(InexactError, match=r"Decimal\(\"104.60\"\)"):
        exact(0.1)  # type: ignore[arg-type]
    with pytest.raises(InexactError, match="请先四舍五入到分"):
        Amount.of("0.001")
