"""What is told roughly, of each, of a noun behind its verb, or against an unsure base."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.claims import (
    Amount,
    Basis,
    Change,
    Claim,
    Narrative,
    Share,
    Unsure,
    narrative_of,
)
from budgetdisclosure.claims.digits import NumberKind, numbers_of
from budgetdisclosure.claims.normal import plain
from budgetdisclosure.model import Disclosure, Kind, Passage, Section
from budgetdisclosure.rules import audit, catalogue
from budgetdisclosure.rules.rule import Severity

RULES = [rule for rule in catalogue() if rule.id.startswith(("N-0", "N-1", "B-1"))]
OVERALL = "收入支出决算总体情况说明"
THREE = "“三公”经费支出决算情况说明"


def disclosure(title: str, text: str, kind: Kind = Kind.FINAL) -> Disclosure:
    section = Section(title, "一", 1, "narrative", (Passage(text),))
    return Disclosure("某市某局", 2020, kind, sections=(section,))


def read(title: str, text: str) -> Narrative:
    return narrative_of(disclosure(title, text))


def wrong(title: str, text: str, kind: Kind = Kind.FINAL) -> list[str]:
    found = audit(disclosure(title, text, kind), RULES, prove=False).findings
    return [one.rule.id for one in found if one.severity is not Severity.INFO]


def claims(narrative: Narrative, *kinds: type[Claim]) -> list[Claim]:
    return [one for one in narrative.claims if isinstance(one, kinds)]


ROUGHLY = st.sampled_from(
    [
        "约{}万元",
        "大约{}万元",
        "近{}万元",
        "{}万元左右",
        "{}余万元",
        "{}万余元",
        "{}多万元",
        "逾{}万元",
    ]
)


@given(ROUGHLY, st.integers(1, 10**6), st.sampled_from(["收入总计", "公务接待费", "某项目"]))
def test_an_amount_told_roughly_is_no_amount(form: str, number: int, name: str) -> None:
    narrative = read(OVERALL, f"2020年度{name}{form.format(number)}，主要用于日常工作。")
    (unsure,) = claims(narrative, Unsure)
    assert isinstance(unsure, Unsure)
    assert str(number) in unsure.digits
    assert not claims(narrative, Amount)
    assert not narrative.unread


@given(ROUGHLY, st.integers(100, 900), st.integers(1, 99))
def test_nothing_is_held_against_what_is_told_roughly(form: str, whole: int, rate: int) -> None:
    said = f"2020年度收入总计{form.format(whole)}，比上年增加{form.format(rate)}，增长约{rate}%。"
    parts = f"其中：财政拨款收入{whole - 7}.31万元，占{rate}%；其他收入3.00万元，占{100 - rate}%。"
    assert wrong(OVERALL, said) == []
    assert [rule for rule in wrong("收入决算情况说明", said + parts) if rule != "N-02-2"] == []


@pytest.mark.parametrize("word", ["节约", "附近", "合约", "最近"])
def test_words_that_end_in_a_word_of_roughness_are_none(word: str) -> None:
    (number,) = numbers_of(f"{word}5万元")
    assert number.kind is NumberKind.MONEY


@pytest.mark.parametrize(
    "text", ["约占本年支出的30%", "占比约30%", "增长30%左右", "约增长30%", "下降近30%"]
)
def test_a_rate_told_roughly_is_no_share_and_no_change(text: str) -> None:
    narrative = read(OVERALL, f"2020年度支出合计9万元，{text}。")
    assert len(claims(narrative, Unsure)) == 1
    assert not claims(narrative, Share, Change)


@pytest.mark.parametrize("dash", ["-", "－", "−", "—", "–"])
@given(amount=st.integers(1, 10**6))
def test_one_dash_before_an_amount_may_be_its_sign(dash: str, amount: int) -> None:
    narrative = read("支出决算情况说明", f"其他支出{dash}{amount}万元。")
    (unsure,) = claims(narrative, Amount, Unsure)
    assert isinstance(unsure, Unsure)


def test_two_dashes_part_a_name_from_its_amount() -> None:
    (amount,) = claims(read("支出决算情况说明", "其他支出——3.00万元。"), Amount)
    assert isinstance(amount, Amount)
    assert (amount.subject.key, amount.figure.digits) == ("其他支出", "3.00")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("比上年减少公用经费5.00万元", [("公用经费", -1, "5.00")]),
        ("较上年增加了人员经费3.00万元", [("人员经费", 1, "3.00")]),
        ("比上年少支出公务接待费1.00万元", [("公务接待费", -1, "1.00")]),
        ("较上年压减支出2.00万元", [("本年支出合计", -1, "2.00")]),
        (
            "主要是减少公用经费5.00万元，增加人员经费3.00万元",
            [("公用经费", -1, "5.00"), ("人员经费", 1, "3.00")],
        ),
    ],
)
def test_a_noun_between_verb_and_amount_changed_by_it(
    text: str, told: list[tuple[str, int, str]]
) -> None:
    narrative = read("支出决算情况说明", f"本年支出合计90.00万元，{text}。")
    assert len(claims(narrative, Amount)) == 1
    changes = [one for one in narrative.all(Change) if one.amount]
    assert [
        (one.subject.key, one.sign, one.amount and one.amount.digits) for one in changes
    ] == told


def test_a_change_against_nothing_said_is_of_no_amount() -> None:
    text = "本年公用经费4.00万元。年中增加公用经费3.00万元。"
    (change,) = read("支出决算情况说明", text).all(Change)
    assert (change.of, change.explicit) == (None, False)


@pytest.mark.parametrize("noun", ["工资支出", "设备支出"])
def test_a_part_is_not_the_whole_that_its_name_ends_in(noun: str) -> None:
    text = f"本年支出合计90.00万元，{noun}比上年增加5.00万元，增长20.0%。"
    (change,) = read("支出决算情况说明", text).all(Change)
    assert not change.subject.plain
    assert wrong("支出决算情况说明", text) == []


@pytest.mark.parametrize("each", ["人均0.10万元", "人均接待费0.10万元", "平均每批次1.00万元"])
@pytest.mark.parametrize(
    ("change", "ok"),
    [
        ("比上年减少1.00万元，下降16.7%", True),  # of 5.00
        ("比上年减少1.00万元，下降36.7%", False),
    ],
)
def test_a_cost_for_each_leaves_the_cost_of_all_in_hand(each: str, change: str, ok: bool) -> None:
    text = f"公务接待费支出5.00万元，接待5批次50人次，{each}，{change}。"
    assert (wrong(THREE, text) == []) is ok
    (told,) = read(THREE, text).all(Change)
    assert told.subject.key == "公务接待费"


def test_a_change_behind_a_cost_for_each_may_be_of_it() -> None:
    assert (
        wrong(THREE, "公务接待费支出5.00万元，人均0.10万元，比上年减少0.10万元，下降50.0%。") == []
    )


@pytest.mark.parametrize("base", ["2020年执行数", "2020年全年执行数", "预算执行数", "全年执行数"])
@pytest.mark.parametrize("kind", [Kind.FINAL, Kind.BUDGET])
def test_an_outturn_without_a_year_before_is_an_unsure_base(base: str, kind: Kind) -> None:
    text = f"2020年度支出合计90.00万元，比{base}减少10.00万元，下降10.0%。"
    (change,) = narrative_of(disclosure(OVERALL, text, kind)).all(Change)
    assert change.base is Basis.UNSURE
    assert wrong(OVERALL, text, kind) == []


@pytest.mark.parametrize(
    "base", ["上年执行数", "2019年执行数", "2019年预算执行数", "上年预算执行数"]
)
def test_last_years_outturn_is_last_years(base: str) -> None:
    text = f"2020年度支出合计90.00万元，比{base}减少10.00万元，下降10.0%。"
    (change,) = read(OVERALL, text).all(Change)
    assert change.base is Basis.PRIOR


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("收(shōu)入(rù)的(de)合(hé)计(jì)9万(wàn)元(yuán)", "收入的合计9万元"),
        ("财政拨款（cái zhèng bō kuǎn）收入", "财政拨款收入"),
        ("国家（guó jiā de fǎ）法", "国家法"),
        ("支shi\u0301出", "支出"),
        ("出国（境）费（a）", "出国（境）费（a）"),
    ],
)
def test_pinyin_is_set_aside_with_its_brackets(printed: str, text: str) -> None:
    assert plain(printed) == text
