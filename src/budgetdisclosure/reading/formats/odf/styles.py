"""Styles of an OpenDocument file (样式): what hides, raises, frames and moves in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from attrs import define, field

from budgetdisclosure.reading.formats.odf.package import get, short, tag

if TYPE_CHECKING:
    from lxml.etree import _Element

_LENGTH: Final = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(cm|mm|in|pt|pc)")
_POINTS: Final = {
    "pt": Decimal(1),
    "pc": Decimal(12),
    "in": Decimal(72),
    "cm": Decimal(72) / Decimal("2.54"),
    "mm": Decimal(72) / Decimal("25.4"),
}
_CHARACTER: Final = Decimal("10.5")  # the width of ordinary text, in points
_DATA: Final = frozenset(
    f"number:{kind}-style" for kind in ("number", "percentage", "currency", "date", "time", "text")
)
_ASIDE: Final = ("center", "right", "end")
_MOST_PARENTS: Final = 50
"""A style made of more others, one of the other, is followed no further."""


@define
class Styles:
    """The styles of a document by family and name; each looks further to the one it is made of."""

    named: dict[tuple[str, str], _Element] = field(factory=dict)
    data: dict[str, _Element] = field(factory=dict)
    lists: dict[str, _Element] = field(factory=dict)
    outline: _Element | None = None
    known: dict[tuple[str, str, str, str], str] = field(factory=dict)

    def look(self, family: str, name: str, part: str, attribute: str) -> str:
        """One property of a style, its own or its parents'; empty where none says it."""
        key = (family, name, part, attribute)
        if key not in self.known:
            found = (
                value
                for style in self._line(family, name)
                for one in style.findall(tag(f"style:{part}"))
                if (value := one.get(tag(attribute))) is not None
            )
            self.known[key] = next(found, "")
        return self.known[key]

    def says(self, family: str, name: str, attribute: str) -> str:
        """What a style says of itself, or one of its parents does."""
        values = (style.get(tag(attribute)) for style in self._line(family, name))
        return next((value for value in values if value is not None), "")

    def _line(self, family: str, name: str) -> Iterator[_Element]:
        seen: set[str] = set()
        while name and name not in seen and len(seen) < _MOST_PARENTS:
            style = self.named.get((family, name))
            if style is None:
                break
            yield style
            seen.add(name)
            name = get(style, "style:parent-style-name")
        default = self.named.get((family, ""))
        if default is not None:
            yield default

    def is_hidden(self, family: str, name: str) -> bool:
        """Whether text of that style is not printed."""
        return self.look(family, name, "text-properties", "text:display") == "none"

    def is_raised(self, name: str) -> bool:
        """Whether a run of that style is set above the line."""
        said = self.look("text", name, "text-properties", "style:text-position")
        where = said.partition(" ")[0]
        return where == "super" or (where[:1].isdigit() and where != "0%")

    def is_framed(self, name: str) -> bool:
        """Whether cells of that style have a line at their left or right."""
        sides = ("fo:border-left", "fo:border-right", "fo:border")
        said = (self.look("table-cell", name, "table-cell-properties", side) for side in sides)
        drawn = (one.split()[0] for one in said if one)
        return any(line not in ("none", "hidden") for line in drawn)

    def indent(self, family: str, name: str) -> int:
        """How many characters a paragraph, or a cell of a sheet, begins to the right."""
        part = "paragraph-properties"
        if self.look(family, name, part, "fo:text-align") in _ASIDE:
            return 0
        sides = ("fo:margin-left", "fo:text-indent")
        points = [points_of(self.look(family, name, part, one)) for one in sides]
        right = sum((max(one, Decimal(0)) for one in points), Decimal(0))
        return int(right / _CHARACTER + Decimal("0.05"))


def points_of(length: str) -> Decimal:
    """A length in points; nothing where it is none.

    >>> points_of("0.5in"), points_of("auto")
    (Decimal('36.0'), Decimal('0'))
    """
    found = _LENGTH.fullmatch(length.strip())
    return Decimal(found[1]) * _POINTS[found[2]] if found else Decimal(0)


def read_styles(roots: Iterable[_Element]) -> Styles:
    """The styles of all roots, those of the document before those of its template."""
    styles = Styles()
    for root in roots:
        for node in root.iter():
            name = short(node)
            key = get(node, "style:name") if name else ""
            if name == "style:style":
                styles.named[get(node, "style:family"), key] = node
            elif name == "style:default-style":
                styles.named[get(node, "style:family"), ""] = node
            elif name in _DATA:
                styles.data[key] = node
            elif name == "text:list-style":
                styles.lists[key] = node
            elif name == "text:outline-style":
                styles.outline = node
            elif name == "office:body":
                break
    return styles


def code_of(style: _Element | None) -> str | None:
    """The format of a number style as a workbook writes it; None where it shows no number."""
    if style is None:
        return "General"
    code = ""
    shows = False
    for part in style:
        name = short(part)
        if name in ("number:number", "number:scientific-number"):
            shows = True
            code += _number(part) + ("E+00" if name.endswith("scientific-number") else "")
        elif name in ("number:text", "number:currency-symbol") and part.text:
            said = part.text.replace('"', "")
            code += "%" if said == "%" else f'"{said}"'
    return code if shows else None


def _number(part: _Element) -> str:
    places = get(part, "number:decimal-places", "0")
    decimals = min(int(places), 20) if places.isascii() and places.isdecimal() else 0
    whole = "#,##0" if get(part, "number:grouping") == "true" else "0"
    return f"{whole}.{'0' * decimals}" if decimals else whole
