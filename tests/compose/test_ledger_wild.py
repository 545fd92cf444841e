"""Ledgers as people have them: whatever a spreadsheet or an office system makes of one."""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.codes import economic_codes, function_codes
from budgetdisclosure.compose import (
    Entry,
    Flow,
    Ledger,
    LedgerError,
    Nature,
    compose,
    read_ledger,
)
from budgetdisclosure.compose.source import _cell
from budgetdisclosure.errors import ReadingError
from budgetdisclosure.testing import ledgers

SLOW = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])

HEADINGS = {
    "flow": ("类型", "收支类型", "FLOW", "收 支 类 别"),
    "source": ("资金来源", "资金性质", "经费来源"),
    "function": ("功能分类科目", "支出功能分类科目编码", "功能科目代码", "支出功能分类\n科目"),
    "economic": (
        "经济分类科目",
        "部门预算支出经济分类科目",
        "部门支出经济分类科目编码",
        "经济科目",
    ),
    "nature": ("支出性质", "项目类别", "支出类型"),
    "stage": ("阶段", "口径"),
    "project": ("项目", "项目名称"),
}
WORDS = {
    "一般公共预算财政拨款": ("一般公共预算资金", "1-一般公共预算拨款", "经费拨款"),
    "政府性基金预算财政拨款": ("政府性基金预算资金", "2 政府性基金"),
    "基本支出": ("基本", "人员类项目", "公用经费"),
    "项目支出": ("项目", "特定目标类项目", "其他运转类"),
    "年初结转和结余": ("年初结转", "上年结转结余"),
    "决算": ("决算数", "执行数"),
    "年初预算": ("年初预算数",),
}
WIDE = str.maketrans("0123456789,.-()", "０１２３４５６７８９，．－（）")
FUNCTIONS, ECONOMICS = function_codes(2020), economic_codes(2020)


def plain(fen: int, unit: Unit) -> str:
    return f"{Amount(fen).in_unit(unit):,f}"


AMOUNTS: tuple[Callable[[int, Unit], str], ...] = (
    plain,
    lambda fen, unit: plain(fen, unit).translate(WIDE),
    lambda fen, unit: f"({plain(-fen, unit)})" if fen < 0 else f"￥{plain(fen, unit)}",
    lambda fen, unit: f"（¥{plain(-fen, unit)}）" if fen < 0 else f" {plain(fen, unit)} ",
    lambda fen, unit: f"{plain(fen, unit).replace(',', '')}{unit.label}",
    lambda fen, unit: "-" if fen == 0 else plain(fen, unit).replace("-", "－"),
)
CODES: tuple[Callable[[str, str], str], ...] = (
    lambda digits, name: digits,
    lambda digits, name: f"{digits}.0",
    lambda digits, name: " ".join((digits[:3], digits[3:5], digits[5:])).strip(),
    lambda digits, name: "-".join(filter(None, (digits[:3], digits[3:5], digits[5:]))),
    lambda digits, name: f"{digits} {name}",
    lambda digits, name: f"[{digits}]{name}",
    lambda digits, name: f"{digits}-{name}",
    lambda digits, name: digits.translate(WIDE),
)


def disguised(draw: st.DrawFn, entry: Entry, unit: Unit, codes: int, money: int) -> list[str]:
    def word(said: str) -> str:
        return draw(st.sampled_from((said, *WORDS.get(said, ()))))

    def code(which: object, names: object) -> str:
        return "" if which is None else CODES[codes](which.digits, names.name(which.digits) or "某")  # type: ignore[attr-defined]

    return [
        word(entry.flow.value),
        word(entry.source.value),
        code(entry.function, FUNCTIONS),
        code(entry.economic, ECONOMICS),
        word(entry.nature.value) if entry.nature else "",
        word(entry.stage.value),
        entry.project,
        AMOUNTS[money](entry.amount.fen, unit),
    ]


@st.composite
def grids(draw: st.DrawFn) -> tuple[Ledger, list[list[str]]]:
    """A ledger, and the rows of a sheet that says it in one office's way."""
    ledger = draw(ledgers(2020, most_items=2))
    unit = draw(st.sampled_from((Unit.YUAN, Unit.WAN)))
    codes = draw(st.integers(0, len(CODES) - 1))
    money = draw(st.integers(0, len(AMOUNTS) - 1))
    amount = draw(
        st.sampled_from(
            (f"金额（{unit.label}）", f"支付金额({unit.label})", f"发生额 （{unit.label}）")
        )
    )
    headings = [*(draw(st.sampled_from(names)) for names in HEADINGS.values()), amount]
    rows = [disguised(draw, entry, unit, codes, money) for entry in ledger]
    titles = draw(st.sampled_from(([], [["某局二〇二〇年明细账"]], [["某局"], [], ["单位：某局"]])))
    total = ["合 计", *[""] * 6, plain(sum(entry.amount.fen for entry in ledger), unit)]
    feet = draw(st.sampled_from(([], [total], [[], total])))
    return ledger, [*titles, headings, *rows, *feet]


def as_text(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    import csv

    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


@SLOW
@given(
    grids(),
    st.sampled_from(("utf-8", "utf-8-sig", "gb18030", "utf-16")),
    st.sampled_from((",", ";", "\t", "|")),
)
def test_any_office_s_file_is_the_same_ledger(grid: tuple, encoding: str, delimiter: str) -> None:
    ledger, rows = grid
    data = as_text(rows, delimiter).replace("￥", "¥" if encoding == "gb18030" else "￥")
    reading = read_ledger(io.BytesIO(data.replace("¥", "￥").encode(encoding)))
    assert not [fault.spoken() for fault in reading.faults]
    assert reading.ledger == ledger
    notes = [note for note in reading.notes if "金额（万元）" not in note.said.zh]  # tiny amounts
    assert len(notes) == sum(row[:1] == ["合 计"] for row in rows)


@SLOW
@given(grids())
def test_a_workbook_says_the_same(grid: tuple) -> None:
    from openpyxl import Workbook

    ledger, rows = grid
    book = Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    data.seek(0)
    data.name = "账.xlsx"
    reading = read_ledger(data)
    assert not [fault.spoken() for fault in reading.faults]
    assert reading.ledger == ledger


def test_merged_headings_split_codes_and_totals_by_level(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.title = "支出"
    page.append(["某局支出明细表"])
    page.append(["单位：万元"])
    page.append(["功能分类科目", None, None, "科目名称", "支出经济分类", "项目类别", "金额"])
    page.append(["类", "款", "项"])
    page.merge_cells("A1:G1")
    page.merge_cells("A3:C3")
    for column in "DEFG":
        page.merge_cells(f"{column}3:{column}4")
    page.append([208, None, None, "社会保障和就业支出", None, None, 3.5])
    page.append([208, 1, None, "人力资源和社会保障管理事务", None, None, 3.5])
    page.append([208, 1, 9, "社会保险经办机构", 30101, "人员类项目", 1.25])
    page.append([208, 1, 9, "社会保险经办机构", 30201, "公用经费项目", 2.25])
    page.append(["合计", None, None, None, None, None, 3.5])
    book.save(tmp_path / "支出.xlsx")
    reading = read_ledger(tmp_path / "支出.xlsx")
    assert not reading.faults
    assert reading.ledger.sum(flow=Flow.EXPENDITURE, nature=Nature.BASIC) == Amount.of(
        "3.5", Unit.WAN
    )
    assert [note.place.line for note in reading.notes] == [5, 6, 9]
    assert "合计行" in reading.notes[0].spoken()


def test_a_short_code_that_is_no_total_is_counted() -> None:
    text = "功能分类科目,支出性质,金额\n208,项目支出,5.00\n20801,项目支出,1.00\n2080109,项目支出,2.00\n"
    reading = read_ledger(io.StringIO(text))
    assert reading.ledger.sum(flow=Flow.EXPENDITURE) == Amount(800)
    assert not reading.notes


def test_cells_merged_downwards_classify_every_line_but_are_no_amounts(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.append(["功能分类科目", "支出性质", "经济分类科目", "金额（元）"])
    page.append(["2080109", "基本支出", "30101", 10])
    page.append([None, None, "30201", 5])
    page.append([None, None, "30202", None])
    page.merge_cells("A2:A4")
    page.merge_cells("B2:B4")
    page.merge_cells("D3:D4")
    book.save(tmp_path / "账.xlsx")
    reading = read_ledger(tmp_path / "账.xlsx")
    assert reading.ledger.sum(flow=Flow.EXPENDITURE) == Amount(1500)
    (fault,) = reading.faults
    assert fault.place is not None
    assert fault.place.address == "D4"


def test_amounts_in_several_columns_say_their_stage_by_the_heading() -> None:
    rows = [
        ["收支", "功能科目", "经济科目", "支出性质", "年初预算数", "决算数（万元）", "上年决算数"],
        ["支出", "2080109", "30101", "基本支出", "100.00", "0.02", ""],
        ["支出", "2080109", "30201", "基本支出", "", "0.01", "7.00"],
    ]
    ledger = read_ledger(io.StringIO(as_text(rows, ","))).ledger
    from budgetdisclosure.compose import Stage

    assert ledger.sum(stage=Stage.INITIAL) == Amount(10000)
    assert ledger.sum(stage=Stage.OUTTURN) == Amount(30000)
    assert ledger.sum(stage=Stage.PRIOR) == Amount(700)


def test_headings_above_each_other_say_stage_and_nature(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.append(["功能科目", "经济科目", "年初预算数", None, "决算数", None])
    page.append([None, None, "基本支出", "项目支出", "基本支出", "项目支出"])
    page.merge_cells("C1:D1")
    page.merge_cells("E1:F1")
    page.append(["2080109", "30201", 1, 2, 3, 4])
    book.save(tmp_path / "宽.xlsx")
    ledger = read_ledger(tmp_path / "宽.xlsx").ledger
    found = {(e.stage.value, e.nature and e.nature.value): e.amount.fen for e in ledger}
    stages, natures = ("年初预算", "决算"), ("基本支出", "项目支出")
    assert found == {
        (stage, nature): 100 * (1 + 2 * i + j)
        for i, stage in enumerate(stages)
        for j, nature in enumerate(natures)
    }


def test_a_column_of_amounts_that_is_left_aside_is_noted() -> None:
    rows = [
        ["功能科目", "支出性质", "支付金额", "年初预算数"],
        ["2080109", "项目支出", "1.00", "9.00"],
    ]
    reading = read_ledger(io.StringIO(as_text(rows, ",")))
    assert reading.ledger.sum(stage=None) == Amount(100)
    assert [note.place.column for note in reading.notes] == ["年初预算数"]


def test_the_treasury_s_economic_classes_are_not_taken_for_the_department_s() -> None:
    rows = [
        ["功能科目", "政府预算支出经济分类科目", "部门预算支出经济分类科目", "支出性质", "金额"],
        ["2080109", "50101", "30101", "基本支出", "1.00"],
    ]
    (entry,) = read_ledger(io.StringIO(as_text(rows, ","))).ledger
    assert str(entry.economic) == "30101"


def test_every_bad_cell_is_named_and_the_good_lines_are_kept(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.title = "明细"
    for row in (
        ["某局明细账"],
        ["资金性质", "功能科目", "经济科目", "支出性质", "金额（元）"],
        ["一般公共预算", "2080109", "30101", "基本支出", "1.00"],
        ["一般公共予算", "2080109", "30101", "基本支出", "1.00"],
        ["一般公共预算", "2.08E+06", "30101", "基本支出", "1.00"],
        ["一般公共预算", "2080109", "50101", "基本支出", "1.00"],
        ["一般公共预算", "2080109", "30101", "基木支出", "1.00"],
        ["一般公共预算", "2080109", "30101", "基本支出", "一千"],
        ["一般公共预算", "2080109", None, "基本支出", "1.00"],
        ["一般公共预算", "2080109", "30102", "基本支出", "2.00"],
    ):
        page.append(row)
    book.save(tmp_path / "明细.xlsx")
    reading = read_ledger(tmp_path / "明细.xlsx")
    assert reading.ledger.sum(flow=Flow.EXPENDITURE) == Amount(300)
    places = [fault.place for fault in reading.faults]
    assert [p and (p.address or p.line) for p in places] == ["A4", "B5", "C6", "D7", "E8", 9]
    assert all(fault.remedy for fault in reading.faults)
    assert "明细.xlsx 工作表“明细” B5单元格" in reading.faults[1].spoken()
    assert "科学计数" in reading.faults[1].spoken()
    with pytest.raises(LedgerError, match="6处"):
        reading.ledger_or_raise()


def test_another_sheet_that_looks_like_a_ledger_is_not_passed_over_in_silence(
    tmp_path: Path,
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["填表说明"])
    for title, money in (("收入", "1.00"), ("支出", "2.00")):
        page = book.create_sheet(title)
        page.append(["类型", "功能科目", "支出性质", "金额"])
        page.append([title, "2080109", None if title == "收入" else "项目支出", money])
    path = tmp_path / "两张.xlsx"
    book.save(path)
    first = read_ledger(path)
    assert first.ledger.sum(flow=Flow.REVENUE) == Amount(100)
    assert [note.place.sheet for note in first.notes] == ["支出"]
    assert read_ledger(path, sheet="支出").ledger.sum(flow=Flow.EXPENDITURE) == Amount(200)
    with pytest.raises(ReadingError):
        read_ledger(path, sheet="没有")


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_frames_hold_numbers_of_their_own_kinds(kind: str) -> None:
    import numpy
    import pandas
    import polars
    import pyarrow

    held = {
        "功能科目": [2080109, 2080109],
        "经济科目": [30101.0, float("nan")],
        "支出性质": ["基本支出", "项目支出"],
        "金额": [Decimal("1.50"), Decimal("2.00")],
    }
    if kind == "pandas":
        frame = pandas.DataFrame(held)
        frame["功能科目"] = frame["功能科目"].astype(numpy.int64)
    elif kind == "polars":
        frame = polars.DataFrame(held, strict=False)
    else:
        frame = pyarrow.table(held)
    reading = read_ledger(frame)
    assert not [fault.spoken() for fault in reading.faults]
    assert reading.ledger.sum(flow=Flow.EXPENDITURE) == Amount(350)


def test_whole_numbers_of_numpy_are_amounts_and_its_floats_are_not() -> None:
    import numpy

    row = {"功能科目": "2080109", "支出性质": "项目支出"}
    rows = [{**row, "金额": numpy.int64(3)}, {**row, "金额": numpy.float64(1.5)}]
    from budgetdisclosure.compose.source import frame_rows

    reading = read_ledger(frame_rows(rows))
    assert reading.ledger.sum(flow=Flow.EXPENDITURE) == Amount(300)
    assert "浮点" in reading.faults[0].spoken()


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300) | st.binary(max_size=300))
def test_any_text_is_read_or_refused_in_words(data: str | bytes) -> None:
    source = io.StringIO(data) if isinstance(data, str) else io.BytesIO(data)
    with contextlib.suppress(ReadingError):
        reading = read_ledger(source)
        assert all(fault.place for fault in reading.faults)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "，", "；"])
def test_commas_in_a_note_divide_no_cells(mark: str) -> None:
    note = "一月、" * 9 if mark in "，；" else "一月，二月；三月，" * 9
    lines = ["类型", "功能科目", "金额", "摘要"], ["收入", "2010301", "90", note]
    text = "\n".join(mark.join(line) for line in lines)
    assert read_ledger(io.StringIO(text)).ledger.sum(flow=Flow.REVENUE) == Amount(9000)


def test_a_word_that_may_be_three_is_one_fault_of_its_cell() -> None:
    text = "类型,资金来源,功能科目,支出性质,年初预算数,全年预算数,决算数\n支出,财政拨款,2010301,项目支出,1,2,3\n"
    (fault,) = read_ledger(io.StringIO(text)).faults
    assert str(fault).startswith("第2行 “资金来源”列：“财政拨款”：分不清是一般公共预算财政拨款、")


@pytest.mark.parametrize("word", ["收入合计", "本年支出小计", "支出总计："])
def test_a_type_that_ends_as_a_total_is_one(word: str) -> None:
    text = f"类型,功能科目,金额\n收入,2010301,90\n{word},,90\n"
    reading = read_ledger(io.StringIO(text))
    assert not reading.faults
    assert reading.ledger.sum(flow=Flow.REVENUE) == Amount(9000)
    assert [note.place.line for note in reading.notes] == [3]


def test_a_code_of_no_year_is_told_where_it_stands() -> None:
    text = "类型,功能科目,金额\n收入,2010301,90\n收入,2089909,90\n收入,2089909,90\n"
    ledger = read_ledger(io.StringIO(text)).ledger
    with pytest.raises(LedgerError) as caught:
        compose(ledger + Ledger(), entity="某局", fiscal_year=2024)
    (fault,) = caught.value.faults
    assert str(fault).startswith("第3行 “功能科目”列：“2089909”：")


@given(fen=st.integers(-(10**14), 10**14), noise=st.integers(-2, 2))
def test_a_number_of_a_workbook_is_the_one_it_shows(fen: int, noise: int) -> None:
    shown = Decimal(fen).scaleb(-2)
    held = float(shown)
    for _ in range(abs(noise)):
        held = math.nextafter(held, math.inf if noise > 0 else -math.inf)
    assert Decimal(str(_cell(held))) == shown


def test_what_is_left_of_a_sum_that_is_nothing_is_nothing() -> None:
    assert _cell(0.1 + 0.2 - 0.3) == "0"
    assert _cell(1e-10) == "0.0000000001"  # a fen in 亿元


def test_a_sum_a_workbook_works_out_is_an_amount() -> None:
    assert (_cell(0.1 + 0.2), _cell(1e15), _cell(7)) == ("0.3", "1000000000000000", "7")
