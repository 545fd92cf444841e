"""Tables of amounts without rules, or with few: columns told by what is written, and where."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.formats.pdf import read_pdf

pytest.importorskip("pypdfium2")
canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")

FONT, SIZE = "STSong-Light", 9
LEFT, TOP, ACROSS, DOWN = 60, 700, 130, 24
ROWS = (
    ("项目", "本年数", "上年数"),
    ("一、事业收入", "2,345.60", "2,200.00"),
    ("二、其他收入", "0.00", "15.40"),
    ("合计", "2,345.60", "2,215.40"),
)
BOTTOM = TOP - DOWN * len(ROWS)


def drawn(draw: Callable[[Any], None]) -> Document:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(595, 842))
    canvas.setFont(FONT, SIZE)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return read_pdf(buffer.getvalue())


def texts(canvas: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            canvas.drawString(LEFT + column * ACROSS + 2, TOP - (row + 1) * DOWN + 8, text)


HEADS = (
    ("", "", "本年支出", ""),
    ("项目", "合计", "", ""),
    ("", "", "基本支出", "项目支出"),
)


@pytest.mark.parametrize("ruled", [False, True], ids=["no rules", "three lines"])
def test_a_head_of_two_levels_without_standing_rules(ruled: bool) -> None:
    """A heading stands in the middle of the rows it takes and of the columns it is over."""

    def draw(canvas: Any) -> None:
        across = 90
        for row, line in enumerate(HEADS):
            for column, text in enumerate(line):
                left = LEFT + across * (column + (text == "本年支出") / 2) + 20
                canvas.drawString(left, TOP - 12 * row, text)
        for row, name in enumerate(("教育支出", "科学支出", "合计")):
            canvas.drawString(LEFT, TOP - 50 - 20 * row, name)
            for column in range(1, 4):
                text = f"{column},{row}00.00"
                canvas.drawRightString(LEFT + across * column + 60, TOP - 50 - 20 * row, text)
        for y in (TOP + 14, TOP - 36, TOP - 100) if ruled else ():
            canvas.line(LEFT, y, LEFT + 4 * across, y)

    (grid,) = drawn(draw).grids
    cells = {(c.text, c.row, c.column, c.row_span, c.column_span) for c in grid.cells if c.row < 2}
    assert cells == {
        ("项目", 0, 0, 2, 1),
        ("合计", 0, 1, 2, 1),
        ("本年支出", 0, 2, 1, 2),
        ("基本支出", 1, 2, 1, 1),
        ("项目支出", 1, 3, 1, 1),
    }
    assert grid.texts()[3] == ("科学支出", "1,100.00", "2,100.00", "3,100.00")


def test_headings_in_the_middle_of_wide_columns_without_rules_and_a_page_number_below() -> None:
    def draw(canvas: Any) -> None:
        for column, text in enumerate(ROWS[0]):
            canvas.drawCentredString(LEFT + ACROSS * (column + 0.5), TOP - DOWN + 8, text)
        texts(canvas, ((), *ROWS[1:]))
        canvas.drawCentredString(297, BOTTOM - 16, "- 3 -")

    document = drawn(draw)
    assert [grid.texts() for grid in document.grids] == [ROWS]
    (foot,) = document.paragraphs  # how wide its blanks are, the machine's fonts say
    assert foot.text.replace(" ", "") == "-3-"


def test_columns_ruled_alone_on_a_page_without_head_and_foot() -> None:
    def draw(canvas: Any) -> None:
        texts(canvas, ROWS[1:])
        for column in range(4):
            left = LEFT + ACROSS * column
            canvas.line(left, TOP, left, BOTTOM + DOWN)

    assert [(grid.ruled, grid.texts()) for grid in drawn(draw).grids] == [(True, ROWS[1:])]


def test_cells_that_nearly_touch_are_apart_where_they_are_written_apart() -> None:
    rows = (("201", "公共服务支出", "1.50", "0.00"), ("20101", "人大事务", "1.50", "0.25"))

    def draw(canvas: Any) -> None:
        for row, line in enumerate(rows):
            left = float(LEFT)
            for column, text in enumerate(line):
                canvas.drawString(left, TOP - (row + 1) * DOWN + 8, text)
                wide = canvas.stringWidth(text, FONT, SIZE)
                left = LEFT + 80 * (column + 1) if column != 2 else left + wide + 1.5

    assert [grid.texts() for grid in drawn(draw).grids] == [rows]


def test_sentences_with_amounts_and_labels_of_a_chart_are_no_table() -> None:
    lines = ("本年支出1,234.50万元，其中基本支出 1,000.00 万元", "项目支出 234.50 万元，占 19.0%。")

    def draw(canvas: Any) -> None:
        for row, line in enumerate(lines):
            canvas.drawString(LEFT, TOP - 20 * row, line)
        for row, column, label in ((0, 0, "19.0%"), (3, 1, "81.0%"), (4, 2, "0.0%")):
            canvas.drawString(LEFT + 120 * column, 400 - 15 * row, label)

    assert drawn(draw).grids == ()


def test_the_strips_of_a_shade_are_no_cells() -> None:
    def draw(canvas: Any) -> None:
        for row in range(len(ROWS)):
            for strip in range(26):
                canvas.setFillGray(0.7 + strip / 100)
                at = LEFT + 15 * strip, TOP - DOWN * (row + 1)
                canvas.rect(*at, 15, DOWN, fill=1, stroke=0)
        canvas.setFillGray(0)
        texts(canvas, ROWS)

    assert [grid.texts() for grid in drawn(draw).grids] == [ROWS]
