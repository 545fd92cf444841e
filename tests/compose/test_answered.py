"""“三公” budgets that a person answers: one number in the table and in the sentence."""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount
from budgetdisclosure.compose import Ledger, Stage, blanks, compose
from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules import Severity, audit
from budgetdisclosure.testing import FACTS, Seeded, ledgers, make_ledger

PLANS = (Stage.INITIAL, Stage.ADJUSTED)
ROUNDINGS = ("plain", "controlled")
LEAVES = {
    "因公出国（境）费预算": "overseas_travel",
    "公务用车购置费预算": "vehicle_purchase",
    "公务用车运行维护费预算": "vehicle_running",
    "公务接待费预算": "official_reception",
}
ALL = {"三公预算": "total", "公务用车购置及运行维护费预算": "official_vehicles"} | LEAVES
SOME = settings(
    max_examples=settings.default.max_examples // 8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def untold(ledger: Ledger) -> Ledger:
    """The ledger without any budget."""
    return Ledger(tuple(entry for entry in ledger if entry.stage not in PLANS))


def made(ledger: Ledger, form: str, facts: dict[str, object], rounding: str) -> Disclosure:
    return compose(
        ledger,
        entity="某局",
        fiscal_year=2020,
        form=form,
        facts=FACTS | facts,  # type: ignore[operator]
        rounding=rounding,  # type: ignore[arg-type]
    )


def text(disclosure: Disclosure) -> str:
    return "".join(section.text for section in disclosure.walk_sections())


def summed(leaves: dict[str, object]) -> dict[str, object]:
    """The answers with their sums."""
    fen = {name: amount.fen for name, amount in leaves.items()}  # type: ignore[attr-defined]
    cars = fen["公务用车购置费预算"] + fen["公务用车运行维护费预算"]
    sums = {"公务用车购置及运行维护费预算": Amount(cars), "三公预算": Amount(sum(fen.values()))}
    return leaves | sums


answers = st.fixed_dictionaries(dict.fromkeys(LEAVES, st.integers(0, 10**9).map(Amount)))


@pytest.mark.parametrize("form", ["shanghai-2024", "hunan-2020"])
@pytest.mark.parametrize("rounding", ROUNDINGS)
@SOME
@given(ledgers(2020), answers, st.booleans())
def test_an_answer_reaches_its_cell_and_the_text_says_the_same(
    form: str, rounding: str, ledger: Ledger, leaves: dict[str, object], all_said: bool
) -> None:
    """Sums that are left out are worked out; what is printed of one budget is one number."""
    whole = summed(leaves)
    disclosure = made(untold(ledger), form, whole if all_said else leaves, rounding)
    budget = disclosure.three_public.budget
    printed = {
        name: budget.figures()[name].number or 0 if budget.figures() else 0 for name in ALL.values()
    }
    for name, column in ALL.items():
        exact = whole[name].fen  # type: ignore[attr-defined]
        assert abs(printed[column] * 10**6 - exact) < 10**4
    said = re.search(r"支出(?:预算|年初预算)为(\d+\.\d+)万元", text(disclosure))
    assert said is None or Decimal(said[1]) == printed["total"]
    found = audit(disclosure, prove=False).findings
    assert not [one.rule.id for one in found if one.severity is Severity.ERROR]
    parts = ("overseas_travel", "official_vehicles", "official_reception")
    assert rounding == "plain" or printed["total"] == sum(printed[part] for part in parts)


def test_every_cell_that_nobody_told_is_asked_and_no_other() -> None:
    ledger = untold(make_ledger(Seeded(Random(4)), 2020, 5))
    first = made(ledger, "shanghai-2024", {}, "plain")
    asked = {blank.name: blank for blank in blanks(first)}
    assert set(LEAVES) <= set(asked)
    assert all(asked[name].unit for name in LEAVES)
    assert first.three_public.title in asked["公务用车购置费预算"].section
    whole: dict[str, object] = dict.fromkeys(LEAVES, Amount(100_000_000))
    nothing: dict[str, object] = {"三公预算": Amount(0)}
    for facts in (whole, nothing):
        left = blanks(made(ledger, "shanghai-2024", facts, "plain"))
        assert not {blank.name for blank in left} & set(ALL)
    told = make_ledger(Seeded(Random(4)), 2020, 5)
    (left,) = blanks(made(told, "shanghai-2024", {}, "plain"))
    assert left.name == "上年机关运行经费"  # last year's lines have no economic codes


def test_answers_that_contradict_are_said_and_never_split_table_from_text() -> None:
    ledger = make_ledger(Seeded(Random(4)), 2020, 5)
    wrong: dict[str, object] = {"三公预算": Amount(123_450_000)}
    there = made(ledger, "shanghai-2024", wrong, "plain")
    assert any("填写的“三公预算”为123.45万元，台账为" in one.reason.zh for one in there.remarks)
    assert evolve(there, remarks=()) == evolve(
        made(ledger, "shanghai-2024", {}, "plain"), remarks=()
    )
    parts = dict.fromkeys(LEAVES, Amount(100_000_000)) | wrong
    torn = made(untold(ledger), "shanghai-2024", parts, "plain")
    assert any("各项之和为400.00万元" in one.reason.zh for one in torn.remarks)
