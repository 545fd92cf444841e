"""Tables in every shape they are printed in, read from small documents made here."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Percentage, Unit
from budgetdisclosure.codes import function_codes
from budgetdisclosure.model import Disclosure, Kind, items
from budgetdisclosure.place import Place
from budgetdisclosure.reading import coverage, recognise
from budgetdisclosure.reading.document import Block, Box, Cell, Document, Grid, Paragraph

Rows = Sequence[Sequence[str]]


def grid(
    rows: Rows,
    *,
    page: int | None = None,
    spans: dict[tuple[int, int], tuple[int, int]] | None = None,
) -> Grid:
    """A grid of texts; ``spans`` gives rows and columns a cell covers."""
    spans = spans or {}
    width = max(len(row) for row in rows)
    covered = {
        (r + dr, c + dc)
        for (r, c), (down, right) in spans.items()
        for dr in range(down)
        for dc in range(right)
        if dr or dc
    }
    cells = tuple(
        Cell(text, r, c, *spans.get((r, c), (1, 1)), place=Place(page=page))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if (r, c) not in covered
    )
    return Grid(cells, len(rows), width, Place(page=page))


def read(*blocks: Block | str) -> Disclosure:
    made = [Paragraph(block) if isinstance(block, str) else block for block in blocks]
    return recognise(Document(tuple(made)))


def amounts(disclosure: Disclosure, form: str, column: str) -> dict[str, str]:
    return {
        line.key: figure.digits
        for line in disclosure.form(form).all_lines()
        if (figure := getattr(line, column, None)) is not None and figure.value is not None
    }


HEAD = ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
BODY = [
    ["合计", "", "30.00", "10.00", "20.00"],
    ["208", "社会保障和就业支出", "30.00", "10.00", "20.00"],
    ["20801", "人力资源和社会保障管理事务", "30.00", "10.00", "20.00"],
    ["2080101", "行政运行", "30.00", "10.00", "20.00"],
]
TOTALS = {"合计": "30.00", "208": "30.00", "20801": "30.00", "2080101": "30.00"}


def split_codes(rows: Rows) -> Rows:
    """The same rows with the code in the columns 类 款 项."""
    done = [["项目", "", "", *HEAD[1:]], ["类", "款", "项", "", "", "", ""]]
    for code, *rest in rows:
        digits = code if code.isdigit() else ""
        done.append([digits[:3] or code, digits[3:5], digits[5:7], *rest])
    return done


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD, *BODY],
        [HEAD, *BODY[1:], BODY[0]],
        [HEAD, ["栏次", "", "1", "2", "3"], *BODY],
        [HEAD, ["**", "**", "1", "2=3+4", "3"], *BODY],
        split_codes(BODY),
        [["支出决算表", "", "", "", ""], ["", "", "", "", "金额单位：万元"], HEAD, *BODY],
        [["功能分类科目", *HEAD[2:]]] + [[f"{a}-{b}" if b else a, *rest] for a, b, *rest in BODY],
    ],
    ids=["total first", "total last", "numbered", "starred", "split", "captions inside", "joined"],
)
def test_one_table_in_many_shapes(rows: Rows) -> None:
    disclosure = read("支出决算表", "单位：万元", grid(rows))
    assert amounts(disclosure, "expenditure", "total") == TOTALS
    assert amounts(disclosure, "expenditure", "project") == dict.fromkeys(TOTALS, "20.00")
    assert disclosure.expenditure.unit is Unit.WAN
    assert not disclosure.unplaced


def test_a_row_that_is_header_and_data_at_once() -> None:
    rows = [
        ["项目", "", "", "", "本年支出合计", "基本支出"],
        ["科目编码", "", "", "科目名称", "", ""],
        ["类", "款", "项", "合计", "30.00", "10.00"],
        ["208", "", "", "社会保障和就业支出", "30.00", "10.00"],
    ]
    spans = {(0, 0): (1, 4), (0, 4): (2, 1), (0, 5): (2, 1), (1, 0): (1, 3)}
    disclosure = read("支出决算表", grid(rows, spans=spans))
    assert amounts(disclosure, "expenditure", "total") == {"合计": "30.00", "208": "30.00"}


def test_a_row_that_is_header_and_data_at_once_may_print_dashes_for_amounts() -> None:
    rows = [
        ["项目", "", "", "", "本年支出合计", "基本支出"],
        ["科目编码", "", "", "科目名称", "", ""],
        ["类", "款", "项", "合计", "-", "-"],
        ["208", "", "", "社会保障和就业支出", "-", "-"],
    ]
    disclosure = read("支出决算表", grid(rows))
    assert [line.name for line in disclosure.expenditure.lines] == ["合计", "社会保障和就业支出"]
    assert not disclosure.unplaced


def test_rows_that_print_only_the_lower_levels_go_on_with_the_upper() -> None:
    rows = [
        ["类", "款", "项", "功能科目", "总计", "基本支出"],
        ["201", "", "", "一般公共服务支出", "5.00", "5.00"],
        ["", "40", "", "信访事务", "5.00", "5.00"],
        ["201", "40", "1", "行政运行", "5.00", "5.00"],
    ]
    disclosure = read("支出总表", grid(rows))
    assert list(amounts(disclosure, "expenditure", "total")) == ["201", "20140", "2014001"]


def test_names_without_codes_get_the_code_of_their_place() -> None:
    rows = [
        ["收入", "", "支出", ""],
        ["项目", "2026年预算数", "项目", "2026年预算数"],
        ["一、财政拨款", "5.00", "一、一般公共服务支出", "2.00"],
        ["1.一般公共预算拨款", "5.00", "财政事务", "2.00"],
        ["", "", "行政运行", "2.00"],
        ["", "", "二、教育支出", "3.00"],
        ["收入总计", "5.00", "支出总计", "5.00"],
    ]
    disclosure = read("2026年收支总表", grid(rows))
    codes = [line.key for line in disclosure.summary.expenditure]
    assert codes == ["201", "20106", "2010601", "205", items.GRAND_TOTAL]
    assert disclosure.summary.revenue[items.APPROPRIATION_REVENUE].revenue.value == Decimal("5.00")
    assert disclosure.kind is Kind.BUDGET
    assert disclosure.fiscal_year == 2026


def test_a_misprinted_category_is_still_that_category() -> None:
    rows = [
        ["收入", "", "支出", ""],
        ["项目", "决算数", "项目", "决算数"],
        ["一、财政拨款收入", "1.00", "二十六、抗役特别国债安排的支出", "1.00"],
    ]
    disclosure = read("2022年度收入支出决算总表", grid(rows))
    assert disclosure.summary.expenditure["234"].name == "二十六、抗役特别国债安排的支出"


def test_pages_are_joined_and_their_repeated_heads_dropped() -> None:
    first = grid([HEAD, *BODY[:2]], page=1)
    second = grid([HEAD, *BODY[2:]], page=2)
    for between in ((), ("支出决算表",), ("支出决算表（续）", "单位：万元"), ("- 2 -",)):
        disclosure = read("支出决算表", "单位：万元", first, *between, second)
        assert amounts(disclosure, "expenditure", "total") == TOTALS
        assert len(disclosure.tables) == 1


def test_the_same_form_twice_is_kept_twice() -> None:
    one = grid([HEAD, *BODY], page=1)
    two = grid([HEAD, *[[*row[:2], "3.00", "1.00", "2.00"] for row in BODY]], page=2)
    disclosure = read("支出决算表", one, "支出决算表", two)
    assert amounts(disclosure, "expenditure", "total") == TOTALS
    assert [table.id for table in disclosure.others] == ["expenditure_2"]
    assert any(choice.chosen == "others" for choice in disclosure.provenance)


def test_columns_of_a_continued_page_are_matched_by_place() -> None:
    def boxed(text: str, row: int, column: int, left: int, right: int, span: int = 1) -> Cell:
        box = Box(left, row * 10, right, row * 10 + 10)
        return Cell(text, row, column, 1, span, Place(), box)

    texts = [HEAD, *BODY[:2]]
    first = Grid(
        tuple(
            boxed(text, r, c, c * 100, c * 100 + 100)
            for r, row in enumerate(texts)
            for c, text in enumerate(row)
        ),
        len(texts),
        5,
        Place(page=1),
    )
    last = (
        boxed("合计", 0, 0, 0, 200),
        boxed("31.00", 0, 1, 200, 300),
        boxed("11.00", 0, 2, 300, 400),
        boxed("20.00", 0, 3, 400, 500),
    )
    disclosure = read("支出决算表", first, Grid(last, 1, 4, Place(page=2)))
    assert disclosure.expenditure.lines.all("合计")[-1].basic.value == Decimal("11.00")


def test_a_stray_separator_shifts_no_figure_out_of_the_table() -> None:
    first = grid(
        [
            ["收入", "", "", "支出", "", ""],
            ["项目", "行次", "金额", "项目", "行次", "金额"],
            ["一、事业收入", "1", "2.00", "一、教育支出", "9", "2.00"],
        ]
    )
    second = grid(
        [
            ["", "2", "", "二、科学技术支出", "10", "", "0.50"],
            ["总计", "3", "2.00", "总计", "11", "", "2.50"],
        ]
    )
    disclosure = read("收入支出决算总表", first, second)
    assert amounts(disclosure, "summary", "expenditure") == {
        "205": "2.00",
        "206": "0.50",
        "总计": "2.50",
    }


def test_figures_a_row_below_their_names() -> None:
    rows = [
        ["人员经费", "", "", "公用经费", "", "", "", "", ""],
        ["科目编码", "科目名称", "决算数"] * 3,
        [
            "301",
            "工资福利支出",
            "7.00",
            "302",
            "商品和服务支出",
            "2.00",
            "310",
            "资本性支出",
            "1.00",
        ],
        ["人员经费合计", "", "", "公用经费合计", "", "", "", "", ""],
        ["", "", "7.00", "", "", "", "", "", "3.00"],
    ]
    disclosure = read("一般公共预算财政拨款基本支出决算表", grid(rows))
    assert amounts(disclosure, "basic_expenditure", "amount") == {
        "301": "7.00",
        "302": "2.00",
        "310": "1.00",
        items.PERSONNEL_TOTAL: "7.00",
        items.RUNNING_TOTAL: "3.00",
    }


COSTS = ["合计", "因公出国（境）费", "公务用车购置费", "公务用车运行费", "公务接待费"]
PLANNED, SPENT = ["9.00", "2.00", "3.00", "4.00", "0.00"], ["8.00", "2.00", "3.00", "3.00", "0.00"]


@pytest.mark.parametrize(
    "rows",
    [
        [["项目", *COSTS], ["预算数", *PLANNED], ["决算数", *SPENT]],
        [["预算数", *[""] * 4, "决算数", *[""] * 4], COSTS + COSTS, PLANNED + SPENT],
        [
            [x for cost in COSTS for x in (cost, "")],
            ["预算数", "决算数"] * 5,
            [x for pair in zip(PLANNED, SPENT, strict=True) for x in pair],
        ],
        [["项目", "预算数", "决算数"]]
        + [[c, p, s] for c, p, s in zip(COSTS, PLANNED, SPENT, strict=True)],
        [["经费项目", "2024年预算数", "2024年决算数"]]
        + [
            [f"{n}、{c}", p, s]
            for n, (c, p, s) in enumerate(zip(COSTS, PLANNED, SPENT, strict=True), 1)
        ],
    ],
    ids=["bases down", "bases over groups", "bases below", "costs down", "numbered costs down"],
)
def test_three_public_whichever_way_it_lies(rows: Rows) -> None:
    disclosure = read("2024年度财政拨款“三公”经费支出决算表", grid(rows))
    for line, printed in (
        (disclosure.three_public.budget, PLANNED),
        (disclosure.three_public.actual, SPENT),
    ):
        found = [line.total, line.overseas_travel, line.vehicle_purchase, line.vehicle_running]
        assert [figure.digits for figure in found] == printed[:4]


def test_last_year_in_a_budget_is_not_this_year() -> None:
    rows = [
        ["项目", "2025年预算数", "2026年预算数", "增减额", "增减率"],
        ["合计", "9.00", "8.00", "-1.00", "-11.11%"],
        ["公务接待费", "9.00", "8.00", "-1.00", "-11.11%"],
        ["因公出国（境）费用", "0.00", "0.00", "0.00", ""],
        ["公务用车购置及运行费", "0.00", "0.00", "0.00", ""],
    ]
    three = read("2026年“三公”经费预算表", grid(rows)).three_public
    assert three.budget.total.digits == "8.00"
    assert three.lines[items.PRIOR_BUDGET].total.digits == "9.00"
    rows = [
        ["科目编码", "科目名称", "2025年执行数", "2026年预算数", "", "", "2026年比2025年增减"],
        ["", "", "", "小计", "基本支出", "项目支出", ""],
        ["205", "教育支出", "7.00", "8.00", "6.00", "2.00", "1.00"],
    ]
    table = read("2026年一般公共预算支出表", grid(rows)).general_budget_expenditure
    assert table["205"].total.digits == "8.00"
    assert {extra.label for extra in table["205"].extras} == {"2025年执行数", "2026年比2025年增减"}


def test_a_second_row_of_headings_may_begin_with_a_subtotal_and_print_no_known_word() -> None:
    rows = [
        ["项目", "资产总额", "固定资产", "", "", "在建工程"],
        ["", "", "小计", "房屋构筑物", "单价200万以上设备", ""],
        ["合计", "9.00", "6.00", "4.00", "2.00", "3.00"],
    ]
    (table,) = read("国有资产使用情况表", "单位：万元", grid(rows)).others
    assert {name: figure.digits for name, figure in table.lines[0].figures().items()} == {
        "资产总额": "9.00",
        "固定资产/小计": "6.00",
        "固定资产/房屋构筑物": "4.00",
        "固定资产/单价200万以上设备": "2.00",
        "在建工程": "3.00",
    }


def test_a_mark_of_levels_over_amounts_and_a_basis_behind_a_heading_say_nothing() -> None:
    rows = [
        ["科目编码", "科目名称", "本年支出合计决算数", "基本支出决算数"],
        ["类", "款", "项", ""],
        ["208", "社保", "3.00", "1.20"],
    ]
    d = read("支出决算表", "单位：万元", grid(rows))
    assert amounts(d, "expenditure", "total") == {"208": "3.00"}
    assert amounts(d, "expenditure", "basic") == {"208": "1.20"}


def test_a_total_named_in_the_middle_of_two_lists_is_theirs() -> None:
    head = ["科目编码", "科目名称", "决算数"]
    rows = [
        [*head, *head],
        ["302", "商品和服务支出", "5.00", "310", "资本性支出", "2.00"],
        ["30201", "办公费", "5.00", "31002", "设备购置", "2.00"],
        ["", "", "公用经费合计", "", "", "7.00"],
    ]
    d = read("一般公共预算财政拨款基本支出决算表", "单位：万元", grid(rows))
    assert amounts(d, "basic_expenditure", "amount")["公用经费合计"] == "7.00"
    assert d.unplaced == ()


def test_numbers_of_rows_without_a_heading_are_no_amounts() -> None:
    rows = [
        ["收入", "", "", "支出", "", ""],
        ["项目", "", "决算数", "项目", "", "决算数"],
        ["其他收入", "1", "5.00", "一、教育支出", "31", "3.00"],
        ["本年收入合计", "27", "5.00", "本年支出合计", "58", "3.00"],
        ["总计", "31", "5.00", "总计", "62", "3.00"],
    ]
    (table,) = read("收入支出决算总表", "单位：万元", grid(rows)).tables
    assert {str(figure.value) for figure in table.figures()} == {"5.00", "3.00"}


def test_categories_alone_before_their_names_are_codes() -> None:
    rows = [
        ["收入", "", "支出", "", ""],
        ["项目", "预算数", "功能分类", "", "预算数"],
        ["财政拨款", "5.00", "201", "一般公共服务支出", "3.00"],
        ["其他收入", "", "205", "教育支出", "2.00"],
    ]
    spans = {(0, 0): (1, 2), (0, 2): (1, 3), (1, 2): (1, 2)}
    d = read("部门收支总表", "单位：万元", grid(rows, spans=spans))
    assert amounts(d, "summary", "expenditure") == {"201": "3.00", "205": "2.00"}


def test_units_are_each_tables_own_and_each_columns() -> None:
    yuan = grid([["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "12,345"]])
    own = grid([["项目名称", "金额（亿元）", "占比"], ["某项目", "1.20", "12.5%"]])
    disclosure = read("支出预算总表", "单位：元", yuan, "项目支出表", "单位：万元", own)
    assert disclosure.expenditure["208"].total.unit is Unit.YUAN
    amount, share = disclosure.others[0].lines[0].extras
    assert amount.figure == type(amount.figure).parse("1.20", Unit.YI)
    assert isinstance(share.figure, Percentage)


def test_a_title_alone_with_its_note_is_an_empty_form() -> None:
    disclosure = read(
        "目录",
        "一、支出决算表",
        "二、政府性基金预算财政拨款收入支出决算表",
        "支出决算表",
        grid([HEAD, *BODY]),
        "政府性基金预算财政拨款收入支出决算表",
        "公开08表",
        "金额单位：万元",
        "本单位没有政府性基金收入，也没有支出。",
    )
    fund = disclosure.government_fund
    assert fund.present
    assert fund.gridless
    assert fund.number == "公开08表"
    assert fund.notes == ("本单位没有政府性基金收入，也没有支出。",)
    assert not disclosure.state_capital.present


def test_why_a_form_is_empty_may_stand_in_the_list_of_tables() -> None:
    contents = grid(
        [
            ["序号", "内容", "是否空表", "理由"],
            ["表1", "支出决算表", "否", ""],
            ["表2", "收入决算表", "否", ""],
            ["表3", "国有资本经营预算财政拨款支出决算表", "是", "本单位不涉及"],
        ]
    )
    empty = grid([["科目编码", "科目名称", "合计"], ["合计", "", ""]])
    disclosure = read(
        "目录",
        contents,
        "支出决算表",
        grid([HEAD, *BODY]),
        "国有资本经营预算财政拨款支出决算表",
        empty,
    )
    assert disclosure.state_capital.notes == ("本单位不涉及",)
    assert disclosure.expenditure.notes == ()


def test_an_unknown_table_of_money_is_kept_under_its_own_headings() -> None:
    rows = [["序号", "会议名称", "人数", "金额"], ["1", "年度会议", "100", "2.00"]]
    disclosure = read("2025年部门预算", "会议费明细表", "单位：万元", grid(rows))
    (table,) = disclosure.others
    assert table.title == "会议费明细表"
    assert table.lines[0].name == "年度会议"
    assert [(extra.label, extra.figure.digits) for extra in table.lines[0].extras] == [
        ("金额", "2.00")
    ]
    assert table.lines[0].text("人数") == "100"
    assert disclosure.unplaced == ()


def test_what_is_no_number_is_listed_and_not_lost() -> None:
    rows = [HEAD, ["208", "社会保障和就业支出", "3O.00", "12.00 13.00", "见附件"]]
    disclosure = read("支出决算表", grid(rows, page=7))
    assert [lost.text for lost in disclosure.unplaced] == ["3O.00", "12.00 13.00", "见附件"]
    assert all(
        lost.place.page == 7 and lost.place.table == "支出决算表" for lost in disclosure.unplaced
    )


def test_several_forms_in_one_grid_come_apart() -> None:
    blank = [""] * 5
    rows = [
        ["收入决算表", *blank[1:]],
        ["科目编码", "科目名称", "本年收入合计", "事业收入", "其他收入"],
        ["208", "社会保障和就业支出", "1.00", "1.00", ""],
        ["合计", "", "1.00", "1.00", ""],
        ["支出决算表", *blank[1:]],
        HEAD,
        *BODY,
    ]
    disclosure = read(grid(rows))
    assert amounts(disclosure, "income", "total") == {"208": "1.00", "合计": "1.00"}
    assert amounts(disclosure, "expenditure", "total") == TOTALS


CODES = [entry.code.digits for entry in function_codes(2024).entries][:400]


@st.composite
def printed_tables(draw: st.DrawFn) -> tuple[list[list[str]], dict[str, str]]:
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=25, unique=True))
    cents = draw(st.lists(st.integers(0, 10**9), min_size=len(codes), max_size=len(codes)))
    figures = [f"{Decimal(value) / 100:,.2f}" if value else "" for value in cents]
    names = function_codes(2024)
    rows = [
        [code, names[code].name, figure]
        for code, figure in zip(sorted(codes), figures, strict=True)
    ]
    return rows, {code: figure for code, _, figure in rows if figure}


@given(printed_tables(), st.integers(1, 6), st.booleans(), st.booleans())
def test_any_list_reads_back_however_it_is_cut(
    printed: tuple[list[list[str]], dict[str, str]], every: int, repeat: bool, split: bool
) -> None:
    rows, want = printed
    head = [["科目编码", "科目名称", "合计"]]
    if split:
        head = [["类", "款", "项", "科目名称", "合计"]]
        rows = [[code[:3], code[3:5], code[5:], *rest] for code, *rest in rows]
    parts = [rows[at : at + every] for at in range(0, len(rows), every)]
    grids = [
        grid((head if repeat or not at else []) + part, page=at + 1)
        for at, part in enumerate(parts)
    ]
    blocks = (Paragraph("支出决算表"), Paragraph("单位：万元"), *grids)
    document = Document(blocks)
    disclosure = recognise(document)
    assert amounts(disclosure, "expenditure", "total") == want
    counted = coverage(disclosure, document)
    assert (counted.placed, counted.unplaced, counted.percent) == (len(want), 0, 100)


def test_places_name_file_page_table_row_and_column() -> None:
    document = Document(
        (Paragraph("公开03表"), Paragraph("支出决算表"), grid([HEAD, *BODY], page=9)),
        "a.pdf",
        "pdf",
        9,
    )
    figure = recognise(document).expenditure["2080101"].basic
    assert str(figure.place) == "a.pdf 第9页 《支出决算表》“2080101 行政运行”行“基本支出”列"
    assert str(figure.cell) == "expenditure[2080101].basic"


def test_tables_inside_a_page_layout_are_read_where_they_stand() -> None:
    inner = grid([HEAD, *BODY])
    outer = Grid(
        (
            Cell("某某局2024年度部门决算", 0, 0),
            Cell("支出决算表\n单位：万元", 1, 0, grids=(inner,)),
            Cell("注：本表反映支出。", 2, 0),
        ),
        3,
        1,
    )
    disclosure = read(outer)
    assert amounts(disclosure, "expenditure", "total") == TOTALS
    assert disclosure.expenditure.notes == ("注：本表反映支出。",)
    assert disclosure.fiscal_year == 2024
