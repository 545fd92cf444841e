"""Word files as people make them: tab stops, fields without results, documents inside others."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.documents import read_document

pytest.importorskip("lxml")

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def made(
    body: str, main: str = "word/document.xml", chunks: dict[str, bytes] | None = None, w: str = W
) -> bytes:
    """A docx whose main part has this name, with documents to embed by their part's name."""
    out = BytesIO()
    listing = main.replace("word/", "word/_rels/") + ".rels"
    targets = "".join(
        f'<Relationship Id="{name}" Type="{REL}/aFChunk" Target="{name}"/>' for name in chunks or {}
    )
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="1" Type="{REL}/officeDocument" '
            f'Target="{main}"/></Relationships>',
        )
        packed.writestr(
            main,
            f'<w:document xmlns:w="{w}" xmlns:r="{REL}" xmlns:o="urn:o"><w:body>{body}</w:body>'
            "</w:document>",
        )
        packed.writestr(listing, f'<Relationships xmlns="{PACKAGE}">{targets}</Relationships>')
        for name, data in (chunks or {}).items():
            packed.writestr(f"word/{name}", data)
    return out.getvalue()


def run(*held: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{''.join(held)}</w:r>"


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def p(*texts: str) -> str:
    """A paragraph with its texts parted by tabs."""
    return f"<w:p>{run('<w:tab/>'.join(map(t, texts)))}</w:p>"


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize("main", ["word/document.xml", "word/document2.xml"])
@pytest.mark.parametrize("w", [W, STRICT])
def test_the_main_part_is_found_by_any_of_its_names(main: str, w: str) -> None:
    assert lines(read_document(made(p("正文"), main, w=w))) == ["正文"]


names = st.text("收入支出项目合计", min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.tuples(names, st.lists(st.integers(0, 10**7), min_size=width, max_size=width)),
            min_size=1,
            max_size=5,
        )
    ),
    st.integers(1, 3),
)
def test_a_table_by_tab_stops_comes_back(rows: list[tuple[str, list[int]]], tabs: int) -> None:
    head = ["项目", *(f"第{n}栏" for n, _ in enumerate(rows[0][1]))]
    texts = [head, *([name, *(f"{n / 100:,.2f}" for n in fen)] for name, fen in rows)]
    gaps = [""] * (tabs - 1)
    padded = [[row[0], *(cell for text in row[1:] for cell in (*gaps, text))] for row in texts]
    document = read_document(made(p("前") + "".join(p(*row) for row in padded) + p("后")))
    assert lines(document) == ["前", "后"]
    assert document.grids[0].texts() == tuple(map(tuple, texts))


def test_a_contents_page_by_tab_stops_stays_text() -> None:
    document = read_document(made(p("一、概况", "3") + p("二、收入决算表", "4")))
    assert not document.grids
    assert lines(document) == ["一、概况\t3", "二、收入决算表\t4"]


def test_a_raised_figure_is_no_digit() -> None:
    raised = run(t("1"), properties='<w:vertAlign w:val="superscript"/>')
    assert lines(
        read_document(made(f"<w:p>{run(t('1,234.50'))}{raised}{run(t('万元'))}</w:p>"))
    ) == ["1,234.50¹万元"]


def field(asked: str, result: str | None) -> str:
    shown = "" if result is None else run('<w:fldChar w:fldCharType="separate"/>') + run(t(result))
    return (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run(f"<w:instrText>{asked}</w:instrText>")
        + shown
        + run('<w:fldChar w:fldCharType="end"/>')
    )


def test_fields_print_their_result_and_formulas_without_one_are_told() -> None:
    body = "".join(
        f"<w:p>{run(t('见'))}{field(*one)}</w:p>"
        for one in ((" =SUM(ABOVE) ", "1.50"), (" =SUM(LEFT) ", None), (" PAGEREF x ", None))
    )
    document = read_document(made(body))
    assert lines(document) == ["见1.50", "见=SUM(LEFT)", "见"]
    (remark,) = document.remarks
    assert "1个公式域" in remark.message.zh


TABLE = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>合计</td><td>1.50</td></tr></table>"


def chunk(name: str) -> str:
    return f'<w:altChunk r:id="{name}"/>'


def test_embedded_documents_are_read_where_they_stand() -> None:
    chunks = {
        "a.html": f"<html><body>{TABLE}</body></html>".encode(),
        "b.docx": made(p("内文") + chunk("x"), chunks={"x": b"deep"}),
        "c.txt": "文本".encode("gbk"),
        "d.rtf": b"{\\rtf1 x}",
        "e.docx": b"PK\x03\x04 broken",
    }
    body = p("前") + "".join(map(chunk, [*chunks, "没有"])) + p("后")
    document = read_document(made(body, chunks=chunks))
    assert lines(document) == ["前", "内文", "文本", "x", "后"]
    assert document.grids[0].texts() == (("项目", "金额"), ("合计", "1.50"))
    own, inner = (remark.message.zh for remark in document.remarks)
    assert "2处" in own
    assert "嵌入的文档" in inner
    assert "1处" in inner


def test_what_an_embedded_document_leaves_out_is_told() -> None:
    chunks = {
        "a.docx": made(p("甲") + "<w:p><w:r><w:drawing/></w:r></w:p>"),
        "b.rtf": rb"{\rtf1 12.50{\v hid}\par}",
    }
    document = read_document(made("".join(map(chunk, chunks)), chunks=chunks))
    assert lines(document) == ["甲", "12.50"]
    said = [remark.message.zh for remark in document.remarks]
    assert [any(word in one for one in said) for word in ("1幅图片", "1处隐藏文字")] == [True, True]


def test_one_document_embedded_without_end_is_bearable() -> None:
    chunks = {"a.html": f"<html><body>{TABLE}</body></html>".encode()}
    document = read_document(made(chunk("a.html") * 1_000, chunks=chunks))
    assert len(document.grids) == 100
    assert "900处" in document.remarks[0].message.zh


def test_embedded_objects_are_named() -> None:
    held = run('<w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12"/></w:object>')
    document = read_document(made(p("表") + f"<w:p>{held}</w:p>"))
    assert "Excel.Sheet.12" in document.remarks[0].message.zh


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("<w:p><w:r><w:drawing/></w:r></w:p>" * 3, "OCR"),
        (
            "<w:tbl>"
            + (
                "<w:tr>"
                + '<w:tc><w:tcPr><w:gridSpan w:val="1000"/></w:tcPr></w:tc>' * 99
                + "</w:tr>"
            )
            * 99
            + "</w:tbl>",
            "上限",
        ),
    ],
    ids=["pictures", "spans"],
)
def test_what_cannot_be_read_says_why(body: str, word: str) -> None:
    with pytest.raises(ReadingError, match=word) as caught:
        read_document(made(body))
    assert caught.value.remedy is not None


def test_a_span_of_a_thousand_million_costs_nothing() -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{p("甲")}</w:tc>'
    before = '<w:trPr><w:gridBefore w:val="999999999"/></w:trPr>'
    table = f"<w:tbl><w:tr>{before}{cell}<w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    document = read_document(made(table))
    assert document.grids[0].texts() == (("甲", "乙"),)
    assert "2个单元格的跨列数不合理" in document.remarks[0].message.zh


def workbook(old: bool = False) -> bytes:
    """A workbook of a draft and, in front, of a table with working cells out of sight beside it."""
    rows = [["项目", "金额"], ["基本支出", 1.5], ["项目支出", 2.25], ["合计", 3.75]]
    out = BytesIO()
    if old:
        book = pytest.importorskip("xlwt").Workbook()
        sheets = [book.add_sheet(name) for name in ("底稿", "表")]
        sheets[0].write(0, 0, "底稿")
        for row, column in ((r, c) for r in range(4) for c in range(2)):
            sheets[1].write(row, column, rows[row][column])
        book.set_active_sheet(1)
        book.save(out)
        return out.getvalue()
    book = pytest.importorskip("openpyxl").Workbook()
    book.active.title = "底稿"
    book.active["A1"] = "底稿"
    sheet = book.create_sheet("表")
    for row in rows:
        sheet.append(row)
    sheet["F9"] = "草算"
    book.active = 1
    book.save(out)
    return _sized(out.getvalue())


def _sized(data: bytes) -> bytes:
    """The workbook with what its object shows of it, which openpyxl does not write."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as held, ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name in held.namelist():
            part = held.read(name)
            if name == "xl/workbook.xml":
                part = part.replace(b"</sheets>", b'</sheets><oleSize ref="A1:B4"/>')
            packed.writestr(name, part)
    return out.getvalue()


def holding(name: str, more: str = "") -> str:
    inner = f'<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="{name}"{more}/>'
    return f"<w:p>{run(f'<w:object>{inner}</w:object>')}</w:p>"


@pytest.mark.parametrize(("name", "old"), [("a.xlsx", False), ("a.xls", True)])
def test_a_workbook_set_in_the_text_is_the_table_it_shows(name: str, old: bool) -> None:
    body = p("收入支出表") + holding(name) + p("后")
    document = read_document(made(body, chunks={name: workbook(old)}))
    assert lines(document) == ["收入支出表", "后"]
    (grid,) = document.grids
    assert [row[0] for row in grid.texts()] == ["项目", "基本支出", "项目支出", "合计"]
    assert [row[1] for row in grid.texts()][1:] == ["1.5", "2.25", "3.75"]
    assert not document.remarks
    order = [type(block).__name__ for block in document.blocks]
    assert order == ["Paragraph", "Grid", "Paragraph"]


def test_a_workbook_behind_an_icon_is_an_attachment_and_read_whole() -> None:
    body = p("附件") + holding("a.xlsx", ' DrawAspect="Icon"')
    document = read_document(made(body, chunks={"a.xlsx": workbook()}))
    assert lines(document) == ["附件", "底稿", "底稿", "表", "草算"]
    assert len(document.grids) == 1


def test_an_object_that_cannot_be_read_is_told() -> None:
    document = read_document(
        made(p("前") + holding("a.bin"), chunks={"a.bin": b"\xd0\xcf\x11\xe0"})
    )
    assert "1个嵌入对象（Excel.Sheet.12）" in document.remarks[0].message.zh
