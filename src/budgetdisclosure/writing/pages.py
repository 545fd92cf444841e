"""A disclosure as a run of headings, paragraphs and tables, for every format alike (成文)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from budgetdisclosure.model import Disclosure, Section
from budgetdisclosure.writing.cover import cover
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


def pieces(disclosure: Disclosure, *, flat: bool = False) -> Iterator[Piece]:
    """The cover, what stands before the tables, the tables, and what stands after them."""
    before, after = _around_tables(disclosure.sections)
    if not any(section.part == "cover" for section in before):
        yield from (Heading(text, 0, "cover") for text in cover(disclosure))
    for section in before:
        yield from _section(section)
    yield from sheets(disclosure, flat=flat)
    for section in after:
        yield from _section(section)


_PART, _ATTACHMENT, _CHAPTER, _ARTICLE, _POINT, _DETAIL = range(6)
"""The ranks of numbered headings: 第一部分, 附件1, 一、 （一） 1. （1）."""
_NAMED_PART = re.compile(r"^(第[一二三四五六七八九十]+部分)(?=\S)")
_CHINESE = frozenset("一二三四五六七八九十百")


def heading(section: Section, above: int = -1) -> str:
    """A section's heading as it is printed, below one of rank ``above``: 五、…, （二）….

    >>> heading(Section("收入决算情况说明", "二", 2)), heading(Section("总体情况", "一", 3), 2)
    ('二、收入决算情况说明', '（一）总体情况')
    """
    number, title, rank = section.number, section.title, rank_of(section, above)
    if not number:
        return title
    if rank in (_PART, _ATTACHMENT):
        return f"{number} {title}".strip()
    return f"（{number}）{title}" if rank in (_ARTICLE, _DETAIL) else f"{number}、{title}"


def rank_of(section: Section, above: int = -1) -> int:
    """The rank its number has: the first of its kind that is lower than the one above it."""
    number = section.number
    if number.startswith(("第", "附件")):
        return _PART if number.startswith("第") else _ATTACHMENT
    if not number:
        return max(above, section.level)
    if set(number) <= _CHINESE:
        return _CHAPTER if above < _CHAPTER else _ARTICLE
    return _POINT if above < _POINT else _DETAIL


def _around_tables(sections: Sequence[Section]) -> tuple[Sequence[Section], Sequence[Section]]:
    """The sections before the tables, and those after them."""
    parts = [section.part for section in sections]
    heads = [at for at, part in enumerate(parts) if part in ("cover", "contents", "tables")]
    at = max(heads) + 1 if heads else 0
    return sections[:at], sections[at:]


def _section(section: Section, above: int = -1) -> Iterator[Piece]:
    part, covered = section.part, section.part == "cover"
    if section.title or section.number:
        yield Heading(heading(section, above), section.level, part)
    for passage in section.passages:
        for text in re.split(r"\s*[\r\n]\s*", passage.text):
            shown = _NAMED_PART.sub(r"\1 ", text) if part == "contents" else text
            yield Heading(text, 0, part) if covered else Paragraph(shown, part)
    for below in section.sections:
        yield from _section(below, rank_of(section, above))
