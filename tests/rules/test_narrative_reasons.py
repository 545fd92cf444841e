"""Whose reason a reason is, what 持平 may stand with, and whose bids are a part of whose."""

from __future__ import annotations

import pytest

from budgetdisclosure.amounts import Figure
from budgetdisclosure.codes import FunctionCode
from budgetdisclosure.model import (
    Disclosure,
    GeneralBudgetLine,
    GeneralBudgetTable,
    Passage,
    Section,
)
from budgetdisclosure.rules import Finding, audit, find_rule
from budgetdisclosure.rules.topics.text_placeholders import leftovers

THREE = "财政拨款“三公”经费支出决算情况说明"
PROCUREMENT = "政府采购支出情况"


def found(rule: str, title: str, *passages: str) -> list[Finding]:
    section = Section(title, "一", 1, "narrative", tuple(map(Passage, passages)))
    disclosure = Disclosure("某市某局", 2024, sections=(section,))
    return list(audit(disclosure, [find_rule(rule)], prove=False).findings)


OTHERS_REASON = (
    (
        "公务接待费支出决算1.20万元，与2023年持平。公务用车运行维护费支出增加的主要原因是油价上涨、维修增加。",
    ),
    ("公务接待费支出决算1.20万元，与上年持平。", "公务用车运行维护费支出减少的原因：车辆减少。"),
    ("公务接待费支出决算1.20万元，与上年持平。", "收入支出增加的主要原因是人员经费增加"),
)
OWN_REASON = (
    ("公务接待费支出决算1.20万元，与上年持平，主要原因是接待批次减少。",),
    ("公务接待费支出决算1.20万元，与上年持平，增加的主要原因是接待批次增加。",),
    ("公务接待费支出决算1.20万元，与上年持平。公务接待费支出持平的主要原因是接待批次减少。",),
)


@pytest.mark.parametrize("passages", OTHERS_REASON)
def test_a_reason_that_names_another_amount_is_not_taken_for_that_of_a_level_one(
    passages: tuple[str, ...],
) -> None:
    assert not found("N-01-3", THREE, *passages)


@pytest.mark.parametrize("passages", OWN_REASON)
def test_a_level_amount_with_a_reason_of_its_own_for_a_change_is_reported(
    passages: tuple[str, ...],
) -> None:
    assert [one.rule.id for one in found("N-01-3", THREE, *passages)] == ["N-01-3"]


def test_a_reason_goes_to_the_change_it_names() -> None:
    told = (
        "公务用车运行维护费支出决算9.00万元，比上年增加1.00万元；公务接待费支出决算2.00万元，"
        "比上年减少1.00万元。公务用车运行维护费支出增加的主要原因是车辆减少。"
    )
    (one,) = found("N-15-3", THREE, told)
    assert "增加1.00万元" in one.message.zh


@pytest.mark.parametrize("reason", ["没有新增车辆", "未增加接待", "不再追加经费"])
def test_what_did_not_grow_explains_a_decrease(reason: str) -> None:
    told = f"公务接待费支出决算2.00万元，比上年减少1.00万元，主要原因是{reason}。"
    assert not found("N-15-3", THREE, told)


@pytest.mark.parametrize(
    "told",
    [
        "公务接待费支出决算减少为1.20万元，与上年持平。",
        "公务接待费支出决算1.20万元，与2023年决算增加持平。",
        "公务接待费支出决算下降到0.00万元，与2023年持平。",
    ],
)
def test_what_moved_is_not_level(told: str) -> None:
    assert [one.rule.id for one in found("N-01-3", THREE, told)] == ["N-01-3"]


@pytest.mark.parametrize(
    "told",
    [
        "公务接待费支出决算比预算减少到1.20万元，与上年持平。",
        "公务接待费支出决算增加0.00万元，与上年持平。",
        "公务用车运行维护费减少为3.00万元，公务接待费支出决算1.20万元，与上年持平。",
    ],
)
def test_a_move_against_another_base_or_of_another_amount_may_be_level(told: str) -> None:
    assert not found("N-01-3", THREE, told)


def _bids(small: str, micro: str, other: str) -> str:
    return (
        "政府采购金额80.00万元。在预留的项目中，由中小企业供应商中标或成交的，"
        f"采购金额{small}万元；由小微企业供应商中标或成交的，采购金额{micro}万元；"
        f"在其他项目中，由中小企业供应商中标或成交的，采购金额{other}万元。"
    )


def test_bids_of_micro_enterprises_are_a_part_of_those_of_small_ones() -> None:
    assert not found("N-12-3", PROCUREMENT, _bids("70.00", "30.00", "10.00"))


@pytest.mark.parametrize(
    "bids", [("70.00", "30.00", "10.05"), ("10.00", "80.01", "0.00"), ("80.01", "0.00", "0.00")]
)
def test_neither_group_wins_more_than_was_bought(bids: tuple[str, str, str]) -> None:
    assert len(found("N-12-3", PROCUREMENT, _bids(*bids))) == 1


ITEM = "1、教育支出（类）普通教育（款）{name}（项）{amount}万元。主要用于{use}。年初预算为{budget}万元，支出决算为{amount}万元。"


def _listed(use: str) -> Disclosure:
    """Two items whose budgets and outturns add up, one of them used for what it is called."""
    rows = (("205", "教育支出", "7.00"), ("20502", "普通教育", "7.00"))
    rows += (("2050202", "小学教育", "4.00"), ("2050203", "初中教育", "3.00"))
    lines = [
        GeneralBudgetLine(name, FunctionCode.parse(code), total=Figure.parse(total))
        for code, name, total in rows
    ]
    told = (
        "一般公共预算财政拨款支出年初预算为9.00万元，支出决算为7.00万元。其中：",
        ITEM.format(name="小学教育", amount="4.00", use=use, budget="5.00"),
        ITEM.format(name="初中教育", amount="3.00", use="学校", budget="4.00").replace(
            "1、", "2、"
        ),
    )
    title = "一般公共预算财政拨款支出决算具体情况"
    section = Section(title, "三", 1, "narrative", tuple(map(Passage, told)))
    table = GeneralBudgetTable(lines=lines, title="一般公共预算财政拨款支出决算表")
    return Disclosure("某市某局", 2024, sections=(section,), general_budget_expenditure=table)


@pytest.mark.parametrize("use", ["：小学教育", ":小学教育", "小学教育", "：办公费", "：学校"])
def test_what_an_item_was_used_for_is_not_whose_amounts_follow(use: str) -> None:
    d = _listed(use)
    for rule in ("N-05-10", "N-05-11"):
        result = audit(d, [find_rule(rule)], prove=False)
        assert not result.findings
        assert [one for one in result.checked if one.verdict.holds], rule


@pytest.mark.parametrize(
    ("share", "said"), [("占76.23；", True), ("占76.23%；", False), ("占比0.76；", False)]
)
def test_a_share_carries_its_percent_sign(share: str, said: bool) -> None:
    told = f"支出100.00万元，其中：教育支出76.23万元，{share}住房保障支出23.77万元。"
    assert bool(found("N-15-2", "一般公共预算财政拨款支出决算结构情况", told)) is said


@pytest.mark.parametrize(
    ("told", "lacking"),
    [
        ("公务接待费预算5.00万元，支出决算为4.10，接待9批次。", True),
        ("公务接待费年初预算为5.00，支出决算4.10万元。", True),
        ("公务接待费预算5.00万元，支出决算为4.10万元。", False),
        ("公务接待费年初预算为5.00，支出决算为4.10。", False),
        ("公务接待费支出4.10万元，接待预算3批。", False),
    ],
)
def test_an_amount_carries_its_unit_as_those_beside_it_do(told: str, lacking: bool) -> None:
    findings = found("N-15-2", THREE, told)
    assert bool(findings) is lacking
    assert all("缺金额单位" in one.message.zh for one in findings)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("单位包括（列示至基层预算单位）：", "instruction"),
        ("（说明项目的总体情况、目的等）", "instruction"),
        ("（若无，则写“本单位无此项经费”）", "instruction"),
        ("机构设置（仅有一个单位的部门，本部分为机构设置）", "instruction"),
        ("比上年减增加5.00万元", "choice"),
        ("比上年增加增加5.00万元", "twice"),
        ("支出5.00万元万元", "twice"),
    ],
)
def test_what_is_left_of_the_form_is_found(text: str, kind: str) -> None:
    assert list(leftovers(text)) == [kind]


@pytest.mark.parametrize("opening", "[【{〔")
@pytest.mark.parametrize(
    "before", ["", "“三公”经费支出由下列各项构成，各项明细见后附的表格，其中一项为"]
)
def test_what_is_left_of_the_form_is_quoted_as_printed(opening: str, before: str) -> None:
    """Whatever brackets the form has: the reader looks for what stands on the page."""
    text = f"{before}{opening}请填写,部门名称）5.00万元，“重点”项目另见项目支出说明和各自评表"
    (one,) = found("DIS-021", "情况说明", text)
    assert f"“{opening}请填写”" in one.message.zh
    for said in (one.message.zh, one.message.en):
        assert f"{opening}请填写,部门名称）" in said
        assert said.count("“") == said.count("”")


@pytest.mark.parametrize(
    "text",
    [
        "（说明：本表反映收支情况，不含其他）",
        "（说明见附件第二页所列内容）",
        "支出增加，增加额5.00万元",
        "（无车单位不列）",
        "人员增减变动",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert leftovers(text) == {}
