"""Lists of two years: the change and its rate are held against the two amounts."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount, Figure, Percentage, Unit
from budgetdisclosure.calc import as_percentage, change
from budgetdisclosure.codes import FunctionCode
from budgetdisclosure.model import Disclosure, Extra, GeneralBudgetLine, GeneralBudgetTable
from budgetdisclosure.rules import audit, find_rule

FEN = st.integers(10**5, 10**7).map(lambda hundreds: hundreds * 10_000)


def figure(fen: int) -> Figure:
    return Figure.of(Decimal(fen // 10_000).scaleb(-2), Unit.WAN, 2)


def table(now: int, last: int, by: int, rate: Percentage) -> Disclosure:
    extras = (
        Extra("2019年执行数", figure(last)),
        Extra("2020年预算数比2019年执行数/增减额", figure(by)),
        Extra("2020年预算数比2019年执行数/增减%", rate),
    )
    line = GeneralBudgetLine("某项", FunctionCode("2080505"), total=figure(now), extras=extras)
    made = GeneralBudgetTable(title="表", lines=(line,))
    return Disclosure(fiscal_year=2020, general_budget_expenditure=made)


def conflicts(d: Disclosure) -> list[str]:
    return [one.message.zh for one in audit(d, [find_rule("B-19")], prove=False).findings]


@given(FEN, FEN, st.booleans())
def test_what_was_worked_out_right_is_never_reported(now: int, last: int, signed: bool) -> None:
    """With its sign, or as some forms print it without."""
    found = change(Amount(now), Amount(last))
    assert found.rate is not None
    by, rate = found.difference.fen, found.rate
    if not signed:
        by, rate = abs(by), abs(rate)
    assert not conflicts(table(now, last, by, as_percentage(rate)))


@given(FEN, FEN, st.integers(2, 10**6))
def test_a_change_and_a_rate_that_are_off_are_reported(now: int, last: int, off: int) -> None:
    found = change(Amount(now), Amount(last))
    assume(found.rate is not None and found.difference.fen)
    assert found.rate is not None
    right = as_percentage(found.rate)
    wrong = Percentage(right.value + off, right.places)
    moved = abs(found.difference.fen) + off * 10_000
    assert len(conflicts(table(now, last, moved, right))) == 1
    if abs(wrong.value) != abs(right.value) and wrong.value > 0:
        assert len(conflicts(table(now, last, found.difference.fen, wrong))) == 1
