"""Tables as different programs draw them: their rules, frames, grounds, marks over them, letters."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.formats.pdf import read_pdf
from budgetdisclosure.reading.formats.pdf.remarks import RECOGNISED

pytest.importorskip("pypdfium2")
canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")

FONT, SIZE = "STSong-Light", 9
LEFT, TOP, ACROSS, DOWN = 60, 700, 130, 24
ROWS = (
    ("项目", "本年数", "上年数"),
    ("一、一般公共预算", "1,234.50", "1,100.00"),
    ("二、政府性基金", "0.00", "12.30"),
    ("合计", "1,234.50", "1,112.30"),
)
RIGHT, BOTTOM = LEFT + ACROSS * len(ROWS[0]), TOP - DOWN * len(ROWS)

Draw = Callable[[Any], None]
Line = Callable[[Any, float, float, float, float], None]
Rows = Sequence[Sequence[str]]


def drawn(draw: Draw) -> Document:
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


def texts(canvas: Any, rows: Rows, top: int = TOP, across: int = ACROSS, pad: int = 4) -> None:
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            canvas.drawString(LEFT + column * across + pad, top - (row + 1) * DOWN + 8, text)


def rules(
    canvas: Any, line: Line, height: int = len(ROWS), top: int = TOP, across: int = ACROSS
) -> None:
    for row in range(height + 1):
        line(canvas, LEFT, top - row * DOWN, LEFT + 3 * across, top - row * DOWN)
    for column in range(4):
        line(canvas, LEFT + column * across, top, LEFT + column * across, top - height * DOWN)


def plain(canvas: Any, x: float, y: float, to: float, down: float) -> None:
    canvas.line(x, y, to, down)


def dashed(canvas: Any, *ends: float) -> None:
    canvas.setDash(3, 2)
    canvas.line(*ends)
    canvas.setDash()


def dots(canvas: Any, x: float, y: float, to: float, down: float) -> None:
    for step in range(int(max(to - x, y - down) / 2)):
        at = (x + 2 * step, y - 0.25) if y == down else (x - 0.25, y - 2 * step - 1)
        canvas.rect(*at, 1, 1, fill=1, stroke=0)


def thin_boxes(canvas: Any, x: float, y: float, to: float, down: float) -> None:
    canvas.rect(x - 0.3, down - 0.3, to - x + 0.6, y - down + 0.6, fill=1, stroke=0)


def pieces(canvas: Any, x: float, y: float, to: float, down: float) -> None:
    for n in range(20):
        ends = [(x + (to - x) * i / 20, y + (down - y) * i / 20) for i in (n, n + 1)]
        canvas.line(*ends[0], *ends[1])


def doubled(canvas: Any, x: float, y: float, to: float, down: float) -> None:
    shift = (0, -1.8) if y == down else (1.8, 0)
    canvas.line(x, y, to, down)
    canvas.line(x + shift[0], y + shift[1], to + shift[0], down + shift[1])


def hairlines(canvas: Any, *ends: float) -> None:
    canvas.setLineWidth(0.1)
    canvas.setStrokeGray(0.7)
    canvas.line(*ends)


@pytest.mark.parametrize(
    "line", [plain, dashed, dots, thin_boxes, pieces, doubled, hairlines], ids=lambda f: f.__name__
)
def test_however_a_rule_is_made(line: Line) -> None:
    def draw(canvas: Any) -> None:
        texts(canvas, ROWS, pad=8)
        rules(canvas, line)

    assert [(grid.ruled, grid.texts()) for grid in drawn(draw).grids] == [(True, ROWS)]


def framed_twice(canvas: Any) -> None:
    rules(canvas, plain)
    canvas.rect(LEFT - 3, BOTTOM - 3, RIGHT - LEFT + 6, TOP - BOTTOM + 6)


def box_by_box(canvas: Any) -> None:
    for row in range(4):
        for column in range(3):
            canvas.rect(LEFT + ACROSS * column, TOP - DOWN * (row + 1), ACROSS, DOWN)


def boxes_apart(canvas: Any) -> None:
    for row in range(4):
        for column in range(3):
            canvas.rect(LEFT + ACROSS * column + 1, TOP - DOWN * (row + 1) + 1, 128, 22)


def grounds_apart(canvas: Any) -> None:
    canvas.setFillGray(0.9)
    for row in range(4):
        for column in range(3):
            at = LEFT + ACROSS * column + 1, TOP - DOWN * (row + 1) + 1
            canvas.rect(*at, 128, 22, fill=1, stroke=0)
    canvas.setFillGray(0)


def bands(canvas: Any) -> None:
    for row in range(4):
        canvas.setFillGray(0.7 if row == 0 else 0.9 if row % 2 else 1)
        canvas.rect(LEFT, TOP - DOWN * (row + 1), RIGHT - LEFT, DOWN, fill=1, stroke=0)
    canvas.setFillGray(0)


def three_lines(canvas: Any) -> None:
    for y in (TOP, TOP - DOWN, BOTTOM):
        canvas.line(LEFT, y, RIGHT, y)


def lying_only(canvas: Any) -> None:
    for row in range(5):
        canvas.line(LEFT, TOP - DOWN * row, RIGHT, TOP - DOWN * row)


def standing_only(canvas: Any) -> None:
    three_lines(canvas)
    for column in range(4):
        canvas.line(LEFT + ACROSS * column, TOP, LEFT + ACROSS * column, BOTTOM)


def without_frame(canvas: Any) -> None:
    for row in range(1, 4):
        canvas.line(LEFT, TOP - DOWN * row, RIGHT, TOP - DOWN * row)
    for column in (1, 2):
        canvas.line(LEFT + ACROSS * column, TOP, LEFT + ACROSS * column, BOTTOM)


def without_sides(canvas: Any) -> None:
    lying_only(canvas)
    for column in (1, 2):
        canvas.line(LEFT + ACROSS * column, TOP, LEFT + ACROSS * column, BOTTOM)


def over_a_picture(canvas: Any) -> None:
    from reportlab.lib.utils import ImageReader

    image = pytest.importorskip("PIL.Image").new("RGB", (100, 140), (250, 250, 240))
    canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
    rules(canvas, plain)


def head_alone(canvas: Any) -> None:
    rules(canvas, plain, 1)


def every_other_row_by_colours(canvas: Any) -> None:
    coloured(canvas, 0, cell_by_cell=True)
    coloured(canvas, 2, cell_by_cell=True)


def head_struck_through(canvas: Any) -> None:
    rules(canvas, plain)
    canvas.line(LEFT, TOP, LEFT + ACROSS, TOP - DOWN)


@pytest.mark.parametrize(
    "lay",
    [
        framed_twice,
        box_by_box,
        boxes_apart,
        grounds_apart,
        bands,
        three_lines,
        lying_only,
        standing_only,
        without_frame,
        without_sides,
        over_a_picture,
        head_alone,
        every_other_row_by_colours,
        head_struck_through,
    ],
    ids=lambda f: f.__name__,
)
def test_whatever_is_ruled_of_it(lay: Draw) -> None:
    def draw(canvas: Any) -> None:
        lay(canvas)
        texts(canvas, ROWS)

    assert [grid.texts() for grid in drawn(draw).grids] == [ROWS]


def test_the_last_row_of_a_small_table_without_a_frame_is_a_row_of_it() -> None:
    def draw(canvas: Any) -> None:
        canvas.scale(0.25, 0.25)
        without_frame(canvas)
        texts(canvas, ROWS)

    assert [grid.texts() for grid in drawn(draw).grids] == [ROWS]


def coloured(canvas: Any, row: int, cell_by_cell: bool = False) -> None:
    canvas.setFillColorRGB(0.27, 0.45, 0.77)
    across = ACROSS if cell_by_cell else RIGHT - LEFT
    for left in range(LEFT, RIGHT, across):
        canvas.rect(left, TOP - DOWN * (row + 1), across, DOWN, fill=1, stroke=0)
    canvas.setFillGray(0)


def head_by_colour(canvas: Any) -> None:
    coloured(canvas, 0)
    rules(canvas, plain, 3, TOP - DOWN)


def head_by_colours(canvas: Any) -> None:
    coloured(canvas, 0, cell_by_cell=True)
    rules(canvas, plain, 3, TOP - DOWN)


def ends_by_colour(canvas: Any) -> None:
    coloured(canvas, 0)
    coloured(canvas, 3)
    rules(canvas, plain, 2, TOP - DOWN)


def head_by_colour_over_lying_rules(canvas: Any) -> None:
    coloured(canvas, 0)
    for row in range(2, 5):
        canvas.line(LEFT, TOP - DOWN * row, RIGHT, TOP - DOWN * row)


@pytest.mark.parametrize(
    "lay",
    [head_by_colour, head_by_colours, ends_by_colour, head_by_colour_over_lying_rules],
    ids=lambda f: f.__name__,
)
def test_a_coloured_row_belongs_to_the_table_beside_it(lay: Draw) -> None:
    def draw(canvas: Any) -> None:
        lay(canvas)
        texts(canvas, ROWS)

    assert [grid.texts() for grid in drawn(draw).grids] == [ROWS]


def test_a_coloured_line_of_text_apart_from_the_table_is_no_row_of_it() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFillGray(0.8)
        canvas.rect(LEFT, TOP + 30, RIGHT - LEFT, DOWN, fill=1, stroke=0)
        canvas.setFillGray(0)
        canvas.drawString(LEFT + 4, TOP + 38, "收支预算总表")
        texts(canvas, ROWS)
        rules(canvas, plain)

    document = drawn(draw)
    assert [grid.texts() for grid in document.grids] == [ROWS]
    assert [paragraph.text for paragraph in document.paragraphs] == ["收支预算总表"]


@pytest.mark.parametrize("mark", ["样本", "样  本", "内部"])
def test_an_upright_watermark_is_no_part_of_the_table_either(mark: str) -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont(FONT, 60)
        canvas.setFillGray(0.9)
        canvas.drawString(LEFT + 40, BOTTOM + 20, mark)
        canvas.setFillGray(0)
        canvas.setFont(FONT, SIZE)
        texts(canvas, ROWS)
        rules(canvas, plain)

    document = drawn(draw)
    assert [grid.texts() for grid in document.grids] == [ROWS]
    assert "".join(paragraph.text for paragraph in document.paragraphs) == mark.replace(" ", "")


def test_a_large_title_is_no_watermark() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFont(FONT, 36)
        canvas.drawString(LEFT, TOP + 30, "部门决算公开")
        canvas.setFont(FONT, SIZE)
        texts(canvas, ROWS)
        rules(canvas, plain)

    document = drawn(draw)
    assert [paragraph.text for paragraph in document.paragraphs] == ["部门决算公开"]
    assert document.blocks[0] is document.paragraphs[0]


def test_what_is_filled_into_a_form_is_read() -> None:
    def draw(canvas: Any) -> None:
        texts(canvas, (*ROWS[:3], ("合计", "", "")))
        rules(canvas, plain)
        for column, value in ((1, "1,234.50"), (2, "1,112.30")):
            canvas.acroForm.textfield(
                name=value,
                value=value,
                x=LEFT + ACROSS * column + 4,
                y=BOTTOM + 4,
                width=ACROSS - 20,
                height=16,
                fontSize=SIZE,
                borderWidth=0,
                fillColor=None,
                borderColor=None,
            )

    assert [grid.texts() for grid in drawn(draw).grids] == [ROWS]


@pytest.mark.parametrize("mark", ["内部资料 请勿外传", "公开", "样", "某某市某某区财政局监制样本"])
def test_a_watermark_is_no_part_of_the_table_under_it(mark: str) -> None:
    def draw(canvas: Any) -> None:
        texts(canvas, ROWS)
        rules(canvas, plain)
        canvas.translate(180, 580)
        canvas.rotate(40)
        canvas.setFont(FONT, 30)
        canvas.drawString(0, 0, mark)

    document = drawn(draw)
    assert [grid.texts() for grid in document.grids] == [ROWS]
    assert [paragraph.text for paragraph in document.paragraphs] == [mark]


@pytest.mark.parametrize("turn", [90, 270])
def test_headings_that_stand_sideways_are_in_their_cells(turn: int) -> None:
    heads = ("年初预算数", "全年预算数", "决算数")

    def draw(canvas: Any) -> None:
        across = 40
        texts(canvas, [(), ("1.00", "2.00", "3.00"), ("4.00", "5.00", "6.00")], across=across)
        rules(canvas, plain, 2, TOP - DOWN, across)
        for column in range(4):
            canvas.line(LEFT + across * column, TOP + 40, LEFT + across * column, TOP - DOWN)
        canvas.line(LEFT, TOP + 40, LEFT + 3 * across, TOP + 40)
        for column, head in enumerate(heads):
            canvas.saveState()
            shift = (24, -20) if turn == 90 else (16, 36)
            canvas.translate(LEFT + across * column + shift[0], TOP + shift[1])
            canvas.rotate(turn)
            canvas.drawString(0, 0, head)
            canvas.restoreState()
        canvas.drawString(LEFT, 500, "说明：本表金额单位为万元，由财政部门批复后公开。")

    document = drawn(draw)
    expected = (heads, ("1.00", "2.00", "3.00"), ("4.00", "5.00", "6.00"))
    assert [grid.texts() for grid in document.grids] == [expected]
    assert len(document.paragraphs) == 1


@pytest.mark.parametrize("space", [0, 1, 3, 6, 9])
def test_numbers_and_codes_spaced_out_are_whole(space: int) -> None:
    rows = (("科目", "编码", "金额"), ("甲", "2080501", "1,234.50"), ("乙", "208", "-0.50"))

    def draw(canvas: Any) -> None:
        rules(canvas, plain, 3)
        for row, line in enumerate(rows):
            for column, text in enumerate(line):
                at = LEFT + ACROSS * column + 4, TOP - DOWN * (row + 1) + 8
                held = canvas.beginText(*at)
                held.setCharSpace(space if row else 0)
                held.textOut(text)
                canvas.drawText(held)

    assert [grid.texts() for grid in drawn(draw).grids] == [rows]


def test_radicals_that_look_like_characters_are_read_as_those() -> None:
    rows = (("⾏政⼈员", "⾦额", "⼀般"),)

    def draw(canvas: Any) -> None:
        texts(canvas, rows)
        rules(canvas, plain, 1)

    assert [grid.texts() for grid in drawn(draw).grids] == [(("行政人员", "金额", "一般"),)]


def test_text_laid_invisibly_over_a_scan_is_read() -> None:
    from reportlab.lib.utils import ImageReader

    image = pytest.importorskip("PIL.Image").new("RGB", (100, 140), (255, 255, 255))

    def draw(canvas: Any) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
        held = canvas.beginText(LEFT, TOP)
        held.setTextRenderMode(3)
        held.setLeading(3 * SIZE)
        held.textLines(lines)
        canvas.drawText(held)

    lines = [f"{number}、部门决算公开说明由单位负责编报" for number in "一二三四"]
    document = drawn(draw)
    assert [paragraph.text for paragraph in document.paragraphs] == lines
    assert [remark.message for remark in document.remarks] == [RECOGNISED]


def test_two_tables_of_a_page_and_a_page_number_close_by() -> None:
    def draw(canvas: Any) -> None:
        for top in (TOP, 150):
            texts(canvas, ROWS, top)
            rules(canvas, plain, 4, top)
        canvas.drawString(LEFT, 170, "表二")
        canvas.drawCentredString(297, 40, "- 3 -")

    document = drawn(draw)
    assert [grid.texts() for grid in document.grids] == [ROWS, ROWS]
    assert [paragraph.text for paragraph in document.paragraphs] == ["表二"]
