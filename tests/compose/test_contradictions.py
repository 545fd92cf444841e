from __future__ import annotations

import io
from random import Random

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount, total
from budgetdisclosure.codes import EconomicCode, FunctionCode
from budgetdisclosure.compose import (
    Entry,
    Flow,
    Ledger,
    Nature,
    Source,
    Stage,
    compose,
    contradictions,
    read_ledger,
)
from budgetdisclosure.model import Kind
from budgetdisclosure.testing import Seeded, ledgers, make_ledger

CODE = FunctionCode("2080109")
SOME = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


def spent(fen: int, **how: object) -> Entry:
    how = {"function": CODE, "nature": Nature.PROJECT} | how
    return Entry(Flow.EXPENDITURE, Amount(fen), **how)  # type: ignore[arg-type]


@SOME
@given(ledgers(2020))
def test_a_ledger_that_adds_up_says_nothing_against_itself(ledger: Ledger) -> None:
    assert contradictions(ledger, 2020) == ()
    assert contradictions(ledger, 2020, Kind.BUDGET) == ()


@SOME
@given(ledgers(2020), st.sampled_from(list(Source)), st.integers(1, 10**9))
def test_more_spent_than_there_was_is_told_to_the_fen(
    ledger: Ledger, source: Source, fen: int
) -> None:
    over = ledger.closing(source) + Amount(fen)
    function = FunctionCode("2120801") if source is Source.GOVERNMENT_FUND else CODE
    (told,) = contradictions(
        ledger + Ledger((spent(over.fen, source=source, function=function),)), 2020
    )
    assert told.by == Amount(fen)
    assert source.value in told.wording.zh
    assert f"超出 {Amount(fen)}" in told.wording.zh
    assert told.codes


@SOME
@given(ledgers(2020), st.integers(-(10**6), 10**6))
def test_a_closing_balance_that_is_booked_is_compared(ledger: Ledger, off: int) -> None:
    left = ledger.closing(Source.GENERAL_BUDGET)
    booked = Entry(Flow.CLOSING, left + Amount(off), function=CODE)
    told = contradictions(ledger + Ledger((booked,)), 2020)
    assert [one.by for one in told] == ([Amount(off)] if off else [])


def test_a_booked_closing_balance_changes_no_table() -> None:
    ledger = make_ledger(Seeded(Random(3)), 2020, 6)
    booked = [
        Entry(Flow.CLOSING, Amount(77), source, FunctionCode(code))
        for source, code in (
            (Source.GOVERNMENT_FUND, "2120801"),
            (Source.GENERAL_BUDGET, "2080109"),
        )
    ]
    how = {"entity": "某局", "fiscal_year": 2020}
    one, other = (compose(each, **how) for each in (ledger, ledger + Ledger(tuple(booked))))  # type: ignore[arg-type]
    assert one.tables == other.tables
    assert len(other.remarks) == 2


def test_capital_construction_is_no_basic_expenditure() -> None:
    income = Entry(Flow.REVENUE, Amount(900), function=CODE)
    built = spent(900, nature=Nature.BASIC, economic=EconomicCode("30902"))
    (told,) = contradictions(Ledger((income, built)), 2020)
    assert told.by == Amount(900)
    assert "30902" in told.wording.zh


def test_a_code_of_another_year_is_told_and_printed_by_its_name() -> None:
    old = FunctionCode("2089901")
    ledger = Ledger((spent(500, function=old), Entry(Flow.REVENUE, Amount(500), function=old)))
    made = compose(ledger, entity="某局", fiscal_year=2024)
    assert made.expenditure["2089901"].name == "其他社会保障和就业支出"
    (remark,) = made.remarks
    assert "2024年度支出功能分类科目中没有此编码" in remark.reason.zh
    assert "是否应为 2089999" in remark.reason.zh


def test_a_category_of_another_year_is_in_every_table() -> None:
    later = FunctionCode("2240101")  # 灾害防治及应急管理支出, from 2019 on
    ledger = Ledger((spent(500, function=later), Entry(Flow.REVENUE, Amount(500), function=later)))
    made = compose(ledger, entity="某局", fiscal_year=2018)
    assert any(line.key == "224" for line in made.summary.expenditure)
    assert len(made.remarks) == 1


@pytest.mark.parametrize("kind", [Kind.FINAL, Kind.BUDGET])
def test_each_kind_looks_at_its_own_stage(kind: Kind) -> None:
    stage = Stage.OUTTURN if kind is Kind.FINAL else Stage.INITIAL
    over = evolve(spent(5), stage=stage)
    assert len(contradictions(Ledger((over,)), 2020, kind)) == 1
    other = Kind.BUDGET if kind is Kind.FINAL else Kind.FINAL
    assert not contradictions(Ledger((over,)), 2020, other)


def test_remarks_add_up_as_the_ledger_s_file_does() -> None:
    text = (
        "类型,功能科目,支出性质,金额\n收入,2080109,,5.00\n支出,2080109,项目支出,6.00\n"
        "支出,2080108,项目支出,1.00\n年末结转,,,3.00\n"
    )
    ledger = read_ledger(io.StringIO(text)).ledger
    told = contradictions(ledger, 2020)
    assert total(one.by for one in told) == Amount(200 + 500)
    assert "2080108 超出 1.00元" in told[0].wording.zh
    assert "相差 5.00元" in told[1].wording.zh
