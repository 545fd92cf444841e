"""Formulas without a stored result, tables beside one another, and cells with an address."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from budgetdisclosure.place import address_of, column_of
from budgetdisclosure.reading import read, read_document
from budgetdisclosure.reading.document import Grid, Paragraph
from budgetdisclosure.reading.formats.excel.formula import worked_out
from budgetdisclosure.reading.formats.excel.number_format import shown
from budgetdisclosure.reading.formats.xlsx import read_xlsx
from budgetdisclosure.rules import audit

openpyxl = pytest.importorskip("openpyxl")

fen = st.integers(-(10**9), 10**9)


def saved(book: Any) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(*sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.number_format = "0.00"
    return saved(book)


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_addresses_name_one_cell(row: int, column: int) -> None:
    address = address_of(row, column)
    letters = address.rstrip("0123456789")
    assert (int(address[len(letters) :]) - 1, column_of(letters)) == (row, column)


@example([[7368, -937711753, 937704384], [0, 0]])  # written as 73.68000000000001
@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(fen, min_size=2, max_size=3), min_size=2, max_size=5))
def test_sums_are_exact_to_the_fen(rows: list[list[int]]) -> None:
    """Row totals by signs, the column total by SUM over formulas, on another sheet by reference."""
    rows = [[*row, 0][:3] for row in rows]
    held = [
        ["甲", *(Decimal(n).scaleb(-2) for n in row), f"=+B{at}+C{at}-(-D{at})"]
        for at, row in enumerate(rows, 2)
    ]
    last = len(rows) + 1
    total = ["合计", f"=SUM(B2:B{last})", f"=SUM(C2:C{last},0)", "=0", f"=ROUND(SUM(E2:E{last}),2)"]
    copied = [["项目", "金额"], ["合计", f"='表1'!E{last + 1}"], ["一半", "=表1!$E$2/2"]]
    document = read_xlsx(book_of([["项目", "一", "二", "三", "合计"], *held, total], copied))
    first, second = document.grids
    sums = [Decimal(sum(row)).scaleb(-2) for row in rows]
    assert [row[4] for row in first.texts()[1:-1]] == [f"{one:.2f}" for one in sums]
    assert first.texts()[-1][4] == f"{sum(sums):.2f}"
    assert second.texts()[1][1] == f"{sum(sums):.2f}"
    assert second.texts()[2][1] == shown(sums[0] / 2, "0.00")
    assert all("精确算出" in remark.message.zh for remark in document.remarks)


def test_what_is_not_simple_is_shown_as_its_formula_and_listed() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出"],
        ["208", "社会保障和就业支出", "=VLOOKUP(A3,A:D,4)", 1.5],
        ["20801", "人力资源", "=C3+1", "=D4"],
        ["2080101", "行政运行", "=[1]外部!A1", "=未知表!A1"],
    ]
    data = book_of([["支出决算表"], *rows])
    said = {
        r.place.address: r.message.zh for r in read_xlsx(data).remarks if "未能算出" in r.message.zh
    }
    assert list(said) == ["C3", "C4", "D4", "C5", "D5"]
    assert "=VLOOKUP(A3,A:D,4)" in said["C3"]
    disclosure = read(data)
    assert {u.place.address for u in disclosure.unplaced} == {"C3", "C4", "D4", "C5", "D5"}
    assert audit(disclosure).consistent


@pytest.mark.parametrize(
    "formula",
    [
        *("A1", "SUM(A1:A3", "1+", "", "SUM(", "SUM()", "ROUND(1)", "ROUND(1,0.5)", "1/0", "A1:B2"),
        *("IF(1,2,3)", "SUM(A1:XFD1048576)", '"文字"', "A1&A2", "ROUND(1,99)", "SUM(A:A)"),
        "(" * 500 + "1" + ")" * 500,
    ],
)
def test_formulas_that_are_left_alone(formula: str) -> None:
    assert worked_out(formula, lambda _, at: "文字" if at == (0, 0) else None) is None


def test_cells_that_wait_for_each_other_are_left_alone() -> None:
    document = read_xlsx(book_of([["项目", "金额"], ["甲", "=B3"], ["乙", "=B2"]]))
    assert document.grids[0].texts()[1:] == (("甲", "=B3"), ("乙", "=B2"))


@pytest.mark.parametrize("step", [-1, 1])
def test_long_chains_are_worked_out(step: int) -> None:
    rows = [[f"第{n}", f"=B{n + step}+1"] for n in range(1, 1001)]
    rows[0 if step < 0 else -1][1] = 1
    texts = [row[1] for row in read_xlsx(book_of(rows)).grids[0].texts()]
    assert texts[::-step] == [f"{n}.00" for n in range(1, 1001)]


@given(st.integers(-(10**6), 10**6), st.integers(-2, 4))
def test_round_is_half_away_from_zero(thousandths: int, places: int) -> None:
    value = Fraction(thousandths, 1000)
    found = worked_out(f"ROUND(A1,{places})", lambda *_: value)
    assert found is not None
    unit = Fraction(1, 10**places) if places >= 0 else Fraction(10**-places)
    assert Fraction(found) % unit == 0
    assert 2 * abs(Fraction(found) - value) <= unit
    if 2 * abs(Fraction(found) - value) == unit:
        assert abs(Fraction(found)) > abs(value)


def test_a_shared_formula_moves_with_its_cell() -> None:
    from tests.reading.test_excel import PLAIN, SHEET, rewritten

    rows = (
        '<row><c><v>1</v></c><c><f t="shared" ref="B1:B3" si="0">A1*2+A$1</f></c></row>'
        '<row><c><v>2</v></c><c><f t="shared" si="0"/></c></row>'
        '<row><c><v>3</v></c><c><f t="shared" si="0"/></c><c><f t="shared" si="9"/></c></row>'
        "</sheetData>"
    )
    document = read_xlsx(rewritten(PLAIN, SHEET, "<sheetData>.*</sheetData>", "<sheetData>" + rows))
    assert document.grids[0].texts() == (("1", "3", ""), ("2", "5", ""), ("3", "7", "=?"))


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 4), st.integers(2, 3), st.integers(1, 3), st.integers(0, 2))
def test_tables_beside_one_another_come_back_as_two(
    height: int, width: int, gap: int, lower: int
) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    places = [(1, 1), (1 + lower, 1 + width + gap)]
    for number, (top, left) in enumerate(places):
        sheet.cell(top, left, f"第{number}号表")
        for row in range(height):
            for column in range(width):
                sheet.cell(top + 1 + row, left + column, f"{number}{row}{column}")
    blocks = read_xlsx(saved(book)).blocks[1:]
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == ["第0号表", "第1号表"]
    grids = [block for block in blocks if isinstance(block, Grid)]
    assert [grid.texts() for grid in grids] == [
        tuple(tuple(f"{n}{row}{column}" for column in range(width)) for row in range(height))
        for n in (0, 1)
    ]
    first = grids[1].cells[0].place
    assert first.address == address_of(lower + 1, width + gap)


def test_a_table_of_two_halves_stays_one() -> None:
    rows = [["收入", None, None, "支出", None], ["项目", "金额", None, "项目", "金额"]]
    rows += [["拨款", "1.00", None, "基本", "1.00"], ["合计", "1.00", None, "合计", "1.00"]]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    (grid,) = read_xlsx(saved(book)).grids
    assert grid.width == 5


def test_a_finding_names_the_cells_of_the_sheet() -> None:
    rows = [
        ["支出决算表", None, None, None, None],
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["208", "社会保障和就业支出", "9.00", "1.50", "2.00"],
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.title = "支出"
    found = [
        finding
        for finding in audit(read(saved(book))).to_dict()["findings"]
        if finding["rule"] == "T03-001"
    ]
    assert [cell["address"] for cell in found[0]["cells"]] == ["C3", "D3", "E3"]
    assert all(cell["sheet"] == "支出" for cell in found[0]["cells"])
    assert "C3" in found[0]["message"]


def test_many_formulas_that_wait_for_each_other_are_worked_out_once(
    growth: Callable[..., float],
) -> None:
    def made(count: int) -> Callable[[], object]:
        rows: list[list[Any]] = [[f"=SUM(B1:B{count})", "合计"]]
        rows += [[f"=B{row}", f"=C{row}+1", row] for row in range(2, count + 1)]
        data = book_of(rows)
        return lambda: read_xlsx(data)

    assert growth(made(400), made(1_600)) < 9


def test_formulas_are_worked_out_in_whatever_order_they_wait() -> None:
    rows = [
        ["=B1/(C1-D1)+B2", "=C1+D1", "=D1+1", "=E1*2", 3],
        ["=B1+B1", "=A3+C1", "=D2", "=C2", "=SUM(A1:B1)+C2"],
        ["=D1", "末", 1, 1, 1],
    ]
    (grid,) = read_xlsx(book_of(rows)).grids
    assert grid.texts()[0] == ("26.00", "13.00", "7.00", "6.00", "3.00")
    assert grid.texts()[1] == ("26.00", "13.00", "=D2", "=C2", "=SUM(A1:B1)+C2")


def test_many_tables_one_under_another_take_no_longer_each(growth: Callable[..., float]) -> None:
    def made(count: int) -> Callable[[], object]:
        data = ("项目,金额,备注\n,,\n" * count).encode()
        return lambda: read_document(data)

    assert growth(made(500), made(2_000)) < 9
