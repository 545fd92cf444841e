"""A composed disclosure, its text included, against every rule of the library."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetdisclosure.compose import compose
from budgetdisclosure.rules import Severity, Verdict, audit
from budgetdisclosure.testing import FACTS, Seeded, make_ledger

FORMS = ("hunan-2020", "shanghai-2024")


def check(seed: int, items: int, form: str, rounding: str) -> None:
    ledger = make_ledger(Seeded(Random(seed)), 2020, items)
    made = compose(
        ledger,
        entity="某局",
        fiscal_year=2020,
        form=form,
        rounding=rounding,  # type: ignore[arg-type]
        facts=FACTS,
    )
    found = audit(made, prove=False)
    assert not [str(f) for f in found.findings if f.severity is Severity.ERROR]
    assert not [c.message.zh for c in found.checked if c.verdict is Verdict.CONFLICT]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rounding", ["plain", "controlled"])
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_it_passes_every_rule(seed: int, form: str, rounding: str) -> None:
    check(seed, 1 + 2 * seed, form, rounding)


@pytest.mark.slow
@settings(deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 10**9),
    st.integers(1, 15),
    st.sampled_from(FORMS),
    st.sampled_from(["plain", "controlled"]),
)
def test_a_thousand_pass_every_rule(seed: int, items: int, form: str, rounding: str) -> None:
    check(seed, items, form, rounding)
