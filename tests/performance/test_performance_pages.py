"""What pages do to performance tables: titles in two lines, projects cut by a page's end."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model.performance import SelfEvaluation
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Box, Grid, Paragraph
from budgetdisclosure.reading.recognise.performance import recognise_performance
from budgetdisclosure.reading.recognise.performance_caption import lines_above
from budgetdisclosure.reading.recognise.pieces import Piece
from budgetdisclosure.rules.explain import common_place
from budgetdisclosure.testing.notation import grid_of

EM = 1600


def line(text: str, top: int, *, em: int = EM, middle: int = 30000, page: int = 1) -> Paragraph:
    half = len(text) * em // 2
    return Paragraph(text, Place(page=page), None, Box(middle - half, top, middle + half, top + em))


UPPER, LOWER = "某市级新建培训楼（含设备）", "（第二批）项目绩效自评表"


def test_a_title_in_two_lines_is_one_title() -> None:
    above = [line("一段说明。", 0), line(UPPER, 5000), line(LOWER, 7000)]
    assert lines_above(above) == ["一段说明。", UPPER + LOWER]


@pytest.mark.parametrize(
    "upper",
    [
        line(UPPER, 2000),
        line(UPPER, 5000, middle=20000),
        line(UPPER, 5000, em=1000),
        line(UPPER, 5000, page=2),
        line("上面说明完毕。", 5000),
        line("某项目绩效自评表", 5000),
        line("金额单位：万元", 5000),
        Paragraph(UPPER, Place(line=1)),
    ],
    ids=["far", "aside", "small", "other page", "sentence", "title", "unit", "no place"],
)
def test_what_only_stands_above_a_title_is_no_part_of_it(upper: Paragraph) -> None:
    assert lines_above([upper, line(LOWER, 7000)]) == [upper.text, LOWER]


HEAD = "项目名称|项目总额|一级指标|二级指标|三级指标|指标性质|指标值|度量单位"


def listed(*pages: Grid) -> list[SelfEvaluation]:
    title = Paragraph("项目支出绩效目标表", Place(page=1))
    pieces = [Piece(grid, () if n else (title,), n) for n, grid in enumerate(pages)]
    return list(recognise_performance(pieces)[0])


def total(evaluation: SelfEvaluation) -> Decimal | None:
    return evaluation.funding[0].initial_budget.value


FIRST = "11000026T0001-甲楼|3.00|产出指标|数量指标|场次|≥|5|场"


@pytest.mark.parametrize("above", ["", "2.00"])
def test_a_project_cut_by_the_end_of_a_page_is_one_project(above: str) -> None:
    below = "" if above else "2.00"
    upper = grid_of([HEAD, FIRST, f"11000026T0002-乙楼改|{above}|产出指标|数量指标|处|＝|1|处"], 1)
    lower = grid_of(
        [
            HEAD,
            f"造工程|{below}|产出指标|质量指标|合格率|≥|95|%",
            "^|^|成本指标|经济成本指标|总成本|≤|2|万元",
            "11000026T0003-丙楼|1.00|产出指标|数量指标|处|＝|1|处",
        ],
        2,
    )
    found = [(e.project, total(e), len(e.indicators)) for e in listed(upper, lower)]
    assert found == [
        ("11000026T0001-甲楼", Decimal("3.00"), 1),
        ("11000026T0002-乙楼改造工程", Decimal("2.00"), 3),
        ("11000026T0003-丙楼", Decimal("1.00"), 1),
    ]


@pytest.mark.parametrize(
    "second", ["11000026T0002-乙楼||", "11000026T0002-乙楼|2.00|", "乙楼|2.00|"]
)
def test_a_project_that_begins_a_page_is_its_own(second: str) -> None:
    lower = grid_of([HEAD, f"{second}产出指标|质量指标|合格率|≥|95|%"], 2)
    assert len(listed(grid_of([HEAD, FIRST], 1), lower)) == 2


def test_classes_printed_before_the_name_are_told_apart() -> None:
    grid = grid_of(
        [
            "项目名称|项目总额|绩效指标|指标性质|指标值|度量单位",
            "甲楼|3.00|产出指标质量指标验收合格率|＝|100|%",
            "^|^|效益指标社会效益指标惠及人数|≥|90|人",
        ]
    )
    title = Paragraph("部门整体支出绩效目标表", Place(page=1))
    (evaluation,), _ = recognise_performance([Piece(grid, (title,), 0)])
    assert [(i.level1, i.level2, i.name) for i in evaluation.indicators] == [
        ("产出指标", "质量指标", "验收合格率"),
        ("效益指标", "社会效益指标", "惠及人数"),
    ]


@given(st.permutations([Place("a.pdf", 3, table="甲表"), Place("a.pdf", 3), Place(table="甲表")]))
def test_a_figure_of_no_known_page_denies_none(places: list[Place]) -> None:
    figures = [Figure.parse("1.00").at(place) for place in places]
    assert common_place(figures) == Place("a.pdf", 3)
    other = Figure.parse("2.00").at(Place("a.pdf", 4))
    assert common_place([*figures, other]) == Place("a.pdf")
