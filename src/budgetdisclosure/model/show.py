"""Tables as people look at them: lined up in a terminal, ruled in a notebook (表格的样子)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from budgetdisclosure.amounts import Unit
from budgetdisclosure.model.texts import counts_of, labels_of, unsaid, words_of
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


def units_of(table: Table) -> dict[str, Unit]:
    """The columns in units of their own, by identifier or heading, with these (各栏单位).

    >>> from budgetdisclosure.amounts import Figure
    >>> from budgetdisclosure.model import ExpenditureLine, ExpenditureTable
    >>> line = ExpenditureLine("合计", total=Figure.parse("3", Unit.YUAN), basic=Figure.parse("3"))
    >>> units_of(ExpenditureTable(lines=[line], unit=Unit.WAN))
    {'total': <Unit.YUAN: '元'>}
    """
    held: dict[str, set[Unit]] = {}
    for line in table.all_lines():
        for name, figure in line.figures().items():
            if figure.value is not None:
                held.setdefault(name, set()).add(figure.unit)
    alone = {name: next(iter(units)) for name, units in held.items() if len(units) == 1}
    usual = table.unit or (next(iter(alone.values())) if len(set(alone.values())) == 1 else None)
    return {name: unit for name, unit in alone.items() if unit is not usual}


def _with_unit(heading: str, unit: Unit | None) -> str:
    """A heading with its column's unit, unless it prints that."""
    printed = unit and heading.endswith((f"（{unit}）", f"({unit})", f"：{unit}）", f":{unit})"))
    return heading if unit is None or printed else f"{heading}（{unit}）"


def rows_of(lines: Sequence[Line], units: Mapping[str, Unit]) -> tuple[int, list[list[str]]]:
    """How many columns are words, and the header and lines as printed texts.

    Words are the code (where any row has one) and the name; where any row says more, every column
    of words under its heading. ``units`` are those of columns in a unit of their own.
    """
    headings = headings_of(lines)
    words = _words(lines)
    told = [_with_unit(heading, units.get(name)) for name, heading in headings.items()]
    rows = [[*words, *told]]
    for at, line in enumerate(lines):
        figures = {**{e.label: e.figure for e in line.extras}, **line.figures()}
        counts = counts_of(line)
        printed = [
            counts.get(name) or (figures[name].digits if name in figures else "")
            for name in headings
        ]
        rows.append([*(column[at] for column in words.values()), *printed])
    return len(words), rows


def _words(lines: Sequence[Line]) -> dict[str, list[str]]:
    """The columns of words by heading."""
    names = {_NAME: [line.name or line.item or "" for line in lines]}
    if all(line.texts for line in lines) and any(map(unsaid, lines)):
        told = [{text.label: text.text for text in words_of(line)} for line in lines]
        keys, remarks = labels_of(lines)
        words = {label: [held.get(label, "") for held in told] for label in (*keys, *remarks)}
        return words if keys else {**names, **words}
    if not any(line.code for line in lines):
        return names
    return {_CODE: [line.code.digits if line.code else "" for line in lines], **names}


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
            said += _aligned(*rows_of(lines, units_of(table)))
    return "\n".join((*said, *table.notes))


def _aligned(words: int, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
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
            parts.append(_ruled(*rows_of(lines, units_of(table))))
    parts += [f"<p>{escape(note)}</p>" for note in table.notes]
    return "".join(parts)


def _ruled(words: int, rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    lines = "".join(
        "<tr>" + "".join(_cell(cell, at < words) for at, cell in enumerate(row)) + "</tr>"
        for row in body
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>"


def _cell(text: str, is_word: bool) -> str:
    return f'<td style="text-align:{"left" if is_word else "right"}">{escape(text)}</td>'
