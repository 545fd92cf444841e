"""What a page shows or offers that its file does not hold (附件、图片、内嵌页面)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from attrs import define, field

from budgetdisclosure.reading.document import Attached
from budgetdisclosure.reading.formats.web.nodes import tag_of, text_of
from budgetdisclosure.wording import Wording, listed

if TYPE_CHECKING:
    from lxml.etree import _Element

_FILE: Final = re.compile(
    r"\.(pdf|docx?|xlsx?|od[ts]|rtf|wps|et|ofd|zip|rar|7z)(?=$|[?#&\s）)】\]])", re.I
)
_LINKS: Final = {"a": "href", "iframe": "src", "frame": "src", "embed": "src", "object": "data"}
_INSIDE: Final = frozenset(("iframe", "frame"))
_MOST: Final = 200
_NAMED: Final = 40
_SMALL: Final = 120
"""A picture no wider or no higher than this many points is an icon."""


@define
class Beside:
    """The names of attached files, of pages shown inside, and how many pictures there are."""

    attached: list[Attached] = field(factory=list)
    inside: list[str] = field(factory=list)
    pictures: list[str] = field(factory=list)
    passed: list[str] = field(factory=list)
    """How the parts around the text begin."""
    passed_by: int = 0

    def note(self, node: _Element, tag: str) -> None:
        """Note what an element refers to."""
        if tag == "img":
            self._picture(node)
        elif tag in _LINKS:
            link = node.get(_LINKS[tag], "")
            said = " ".join(text_of(node).split()) if tag == "a" else ""
            if is_file(node):
                held = Attached(said or _last(link), _last(link))
                if held not in self.attached and len(self.attached) < _MOST:
                    self.attached.append(held)
            elif tag in _INSIDE and link and link != "about:blank" and len(self.inside) < _MOST:
                self.inside.append(link)

    def _picture(self, node: _Element) -> None:
        source = node.get("src", "")
        sizes = (node.get(side, "").removesuffix("px") for side in ("width", "height"))
        small = any(size.isdecimal() and int(size[:6]) <= _SMALL for size in sizes)
        if source and not small and len(self.pictures) < _MOST:
            self.pictures.append(node.get("alt") or node.get("title") or _last(source))

    def pass_by(self, node: _Element) -> None:
        """Note an element around the text; files it offers are noted as any."""
        self.passed_by += 1
        words = " ".join(text_of(node).split())
        if len(self.passed) < _MOST:
            self.passed.append(words[:12])
        for link in node.iter("a"):
            self.note(link, "a")

    def told(self) -> Iterator[Wording]:
        """What the user should know."""
        if self.attached:
            yield unread(self.attached)
        if self.inside:
            names, en = _names(self.inside), listed(self.inside, "en")
            yield Wording(
                f"网页中内嵌的页面未读取：{names}；正文若在其中，请打开它另存后读取",
                f"pages shown inside this one were not read: {en}. Save and read them",
            )
        if self.pictures:
            count, names = len(self.pictures), _names(self.pictures)
            en = listed(self.pictures, "en")
            yield Wording(
                f"网页有{count}幅图片，其中文字未读取：{names}",
                f"the text of pictures was not read ({count} in all): {en}",
            )
        if self.passed_by:
            names, en = _names(self.passed), listed(self.passed, "en")
            yield Wording(
                f"网页正文以外的导航、链接、页脚等{self.passed_by}处，未读取：{names}",
                f"menus, lists of links and the like were not read ({self.passed_by} in all): {en}",
            )


def unread(attached: Sequence[Attached]) -> Wording:
    """That attached files were not read."""
    names = _names([one.name for one in attached])
    return Wording(
        f"网页引用的附件未读取：{names}；表格若在附件中，请下载后与网页放在一起读取",
        f"attachments were not read: {listed([one.name for one in attached], 'en')}. "
        "Download them and read them with the page",
    )


def is_file(node: _Element) -> bool:
    """Whether an element refers to a file to download, by its address or by its words."""
    link = node.get(_LINKS.get(tag_of(node), ""), "")
    if _FILE.search(link):
        return True
    named = tag_of(node) == "a" and link and not link.startswith("#")
    return bool(named) and bool(_FILE.search(text_of(node).strip()))


def _last(link: str) -> str:
    """The name at the end of an address."""
    if link.startswith("data:"):
        return link[:20]
    named = re.split(r"[/=]", _address(link))
    return unquote(named[-1])[:80]


def _address(link: str) -> str:
    """An address without what is asked of it, where it names a file by itself."""
    plain = re.split("[?#]", link)[0]
    return plain if _FILE.search(plain) else link


def _names(names: list[str]) -> str:
    shown = list(dict.fromkeys(names))
    return "、".join(shown[:_NAMED]) + ("……" if len(shown) > _NAMED else "")
