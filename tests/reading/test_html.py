"""Web pages: what a browser shows, tables with their true spans."""

from __future__ import annotations

import re
from email.message import EmailMessage
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading.document import Document, Grid
from budgetdisclosure.reading.formats.html import read_html, read_mhtml

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "disclosures"

words = st.text("一二三收支出合计0123456789.&<", min_size=1, max_size=6)


def read(body: str) -> Document:
    return read_html(f"<html><body>{body}</body></html>".encode())


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def spans(grid: Grid) -> dict[tuple[int, int, int, int], str]:
    return {(c.row, c.column, c.row_span, c.column_span): c.text for c in grid.cells}


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, dict[tuple[int, int, int, int], str]]:
    """A size, and texts in areas that cover it without overlapping."""
    height, width = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    free = {(r, c) for r in range(height) for c in range(width)}
    cells = {}
    for row in range(height):
        for column in range(width):
            if (row, column) in free:
                tall, wide = draw(st.integers(1, 3)), draw(st.integers(1, 3))
                area = {(row + a, column + b) for a in range(tall) for b in range(wide)}
                if not area <= free:
                    tall = wide = 1
                free -= {(row + a, column + b) for a in range(tall) for b in range(wide)}
                cells[row, column, tall, wide] = draw(words)
    return height, width, cells


@given(tables(), st.sampled_from(["utf-8", "gb2312", "utf-16"]), st.booleans())
def test_a_table_comes_back(
    table: tuple[int, int, dict[tuple[int, int, int, int], str]], encoding: str, grouped: bool
) -> None:
    height, width, cells = table
    rows = []
    for row in range(height):
        inner = "".join(
            f"<td rowspan={area[2]} colspan='{area[3]}'>\n {escape(text)} </td>"
            for area, text in cells.items()
            if area[0] == row
        )
        rows.append(f"<tr>{inner}</tr>")
    body = "".join(rows)
    body = f"<thead></thead><tbody>{body}</tbody>" if grouped else body
    page = f"<html><head><meta charset={encoding}></head><body><table>{body}</table></body></html>"
    document = read_html(page.encode(encoding))
    if any(sum(area[0] == row for area in cells) > 1 for row in range(height)):
        (grid,) = document.grids
        assert (grid.height, grid.width) == (height, width)
        assert spans(grid) == cells
    else:
        assert lines(document) == list(cells.values())


def test_running_text() -> None:
    document = read(
        "<h2>一、<b>收入</b></h2><p>2020年<font color=red>收入</font>\n合计<br>150.64&nbsp;万元</p>"
        "<div>前<div>中</div>后</div><ol start=3><li>甲<li>乙</ol><ol type=i><li><p>丙</p></ol><ul><li>丁</ul>"
    )
    assert [(p.text, p.level) for p in document.paragraphs] == [
        ("一、收入", 2),
        ("2020年收入合计", None),
        ("150.64 万元", None),
        ("前", None),
        ("中", None),
        ("后", None),
        ("3. 甲", None),
        ("4. 乙", None),
        ("i. 丙", None),
        ("丁", None),
    ]


def test_what_is_not_shown_is_not_read() -> None:
    document = read(
        "<script>var a='藏'</script><style>p{}</style><!-- 注释 --><nav>菜单</nav>"
        "<p style='display: none'>藏</p>可<span hidden>藏</span>见"
        "<ruby>支<rp>(</rp><rt>zhi</rt><rp>)</rp></ruby>出<noscript>藏</noscript>"
    )
    assert lines(document) == ["可见支出"]
    assert len(document.remarks) == 3


def test_places_have_the_line_of_the_file() -> None:
    document = read_html(
        "<html>\n<body>\n<p>甲</p>\n<table><tr><td>乙</td><td>丙</td></tr></table>".encode(),
        source="a.html",
    )
    assert (document.paragraphs[0].place.line, document.paragraphs[0].place.file) == (3, "a.html")
    assert document.grids[0].cells[0].place.line == 4


def test_cells_keep_lines_and_indents() -> None:
    document = read(
        "<table><tr><td>一<br>二<p>三</p></td><td>&nbsp;&nbsp;其中</td>"
        "<td style='text-indent:2em'>丁</td><td>　戊 </td></tr></table>"
    )
    assert document.grids[0].texts() == (("一\n二\n三", "  其中", "丁", "　戊"),)


def test_an_indented_paragraph_in_a_cell() -> None:
    document = read("<table><tr><td><p style='text-indent: 2em'>丁</p></td><td>1</td></tr></table>")
    assert document.grids[0].texts() == (("　　丁", "1"),)


def test_a_table_for_layout_gives_way_to_its_content() -> None:
    inner = "<table><tr><td>甲</td><td>1</td></tr></table>"
    document = read(f"<table><tr><td>题{inner}注</td></tr></table>")
    assert lines(document) == ["题", "注"]
    assert document.grids[0].texts() == (("甲", "1"),)
    side = read(f"<table><tr><td>菜单</td><td>{'<p>段</p>' * 12}</td></tr></table>")
    assert len(side.paragraphs) == 13


def test_a_table_in_a_data_cell_is_nested() -> None:
    inner = "<table><tr><td>甲</td><td>1</td></tr></table>"
    document = read(f"<table><tr><td>一</td><td>二</td><td>三</td><td>{inner}</td></tr></table>")
    assert document.grids[0].cells[3].grids[0].texts() == (("甲", "1"),)


def test_spans_that_lie() -> None:
    document = read(
        "<table><tr><td colspan=1000000000>甲</td><td rowspan=1000000000>乙</td></tr>"
        "<tr><td rowspan=50>丙</td></tr></table>"
    )
    assert spans(document.grids[0]) == {(0, 0, 1, 1): "甲", (0, 1, 1, 1): "乙", (1, 0, 1, 1): "丙"}
    assert document.remarks


def test_spans_that_collide_do_not_overlap() -> None:
    document = read(
        "<table><tr><td>甲</td><td rowspan=2>乙</td><td>丙</td></tr>"
        "<tr><td colspan=3>丁</td><td>戊</td></tr></table>"
    )
    assert spans(document.grids[0]) == {
        (0, 0, 1, 1): "甲",
        (0, 1, 2, 1): "乙",
        (0, 2, 1, 1): "丙",
        (1, 0, 1, 1): "丁",
        (1, 2, 1, 1): "戊",
    }


def test_odd_tables() -> None:
    document = read(
        "<table><caption>题</caption><tfoot><tr><td>合计</td><td>2</td></tr></tfoot><form>"
        "<tbody><tr><td rowspan=0>甲</td><td>1</td></tr><tr><td>1</td></tr></tbody></form></table>"
    )
    assert lines(document) == ["题"]
    assert document.grids[0].texts()[-1] == ("合计", "2")


def test_preformatted_text_may_hold_a_table() -> None:
    document = read("<pre>表\n甲\t1\n乙\t2\n</pre>")
    assert document.grids[0].texts() == (("甲", "1"), ("乙", "2"))


def test_attachments_are_remarked() -> None:
    document = read("<p>见</p><a href='/x/1.pdf'>2020年决算</a><iframe src='b.docx?x=1'></iframe>")
    assert "2020年决算、b.docx" in document.remarks[0].message.zh


def test_a_page_saved_as_one_file() -> None:
    message = EmailMessage()
    message["Subject"] = "page"
    message.set_content("<html><frameset></frameset></html>", subtype="html")
    message.make_related()
    message.add_related("<p>决算</p>", subtype="html", charset="gb2312")
    assert lines(read_mhtml(message.as_bytes())) == ["决算"]
    with pytest.raises(ReadingError):
        read_mhtml(b"MIME-Version: 1.0\n\nnothing")


@pytest.mark.parametrize(
    "data", [b"", b"<html></html>", b"<html><script>1</script>", b"<!DOCTYPE html>"]
)
def test_a_page_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError):
        read_html(data)


def test_entities_are_not_loaded() -> None:
    page = '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hostname">]><p>甲&e;</p>'
    assert "甲&e;" in "".join(lines(read_html(page.encode())))


@pytest.mark.parametrize("tag", ["div", "span", "font", "ul", "b"])
def test_deep_nesting_does_not_exhaust_the_stack(tag: str) -> None:
    with pytest.raises(ReadingError, match="嵌套过深"):
        read(f"<{tag}>甲" * 20_000 + "<p>底</p>")
    assert lines(read(f"<{tag}>" * 500 + "<p>底</p>")) == ["底"]


def test_deep_tables_are_refused_or_read() -> None:
    with pytest.raises(ReadingError):
        read("<table><tr><td>" * 300 + "底")
    assert lines(read("<table><tr><td>" * 20 + "底")) == ["底"]


TAGS = re.split(
    "~",
    "<table>~</table>~<tr>~</tr>~<td>~<td rowspan=2>~<td colspan=3>~</td>~<tbody>~</tbody>~<p>~"
    "</p>~<br>~<div>~</div>~甲~1.00~<h1>~</h1>~<li>~<ol>~</ol>~<tfoot>~<caption>~<pre>~&nbsp;",
)


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(TAGS),
        max_size=30,
    )
)
def test_any_mess_of_tags_is_read(tags: list[str]) -> None:
    try:
        document = read("".join(tags))
    except ReadingError:
        return
    for grid in document.grids:
        covered = [
            (c.row + a, c.column + b)
            for c in grid.cells
            for a in range(c.row_span)
            for b in range(c.column_span)
        ]
        assert len(covered) == len(set(covered))


@given(st.binary(max_size=200))
def test_noise_never_breaks(data: bytes) -> None:
    try:
        read_html(b"<html>" + data)
    except ReadingError:
        return


@pytest.mark.real
def test_real_page() -> None:
    path = SHARED / "chongqing-publicity-2026-budget-narrative.html"
    if not path.exists():
        pytest.skip("real documents are not at hand (../shared)")
    document = read_html(path.read_bytes())
    text = lines(document)
    assert "二、部门收支总体情况" in text
    assert text.index("一、单位基本情况") < text.index("六、专业性名词解释")
    assert any("附件" in remark.message.zh for remark in document.remarks)
