"""Lines that name no stage: of a budget they are the budget's, and no table is zeros in silence."""

from __future__ import annotations

import io

import pytest

from budgetdisclosure.compose import Ledger, compose, read_ledger
from budgetdisclosure.errors import ModelError
from budgetdisclosure.model import Disclosure

HEAD = "类型,功能科目,支出性质,阶段,金额\n"
LINES = "收入,2050201,,{0},900.00\n支出,2050201,项目支出,{0},900.00\n"


def ledger(*stages: str) -> Ledger:
    text = HEAD + "".join(LINES.format(stage) for stage in stages)
    return read_ledger(io.StringIO(text)).ledger_or_raise()


def made(book: Ledger, form: str = "national-budget") -> Disclosure:
    return compose(book, entity="某幼儿园", fiscal_year=2026, form=form)


def test_a_budget_takes_lines_without_a_stage_for_its_own() -> None:
    disclosure = made(ledger(""))
    assert disclosure.tables == made(ledger("年初预算")).tables
    assert "按年初预算编制" in disclosure.remarks[0].reason.zh
    assert not made(ledger("", "上年预算")).expenditure["合计"].total.is_zero
    assert not made(ledger(""), "national-final").remarks


def test_lines_without_a_stage_beside_a_budget_are_left_out_and_told() -> None:
    disclosure = made(ledger("年初预算", ""))
    assert disclosure.tables == made(ledger("年初预算")).tables
    assert "台账有2笔没有写阶段" in disclosure.remarks[0].reason.zh


@pytest.mark.parametrize(
    ("stage", "form"), [("决算", "national-budget"), ("年初预算", "national-final")]
)
def test_a_ledger_of_the_other_kind_is_refused(stage: str, form: str) -> None:
    with pytest.raises(ModelError, match=f"只有{stage}.*换用"):
        made(ledger(stage), form)


def test_whether_a_stage_is_said_makes_no_other_ledger() -> None:
    assert ledger("决算", "") == ledger("", "决算") == ledger("", "")
    assert len(ledger("决算", "")) == 4
