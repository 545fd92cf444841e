"""Many files at once: in order, on several processes, whatever one of them does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest

from budgetdisclosure.cli import main
from budgetdisclosure.errors import ReadingError
from budgetdisclosure.frames import FOUND_COLUMNS
from budgetdisclosure.many import audit_many, each, read_many
from budgetdisclosure.rules import audit

DIES = "__import__('os')._exit(3)"


@pytest.fixture
def files(tmp_path: Path, root: Path) -> list[Path]:
    """Good files around one that cannot be read and one without any table."""
    text = (root / "examples" / "final-accounts-2020.txt").read_text("utf-8")
    made = [tmp_path / f"{name}.txt" for name in ("a", "b", "c")]
    for number, path in enumerate(made):
        path.write_text(text.replace("某区", f"第{number}区"), "utf-8")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 cut off")
    return [made[0], broken, *made[1:]]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_and_errors_are_values(files: list[Path], jobs: int) -> None:
    """Each source has its outcome in its turn; the unreadable one has its error."""
    outcomes = list(read_many(files, jobs=jobs))
    assert [outcome.source for outcome in outcomes] == files
    assert [outcome.error is None for outcome in outcomes] == [True, False, True, True]
    assert isinstance(outcomes[1].error, ReadingError)
    entities = [outcome.result.entity for outcome in outcomes if outcome.result]
    assert [entity[:3] for entity in entities if entity] == ["第0区", "第1区", "第2区"]


def test_an_audit_comes_back_whole_from_another_process(files: list[Path]) -> None:
    """What another process audited equals what this one does, rules and proof included."""
    here = [outcome.result for outcome in audit_many(files[:1])]
    there = [outcome.result for outcome in audit_many(files[:1], jobs=2)]
    assert here == there
    assert here[0] is not None
    assert there[0] is not None
    assert here[0].to_dict() == there[0].to_dict()
    assert {check.rule for check in there[0].checked} <= {check.rule for check in here[0].checked}


def test_a_process_that_dies_costs_its_file_alone() -> None:
    """The file that kills its process is named; all others are done, in order."""
    sources = ["1+1", DIES, "2+2", "3+3", DIES, "4+4"]
    outcomes = list(each(eval, sources, jobs=2))
    assert [outcome.source for outcome in outcomes] == sources
    assert [outcome.result for outcome in outcomes] == [2, None, 4, 6, None, 8]
    assert "意外终止" in str(outcomes[1].error)


def test_sources_are_taken_only_as_needed() -> None:
    """An endless list of files gives its first results."""

    def endless():  # type: ignore[no-untyped-def]
        while True:
            yield "1+1"

    taken = each(eval, endless(), jobs=2)
    assert [next(taken).result for _ in range(3)] == [2, 2, 2]
    taken.close()


@pytest.mark.parametrize(("command", "form"), [("audit", "csv"), ("facts", "json")])
def test_the_commands_say_the_same_on_one_process_and_on_two(
    command: str, form: str, files: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The same text and the same complaint; the status says that one was unreadable."""
    said = []
    for jobs in ("1", "2"):
        assert main([command, *map(str, files), "--format", form, "--jobs", jobs]) == 2
        said.append(capsys.readouterr())
    assert said[0] == said[1]
    assert said[0].err.count("broken.pdf") == 1
    assert all(name in said[0].out for name in ("a.txt", "b.txt", "c.txt"))


@pytest.mark.parametrize(
    ("form", "mark", "times"), [("text", "结论：", 3), ("json", '"schema"', 3), ("html", "<h1>", 3)]
)
def test_every_form_holds_every_file(
    form: str, mark: str, times: int, files: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each readable file once, in one well-formed output."""
    assert main(["audit", *map(str, files), "--format", form, "--jobs", "1"]) == 2
    out = capsys.readouterr().out
    assert out.count(mark) == times
    if form == "json":
        assert [json.loads(line)["file"] for line in out.splitlines()] == [
            "a.txt",
            "b.txt",
            "c.txt",
        ]
    if form == "html":
        assert out.count("<body>") == out.count("</html>") == 1


def test_findings_are_rows_for_a_table(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One row a finding, with its file, its unit and its first cell."""
    example = root / "examples" / "final-accounts-2020.txt"
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(example.read_text("utf-8").replace("\t46.05\t", "\t47.05\t", 1), "utf-8")
    assert main(["audit", str(wrong), str(example), "--format", "csv"]) == 1
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split(",") == list(FOUND_COLUMNS)
    errors = [row for row in rows if ",error," in row]
    assert errors
    assert all(row.startswith("wrong.txt,") for row in errors)
    found = sum(
        len(audit(one.result).findings) for one in read_many([wrong, example]) if one.result
    )
    assert len(rows) == found


def test_a_report_never_replaces_a_file_unasked(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``--out`` over the very file that is audited is refused, and so is any other."""
    before = files[0].read_bytes()
    assert main(["audit", str(files[0]), "--out", str(files[0])]) == 2
    assert files[0].read_bytes() == before
    assert "文件已存在" in capsys.readouterr().err
    out = tmp_path / "report.json"
    assert main(["audit", str(files[0]), "--format", "json", "--out", str(out)]) == 0
    assert main(["audit", str(files[0]), "--format", "json", "--out", str(out)]) == 2
    assert main(["audit", str(files[2]), "--format", "json", "--out", str(out), "--overwrite"]) == 0
    assert json.loads(out.read_text("utf-8"))["file"] == files[2].name
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_facts_and_findings_as_parquet_and_frames(files: list[Path], tmp_path: Path) -> None:
    """Parquet holds the same rows, money exact; polars and pandas hold them too."""
    parquet = pytest.importorskip("pyarrow.parquet")
    polars = pytest.importorskip("polars")
    from budgetdisclosure.frames import facts, findings, to_pandas, to_polars

    out = tmp_path / "facts.parquet"
    assert main(["facts", str(files[0]), "--format", "parquet", "--out", str(out)]) == 0
    outcome = next(iter(audit_many(files[:1])))
    assert outcome.result is not None
    rows = list(facts(outcome.result.disclosure))
    assert parquet.read_table(out).column("value").to_pylist() == [row.value for row in rows]
    frame = to_polars(rows)
    assert frame["value"].to_list() == [row.value for row in rows]
    assert isinstance(frame["value"].dtype, polars.Decimal)
    found = list(findings(outcome.result))
    assert list(to_polars(found)["rule"]) == list(to_pandas(found)["rule"])
    assert to_polars([]).columns == list(to_pandas([]).columns)


def test_frames_of_no_findings_have_their_columns() -> None:
    """A clean disclosure's findings can be grouped like any others."""
    pytest.importorskip("pandas")
    from budgetdisclosure.frames import findings, to_arrow, to_pandas, to_polars
    from budgetdisclosure.model import Disclosure

    none = findings(audit(Disclosure()))
    assert not none
    assert tuple(to_pandas(none).columns) == FOUND_COLUMNS
    assert tuple(to_polars(none).columns) == FOUND_COLUMNS
    assert tuple(to_arrow(none).column_names) == FOUND_COLUMNS
    assert to_pandas(none).groupby(["severity", "rule"]).size().empty


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_the_program_costs_its_file_alone(jobs: int) -> None:
    """An exception that is none of the library's is told with its file; the rest are done."""
    outcomes = list(each(eval, ["1+1", "1/0", "2+2"], jobs=jobs))
    assert [outcome.result for outcome in outcomes] == [2, None, 4]
    assert "ZeroDivisionError" in str(outcomes[1].error)


def test_an_unreadable_companion_stops_before_the_first_file(
    files: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """It is blamed once, not on each of the files."""
    assert main(["audit", str(files[0]), str(files[2]), "--beside", str(files[1])]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("broken.pdf") == 1


def test_a_path_alone_is_one_source(files: list[Path]) -> None:
    """A string is a path, not a list of its letters: the first of them may be the whole disk."""
    assert [one.source for one in read_many(str(files[0]))] == [str(files[0])]
    assert [one.result is not None for one in audit_many(files[0])] == [True]
    assert [one.result for one in each(os.path.basename, str(files[0]))] == [files[0].name]


def test_a_folder_of_too_many_files_costs_itself_alone(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("budgetdisclosure.reading.parts.MAX_MEMBERS", 2)
    outcomes = list(read_many([files[0].parent, files[0]]))
    assert isinstance(outcomes[0].error, ReadingError)
    assert "文件数" in str(outcomes[0].error)
    assert outcomes[1].result is not None


def test_left_before_its_end_it_does_not_wait_for_what_is_in_hand() -> None:
    """The others would sleep for a minute."""
    begun = time.monotonic()
    results = each(_sleep, ["0", "60", "60", "60"], jobs=2)
    assert next(results).result == "0"
    assert isinstance(results, Generator)
    results.close()
    assert time.monotonic() - begun < 30


_KILLED: Final = """
import os, time
from budgetdisclosure.many import each

def work(source):
    print("begun", flush=True)
    time.sleep(0 if os.fspath(source) == "0" else 600)

if __name__ == "__main__":
    list(each(work, ["0", "1"], jobs=2))
"""


def test_no_process_outlives_one_that_was_killed(tmp_path: Path) -> None:
    """One of the two sleeps, the other waits for work; both hold the pipe open while they live."""
    script = tmp_path / "killed.py"
    script.write_text(_KILLED, encoding="utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert [run.stdout.readline(), run.stdout.readline()] == [b"begun\n"] * 2
        run.kill()
        assert run.communicate(timeout=30)[0] == b""


def _sleep(seconds: str | os.PathLike[str]) -> str:
    time.sleep(int(os.fspath(seconds)))
    return os.fspath(seconds)


def test_an_interruption_does_not_tell_where_it_struck() -> None:
    def fails(source: str | os.PathLike[str]) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as told:
        list(each(fails, ["a"]))
    assert "fails" not in [frame.name for frame in traceback.extract_tb(told.value.__traceback__)]


def test_files_may_stand_around_the_options(
    files: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """A shell's list of files often comes last, after one that was typed first."""
    given = [str(files[0]), "--narrative", "--format", "json", "--jobs", "1", str(files[2])]
    assert main(["facts", *given]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["path"] for row in rows} == {str(files[0]), str(files[2])}
    assert {row["table"] for row in rows} > {"narrative", "expenditure"}
    with pytest.raises(SystemExit):
        main(["facts", *given, "--nothing"])
    said = capsys.readouterr().err
    assert said.startswith("用法 (usage)：budgetdisclosure")
    assert "--nothing" in said
