"""Phrasings of many forms: right ones raise nothing, each wrong one is found as what it is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from budgetdisclosure.model import Disclosure, Kind, Passage, Section
from budgetdisclosure.place import Place
from budgetdisclosure.rules import Severity, audit, catalogue

DATA = tomllib.loads(
    (Path(__file__).parent / "data" / "phrasings.toml").read_text(encoding="utf-8")
)
RULES = [rule for rule in catalogue() if rule.group in ("N", "B", "DIS")]
FORM = ("DIS-00", "DIS-01", "DIS-020", "DIS-022", "DIS-030")
"""Rules of what a whole document must hold; here one section stands alone."""


def told(case: dict[str, Any], text: str) -> set[str]:
    """The rules that speak of a text in a section of its own, but for mere information of others
    than the print of its numbers."""
    passages = tuple(
        Passage(one.replace("¶", "\n"), Place(page=number))
        for number, one in enumerate(_lines(text), 1)
    )
    section = Section(DATA["titles"][case["title"]], "一", 1, "narrative", passages)
    kind = Kind(case.get("kind", "final"))
    found = audit(Disclosure("某市某局", 2023, kind, sections=(section,)), RULES, prove=False)
    return {
        one.rule.id
        for one in found.findings
        if (one.severity is not Severity.INFO or one.rule.id == "N-15-4")
        and not one.rule.id.startswith(FORM)
    }


def _lines(text: str) -> list[str]:
    """The passages of a text; a line broken within a sentence is none."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and not lines[-1].endswith(("。", "：")):
            lines[-1] += f"¶{line}"
        else:
            lines.append(line)
    return lines


RIGHT = [(case, case["text"]) for case in DATA["case"]]
WRONG = [
    (case, before, after, rules) for case in DATA["case"] for before, after, rules in case["wrong"]
]


@pytest.mark.parametrize(("case", "text"), RIGHT, ids=lambda one: str(one)[:32])
def test_what_is_right_raises_nothing(case: dict[str, Any], text: str) -> None:
    assert told(case, text) == set()


@pytest.mark.parametrize(("case", "before", "after", "rules"), WRONG, ids=lambda one: str(one)[:24])
def test_what_is_wrong_is_found_as_what_it_is(
    case: dict[str, Any], before: str, after: str, rules: str
) -> None:
    assert case["text"].count(before) == 1, "the change must be one"
    assert told(case, case["text"].replace(before, after)) == set(filter(None, rules.split(",")))
