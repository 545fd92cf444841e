"""OpenDocument workbooks (ods, 开放文档表格), as LibreOffice and WPS save them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import evolve

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Document, Remark
from budgetdisclosure.reading.formats.odf.cells import sheet_of
from budgetdisclosure.reading.formats.odf.package import get, opened, short, tag
from budgetdisclosure.reading.formats.odf.styles import read_styles
from budgetdisclosure.reading.formats.odf.text import Flow
from budgetdisclosure.reading.formats.packed import damaged
from budgetdisclosure.reading.formats.xlsx import assembled
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_ELSEWHERE = "'file:"
_BOXES = ("draw:frame", "draw:custom-shape")
_SHAPES = tuple(f"draw:{shape}" for shape in ("rect", "ellipse", "circle", "caption", "polygon"))
"""What is mostly drawn for its look, and holds a text now and then."""


def read_ods(data: bytes, *, source: str | None = None) -> Document:
    """Read an OpenDocument workbook (ods, 开放文档表格) sheet by sheet, as ``read_xlsx``.

    A cell is read as its program showed it; where the file keeps the number alone, it is printed by
    its format. Merged cells keep their span; hidden sheets, rows and columns are read and remarked
    on. What a sheet keeps of another file's cells is not its own, and is not read.

    Args:
        data: the file's bytes, a zip or flat XML (fods).
        source: the file's name, for messages.

    Raises:
        ReadingError: the file is damaged, encrypted, hostile, or has no text.
        MissingExtraError: ``lxml`` is not installed.
    """
    place = Place(file=source)
    parts = opened(data, place)
    book = parts.body("spreadsheet")
    if book is None:
        raise damaged(place)
    flow = Flow(read_styles(parts.styles))
    tables = [one for one in book if short(one) == "table:table"]
    own = [one for one in tables if not get(one, "table:name").startswith(_ELSEWHERE)]
    document = assembled([sheet_of(one, flow, place) for one in own], place, "ods")
    told = [remark for one in own for remark in _drawn(one, place)]
    return evolve(document, remarks=(*document.remarks, *told))


def _drawn(table: _Element, place: Place) -> Iterator[Remark]:
    """What lies over the cells of a sheet: pictures, charts, text boxes."""
    held = table.iter(*map(tag, (*_BOXES, *_SHAPES)))
    boxes = frozenset(map(tag, _BOXES))
    count = sum(one.tag in boxes or any(text.strip() for text in one.itertext()) for one in held)
    if count:
        message = Wording(
            f"有{count}个图片、图表或文本框，未读取",
            f"{count} pictures, charts or text boxes were not read",
        )
        yield Remark(message, evolve(place, sheet=get(table, "table:name") or None))
