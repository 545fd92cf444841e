"""Targets and actual values: what they say, and never more."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.calc.compare import Direction, Level, Outcome, compare, direction_of
from budgetdisclosure.calc.deadline import deadline
from budgetdisclosure.calc.targets import Sense, understand, understand_actual

MET, MISSED, OVER, OPEN = (
    Outcome.MET,
    Outcome.MISSED,
    Outcome.EXCEEDED,
    Outcome.CANNOT_TELL,
)


@pytest.mark.parametrize(
    ("text", "sense", "base", "kind"),
    [
        ("≥6000", Sense.AT_LEAST, 6000, ""),
        (">=95%", Sense.AT_LEAST, Fraction(19, 20), "ratio"),
        ("不低于80%", Sense.AT_LEAST, Fraction(4, 5), "ratio"),
        ("达到95%以上", Sense.AT_LEAST, Fraction(19, 20), "ratio"),
        ("95%及以上", Sense.AT_LEAST, Fraction(19, 20), "ratio"),
        ("不超过3次", Sense.AT_MOST, 3, "次"),
        ("控制在100万元以内", Sense.AT_MOST, 1_000_000, "money"),
        ("3个月内", Sense.AT_MOST, 3, "months"),
        ("＜5‰", Sense.LESS, Fraction(1, 200), "ratio"),
        ("大于90%", Sense.MORE, Fraction(9, 10), "ratio"),
        ("＝100%", Sense.EQUAL, 1, "ratio"),
        ("2,182人", Sense.PLAIN, 2182, "people"),
        ("1.2亿元", Sense.PLAIN, 120_000_000, "money"),
        ("800万人次", Sense.PLAIN, 8_000_000, "人次"),
        ("≥２０课时", Sense.AT_LEAST, 20, "课时"),
    ],
)
def test_values(text: str, sense: Sense, base: Fraction, kind: str) -> None:
    condition = understand(text).single
    assert condition is not None
    assert (condition.sense, condition.low.base, condition.low.measure.kind) == (sense, base, kind)


@pytest.mark.parametrize(
    "text",
    ["稳步提升", "按标准到位", "每月报销一次", "27台、件、套", "未超过5%", "长期", "全年", "五人"],
)
def test_words_stay_words(text: str) -> None:
    assert understand(text).is_words


def test_several_values_in_one_cell_keep_their_labels() -> None:
    text = "甲类：平均1942.5元/人/月 乙类：平均1400元/人/月"
    held = {c.key: (c.low.value, c.low.measure.per) for c in understand(text).conditions}
    assert held == {
        "甲类": (Fraction(3885, 2), ("人", "月")),
        "乙类": (1400, ("人", "月")),
    }
    assert understand(text.replace(" ", "")).conditions == understand(text).conditions
    both = understand("2名讲师、14名助教").conditions
    assert [(c.low.value, c.thing) for c in both] == [(2, "讲师"), (14, "助教")]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020年底", "2020-12-31", "2020-12-31"),
        ("2020年12月31日前", "2020-12-31", "2020-12-31"),
        ("12月底前", "2021-12-31", "2021-12-31"),
        ("2020.6.30前", "2020-06-30", "2020-06-30"),
        ("6月前", "2021-05-31", "2021-06-30"),
        ("第三季度", "2021-07-01", "2021-09-30"),
        ("第三季度末", "2021-09-30", "2021-09-30"),
        ("上半年", "2021-01-01", "2021-06-30"),
        ("3-10月", "2021-03-01", "2021-10-31"),
        ("年底前", "2021-12-31", "2021-12-31"),
        ("2020年", "2020-01-01", "2020-12-31"),
    ],
)
def test_dates(text: str, first: str, last: str) -> None:
    found = deadline(text, 2021)
    assert found is not None
    assert (found.earliest, found.latest) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_date_without_any_year_is_none() -> None:
    assert deadline("12月底前") is None
    assert deadline("13月底前", 2021) is None
    assert deadline("2021年2月30日") is None


def test_a_slip_of_the_pen_in_a_date_is_seen() -> None:
    found = deadline("2020年年低前")
    assert found is not None
    assert (found.doubt, found.latest) == ("低", date(2020, 12, 31))


@pytest.mark.parametrize(
    ("target", "actual", "outcome"),
    [
        ("≥6000", "6513", OVER),
        ("≥6000", "6000", MET),
        ("≥6000", "5999", MISSED),
        (">6000", "6000", MISSED),
        ("≤5万元", "4.27万元", MET),
        ("≤5万", "4.27万元", MET),
        ("≤5万元", "50001元", MISSED),
        ("=100%", "100%", MET),
        ("=100%", "99%", MISSED),
        ("90%~95%", "95%", MET),
        ("90%~95%", "96%", MISSED),
        ("2020年底", "2020年底", MET),
        ("2020年12月31日前", "2020年11月", MET),
        ("2020年6月30日前", "2020年7月1日", MISSED),
        ("2020年6月前", "2020年6月15日", OPEN),
        ("2名讲师、14名助教", "2名讲师、14名助教", MET),
        ("2名讲师、14名助教", "2名讲师、13名助教", OPEN),
        ("稳步提升", "稳步提升", MET),
        ("稳步提升", "已完成", MET),
        ("稳步提升", "部分完成", MISSED),
        ("稳步提升", "未完成", MISSED),
        ("稳步提升", "有所提升", OPEN),
        ("≥90%", "≥90%", OPEN),
        ("≥90%", "较好", OPEN),
        ("≥90%", "", OPEN),
        ("≥95", "96%", OPEN),
        ("≥800", "1.2万元", OPEN),
        ("≥100人", "120人次", OPEN),
        ("100人", "120人", OPEN),
        ("9元/人/月", "108元/人/年", OPEN),
        ("提高5%", "下降5%", OPEN),
    ],
)
def test_comparisons(target: str, actual: str, outcome: Outcome) -> None:
    assert compare(target, actual).outcome is outcome


def test_what_is_exceeded_says_by_how_much() -> None:
    assert compare("≥100", "130").excess == Fraction(3, 10)
    assert compare("≥100", "100").excess is None
    assert compare("≥0", "5").ratio is None


def test_words_say_how_far() -> None:
    held = [compare("稳步提升", text).level for text in ("已完成", "基本完成", "未完成")]
    assert held == [Level.FULL, Level.PART, Level.NONE]


def test_a_class_tells_which_way_is_better_and_a_name_may_not() -> None:
    assert direction_of("产出指标", "数量指标", "投诉处理率") is Direction.UNKNOWN
    assert direction_of("产出指标", "质量指标", "投诉率") is Direction.LESS
    assert direction_of("效益指标", "社会效益指标", "就业人数") is Direction.UNKNOWN
    assert direction_of("成本指标", "经济成本指标", "总成本") is Direction.LESS
    assert compare("100人", "120人", direction=Direction.MORE).outcome is OVER
    assert compare("100万元", "80万元", direction=Direction.LESS).outcome is MET


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_compared(target: str, actual: str) -> None:
    assert compare(target, actual, fiscal_year=2020).outcome in Outcome


@given(st.integers(0, 10**9), st.integers(0, 4), st.sampled_from(["", "%", "人", "万元", "公里"]))
def test_a_value_reached_exactly_is_met(number: int, places: int, unit: str) -> None:
    text = f"{number // 10**places}.{number % 10**places:0{places}d}" if places else str(number)
    for sign in ("≥", "≤", "=", "", "不低于", "不超过"):
        assert compare(f"{sign}{text}{unit}", f"{text}{unit}").outcome is MET


@given(st.integers(0, 400), st.sampled_from(["达到", "已达", "已经达到", "均达到", "=", "等于"]))
def test_what_was_reached_is_the_value_itself(number: int, word: str) -> None:
    """达到96% says where a target asks for 96% and that it is 96% where a cell says what came."""
    assert understand_actual(f"{word}{number}%").conditions == understand(f"{number}%").conditions
    for asked in (f"≥{number - 1}%", f"≥{number + 1}%"):
        assert compare(asked, f"{word}{number}%").outcome is compare(asked, f"{number}%").outcome


@pytest.mark.parametrize("text", ["≥96%", "96%以上", "未达到96%", "超过96%", "约96%"])
def test_what_leaves_the_value_open_stays_open(text: str) -> None:
    assert understand_actual(text) == understand(text)
