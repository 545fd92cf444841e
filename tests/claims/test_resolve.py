"""Which cells a claim means: by section, name, basis; candidates kept, nothing guessed."""

from __future__ import annotations

import pytest

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.claims import Amount, meant_by, narrative_of
from budgetdisclosure.claims.names import key_of, meant, standard_names
from budgetdisclosure.claims.roles import role_of
from budgetdisclosure.codes.code import FunctionCode
from budgetdisclosure.model import (
    Disclosure,
    ExpenditureLine,
    ExpenditureTable,
    GeneralBudgetLine,
    GeneralBudgetTable,
    Kind,
    Passage,
    Section,
    ThreePublicLine,
    ThreePublicTable,
)

f = Figure.parse
TITLES = {
    "expenditure": "支出决算情况说明",
    "basic": "一般公共预算财政拨款基本支出决算情况说明",
    "items": "一般公共预算财政拨款支出决算具体情况",
    "three": "“三公”经费支出决算情况说明",
    "unknown": "有关情况",
}


def general(code: str, name: str, total: str, basic: str = "0.00") -> GeneralBudgetLine:
    return GeneralBudgetLine(name, FunctionCode.parse(code), total=f(total), basic=f(basic))


def tables() -> Disclosure:
    expenditure = ExpenditureTable(
        title="支出决算表",
        lines=(ExpenditureLine("合计", item="合计", total=f("9.00"), basic=f("5.00")),),
    )
    budget = GeneralBudgetTable(
        title="一般公共预算财政拨款支出决算表",
        lines=(
            GeneralBudgetLine("合计", item="合计", total=f("7.00"), basic=f("4.00")),
            general("201", "一般公共服务支出", "3.00"),
            general("20101", "人大事务", "3.00"),
            general("2010101", "行政运行", "3.00", "3.00"),
            general("208", "社会保障和就业支出", "4.00"),
            general("20801", "人力资源和社会保障管理事务", "4.00"),
            general("2080101", "行政运行", "4.00", "1.00"),
        ),
    )
    public = ThreePublicTable(
        title="“三公”经费支出决算表",
        lines=(
            ThreePublicLine("预算数", item="预算数", official_reception=f("2.00")),
            ThreePublicLine("决算数", item="决算数", official_reception=f("1.00")),
        ),
    )
    return Disclosure(
        "某单位",
        2020,
        expenditure=expenditure,
        general_budget_expenditure=budget,
        three_public=public,
    )


def cells(role: str, said: str, nth: int = -1, base: Disclosure | None = None) -> list[str]:
    """The cells that the ``nth`` amount of a text means for sure."""
    section = Section(TITLES[role], "一", 1, "narrative", (Passage(said),))
    d = base or tables()
    from attrs import evolve

    told = evolve(d, sections=(section,))
    amounts = list(narrative_of(told).all(Amount))
    return [str(cell.cell) for cell in meant_by(told, amounts[nth]).cells]


def test_one_name_means_other_cells_in_other_sections() -> None:
    assert cells("expenditure", "其中：基本支出5.00万元") == ["expenditure[合计].basic"]
    assert cells("basic", "基本支出4.00万元")[0] == "general_budget_expenditure[合计].basic"
    assert cells("unknown", "基本支出5.00万元") == []


def test_the_levels_above_tell_rows_of_one_name_apart() -> None:
    said = "1、社会保障和就业支出（类）人力资源和社会保障管理事务（款）行政运行（项）。支出决算为4.00万元。"
    assert cells("items", said) == ["general_budget_expenditure[2080101].total"]
    assert cells("items", "1.行政运行（2010101），决算数为3.00万元") == [
        "general_budget_expenditure[2010101].total"
    ]


def test_rows_that_cannot_be_told_apart_are_all_kept() -> None:
    assert len(cells("items", "其中：行政运行3.00万元")) == 2


def test_a_wrong_level_above_does_not_hide_the_row() -> None:
    said = "1、社会保障和就业（类）人社事务（款）行政运行（项）。支出决算为4.00万元。"
    assert cells("items", said) == ["general_budget_expenditure[2080101].total"]


def test_the_basis_chooses_the_row() -> None:
    said = "公务接待费支出预算为2.00万元，支出决算为1.00万元。"
    assert cells("three", said, 0) == ["three_public[预算数].official_reception"]
    assert cells("three", said, 1) == ["three_public[决算数].official_reception"]


def test_budgets_of_items_stand_in_no_table_of_accounts() -> None:
    said = "1、社会保障和就业支出（类）人力资源和社会保障管理事务（款）行政运行（项）。年初预算为5.00万元。"
    assert cells("items", said) == []


def test_a_part_of_an_item_is_not_the_whole_of_its_name() -> None:
    said = "1.行政运行（2010101），决算数为3.00万元，其中基本支出3.00万元。"
    assert cells("items", said) == []


def test_what_is_narrower_than_its_name_is_not_resolved() -> None:
    assert cells("expenditure", "其中：下属学校基本支出5.00万元") == []


def test_a_form_nobody_filled_in_has_blank_cells() -> None:
    empty = Disclosure("某单位", 2020, three_public=ThreePublicTable(title="“三公”经费支出决算表"))
    (cell,) = meant_of("公务接待费支出决算为1.00万元", empty)
    assert cell.is_blank
    assert not cell.is_absent
    assert cell.cell is not None


def meant_of(said: str, base: Disclosure) -> tuple[Figure, ...]:
    from attrs import evolve

    section = Section(TITLES["three"], "一", 1, "narrative", (Passage(said),))
    told = evolve(base, sections=(section,), kind=Kind.FINAL)
    (amount,) = narrative_of(told).all(Amount)
    return meant_by(told, amount).cells


@pytest.mark.parametrize(
    ("title", "outer", "role"),
    [
        ("收入支出决算总体情况说明", "", "overall"),
        ("二、收入决算情况", "", "income"),
        ("支出预算情况说明", "", "expenditure"),
        ("财政拨款收支预算总体情况说明", "", "appropriation"),
        ("一般公共预算财政拨款支出决算结构情况", "general", "general_structure"),
        ("财政拨款支出决算具体情况", "general", "general_items"),
        ("总体情况说明", "three_public", ""),
        ("“三公”经费财政拨款支出决算总体情况说明", "three_public", "three_public"),
        ("财政拨款“三公”经费及会议费、培训费支出决算情况说明", "", "three_public"),
        ("政府性基金预算支出预算情况说明", "", "fund"),
        ("国有资本经营预算财政拨款支出决算情况说明", "", "capital"),
        ("机关运行经费安排情况说明", "", "operating"),
        ("国有资产占有使用情况", "", "assets"),
        ("预算绩效管理工作开展情况", "", "performance"),
        ("其他重要事项的情况说明", "", "other"),
        ("某某项目", "", ""),
    ],
)
def test_roles_of_titles(title: str, outer: str, role: str) -> None:
    assert role_of(title, outer) == role


def test_names_are_compared_without_brackets_and_joints() -> None:
    assert key_of("因公出国（境）费") == key_of("因公出国(境)费")
    assert standard_names().ending("某局公务用车购置和运行维护费支出") == ("公务用车", "某局")
    assert standard_names().exactly("机关运行经费支出") == "机关运行经费"
    assert meant("支出总计", "appropriation") == "财政拨款支出总计"


def test_text_and_table_agree_across_units() -> None:
    """Tables in 元, text in 万元: one amount, two prints."""
    from budgetdisclosure.rules import Verdict, judge, same

    assert judge(same(f("4,003.47"), f("40,034,723.58", Unit.YUAN))).verdict is Verdict.ROUNDING
    assert judge(same(f("4,003.48"), f("40,034,723.58", Unit.YUAN))).verdict is not Verdict.ROUNDING
