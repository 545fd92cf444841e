from __future__ import annotations

from random import Random

import pytest

from budgetdisclosure.compose import Flow, Stage, compose
from budgetdisclosure.model import Kind
from budgetdisclosure.rules import Verdict, audit
from budgetdisclosure.testing import Seeded, make_ledger


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rounding", ["plain", "controlled"])
def test_a_budget_is_made_of_what_was_planned(seed: int, rounding: str) -> None:
    ledger = make_ledger(Seeded(Random(seed)), 2024, 6)
    how = {"rounding": rounding, "form": "national-budget"}
    made = compose(ledger, entity="某局", fiscal_year=2024, **how)  # type: ignore[arg-type]
    assert made.kind is Kind.BUDGET
    planned = ledger.sum(flow=Flow.EXPENDITURE, stage=Stage.INITIAL)
    assert abs(made.expenditure["合计"].total.printed_fen - planned.fen) < 10_000
    assert len(made.three_public.lines) <= 1
    found = audit(made, prove=False)
    assert found.checked
    wanted = {Verdict.EXACT} if rounding == "controlled" else set(Verdict) - {Verdict.CONFLICT}
    assert {check.verdict for check in found.checked} <= wanted
