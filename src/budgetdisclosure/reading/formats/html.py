"""Web pages (html, 网页), and those saved as one file (mht)."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from io import BytesIO
from typing import Final

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Document, Remark
from budgetdisclosure.reading.formats.charset import decode
from budgetdisclosure.reading.formats.packed import damaged, missing_lxml
from budgetdisclosure.reading.formats.web.around import around
from budgetdisclosure.reading.formats.web.flow import Page, flow
from budgetdisclosure.reading.formats.web.tables import table_blocks
from budgetdisclosure.wording import Wording

_SUBSET: Final = re.compile(r"(?<=<!DOCTYPE)[^<>\[]{0,200}\[[^\]]{0,4096}\]\s*(?=>)", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)

# What the user is told of, once with its number: by the name it is counted under.
_TOLD: Final = {
    "hidden": (
        "有{}处网页上不显示的内容，未读取",
        "{} elements the page does not show were not read",
    ),
    "hidden table": (
        "其中{}处有表格，可能在没有打开的选项卡里；请在浏览器中展开后另存、再读取",
        "{} of these hold tables, perhaps under a closed tab; open it, save the page and read that",
    ),
    "ruby": ("有{}处拼音注音，已略去", "{} ruby annotations were left out"),
    "span": (
        "有{}个单元格的跨行跨列数不合理，按一格读取",
        "{} cells claim an absurd span, read as one",
    ),
}


def read_html(data: bytes, *, source: str | None = None, declared: str | None = None) -> Document:
    """Read a web page (网页) into paragraphs and grids.

    Text is read as a browser shows it: scripts, styles, menus and hidden parts are left out, a
    ``<br>`` ends a paragraph, lists are numbered. Merged cells keep their span; a table that only
    lays out the page gives way to its content. Nothing outside the file is ever loaded. A place
    has the line of the file.

    Args:
        data: the file's bytes, in the encoding they are in or the page declares.
        source: the file's name, for messages.
        declared: an encoding declared outside the page.

    Raises:
        ReadingError: the page has no text, or its bytes are no text.
        MissingExtraError: ``lxml`` is not installed.
    """
    place = Place(file=source)
    found = _CHARSET.search(data[:4096])
    text, remarks = decode(data, declared=found[1].decode("ascii") if found else declared)
    page = Page(place, table=table_blocks)
    blocks = _blocks(_SUBSET.sub("", text, count=1), page, whole=True)
    if not blocks:
        raise _empty(place, page)
    told, attached = (*remarks, *_remarks(page)), tuple(page.beside.attached)
    return Document(tuple(blocks), source, "html", None, told, attached)


def tables_in(text: str, place: Place, before: int) -> list[Block]:
    """The blocks of a piece of markup inside a text, ``before`` lines into its file."""
    return _blocks(text, Page(place, table=table_blocks, before=before), whole=False)


def _blocks(text: str, page: Page, *, whole: bool) -> list[Block]:
    try:
        from lxml import etree
    except ImportError:
        raise missing_lxml("html") from None
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.parse(BytesIO(text.encode()), parser).getroot()
    except (etree.XMLSyntaxError, ValueError, AssertionError) as fault:
        raise damaged(page.place) from fault
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise _boundless(page.place)  # the parser stopped, and what follows would be lost
    if root is None:
        return []
    page.around = around(root) if whole else frozenset()
    return flow(root, page)


def read_mhtml(data: bytes, *, source: str | None = None) -> Document:
    """Read a web page saved as a single file (mht, 单个文件网页), as Word and Excel also make them.

    Raises:
        ReadingError: none of its parts is a page with text.
        MissingExtraError: ``lxml`` is not installed.
    """
    documents, faults = [], []
    message = message_from_bytes(data, policy=policy.compat32)
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            try:
                charset = part.get_content_charset()
                documents.append(read_html(content, source=source, declared=charset))
            except ReadingError as fault:  # a frame that only holds other pages has no text
                faults.append(Remark(fault.reason, Place(file=source)))
    if not documents:
        raise _empty(Place(file=source))
    blocks = tuple(block for document in documents for block in document.blocks)
    remarks = [remark for document in documents for remark in document.remarks]
    return Document(blocks, source, "html", None, (*remarks, *faults))


def _remarks(page: Page) -> list[Remark]:
    told = [
        Remark(Wording(zh.format(page.tally[key]), en.format(page.tally[key])), page.place)
        for key, (zh, en) in _TOLD.items()
        if page.tally[key]
    ]
    return [*told, *(Remark(message, page.place) for message in page.beside.told())]


def _boundless(place: Place) -> ReadingError:
    return ReadingError(
        Wording("网页标签嵌套过深，无法读取", "the page nests its elements too deep"),
        place=place,
        remedy=Wording(
            "请在浏览器中打开，打印为 PDF 或复制正文另存后再读取",
            "Open it in a browser, print it to PDF, and read that",
        ),
    )


def _empty(place: Place, page: Page | None = None) -> ReadingError:
    """The refusal of a page without text; what it points to is shown."""
    told = list(page.beside.told()) if page else []
    if told:
        zh, en = ("；".join(one.zh for one in told), ". ".join(one.en for one in told))
        return ReadingError(
            Wording("网页没有文字", "the page has no text"), place=place, remedy=Wording(zh, en)
        )
    return ReadingError(
        Wording("网页没有文字", "the page has no text"),
        place=place,
        remedy=Wording(
            "请用浏览器打开正文页面，待内容显示后另存或打印为 PDF 再读取；"
            "正文若在附件中，请下载附件后读取",
            "Open the page in a browser, and save or print it once its text is shown; "
            "if the text is in an attachment, read that",
        ),
    )
