from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.codes import FunctionCode, Level, function_codes
from budgetdisclosure.compose.assemble import compose
from budgetdisclosure.compose.entry import APPROPRIATIONS
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules import Severity, Verdict, audit
from budgetdisclosure.testing import (
    Corruption,
    Seeded,
    Slip,
    codes,
    corrupt,
    corruptions,
    disclosures,
    ledgers,
    make_ledger,
    prints,
)

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@given(codes(FunctionCode, 2024, Level.ITEM))
def test_codes_hold_in_their_year(code: FunctionCode) -> None:
    assert code in function_codes(2024)
    assert code.level is Level.ITEM


@settings(
    suppress_health_check=SLOW, deadline=None, max_examples=settings.default.max_examples // 3
)
@given(ledgers(2020))
def test_no_balance_of_a_made_up_ledger_is_negative(ledger: Ledger) -> None:
    assert ledger.entries
    assert all(ledger.closing(source).fen >= 0 for source in APPROPRIATIONS)


def conflicts(disclosure: Disclosure) -> list[str]:
    found = audit(disclosure, prove=False)
    wrong = [f"{f}" for f in found.findings if f.severity is Severity.ERROR]
    return wrong + [c.message.zh for c in found.checked if c.verdict is Verdict.CONFLICT]


@settings(
    suppress_health_check=SLOW, deadline=None, max_examples=settings.default.max_examples // 3
)
@given(disclosures())
def test_what_is_printed_from_a_ledger_holds(disclosure: Disclosure) -> None:
    assert not conflicts(disclosure)


@pytest.mark.slow
@settings(suppress_health_check=SLOW, deadline=None, max_examples=1000)
@given(st.sampled_from([2018, 2019, 2020, 2022, 2024, 2026]), st.data())
def test_what_is_printed_from_a_thousand_ledgers_holds(year: int, data: st.DataObject) -> None:
    assert not conflicts(data.draw(disclosures(year=year, most_items=10)))


@settings(
    suppress_health_check=SLOW, deadline=None, max_examples=settings.default.max_examples // 3
)
@given(disclosures(most_items=2), st.data())
def test_a_corruption_changes_one_figure_and_no_other(
    disclosure: Disclosure, data: st.DataObject
) -> None:
    assume(any(figure.number for figure in disclosure.figures()))
    spoiled: Corruption = data.draw(corruptions(disclosure))
    pairs = zip(disclosure.figures(), spoiled.disclosure.figures(), strict=True)
    changed = [(old, new) for old, new in pairs if old != new]
    assert changed == [(spoiled.before, spoiled.after)]
    assert changed[0][1].cell == spoiled.cell
    assert spoiled.moved != 0


@given(prints())
def test_one_ledger_prints_at_any_unit(form: tuple[Unit, int]) -> None:
    unit, places = form
    ledger = make_ledger(Seeded(Random(3)), 2020, 5)
    made = compose(ledger, entity="某单位", fiscal_year=2020, unit=unit, places=places)
    figures = [figure for figure in made.figures() if not figure.is_blank]
    assert {(figure.unit, figure.places) for figure in figures} == {form}
    assert not conflicts(made)


@settings(
    suppress_health_check=SLOW, deadline=None, max_examples=settings.default.max_examples // 3
)
@given(disclosures(most_items=5), st.integers(20, 10**6), st.data())
def test_a_leaf_moved_by_more_than_its_slack_is_a_conflict(
    disclosure: Disclosure, steps: int, data: st.DataObject
) -> None:
    leaves = [
        line.figures()[column]
        for line in disclosure.expenditure.lines
        for column in ("basic", "project")
        if len(line.key) == 7 and line.figures()[column].number
    ]
    assume(leaves)
    leaf = data.draw(st.sampled_from(leaves))
    moved = leaf.number + Decimal(steps).scaleb(-leaf.places)
    spoiled = corrupt(disclosure, leaf.cell, Slip.STEPS, Figure(moved, leaf.unit, leaf.places))
    found = audit(spoiled.disclosure, prove=False)
    accused = [f for f in found.findings if f.verdict is Verdict.CONFLICT]
    assert any(leaf.cell == figure.cell for f in accused for figure in f.figures)
