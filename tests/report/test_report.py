"""What people and programs see: the terminal, the page, JSON, facts, and the command line."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path

import pytest
from attrs import evolve

import budgetdisclosure as bd
from budgetdisclosure.amounts import Figure
from budgetdisclosure.cli import main
from budgetdisclosure.frames import COLUMNS, facts, to_arrow, to_pandas
from budgetdisclosure.model import Disclosure, Unplaced
from budgetdisclosure.model.edit import with_figure
from budgetdisclosure.place import Place
from budgetdisclosure.report import render, render_html
from budgetdisclosure.rules import Audit, audit
from budgetdisclosure.rules.audit import Skipped
from budgetdisclosure.wording import Wording, pad, width


@pytest.fixture(scope="module")
def example(root: Path) -> Disclosure:
    """The repository's example, as read."""
    return bd.read(root / "examples" / "final-accounts-2020.txt")


@pytest.fixture(scope="module")
def spoiled(example: Disclosure) -> Audit:
    """The example with one figure wrong."""
    cell = example.expenditure["2080108"].project.cell
    assert cell is not None
    return audit(with_figure(example, cell, Figure.parse("42.70")))


def test_the_report_says_what_was_read_what_holds_and_what_is_wrong(spoiled: Audit) -> None:
    """All five parts, in Chinese; the wrong figure with its row, column and where it should lie."""
    said = render(spoiled)
    for words in (
        "读到的内容",
        "勾稽关系",
        "只差舍入",
        "发现的问题",
        "最可能印错的数",
        "结论：错误",
    ):
        assert words in said
    assert "信息化建设" in said
    assert "42.70" in said
    assert "\x1b[" not in said
    assert "\x1b[31m" in render(spoiled, colour=True)


def test_the_report_in_english(spoiled: Audit) -> None:
    """The same in English, on request."""
    said = render(spoiled, "en")
    for words in ("What was read", "Rounding only", "Findings", "Verdict", "most likely wrong"):
        assert words in said


def test_an_empty_document_is_not_called_clean() -> None:
    """Nothing to check is said, not passed over as no errors."""
    said = render(audit(Disclosure()))
    assert "没有可以核对的内容" in said
    assert "没有发现错误" not in said


def test_what_was_not_placed_is_shown() -> None:
    """A piece that belongs nowhere is listed with its place and why."""
    piece = Unplaced("1,2,3.4", Wording("不是金额", "not a number"), Place(page=9))
    said = render(audit(Disclosure(unplaced=(piece,))))
    assert "第9页" in said
    assert "1,2,3.4" in said
    assert "不是金额" in said


def test_the_page_escapes_what_is_printed(spoiled: Audit) -> None:
    """A file's own text never becomes markup."""
    hostile = evolve(
        spoiled, disclosure=evolve(spoiled.disclosure, entity="<script>alert(1)</script>")
    )
    page = render_html([hostile])
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert page.startswith("<!doctype html>")
    assert "没有发现问题" in render_html([audit(Disclosure())])
    assert "No findings" in render_html([audit(Disclosure())], "en")


def _words(text: str) -> str:
    """A text without spaces, and without what leads a line of it."""
    return re.sub(r"[\s·]|^[一二三四五六]、", "", text)


def test_the_page_says_all_that_the_terminal_says(spoiled: Audit, example: Disclosure) -> None:
    """Every line of the full report stands in the page, in whole; nothing was left out."""
    skip = Skipped(spoiled.findings[0].rule, Wording("分母为零", "zero"), unchecked=True)
    piece = Unplaced("12,34", Wording("不是数", "no number"), Place(page=3))
    others = tuple(evolve(piece, text=f"{number}x") for number in range(9))
    mended = evolve(spoiled.findings[0], correction=Wording("改为 4.27", "make it 4.27"))
    told = evolve(
        spoiled,
        checked=spoiled.checked[:9],
        skipped=(*spoiled.skipped, skip),
        findings=(mended, *spoiled.findings[1:]),
        disclosure=evolve(spoiled.disclosure, unplaced=others, remarks=(piece,)),
        beside=((example, None),),
    )
    for one in (told, audit(example), audit(Disclosure())):
        page = _words(unescape(re.sub(r"<[^>]*>", "", render_html([one]))))
        said = render(one, full=True)
        lines = [_words(cell) for line in said.splitlines() for cell in line.split("  ")]
        tags = {"[错误]", "[提醒]", "[提示]"}
        missing = [
            line
            for line in lines
            if line and not line.startswith(("文件：", *tags)) and line not in page
        ]
        assert not missing
    for words in ("读到的内容", "未能核对", "已读、未核对", "整体证明", "结论：", "建议：改为4.27"):
        assert words in _words(render_html([told]))
    english = render_html([told], "en")
    for words in ("What was read", "Could not be checked", "Proof: ", "Verdict: ", "Suggested: "):
        assert words in english


def test_a_page_of_several_begins_with_an_index(spoiled: Audit, example: Disclosure) -> None:
    """A row for each with its verdict, leading to its article; one alone has none."""
    clean = audit(example)
    page = render_html([clean, spoiled, audit(Disclosure())])
    index, *articles = page.split("<article ")
    assert re.findall(r'href="#(\w+)"', index) == re.findall(r'<article id="(\w+)"', page)
    assert len(articles) == index.count("结论：") == page.count("</article>") == 3
    assert "共 3 份：有错误的 1 份，没有发现错误的 1 份，没有可以相互核对的数的 1 份" in index
    assert "<nav>" not in render_html([clean])
    assert "2 disclosures: 0 with errors, 2 without." in render_html([clean, clean], "en")


def test_nothing_printed_becomes_markup_in_the_index_or_any_section(spoiled: Audit) -> None:
    """Names, files, pieces, reasons, columns and suggestions are escaped wherever they are said."""
    bad = '<article><h1>"&x</h1>'
    words = Wording(bad, bad)
    piece = Unplaced(bad, words, Place(file=bad, sheet=bad))
    rule = evolve(spoiled.findings[0].rule, title=words, source=bad)
    hostile = evolve(
        spoiled,
        disclosure=evolve(
            spoiled.disclosure, entity=bad, file=bad, unplaced=(piece,), remarks=(piece,)
        ),
        findings=[evolve(spoiled.findings[0], rule=rule, message=words, correction=words)],
        skipped=(Skipped(rule, words, unchecked=True),),
        beside=((Disclosure(file=bad), None),),
    )
    for language in ("zh", "en"):
        page = render_html([hostile, hostile], language)
        assert page.count("<h1>") == page.count("<article ") == 2
        assert "<article>" not in page
        assert page.count("&lt;article&gt;") > 20


def test_widths_count_chinese_as_two() -> None:
    """Columns line up whatever the letters."""
    assert width("合计") == 4
    assert width(pad("合计", 9)) == 9


def test_the_contract_of_json(spoiled: Audit) -> None:
    """One object a file, plain types, with the keys that were promised."""
    made = json.loads(json.dumps(spoiled.to_dict(), ensure_ascii=False))
    assert made["schema"] == "budgetdisclosure.audit/1"
    assert made["kind"] == "final"
    assert made["fiscal_year"] == 2020
    assert made["consistent"] is False
    finding = next(one for one in made["findings"] if one["severity"] == "error")
    assert {"rule", "severity", "verdict", "message", "page", "cells", "expected", "residual"} <= (
        finding.keys()
    )
    assert {"table", "row", "column", "printed"} <= finding["cells"][0].keys()
    assert made["suspects"][0]["cells"][0] == {
        "table": "expenditure",
        "row": "2080108",
        "column": "project",
        "printed": "42.70",
        "unit": "万元",
        "file": "final-accounts-2020.txt",
        "page": None,
        "sheet": None,
        "line": made["suspects"][0]["cells"][0]["line"],
        "address": None,
    }
    assert made["suspects"][0]["cells"][0]["line"]


def test_facts_are_every_printed_number(example: Disclosure) -> None:
    """Each figure with a value is one row; values are exact."""
    rows = list(facts(example))
    printed = [figure for figure in example.figures() if not figure.is_blank]
    assert len(rows) >= len(printed)
    one = next(row for row in rows if row.table == "expenditure" and row.row_code == "2080109")
    assert (one.column, one.printed, str(one.value), one.unit) == (
        "total",
        "104.60",
        "104.60",
        "万元",
    )


def test_facts_as_frames(example: Disclosure) -> None:
    """Arrow and pandas hold the same rows; money stays decimal."""
    pytest.importorskip("pyarrow")
    rows = list(facts(example))
    table = to_arrow(rows)
    assert table.column_names == list(COLUMNS)
    assert table.num_rows == len(rows)
    assert str(table.schema.field("value").type) == "decimal128(38, 6)"
    frame = to_pandas(rows)
    assert list(frame["value"]) == [row.value for row in rows]


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    out = capsys.readouterr()
    return status, out.out, out.err


def test_audit_on_the_command_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Clean is 0; JSON is one object a line; HTML is a page."""
    example = str(root / "examples" / "final-accounts-2020.txt")
    status, out, _ = _run(capsys, "audit", example)
    assert status == 0
    assert "结论" in out
    status, out, _ = _run(capsys, "audit", example, example, "--format", "json", "--lang", "en")
    assert [json.loads(line)["consistent"] for line in out.splitlines()] == [True, True]
    status, out, _ = _run(capsys, "audit", example, "--format", "html")
    assert "<html" in out


def test_errors_and_unreadable_files_have_their_status(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error found is 1, an unreadable file 2, and the others are audited all the same."""
    text = (root / "examples" / "final-accounts-2020.txt").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(
        text.replace("2080108\t信息化建设\t4.27", "2080108\t信息化建设\t42.70"), "utf-8"
    )
    status, out, _ = _run(capsys, "audit", str(wrong))
    assert status == 1
    assert "42.70" in out
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    status, out, err = _run(capsys, "audit", str(empty), str(wrong))
    assert status == 2
    assert "empty.pdf" in err
    assert "42.70" in out
    assert _run(capsys, "facts", str(tmp_path / "missing.pdf"))[0] == 2


def test_facts_on_the_command_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """CSV with a header, and JSON, of the same rows."""
    example = str(root / "examples" / "final-accounts-2020.txt")
    _, out, _ = _run(capsys, "facts", example)
    rows = list(csv.DictReader(io.StringIO(out)))
    _, out, _ = _run(capsys, "facts", example, "--format", "json")
    assert len(json.loads(out)) == len(rows) > 300
    assert tuple(rows[0]) == COLUMNS


def test_codes_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A code with its parents, a name with every code that bears it, an unknown one with advice."""
    status, out, _ = _run(capsys, "codes", "2080109", "--year", "2020")
    assert status == 0
    assert "社会保险经办机构" in out
    status, out, _ = _run(capsys, "codes", "公务接待费", "--format", "json")
    assert {row["code"] for row in json.loads(out)} >= {"30217"}
    status, _, err = _run(capsys, "codes", "2080190", "--year", "2020")
    assert status == 1
    assert "没有此编码" in err
    status, out, _ = _run(capsys, "codes", "查无此名目")
    assert status == 1
    assert "没有找到" in out


def test_a_disclosure_is_one_import_away() -> None:
    """The names of the front door, and no other."""
    assert set(bd.__all__) <= set(dir(bd))
    for name in bd.__all__:
        assert getattr(bd, name) is not None
    with pytest.raises(AttributeError):
        bd.nothing_of_the_kind  # noqa: B018


def test_compose_on_the_command_line(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A ledger becomes a file that audits clean; an existing file is left alone unless told."""
    ledger = str(root / "examples" / "ledger-2020.csv")
    out = tmp_path / "made.html"
    arguments = ("compose", ledger, "--entity", "某单位", "--year", "2020", "--out", str(out))
    assert _run(capsys, *arguments)[0] == 0
    status, _, err = _run(capsys, *arguments)
    assert status == 2
    assert "已存在" in err
    assert _run(capsys, *arguments, "--overwrite")[0] == 0
    assert _run(capsys, "audit", str(out))[0] == 0
    status, said, _ = _run(capsys, *arguments[:-2], "--rounding", "plain")
    assert status == 0
    assert "收入支出决算总表" in said
    assert _run(capsys, *arguments[:-2], "--unit", "两")[0] == 2


def test_one_format_becomes_another(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is read can be written in another format, and says the same."""
    example = root / "examples" / "final-accounts-2020.txt"
    out = tmp_path / "same.md"
    assert _run(capsys, "write", str(example), "--out", str(out))[0] == 0
    one, other = bd.read(example), bd.read(out)
    assert [figure.number for figure in one.figures()] == [
        figure.number for figure in other.figures()
    ]


def test_objects_show_themselves(example: Disclosure, spoiled: Audit) -> None:
    """A table lines up in a terminal and is ruled in a notebook; an audit says what came of it."""
    shown = str(example.expenditure).splitlines()
    rows = [line for line in shown if line.endswith(tuple("0123456789"))]
    assert len(rows) == len(example.expenditure)
    assert len({width(line) for line in rows}) == 1
    assert "104.60" in str(example.expenditure)
    assert repr(example.expenditure) == "<ExpenditureTable 支出决算表（9 行，单位：万元）>"
    assert example.expenditure._repr_html_().count("<tr>") == 10
    assert "基本支出 104.60万元" in str(example.expenditure["2080109"])
    assert len(repr(spoiled)) < 200
    assert spoiled._repr_html_().count("<tr>") == len(spoiled.findings)


def test_nothing_printed_becomes_markup_in_a_notebook() -> None:
    """Names, titles, notes and places are escaped."""
    from budgetdisclosure.model import ExpenditureLine, ExpenditureTable

    figure = Figure.parse("1.00").at(Place(file='"><script>'))
    line = ExpenditureLine("<script>", item="合计", total=figure)
    table = ExpenditureTable(lines=[line], title="<script>", notes=("<script>",))
    for shown in (table._repr_html_(), figure._repr_html_(), audit(Disclosure())._repr_html_()):
        assert "<script>" not in shown
    assert "<script>" not in audit(Disclosure("<script>", expenditure=table))._repr_html_()


def test_a_remark_on_many_pages_is_said_once_with_them() -> None:
    scan = Wording("此页是图片", "an image")
    told = tuple([Unplaced("", scan, Place(file="a.pdf", page=page)) for page in (7, 3, 4, 5)])
    other = Unplaced("", Wording("已损坏", "damaged"), Place(file="a.pdf", page=4))
    audited = Audit(Disclosure(remarks=(*told, other)), (), ())
    assert "a.pdf 第3—5、7页：此页是图片" in render(audited)
    assert "pages 3—5, 7: an image" in render(audited, "en")
    assert "第4页：已损坏" in render(audited)


def test_what_was_not_read_is_told_in_every_report(example: Disclosure) -> None:
    """A reader of the page, the terminal or the JSON learns of a scanned page and of a cell."""
    place = Place(sheet="支出", address="D11")
    told = Audit(
        Disclosure(
            unplaced=(Unplaced("12,34", Wording("不是数", "no number"), place),),
            remarks=(Unplaced("", Wording("此页是图片", "an image"), Place(page=3)),),
        ),
        (),
        (),
    )
    page, terminal = render_html([told]), render(told)
    for words in ("D11", "12,34", "不是数", "第3页", "此页是图片"):
        assert words in page
        assert words in terminal
    made = told.to_dict()
    assert made["remarks"][0]["page"] == 3
    assert made["unplaced"][0]["address"] == "D11"
    assert "没有读到" not in render_html([audit(Disclosure())])
