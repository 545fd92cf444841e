"""No table loses a figure, whatever its shape: what a reader found is there when it is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Percentage, Unit
from budgetdisclosure.calc.facts import facts
from budgetdisclosure.codes import EconomicCode, FunctionCode
from budgetdisclosure.model import (
    BasicExpenditureLine,
    BasicExpenditureTable,
    Disclosure,
    Extra,
    GeneralBudgetLine,
    GeneralBudgetTable,
    Kind,
    Line,
    OtherTable,
    SummaryExpenditureLine,
    SummaryRevenueLine,
    SummaryTable,
    ThreePublicLine,
    ThreePublicTable,
    Unplaced,
    items,
)
from budgetdisclosure.model.serial import disclosure_from_dict
from budgetdisclosure.reading import read
from budgetdisclosure.rules import audit
from budgetdisclosure.wording import Wording
from budgetdisclosure.writing.layout import sheets
from budgetdisclosure.writing.told import told
from budgetdisclosure.writing.write import written

FORMATS = ("xlsx", "docx", "html", "md", "txt", "pdf")
FLAT_AND_MERGED = ("txt", "html")
ENTITY = "某区某局"


def printed(disclosure: Disclosure) -> Counter[tuple[str, ...]]:
    """Every figure of every table and self-evaluation: table, row and what else it is, digits."""
    return Counter(
        (one.table, one.row_code, one.row_name, one.also, one.column, one.printed, one.unit)
        for one in facts(disclosure)
    )


def blanks(disclosure: Disclosure) -> int:
    return sum(figure.is_blank for figure in disclosure.figures())


def back(there: Disclosure, name: str) -> Disclosure:
    return read(written(there, f"a.{name}"))


def assert_nothing_lost(there: Disclosure, name: str) -> None:
    again = back(there, name)
    assert printed(again) == printed(there)
    assert blanks(again) == blanks(there)
    assert [table.id for table in again.tables] == [table.id for table in there.tables]
    assert bases(again) == bases(there)


def bases(disclosure: Disclosure) -> list[str]:
    """What each row of the “three public” table says its amounts are."""
    return [line.basis for line in disclosure.three_public.lines]


def of(*tables: OtherTable, **forms: object) -> Disclosure:
    return Disclosure(ENTITY, 2026, Kind.BUDGET, others=tables, **forms)  # type: ignore[arg-type]


def figure(text: str) -> Figure:
    return Figure.parse(text)


# Shapes that the national form does not have.


@pytest.mark.parametrize("name", FORMATS)
def test_basic_expenditure_in_three_columns(name: str) -> None:
    lines = (
        BasicExpenditureLine("合计", item=items.TOTAL, amount=figure("9.00"), personnel=figure("6.00"), running=figure("3.00")),
        BasicExpenditureLine("工资福利支出", EconomicCode("301"), amount=figure("6.00"), personnel=figure("6.00"), running=Figure.blank()),
        BasicExpenditureLine("商品和服务支出", EconomicCode("302"), amount=figure("3.00"), personnel=Figure.blank(), running=figure("3.00")),
    )  # fmt: skip
    table = BasicExpenditureTable(title="一般公共预算基本支出表", unit=Unit.WAN, lines=lines)
    assert_nothing_lost(of(basic_expenditure=table), name)


@pytest.mark.parametrize("name", FORMATS)
def test_three_public_with_the_year_before_and_meetings(name: str) -> None:
    lines = [
        ThreePublicLine(
            item,
            item=item,
            total=figure(total),
            overseas_travel=figure("0.00"),
            official_vehicles=figure("2.00"),
            official_reception=figure("1.50"),
            conferences=figure("0.80"),
            extras=(Extra("差旅费", figure("4.20")),),
        )
        for item, total in ((items.PRIOR_BUDGET, "3.60"), (items.BUDGET, "3.50"))
    ]
    title = "一般公共预算“三公”经费支出表"
    table = ThreePublicTable(title=title, unit=Unit.WAN, lines=lines)
    assert_nothing_lost(of(three_public=table), name)


@pytest.mark.parametrize("name", FORMATS)
def test_expenditure_said_again_by_its_nature(name: str) -> None:
    table = SummaryTable(
        title="收支总表",
        unit=Unit.WAN,
        revenue=[
            SummaryRevenueLine("一、财政拨款收入", item=items.APPROPRIATION_REVENUE, revenue=figure("9.00")),
            SummaryRevenueLine("收入总计", item=items.GRAND_TOTAL, revenue=figure("9.00")),
        ],
        expenditure=[
            SummaryExpenditureLine("一、社会保障和就业支出", FunctionCode("208"), expenditure=figure("9.00")),
            SummaryExpenditureLine("支出总计", item=items.GRAND_TOTAL, expenditure=figure("9.00")),
        ],
        by_nature=[
            SummaryExpenditureLine("一、基本支出", item="基本支出", expenditure=figure("5.00")),
            SummaryExpenditureLine("二、项目支出", item="项目支出", expenditure=figure("4.00")),
            SummaryExpenditureLine("支出总计", item=items.GRAND_TOTAL, expenditure=figure("9.00")),
        ],
    )  # fmt: skip
    assert_nothing_lost(of(summary=table), name)


@pytest.mark.parametrize("name", FORMATS)
def test_columns_that_only_one_province_prints(name: str) -> None:
    line = GeneralBudgetLine(
        "社会保障和就业支出",
        FunctionCode("208"),
        total=figure("9.00"),
        basic=figure("5.00"),
        project=figure("4.00"),
        extras=(
            Extra("上年预算数", figure("8.00")),
            Extra("增减率", Percentage.parse("12.50%")),
        ),
    )
    table = GeneralBudgetTable(title="一般公共预算支出表", unit=Unit.WAN, lines=(line,))
    assert_nothing_lost(of(general_budget_expenditure=table), name)


@pytest.mark.parametrize("name", FORMATS)
def test_rows_named_by_several_columns(name: str) -> None:
    lines = (
        Line("合计", item=items.TOTAL, extras=(Extra("采购金额", figure("5.50")),)),
        Line("定额 / 办公用纸 / 集中采购", extras=(Extra("采购金额", figure("1.30")),)),
        Line("项目 / 审计服务", extras=(Extra("采购金额", figure("4.20")),)),
    )
    table = OtherTable(kind="procurement", title="政府采购预算表", unit=Unit.WAN, lines=lines)
    assert_nothing_lost(of(table), name)


def test_a_table_that_its_form_does_not_hold_keeps_its_own_headings() -> None:
    line = GeneralBudgetLine("合计", item=items.TOTAL, total=figure("1.00"), extras=(Extra("上年预算数", figure("2.00")),))  # fmt: skip
    table = GeneralBudgetTable(title="一般公共预算支出表", unit=Unit.WAN, lines=(line,))
    (sheet,) = sheets(of(general_budget_expenditure=table))
    assert "上年预算数" in [cell.words for row in sheet.rows for cell in row]


def test_what_is_not_as_the_form_has_it_is_told() -> None:
    line = GeneralBudgetLine("合计", item=items.TOTAL, total=figure("1.00"), extras=(Extra("上年预算数", figure("2.00")),))  # fmt: skip
    table = GeneralBudgetTable(title="一般公共预算支出表", unit=Unit.WAN, lines=(line,))
    there = of(general_budget_expenditure=table)
    lost = Unplaced("12.00", Wording("不是收支表", "no table of revenue"))
    words = [one.zh for one in told(evolve(there, unplaced=(lost,)))]
    assert words == [
        "1张表按原表头写出，没有套用规定表样：《一般公共预算支出表》",
        "读取时有1处内容没有归位，没有写出",
    ]


# Tables of the document's own, of any shape.

LABELS = (
    "合计", "预算数", "基本支出/津贴补贴", "基本支出/人员经费", "基本支出/公用经费", "项目支出",
    "资金来源/一般公共预算", "资金来源/其他资金", "上年结转", "补助标准（元/人）金额",
)  # fmt: skip
NAMES = ("合计", "办公设备购置", "信息系统运行维护", "业务培训", "档案数字化加工", "场地租赁")


@st.composite
def own_tables(draw: st.DrawFn) -> OtherTable:
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=6, unique=True))
    heads = {label.split("/")[0] for label in labels}
    assume(len(heads) > 1 or "/" not in labels[0])  # a heading over all columns says nothing
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True))
    digits = st.one_of(
        st.just(""), st.decimals("-9999999", "9999999", places=2).map(lambda d: f"{d:,}")
    )
    lines = [
        Line(
            name,
            item=items.TOTAL if name == "合计" else None,
            extras=tuple(Extra(label, Figure.parse(draw(digits))) for label in labels),
        )
        for name in names
    ]
    return OtherTable(title="专项资金安排情况表", unit=Unit.WAN, lines=lines)


@settings(max_examples=40)
@given(own_tables(), st.sampled_from(FLAT_AND_MERGED))
def test_a_table_of_any_columns_reads_back(table: OtherTable, name: str) -> None:
    again = back(of(table), name)
    assert printed(again) == printed(of(table))


# Real documents.

DOCUMENTS = (
    "jiangsu-suzhou-audit-2026-budget.pdf",
    "shaanxi-xian-audit-2026-budget.pdf",
    "guangdong-shenzhen-finance-2026-budget.pdf",
    "hunan-changsha-petition-2026-budget.pdf",
    "shanghai-putuo-wanli-2025-budget.pdf",
)


Reading = Callable[[str], Disclosure]


def documents(shared: Path) -> Iterator[Path]:
    folder = shared / "disclosures"
    return (path for path in sorted(folder.iterdir()) if path.is_file())


@pytest.mark.real
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_budget_of_another_province_loses_nothing(disclosure_of: Reading, name: str) -> None:
    there = disclosure_of(name)
    for form in ("docx", "txt"):
        assert_nothing_lost(there, form)


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.parametrize("name", FORMATS)
def test_every_document_loses_nothing_and_audits_alike(
    shared: Path, disclosure_of: Reading, name: str
) -> None:
    for path in documents(shared):
        there = disclosure_of(path.name)
        again = back(there, name)
        assert printed(again) == printed(there), path.name
        assert blanks(again) == blanks(there), path.name
        assert found(again) == found(there), path.name


@pytest.mark.slow
@pytest.mark.real
def test_every_document_is_the_same_in_json_and_all_its_figures_are_facts(
    shared: Path, disclosure_of: Reading
) -> None:
    for path in documents(shared):
        there = disclosure_of(path.name)
        data = json.loads(written(there, "a.json"))
        assert disclosure_from_dict(data) == there
        rows = written(there, "a.csv").decode("utf-8-sig").splitlines()
        assert len(rows) - 1 == sum(printed(there).values())


def found(disclosure: Disclosure) -> Counter[tuple[object, ...]]:
    """The findings by rule, severity, verdict and cells; what a scan misplaced was put right."""
    whole = evolve(
        disclosure, evaluations=tuple(evolve(one, oddities=()) for one in disclosure.evaluations)
    )
    return Counter(
        (one.rule.id, one.severity, one.verdict, tuple(sorted(map(cell, one.figures))))
        for one in audit(whole).findings
    )


def cell(figure: Figure) -> str:
    """A figure's cell; the nth of a figure in the text is the line it stands in."""
    held = figure.cell
    told = held is not None and held.table == "narrative"
    return str(evolve(held, nth=1) if held is not None and told else held)


@pytest.mark.real
@pytest.mark.parametrize("name", FORMATS)
def test_the_founding_document_is_the_same_in_every_format(
    disclosure_of: Reading, name: str
) -> None:
    there = disclosure_of("hunan-shifeng-social-insurance-2020-final.txt")
    assert back(there, name) == there
