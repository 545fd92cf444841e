"""Excel files: digits as printed, merged cells, titles before their tables."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import python_calamine
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Border, Side

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading.document import Document, Grid
from budgetdisclosure.reading.formats.excel.number_format import general, shown, shown_text
from budgetdisclosure.reading.formats.excel.spans import spans_of
from budgetdisclosure.reading.formats.xls import read_xls
from budgetdisclosure.reading.formats.xlsx import read_xlsx
from budgetdisclosure.reading.recognise import recognise

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "disclosures"
ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '

cents = st.integers(-(10**12), 10**12)


@given(cents)
def test_two_places_print_what_was_kept(count: int) -> None:
    kept = Decimal(repr(count / 100))  # as a workbook keeps it: in binary
    assert Decimal(shown(kept, "0.00")) == Decimal(count).scaleb(-2)
    assert shown(kept, "#,##0.00") == f"{Decimal(count).scaleb(-2):,.2f}"
    assert Decimal(general(kept)) == Decimal(count).scaleb(-2) or abs(count) >= 10**10


@given(cents, st.integers(0, 6))
def test_rounding_is_half_away_from_zero(count: int, places: int) -> None:
    value = Decimal(count).scaleb(-4)
    code = "0" + ("." + "0" * places if places else "")
    scaled = abs(value).scaleb(places)
    whole = math.floor(scaled + Decimal("0.5"))
    assert abs(Decimal(shown(value, code))) == Decimal(whole).scaleb(-places)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("0", ACCOUNTING, "-"),
        ("-1234.5", ACCOUNTING, "-1,234.50"),
        ("1.005", "0.00", "1.01"),
        ("0.694", "0.0%", "69.4%"),
        ("0", "0.00;-0.00;", ""),
        ("-5", "0.00_);(0.00)", "(5.00)"),
        ("1234567", "#,##0,", "1,235"),
        ("12345678", "0!.0,", "1234.6"),
        ("12345", r'0\.0,"万元"', "1.2万元"),
        ("3", '"第"0"名"', "第3名"),
        ("5", "000", "005"),
        ("1.5", "#.##", "1.5"),
        ("1", "0.##", "1"),
        ("-3", "[>=100]0;0.0", "-3.0"),
        ("-3", "[Red][<0]-0.0;0.00", "-3.0"),
        ("12", "[$¥-804]#,##0.00", "¥12.00"),
        ("2080109", "General", "2080109"),
        ("123456789012345", "General", "123456789012345"),
        ("44196", "yyyy-mm-dd", "2020-12-31"),
        ("44196.5", "yyyy/m/d h:mm", "2020/12/31 12:00"),
        ("59", "m/d", "2/28"),
        ("0.5", "h:mm AM/PM", "12:00 PM"),
        ("1.25", "[h]:mm", "30:00"),
        ("44196", 'yyyy"年"mm"月"', "2020年12月"),
        ("44196", "aaaa", "星期四"),
    ],
)
def test_number_formats(value: str, code: str, text: str) -> None:
    assert shown(Decimal(value), code) == text


def test_1904_dates_and_text_sections() -> None:
    assert shown(Decimal(0), "yyyy-mm-dd", from_1904=True) == "1904-01-01"
    assert shown_text("无", "0;0;0;@@") == "无无"
    assert shown_text("无", "0.00") == "无"


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.text('0#?.,%;@ymdhs"[]_*\\-E+元', max_size=20),
)
def test_no_format_breaks(value: Decimal, code: str) -> None:
    assert isinstance(shown(value, code), str)


words = st.text("一二三收支出合计0123456789.", min_size=1, max_size=6).filter(
    lambda t: t.strip(".")
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, dict[tuple[int, int, int, int], str]]:
    """A size of at least two by two, and texts in areas that cover it without overlapping."""
    height, width = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    free = {(r, c) for r in range(height) for c in range(width)}
    cells = {}
    for row in range(height):
        for column in range(width):
            if (row, column) in free:
                tall, wide = draw(st.integers(1, 2)), draw(st.integers(1, 2))
                area = {(row + a, column + b) for a in range(tall) for b in range(wide)}
                if not area <= free:
                    tall = wide = 1
                free -= {(row + a, column + b) for a in range(tall) for b in range(wide)}
                cells[row, column, tall, wide] = draw(words)
    return height, width, cells


def spans(grid: Grid) -> dict[tuple[int, int, int, int], str]:
    return {(c.row, c.column, c.row_span, c.column_span): c.text for c in grid.cells}


LINE = Side(style="thin")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


def xlsx_table(height: int, width: int, cells: dict[tuple[int, int, int, int], str]) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "表一"
    sheet["A1"] = "收入决算表"
    for row in range(height):
        for column in range(width):
            sheet.cell(row + 3, column + 1).border = FRAME
    for (row, column, tall, wide), text in cells.items():
        sheet.cell(row + 3, column + 1, text)
        if tall * wide > 1:
            sheet.merge_cells(
                start_row=row + 3,
                start_column=column + 1,
                end_row=row + 2 + tall,
                end_column=column + wide,
            )
    return saved(book)


def saved(book: Any) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def xls_table(height: int, width: int, cells: dict[tuple[int, int, int, int], str]) -> bytes:
    book: Any = xlwt.Workbook()
    sheet = book.add_sheet("表一")
    framed = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    sheet.write(0, 0, "收入决算表")
    for (row, column, tall, wide), text in cells.items():
        sheet.write_merge(row + 2, row + 1 + tall, column, column + wide - 1, text, framed)
    return saved(book)


@settings(max_examples=30, deadline=None)
@given(tables(), st.booleans())
def test_a_framed_table_comes_back(
    table: tuple[int, int, dict[tuple[int, int, int, int], str]], old: bool
) -> None:
    height, width, cells = table
    document = read_xls(xls_table(*table)) if old else read_xlsx(xlsx_table(*table))
    head = [(p.text, p.level, p.place.line) for p in document.paragraphs][:2]
    assert head == [("表一", 1, None), ("收入决算表", None, 1)]
    if all(len([area for area in cells if area[0] == row]) < 2 for row in range(height)):
        assert [p.text for p in document.paragraphs[2:]] == list(cells.values())
    else:
        (grid,) = document.grids
        assert (grid.height, grid.width) == (height, width)
        assert spans(grid) == cells
        assert grid.cells[0].place.line == 3


def test_titles_and_notes_of_an_unframed_sheet_are_paragraphs() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (
        ["收入决算表"],
        ["部门：甲", None, "单位：万元"],
        ["项目", "金额", "备注"],
        ["合计", 1.5, None],
        ["注：无"],
    ):
        sheet.append(row)
    document = read_xlsx(saved(book))
    assert [p.text for p in document.paragraphs] == ["Sheet", "收入决算表", "注：无"]
    assert document.grids[0].texts() == (
        ("部门：甲", "", "单位：万元"),
        ("项目", "金额", "备注"),
        ("合计", "1.5", ""),
    )


def test_a_name_merged_over_the_keys_of_an_unframed_sheet_is_a_row() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["编码", "名称", "金额", "备注"], ["208", "社保", 1.5, None], ["合计"]):
        sheet.append(row)
    sheet.merge_cells("A3:B3")
    sheet.append(["本表无数据"])
    sheet.merge_cells("A4:D4")
    document = read_xlsx(saved(book))
    assert [p.text for p in document.paragraphs] == ["Sheet", "本表无数据"]
    assert document.grids[0].height == 3


HEAD = ["编码", "名称", "合计", "财政拨款", "其他收入"]
FIRST, SECOND = ["208", "社保", 1.5, 1, 0.5], ["221", "住房", 2.25, 2.25]


def test_rows_below_a_blank_row_stand_over_the_columns_above() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["收入决算表"], ["单位：万元"], HEAD, FIRST, [], SECOND, [], ["制表", "审核"]):
        sheet.append(row)
    found = recognise(read_xlsx(saved(book)))
    assert [str(line.total) for line in found.income.lines] == ["1.5万元", "2.25万元"]
    assert [grid.width for grid in read_xlsx(saved(book)).grids] == [5, 5, 2]


@pytest.mark.parametrize("again", [[], [HEAD]])
def test_a_sheet_for_every_page_is_one_table(again: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    for name, rows in (
        ("Table 1", [["收入决算表"], ["单位：万元"], HEAD, FIRST]),
        ("Table 2", [*again, SECOND]),
    ):
        sheet: Any = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    found = recognise(read_xlsx(saved(book)))
    assert [line.key for line in found.income.lines] == ["208", "221"]
    assert found.unplaced == ()


def test_framed_blank_rows_do_not_cut_a_table() -> None:
    cells = {(0, 0, 1, 1): "项目", (0, 1, 1, 1): "金额", (4, 0, 1, 1): "合计", (4, 1, 1, 1): "1"}
    (grid,) = read_xlsx(xlsx_table(5, 2, cells)).grids
    assert grid.height == 5


def test_formats_indents_hidden_parts_and_missing_results() -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["项目", "金额"])
    sheet.append(["基本支出", 150.63999999999999])
    sheet.append(["  其中", "=B2"])
    sheet["B2"].number_format = "#,##0.00_ "
    sheet["A2"].alignment = Alignment(indent=2)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["A"].hidden = True
    other = book.create_sheet("藏")
    other.append(["a", "b"])
    other.sheet_state = "hidden"
    document = read_xlsx(saved(book), source="a.xlsx")
    assert document.grids[0].texts() == (
        ("项目", "金额"),
        ("　　基本支出", "150.64"),
        ("  其中", "150.64"),
    )
    said = [remark.message.zh for remark in document.remarks]
    assert [
        word
        for word in ("隐藏行", "隐藏列", "公式", "工作表是隐藏的")
        if any(word in one for one in said)
    ] == [
        "隐藏行",
        "隐藏列",
        "公式",
        "工作表是隐藏的",
    ]
    assert document.remarks[2].place.sheet == "Sheet"
    assert document.remarks[2].place.address == "B3"
    assert document.grids[0].cells[-1].place.address == "B3"


def test_xls_numbers_are_printed_by_their_format() -> None:
    book: Any = xlwt.Workbook()
    sheet = book.add_sheet("甲")
    for column, (value, code) in enumerate(
        [(1234.5, "#,##0.00"), (0.694, "0.0%"), (0, ACCOUNTING), (43831, "yyyy-mm-dd")]
    ):
        sheet.write(0, column, value, xlwt.easyxf(num_format_str=code))
    sheet.write(1, 0, True)
    assert read_xls(saved(book)).grids[0].texts() == (
        ("1,234.50", "69.4%", "-", "2020-01-01"),
        ("TRUE", "", "", ""),
    )


def rewritten(data: bytes, part: str, old: str, new: str) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in given.namelist():
            held = given.read(name)
            if name == part:
                text = held.decode()
                assert re.search(old, text)
                held = re.sub(old, lambda _: new, text, count=1).encode()
            made.writestr(name, held)
    return out.getvalue()


PLAIN = xlsx_table(
    2, 2, {(0, 0, 1, 1): "甲", (0, 1, 1, 1): "乙", (1, 0, 1, 1): "丙", (1, 1, 1, 1): "丁"}
)
SHEET = "xl/worksheets/sheet1.xml"


def test_cells_written_in_other_ways() -> None:
    rows = (
        '<row><c t="inlineStr"><is><r><t>收</t></r><r><t>入</t></r><rPh><t>yin</t></rPh></is></c>'
        '<c t="b"><v>1</v></c><c t="e"><v>#DIV/0!</v></c></row><row><c><v>x</v></c><c t="s"><v>99</v></c>'
        '<c t="str"><f>A1</f><v>一_x000D_\n二</v></c></row></sheetData>'
    )
    data = rewritten(PLAIN, SHEET, "<sheetData>.*</sheetData>", "<sheetData>" + rows)
    assert read_xlsx(data).grids[0].texts() == (
        ("收入", "TRUE", "#DIV/0!"),
        ("x", "", "一\n二"),
    )


def test_a_lying_dimension_costs_nothing() -> None:
    data = rewritten(PLAIN, SHEET, '<dimension ref="[^"]*" ?/>', '<dimension ref="A1:XFD1048576"/>')
    assert read_xlsx(data).grids[0].texts() == (("甲", "乙"), ("丙", "丁"))


def test_a_merge_of_the_whole_sheet_and_overlapping_ones() -> None:
    merges = '<mergeCells><mergeCell ref="A3:XFD1048576"/><mergeCell ref="A3:B3"/></mergeCells></worksheet>'
    data = rewritten(PLAIN, SHEET, "</worksheet>", merges)
    document = read_xlsx(data)
    assert [p.text for p in document.paragraphs] == ["表一", "收入决算表", "甲"]
    (remark,) = document.remarks
    assert "3个单元格" in remark.message.zh
    assert remark.place.address == "B3"


def test_thousands_of_overlapping_merges_are_bearable() -> None:
    """Each as large as a merge may be, all over one another, and many beside one another."""
    over = "".join(f'<mergeCell ref="A{n}:ALK{n + 998}"/>' for n in range(3, 4_000))
    beside = "".join(f'<mergeCell ref="{c}5000:{c}5999"/>' for c in ("AA", "BB", "CC") * 500)
    merges = f"<mergeCells>{over}{beside}</mergeCells></worksheet>"
    document = read_xlsx(rewritten(PLAIN, SHEET, "</worksheet>", merges))
    assert [p.text for p in document.paragraphs] == ["表一", "收入决算表", "甲"]


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 4), max_size=8))
def test_merges_that_overlap_none_before_them_are_kept(
    raw: list[tuple[int, int, int, int]],
) -> None:
    areas = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in raw]
    everywhere = [(row, column) for row in range(8) for column in range(8)]
    spans = spans_of(areas, everywhere)
    kept: list[set[tuple[int, int]]] = []
    for top, left, bottom, right in areas:
        inside = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        if not any(inside & other for other in kept):
            kept.append(inside)
    assert spans.covered == set().union(*kept)
    assert set(spans.corner) == {min(inside) for inside in kept}


def test_a_cell_at_the_far_corner_is_bearable() -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="str"><v>远</v></c></row></sheetData>'
    document = read_xlsx(rewritten(PLAIN, SHEET, "</sheetData>", far))
    assert document.paragraphs[-1].text == "远"


def dragged(rows: int) -> bytes:
    """A framed table whose frames someone dragged down over many rows."""
    style = re.search(r'<c r="A3" s="(\d+)"', ZipFile(BytesIO(PLAIN)).read(SHEET).decode())
    assert style is not None
    cells = "".join(f'<c r="{letter}{{0}}" s="{style[1]}"/>' for letter in "ABCDE")
    more = "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(5, rows))
    return rewritten(PLAIN, SHEET, "</sheetData>", more + "</sheetData>")


def test_frames_dragged_down_are_no_table() -> None:
    assert read_xlsx(dragged(5_000)).blocks == read_xlsx(PLAIN).blocks


@pytest.mark.slow
def test_frames_dragged_down_to_the_last_row_are_bearable() -> None:
    assert read_xlsx(dragged(1_048_577)).blocks == read_xlsx(PLAIN).blocks


def test_strange_styles_are_no_obstacle() -> None:
    data = rewritten(PLAIN, "xl/styles.xml", "<fills[^>]*>", '<fills count="9"><fill><x/></fill>')
    assert read_xlsx(data).grids


@pytest.mark.parametrize(
    "data",
    [
        rewritten(PLAIN, SHEET, "<worksheet", '<!DOCTYPE x [<!ENTITY e "甲">]><worksheet'),
        rewritten(
            PLAIN, "xl/workbook.xml", "<workbook", '<!DOCTYPE x [<!ENTITY e "甲">]><workbook'
        ),
        rewritten(PLAIN, SHEET, "</sheetData>", ""),
        rewritten(PLAIN, SHEET, "</sheetData>", "<!--" + " " * (40 * 2**20) + "--></sheetData>"),
        PLAIN[: len(PLAIN) // 2],
        saved(openpyxl.Workbook()),
    ],
    ids=["entity", "entity in the book", "malformed", "bomb", "cut short", "empty"],
)
def test_hostile_or_broken_files_are_refused(data: bytes) -> None:
    with pytest.raises(ReadingError):
        read_xlsx(data)


OLD = xls_table(2, 2, {(0, 0, 1, 1): "甲", (0, 1, 1, 1): "乙", (1, 0, 1, 2): "丙"})


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_flipped_bytes_never_break(data: st.DataObject) -> None:
    body, reader = data.draw(st.sampled_from([(PLAIN, read_xlsx), (OLD, read_xls)]))
    at = data.draw(st.integers(0, len(body) - 1))
    changed = body[:at] + bytes([data.draw(st.integers(0, 255))]) + body[at + 1 :]
    try:
        assert isinstance(reader(changed), Document)
    except ReadingError:
        return


@pytest.mark.real
@pytest.mark.parametrize(
    "name", ["shanghai-budget-template.xls", "shanghai-department-budget-template.xlsx"]
)
def test_real_workbooks_agree_with_another_reader(name: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip("real documents are not at hand (../shared)")
    data = path.read_bytes()
    document = (read_xls if name.endswith("xls") else read_xlsx)(data, source=name)
    ours = [p.text for p in document.paragraphs if p.level is None]
    ours += [cell.text for grid in document.grids for cell in grid.cells]
    other = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    theirs = [
        str(int(value)) if isinstance(value, float) else str(value)
        for sheet in other.sheet_names
        for row in other.get_sheet_by_name(sheet).to_python()
        for value in row
    ]
    assert sorted("".join("".join(ours).split())) == sorted("".join("".join(theirs).split()))
    assert len(document.grids) == 9
    assert max(cell.column_span for grid in document.grids for cell in grid.cells) == 6
