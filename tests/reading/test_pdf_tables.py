"""Tables drawn here and read back: ruled with merged cells, turned, nested in forms, without rules."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.reading.document import Document, Grid
from budgetdisclosure.reading.formats.pdf import read_pdf

pytest.importorskip("pypdfium2")
canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")

SIZE = 9
WIDTH, HEIGHT = 500, 700
LEFT, TOP = 60, 640


def drawn(*draws: Callable[..., None], turn: int = 0) -> Document:
    """A file of one page for each drawing, read; ``turn`` sets the pages' own rotation."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    for draw in draws:
        canvas.setFont("STSong-Light", SIZE)
        canvas.setPageRotation(turn)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return read_pdf(buffer.getvalue())


@frozen
class Table:
    """A table to draw: texts, and cells merged as (row, column, height, width)."""

    texts: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    across: int = 80
    down: int = 24

    def covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For every position, the top left position of the cell that covers it."""
        corners = {
            (row, column): (row, column)
            for row, line in enumerate(self.texts)
            for column, _ in enumerate(line)
        }
        for row, column, height, width in self.merged:
            for i in range(row, row + height):
                for j in range(column, column + width):
                    corners[i, j] = (row, column)
        return corners

    def expected(self) -> list[list[str]]:
        """What a reader must return, row by row."""
        corners = self.covered()
        return [
            [
                text if corners[row, column] == (row, column) else ""
                for column, text in enumerate(line)
            ]
            for row, line in enumerate(self.texts)
        ]

    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The spans of the cells that have any."""
        return {(row, column): (height, width) for row, column, height, width in self.merged}

    def draw(self, canvas: Any, segment: Callable[..., None] | None = None) -> None:
        """Rules as one segment for each side of a cell that no merging opened, and the texts."""
        segment = segment or canvas.line
        corners = self.covered()
        rows, columns = len(self.texts), len(self.texts[0])
        for row in range(rows + 1):
            for column in range(columns + 1):
                x, y = LEFT + column * self.across, TOP - row * self.down
                here = corners.get((row, column))
                if column < columns and (here is None or here != corners.get((row - 1, column))):
                    segment(x, y, x + self.across, y)
                if row < rows and (here is None or here != corners.get((row, column - 1))):
                    segment(x, y, x, y - self.down)
        for row, line in enumerate(self.expected()):
            for column, text in enumerate(line):
                x, y = LEFT + column * self.across, TOP - (row + 1) * self.down
                canvas.drawString(x + 4, y + 8, text)


NUMBERS = st.from_regex(r"[1-9][0-9]{0,2}(,[0-9]{3}){0,2}\.[0-9]{2}", fullmatch=True)
NAMES = st.text("一二三十百收支出教育卫生社会保障和其他项目合计本年", min_size=1, max_size=7)
TEXTS = st.one_of(NUMBERS, NAMES, st.just(""))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    rows, columns = draw(st.integers(2, 6)), draw(st.integers(2, 5))
    line = st.lists(TEXTS, min_size=columns, max_size=columns)
    texts = [tuple(draw(line)) for _ in range(rows)]
    texts[0] = ("表头", *texts[0][1:])
    merged = []
    if draw(st.booleans()):
        row, column = draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))
        height, width = draw(st.integers(1, rows - row)), draw(st.integers(1, columns - column))
        if 1 < height * width < rows * columns and _is_divided(
            rows, columns, row, column, height, width
        ):
            merged = [(row, column, height, width)]
    return Table(tuple(texts), tuple(merged))


def _is_divided(rows: int, columns: int, row: int, column: int, height: int, width: int) -> bool:
    """Whether every rule of the grid is still drawn somewhere outside the merged cell."""
    return not ((height > 1 and width == columns) or (width > 1 and height == rows))


def only_grid(document: Document) -> Grid:
    assert len(document.grids) == 1, [grid.texts() for grid in document.grids]
    return document.grids[0]


def texts_of(grid: Grid) -> list[list[str]]:
    return [[text.replace("\u3000", "").replace("\n", "") for text in row] for row in grid.texts()]


def check(grid: Grid, table: Table) -> None:
    assert texts_of(grid) == table.expected()
    spans = {
        (cell.row, cell.column): (cell.row_span, cell.column_span)
        for cell in grid.cells
        if cell.row_span * cell.column_span > 1
    }
    assert spans == table.spans()


@settings(max_examples=60, deadline=None)
@given(tables())
def test_a_ruled_table_comes_back_cell_by_cell(table: Table) -> None:
    check(only_grid(drawn(table.draw)), table)


@settings(max_examples=25, deadline=None)
@given(tables(), st.sampled_from(["thin box", "one path", "stroked boxes", "in a form", "doubled"]))
def test_however_its_rules_are_drawn(table: Table, way: str) -> None:
    check(only_grid(drawn(lambda canvas: WAYS[way](canvas, table))), table)


def _thin_boxes(canvas: Any, table: Table) -> None:
    def segment(x: int, y: int, to_x: int, to_y: int) -> None:
        canvas.rect(x, to_y, max(to_x - x, 0.5), max(y - to_y, 0.5), stroke=0, fill=1)

    table.draw(canvas, segment)


def _one_path(canvas: Any, table: Table) -> None:
    path = canvas.beginPath()

    def segment(x: int, y: int, to_x: int, to_y: int) -> None:
        path.moveTo(x, y)
        path.lineTo(to_x, to_y)

    table.draw(canvas, segment)
    canvas.drawPath(path)


def _stroked_boxes(canvas: Any, table: Table) -> None:
    table.draw(canvas, lambda *_: None)
    for (row, column), corner in table.covered().items():
        if (row, column) == corner:
            height, width = table.spans().get(corner, (1, 1))
            x, y = LEFT + column * table.across, TOP - (row + height) * table.down
            canvas.rect(x, y, width * table.across, height * table.down)


def _in_a_form(canvas: Any, table: Table) -> None:
    canvas.beginForm("inner")
    canvas.setFont("STSong-Light", SIZE)
    table.draw(canvas)
    canvas.endForm()
    canvas.translate(-20, 30)
    canvas.scale(0.9, 0.9)
    canvas.doForm("inner")


def _doubled(canvas: Any, table: Table) -> None:
    table.draw(canvas)
    canvas.translate(0.3, 0)
    table.draw(canvas)


WAYS: dict[str, Callable[[Any, Table], None]] = {
    "thin box": _thin_boxes,
    "one path": _one_path,
    "stroked boxes": _stroked_boxes,
    "in a form": _in_a_form,
    "doubled": _doubled,
}


PLAIN = Table(
    (
        ("科目编码", "科目名称", "合计", "基本支出"),
        ("20101", "行政运行", "1,234.56", "1,000.00"),
        ("20102", "其他", "0.44", ""),
    )
)


def _upright(turn: int, own: bool, canvas: Any) -> None:
    """Turn what is drawn next anticlockwise, so that a page turned clockwise shows it upright."""
    width, height = (HEIGHT, WIDTH) if own and turn % 180 else (WIDTH, HEIGHT)
    canvas.translate(width if turn in (90, 180) else 0, height if turn in (180, 270) else 0)
    canvas.rotate(turn)
    canvas.translate(0, (width if turn % 180 else height) - HEIGHT)


@pytest.mark.parametrize("own", [True, False], ids=["page turned", "page upright"])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_table_drawn_sideways_reads_as_one_turns_the_page(turn: int, own: bool) -> None:
    def draw(canvas: Any) -> None:
        _upright(turn, own, canvas)
        PLAIN.draw(canvas)

    grid = only_grid(drawn(draw, turn=turn if own else 0))
    check(grid, PLAIN)
    assert grid.box is not None
    assert abs(grid.box.left - LEFT * 100) < 100
    assert abs(grid.box.top - (HEIGHT - TOP) * 100) < 100


def test_text_in_another_direction_is_kept_apart_from_the_table() -> None:
    def draw(canvas: Any) -> None:
        PLAIN.draw(canvas)
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(35)
        canvas.drawString(0, 0, "内部资料请勿外传内部资料请勿外传")
        canvas.restoreState()

    document = drawn(draw)
    check(only_grid(document), PLAIN)
    assert [p.text for p in document.paragraphs] == ["内部资料请勿外传内部资料请勿外传"]


def test_text_of_a_negative_size_drawn_the_other_way_round_stands_upright() -> None:
    def draw(canvas: Any) -> None:
        Table((("", ""), ("", ""))).draw(canvas)
        for row, line in enumerate((("项目", "金额"), ("合计", "1,234.50"))):
            for column, text in enumerate(line):
                held = canvas.beginText()
                held.setFont("STSong-Light", -9)
                at = LEFT + 4 + 80 * column, TOP - 15 - 24 * row
                held.setTextTransform(-1, 0, 0, -1, *at)
                held.textOut(text)
                canvas.drawText(held)

    assert only_grid(drawn(draw)).texts() == (("项目", "金额"), ("合计", "1,234.50"))


def test_neighbouring_numbers_that_touch_are_cut_at_the_rule_between_them() -> None:
    def draw(canvas: Any) -> None:
        table = Table((("一", "二", "三"), ("", "", "")), across=60)
        table.draw(canvas)
        for column in (1, 2, 3):
            canvas.drawRightString(LEFT + 60 * column, TOP - 40, "82,096,797.42")

    row = only_grid(drawn(draw)).texts()[1]
    assert row == ("82,096,797.42", "82,096,797.42", "82,096,797.42")


def test_a_number_wider_than_its_cell_stays_whole() -> None:
    def draw(canvas: Any) -> None:
        Table((("一", "二", "三"), ("", "", "")), across=50).draw(canvas)
        canvas.drawCentredString(LEFT + 75, TOP - 40, "1,382,096,797.42")

    assert only_grid(drawn(draw)).texts()[1] == ("", "1,382,096,797.42", "")


def test_a_number_off_its_line_and_its_decimals_on_another_baseline() -> None:
    def draw(canvas: Any) -> None:
        Table((("项目", "金额"), ("教育支出", ""), ("其他支出", ""))).draw(canvas)
        canvas.drawString(LEFT + 100, TOP - 46, "2,112")
        canvas.drawString(LEFT + 100 + canvas.stringWidth("2,112"), TOP - 44, ".86")
        canvas.drawString(LEFT + 100, TOP - 69, "6.20")

    assert texts_of(only_grid(drawn(draw)))[1:] == [["教育支出", "2,112.86"], ["其他支出", "6.20"]]


def test_letters_spread_out_are_one_word_and_columns_stay_apart() -> None:
    def draw(canvas: Any) -> None:
        Table((("", "金额"), ("行政运行", "1.00")), across=120).draw(canvas)
        canvas.drawString(LEFT + 20, TOP - 16, "项")
        canvas.drawString(LEFT + 60, TOP - 16, "目")
        canvas.drawString(LEFT, TOP + 20, "部门：某局")
        canvas.drawString(LEFT + 160, TOP + 20, "单位：万元")

    document = drawn(draw)
    assert only_grid(document).texts()[0] == ("项目", "金额")
    assert [p.text for p in document.paragraphs] == ["部门：某局  单位：万元"]


def test_indented_names_keep_their_level() -> None:
    names = ["教育支出", "普通教育", "小学教育", "初中教育", "职业教育", "社会保障支出"]
    levels = [0, 1, 2, 2, 1, 0]

    def indented(canvas: Any) -> None:
        table = Table((("", "金额"), *(("", "1.00") for _ in names)), across=120)
        table.draw(canvas)
        canvas.drawCentredString(LEFT + 60, TOP - 16, "项目")
        for row, (name, level) in enumerate(zip(names, levels, strict=True), 2):
            canvas.drawString(LEFT + 4 + SIZE * level, TOP - 24 * row + 8, name)

    column = [row[0] for row in only_grid(drawn(indented)).texts()]
    assert column == ["项目", *("\u3000" * n + name for n, name in zip(levels, names, strict=True))]


def test_white_rules_divide_only_what_they_can_be_seen_on() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFillColorRGB(0.8, 0.9, 1)
        canvas.rect(LEFT, TOP - 24, 240, 24, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setStrokeColorRGB(1, 1, 1)
        for x in (80, 160):
            canvas.line(LEFT + x, TOP, LEFT + x, TOP - 24)
        canvas.line(LEFT, TOP + 60, LEFT + 240, TOP + 60)
        for x in (0, 80, 160, 240):
            canvas.line(LEFT + x, TOP, LEFT + x, TOP + 60)
        canvas.setStrokeColorRGB(0, 0, 0)
        canvas.line(LEFT, TOP, LEFT + 240, TOP)
        canvas.line(LEFT, TOP - 48, LEFT + 240, TOP - 48)
        canvas.line(LEFT, TOP - 24, LEFT + 240, TOP - 24)
        for x in (0, 80, 160, 240):
            canvas.line(LEFT + x, TOP - 24, LEFT + x, TOP - 48)
        canvas.drawCentredString(LEFT + 120, TOP + 30, "支出总表")
        for column, text in enumerate(("项目", "合计", "基本支出")):
            canvas.drawString(LEFT + 4 + 80 * column, TOP - 16, text)
            canvas.drawString(LEFT + 4 + 80 * column, TOP - 40, f"{column}.00")

    document = drawn(draw)
    assert only_grid(document).texts() == (
        ("项目", "合计", "基本支出"),
        ("0.00", "1.00", "2.00"),
    )
    assert [p.text for p in document.paragraphs] == ["支出总表"]


def test_text_clipped_from_sight_is_not_read_but_said() -> None:
    def draw(canvas: Any) -> None:
        PLAIN.draw(canvas)
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(LEFT, TOP - 72, 320, 40)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(LEFT + 6, TOP - 15, "上页余下的几个字")
        canvas.restoreState()

    document = drawn(draw)
    check(only_grid(document), PLAIN)
    assert "上页余下的几个字" in str(document.remarks[0].message)
    assert document.remarks[0].place.page == 1


def _unruled(canvas: Any, rules: tuple[int, ...] = ()) -> None:
    canvas.drawCentredString(250, TOP + 60, "支出总表")
    canvas.drawString(LEFT, TOP + 40, "部门：某局")
    canvas.drawRightString(450, TOP + 40, "单位：万元")
    for row, (level, name, *numbers) in enumerate(UNRULED):
        y = TOP + 20 - 20 * row
        canvas.drawString(LEFT + SIZE * level, y, name)
        for column, number in enumerate(numbers):
            canvas.drawRightString(230 + 110 * column, y, number)
    for y in rules:
        canvas.line(LEFT - 2, y, 452, y)


UNRULED = (
    (0, "项目", "合计", "基本支出", "项目支出"),
    (0, "一、教育支出", "1,234.50", "1,000.00", "234.50"),
    (1, "小学教育", "1,000.00", "900.00", "100.00"),
    (2, "其他", "234.50", "100.00", "134.50"),
    (0, "二、卫生健康支出", "12.00", "", "12.00"),
    (0, "合计", "1,246.50", "1,000.00", "246.50"),
)


@pytest.mark.parametrize(
    "rules",
    [(), (TOP + 33, TOP + 14, TOP - 86), tuple(TOP + 33 - 20 * n for n in range(7))],
    ids=["none", "three", "every row"],
)
def test_a_table_without_standing_rules_is_found_by_alignment(rules: tuple[int, ...]) -> None:
    document = drawn(lambda canvas: _unruled(canvas, rules))
    grid = only_grid(document)
    assert not grid.ruled
    assert [list(row) for row in grid.texts()] == [
        ["\u3000" * level + name, *numbers] for level, name, *numbers in UNRULED
    ]
    assert [p.text for p in document.paragraphs] == ["支出总表", "部门：某局  单位：万元"]


def test_a_heading_over_several_columns_spans_them() -> None:
    def draw(canvas: Any) -> None:
        _unruled(canvas)
        canvas.drawString(200, TOP + 32, "本年支出合计及其中的基本支出和项目支出各为多少万元整")

    heading = next(only_grid(drawn(draw)).rows())
    assert [(c.column, c.column_span) for c in heading if c] == [(0, 1), (1, 3)]


def test_a_table_within_a_cell_is_given_to_that_cell() -> None:
    def draw(canvas: Any) -> None:
        Table((("外", "表"), ("", "1.00")), across=200, down=120).draw(canvas)
        canvas.translate(20, -140)
        Table((("内", "2.00"), ("里", "3.00"))).draw(canvas)

    outer = only_grid(drawn(draw))
    assert outer.texts() == (("外", "表"), ("", "1.00"))
    inner = next(cell for cell in outer.cells if cell.grids).grids
    assert [texts_of(grid) for grid in inner] == [[["内", "2.00"], ["里", "3.00"]]]


@pytest.mark.parametrize("pitch", [12, 20])
def test_rows_that_no_rule_divides_are_told_by_their_numbers(pitch: int) -> None:
    """A row of a name alone too, where it stands as far from the others as they do."""
    rows = (
        ("教育支出", "10.00", "4.00"),
        ("科学支出", "", ""),
        ("其他支出", "2.50", "0.50"),
        ("合计", "12.50", "4.50"),
    )

    def draw(canvas: Any) -> None:
        table = Table((("项目", "合计", "基本支出"), ("", "", "")), down=100)
        table.draw(canvas)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                canvas.drawString(LEFT + 4 + 80 * column, TOP - 115 - pitch * number, text)

    grid = only_grid(drawn(draw))
    assert grid.ruled
    assert grid.texts() == (("项目", "合计", "基本支出"), *rows)


@pytest.mark.parametrize("parts", [("1,234,56", "7,890.12"), ("7,890.", "12"), ("7,890.1", "2")])
def test_a_number_broken_over_two_lines_makes_no_rows(parts: tuple[str, str]) -> None:
    """However far apart the lines stand, and however many numbers of a row are broken."""

    def draw(canvas: Any) -> None:
        Table((("项目", "合计", "基本"), ("支出", "", "")), down=40).draw(canvas)
        for column in (84, 164):
            for number, text in enumerate(parts):
                canvas.drawString(LEFT + column, TOP - 52 - 16 * number, text)

    broken = "\n".join(parts)
    expected = (("项目", "合计", "基本"), ("支出", broken, broken))
    assert only_grid(drawn(draw)).texts() == expected
