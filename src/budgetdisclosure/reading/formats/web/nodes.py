"""What is asked of an element of a web page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def tag_of(node: _Element) -> str:
    """An element's name in small letters; an empty string for comments and the like."""
    return node.tag.lower() if isinstance(node.tag, str) else ""


def line_of(node: _Element) -> int | None:
    """The line of the file an element begins on."""
    line: object = node.sourceline
    return line if isinstance(line, int) else None


def text_of(node: _Element) -> str:
    """All text in an element, as it stands in the file."""
    return "".join(str(text) for text in node.itertext())


def filled_in(node: _Element) -> str:
    """What a field of a form shows: the text someone filled in."""
    return node.get("value", "") if node.get("type", "text").lower() == "text" else ""
