"""Lists and numbered headings of an OpenDocument text (自动编号), counted as they are printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from attrs import define, field

from budgetdisclosure.reading.formats.odf.package import get, short, times
from budgetdisclosure.reading.formats.odf.styles import Styles
from budgetdisclosure.reading.formats.word.numbering import Counters, Level, ListStyle

if TYPE_CHECKING:
    from lxml.etree import _Element

# What a number format begins with, and what Word calls the same numbers.
_FORMS: Final = {
    "1": "decimal",
    "i": "lowerRoman",
    "I": "upperRoman",
    "a": "lowerLetter",
    "A": "upperLetter",
    "一": "chineseCounting",
    "壹": "chineseLegalSimplified",
    "甲": "ideographTraditional",
    "子": "ideographZodiac",
    "①": "decimalEnclosedCircle",
    "⑴": "decimalEnclosedParen",
    "⒈": "decimalEnclosedFullstop",
    "㊀": "ideographEnclosedCircle",
    "１": "decimalFullWidth",
}
_SIGN: Final = re.compile(r"%(\d+)%")
_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
_OUTLINE: Final = "outline"


@define
class Lists:
    """The lists that are open, and the counts of all there were."""

    styles: Styles
    known: dict[str, ListStyle] = field(factory=dict)
    counters: Counters = field(init=False)
    open_ones: list[str] = field(factory=list)
    """The lists that are open, each in the one before it, by what their counts go by."""
    by_id: dict[str | None, str] = field(factory=dict)
    latest: dict[str, str] = field(factory=dict)
    """For each style the last list of it."""
    made: int = 0

    def __attrs_post_init__(self) -> None:
        self.counters = Counters(self.known)

    def open(self, node: _Element) -> None:
        """Begin a list; one in another goes on with its style, one continued with its counts."""
        above = self.open_ones[-1] if self.open_ones else ""
        name = get(node, "text:style-name")
        if above and (not name or self.latest.get(name) == above):
            self.open_ones.append(above)
            return
        goes_on = self.by_id.get(get(node, "text:continue-list") or None)
        if goes_on is None and get(node, "text:continue-numbering") == "true":
            goes_on = self.latest.get(name)
        key = goes_on or self._new(name)
        self.latest[name] = key
        self.by_id[node.get(_ID)] = key
        self.by_id.pop(None, None)
        self.open_ones.append(key)

    def close(self) -> None:
        """End the innermost list."""
        self.open_ones.pop()

    def label(self, item: _Element) -> str:
        """Count an item of the innermost list, and give the number printed before it."""
        key, depth = self.open_ones[-1], len(self.open_ones) - 1
        if get(item, "text:start-value"):
            self.counters.at.setdefault(key, {})[depth] = times(item, "text:start-value") - 1
        return self.counters.label(key, depth)

    def outline(self, depth: int) -> str:
        """Count a heading, and give the number printed before it."""
        if _OUTLINE not in self.known:
            self.known[_OUTLINE] = ListStyle(_OUTLINE, _levels(self.styles.outline), {})
        return self.counters.label(_OUTLINE, depth)

    def _new(self, style: str) -> str:
        self.made += 1
        key = f"{style}#{self.made}"
        self.known[key] = ListStyle(key, _levels(self.styles.lists.get(style)), {})
        return key


def _levels(style: _Element | None) -> dict[int, Level]:
    if style is None:
        return {}
    return {times(one, "text:level") - 1: _level(one) for one in style if short(one)}


def _level(node: _Element) -> Level:
    if short(node) not in ("text:list-level-style-number", "text:outline-level-style"):
        return Level(form="bullet")
    form = get(node, "style:num-format")
    text = get(node, "loext:num-list-format") or get(node, "style:num-list-format")
    return Level(
        times(node, "text:start-value"),
        _FORMS.get(form[:1], "decimal") if form else "none",
        _SIGN.sub(r"%\1", text) or _template(node) if form else "",
    )


def _template(node: _Element) -> str:
    """What is printed around the numbers of a level and of those above it that it shows."""
    depth = times(node, "text:level")
    shown = min(times(node, "text:display-levels"), depth)
    numbers = ".".join(f"%{level}" for level in range(depth - shown + 1, depth + 1))
    return f"{get(node, 'style:num-prefix')}{numbers}{get(node, 'style:num-suffix')}"
