"""Which amount of last year a rate is held against: the item's own, outturn with outturn."""

from __future__ import annotations

import pytest

from budgetdisclosure.model import Disclosure, Kind, Passage, Section
from budgetdisclosure.rules import audit, find_rule

TITLE = "单位预算编制说明"
ITEM = (
    "“卫生健康支出（类）-{section}（款）-一般行政管理事务（项）”2025年度预算{now}万元，"
    "2024年度预算{planned}万元，主要用于：日常开支。2024年当年预算执行数为{spent}万元，"
    "{now_said}预算安排{now}万元，比2024年{base}增加{rate}%。主要原因是：任务增加。"
)


def item(
    section: str, now: str, planned: str, spent: str, rate: str, base: str = "预算执行数"
) -> str:
    return ITEM.format(
        section=section,
        now=now,
        now_said="2025",
        planned=planned,
        spent=spent,
        rate=rate,
        base=base,
    )


def found(rule: str, *passages: str) -> list[str]:
    section = Section(TITLE, "四", 1, "narrative", tuple(map(Passage, passages)))
    disclosure = Disclosure("某市某局", 2025, Kind.BUDGET, sections=(section,))
    return [one.message.zh for one in audit(disclosure, [find_rule(rule)], prove=False).findings]


def test_an_outturn_named_is_the_outturn_told() -> None:
    assert not found("B-11", item("中医药", "60.00", "80.00", "48.00", "25.00"))
    assert found("B-11", item("中医药", "60.00", "80.00", "48.00", "24.00"))


def test_a_budget_named_is_the_budget_told() -> None:
    assert not found("B-11", item("中医药", "60.00", "50.00", "48.00", "20.00", base="预算"))
    assert found("B-11", item("中医药", "60.00", "50.00", "48.00", "25.00", base="预算"))


def test_items_of_one_name_keep_their_own_amounts() -> None:
    first = item("中医药", "60.00", "80.00", "48.00", "25.00")
    second = item("公共卫生", "9.00", "12.00", "6.00", "{rate}")
    assert not found("B-11", first, second.format(rate="50.00"))
    (message,) = found("B-11", first, second.format(rate="40.00"))
    assert "6.00" in message


@pytest.mark.parametrize("word", ["增加", "增长"])
def test_a_reason_for_the_other_direction_is_reported(word: str) -> None:
    told = (
        "财政拨款收入90.00万元，比2024年预算减少10.00万元。",
        "财政拨款支出90.00万元，比2024年预算减少10.00万元。",
    )
    assert found("N-01-3", *told, f"财政拨款收入支出{word}的主要原因是项目结束。")
    assert found("N-01-3", *told, f"财政拨款支出{word}的原因：项目结束。")
    assert not found("N-01-3", *told, "财政拨款收入支出减少的主要原因是项目结束。")
    assert not found("N-01-3", *told, f"事业收入{word}的主要原因是项目结束。")
    mixed = "财政拨款支出95.00万元，比2024年预算增加5.00万元。"
    assert not found("N-01-3", told[0], mixed, f"财政拨款收入支出{word}的主要原因是项目结束。")


def test_the_budgets_of_an_item_are_of_this_year_and_the_last() -> None:
    sound = item("中医药", "60.00", "50.00", "48.00", "25.00")
    assert not found("B-13", sound)
    (message,) = found("B-13", sound.replace("2024年度预算50.00", "2023年度预算50.00"))
    assert "2023年度预算，应列2024年度" in message
    (message,) = found("B-13", sound.replace("2025预算安排60.00", "2024预算安排60.00"))
    assert message.index("50.00") < message.index("60.00")
    assert not found("B-13", sound, item("公共卫生", "9.00", "8.00", "6.00", "50.00"))
    older = sound.replace("主要用于", "2023年度预算40.00万元，主要用于")
    assert not found("B-13", older)
    assert not found("B-13", sound.replace("2024年度预算50.00", "2023年度决算50.00"))


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("公务接待费预算3.00万元，与2024年预算持平。", False),
        ("公务接待费预算3.00万元，与2023年预算持平。", True),
        ("公务接待费2025年预算3.00万元，与2023年度预算执行数持平。", True),
        ("公务接待费2024年预算3.00万元，与2023年预算持平。", False),
        ("某项活动预算3.00万元，与2023年持平。", False),
    ],
)
def test_what_an_amount_is_level_with_is_last_years(told: str, wrong: bool) -> None:
    assert bool(found("B-13", told)) is wrong
