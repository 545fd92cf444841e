"""Running text of a web page (网页正文) as a browser shows it, tables where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from attrs import define, evolve, field

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Paragraph
from budgetdisclosure.reading.formats.numerals import letters, roman
from budgetdisclosure.reading.formats.text import blocks_in
from budgetdisclosure.reading.formats.web.beside import Beside, is_file
from budgetdisclosure.reading.formats.web.drawn import drawn_rows
from budgetdisclosure.reading.formats.web.nodes import filled_in, line_of, tag_of, text_of
from budgetdisclosure.reading.limits import MAX_BLOCKS, require
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN: Final = re.compile(
    "head|script|style|noscript|template|iframe|frame|object|applet|svg|math|canvas|audio|"
    "video|map|select|option|button|datalist|rt|rp|rtc|title|xml"
).fullmatch
_INLINE: Final = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|embed|font|i|img|input|ins|kbd|label|mark|"
    "nobr|o:p|q|rb|ruby|s|samp|small|span|st1|strike|strong|sub|sup|time|tt|u|var|wbr"
).fullmatch
_HEADING: Final = re.compile("h([1-6])").fullmatch
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_INDENT: Final = re.compile(r"(?:text-indent|padding-left)\s*:\s*(\d+)(?:\.\d+)?em", re.I)
_COUNT: Final = Wording("段落数", "the number of paragraphs")
_LISTING: Final = re.compile(r"附件|下载|[\s\d、，,;；:：.．。()（）【】\[\]|]")
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
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
    beside: Beside = field(factory=Beside)
    """What the page shows or offers and the file does not hold."""
    around: AbstractSet[_Element] = frozenset()
    """The elements that are not the text of the page."""
    table: Callable[[_Element, Page, int], list[Block]] = field(default=lambda *_: [])
    """How a table is read."""
    before: int = 0
    """How many lines of the file stand before the first of the page."""
    items: dict[_Element, dict[_Element, int]] = field(factory=dict)
    """The numbers of the items of each ordered list met."""

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
    raised: int = 0
    """How many open elements raise their text: a 2 there is no digit of the number before it."""

    filing: int = 0
    """How many open links lead to attached files."""
    filed: bool = False
    """Whether the line names an attached file."""
    own: list[str] = field(factory=list)
    """What the line says besides the names of attached files."""

    def say(self, text: str | None, line: int | None) -> None:
        """Add text to the line."""
        if text and self.line is None and not text.isspace():
            self.line = line
        if text:
            self.pieces.append(text.translate(_RAISED) if self.raised else text)
            self.filed = self.filed or bool(self.filing)
            if not self.filing:
                self.own.append(text)

    def end(self) -> None:
        """End the line; white space is one space at most, and a cell keeps its own indent."""
        text = _SPACE.sub(_gap, "".join(self.pieces)).strip(" ").replace("\xa0", " ")
        text = text.rstrip() if self.cell else text.strip()
        if text.strip() and not self._is_files():
            text, self.label = self.label + text, ""
            place = evolve(self.page.place, line=self.line)
            level = self.levels[-1] if self.levels else None
            self.blocks.append(Paragraph(text, place, level))
            require(len(self.blocks), MAX_BLOCKS, _COUNT)
        self.pieces.clear()
        self.own.clear()
        self.line, self.filed = None, False

    def _is_files(self) -> bool:
        """Whether the line but names attached files, which are remarked on."""
        return self.filed and not self.cell and not _LISTING.sub("", "".join(self.own))


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
    out = _Lines(page, cell)
    if not len(element):
        out.say(element.text, page.line(element))
        out.end()
        return out.blocks
    from lxml import etree

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
    page.beside.note(node, tag)
    if not tag or _UNSEEN(tag):
        page.tally["ruby"] += tag == "rt"
        return True
    if node in page.around:
        page.beside.pass_by(node)
        return True
    if node.get("hidden") is not None or _HIDDEN.search(node.get("style", "")):
        page.tally["hidden"] += bool(text_of(node).strip())
        page.tally["hidden table"] += next(node.iter("table"), None) is not None
        return True
    return False


def _enter(node: _Element, top: bool, out: _Lines, depth: int) -> bool:
    """Begin an element; False if nothing below it is to be walked."""
    if top:
        out.say(node.text, out.page.line(node))
        return True
    tag = tag_of(node)
    if unseen(node, out.page):
        return False
    if out.cell and tag == "input":
        out.say(filled_in(node), out.page.line(node))
    out.raised += tag == "sup"
    out.filing += tag == "a" and is_file(node)
    if tag == "br":
        out.end()
    elif tag == "table" or (len(node) and drawn_rows(node)):
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
        out.label = _number(node, parent, out.page)
    indent = _INDENT.search(node.get("style", "")) if out.cell else None
    if indent:
        out.say("\u3000" * min(int(indent[1]), 20), out.page.line(node))


def _number(item: _Element, ordered: _Element, page: Page) -> str:
    """The number a browser prints before an item of an ordered list; each list is counted once."""
    if ordered not in page.items:
        start = ordered.get("start", "1").strip()
        first = int(start) if start.isdecimal() and len(start) < 6 else 1
        items = (one for one in ordered.iterchildren() if tag_of(one) == "li")
        page.items[ordered] = {one: count for count, one in enumerate(items, first)}
    count = page.items[ordered][item]
    return _KINDS.get(ordered.get("type", "1"), str)(count) + ". "


def _leave(node: _Element, top: bool, out: _Lines) -> None:
    if top:
        return
    tag = tag_of(node)
    out.raised = max(out.raised - (tag == "sup"), 0)
    out.filing = max(out.filing - (tag == "a" and is_file(node)), 0)
    if tag and not _INLINE(tag) and tag != "br" and not _UNSEEN(tag):
        out.end()
        if out.levels and _HEADING(tag):
            out.levels.pop()
    out.say(node.tail, out.page.line(node))
