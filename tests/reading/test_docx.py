"""Word files: tables with their merged cells, numbers Word prints, changes taken as accepted."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading.document import Document, Grid
from budgetdisclosure.reading.formats.docx import read_docx
from budgetdisclosure.reading.formats.numerals import chinese

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(body: str, head: str = "", **parts: str) -> bytes:
    """A docx with this body, and parts such as numbering=… (their inner XML)."""
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{REL}/{name}" Target="{name}.xml"/>'
        for n, name in enumerate(parts)
    )
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}" xmlns:mc="urn:mc" xmlns:v="urn:v">'
            f"<w:body>{body}</w:body></w:document>",
        )
        packed.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
        )
        for name, inner in parts.items():
            packed.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{inner}</w:{name}>')
    return out.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def spans(grid: Grid) -> set[tuple[str, int, int, int, int]]:
    return {(c.text, c.row, c.column, c.row_span, c.column_span) for c in grid.cells}


@st.composite
def merged(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """A size, and rectangles in it that do not overlap: row, column, rows, columns."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    free = {(r, c) for r in range(height) for c in range(width)}
    found = []
    for row in range(height):
        for column in range(width):
            if (row, column) not in free:
                continue
            wide = draw(st.integers(1, 3))
            tall = draw(st.integers(1, 3))
            area = {(row + a, column + b) for a in range(tall) for b in range(wide)}
            if not area <= free:
                tall = wide = 1
                area = {(row, column)}
            free -= area
            found.append((row, column, tall, wide))
    return height, width, found


@settings(max_examples=40, deadline=None)
@given(merged())
def test_merged_cells_come_back(table: tuple[int, int, list[tuple[int, int, int, int]]]) -> None:
    height, width, areas = table
    file: Any = docx.Document()
    made = file.add_table(height, width)
    for number, (row, column, tall, wide) in enumerate(areas):
        made.cell(row, column).merge(
            made.cell(row + tall - 1, column + wide - 1)
        ).text = f"第{number}格"
    out = BytesIO()
    file.save(out)
    document = read_docx(out.getvalue())
    if all(len([area for area in areas if area[0] == row]) < 2 for row in range(height)):
        assert lines(document) == [f"第{n}格" for n in range(len(areas))]
        return
    (grid,) = document.grids
    assert (grid.height, grid.width) == (height, width)
    assert spans(grid) == {(f"第{n}格", *area) for n, area in enumerate(areas)}


def test_headings_have_levels() -> None:
    file: Any = docx.Document()
    file.add_heading("部门决算", 0)
    file.add_heading("收入决算表", 2)
    file.add_paragraph("说明")
    out = BytesIO()
    file.save(out)
    document = read_docx(out.getvalue(), source="a.docx")
    assert [(x.text, x.level) for x in document.paragraphs] == [
        ("部门决算", 1),
        ("收入决算表", 2),
        ("说明", None),
    ]
    assert document.paragraphs[0].place.file == "a.docx"


NUMBERING = """
<w:abstractNum w:abstractNumId="7">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%3."/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def listed(text: str, depth: int, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_printed() -> None:
    body = (
        listed("职责", 0)
        + listed("甲", 1)
        + listed("乙", 1)
        + listed("机构", 0)
        + listed("丙", 1)
        + listed("丁", 2)
        + listed("另起", 0, 2)
        + listed("无", 0, 0)
    )
    assert lines(read_docx(package(body, numbering=NUMBERING))) == [
        "一、职责",
        "（一）甲",
        "（二）乙",
        "二、机构",
        "（一）丙",
        "2.1. 丁",
        "五、另起",
        "无",
    ]


def test_a_style_can_number() -> None:
    styles = """
    <w:style w:type="paragraph" w:styleId="a1"><w:name w:val="标题 1"/>
     <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="b1"><w:name w:val="自定"/><w:basedOn w:val="a1"/></w:style>
    """
    body = p("甲", '<w:pStyle w:val="a1"/>') + p("乙", '<w:pStyle w:val="b1"/>')
    document = read_docx(package(body, numbering=NUMBERING, styles=styles))
    assert [(x.text, x.level) for x in document.paragraphs] == [("一、甲", 1), ("二、乙", 1)]


@given(st.integers(1, 9999))
def test_chinese_numbers_differ_and_read_back(count: int) -> None:
    text = chinese(count)
    digits = "〇一二三四五六七八九"
    value = pending = 0
    for character in text:
        if character in "十百千":
            value += (pending or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            pending = 0
        else:
            pending = digits.index(character)
    assert value + pending == count


def test_tracked_changes_are_taken_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>收入</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>" + p("后半")
    )
    document = read_docx(package(body))
    assert lines(document) == ["收入新", "前半后半"]
    assert len(document.remarks) == 2


def test_a_deleted_row_is_gone() -> None:
    table = f"<w:tbl>{tr(tc('甲'), tc('1'))}{tr(tc('乙'), properties='<w:del/>')}</w:tbl>"
    assert read_docx(package(table)).grids[0].texts() == (("甲", "1"),)


def test_fields_print_their_results() -> None:
    body = (
        '<w:p><w:r><w:t>第</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText> IF </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>页</w:t></w:r></w:p>'
    )
    assert lines(read_docx(package(body))) == ["第3页"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>框外</w:t></w:r></w:p>"
    )
    assert lines(read_docx(package(body))) == ["框外", "框内"]


def test_content_controls_are_read_at_every_level() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    cells = control(tc("甲")) + tc("乙")
    body = control(p("段")) + f"<w:tbl>{control(tr(cells))}{tr(tc('丙'), tc('丁'))}</w:tbl>"
    document = read_docx(package(body))
    assert lines(document) == ["段"]
    assert document.grids[0].texts() == (("甲", "乙"), ("丙", "丁"))


def test_rows_may_begin_and_end_inside_the_grid() -> None:
    before = '<w:gridBefore w:val="1"/><w:gridAfter w:val="2"/>'
    table = f"<w:tbl>{tr(tc('甲'), properties=before)}{tr(*map(tc, '一二三四'))}</w:tbl>"
    (grid,) = read_docx(package(table)).grids
    assert grid.texts()[0] == ("", "甲", "", "")


def test_a_table_in_a_data_cell_is_nested_and_one_in_a_frame_is_not() -> None:
    inner = f"<w:tbl>{tr(tc('内'), tc('部'))}</w:tbl>"
    nested = f"<w:tbl>{tr(*map(tc, '一二三'), f'<w:tc>{inner}{p(str())}</w:tc>')}</w:tbl>"
    (grid,) = read_docx(package(nested)).grids
    assert grid.cells[3].grids[0].texts() == (("内", "部"),)
    frame = f"<w:tbl>{tr(f'<w:tc>{p(chr(0x9898))}{inner}</w:tc>')}</w:tbl>"
    document = read_docx(package(frame))
    assert lines(document) == ["题"]
    assert document.grids[0].texts() == (("内", "部"),)


def test_notes_follow_hidden_text_and_odd_characters() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        '<w:r><w:tab/><w:noBreakHyphen/><w:softHyphen/><w:br/><w:br w:type="page"/></w:r>'
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    notes = (
        f'<w:footnote w:id="1">{p("别的")}</w:footnote><w:footnote w:id="2">{p("注")}</w:footnote>'
    )
    document = read_docx(package(body, footnotes=notes))
    assert lines(document) == ["甲\t-\n☑", "注"]
    assert "隐藏" in document.remarks[0].message.zh


INDENT = '<w:ind w:firstLineChars="200"/>'
SPAN = '<w:gridSpan w:val="1000000000"/>'


def test_an_indent_in_a_cell_is_kept_as_wide_spaces() -> None:
    cell = f"<w:tc>{p('教育支出', INDENT)}</w:tc>"
    (grid,) = read_docx(package(f"<w:tbl>{tr(cell, tc('1'))}</w:tbl>")).grids
    assert grid.cells[0].text == "　　教育支出"


def test_an_absurd_span_is_read_as_one() -> None:
    table = f"<w:tbl>{tr(tc('甲', SPAN), tc('乙'))}</w:tbl>"
    document = read_docx(package(table))
    assert document.grids[0].texts() == (("甲", "乙"),)
    assert document.remarks


ENTITY = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "data",
    [
        package(p("")),
        package(p("&e;"), head=ENTITY),
        package("<w:p>" * 5000 + "</w:p>" * 5000),
        package(p("甲"))[:200],
        package("<w:p>"),
        b"PK\x03\x04",
        b"",
    ],
)
def test_hostile_or_broken_files_are_refused(data: bytes) -> None:
    with pytest.raises(ReadingError):
        read_docx(data)


def test_a_zip_bomb_is_refused() -> None:
    with pytest.raises(ReadingError, match="压缩比"):
        read_docx(package("0" * (32 * 2**20)))


def test_deep_tables_do_not_exhaust_the_stack() -> None:
    body = p("底")
    for _ in range(60):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    assert lines(read_docx(package(body))) or read_docx(package(body)).grids


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_flipped_bytes_never_break(data: st.DataObject) -> None:
    body = package(f"{p('甲')}<w:tbl>{tr(tc('乙'), tc('丙'))}</w:tbl>", numbering=NUMBERING)
    at = data.draw(st.integers(0, len(body) - 1))
    byte = data.draw(st.integers(0, 255))
    try:
        read_docx(body[:at] + bytes([byte]) + body[at + 1 :])
    except ReadingError:
        return


def test_wrappers_old_merges_and_what_is_only_remarked() -> None:
    old = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    table = (
        f"<w:tbl>{tr(tc('甲', old[0]), tc('', old[1]), tc('乙'))}{tr(*map(tc, '一二三'))}</w:tbl>"
    )
    body = (
        f"<mc:AlternateContent><mc:Choice>{p('选')}</mc:Choice><mc:Fallback>{p('备')}</mc:Fallback>"
        f"</mc:AlternateContent><w:ins>{p('插')}</w:ins><w:altChunk/><w:del>{p('删')}</w:del>{table}"
        "<w:p><w:r><w:drawing/><w:object/></w:r><w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>音</w:t></w:r></w:rubyBase></w:ruby></w:p>"
    )
    document = read_docx(package(body))
    assert lines(document) == ["选", "插", "音"]
    first = document.grids[0].cells[0]
    assert (first.text, first.column_span) == ("甲", 2)
    said = "".join(remark.message.zh for remark in document.remarks)
    assert all(word in said for word in ("修订", "注音", "图片", "嵌入对象", "外部文档"))


def test_a_continuation_without_a_beginning_is_a_cell() -> None:
    down = "<w:vMerge/>"
    table = f"<w:tbl>{tr(tc('甲'), tc('1'))}{tr(tc('乙', down), tc('2'))}{tr(tc('', down), tc('3'))}</w:tbl>"
    assert spans(read_docx(package(table)).grids[0]) == {
        ("甲", 0, 0, 1, 1),
        ("1", 0, 1, 1, 1),
        ("乙", 1, 0, 2, 1),
        ("2", 1, 1, 1, 1),
        ("3", 2, 1, 1, 1),
    }


def test_boxes_to_tick() -> None:
    def box(state: str) -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>'
            f'{state}</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    odd = '<w:r><w:sym w:font="Other" w:char="zz"/></w:r>'
    unticked = '<w:default w:val="0"/>'
    body = f"<w:p>{box('<w:checked/>')}{box(unticked)}{odd}</w:p>"
    assert lines(read_docx(package(body))) == ["☑□□"]


@pytest.mark.parametrize(
    ("form", "label"),
    [
        ("upperRoman", "IV"),
        ("lowerLetter", "d"),
        ("decimalEnclosedCircle", "④"),
        ("decimalFullWidth", "４"),
        ("ideographTraditional", "丁"),
        ("chineseLegalSimplified", "肆"),
        ("ideographDigital", "四"),
        ("decimalZero", "04"),
        ("bullet", ""),
        ("none", ""),
        ("unheardOf", "4"),
    ],
)
def test_forms_of_numbers(form: str, label: str) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="{form}"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    text = lines(read_docx(package(listed("甲", 0), numbering=numbering)))[0]
    assert text == ("甲" if form == "bullet" else f"{label}、甲")
