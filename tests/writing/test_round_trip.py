from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.calc.facts import facts
from budgetdisclosure.compose import compose
from budgetdisclosure.model import Disclosure, Extra, Line, OtherTable, Section
from budgetdisclosure.reading import read
from budgetdisclosure.rules import Audit, Relation, Severity, Verdict, audit
from budgetdisclosure.testing import FACTS, Seeded, make_ledger
from budgetdisclosure.writing import FORMATS
from budgetdisclosure.writing.layout import sheets
from budgetdisclosure.writing.write import written

READABLE = tuple(name for name in FORMATS if name not in ("json", "csv"))
FORMS = ("hunan-2020", "shanghai-2024", "national-final", "national-budget", "jiangsu-2026-budget")
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@cache
def made(seed: int, items: int, form: str, rounding: str, places: int = 2) -> Disclosure:
    ledger = make_ledger(Seeded(Random(seed)), 2020, items)
    return compose(
        ledger,
        entity="某区某局",
        fiscal_year=2020,
        unit=Unit.WAN,
        places=places,
        form=form,
        rounding=rounding,  # type: ignore[arg-type]
        facts=FACTS,
    )


def text_of(disclosure: Disclosure) -> list[tuple]:
    """The sections, without the notes of tables."""
    bare = [
        evolve(section, passages=() if section.part == "tables" else section.passages)
        for section in disclosure.walk_sections()
    ]
    kept = [s for s in bare if s.title or s.passages]
    return [(s.number, s.title, [p.text for p in s.passages]) for s in kept]


def check(seed: int, items: int, form: str, rounding: str, name: str) -> None:
    there = made(seed, items, form, rounding)
    back = read(written(there, f"a.{name}"))
    held = {table.id: table for table in back.tables}
    for table in there.tables:
        assert held.get(table.id) == table
    assert len(back.tables) == len(there.tables)
    assert (back.entity, back.fiscal_year, back.kind) == ("某区某局", 2020, there.kind)
    if not form.startswith("national"):
        assert text_of(back) == text_of(there)
    found = audit(back)
    assert not [f for f in found.findings if f.severity is Severity.ERROR]
    verdicts = {check.verdict for check in found.checked}
    sums = {c.verdict for c in found.checked if isinstance(c.relation, Relation)}
    assert Verdict.CONFLICT not in verdicts
    printed = there if there.sections else evolve(there, sections=back.sections)  # the cover
    assert findings(found) == findings(audit(printed))
    assert rounding == "plain" or sums <= {Verdict.EXACT}


def findings(found: Audit) -> Counter[tuple[object, ...]]:
    """The findings by rule, severity, verdict and cells; the nth of a figure in text is its line."""
    return Counter(
        (one.rule.id, one.severity, one.verdict, tuple(sorted(map(cell, one.figures))))
        for one in found.findings
    )


def cell(figure: Figure) -> str:
    held = figure.cell
    told = held is not None and held.table == "narrative"
    return str(evolve(held, nth=1) if held is not None and told else held)


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_reads_back_and_holds(name: str, form: str) -> None:
    check(11, 5, form, "controlled", name)
    check(12, 3, form, "plain", name)


@pytest.mark.slow
@pytest.mark.parametrize("name", READABLE)
@settings(deadline=None, max_examples=300, suppress_health_check=SLOW)
@given(
    st.integers(0, 10**9),
    st.integers(1, 20),
    st.sampled_from(FORMS),
    st.sampled_from(["plain", "controlled"]),
)
def test_three_hundred_ledgers_come_back(
    name: str, seed: int, items: int, form: str, rounding: str
) -> None:
    check(seed, items, form, rounding, name)


def test_json_is_the_disclosure_itself() -> None:
    import json

    from budgetdisclosure.model.serial import disclosure_from_dict

    there = made(3, 4, "hunan-2020", "plain")
    assert disclosure_from_dict(json.loads(written(there, "a.json"))) == there


def test_every_printed_number_is_a_row_of_the_facts() -> None:
    there = made(3, 4, "hunan-2020", "plain")
    rows = written(there, "a.csv").decode("utf-8-sig").splitlines()
    assert len(rows) - 1 == sum(not figure.is_blank for figure in there.figures())


def section_titles(disclosure: Disclosure) -> list[str]:
    return [section.title for section in disclosure.walk_sections()]


def test_a_section_is_printed_as_it_is_numbered() -> None:
    there = Disclosure("甲", 2020, sections=(Section("概况", "第一部分", 1, "profile"),))
    assert "第一部分 概况" in written(there, "a.txt").decode()


@pytest.mark.slow
def test_a_page_printed_to_pdf_by_libreoffice_reads_back(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    there = made(11, 5, "hunan-2020", "controlled")
    (tmp_path / "a.html").write_bytes(written(there, "a.html"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "a.html"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    back = read(tmp_path / "a.pdf")
    assert [table.id for table in back.tables] == [table.id for table in there.tables]
    assert amounts(back) == amounts(there)  # LibreOffice tears names at the end of a page
    assert text_of(back) == text_of(there)


QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-pdf-header-footer",
]


@pytest.mark.slow
@pytest.mark.parametrize("turned", [False, True], ids=["upright", "on its side"])
def test_a_page_printed_to_pdf_by_chromium_reads_back(tmp_path: Path, turned: bool) -> None:
    """No row is torn at the end of a page, so that names are whole too; nor on a page turned."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium, which prints web pages, is not installed")
    there = made(11, 5, "hunan-2020", "controlled")
    page = written(there, "a.html").decode()
    turn = "<style>@page, @page wide { page-orientation: rotate-right; }</style></head>"
    (tmp_path / "a.html").write_text(page.replace("</head>", turn) if turned else page)
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [chromium, *QUIET, profile, "--print-to-pdf=a.pdf", "a.html"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    back = read(tmp_path / "a.pdf")
    assert rows_of(back) == rows_of(there)
    assert text_of(back) == text_of(there)


def rows_of(disclosure: Disclosure) -> Counter[tuple[str, ...]]:
    return Counter(
        (f.table, f.row_code, f.row_name, f.column, f.printed) for f in facts(disclosure)
    )


def amounts(disclosure: Disclosure) -> Counter[tuple[str, str, str]]:
    return Counter((one.table, one.column, one.printed) for one in facts(disclosure))


@pytest.mark.parametrize("name", READABLE)
def test_tables_stand_in_the_order_of_their_numbers(name: str) -> None:
    amount = Figure.parse("1.30")
    own = [
        OtherTable(
            title=f"{word}支出预算表",
            number=number,
            unit=Unit.WAN,
            lines=(Line("合计", extras=(Extra("采购金额", amount),)),),
        )
        for number, word in (("公开05表", "甲类"), ("公开06表", "乙类"), ("公开12表", "丙类"))
    ]
    there = evolve(made(4, 3, "jiangsu-2026-budget", "plain"), others=own)
    numbers = [sheet.number or "" for sheet in sheets(there)]
    assert numbers == sorted(numbers)
    assert len(numbers) == len(there.tables)
    back = read(written(there, f"a.{name}"))
    assert [(t.id, t.title, t.number) for t in back.tables] == [
        (t.id, t.title, t.number) for t in there.tables
    ]


def test_without_an_order_of_numbers_the_nine_come_first() -> None:
    there = made(4, 3, "national-final", "plain")
    line = Line("合计", extras=(Extra("采购金额", Figure.parse("1.30")),))
    own = OtherTable(title="采购预算表", number="附表1", unit=Unit.WAN, lines=(line,))
    assert [s.title for s in sheets(evolve(there, others=(own,)))][-1] == "采购预算表"
