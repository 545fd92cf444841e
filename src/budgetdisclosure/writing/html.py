"""HTML: one page that stands by itself, tables with their spans, ready to print (网页)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from budgetdisclosure.model import Disclosure
from budgetdisclosure.writing.attached import Attachment, attached
from budgetdisclosure.writing.cover import cover
from budgetdisclosure.writing.pages import Heading
from budgetdisclosure.writing.plan import Plan, Spot, form_plan, plan_of
from budgetdisclosure.writing.sheet import Sheet

_STYLE = """
@page { size: A4; margin: 18mm 15mm; @bottom-center { content: counter(page); } }
@page wide { size: A4 landscape; }
body { font: 12pt "Songti SC", SimSun, "Noto Serif CJK SC", serif; }
body { max-width: 60em; margin: 2em auto; }
h1, h2, h3, h4 { font-family: SimHei, "Heiti SC", sans-serif; page-break-after: avoid; }
h1, h2, h3, h4, p.right, p.frame { break-after: avoid; }
h1, h4, .cover, .title { text-align: center; }
h1 { font-size: 18pt; margin-top: 2em; page-break-before: always; } h2 { font-size: 15pt; }
h3, h4, h5, h6 { font-size: 13pt; }
.cover { font-size: 20pt; } p { margin: 0; }
p.text { text-indent: 2em; line-height: 1.7; margin: 0.2em 0; }
p.frame, p.right { text-align: right; margin: 0; } p.frame span { float: left; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; line-height: 1.1; }
th, td { border: 1px solid #333; padding: 2px 5px; }
th, td { font-size: 9.5pt; line-height: 1.1; margin: 0; } th, td.c { text-align: center; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td, th { mso-number-format: "\\@"; } td.n { mso-number-format: General; }
thead { display: table-header-group; } tr { page-break-inside: avoid; break-inside: avoid; }
section { page-break-before: always; overflow-x: auto; } section.wide { page: wide; }
@media print { body { max-width: none; margin: 0; } section { overflow: visible; } }
"""
"""What a spreadsheet that opens the page takes for text is said too (``mso-number-format``)."""
_UPRIGHT = 110
"""How many half characters stand side by side in a table on an upright page."""


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
    for piece in attached(disclosure):
        if isinstance(piece, Sheet):
            yield from _sheet(piece)
        elif isinstance(piece, Attachment):
            yield from _form(piece)
        elif isinstance(piece, Heading):
            yield _heading(piece)
        else:
            yield f'<p class="text">{escape(piece.text)}</p>'


def _heading(heading: Heading) -> str:
    if heading.level == 0:
        return f'<p class="cover">{escape(heading.text)}</p>'
    tag = f"h{min(heading.level, 6)}"
    return f"<{tag}>{escape(heading.text)}</{tag}>"


def _sheet(sheet: Sheet) -> Iterator[str]:
    plan = plan_of(sheet)
    yield f"<section{_wide(plan)}>\n<h4{_NEW_PAGE}>{escape(sheet.title)}</h4>"
    if sheet.number:
        yield f'<p class="right" align="right">{escape(sheet.number)}</p>'
    named, unit = map(escape, sheet.frame)
    entity = f"<span>{named}</span> " if named else ""
    yield f'<p class="frame" align="right">{entity}{unit}</p>'
    yield from _table(plan, sheet.notes)
    yield "</section>"


def _form(attachment: Attachment) -> Iterator[str]:
    """A self-evaluation under its heading: number and title on lines of their own."""
    number, tag = attachment.evaluation.number, f"h{min(attachment.level, 6)}"
    plan = form_plan(attachment.form.grid)
    yield f"<section{_wide(plan)}>\n<{tag}{_NEW_PAGE}>{escape(number or attachment.title)}</{tag}>"
    if number:
        yield f'<p class="title" align="center">{escape(attachment.title)}</p>'
    for caption in attachment.captions:
        yield f'<p class="right" align="right">{escape(caption)}</p>'
    yield from _table(plan, [note.text for note in attachment.form.after])
    yield "</section>"


_NEW_PAGE = ' style="page-break-before: always"'
"""Said at the heading itself too, for programs that know no more than that."""


def _wide(plan: Plan) -> str:
    return ' class="wide"' if sum(plan.fitted()) > _UPRIGHT else ""


def _table(plan: Plan, notes: Sequence[str]) -> Iterator[str]:
    """A table, its columns as wide as its plan has them; heading rows come again when printed."""
    if plan.height:
        shares = plan.fitted()
        yield '<table border="1" cellspacing="0" cellpadding="3" width="100%">\n<colgroup>'
        yield "".join(_column(one, sum(shares)) for one in shares)
        yield "</colgroup>"
        yield from _rows(plan)
        yield "</table>"
    for note in notes:
        yield f'<p class="note">{escape(note)}</p>'


def _column(share: int, whole: int) -> str:
    """A column's width, for browsers and for programs that know the older way alone."""
    return f'<col width="{1000 * share // whole}*" style="width: {100 * share // whole}%">'


def _rows(plan: Plan) -> Iterator[str]:
    rows = [_row(row, "th" if at < plan.headings else "td") for at, row in enumerate(plan.rows())]
    if plan.headings:
        yield from ("<thead>", *rows[: plan.headings], "</thead>")
    yield from ("<tbody>", *rows[plan.headings :], "</tbody>")


def _row(row: Sequence[tuple[Spot, bool]], tag: str) -> str:
    return f"<tr>{''.join(_cell(spot, tag) for spot, below in row if not below)}</tr>"


def _cell(spot: Spot, tag: str) -> str:
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("rowspan", spot.rows), ("colspan", spot.columns))
        if count > 1
    )
    kind = {"right": ' class="n" align="right"', "center": ' class="c" align="center"'}
    text = escape(spot.text).replace("\n", "<br>")
    return f"<{tag}{spans}{kind.get(spot.align, '')}>{text}</{tag}>"
