"""RTF files: Chinese however it is written, tables with their spans, what is left out told."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.documents import read_document
from budgetdisclosure.reading.formats.rtf import read_rtf

HEAD = rb"{\rtf1\ansi\ansicpg936\uc1{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fcharset0 Arial;}}"


def by_page(text: str) -> bytes:
    r"""Text in the code page of China: \'xx for each byte that is not ASCII."""
    plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return b"".join(
        bytes([byte]) if byte < 0x80 else b"\\'%02x" % byte for byte in plain.encode("gbk")
    )


def by_unicode(text: str) -> bytes:
    r"""Text as \uN with a stand-in for each character."""
    units = text.encode("utf-16-le")
    return b"".join(
        b"\\u%d?" % int.from_bytes(units[at : at + 2], "little", signed=True)
        for at in range(0, len(units), 2)
    )


def made(body: bytes) -> bytes:
    return HEAD + body + b"}"


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


texts = st.text("收入支出决算合计项目0123456789.,-{}\\()（）", min_size=1, max_size=12).filter(
    str.strip
)


@given(st.lists(texts, min_size=1, max_size=4), st.sampled_from([by_page, by_unicode]))
def test_text_comes_back_however_it_is_written(words: list[str], way) -> None:  # type: ignore[no-untyped-def]
    body = b"".join(b"\\pard " + way(one) + b"\\par\n" for one in words)
    assert lines(read_document(made(body))) == words


def test_characters_beyond_the_first_plane_and_wrong_code_pages() -> None:
    assert lines(read_document(made(by_unicode("𠮷田") + b"\\par"))) == ["𠮷田"]
    western = b"{\\rtf1\\ansi\\ansicpg1252 " + by_page("收入决算") + b"\\par}"
    assert lines(read_document(western)) == ["收入决算"]
    by_font = (
        b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f7\\fcharset134 x;}}\\f7 "
        + by_page("支")
        + b"\\par}"
    )
    assert lines(read_document(by_font)) == ["支"]


def row(cells: list[bytes], ends: list[int], marks: list[bytes] | None = None) -> bytes:
    shape = b"".join(
        mark + b"\\cellx%d" % end
        for mark, end in zip(marks or [b""] * len(ends), ends, strict=True)
    )
    return (
        b"\\trowd"
        + shape
        + b"\\pard\\intbl "
        + b"".join(c + b"\\cell " for c in cells)
        + b"\\row\n"
    )


@settings(max_examples=40, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(texts | st.just(""), min_size=width, max_size=width), min_size=2, max_size=5
        )
    )
)
def test_a_table_comes_back(rows: list[list[str]]) -> None:
    rows[0] = [cell or "项" for cell in rows[0]]
    ends = [1000 * (n + 1) for n, _ in enumerate(rows[0])]
    body = b"".join(row([by_page(cell) for cell in one], ends) for one in rows)
    document = read_document(
        made(b"\\pard " + by_page("前") + b"\\par " + body + b"\\pard " + by_page("后") + b"\\par")
    )
    assert lines(document) == ["前", "后"]
    assert document.grids[0].texts() == tuple(tuple(cell.strip() for cell in one) for one in rows)


def test_merged_cells_keep_their_span() -> None:
    body = (
        row([b"a", b"b", b"c"], [1000, 2000, 3000], [b"", b"\\clvmgf", b""])
        + row([b"d", b"", b"e"], [1000, 2000, 3000], [b"", b"\\clvmrg", b""])
        + row([b"f", b"g"], [2005, 3000])
        + row([b"h", b"", b"i"], [1000, 2000, 3000], [b"\\clmgf", b"\\clmrg", b""])
    )
    (grid,) = read_document(made(body)).grids
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in grid.cells] == [
        ("a", 0, 0, 1, 1),
        ("b", 0, 1, 2, 1),
        ("c", 0, 2, 1, 1),
        ("d", 1, 0, 1, 1),
        ("e", 1, 2, 1, 1),
        ("f", 2, 0, 1, 2),
        ("g", 2, 2, 1, 1),
        ("h", 3, 0, 1, 2),
        ("i", 3, 2, 1, 1),
    ]


def test_what_is_no_text_of_the_page_is_left_out_and_told() -> None:
    body = (
        b"{\\header head}{\\info{\\title t}}{\\*\\generator x}{\\stylesheet{\\s1 y;}}"
        b"1,234.50{\\super 2}{\\v hid}{\\deleted del}{\\pict\\bin4 {}}{}ok\\par"
        b"{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}\\tab x\\line y\\par"
        b"\\outlinelevel0 " + by_page("标题") + b"\\par"
    )
    document = read_document(made(body))
    assert lines(document) == ["1,234.50²ok", "7\tx\ny", "标题"]
    assert document.paragraphs[2].level == 1
    said = "".join(remark.message.zh for remark in document.remarks)
    assert all(word in said for word in ("图片", "修订删除", "隐藏文字"))


def test_tables_in_cells_are_kept_as_text() -> None:
    body = (
        b"\\trowd\\cellx1000\\cellx2000\\pard\\intbl x{\\itap2 1.00\\nestcell 2.00\\nestcell{\\nestrow}}\\cell y\\cell\\row"
        + row([b"a", b"b"], [1000, 2000])
    )
    document = read_document(made(body))
    assert "1.00\t2.00" in document.grids[0].cells[0].text
    assert "嵌套" in document.remarks[0].message.zh


@pytest.mark.parametrize("data", [made(b""), b"{\\rtf1", b"{" * 3 + b"\\rtf1", made(b"{" * 2_000)])
def test_what_cannot_be_read_says_why(data: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        read_rtf(data, source="公开.doc")
    assert caught.value.remedy is not None


SOUND = made(
    b"\\pard x\\par"
    + row([by_page("项目"), by_page("金额")], [1000, 2000])
    + row([by_page("合计"), b"1.50"], [1000, 2000])
)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_damage_is_read_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(6, len(SOUND) - 1))
    end = data.draw(st.integers(at, min(at + 30, len(SOUND))))
    noise = data.draw(
        st.binary(max_size=6)
        | st.sampled_from([b"\\cell", b"\\row", b"}", b"{", b"\\u-99999 ", b"\\bin999999999 "])
    )
    try:
        assert isinstance(read_rtf(SOUND[:at] + noise + SOUND[end:]), Document)
    except ReadingError:
        return


@pytest.mark.slow
def test_a_file_of_another_program_is_read(tmp_path: Path) -> None:
    """LibreOffice writes the RTF, where it is installed; the table is python-docx's."""
    docx = pytest.importorskip("docx")
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    document = docx.Document()
    document.add_paragraph("支出决算表")
    rows = [["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "1,234.50"]]
    table = document.add_table(2, 3)
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    document.save(tmp_path / "a.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "rtf", "a.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    read = read_document(tmp_path / "a.rtf")
    assert lines(read) == ["支出决算表"]
    assert read.grids[0].texts() == tuple(map(tuple, rows))


@pytest.mark.parametrize(
    "body",
    [
        rb"{\uc1\u25903}{\uc1\u20986}123.45",
        rb"{\u25903}\u20986\'3f123.45",
        rb"{\uc2\u25903 ?}{\uc1\u20986 ?}123.45",
        rb"\u25903\b0\u20986\b1 123.45",
        rb"\u25903?\u20986\emdash 123.45",
        rb"\u25903?\u20986\~123.45",
        rb"\u25903\u20986?123.45",
    ],
)
def test_stand_ins_end_with_their_group_and_may_be_words(body: bytes) -> None:
    document = read_rtf(rb"{\rtf1\ansi\ansicpg936 " + body + rb"\par}")
    assert [paragraph.text for paragraph in document.paragraphs] == ["支出123.45"]


def test_a_word_that_ends_a_paragraph_does_so_in_place_of_a_stand_in() -> None:
    document = read_rtf(rb"{\rtf1\ansi\ansicpg936 \u25903\par 12\par}")
    assert [paragraph.text for paragraph in document.paragraphs] == ["支", "12"]


def test_a_picture_with_its_older_copy_is_told_of_once() -> None:
    picture = rb"{\*\shppict{\pict\pngblip 8950}}{\nonshppict{\pict\wmetafile8 0100}}"
    document = read_rtf(rb"{\rtf1\ansi\ansicpg936 12.50\par " + picture + picture + rb"\par}")
    assert [remark.message.zh for remark in document.remarks] == ["有2幅图片，其中文字未读取"]
    assert [paragraph.text for paragraph in document.paragraphs] == ["12.50"]
