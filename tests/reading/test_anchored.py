"""Tables of words aligned by spaces: the numbers that every row prints tell where the rows are."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.reading.document import Document, Grid
from budgetdisclosure.reading.formats.anchored import anchored_rows
from budgetdisclosure.reading.formats.columns import Placed
from budgetdisclosure.reading.formats.text import read_text
from budgetdisclosure.testing import grid_of
from budgetdisclosure.testing.typeset import typeset

NUMBERS = st.lists(st.integers(11, 99), min_size=4, max_size=4, unique=True)
NAMES = ("办班期数", "参加培训的干部职工人数", "课程资料按时发放到位的比例", "学员满意度")


def grids(text: str) -> list[Grid]:
    return list(read_text(text.encode()).grids)


@settings(max_examples=20)
@given(st.permutations(NAMES), NUMBERS, st.integers(0, 10**6))
def test_names_of_several_lines_stand_beside_their_numbers(
    names: list[str], numbers: list[int], seed: int
) -> None:
    values = dict(zip(names, map(str, numbers), strict=False))
    rows = [f"数量指标|{name}|≥|{value}|个" for name, value in values.items()]
    table = grid_of(["二级指标|三级指标|性质|指标值|单位", *rows])
    (grid,) = grids(typeset(Document((table,)), Random(seed)))
    held = {cell.text: cell.row for cell in grid.cells}
    for name, value in values.items():
        if name in held and value in held:
            assert held[name] == held[value]
    assert set(values.values()) <= set(held)


LINES = st.lists(
    st.tuples(st.sampled_from([0, 1, 2]), st.sampled_from(["培训", "人数", "12", "95", "80%"])),
    min_size=1,
    max_size=24,
)


@settings(max_examples=60)
@given(LINES)
def test_no_number_is_glued_to_another_and_nothing_is_lost(lines: list[tuple[int, str]]) -> None:
    rows = [(number, [Placed(text, at)]) for number, (at, text) in enumerate(lines)]
    found = anchored_rows(rows)
    if found is not None:
        texts = [cell.text for _, row in found for cell in row]
        assert sorted("".join(texts)) == sorted("".join(text for _, text in lines))
        printed = sorted(text for _, text in lines if text[0].isdigit())
        assert sorted(text for text in texts if text[0].isdigit()) == printed


def test_a_text_between_two_rows_is_of_both() -> None:
    (grid,) = grids(
        "一级指标     三级指标      分值    得分\n"
        "           培训期数       10    10\n"
        "产出指标\n"
        "           培训人数       10    9\n"
        "效益指标     学员满意度      10    10\n"
    )
    spans = {cell.text: (cell.row, cell.row_span) for cell in grid.cells}
    assert spans["产出指标"] == (1, 2)
    assert spans["效益指标"] == (3, 1)


def test_headings_of_two_lines_beside_one_of_one_are_one() -> None:
    (grid,) = grids(
        "一级                    分值\n"
        "       三级指标    指标值\n"
        "指标                    （90）\n"
        "产出     培训期数     8 期   20\n"
        "产出     培训人数     95 人   20\n"
    )
    assert grid.texts()[0] == ("一级指标", "三级指标", "指标值", "分值（90）")


def test_the_title_of_a_table_ends_the_one_before_it() -> None:
    first, second = grids(
        "三级指标      指标值    分值\n"
        "培训期数      8 期    20\n"
        "培训人数      95 人   20\n"
        "      101 专项绩效目标表\n"
        "三级指标      指标值    分值\n"
        "培训期数      9 期    20\n"
        "培训人数      96 人   20\n"
    )
    assert first.height == second.height == 3


def test_codes_tell_no_rows() -> None:
    rows = [(n, [Placed(code, 1), Placed("支出", 0)]) for n, code in enumerate(("205", "20501"))]
    assert anchored_rows(rows) is None
