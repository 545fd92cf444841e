"""Tables in a text whose cells one mark parts: read as if tabs did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.reading import read
from budgetdisclosure.reading.formats.separated import tabbed

MARKS = ("|", ";", "；", "    ", "   ", "\u3000")
HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
amount = st.decimals(0, 10**6, places=2).map("{:,.2f}".format)
figures = st.tuples(amount, st.just("") | amount, st.just("") | amount)


@given(st.sampled_from(MARKS), st.lists(figures, min_size=2, max_size=5))
def test_cells_parted_by_a_mark_read_as_by_tabs(
    mark: str, rows: list[tuple[str, str, str]]
) -> None:
    """Empty cells keep their columns; titles and notes around stay what they are."""
    held = [HEAD, *(["208", "社会保障和就业支出", *row] for row in rows[1:])]
    held.append(["合计", "", *rows[0]])

    def text(by: str) -> bytes:
        lines = "\n".join(by.join(row) for row in held)
        return f"某局2023年度部门决算\n\n支出决算表\n\n单位：万元\n\n{lines}\n注：本表反映支出。\n".encode()

    assert read(text(mark)) == read(text("\t"))


@pytest.mark.parametrize(
    "text",
    [
        "首页|新闻|公开|3.50\n关于|帮助|联系|2.50",
        "收入；支出；结余5.00万元\n增加；减少；持平2.00万元",
        "合计  12.00  3.00\n教育  2.00\n卫生  10.00  3.00",
        "| 科目 | 金额 | 备注 |\n| --- | --- | --- |\n| 合计 | 1.00 | |",
    ],
)
def test_what_no_mark_parts_evenly_is_left(text: str) -> None:
    """Menus, sentences, columns of unequal rows, and the tables of Markdown."""
    assert not tabbed(text.split("\n"))


def test_commas_that_set_thousands_apart_part_no_cells() -> None:
    text = "科目编码  科目名称    合计       基本支出     项目支出\n" + "".join(
        f"20{n}      支出{n}    {n},260.11   {n},514.02     746.09\n" for n in range(1, 4)
    )
    assert not tabbed(text.splitlines())
