"""Where documents come from, and what a file is, whatever its name says."""

from __future__ import annotations

import json
import os
import zlib
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading.documents import read_document
from budgetdisclosure.reading.formats.numerals import chinese
from budgetdisclosure.reading.formats.sniff import sniff
from budgetdisclosure.reading.parts import natural
from budgetdisclosure.reading.source import gather, load

TEXT = "收入决算表\n\n项目\t金额\n合计\t1.00\n".encode()
PAGE = "<html><body><p>说明</p></body></html>".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**files: bytes) -> bytes:
    return packed({name.replace("__", "."): data for name, data in files.items()})


def packed(files: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", method) as made:
        for name, data in files.items():
            made.writestr(ZipInfo(name), data, method)  # without the hour: it names a test
    return out.getvalue()


def stream(name: str) -> bytes:
    """An OLE file as far as its directory: one stream of this name."""
    entry = name.encode("utf-16-le").ljust(64, b"\0") + bytes([len(name) * 2 + 2, 0])
    return OLE + bytes(504) + entry + bytes(62)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4", "pdf"),
        (b"\n\n junk %PDF-1.7", "pdf"),
        (TEXT, "text"),
        (PAGE, "html"),
        (b"\xef\xbb\xbf <!DOCTYPE HTML><p>", "html"),
        ("<?xml version='1.0'?><html xmlns='x'><p>".encode("utf-16"), "html"),
        (b"<!-- saved --><table><tr><td>1</td></tr></table>\n", "html"),
        (b"<table><tr><td>1</td></tr></table>", "html"),
        ("<div>甲</div>\n\n# 标题\n".encode(), "text"),
        ("<table></table>\n\n# 标题\n\n<table></table>".encode(), "text"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x", "mhtml"),
        (b'{"a": 1}', "json"),
        ("[2020]第1号文件所附表格[略]".encode(), "text"),
        ("From：财政局".encode(), "text"),
        (b"{\\rtf1 x}", "rtf"),
        (stream("WordDocument"), "doc"),
        (stream("Workbook"), "xls"),
        (stream("Book"), "xls"),
        (packed({"word/document.xml": b"x"}), "docx"),
        (packed({"xl/workbook.xml": b"x"}), "xlsx"),
        (packed({"a.txt": TEXT}), "zip"),
    ],
)
def test_formats_are_told_from_content(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b" \n\x00 ", "空"),
        (b"\x89PNG\r\n\x1a\n", "OCR"),
        (b"\xff\xd8\xff\xe0", "OCR"),
        (b"II*\x00....", "OCR"),
        (b"RIFF....WEBP", "OCR"),
        (b"BM....\x00\x00\x00\x00", "OCR"),
        (b"Rar!\x1a\x07", "解压"),
        (b"7z\xbc\xaf\x27\x1c", "解压"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"\0\0\0\x18ftypmp42", "视频"),
        (b"a.txt".ljust(257, b"\0") + b"ustar\0", "tar"),
        (b"MZ\x90\0", "程序"),
        (b"From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n--x", "邮件"),
        (b"L\0\0\0\x01\x14\x02\0\0\0", "快捷方式"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><text>1</text></svg>", "OCR"),
        (b"<?xml version='1.0'?>\n<w:wordDocument xmlns:w='x'/>", "docx"),
        (b"<?xml version='1.0'?><?mso-application progid='x'?><pkg:package/>", "XML"),
        (packed({"META-INF/container.xml": b""}), "EPUB"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (stream("EncryptedPackage"), "密码"),
        (stream("PowerPoint Document"), "演示"),
        (stream("Other"), "旧版"),
        (packed({"xl/workbook.bin": b""}), "xlsb"),
        (packed({"content.xml": b""}), "OpenDocument"),
        (packed({"a": b"1"})[:-10], "损坏"),
    ],
)
def test_what_is_not_read_says_why_and_what_to_do(data: bytes, word: str) -> None:
    with pytest.raises(ReadingError) as caught:
        sniff(data, source="甲.pdf")
    assert word in str(caught.value)
    assert caught.value.place is not None
    assert caught.value.place.file == "甲.pdf"
    assert caught.value.remedy is not None


def test_every_kind_of_source_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "决算.pdf"  # the name is wrong, and does not matter
    path.write_bytes(TEXT)
    with path.open("rb") as opened:
        documents = [
            read_document(source)
            for source in (
                TEXT,
                bytearray(TEXT),
                memoryview(TEXT),
                path,
                str(path),
                opened,
                BytesIO(TEXT),
            )
        ]
    assert all(document.blocks == documents[0].blocks for document in documents)
    assert [document.source for document in documents] == [None] * 3 + ["决算.pdf"] * 3 + [None]
    assert documents[3].grids[0].cells[0].place.file == "决算.pdf"


def test_a_folder_and_a_zip_of_parts(tmp_path: Path) -> None:
    files = {
        "附件10.txt": "十".encode(),
        "附件2.html": PAGE,
        "附件1.txt": TEXT,
        "图.png": b"\x89PNG\r\n\x1a\n",
        ".DS_Store": b"x",
        "__MACOSX/._附件1.txt": b"x",
        "~$附件.docx": b"x",
        "深/附件3.txt": "三".encode(),
    }
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    for source in (tmp_path, packed(files)):
        document = read_document(source)
        named = [p.place.file for p in document.paragraphs]
        assert named == ["深/附件3.txt", "附件1.txt", "附件2.html", "附件10.txt"]
        said = {remark.message.zh for remark in document.remarks}
        assert len(said) == 2
        for name in (".DS_Store", "__MACOSX/._附件1.txt", "~$附件.docx"):
            assert any(name in one for one in said)
        (picture,) = [one for one in document.remarks if one.place.file == "图.png"]
        assert "OCR" in picture.message.zh


def test_a_bad_part_is_remarked_and_the_others_read() -> None:
    bad = packed({"word/document.xml": b"<a"})
    document = read_document(
        packed({"a.docx": bad, "b.txt": TEXT, "c.json": b"{}", "d.zip": packed({})})
    )
    assert len(document.grids) == 1
    assert sorted(remark.place.file or "" for remark in document.remarks) == [
        "a.docx",
        "c.json",
        "d.zip",
    ]
    with pytest.raises(ReadingError) as caught:
        read_document(packed({"a.docx": bad}))
    assert caught.value.place is not None
    assert caught.value.place.file == "a.docx"


def test_names_written_in_gbk_are_understood() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as made:
        made.writestr("aaaa.txt", TEXT)
    data = out.getvalue().replace(b"aaaa", "决算".encode("gbk"))
    assert load(data)[0].name == "决算.txt"


@pytest.mark.parametrize(
    "source",
    [
        "不存在.pdf",
        "项目\t金额\n合计\t1.00",
        "a" * 5000,
        "a\x00b",
        Path("不存在.pdf"),
        StringIO("text"),
        42,
        os.devnull,
        packed({}),
        packed({".DS_Store": b"x"}),
        b'{"a": 1}',
    ],
    ids=lambda source: repr(source)[:20],
)
def test_what_is_no_document_is_refused(source: object) -> None:
    with pytest.raises(ReadingError) as caught:
        read_document(source)  # type: ignore[arg-type]
    assert caught.value.remedy is not None


def test_an_empty_folder_and_a_closed_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError):
        read_document(tmp_path)
    closed = BytesIO(TEXT)
    closed.close()
    with pytest.raises(ReadingError):
        read_document(closed)


def test_an_encrypted_zip_is_refused() -> None:
    data = bytearray(packed({"a.txt": TEXT}, ZIP_STORED))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    with pytest.raises(ReadingError, match="加密"):
        read_document(bytes(data))


def test_bombs_are_refused() -> None:
    bomb = packed({"a.txt": bytes(40 * 2**20)})
    with pytest.raises(ReadingError, match="压缩比"):
        read_document(bomb)
    many = packed({f"{n}.txt": b"x" for n in range(20_001)}, ZIP_STORED)
    with pytest.raises(ReadingError, match="文件数"):
        read_document(many)
    lying = packed({"a.txt": bytes(10_000)}).replace(
        (10_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    )
    assert zlib.crc32(lying)
    with pytest.raises(ReadingError):
        read_document(lying)


def test_large_files_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("budgetdisclosure.reading.source.MAX_BYTES", 10)
    monkeypatch.setattr("budgetdisclosure.reading.parts.MAX_BYTES", 10)
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT)
    for source in (TEXT, path, BytesIO(TEXT)):
        with pytest.raises(ReadingError, match="上限"):
            gather(source)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8, unique=True))
def test_numbered_names_sort_by_number(numbers: list[int]) -> None:
    names = [f"附件{number}.pdf" for number in numbers]
    assert sorted(names, key=natural) == [f"附件{number}.pdf" for number in sorted(numbers)]


STARTS = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    OLE,
    b"<html>",
    b"{",
    b"MIME-Version: 1.0\nmultipart/related",
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(STARTS), st.binary(max_size=300))
def test_noise_is_read_or_refused(start: bytes, data: bytes) -> None:
    try:
        document = read_document(start + data)
    except ReadingError:
        return
    assert document.blocks


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙", "丙"])
    book.active.append([1, 2, 3])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


WORKBOOK = workbook()


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1))
def test_a_cut_zip_is_refused(share: float) -> None:
    cut = 4 + int(share * (len(WORKBOOK) - 27))
    with pytest.raises(ReadingError):
        read_document(WORKBOOK[:cut])


ONE_FILE = (
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
    b"Content-Type: text/html\n\n<p>1</p>\n--x--\n"
)
OLD_WORD = (Path(__file__).parent / "data" / "merged.doc").read_bytes()


@pytest.mark.parametrize(
    ("data", "media"),
    [(WORKBOOK, "xlsx"), (PAGE, "html"), (ONE_FILE, "html"), (OLD_WORD, "doc")],
)
def test_each_format_finds_its_adapter(data: bytes, media: str) -> None:
    assert read_document(data).media == media


def test_json_is_left_to_its_own_reader() -> None:
    data = json.dumps({"tables": []}).encode()
    assert sniff(data) == "json"
    with pytest.raises(ReadingError, match="JSON"):
        read_document(data)


@given(st.lists(st.integers(1, 99), min_size=1, max_size=8, unique=True))
def test_names_numbered_in_chinese_sort_too(numbers: list[int]) -> None:
    names = [f"附件{chinese(number)}.pdf" for number in numbers]
    assert sorted(names, key=natural) == [
        f"附件{chinese(number)}.pdf" for number in sorted(numbers)
    ]
