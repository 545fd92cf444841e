"""Thousands set apart by commas, or not: the same disclosure either way."""

from __future__ import annotations

import re
from random import Random

import pytest

from budgetdisclosure.cli import main
from budgetdisclosure.compose import Ledger, compose
from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading import read
from budgetdisclosure.rules import Severity, audit
from budgetdisclosure.testing import FACTS, Seeded, make_ledger
from budgetdisclosure.writing import FORMATS
from budgetdisclosure.writing.write import written

READABLE = tuple(name for name in FORMATS if name not in ("json", "csv"))


def made(grouped: bool, form: str) -> Disclosure:
    return compose(
        make_ledger(Seeded(Random(5)), 2024, 11),
        entity="某局",
        fiscal_year=2024,
        form=form,
        facts=FACTS,
        rounding="controlled",
        grouped=grouped,
    )


def text(disclosure: Disclosure) -> str:
    return "\n".join(section.text for section in disclosure.walk_sections())


@pytest.mark.parametrize("form", ["shanghai-2024", "jiangsu-2026-budget"])
def test_commas_are_all_that_differs(form: str) -> None:
    plain, grouped = made(False, form), made(True, form)
    assert grouped.tables == plain.tables
    assert text(plain) == re.sub(r"(?<=\d),(?=\d{3})", "", text(grouped))
    thousands = [f for f in grouped.figures() if f.value is not None and f.value >= 1000]
    assert thousands
    assert all("," in figure.digits for figure in thousands)
    assert not any("," in figure.digits for figure in plain.figures())
    assert re.search(r"\d,\d{3}\.\d\d万元", text(grouped))


@pytest.mark.parametrize("name", READABLE)
def test_commas_read_back(name: str) -> None:
    there = made(True, "shanghai-2024")
    back = read(written(there, f"a.{name}"))
    assert back.tables == there.tables
    found = audit(back, prove=False).findings
    assert not [one.rule.id for one in found if one.severity is Severity.ERROR]


def test_the_command_sets_commas(capsys: pytest.CaptureFixture[str], root: object) -> None:
    command = ["compose", f"{root}/examples/ledger-2020.csv", "--entity", "某局", "--year", "2020"]
    assert main([*command, "--unit", "元"]) == 0
    assert not re.search(r"\d,\d{3}\.", capsys.readouterr().out)
    assert main([*command, "--unit", "元", "--grouped"]) == 0
    assert re.search(r"\d,\d{3}\.", capsys.readouterr().out)


def test_a_form_may_ask_for_commas_and_be_overruled(tmp_path: object) -> None:
    form = f"{tmp_path}/某市.toml"
    with open(form, "w", encoding="utf-8") as file:
        file.write('base = "national-final"\n[style]\ngrouped = true\n')
    for grouped, said in ((None, True), (False, False)):
        how = {"entity": "某局", "fiscal_year": 2020, "form": form, "grouped": grouped}
        assert compose(Ledger(), **how).style.grouped is said  # type: ignore[arg-type]
