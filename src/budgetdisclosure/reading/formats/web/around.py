"""What stands around the text of a page (导航、页脚): found by what it is called and what it says.

Menus, paths, lists of links and the foot of a site would pass for headings and text. An element
is one of them by its name, by being links and hardly anything else, or by what only the foot of a
site says; one that holds a heading, whole sentences or a table of amounts never is.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Final

from attrs import frozen

from budgetdisclosure.reading.formats.web.nodes import tag_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_PIECE: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SENTENCE: Final = re.compile(r"[^。]{30,}。")
_AMOUNT: Final = re.compile(r"\d\.\d")
_JOINT: Final = re.compile("[-_]")
_KEPT: Final = frozenset(("h1", "h2", "h3", "article", "main", "body", "html"))
_FEW_LINKS: Final = 5
_ABOVE: Final = 4
_MOST_TEXT: Final = 3_000
_FOOT: Final = 800
_LINKS: Final = 85
_MIXED: Final = 60
"""How much of a list of links is links, in %: less for one that is called by a doubtful name."""
_BETWEEN: Final = re.compile(r"[|｜·>]")


@frozen
class _Names:
    """How sites call what stands around the text."""

    names: frozenset[str]
    mixed: frozenset[str]
    roles: frozenset[str]
    tags: frozenset[str]
    says: re.Pattern[str]


@cache
def _names() -> _Names:
    held = files(__package__) / "around.toml"
    data = tomllib.loads(held.read_text(encoding="utf-8"))
    says = re.compile("|".join(map(re.escape, data["says"])))
    names, mixed, roles, tags = (
        frozenset(data[key]) for key in ("names", "mixed_names", "roles", "tags")
    )
    return _Names(names, mixed, roles, tags, says)


def around(root: _Element) -> set[_Element]:
    """The elements of a page that are not its text; never the one that holds most of it."""
    found = {node for node in _candidates(root) if _is_around(node)}
    whole = _length("".join(map(str, root.itertext(with_tail=False)))) if found else 0
    return {node for node in found if 2 * _length(text_of(node)) <= whole or _is_links(node)}


def _candidates(root: _Element) -> Iterator[_Element]:
    """The elements worth a closer look."""
    known = _names()
    above: Counter[_Element] = Counter()
    for node in root.iter("*"):
        if (
            tag_of(node) in known.tags
            or node.get("role") in known.roles
            or _called(node, known.names)
        ):
            yield node
        if tag_of(node) == "a":
            above.update(islice(node.iterancestors(), _ABOVE))
        if node.text and known.says.search(node.text):
            yield _foot(node)
        parent = node.getparent()
        if node.tail and parent is not None and known.says.search(node.tail):
            yield _foot(parent)
    yield from (node for node, count in above.items() if count >= _FEW_LINKS)


def _called(node: _Element, names: frozenset[str]) -> bool:
    """Whether one of the pieces of an element's class or id is among the names."""
    said = f"{node.get('class', '')} {node.get('id', '')}"
    if len(said) < 2:
        return False
    pieces = [piece.lower() for piece in _PIECE.findall(said)]
    whole = [_JOINT.sub("", word.lower()) for word in said.split()]
    return any(piece in names for piece in (*pieces, *whole))


def _foot(node: _Element) -> _Element:
    """The largest element around a line of a site's foot that is short and no text."""
    last = node
    for outer in node.iterancestors():
        if not _is_short(outer, _FOOT) or _holds_text(outer):
            break
        last = outer
    return last


def _is_around(node: _Element) -> bool:
    known = _names()
    if not _is_short(node, _MOST_TEXT) or _holds_text(node):
        return False
    text = text_of(node)
    if not text.strip():
        return False
    if node.get("role") in known.roles or tag_of(node) in known.tags:
        return True
    if _called(node, known.names) or (_length(text) <= _FOOT and known.says.search(text)):
        return True
    return _is_links(node)


def _is_short(node: _Element, most: int) -> bool:
    """Whether an element holds no more than so much text, in not too many elements."""
    length = 0
    for number, text in enumerate(node.itertext()):
        length += _length(str(text))
        if length > most or number > most:
            return False
    return next(islice(node.iter(), _MOST_TEXT, None), None) is None


def _holds_text(node: _Element) -> bool:
    """Whether an element holds what is never around a text."""
    tags = {tag_of(one) for one in node.iter("*")}
    if tags & _KEPT:
        return True
    text = text_of(node)
    return bool(_SENTENCE.search(text) or ("table" in tags and _AMOUNT.search(text)))


def _is_links(node: _Element) -> bool:
    """Whether nearly all an element says are links that lead to other pages."""
    leading = (one for one in node.iter("a") if not one.get("href", "").startswith("#"))
    links = [one for one in leading if text_of(one).strip()]
    linked = sum(_length(text_of(one)) for one in links)
    text = _length(_BETWEEN.sub("", text_of(node)))
    share = _MIXED if _called(node, _names().mixed) else _LINKS
    return len(links) >= _FEW_LINKS and 100 * linked >= share * text


def _length(text: str) -> int:
    return len("".join(text.split()))
