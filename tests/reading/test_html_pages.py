"""Web pages as sites make them: menus and feet around the text, attachments, drawn tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading import read
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.documents import read_document
from budgetdisclosure.reading.formats.html import read_html

pytest.importorskip("lxml")

ARTICLE = (
    "<div id='zoom'><h1>某局2023年度部门决算</h1><p>第一部分 概况</p><p>一、主要职责</p>"
    "<p>本部门贯彻落实有关方针政策，承担公共财政各项收支的管理、监督与服务职责，编制年度预决算。</p>"
    "<table><tr><td>项目</td><td>金额</td></tr><tr><td>合计</td><td>1.50</td></tr></table></div>"
)
MENU = "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(8))


def page(body: str) -> Document:
    return read_html(f"<html><body>{body}</body></html>".encode())


def said(document: Document) -> str:
    return "\n".join(remark.message.zh for remark in document.remarks)


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


AROUND = [
    "<div class='nav-box'><a href='/'>首页</a></div>",
    f"<ul>{MENU}</ul>",
    "<div class='topBar'>欢迎访问</div>",
    "<div class='crumbs'>当前位置：首页 &gt; 部门决算</div>",
    "<nav>导航</nav>",
    "<footer>版权</footer>",
    "<aside>相关</aside>",
    "<div role='contentinfo'>联系我们</div>",
    "<div><p>主办：某局</p><p>京ICP备05012345号-1</p><p>电话：12345678</p></div>",
    "<table class='foot'><tr><td>网站标识码 1100000088</td></tr></table>",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(AROUND), max_size=4), st.lists(st.sampled_from(AROUND), max_size=4))
def test_what_stands_around_the_text_is_no_text(before: list[str], after: list[str]) -> None:
    alone = page(ARTICLE)
    document = page("".join(before) + ARTICLE + "".join(after))
    assert document.blocks == alone.blocks
    assert ("正文以外" in said(document)) == bool(before or after)


def test_a_site_makes_no_sections() -> None:
    whole = read(f"<html><body>{''.join(AROUND)}{ARTICLE}{''.join(AROUND)}</body></html>".encode())
    alone = read(f"<html><body>{ARTICLE}</body></html>".encode())
    assert [s.title for s in whole.walk_sections()] == [s.title for s in alone.walk_sections()]


@pytest.mark.parametrize(
    "body",
    [
        "<div class='nav'>" + ARTICLE + "</div>",
        "<div class='footer'><h2>收入决算表</h2>正文</div>",
        "<div class='share'><p>"
        + "本年收入较上年增加的主要原因是项目经费增加，" * 3
        + "特此说明。</p></div>",
        "<div class='top'>收入决算情况</div>",
        "<table class='foot'><tr><td>项目</td><td>金额</td></tr><tr><td>合计</td><td>1.50</td></tr></table>",
        "<ul>" + "".join(f"<li><a href='#p{n}'>第{n}部分</a></li>" for n in range(9)) + "</ul>",
    ],
    ids=["article", "heading", "sentences", "doubtful name", "amounts", "contents"],
)
def test_text_is_read_whatever_its_element_is_called(body: str) -> None:
    assert "正文以外" not in said(page(body))
    assert page(body).blocks


def test_a_page_that_is_all_links_is_still_read_or_refused_with_what_it_offers() -> None:
    links = "".join(f"<li><a href='/{n}.pdf'>附件{n}：{n}月报表</a></li>" for n in range(9))
    with pytest.raises(ReadingError) as caught:
        page(f"<ul>{links}</ul>")
    assert "附件3：3月报表" in str(caught.value)


def test_attachments_are_named_by_their_words_or_their_address() -> None:
    document = page(
        "<p>说明</p><p>附件：1.<a href='/W0202.xls'>2023年度决算报表</a></p>"
        "<p><a href='down.jsp?id=3'>部门决算公开表.xlsx</a>（点击下载）</p>"
        "<p>详见<a href='/%E8%A1%A8.pdf'></a>所附。</p><embed src='/v.pdf'><p>后文</p>"
        "<iframe src='/pdf/viewer.html?file=/u/决算.pdf'></iframe><p><a href='/u/7.ods'>附表</a></p>"
    )
    names = said(document)
    for name in ("2023年度决算报表", "部门决算公开表.xlsx", "表.pdf", "v.pdf", "决算.pdf", "附表"):
        assert name in names
    assert lines(document) == [
        "说明",
        "部门决算公开表.xlsx（点击下载）",
        "详见所附。",
        "后文",
    ]


def test_pictures_and_pages_inside_are_told() -> None:
    document = page(
        "<p>见下图</p><img src='a.png' alt='收入决算表'><img src='i.gif' width='16'>"
        "<iframe src='/content/1.html'></iframe>"
    )
    assert "1幅图片" in said(document)
    assert "收入决算表" in said(document)
    assert "/content/1.html" in said(document)
    with pytest.raises(ReadingError, match=r"main\.htm"):
        read_html(b"<html><frameset><frame src='menu.htm'><frame src='main.htm'></frameset></html>")


def test_hidden_tables_are_told() -> None:
    document = page(f"<p>见</p><div style='display:none'>{ARTICLE}</div>")
    assert "选项卡" in said(document)
    assert not document.grids


def test_a_raised_figure_is_no_digit() -> None:
    document = page(
        "<table><tr><td>科目名称</td><td>合计</td></tr><tr><td>社保<sup>1</sup></td>"
        "<td>1,234.50<sup>2</sup></td></tr></table>"
    )
    assert document.grids[0].texts()[1] == ("社保¹", "1,234.50²")


def test_fields_of_a_form_show_what_is_filled_in() -> None:
    document = page(
        "<table><tr><td>金额</td><td><input value='12.30'><input type='hidden' value='9'></td></tr>"
        "<tr><td>说明</td><td><textarea>按期完成</textarea></td></tr></table>"
    )
    assert document.grids[0].texts() == (("金额", "12.30"), ("说明", "按期完成"))


cells = st.text("项目合计基本支出", min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["role", "style", "div", "ul"]),
    st.lists(st.tuples(cells, st.integers(0, 10**6)), min_size=1, max_size=6),
)
def test_a_drawn_table_is_a_table(way: str, rows: list[tuple[str, int]]) -> None:
    table, row, cell = {
        "role": ("<div role='table'>", "<div role='row'>", "<span role='cell'>"),
        "style": (
            "<div style='display: table;width:1px'>",
            "<div style='display:table-row'>",
            "<span style='display:table-cell'>",
        ),
        "div": ("<div>", "<div>", "<div>"),
        "ul": ("<ul>", "<li>", "<span>"),
    }[way]
    ends = {"<d": "</div>", "<s": "</span>", "<u": "</ul>", "<l": "</li>"}
    texts = [("项目", "金额"), *((name, f"{n / 100:.2f}") for name, n in rows)]

    def wrapped(start: str, held: str) -> str:
        return start + held + ends[start[:2]]

    body = wrapped(
        table, "".join(wrapped(row, "".join(wrapped(cell, t) for t in r)) for r in texts)
    )
    assert page("<p>表</p>" + body).grids[0].texts() == tuple(texts)


def test_prose_in_divisions_is_no_table() -> None:
    body = "".join(f"<div><span>第{n}条</span><span>说明{n}</span></div>" for n in range(5))
    assert not page(f"<div>{body}</div>").grids


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5"]
)
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "iso-8859-1", "big5", "没有"])
def test_a_wrong_declaration_is_seen_through(encoding: str, declared: str) -> None:
    meta = f"<meta charset='{declared}'>" if declared else ""
    text = f"<html><head>{meta}</head><body><p>{{}}</p></body></html>"
    told = (
        "部門預算收入支出說明，本年收入合計"
        if encoding == "big5"
        else "部门预算收入支出说明，本年收入合计"
    )
    try:
        data = text.format(told).encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("the declaration cannot be written so")
    assert lines(read_document(data))[0] == told  # type: ignore[arg-type]


def test_entities_of_a_document_type_are_not_text() -> None:
    document = read_html(
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        b'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>a&x;b</p></body></html>'
    )
    assert lines(document) == ["a&x;b"]


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("", "<p>京ICP备1号</p>"),
        ("<div class='nav'>" * 200, "<p>文</p>"),
        ("", "<a href='/1'>一</a> "),
        ("<div>" * 200 + "京ICP备1号", "<i></i>"),
        ("<div role='table'>" * 150, "<p>文</p>"),
        ("<ol>", "<li>文</li>"),
    ],
    ids=["feet", "menus", "links", "empty elements", "tables", "items"],
)
def test_four_times_as_long_a_page_takes_about_four_times_as_long(
    before: str, body: str, growth: Callable[..., float]
) -> None:
    def made(count: int) -> Callable[[], object]:
        return lambda: page("<p>正文</p>" + before + body * count)

    assert growth(made(2_000), made(8_000)) < 9


def test_items_are_numbered_by_their_own_list() -> None:
    document = page("<ol start=3><li>甲<ol><li>一</li><li>二</li></ol></li><li>乙</li></ol>")
    assert lines(document) == ["3. 甲", "1. 一", "2. 二", "4. 乙"]


@pytest.mark.parametrize("line", ["附注：编制", "版权所有", "表"])
def test_a_piece_in_another_encoding_is_read(line: str) -> None:
    told = "部门预算收入支出说明，本年收入合计一百万元"
    document = read_document(told.encode() + b"\n" + line.encode("gbk") + b"\n")
    assert lines(document) == [told, line]
    assert "GB 18030" in said(document)
