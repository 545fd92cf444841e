from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("maker", ROOT / "examples" / "make_example.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_example_is_what_its_ledger_makes(maker: ModuleType) -> None:
    made = maker.to_text(maker.example())
    assert (ROOT / "examples" / "final-accounts-2020.txt").read_text(encoding="utf-8") == made


def numbers(text: str, title: str) -> list[str]:
    """The numbers with a decimal point in the first tab-separated grid after the title.

    The scanned 支出决算表 has an empty seventh column, which the form does not have.
    """
    width = 6 if title == "支出决算表" else None
    at = text.index(f"\n{title}\n")
    found: list[str] = []
    for line in text[at + len(title) + 2 :].splitlines():
        if "\t" in line:
            found += [cell.strip() for cell in line.split("\t") if "." in cell][:width]
        elif found and line.startswith("注"):
            break
    return found


TITLES = (
    "收入支出决算总表",
    "收入决算表",
    "支出决算表",
    "财政拨款收入支出决算总表",
    "一般公共预算财政拨款支出决算表",
    "一般公共预算财政拨款基本支出决算表",
    "一般公共预算财政拨款“三公”经费支出决算表",
)


@pytest.mark.real
@pytest.mark.parametrize("title", TITLES)
def test_it_prints_the_figures_of_the_founding_document(
    maker: ModuleType, shared: Path, title: str
) -> None:
    real = shared / "disclosures" / "hunan-shifeng-social-insurance-2020-final.txt"
    printed = numbers(real.read_text(encoding="utf-8"), title)
    assert printed
    assert numbers(maker.to_text(maker.example()), title) == printed
