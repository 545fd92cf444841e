"""What a row prints beside its figures: every cell under its heading, words printed twice too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.model import Disclosure, Line, Text
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Cell, Document, Grid, Paragraph
from budgetdisclosure.reading.formats.html import read_html
from budgetdisclosure.reading.recognise import recognise

WORDS = ("物业服务", "办公家具", "计算机", "软件运维", "印刷", "租车")
HEADS = ("采购项目", "采购品目", "采购目录", "品目名称")
ROWS = st.lists(
    st.tuples(st.lists(st.sampled_from(WORDS), min_size=4, max_size=4), st.integers(1, 99999)),
    min_size=1,
    max_size=6,
)


def table(*rows: tuple[tuple[str, int], ...], title: str = "政府采购预算表") -> Disclosure:
    """A table of cells, each a text over so many columns."""
    cells = []
    for at, row in enumerate(rows):
        column = 0
        for text, span in row:
            cells.append(Cell(text, at, column, 1, span))
            column += span
    width = sum(span for _, span in rows[0])
    grid = Grid(tuple(cells), len(rows), width)
    head = (Paragraph("某市某局2026年部门预算"), Paragraph(title), Paragraph("单位：万元"))
    return recognise(Document((*head, grid)))


def row(*texts: str) -> tuple[tuple[str, int], ...]:
    return tuple((text, 1) for text in texts)


def told(line: Line) -> list[tuple[str, str]]:
    return [(text.label, text.text) for text in line.texts]


@given(ROWS)
def test_every_cell_of_words_stands_under_its_heading(rows: list[tuple[list[str], int]]) -> None:
    body = (row(*words, f"{cents / 100:.2f}") for words, cents in rows)
    (made,) = table(row(*HEADS, "金额"), *body).others
    assert [told(line) for line in made.lines] == [
        list(zip(HEADS, words, strict=True)) for words, _ in rows
    ]


@given(st.integers(1, 4), st.sampled_from(WORDS))
def test_a_cell_over_several_columns_is_one_text(span: int, word: str) -> None:
    rest = tuple("印刷" for _ in range(4 - span))
    body = ((word, span), *row(*rest, "3.00"))
    (made,) = table(row(*HEADS, "金额"), body, row(*WORDS[:4], "1.00")).others
    assert told(made.lines[0]) == [(HEADS[0], word), *((head, "印刷") for head in HEADS[span:])]


def test_a_cell_over_several_rows_is_a_text_of_each() -> None:
    page = (
        "<p>某市某局2026年部门预算</p><p>政府采购预算表</p><p>单位：万元</p><table>"
        "<tr><td>采购项目</td><td>采购品目</td><td>金额</td></tr>"
        "<tr><td rowspan=2>物业服务</td><td>物业服务</td><td>3.00</td></tr>"
        "<tr><td>保安</td><td>1.00</td></tr></table>"
    )
    (made,) = recognise(read_html(page.encode())).others
    assert [told(line) for line in made.lines] == [
        [("采购项目", "物业服务"), ("采购品目", "物业服务")],
        [("采购项目", "物业服务"), ("采购品目", "保安")],
    ]


def test_remarks_and_counts_are_texts_of_their_row() -> None:
    d = table(
        row("采购项目", "规格型号", "数量", "金额", "备注"),
        row("计算机", "台式", "12", "6.00", "更新"),
        row("", "", "", "", "另见附件"),
    )
    (line,) = d.others[0].lines
    assert line.texts == (
        Text("采购项目", "计算机"),
        Text("规格型号", "台式", remark=True),
        Text("数量", "12", remark=True),
        Text("备注", "更新", remark=True),
    )
    assert line.text("备注") == "更新"
    assert [one.text for one in d.unplaced] == ["另见附件"]


def test_a_table_with_one_column_of_words_is_named_by_it() -> None:
    d = table(row("采购方式", "金额"), row("公开招标", "6.00"), row("询价", ""))
    assert [line.name for line in d.others[0].lines] == ["公开招标", "询价"]
    assert not d.unplaced


def test_a_total_in_the_column_of_numbers_is_the_total() -> None:
    d = table(row("序号", "项目名称", "金额"), row("合计", "", "6.00"), row("1", "租车", "6.00"))
    assert [line.key for line in d.others[0].lines] == ["合计", "租车"]
    assert not d.unplaced


def test_a_number_in_a_list_names_nothing() -> None:
    d = table(row("序号", "项目名称", "金额"), row("1", "租车", "6.00"))
    (line,) = d.others[0].lines
    assert line.texts == (Text("序号", "1", remark=True), Text("项目名称", "租车"))


def test_what_two_rows_say_that_are_one_is_one_text() -> None:
    rows = (
        row("保洁", "大楼", "1.00", ""),
        row("租车", "接送", "", "新增"),
        row("", "职工", "6.00", "—"),
    )
    d = table(row("项目名称", "用途", "金额", "备注"), *rows)
    assert told(d.others[0].lines[1]) == [
        ("项目名称", "租车"),
        ("用途", "接送职工"),
        ("备注", "新增"),
    ]


def on_pages(*pages: int) -> Disclosure:
    """A row and the rest of its remark, each on its page."""
    rows = (
        ("项目名称", "金额", "备注"),
        ("机房改造", "6.00", "分两年安排，"),
        ("", "", "今年为第二年"),
    )
    cells = tuple(
        Cell(text, at, column, place=Place(page=pages[at]))
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
    )
    head = ("某市某局2026年部门预算", "项目支出表", "单位：万元")
    return recognise(Document((*map(Paragraph, head), Grid(cells, 3, 3))))


def test_words_that_go_on_over_the_page_are_one_text() -> None:
    d = on_pages(1, 1, 2)
    assert [line.text("备注") for line in d.others[0].lines] == ["分两年安排，今年为第二年"]
    assert not d.unplaced


def test_words_below_a_row_of_the_same_page_are_of_no_row() -> None:
    d = on_pages(1, 1, 1)
    assert [line.text("备注") for line in d.others[0].lines] == ["分两年安排，"]
    assert [one.text for one in d.unplaced] == ["今年为第二年"]


def test_headings_of_several_levels_and_headings_printed_twice() -> None:
    page = (
        "<p>某市某局2026年部门预算</p><p>一般公共预算支出表</p><p>单位：万元</p><table>"
        "<tr><td colspan=2>部门经济分类</td><td colspan=2>政府经济分类</td><td rowspan=2>金额</td></tr>"
        "<tr><td>科目编码</td><td>科目名称</td><td>科目编码</td><td>科目名称</td></tr>"
        "<tr><td>30201</td><td>办公费</td><td>50201</td><td>办公经费</td><td>3.00</td></tr></table>"
    )
    d = recognise(read_html(page.encode()))
    (line,) = [line for table in d.tables for line in table.all_lines()]
    assert told(line) == [
        ("部门经济分类/科目编码", "30201"),
        ("部门经济分类/科目名称", "办公费"),
        ("政府经济分类/科目编码", "50201"),
        ("政府经济分类/科目名称", "办公经费"),
    ]


def test_the_name_and_code_of_a_row_are_as_they_were() -> None:
    d = table(
        row("单位编码", "单位名称", "合计"),
        row("合计", "合计", "5.00"),
        row("024001", "某局本级", "5.00"),
        title="收入总表",
    )
    total, unit = d.income.lines
    assert (total.item, unit.name, unit.also) == ("合计", "某局本级", ("024001",))
    assert told(unit) == [("单位编码", "024001"), ("单位名称", "某局本级")]
