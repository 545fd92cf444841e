"""Tables aligned by spaces: what ``pdftotext -layout`` makes of a page comes back as the table."""

from __future__ import annotations

from random import Random
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from budgetdisclosure.calc.facts import facts
from budgetdisclosure.compose import compose
from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading import recognise
from budgetdisclosure.reading.document import Document, Grid
from budgetdisclosure.reading.formats.aligned.pieces import Measure, wide
from budgetdisclosure.reading.formats.text import read_text
from budgetdisclosure.testing import Seeded, Style, grid_of, laid_out, make_ledger
from budgetdisclosure.testing.typeset import typeset

HEADS = (
    "基本支出",
    "项目支出",
    "上缴上级支出",
    "经营支出",
    "对附属单位补助支出",
    "其他支出",
    "合计",
)
NAMES = ("办公费", "印刷费", "机关事业单位基本养老保险缴费支出", "住房公积金", "其他交通费用")


def read(text: str) -> list[Grid]:
    return list(read_text(text.encode()).grids)


def leaves(grid: Grid, first: str) -> list[str]:
    """The lowest heading over each column, of the rows above the one that begins so."""
    rows = max(cell.row for cell in grid.cells if cell.text == first)
    found = [""] * grid.width
    for cell in grid.cells:
        if cell.row < rows and cell.text.strip():
            for at in range(cell.column, cell.column + cell.column_span):
                found[at] = cell.text
    return found


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A head and rows of amounts, each amount another; some cells, or a whole column, blank."""
    heads = draw(st.lists(st.sampled_from(HEADS), min_size=2, max_size=6, unique=True))
    blank = draw(st.sampled_from([None, None, *range(1, len(heads))]))
    sizes = draw(st.lists(st.integers(1, 10**7), min_size=40, max_size=40, unique=True))
    numbers = (f"{size / 100:,.2f}" for size in sizes)
    rows = []
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=3, max_size=6, unique=True)):
        printed = [
            "" if at == blank or (at and draw(st.integers(0, 4)) == 0) else next(numbers)
            for at in range(len(heads))
        ]
        rows.append([str(30200 + len(rows)), name, *printed])
    return [["科目编码", "科目名称", *heads], *rows]


UNEVEN = [
    ["科目编码", "科目名称", "基本支出", "项目支出"],
    ["30200", "办公费", "0.01", ""],
    ["30201", "印刷费", "0.34", ""],
    ["30202", "住房公积金", "0.36", ""],
    ["30203", "机关事业单位基本养老保险缴费支出", "0.38", ""],
    ["30204", "其他交通费用", "10.00", ""],
]


@settings(max_examples=30)
@example(UNEVEN, 1312)
@given(tables(), st.integers(0, 10**6))
def test_no_amount_comes_under_the_heading_of_another(rows: list[list[str]], seed: int) -> None:
    text = typeset(Document((grid_of(["|".join(row) for row in rows]),)), Random(seed))
    (grid,) = read(text)
    heads = leaves(grid, "30200")
    truth = {
        text: (rows[0][at], row[0]) for row in rows[1:] for at, text in enumerate(row) if at > 1
    }
    names = {row[0] for row in rows[1:]}
    codes = {cell.row: cell.text for cell in grid.cells if cell.text in names}
    for cell in grid.cells:
        if cell.text in truth and cell.text:
            head, code = truth[cell.text]
            assert heads[cell.column] in (head, "")
            assert codes[cell.row] == code


def keyed(disclosure: Disclosure) -> dict[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = {}
    for fact in facts(disclosure):
        key = fact.table, fact.row_code or fact.item or fact.row_name, fact.column
        found.setdefault(key, []).append(fact.printed)
    return found


@pytest.mark.parametrize("keys", ["joined", "levels", "national", "named", "bracket", "indented"])
@pytest.mark.parametrize("split", ["", "heads", "bare"])
def test_composed_tables_come_back_from_aligned_text(keys: str, split: str) -> None:
    """What is found under a heading is what stands there; nearly all is found.

    “三公” tables of one row are left out: their header alone tells nothing of blank columns.
    """
    random = Random(f"{keys}{split}")
    made = compose(make_ledger(Seeded(random)), entity="某某县档案馆", fiscal_year=2024)
    style = Style(keys=keys, split=split, zero="", grouped=True)
    document = laid_out(made, style, random)
    printed = keyed(recognise(document))
    again = keyed(recognise(read_text(typeset(document, random).encode())))
    typed = {key for key in printed if key[0] != "three_public"}
    assert {key: again[key] for key in typed & set(again)} == {
        key: printed[key] for key in typed & set(again)
    }
    if split != "bare":
        assert len(typed & set(again)) * 10 >= len(typed) * 9


def rows_under(text: str) -> list[tuple[str, ...]]:
    (grid,) = read(text)
    return list(grid.texts())


def test_cells_that_one_space_parts_are_two_cells() -> None:
    rows = rows_under(
        "        收入                      支出\n"
        "  项目       预算数       项目         预算数\n"
        "一、拨款收入    24.50 一、公共服务支出    20.00\n"
        "二、其他收入     1.00 二、教育支出       5.50\n"
    )
    assert rows[2][:4] == ("一、拨款收入", "24.50", "一、公共服务支出", "20.00")


def test_prose_cut_between_spaced_amounts_is_no_table() -> None:
    text = "2025 年支出 100.5 元,同比\n减少 40.5 元,下降 3.5 %。其中:基本支出 60.5\n元,项目支出 40.0 元,如下:"
    assert not read(text)
    assert not read(
        "其\n中:甲费 1,100.5 元、乙费\n9,100.5 元;丙费 2,200.5\n元、丁费 3,300.5 元、戊费 4,400.5\n"
    )


def test_a_heading_over_others_spans_them() -> None:
    text = (
        "                                基本支出\n"
        "编码      名称           合计                            项目支出\n"
        "                         小计    人员经费   公用经费\n"
        "201   公共服务支出      9.00   8.00     6.00     2.00      1.00\n"
        "20101 人大事务         9.00   8.00     6.00     2.00      1.00\n"
    )
    (grid,) = read(text)
    over = next(cell for cell in grid.cells if cell.text == "基本支出")
    assert (over.column, over.column_span) == (3, 3)
    assert leaves(grid, "201")[2:] == ["合计", "小计", "人员经费", "公用经费", "项目支出"]


def test_headings_of_several_lines_are_one() -> None:
    heads = ["编码", "名称", "本年收入合计", "财政拨款收入", "附属单位上缴收入", "其他收入"]
    broken = r"编码|名称|本年收入合\n计|财政拨款\n收入|附属单\n位上缴\n收入|其他收\n入"
    rows = ["201|公共服务支出|9.00|8.00||1.00", "208|社会保障支出|4.00|4.00||"]
    for seed in range(8):
        (grid,) = read(typeset(Document((grid_of([broken, *rows]),)), Random(seed)))
        assert leaves(grid, "201") == heads


def test_headings_that_run_ahead_of_their_columns_are_moved_on() -> None:
    text = (
        "名称       预算批复 预算到位 实际执行       执行率\n"
        "合计     3,237.00 3,137.00   2,679.21  95.79%\n"
        "培训     1,000.00 1,000.00     974.00  97.40%\n"
    )
    (grid,) = read(text)
    assert leaves(grid, "合计") == ["名称", "预算批复", "预算到位", "实际执行", "执行率"]


def test_lines_of_a_row_between_blank_lines_are_one_row() -> None:
    text = (
        "编码      名称          合计     基本支出\n"
        "\n"
        "                    160.75     60.75\n"
        "20805   机关单位基本养老\n"
        "        保险缴费支出\n"
        "\n"
        "221     住房保障支出      4.00      4.00\n"
    )
    assert rows_under(text)[1:] == [
        ("20805", "机关单位基本养老保险缴费支出", "160.75", "60.75"),
        ("221", "住房保障支出", "4.00", "4.00"),
    ]


def test_an_amount_beside_no_name_goes_to_the_row_that_lacks_it() -> None:
    text = (
        "编码     名称         合计      基本支出    项目支出\n"
        "                           503.52    603.14\n"
        "201   公共服务支出     1,106.66\n"
        "                                      35.25\n"
        "20107 信息化建设        35.25\n"
        "20108 委托业务         449.52             449.52\n"
    )
    assert rows_under(text)[1:] == [
        ("201", "公共服务支出", "1,106.66", "503.52", "603.14"),
        ("20107", "信息化建设", "35.25", "", "35.25"),
        ("20108", "委托业务", "449.52", "", "449.52"),
    ]


FIRST = (
    "支出决算表\n单位：万元\n"
    "编码      名称         合计    基本支出   项目支出   经营支出\n"
    "201   公共服务支出    9.00     8.00     1.00\n"
    "20101 人大事务       9.00     8.00     1.00\n\f"
)


def test_a_page_without_headings_goes_on_where_it_prints_as_many_columns() -> None:
    rest = (
        "208   社会保障支出      4.00   3.00    1.00\n20805 养老支出        4.00   3.00    1.00\n"
    )
    lines = recognise(read_text((FIRST + rest).encode())).expenditure.lines
    assert [str(line.project.value) for line in lines] == ["1.00"] * 4


def test_a_page_without_headings_that_prints_fewer_is_told_of() -> None:
    """Whether its second column is 基本支出 or 项目支出, nothing tells."""
    rest = "208   社会保障支出      4.00   4.00\n20805 养老支出        4.00   4.00\n"
    disclosure = recognise(read_text((FIRST + rest).encode()))
    assert [line.code.digits for line in disclosure.expenditure.lines if line.code] == [
        "201",
        "20101",
    ]
    assert [one.text for one in disclosure.unplaced].count("4.00") == 4


@pytest.mark.parametrize("lines", [3, 16])
def test_a_hostile_header_is_read_in_bounds(lines: int) -> None:
    heads = "\n".join("甲乙丙丁".center(400) for _ in range(lines))
    rows = "\n".join(f"行{n}" + "".join(f"{n * c + 1:12.2f}" for c in range(39)) for n in range(5))
    start = process_time()
    (grid,) = read(f"{heads}\n{rows}")
    assert grid.width >= 40
    assert process_time() - start < 20


def test_a_row_that_numbers_the_columns_beside_a_heading_is_no_row_of_amounts() -> None:
    text = (
        "国有资本经营预算支出表\n单位：万元\n"
        "功能分类                本年支出合计     基本支出     项目支出\n"
        "科目编码      栏次           1            2           3\n"
        "             合计\n"
    )
    assert not list(facts(recognise(read_text(text.encode()))))


def test_codes_under_no_heading_are_no_amounts() -> None:
    text = "收入决算表\n单位：万元\n\n205      教育支出\n20502    普通教育\n2050205  高等教育\n…       …\n"
    assert not list(facts(recognise(read_text(text.encode()))))


def test_levels_beside_the_numbers_of_the_columns_are_headings() -> None:
    rows = rows_under(
        "科目编码         科目名称       合计      基本支出    项目支出\n"
        "类   款   项    栏次           1         2         3\n"
        "201            公共服务支出    9.00     8.00     1.00\n"
        "201  01        人大事务       9.00     8.00     1.00\n"
    )
    assert [row for row in rows if row[0].startswith("201")] == rows[-2:]
    assert rows[-1][-3:] == ("9.00", "8.00", "1.00")


def test_names_that_begin_with_a_code_begin_rows() -> None:
    rows = rows_under(
        "科目                     合计     基本支出\n"
        "[208]社会保障和就业支出\n"
        "[20805]行政事业单位养老支出    4.00     4.00\n"
        "[221]住房保障支出          2.00     2.00\n"
    )
    assert [row[0] for row in rows[1:]] == [
        "[208]社会保障和就业支出",
        "[20805]行政事业单位养老支出",
        "[221]住房保障支出",
    ]


def test_a_numbered_name_goes_on_beside_its_amounts() -> None:
    rows = rows_under(
        "项目                  预算数     决算数\n"
        "一、一般公共预算财政       20.00    19.00\n"
        "二、政府性基金预算财政\n"
        "拨款收入              3.00     2.00\n"
        "三、其他收入            1.00     1.00\n"
    )
    assert rows[2:] == [
        ("二、政府性基金预算财政拨款收入", "3.00", "2.00"),
        ("三、其他收入", "1.00", "1.00"),
    ]


@pytest.mark.parametrize("measure", [len, wide])
def test_tables_typed_with_spaces_come_back_by_either_measure(measure: Measure) -> None:
    """Editors set Chinese in two places or in one; each column begins or ends at one place."""
    rows = [
        ["编码", "名称", "合计", "基本支出", "项目支出"],
        ["201", "公共服务支出", "9.00", "8.00", "1.00"],
        ["20101", "人大事务", "2.00", "", "2.00"],
        ["20805", "行政事业单位养老支出", "4.00", "4.00", ""],
    ]
    widths = [max(measure(row[at]) for row in rows) + 2 for at in range(5)]
    text = ""
    for row in rows:
        for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
            space = " " * (width - measure(cell))
            text += cell + space if at < 2 else space + cell
        text += "\n"
    assert rows_under(text) == [tuple(row) for row in rows]


def test_names_that_end_before_their_column_does_are_rows_of_their_own() -> None:
    rows = rows_under(
        "项目                   预算数     支出项目          预算数\n"
        "本年收入合计             40.00  本年支出合计          42.00\n"
        "使用非财政拨款结余                结转下年\n"
        "上年账户余额              2.00  其中：未安排支出的资金\n"
        "上年结转                       其中：财政拨款资金的结转\n"
        "其中：财政拨款资金的结转\n"
        "收入总计               42.00  支出总计            42.00\n"
    )
    assert ("上年账户余额", "2.00") in [row[:2] for row in rows]
    assert "上年结转" in [row[0] for row in rows]
    assert "其中：未安排支出的资金" in [row[2] for row in rows]


def test_a_name_of_many_lines_between_blank_lines_is_one() -> None:
    rows = rows_under(
        "序号   项目名称      预算批复     实际执行   说明\n"
        "\n"
        "    解决困难企业\n"
        "    职工到龄不能\n"
        "    办理退休手续\n"
        "1                 3,000.00   3,000.00\n"
        "    的资金补助与\n"
        "    生活救助的资\n"
        "    金\n"
        "\n"
        "    集体企业职工\n"
        "2   退休教师的生    1,020.00   1,020.00   由财政部门直接拨付\n"
        "    活补助\n"
    )
    assert [(row[1], row[2]) for row in rows[1:]] == [
        ("解决困难企业职工到龄不能办理退休手续的资金补助与生活救助的资金", "3,000.00"),
        ("集体企业职工退休教师的生活补助", "1,020.00"),
    ]


def test_a_line_that_is_a_row_beside_is_no_part_of_a_name() -> None:
    rows = rows_under(
        "项目                      预算数   项目                预算数\n"
        "国有资产拨款收入           24.50   公共服务支出         20.00\n"
        "政府性基金拨款收入                 教育支出              5.50\n"
        "国有资本拨款收入                   住房支出              2.50\n"
    )
    assert [row[0] for row in rows[1:]] == [
        "国有资产拨款收入",
        "政府性基金拨款收入",
        "国有资本拨款收入",
    ]


def test_a_remark_behind_amounts_ends_no_table() -> None:
    rows = rows_under(
        "项目          合计     财政拨款   其他资金     绩效目标\n"
        "合计         110.00     90.00      20.00\n"
        "水库加固      80.00     80.00                  加固三座。\n"
        "节水宣传      30.00     10.00      20.00       宣传四次；\n"
    )
    assert rows[2:] == [
        ("水库加固", "80.00", "80.00", "", "加固三座。"),
        ("节水宣传", "30.00", "10.00", "20.00", "宣传四次；"),
    ]


def test_what_a_line_prints_over_every_column_is_the_rest_of_no_heading() -> None:
    rows = rows_under(
        "                              公务用车购置及运行维护费\n"
        "     合计                                                        公务接待费\n"
        "                       小计       公务用车购置费  公务用车运行维护费\n"
        "预算数  决算数    预算数  决算数  预算数  决算数  预算数    决算数    预算数  决算数\n"
        " 21.00   16.95     20.50   16.95    0.00    0.00   20.50     16.95      0.50    0.00\n"
    )
    assert [text for row in rows for text in row if text.endswith("决算数")] == ["决算数"] * 5


def stood(*pieces: tuple[int, str]) -> str:
    """A line with each piece at its position."""
    line = ""
    for at, text in pieces:
        line = line.ljust(at) + text
    return line


@pytest.mark.parametrize("right", [56, 58, 62, 64])
def test_a_heading_over_a_list_is_no_part_of_those_that_each_list_has(right: int) -> None:
    """Wherever it stands over its list, 支出 is not the first line of its 预算数."""
    rows = (
        ("一、本年收入", "4,651.67", "一、本年支出", "4,651.67"),
        ("（一）公共预算拨款", "4,651.67", "（一）公共服务支出", "2,906.63"),
        ("（二）基金预算拨款", "", "（二）外交支出", ""),
        ("二、上年结转", "", "（三）教育支出", "1,745.04"),
    )
    heads = (
        stood((23, "收入"), (right, "支出")),
        stood((10, "项目"), (29, "预算数"), (53, "项目"), (65, "预算数")),
    )
    body = [stood((0, a), (47 - len(b), b), (48, c), (75 - len(d), d)) for a, b, c, d in rows]
    (grid,) = read("\n".join(["财政拨款收支总表", heads[0], "", heads[1], "", *body]))
    assert grid.texts() == (
        ("收入", "", "支出", ""),
        ("项目", "预算数", "项目", "预算数"),
        *rows,
    )


@pytest.mark.parametrize("seed", range(6))
def test_two_headings_over_columns_headed_alike_reach_over_all_of_these(seed: int) -> None:
    half = ("|<|<|<|<", "合计|因公出国费|公务用车费|<|公务接待费", "^|^|购置费|运行费|^")
    rows = [f"预算数{half[0]}|决算数{half[0]}", *(f"{row}|{row}" for row in half[1:])]
    amounts = "|".join(f"{at}.00" for at in range(1, 11))
    (grid,) = read(typeset(Document((grid_of([*rows, amounts]),)), Random(seed)))
    spans = {cell.text: (cell.column, cell.column_span) for cell in grid.cells}
    assert (spans["预算数"], spans["决算数"]) == ((0, 5), (5, 5))
