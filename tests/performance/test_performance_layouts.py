"""Printing and reading any self-evaluation, in every layout, is the identity."""

from __future__ import annotations

import html
import io

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.model.performance import Indicator, Points, SelfEvaluation
from budgetdisclosure.reading.document import Cell, Document, Grid, Paragraph
from budgetdisclosure.reading.documents import read_document
from budgetdisclosure.reading.recognise.performance import recognise_performance
from budgetdisclosure.reading.recognise.pieces import Piece
from budgetdisclosure.testing.performance import self_evaluations
from budgetdisclosure.writing.performance_grid import LAYOUTS, PrintedForm, print_evaluation

EVERY = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def read_pieces(pieces: list[Piece]) -> SelfEvaluation:
    (evaluation,), taken = recognise_performance(pieces)
    assert taken == {piece.index for piece in pieces}
    return evaluation


def read_back(form: PrintedForm) -> SelfEvaluation:
    return read_pieces([Piece(form.grid, form.before, 0, after=form.after)])


@EVERY
@settings(max_examples=settings.default.max_examples // 2)
@given(evaluation=self_evaluations())
def test_reading_what_was_printed_gives_it_back(layout, evaluation: SelfEvaluation) -> None:
    again = read_back(print_evaluation(evaluation, layout))
    assert again == evaluation
    assert again.unplaced == ()
    assert again.oddities == ()


def cut(grid: Grid, at: int) -> tuple[Grid, Grid]:
    """A grid cut below a row, as a page break or a blank line cuts it; merged cells on both sides."""
    above, below = [], []
    for cell in grid.cells:
        last = cell.row + cell.row_span
        if cell.row < at:
            above.append(evolve(cell, row_span=min(last, at) - cell.row))
        if last > at:
            text = cell.text if cell.row >= at else ""
            row = max(cell.row, at) - at
            below.append(evolve(cell, text=text, row=row, row_span=last - max(cell.row, at)))
    return (
        Grid(tuple(above), at, grid.width, ruled=grid.ruled),
        Grid(tuple(below), grid.height - at, grid.width, ruled=grid.ruled),
    )


@EVERY
@settings(max_examples=settings.default.max_examples // 5)
@given(data=st.data())
def test_a_form_cut_between_indicators_is_joined(layout, data: st.DataObject) -> None:
    evaluation = data.draw(self_evaluations())
    evaluation = evolve(evaluation, indicators=tuple(_alone(i) for i in evaluation.indicators))
    form = print_evaluation(evaluation, layout)
    first = next(c.row for c in form.grid.cells if c.text == "一级指标")
    named = {c.row for c in form.grid.cells if c.text.endswith("指标")}
    places = [row for row in range(first + 2, form.grid.height) if row in named]
    if not places:
        return
    above, below = cut(form.grid, data.draw(st.sampled_from(places)))
    again = read_pieces([Piece(above, form.before, 0), Piece(below, (), 1, after=form.after)])
    assert again == evaluation


def _alone(indicator):
    """An indicator that shares no cell: cutting would part what is shared."""
    return evolve(indicator, shared=())


def unshared(evaluation: SelfEvaluation) -> SelfEvaluation:
    """Without cells merged by hand: a sheet does not keep the span of a blank merged cell."""
    rows = tuple(_alone(indicator) for indicator in evaluation.indicators)
    return evolve(evaluation, indicators=rows)


def for_a_sheet(evaluation: SelfEvaluation) -> SelfEvaluation:
    """Without labels that stand alone: in a sheet they are taken for a line of text."""
    pairs = tuple(pair for pair in evaluation.particulars if pair[1])
    return evolve(unshared(evaluation), particulars=pairs)


def plain(evaluation: SelfEvaluation) -> SelfEvaluation:
    """Without cells merged by hand and headings in two rows, which plain text cannot show."""
    funds = () if evaluation.tasks else evaluation.funding
    return evolve(unshared(evaluation), tasks=(), funding=funds)


def as_text(form: PrintedForm) -> bytes:
    rows = ["\t".join(row) for row in form.texts]
    lines = [*(p.text for p in form.before), "", *rows, "", *(p.text for p in form.after)]
    return "\n".join(lines).encode()


def as_html(form: PrintedForm) -> bytes:
    body = "".join(f"<p>{html.escape(p.text)}</p>" for p in form.before)
    body += "<table>"
    for row in form.grid.rows():
        body += "<tr>"
        covered = 0
        for column, cell in enumerate(row):
            if cell is not None:
                spans = f'rowspan="{cell.row_span}" colspan="{cell.column_span}"'
                body += f"<td {spans}>{html.escape(cell.text)}</td>"
                covered = column + cell.column_span
            elif column >= covered and not over(form.grid, cell, row, column):
                body += "<td></td>"
        body += "</tr>"
    body += "</table>" + "".join(f"<p>{html.escape(p.text)}</p>" for p in form.after)
    return f"<html><meta charset='utf-8'><body>{body}</body></html>".encode()


def over(grid: Grid, cell: Cell | None, row: tuple[Cell | None, ...], column: int) -> bool:
    number = next(n for n, held in enumerate(grid.rows()) if held == row)
    return any(
        c.row < number < c.row + c.row_span and c.column <= column < c.column + c.column_span
        for c in grid.cells
    )


def as_xlsx(form: PrintedForm) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    lines = [*form.before]
    for number, paragraph in enumerate(lines, 1):
        sheet.cell(number, 1, paragraph.text)
    top = len(lines) + 2
    for cell in form.grid.cells:
        row, column = top + cell.row, cell.column + 1
        held = sheet.cell(row, column, cell.text)
        held.data_type = "s"  # =5 is a target here, not a formula
        if cell.row_span > 1 or cell.column_span > 1:
            last = (row + cell.row_span - 1, column + cell.column_span - 1)
            sheet.merge_cells(
                start_row=row, start_column=column, end_row=last[0], end_column=last[1]
            )
    for number, paragraph in enumerate(form.after, top + form.grid.height + 1):
        sheet.cell(number, 1, paragraph.text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_docx(form: PrintedForm) -> bytes:
    import docx

    document = docx.Document()
    for paragraph in form.before:
        document.add_paragraph(paragraph.text)
    table = document.add_table(form.grid.height, form.grid.width)
    for cell in form.grid.cells:
        last = (cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
        held = table.cell(cell.row, cell.column).merge(table.cell(*last))
        held.text = cell.text
    for paragraph in form.after:
        document.add_paragraph(paragraph.text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pieces_of(document: Document) -> list[Piece]:
    pieces: list[Piece] = []
    before: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            before.append(block)
            continue
        if pieces:
            pieces[-1] = evolve(pieces[-1], after=tuple(before))
        pieces.append(Piece(block, tuple(before), len(pieces)))
        before = []
    return [*pieces[:-1], evolve(pieces[-1], after=tuple(before))]


@pytest.mark.parametrize("layout", ["whole", "project", "hundred"])
@settings(max_examples=25)
@given(evaluation=self_evaluations().map(plain))
def test_a_form_comes_back_from_plain_text(layout: str, evaluation: SelfEvaluation) -> None:
    document = read_document(as_text(print_evaluation(evaluation, LAYOUTS[layout])))
    assert read_pieces(pieces_of(document)) == evaluation


@pytest.mark.parametrize("layout", ["carryover", "weighted", "application"])
@settings(max_examples=25)
@given(evaluation=self_evaluations())
def test_a_form_comes_back_from_a_web_page(layout: str, evaluation: SelfEvaluation) -> None:
    document = read_document(as_html(print_evaluation(evaluation, LAYOUTS[layout])))
    assert read_pieces(pieces_of(document)) == evaluation


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["carryover", "ten"])
@settings(max_examples=4)
@given(evaluation=self_evaluations())
def test_a_form_comes_back_from_word(layout: str, evaluation: SelfEvaluation) -> None:
    document = read_document(as_docx(print_evaluation(evaluation, LAYOUTS[layout])))
    assert read_pieces(pieces_of(document)) == evaluation


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["carryover", "ten"])
@settings(max_examples=10)
@given(evaluation=self_evaluations().map(for_a_sheet))
def test_a_form_comes_back_from_excel(layout: str, evaluation: SelfEvaluation) -> None:
    document = read_document(as_xlsx(print_evaluation(evaluation, LAYOUTS[layout])))
    (again,), _ = recognise_performance(pieces_of(document))
    assert again == evaluation


# What goes wrong on the way to the reader: cells shifted, digits apart, values among the heads.


def ordinary(evaluation: SelfEvaluation) -> SelfEvaluation:
    """A project's self-evaluation in the national form, every cell filled in."""
    rows = tuple(
        Indicator("效益指标", "社会效益指标", row.name or "受益群众", "≥95%", "96%", *TEN_NINE, "")
        for row in evaluation.indicators
    )
    return evolve(
        plain(evaluation),
        title="项目支出绩效自评表",
        kind="self_evaluation",
        scope="project",
        indicators=rows,
    )


TEN_NINE = (Points.parse("10"), Points.parse("9"))
ORDINARY = self_evaluations().map(ordinary)


def moved(grid: Grid, row: int, by: int) -> Grid:
    cells = [evolve(c, column=c.column + by) if c.row == row else c for c in grid.cells]
    return evolve(grid, cells=tuple(cells), width=grid.width + 1)


@settings(max_examples=30)
@given(evaluation=ORDINARY, by=st.sampled_from([-1, 1]))
def test_a_shifted_row_is_put_right_and_noted(evaluation: SelfEvaluation, by: int) -> None:
    form = print_evaluation(evaluation, LAYOUTS["project"])
    first = next(c.row for c in form.grid.cells if c.text == "一级指标") + 1
    grid = moved(form.grid, first, by)
    again = read_back(evolve(form, grid=grid))
    assert again.indicators == evaluation.indicators
    assert [odd.kind for odd in again.oddities] == ["shifted_row"]


@settings(max_examples=30)
@given(evaluation=ORDINARY)
def test_digits_set_apart_are_joined_and_noted(evaluation: SelfEvaluation) -> None:
    form = print_evaluation(evaluation, LAYOUTS["carryover"])
    first = next(c.row for c in form.grid.cells if c.text == "一级指标") + 1
    cells = [
        evolve(c, text="1 0") if c.row == first and c.text == "10" else c for c in form.grid.cells
    ]
    again = read_back(evolve(form, grid=evolve(form.grid, cells=tuple(cells))))
    assert again == evaluation
    assert {odd.kind for odd in again.oddities} == {"split_word"}


HEADED = (
    "项目资金\t年度资金总额\t年初预算数\t全年预算数\t8.00\t全年执行数\t分值\t执行率\n"
    "\t合计\t8.00\t8.00\t\t10\t100%\t10\n"
    "\t其中：当年财政拨款\t8.00\t8.00\t\t\t\t\n"
)


def test_a_value_among_the_heads_goes_where_it_belongs() -> None:
    text = "项目支出绩效自评表\n\n项目名称\t某项目\n" + HEADED
    again = read_pieces(pieces_of(read_document(text.encode())))
    total = again.funding[0]
    assert (str(total.outturn), str(total.points), str(total.score)) == ("8.00万元", "10", "10")
    assert str(total.execution_rate) == "100%"
    assert [odd.kind for odd in again.oddities] == ["value_in_head", "missing_head"]
    assert again.unplaced == ()


def test_what_finds_no_place_is_listed() -> None:
    text = (
        "项目支出绩效自评表\n\n项目名称\t某项目\n"
        "一级指标\t二级指标\t三级指标\t指标值\t完成值\t分值\t得分\n"
        "产出指标\t数量指标\t次数\t≥5\t6\t优秀\t10\n"
    )
    again = read_pieces(pieces_of(read_document(text.encode())))
    assert [stray.text for stray in again.unplaced] == ["优秀"]
    assert [odd.kind for odd in again.oddities] == ["unreadable"]


def test_a_table_of_another_kind_is_left_alone() -> None:
    text = "支出决算表\n\n科目\t合计\t基本支出\t项目支出\n合计\t3.00\t1.00\t2.00\n"
    assert recognise_performance(pieces_of(read_document(text.encode()))) == ((), set())


LIST = (
    "项目支出绩效目标表\n\n"
    "项目名称\t项目总额\t绩效目标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\n"
    "甲项目\t3.00\t办好甲事\t产出指标\t数量指标\t场次\t≥\t5\t场\n"
    "\t\t\t\t质量指标\t合格率\t≥\t95\t%\n"
    "乙项目\t2.00\t办好乙事\t成本指标\t经济成本指标\t总成本\t≤\t2\t万元\n"
)


def test_a_list_of_projects_is_one_table_of_targets_a_project() -> None:
    evaluations, taken = recognise_performance(pieces_of(read_document(LIST.encode())))
    assert taken == {0}
    assert [(e.project, e.expected_goal, len(e.indicators)) for e in evaluations] == [
        ("甲项目", "办好甲事", 2),
        ("乙项目", "办好乙事", 1),
    ]
    assert evaluations[0].indicators[1].full_target == "≥95%"
    assert {e.kind for e in evaluations} == {"target"}


def test_a_hostile_grid_is_read_in_bounds() -> None:
    """Forty thousand cells that suit no column: all listed, none searched for forever."""
    heads = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分")
    cells = [Cell(text, 0, column) for column, text in enumerate(heads)]
    cells += [Cell("甲" if c % 2 else "5", r, c) for r in range(1, 200) for c in range(200)]
    (evaluation,), _ = recognise_performance([Piece(Grid(tuple(cells), 200, 200), (), 0)])
    assert len(evaluation.unplaced) > 38_000
