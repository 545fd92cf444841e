"""Word files (docx, Word 文档): the document part, with what Word prints around its text."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from budgetdisclosure.errors import MissingExtraError, ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Document, Paragraph, Remark
from budgetdisclosure.reading.formats.html import read_html, read_mhtml
from budgetdisclosure.reading.formats.packed import open_zip, parse_xml, read_member
from budgetdisclosure.reading.formats.rtf import read_rtf
from budgetdisclosure.reading.formats.sniff import sniff
from budgetdisclosure.reading.formats.text import read_text
from budgetdisclosure.reading.formats.word.flow import blocks_of
from budgetdisclosure.reading.formats.word.names import W, child, loosen, value
from budgetdisclosure.reading.formats.word.numbering import read_numbering
from budgetdisclosure.reading.formats.word.runs import Flow
from budgetdisclosure.reading.formats.word.styles import read_styles
from budgetdisclosure.reading.formats.word.tabs import with_tab_tables
from budgetdisclosure.reading.formats.xls import read_xls
from budgetdisclosure.reading.formats.xlsx import read_xlsx
from budgetdisclosure.reading.limits import MAX_BLOCKS, require
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_NO_TEXT: Final = ReadingError(
    Wording("文件没有文字", "the file has no text"),
    remedy=Wording(
        "若内容是扫描图片，请先用 OCR（文字识别）软件转换",
        "If it holds scanned pictures, turn them into text with an OCR program first",
    ),
)

# What the user is told of, once with its number: by the name it is counted under.
_TOLD: Final = {
    "inserted": ("有{}处修订插入，已按接受修订读取", "{} tracked insertions were read as accepted"),
    "deleted": ("有{}处修订删除，已略去", "{} tracked deletions were left out"),
    "hidden": ("有{}处隐藏文字，未读取", "{} runs of hidden text were not read"),
    "ruby": ("有{}处拼音注音，已略去", "{} ruby annotations were left out"),
    "picture": ("有{}幅图片，其中文字未读取", "{} pictures, whose text is not read"),
    "formula": (
        "有{}个公式域没有计算结果，按公式原样列出；请在 Word 中更新域并保存后再读取",
        "{} formula fields have no result and stand as formulas; update and save them in Word",
    ),
    "chunk": ("有{}处嵌入的外部文档，未读取", "{} embedded documents were not read"),
    "span": (
        "有{}个单元格的跨列数不合理，按一列读取",
        "{} cells claim an absurd span, read as one",
    ),
}

_WORKBOOKS: Final = {"xlsx": read_xlsx, "xls": read_xls}
_EMBEDDED: Final = {"html": read_html, "mhtml": read_mhtml, "rtf": read_rtf, "text": read_text}


def read_docx(data: bytes, *, source: str | None = None, chunks: bool = True) -> Document:
    """Read a Word file (Word 文档) into paragraphs and grids.

    Automatic numbers are printed as Word prints them, tracked changes taken as accepted, fields
    by their results; text boxes follow their paragraph, foot- and endnotes the whole text.
    Headers and footers of pages are not part of the flow and are left out.

    Args:
        data: the file's bytes.
        source: the file's name, for messages.
        chunks: whether to read the documents embedded in the text (altChunk) too.

    Raises:
        ReadingError: the file is damaged, encrypted, hostile, or has no text.
        MissingExtraError: ``lxml`` is not installed.
    """
    place = Place(file=source)
    package = open_zip(data, place)
    main = _main_part(package, place)
    parts = _related(package, main, place)
    body = child(_part(package, main, place), "body")
    flow = Flow(
        read_styles(_optional(package, parts.get("styles"), place)),
        read_numbering(_optional(package, parts.get("numbering"), place)),
    )
    told: list[Remark] = []
    flow.chunk = partial(_chunk, package, main, place, told) if chunks else lambda *_: None
    blocks = [] if body is None else with_tab_tables(blocks_of(body, flow, place))
    blocks += _notes(package, parts, flow, place)
    require(len(blocks), MAX_BLOCKS, Wording("段落数", "the number of paragraphs"), place)
    if not any(isinstance(b, Paragraph) or any(c.text or c.grids for c in b.cells) for b in blocks):
        raise ReadingError(_NO_TEXT.reason, place=place, remedy=_NO_TEXT.remedy)
    return Document(
        tuple(blocks), source, "docx", None, (*_remarks(flow, place), *dict.fromkeys(told))
    )


def _remarks(flow: Flow, place: Place) -> tuple[Remark, ...]:
    tally = flow.tally
    told = [
        Wording(zh.format(tally[key]), en.format(tally[key]))
        for key, (zh, en) in _TOLD.items()
        if tally[key]
    ]
    if tally["object"]:
        kinds = "、".join(sorted(set(flow.objects)))
        told.append(
            Wording(
                f"有{tally['object']}个嵌入对象（{kinds}），未读取；"
                "若是表格，请在 Word 中双击打开，另存为单独的文件后一并读取",
                f"{tally['object']} embedded objects ({kinds}) were not read; "
                "save those that are tables as files of their own",
            )
        )
    return tuple(Remark(one, place) for one in told)


def _chunk(
    package: ZipFile, main: str, place: Place, told: list[Remark], key: str, shown: bool
) -> list[Block] | None:
    """The blocks of a document embedded in the text; what it has to remark is added to ``told``."""
    name = _targets(package, main, place).get(key)
    if name is None or name not in package.namelist():
        return None
    try:
        document = _embedded(read_member(package, name, place), place.file, shown)
    except (ReadingError, MissingExtraError):
        return None
    if document is None:
        return None
    told += (
        Remark(
            Wording(f"嵌入的文档：{one.message.zh}", f"an embedded document: {one.message.en}"),
            place,
        )
        for one in document.remarks
    )
    return [block for block in document.blocks if not (shown and _is_sheets_name(block))]


def _is_sheets_name(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.names_sheet


def _embedded(data: bytes, source: str | None, shown: bool) -> Document | None:
    """A document embedded in the text: a workbook, a web page, another Word file, RTF or text."""
    kind = sniff(data, source=source)
    if kind == "docx":
        return read_docx(data, source=source, chunks=False)
    if kind in _WORKBOOKS:
        return _WORKBOOKS[kind](data, source=source, shown=shown)
    reader = _EMBEDDED.get(kind)
    return reader(data, source=source) if reader else None


def _notes(package: ZipFile, parts: dict[str, str], flow: Flow, place: Place) -> list[Block]:
    """The foot- and endnotes the text refers to, in the order of their references."""
    blocks: list[Block] = []
    roots = {
        kind: _optional(package, parts.get(kind + "s"), place) for kind in ("footnote", "endnote")
    }
    for kind, key in tuple(dict.fromkeys(flow.notes)):
        root = roots[kind]
        for note in () if root is None else root.findall(W + kind):
            if value(note, "id") == key:
                blocks += blocks_of(note, flow, place)
    return blocks


def _main_part(package: ZipFile, place: Place) -> str:
    """The name of the document part, by the package's own word for it."""
    usual = "word/document.xml"
    if "_rels/.rels" not in package.namelist():
        return usual
    root = parse_xml(read_member(package, "_rels/.rels", place), place)
    for relation in root.iter(_RELATION):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", usual).lstrip("/")
    return usual


def _related(package: ZipFile, main: str, place: Place) -> dict[str, str]:
    """The parts the document part names by what they are: styles, numbering, footnotes."""
    return {kind.rpartition("/")[2]: name for _, kind, name in _relations(package, main, place)}


def _targets(package: ZipFile, main: str, place: Place) -> dict[str, str]:
    """The parts the document part names, by the id it gives them."""
    return {key: name for key, _, name in _relations(package, main, place)}


def _relations(package: ZipFile, main: str, place: Place) -> Iterator[tuple[str, str, str]]:
    """Id, type and part of all that the document part refers to inside the file."""
    folder, _, file = main.rpartition("/")
    listing = f"{folder}/_rels/{file}.rels".lstrip("/")
    if listing not in package.namelist():
        return
    root = parse_xml(read_member(package, listing, place), place)
    for relation in root.iter(_RELATION):
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            name = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            yield relation.get("Id", ""), relation.get("Type", ""), posixpath.normpath(name)


def _part(package: ZipFile, name: str, place: Place) -> _Element:
    return parse_xml(loosen(read_member(package, name, place)), place)


def _optional(package: ZipFile, name: str | None, place: Place) -> _Element | None:
    return _part(package, name, place) if name and name in package.namelist() else None
