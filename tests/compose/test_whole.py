"""A composed disclosure, its text included, against every rule of the library."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from budgetdisclosure.amounts import Amount
from budgetdisclosure.compose import Stage, blanks, compose, load_form
from budgetdisclosure.model import Disclosure, Kind, ThreePublicLine
from budgetdisclosure.rules import Severity, Verdict, audit
from budgetdisclosure.testing import FACTS, Seeded, make_ledger

FINAL = ("hunan-2020", "shanghai-2024")
BUDGET = ("hunan-2026-budget", "jiangsu-2026-budget", "shanghai-2025-budget")
FORMS = (*FINAL, *BUDGET)
ROUNDINGS = ("plain", "controlled")


def made(seed: int, items: int, form: str, rounding: str, **how: object) -> Disclosure:
    year = how.pop("year", 2020 if form in FINAL else 2024)
    assert isinstance(year, int)
    ledger = make_ledger(Seeded(Random(seed)), year, items)
    planned = Stage.INITIAL, Stage.PRIOR_BUDGET  # without these, what was planned is a blank
    while not all(map(ledger.has, planned)):
        items += 1
        ledger = make_ledger(Seeded(Random(seed)), year, items)
    how |= {"entity": "某局", "fiscal_year": year, "form": form, "rounding": rounding}
    first = compose(ledger, facts=FACTS, **how)  # type: ignore[arg-type]
    none = {blank.name: Amount(0) for blank in blanks(first) if blank.unit}
    return compose(ledger, facts=FACTS | none, **how) if none else first  # type: ignore[arg-type]


def check(seed: int, items: int, form: str, rounding: str) -> None:
    """Nothing is found; rounded plainly, tails in the last place are, and nothing else.

    A rate is a quotient of rounded amounts, so it agrees to within rounding in either case, and
    the share of what is printed 0.00 is 0.
    """
    audited(made(seed, items, form, rounding), rounding)


def audited(disclosure: Disclosure, rounding: str) -> None:
    found = audit(disclosure, prove=False)
    serious = [f for f in found.findings if f.severity is not Severity.INFO]
    assert not [f"{f.rule.id} {f.message.zh}" for f in serious]
    allowed = {Verdict.TAIL, Verdict.RESIDUE} if rounding == "plain" else set()
    texts = [f.message.zh for f in found.findings if f.verdict not in allowed]
    told = [text for text in texts if "请" not in text]  # a question asks after the ledger itself
    assert not [text for text in told if rounding == "controlled" or "占比合计" not in text]
    if rounding == "controlled":
        inexact = [c for c in found.checked if c.verdict is not Verdict.EXACT]
        assert not [c.message.zh for c in inexact if "%" not in c.message.zh]
    else:
        assert any("尾数误差" in note for note in disclosure.summary.notes)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rounding", ROUNDINGS)
@pytest.mark.parametrize("seed", [1, 2, 5])
def test_it_passes_every_rule(seed: int, form: str, rounding: str) -> None:
    check(seed, 1 + 2 * seed, form, rounding)


def test_an_empty_table_is_not_said_to_leave_out_a_column_its_form_has_not(tmp_path: Path) -> None:
    """会议费 and 培训费 stand beside “三公” in some forms alone."""
    form = tmp_path / "某市.toml"
    six = [column.id for column in ThreePublicLine.columns()][:6]
    form.write_text(
        f"""base = "jiangsu-2026-budget"
        tables.three_public = {{zeros = "blank", columns = {six}}}
        values."会议费" = "basic_expenditure[30215].amount"
        values."培训费" = "basic_expenditure[30216].amount"
        """,
        encoding="utf-8",
    )
    disclosure = made(1110, 6, str(form), "plain", year=2024)
    assert not disclosure.three_public.lines
    assert not re.search(
        "培训费预算支出0.00万元", "".join(s.text for s in disclosure.walk_sections())
    )
    audited(disclosure, "plain")


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_three_hundred_pass_every_rule(form: str, rounding: str) -> None:
    for seed in range(300):
        check(1000 + seed, 1 + seed % 15, form, rounding)


@pytest.mark.parametrize("form", FORMS)
def test_a_person_can_answer_all_that_a_form_asks(form: str) -> None:
    text = "".join(section.text for section in made(3, 9, form, "plain").walk_sections())
    assert "请填写" not in text


@pytest.mark.parametrize("form", BUDGET)
def test_the_text_of_a_budget_is_checked_and_not_only_passed_over(form: str) -> None:
    disclosure = made(3, 9, form, "controlled")
    assert disclosure.kind is Kind.BUDGET is load_form(form).kind
    told = [c for c in audit(disclosure, prove=False).checked if c.rule.id in ("B-10", "B-11")]
    assert len(told) > 10
