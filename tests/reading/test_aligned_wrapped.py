"""Narrow columns in aligned text: names and headings over lines come back whole, or not at all."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure import audit
from budgetdisclosure.compose import compose
from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading import recognise
from budgetdisclosure.reading.document import Document, Grid
from budgetdisclosure.reading.formats.aligned.columns import Column
from budgetdisclosure.reading.formats.aligned.counted import with_blank
from budgetdisclosure.reading.formats.aligned.pieces import Piece
from budgetdisclosure.reading.formats.text import read_text
from budgetdisclosure.rules import Severity
from budgetdisclosure.testing import Seeded, Style, grid_of, laid_out, make_ledger
from budgetdisclosure.testing.typeset import typeset

NAMES = (
    "工资福利支出",
    "机关事业单位基本养老保险缴费",
    "职业年金缴费",
    "职工基本医疗保险缴费",
    "其他社会保障缴费",
    "办公费",
    "因公出国（境）费用",
    "公务用车运行维护费",
    "对民间非营利组织和群众性自治组织补贴",
)
LISTS = st.lists(st.sampled_from(NAMES), min_size=4, max_size=8)


def read(text: str) -> list[Grid]:
    return list(read_text(text.encode()).grids)


@settings(max_examples=40)
@given(LISTS, LISTS, st.sampled_from([8, 10, 12, 14]), st.integers(0, 10**6))
def test_names_of_lists_side_by_side_come_back_whole(
    left: list[str], right: list[str], room: int, seed: int
) -> None:
    rows = ["科目编码|科目名称|决算数|科目编码|科目名称|决算数"]
    truth: dict[str, str] = {}
    for at, (one, two) in enumerate(zip(left, right, strict=False)):
        codes = f"{30100 + at}", f"{30200 + at}"
        truth |= dict(zip(codes, (one, two), strict=True))
        rows.append(f"{codes[0]}|{one}|{at + 1}.10|{codes[1]}|{two}|{at + 1}.20")
    (grid,) = read(typeset(Document((grid_of(rows),)), Random(seed), (room,)))
    named = {
        row[at]: row[at + 1] for row in grid.texts() for at in (0, 3) if row[at : at + 1] != ("",)
    }
    assert {code: named[code] for code in truth} == truth


@pytest.mark.parametrize("room", [8, 10, 14])
@pytest.mark.parametrize("keys", ["joined", "levels"])
def test_a_clean_disclosure_in_narrow_columns_has_no_error(room: int, keys: str) -> None:
    """Of “三公” tables of one row nothing but their header tells the columns; they are left out."""
    random = Random(f"{room}{keys}")
    made = compose(make_ledger(Seeded(random), 2024, 5), entity="某某县档案馆", fiscal_year=2024)
    document = laid_out(made, Style(keys=keys, grouped=True), random)
    again = recognise(read_text(typeset(document, random, (room,)).encode()))
    assert errors(again) <= errors(recognise(document))


def errors(disclosure: Disclosure) -> set[str]:
    found = audit(disclosure, prove=False).findings
    ids = {one.rule.id for one in found if one.severity is Severity.ERROR}
    return ids - {"B-16", "T07-001"}


def rows_under(text: str) -> list[tuple[str, ...]]:
    (grid,) = read(text)
    return list(grid.texts())


def test_what_stands_above_the_first_amounts_is_of_their_names() -> None:
    rows = rows_under(
        "科目编码    科目名称     决算数    科目编码    科目名称     决算数\n"
        "        工资福利支                     商品和服务\n"
        "301               246.99 302                 89.85\n"
        "        出                         支出\n"
        "30101   基本工资       3.00 30201   办公费        5.00\n"
    )
    assert rows[1] == ("301", "工资福利支出", "246.99", "302", "商品和服务支出", "89.85")


def test_a_number_goes_on_over_two_lines_of_a_name() -> None:
    rows = rows_under(
        "项目     行次      决算数\n"
        "二十        \n"
        "一、国   50       6.00\n"
        "防支出      \n"
        "二十        \n"
        "二、外   51       7.00\n"
        "交支出      \n"
    )
    assert [row[0] for row in rows[1:]] == ["二十一、国防支出", "二十二、外交支出"]


def test_a_row_without_amounts_is_no_part_of_a_total_below_it() -> None:
    rows = rows_under(
        "项目               预算数    项目                预算数\n"
        "一、拨款收入           4.00  一、公共服务支出           4.00\n"
        "二、其他收入                 三十、抗疫特别国债安排的支出\n"
        "    本年收入合计        4.00      本年支出合计           4.00\n"
        "    上年结转结余                 年终结转结余\n"
        "    收入总计          4.00      支出总计             4.00\n"
    )
    assert [row[2] for row in rows[1:]] == [
        "一、公共服务支出",
        "三十、抗疫特别国债安排的支出",
        "本年支出合计",
        "年终结转结余",
        "支出总计",
    ]


THREE_PUBLIC = (
    "                      公务用车购置及运行维护费\n"
    "      因公出国\n"
    " 合计                                                 公务接待费\n"
    "      （境）费             公务用车购置    公务用车运行\n"
    "                   小计\n"
    "                         费         维护费\n"
    "  1      2       3       4         5         6\n"
)


def test_headings_far_ahead_of_their_columns_are_told_by_their_number() -> None:
    (grid,) = read(THREE_PUBLIC + "\n   2109.06 1707.00 206.81  123.15    83.66    195.25\n")
    heads = {cell.text: cell.column for cell in grid.cells if cell.column_span == 1}
    assert [heads[name] for name in ("因公出国（境）费", "公务用车购置费", "公务接待费")] == [
        1,
        3,
        5,
    ]


@given(st.lists(st.booleans(), min_size=4, max_size=12), st.integers(-4, 8))
def test_counted_columns_that_print_nothing_are_found_or_left_open(
    printed: list[bool], off: int
) -> None:
    numbers = [Piece(str(at), 13 * at + 20, 13 * at + 21) for at in range(len(printed))]
    amounts = [
        Column(n.start + off, n.end + off + 5, True)
        for n, one in zip(numbers, printed, strict=True)
        if one
    ]
    found = with_blank(numbers, amounts)
    assert found == amounts or [one in amounts for one in found] == printed


EMPTY = (
    "国有资本经营预算财政拨款支出决算表\n公开09表\n单位：某某县档案馆      金额单位：万元\n\n"
    "            项目                         本年支出\n\n"
    " 功能分类科目编码        科目名称             合计   基本支出   项目支出\n\n"
    "            栏次                    1     2       3\n\n"
    "            合计\n\n"
)


@pytest.mark.parametrize(
    "rows",
    [
        "",
        "            国有资本经营\n223\n            预算支出\n\n            解决历史遗留问题\n22301\n            成本支出\n\n",
    ],
)
def test_a_form_without_amounts_is_a_table_with_its_columns(rows: str) -> None:
    note = "2024年度本单位无国有资本经营预算财政拨款支出。\n"
    text = EMPTY + rows + "注：本表列示国有资本经营预算财政拨款支出。\n" + note
    disclosure = recognise(read_text(text.encode()))
    assert disclosure.state_capital.present
    assert disclosure.state_capital.is_empty
    assert any(note.strip() in one for one in disclosure.state_capital.notes)
    (grid,) = read(text)
    heads = {cell.text: cell.column for cell in grid.cells}
    assert [heads[one] for one in ("基本支出", "项目支出")] == [3, 4]
    assert max(cell.row for cell in grid.cells if cell.text == "合计") > 1


@pytest.mark.parametrize("room", [6, 8, 9])
def test_amounts_may_stand_beside_the_last_line_of_a_name(room: int) -> None:
    """As where the cells of a sheet are set to the bottom; the first name takes one line."""
    names = ["办公费", *NAMES]
    lines = ["支出决算表", "科目编码    科目名称              决算数"]
    for at, name in enumerate(names, 1):
        *above, last = [name[i : i + room] for i in range(0, len(name), room)]
        lines += [" " * 12 + part for part in above]
        lines.append((f"{30100 + at}".ljust(12) + last).ljust(30) + f"{at}.10")
    (grid,) = read("\n".join(lines))
    assert [row[:2] for row in grid.texts()[1:]] == [
        (f"{30100 + at}", name) for at, name in enumerate(names, 1)
    ]
