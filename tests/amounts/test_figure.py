"""Figures, amounts, percentages: printing and reading are inverse, floats never enter."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from budgetdisclosure.amounts import (
    Amount,
    Figure,
    Percentage,
    PrintedNumber,
    Unit,
    convert,
    is_blank,
    parse_number,
    print_amount,
    round_half_up,
    total,
    truncate,
)
from budgetdisclosure.errors import FigureError, InexactError, ModelError
from budgetdisclosure.place import CellRef, Place

units = st.sampled_from(Unit)
places = st.integers(0, 6)
fen = st.integers(-(10**15), 10**15)
FULL_WIDTH = str.maketrans("0123456789.,-()", "０１２３４５６７８９．，－（）")


@given(fen, units, places)
def test_a_printed_amount_admits_the_amount(cents: int, unit: Unit, count: int) -> None:
    """Whatever is printed half up lies in the interval of its print, and no other print has it."""
    figure = print_amount(Amount(cents), unit, count)
    assert figure.admits(Amount(cents))
    neighbour = Figure.of(figure.number + Decimal(1).scaleb(-count), unit, count)
    assert not neighbour.admits(Amount(cents))


@given(fen, units, places, st.booleans(), st.booleans())
def test_reading_what_was_printed(
    cents: int, unit: Unit, count: int, commas: bool, wide: bool
) -> None:
    """Digits in any dress read back to the same figure."""
    figure = print_amount(Amount(cents), unit, count)
    assert figure.value is not None
    text = f"{figure.value:,.{count}f}" if commas else f"{figure.value:.{count}f}"
    assert Figure.parse(text.translate(FULL_WIDTH) if wide else text, unit) == figure
    assert Figure.parse(f" {text}\n{unit.label} ") == figure


@given(
    fen.filter(bool),
    places,
    st.sampled_from(["-{}", "（{}）", "({})", "△{}", "－{}", "负{}", "−{}"]),
)
def test_every_form_of_negative(cents: int, count: int, form: str) -> None:
    """Minus, brackets and the triangle all mean the same."""
    figure = print_amount(Amount(abs(cents)), Unit.YUAN, count)
    negative = Figure.parse(form.format(figure.digits), Unit.YUAN)
    assert negative.number == -figure.number


@pytest.mark.parametrize(
    "text", ["", " ", "　", "--", "-", "—", "——", "/", "／", "－－", "无", "…"]
)
def test_blanks(text: str) -> None:
    """A blank has no value and is not a zero, though it counts as none in a sum."""
    figure = Figure.parse(text)
    assert is_blank(text)
    assert figure.is_blank
    assert not figure.is_absent
    assert not figure.is_zero
    assert figure.number == 0
    assert figure != Figure.parse("0.00")
    assert figure.admits(Amount(0))
    assert not figure.admits(Amount(1))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,2,3.4", "千分位"),
        ("12,34.5", "千分位"),
        ("1.2.3", "不止一个数"),
        ("12 34", "不止一个数"),
        ("合计", "不是金额"),
        ("1e5", "不是金额"),
        ("--5", "不是金额"),
        ("(-5)", "不是金额"),
        ("1.5%", "不是金额"),
        ("٣", "不是金额"),
    ],
)
def test_what_is_no_number_is_refused(text: str, words: str) -> None:
    """A refusal names the place, the excerpt, the reason and the mend."""
    place = Place(file="a.pdf", page=9, table="支出决算表", row="208", column="基本支出")
    with pytest.raises(FigureError) as caught:
        Figure.parse(text, place=place)
    said = str(caught.value)
    assert words in said
    assert text in said
    assert "第9页" in said
    assert "请核对原件" in said
    assert "page 9" in caught.value.spoken("en")


@given(st.text(max_size=12))
def test_any_text_is_a_number_a_blank_or_a_clear_error(text: str) -> None:
    """No text makes the reader fail in any other way, and what it reads it reads exactly."""
    try:
        number = parse_number(text)
    except FigureError:
        return
    assert (number.value is None) == is_blank(text)
    if number.value is not None:
        assert number.value.as_tuple().exponent == -number.places


@given(st.floats())
def test_floats_are_refused_everywhere(number: float) -> None:
    """No public door takes a binary float."""
    for door in (
        lambda: Figure(number),  # type: ignore[arg-type]
        lambda: Figure.of(number),  # type: ignore[arg-type]
        lambda: Amount(number),  # type: ignore[arg-type]
        lambda: Amount.of(number),  # type: ignore[arg-type]
        lambda: round_half_up(number),  # type: ignore[arg-type]
        lambda: truncate(number),  # type: ignore[arg-type]
        lambda: Percentage(number),  # type: ignore[arg-type]
        lambda: Amount(1) * number,  # type: ignore[operator]
        lambda: Figure.parse("1").in_unit(number),  # type: ignore[arg-type]
    ):
        with pytest.raises(InexactError):
            door()


@given(fen, fen, units)
def test_amounts_are_exact(one: int, other: int, unit: Unit) -> None:
    """Sums, differences and unit conversion of amounts lose nothing."""
    assert total([Amount(one), Amount(other)]) == Amount(one) + Amount(other)
    assert (Amount(one) + Amount(other)) - Amount(other) == Amount(one)
    assert Amount.of(Amount(one).in_unit(unit), unit) == Amount(one)
    assert -Amount(one) + Amount(one) == Amount(0)
    assert Amount(one) * 3 == 3 * Amount(one) == Amount(3 * one)
    assert (Amount(one) < Amount(other)) == (one < other)
    assert bool(Amount(one)) == (one != 0)


def test_amounts_refuse_what_is_not_whole() -> None:
    """Less than a fen is no amount, nor is a boolean or a word."""
    assert Amount.of("1,234.56") == Amount(123456)
    assert Amount.of(7) == Amount(700)
    assert str(Amount(123456)) == "1234.56元"
    for bad in ("0.001", Decimal("0.001"), True, "", None, Decimal("Infinity")):
        with pytest.raises(InexactError):
            Amount.of(bad)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Amount(1) + 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        Amount(1) - 1  # type: ignore[operator]


@given(fen, units, units, places, places)
def test_conversion_is_printing_the_printed_value(
    cents: int, unit: Unit, other: Unit, count: int, finer: int
) -> None:
    """Converting to the same unit with as many places changes nothing; elsewhere it rounds."""
    figure = print_amount(Amount(cents), unit, count)
    assert convert(figure, unit, count) == figure
    converted = convert(figure, other, finer)
    exact = Fraction(figure.printed_fen) / other.fen
    assert converted.value == round_half_up(exact, finer)
    assert abs(Fraction(converted.number) - exact) * 2 * 10**finer <= 1


@given(fen, units, places)
def test_intervals_are_one_step_wide(cents: int, unit: Unit, count: int) -> None:
    """The interval of a print is a step wide around it, open or closed to the right side."""
    figure = print_amount(Amount(cents), unit, count)
    interval = figure.interval
    assert interval.low is not None
    assert interval.high is not None
    assert interval.high - interval.low == figure.step
    assert interval.low + interval.high == 2 * figure.printed_fen
    assert interval.low_closed == (figure.number > 0)
    assert interval.high_closed == (figure.number < 0)
    assert figure.printed_fen in figure.truncation


def test_a_figure_says_what_it_is() -> None:
    """Equality is by value, unit and places; text, place and cell do not count."""
    one = Figure.parse("1,234.50", place=Place(page=1))
    assert one == Figure.of("1234.50")
    assert one != Figure.of("1234.5")
    assert one != Figure.of("1234.50", Unit.YUAN)
    assert str(one) == "1234.50万元"
    assert one.digits == "1,234.50"
    assert Figure.of(Decimal("1E+2")).digits == "100"
    assert Figure.of(3, places=2).digits == "3.00"
    assert str(Figure.parse("--")) == "（空白）"
    assert Figure.blank().digits == ""
    assert Figure.absent().digits == ""
    assert Figure.absent().is_absent
    assert one.at(Place(page=2), CellRef("a", "b", "c")).cell == CellRef("a", "b", "c")
    assert "1234.50万元" in one._repr_html_()
    assert str(one.in_unit(one.interval)) == "[1234.495, 1234.505)"
    assert str(one.in_unit(1)) == "[0.000001, 0.000001]"


def test_a_figure_refuses_more_decimals_than_it_prints() -> None:
    """A value that its places could not print is no printed figure."""
    with pytest.raises(ModelError, match="小数位"):
        Figure(Decimal("1.234"), Unit.WAN, 2)
    with pytest.raises(InexactError):
        round_half_up(1, -1)
    with pytest.raises(InexactError):
        Figure(Decimal("NaN"))


@given(st.integers(-(10**6), 10**6), places, st.sampled_from(["%", "％", ""]))
def test_percentages(value: int, count: int, sign: str) -> None:
    """A percentage reads back, and admits the ratios that print it."""
    number = Decimal(value).scaleb(-count)
    percentage = Percentage.parse(f"{number:.{count}f}{sign}")
    assert percentage == Percentage(number, count)
    assert Fraction(number) / 100 in percentage.interval
    assert Percentage.parse(str(percentage)) == percentage


def test_percentages_have_their_own_errors() -> None:
    """A blank is no percentage; a per mille has its own base."""
    with pytest.raises(FigureError):
        Percentage.parse("--")
    assert Percentage.parse("5‰").interval.scaled(1000) == Percentage.parse("5%").interval.scaled(
        100
    )
    assert str(Percentage.parse("5‰")) == "5‰"
    assert Percentage.parse("10.50%").digits == "10.50%"
    assert Fraction(689, 10000) in Percentage.parse("6.8%").truncation
    assert Fraction(689, 10000) not in Percentage.parse("6.8%").interval


@given(st.fractions(-(10**18), 10**18, max_denominator=10**6), places)
def test_rounding_halves_away_from_zero(number: Fraction, count: int) -> None:
    """Rounding is odd, within half a unit, and a tie goes away from zero."""
    rounded = round_half_up(number, count)
    assert round_half_up(-number, count) == -rounded
    off = (abs(number) - abs(Fraction(rounded))) * 10**count
    assert Fraction(-1, 2) <= off < Fraction(1, 2)
    cut = truncate(number, count)
    assert 0 <= (abs(number) - abs(Fraction(cut))) * 10**count < 1


@given(st.integers(-(10**6), 10**6), places)
def test_rounding_a_print_changes_nothing(value: int, count: int) -> None:
    """What has no more decimals than asked stays, digits included."""
    number = Decimal(value).scaleb(-count)
    assert round_half_up(number, count) == truncate(number, count) == number
    assert round_half_up(number, count).as_tuple().exponent == -count


def test_units_are_found_by_their_label() -> None:
    """Spaces and 人民币 do not matter; anything else is no unit of money."""
    assert Unit.named("万 元") is Unit.WAN
    assert Unit.named("人民币万元") is Unit.WAN
    assert Unit.named("台") is None
    assert str(Unit.YI) == "亿元"
    assert repr(Unit.YI) == "<Unit.YI: '亿元'>"
    assert [unit.fen for unit in Unit] == sorted(unit.fen for unit in Unit)


@given(st.sampled_from(["1，046．00", "1,046. 00", "1, 046.00", "￥1,046.00", "+1046.00"]))
def test_what_typesetting_leaves(text: str) -> None:
    """Full-width marks, a space at a comma and currency signs do not change a number."""
    assert parse_number(text) == PrintedNumber(Decimal("1046.00"), 2)


@given(fen, fen, units, places)
def test_the_sum_of_prints_admits_the_sum(one: int, other: int, unit: Unit, count: int) -> None:
    """The interval of a sum contains every sum of amounts that print the parts."""
    assume(unit.fen)
    parts = [print_amount(Amount(cents), unit, count) for cents in (one, other)]
    assert one + other in parts[0].interval + parts[1].interval


@given(st.integers(0, 10**9), st.sampled_from("①⑳⑴*※²³"))
def test_the_mark_of_a_note_is_no_digit(fen: int, mark: str) -> None:
    text = f"{fen // 100:,}.{fen % 100:02d}"
    assert parse_number(text + mark) == parse_number(text)
    if mark not in "*※":
        with pytest.raises(FigureError):
            parse_number(mark + text)
