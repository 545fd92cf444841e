"""The tables a place prints beside the nine: made from the ledger, balanced with all the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount
from budgetdisclosure.compose import Entry, Flow, Ledger, Nature, Source, Stage, blanks, compose
from budgetdisclosure.compose.assemble import exact_disclosure
from budgetdisclosure.compose.form import load_form
from budgetdisclosure.errors import ModelError
from budgetdisclosure.model import Disclosure, OtherTable
from budgetdisclosure.reading import read
from budgetdisclosure.rules import Relation, Severity, Verdict, audit
from budgetdisclosure.testing import FACTS, Seeded, make_ledger, with_purchases
from budgetdisclosure.writing import FORMATS
from budgetdisclosure.writing.layout import sheets
from budgetdisclosure.writing.write import written

FORM = "jiangsu-2026-budget"
READABLE = tuple(name for name in FORMATS if name not in ("json", "csv"))
SOME = settings(
    max_examples=settings.default.max_examples // 7,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
BOUGHT = {"采购总额", "采购货物", "采购工程", "采购服务"}


def marked(seed: int, items: int) -> Ledger:
    chance = Seeded(Random(seed))
    ledger = with_purchases(make_ledger(chance, 2024, items), chance)
    enough = all(map(ledger.has, (Stage.INITIAL, Stage.PRIOR_BUDGET)))
    return ledger if enough else marked(seed + 1, items)


def made(ledger: Ledger, rounding: str = "controlled", **facts: object) -> Disclosure:
    known = {name: fact for name, fact in FACTS.items() if name not in BOUGHT} | facts
    return compose(
        ledger,
        entity="某局",
        fiscal_year=2024,
        form=FORM,
        rounding=rounding,  # type: ignore[arg-type]
        facts=known,  # type: ignore[arg-type]
    )


def table(disclosure: Disclosure, kind: str) -> OtherTable:
    return next(one for one in disclosure.others if one.id == kind)


def text(disclosure: Disclosure) -> str:
    return "".join(section.text for section in disclosure.walk_sections())


def fen(ledger: Ledger, wanted: Callable[[Entry], object]) -> int:
    planned = ledger.select(flow=Flow.EXPENDITURE, stage=Stage.INITIAL)
    return sum(entry.amount.fen for entry in planned if wanted(entry))


def is_running(entry: Entry) -> bool:
    basic = entry.nature is Nature.BASIC and entry.economic is not None
    return basic and str(entry.economic)[:3] not in ("301", "303")


@SOME
@given(st.integers(0, 10**6), st.integers(1, 9))
def test_every_table_adds_up_what_the_ledger_says(seed: int, items: int) -> None:
    ledger = marked(seed, items)
    exact = exact_disclosure(ledger, load_form(FORM), "某局", 2024)
    paid, basics, agency, bought = exact.others
    total = paid.lines[0].figures()
    assert total["合计"].printed_fen == fen(ledger, lambda e: e.source.appropriated)
    running = fen(ledger, lambda e: e.source.appropriated and is_running(e))
    assert total["基本支出/公用经费"].printed_fen == running
    for line in basics.coded():
        own = fen(
            ledger,
            lambda e, code=line.key: (  # type: ignore[misc]
                e.source.appropriated
                and e.nature is Nature.BASIC
                and str(e.economic).startswith(code)
            ),
        )
        assert line.figures()["合计"].printed_fen == own
    general = fen(ledger, lambda e: e.source is Source.GENERAL_BUDGET and is_running(e))
    assert agency.lines[0].figures()["机关运行经费支出"].printed_fen == general
    rows = {line.key: line.figures()["总计"].printed_fen for line in bought.lines}
    assert rows["合计"] == fen(ledger, lambda e: e.procurement)
    for kind in ("货物", "工程", "服务"):
        own = fen(ledger, lambda e, kind=kind: e.procurement and e.procurement.value == kind)  # type: ignore[misc]
        assert rows.get(kind, 0) == own


@SOME
@given(st.integers(0, 10**6), st.integers(1, 9))
def test_thirteen_tables_and_the_text_balance_together(seed: int, items: int) -> None:
    disclosure = made(marked(seed, items))
    assert len(disclosure.tables) == 13
    assert not [sheet.title for sheet in sheets(disclosure) if sheet.lost]
    found = audit(disclosure, prove=False)
    serious = [one.message.zh for one in found.findings if one.severity is not Severity.INFO]
    assert not [said for said in serious if "请填写" not in said]  # no year before was drawn
    sums = [
        c for c in found.checked if isinstance(c.relation, Relation) and "%" not in c.message.zh
    ]
    assert not [c.message.zh for c in sums if c.verdict is not Verdict.EXACT]


@SOME
@given(st.integers(0, 10**6), st.integers(1, 9))
def test_one_amount_is_printed_one_way_in_every_table(seed: int, items: int) -> None:
    ledger = marked(seed, items)
    disclosure = made(ledger)
    basic = disclosure.basic_expenditure
    agency = table(disclosure, "agency_operating_costs")
    for line in agency.coded():
        assert line.figures()["机关运行经费支出"] == basic[line.key].running
    total = agency.lines[0].figures()["机关运行经费支出"]
    assert total.number == basic["合计"].running.number
    assert f"机关运行经费预算支出{total.number:,.2f}万元" in text(disclosure)
    bought = table(disclosure, "procurement")["合计"].figures()["总计"].number
    marks = any(entry.procurement for entry in ledger)
    assert not marks or f"采购支出预算总额{bought:,.2f}万元" in text(disclosure)


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("seed", [3, 8, 21])
def test_the_tables_read_back(name: str, seed: int) -> None:
    there = made(marked(seed, 6))
    back = read(written(there, f"a.{name}"))
    assert [one.id for one in back.tables] == [one.id for one in there.tables]
    for one in there.others:
        assert table(back, one.id) == one


def test_answers_stand_where_the_ledger_marks_no_purchase() -> None:
    ledger = make_ledger(Seeded(Random(3)), 2024, 9)
    asked = made(ledger)
    assert {blank.name for blank in blanks(asked)} >= BOUGHT
    assert not any("未安排政府采购" in note for note in table(asked, "procurement").notes)
    wan = {"采购货物": 1, "采购工程": 2, "采购服务": 3}
    answers: dict[str, object] = {name: Amount(n * 1_000_000) for name, n in wan.items()}
    whole = made(ledger, **answers)
    figures = [str(line.figures()["总计"]) for line in table(whole, "procurement").lines]
    assert figures == ["6.00万元", "1.00万元", "2.00万元", "3.00万元"]
    assert "采购支出预算总额6.00万元" in text(whole)
    none = made(ledger, 采购总额=Amount(0))
    assert any("未安排政府采购" in note for note in table(none, "procurement").notes)
    assert not {blank.name for blank in blanks(none)} & BOUGHT


def test_operating_costs_that_are_not_all_running_costs_are_a_person_s_to_say() -> None:
    ledger = make_ledger(Seeded(Random(3)), 2024, 9)
    less = made(ledger, 机关运行经费=Amount(70_000_000))
    (line,) = table(less, "agency_operating_costs").lines
    assert str(line.figures()["机关运行经费支出"]) == "70.00万元"
    assert "机关运行经费预算支出70.00万元" in text(less)
    assert any("只列合计" in remark.reason.zh for remark in less.remarks)
    none = made(ledger, 机关运行经费=Amount(0))
    assert any("无一般公共预算机关运行" in n for n in table(none, "agency_operating_costs").notes)


def test_basic_expenditure_without_an_economic_code_is_not_split() -> None:
    ledger = make_ledger(Seeded(Random(3)), 2024, 9)
    bare = Ledger(
        tuple(
            evolve(entry, economic=None) if entry.stage is Stage.INITIAL else entry
            for entry in ledger
        )
    )
    disclosure = made(bare)
    columns = list(table(disclosure, "appropriation_expenditure").lines[0].figures())
    assert columns == ["合计", "基本支出", "项目支出"]
    assert disclosure.general_budget_expenditure.lines[0].personnel.is_absent


def test_a_table_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    form = tmp_path / "某市.toml"
    form.write_text('base = "national-budget"\n[tables.projects]\ntitle = "项目表"\n', "utf-8")
    with pytest.raises(ModelError, match="不能编制的表"):
        load_form(str(form))
