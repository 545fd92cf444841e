"""The narratives of real documents: known errors found at their pages, and nothing else."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import budgetdisclosure as bd
from budgetdisclosure.claims import Amount, meant_by, narrative_of
from budgetdisclosure.claims.digits import NumberKind
from budgetdisclosure.rules import Audit, Severity, Verdict, audit

pytestmark = pytest.mark.real

ROOT = Path(__file__).resolve().parents[2].parent / "shared" / "disclosures"
PUTUO = ("shanghai-putuo-finance-2024-final", "shanghai-putuo-finance-2024-final-with-errors")
HUNAN = "hunan-shifeng-social-insurance-2020-final"

# The rules that say what the truth files call it.
RULES = {
    "placeholder": {"DIS-021"},
    "missing_table": {"DIS-003", "DIS-017"},
    "table_vs_narrative": {"N-07-1"},
    "empty_table_no_note": {"DIS-015"},
    "year": {"DIS-018", "N-13-2"},
    "narrative_vs_table": {"N-01-1", "N-04-1", "N-05-13"},
    "direction": {"N-05-9", "N-01-3"},
    "punctuation": {"DIS-029"},
    "percentage": {"N-05-3"},
    "narrative_items": {"N-06-3"},
}


@cache
def audited(name: str) -> Audit:
    (path,) = (one for one in ROOT.glob(f"{name}.*") if one.suffix != ".json")
    return audit(bd.read(path), prove=False)


def truth(shared: Path, name: str) -> Any:
    path = shared / "disclosures" / "truth" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PUTUO)
def test_every_known_error_is_found_at_its_page(shared: Path, name: str) -> None:
    found = {(one.rule.id, one.page) for one in audited(name).findings}
    for error in truth(shared, name)["errors"]:
        wanted = {(rule, error["page"]) for rule in RULES[error["kind"]]}
        assert wanted & found, error


@pytest.mark.parametrize("name", PUTUO)
def test_nothing_else_is_called_an_error(shared: Path, name: str) -> None:
    """Each error and warning is one of the known errors; the tails are information at most."""
    known = {
        (rule, error["page"])
        for error in truth(shared, name)["errors"]
        for rule in RULES[error["kind"]]
    }
    known |= {("DIS-003", None)}  # the table that is missing stands on no page
    for one in audited(name).findings:
        assert one.severity is Severity.INFO or (one.rule.id, one.page) in known, str(one)


HUNAN_FOUND = {
    "S01": {"N-03-1", "N-15-1"},
    "S02": {"PX-02"},
    "S03": {"PX-04"},
    "S34": {"PX-06"},
    "S35": {"PX-07"},
    "S39": {"N-05-7"},
    "S40": {"N-05-8"},
    "S41": {"N-06-3"},
    "S42": {"DIS-007", "DIS-026"},
    "S43": {"DIS-010"},
    "S44": {"N-11-1"},
    "S46": {"DIS-017", "DIS-020"},
    "S47": {"DIS-015"},
    "S53": {"DIS-024"},
    "S54": {"DIS-017"},
    "S57": {"DIS-019"},
}
"""What the truth file lists of tables and text, and the rules that say so."""


@pytest.mark.parametrize("item", sorted(HUNAN_FOUND))
def test_what_is_wrong_in_the_text_form_is_found(shared: Path, item: str) -> None:
    found = {one.rule.id for one in audited(HUNAN).findings}
    assert HUNAN_FOUND[item] <= found


def test_no_control_is_reported(shared: Path) -> None:
    """What the truth file calls consistent must not be reported, by any rule it names."""
    reported = {one.rule.id for one in audited(HUNAN).findings if one.verdict is Verdict.CONFLICT}
    listed = truth(shared, HUNAN)["items"]
    elsewhere = {rule for one in listed if one["id"] in HUNAN_FOUND for rule in one["rule_ids"]}
    performance = ("P-",)
    for control in listed:
        if control["cls"] == "consistent_control":
            rules = {r for r in control["rule_ids"] if not r.startswith(performance)}
            assert not (rules - elsewhere) & reported, control


def test_one_unit_in_the_last_place_is_information_with_its_interval(shared: Path) -> None:
    tails = [one for one in audited(HUNAN).findings if one.verdict is Verdict.TAIL]
    shown = {str(figure.number) for one in tails for figure in one.figures}
    assert {"46.04", "46.05", "171.73", "171.72"} <= shown
    assert all(one.severity is Severity.INFO for one in tails)
    assert all(one.expected is not None for one in tails)


JUDGED = {
    "chongqing-southwest-university-2023-final": set(),  # 0.55% as 0.56%, so that all make 100%
    "shaanxi-xian-health-2022-final": {"N-14-4"},  # all of 21143.98 spent is not 35%
    "chongqing-southwest-university-2023-budget": set(),  # 16.833% as 16.84%, as above
    "guangdong-shenzhen-finance-2026-budget": set(),
    "hunan-changsha-petition-2026-budget": set(),
    "jiangsu-suzhou-audit-2026-budget": set(),
    "shaanxi-xian-audit-2026-budget": set(),
    "chongqing-publicity-2026-budget-narrative": set(),
}
"""Every error and warning about the text of the other documents, opened and judged: all true."""


@pytest.mark.parametrize("name", sorted(JUDGED))
def test_findings_in_other_documents_are_those_judged_true(shared: Path, name: str) -> None:
    groups = ("N", "B", "DIS")
    found = {
        one.rule.id
        for one in audited(name).findings
        if one.severity is not Severity.INFO
        and one.rule.group in groups
        and not one.rule.id.startswith(("B-0", "DIS-00", "DIS-015", "DIS-020", "DIS-022"))
    }
    assert found == JUDGED[name]


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.pdf")) + sorted(ROOT.glob("*.txt")), ids=str)
def test_numbers_belong_to_a_claim_or_a_count(shared: Path, path: Path) -> None:
    """At least 95 of 100 numbers of the narrative; the rest are listed by ``unread``."""
    narrative = narrative_of(bd.read(path))
    told = (NumberKind.MONEY, NumberKind.PERCENT, NumberKind.COUNT, NumberKind.BARE)
    numbers = [(number, claim) for number, claim in narrative.numbers if number.kind in told]
    lost = [number for number, claim in numbers if claim is None]
    assert 20 * len(lost) <= max(20, len(numbers)), lost
    assert set(lost) <= set(narrative.unread) | {n for n in lost if n.kind is NumberKind.COUNT}


@pytest.mark.parametrize("name", [*PUTUO, HUNAN])
def test_amounts_of_tables_lead_to_their_cells(shared: Path, name: str) -> None:
    """Every outturn the sections on tables tell is resolved to at least one cell."""
    d = audited(name).disclosure
    roles = ("overall", "income", "expenditure", "appropriation", "general_structure")
    amounts = [a for role in roles for a in narrative_of(d).all(Amount, role)]
    assert amounts
    assert all(meant_by(d, amount) for amount in amounts)
