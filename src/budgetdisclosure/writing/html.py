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
    for piece in attached(disclosure):
        if isinstance(piece, Sheet):
            yield from _sheet(piece)
        elif isinstance(piece, Attachment):
            yield from _form(piece)
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
    yield from _table(plan_of(sheet), sheet.notes)
    yield "</section>"


def _form(attachment: Attachment) -> Iterator[str]:
    """A self-evaluation under its heading: number and title on lines of their own."""
    number, tag = attachment.evaluation.number, f"h{min(attachment.level, 6)}"
    yield f'<section class="form">\n<{tag}>{escape(number or attachment.title)}</{tag}>'
    if number:
        yield f'<p class="title">{escape(attachment.title)}</p>'
    for caption in attachment.captions:
        yield f'<p class="right">{escape(caption)}</p>'
    form = attachment.form
    yield from _table(form_plan(form.grid), [note.text for note in form.after])
    yield "</section>"


def _table(plan: Plan, notes: Sequence[str]) -> Iterator[str]:
    """A table, its columns as wide as its plan has them; heading rows come again when printed."""
    if plan.height:
        shares = plan.fitted()
        yield "<table>\n<colgroup>"
        yield "".join(f'<col style="width:{100 * one // sum(shares)}%">' for one in shares)
        yield "</colgroup>"
        yield from _rows(plan)
        yield "</table>"
    for note in notes:
        yield f'<p class="note">{escape(note)}</p>'


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
    numeric = spot.align == "right"
    kind = ' class="n"' if numeric else ' class="c"' if spot.align == "center" else ""
    text = escape(spot.text).replace("\n", "<br>")
    return f"<{tag}{spans}{kind}>{text}</{tag}>"
