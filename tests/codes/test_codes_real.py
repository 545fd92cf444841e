"""The lists against documents that were really published, and against the catalogue they come from."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from budgetdisclosure.codes import (
    KINDS,
    ChangeKind,
    EconomicCode,
    FunctionCode,
    Level,
    NameMatch,
    changes,
    code_list,
    economic_links,
    function_codes,
    same_name,
)
from budgetdisclosure.codes.catalogue import packaged

pytestmark = pytest.mark.real

FOUNDING = "hunan-shifeng-social-insurance-2020-final"
PRINTED = [
    ("chongqing-southwest-university-2023-budget.pdf", 2023),
    ("chongqing-southwest-university-2023-final.pdf", 2023),
    ("guangdong-shenzhen-finance-2026-budget.pdf", 2026),
    ("hunan-changsha-petition-2026-budget.pdf", 2026),
    ("jiangsu-suzhou-audit-2026-budget.pdf", 2026),
    ("shaanxi-xian-audit-2026-budget.pdf", 2026),
    ("shaanxi-xian-health-2022-final.pdf", 2022),
]
LINE = re.compile(r"^(2\d{6}|2\d{4}|3\d{4}|[23]\d\d)\s+([^\s\d]{2,}?)\s+[\d,]+\.\d", re.MULTILINE)
LINKED = re.compile(r"(?:[235]\d{2,6}-\S+\s+)?(5\d{4})-\S+\s+(3\d{4,6})-")


def kind_of(digits: str) -> type[Any]:
    return next(kind for kind in KINDS if kind.leading == digits[0])


def founding_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Every cell that is a code, with the cell to its right."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        for code, name in pairwise(cells):
            if re.fullmatch(r"[23]\d{2}(\d{2}){0,2}", code) and re.search(r"[一-鿿]", name):
                yield code, name


def test_the_founding_document_prints_only_codes_of_its_year(shared: Path) -> None:
    text = (shared / f"disclosures/{FOUNDING}.txt").read_text(encoding="utf-8")
    pairs = set(founding_pairs(text))
    assert len(pairs) == 88
    matches = {
        code: same_name(name, code_list(kind_of(code), 2020)[code].name) for code, name in pairs
    }
    odd = {code: match for code, match in matches.items() if match is not NameMatch.SAME}
    truth = json.loads((shared / f"disclosures/truth/{FOUNDING}.json").read_text(encoding="utf-8"))
    [item] = [item for item in truth["items"] if item["id"] == "S56"]
    named = re.findall(r"\b3\d{4}\b", " ".join(item["quotes"]))
    assert odd == dict.fromkeys(named, NameMatch.TRUNCATED)
    assert len(odd) == 2


def test_the_summary_of_the_founding_document_lists_the_categories(shared: Path) -> None:
    text = (shared / f"disclosures/{FOUNDING}.txt").read_text(encoding="utf-8")
    names = re.findall(r"(?:^|\t)[一二三四五六七八九十]+、\s*(\S+支出)\t", text, re.MULTILINE)
    found = [function_codes(2020).by_name(name, level=Level.CATEGORY) for name in names]
    assert [len(lines) for lines in found] == [1] * 52
    codes = [line.code for lines in found for line in lines]
    assert codes[:26] == codes[26:] == sorted(codes[:26]), "twice, in the book's order"


@pytest.mark.parametrize(
    ("golden", "year"),
    [
        ("shanghai-putuo-finance-2024-final", 2024),
        ("shanghai-putuo-finance-2024-final-with-errors", 2024),
        ("shanghai-putuo-wanli-2025-budget", 2025),
    ],
)
def test_hand_checked_cells_name_their_codes_officially(
    shared: Path, golden: str, year: int
) -> None:
    path = shared / f"disclosures/golden/{golden}.json"
    facts = json.loads(path.read_text(encoding="utf-8"))["facts"]
    named = {(f["row"], f["value"]) for f in facts if f["col"] == "科目名称"}
    assert len(named) > 50
    for row, name in named:
        entry = code_list(kind_of(row), year).get(row)
        assert entry is not None, row
        assert same_name(name, entry.name) is NameMatch.SAME, (row, name)


@pytest.mark.parametrize(("file", "year"), PRINTED)
def test_every_printed_code_is_listed_under_the_name_it_is_printed_with(
    shared: Path, file: str, year: int
) -> None:
    """Some tables print a project's name beside its code, so one official naming is enough."""
    named: dict[str, set[str]] = defaultdict(set)
    for text in pages(shared / "disclosures" / file):
        for code, name in LINE.findall(text):
            named[code].add(name)
    assert len(named) > 5
    for code, names in named.items():
        entry = code_list(kind_of(code), year).get(code)
        assert entry is not None, (code, names)
        matches = {same_name(name, entry.name) for name in names}
        assert matches & {NameMatch.SAME, NameMatch.TRUNCATED}, (code, names, entry.name)


def pages(path: Path) -> Iterator[str]:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            yield page.get_textpage().get_text_bounded()


def test_printed_pairs_of_the_two_economic_classifications_are_in_the_crosswalk(
    shared: Path,
) -> None:
    path = shared / "disclosures/beijing-traffic-police-2026-budget-tables.pdf"
    pairs = {pair for text in pages(path) for pair in LINKED.findall(text)}
    assert len(pairs) > 30
    for government, department in pairs:
        links = economic_links(EconomicCode(department), 2026)
        assert government in {link.government.digits for link in links}, (government, department)


CATALOGUE: dict[str, tuple[str, type[Any]]] = {
    "function": ("function.csv", FunctionCode),
    "economic_department": ("economic_department.csv", EconomicCode),
    "economic_government": ("economic_government.csv", KINDS[2]),
    "revenue": ("revenue.csv", KINDS[3]),
}
KEYS = {
    "economic_crosswalk.csv": ("government_code", "department_code"),
    "cofog_crosswalk.csv": ("function_code",),
    "gfsm_crosswalk.csv": ("economic_code",),
}


def original(shared: Path, file: str) -> list[dict[str, str]]:
    with (shared / "catalogue" / file).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def keyed(file: str, rows: list[dict[str, str]]) -> dict[tuple[str, str], dict[str, str]]:
    key = KEYS.get(file, ("code",))
    return {("→".join(row[k] for k in key), row.get("valid_from", "")): row for row in rows}


@pytest.mark.parametrize("file", [*(file for file, _ in CATALOGUE.values()), *KEYS])
def test_every_difference_from_the_catalogue_has_a_reason(shared: Path, file: str) -> None:
    before, after = keyed(file, original(shared, file)), keyed(file, packaged(file))
    differing = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    corrections = [row for row in packaged("corrections.csv") if row["file"] == file]
    explained = {row["code"] for row in corrections}
    assert all(row["what"] and row["reason"] for row in corrections)
    assert explained == {code for code, _ in differing}


LATER = {"20598", "2059802", "21598", "2159802", "22198", "2219899"}
"""Added to the catalogue after its table of changes had been derived from it."""


def test_changes_are_those_the_catalogue_derived(shared: Path) -> None:
    corrected = {(row["file"], row["code"]) for row in packaged("corrections.csv")}
    derived = {
        (row["file"], int(row["year"]), row["change"], row["code"])
        for row in original(shared, "changes_by_year.csv")
    }
    mine = {
        (name, year, change.kind.value, change.code.digits)
        for name, (_, kind) in CATALOGUE.items()
        for year in range(2019, 2027)
        for change in changes(code_list(kind, year - 1), code_list(kind, year))
    }
    assert len(derived) > 800
    assert {kind.value for kind in ChangeKind} == {change for _, _, change, _ in mine}
    for name, _, _, code in derived ^ mine:
        assert (f"{name}.csv", code) in corrected or code in LATER
