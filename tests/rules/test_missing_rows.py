"""Rows that are gone: every total and every parent taken out in turn is told of, and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import evolve

from budgetdisclosure import read
from budgetdisclosure.compose import compose
from budgetdisclosure.model import FORMS, Disclosure, Kind, Line, Lines, Table, items
from budgetdisclosure.rules import Severity, audit, find_rule
from budgetdisclosure.testing import FACTS, Seeded, make_ledger

EXAMPLE = Path(__file__).parents[2] / "examples" / "final-accounts-2020.txt"
FINAL = ("hunan-2020", "shanghai-2024")
BUDGET = ("hunan-2026-budget", "jiangsu-2026-budget", "shanghai-2025-budget")
TOTALS = {
    items.TOTAL,
    items.GRAND_TOTAL,
    items.CURRENT_YEAR_REVENUE,
    items.CURRENT_YEAR_EXPENDITURE,
    items.PERSONNEL_TOTAL,
    items.RUNNING_TOTAL,
}
RULES = [find_rule("DIS-031"), find_rule("DIS-032")]
LISTS = ("income", "expenditure", "general_budget_expenditure", "government_fund", "state_capital")
Keep = Callable[[Table, Line], bool]


@cache
def made(form: str, seed: int) -> Disclosure:
    year = 2020 if form in FINAL else 2024
    ledger = make_ledger(Seeded(Random(seed)), year, 1 + 2 * seed)
    return compose(ledger, facts=FACTS, entity="某局", fiscal_year=year, form=form)


def kept(d: Disclosure, keep: Keep) -> Disclosure:
    """The disclosure with those rows of the nine tables alone that are to be kept."""
    tables: dict[str, Any] = {}
    for form in FORMS:
        table = d.form(form.ID)
        groups: dict[str, Any] = {
            name: Lines(line for line in lines if keep(table, line))
            for name, lines in table.groups()
        }
        tables[form.ID] = evolve(table, **groups)
    return evolve(d, **tables)


def told(d: Disclosure, rules: object = None) -> set[tuple[str, str]]:
    """What is said at warning or above, or not checked."""
    found = audit(d, RULES if rules is None else None, prove=False)
    grave = [f for f in found.findings if f.severity is not Severity.INFO]
    return {(f.rule.id, f.message.zh) for f in grave} | {
        (skip.rule.id, skip.reason.zh) for skip in found.skipped if skip.unchecked
    }


def prints(line: Line) -> bool:
    """Whether rounding cannot hide the row: it has a figure of a hundred last places or more."""
    return any(abs(figure.number) >= 1 for figure in line.figures().values())


def rows(d: Disclosure) -> Iterator[tuple[Table, Line]]:
    """The rows with money that have a code or an official term: a lone 合计 is a form of its own."""
    for form in FORMS:
        if form.ID != "three_public":
            table = d.form(form.ID)
            known = (line for line in table.all_lines() if line.code or line.item)
            yield from ((table, line) for line in known if prints(line))


def is_only_child(table: Table, line: Line) -> bool:
    """Whether the row is the only one below its parent."""
    parents = [other.code.parent for other in table.all_lines() if other.code]
    return line.code is not None and parents.count(line.code.parent) == 1


def is_above_others(table: Table, line: Line) -> bool:
    """Whether the row is a total, or one of several codes of a list that stand above others."""
    if line.item in TOTALS:
        return True
    held = {other.code.parent for other in table.all_lines() if other.code and prints(other)}
    printed = {other.code for other in table.all_lines()} & held - {None}
    lists = (*LISTS, "basic_expenditure")
    return table.id in lists and line.code in printed and len(printed) > 1


@pytest.mark.parametrize("form", [*FINAL, *BUDGET])
@pytest.mark.parametrize("seed", [2, 5, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 7))])
def test_each_total_and_each_parent_is_missed(form: str, seed: int) -> None:
    """Taken out alone it is told of; of the untouched document nothing is."""
    d = made(form, seed)
    assert not told(d)
    above = [(table, line) for table, line in rows(d) if is_above_others(table, line)]
    assert len(above) > 10
    for table, line in above:
        lacking = kept(d, lambda _, other, line=line: other is not line)  # type: ignore[misc]
        assert told(lacking), (table.id, line.key)


@pytest.mark.slow
@pytest.mark.parametrize("form", [*FINAL, *BUDGET])
def test_no_row_is_taken_out_unseen(form: str) -> None:
    """Whatever row with money is gone, one rule or another says more than before."""
    d = made(form, 5)
    before = told(d, "all")
    for table, line in rows(d):
        if table.id == "basic_expenditure" and is_only_child(table, line):
            continue  # what is left is a 类 that the form may print alone
        lacking = kept(d, lambda _, other, line=line: other is not line)  # type: ignore[misc]
        assert told(lacking, "all") - before, (table.id, line.key)


@pytest.mark.parametrize("number", [115, 118, 132, 133, 134, 137, 139, 154, 202, 207, 270])
def test_a_line_cut_out_of_the_example_is_told_of(number: int) -> None:
    """The row as the file has it, both sides of a summary at once."""
    text = EXAMPLE.read_text("utf-8").splitlines()
    del text[number - 1]
    assert told(read("\n".join(text).encode()))


def salaries(d: Disclosure) -> list[Line]:
    """The rows below 301 that print an amount."""
    return [one for one in d.basic_expenditure.lines if one.key[:3] == "301" and prints(one)][1:]


def test_the_one_code_that_a_full_list_lacks_is_told_beside_a_slip() -> None:
    """No other table prints it: what tells is that all others of its category stand there."""
    d = made("hunan-2020", 5)
    line = salaries(d)[0]
    found = audit(kept(d, lambda _, other: other is not line))
    (short,) = (one for one in found.findings if one.rule.id == "T06-301")
    assert f"漏印了“{line.key} {line.name}”一行" in str(short.correction)
    (suspect,) = found.suspects
    assert f"{line.key} {line.name}" in suspect.message.zh.partition("；如果没有漏印，则")[0]
    assert "; if none is, " in suspect.message.en


def test_where_two_codes_are_not_printed_none_is_named() -> None:
    d = made("hunan-2020", 5)
    one, other = salaries(d)[:2]
    found = audit(kept(d, lambda _, line: line not in (one, other)))
    assert "漏印" not in "".join(str(one.correction) for one in found.findings)


def test_final_accounts_of_which_the_total_stands_elsewhere_are_in_error() -> None:
    """Sister tables print their 合计, and the summary prints this one's amount."""
    d = made("hunan-2020", 2)
    lacking = kept(d, lambda table, line: table.id != "income" or line.item is None)
    (finding,) = audit(lacking, RULES, prove=False).findings
    assert finding.severity is Severity.ERROR
    assert d.income["合计"].total.digits.strip() in finding.message.zh
    as_budget = audit(evolve(lacking, kind=Kind.BUDGET), RULES, prove=False)
    assert [one.severity for one in as_budget.findings] == [Severity.WARNING]


@pytest.mark.parametrize("form", [*FINAL, *BUDGET])
def test_a_form_without_such_rows_is_not_accused(form: str) -> None:
    """Where no list has a 合计, or all print items alone, the form of the place has none."""
    d = made(form, 5)
    listed = evolve(d, others=())
    no_totals = kept(listed, lambda table, line: table.id not in LISTS or line.item is None)
    found = audit(no_totals, RULES, prove=False)
    assert not [one for one in found.findings if one.severity is Severity.ERROR]
    items_alone = kept(listed, lambda table, line: table.id not in LISTS or len(line.key) in (2, 7))
    assert not told(items_alone)


def test_a_summary_that_goes_straight_to_its_total_is_whole() -> None:
    """Some forms have no 本年收入合计 in either summary."""
    current = (items.CURRENT_YEAR_REVENUE, items.CURRENT_YEAR_EXPENDITURE)
    d = kept(made("hunan-2026-budget", 2), lambda _, line: line.item not in current)
    assert not told(d)


def test_a_row_under_another_name_that_says_the_sum_is_the_total() -> None:
    """The body's own name stands where 合计 would."""
    d = made("hunan-2020", 2)
    lines = [evolve(line, name="某局", item=None) if line.item else line for line in d.income.lines]
    named: Any = Lines(lines)
    assert not told(evolve(d, income=evolve(d.income, lines=named)))
