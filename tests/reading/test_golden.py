"""Hand-checked cells of three documents: all found, and nothing else in their tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading.recognise.words import plain

pytestmark = pytest.mark.real
Cell = tuple[str, str, str, str]

DOCUMENTS = [
    "shanghai-putuo-finance-2024-final",
    "shanghai-putuo-finance-2024-final-with-errors",
    "shanghai-putuo-wanli-2025-budget",
]
BY_NAME = {"summary", "appropriation_summary"}
"""Tables whose rows print no code, so that the checked cells name them by what is printed."""


def cells_of(disclosure: Disclosure) -> set[Cell]:
    found = set()
    for table in disclosure.tables:
        for line in table.all_lines():
            coded = line.code is not None and table.id not in BY_NAME
            row = str(line.code) if coded else line.name
            if coded:
                found.add((table.title or "", row, "科目名称", line.name))
            for figure in line.figures().values():
                if figure.value is not None:
                    assert figure.place is not None
                    found.add((table.title or "", row, figure.place.column or "", figure.digits))
    return {tuple(map(plain, cell)) for cell in found}  # type: ignore[misc]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_recall_and_precision(
    shared: Path, disclosure_of: Callable[[str], Disclosure], name: str
) -> None:
    pytest.importorskip("pypdfium2")
    facts = json.loads((shared / "disclosures" / "golden" / f"{name}.json").read_text())["facts"]
    keys = ("table", "row", "col", "value")
    checked = {tuple(plain(fact[key]) for key in keys) for fact in facts}
    found = cells_of(disclosure_of(f"{name}.pdf"))
    assert checked - found == set()
    tables = {table for table, *_ in checked}
    assert {cell for cell in found if cell[0] in tables} - checked == set()
