"""Comparing printed text: what is set aside, and what never is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import parse_number
from budgetdisclosure.reading.recognise.titles import (
    core_of,
    may_be_title,
    table_number,
    title_score,
)
from budgetdisclosure.reading.recognise.words import (
    bare,
    is_number,
    number_text,
    plain,
    says_nothing,
    tidy,
)

text = st.text(
    st.sampled_from("支出决算表 \n“”（）()一二、公开03ａｂ０１，,.万元其中：　"), max_size=30
)


@given(text)
def test_plain_is_idempotent_and_holds_no_space(words: str) -> None:
    assert plain(plain(words)) == plain(words)
    assert not any(mark.isspace() for mark in plain(words))


@given(text)
def test_tidy_and_bare_say_nothing_new(words: str) -> None:
    assert plain(tidy(words)) == plain(words)
    assert plain(words).endswith(bare(words))


@given(
    st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False),
    st.integers(0, 12),
    st.sampled_from(["\n", " ", "\r\n"]),
)
def test_a_break_at_a_comma_or_point_does_not_change_a_number(
    value: Decimal, where: int, gap: str
) -> None:
    printed = f"{value:,.2f}"
    joints = [at for at, mark in enumerate(printed) if mark in ",."]
    at = joints[where % len(joints)] + 1
    closed = number_text(printed[:at] + gap + printed[at:])
    assert closed is not None
    assert parse_number(closed).value == value


@given(
    st.integers(0, 9999).map(str),
    st.integers(0, 9999).map(str),
)
def test_two_whole_numbers_are_never_made_one(one: str, other: str) -> None:
    assert number_text(f"{one} {other}") is None


@pytest.mark.parametrize("blank", ["", " ", "—", "--", "/", "…", "。。。", "　"])
def test_blanks_say_nothing(blank: str) -> None:
    assert says_nothing(blank)
    assert not is_number(blank)


@pytest.mark.parametrize(
    ("printed", "core"),
    [
        ("2024年度收入支出决算总表", "收入支出表"),
        ("部门收支总体情况表", "收支表"),
        ("表3 部门支出预算总表", "支出表"),
        ("预算02表　收入总表", "收入表"),
        ("支出决算明细表", "支出表"),
        ("国有资产经营预算财政拨款支出决算表", "国有资本经营财政拨款支出表"),
        ("财政拨款“三公”经费支出决算表（续）", "财政拨款三公经费支出表"),
        ("八、政府性基金预算财政拨款收入支出决算表", "政府性基金财政拨款收入支出表"),
    ],
)
def test_what_is_left_of_a_title(printed: str, core: str) -> None:
    assert core_of(printed) == core


@pytest.mark.parametrize(
    "sentence",
    [
        "本表反映部门本年度各项支出情况。",
        "支出决算情况说明",
        "详见附件1，收入支出决算总表，支出决算表",
        "单位：万元",
        "表",
    ],
)
def test_what_is_no_title(sentence: str) -> None:
    assert not may_be_title(sentence)


def test_a_body_before_a_title_is_as_good_as_none_and_other_words_are_not() -> None:
    cores = frozenset({"支出表"})
    assert title_score("某某县教育局支出决算表", cores, ()) > 90
    assert title_score("政府采购支出表", cores, ()) < 60
    assert title_score("机关运行经费表", cores, ()) == 0


@pytest.mark.parametrize(
    ("printed", "number"),
    [("公开 03 表", "公开03表"), ("附表5-1", "附表5-1"), ("支出决算表 公开03表", "公开03表")],
)
def test_numbers_of_tables(printed: str, number: str) -> None:
    assert table_number(printed) == number
