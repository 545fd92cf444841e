"""Relations judged alone: what is true of every relation, then the cases worth naming."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount, Figure, Interval, Percentage, Unit, print_amount
from budgetdisclosure.errors import ModelError
from budgetdisclosure.rules import (
    Relation,
    Verdict,
    at_most,
    balance,
    equal,
    judge,
    ratio,
    same,
)
from budgetdisclosure.rules.relation import show_sides

f = Figure.parse
fen = st.integers(0, 10**12)
small = st.integers(0, 60_000)
units = st.sampled_from([Unit.YUAN, Unit.WAN, Unit.YI])
places = st.integers(0, 4)
parts = st.lists(st.one_of(small, fen), min_size=1, max_size=6)
HOLDS = {Verdict.EXACT, Verdict.ROUNDING, Verdict.RESIDUE}


@given(parts, units, places)
def test_a_true_sum_never_conflicts(amounts: list[int], unit: Unit, count: int) -> None:
    """Print any parts and their sum at any unit and places: the relation holds."""
    printed = [print_amount(Amount(one), unit, count) for one in amounts]
    total = print_amount(Amount(sum(amounts)), unit, count)
    assert judge(equal(total, *printed)).verdict in HOLDS
    assert judge(balance([total], printed)).verdict in HOLDS
    assert judge(at_most(printed[0], total)).verdict in HOLDS


@given(parts, units, places, st.integers(1, 50), st.booleans())
def test_a_total_beyond_its_slack_conflicts(
    amounts: list[int], unit: Unit, count: int, beyond: int, up: bool
) -> None:
    """Move the total further than its parts can round: conflict, or a tail if printed alone."""
    printed = [print_amount(Amount(one), unit, count) for one in amounts]
    total = print_amount(Amount(sum(amounts)), unit, count)
    steps = len(amounts) + 2 + beyond  # the true total may itself sit at the edge of its slack
    moved = total.number + (steps if up else -steps) * Decimal(1).scaleb(-count)
    judgement = judge(equal(Figure.of(moved, unit, count), *printed))
    assert judgement.verdict is Verdict.CONFLICT
    assert judgement.expected is not None
    assert not judgement.expected.meets(Figure.of(moved, unit, count).interval)


@given(fen, fen, units, places)
def test_a_true_ratio_never_conflicts(part: int, rest: int, unit: Unit, count: int) -> None:
    """Print a part, its whole and the percentage from the true amounts: nothing speaks against it."""
    whole = part + rest + 1
    percentage = Percentage(
        print_amount(Amount(0), unit, 1).number + _rounded(Fraction(100 * part, whole)), 1
    )
    figures = [print_amount(Amount(one), unit, count) for one in (part, whole)]
    assert judge(ratio(percentage, *figures)).verdict in {*HOLDS, Verdict.UNCHECKED}


def _rounded(value: Fraction) -> Decimal:
    from budgetdisclosure.amounts import round_half_up

    return round_half_up(value, 1)


@given(parts, units, places)
def test_judging_does_not_depend_on_order_or_dress(
    amounts: list[int], unit: Unit, count: int
) -> None:
    """Parts in another order, or printed with commas, come to the same verdict."""
    printed = [print_amount(Amount(one), unit, count) for one in amounts]
    total = print_amount(Amount(sum(amounts) + 1), unit, count)
    dressed = [Figure.parse(f"{one.number:,.{count}f}", unit) for one in reversed(printed)]
    assert judge(equal(total, *printed)) == judge(equal(total, *dressed))


@pytest.mark.parametrize(
    ("relation", "verdict"),
    [
        (equal(f("150.64"), f("104.60"), f("46.05")), Verdict.ROUNDING),
        (equal(f("150.64"), f("104.60"), f("46.04")), Verdict.EXACT),
        (equal(f("150.66"), f("104.60"), f("46.05")), Verdict.ROUNDING),
        (equal(f("150.67"), f("104.60"), f("46.05")), Verdict.CONFLICT),
        (equal(f("150.66"), f("104.60"), f("46.05"), f("0.00")), Verdict.ROUNDING),
        (equal(f("150.67"), f("104.60"), f("46.05"), f("0.00"), f("0.00")), Verdict.RESIDUE),
        (equal(f("150.67"), f("104.60"), f("46.05"), f(""), f("--")), Verdict.CONFLICT),
        (same(f("46.04"), f("46.05")), Verdict.TAIL),
        (same(f("46.03"), f("46.05")), Verdict.CONFLICT),
        (same(f("4.3"), f("4.27")), Verdict.ROUNDING),
        (same(f("4.3"), f("4.35")), Verdict.ROUNDING),
        (same(f("4.3"), f("4.25")), Verdict.ROUNDING),
        (same(f("4.3"), f("4.36")), Verdict.TAIL),
        (same(f("4.3"), f("4.41")), Verdict.CONFLICT),
        (equal(f("326.71"), f("326.72"), f("0.00")), Verdict.RESIDUE),
        (equal(f("326.71"), f("326.72"), f("")), Verdict.TAIL),
        (at_most(f("7.01"), f("7.01")), Verdict.EXACT),
        (at_most(f("7.02"), f("7.01")), Verdict.TAIL),
        (at_most(f("7.0"), f("6.97")), Verdict.ROUNDING),
        (at_most(f("7.03"), f("7.01")), Verdict.CONFLICT),
        (same(f("0.00"), f("")), Verdict.EXACT),
        (same(f("0.01"), f("")), Verdict.TAIL),
        (same(f("0.95"), f("")), Verdict.CONFLICT),
        (ratio(Percentage.parse("69.4%"), f("104.6"), f("150.64")), Verdict.ROUNDING),
        (ratio(Percentage.parse("71.73%"), f("2106.66"), f("2940.05")), Verdict.CONFLICT),
        (ratio(Percentage.parse("0.6%"), f("0.66"), f("100")), Verdict.TAIL),
        (ratio(Percentage.parse("100%"), f("5"), f("0.00")), Verdict.UNCHECKED),
        (ratio(Percentage.parse("25%"), f("25.00"), f("100.00")), Verdict.EXACT),
    ],
)
def test_named_cases(relation: Relation, verdict: Verdict) -> None:
    """The verdicts an accountant would give."""
    assert judge(relation).verdict is verdict


def test_units_meet_in_fen() -> None:
    """A table in 元 and a text in 万元 are compared exactly."""
    assert judge(same(f("464.64"), f("4,646,400", Unit.YUAN))).verdict is Verdict.EXACT
    assert judge(same(f("464.64"), f("4,646,449", Unit.YUAN))).verdict is Verdict.ROUNDING
    assert judge(same(f("464.64"), f("4,646,451", Unit.YUAN))).verdict is Verdict.TAIL
    assert judge(same(f("464.64"), f("4,646,501", Unit.YUAN))).verdict is Verdict.CONFLICT


def test_a_judgement_gives_its_numbers() -> None:
    """Residual, expected interval and slack are exact, in fen."""
    judgement = judge(equal(f("150.70"), f("104.60"), f("46.05")))
    assert judgement.residual == 5 * 10_000
    assert judgement.slack == 15_000
    assert judgement.expected == Interval(150_640_000, 150_660_000)
    truncated = judge(equal(f("3.33"), f("1.115"), f("2.224")))
    assert truncated.verdict is Verdict.CONFLICT
    assert truncated.truncated


def test_a_relation_shows_its_figures() -> None:
    """Zeros and blanks are left out of the sentence, coefficients are said."""
    assert show_sides(equal(f("3.00"), f("1.00"), f("0.00"), f(""), f("2.00"))) == (
        "3.00 = 1.00 + 2.00"
    )
    assert show_sides(at_most(f("3.00"), f(""))) == "3.00 ≤ （空白）"
    with pytest.raises(ModelError):
        Relation((), ())


def test_absent_columns_are_left_out() -> None:
    """A column the form does not have takes no part, not even as nothing."""
    relation = equal(f("3.00"), f("3.00"), Figure.absent())
    assert len(relation.figures) == 2
    assert relation.is_one_quantity
