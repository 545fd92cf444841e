"""A workbook from its sheets (装包)."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from budgetdisclosure.writing.links import keys
from budgetdisclosure.writing.package import (
    RELATIONS,
    RELATIONS_KIND,
    SCHEMA,
    Part,
    legal,
    package,
    relations,
)
from budgetdisclosure.writing.xlsx_sheet import Leaf, Put, coordinate, sheet_xml
from budgetdisclosure.writing.xlsx_styles import Looks

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SPACES = f'xmlns="{SCHEMA}/spreadsheetml/2006/main" xmlns:r="{RELATIONS}"'


def workbook(leaves: Sequence[Leaf], title: str, author: str) -> bytes:
    """The whole file; the same bytes for the same sheets."""
    looks = Looks()
    places = _places(leaves)
    sheets = {
        f"xl/worksheets/sheet{at}.xml": Part(
            f"{_KIND}.worksheet+xml", sheet_xml(leaf, looks, places)
        )
        for at, leaf in enumerate(leaves, 1)
    }
    styles = f"<styleSheet {_SPACES}>{looks.xml()}</styleSheet>"
    parts = {
        "xl/workbook.xml": Part(f"{_KIND}.sheet.main+xml", _book(leaves)),
        "xl/_rels/workbook.xml.rels": Part(RELATIONS_KIND, _relations(len(leaves))),
        "xl/styles.xml": Part(f"{_KIND}.styles+xml", styles),
        **sheets,
    }
    return package("xl/workbook.xml", parts, title, author)


def _relations(count: int) -> str:
    sheets = {
        f"rId{at}": (f"{RELATIONS}/worksheet", f"worksheets/sheet{at}.xml")
        for at in range(1, count + 1)
    }
    return relations({**sheets, f"rId{count + 1}": (f"{RELATIONS}/styles", "styles.xml")})


def _book(leaves: Sequence[Leaf]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(legal(leaf.name))} sheetId="{at}" r:id="rId{at}"/>'
        for at, leaf in enumerate(leaves, 1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">'
        f"{escape(_quoted(leaf.name))}!$1:${leaf.repeated}</definedName>"
        for at, leaf in enumerate(leaves)
        if leaf.repeated
    )
    names = f"<definedNames>{titles}</definedNames>" if titles else ""
    view = "<bookViews><workbookView/></bookViews>"
    return f"<workbook {_SPACES}>{view}<sheets>{sheets}</sheets>{names}</workbook>"


def _quoted(name: str) -> str:
    return "'" + legal(name).replace("'", "''") + "'"


def _places(leaves: Sequence[Leaf]) -> dict[Put, str]:
    """Where each entry of the contents leads, if what it names is there."""
    goals: dict[str, str] = {}
    for leaf in leaves:
        for put in leaf.puts:
            if put.goal:
                place = f"{_quoted(leaf.name)}!{coordinate(put.row, put.column)}"
                for key in keys(put.text):
                    goals.setdefault(key, place)
    return {
        put: next(goals[key] for key in keys(put.text) if key in goals)
        for leaf in leaves
        for put in leaf.puts
        if put.link and any(key in goals for key in keys(put.text))
    }
