"""Rows whose code is none: told, and no reason to doubt the sums they are part of."""

from __future__ import annotations

import pytest

from budgetdisclosure import audit
from budgetdisclosure.reading import read

HEAD = (
    "某县教育局2023年度部门决算\n\n支出决算表\n单位：万元\n\n"
    "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
)
ROWS = (
    "合计\t\t100.00\t60.00\t40.00\n205\t教育支出\t{outer}\t{outer_basic}\t40.00\n"
    "20501\t教育管理事务\t{inner}\t{inner}\t0.00\n2050101\t行政运行\t50.00\t50.00\t\n"
    "{first}20502\t普通教育\t40.00\t\t40.00\n2050299\t其他普通教育支出\t40.00\t\t40.00\n{last}"
)
SUMS = {"T03-002", "T03-003", "T03-004"}


def _found(code: str, amount: str, inner: str = "60.00", *, last: bool = False) -> list[str]:
    row = f"{code}\t局里的事\t{amount}\t{amount}\t\n"
    outer, basic = ("90.00", "50.00") if last else ("100.00", "60.00")
    places = {"first": "" if last else row, "last": row if last else ""}
    rows = ROWS.format(outer=outer, outer_basic=basic, inner=inner, **places)
    return [finding.rule.id for finding in audit(read((HEAD + rows).encode())).findings]


@pytest.mark.parametrize("code", ["2050O99", "9999999", "20501999", "205019"])
def test_what_is_no_code_is_said_and_its_amount_counts(code: str) -> None:
    found = _found(code, "10.00")
    assert "DIS-035" in found
    assert not SUMS & set(found)


def test_a_row_without_a_code_counts_where_the_sum_asks_for_it() -> None:
    assert not SUMS & set(_found("", "10.00"))


def test_a_row_without_a_code_may_say_a_part_again() -> None:
    assert "T03-002" not in _found("", "7.00", "50.00")  # 其中, as it were


def test_an_uncoded_category_is_part_of_the_total() -> None:
    found = _found("999", "10.00", "50.00", last=True)
    assert "DIS-035" in found
    assert not SUMS & set(found)


@pytest.mark.parametrize("amount", ["10.02", "9.98", "20.00"])
def test_no_uncoded_row_hides_a_wrong_sum(amount: str) -> None:
    assert "T03-002" in _found("9999999", amount)


def test_an_uncoded_row_below_another_account_completes_no_sum() -> None:
    assert "T03-002" in _found("9999999", "10.00", "60.00", last=True)
