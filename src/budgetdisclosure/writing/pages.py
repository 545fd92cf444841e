"""A disclosure as a run of headings, paragraphs and tables, for every format alike (成文)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from budgetdisclosure.model import Disclosure, Kind, Section
from budgetdisclosure.writing.layout import sheets
from budgetdisclosure.writing.sheet import Sheet


@frozen
class Heading:
    """A heading; level 0 is a line of the cover."""

    text: str
    level: int
    part: str = ""


@frozen
class Paragraph:
    """A paragraph."""

    text: str
    part: str = ""


Piece = Heading | Paragraph | Sheet


def pieces(disclosure: Disclosure) -> Iterator[Piece]:
    """The cover, what stands before the tables, the tables, and what stands after them."""
    before, after = _around_tables(disclosure.sections)
    if not any(section.part == "cover" for section in before):
        yield from (Heading(text, 0, "cover") for text in cover(disclosure))
    for section in before:
        yield from _section(section)
    yield from sheets(disclosure)
    for section in after:
        yield from _section(section)


def cover(disclosure: Disclosure) -> tuple[str, ...]:
    """The lines of a cover: year, unit, kind."""
    kind = "部门决算" if disclosure.kind is Kind.FINAL else "部门预算"
    year = f"{disclosure.fiscal_year}年度" if disclosure.fiscal_year else ""
    return tuple(text for text in (year, disclosure.entity or "", kind) if text)


def heading(section: Section) -> str:
    """A section's heading as it is printed: 第三部分 …, 五、…, （二）….

    >>> heading(Section("收入决算情况说明", "二", 2)), heading(Section("总体情况", "一", 3))
    ('二、收入决算情况说明', '（一）总体情况')
    """
    number, title = section.number, section.title
    if not number:
        return title
    if number.startswith(("第", "附件")):
        return f"{number} {title}".strip()
    return f"（{number}）{title}" if section.level > 2 else f"{number}、{title}"


def _around_tables(sections: Sequence[Section]) -> tuple[Sequence[Section], Sequence[Section]]:
    """The sections before the tables, and those after them."""
    parts = [section.part for section in sections]
    heads = [at for at, part in enumerate(parts) if part in ("cover", "contents", "tables")]
    at = max(heads) + 1 if heads else 0
    return sections[:at], sections[at:]


def _section(section: Section) -> Iterator[Piece]:
    part = section.part
    if section.title or section.number:
        yield Heading(heading(section), section.level, part)
    for passage in section.passages:
        covered = part == "cover"
        yield Heading(passage.text, 0, part) if covered else Paragraph(passage.text, part)
    for below in section.sections:
        yield from _section(below)
