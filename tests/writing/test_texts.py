"""No column of words loses a cell or its heading when a table is written again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.codes import FunctionCode
from budgetdisclosure.compose import compose
from budgetdisclosure.model import (
    Disclosure,
    Extra,
    FundLine,
    GeneralBudgetLine,
    GeneralBudgetTable,
    GovernmentFundTable,
    Kind,
    Line,
    OtherTable,
    Text,
)
from budgetdisclosure.reading import read
from budgetdisclosure.reading.recognise import recognise
from budgetdisclosure.testing import Seeded, Style, laid_out, make_ledger, styles
from budgetdisclosure.writing.faithful import WHOLE, loss_of
from budgetdisclosure.writing.layout import sheets
from budgetdisclosure.writing.texts import kept
from budgetdisclosure.writing.write import written

FORMATS = ("xlsx", "docx", "html", "md", "txt", "pdf")
COVER = "<p>某市某局</p><p>2026年部门预算</p><p>{}</p><p>单位：万元</p>"


def page(title: str, head: str, rows: Sequence[Sequence[str]]) -> str:
    """A web page with one table; ``head`` are its heading rows."""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"{COVER.format(title)}<table>{head}{body}</table>"


def headed(*labels: str) -> str:
    return f"<tr>{''.join(f'<td>{label}</td>' for label in labels)}</tr>"


def told(disclosure: Disclosure) -> list[list[tuple[str, str]]]:
    """What every row prints in its columns of words, beyond what a form says by itself."""
    lines = [line for table in disclosure.tables for line in table.all_lines()]
    return [[(text.label, text.text) for text in line.texts] for line in lines]


def comes_back(source: str, name: str) -> None:
    there = read(source.encode())
    assert there.tables
    again = read(written(there, f"a.{name}"))
    assert told(again) == told(there)
    assert [table.id for table in again.tables] == [table.id for table in there.tables]
    for table, other in zip(again.tables, there.tables, strict=True):
        assert [line.key for line in table.all_lines()] == [x.key for x in other.all_lines()]


PROCUREMENT = page(
    "政府采购预算表",
    headed("项目名称", "采购品目", "品目名称", "组织形式类别", "金额", "备注"),
    [
        ("合计", "", "", "", "9.00", ""),
        ("保洁服务费", "保洁服务费", "保洁服务", "分散采购类", "3.00", ""),
        ("保洁服务费", "保洁服务", "保洁服务", "分散采购类", "2.00", "结转"),
        ("打印设备", "打印设备", "打印设备", "打印设备", "4.00", "打印设备"),
    ],
)
BY_UNIT = page(
    "收入总表",
    headed("部门代码", "部门名称", "合计", "本年收入", "上年结转"),
    [
        ("合计", "", "9.00", "8.00", "1.00"),
        ("024", "某市某局", "9.00", "8.00", "1.00"),
        ("024001", "某市某局本级", "5.00", "5.00", ""),
        ("024002", "某市某中心", "4.00", "3.00", "1.00"),
    ],
)
TWO_CLASSES = page(
    "一般公共预算基本支出表",
    "<tr><td colspan=2>部门预算支出经济分类</td><td colspan=2>政府预算支出经济分类</td>"
    "<td rowspan=2>合计</td></tr>" + headed("科目编码", "科目名称", "科目编码", "科目名称"),
    [
        ("合计", "", "", "", "9.00"),
        ("30101", "基本工资", "50101", "工资奖金津补贴", "5.00"),
        ("30102", "津贴补贴", "50101", "工资奖金津补贴", "3.00"),
        ("30201", "办公费", "50201", "办公经费", "1.00"),
    ],
)
COUNTED = page(
    "会议费明细表",
    headed("序号", "会议名称", "时间", "人数", "金额"),
    [("1", "年度会议", "3月", "100", "2.00"), ("2", "业务会议", "5月", "30", "1.00")],
)


VEHICLES = page(
    "机构运行信息表",
    headed("项目", "统计数", "说明"),
    [
        ("一、机关运行经费", "9.00", "含水电"),
        ("二、车辆数合计（辆）", "3", ""),
        ("1.机要通信用车", "3", "新能源"),
    ],
)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("source", [PROCUREMENT, BY_UNIT, TWO_CLASSES, COUNTED, VEHICLES])
def test_every_column_of_words_comes_back_under_its_heading(source: str, name: str) -> None:
    comes_back(source, name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_cell_over_several_columns_or_rows_is_no_word_printed_twice(name: str) -> None:
    rows = (
        "<tr><td rowspan=2>车辆</td><td>轿车</td><td>轿车</td><td>3.00</td></tr>"
        "<tr><td colspan=2>车辆</td><td>1.00</td></tr>"
    )
    source = page("政府采购预算表", headed("项目名称", "品目类别", "品目名称", "金额"), [])
    there = read(source.replace("</table>", f"{rows}</table>").encode())
    expected = [
        [("项目名称", "车辆"), ("品目类别", "轿车"), ("品目名称", "轿车")],
        [("项目名称", "车辆"), ("品目类别", "车辆")],
    ]
    assert told(there) == expected
    assert told(read(written(there, f"a.{name}"))) == expected


WORDS = ("保洁服务", "打印设备", "租车", "印刷", "软件开发", "培训服务")
HEADS = ("项目名称", "采购品目", "品目名称", "组织形式类别")


@st.composite
def repeating(draw: st.DrawFn) -> str:
    """A table of columns of words from few words, so that neighbours often say the same."""
    heads = draw(st.integers(2, len(HEADS)).map(lambda count: HEADS[:count]))
    words = st.sampled_from(draw(st.sampled_from((WORDS, WORDS[:2], WORDS[:1]))))
    row = st.tuples(*(words for _ in heads))
    rows = draw(st.lists(row, min_size=1, max_size=5))
    cents = draw(st.lists(st.integers(1, 999), min_size=len(rows), max_size=len(rows)))
    remarks = draw(st.lists(st.sampled_from(("", *WORDS)), min_size=len(rows), max_size=len(rows)))
    body = [
        (*words, f"{cent}.00", remark)
        for words, cent, remark in zip(rows, cents, remarks, strict=True)
    ]
    return page("政府采购预算表", headed(*heads, "金额", "备注"), body)


@settings(max_examples=settings.default.max_examples // 2)
@given(repeating(), st.sampled_from(("html", "txt", "xlsx")))
def test_words_printed_twice_come_back_twice(source: str, name: str) -> None:
    comes_back(source, name)


# What the check sees.


def of(*lines: Line) -> OtherTable:
    return OtherTable(kind="procurement", title="政府采购预算表", unit=Unit.WAN, lines=lines)


def priced(*texts: Text) -> Line:
    name = " / ".join(dict.fromkeys(text.text for text in texts if not text.remark))
    return Line(name, texts=texts, extras=(Extra("金额", Figure.parse("3.00")),))


def test_the_check_counts_a_text_that_is_not_there_again() -> None:
    table = of(priced(Text("项目名称", "租车"), Text("品目名称", "租车")))
    there = Disclosure("某市某局", 2026, Kind.BUDGET, others=(table,))
    (whole,) = sheets(there)
    bare = of(*(evolve(line, texts=()) for line in table.lines))
    (torn,) = sheets(evolve(there, others=(bare,)))
    said = ("某市某局", "2026年部门预算")
    assert loss_of(whole, (table,), said) == WHOLE
    assert loss_of(torn, (table,), said)[2] == 2


def test_a_row_written_with_another_name_is_not_printed_with_the_old_one() -> None:
    texts = (
        Text("科目编码", "20801"),
        Text("科目名称", "人社事务"),
        Text("备注", "新", remark=True),
    )
    line = GeneralBudgetLine("人力事务", FunctionCode("20801"), texts=texts, total=Figure.parse("3.00"))  # fmt: skip
    table = GeneralBudgetTable(title="一般公共预算支出表", unit=Unit.WAN, lines=(line,))
    there = Disclosure("某市某局", 2026, Kind.BUDGET, general_budget_expenditure=table)
    again = read(written(there, "a.html"))
    assert again.general_budget_expenditure["20801"].name == "人力事务"


def test_the_code_and_the_name_may_stand_under_the_headings_of_the_form() -> None:
    texts = (Text("类", "208"), Text("款", "01"), Text("科目", "人社事务"))
    line = GeneralBudgetLine("人社事务", FunctionCode("20801"), texts=texts)
    assert kept(line) == Counter()
    more = evolve(line, texts=(*texts, Text("单位编码", "024001")))
    assert kept(more) == Counter([("科目", "人社事务"), ("单位编码", "024001")])


def test_a_number_in_a_list_is_no_word_of_the_row() -> None:
    texts = (Text("序号", "1"), Text("科目编码", "208"), Text("科目名称", "社保"))
    assert kept(GeneralBudgetLine("社保", FunctionCode("208"), texts=texts)) == Counter()


@pytest.mark.parametrize("name", ["xlsx", "txt"])
def test_a_funds_table_with_a_column_of_last_year_is_written(name: str) -> None:
    extra = (Extra("上年决算数", Figure.parse("2.00")),)
    line = FundLine("合计", item="合计", basic=Figure.parse("1.00"), project=Figure.parse("3.00"), extras=extra)  # fmt: skip
    table = GovernmentFundTable(
        title="政府性基金预算财政拨款支出决算表", unit=Unit.WAN, lines=(line,)
    )
    there = Disclosure("某市某局", 2024, government_fund=table)
    (again,) = read(written(there, f"a.{name}")).government_fund.lines
    assert {name: one.digits for name, one in again.figures().items()} == {
        "basic": "1.00",
        "project": "3.00",
        "上年决算数": "2.00",
    }


@settings(max_examples=20, deadline=None)
@given(
    styles(),
    st.randoms(use_true_random=False),
    st.sampled_from((("national-final", 2022), ("national-budget", 2024))),
    st.sampled_from(("html", "txt", "xlsx")),
)
def test_tables_in_any_style_keep_their_words(
    style: Style, random: Random, form: tuple[str, int], name: str
) -> None:
    ledger = make_ledger(Seeded(random), form[1], random.randint(1, 4))
    made = compose(ledger, entity="某某县档案馆", fiscal_year=form[1], form=form[0])
    there = recognise(laid_out(made, style, random))
    assert words(read(written(there, f"a.{name}"))) == words(there)


def documents(shared: Path) -> Iterator[Path]:
    return (path for path in sorted((shared / "disclosures").iterdir()) if path.is_file())


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.parametrize("name", FORMATS)
def test_every_document_keeps_its_words(shared: Path, name: str) -> None:
    for path in documents(shared):
        there = read(path)
        again = read(written(there, f"a.{name}"))
        assert words(again) == words(there), path.name


def words(disclosure: Disclosure) -> Counter[tuple[str, str, str, str]]:
    """What the rows of every table say in columns of words beyond their codes and names."""
    return Counter(
        (table.id, line.key, *said)
        for table in disclosure.tables
        for line in table.all_lines()
        for said in kept(line).elements()
    )
