"""The parts of an OpenDocument file (开放文档): content and styles, in a zip or one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from attrs import frozen

from budgetdisclosure.place import Place
from budgetdisclosure.reading.formats.packed import (
    damaged,
    locked,
    open_zip,
    parse_xml,
    read_member,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES: Final[Mapping[str, str]] = {
    f"{_OASIS}office:1.0": "office",
    f"{_OASIS}text:1.0": "text",
    f"{_OASIS}table:1.0": "table",
    f"{_OASIS}style:1.0": "style",
    f"{_OASIS}drawing:1.0": "draw",
    f"{_OASIS}datastyle:1.0": "number",
    f"{_OASIS}xsl-fo-compatible:1.0": "fo",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "http://www.w3.org/1999/xlink": "xlink",
}
_NAMESPACES: Final = {prefix: uri for uri, prefix in _PREFIXES.items()}
_MOST_DIGITS: Final = 9


@frozen
class Opened:
    """An OpenDocument file with its content and all that says how it looks."""

    content: _Element
    styles: tuple[_Element, ...]
    """The roots that hold styles, the document's own last."""
    package: ZipFile | None = None

    def body(self, kind: str) -> _Element | None:
        """The text or the sheets of the document."""
        return next((one for one in self.content.iter(tag(f"office:{kind}"))), None)


def opened(data: bytes, place: Place) -> Opened:
    """The parts of an OpenDocument file, be it a zip or one flat XML file.

    Raises:
        ReadingError: it is damaged, encrypted or hostile.
        MissingExtraError: ``lxml`` is not installed.
    """
    if not data.startswith(b"PK"):
        root = parse_xml(data, place)
        return Opened(root, (root,))
    package = open_zip(data, place)
    names = set(package.namelist())
    manifest = "META-INF/manifest.xml"
    sealed = manifest in names and b"encryption-data" in read_member(package, manifest, place)
    if sealed or "encrypted-package" in names:
        raise locked(place)
    if "content.xml" not in names:
        raise damaged(place)
    content = parse_xml(read_member(package, "content.xml", place), place)
    if "styles.xml" not in names:
        return Opened(content, (content,), package)
    styles = parse_xml(read_member(package, "styles.xml", place), place)
    return Opened(content, (styles, content), package)


def tag(short: str) -> str:
    """An element's or attribute's full name: ``text:p``."""
    prefix, _, name = short.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{name}"


def short(node: _Element) -> str:
    """An element's name with the usual prefix; empty for comments and what is of other kinds."""
    full = node.tag
    if not isinstance(full, str):
        return ""
    uri, _, name = full[1:].partition("}")
    prefix = _PREFIXES.get(uri)
    return f"{prefix}:{name}" if prefix else ""


def get(node: _Element, name: str, default: str = "") -> str:
    """An attribute by its short name."""
    return node.get(tag(name), default)


def times(node: _Element, name: str) -> int:
    """How many cells or rows one stands for; what is no number, and nought, count as one.

    A number of very many digits counts as the largest of nine: it is refused all the same.
    """
    text = get(node, name, "1").strip()
    if not (text.isascii() and text.isdecimal()):
        return 1
    return max(int(text[:_MOST_DIGITS]), 1)


def held(node: _Element, wanted: frozenset[str], through: frozenset[str]) -> Iterator[_Element]:
    """The children of the kinds wanted, looking into those that only group them."""
    for child in node:
        name = short(child)
        if name in wanted:
            yield child
        elif name in through:
            yield from held(child, wanted, through)
