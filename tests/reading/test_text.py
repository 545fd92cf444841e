"""Plain text: what is written as a table comes back as the same table."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading import read_document
from budgetdisclosure.reading.document import Document, Grid, Paragraph
from budgetdisclosure.reading.formats.aligned.pieces import is_amount
from budgetdisclosure.reading.formats.text import read_text

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "disclosures"

words = st.text(
    st.sampled_from("一二三收支出决算表合计（）基本0123456789.,-a"), min_size=1, max_size=8
).filter(lambda text: not set(text) <= set("-.,"))
cells = words | st.just("")
tables = st.integers(2, 6).flatmap(
    lambda width: st.lists(
        st.lists(cells, min_size=width, max_size=width).filter(any), min_size=2, max_size=8
    )
)


def texts(document: Document) -> list[tuple[tuple[str, ...], ...]]:
    return [grid.texts() for grid in document.grids]


@example([["0,,0", ""], ["0,,", ""]], "utf-8")
@given(tables, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_a_table_by_tabs_comes_back(rows: list[list[str]], encoding: str) -> None:
    rows[0][0] = rows[0][0] or "项目"  # lines that only begin with tabs are indented prose
    text = "标题\n\n" + "".join("\t".join(row) + "\r\n" for row in rows)
    document = read_text(text.encode(encoding))
    assert document.paragraphs == (Paragraph("标题"),)
    assert texts(document) == [tuple(map(tuple, rows))]


@given(tables)
def test_a_pipe_table_comes_back(rows: list[list[str]]) -> None:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    assert texts(read_text("\n".join(lines).encode())) == [tuple(map(tuple, rows))]


def test_lines_that_a_bar_closes_are_a_table_where_no_amount_moved() -> None:
    lines = ["公开01表 | ||", "项目 | 金额 | 比重 |", "合计 | 5.00 | 9.00 |"]
    assert texts(read_text("\n".join(lines).encode()))[0][2] == ("合计", "5.00", "9.00")
    assert not read_text("\n".join([*lines, "5.00 | 9.00 |"]).encode()).grids


full = st.integers(3, 6).flatmap(
    lambda width: st.lists(st.lists(words, min_size=width, max_size=width), min_size=2, max_size=8)
)


@given(full, st.booleans())
def test_aligned_columns_come_back(rows: list[list[str]], right: bool) -> None:
    amounts = [at for at, row in enumerate(rows) if any(map(is_amount, row))]
    assume(not amounts or amounts[0] < 2)  # more lines above amounts are headings of several lines
    pad = str.rjust if right else str.ljust
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "   ".join(pad(text, size, " ") for text, size in zip(row, wide, strict=True))
        for row in rows
    ]
    document = read_text("\n".join(lines).encode())
    assert texts(document) == [tuple(map(tuple, rows))]
    assert not document.grids[0].ruled


def test_blank_line_divides_and_lines_are_numbered() -> None:
    document = read_text("\n甲\t1\n乙\t2\n\n\t3\t\n".encode())
    first, second = document.grids
    assert [cell.place.line for cell in first.cells] == [2, 2, 3, 3]
    assert second.texts() == (("", "3", ""),)
    assert second.place.line == 5


def test_a_short_row_keeps_fewer_cells() -> None:
    grid = read_text("甲\t乙\t丙\n丁\n戊\t己\n".encode()).grids
    assert [[cell.text for cell in one.cells] for one in grid] == [["甲", "乙", "丙"], ["戊", "己"]]


def test_tabs_that_indent_make_no_table() -> None:
    document = read_text("\t一、部门职责\n\t二、机构设置\n".encode())
    assert [p.text for p in document.paragraphs] == ["一、部门职责", "二、机构设置"]


def test_markdown_marks_are_not_text() -> None:
    document = read_text("## 第一部分\n\n- （一）职责\n\n**注：**见附件\n\n---\n".encode())
    assert [(p.text, p.level) for p in document.paragraphs] == [
        ("第一部分", 2),
        ("（一）职责", None),
        ("注：见附件", None),
    ]


def test_a_drawn_box_is_a_table() -> None:
    text = "┌──┬──┐\n│项目│金额│\n├──┼──┤\n│合计│1.00│\n└──┴──┘\n"
    assert texts(read_text(text.encode())) == [(("项目", "金额"), ("合计", "1.00"))]


def test_form_feeds_are_pages() -> None:
    document = read_text("第一页\n\f第二页\n\f".encode())
    assert [p.place.page for p in document.paragraphs] == [1, 2]
    assert document.pages == 2


def test_prose_with_gaps_stays_prose() -> None:
    text = "第二部分　　部门决算\n2020年  收入合计150.64万元。\n其中财政拨款收入增加\n"
    document = read_text(text.encode())
    assert not document.grids
    assert len(document.paragraphs) == 3


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le", "utf-16-be", "utf-8"])
def test_unmarked_encodings(encoding: str) -> None:
    text = (
        "部門年度預算支出合計，單位：萬元"
        if encoding == "big5"
        else "部门年度决算支出合计，单位：万元"
    )
    assert read_text(text.encode(encoding)).paragraphs[0].text == text


@pytest.mark.parametrize("data", [b"", b" \r\n\t\r\n", b"\xff\xfe", bytes(range(256)) * 20])
def test_nothing_to_read_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError):
        read_text(data)


def test_a_damaged_byte_is_remarked() -> None:
    data = "部门决算收入合计一百万元，支出合计一百万元。\n".encode() * 9
    document = read_text(data[:300] + b"\xff" + data[300:])
    assert document.remarks


@given(st.binary(max_size=300))
def test_noise_never_breaks(data: bytes) -> None:
    try:
        document = read_text(data)
    except ReadingError:
        return
    assert document.blocks


def test_a_ragged_giant_is_refused() -> None:
    with pytest.raises(ReadingError):
        read_text(b"\t" * 9000 + b"1\n" + b"1\t1\n" * 9000)


@pytest.fixture(scope="module")
def founding() -> Document:
    path = SHARED / "hunan-shifeng-social-insurance-2020-final.txt"
    if not path.exists():
        pytest.skip("real documents are not at hand (../shared)")
    return read_text(path.read_bytes(), source=path.name)


def test_founding_document(founding: Document) -> None:
    assert [grid.place.line for grid in founding.grids][:4] == [79, 100, 125, 148]
    assert len(founding.grids) == 14
    assert founding.grids[6].texts()[5] == (
        "20801",
        "人力资源和社会保障管理事务",
        "108.86",
        "104.60",
        "4.27",
    )
    assert all(isinstance(block, Grid | Paragraph) for block in founding.blocks)


@given(
    st.text("年度部门预算决算收入支出表说明标题一二三合计", min_size=4, max_size=40),
    st.sampled_from(["gb18030", "utf-8"]),
)
def test_short_texts_are_decoded(text: str, encoding: str) -> None:
    assert read_text(text.encode(encoding)).paragraphs[0].text == text


@pytest.mark.parametrize(
    "text",
    [
        "某某局（Россия）2020年度部门决算",
        "张䶮",
        "财务负责人：𠮷某",
        "བོད་རང་སྐྱོང་ལྗོངས་ཀྱི་སྔོན་རྩིས། 部门预算",
        "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ 2024年部门决算公开说明",
        "بىر يىللىق خامچوت ھېساباتى",
        "Отчёт о расходах",
        "ལོ་འཁོར་གྱི་འགྲོ་སོང་།",
    ],
)
def test_utf8_stays_utf8_whatever_script_is_in_it(text: str) -> None:
    assert read_text(text.encode()).paragraphs[0].text == text


@pytest.mark.parametrize(
    "text", ["营业税", "职业学校", "债券转", "实施", "支支支支支支支支", "为什么没"]
)
def test_a_few_words_of_gbk_that_fit_utf8_are_gbk(text: str) -> None:
    data = text.encode("gbk")
    assert data.decode("utf-8") != text
    assert read_text(data).paragraphs[0].text == text


def test_a_declared_utf8_is_taken_at_its_word() -> None:
    page = "<meta charset='utf-8'><p>Росс</p>".encode()
    assert read_document(page).paragraphs[0].text == "Росс"


def test_a_run_that_is_utf8_is_not_decoded_anew_beside_one_that_is_not() -> None:
    told = "某某局（Россия）部门预算收入支出说明"
    document = read_text(told.encode() + b"\n" + "附注：编制".encode("gbk") + b"\n")
    assert [paragraph.text for paragraph in document.paragraphs] == [told, "附注：编制"]


def test_a_name_on_several_lines_is_one_cell() -> None:
    text = (
        "编码      名称          合计     基本支出\n"
        "208     社会保障支出     10.00      4.00\n"
        "        机关单位基本\n"
        "20805                 6.00      4.00\n"
        "        养老保险缴费\n"
        "221     住房保障支出      4.00      4.00\n"
    )
    (grid,) = read_text(text.encode()).grids
    assert grid.texts()[2] == ("20805", "机关单位基本养老保险缴费", "6.00", "4.00")
    assert (grid.height, grid.width) == (4, 4)
    assert grid.cells[-1].box is not None


def test_a_head_beside_its_figures_heads_them() -> None:
    text = (
        "编码     名称             合计       其他收入\n"
        "201    一般公共服务支出     3,296,600          0\n"
        "20101  人大事务           296,600          0\n"
    )
    (grid,) = read_text(text.encode()).grids
    assert grid.texts()[0] == ("编码", "名称", "合计", "其他收入")
    assert grid.texts()[2] == ("20101", "人大事务", "296,600", "0")


@given(tables.filter(lambda rows: len(rows[0]) > 2), st.booleans())
def test_a_sheet_saved_with_commas_comes_back(rows: list[list[str]], marked: bool) -> None:
    rows = [[cell or "0" for cell in row] for row in rows]
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["收入决算表"] + [""] * (len(rows[0]) - 1))
    writer.writerows(rows)
    document = read_text(out.getvalue().encode("utf-8-sig" if marked else "gb18030"))
    assert [p.text for p in document.paragraphs] == ["收入决算表"]
    assert texts(document) == [tuple(map(tuple, rows))]
    assert document.grids[0].place.line == 2


def test_prose_with_commas_is_prose() -> None:
    text = "收入1,234.50万元,支出1,000.00万元\n其中,基本支出1,000.00万元\n"
    assert not read_text(text.encode()).grids


@given(st.lists(st.integers(1000, 999_999), min_size=2, max_size=6), st.integers(1, 3))
def test_commas_of_thousands_part_no_cells(sizes: list[int], amounts: int) -> None:
    text = "".join(f"2050803 培训支出{f' {size:,}.00' * amounts}\n" for size in sizes)
    cells = " ".join(
        cell for rows in texts(read_text(text.encode())) for row in rows for cell in row
    )
    assert all(cells.count(f"{size:,}.00") >= amounts for size in sizes)


def test_a_table_in_html_inside_markdown() -> None:
    text = "# 表一\n\n<table><tr><td colspan=2>收入</td></tr>\n<tr><td>甲</td><td>1</td></tr></table>\n\n说明\n"
    document = read_text(text.encode(), source="a.md")
    assert [p.text for p in document.paragraphs] == ["表一", "说明"]
    (grid,) = document.grids
    assert (grid.cells[0].text, grid.cells[0].column_span) == ("收入", 2)
    assert (grid.cells[1].place.line, grid.cells[1].place.file) == (4, "a.md")


def test_titles_and_notes_may_stand_around_a_sheet_with_commas() -> None:
    data = '收入决算表\r\n单位：万元\r\n项目,本年\r\n"财政拨款","1,234.50"\r\n合计,2.00\r\n注：本表以万元为单位。\r\n'
    document = read_text(data.encode("gb18030"))
    assert [p.text for p in document.paragraphs] == [
        "收入决算表",
        "单位：万元",
        "注：本表以万元为单位。",
    ]
    assert document.grids[0].texts() == (
        ("项目", "本年"),
        ("财政拨款", "1,234.50"),
        ("合计", "2.00"),
    )
    assert [p.place.line for p in document.paragraphs] == [1, 2, 6]


def test_two_cells_without_amounts_are_prose() -> None:
    assert not read_text("甲,乙\n丙,丁\n".encode()).grids
