"""The proof of a disclosure: feasible where it was composed, and honest where it was spoiled."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Interval, Percentage, Unit, print_amount
from budgetdisclosure.codes import EconomicCode
from budgetdisclosure.compose.assemble import compose
from budgetdisclosure.model import (
    BasicExpenditureLine,
    BasicExpenditureTable,
    Disclosure,
    ExpenditureLine,
    ExpenditureTable,
    Lines,
)
from budgetdisclosure.model.edit import with_figure
from budgetdisclosure.place import CellRef
from budgetdisclosure.rules import Rule, Severity, Verdict, audit, catalogue, equal, ratio, same
from budgetdisclosure.rules.prove import DocumentProof, prove
from budgetdisclosure.rules.rule import BOTH
from budgetdisclosure.testing import Seeded, make_ledger
from budgetdisclosure.wording import Wording

f = Figure.parse
units = st.sampled_from(
    [(Unit.YUAN, 0), (Unit.YUAN, 2), (Unit.WAN, 2), (Unit.WAN, 6), (Unit.YI, 2)]
)


def proof_of(d: Disclosure) -> DocumentProof:
    """The proof within the audit."""
    found = audit(d).proof
    assert isinstance(found, DocumentProof)
    return found


@settings(max_examples=settings.default.max_examples // 3)
@given(st.integers(0, 10**6), units, st.integers(1, 6))
def test_what_was_printed_from_a_ledger_is_feasible(
    seed: int, unit: tuple[Unit, int], most: int
) -> None:
    """A witness exists, and printing it gives every figure of the document back."""
    ledger = make_ledger(Seeded(Random(seed)), 2020, most)
    d = compose(ledger, entity="某单位", fiscal_year=2020, unit=unit[0], places=unit[1])
    found = proof_of(d)
    assert found.feasible
    witness = found.witness()
    assert witness
    for figure in d.figures():
        if figure.cell in witness and figure.value is not None:
            printed = print_amount(witness[figure.cell], figure.unit, figure.places)
            assert printed.value == figure.value


@settings(max_examples=settings.default.max_examples // 5)
@given(st.integers(0, 10**6), st.integers(2, 400), st.booleans(), st.data())
def test_one_wrong_figure_is_among_the_suspects(
    seed: int, steps: int, up: bool, data: st.DataObject
) -> None:
    """Spoil a total that other tables restate: infeasible, and that cell is accused."""
    d = compose(make_ledger(Seeded(Random(seed)), 2020, 4), entity="某单位", fiscal_year=2020)
    total = d.expenditure.total_line
    assert total is not None
    right = total.total
    wrong = Figure.of(right.number + Decimal(steps if up else -steps) / 100, right.unit, 2)
    assert right.cell is not None
    found = proof_of(with_figure(d, right.cell, wrong))
    assert found.feasible is False
    accused = {
        suspect.printed.cell
        for contradiction in found.contradictions
        for way in contradiction.explanations
        for suspect in way
    }
    assert right.cell in accused


def test_the_example_determines_its_project_expenditure(root: Path) -> None:
    """The true range of a figure is sharper than its print: all other figures narrow it."""
    from budgetdisclosure.reading import read

    d = read(root / "examples" / "final-accounts-2020.txt")
    found = proof_of(d)
    assert found.feasible
    total = d.expenditure.total_line
    assert total is not None
    reach = found.true_range(total.project)
    assert reach is not None
    assert Interval(Decimal("46.045"), Decimal("46.05")).covers(reach)
    assert found.true_range(f("1.00")) is None
    amount = found.true_amount(total.project)
    assert amount is not None
    assert total.project.admits(amount)


def _only(*relations: object) -> Rule:
    return Rule("U-1", Wording("自定", "own"), "test", lambda d: relations, kinds=BOTH)  # type: ignore[arg-type,return-value]


def _cells(*texts: str) -> list[Figure]:
    return [f(text).at(None, CellRef("t", str(at), "c")) for at, text in enumerate(texts)]


def test_a_joint_contradiction_is_found_where_each_relation_holds() -> None:
    """Two sums that rounding explains one by one, and cannot explain together (R-04)."""
    one, other, more, less = _cells("0.10", "0.10", "0.21", "0.19")
    both = _only(equal(more, one, other), equal(less, one, other))
    result = audit(Disclosure(fiscal_year=2020), [both])
    assert all(check.verdict is Verdict.ROUNDING for check in result.checked)
    assert result.proof.feasible is False
    assert [finding.rule.id for finding in result.findings] == ["R-04"]
    assert "0.21" in result.findings[0].message.zh
    assert audit(Disclosure(fiscal_year=2020), [_only(equal(more, one, other))]).proof.feasible


def test_a_tail_is_no_suspect() -> None:
    """One quantity printed 326.71 and 326.72: called a tail, nobody accused."""
    one, other = _cells("326.71", "326.72")
    result = audit(Disclosure(fiscal_year=2020), [_only(same(one, other))])
    assert [finding.verdict for finding in result.findings] == [Verdict.TAIL]
    assert result.findings[0].severity is Severity.INFO
    assert result.proof.tail_only
    assert result.suspects == ()
    assert result.consistent
    assert "326.71" in result.proof.contradictions[0].message.zh


def test_the_summary_says_what_a_contradiction_counts() -> None:
    """Each is a set of figures; those that are mere tails are told apart, in both languages."""
    one, other, total, part = _cells("326.71", "326.72", "9.00", "2.00")
    wrong, tail = same(total, part), same(one, other)
    for relations, count, tails in (
        ((wrong, tail), "有 2 处矛盾", "，其中 1 处只是尾差。"),
        ((wrong,), "有 1 处矛盾", "）。"),
        ((tail,), "有 1 处矛盾", "，只需动末位一个单位即可配平。"),
    ):
        found = audit(Disclosure(fiscal_year=2020), [_only(*relations)]).proof
        said = found.summary().removesuffix("只看各表，存在一组真实金额正好印成各表。")
        assert count in said
        assert "一处是一组不可能同时都对的数" in said
        assert said.endswith(tails)
        assert "each a set of figures that cannot all be right" in found.summary("en")


def test_a_named_slip_is_said() -> None:
    """Two digits swapped in a part: the cell, where it should lie, and what it should read."""
    texts = ("150.64", "140.60", "46.05", "104.60", "104.60")
    total, basic, project, one, other = _cells(*texts)
    result = audit(
        Disclosure(fiscal_year=2020),
        [_only(equal(total, basic, project), same(basic, one), same(one, other))],
    )
    assert [suspect.printed.cell for suspect in result.suspects] == [basic.cell]
    said = result.suspects[0].message
    assert "两位数字颠倒，应为 104.60" in said.zh
    assert "two digits swapped, should read 104.60" in said.en
    assert result.to_dict()["suspects"][0]["slip"]


def test_a_wrong_percentage_is_accused_with_its_figures() -> None:
    """A percentage takes part in the system, and can be what is wrong."""
    part, whole = _cells("2106.66", "2940.05")
    wrong = Percentage.parse("71.73%")
    result = audit(Disclosure(fiscal_year=2020), [_only(ratio(wrong, part, whole))])
    assert result.findings[0].verdict is Verdict.CONFLICT
    assert result.proof.feasible is False
    right = audit(
        Disclosure(fiscal_year=2020), [_only(ratio(Percentage.parse("71.65%"), part, whole))]
    )
    assert right.proof.feasible


def test_only_rules_that_must_hold_enter() -> None:
    """A reason to ask is judged and reported, and is no equation of the system."""
    one, other = _cells("1.00", "2.00")
    asking = Rule(
        "U-2", Wording("自定", "own"), "test", lambda d: [same(one, other)], Severity.WARNING
    )
    result = audit(Disclosure(fiscal_year=2020), [asking])
    assert result.findings
    assert result.proof.feasible
    assert result.proof.relations == 0
    assert "没有可以联立的关系" in result.proof.summary()


def test_a_figure_finer_than_a_fen_is_proved_too() -> None:
    """万元 with eight decimals: parts of a fen, scaled so that all stays whole."""
    figures = [
        Figure.of(text, Unit.WAN, 8).at(None, CellRef("t", str(at), "c"))
        for at, text in enumerate(("0.00000003", "0.00000001", "0.00000002"))
    ]
    found = prove(audit(Disclosure(fiscal_year=2020), [_only(equal(*figures))]).checked)
    assert found.feasible


def test_two_figures_of_one_table_in_the_wrong_columns(root: Path) -> None:
    """The neighbour's value printed in a cell: located, and named where the chance is small."""
    lines = [
        ExpenditureLine(
            "合计", item="合计", total=f("9,876.54"), basic=f("1,111.11"), project=f("8,765.43")
        ),
    ]
    d = Disclosure(fiscal_year=2020, expenditure=ExpenditureTable(title="表", lines=Lines(lines)))
    assert audit(d).consistent
    cell = d.expenditure["合计"].basic.cell
    assert cell is not None
    spoiled = audit(with_figure(d, cell, f("8,765.43")))
    assert not spoiled.consistent
    assert spoiled.suspects


@pytest.mark.slow
def test_every_seed_of_a_thousand_is_feasible() -> None:
    """A thousand ledgers at every unit: no conflict, all feasible."""
    for seed in range(1000):
        dice = Random(seed)
        unit, places = dice.choice([(Unit.WAN, 2), (Unit.YUAN, 0), (Unit.YI, 2), (Unit.WAN, 4)])
        ledger = make_ledger(Seeded(dice), 2020, dice.randint(1, 6))
        d = compose(ledger, entity="某单位", fiscal_year=2020, unit=unit, places=places)
        result = audit(d)
        assert result.consistent, seed
        assert result.proof.feasible, seed


def test_the_catalogue_is_whole() -> None:
    """Every rule is found once, by its id."""
    ids = [rule.id for rule in catalogue()]
    assert len(ids) == len(set(ids))


def test_the_tables_of_the_founding_document_are_feasible(shared: Path) -> None:
    """Its text is a tail off; its tables have a witness, and it narrows 项目支出 as derived."""
    from budgetdisclosure.reading import read

    (file,) = (shared / "disclosures").glob("hunan-shifeng*.txt")
    d = read(file)
    found = proof_of(d)
    assert found.tail_only
    tables = found.tables or found
    assert tables.feasible
    total = d.expenditure.total_line
    assert total is not None
    for figure, low, high in (
        (total.project, "46.045", "46.050"),
        (total.basic, "104.595", "104.600"),
        (total.total, "150.640", "150.645"),
    ):
        reach = found.true_range(figure)
        assert reach is not None
        assert Interval(Decimal(low), Decimal(high)).covers(reach)
    witness = tables.witness()
    for figure in d.figures():
        if figure.cell in witness and figure.value is not None:
            assert print_amount(witness[figure.cell], figure.unit, figure.places) == figure


def _sections(*texts: str) -> list[Figure]:
    rows = [f"3010{at}" for at in range(1, len(texts) + 1)]
    figures = zip(rows, texts, strict=True)
    return [f(text).at(None, CellRef("t", row, "c")) for row, text in figures]


@pytest.mark.parametrize("wrong", range(4))
def test_where_nothing_tells_the_figures_apart_none_is_accused(wrong: int) -> None:
    """Whichever part of a sum is changed, all that it might be are told, and the one is there."""
    texts = ["48.90", "36.36", "25.25", "57.57"]
    (total,) = _cells("168.08")
    assert audit(Disclosure(), [_only(equal(total, *_sections(*texts)))]).proof.feasible
    texts[wrong] = str(Decimal(texts[wrong]) + Decimal("2.37"))
    parts = _sections(*texts)
    again = total.at(None, CellRef("t", "301", "d"))
    result = audit(Disclosure(), [_only(equal(total, *parts), same(total, again))])
    (suspect,) = result.suspects
    tied = [suspect, *suspect.tied]
    assert parts[wrong].cell in {one.printed.cell for one in tied}
    assert len(tied) == 4
    said = suspect.message
    assert said.zh.startswith("301 各款中有一个印错")
    assert "one of the sections of 301 is wrong" in said.en
    assert all(one.printed.digits in said.zh and one.printed.digits in said.en for one in tied)
    made = result.to_dict()["suspects"][0]
    assert [one["printed"] for one in made["tied"]] == [one.printed.digits for one in suspect.tied]
    assert made["message"] == said.zh


def test_a_cell_left_empty_among_printed_zeros_is_suspected_first() -> None:
    """The column prints its zeros, so a blank that only wants its number is no nothing."""
    rows = {"30101": "48.90", "30102": "0.00", "30103": "0.89", "30107": "0.00", "30113": ""}
    lines = [
        BasicExpenditureLine(row, EconomicCode(row), amount=f(text)) for row, text in rows.items()
    ]
    lines.append(BasicExpenditureLine("301", EconomicCode("301"), amount=f("56.97")))
    table = BasicExpenditureTable(title="基本支出表", lines=lines)
    d = Disclosure(fiscal_year=2020, basic_expenditure=table)
    amounts = {line.key: line.amount for line in d.basic_expenditure.lines}
    whole = amounts.pop("301")
    held = _only(equal(whole, *amounts.values()), same(whole, f("56.97").at(None, _AGAIN)))
    (suspect,) = audit(d, [held]).suspects
    assert suspect.printed.cell == amounts["30113"].cell
    assert "可能漏填" in suspect.message.zh


_AGAIN = CellRef("t", "again", "c")
