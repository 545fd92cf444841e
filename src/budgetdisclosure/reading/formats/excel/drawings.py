"""What lies over the cells of a sheet (浮在单元格上的): text boxes, pictures, charts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from attrs import frozen

from budgetdisclosure.reading.formats.excel.rows import whole

if TYPE_CHECKING:
    from lxml.etree import _Element

_SEEN: Final = ("pic", "graphicFrame")
_WITHIN: Final = ("grpSp", "AlternateContent", "Choice")
"""What holds shapes; a ``Fallback`` holds the same again, for programs that do not know them."""
_DEEPEST: Final = 50
_LAST_ROW: Final = 2**20


@frozen
class Drawn:
    """What is drawn over a sheet: its texts with the row each begins at, and what is no text."""

    texts: tuple[tuple[int, str], ...] = ()
    pictures: int = 0
    """How many pictures and charts there are."""
    unread: bool = False
    """Whether some of it could not be read: its part is damaged or missing, or nested too deep."""


def drawn_on(drawing: _Element) -> Drawn:
    """What the drawing of a sheet holds."""
    texts: list[tuple[int, str]] = []
    pictures, unread = 0, False
    for anchor in drawing:
        row = min(whole(anchor.findtext("{*}from/{*}row")), _LAST_ROW)
        for shape in _shapes(anchor, 0):
            if _kind(shape) in _SEEN:
                pictures += 1
            elif _kind(shape) in _WITHIN:
                unread = True
            else:
                texts += [(row, text) for text in _texts(shape)]
    return Drawn(tuple(texts), pictures, unread)


def _kind(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _shapes(held: _Element, depth: int) -> Iterator[_Element]:
    """The shapes, pictures and charts in an anchor, those of groups too; groups nested too deep."""
    for one in held:
        kind = _kind(one)
        if kind == "sp" or kind in _SEEN or (kind in _WITHIN and depth == _DEEPEST):
            yield one
        elif kind in _WITHIN:
            yield from _shapes(one, depth + 1)


def _texts(shape: _Element) -> Iterator[str]:
    """The paragraphs of a text box."""
    for paragraph in shape.iterfind("{*}txBody/{*}p"):
        parts = ("\n" if _kind(one) == "br" else one.findtext("{*}t", "") for one in paragraph)
        text = "".join(parts).strip()
        if text:
            yield text
