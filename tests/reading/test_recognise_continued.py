"""Tables over several pages whose columns are not drawn alike on each of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading import recognise
from budgetdisclosure.reading.document import Block, Cell, Document, Grid, Paragraph
from budgetdisclosure.reading.formats.text import read_text
from budgetdisclosure.rules import Verdict, audit

Span = tuple[int, int]

COLUMNS = ("本年支出合计", "基本支出", "项目支出")
LINES = (
    ("205", "教育支出", "70.00", "50.00", "20.00"),
    ("20502", "普通教育", "70.00", "50.00", "20.00"),
    ("2050202", "小学教育", "45.00", "30.00", "15.00"),
    ("2050203", "初中教育", "25.00", "20.00", "5.00"),
    ("210", "卫生健康支出", "6.00", "6.00", ""),
    ("21011", "行政事业单位医疗", "6.00", "6.00", ""),
    ("2101102", "事业单位医疗", "6.00", "6.00", ""),
)
TOTAL = ("合计", "76.00", "56.00", "20.00")


def grid(rows: Sequence[Sequence[str]], spans: dict[Span, Span] | None = None) -> Grid:
    spans = spans or {}
    covered = {
        (r + down, c + right)
        for (r, c), (height, width) in spans.items()
        for down in range(height)
        for right in range(width)
        if down or right
    }
    cells = tuple(
        Cell(text, r, c, *spans.get((r, c), (1, 1)))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if (r, c) not in covered
    )
    return Grid(cells, len(rows), max(map(len, rows)))


def first_page(lines: Sequence[Sequence[str]], *, spanned: bool) -> Grid:
    """Codes under 类 款 项 with nothing beside them; the head says 决算数 under every column."""
    rows = [
        ["科目编码", "", "", "科目名称", *COLUMNS],
        ["", "", "", "", "决算数", "决算数", "决算数"],
        ["类", "款", "项", *TOTAL],
        *[[code, "", "", *rest] for code, *rest in lines],
    ]
    spans = {(0, 0): (2, 3), (0, 3): (2, 1)}
    spans |= {(3 + at, 0): (1, 3) for at in range(len(lines))}
    return grid(rows, spans if spanned else None)


def read(*blocks: Block | str) -> Disclosure:
    made = [Paragraph(block) if isinstance(block, str) else block for block in blocks]
    return recognise(Document(tuple(made)))


@pytest.mark.parametrize("spanned", [True, False])
@pytest.mark.parametrize("cut", range(2, len(LINES)))
def test_a_page_with_its_codes_in_one_column_goes_on_with_one_that_has_three(
    cut: int, spanned: bool
) -> None:
    read_ = read("支出决算表", first_page(LINES[:cut], spanned=spanned), grid(LINES[cut:]))
    printed = {
        line.key: (line.name, line.total.digits, line.basic.digits, line.project.digits)
        for line in read_.expenditure.lines
    }
    assert printed == {"合计": TOTAL, **{code: tuple(rest) for code, *rest in LINES}}
    assert not read_.unplaced
    told = [[(text.text, text.remark) for text in line.texts] for line in read_.expenditure.lines]
    codes = [[(code, False), (name, False)] for code, name, *_ in LINES]
    assert told == [[("合计", False)], *codes]


def test_a_page_of_other_columns_is_not_taken_for_the_rest() -> None:
    lines = [[code, name, total] for code, name, total, *_ in LINES[4:]]
    read_ = read("支出决算表", first_page(LINES[:4], spanned=False), grid(lines))
    assert [line.key for line in read_.expenditure.lines] == ["合计", *[x[0] for x in LINES[:4]]]


def test_a_column_is_named_by_its_heading_where_only_the_basis_stands_below() -> None:
    table = read("支出决算表", first_page(LINES, spanned=True)).expenditure
    assert [c.digits for c in table["20502"].figures().values()] == ["70.00", "50.00", "20.00"]
    assert not table["20502"].extras


def test_nothing_is_asserted_of_a_column_that_was_not_recognised() -> None:
    summary = grid(
        [
            ["收入", "", "支出", ""],
            ["项目", "决算数", "项目", "决算数"],
            ["一、事业收入", "76.00", "一、教育支出", "70.00"],
            ["", "", "二、卫生健康支出", "6.00"],
            ["本年收入合计", "76.00", "本年支出合计", "76.00"],
        ]
    )
    strange = [[code, name, total, total] for code, name, total, *_ in LINES]
    head = ["科目编码", "科目名称", "甲类用度", "乙类用度"]
    table = grid([head, *strange, ["合计", "", "76.00", "76.00"]])
    read_ = read("收入支出决算总表", summary, "支出决算表", table)
    found = [one.rule.id for one in audit(read_).findings if one.verdict is Verdict.CONFLICT]
    assert "X-0103-2" not in found


def test_headings_in_the_row_of_sums_are_no_blank_sums() -> None:
    """Some forms print 合计 基本支出 项目支出 where the sums of the fund would stand."""
    expenditure = [*LINES, ("212", "城乡社区支出", "9.00", "", "9.00")]
    fund = grid(
        [
            ["科目编码", "科目名称", "本年收入", "本年支出", "", "", "年末结转和结余"],
            ["合计", "", "9.00", "合计", "基本支出", "项目支出", ""],
            ["212", "城乡社区支出", "9.00", "9.00", "", "9.00", ""],
        ],
        {(0, 3): (1, 3)},
    )
    head = ["科目编码", "科目名称", *COLUMNS]
    sides = [
        ["收入", "", "支出", ""],
        ["项目", "决算数", "项目", "决算数"],
        ["一、一般公共预算财政拨款", "76.00", "一、教育支出", "70.00"],
        ["二、政府性基金预算财政拨款", "9.00", "二、卫生健康支出", "6.00"],
        ["", "", "三、城乡社区支出", "9.00"],
        ["本年收入合计", "85.00", "本年支出合计", "85.00"],
        ["总计", "85.00", "总计", "85.00"],
    ]
    read_ = read(
        "收入支出决算总表",
        grid(sides),
        "收入决算表",
        grid(
            [
                ["科目编码", "科目名称", "本年收入合计", "财政拨款收入"],
                ["合计", "", "85.00", "85.00"],
            ]
        ),
        "财政拨款收入支出决算总表",
        grid(sides),
        "支出决算表",
        grid([head, *expenditure, ["合计", "", "85.00", "56.00", "29.00"]]),
        "一般公共预算财政拨款支出决算表",
        grid([["科目编码", "科目名称", "合计", *COLUMNS[1:]], *LINES, [TOTAL[0], "", *TOTAL[1:]]]),
        "政府性基金预算财政拨款收入支出决算表",
        fund,
    )
    assert read_.government_fund["212"].total.digits == "9.00"
    found = {one.rule.id for one in audit(read_).findings if one.rule.id[:3] in ("T08", "X-0")}
    assert not found


@pytest.mark.parametrize(
    "name", ["2023年比2022年增减%", "增长率（%）", "增幅", "占“三公”经费的比重"]
)
def test_a_row_of_rates_prints_no_amounts(name: str) -> None:
    table = grid(
        [
            ["年度", "合计", "因公出国费", "公务接待费"],
            ["2022年", "50", "10", "40"],
            ["2023年", "40", "9", "31"],
            [name, "-20.00", "-10.00", "-22.50"],
        ]
    )
    read_ = read("某县2023年与2022年“三公”经费对比", "单位：万元", table)
    (found,) = read_.others
    rates = found.lines[-1]
    assert rates.name == name
    assert [str(extra.figure) for extra in rates.extras] == ["-20.00%", "-10.00%", "-22.50%"]
    assert not [one for one in audit(read_).findings if one.rule.id.startswith("O-")]


COSTS = [
    ["经费项目", "2023年度支出（万元）", "支出减少率"],
    ["因公出国（境）费", "0", "0%"],
    ["公务接待费", "7.10", "-"],
    ["公务用车购置费", "20.00", "-"],
    ["公务用车运行维护费", "30.00", "-"],
    ["总“三公”经费支出", "57.10", "-"],
]


@pytest.mark.parametrize("title", ["2023年度全县“三公”经费决算情况", "“三公”经费支出统计"])
def test_a_heading_that_tells_the_form_is_a_title(title: str) -> None:
    table = read("某县财政局2023年度部门决算", title, "单位：万元", grid(COSTS)).three_public
    assert table.title == title
    actual = table.actual
    assert [f.digits for f in (actual.total, actual.official_reception)] == ["57.10", "7.10"]


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("“三公”经费使用情况", [["使用项目", "数量"], ["公务用车保有量", "3"], ["接待批次", "9"]]),
        ("“三公”经费支出57.10万元，减少的主要情况", COSTS),
        ("财政收支情况", COSTS),
    ],
)
def test_a_heading_of_something_else_is_none(title: str, rows: list[list[str]]) -> None:
    assert not read("某县财政局2023年度部门决算", title, grid(rows)).three_public.present


def test_codes_below_no_heading_are_no_amounts() -> None:
    lines = [["205", "教育支出", "70"], ["20502", "普通教育", "45"], ["20503", "职业教育", "25"]]
    table = read("支出决算表", "单位：元", grid([*lines, ["合计", "70", ""]]))
    printed = {figure.digits for table in table.tables for figure in table.figures()}
    assert not printed & {"205", "20502", "20503"}


def test_of_two_tables_side_by_side_one_may_end_a_page_before_the_other() -> None:
    text = (
        "一般公共预算财政拨款基本支出决算表\n单位：万元\n"
        "科目编码     科目名称      决算数   科目编码     科目名称      决算数\n"
        "  301    工资福利支出      50.00     302    商品和服务支出    12.50\n"
        "  30101  基本工资          50.00     30201  办公费            12.50\n"
        "\f\n"
        "                                     310    资本性支出         2.25\n"
        "                                     31002  办公设备购置       2.25\n"
        "         人员经费合计      50.00            公用经费合计      14.75\n"
    )
    lines = recognise(read_text(text.encode())).basic_expenditure.lines
    assert {line.key: line.amount.digits for line in lines} == {
        "301": "50.00",
        "30101": "50.00",
        "人员经费合计": "50.00",
        "302": "12.50",
        "30201": "12.50",
        "310": "2.25",
        "31002": "2.25",
        "公用经费合计": "14.75",
    }


def test_a_head_repeated_is_one_though_a_page_lost_part_of_it() -> None:
    """The row above says less than it did, the row below all: both are head, none is data."""
    first = [
        ["收入", "", "支出", ""],
        ["项目", "金额", "项目", "金额"],
        ["事业收入", "5.00", "教育支出", "5.00"],
    ]
    then = [
        ["收入", "", "", ""],
        ["项目", "金额", "项目", "金额"],
        ["总计", "5.00", "总计", "5.00"],
    ]
    blocks = [Paragraph("收入支出决算总表"), grid(first), grid(then)]
    table = recognise(Document(tuple(blocks))).summary
    assert [line.name for line in table.all_lines()] == ["事业收入", "总计", "教育支出", "总计"]


def test_an_amount_is_no_head_repeated() -> None:
    """A page that goes on with what a head printed, and nothing below it, goes on with a row."""
    first = [["2.00", "", "类", "类"], ["", "", "", ""]]
    then = [["", "2.00", "", ""], ["", "", "", ""]]
    read = recognise(Document((grid(first), grid(then))))
    assert [one.text for one in read.unplaced] == ["2.00", "2.00"]
