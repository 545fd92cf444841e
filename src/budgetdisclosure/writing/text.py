"""Plain text: tables as tab-separated lines inside the prose (纯文本)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetdisclosure.model import Disclosure, Kind, Section
from budgetdisclosure.writing.layout import sheets
from budgetdisclosure.writing.sheet import Cell, Sheet


def to_text(disclosure: Disclosure) -> str:
    """The disclosure as UTF-8 text: title, tables, sections.

    >>> print(to_text(Disclosure("某单位", 2020)))
    2020年度
    某单位
    部门决算
    <BLANKLINE>
    """
    return "\n".join(_lines(disclosure)) + "\n"


def _lines(disclosure: Disclosure) -> Iterator[str]:
    yield from cover(disclosure)
    tables = [line for sheet in sheets(disclosure) for line in _sheet(sheet)]
    before, after = around_tables(disclosure.sections)
    for section in before:
        yield from _section(section)
    yield from tables
    for section in after:
        yield from _section(section)


def cover(disclosure: Disclosure) -> Iterator[str]:
    """The lines of the cover, where the disclosure has no cover of its own: year, unit, kind."""
    if not any(section.part == "cover" for section in disclosure.sections):
        yield f"{disclosure.fiscal_year}年度" if disclosure.fiscal_year else ""
        yield disclosure.entity or ""
        yield "部门决算" if disclosure.kind is Kind.FINAL else "部门预算"


def around_tables(sections: Sequence[Section]) -> tuple[Sequence[Section], Sequence[Section]]:
    """The sections that stand before the tables and those after them."""
    parts = [section.part for section in sections]
    at = parts.index("tables") + 1 if "tables" in parts else 0
    return sections[:at], sections[at:]


def heading(section: Section) -> str:
    """A section's heading as it is printed: 第三部分 …, 五、…, （二）….

    >>> heading(Section("收入决算情况说明", "二", 2)), heading(Section("总体情况", "一", 3))
    ('二、收入决算情况说明', '（一）总体情况')
    """
    if not section.number:
        return section.title
    if section.number.startswith("第"):
        return f"{section.number} {section.title}"
    return (
        f"（{section.number}）{section.title}"
        if section.level > 2
        else f"{section.number}、{section.title}"
    )


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield ""
    yield sheet.title
    yield ""
    if sheet.entity:
        yield f"部门：{sheet.entity}"
        yield ""
    yield from filter(None, (sheet.number, f"金额单位：{sheet.unit}" if sheet.unit else None))
    yield ""
    for row in sheet.grid():
        yield "\t".join(_words(cell) for cell in row)
    for note in sheet.notes:
        yield ""
        yield note


def _words(cell: Cell | None) -> str:
    return "" if cell is None else cell.words.replace("\t", " ").replace("\n", " ")


def _section(section: Section) -> Iterator[str]:
    if section.title or section.number:
        yield ""
        yield heading(section)
    for passage in section.passages:
        yield ""
        yield passage.text
    for below in section.sections:
        yield from _section(below)
