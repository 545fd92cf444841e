"""Numbers of a text, told apart by what stands around them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Unit
from budgetdisclosure.claims.digits import NumberKind, measures, numbers_of
from budgetdisclosure.claims.normal import plain

units = st.sampled_from(list(Unit))


@given(st.integers(0, 10**9), st.integers(0, 4), st.sampled_from([",", "，", " ", ""]), units)
def test_a_printed_amount_is_read_back(number: int, places: int, joint: str, unit: Unit) -> None:
    value = Decimal(number).scaleb(-places)
    digits = f"{value:,.{places}f}".replace(",", joint)
    (found,) = numbers_of(plain(f"支出{digits}{unit.label}，"))
    assert found.kind is NumberKind.MONEY
    assert (found.value, found.places, found.unit) == (value, places, unit)


@given(st.integers(1000, 10**9), st.sampled_from("OIl"), st.data(), units)
def test_a_misprinted_amount_is_one_and_unreadable(
    number: int, letter: str, data: st.DataObject, unit: Unit
) -> None:
    digits = f"{number:,}.50"
    at = data.draw(st.integers(1, digits.rindex(",")))
    moved = digits[:-3].replace(",", "")
    bad = data.draw(
        st.sampled_from(
            [
                f"{moved[:1]},{moved[1:]}.50",
                f"{moved}.5.0",
                digits[:at] + letter + digits[at:],
                f"{number % 900},0,4.60",
            ]
        ).filter(lambda text: text != digits)
    )
    found = numbers_of(plain(f"支出{bad}{unit.label}，"))
    assert [one.kind for one in found] == [NumberKind.ILLEGIBLE], bad
    assert (found[0].digits, found[0].unit) == (plain(bad), unit)


@pytest.mark.parametrize(
    ("text", "digits"),
    [("结余-2.5万元", "-2.5"), ("差额△3万元", "-3"), ("增长-5.3%", "-5.3")],
)
def test_a_dash_is_a_sign_where_it_can_be_no_other(text: str, digits: str) -> None:
    assert [found.digits for found in numbers_of(plain(text))] == [digits]


@pytest.mark.parametrize("measure", sorted(set(measures()) - {"分", "日", "月", "余", "多", "等"}))
def test_every_measure_word_makes_a_count(measure: str) -> None:
    (found,) = numbers_of(f"共有12{measure}。")
    assert (found.kind, found.measure) == (NumberKind.COUNT, measure)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2024年12月31日", ["year", "date", "date"]),
        ("行政运行（2010801）5万元", ["code", "money"]),
        ("财预〔2016〕143号", ["mark", "mark"]),
        ("1.因公出国费3万元", ["mark", "money"]),
        ("（2）接待12批次、98人次", ["mark", "count", "count"]),
        ("单价100万元（含）以上设备", ["threshold"]),
        ("单价3—5万元，1.2万元/人", ["bare", "threshold", "threshold"]),
        ("上涨5%-10%", ["threshold", "threshold"]),
        ("1亿2345万元", ["threshold", "threshold"]),
        ("增收5.25万", ["money"]),
        ("批复9万元（含结转1万元）", ["money", "money"]),
        ("211工程", ["mark"]),
        ("时间 19:39:45 来源：财政局", ["mark", "mark", "mark"]),
        ("时间 9:05", ["mark", "mark"]),
        ("车辆12：30辆", ["bare", "count"]),
        ("接待：30批次；收入：12：5.25万元", ["count", "bare", "money"]),
        ("自评得分98.5，等级优", ["score"]),
        ("平均得分99.43分", ["score"]),
        ("增长12.5，主要是", ["bare"]),
        ("培训1.3万名、180余家", ["count", "count"]),
        ("分别为4.79、0、246.47万元", ["money", "money", "money"]),
        ("分别占84%和16%", ["percent", "percent"]),
        ("电话86787659", ["mark"]),
        ("2.2024年支出5万元", ["mark", "year", "money"]),
        ("1.30.5万元用于培训", ["mark", "money"]),
        ("涉及208,210类", ["count", "count"]),
        ("2023,2024年", ["bare", "year"]),
        ("共3,4,5项", ["count", "count", "count"]),
        ("分别为3,4,15万元", ["money", "money", "money"]),
        ("收、支各31.5,42.5万元", ["money", "money"]),
        ("支出合计5.25万", ["money"]),
        ("规模2.3万亿元，增加2亿余元", ["threshold", "unsure"]),
        ("比上年的3.08减少", ["bare"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [number.kind.value for number in numbers_of(plain(text))] == kinds


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("年末结余-6.50万元，占-3.2%", ["-6.50", "-3.2"]),
        ("支出（含税）为－1，234.5元", ["-1，234.5"]),
        ("每辆3-5万元", ["3", "5"]),
        ("项目支出——5万元", ["5"]),
        ("A-5元", ["5"]),
    ],
)
def test_a_minus_behind_a_word_is_a_sign_and_a_dash_is_none(text: str, values: list[str]) -> None:
    assert [number.digits for number in numbers_of(plain(text))] == values
