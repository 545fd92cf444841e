"""How a text calls categories and items: short names, names of its own, and which row is meant."""

from __future__ import annotations

from collections.abc import Sequence

from budgetdisclosure.amounts import Figure
from budgetdisclosure.codes import FunctionCode
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
from budgetdisclosure.rules import Finding, audit, find_rule

ROWS = (
    ("201", "一般公共服务支出", "9.00"),
    ("20105", "统计信息事务", "9.00"),
    ("2010505", "专项统计业务", "5.00"),
    ("2010508", "统计抽样调查", "4.00"),
    ("207", "文化旅游体育与传媒支出", "3.00"),
    ("20701", "文化和旅游", "3.00"),
    ("2070109", "群众文化", "3.00"),
)
STRUCTURE = "一般公共预算财政拨款支出决算结构情况"
ITEMS = "一般公共预算财政拨款支出决算具体情况"
THREE = "财政拨款“三公”经费支出决算情况说明"


def found(
    rule: str,
    title: str,
    *passages: str,
    kind: Kind = Kind.FINAL,
    rows: Sequence[tuple[str, str, str]] = ROWS,
    three_public: ThreePublicTable | None = None,
) -> list[Finding]:
    coded = [(name, FunctionCode.parse(code), Figure.parse(total)) for code, name, total in rows]
    general = [GeneralBudgetLine(name, code, total=total) for name, code, total in coded]
    of_all = [ExpenditureLine(name, code, total=total) for name, code, total in coded]
    section = Section(title, "一", 1, "narrative", tuple(map(Passage, passages)))
    disclosure = Disclosure(
        "某市某局",
        2024,
        kind,
        general_budget_expenditure=GeneralBudgetTable(lines=general, title="一般公共预算支出表"),
        expenditure=ExpenditureTable(lines=of_all, title="支出总表"),
        three_public=three_public or ThreePublicTable(),
        sections=(section,),
    )
    return list(audit(disclosure, [find_rule(rule)], prove=False).findings)


def words(findings: list[Finding]) -> list[str]:
    return [one.message.zh for one in findings]


def test_a_category_may_lack_its_final_expenditure() -> None:
    told = "一般公共预算财政拨款支出12.00万元：1.“一般公共服务”9.00万元，占75%；2.“文化旅游体育与传媒支出”3.00万元，占25%。"
    assert not found("N-05-3", STRUCTURE, told)
    wrong = found("N-05-3", STRUCTURE, told.replace("9.00", "8.00"))
    assert any("9.00" in one and "8.00" in one for one in words(wrong))


def test_a_category_by_an_older_name_is_called_by_its_new_one() -> None:
    told = "支出12.00万元：一般公共服务支出9.00万元，占75%；文化体育与传媒支出3.00万元，占25%。"
    (one,) = found("N-05-3", STRUCTURE, told)
    assert "“文化体育与传媒支出”应为“文化旅游体育与传媒支出”" in one.message.zh


def _items(first: str, amount: str = "5.00", section: str = "统计信息事务") -> tuple[str, ...]:
    return (
        f"1.一般公共服务支出（类）{section}（款）{first}（项）。支出决算为{amount}万元。",
        "2.一般公共服务支出（类）统计信息事务（款）统计抽样调查（项）。支出决算为4.00万元。",
        "3.文化旅游体育与传媒支出（类）文化和旅游（款）群众文化（项）。支出决算为3.00万元。",
    )


def test_an_item_by_another_name_is_reported_once_with_its_right_one() -> None:
    for amount in ("5.00", "5.01"):
        told = _items("统计信息工作", amount)
        assert not found("N-05-6", ITEMS, *told)
        (one,) = found("N-05-7", ITEMS, *told)
        assert "“统计信息工作（项）”应为“专项统计业务”" in one.message.zh


def test_an_item_of_a_section_the_table_does_not_print_is_unknown() -> None:
    told = _items("某项工作", section="商贸事务")
    assert len(found("N-05-6", ITEMS, *told)) == 1
    (one,) = found("N-05-7", ITEMS, *told)
    assert "没有这个项" in one.message.zh


def test_the_right_name_is_no_fault_where_the_table_prints_it_wrong() -> None:
    told = _items("专项统计业务")
    misprinted = (*ROWS[:1], ("20105", "统计信息事物", "9.00"), *ROWS[2:])
    assert not found("N-05-7", ITEMS, *told, rows=misprinted)


def test_a_budget_s_items_are_held_against_its_own_table() -> None:
    title = "部门预算编制说明"
    right = "1.“一般公共服务支出(类)统计信息事务(款)专项统计业务(项)”5.00万元，主要用于普查。"
    assert not found("B-18", title, right, kind=Kind.BUDGET)
    assert not found("B-18", title, right.replace("1.", "1"), kind=Kind.BUDGET)
    (one,) = found("B-18", title, right.replace("统计信息事务", "统计事务"), kind=Kind.BUDGET)
    assert "“统计事务（款）”应为“统计信息事务”" in one.message.zh
    (one,) = found("B-18", title, right.replace("专项统计", "专门统计"), kind=Kind.BUDGET)
    assert "没有这个项" in one.message.zh


def _three(purchase: str, reception: str) -> ThreePublicTable:
    line = ThreePublicLine(
        "决算数",
        item="决算数",
        total=Figure.parse("30.00"),
        vehicle_purchase=Figure.parse(purchase),
        official_reception=Figure.parse(reception),
    )
    return ThreePublicTable(lines=[line], title="“三公”经费支出决算表")


def _counts(text: str, purchase: str = "18.00", reception: str = "0.00") -> list[str]:
    return words(found("DIS-007", THREE, text, three_public=_three(purchase, reception)))


def test_a_count_may_be_written_out() -> None:
    bought = "公务用车购置支出18.00万元，用于新购{}辆公车。"
    for count in ("一", "两", "十二", "1", "12"):
        assert not _counts(bought.format(count))
    assert _counts("公务用车购置支出18.00万元，用于更新车辆。")
    received = "公务接待费支出3.00万元，接待{}批次、{}人次。"
    assert not _counts(received.format("三", "二十一"), "0.00", "3.00")


def test_counts_of_foreign_guests_alone_are_half_the_story() -> None:
    told = "公务接待费支出0.00万元，其中：接待外宾0批次、0人次。"
    assert "国内公务接待" in _counts(told, "0.00")[0]
    assert not _counts("公务接待费支出0.00万元，国内公务接待0批次、0人次。", "0.00")
