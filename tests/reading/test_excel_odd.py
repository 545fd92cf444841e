"""Sheets that call themselves xls: XML of 2003, sheets of before 1995; and cells hidden by others."""

from __future__ import annotations

import struct
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.documents import read_document

pytest.importorskip("lxml")

HEAD = (
    '<?xml version="1.0"{}?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles>'
    '<Style ss:ID="m"><NumberFormat ss:Format="Standard"/><Borders><Border ss:Position="Left"/>'
    '</Borders></Style><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style>'
    '<Style ss:ID="i"><Alignment ss:Indent="2"/></Style></Styles>'
)


def xml_book(table: str, encoding: str = "", more: str = "") -> bytes:
    declared = f' encoding="{encoding}"' if encoding else ""
    text = (
        HEAD.format(declared)
        + f'<Worksheet ss:Name="支出"><Table>{table}</Table>{more}</Worksheet></Workbook>'
    )
    return text.encode(encoding or "utf-8")


def cell(text: str, kind: str = "String", **more: object) -> str:
    said = " ".join(f'ss:{name}="{value}"' for name, value in more.items())
    return f'<Cell {said}><Data ss:Type="{kind}">{escape(text)}</Data></Cell>'


words = st.text("收入支出决算项目金额合计其中0123456789.,-<&>\"'", min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda w: st.lists(st.lists(words, min_size=w, max_size=w), min_size=2, max_size=5)
    )
)
def test_an_xml_sheet_comes_back(rows: list[list[str]]) -> None:
    table = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in rows)
    (grid,) = read_document(xml_book(table)).grids
    assert grid.texts() == tuple(map(tuple, rows))


@pytest.mark.parametrize("encoding", ["", "GBK", "utf-16"])
def test_an_xml_sheet_is_printed_with_its_formats_spans_and_hidden_rows(encoding: str) -> None:
    table = (
        f"<Row>{cell('支出决算表', MergeAcross='2')}</Row>"
        f"<Row ss:Index='3'>{cell('项目', StyleID='m')}{cell('金额')}{cell('比重')}</Row>"
        f"<Row ss:Hidden='1'>{cell('基本支出', StyleID='i')}"
        f"{cell('1234.5', 'Number', StyleID='m')}"
        f"{cell('0.694', 'Number', StyleID='p')}</Row>"
        f"<Row>{cell('合计', StyleID='m')}{cell('2020-12-31T00:00:00.000', 'DateTime', Index='3')}</Row>"
    )
    document = read_document(xml_book(table, encoding))
    assert document.media == "xls"
    assert [p.text for p in document.paragraphs] == ["支出", "支出决算表"]
    assert document.grids[0].texts() == (
        ("项目", "金额", "比重"),
        ("　　基本支出", "1,234.50", "69.4%"),
        ("合计", "", "2020-12-31"),
    )
    assert document.grids[0].cells[4].place.address == "B4"
    assert "隐藏行" in document.remarks[0].message.zh


@pytest.mark.parametrize(
    "data",
    [
        xml_book("<Row>" + cell("甲"))[:-20],
        xml_book(""),
        xml_book("<Row>" + cell("甲") + "</Row>").replace(
            b"<Workbook",
            b'<!DOCTYPE Workbook [<!ENTITY e SYSTEM "file:///etc/hostname">]><Workbook',
        ),
    ],
    ids=["cut short", "empty", "entity"],
)
def test_a_broken_xml_sheet_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        read_document(data)
    assert caught.value.remedy is not None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_flipped_bytes_never_break_an_xml_sheet(data: st.DataObject) -> None:
    body = xml_book(f"<Row>{cell('合计')}{cell('1', 'Number', Index='3', MergeDown='2')}</Row>")
    at = data.draw(st.integers(0, len(body) - 1))
    changed = body[:at] + bytes([data.draw(st.integers(0, 255))]) + body[at + 1 :]
    try:
        assert isinstance(read_document(changed), Document)
    except ReadingError:
        return


def record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def test_a_sheet_of_the_first_excel_is_read() -> None:
    """BIFF2: no package, one sheet, texts in the code page of its Windows."""
    made = record(0x09, struct.pack("<HH", 2, 0x10)) + record(0x42, struct.pack("<H", 936))
    for row, column, text in ((0, 0, "项目"), (0, 1, "金额"), (1, 0, "合计")):
        encoded = text.encode("gbk")
        made += record(
            4, struct.pack("<HH", row, column) + bytes([0, 0, 0, len(encoded)]) + encoded
        )
    made += record(3, struct.pack("<HH", 1, 1) + bytes(3) + struct.pack("<d", 12.5))
    document = read_document(made + record(0x0A, b""))
    assert document.grids[0].texts() == (("项目", "金额"), ("合计", "12.5"))


def test_a_formula_of_an_xml_sheet_without_its_result_is_shown_and_told() -> None:
    table = f"<Row>{cell('合计')}<Cell ss:Formula='=SUM(R[1]C:R[2]C)'/></Row><Row>{cell('甲')}{cell('1', 'Number')}</Row>"
    document = read_document(xml_book(table))
    assert document.grids[0].texts()[0] == ("合计", "=SUM(R[1]C:R[2]C)")
    assert document.remarks[0].place.address == "B1"
