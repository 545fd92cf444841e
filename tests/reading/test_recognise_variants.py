"""Composed disclosures laid out as different places print them: every figure lands where it should.

The grids are made by ``testing.layouts``, not by the library's writers.
"""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Unit
from budgetdisclosure.compose import compose
from budgetdisclosure.model import Disclosure, Kind
from budgetdisclosure.reading import read, recognise
from budgetdisclosure.testing import Seeded, Style, laid_out, make_ledger, styles

Cell = tuple[str, str, str, str]


def cells(disclosure: Disclosure) -> Counter[Cell]:
    """Every amount but zeros, by table, row and column."""
    return Counter(
        (table.id, line.key, column, f"{figure.number:f}")
        for table in disclosure.tables
        for line in table.all_lines()
        for column, figure in line.figures().items()
        if figure.number and "上年" not in column
    )


def composed(random: Random, form: str, year: int) -> Disclosure:
    ledger = make_ledger(Seeded(random), year, random.randint(1, 4))
    unit, places = random.choice([(Unit.WAN, 2), (Unit.WAN, 6), (Unit.YUAN, 2)])
    names = {"entity": "某某县档案馆", "fiscal_year": year, "form": form}
    return compose(ledger, unit=unit, places=places, **names)


def read_in(style: Style, random: Random, form: str, year: int) -> Disclosure:
    """The disclosure read, which must hold what was printed, each figure in its cell."""
    d = composed(random, form, year)
    found = recognise(laid_out(d, style, random))
    wanted, got = cells(d), cells(found)
    lost = [(one.text, one.reason.zh, one.place.table) for one in found.unplaced]
    assert (sorted(wanted - got), sorted(got - wanted), lost) == ([], [], [])
    return found


@settings(max_examples=settings.default.max_examples // 3)
@given(styles(), st.randoms(use_true_random=False))
def test_final_accounts_in_any_style(style: Style, random: Random) -> None:
    found = read_in(style, random, "national-final", 2022)
    assert (found.entity, found.fiscal_year, found.kind) == ("某某县档案馆", 2022, Kind.FINAL)


@settings(max_examples=settings.default.max_examples // 3)
@given(styles(), st.randoms(use_true_random=False))
def test_budgets_in_any_style(style: Style, random: Random) -> None:
    found = read_in(style, random, "national-budget", 2024)
    assert (found.entity, found.fiscal_year, found.kind) == ("某某县档案馆", 2024, Kind.BUDGET)


def test_codes_level_by_level_under_one_heading_are_one_code() -> None:
    page = (
        "<p>支出决算表</p><table><tr><td colspan=3>科目编码</td><td>科目名称</td><td>合计</td></tr>"
        "<tr><td>205</td><td></td><td></td><td>教育支出</td><td>10.00</td></tr>"
        "<tr><td>205</td><td>01</td><td></td><td>教育管理事务</td><td>10.00</td></tr>"
        "<tr><td>205</td><td>01</td><td>01</td><td>行政运行</td><td>10.00</td></tr></table>"
    )
    d = read(page.encode())
    assert [str(line.code) for line in d.expenditure.lines] == ["205", "20501", "2050101"]


def test_a_year_that_headings_alone_name_is_the_documents() -> None:
    page = (
        "<p>某县教育局</p><p>一般公共预算支出表</p><table><tr><td>科目编码</td><td>科目名称</td>"
        "<td>2023年执行数</td><td>2024年预算数</td></tr>"
        "<tr><td>205</td><td>教育支出</td><td>9.00</td><td>10.00</td></tr></table>"
    )
    d = read(page.encode())
    assert d.fiscal_year == 2024
    assert str(d.general_budget_expenditure["205"].total.value) == "10.00"
