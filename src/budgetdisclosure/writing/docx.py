"""Word documents: headings, text and tables in the official layout (Word)."""

from __future__ import annotations

import io
from typing import Any

from budgetdisclosure.errors import missing_extra
from budgetdisclosure.model import Disclosure
from budgetdisclosure.wording import Wording
from budgetdisclosure.writing.pages import Heading, Paragraph, cover, pieces
from budgetdisclosure.writing.sheet import Cell, Sheet

_SONG, _HEI, _FANGSONG = "宋体", "黑体", "仿宋"
_SIZES = {1: 22, 2: 16, 3: 15}
_A4 = (21_0, 29_7)
"""Width and height in tenths of a centimetre."""
_MARGIN = 2_0


def to_docx(disclosure: Disclosure) -> bytes:
    """The disclosure as a Word document: headings, header rows repeated, wide tables across.

    Needs ``pip install "budgetdisclosure[word]"``.
    """
    docx = _docx()
    document = docx.Document()
    _styles(docx, document)
    document.core_properties.title = " ".join(cover(disclosure))
    document.core_properties.author = disclosure.entity or ""
    wide = False
    _orient(docx, document.sections[0], wide)
    for piece in pieces(disclosure):
        across = isinstance(piece, Sheet) and piece.across
        if across != wide:
            section = document.add_section(docx.enum.section.WD_SECTION.NEW_PAGE)
            _orient(docx, section, across)
            wide = across
        _piece(docx, document, piece)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx() -> Any:
    try:
        import docx
        import docx.enum.section
        import docx.enum.table
        import docx.enum.text
        import docx.oxml
        import docx.oxml.ns
        import docx.shared
    except ImportError as error:
        use = Wording("写出 Word 文件", "writing a Word document")
        raise missing_extra("python-docx", "word", use) from error
    return docx


def _styles(docx: Any, document: Any) -> None:
    """Fonts of the body and the headings, for Chinese text too."""
    for level, size in _SIZES.items():
        _font(docx, document.styles[f"Heading {level}"], _HEI, size)
    _font(docx, document.styles["Normal"], _FANGSONG, 14)


def _font(docx: Any, style: Any, name: str, size: int) -> None:
    style.font.name, style.font.size = name, docx.shared.Pt(size)
    style.font.color.rgb = docx.shared.RGBColor(0, 0, 0)
    style.font.bold = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:eastAsia", "w:ascii", "w:hAnsi"):
        fonts.set(docx.oxml.ns.qn(kind), name)
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(docx.oxml.ns.qn(kind), None)


def _orient(docx: Any, section: Any, across: bool) -> None:
    width, height = reversed(_A4) if across else _A4
    kinds = docx.enum.section.WD_ORIENT
    section.orientation = kinds.LANDSCAPE if across else kinds.PORTRAIT
    section.page_width, section.page_height = docx.shared.Mm(width), docx.shared.Mm(height)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, docx.shared.Mm(_MARGIN))
    _page_number(docx, section)


def _page_number(docx: Any, section: Any) -> None:
    footer = section.footer
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        tag = "w:fldChar" if kind else "w:instrText"
        element = docx.oxml.OxmlElement(tag)
        if kind:
            element.set(docx.oxml.ns.qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _piece(docx: Any, document: Any, piece: Heading | Paragraph | Sheet) -> None:
    if isinstance(piece, Sheet):
        _sheet(docx, document, piece)
    elif isinstance(piece, Heading) and piece.level == 0:
        _line(docx, document, piece.text, 26, docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER, _HEI)
    elif isinstance(piece, Heading):
        document.add_heading(piece.text, min(piece.level, 3))
    else:
        paragraph = document.add_paragraph(piece.text)
        paragraph.paragraph_format.first_line_indent = docx.shared.Pt(28)


def _sheet(docx: Any, document: Any, sheet: Sheet) -> None:
    centre = docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    right = docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
    title = _line(docx, document, sheet.title, 16, centre, _HEI)
    title.paragraph_format.page_break_before = True
    entity = f"部门：{sheet.entity}" if sheet.entity else ""
    unit = f"金额单位：{sheet.unit}" if sheet.unit else ""
    if sheet.number:
        _line(docx, document, sheet.number, 10, right)
    if entity or unit:
        framed = _line(
            docx, document, f"{entity}\t{unit}".strip("\t"), 10, None if entity else right
        )
        stops = framed.paragraph_format.tab_stops
        stops.add_tab_stop(_room(document), docx.enum.text.WD_TAB_ALIGNMENT.RIGHT)
    _table(docx, document, sheet)
    for note in sheet.notes:
        _line(docx, document, note, 9, None)


def _line(docx: Any, document: Any, text: str, size: int, alignment: Any, font: str = _SONG) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_after = docx.shared.Pt(0)
    paragraph.paragraph_format.keep_with_next = True
    _run(docx, paragraph, text, size, font)
    return paragraph


def _run(docx: Any, paragraph: Any, text: str, size: int, font: str = _SONG) -> Any:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = docx.shared.Pt(size), font
    run._r.get_or_add_rPr().get_or_add_rFonts().set(docx.oxml.ns.qn("w:eastAsia"), font)
    return run


def _table(docx: Any, document: Any, sheet: Sheet) -> None:
    table = document.add_table(len(sheet.rows), sheet.width, style="Table Grid")
    table.alignment = docx.enum.table.WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = _widths(document, sheet)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    grid = [list(row.cells) for row in table.rows]
    for row in grid:
        for cell, width in zip(row, widths, strict=True):
            cell.width = width
    for at, spread in enumerate(sheet.grid()):
        heading = at < sheet.headings
        _row(docx, table.rows[at]._tr, heading)
        for column, cell in enumerate(spread):
            if cell is not None:
                last = grid[at + cell.rows - 1][column + cell.columns - 1]
                _fill(docx, grid[at][column].merge(last), cell, heading, sheet.width)


def _widths(document: Any, sheet: Sheet) -> list[int]:
    """The columns' widths, in proportion, over the whole width between the margins."""
    whole = _room(document)
    return [whole * width // sum(sheet.widths) for width in sheet.widths]


def _room(document: Any) -> int:
    """The width between the margins."""
    section = document.sections[-1]
    room: int = section.page_width - section.left_margin - section.right_margin
    return room


def _row(docx: Any, row: Any, heading: bool) -> None:
    """A row that does not break over pages; heading rows come again on each page."""
    properties = row.get_or_add_trPr()
    for tag in ("w:cantSplit", *(("w:tblHeader",) if heading else ())):
        properties.append(docx.oxml.OxmlElement(tag))


def _fill(docx: Any, target: Any, cell: Cell, heading: bool, width: int) -> None:
    kinds = docx.enum.text.WD_ALIGN_PARAGRAPH
    paragraph = target.paragraphs[0]
    strong = heading or cell.strong
    middle = strong or cell.words.isdigit()
    figure = cell.figure is not None
    paragraph.alignment = kinds.RIGHT if figure else kinds.CENTER if middle else kinds.LEFT
    paragraph.paragraph_format.space_after = docx.shared.Pt(0)
    paragraph.paragraph_format.first_line_indent = docx.shared.Pt(0)
    target.vertical_alignment = docx.enum.table.WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _run(docx, paragraph, cell.words, 8 if width > 5 else 9).font.bold = strong
