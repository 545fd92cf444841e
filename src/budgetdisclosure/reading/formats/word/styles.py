"""Paragraph styles (样式): which are headings, which are numbered, inherited or their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from attrs import frozen

from budgetdisclosure.reading.formats.word.names import W, child, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_BODY_LEVEL: Final = 9


@frozen
class Style:
    """What a paragraph takes from its style."""

    outline: int | None = None
    list_id: str | None = None
    depth: int | None = None


@frozen
class Styles:
    """All paragraph styles by id, and the id of the default one."""

    by_id: Mapping[str, Style]
    default: str | None = None

    def of(self, style_id: str | None) -> Style:
        """The style of a paragraph, the default one where it names none."""
        return self.by_id.get(style_id or self.default or "", Style())


def read_styles(root: _Element | None) -> Styles:
    """The paragraph styles of a ``styles.xml``, inheritance resolved."""
    if root is None:
        return Styles({})
    raw = {value(one, "styleId") or "": one for one in root.findall(W + "style")}
    default = next(
        (
            key
            for key, one in raw.items()
            if value(one, "default") in ("1", "true") and value(one, "type") == "paragraph"
        ),
        None,
    )
    return Styles({key: _resolved(raw, key) for key in raw}, default)


def _resolved(raw: Mapping[str, _Element], key: str) -> Style:
    outline: int | None = None
    list_id: str | None = None
    depth: int | None = None
    seen: set[str] = set()
    while key in raw and key not in seen:
        seen.add(key)
        own = _own(raw[key])
        outline = own.outline if outline is None else outline
        if list_id is None:
            list_id, depth = own.list_id, own.depth if depth is None else depth
        key = value(child(raw[key], "basedOn")) or ""
    return Style(outline, list_id, depth)


def _own(style: _Element) -> Style:
    properties = child(style, "pPr")
    level = child(properties, "outlineLvl")
    listed = child(properties, "numPr")
    named = _HEADING.fullmatch(value(child(style, "name")) or "")
    outline = number(level, default=_BODY_LEVEL) if level is not None else None
    if outline is None and named:
        outline = int(named[1]) - 1
    if outline is None and (value(child(style, "name")) or "").lower() == "title":
        outline = 0
    depth = child(listed, "ilvl")
    return Style(outline, value(child(listed, "numId")), None if depth is None else number(depth))


def level_of(properties: _Element | None, style: Style) -> int | None:
    """The heading level of a paragraph, 1 the highest; None for running text."""
    own = child(properties, "outlineLvl")
    outline = number(own, default=_BODY_LEVEL) if own is not None else style.outline
    return outline + 1 if outline is not None and 0 <= outline < _BODY_LEVEL else None
