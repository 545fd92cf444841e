"""Every rule of tables and forms: a passing case, a failing case, and one where it does not apply.

Equations are tried generically: on a consistent disclosure each relation of the rule holds; one
figure moved far away makes the same rule report. Rules of form have their cases written out.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from attrs import evolve

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.codes.code import EconomicCode, FunctionCode
from budgetdisclosure.compose.assemble import compose
from budgetdisclosure.model import (
    FORMS,
    AppropriationExpenditureLine,
    AppropriationRevenueLine,
    AppropriationSummaryTable,
    BasicExpenditureLine,
    BasicExpenditureTable,
    Disclosure,
    ExpenditureLine,
    ExpenditureTable,
    FundLine,
    GeneralBudgetLine,
    GeneralBudgetTable,
    GovernmentFundTable,
    IncomeTable,
    Kind,
    Line,
    Lines,
    OtherTable,
    Section,
    StateCapitalTable,
    SummaryExpenditureLine,
    SummaryRevenueLine,
    SummaryTable,
    Table,
    ThreePublicLine,
    ThreePublicTable,
    items,
)
from budgetdisclosure.model.edit import with_figure
from budgetdisclosure.rules import Rule, Sense, Verdict, audit, catalogue, find_rule
from budgetdisclosure.rules.relation import Relation
from budgetdisclosure.testing import Seeded, make_ledger

f = Figure.parse
ARITHMETIC_GROUPS = ("T0", "X-", "B-")
WITH_OTHERS = ("T01-009", "X-BUDGET", "X-SUB")  # tests/rules/test_beside.py
OF_TWO_YEARS = ("B-16", "B-17", "B-19")  # test_other_tables.py, test_year_columns.py
SEEDS = (0, 1, 2, 3, 10, 28, 35)
"""Ledgers that between them have what every one of these rules looks at."""
TEXT_RULES = ("B-10", "B-11", "B-12", "B-13", "B-14", "B-18")


@cache
def composed(seed: int) -> Disclosure:
    """A disclosure composed from a made-up ledger: many funds, every kind of revenue."""
    return compose(make_ledger(Seeded(Random(seed)), 2020, 8), entity="某单位", fiscal_year=2020)


def consistent(seed: int, kind: Kind = Kind.FINAL) -> Disclosure:
    """The same as a disclosure of that kind."""
    return evolve(composed(seed), kind=kind)


def table_rules() -> Iterable[Rule]:
    """The rules of this file: those about tables, not about text or self-evaluations."""
    return (
        rule
        for rule in catalogue()
        if rule.id.startswith(ARITHMETIC_GROUPS)
        and rule.id not in (*TEXT_RULES, *WITH_OTHERS, *OF_TWO_YEARS)
    )


def relations_of(rule: Rule, d: Disclosure) -> list[Relation]:
    """The linear relations the rule asserts of a disclosure."""
    return [one for one in rule.check(d) if isinstance(one, Relation)]


def subject(rule: Rule) -> tuple[Disclosure, Relation] | None:
    """A consistent disclosure of which the rule asserts a relation with a figure that is printed."""
    for seed in SEEDS:
        for kind in rule.kinds:
            d = consistent(seed, kind)
            for relation in relations_of(rule, d) if rule.applies_to(d) else ():
                if any(figure.number for figure in relation.figures):
                    return d, relation
    return None


ARITHMETIC = [rule for rule in table_rules() if subject(rule) is not None]


@pytest.mark.parametrize("rule", ARITHMETIC, ids=lambda rule: rule.id)
def test_an_equation_passes_and_fails(rule: Rule) -> None:
    """All relations of a consistent disclosure hold; a figure moved far away is reported."""
    found = subject(rule)
    assert found is not None
    d, relation = found
    assert not [one for one in audit(d, [rule], prove=False).checked if not one.verdict.holds]
    moved = relation.left[0].figure
    assert moved.cell is not None
    spoiled = with_figure(d, moved.cell, Figure.of(moved.number + 10**7, moved.unit, moved.places))
    findings = audit(spoiled, [rule], prove=False).findings
    assert [one for one in findings if one.verdict is Verdict.CONFLICT], relation
    assert all(one.rule is rule for one in findings)
    assert any(moved.cell in {figure.cell for figure in one.figures} for one in findings)


@pytest.mark.parametrize("rule", list(table_rules()), ids=lambda rule: rule.id)
def test_an_empty_document_is_not_passed(rule: Rule) -> None:
    """Where there is nothing to look at, the rule says so and finds nothing."""
    for kind in rule.kinds:
        result = audit(Disclosure(fiscal_year=2020, kind=kind), [rule], prove=False)
        assert not result.findings
        assert not result.checked
        assert not result.passed
        assert [skipped.rule for skipped in result.skipped]


def test_inequalities_fail_one_way_only() -> None:
    """A part below its whole is fine however far below."""
    for rule in ARITHMETIC:
        found = subject(rule)
        assert found is not None
        d, relation = found
        if relation.sense is Sense.AT_MOST:
            part = relation.left[0].figure
            assert part.cell is not None
            lower = with_figure(d, part.cell, Figure.of(0, part.unit, 2))
            assert not [
                one
                for one in audit(lower, [rule], prove=False).findings
                if part.cell in {figure.cell for figure in one.figures}
            ]


def _first(table: Table) -> Line:
    return next(line for line in table.all_lines() if line.code is not None)


def _with_lines(table: ExpenditureTable, *lines: ExpenditureLine) -> ExpenditureTable:
    return evolve(table, lines=Lines((*table.lines, *lines)))


BASE = consistent(35)
EXPENDITURE = BASE.expenditure


def _renamed(name: str) -> Disclosure:
    first, *rest = (line for line in EXPENDITURE.lines if line.code is not None)
    lines = Lines((evolve(first, name=name), *rest))
    return evolve(BASE, expenditure=evolve(EXPENDITURE, lines=lines))


def _economic(code: str, amount: str) -> Disclosure:
    line = BasicExpenditureLine("某科目", EconomicCode.parse(code), amount=f(amount))
    return Disclosure(
        fiscal_year=2020, basic_expenditure=BasicExpenditureTable(title="表", lines=Lines((line,)))
    )


def _fund(
    table: type[GovernmentFundTable] | type[StateCapitalTable], code: str, name: str = "某科目"
) -> Disclosure:
    line = FundLine(name, FunctionCode.parse(code), total=f("1.00"))
    made = table(title=table.TITLE, lines=Lines((line,)))
    return evolve(Disclosure(fiscal_year=2020), **{table.ID: made})


def _three_public(*lines: ThreePublicLine, notes: tuple[str, ...] = ()) -> Disclosure:
    table = ThreePublicTable(title="“三公”经费支出决算表", notes=notes, lines=Lines(lines))
    return Disclosure(fiscal_year=2020, three_public=table)


NOTHING_SPENT = ThreePublicLine("", item=items.ACTUAL, total=f(""), vehicle_purchase=f(""))
SPENT = ThreePublicLine("", item=items.ACTUAL, total=f("1.00"), official_vehicles=f("1.00"))

FAILING: dict[str, Callable[[], Disclosure]] = {
    "DIS-003": lambda: evolve(BASE, expenditure=ExpenditureTable()),
    "DIS-004": lambda: evolve(
        BASE,
        expenditure=_with_lines(
            EXPENDITURE, ExpenditureLine("某类", FunctionCode.parse("217"), total=f("1.00"))
        ),
    ),
    "DIS-005": lambda: _economic("301", "1.00"),
    "DIS-006": lambda: _three_public(SPENT),
    "DIS-015": lambda: _three_public(NOTHING_SPENT),
    "DIS-016": lambda: _three_public(SPENT, notes=("注：本单位无“三公”经费支出，故本表无数据。",)),
    "DIS-018": lambda: evolve(BASE, sections=(Section("2019年度部门决算情况说明"),)),
    "DIS-020": lambda: evolve(
        BASE, state_capital=evolve(BASE.state_capital, title="国有资产经营预算财政拨款支出决算表")
    ),
    "DIS-022": lambda: evolve(BASE, expenditure=evolve(EXPENDITURE, unit=Unit.YI)),
    "DIS-023": lambda: evolve(
        BASE,
        expenditure=evolve(EXPENDITURE, number="公开02表"),
        income=evolve(BASE.income, number="公开02表"),
    ),
    "DIS-028": lambda: evolve(
        BASE,
        summary=evolve(
            BASE.summary,
            expenditure=Lines(
                evolve(line, name="本年支出口计")
                if line.item == items.CURRENT_YEAR_EXPENDITURE
                else line
                for line in BASE.summary.expenditure
            ),
        ),
    ),
    "DIS-031": lambda: evolve(
        BASE,
        expenditure=evolve(
            EXPENDITURE, lines=Lines(line for line in EXPENDITURE.lines if line.code is not None)
        ),
    ),
    "DIS-032": lambda: evolve(
        BASE,
        expenditure=evolve(
            EXPENDITURE, lines=Lines(line for line in EXPENDITURE.lines if line.key != "208")
        ),
    ),
    "DIS-033": lambda: with_figure(
        BASE, _cell(BASE.expenditure.figures()), Figure(None, text="48.9O")
    ),
    "DIS-040": lambda: evolve(
        BASE, others=(OtherTable(kind="expenditure_2", title="支出决算表", lines=Lines()),)
    ),
    "R-06": lambda: with_figure(
        BASE, _cell(BASE.expenditure.figures()), Figure.of("1.234", Unit.WAN, 3)
    ),
    "T01-006": lambda: evolve(
        BASE,
        summary=evolve(
            BASE.summary,
            expenditure=Lines(
                line for line in BASE.summary.expenditure if line.item != items.CLOSING_CARRYOVER
            ),
        ),
    ),
    "T02-005": lambda: evolve(BASE, income=evolve(BASE.income, lines=_doubled(BASE.income.lines))),
    "T03-005": lambda: evolve(
        BASE, expenditure=evolve(EXPENDITURE, lines=Lines(reversed(EXPENDITURE.lines)))
    ),
    "T03-006": lambda: _renamed("另一个名称"),
    "T03-007": lambda: with_figure(BASE, _cell(EXPENDITURE.figures()), f("-1.00")),
    "T06-023": lambda: _economic("30177", "1.00"),
    "T06-024": lambda: _economic("309", "1.00"),
    "T07-004": lambda: _three_public(NOTHING_SPENT),
    "T05-008": lambda: _housing("2120801"),
    "T08-004": lambda: _fund(GovernmentFundTable, "2010101"),
    "T08-006": lambda: _fund(GovernmentFundTable, "2120801", "另一个名称"),
    "T09-004": lambda: _fund(StateCapitalTable, "2010101"),
    "T09-006": lambda: _fund(StateCapitalTable, "2230101", "另一个名称"),
    "X-0305-3": lambda: evolve(
        BASE, expenditure=evolve(EXPENDITURE, lines=Lines(EXPENDITURE.lines[:2]))
    ),
}


def _economic_tree(*rows: tuple[str, str]) -> Disclosure:
    lines = [BasicExpenditureLine(code, EconomicCode(code), amount=f(text)) for code, text in rows]
    return evolve(
        Disclosure(fiscal_year=2020),
        basic_expenditure=BasicExpenditureTable(title="表", lines=Lines(lines)),
    )


def _basic_totals(*rows: tuple[str, str]) -> Disclosure:
    lines = [BasicExpenditureLine(item, item=item, amount=f(text)) for item, text in rows]
    return evolve(
        Disclosure(fiscal_year=2020),
        basic_expenditure=BasicExpenditureTable(title="表", lines=Lines(lines)),
    )


def _summary(revenue: dict[str, str], expenditure: dict[str, str]) -> Disclosure:
    table = SummaryTable(
        title="收入支出决算总表",
        revenue=Lines(SummaryRevenueLine(i, item=i, revenue=f(t)) for i, t in revenue.items()),
        expenditure=Lines(
            SummaryExpenditureLine(i, item=i, expenditure=f(t)) for i, t in expenditure.items()
        ),
    )
    return Disclosure(fiscal_year=2020, summary=table)


def _appropriation(line: AppropriationExpenditureLine, **revenue: str) -> Disclosure:
    rows = [AppropriationRevenueLine(i, item=i, revenue=f(t)) for i, t in revenue.items()]
    table = AppropriationSummaryTable(title="表", revenue=Lines(rows), expenditure=Lines((line,)))
    return Disclosure(fiscal_year=2020, appropriation_summary=table)


def _capital_in_two_tables(printed: str) -> Disclosure:
    total = FundLine("合计", item="合计", revenue=f(printed), total=f("1.00"))
    own = StateCapitalTable(title="表", lines=Lines((total,)))
    summary = _appropriation(AppropriationExpenditureLine(), **{items.STATE_CAPITAL: "1.00"})
    return evolve(summary, state_capital=own)


def _without_projects(actual: str) -> Disclosure:
    total = ExpenditureLine("合计", item="合计", total=f("9.00"), project=f("0.00"))
    reception = BasicExpenditureLine("公务接待费", EconomicCode("30217"), amount=f("1.00"))
    spent = ThreePublicLine("", item=items.ACTUAL, official_reception=f(actual))
    return Disclosure(
        fiscal_year=2020,
        expenditure=ExpenditureTable(title="表", lines=Lines((total,))),
        basic_expenditure=BasicExpenditureTable(title="表", lines=Lines((reception,))),
        three_public=ThreePublicTable(title="表", lines=Lines((spent,))),
    )


def _fund_row(closing: str) -> Disclosure:
    line = FundLine(
        "合计",
        item="合计",
        opening_carryover=f("1.00"),
        revenue=f("5.00"),
        total=f("4.00"),
        closing_carryover=f(closing),
    )
    table = StateCapitalTable(title="表", lines=Lines((line,)))
    return Disclosure(fiscal_year=2020, state_capital=table)


def _housing(function: str) -> Disclosure:
    line = GeneralBudgetLine("某项", FunctionCode(function), total=f("7.18"))
    table = GeneralBudgetTable(title="表", lines=Lines((line,)))
    return evolve(_economic_tree(("30113", "7.18")), general_budget_expenditure=table)


DISTRIBUTED = {items.BALANCE_DISTRIBUTION: "1.00", items.CLOSING_CARRYOVER: "0.00"}
CASES: dict[str, tuple[Callable[[], Disclosure], Callable[[], Disclosure]]] = {
    "T01-007": (
        lambda: _summary({items.OTHER_REVENUE: "0.00"}, DISTRIBUTED),
        lambda: _summary({items.OTHER_REVENUE: "2.00"}, DISTRIBUTED),
    ),
    "T01-008": (
        lambda: _summary({items.NON_APPROPRIATION_BALANCE_USED: "1.00"}, {}),
        lambda: _summary({items.NON_APPROPRIATION_BALANCE_USED: "0.00"}, {}),
    ),
    "T04-009": (
        lambda: _appropriation(
            AppropriationExpenditureLine("教育", FunctionCode("205"), state_capital=f("1.00"))
        ),
        lambda: _appropriation(
            AppropriationExpenditureLine("国资", FunctionCode("223"), state_capital=f("1.00"))
        ),
    ),
    "T04-010": (
        lambda: _appropriation(
            AppropriationExpenditureLine("抗疫", FunctionCode("234"), general_budget=f("1.00"))
        ),
        lambda: _appropriation(
            AppropriationExpenditureLine("抗疫", FunctionCode("234"), government_fund=f("1.00"))
        ),
    ),
    "T06-307": (
        lambda: _economic_tree(("307", "2.00"), ("30701", "1.00")),
        lambda: _economic_tree(("307", "2.00"), ("30701", "2.00")),
    ),
    "T06-399": (
        lambda: _economic_tree(("399", "2.00"), ("39906", "1.00")),
        lambda: _economic_tree(("399", "2.00"), ("39906", "2.00")),
    ),
    "T06-011": (
        lambda: _economic_tree(("312", "2.00"), ("31204", "1.00")),
        lambda: _economic_tree(("312", "2.00"), ("31204", "2.00")),
    ),
    "T06-022": (
        lambda: _basic_totals(
            (items.TOTAL, "3.00"), (items.PERSONNEL_TOTAL, "1.00"), (items.RUNNING_TOTAL, "1.00")
        ),
        lambda: _basic_totals(
            (items.TOTAL, "3.00"), (items.PERSONNEL_TOTAL, "1.00"), (items.RUNNING_TOTAL, "2.00")
        ),
    ),
    "T09-001": (lambda: _fund_row("1.00"), lambda: _fund_row("2.00")),
    "X-0409-2": (lambda: _capital_in_two_tables("3.00"), lambda: _capital_in_two_tables("1.00")),
    "X-0506-2": (lambda: _housing("2010101"), lambda: _housing("2210201")),
    "X-0607-5": (lambda: _without_projects("2.00"), lambda: _without_projects("1.00")),
}


@pytest.mark.parametrize("rule_id", sorted(CASES))
def test_a_rule_with_cases_of_its_own(rule_id: str) -> None:
    """The first document breaks the rule, the second, one step away, does not."""
    broken, sound = CASES[rule_id]
    rule = find_rule(rule_id)
    assert audit(broken(), [rule], prove=False).findings
    result = audit(sound(), [rule], prove=False)
    assert not result.findings
    assert result.checked or result.passed


def _cell(figures: Iterable[Figure]):  # type: ignore[no-untyped-def]
    return next(figure.cell for figure in figures if figure.number != 0)


def _doubled(lines: Iterable[Line]) -> Lines:  # type: ignore[type-arg]
    held = list(lines)
    return Lines((*held, held[-1]))


@pytest.mark.parametrize("rule_id", sorted(FAILING))
def test_a_rule_of_form_fails(rule_id: str) -> None:
    """The case written for it is reported by the rule, with words in both languages."""
    rule = find_rule(rule_id)
    findings = audit(FAILING[rule_id](), [rule], prove=False).findings
    assert findings
    for finding in findings:
        assert finding.message.zh
        assert finding.message.en
        assert finding.to_dict()["rule"] == rule_id


PASSING_ELSEWHERE: dict[str, Callable[[], Disclosure]] = {
    "DIS-018": lambda: evolve(
        BASE, sections=(Section("2020年度部门决算情况说明"), Section("与2019年相比"))
    ),
    "T06-024": lambda: _economic("309", "0.00"),
    "T07-004": lambda: _three_public(NOTHING_SPENT, notes=("本单位没有“三公”经费支出。",)),
    "T08-004": lambda: _fund(GovernmentFundTable, "2120801"),
    "T08-006": lambda: _fund(GovernmentFundTable, "2120801", "征地和拆迁补偿支出"),
    "T09-004": lambda: _fund(StateCapitalTable, "2230101"),
    "T09-006": lambda: _fund(StateCapitalTable, "2230101", "厂办大集体改革支出"),
}


@pytest.mark.parametrize("rule_id", sorted(FAILING))
def test_a_rule_of_form_passes(rule_id: str) -> None:
    """On a consistent disclosure the rule looked and found all in order."""
    result = audit(
        PASSING_ELSEWHERE.get(rule_id, lambda: BASE)(), [find_rule(rule_id)], prove=False
    )
    assert not result.findings
    assert result.passed


def test_every_table_rule_has_its_cases() -> None:
    """No rule of tables or forms is without a failing case."""
    tried = {rule.id for rule in ARITHMETIC} | FAILING.keys() | CASES.keys()
    alike = {"T02-006", "T05-005", "T05-006", "T02-007", "T05-007"}  # made with those of T03
    only_records = {"T07-005"}
    assert {rule.id for rule in table_rules()} <= tried | alike | only_records


def test_every_researched_rule_is_made_or_listed_with_why_not(shared: Path) -> None:
    """Each id of the research stands in the catalogue or in the list of those not made."""
    with (shared / "rules" / "rules.csv").open(encoding="utf-8") as rows:
        researched = {row["id"] for row in csv.DictReader(rows)}
    listed = files("budgetdisclosure.rules") / "data" / "not_implemented.csv"
    with listed.open(encoding="utf-8") as rows:
        excused = {row["id"]: row["why"] for row in csv.DictReader(rows)}
    made = {rule.id for rule in catalogue()}
    assert all(excused.values())
    assert not made & excused.keys()
    assert researched <= made | excused.keys()


def test_rules_without_a_source_do_not_exist() -> None:
    """Each rule names its source, its words in both languages, and a docstring that restates it."""
    for rule in catalogue():
        assert rule.source, rule.id
        assert rule.title.zh, rule.id
        assert rule.title.en, rule.id
        assert rule.check.__doc__, rule.id


def test_forms_of_before_2020_are_eight() -> None:
    """A 2019 disclosure without the state capital table is complete."""
    old = evolve(BASE, fiscal_year=2019, state_capital=StateCapitalTable())
    assert not audit(old, [find_rule("DIS-003")], prove=False).findings
    new = evolve(BASE, state_capital=StateCapitalTable())
    assert audit(new, [find_rule("DIS-003")], prove=False).findings


def test_another_form_is_not_called_incomplete() -> None:
    """A document with fewer than half of the nine tables follows another form."""
    few = Disclosure(fiscal_year=2020, income=BASE.income, expenditure=BASE.expenditure)
    result = audit(few, [find_rule("DIS-003")], prove=False)
    assert not result.findings
    assert result.skipped[0].unchecked
    assert len(FORMS) == 9
    assert IncomeTable.ID == "income"
