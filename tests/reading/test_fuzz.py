"""Damaged files of every format: read, or refused with a reason; nothing else, and no hang."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading import read
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.documents import read_document

pytest.importorskip("lxml")
openpyxl = pytest.importorskip("openpyxl")
docx = pytest.importorskip("docx")
xlwt = pytest.importorskip("xlwt")
canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")

ROWS = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["208", "社会保障和就业支出", "1,234.50", "1,000.00", "234.50"],
    ["20801", "人力资源管理事务", "1,234.50", "1,000.00", "234.50"],
    ["2080101", "行政运行", "1,000.00", "1,000.00", "0.00"],
]
TITLE = "支出决算表"
LONGEST = 20
"""Seconds one damaged file may take, on a machine with much else to do."""


def saved(made: Any) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.append([TITLE])
    book.active.merge_cells("A1:E1")
    for row in ROWS:
        book.active.append(row)
    book.active["F3"] = "=SUM(D3:E3)"
    book.active["F3"].number_format = "#,##0.00"
    return saved(book)


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write_merge(0, 0, 0, 4, TITLE)
    for number, row in enumerate(ROWS, 1):
        for column, text in enumerate(row):
            sheet.write(number, column, text)
    return saved(book)


def word() -> bytes:
    document = docx.Document()
    document.add_heading("第一部分 概况", 1)
    document.add_paragraph(TITLE)
    table = document.add_table(len(ROWS), 5)
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(0, 1))
    return saved(document)


def html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in ROWS)
    return (
        "<html><head><meta charset='gb2312'></head><body><div class='nav'><a href='/'>首页</a></div>"
        f"<h1>{TITLE}</h1><table border=1><tbody>{rows}<tr><td colspan=2 rowspan=2>x</td></tr></tbody>"
        "</table><a href='a.xls'>附件</a></body></html>"
    ).encode("gbk")


def mhtml() -> bytes:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
    return head + b"Content-Type: text/html; charset=gbk\n\n" + html() + b"\n--x--\n"


def text() -> bytes:
    return (TITLE + "\n\n" + "".join("\t".join(row) + "\n" for row in ROWS)).encode("gb18030")


def csv() -> bytes:
    lines = [TITLE + ",,,,", *(",".join(f'"{cell}"' for cell in row) for row in ROWS)]
    return "\r\n".join(lines).encode("utf-8-sig")


def pdf() -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = BytesIO()
    canvas = canvas_module.Canvas(out, pageCompression=0)
    canvas.setFont("STSong-Light", 9)
    canvas.drawString(250, 800, TITLE)
    for r in range(len(ROWS) + 1):
        canvas.line(40, 760 - 20 * r, 540, 760 - 20 * r)
    for c in range(6):
        canvas.line(40 + 100 * c, 760, 40 + 100 * c, 760 - 20 * len(ROWS))
    for r, row in enumerate(ROWS):
        for c, words in enumerate(row):
            canvas.drawString(42 + 100 * c, 746 - 20 * r, words)
    canvas.save()
    return out.getvalue()


def ofd() -> bytes:
    from tests.reading.test_ofd import made, table
    from tests.reading.test_ofd import text as words

    return made(words(60, 20, TITLE, 6) + table(ROWS, wide=38))


def xml2003() -> bytes:
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{t}</Data></Cell>' for t in row) + "</Row>"
        for row in [[TITLE], *ROWS]
    )
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}"><Worksheet ss:Name="表">'
        f"<Table>{rows}</Table></Worksheet></Workbook>"
    ).encode()


def rtf() -> bytes:
    from tests.reading.test_rtf import by_page, by_unicode, made, row

    title = b"\\pard " + by_unicode(TITLE) + b"\\par\n"
    ends = [1500 * (n + 1) for n in range(5)]
    return made(title + b"".join(row([by_page(cell) for cell in one], ends) for one in ROWS))


def doc() -> bytes:
    return (Path(__file__).parent / "data" / "merged.doc").read_bytes()


def parts() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        made.writestr("1.txt", text())
        made.writestr("2.html", html())
        made.writestr("3.zip", xlsx())
    return out.getvalue()


MAKERS: dict[str, Callable[[], bytes]] = {
    one.__name__: one
    for one in (xlsx, xls, word, html, mhtml, text, csv, pdf, ofd, xml2003, rtf, doc, parts)
}
SAME = ("xlsx", "xls", "word", "html", "mhtml", "text", "csv", "pdf", "ofd", "xml2003", "rtf")


@cache
def sound(name: str) -> bytes:
    return MAKERS[name]()


@pytest.mark.parametrize("name", SAME)
def test_the_same_table_in_every_format_is_the_same_table(name: str) -> None:
    expenditure = read(sound(name)).expenditure
    assert expenditure is not None
    assert expenditure.title == TITLE
    kept = [row for row in ROWS[1:] if row[1]]
    lines = {str(line.code): line for line in expenditure.lines}
    for code, _, total, basic, project in kept:
        line = lines[code]
        assert [line.total.digits, line.basic.digits, line.project.digits] == [
            total,
            basic,
            project,
        ]


def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    """Some bytes changed, taken away, put in, or said twice."""
    for _ in range(draw(st.integers(1, 4))):
        if not data:
            break
        at = draw(st.integers(0, len(data) - 1))
        end = min(at + draw(st.integers(0, 200)), len(data))
        way = draw(st.sampled_from(["flip", "cut", "end", "twice", "insert", "swap"]))
        noise = draw(st.binary(min_size=1, max_size=8))
        data = {
            "flip": data[:at] + noise + data[at + len(noise) :],
            "cut": data[:at] + data[end:],
            "end": data[:at],
            "twice": data[:end] + data[at:end] * 3 + data[end:],
            "insert": data[:at] + noise + data[at:],
            "swap": data[end:] + data[at:end] + data[:at],
        }[way]
    return data


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sound file with damage to its bytes, or to what a part of it holds before it is packed."""
    data = sound(draw(st.sampled_from(sorted(MAKERS))))
    if not data.startswith(b"PK") or draw(st.booleans()):
        return mutated(draw, data)
    out = BytesIO()
    try:
        with ZipFile(BytesIO(data)) as given, ZipFile(out, "w") as made:
            names = given.namelist()
            chosen = draw(st.sampled_from(names))
            for name in names:
                held = given.read(name)
                made.writestr(name, mutated(draw, held) if name == chosen else held)
    except BadZipFile:
        return data
    return out.getvalue()


def outcome(data: bytes) -> tuple[Document | ReadingError, float]:
    """What reading comes to, and the processor's time it took."""
    start = process_time()
    try:
        return read_document(data), process_time() - start
    except ReadingError as fault:
        return fault, process_time() - start


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(damaged())
def test_damage_is_read_or_refused_and_nothing_else(data: bytes) -> None:
    document, spent = outcome(data)
    assert isinstance(document, Document) or document.remedy is not None, str(document)
    for _ in range(2):
        spent = min(spent, outcome(data)[1]) if spent >= LONGEST else spent
    assert spent < LONGEST


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(damaged())
def test_damage_makes_a_disclosure_or_a_refusal(data: bytes) -> None:
    try:
        assert isinstance(read(data), Disclosure)
    except ReadingError:
        return


STARTS = [
    b"%PDF-1.7\n1 0 obj<<",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"PK\x03\x04\x14\x00",
    b"<html><table>",
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    b"\x09\x08\x08\x00\x00\x05\x10\x00",
    b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n",
    b"\xff\xfe",
    b"{",
    b"",
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(STARTS), st.binary(max_size=2_000))
def test_noise_is_read_or_refused(start: bytes, noise: bytes) -> None:
    try:
        read_document(start + noise)
    except ReadingError as fault:
        said = str(fault)
        assert fault.remedy is not None, said  # noqa: PT017
