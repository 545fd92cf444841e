"""Names of WordprocessingML elements, and how to read their attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT: Final = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
}


def loosen(data: bytes) -> bytes:
    """A part in strict OOXML with the names that nearly all files use instead."""
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    return data


def name(element: _Element) -> str:
    """An element's name without its namespace; an empty string for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first child by each name in turn, or None where one is missing."""
    for step in path:
        if element is None:
            return None
        element = element.find(W + step)
    return element


def value(element: _Element | None, attribute: str = "val") -> str | None:
    """An attribute of the main namespace."""
    return None if element is None else element.get(W + attribute)


def number(element: _Element | None, attribute: str = "val", default: int = 0) -> int:
    """A whole number from an attribute, ``default`` where there is none or it is none."""
    text = value(element, attribute)
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def switched_on(element: _Element | None) -> bool:
    """Whether an on/off property is there and not switched off."""
    return element is not None and value(element) not in ("0", "false", "off")
