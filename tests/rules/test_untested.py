"""What was read and not checked is said, and nothing that was."""

from __future__ import annotations

from hypothesis import given, settings

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.model import Disclosure, Extra, Line, OtherTable
from budgetdisclosure.report.terminal import render
from budgetdisclosure.rules import audit
from budgetdisclosure.testing import disclosures


def own_table(*amounts: str) -> OtherTable:
    lines = [
        Line(f"第{number}项", extras=(Extra("支出数", Figure.parse(amount)),))
        for number, amount in enumerate(amounts)
    ]
    return OtherTable(title="自制明细表", unit=Unit.WAN, lines=lines)


def test_a_table_no_rule_knows_is_named() -> None:
    found = audit(Disclosure("某局", 2020, others=(own_table("1.00", "0.00", "2.50"),)))
    assert [(one.title, one.figures, one.columns) for one in found.untested] == [
        ("自制明细表", 2, ())
    ]
    assert "已读、未核对：《自制明细表》全表 2 个数" in render(found)
    assert "Read, not checked: 《自制明细表》 2 figures" in render(found, "en")
    assert found.to_dict()["untested"] == [
        {"table": "other", "title": "自制明细表", "figures": 2, "columns": []}
    ]


def test_nothing_printed_is_nothing_unchecked() -> None:
    assert not audit(Disclosure("某局", 2020, others=(own_table("0.00", ""),))).untested


@settings(max_examples=10)
@given(disclosures())
def test_what_a_relation_holds_is_not_said_to_be_unchecked(disclosure: Disclosure) -> None:
    found = audit(disclosure)
    held = {figure.cell for check in found.checked for figure in check.relation.figures}
    whole = {one.table for one in found.untested if not one.columns}
    assert not whole & {cell.table for cell in held if cell}
    for one in found.untested:
        table = next(table for table in disclosure.tables if table.id == one.table)
        left = [figure for figure in table.figures() if figure.number and figure.cell not in held]
        assert 0 < one.figures <= len(left)
