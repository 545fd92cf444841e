"""Which format a file is in (文件格式), told from its content and never from its name."""

from __future__ import annotations

import json
import re
import zlib
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.formats.refused import known_start, refused
from budgetdisclosure.wording import Wording

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RESAVE: Final = Wording(
    "请另存为 PDF、docx 或 xlsx 后再读取", "Save it as PDF, docx or xlsx and read that"
)

# What a zip holds tells what it is; programs number the main part at times.
_ZIPPED: Final = (
    (re.compile(r"word/document\d*\.xml").fullmatch, "docx"),
    (re.compile(r"xl/workbook\d*\.xml").fullmatch, "xlsx"),
    (re.compile(r"OFD\.xml").fullmatch, "ofd"),
)

# The streams of an OLE file, by their names in its directory.
_STREAMS: Final = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)

# A workbook of before 1997 without a package around it: its first record, by version.
_BARE_SHEET: Final = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08]\x00")
_SHEET_2003: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_FLAT: Final = re.compile(r"office:mimetype=[\"']application/vnd\.oasis\.opendocument\.(\w+)")
_OPEN_DOCUMENT: Final = re.compile(
    rb"application/vnd\.oasis\.opendocument\.(text|spreadsheet)(?:-template)?(?![\w-])"
)
_HEAD_BYTES: Final = 65_536
_PAGE: Final = re.compile(
    r"\s*(?>(?:(?>(?:<!--.*?-->|<\?xml[^>]*\?>)\s*))*)<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_ROOT: Final = re.compile(
    r"\s*(?>(?:(?>(?:<!--.*?-->|<\?[^>]*\?>)\s*))*)<(?:[\w.-]+:)?([A-Za-z]+)\b", re.DOTALL
)
_FRAGMENT: Final = re.compile(
    r"\s*(?>(?:(?><!--.*?-->\s*))*)<(?:table|div|p|span|h[1-6]|center|font|section|article|ul|ol|style|script)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
# Markdown that begins with a table in HTML goes on in lines of text.
_TEXT_AFTER: Final = re.compile(rb"</table>[ \t]*\r?\n\s*[^<\s]", re.IGNORECASE)
_MAIL: Final = re.compile(r"\s*(?:from|subject|date|mime-version|content-type):", re.IGNORECASE)


def sniff(data: bytes, *, source: str | None = None) -> str:
    """The format: pdf, ofd, docx, xlsx, xls, xml2003, doc, rtf, odt, ods, html, mhtml, text ….

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
    known = known_start(data)
    if known:
        raise known.refusal(place)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_OLE):
        return _ole(data, place)
    if _BARE_SHEET.match(data):
        return "xls"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK")):
        return _zip(data, place)
    return _written(data, place)


def _ole(data: bytes, place: Place) -> str:
    """What an OLE file holds: the first well-known stream its directory lists."""
    found = []
    for name, kind in _STREAMS:
        at = _stream_at(data, name)
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
    known = next(
        (one for one in refused() if one.stream and _stream_at(data, one.stream) >= 0), None
    )
    other = Wording("这是旧版 Office 文件，但不是 Word 或 Excel", "this is neither Word nor Excel")
    raise known.refusal(place) if known else ReadingError(other, place=place, remedy=_RESAVE)


def _stream_at(data: bytes, name: str) -> int:
    """Where the directory of an OLE file names a stream; -1 where it does not."""
    entry = name.encode("utf-16-le").ljust(64, b"\0") + bytes([len(name) * 2 + 2, 0])
    return data.find(entry)


def _zip(data: bytes, place: Place) -> str:
    try:
        names = set(ZipFile(BytesIO(data)).namelist())
    except (BadZipFile, ValueError, OSError, NotImplementedError, EOFError, IndexError) as fault:
        raise ReadingError(
            Wording("文件已损坏或不完整", "the file is damaged or cut short"),
            place=place,
            remedy=Wording("请重新下载后再读取", "Download it again"),
        ) from fault
    for is_main, kind in _ZIPPED:
        if any(map(is_main, names)):
            return kind
    kind = _open_document(data, names)
    if kind:
        return kind
    known = next((one for one in refused() if one.member in names), None)
    if known:
        raise known.refusal(place)
    return "zip"


def _open_document(data: bytes, names: set[str]) -> str:
    """Which OpenDocument file a zip is, by what it says of itself; empty where it is none we read.

    One packed anew by hand may have lost the mark at its front, and says it in its manifest.
    """
    for member in ("mimetype", "META-INF/manifest.xml"):
        if member in names:
            try:
                with ZipFile(BytesIO(data)).open(member) as held:
                    found = _OPEN_DOCUMENT.search(held.read(_HEAD_BYTES))
            except (BadZipFile, zlib.error, ValueError, OSError, RuntimeError, EOFError):
                continue  # damaged there: reading it says so
            if found:
                return {b"text": "odt", b"spreadsheet": "ods"}[found[1]]
    return ""


def _written(data: bytes, place: Place) -> str:
    """Of the formats that are text: a web page, data, or plain text."""
    head = _head(data)
    if _PAGE.match(head):
        return "html"
    marked_up = _FRAGMENT.match(head) and _head(data[-200:]).rstrip().endswith(">")
    if marked_up and not _TEXT_AFTER.search(data):
        return "html"
    root = _ROOT.match(head)
    if root and _SHEET_2003 in data[:4096].replace(b"\0", b""):
        return "xml2003"
    flat = _FLAT.search(head) if root and root[1] == "document" else None
    if flat and flat[1] in ("text", "spreadsheet"):
        return "odt" if flat[1] == "text" else "ods"
    known = next((one for one in refused() if root and one.root == root[1]), None)
    if known:
        raise known.refusal(place)
    if head.lstrip().startswith("<?xml"):
        what = Wording("这是 XML 数据，不能直接读取", "this is XML data, which is not read")
        raise ReadingError(what, place=place, remedy=_RESAVE)
    if _MAIL.match(head) and "multipart/related" in head.lower():
        return "mhtml"
    if _MAIL.match(head) and "content-type: multipart/" in head.lower():
        raise ReadingError(
            Wording("这是电子邮件，不能直接读取", "this is an e-mail, which is not read"),
            place=place,
            remedy=Wording("请保存邮件的附件后读取", "Save its attachments and read them"),
        )
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
    if 3 * head[1::2].count(0) > len(head):  # UTF-16 without its mark
        return head.decode("utf-16-le", errors="replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
