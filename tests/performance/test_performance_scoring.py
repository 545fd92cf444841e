"""Scores: within their points, monotone, the same in any unit; their sum bounds the total."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Percentage, PrintedNumber
from budgetdisclosure.calc.compare import Direction, Level, Outcome, compare
from budgetdisclosure.calc.fill import fill
from budgetdisclosure.calc.grades import Band, Scheme, bands_in, grade_of, scheme_for, schemes
from budgetdisclosure.calc.performance import (
    execution_points,
    expected_total,
    points_sum,
    score_sum,
    what_if,
)
from budgetdisclosure.calc.quantity import Measure, Quantity
from budgetdisclosure.calc.scoring import (
    AtMost,
    execution_score,
    expected_score,
    qualitative_score,
    quantitative_score,
)
from budgetdisclosure.calc.targets import Condition, Sense, understand
from budgetdisclosure.errors import ModelError
from budgetdisclosure.model.performance import FundingRow, Indicator, Points, SelfEvaluation
from budgetdisclosure.testing.performance import self_evaluations
from budgetdisclosure.wording import Wording

NUMBERS = st.decimals(-1000, 1000, places=2)
POINTS = st.decimals(0, 100, places=1)
VARIANTS = st.sampled_from(AtMost)
SENSES = st.sampled_from([s for s in Sense if s is not Sense.ABOUT])
DIRECTIONS = st.sampled_from(Direction)


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    sense = draw(SENSES)
    low, high = sorted([draw(NUMBERS), draw(NUMBERS)])
    top = Quantity(Fraction(high)) if sense is Sense.BETWEEN else None
    return Condition(sense, Quantity(Fraction(low)), top)


@given(points=POINTS, outturn=NUMBERS, budget=NUMBERS)
def test_execution_scores_between_nothing_and_its_points(points, outturn, budget) -> None:
    score = execution_score(points, outturn, budget)
    assert score is None if budget == 0 else 0 <= score <= points


@given(points=POINTS, condition=conditions(), actual=NUMBERS, variant=VARIANTS, way=DIRECTIONS)
def test_a_score_lies_between_nothing_and_its_points(
    points, condition, actual, variant, way
) -> None:
    score = quantitative_score(points, condition, actual, variant=variant, direction=way)
    assert 0 <= score <= points


RISING = st.sampled_from([Sense.AT_LEAST, Sense.MORE, Sense.PLAIN])
FALLING = st.sampled_from([Sense.AT_MOST, Sense.LESS])


@given(points=POINTS, sense=RISING, goal=NUMBERS, one=NUMBERS, other=NUMBERS)
def test_more_never_scores_less_where_more_is_asked_for(points, sense, goal, one, other) -> None:
    low, high = sorted([one, other])
    condition = Condition(sense, Quantity(Fraction(goal)))
    assert quantitative_score(points, condition, low) <= quantitative_score(points, condition, high)


@given(points=POINTS, sense=FALLING, goal=NUMBERS, one=NUMBERS, other=NUMBERS, variant=VARIANTS)
def test_less_never_scores_less_where_less_is_asked_for(
    points, sense, goal, one, other, variant
) -> None:
    low, high = sorted([one, other])
    condition = Condition(sense, Quantity(Fraction(goal)))
    better = quantitative_score(points, condition, low, variant=variant)
    assert quantitative_score(points, condition, high, variant=variant) <= better


@given(
    points=POINTS,
    condition=conditions(),
    actual=NUMBERS,
    variant=VARIANTS,
    factor=st.fractions(Fraction(1, 1000), 1000).filter(bool),
)
def test_the_unit_does_not_change_the_score(points, condition, actual, variant, factor) -> None:
    def scaled(quantity: Quantity) -> Quantity:
        return Quantity(Fraction(quantity.value) * factor)

    other = evolve(
        condition, low=scaled(condition.low), high=condition.high and scaled(condition.high)
    )
    assert quantitative_score(points, condition, actual, variant=variant) == quantitative_score(
        points, other, Fraction(actual) * factor, variant=variant
    )


@given(n=st.integers(1, 10**6), m=st.integers(1, 10**6))
def test_yuan_and_wan_compare_alike(n: int, m: int) -> None:
    in_yuan = compare(f"≤{n}0000元", f"{m}0000元")
    assert compare(f"≤{n}万元", f"{m}0000元") == in_yuan
    assert compare(f"≤{n}0000元", f"{m}万元") == in_yuan
    assert (in_yuan.outcome is Outcome.MET) == (m <= n)


@given(evaluation=self_evaluations())
def test_expected_scores_bound_any_total_that_keeps_to_them(evaluation: SelfEvaluation) -> None:
    """The total's range is that of the indicators, plus nothing to all of the execution points."""
    held = expected_total(evaluation)
    parts = [
        expected.score
        for row in evaluation.indicators
        if (expected := expected_score(row, fiscal_year=evaluation.fiscal_year))
    ]
    execution = execution_points(evaluation)
    most = execution.value if execution and execution.value else 0
    assert held.low is not None
    assert held.high is not None
    assert sum(part.low for part in parts) <= held.low
    assert held.high <= sum(part.high for part in parts) + Fraction(most)


@given(evaluation=self_evaluations())
def test_an_expected_score_lies_within_the_points(evaluation: SelfEvaluation) -> None:
    for row in evaluation.indicators:
        expected = expected_score(row, fiscal_year=evaluation.fiscal_year)
        if expected is not None:
            assert row.points is not None
            assert 0 <= expected.score.low <= expected.score.high <= row.points.value


@given(evaluation=self_evaluations(), variant=VARIANTS)
def test_what_is_filled_in_keeps_to_the_rules(evaluation: SelfEvaluation, variant: AtMost) -> None:
    unscored = tuple(evolve(row, score=None) for row in evaluation.indicators)
    funds = tuple(evolve(row, score=None) for row in evaluation.funding)
    filled = fill(evolve(evaluation, indicators=unscored, funding=funds), variant=variant)
    for row in filled.evaluation.indicators:
        if row.score is not None and not row.score.is_blank:
            assert 0 <= row.score.value <= row.points.value + Decimal("0.005")
    lost = sum(loss.lost for loss in filled.losses)
    if filled.is_complete and filled.evaluation.total_score:
        counted = [r for r in filled.evaluation.indicators if r.points and not r.points.is_blank]
        most = points_sum(filled.evaluation) + Fraction(len(counted) + 1, 100)
        assert score_sum(filled.evaluation) + Fraction(lost) <= most


def indicator(target: str, actual: str, points: str = "10", score: str = "") -> Indicator:
    return Indicator(
        "产出指标", "数量指标", "场次", target, actual, Points.parse(points), Points.parse(score)
    )


@pytest.mark.parametrize(
    ("target", "actual", "low", "high"),
    [
        ("≥100", "90", "9", "9"),
        ("≥100", "120", "10", "10"),
        ("≤100", "150", "5", "20/3"),
        ("≤100", "250", "0", "4"),
        ("=0", "1", "0", "0"),
        ("稳步提升", "稳步提升", "8", "10"),
        ("稳步提升", "基本完成", "6", "8"),
        ("稳步提升", "未完成", "0", "6"),
        ("稳步提升", "有所提升", "0", "10"),
        ("90%-95%", "93%", "10", "10"),
        ("90%-95%", "45%", "5", "5"),
        ("3场，5场", "3场", "0", "10"),
    ],
)
def test_expected_scores(target: str, actual: str, low: str, high: str) -> None:
    expected = expected_score(indicator(target, actual))
    assert expected is not None
    assert (expected.score.low, expected.score.high) == (Fraction(low), Fraction(high))


def test_a_cost_below_a_target_without_a_sign_may_score_either_way() -> None:
    row = evolve(indicator("100万元", "80万元"), level2="成本指标")
    expected = expected_score(row)
    assert expected is not None
    assert (expected.score.low, expected.score.high) == (8, 10)


def test_qualitative_bands_meet() -> None:
    held = [qualitative_score(10, level) for level in Level]
    assert [(str(i.low), str(i.high)) for i in held] == [("8", "10"), ("6", "8"), ("0", "6")]


def test_the_score_had_the_points_been_right() -> None:
    rows = (indicator("≥1", "1", "100", "99"), indicator("≥1", "1", "10", "10"))
    funding = (FundingRow("合计", points=Points.parse("10"), score=Points.parse("9")),)
    idea = what_if(SelfEvaluation("自评表", funding=funding, indicators=rows))
    assert idea is not None
    assert (idea.points, idea.scores, idea.score) == (120, 118, Fraction(295, 3))
    assert idea.grade == "优"


def test_grades_begin_at_their_bands() -> None:
    scheme = scheme_for(2020)
    held = ["100", "90", "89.99", "80", "79.99", "60", "59.99", "0"]
    assert [grade_of(Decimal(s), scheme) for s in held] == list("优优良良中中差差")


def test_every_packaged_scheme_adds_to_a_hundred_and_says_where_it_is_from() -> None:
    for scheme in schemes():
        assert sum(weight for _, weight in scheme.weights) == 100
        assert scheme.bands[-1].low == 0
        assert scheme.source
        assert scheme.evidence


def test_a_scheme_of_ones_own() -> None:
    own = Scheme("own", Wording("本单位", "ours"), (Band("A", 75), Band("B", 0)))
    assert grade_of(Decimal("75"), own) == "A"
    with pytest.raises(ModelError, match="由高到低"):
        Scheme("bad", Wording("错", "bad"), (Band("A", 0), Band("B", 50)))


def test_bands_are_read_from_a_note_only_when_they_are_complete() -> None:
    assert bands_in("90分（含）—100分为优，80分（含）—90分为良，80分以下为差。") == (
        Band("优", 90),
        Band("良", 80),
        Band("差", 0),
    )
    assert bands_in("90分（含）—100分为优，60分以下为差。") == ()
    assert bands_in("按实际情况填写。") == ()


def test_filling_in_leaves_to_people_what_only_they_can_tell() -> None:
    rows = (indicator("稳步提升", "有所提升"), indicator("≥100", "130"), indicator("≥100", "80"))
    filled = fill(SelfEvaluation("自评表", fiscal_year=2020, indicators=rows))
    assert [row.target for row, _ in filled.undecided if isinstance(row, Indicator)] == ["稳步提升"]
    assert [row.actual for row in filled.needs_reason] == ["130", "80"]
    assert [str(loss) for loss in filled.losses] == ["场次：扣2分，未达到指标值，为指标值的80%"]
    assert filled.evaluation.grade is None
    assert filled.evaluation.total_score is None


def test_filling_in_computes_the_execution_of_funds() -> None:
    amounts = [Figure.parse(text) for text in ("50.00", "43.20", "37.24")]
    row = FundingRow("合计", *amounts, points=Points.parse("10"))
    filled = fill(
        SelfEvaluation("自评表", funding=(row,), indicators=(indicator("≥1", "1", "90"),))
    )
    done = filled.evaluation
    assert done.funding[0].execution_rate == Percentage(Decimal("86.20"), 2)
    assert str(done.funding[0].score) == "8.62"
    assert str(done.total_score) == "98.62"
    assert done.grade == "优"
    assert [str(loss) for loss in filled.losses] == ["预算执行率：扣1.38分，执行率86.20%"]


def test_filling_in_stops_where_there_is_no_execution_rate() -> None:
    amounts = [Figure.parse(text) for text in ("0", "0", "0")]
    row = FundingRow("合计", *amounts, points=Points.parse("10"))
    filled = fill(SelfEvaluation("自评表", funding=(row,), indicators=(indicator("≥1", "1"),)))
    assert [(held, why.zh) for held, why in filled.undecided] == [
        (row, "全年预算数为零或金额未填，没有执行率")
    ]
    assert filled.evaluation.total_score is None


def test_a_unit_that_is_not_known_is_no_measure() -> None:
    assert Measure.parse("光年") is None
    assert Measure.parse("万人次") == Measure("人次", 10_000)
    assert Quantity.parse("五") is None
    assert understand("≥五").is_words
    assert Points.parse("12.50").number == PrintedNumber(Decimal("12.50"), 2)
