"""One table as a data frame: every column as printed, words and figures."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pandas
import polars
import pyarrow.parquet
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.codes import FunctionCode
from budgetdisclosure.frames import facts, to_arrow, to_pandas, to_polars, write_parquet
from budgetdisclosure.model import (
    Disclosure,
    ExpenditureLine,
    ExpenditureTable,
    Extra,
    Line,
    OtherTable,
    Text,
)

LINES = (
    Line("合计", item="合计", texts=(Text("品目", "合计"),), extras=(Extra("金额", Figure.parse("9.00")),)),
    Line(
        "租车",
        texts=(Text("项目", "租车"), Text("品目", "租车"), Text("备注", "续租", remark=True)),
        extras=(Extra("金额", Figure.parse("--")), Extra("占比", Percentage.parse("12.5%"))),
    ),
)  # fmt: skip
TABLE = OtherTable(kind="procurement", title="政府采购预算表", lines=LINES)


def test_every_column_of_a_table_is_a_column_of_the_frame() -> None:
    frame = to_pandas(TABLE)
    assert list(frame.columns) == ["group", "code", "name", "item", "项目", "品目", "备注", "金额", "占比"]  # fmt: skip
    assert frame["项目"].tolist() == ["", "租车"]
    assert frame["品目"].tolist() == ["合计", "租车"]
    assert frame["备注"].tolist() == ["", "续租"]
    assert frame["金额"].tolist() == [Decimal("9.00"), None]
    assert frame["占比"].tolist() == [None, Decimal("12.5")]


def test_polars_arrow_and_parquet_have_the_same_columns() -> None:
    expected = to_pandas(TABLE)
    out = io.BytesIO()
    write_parquet(TABLE, out)
    for made in (to_polars(TABLE).to_dict(as_series=False), to_arrow(TABLE).to_pydict()):
        assert made == {name: expected[name].tolist() for name in expected.columns}
    assert pyarrow.parquet.read_table(out).to_pydict() == to_arrow(TABLE).to_pydict()


def test_a_table_without_rows_has_its_first_columns() -> None:
    empty = Disclosure("某单位", 2020).expenditure
    assert list(to_pandas(empty).columns) == ["group", "code", "name", "item"]
    assert to_polars(empty).schema == dict.fromkeys(
        ("group", "code", "name", "item"), polars.String
    )
    assert len(to_arrow(empty)) == 0


def test_figures_of_the_form_stand_under_its_identifiers() -> None:
    texts = (Text("科目编码", "208"), Text("科目名称", "社保"))
    line = ExpenditureLine("社保", FunctionCode("208"), total=Figure.parse("3.00"), texts=texts)
    frame = to_pandas(ExpenditureTable(lines=(line,), title="支出决算表"))
    assert frame.loc[0].tolist() == ["lines", "208", "社保", "", "208", "社保", Decimal("3.00")]
    assert isinstance(frame, pandas.DataFrame)


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.text(min_size=1)), max_size=5, unique_by=lambda one: one[0]))  # fmt: skip
def test_no_text_is_lost(cells: list[tuple[str, str]]) -> None:
    line = Line("某", texts=tuple(Text(label, text) for label, text in cells))
    (row,) = to_pandas(OtherTable(lines=(line,), title="表")).to_dict("records")
    assert {label: row[label] for label, _ in cells} == dict(cells)


def test_what_a_row_counts_among_amounts_stands_beside_them() -> None:
    vehicles = Line(
        "车辆（辆）",
        texts=(Text("项目", "车辆（辆）"), Text("决算数", "3", remark=True)),
        extras=(Extra("决算数", Figure.blank()),),
    )
    spent = Line("运行费", texts=(Text("项目", "运行费"),), extras=(Extra("决算数", Figure.parse("9.00")),))  # fmt: skip
    table = OtherTable(lines=(vehicles, spent), title="机构运行信息表")
    frame = to_pandas(table)
    assert list(frame.columns[4:]) == ["项目", "决算数", "决算数（数量）"]
    assert frame["决算数"].tolist() == [None, Decimal("9.00")]
    assert frame["决算数（数量）"].tolist() == ["3", ""]
    assert [line.split() for line in str(table).splitlines()[2:]] == [["车辆（辆）", "3"], ["运行费", "9.00"]]  # fmt: skip


def test_facts_tell_all_a_row_says_where_code_and_name_do_not() -> None:
    texts = (Text("科目编码", "208"), Text("科目名称", "社保"))
    plain = ExpenditureLine("社保", FunctionCode("208"), total=Figure.parse("3.00"), texts=texts)
    more = (*texts, Text("备注", "新增", remark=True))
    told = ExpenditureLine("社保", FunctionCode("208"), total=Figure.parse("3.00"), texts=more)
    d = Disclosure(expenditure=ExpenditureTable(lines=(plain, told), title="支出决算表"))
    first, second = facts(d)
    assert first.texts == ""
    assert json.loads(second.texts) == {"科目编码": "208", "科目名称": "社保", "备注": "新增"}


def test_a_table_is_shown_with_all_its_words() -> None:
    shown = str(TABLE).splitlines()
    assert shown[1].split() == ["项目", "品目", "备注", "金额", "占比"]
    assert shown[3].split() == ["租车", "租车", "续租", "--", "12.5%"]
    assert TABLE._repr_html_().count("租车") == 2
