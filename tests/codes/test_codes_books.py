"""The official book from a file: whatever its shape, and with every bad line named at once."""

from __future__ import annotations

import io
import pickle
import sys
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.codes import (
    Budget,
    CodeList,
    CodeListError,
    EconomicCode,
    Entry,
    FunctionCode,
    RevenueCode,
    function_codes,
)
from budgetdisclosure.errors import MissingExtraError, ReadingError

SPLIT = """2024年政府收支分类科目,,,
科目编码,,,科目名称
类,款,项,
208,,,社会保障和就业支出
208,01,,人力资源和 社会保障管理事务
208,01,09,社会保险经办机构

科目编码,,,科目名称
208,26,,财政对基本养老保险基金的补助
"""
JOINED = """科目编码,科目名称,说明
208,社会保障和就业支出,反映政府在社会保障与就业方面的支出
20801,人力资源和社会保障管理事务,
"""
DATED = """code,name,valid_from,valid_to,superseded_by,budget,evidence,note
207,文化体育与传媒支出,2018,2018,207,一般公共预算,,
207,文化旅游体育与传媒支出,2019,,,一般公共预算;政府性基金预算,observed: 某决算,年份待核
"""


def read(text: str, year: int = 2024) -> CodeList[FunctionCode]:
    return CodeList.from_csv(io.StringIO(text), FunctionCode, year)


def workbook(rows: list[list[object]], path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "科目"
    for row in rows:
        sheet.append(row)
    book.create_sheet("说明")
    book.save(path)
    return path


def test_a_book_with_its_codes_in_three_columns() -> None:
    codes = read(SPLIT)
    assert [entry.code.split() for entry in codes] == ["208", "208 01", "208 01 09", "208 26"]
    assert codes["20801"].name == "人力资源和社会保障管理事务"
    assert (codes["208"].valid_from, codes["208"].valid_to) == (2024, 2024)
    assert codes["208"].observed


def test_a_book_with_its_codes_in_one_column() -> None:
    codes = read(JOINED)
    assert len(codes) == 2
    assert codes["208"].note.startswith("反映")


def test_a_book_that_says_its_years() -> None:
    codes = read(DATED, 2018)
    assert codes["207"].name == "文化体育与传媒支出"
    assert [entry.name for entry in codes.successors("207")] == []
    later = read(DATED, 2024)["207"]
    assert later.budgets == (Budget.GENERAL_PUBLIC, Budget.GOVERNMENT_FUND)
    assert later.evidence == "observed: 某决算"
    assert later.uncertain


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_what_spreadsheet_programs_save_is_read(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "科目.csv"
    path.write_bytes(SPLIT.replace(",", delimiter).encode(encoding))
    expected = [(str(entry.code), entry.name) for entry in read(SPLIT)]
    for source in (path, str(path)):
        codes = CodeList.from_csv(source, FunctionCode, 2024)
        assert [(str(entry.code), entry.name) for entry in codes] == expected
        assert codes["208"].evidence == "observed: 科目.csv"
    with path.open("rb") as opened:
        assert len(CodeList.from_csv(opened, FunctionCode, 2024)) == len(expected)


def test_a_workbook_keeps_numbers_where_a_book_prints_digits(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["科目编码", None, None, "科目名称"],
        ["类", "款", "项", None],
        [208, None, None, "社会保障和就业支出"],
        [208, 1, None, "人力资源和社会保障管理事务"],
        ["208", "01", 9, "社会保险经办机构"],
        [None, None, None, None],
    ]
    path = workbook(rows, tmp_path / "book.xlsx")
    codes = CodeList.from_xlsx(path, FunctionCode, 2024)
    assert [str(entry.code) for entry in codes] == ["208", "20801", "2080109"]
    assert CodeList.from_xlsx(path, FunctionCode, 2024, sheet="科目") == codes
    with path.open("rb") as opened:
        assert len(CodeList.from_xlsx(opened, FunctionCode, 2024)) == 3
    with pytest.raises(ReadingError, match="没有名为“附件”的工作表。现有工作表：科目、说明"):
        CodeList.from_xlsx(path, FunctionCode, 2024, sheet="附件")


BAD = """科目编码,科目名称,起始年度,终止年度,取代科目,所属预算
208,社会保障和就业支出,2018,,,
2O8,数字零写成字母,2018,,,
20801,,2018,,,
20802,民政管理事务,一八年,,,
20803,倒着的年度,2020,2019,,
20805,行政事业单位养老支出,2018,,旧科目,
20807,就业补助,2018,,,第五本预算
208,又一个社会保障,2020,,,
208,早已结束的一行,2010,2012,,
"""


def test_every_bad_line_is_named_with_its_place_and_its_mend(tmp_path: Path) -> None:
    path = tmp_path / "科目.csv"
    path.write_text(BAD, encoding="utf-8")
    with pytest.raises(CodeListError) as caught:
        CodeList.from_csv(path, FunctionCode, 2024)
    faults = caught.value.faults
    assert [fault.place.line for fault in faults if fault.place] == [3, 4, 5, 6, 7, 8, 9]
    assert [fault.place.file for fault in faults if fault.place] == ["科目.csv"] * 7
    assert all(fault.remedy for fault in faults)
    reasons = [
        "数字",
        "没有科目名称",
        "四位数字",
        "早于",
        "只能是数字",
        "没有这本预算",
        "与第2行重复",
    ]
    for fault, reason in zip(faults, reasons, strict=True):
        assert reason in fault.reason.zh
        assert fault.spoken("zh") in str(caught.value)
        assert fault.spoken("en") in caught.value.spoken("en")
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert len(again.faults) == 7


@pytest.mark.parametrize(
    "text", ["", "只有一句话\n", "科目编码,金额\n208,1.00\n", "科目名称\n教育\n"]
)
def test_a_file_without_the_heading_of_a_book_is_refused(text: str) -> None:
    with pytest.raises(ReadingError, match="没有找到科目表的表头") as caught:
        read(text)
    assert caught.value.remedy is not None
    assert "科目编码" in caught.value.remedy.zh


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"missing\.csv：科目表文件无法读取"):
        CodeList.from_csv(tmp_path / "missing.csv", FunctionCode, 2024)
    for bad in (b"\x81", b"\xff\xfe\x00"):
        with pytest.raises(ReadingError, match="无法读取"):
            CodeList.from_csv(io.BytesIO(bad), FunctionCode, 2024)
    with pytest.raises(ReadingError, match="无法读取"):
        CodeList.from_csv(
            io.StringIO("科目编码,科目名称\n" + "208," + "长" * 200_000), FunctionCode, 2024
        )
    with pytest.raises(ReadingError, match="无法读取"):
        CodeList.from_xlsx(io.BytesIO(b"not a workbook"), FunctionCode, 2024)


def test_a_workbook_needs_the_excel_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingExtraError, match=r'pip install "budgetdisclosure\[excel\]"'):
        CodeList.from_xlsx("book.xlsx", FunctionCode, 2024)


def test_a_book_of_another_classification_is_refused_line_by_line() -> None:
    with pytest.raises(CodeListError) as caught:
        CodeList.from_csv(io.StringIO(JOINED), EconomicCode, 2024)
    assert len(caught.value.faults) == 2
    assert "支出功能分类" in str(caught.value)


def test_the_book_then_overlays_the_packaged_list() -> None:
    both = function_codes(2024).overlaid_with(read(SPLIT))
    assert both["20801"].evidence == "observed: 科目表"
    assert len(both) == len(function_codes(2024))


@given(st.lists(st.sampled_from(function_codes(2024).entries), unique=True))
def test_a_book_written_out_reads_back(entries: list[Entry[FunctionCode]]) -> None:
    codes = CodeList(FunctionCode, 2024, tuple(entries))
    lines = ["类,款,项,科目名称", *(_split_line(entry) for entry in codes)]
    again = read("\n".join(lines))
    assert [(e.code, e.name) for e in again] == [(e.code, e.name) for e in codes]


def _split_line(entry: Entry[FunctionCode]) -> str:
    parts = [*entry.code.parts, "", ""][:3]
    return ",".join([*parts, entry.name])


def test_a_book_of_a_year_not_packaged_is_as_good_as_any() -> None:
    book = read(SPLIT, 2027)
    assert not book.carried
    assert not book["208"].uncertain
    both = function_codes(2027).overlaid_with(book)
    assert both.caution is not None
    assert not both["208"].carried
    assert both["205"].carried


def test_revenue_has_a_fourth_level() -> None:
    text = "类,款,项,目,科目名称\n101,01,01,01,国有企业增值税\n"
    codes = CodeList.from_csv(io.StringIO(text), RevenueCode, 2024)
    assert codes.entries[0].code == RevenueCode("101010101")
