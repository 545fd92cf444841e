"""A cell that prints no number: found as an error, said in every output, taken for nothing nowhere."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve

from budgetdisclosure.amounts import Figure
from budgetdisclosure.calc.facts import facts
from budgetdisclosure.cli import main
from budgetdisclosure.frames import to_arrow, to_pandas, to_polars
from budgetdisclosure.model import Disclosure, ExpenditureLine, Line, Unplaced
from budgetdisclosure.model.edit import with_figures
from budgetdisclosure.place import Place
from budgetdisclosure.reading import read
from budgetdisclosure.report import render
from budgetdisclosure.report.html import render_html
from budgetdisclosure.rules import Finding, Severity, audit
from budgetdisclosure.wording import Wording
from budgetdisclosure.writing import write
from budgetdisclosure.writing.told import told

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "final-accounts-2020.txt"
TEXT = EXAMPLE.read_text(encoding="utf-8")
CELL = "《一般公共预算财政拨款基本支出决算表》“30101 基本工资”行“决算数”列"
GARBLED = ("1,2,3.4", "48.9O")


def spoiled(printed: str) -> Disclosure:
    assert TEXT.count("48.90") == 1
    return read(TEXT.replace("48.90", printed).encode())


@cache
def example() -> Disclosure:
    return read(TEXT.encode())


def found(d: Disclosure) -> set[tuple[str, str]]:
    return {(one.rule.id, one.message.zh) for one in audit(d, prove=False).findings}


@pytest.mark.parametrize("printed", GARBLED)
def test_it_is_an_error_with_its_cell(printed: str) -> None:
    made = audit(spoiled(printed))
    errors = [one for one in made.findings if one.severity is Severity.ERROR]
    assert [(one.rule.id, one.message.zh) for one in errors] == [
        ("DIS-033", f"{CELL}：印为 {printed}，不是数")
    ]
    assert errors[0].correction is not None
    assert "改印为一个数" in errors[0].correction.zh
    assert not made.consistent
    assert {one.rule.id for one in made.findings if one.rule.id.startswith("N-")} == set()


def test_words_in_place_of_an_amount_are_a_warning() -> None:
    own = [one for one in audit(spoiled("涉密")).findings if one.rule.id == "DIS-033"]
    assert [one.severity for one in own] == [Severity.WARNING]


def test_the_example_as_it_is_has_none() -> None:
    assert not list(example().unreadable())
    assert "DIS-033" not in {one.rule.id for one in audit(example(), prove=False).findings}


def test_the_report_says_a_cell_and_how_many() -> None:
    said = render(audit(spoiled("1,2,3.4")))
    first, *_ = said.split("\n二、")
    assert f"    第243行 {CELL} “1,2,3.4”：千分位逗号位置不对" in first
    assert "未能归入任何表" not in said
    assert "；有 1 个数无法识别" in said.splitlines()[-1]
    assert "1 number could not be read" in render(audit(spoiled("1,2,3.4")), "en").splitlines()[-1]
    assert "无法识别" not in render(audit(example())).splitlines()[-1]
    assert f"{CELL}：印为 1,2,3.4，不是数" in render_html([audit(spoiled("1,2,3.4"))])


def test_what_is_astray_is_no_cell() -> None:
    piece = Unplaced("9.99", Wording("不知何处", "somewhere"), Place(line=3))
    d = spoiled("1,2,3.4")
    d = evolve(d, unplaced=(*d.unplaced, piece))
    assert d.astray == (piece,)
    said = render(audit(d))
    assert "有 1 处内容未能归入任何表" in said
    assert "有 1 个单元格印的不是数" in said


def test_what_has_neither_page_nor_line_is_placed_by_its_cell() -> None:
    reason = Wording("不是百分数", "no percentage")
    pieces = tuple(
        Unplaced(text, reason, Place(table="支出决算表", row=row, column="占比"))
        for row, text in (("合计", "1O%"), ("办公费", "l2%"))
    )
    said = render(audit(evolve(example(), unplaced=pieces[:1])))
    assert "    《支出决算表》“合计”行“占比”列 “1O%”：不是百分数" in said
    said = render(audit(evolve(example(), unplaced=pieces)))
    assert "    《支出决算表》 “1O%”、“l2%”：不是百分数" in said


@pytest.mark.parametrize("printed", GARBLED)
def test_the_commands(printed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT.replace("48.90", printed), "utf-8")
    for form in ("text", "json", "html", "csv"):
        assert main(("audit", str(file), "--format", form)) == 1
        assert "DIS-033" in capsys.readouterr().out
    assert main(("facts", str(file))) == 0
    out = capsys.readouterr().out
    rows = [row for row in csv.DictReader(io.StringIO(out)) if row["printed"] == printed]
    assert [(row["row_code"], row["value"], row["unit"]) for row in rows] == [("30101", "", "万元")]
    assert main(("facts", str(file), "--format", "json")) == 0
    held = [one for one in json.loads(capsys.readouterr().out) if one["printed"] == printed]
    assert [one["value"] for one in held] == [None]
    assert main(("write", str(file), "--out", str(tmp_path / "b.txt"))) == 0
    err = capsys.readouterr().err
    assert f"有1个单元格不是数，照印的样子写出：{printed}" in err
    assert "没有归位" not in err
    assert printed in (tmp_path / "b.txt").read_text("utf-8")


def test_the_frames_hold_the_text_without_a_value() -> None:
    rows = list(facts(spoiled("48.9O")))
    assert len(rows) == len(list(facts(example())))
    pytest.importorskip("pyarrow")
    for frame in (to_pandas(rows), to_polars(rows).to_pandas(), to_arrow(rows).to_pandas()):
        one = frame[frame["printed"] == "48.9O"]
        assert list(one["row_code"]) == ["30101"]
        assert one["value"].isna().all()
        assert frame["value"].isna().sum() == 1


@pytest.mark.parametrize("form", ["docx", "html", "xlsx"])
def test_every_format_says_where(form: str, tmp_path: Path) -> None:
    d = spoiled("1,2,3.4")
    file = tmp_path / f"a.{form}"
    write(d, file)
    again = read(file)
    assert not any("没有归位" in words.zh for words in told(again))
    lines = [one for one in render(audit(again)).splitlines() if CELL in one and "1,2,3.4" in one]
    cell, finding = lines[0].strip(), next(one for one in lines if "印为" in one)
    sheet = "工作表“06基本支出” C7单元格 " if form == "xlsx" else ""
    assert cell.startswith(f"{sheet}{CELL} “1,2,3.4”：")
    assert finding.strip() == f"· {sheet}{CELL}：印为 1,2,3.4，不是数"


def test_cells_of_two_sheets_with_one_address_are_two_places(tmp_path: Path) -> None:
    """A finding over two sheets, in C10 of both, says the sheet where to look."""
    from budgetdisclosure.rules.explain import common_place

    one, other = (
        Figure.parse("1.00", place=Place(file="a.xlsx", sheet=sheet, line=10, address="C10"))
        for sheet in ("支出", "拨款")
    )
    place = common_place([one, other])
    assert (place.file, place.sheet, place.line, place.address) == ("a.xlsx", None, None, None)
    assert common_place([one, one]).address == "C10"
    rule = audit(spoiled("48.9O"), prove=False).findings[0]
    moved: Finding = evolve(rule, figures=(one, other), place=place)
    assert moved.spot.spoken() == "工作表“支出” C10单元格"


def _tables() -> list[str]:
    return [table.id for table in example().tables]


@pytest.mark.parametrize("table", _tables())
def test_nothing_is_said_of_a_table_that_cannot_be_read(table: str) -> None:
    """No number of it can be read: no finding of any rule rests on its being empty or zero."""

    def change(figure: Figure) -> Figure:
        held = figure.cell is not None and figure.cell.table == table
        return Figure(None, figure.unit, 0, "1,2,3.4", figure.place) if held else figure

    d = with_figures(example(), change)
    new = {one for one in found(d) - found(example()) if one[0] not in ("DIS-033", "R-06")}
    assert not new
    assert not d.form(table).is_empty or not list(d.form(table).figures())


def test_each_economic_row_that_cannot_be_read_is_not_nothing() -> None:
    """The lists of the narrative name subjects whose amounts are unknown, not nought."""
    for line in example().basic_expenditure.lines:
        if line.code is None or not line.amount.number:
            continue
        cell = line.amount.cell

        def change(figure: Figure, cell: object = cell) -> Figure:
            at = figure.place
            return Figure(None, figure.unit, 0, "48.9O", at) if figure.cell == cell else figure

        d = with_figures(example(), change)
        new = {one for one in found(d) - found(example()) if one[0] not in ("DIS-033", "X-0506-2")}
        assert not new


def test_rows_of_one_code_whose_amounts_cannot_be_read_may_be_of_two_accounts() -> None:
    from budgetdisclosure.rules.topics.classification import crossed

    def rows(text: str) -> list[Line]:
        made = (Figure(None, text=text) if text == "48.9O" else Figure.parse(text) for _ in "1234")
        codes = ("2040201", "2040201", "2040202", "2040202")
        return [ExpenditureLine(code, total=f) for code, f in zip(codes, made, strict=True)]

    assert crossed(rows("48.9O"))
    assert not crossed(rows("48.90"))
