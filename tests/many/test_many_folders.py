"""Folders of several disclosures, and rules of one's own, over many files."""

from __future__ import annotations

import importlib
import pickle
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from attrs import evolve

import budgetdisclosure as bd
from budgetdisclosure.cli import main
from budgetdisclosure.errors import ModelError, ReadingError
from budgetdisclosure.many import audit_many, read_many
from budgetdisclosure.reading import portions
from budgetdisclosure.rules import Rule, audit
from budgetdisclosure.rules.rule import _REGISTRY

NAMES = ("a.txt", "b.txt", "c.txt")


@pytest.fixture
def folder(tmp_path: Path, root: Path) -> Path:
    """Three disclosures of three bodies and years."""
    text = (root / "examples" / "final-accounts-2020.txt").read_text("utf-8")
    made = tmp_path / "several"
    made.mkdir()
    for number, name in enumerate(NAMES):
        own = text.replace("某区", f"第{number}区").replace("2020", f"{2020 + number}")
        (made / name).write_text(own, "utf-8")
    return made


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Rules of a user's own, in a module that other processes find too."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("rules_of_own")


def zipped(folder: Path) -> Path:
    """The folder as a zip beside it."""
    path = folder.with_suffix(".zip")
    with ZipFile(path, "w") as out:
        for one in sorted(folder.iterdir()):
            out.write(one, one.name)
    return path


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("packed", [False, True])
def test_each_disclosure_of_a_folder_has_its_outcome(
    folder: Path, own: Any, packed: bool, jobs: int
) -> None:
    """None is lost: as many as ``read_all`` gives, in its order, between the sources around."""
    source = zipped(folder) if packed else folder
    single, missing = folder / "a.txt", folder / "no-such-file.txt"
    sources = [single, source, missing, single]
    expected = [one.file for one in bd.read_all(source)]
    assert sorted(str(name).rpartition("/")[2] for name in expected) == list(NAMES)
    read = list(read_many(sources, jobs=jobs))
    audited = list(audit_many(sources, [own.HOLDS], jobs=jobs))
    for outcomes in (read, audited):
        assert [one.file for one in outcomes] == ["a.txt", *expected, missing.name, "a.txt"]
        assert [one.source for one in outcomes] == [single, *[source] * 3, missing, single]
        assert [one.error is None for one in outcomes] == [True] * 4 + [False, True]
    assert [one.result for one in read[1:4]] == list(bd.read_all(source))
    assert [one.result.disclosure for one in audited if one.result] == [
        one.result for one in read if one.result
    ]


def by_file(made: Iterable[bd.Disclosure | None]) -> dict[str, bd.Disclosure]:
    """Disclosures by their names, with all that was remarked in one order."""
    return {
        str(one.file): evolve(one, remarks=tuple(sorted(one.remarks, key=str)))
        for one in made
        if one is not None
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_large_folder_reads_as_a_small_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    """Disclosure by disclosure it gives the same: text and tables apart, zips, what is junk."""
    whole = (folder / "c.txt").read_text("utf-8")
    (folder / "c.txt").unlink()
    zipped(folder).rename(folder / "d.zip")  # the other two once more, which stay apart
    cut = whole.index("收入支出决算总表\n")
    (folder / "表").mkdir()
    (folder / "表" / "c2.txt").write_text(whole[cut:], "utf-8")
    (folder / "c1.txt").write_text(whole[:cut], "utf-8")
    (folder / "e.pdf").write_bytes(b"%PDF-1.4 cut off")
    (folder / "Thumbs.db").write_bytes(b"x")
    small = bd.read_all(folder)
    monkeypatch.setattr(portions, "LARGE", 2)
    outcomes = list(read_many([folder], jobs=jobs))
    assert [one.error for one in outcomes] == [None] * len(small)
    assert {one.source for one in outcomes} == {folder}
    large = [one.result for one in outcomes]
    assert [one.file for one in large if one] == [one.file for one in small]
    assert by_file(large) == by_file(small)
    assert any("c1.txt" in str(one.file) and "c2.txt" in str(one.file) for one in small)


def test_a_large_folder_with_what_was_written_as_data(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disclosure on record as JSON is one by itself, there too."""
    bd.write(bd.read(folder / "a.txt"), folder / "on-record.json")
    small = bd.read_all(folder)
    monkeypatch.setattr(portions, "LARGE", 2)
    assert by_file(one.result for one in read_many([folder])) == by_file(small)


def test_layouts_of_ones_own_reach_many_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a folder that is read at once, in a large one, and on the command line."""
    layout = tmp_path / "own.toml"
    layout.write_text(
        'id = "expenditure"\ntitles = ["用钱总览表"]\n[columns]\ntotal = ["统共"]\n', "utf-8"
    )
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(3):
        text = f"第{number}县教育局2023年度部门决算\n\n用钱总览表\n\n编码\t叫法\t统共\n208\t社保\t{number}.50\n"
        (folder / f"{number}.txt").write_text(text, "utf-8")
    for large in (portions.LARGE, 2):
        monkeypatch.setattr(portions, "LARGE", large)
        read = [one.result for one in read_many([folder], layouts=layout)]
        assert [str(one.expenditure["208"].total) for one in read if one] == [
            f"{number}.50万元" for number in range(3)
        ]
        assert main(["facts", str(folder), "--layout", str(layout), "--jobs", "1"]) == 0
        assert capsys.readouterr().out.count(",expenditure,") == 3


def test_a_large_folder_of_nothing_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a small one does."""
    for number in range(4):
        (tmp_path / f"{number}.pdf").write_bytes(b"%PDF-1.4 cut off")
    monkeypatch.setattr(portions, "LARGE", 2)
    (outcome,) = read_many([tmp_path])
    assert outcome.source == tmp_path
    assert isinstance(outcome.error, ReadingError)


@pytest.mark.parametrize("jobs", [1, 2])
def test_rules_of_ones_own_run_over_many_files(folder: Path, own: Any, jobs: int) -> None:
    """They alone are run, in this process and in others."""
    results = [one.result for one in audit_many([folder], [own.HOLDS], jobs=jobs)]
    assert [[held.rule.id for held in one.passed] for one in results if one] == [["OUR-01"]] * 3
    assert not any(one.checked for one in results if one)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_rule_that_fails_costs_its_disclosure_alone(folder: Path, own: Any, jobs: int) -> None:
    """The error names the rule, the file and what happened; the others are audited."""
    outcomes = list(audit_many([folder], rules=[own.HOLDS, own.FAILS], jobs=jobs))
    assert [one.error is None for one in outcomes] == [True, False, True]
    assert outcomes[1].file == "b.txt"
    said = str(outcomes[1].error)
    assert all(words in said for words in ("OUR-02", "b.txt", "ZeroDivisionError"))


def test_a_rule_that_cannot_travel_is_refused_before_any_file(folder: Path, own: Any) -> None:
    """With several processes it is named; in this one it runs."""
    local = evolve(own.HOLDS, check=lambda d: ())
    with pytest.raises(ModelError, match="OUR-01"):
        audit_many(["no-such-file.txt"], [local], jobs=2)
    assert [one.error for one in audit_many([folder], [local])] == [None] * 3


def test_a_rule_written_in_a_session_is_refused(own: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed at a prompt or in a notebook is in no file that another process could load."""
    main = sys.modules["__main__"]

    def typed(d: bd.Disclosure) -> tuple[()]:
        return ()

    typed.__module__, typed.__qualname__ = "__main__", "typed"
    monkeypatch.setattr(main, "typed", typed, raising=False)
    rule = evolve(own.HOLDS, check=typed)
    monkeypatch.setattr(main, "__file__", "script.py", raising=False)
    audit_many([], [rule], jobs=2)
    monkeypatch.delattr(main, "__file__")
    with pytest.raises(ModelError, match="OUR-01"):
        audit_many([], [rule], jobs=2)


def test_only_the_librarys_own_rules_travel_by_their_id(
    own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that a user registered is unknown to a process that has not loaded its module."""
    monkeypatch.setitem(_REGISTRY, own.HOLDS.id, own.HOLDS)
    assert b"rules_of_own" in pickle.dumps(own.HOLDS)
    first = bd.catalogue()[0]
    assert pickle.loads(pickle.dumps(first)) is first


def test_a_rule_that_fails_is_named(own: Any) -> None:
    """``audit`` goes on raising: the id, and the rule's own exception as the cause."""
    with pytest.raises(ModelError, match="OUR-02") as caught:
        audit(bd.Disclosure("某局", 2021), [own.FAILS])
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    nothing = Rule("OUR-03", bd.Wording("忘了", "forgot"), "自定", lambda d: None)  # type: ignore[arg-type, return-value]
    with pytest.raises(ModelError, match="OUR-03"):
        audit(bd.Disclosure("某局", 2021), [nothing])


def test_two_rules_of_one_id_are_refused(own: Any) -> None:
    """Whether they are audited with at once or over many files."""
    twice = [own.HOLDS, evolve(own.FAILS, id=own.HOLDS.id)]
    with pytest.raises(ModelError, match="OUR-01"):
        audit(bd.Disclosure(), twice)
    with pytest.raises(ModelError, match="OUR-01"):
        audit_many([], twice)
    clash = evolve(own.HOLDS, id=bd.catalogue()[0].id)
    with pytest.raises(ModelError, match=clash.id):
        audit(bd.Disclosure(), [*bd.catalogue(), clash])
