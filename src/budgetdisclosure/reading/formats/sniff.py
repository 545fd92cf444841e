"""Which format a file is in (文件格式), told from its content and never from its name."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RESAVE: Final = Wording(
    "请另存为 PDF、docx 或 xlsx 后再读取", "Save it as PDF, docx or xlsx and read that"
)
_UNPACK: Final = Wording("请先解压，再读取其中的文件", "Unpack it and read the files in it")
_OCR: Final = Wording(
    "图片没有文字，请先用 OCR（文字识别）软件转换为带文字的 PDF、Word 或文本",
    "Turn it into PDF, Word or text with an OCR program first",
)

_IMAGE: Final = Wording("这是图片", "this is an image")
_PACKED: Final = Wording("这是压缩文件，但不是 zip", "this is an archive other than zip")

# What is known and cannot be read: the first bytes, what it is, and what to do about it.
_REFUSED: Final = (
    (b"\x89PNG\r\n", _IMAGE, _OCR),
    (b"\xff\xd8\xff", _IMAGE, _OCR),
    (b"GIF8", _IMAGE, _OCR),
    (b"II*\x00", _IMAGE, _OCR),
    (b"MM\x00*", _IMAGE, _OCR),
    (b"Rar!", _PACKED, _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", _PACKED, _UNPACK),
    (b"\x1f\x8b", _PACKED, _UNPACK),
    (b"{\\rtf", Wording("这是 RTF 文件", "this is an RTF file"), _RESAVE),
    (
        b"\x09\x08\x06\x00",
        Wording("这是过旧的 Excel 文件", "this is a very old Excel file"),
        _RESAVE,
    ),
)

# What a zip holds tells what it is; the first name found decides.
_ZIPPED: Final = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"))
_ZIP_REFUSED: Final = (
    ("xl/workbook.bin", Wording("这是 xlsb 文件", "this is an xlsb file")),
    ("ppt/presentation.xml", Wording("这是演示文稿", "this is a presentation")),
    ("OFD.xml", Wording("这是 OFD 版式文件", "this is an OFD file")),
    ("content.xml", Wording("这是 OpenDocument 文件", "this is an OpenDocument file")),
)

# The streams of an OLE file, by their names in its directory.
_STREAMS: Final = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)

_PAGE: Final = re.compile(
    r"\s*(?>(?:(?>(?:<!--.*?-->|<\?xml[^>]*\?>)\s*))*)<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT: Final = re.compile(
    r"\s*(?>(?:(?><!--.*?-->\s*))*)<(?:table|div|p|span|h[1-6]|center|font|section|article|ul|ol|style|script)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
# Markdown that begins with a table in HTML goes on in lines of text.
_TEXT_AFTER: Final = re.compile(rb"</table>[ \t]*\r?\n\s*[^<\s]", re.IGNORECASE)
_MAIL: Final = re.compile(r"\s*(?:from|subject|date|mime-version|content-type):", re.IGNORECASE)


def sniff(data: bytes, *, source: str | None = None) -> str:
    """The format of a file: pdf, docx, xlsx, xls, doc, html, mhtml, json, text, or zip of parts.

    Args:
        data: the file's bytes.
        source: the file's name, for messages alone.

    Raises:
        ReadingError: the file is empty, encrypted, an image, or of a format that is not read.

    >>> sniff(b"%PDF-1.7 ..."), sniff("<html><p>决算</p></html>".encode()), sniff("决算".encode())
    ('pdf', 'html', 'text')
    """
    place = Place(file=source)
    if not data.strip(b"\x00 \t\r\n\x0c"):
        raise ReadingError(
            Wording("文件是空的", "the file is empty"),
            place=place,
            remedy=Wording("请重新下载或核对文件", "Download it again, or check the file"),
        )
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for start, what, remedy in _REFUSED:
        if data.startswith(start):
            raise ReadingError(_not_read(what), place=place, remedy=remedy)
    if data[8:12] == b"WEBP" or (data[:2] == b"BM" and data[6:10] == bytes(4)):
        raise ReadingError(_not_read(_IMAGE), place=place, remedy=_OCR)
    if data.startswith(_OLE):
        return _ole(data, place)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data, place)
    return _written(data, place)


def _ole(data: bytes, place: Place) -> str:
    """What an OLE file holds: the first well-known stream its directory lists."""
    found = []
    for name, kind in _STREAMS:
        entry = name.encode("utf-16-le").ljust(64, b"\0") + bytes([len(name) * 2 + 2, 0])
        at = data.find(entry)
        if at >= 0:
            found.append((kind != "locked", at, kind))
    kind = min(found)[2] if found else ""
    if kind == "locked":
        raise ReadingError(
            Wording("文件已用密码加密", "the file is encrypted with a password"),
            place=place,
            remedy=Wording(
                "请用密码打开后取消加密、另存为新文件再读取",
                "Open it with its password, save it without one, and read that",
            ),
        )
    if kind in ("doc", "xls"):
        return kind
    what = Wording("这是演示文稿", "this is a presentation")
    other = Wording("这是旧版 Office 文件，但不是 Word 或 Excel", "this is neither Word nor Excel")
    raise ReadingError(_not_read(what if kind else other), place=place, remedy=_RESAVE)


def _zip(data: bytes, place: Place) -> str:
    try:
        names = set(ZipFile(BytesIO(data)).namelist())
    except (BadZipFile, ValueError, OSError, NotImplementedError, EOFError, IndexError) as fault:
        raise ReadingError(
            Wording("文件已损坏或不完整", "the file is damaged or cut short"),
            place=place,
            remedy=Wording("请重新下载后再读取", "Download it again"),
        ) from fault
    for name, kind in _ZIPPED:
        if name in names:
            return kind
    for name, what in _ZIP_REFUSED:
        if name in names:
            raise ReadingError(_not_read(what), place=place, remedy=_RESAVE)
    return "zip"


def _written(data: bytes, place: Place) -> str:
    """Of the formats that are text: a web page, data, or plain text."""
    head = _head(data)
    if _PAGE.match(head):
        return "html"
    marked_up = _FRAGMENT.match(head) and _head(data[-200:]).rstrip().endswith(">")
    if marked_up and not _TEXT_AFTER.search(data):
        return "html"
    if head.lstrip().startswith("<?xml"):
        what = Wording("这是 XML 数据", "this is XML data")
        raise ReadingError(_not_read(what), place=place, remedy=_RESAVE)
    if _MAIL.match(head) and "multipart/related" in head.lower():
        return "mhtml"
    if head.lstrip()[:1] in ("{", "[") and _is_json(data):
        return "json"
    return "text"


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _head(data: bytes) -> str:
    """The beginning, enough to see its marks; Chinese characters do not matter here."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace").lstrip("\ufeff")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _not_read(what: Wording) -> Wording:
    return Wording(f"{what.zh}，不能直接读取", f"{what.en}, which is not read")
