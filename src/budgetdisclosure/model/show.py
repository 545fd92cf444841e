"""Tables as people look at them: lined up in a terminal, ruled in a notebook (表格的样子)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from budgetdisclosure.wording import pad, width

if TYPE_CHECKING:
    from budgetdisclosure.model.line import Line
    from budgetdisclosure.model.tables import Table

_CODE, _NAME = "编码", "名称"


def headings_of(lines: Sequence[Line]) -> dict[str, str]:
    """The headings of the columns that any of the lines prints, by column identifier."""
    found: dict[str, str] = {}
    for column in lines[0].columns() if lines else ():
        if any(not getattr(line, column.id).is_absent for line in lines):
            found[column.id] = column.zh
    for line in lines:
        found.update({extra.label: extra.label for extra in line.extras if extra.label})
    return found


def rows_of(lines: Sequence[Line]) -> Iterator[list[str]]:
    """The header and the lines as printed texts: code (where any has one), name, every column."""
    headings = headings_of(lines)
    coded = any(line.code for line in lines)
    yield [*([_CODE] if coded else []), _NAME, *headings.values()]
    for line in lines:
        figures = {**{e.label: e.figure for e in line.extras}, **line.figures()}
        printed = [figures[name].digits if name in figures else "" for name in headings]
        yield [*([line.code.digits if line.code else ""] if coded else []), line.name, *printed]


def head_of(table: Table) -> str:
    """The title, with the unit and the number of rows."""
    unit = f"，单位：{table.unit}" if table.unit else ""
    return f"{table.title or table.TITLE}（{len(table.all_lines())} 行{unit}）"


def as_text(table: Table) -> str:
    """The table for a terminal, names to the left and numbers to the right.

    >>> from budgetdisclosure.amounts import Figure
    >>> from budgetdisclosure.model import ExpenditureLine, ExpenditureTable
    >>> line = ExpenditureLine("合计", item="合计", total=Figure.parse("3.00"))
    >>> print(as_text(ExpenditureTable(lines=[line], title="支出决算表")))
    支出决算表（1 行）
      名称  本年支出合计
      合计          3.00
    """
    said = [head_of(table)]
    for _, lines in table.groups():
        if lines:
            said += _aligned(list(rows_of(lines)))
    return "\n".join((*said, *table.notes))


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    words = rows[0].index(_NAME) + 1
    for row in rows:
        cells = [
            pad(cell, size) if at < words else " " * (size - width(cell)) + cell
            for at, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        yield ("  " + "  ".join(cells)).rstrip()


def as_html(table: Table) -> str:
    """The table for a notebook; everything printed in the document is escaped."""
    parts = [f"<b>{escape(head_of(table))}</b>"]
    for _, lines in table.groups():
        if lines:
            parts.append(_ruled(list(rows_of(lines))))
    parts += [f"<p>{escape(note)}</p>" for note in table.notes]
    return "".join(parts)


def _ruled(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    words = head.index(_NAME) + 1
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = "".join(
        "<tr>" + "".join(_cell(cell, at < words) for at, cell in enumerate(row)) + "</tr>"
        for row in body
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>"


def _cell(text: str, is_word: bool) -> str:
    return f'<td style="text-align:{"left" if is_word else "right"}">{escape(text)}</td>'
