"""Correct disclosures that are told or printed in a way of their own: nothing may be found."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve

from budgetdisclosure.amounts import Amount, Figure, Unit
from budgetdisclosure.codes import EconomicCode, FunctionCode
from budgetdisclosure.compose import Entry, Flow, Ledger, Nature, Source, Stage, compose
from budgetdisclosure.model import (
    AppropriationRevenueLine,
    AppropriationSummaryTable,
    Disclosure,
    ExpenditureLine,
    ExpenditureTable,
    Extra,
    GeneralBudgetLine,
    GeneralBudgetTable,
    Kind,
    Line,
    Passage,
    Section,
    SummaryExpenditureLine,
    SummaryRevenueLine,
    SummaryTable,
    ThreePublicLine,
    ThreePublicTable,
    items,
)
from budgetdisclosure.rules import Finding, Severity, audit, catalogue
from budgetdisclosure.rules.outline import parts
from budgetdisclosure.rules.topics.text_placeholders import leftovers

f = Figure.parse
RULES = [rule for rule in catalogue() if rule.id.startswith(("N-", "T", "B-", "DIS-021"))]
TITLES = {
    "general": "一般公共预算财政拨款支出决算总体情况",
    "three": "“三公”经费支出决算情况说明",
    "income": "收入决算情况说明",
    "expenditure": "支出决算情况说明",
}


def found(d: Disclosure, *ids: str) -> list[Finding]:
    """What is found, by some of the rules or by all of the text and of the sums."""
    return [
        one
        for one in audit(d, RULES, prove=False).findings
        if not ids or one.rule.id.startswith(ids)
    ]


def with_text(d: Disclosure, role: str, *texts: str) -> Disclosure:
    section = Section(TITLES[role], "一", 1, "narrative", tuple(map(Passage, texts)))
    return evolve(d, sections=(section,))


def general(revenue: str, spent: str) -> Disclosure:
    table = GeneralBudgetTable(
        title="一般公共预算财政拨款支出决算表",
        lines=[GeneralBudgetLine("合计", item=items.TOTAL, total=f(spent))],
    )
    row = AppropriationRevenueLine(
        "一般公共预算财政拨款", item=items.GENERAL_BUDGET, revenue=f(revenue)
    )
    summary = AppropriationSummaryTable(title="财政拨款收入支出决算总表", revenue=[row])
    return Disclosure("某局", 2023, general_budget_expenditure=table, appropriation_summary=summary)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("一般公共预算财政拨款收入120.00万元，支出100.00万元。", True),
        ("一般公共预算收入120.00万元，一般公共预算支出100.00万元。", True),
        ("一般公共预算财政拨款支出100.00万元。", True),
        ("一般公共预算财政拨款100.00万元，占本年支出合计的100%。", True),
        ("一般公共预算财政拨款支出101.00万元。", False),
        ("一般公共预算财政拨款收入121.00万元，支出100.00万元。", False),
    ],
)
def test_revenue_of_the_general_budget_is_not_its_expenditure(text: str, right: bool) -> None:
    assert (found(with_text(general("120.00", "100.00"), "general", text)) == []) is right


def summary_with(label: str, total: str, row: str, kind: Kind = Kind.FINAL) -> Disclosure:
    """A summary that adds up this year, with a further column."""

    def side(total_item: str, line: type, column: str, name: str) -> list[object]:
        return [
            line(name, item=name, extras=(Extra(label, f(row)),), **{column: f("80.00")}),
            line(
                total_item,
                item=total_item,
                extras=(Extra(label, f(total)),),
                **{column: f("80.00")},
            ),
        ]

    return Disclosure(
        "某局",
        2023,
        kind,
        summary=SummaryTable(
            title="收入支出决算总表",
            revenue=side(
                items.CURRENT_YEAR_REVENUE, SummaryRevenueLine, "revenue", items.SERVICE_REVENUE
            ),
            expenditure=side(
                items.CURRENT_YEAR_EXPENDITURE,
                SummaryExpenditureLine,
                "expenditure",
                "一般公共服务支出",
            ),
        ),
    )


SUMS = ("T01-001", "T01-003", "B-01")


@pytest.mark.parametrize("kind", [Kind.FINAL, Kind.BUDGET])
@pytest.mark.parametrize("label", ["上年决算数", "上年预算数", "比上年增减"])
def test_columns_of_another_year_need_not_add_up(label: str, kind: Kind) -> None:
    assert found(summary_with(label, "95.00", "80.00", kind), *SUMS) == []
    assert found(summary_with("全年预算数", "95.00", "80.00", kind), *SUMS)


@pytest.mark.parametrize(
    ("label", "adds_up"),
    [("全年执行数", True), ("执行数", True), ("上年执行数", False), ("2022年执行数", False)],
)
def test_a_column_of_this_years_outturn_adds_up(label: str, adds_up: bool) -> None:
    rows = (
        ("合计", items.TOTAL, None, "3.00"),
        ("一般公共服务支出", None, FunctionCode("201"), "2.00"),
    )
    lines = [
        ExpenditureLine(
            name, code=code, item=item, total=f("1.00"), extras=(Extra(label, f(more)),)
        )
        for name, item, code, more in rows
    ]
    table = ExpenditureTable(title="支出决算表", lines=lines)
    d = Disclosure("某局", 2023, expenditure=table)
    assert bool(found(d, "T03")) is adds_up


@pytest.mark.parametrize(
    ("told", "right"),
    [
        ("11.12万元，比上年减少1.22万元。", True),
        ("11.12万元，比上年减少1.23万元。", True),
        ("11.12万元，比上年减少1.222222万元。", True),
        ("11.12万元，比上年减少1.24万元。", False),
        ("11.12万元，比上年增加1.22万元。", False),
    ],
)
def test_a_change_in_short_decimals_is_right_beside_longer_ones(told: str, right: bool) -> None:
    lines = [
        ThreePublicLine(
            name, item=name, total=f(money), overseas_travel=f("0"), official_reception=f(money)
        )
        for name, money in ((items.PRIOR_ACTUAL, "12.345678"), (items.ACTUAL, "11.123456"))
    ]
    table = ThreePublicTable(title="“三公”经费支出决算表", lines=lines)
    d = Disclosure("某局", 2023, three_public=table)
    said = found(with_text(d, "three", f"“三公”经费支出决算为{told}"), "N-")
    assert (said == []) is right


@pytest.mark.parametrize(
    "text", ["减少万元GDP能耗5%，年收入万元以上农户增多", "增加万元以上项目三个", "支出万元户"]
)
def test_ten_thousand_yuan_in_a_word_is_no_blank(text: str) -> None:
    assert leftovers(text) == {}


@pytest.mark.parametrize("text", ["比上年增加万元，增长5%", "本年支出万元", "支出为万元。"])
def test_a_number_left_open_is_found(text: str) -> None:
    assert leftovers(text)["blank"]


def planned(carried: Source) -> Ledger:
    """A year's budget: 1200.30 and 30.00 come in, 12.00 were carried over and are spent too."""
    function, economic = FunctionCode("2010301"), EconomicCode("30101")
    general, own = Source.GENERAL_BUDGET, Source.SERVICE_REVENUE
    spent = {general: Decimal("1200.30"), own: Decimal(30)}
    spent[carried] += 12
    made = []
    for stage in (Stage.INITIAL, Stage.PRIOR_BUDGET):
        flows: list[tuple[Flow, Source, Decimal]] = [
            (Flow.REVENUE, general, Decimal("1200.30")),
            (Flow.REVENUE, own, Decimal(30)),
            (Flow.OPENING, carried, Decimal(12)),
        ]
        made += [
            Entry(flow, Amount.of(money, Unit.WAN), source, function, stage=stage)
            for flow, source, money in flows
        ]
        made += [
            Entry(
                Flow.EXPENDITURE,
                Amount.of(money, Unit.WAN),
                source,
                function,
                economic,
                Nature.BASIC,
                stage=stage,
            )
            for source, money in spent.items()
        ]
    return Ledger(tuple(made))


@pytest.mark.parametrize("form", ["jiangsu-2026-budget", "shanghai-2025-budget", "national-budget"])
@pytest.mark.parametrize("carried", [Source.GENERAL_BUDGET, Source.SERVICE_REVENUE])
def test_a_composed_budget_with_other_money_and_carry_over_is_right(
    form: str, carried: Source
) -> None:
    made = compose(planned(carried), entity="某局", fiscal_year=2026, form=form)
    assert [str(one) for one in found(made, "N-") if one.severity is not Severity.INFO] == []


BUDGETED = "某局支出预算情况：财政拨款支出1212.30万元，占本年支出合计的{}%。"


@pytest.mark.parametrize(("share", "right"), [("97.59", True), ("95.79", False)])
def test_a_share_is_of_what_it_says_and_nothing_is_a_part_of_itself(
    share: str, right: bool
) -> None:
    made = compose(
        planned(Source.GENERAL_BUDGET), entity="某局", fiscal_year=2026, form="jiangsu-2026-budget"
    )
    passages = (Passage(BUDGETED.format(share)),)
    section = Section("财政拨款支出预算情况说明", "一", 1, "narrative", passages)
    said = found(evolve(made, sections=(section,)), "N-05-2")
    assert (said == []) is right


@pytest.mark.parametrize(
    ("more", "right"),
    [("；上年结转12.00万元", True), ("；上年结转21.00万元", False), ("", False)],
)
def test_carry_over_counts_in_where_it_is_told(more: str, right: bool) -> None:
    nothing = "上级补助收入0.00万元，经营收入0.00万元，附属单位上缴收入0.00万元，其他收入0.00万元"
    parts = f"财政拨款收入1200.30万元；事业收入30.00万元；{nothing}{more}"
    d = with_text(Disclosure("某局", 2023), "income", f"收入总计1242.30万元，其中：{parts}。")
    assert (found(d, "N-03-3") == []) is right


@pytest.mark.parametrize(
    "text",
    [
        (
            "财政拨款收入120.00万元，占85.71%；事业收入20.00万元，占14.29%，"
            "比上年分别增加10.00万元、5.00万元。"
        ),
        (
            "财政拨款收入120.00万元；事业收入20.00万元，比上年分别增加10.00万元、5.00万元，"
            "分别增长9.09%、33.33%。"
        ),
        "财政拨款收入120.00万元，事业收入20.00万元，较上年分别增加10.00万元和减少5.00万元。",
        (
            "收入合计140.00万元，其中：财政拨款收入120.00万元，事业收入20.00万元，"
            "分别占85.71%、14.29%。"
        ),
        (
            "财政拨款收入、事业收入分别为120.00万元、20.00万元。经营收入80.00万元，其他收入60.00万元，"
            "比上年分别增加10.00万元、5.00万元，分别增长14.29%、9.09%。"
        ),
    ],
)
def test_numbers_told_respectively_of_no_names_are_nobodys(text: str) -> None:
    assert found(with_text(Disclosure("某局", 2023), "income", text), "N-") == []


def test_numbers_told_respectively_of_names_are_still_theirs() -> None:
    wrong = "财政拨款收入、事业收入分别为120.00万元、20.00万元；事业收入25.00万元。"
    assert found(with_text(Disclosure("某局", 2023), "income", wrong), "N-15-1")


@pytest.mark.parametrize(
    "names",
    [
        ["一、财政拨款收入", "其中：一般公共预算", "政府性基金预算", "二、其他收入"],
        ["财政拨款（补助）", "一般公共预算", "政府性基金预算", "其他收入"],
    ],
)
def test_funds_below_the_appropriation_are_its_parts(names: list[str]) -> None:
    terms = [
        items.APPROPRIATION_REVENUE,
        items.GENERAL_BUDGET_REVENUE,
        items.GOVERNMENT_FUND_REVENUE,
        items.OTHER_REVENUE,
    ]
    lines = [Line(name, item=item) for name, item in zip(names, terms, strict=True)]
    assert [line.item for line in parts(lines)] == [terms[0], terms[3]]
