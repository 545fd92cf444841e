"""One sheet of a workbook: cells, merged areas, widths, and how it is printed (工作表)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from attrs import field, frozen

from budgetdisclosure.writing.package import RELATIONS, SCHEMA, legal
from budgetdisclosure.writing.xlsx_styles import Look, Looks

_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MARGINS = '<pageMargins left="0.6" right="0.6" top="0.6" bottom="0.7" header="0.3" footer="0.35"/>'


@frozen
class Put:
    """What stands in a cell: a text, or a number, with the formula it is the result of.

    ``goal`` marks what contents may lead to, ``link`` an entry of them.
    """

    row: int
    column: int
    look: Look = Look()
    text: str = ""
    number: str = ""
    formula: str = ""
    goal: bool = False
    link: bool = False


Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all counted from one."""


def _sorted(puts: Iterable[Put]) -> Sequence[Put]:
    return tuple(sorted(puts, key=lambda put: (put.row, put.column)))


@frozen
class Leaf:
    """A sheet: its name, what stands on it, and how it is printed."""

    name: str
    puts: Sequence[Put] = field(converter=_sorted)
    widths: Sequence[int] = ()
    heights: Mapping[int, int] = field(factory=dict)
    merged: Sequence[Area] = ()
    landscape: bool = False
    repeated: int = 0
    """How many rows from the top come again on every page, and stay when scrolling."""
    whole: bool = False
    """Whether it is made to fit on one page, not only to its width."""
    breaks: Sequence[int] = ()
    """The rows after which a new page begins."""
    choices: Mapping[Area, Sequence[str]] = field(factory=dict)
    """The words that are offered for the cells of an area, where others may be written too."""


def coordinate(row: int, column: int) -> str:
    """The name of a cell.

    >>> coordinate(6, 3), coordinate(1, 28)
    ('C6', 'AB1')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def sheet_xml(leaf: Leaf, looks: Looks, places: Mapping[Put, str]) -> str:
    """The XML of a sheet; ``places`` says where each link leads."""
    parts = (
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        _view(leaf),
        '<sheetFormatPr defaultRowHeight="15"/>',
        _columns(leaf),
        f"<sheetData>{''.join(_rows(leaf, looks))}</sheetData>",
        _list("mergeCells", (f'<mergeCell ref="{_area(area)}"/>' for area in leaf.merged)),
        _list("dataValidations", (_offer(area, words) for area, words in leaf.choices.items())),
        _links(leaf, places),
        '<printOptions horizontalCentered="1"/>',
        _MARGINS,
        _page(leaf),
        "<headerFooter><oddFooter>&amp;C&amp;P</oddFooter></headerFooter>",
        _breaks(leaf),
    )
    spaces = f'xmlns="{SCHEMA}/spreadsheetml/2006/main" xmlns:r="{RELATIONS}"'
    return f"<worksheet {spaces}>{''.join(parts)}</worksheet>"


def _view(leaf: Leaf) -> str:
    below = leaf.repeated + 1
    pane = (
        f'<pane ySplit="{leaf.repeated}" topLeftCell="A{below}" activePane="bottomLeft" '
        f'state="frozen"/><selection pane="bottomLeft" activeCell="A{below}" sqref="A{below}"/>'
    )
    held = pane if leaf.repeated else ""
    return f'<sheetViews><sheetView workbookViewId="0">{held}</sheetView></sheetViews>'


def _columns(leaf: Leaf) -> str:
    columns = (
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(leaf.widths, 1)
    )
    return f"<cols>{''.join(columns)}</cols>" if leaf.widths else ""


def _rows(leaf: Leaf, looks: Looks) -> Iterable[str]:
    for row, puts in groupby(leaf.puts, key=lambda put: put.row):
        height = leaf.heights.get(row)
        tall = f' ht="{height}" customHeight="1"' if height else ""
        cells = "".join(_cell(put, looks.of(put.look)) for put in puts)
        yield f'<row r="{row}"{tall}>{cells}</row>'


def _cell(put: Put, look: int) -> str:
    head = f'<c r="{coordinate(put.row, put.column)}" s="{look}"'
    if put.number:
        formula = f"<f>{escape(put.formula)}</f>" if put.formula else ""
        return f"{head}>{formula}<v>{put.number}</v></c>"
    if put.text:
        text = escape(_CODED.sub("_x005F_", legal(put.text)))
        return f'{head} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"{head}/>"


_OTHER_WORD = "请从下拉列表里选一项。列表里没有的词可能读不了。"


def _area(area: Area) -> str:
    top, left, bottom, right = area
    return f"{coordinate(top, left)}:{coordinate(bottom, right)}"


def _list(name: str, items: Iterable[str]) -> str:
    held = tuple(items)
    return f'<{name} count="{len(held)}">{"".join(held)}</{name}>' if held else ""


def _offer(area: Area, words: Sequence[str]) -> str:
    """A list that drops down; another word is let in only by one who says so (警告)."""
    listed = escape(f'"{",".join(words)}"')
    return (
        '<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1"'
        f' errorTitle="不在列表里" error="{_OTHER_WORD}" sqref="{_area(area)}">'
        f"<formula1>{listed}</formula1></dataValidation>"
    )


def _links(leaf: Leaf, places: Mapping[Put, str]) -> str:
    links = "".join(
        f'<hyperlink ref="{coordinate(put.row, put.column)}" location={quoteattr(places[put])}/>'
        for put in leaf.puts
        if put in places
    )
    return f"<hyperlinks>{links}</hyperlinks>" if links else ""


def _page(leaf: Leaf) -> str:
    turned = "landscape" if leaf.landscape else "portrait"
    fit = f'fitToWidth="1" fitToHeight="{int(leaf.whole)}"'
    return f'<pageSetup paperSize="9" orientation="{turned}" {fit}/>'


def _breaks(leaf: Leaf) -> str:
    held = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in leaf.breaks)
    count = len(leaf.breaks)
    return (
        f'<rowBreaks count="{count}" manualBreakCount="{count}">{held}</rowBreaks>' if held else ""
    )
