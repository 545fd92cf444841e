"""Asking a table, a figure or an audit for something, as a person at a prompt does."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import budgetdisclosure as bd
from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.cli import main
from budgetdisclosure.errors import ModelError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules import Held, Rule, audit


@pytest.fixture(scope="module")
def example(root: Path) -> Disclosure:
    """The repository's example."""
    return bd.read(root / "examples" / "final-accounts-2020.txt")


def test_a_code_without_quotes_is_told_from_a_row_number(example: Disclosure) -> None:
    with pytest.raises(IndexError, match="加引号"):
        example.expenditure[2080109]
    assert example.expenditure[0] is example.expenditure.lines[0]
    assert example.expenditure[-1].name == example.expenditure.lines[-1].name


def test_a_table_of_two_sides_is_asked_as_one(example: Disclosure) -> None:
    """A row that stands on one side only is found; 总计 stands on both, and the error says so."""
    assert example.summary["本年支出合计"] in example.summary.expenditure
    with pytest.raises(KeyError, match="两侧都有"):
        example.summary["总计"]
    with pytest.raises(KeyError, match="没有这一行"):
        example.summary["没有"]


@given(
    st.decimals(min_value=0, max_value=10**9, places=6),
    st.sampled_from(list(Unit)),
    st.sampled_from(list(Unit)),
)
def test_a_value_in_another_unit_is_exact(value: Decimal, unit: Unit, other: Unit) -> None:
    """There and back again is the same number; in fen both are one."""
    figure = Figure.parse(f"{value:f}", unit)
    told = figure.value_in(other)
    assert told is not None
    assert told * other.fen == value * unit.fen
    assert Figure.blank().value_in(other) is None


def test_auditing_what_is_no_disclosure_says_what_to_do() -> None:
    with pytest.raises(ModelError, match="请先读取"):
        audit("决算.pdf")  # type: ignore[arg-type]


def test_a_rule_that_yields_nonsense_is_named(example: Disclosure) -> None:
    wrong = Rule("OUR-9", bd.Wording("错", "wrong"), "自拟", lambda d: [d.summary])  # type: ignore[list-item]
    with pytest.raises(ModelError, match="OUR-9"):
        audit(example, [wrong])


def test_what_held_is_counted(example: Disclosure) -> None:
    held = Rule("OUR-8", bd.Wording("对", "right"), "自拟", lambda d: [Held(3)])
    assert "另有 3 项检查通过" in str(audit(example, [held], prove=False))


def test_only_public_names_are_offered() -> None:
    assert set(dir(bd)) == set(bd.__all__)
    assert all(hasattr(bd, name) for name in bd.__all__)
    assert str(Disclosure("某局", 2020).kind) == "决算"


def test_the_command_refuses_no_processes_and_folders(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = str(root / "examples" / "final-accounts-2020.txt")
    with pytest.raises(SystemExit):
        main(["audit", example, "--jobs", "0"])
    assert main(["audit", example, "--out", str(tmp_path)]) == 2
    assert "文件夹" in capsys.readouterr().err


def test_an_interrupted_command_leaves_no_traceback(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import budgetdisclosure.many.told as told

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(told, "told", interrupted)
    assert main(["audit", str(root / "examples" / "final-accounts-2020.txt")]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_what_was_written_as_json_is_read_back(example: Disclosure, tmp_path: Path) -> None:
    """The same disclosure, places and all; other JSON, or half of it, is refused with the mend."""
    bd.write(example, tmp_path / "d.json")
    again = bd.read(tmp_path / "d.json")
    assert again == example
    assert audit(again).to_dict()["findings"] == audit(example).to_dict()["findings"]
    assert bd.read((tmp_path / "d.json").read_bytes()) == example
    with pytest.raises(bd.BudgetDisclosureError, match="JSON 数据"):
        bd.read(b'{"a": 1}')
    text = (tmp_path / "d.json").read_text("utf-8")
    with pytest.raises(bd.BudgetDisclosureError, match="sextions"):
        bd.read(text.replace('"sections"', '"sextions"', 1).encode())
