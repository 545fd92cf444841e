"""OpenDocument texts (odt, 开放文档文本), as LibreOffice and WPS save them."""

from __future__ import annotations

from typing import Final

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Document, Paragraph, Remark
from budgetdisclosure.reading.formats.odf.flow import Body
from budgetdisclosure.reading.formats.odf.lists import Lists
from budgetdisclosure.reading.formats.odf.package import Opened, opened, tag
from budgetdisclosure.reading.formats.odf.styles import read_styles
from budgetdisclosure.reading.formats.odf.text import Flow
from budgetdisclosure.reading.formats.packed import damaged
from budgetdisclosure.reading.formats.word.tabs import with_tab_tables
from budgetdisclosure.reading.limits import MAX_BLOCKS, require
from budgetdisclosure.wording import Wording

# What the user is told of, once with its number: by the name it is counted under.
_TOLD: Final = {
    "inserted": ("有{}处修订插入，已按接受修订读取", "{} tracked insertions were read as accepted"),
    "deleted": ("有{}处修订删除，已略去", "{} tracked deletions were left out"),
    "hidden": ("有{}处隐藏文字，未读取", "{} pieces of hidden text were not read"),
    "ruby": ("有{}处拼音注音，已略去", "{} ruby annotations were left out"),
    "picture": ("有{}幅图片，其中文字未读取", "{} pictures, whose text is not read"),
    "object": (
        "有{}个嵌入对象，未读取；若是表格，请双击打开，另存为单独的文件后一并读取",
        "{} embedded objects were not read; save those that are tables as files of their own",
    ),
    "span": (
        "有{}个单元格的跨行跨列数不合理，按一格读取",
        "{} cells claim an absurd span, read as one",
    ),
}


def read_odt(data: bytes, *, source: str | None = None) -> Document:
    """Read an OpenDocument text (odt, 开放文档文本) into paragraphs and grids, as ``read_docx``.

    Automatic numbers are printed, tracked changes taken as accepted; text boxes follow their
    paragraph, foot- and endnotes the whole text. Headers and footers of pages are left out.

    Args:
        data: the file's bytes, a zip or flat XML (fodt).
        source: the file's name, for messages.

    Raises:
        ReadingError: the file is damaged, encrypted, hostile, or has no text.
        MissingExtraError: ``lxml`` is not installed.
    """
    place = Place(file=source)
    parts = opened(data, place)
    text = parts.body("text")
    if text is None:
        raise damaged(place)
    styles = read_styles(parts.styles)
    flow = Flow(styles)
    body = Body(flow, Lists(styles), place)
    blocks = body.blocks(text)
    notes = flow.notes
    while notes:
        flow.notes = []
        blocks += (block for note in notes for block in body.blocks(note))
        notes = flow.notes
    blocks = with_tab_tables(blocks)
    require(len(blocks), MAX_BLOCKS, Wording("段落数", "the number of paragraphs"), place)
    if not any(_says_something(block) for block in blocks):
        raise _no_text(place)
    _count_changes(parts, flow)
    return Document(tuple(blocks), source, "odt", None, told_of(flow, place))


def told_of(flow: Flow, place: Place) -> tuple[Remark, ...]:
    """What was met that the user should know of."""
    return tuple(
        Remark(Wording(zh.format(flow.tally[key]), en.format(flow.tally[key])), place)
        for key, (zh, en) in _TOLD.items()
        if flow.tally[key]
    )


def _count_changes(parts: Opened, flow: Flow) -> None:
    """Tracked changes stand in a list before the text, which holds the insertions already."""
    for kind in ("inserted", "deleted"):
        name = "text:insertion" if kind == "inserted" else "text:deletion"
        flow.tally[kind] = sum(1 for _ in parts.content.iter(tag(name)))


def _says_something(block: Block) -> bool:
    return isinstance(block, Paragraph) or any(cell.text or cell.grids for cell in block.cells)


def _no_text(place: Place) -> ReadingError:
    return ReadingError(
        Wording("文件没有文字", "the file has no text"),
        place=place,
        remedy=Wording(
            "若内容是扫描图片，请先用 OCR（文字识别）软件转换",
            "If it holds scanned pictures, turn them into text with an OCR program first",
        ),
    )
