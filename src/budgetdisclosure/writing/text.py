"""Plain text: tables as tab-separated lines inside the prose (纯文本)."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdisclosure.model import Disclosure, Section
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
    yield f"{disclosure.fiscal_year}年度" if disclosure.fiscal_year else ""
    yield disclosure.entity or ""
    yield "部门决算" if disclosure.kind.value == "final" else "部门预算"
    tables = sheets(disclosure)
    before = [s for s in disclosure.sections if s.part in ("contents", "profile")]
    for section in before:
        yield from _section(section)
    for sheet in tables:
        yield from _sheet(sheet)
    for section in disclosure.sections:
        if section not in before:
            yield from _section(section)


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
    yield ""
    yield f"{section.number}、{section.title}" if section.number else section.title
    for passage in section.passages:
        yield ""
        yield passage.text
    for below in section.sections:
        yield from _section(below)
