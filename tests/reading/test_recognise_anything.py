"""Whatever a document holds, recognition says what it found and never fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.reading import coverage, recognise
from budgetdisclosure.reading.document import Block, Cell, Document, Grid, Paragraph
from budgetdisclosure.reading.recognise.words import is_number, is_percent

WORDS = [
    "", "", "1.00", "2,345.60", "-", "12.5%", "（1.20）", "208", "20805", "2080505", "301", "05", "1", "2",
    "合计", "总计", "收入", "支出", "项目", "类", "款", "项", "科目编码", "科目名称", "本年支出合计", "小计",
    "基本支出", "项目支出", "决算数", "预算数", "上年", "行次", "栏次", "一、教育支出", "（一）某事", "其中：某项",
    "教育支出", "基本工资", "公务接待费", "支出决算表", "收支总表", "“三公”经费支出表", "公开03表",
    "单位：万元", "单位名称", "注：本表反映情况。", "本单位没有支出。", "第一部分", "目录", "附件1", "2024年",
    "绩效自评表", "一级指标", "分值", "…", "2040201-行政运行", "1 2", "年度", "人员经费合计", "12 34.00",
]  # fmt: skip


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    height, width = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    free = {(row, column) for row in range(height) for column in range(width)}
    cells = []
    for row in range(height):
        for column in range(width):
            if (row, column) not in free:
                continue
            down = draw(st.integers(1, 2)) if row + 1 < height else 1
            across = draw(st.integers(1, 3)) if column + 2 < width else 1
            span = {(row + r, column + c) for r in range(down) for c in range(across)}
            if not span <= free:
                down = across = 1
                span = {(row, column)}
            free -= span
            text = draw(st.sampled_from(WORDS))
            cells.append(Cell(text, row, column, down, across, Place(page=1)))
    page = draw(st.sampled_from([None, 1, 2]))
    return Grid(tuple(cells), height, width, Place(page=page))


paragraphs = st.builds(Paragraph, st.lists(st.sampled_from(WORDS), max_size=3).map("".join))
LEVELS = {"类", "款", "项"}
TITLES = ["收入支出决算总表", "支出决算表", "收入总表", "财政拨款收支总表", "一般公共预算基本支出表",
          "“三公”经费支出表", "项目支出表", "某种费用表"]  # fmt: skip
titled = st.tuples(st.sampled_from(TITLES).map(Paragraph), grids()).map(list)
loose = (grids() | paragraphs | st.sampled_from(WORDS).map(Paragraph)).map(lambda block: [block])
documents = st.lists(titled | loose, max_size=7).map(
    lambda parts: [block for part in parts for block in part]
)


def everywhere(disclosure: Disclosure) -> int:
    """All numbers the disclosure holds or lists, those of evaluations aside."""
    return sum(is_number(one.text) or is_percent(one.text) for one in disclosure.unplaced)


@given(documents)
def test_any_document_is_recognised(blocks: list[Block]) -> None:
    document = Document(tuple(blocks), pages=2)
    disclosure = recognise(document)
    counted = coverage(disclosure, document)
    # A number merged over rows that have no name is listed for each of them.
    again = sum(
        cell.row_span - 1
        for grid in document.grids
        for cell in grid.cells
        if is_number(cell.text) or is_percent(cell.text)
    )
    assert counted.placed + everywhere(disclosure) <= counted.printed + again
    assert 0 <= counted.percent <= 100
    for table in disclosure.tables:
        assert table.present
        for figure in table.figures():
            assert figure.place is not None
            assert figure.cell is not None
            assert figure.cell.table == table.id


def printed_rows(document: Document) -> Iterator[tuple[str, ...]]:
    """The rows of all grids; a head with 类, 款, 项 and amounts is one, printed again or not."""
    heads: set[tuple[str, ...]] = set()
    for grid in document.grids:
        for number in range(grid.height):
            row = tuple([cell.text for cell in grid.cells if cell.row == number and cell.text])
            if row not in heads:
                yield row
            if LEVELS.intersection(row):
                heads.add(row)


@given(documents)
def test_no_printed_amount_is_lost_in_silence(blocks: list[Block]) -> None:
    document = Document(tuple(blocks), pages=2)
    disclosure = recognise(document)
    if disclosure.evaluations:
        return
    printed = Counter(
        "".join(text.split())
        for row in printed_rows(document)
        for text in row
        if "." in text and is_number(text)
    )
    held = Counter("".join(one.text.split()) for one in disclosure.unplaced)
    for table in disclosure.tables:
        for line in table.all_lines():
            figures = [getattr(line, column.id) for column in line.columns()]
            held.update("".join(f.digits.split()) for f in figures)
            held.update("".join(e.figure.digits.split()) for e in line.extras)
            held.update("".join(text.text.split()) for text in line.texts)
    assert printed - held == Counter()


@given(documents)
def test_recognition_is_the_same_every_time(blocks: list[Block]) -> None:
    document = Document(tuple(blocks), pages=2)
    assert recognise(document) == recognise(document)


def test_a_number_among_names_is_told_of_once() -> None:
    texts = [["", "8.50"], ["", "合计"], ["", ""], ["", "合计"], ["3.20", "", ""]]
    spans = [[3, 1], [3, 1], [3, 1], [3, 1], [2, 1, 1]]
    cells = [
        Cell(text, row, sum(spans[row][:at]), 1, spans[row][at], Place(page=1))
        for row, line in enumerate(texts)
        for at, text in enumerate(line)
    ]
    disclosure = recognise(
        Document((Paragraph("收入支出决算总表"), Grid(tuple(cells), 5, 4, Place())), pages=1)
    )
    assert [one.text for one in disclosure.unplaced].count("8.50") == 1
