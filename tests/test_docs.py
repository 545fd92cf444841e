"""The documentation tells the truth: its Python runs, its generated pages are current."""

from __future__ import annotations

import doctest
import importlib.util
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

import budgetdisclosure as bd
from budgetdisclosure.frames import COLUMNS, FOUND_COLUMNS

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^( *)```python\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def blocks(page: Path) -> list[str]:
    """The fenced Python of a page, unindented."""
    found = FENCE.findall(page.read_text(encoding="utf-8"))
    return [re.sub(f"^{indent}", "", code, flags=re.MULTILINE) for indent, code in found]


WITH_CODE = [page for page in PAGES if blocks(page)]


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_python_of_a_page_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Top to bottom in one namespace, beside a copy of the examples; ``>>>`` lines as doctests."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for number, code in enumerate(blocks(page), 1):
        title = f"{page.name}, Python block {number}"
        if code.lstrip().startswith(">>>"):
            check(code, names, title)
        else:
            exec(compile(code, title, "exec"), names)


def check(code: str, names: dict[str, object], title: str) -> None:
    """Run ``code`` as a doctest in ``names`` and keep what it defines."""
    test = doctest.DocTestParser().get_doctest(code, names, title, None, 0)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    failed = runner.run(test, out=report.append, clear_globs=False).failed
    names.update(test.globs)
    assert not failed, "".join(report)


def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_generated_pages_are_current() -> None:
    old: list[str] = generate().stale()
    assert not old, "run: python docs/generate.py"


def test_every_room_has_its_page() -> None:
    rooms = {
        path.name
        for path in (ROOT / "src" / "budgetdisclosure").iterdir()
        if (path / "__init__.py").is_file() and path.name != "cli"  # commands, no Python API
    }
    assert rooms == set(generate().ROOMS)


def documented(page: str) -> set[str]:
    """The keys that stand first in a row of the page's tables, and those said within a row."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return set(re.findall(r"`([a-z_]+)`", text))


def keys(found: object) -> set[str]:
    """Every key of every object in a JSON value."""
    if isinstance(found, dict):
        return set(found).union(*map(keys, found.values()))
    return set().union(*map(keys, found)) if isinstance(found, list) else set()


@pytest.mark.parametrize("page", ["json.md", "en/json.md"])
def test_every_key_of_the_contract_is_documented(page: str) -> None:
    """On the example with one figure changed, so that findings and suspects are there too."""
    text = (ROOT / "examples" / "final-accounts-2020.txt").read_text(encoding="utf-8")
    audit = bd.audit(bd.read(text.replace("104.60", "140.60", 1).encode()))
    found = audit.to_dict()
    assert not found["consistent"]
    assert found["suspects"]
    verdicts = {verdict.value for verdict in bd.Verdict}
    assert keys(found) - verdicts <= documented(page)


@pytest.mark.parametrize("page", ["json.md", "en/json.md"])
def test_every_column_of_the_facts_is_documented(page: str) -> None:
    assert set(COLUMNS) <= documented(page)


@pytest.mark.parametrize("page", ["json.md", "en/json.md"])
def test_every_column_of_the_findings_is_documented(page: str) -> None:
    """In the section on the table of findings, not only somewhere on the page."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    (section,) = re.findall(r"^## findings.*?(?=^## )", text, re.MULTILINE | re.DOTALL)
    assert set(FOUND_COLUMNS) <= set(re.findall(r"`([a-z_]+)`", section))


def commands(name: str) -> list[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("python3 -m venv .venv && ")]


def test_both_readmes_print_the_same_two_commands() -> None:
    audit, tests = commands("README.md")
    assert " audit examples/" in audit
    assert tests.endswith(" -m pytest -q -n auto")
    assert commands("README.zh-CN.md") == [audit, tests]


def test_the_commands_name_files_that_exist() -> None:
    words = [word for command in commands("README.md") for word in command.split()]
    files = [word for word in words if word.endswith(".txt")]
    assert files
    assert not [name for name in files if not (ROOT / name).is_file()]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_links_of_a_readme_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)
    assert targets
    assert not [target for target in targets if not (ROOT / target).exists()]
