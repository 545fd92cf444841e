"""Elements of WordprocessingML as text: small, quick, and the same bytes every time (标记)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from attrs import frozen

from budgetdisclosure.writing.package import legal

_BREAKS = re.compile(r"(\r\n|[\t\n\r])")


def w(name: str, /, *children: str, **attributes: str | int) -> str:
    """An element of the main namespace; attributes belong to it too.

    >>> w("pPr", w("jc", val="center"))
    '<w:pPr><w:jc w:val="center"/></w:pPr>'
    """
    given = "".join(f" w:{key}={quoteattr(str(value))}" for key, value in attributes.items())
    inner = "".join(children)
    return f"<w:{name}{given}>{inner}</w:{name}>" if inner else f"<w:{name}{given}/>"


def run(text: str, properties: str = "") -> str:
    """Text with its line breaks and tabs as Word has them.

    >>> run("a<b")
    '<w:r><w:t xml:space="preserve">a&lt;b</w:t></w:r>'
    """
    held = w("rPr", properties) if properties else ""
    return w("r", held, *map(_piece, filter(None, _BREAKS.split(legal(text)))))


def _piece(text: str) -> str:
    if text == "\t":
        return w("tab")
    if text in ("\n", "\r", "\r\n"):
        return w("br")
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


@frozen
class Para:
    """A paragraph: its style, its runs, and properties of its own (段落)."""

    style: str
    runs: tuple[str, ...] = ()
    properties: str = ""
    """Between the style and the section, in the order of the schema."""

    @classmethod
    def of(cls, style: str, text: str, properties: str = "", letters: str = "") -> Para:
        """A paragraph of one run; ``letters`` are the run's own properties."""
        return cls(style, (run(text, letters),) if text else (), properties)

    def xml(self, section: str = "") -> str:
        """The element; ``section`` is the ``sectPr`` of a section that ends with it."""
        style = w("pStyle", val=self.style)
        return w("p", w("pPr", style, self.properties, section), *self.runs)


Block = Para | str
"""A paragraph, or the element of a table."""


def xml(blocks: Iterable[Block]) -> str:
    """Blocks one after another."""
    return "".join(block.xml() if isinstance(block, Para) else block for block in blocks)
