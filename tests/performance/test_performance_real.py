"""Self-evaluations of the real documents: read whole, reviewed as the truth files say."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from attrs import asdict

from budgetdisclosure.calc.performance import points_sum, score_sum, what_if
from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading.documents import read_document
from budgetdisclosure.reading.recognise.performance import recognise_performance
from budgetdisclosure.reading.recognise.performance_rows import clean
from budgetdisclosure.reading.recognise.pieces import Piece
from budgetdisclosure.reading.recognise.pipeline import recognise
from budgetdisclosure.rules import Audit, audit, catalogue

pytestmark = pytest.mark.real

FOUNDING = "hunan-shifeng-social-insurance-2020-final.txt"
RULES = tuple(rule for rule in catalogue() if rule.group in ("P", "PX"))


@cache
def read(path: Path) -> Disclosure:
    return recognise(read_document(path))


@cache
def reviewed(path: Path) -> Audit:
    return audit(read(path), RULES, prove=False)


@pytest.fixture
def founding(shared: Path) -> Disclosure:
    return read(shared / "disclosures" / FOUNDING)


@pytest.fixture
def review(shared: Path) -> Audit:
    return reviewed(shared / "disclosures" / FOUNDING)


def found(review: Audit, rule: str) -> list[str]:
    return [finding.message.zh for finding in review.findings if finding.rule.id == rule]


def test_the_four_tables_are_read_whole(founding: Disclosure) -> None:
    assert [e.number for e in founding.evaluations] == ["附件1", "附件2-1", "附件2-2", "附件2-3"]
    assert [e.scope for e in founding.evaluations] == ["department", *["project"] * 3]
    assert [len(e.filled) for e in founding.evaluations] == [7, 5, 6, 5]
    assert all(e.unplaced == () for e in founding.evaluations)
    assert {e.fiscal_year for e in founding.evaluations} == {2020}


def test_points_and_scores_add_to_what_nobody_noticed(founding: Disclosure) -> None:
    sums = [(points_sum(e), score_sum(e)) for e in founding.evaluations]
    assert sums == [(110, 110), (120, 118), (120, 120), (110, 110)]
    assert [str(e.total_score) for e in founding.evaluations] == ["100", "98", "100", "100"]
    ideas = [what_if(e) for e in founding.evaluations]
    assert [idea.grade for idea in ideas if idea] == ["优"] * 4


def test_the_shifted_cells_of_one_table_are_put_right(founding: Disclosure) -> None:
    """S24, S62: a value among the heads, digits apart, a heading missing, a row shifted."""
    odd = founding.evaluations[2]
    assert str(odd.funding[0].outturn) == "16.78万元"
    assert str(odd.funding[0].execution_rate) == "100%"
    assert str(odd.funding[0].score) == str(odd.funding[0].points) == "10"
    assert odd.indicators[-1].level1 == "满意度指标"
    assert odd.indicators[-1].actual == "95%"
    kinds = Counter(oddity.kind for oddity in odd.oddities)
    assert kinds == {"value_in_head": 1, "missing_head": 1, "split_word": 3, "shifted_row": 1}
    shifted = founding.evaluations[3]
    assert [oddity.kind for oddity in shifted.oddities] == ["shifted_row"]
    assert shifted.indicators[-1].target == "≥95%"


EXPECTED = {
    "P-01": 4,  # S11 S15 S20 S23
    "P-02": 8,  # S10 S12 S13 S14 S18 S19 S21 S22
    "P-07": 4,  # S25
    "P-10": 4,  # S11 S15 S20 S23
    "P-12": 2,  # S16 S17
    "P-16": 2,  # S16 S17
    "P-17": 4,  # S29 S30
    "P-18": 1,  # S32
    "P-19": 2,  # S31
    "P-20": 2,  # S27 S28
    "P-21": 3,  # S26
    "P-22": 4,  # S37
    "P-23": 2,  # S33 S36
    "P-24": 1,  # S24
    "P-26": 3,  # every indicator full: advice only
    "PX-02": 1,  # S02
    "PX-04": 1,  # S03
    "PX-06": 1,  # S34
    "PX-07": 1,  # S35
}


def test_everything_the_truth_lists_is_found_and_no_control(review: Audit) -> None:
    """C14 to C17 hold: PX-05, P-15, P-05, P-06, P-11 and PX-03 say nothing."""
    assert dict(Counter(finding.rule.id for finding in review.findings)) == EXPECTED


def test_severities_are_those_of_the_truth(review: Audit) -> None:
    held: dict[str, set[str]] = {}
    for finding in review.findings:
        held.setdefault(finding.rule.id, set()).add(finding.severity.value)
    errors = {rule for rule, severities in held.items() if "error" in severities}
    assert errors == {"P-01", "P-02", "P-10"}
    assert held["P-17"] == {"warning", "info"}
    assert held["P-20"] == {"warning", "info"}
    for rule in ("P-07", "P-18", "P-19", "P-22", "P-23", "PX-02", "PX-04", "PX-07"):
        assert held[rule] == {"info"}


def test_brackets_that_do_not_hold(review: Audit) -> None:
    ends = [message.rpartition("：")[2] for message in found(review, "P-02")]
    said = [tuple(int(part) for part in digits(end)) for end in ends]
    assert said == [(50, 60), (50, 70), (30, 20), (10, 20), (50, 90), (30, 10), (50, 80), (30, 10)]


def digits(text: str) -> list[str]:
    return "".join(c if c.isdigit() else " " for c in text).split()


def test_cross_checks_with_tables_and_text(review: Audit) -> None:
    tail = next(f for f in review.findings if f.rule.id == "PX-02")
    assert tail.verdict.value == "tail"
    coarser = next(f for f in review.findings if f.rule.id == "PX-04")
    assert coarser.verdict.value == "rounding"
    assert {c.rule.id for c in review.checked if c.verdict.value == "exact"} >= {
        "PX-01",
        "PX-03",
        "P-05",
        "P-25",
    }


def test_every_finding_says_where(review: Audit) -> None:
    assert not [f for f in review.findings if f.place is None and not f.figures]


REAL = {
    # document: evaluations, indicators
    "chongqing-southwest-university-2023-budget.pdf": (24, 233),
    "hunan-changsha-petition-2026-budget.pdf": (7, 101),
    "shaanxi-xian-audit-2026-budget.pdf": (6, 78),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_target_tables_of_budgets_leave_nothing_unplaced(shared: Path, name: str) -> None:
    held = evaluations(shared / "disclosures" / name)
    assert (len(held), sum(len(e.indicators) for e in held)) == REAL[name]
    assert not [stray for e in held for stray in e.unplaced]
    assert not [oddity for e in held for oddity in e.oddities]


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        FOUNDING,
        "shaanxi-xian-health-2022-final.pdf",
        "beijing-traffic-police-2026-budget-tables.pdf",
        "hunan-changsha-sasac-2020-performance-report.pdf",
        *REAL,
    ],
)
def test_every_number_printed_is_placed_or_listed(shared: Path, name: str) -> None:
    pieces = pieces_of(shared / "disclosures" / name)
    held, taken = recognise_performance(pieces)
    kept = set(numbers(repr(held)) + numbers(json.dumps([asdict(e) for e in held], default=str)))
    cells = (c for p in pieces if p.index in taken for c in p.grid.cells if c.row > 1)
    lost = [c.text for c in cells if not set(numbers(clean(c.text))) <= kept]
    assert not lost


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text.replace(",", "").replace("\\n", " "))


def evaluations(path: Path):
    return recognise_performance(pieces_of(path))[0]


def pieces_of(path: Path) -> list[Piece]:
    grids = read_document(path)
    pieces, before = [], []
    for block in grids.blocks:
        if hasattr(block, "cells"):
            pieces.append(Piece(block, tuple(before), len(pieces)))
            before = []
        else:
            before.append(block)
    return pieces


@pytest.mark.slow
def test_targets_add_to_a_hundred(shared: Path) -> None:
    """A university's budget: 24 projects, each with 10 points for execution and 90 in indicators."""
    name = "chongqing-southwest-university-2023-budget.pdf"
    held = evaluations(shared / "disclosures" / name)
    assert {points_sum(e) for e in held} == {100}
    assert {str(e.indicator_points) for e in held} == {"90"}


@pytest.mark.slow
def test_ninety_self_evaluations_of_one_department(shared: Path) -> None:
    """A city's health commission: 89 forms; execution rates printed as 1000 % are found."""
    path = shared / "disclosures" / "shaanxi-xian-health-2022-final.pdf"
    held = evaluations(path)
    assert (len(held), sum(len(e.indicators) for e in held)) == (89, 741)
    assert not [stray for e in held for stray in e.unplaced]
    whole = held[0]
    assert (whole.scope, len(whole.tasks), str(whole.total_score)) == ("department", 17, "99.5")
    result = audit(Disclosure(evaluations=held, fiscal_year=2022), RULES, prove=False)
    rates = [f for f in result.findings if f.rule.id == "P-05"]
    assert sum(f.percentage.value == 1000 for f in rates if f.percentage) == 10
    assert "P-24" not in {f.rule.id for f in result.findings}


@pytest.mark.slow
def test_a_performance_report_without_a_form(shared: Path) -> None:
    """A report: its table of projects is read; one rate is of another outturn than the printed."""
    path = shared / "disclosures" / "hunan-changsha-sasac-2020-performance-report.pdf"
    (report,) = evaluations(path)
    assert (report.kind, len(report.tasks), report.unplaced) == ("report", 17, ())
    result = audit(Disclosure(evaluations=(report,), fiscal_year=2020), RULES, prove=False)
    assert [(f.rule.id, f.percentage.digits) for f in result.findings if f.percentage] == [
        ("P-05", "84.69%")
    ]
