"""The facts of self-evaluations: every number that is printed, and words none."""

from __future__ import annotations

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.calc.fact import COLUMNS
from budgetdisclosure.calc.facts import all_facts, facts
from budgetdisclosure.model import (
    Disclosure,
    ExpenditureLine,
    ExpenditureTable,
    Extra,
    FundingRow,
    Indicator,
    Points,
    SelfEvaluation,
)
from budgetdisclosure.place import Place

EVALUATION = SelfEvaluation(
    "项目支出绩效自评表",
    project="某项目",
    investment=Figure.parse("5.00"),
    funding=(
        FundingRow(
            "合计",
            Figure.parse("5.00"),
            Figure.parse("--"),
            Figure.parse("4.27"),
            Points.parse("10"),
            Percentage.parse("85.4%"),
            Points.parse("8.54"),
        ),
    ),
    indicators=(
        Indicator("产出", "数量", "场次", "≥5次", "6", Points.parse("50%"), Points.parse("50")),
        Indicator("产出", "质量", "", "95%", "好", None, None),
        Indicator("成本", "经济", "造价", "240万元", "2386500 元", None, None),
        Indicator("成本", "经济", "补贴", "3元", "3", None, None),
    ),
    total_points=Points.parse("100"),
    total_score=Points.parse("98.5"),
    place=Place(file="a.pdf", page=7),
)


def test_each_number_is_a_fact_and_words_are_none() -> None:
    """Funds, points, rates, scores, plain values and totals; not ≥5次, not 好, no blank."""
    rows = list(facts(Disclosure("某单位", 2020, evaluations=(EVALUATION,))))
    said = [(row.row_name, row.column, row.printed, row.unit) for row in rows]
    assert said == [
        ("某项目", "investment", "5.00", "万元"),
        ("合计", "initial_budget", "5.00", "万元"),
        ("合计", "outturn", "4.27", "万元"),
        ("合计", "points", "10", "分"),
        ("合计", "execution_rate", "85.4%", "%"),
        ("合计", "score", "8.54", "分"),
        ("场次", "actual", "6", ""),
        ("场次", "points", "50%", "%"),
        ("场次", "score", "50", "分"),
        ("质量", "target", "95%", "%"),
        ("造价", "target", "240万元", "万元"),
        ("造价", "actual", "2386500 元", "元"),
        ("补贴", "target", "3元", "元"),
        ("补贴", "actual", "3", ""),
        ("总分", "points", "100", "分"),
        ("总分", "score", "98.5", "分"),
    ]
    assert {row.table for row in rows} == {"performance"}
    assert {(row.file, row.page) for row in rows} == {("a.pdf", 7)}
    assert tuple(rows[0].to_dict()) == COLUMNS


def test_columns_a_form_does_not_name_are_facts_too() -> None:
    """Extras stand under their printed heading; a percentage keeps its sign."""
    line = ExpenditureLine(
        "合计",
        item="合计",
        total=Figure.parse("3.00"),
        extras=(
            Extra("上年数", Figure.parse("2.00")),
            Extra("增长率", Percentage.parse("50%")),
            Extra("备用", Figure.parse("")),
        ),
    )
    d = Disclosure(expenditure=ExpenditureTable(title="支出决算表", lines=[line]))
    said = [(row.column, row.printed, row.unit) for row in all_facts([d, d])]
    assert said[:3] == [
        ("total", "3.00", "万元"),
        ("上年数", "2.00", "万元"),
        ("增长率", "50%", "%"),
    ]
    assert said[3:] == said[:3]
