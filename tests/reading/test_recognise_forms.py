"""Forms of many places: read to the last figure, nothing held against them, a slip found."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from budgetdisclosure import audit
from budgetdisclosure.amounts import Unit
from budgetdisclosure.model import Disclosure, OtherTable
from budgetdisclosure.model.edit import with_figure
from budgetdisclosure.reading import coverage, recognise
from budgetdisclosure.reading.document import Document
from budgetdisclosure.rules import Relation, Severity
from budgetdisclosure.rules.relation import Sense
from budgetdisclosure.testing import document_of

FOLDER = Path(__file__).parent / "data" / "forms"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
TABLES = [name for name in NAMES if not name.startswith("evaluation")]
ABOUT_THE_WHOLE = {"DIS-003", "DIS-013", "DIS-014", "DIS-040", "P-03", "P-22", "P-26"}
"""Rules that speak of what else a whole disclosure prints, and of what a person should weigh."""

CELLS = {
    "final-national": [
        ("summary", "201", "expenditure", "20.00"),
        ("income", "合计", "appropriation", "101.00"),
        ("expenditure", "2050202", "project", "20.00"),
        ("appropriation_summary", "212", "government_fund", "1.00"),
        ("appropriation_summary", "年初一般公共预算财政拨款结转和结余", "revenue", "2.00"),
        ("basic_expenditure", "公用经费合计", "amount", "15.00"),
        ("three_public", "决算数", "official_reception", "1.00"),
        ("government_fund", "2120899", "revenue", "1.00"),
    ],
    "final-three-amounts": [
        ("summary", "总计", "revenue", "434.71"),
        ("summary", "本年支出合计", "年初预算数", "400.00"),
        ("general_budget_expenditure", "2010301", "basic", "284.16"),
        ("general_budget_expenditure", "2010301", "年初预算数/基本支出", "250.00"),
        ("three_public", "决算数", "vehicle_running", "3.00"),
    ],
    "budget-units-and-accounts": [
        ("summary", "年初结转和结余", "revenue", "5.00"),
        ("expenditure", "2130305", "project", "48.00"),
        ("appropriation_summary", "年初一般公共预算财政拨款结转和结余", "revenue", "5.00"),
        ("appropriation_summary", "213", "上年财政拨款资金结转", "5.00"),
        ("general_budget_expenditure", "2130305", "上年结转安排", "5.00"),
        ("basic_expenditure", "30305", "personnel", "5.00"),
    ],
    "budget-year-against-year": [
        ("income", "221", "balance_used", "1.00"),
        ("general_budget_expenditure", "206", "project", "8.00"),
        ("general_budget_expenditure", "206", "2022年执行数", "9.00"),
        ("three_public", "上年预算数", "official_reception", "2.00"),
        ("three_public", "预算数", "official_reception", "1.00"),
    ],
    "budget-units-and-sources": [
        ("income", "合计", "fiscal_account", "50,000.00"),
        ("income", "合计", "本年收入/单位资金/小计", "150,000.00"),
        ("general_budget_expenditure", "2050202", "personnel", "700,000.00"),
        ("basic_by_source", "30201", "一般公共预算", "100,000.00"),
    ],
    "budget-by-nature": [
        ("summary", "项目支出", "expenditure", "50.0"),
        ("summary", "1、工资福利支出", "expenditure", "45.0"),
        ("expenditure", "2120899", "project", "10.0"),
        ("basic_expenditure", "30201", "running", "10.0"),
    ],
    "budget-codes-in-names": [
        ("summary", "220", "expenditure", "57.00"),
        ("income", "220", "carryover", "2.00"),
        ("summary", "财政拨款收入", "revenue", "70.00"),
        ("summary", "年初结转和结余", "revenue", "2.00"),
        ("income", "220", "general_budget", "50.00"),
        ("income", "220", "本年收入/一般公共预算/其中：财政拨款", "45.00"),
        ("expenditure", "212", "project", "10.00"),
    ],
    "budget-parts-unnumbered": [
        ("summary", "其他支出", "expenditure", "40.00"),
        ("appropriation_summary", "本年支出合计", "total", "90.00"),
        ("appropriation_summary", "总计", "total", "93.00"),
    ],
    "final-by-unit-too": [
        ("income", "2012601", "other_revenue", "2.00"),
        ("basic_expenditure", "301", "amount", "30.00"),
        ("three_public", "决算数", "total", "5.00"),
        ("three_public", "决算数", "（一）行政单位", "6.00"),
    ],
    "budget-brackets": [
        ("general_budget_expenditure", "2040605", "project", "40.00"),
        ("three_public", "预算数", "official_vehicles", "3.00"),
    ],
}
NAMED = [
    ("budget-units-and-accounts", "expenditure", "2130301", "行政运行"),
    ("budget-by-nature", "basic_expenditure", "30101", "基本工资"),
    ("budget-brackets", "general_budget_expenditure", "2040605", "普法宣传"),
    ("final-national", "income", "2010301", "行政运行"),
]


def form(name: str) -> Document:
    return document_of((FOLDER / f"{name}.txt").read_text("utf-8"))


def read(name: str) -> Disclosure:
    return recognise(form(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_printed_amount_finds_its_place(name: str) -> None:
    document = form(name)
    counted = coverage(recognise(document), document)
    assert (counted.unplaced, counted.elsewhere) == (0, 0)


@pytest.mark.parametrize(
    ("name", "cell"), [(name, cell) for name, cells in CELLS.items() for cell in cells]
)
def test_a_figure_stands_in_its_row_and_column(name: str, cell: tuple[str, str, str, str]) -> None:
    table, row, column, digits = cell
    held = [
        line.figures().get(column)
        for one in read(name).tables
        if one.id == table
        for line in one.all_lines()
        if line.key == row
    ]
    assert [figure.digits for figure in held if figure is not None] == [digits]


@pytest.mark.parametrize(("name", "table", "row", "printed"), NAMED)
def test_a_row_bears_its_account_and_not_the_unit(
    name: str, table: str, row: str, printed: str
) -> None:
    lines = read(name).form(table).all_lines()
    assert [line.name for line in lines if line.key == row] == [printed]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_held_against_a_correct_form(name: str) -> None:
    found = [one for one in audit(read(name)).findings if one.rule.id not in ABOUT_THE_WHOLE]
    assert [one.message.zh for one in found] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_slip_in_any_figure_of_a_sum_is_found_there(name: str) -> None:
    disclosure = read(name)
    in_sums = {
        figure.cell: figure
        for checked in audit(disclosure, prove=False).checked
        if isinstance(checked.relation, Relation) and checked.relation.sense is Sense.EQUAL
        for figure in checked.relation.figures
        if figure.number
    }
    assert len(in_sums) > 15
    for cell, figure in sorted(in_sums.items(), key=str)[:: max(5, len(in_sums) // 10)]:
        assert cell is not None
        more = Decimal(3) if figure.unit is Unit.WAN else Decimal(30_000)
        wrong = evolve(figure, value=figure.number + more, text=None)
        findings = audit(with_figure(disclosure, cell, wrong), prove=False).findings
        told = [one for one in findings if one.severity is Severity.ERROR]
        assert any(cell == other.cell for one in told for other in one.figures), cell


def test_the_forms_are_typed_where_they_are_the_forms() -> None:
    owned = {
        table.id for name in TABLES for table in read(name).tables if isinstance(table, OtherTable)
    }
    assert owned == {"basic_by_source", "income_2"}


def test_a_sheet_of_weights_is_read_whole() -> None:
    (evaluation,) = read("evaluation-weights").evaluations
    assert [row.outturn.digits for row in evaluation.funding][:2] == ["251.89", "251.89"]
    assert (evaluation.expected_goal, evaluation.achieved_goal) == (
        "保障工资及时足额发放。",
        "已完成。",
    )
    assert [indicator.name for indicator in evaluation.indicators] == ["发放覆盖率", "足额保障率"]
    assert evaluation.implementer == "某某县发展和改革局"
    assert ("改进措施", "无") in evaluation.particulars


def test_what_was_reached_may_be_headed_by_the_goal_as_well() -> None:
    (evaluation,) = read("evaluation-department").evaluations
    assert (evaluation.expected_goal, evaluation.achieved_goal) == ("完成统计任务", "完成")


def test_a_unit_printed_inside_a_form_is_that_of_its_funds() -> None:
    text = (FOLDER / "evaluation-points.txt").read_text("utf-8")
    text = text.replace("项目资金（万元）", "项目资金").replace("（2022年度）\n\n", "")
    text = text.replace("项目名称|", "（2022年度）|<|<|<|单位：元|<|<|<|<\n项目名称|")
    (evaluation,) = recognise(document_of(text)).evaluations
    assert [row.outturn.unit for row in evaluation.funding][:2] == [Unit.YUAN] * 2
    assert (evaluation.unit, evaluation.fiscal_year) == (Unit.YUAN, 2022)
