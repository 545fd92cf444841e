"""Text that keeps the order of cells alone: rows are told by their rhythm, or listed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.calc.facts import facts
from budgetdisclosure.reading import recognise
from budgetdisclosure.reading.formats.text import read_text

AMOUNTS = ("合计", "基本支出", "项目支出")
NAMES = {
    "205": "教育支出",
    "20508": "进修及培训",
    "2050803": "培训支出",
    "208": "社会保障和就业支出",
}
TITLE = ["支出决算表", "单位：万元"]

rows = st.lists(
    st.tuples(st.sampled_from(sorted(NAMES)), st.lists(st.integers(1, 10**6), min_size=3)),
    min_size=3,
    max_size=4,
    unique_by=lambda row: row[0],
)


def written(table: list[list[str]], between: str) -> str:
    return "\n".join([*TITLE, *(between.join(row) for row in table)]) + "\n"


@settings(max_examples=30)
@given(rows, st.sampled_from([" ", "\n", "\n\n"]), st.data())
def test_an_amount_comes_under_its_own_heading_or_is_listed(
    printed: list[tuple[str, list[int]]], between: str, data: st.DataObject
) -> None:
    table = [["科目编码", "科目名称", *AMOUNTS]]
    truth: dict[tuple[str, str], Decimal] = {}
    for code, sizes in printed:
        values = [Decimal(size).scaleb(-2) for size in sizes[:3]]
        blank = data.draw(st.sampled_from([None, None, 1, 2]))
        kept = {at: value for at, value in enumerate(values) if at != blank}
        truth |= {(code, AMOUNTS[at]): value for at, value in kept.items()}
        table.append([code, NAMES[code], *(f"{value:,.2f}" for value in kept.values())])
    read = recognise(read_text(written(table, between).encode()))
    found = {(fact.row_code, fact.column_label): fact.value for fact in facts(read)}
    assert found.items() <= truth.items()
    listed = " ".join(one.text for one in read.unplaced)
    if len(truth) >= 6:
        missed = [value for key, value in truth.items() if key not in found]
        assert all(f"{value:,.2f}" in listed for value in missed)


@pytest.mark.parametrize("between", [" ", "\n", "\n\n"])
def test_whole_rows_are_read(between: str) -> None:
    table = [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["205", "教育支出", "6.00", "4.00", "2.00"],
        ["2050803", "培训支出", "6.00", "4.00", "2.00"],
        ["合计", "6.00", "4.00", "2.00"],
    ]
    expenditure = recognise(read_text(written(table, between).encode())).expenditure
    assert expenditure is not None
    assert [line.project.value for line in expenditure.lines] == [Decimal("2.00")] * 3


def placed(text: str) -> list[tuple[str, str]]:
    read = recognise(read_text("\n".join([*TITLE, text]).encode()))
    return [(fact.row_name, fact.column_label) for fact in facts(read)]


ROWS = "205 教育支出 6.00 4.00\n208 社保支出 5.00 3.00\n210 卫生支出 3.00 2.00\n"


def test_headings_that_are_more_than_the_columns_head_none() -> None:
    assert placed("科目编码 科目名称 合计 基本支出\n" + ROWS)
    assert not placed("科目编码 科目名称 合计 基本支出 项目支出\n" + ROWS)


def test_a_heading_over_the_amounts_heads_them() -> None:
    heads = "科目编码 科目名称 本年支出\n合计 基本支出\n"
    assert ("教育支出", "基本支出") in placed(heads + ROWS)


def test_a_name_without_a_code_before_coded_rows_may_be_a_heading() -> None:
    cells = "单位\n科目编码\n科目名称\n某某局\n合计\n基本支出\n9.00\n7.00\n"
    assert not placed(cells + ROWS.replace(" ", "\n"))


def test_names_of_two_lines_without_codes_are_not_told() -> None:
    rows = "办公费 1.00 1.00\n培训\n会议费 2.00 2.00\n差旅费 3.00 3.00\n"
    assert not placed("项目名称 合计 基本支出\n" + rows)


HEADED = "  科目编码    科目名称        合计    基本支出\n"


@pytest.mark.parametrize(
    "table",
    [
        HEADED + "  -------- -------- -------- --------\n"
        "  205         教育支出        6.00      4.00\n  208         社保支出        5.00      3.00\n",
        (
            "+----------+----------+------+----------+\n"
            "| 科目编码 | 科目名称 | 合计 | 基本支出 |\n"
            "+==========+==========+======+==========+\n"
            "| 205      | 教育     | 6.00 | 4.00     |\n|          | 支出     |      |          |\n"
            "+----------+----------+------+----------+\n"
            "| 208      | 社保支出 | 5.00 | 3.00     |\n"
            "+----------+----------+------+----------+\n"
        ),
        (
            "<html><body><table><tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td></tr>"
            "<tr><td>205</td><td>教育支出</td><td>6.00</td><td>4.00</td></tr></table></body></html>\n"
        ),
    ],
)
def test_tables_that_converters_write(table: str) -> None:
    read = recognise(read_text(f"# 支出决算表\n\n单位：万元\n\n{table}".encode()))
    row = read.expenditure["205"] if read.expenditure else None
    assert row is not None
    assert (row.name, row.total.value, row.basic.value) == ("教育支出", Decimal(6), Decimal(4))
