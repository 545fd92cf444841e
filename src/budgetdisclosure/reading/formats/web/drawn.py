"""Tables drawn without a table element (用 div 画的表): by their roles, their style or shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from budgetdisclosure.reading.formats.web.nodes import tag_of, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_HOLDERS: Final = frozenset(("div", "ul", "ol", "dl", "section", "li", "p", "span"))
_ROLES: Final = {"table": "table", "grid": "table", "row": "row"} | dict.fromkeys(
    ("cell", "gridcell", "columnheader", "rowheader"), "cell"
)
_STYLE: Final = re.compile(r"display\s*:\s*(?:inline-)?table(-row|-cell)?\s*(?:;|$)", re.IGNORECASE)
_KINDS: Final = {None: "table", "-row": "row", "-cell": "cell"}
_AMOUNT: Final = re.compile(r"[-−]?\d[\d,，]*\.\d+%?")
_LONGEST: Final = 40
_LEAST: Final = 2


def drawn_rows(node: _Element) -> list[list[_Element]]:
    """The cells of an element that is a table in all but name, row by row; none for any other.

    Where neither roles nor styles say so, the rows must be alike: of one name, each with as many
    short cells, and half of them with an amount.
    """
    if tag_of(node) not in _HOLDERS or not len(node):
        return []
    if _kind(node) == "table":
        rows = [one for one in node.iter("*") if _kind(one) == "row"]
        cells = [[one for one in row.iter("*") if _kind(one) == "cell"] for row in rows]
        return [row for row in cells if row]
    return _alike(node)


def _kind(node: _Element) -> str | None:
    role = _ROLES.get(node.get("role", ""))
    if role:
        return role
    style = _STYLE.search(node.get("style", ""))
    return _KINDS[style[1].lower() if style[1] else None] if style else None


def _alike(node: _Element) -> list[list[_Element]]:
    """The cells of rows that are alike, if that is all an element holds."""
    first = node[0]
    width = len(first)
    if len(node) < _LEAST or width < _LEAST or (node.text or "").strip():
        return []
    for row in node:
        if row.tag != first.tag or len(row) != width or not _is_row(row):
            return []
    amounts = sum(any(_AMOUNT.fullmatch(text_of(cell).strip()) for cell in row) for row in node)
    return [list(row) for row in node] if 2 * amounts >= len(node) else []


def _is_row(row: _Element) -> bool:
    """Whether an element holds nothing but short cells."""
    if tag_of(row) not in _HOLDERS or (row.text or "").strip() or (row.tail or "").strip():
        return False
    return all(
        tag_of(cell) in _HOLDERS
        and not (cell.tail or "").strip()
        and len(cell) <= 1
        and len(text_of(cell).strip()) <= _LONGEST
        for cell in row
    )
