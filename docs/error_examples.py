"""One runnable example for every error of reading, and of what else users meet (报错示例).

Each function fails with the error it is named for; ``docs/generate.py`` runs it and prints the
message on the page of errors. A test holds that no error of ``reading/`` is without an example.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path
from unittest.mock import patch
from zipfile import ZIP_DEFLATED, ZipFile

from budgetdisclosure.amounts import Figure
from budgetdisclosure.codes import function_codes
from budgetdisclosure.codes.code import FunctionCode
from budgetdisclosure.place import Place
from budgetdisclosure.reading import read
from budgetdisclosure.writing import write

Example = Callable[[], object]
GROUPS: dict[str, list[Example]] = {}

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFD = "http://www.ofdspec.org/2016"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>"


def example(group: str) -> Callable[[Example], Example]:
    """Put a function under a heading of the page."""

    def put(function: Example) -> Example:
        GROUPS.setdefault(group, []).append(function)
        return function

    return put


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip with these members."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def docx(body: str, head: str = "") -> bytes:
    """A Word file with this body."""
    text = f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": text.encode()})


def xlsx(rows: str) -> bytes:
    """A workbook of one sheet."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = f'<workbook xmlns:r="{kind}"><sheets><sheet name="表" r:id="a"/></sheets></workbook>'
    listing = '<r><Relationship Id="a" Target="worksheets/sheet1.xml"/></r>'
    sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    return zipped(
        {
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": listing.encode(),
            "xl/worksheets/sheet1.xml": sheet.encode(),
        }
    )


def pdf(kids: bytes, *objects: bytes) -> bytes:
    """A PDF with these pages and objects."""
    body = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count 1>>" % kids, *objects]
    held = b"".join(b"%d 0 obj%s endobj\n" % (n, one) for n, one in enumerate(body, 1))
    return b"%PDF-1.4\n" + held + b"trailer<</Root 1 0 R>>\n%%EOF"


def stream(content: bytes) -> bytes:
    """A stream of a PDF."""
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def ofd(pages: str, **more: bytes) -> bytes:
    """An OFD with these pages."""
    root = f'<o:OFD xmlns:o="{OFD}"><o:DocBody><o:DocRoot>D.xml</o:DocRoot></o:DocBody></o:OFD>'
    document = f'<o:Document xmlns:o="{OFD}"><o:Pages>{pages}</o:Pages></o:Document>'
    page = f'<o:Page xmlns:o="{OFD}"/>'
    parts = {"OFD.xml": root, "D.xml": document, "P.xml": page}
    return zipped({name: text.encode() for name, text in parts.items()} | more)


def stream_named(name: str) -> bytes:
    """The beginning of an old Office file that holds one stream of this name."""
    entry = name.encode("utf-16-le").ljust(64, b"\0") + bytes([len(name) * 2 + 2, 0])
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + entry + bytes(62)


def encrypted_pdf() -> bytes:
    """A PDF with a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(40, 40, "1.00")
    canvas.save()
    return out.getvalue()


def locked_zip(method: int | None = None) -> bytes:
    """A zip whose member says that it is encrypted, or packed in another way."""
    data = bytearray(zipped({"决算.txt": b"1.00"}))
    near, far = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    if method is None:
        data[near + 6] |= 1
        data[far + 8] |= 1
    else:
        data[near + 8], data[far + 10] = method, method
    return bytes(data)


@contextmanager
def without(package: str) -> Iterator[None]:
    """As if a package were not installed."""
    with patch.dict(sys.modules, {package: None}):
        yield


@contextmanager
def folder(**files: bytes) -> Iterator[Path]:
    """A folder with these files."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name, "公开")
        home.mkdir()
        for file, data in files.items():
            (home / file.replace("__", ".")).write_bytes(data)
        yield home


FROM = "来源 · the source"


@example(FROM)
def no_such_file() -> object:
    return read("没有这个文件.pdf")


@example(FROM)
def text_instead_of_a_path() -> object:
    return read("支出决算表\n合计\t1.00")


@example(FROM)
def nothing_to_read_from() -> object:
    return read(2023)  # type: ignore[arg-type]


@example(FROM)
def opened_as_text() -> object:
    return read(StringIO("支出决算表"))  # type: ignore[arg-type]


@example(FROM)
def not_a_file() -> object:
    return read(os.devnull)


@example(FROM)
def empty_file() -> object:
    return read(b"")


@example(FROM)
def binary_noise() -> object:
    return read(bytes(range(128, 256)) * 8)


@example(FROM)
def noise_in_a_file_with_a_name() -> object:
    with folder(**{"决算.txt": bytes(range(128, 256)) * 8}) as home:
        return read(home / "决算.txt")


@example(FROM)
def json_data() -> object:
    return read(b'{"tables": []}')


@example(FROM)
def json_of_another_version() -> object:
    return read(b'{"schema": "budgetdisclosure.model/0", "type": "Disclosure"}')


@example(FROM)
def written_json_that_is_not_whole() -> object:
    with folder(决算__json=b'{"schema": "budgetdisclosure.model/1", "tables": 1}') as home:
        return read(home / "决算.json")


@example(FROM)
def xml_data() -> object:
    return read(b"<?xml version='1.0'?><table/>")


@example(FROM)
def a_mail() -> object:
    return read(b"From: a@b.cn\nContent-Type: multipart/mixed; boundary=x\n\n--x\n")


@example(FROM)
def a_picture() -> object:
    return read(b"\xff\xd8\xff\xe0 JFIF")


@example(FROM)
def a_rar_archive() -> object:
    return read(b"Rar!\x1a\x07\x01\x00")


@example(FROM)
def an_old_office_file_of_another_kind() -> object:
    return read(stream_named("VisioDocument"))


@example(FROM)
def an_encrypted_office_file() -> object:
    return read(stream_named("EncryptedPackage"))


@example(FROM)
def beyond_a_limit() -> object:
    return read(b"<table><tr><td>" * 41 + b"1.00")


PACKED = "文件夹与压缩包 · folders and zips"


@example(PACKED)
def a_zip_cut_short() -> object:
    return read(zipped({"决算.txt": b"1.00"})[:-10])


@example(PACKED)
def a_damaged_member() -> object:
    data = bytearray(zipped({"1.txt": b"1.00"}))
    data[36] ^= 255
    return read(bytes(data))


@example(PACKED)
def an_empty_zip() -> object:
    return read(zipped({}))


@example(PACKED)
def an_encrypted_zip() -> object:
    return read(locked_zip())


@example(PACKED)
def a_wrong_password_for_a_zip() -> object:
    return read(locked_zip(), password="123456")


@example(PACKED)
def a_zip_packed_in_another_way() -> object:
    return read(locked_zip(99))


@example(PACKED)
def a_folder_without_anything_to_read() -> object:
    with folder(**{"说明.png": b"\x89PNG\r\n", "数据.rar": b"Rar!\x1a\x07"}) as home:
        return read(home)


@example(PACKED)
def a_link_that_leads_away() -> object:
    with folder() as home:
        (home / "决算.pdf").symlink_to(home.parent / "别处.pdf")
        return read(home)


WORD = "Word"


@example(WORD)
def a_word_file_without_text() -> object:
    return read(docx("<w:p><w:r><w:drawing/></w:r></w:p>"))


@example(WORD)
def an_odt_file_without_text() -> object:
    space = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    body = "<o:body><o:text/></o:body>"
    text = f'<o:document-content xmlns:o="{space}">{body}</o:document-content>'
    kind = b"application/vnd.oasis.opendocument.text"
    return read(zipped({"mimetype": kind, "content.xml": text.encode()}))


@example(WORD)
def an_rtf_file_without_text() -> object:
    return read(rb"{\rtf1{\pict ffd8ff}}")


@example(WORD)
def a_damaged_word_file() -> object:
    return read(docx("<w:p>"))


@example(WORD)
def external_entities() -> object:
    return read(docx("", head='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'))


@example(WORD)
def an_encrypted_member_of_a_word_file() -> object:
    data = bytearray(docx(""))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return read(bytes(data))


@example(WORD)
def a_damaged_old_word_file() -> object:
    return read(stream_named("WordDocument"))


EXCEL = "Excel"


@example(EXCEL)
def an_empty_workbook() -> object:
    return read(xlsx(""))


@example(EXCEL)
def a_workbook_of_pictures() -> object:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    listing = f'<r><Relationship Id="a" Type="{kind}" Target="../drawings/drawing1.xml"/></r>'
    out = BytesIO(xlsx(""))
    with ZipFile(out, "a") as made:
        made.writestr("xl/worksheets/_rels/sheet1.xml.rels", listing)
        made.writestr("xl/drawings/drawing1.xml", "<wsDr><anchor><pic/></anchor></wsDr>")
    return read(out.getvalue())


@example(EXCEL)
def a_damaged_old_workbook() -> object:
    return read(stream_named("Workbook"))


PDF = "PDF"


@example(PDF)
def a_damaged_pdf() -> object:
    return read(b"%PDF-1.7\n1 0 obj")


@example(PDF)
def not_a_pdf() -> object:
    from budgetdisclosure.reading.formats.pdf import read_pdf

    return read_pdf(b"<html></html>", source="决算.pdf")


@example(PDF)
def an_encrypted_pdf() -> object:
    return read(encrypted_pdf())


@example(PDF)
def a_wrong_password_for_a_pdf() -> object:
    return read(encrypted_pdf(), password="123456")


@example(PDF)
def an_unknown_encryption() -> object:
    odd = b"<</Filter/Other/V 1/R 2/O(%s)/U(%s)/P -4>>" % (b"o" * 32, b"u" * 32)
    data = pdf(b"3 0 R", PAGE, stream(b""), odd)
    return read(data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 5 0 R/ID[(a)(a)]"))


@example(PDF)
def a_scan() -> object:
    return read(pdf(b"3 0 R", PAGE, stream(b"")))


@example(PDF)
def too_many_pages() -> object:
    from budgetdisclosure.reading.formats.pdf import read_pdf

    return read_pdf(pdf(b"3 0 R", PAGE, stream(b"")), most_pages=0)


@example(PDF)
def damaged_pages() -> object:
    return read(pdf(b""))


@example(PDF)
def too_many_objects_on_a_page() -> object:
    with patch("budgetdisclosure.reading.formats.pdf.pages.MOST_OBJECTS", 0):
        return read(pdf(b"3 0 R", PAGE, stream(b"0 0 m 9 9 l S")))


@example(PDF)
def no_pages() -> object:
    from budgetdisclosure.reading.formats.pdf.remarks import refuse_count

    return refuse_count(0, 5_000, Place(file="决算.pdf"))


OTHER = "OFD"


@example(OTHER)
def an_ofd_without_pages() -> object:
    return read(ofd(""))


@example(OTHER)
def an_ofd_without_text() -> object:
    return read(ofd('<o:Page BaseLoc="P.xml"/>'))


@example(OTHER)
def an_encrypted_ofd() -> object:
    return read(ofd("", **{"Encryptions.xml": b"<x/>"}))


WEB = "网页与文本 · web pages and text"


@example(WEB)
def a_page_without_text() -> object:
    return read(b"<html><script>location.reload()</script></html>")


@example(WEB)
def a_page_that_shows_another() -> object:
    return read(b"<html><iframe src='/content/1.html'></iframe></html>")


@example(WEB)
def a_page_nested_too_deep() -> object:
    return read(b"<html>" + b"<div>" * 5_000 + b"1.00")


@example(WEB)
def a_text_that_says_nothing() -> object:
    return read(b"|---|---|\n")


MISSING = "缺少的包 · missing packages"


@example(MISSING)
def no_package_for_pdf() -> object:
    from budgetdisclosure.reading.formats.pdf.pdfium import calls

    calls.cache_clear()
    with without("pypdfium2.raw"):
        return read(pdf(b"3 0 R", PAGE))


@example(MISSING)
def no_package_for_word() -> object:
    with without("lxml"):
        return read(docx(""))


@example(MISSING)
def no_package_for_old_word_files() -> object:
    with without("doc2docx"):
        return read(stream_named("WordDocument"))


@example(MISSING)
def no_package_for_old_workbooks() -> object:
    with without("xlrd"):
        return read(stream_named("Workbook"))


REST = "其他 · others"


@example(REST)
def a_layout_that_is_none() -> object:
    text = "支出决算表\n\n科目\t合计\n教育\t1.00\n"
    with folder(layout__toml=b"[[tables]]\nid = 1") as home:
        return read(text.encode(), layouts=[home / "layout.toml"])


@example(REST)
def not_an_amount() -> object:
    return Figure.parse("1,2,3.4")


@example(REST)
def not_a_code() -> object:
    return FunctionCode.parse("20A")


@example(REST)
def an_unknown_code() -> object:
    return function_codes(2023)[FunctionCode.parse("2999999")]


@example(REST)
def a_file_that_exists() -> object:
    disclosure = read("支出决算表\n\n科目编码\t科目名称\t合计\n208\t社保\t1.20\n".encode())
    with folder(a__txt=b"1") as home:
        return write(disclosure, home / "a.txt")
