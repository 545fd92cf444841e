"""OpenDocument files: made by hand, whole or hostile, and what LibreOffice makes of the library's."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from time import process_time
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import budgetdisclosure as bd
from budgetdisclosure.compose import Ledger, compose
from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading import Document, read_document
from budgetdisclosure.reading.document import Grid, Paragraph
from budgetdisclosure.reading.formats.sniff import sniff

KINDS = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_SPACES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "number": "datastyle",
        "fo": "xsl-fo-compatible",
    }.items()
)
FRAMED = (
    '<style:style style:name="f" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.5pt solid #000"/></style:style>'
)


def content(kind: str, body: str, styles: str = "") -> bytes:
    """A content part with this body."""
    inner = {"odt": "text", "ods": "spreadsheet"}[kind]
    return (
        f"<office:document-content{_SPACES}>"
        f"<office:automatic-styles>{FRAMED}{styles}</office:automatic-styles>"
        f"<office:body><office:{inner}>{body}</office:{inner}></office:body>"
        "</office:document-content>"
    ).encode()


def package(kind: str, part: bytes, more: Mapping[str, bytes] | None = None) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        made.writestr(ZipInfo("mimetype"), KINDS[kind])
        made.writestr(ZipInfo("content.xml"), part, ZIP_DEFLATED)
        for name, data in (more or {}).items():
            made.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return out.getvalue()


def read(kind: str, body: str, styles: str = "") -> Document:
    document = read_document(package(kind, content(kind, body, styles)))
    assert document.media == kind
    return document


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def remarks(document: Document) -> str:
    return "；".join(remark.message.zh for remark in document.remarks)


def sheet(rows: str, name: str = "表一", more: str = "") -> str:
    return f'<table:table table:name="{name}"{more}>{rows}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", more: str = "") -> str:
    said = f"<text:p>{text}</text:p>" if text else ""
    return f'<table:table-cell table:style-name="f"{more}>{said}</table:table-cell>'


COVERED = "<table:covered-table-cell/>"
HEAD = row(cell("项目"), cell("金额"))


def test_the_parts_tell_which_file_it_is() -> None:
    for kind in KINDS:
        made = package(kind, content(kind, "<text:p>a</text:p>"))
        assert sniff(made) == kind
        flat = content(kind, "").replace(
            b"<office:document-content",
            f'<office:document office:mimetype="{KINDS[kind]}"'.encode(),
        )
        assert sniff(b'<?xml version="1.0"?>' + flat) == kind
        out = BytesIO()  # packed anew, its mark lost
        with ZipFile(out, "w") as again:
            again.writestr("content.xml", content(kind, ""))
            again.writestr("META-INF/manifest.xml", f'<m media-type="{KINDS[kind]}"/>')
        assert sniff(out.getvalue()) == kind
    drawing = package("odt", b"").replace(
        KINDS["odt"].encode(), b"application/vnd.oasis.graphics" + b" " * 9
    )
    with pytest.raises(ReadingError, match="OpenDocument"):
        sniff(drawing)


def test_a_cell_is_read_as_it_was_shown_at_its_place() -> None:
    document = read(
        "ods",
        sheet(
            row(cell("支出表", ' table:number-columns-spanned="2"'), COVERED)
            + HEAD
            + row(
                cell("教育"), cell("1,234.50", ' office:value-type="float" office:value="1234.5"')
            )
        ),
    )
    [grid] = document.grids
    assert grid.texts() == (("支出表", ""), ("项目", "金额"), ("教育", "1,234.50"))
    assert grid.cells[0].column_span == 2
    place = grid.cells[-1].place
    assert (place.sheet, place.address, place.line) == ("表一", "B3", 3)
    assert texts(document) == ["表一"]


@given(st.integers(1, 60), st.integers(1, 30), st.integers(0, 5), st.integers(0, 5))
def test_what_is_repeated_stands_there_so_often(
    rows: int, columns: int, gap: int, before: int
) -> None:
    """However a program packs equal rows and cells, the grid is the one with all written out."""
    packed = sheet(
        row(cell(), more=f' table:number-rows-repeated="{before}"') * bool(before)
        + row(cell("项"), cell("额", f' table:number-columns-repeated="{columns}"'))
        + row(
            cell("甲"),
            cell("1.00", f' table:number-columns-repeated="{columns}"'),
            more=f' table:number-rows-repeated="{rows}"',
        )
        + row(
            cell(more=' table:number-columns-repeated="16384"'),
            more=f' table:number-rows-repeated="{1048000 + gap}"',
        )
    )
    plain = sheet(
        row(cell()) * before
        + row(cell("项"), cell("额") * columns)
        + row(cell("甲"), cell("1.00") * columns) * rows
    )
    assert read("ods", packed).blocks == read("ods", plain).blocks


@pytest.mark.parametrize(
    "hostile",
    [
        row(cell("1"), more=' table:number-rows-repeated="1048576"'),
        row(cell("1", ' table:number-columns-repeated="16384"')) * 7,
        row(cell("1", ' table:number-columns-repeated="99999999999999999999"')),
        row(
            cell("1", ' table:number-columns-repeated="1000"'),
            more=' table:number-rows-repeated="1000"',
        )
        * 5,
    ],
)
def test_what_is_repeated_without_end_is_refused(hostile: str) -> None:
    with pytest.raises(ReadingError, match="上限"):
        read("ods", sheet(HEAD + hostile))
    with pytest.raises(ReadingError, match="上限"):
        read("odt", sheet(HEAD + hostile))


def test_empty_rows_and_absurd_spans_cost_nothing() -> None:
    for many in ("1048576", "-3", "x", "0", "9" * 40):
        empty = row(
            cell(more=f' table:number-columns-repeated="{many}"'),
            more=f' table:number-rows-repeated="{many}"',
        )
        wide = cell(
            "项目", f' table:number-columns-spanned="{many}" table:number-rows-spanned="{many}"'
        )
        for kind in ("ods", "odt"):
            body = sheet(empty + row(wide, cell("额")) + row(cell("甲"), cell("1.00")))
            document = read(kind, body)
            shown = str([grid.texts() for grid in document.grids])
            assert "1.00" in shown or "盖住" in remarks(document)


def test_hidden_sheets_rows_and_columns_are_read_and_told_of() -> None:
    hidden = '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows = HEAD + row(cell("甲"), cell("1.00"), more=' table:visibility="filter"')
    document = read("ods", sheet(columns + rows, more=' table:style-name="h"'), hidden)
    assert document.grids[0].texts()[1] == ("甲", "1.00")
    assert all(part in remarks(document) for part in ("工作表是隐藏的", "1个隐藏行", "1个隐藏列"))
    assert "隐藏" not in remarks(read("ods", sheet(rows.replace("filter", "visible"))))


def test_a_number_without_its_text_is_printed_by_its_format() -> None:
    """Programs that write no text leave it to the format; what that does not show is told of."""
    number = '<number:number-style style:name="n"><number:number number:decimal-places="2" number:grouping="true"/></number:number-style>'
    none = '<number:number-style style:name="z"><number:text></number:text></number:number-style>'
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="{data}"/>'
        for name, data in (("n1", "n"), ("z1", "z"))
    )

    def bare(style: str) -> str:
        return f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="1234.5"/>'

    formula = '<table:table-cell table:formula="of:=SUM([.A1:.A2])"/>'
    document = read(
        "ods",
        sheet(HEAD + row(cell("甲"), bare("n1"), bare("z1"), bare(""), formula)),
        number + none + styles,
    )
    assert document.grids[0].texts()[1] == ("甲", "1,234.50", "", "1234.5", "=SUM([.A1:.A2])")
    assert "没有保存计算结果" in remarks(document)
    assert "格式设为不显示" in remarks(document)


def test_what_is_not_a_sheets_own_is_not_read_or_told_of() -> None:
    other = sheet(HEAD, "'file:///c/a.ods'#$表一")
    picture = "<table:shapes><draw:frame><draw:image/></draw:frame></table:shapes>"
    note = "<table:table-cell><office:annotation><text:p>批注</text:p></office:annotation><text:p>乙</text:p></table:table-cell>"
    document = read("ods", sheet(picture + HEAD + row(note, cell("2.00"))) + other)
    assert [grid.texts() for grid in document.grids] == [(("项目", "金额"), ("乙", "2.00"))]
    assert "1个图片" in remarks(document)


@pytest.mark.parametrize(
    ("text", "told"), [("<text:p>单位：元</text:p>", True), ("<text:p/>", False)]
)
def test_a_shape_over_a_sheet_is_told_of_where_it_holds_a_text(text: str, told: bool) -> None:
    shape = f"<table:shapes><draw:rect>{text}</draw:rect></table:shapes>"
    document = read("ods", sheet(shape + HEAD + row(cell("乙"), cell("2.00"))))
    assert ("1个图片" in remarks(document)) is told


def test_a_text_reads_in_its_order() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="2">收入<text:s text:c="2"/>情况</text:h>'
        "<text:p>本年\n   收入<text:span>10<text:span>4.60</text:span></text:span>万元<text:line-break/>支出"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注一</text:p></text:note-body></text:note></text:p>"
        "<text:section><text:p>节内</text:p></text:section>"
        '<text:section text:display="none"><text:p>看不见</text:p></text:section>'
        "<text:p><draw:frame><draw:text-box><text:p>框内</text:p></draw:text-box></draw:frame><draw:frame><draw:image/></draw:frame></text:p>"
        '<text:p>面积<text:span text:style-name="up">2</text:span><text:span text:style-name="off">藏</text:span></text:p>'
    )
    styles = (
        '<style:style style:name="up" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
        '<style:style style:name="off" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    document = read("odt", body, styles)
    assert texts(document) == [
        "收入  情况",
        "本年 收入104.60万元\n支出",
        "节内",
        "框内",
        "面积²",
        "脚注一",
    ]
    assert [block.level for block in document.paragraphs][:2] == [2, None]
    told = remarks(document)
    assert all(part in told for part in ("1处修订删除", "2处隐藏文字", "1幅图片"))


def test_lists_and_headings_print_their_numbers() -> None:
    styles = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
        '<text:list-level-style-number text:level="2" style:num-format="1" style:num-prefix="(" style:num-suffix=")"/></text:list-style>'
        '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>'
        '<text:outline-style style:name="O"><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="、"/></text:outline-style>'
    )

    def item(text: str, inner: str = "", more: str = "") -> str:
        return f"<text:list-item{more}><text:p>{text}</text:p>{inner}</text:list-item>"

    def listed(style: str, *items: str, more: str = "") -> str:
        return f'<text:list text:style-name="{style}"{more}>{"".join(items)}</text:list>'

    body = (
        listed("L", item("甲", f"<text:list>{item('子')}{item('丑')}</text:list>"), item("乙"))
        + listed("B", item("点"))
        + listed("L", item("丙"), more=' text:continue-numbering="true"')
        + listed("L", item("丁"))
        + listed("L", item("戊", more=' text:start-value="9"'))
        + '<text:h text:outline-level="1">头</text:h><text:h text:outline-level="1">尾</text:h>'
    )
    assert texts(read("odt", body, styles)) == [
        *(
            "一、甲",
            "(1)子",
            "(2)丑",
            "二、乙",
            "点",
            "三、丙",
            "一、丁",
            "九、戊",
            "1、头",
            "2、尾",
        )
    ]


def test_a_table_of_a_text_keeps_its_spans_and_nested_tables() -> None:
    inner = f"<table:table>{row(cell('里'), cell('外'))}{row(cell('3'), cell('4'))}</table:table>"
    nested = f"<table:table-cell><text:p>表</text:p>{inner}</table:table-cell>"
    body = sheet(
        "<table:table-header-rows>"
        + row(
            cell("项目", ' table:number-rows-spanned="2"'),
            cell("金额", ' table:number-columns-spanned="2"'),
            COVERED,
        )
        + "</table:table-header-rows>"
        + row(COVERED, cell("收"), cell("支"))
        + row(cell("甲"), cell("1"), cell("2"))
        + row(nested, cell("5"), cell("6"))
    )
    [grid] = read("odt", body).grids
    assert grid.texts()[:3] == (("项目", "金额", ""), ("", "收", "支"), ("甲", "1", "2"))
    assert [(one.row_span, one.column_span) for one in grid.cells[:2]] == [(2, 1), (1, 2)]
    assert [one.texts() for held in grid.cells for one in held.grids] == [
        (("里", "外"), ("3", "4"))
    ]


def test_locked_cut_short_bombs_and_entities_are_refused() -> None:
    part = content("odt", "<text:p>公开</text:p>")
    locked = package("odt", b"\x00\x01", {"META-INF/manifest.xml": b"<manifest:encryption-data/>"})
    with pytest.raises(ReadingError, match="加密"):
        read_document(locked)
    whole = package("ods", b"", {"encrypted-package": b"\x00"})
    with pytest.raises(ReadingError, match="加密"):
        read_document(whole)
    good = package("odt", part)
    for end in (len(good) // 2, len(good) - 30):
        with pytest.raises(ReadingError, match="损坏"):
            read_document(good[:end])
    with pytest.raises(ReadingError, match="损坏"):
        read_document(package("odt", part[:-30]))
    with pytest.raises(ReadingError, match="损坏"):
        read_document(package("odt", content("ods", sheet(HEAD))))
    entity = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + part.replace(
        "公开".encode(), b"&e;"
    )
    with pytest.raises(ReadingError, match="外部实体"):
        read_document(package("odt", entity))
    with pytest.raises(ReadingError, match="压缩比"):
        read_document(package("ods", content("ods", " " * 40_000_000)))
    with pytest.raises(ReadingError, match="没有文字"):
        read("odt", "<text:p> </text:p>")
    with pytest.raises(ReadingError, match="没有任何内容"):
        read("ods", sheet(row(cell())))


@given(st.data())
def test_no_damage_brings_anything_but_a_refusal(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["odt", "ods"]))
    part = content(kind, sheet(HEAD + row(cell("甲"), cell("1.00"))))
    at = data.draw(st.integers(0, len(part) - 1))
    long = data.draw(st.integers(1, 30))
    with_hole = part[:at] + data.draw(st.binary(max_size=8)) + part[at + long :]
    with suppress(ReadingError):
        read_document(package(kind, with_hole))


@pytest.mark.slow
@pytest.mark.parametrize(("first", "then"), [("docx", "odt"), ("xlsx", "ods"), ("xlsx", "fods")])
def test_what_libreoffice_saves_reads_as_what_it_was_given(
    first: str, then: str, tmp_path: Path, root: Path
) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    ledger = Ledger.from_csv(root / "examples" / "ledger-2020.csv")
    made = compose(ledger, entity="某单位", fiscal_year=2020, form="hunan-2020")
    bd.write(made, tmp_path / f"a.{first}")
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", then, f"a.{first}"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    saved, given_ = bd.read(tmp_path / f"a.{then}"), bd.read(tmp_path / f"a.{first}")
    assert saved == given_
    assert not saved.unplaced
    assert _cells(tmp_path / f"a.{then}") == _cells(tmp_path / f"a.{first}")


def _cells(path: Path) -> list[tuple[tuple[str, ...], ...]]:
    """The cells of all grids; what is centred begins with no indent, whoever says so."""
    grids = read_document(path).grids
    return [tuple(tuple(map(str.strip, row)) for row in grid.texts()) for grid in grids]


def test_grids_are_what_the_others_make() -> None:
    """A sheet without lines has its title above its table, as in a workbook of Excel."""
    plain = sheet(row(cell("收入表")) + HEAD + row(cell("甲"), cell("1.00"))).replace(
        ' table:style-name="f"', ""
    )
    document = read("ods", plain)
    assert texts(document) == ["表一", "收入表"]
    assert isinstance(document.blocks[-1], Grid)


@pytest.mark.parametrize("last", ["s4999", "s0"])
def test_styles_made_of_one_another_without_end_are_read(last: str) -> None:
    names = [*(f"s{at}" for at in range(5_000)), last]
    chain = "".join(
        f'<style:style style:name="{one}" style:family="table-cell" '
        f'style:parent-style-name="{above}"/>'
        for one, above in pairwise(names)
    )
    cells = [cell("1.00").replace('style-name="f"', f'style-name="{one}"') for one in names[:400]]
    start = process_time()
    (grid,) = read("ods", sheet(row(*cells) * 2), chain).grids
    assert grid.width == len(cells)
    assert process_time() - start < 4
