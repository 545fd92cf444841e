"""Every error of reading has an example that runs, and says its reason and its remedy."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from budgetdisclosure.errors import BudgetDisclosureError

pytest.importorskip("reportlab")
pytest.importorskip("doc2docx")

ROOT = Path(__file__).resolve().parents[1]
READING = ROOT / "src" / "budgetdisclosure" / "reading"
MADE_BY = {"ReadingError", "MissingExtraError", "missing_extra"}


def examples() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "error_examples", ROOT / "docs" / "error_examples.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FUNCTIONS: list[Callable[[], object]] = [
    function for group in examples().GROUPS.values() for function in group
]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_an_example_ends_in_its_error(function: Callable[[], object]) -> None:
    with pytest.raises(BudgetDisclosureError) as caught:
        function()
    error = caught.value
    assert error.remedy is not None
    assert error.reason.zh != error.reason.en
    assert any(character > "\u2e7f" for character in error.reason.zh)
    assert error.spoken("en").isprintable()


def sites() -> dict[tuple[str, int], range]:
    """Where reading makes an error: file and line, and the lines of the call."""
    found = {}
    for path in READING.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id in MADE_BY:  # type: ignore[union-attr, attr-defined]
                last = node.end_lineno or node.lineno  # type: ignore[attr-defined]
                found[str(path), node.lineno] = range(node.lineno, last + 1)  # type: ignore[attr-defined]
    return found


def test_no_error_of_reading_is_without_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error whose making no example passes through is one no reader of the page has seen."""
    passed: set[tuple[str, int]] = set()
    plain = BudgetDisclosureError.__init__

    def noted(self: BudgetDisclosureError, *given: object, **named: object) -> None:
        frame = sys._getframe(1)
        while frame:
            passed.add((frame.f_code.co_filename, frame.f_lineno))
            frame = frame.f_back  # type: ignore[assignment]
        plain(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(BudgetDisclosureError, "__init__", noted)
    for function in FUNCTIONS:
        with pytest.raises(BudgetDisclosureError):
            function()
    at_import = {READING / "formats" / "docx.py"}
    missed = [
        f"{Path(file).relative_to(READING)}:{line}"
        for (file, line), lines in sites().items()
        if not any((file, one) in passed for one in lines) and Path(file) not in at_import
    ]
    assert len(sites()) > 30
    assert not missed
