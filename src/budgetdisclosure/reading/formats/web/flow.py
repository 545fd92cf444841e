"""Running text of a web page (网页正文) as a browser shows it, tables where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from attrs import define, evolve, field

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Paragraph
from budgetdisclosure.reading.formats.numerals import letters, roman
from budgetdisclosure.reading.formats.text import blocks_in
from budgetdisclosure.reading.formats.web.nodes import line_of, tag_of, text_of
from budgetdisclosure.reading.limits import MAX_BLOCKS, require
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN: Final = re.compile(
    "head|script|style|noscript|template|iframe|frame|object|embed|applet|svg|math|canvas|audio|"
    "video|map|select|option|textarea|button|datalist|nav|rt|rp|rtc|title|xml"
).fullmatch
_INLINE: Final = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|input|ins|kbd|label|mark|"
    "nobr|o:p|q|rb|ruby|s|samp|small|span|st1|strike|strong|sub|sup|time|tt|u|var|wbr"
).fullmatch
_HEADING: Final = re.compile("h([1-6])").fullmatch
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_INDENT: Final = re.compile(r"(?:text-indent|padding-left)\s*:\s*(\d+)(?:\.\d+)?em", re.I)
_ATTACHED: Final = re.compile(r"\.(pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z)(?:[?#]|$)", re.I)
_KINDS: Final[dict[str, Callable[[int], str]]] = {
    "a": lambda count: letters(count).lower(),
    "A": letters,
    "i": lambda count: roman(count).lower(),
    "I": roman,
}


@define
class Page:
    """What is carried along while a page is read."""

    place: Place
    tally: Counter[str] = field(factory=Counter)
    """How often something was met that the user should know of."""
    attached: list[str] = field(factory=list)
    """The files the page refers to."""
    table: Callable[[_Element, Page, int], list[Block]] = field(default=lambda *_: [])
    """How a table is read."""
    before: int = 0
    """How many lines of the file stand before the first of the page."""

    def line(self, node: _Element) -> int | None:
        """The line of the file an element begins on."""
        line = line_of(node)
        return line and line + self.before


@define
class _Lines:
    """The blocks so far, and the line of text being put together."""

    page: Page
    cell: bool
    blocks: list[Block] = field(factory=list)
    pieces: list[str] = field(factory=list)
    line: int | None = None
    levels: list[int] = field(factory=list)
    label: str = ""
    """What is to stand before the next line: the number of a list item."""

    def say(self, text: str | None, line: int | None) -> None:
        """Add text to the line."""
        if text and self.line is None and not text.isspace():
            self.line = line
        if text:
            self.pieces.append(text)

    def end(self) -> None:
        """End the line; white space is one space at most, and a cell keeps its own indent."""
        text = _SPACE.sub(_gap, "".join(self.pieces)).strip(" ").replace("\xa0", " ")
        text = text.rstrip() if self.cell else text.strip()
        if text.strip():
            text, self.label = self.label + text, ""
            place = evolve(self.page.place, line=self.line)
            level = self.levels[-1] if self.levels else None
            self.blocks.append(Paragraph(text, place, level))
            require(len(self.blocks), MAX_BLOCKS, Wording("段落数", "the number of paragraphs"))
        self.pieces.clear()
        self.line = None


def _gap(match: re.Match[str]) -> str:
    """A line end of the file between Chinese characters is no space on the page."""
    text, at = match.string, match.start()
    after = match.end()
    broken = "\n" in match[0] or "\r" in match[0]
    if broken and at and after < len(text) and _wide(text[at - 1]) and _wide(text[after]):
        return ""
    return " "


def _wide(character: str) -> bool:
    return east_asian_width(character) in "WF"


def flow(element: _Element, page: Page, depth: int = 0, *, cell: bool = False) -> list[Block]:
    """The paragraphs and grids in an element; ``cell`` keeps indents as spaces."""
    from lxml import etree

    out = _Lines(page, cell)
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            if not _enter(node, node is element, out, depth):
                walk.skip_subtree()
        else:
            _leave(node, node is element, out)
    out.end()
    return out.blocks


def unseen(node: _Element, page: Page) -> bool:
    """Whether a browser shows nothing of an element; what is worth a remark is counted."""
    tag = tag_of(node)
    _note_attachment(node, tag, page)
    if not tag or _UNSEEN(tag):
        page.tally["ruby"] += tag == "rt"
        return True
    if node.get("hidden") is not None or _HIDDEN.search(node.get("style", "")):
        page.tally["hidden"] += bool(text_of(node).strip())
        return True
    return False


def _note_attachment(node: _Element, tag: str, page: Page) -> None:
    link = node.get({"a": "href"}.get(tag, "src"), "") if tag in ("a", "iframe", "embed") else ""
    if _ATTACHED.search(link) and len(page.attached) < 100:
        page.attached.append(" ".join(text_of(node).split()) or link.rpartition("/")[2])


def _enter(node: _Element, top: bool, out: _Lines, depth: int) -> bool:
    """Begin an element; False if nothing below it is to be walked."""
    if top:
        out.say(node.text, out.page.line(node))
        return True
    tag = tag_of(node)
    if unseen(node, out.page):
        return False
    if tag == "br":
        out.end()
    elif tag == "table":
        out.end()
        out.blocks += out.page.table(node, out.page, depth + 1)
        return False
    elif tag == "pre":
        out.end()
        out.blocks += blocks_in(text_of(node), out.page.place)
        return False
    elif not _INLINE(tag):
        _begin_block(node, tag, out)
    out.say(node.text, out.page.line(node))
    return True


def _begin_block(node: _Element, tag: str, out: _Lines) -> None:
    out.end()
    heading = _HEADING(tag)
    if heading:
        out.levels.append(int(heading[1]))
    parent = node.getparent()
    if tag == "li" and parent is not None and tag_of(parent) == "ol":
        out.label = _number(node, parent)
    indent = _INDENT.search(node.get("style", "")) if out.cell else None
    if indent:
        out.say("\u3000" * min(int(indent[1]), 20), out.page.line(node))


def _number(item: _Element, ordered: _Element) -> str:
    """The number a browser prints before an item of an ordered list."""
    start = ordered.get("start", "1").strip()
    before = sum(1 for one in item.itersiblings(preceding=True) if tag_of(one) == "li")
    count = before + (int(start) if start.isdecimal() and len(start) < 6 else 1)
    return _KINDS.get(ordered.get("type", "1"), str)(count) + ". "


def _leave(node: _Element, top: bool, out: _Lines) -> None:
    if top:
        return
    tag = tag_of(node)
    if tag and not _INLINE(tag) and tag != "br" and not _UNSEEN(tag):
        out.end()
        if out.levels and _HEADING(tag):
            out.levels.pop()
    out.say(node.tail, out.page.line(node))
