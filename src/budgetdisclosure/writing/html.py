"""HTML: one page that stands by itself, tables with their spans, ready to print (网页)."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from budgetdisclosure.model import Disclosure
from budgetdisclosure.writing.pages import Heading, cover, pieces
from budgetdisclosure.writing.sheet import Cell, Sheet

_STYLE = """
body { font: 12pt/1.7 "Songti SC", SimSun, serif; max-width: 60em; margin: 2em auto; }
h1, h2, h3, h4, .cover { text-align: center; } h2, h3 { text-align: left; }
.cover { font-size: 20pt; } p { text-indent: 2em; } p.note, p.frame { text-indent: 0; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; page-break-inside: auto; }
th, td { border: 1px solid #333; padding: 2px 5px; } td.n { text-align: right; }
td.n { font-variant-numeric: tabular-nums; white-space: nowrap; }
thead { display: table-header-group; } tr { page-break-inside: avoid; }
section.table { page-break-before: always; overflow-x: auto; }
p.frame { display: flex; justify-content: space-between; margin: 0; }
"""


def to_html(disclosure: Disclosure) -> str:
    """The disclosure as one HTML page; nothing is loaded from elsewhere, all text is escaped.

    >>> "<script>" in to_html(Disclosure("<script>", 2020))
    False
    """
    title = escape(" ".join(cover(disclosure)))
    body = "\n".join(_lines(disclosure))
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _lines(disclosure: Disclosure) -> Iterator[str]:
    for piece in pieces(disclosure):
        if isinstance(piece, Sheet):
            yield from _sheet(piece)
        elif isinstance(piece, Heading):
            yield _heading(piece)
        else:
            yield f"<p>{escape(piece.text)}</p>"


def _heading(heading: Heading) -> str:
    if heading.level == 0:
        return f'<p class="cover">{escape(heading.text)}</p>'
    tag = f"h{min(heading.level, 6)}"
    return f"<{tag}>{escape(heading.text)}</{tag}>"


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f'<section class="table">\n<h4>{escape(sheet.title)}</h4>'
    if sheet.number:
        yield f'<p class="frame"><span></span><span>{escape(sheet.number)}</span></p>'
    entity = f"部门：{sheet.entity}" if sheet.entity else ""
    unit = f"金额单位：{sheet.unit}" if sheet.unit else ""
    yield f'<p class="frame"><span>{escape(entity)}</span> <span>{unit}</span></p>'
    yield "<table>\n<thead>"
    for at, row in enumerate(sheet.rows):
        if at == sheet.headings:
            yield "</thead>\n<tbody>"
        tag = "th" if at < sheet.headings else "td"
        yield f"<tr>{''.join(_cell(cell, tag) for cell in row)}</tr>"
    yield "</tbody>\n</table>" if len(sheet.rows) > sheet.headings else "</thead>\n</table>"
    for note in sheet.notes:
        yield f'<p class="note">{escape(note)}</p>'
    yield "</section>"


def _cell(cell: Cell, tag: str) -> str:
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("rowspan", cell.rows), ("colspan", cell.columns))
        if count > 1
    )
    kind = ' class="n"' if cell.figure is not None else ""
    return f"<{tag}{spans}{kind}>{escape(cell.words)}</{tag}>"
