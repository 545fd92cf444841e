"""The year that the sections of the text tell of (文字的年度): last year's text, left as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.rules.rule import PRACTICE, Fault, Held, Outcome, Severity, rule
from budgetdisclosure.rules.topics.narrative_common import told
from budgetdisclosure.wording import Wording, quoted

_OPENS: Final = re.compile(
    r"^[（(]?[一二三四五六七八九十\d]{0,3}[）)、.．]?\s*(?:截[至止]\s*)?(\d{4})年度?"
)
_AS_OF: Final = re.compile(r"截[至止]\s*(\d{4})年(?:12月31日|末|底|年末|年底)")
_ASIDE: Final = frozenset({"", "profile", "glossary", "assets", "performance"})
"""Sections that may tell of other years, and the assets, whose date has a rule of its own."""


@rule(
    "DIS-034",
    "文字年度一致",
    "the sections of the text tell of the disclosure's year",
    source=PRACTICE,
    severity=Severity.WARNING,
    exceptions="同一节也写明本年度的；标题写明是上年的",
)
def years_of_text(d: Disclosure) -> Iterator[Outcome]:
    """A section that begins with last year, or counts as of its end, and never names this year."""
    year = d.fiscal_year
    if year is None:
        return
    sections: dict[tuple[str, str], list[tuple[str, Place | None]]] = {}
    for one in told(d).statements:
        if one.said.role not in _ASIDE and not one.said.attached:
            key = one.said.role, one.said.section
            sections.setdefault(key, []).append((one.text.text, one.said.place))
    for texts in sections.values():
        yield _of_section(texts, year)


def _of_section(texts: list[tuple[str, Place | None]], year: int) -> Outcome:
    this, last = f"{year}年", str(year - 1)
    named = any(this in text for text, _ in texts)
    for text, place in texts:
        dated = _AS_OF.search(text)
        begun = None if named else _OPENS.match(text)
        for found in (dated, begun):
            if found is not None and found[1] == last:
                return _stale(found[0], year, place)
    return Held()


def _stale(words: str, year: int, place: Place | None) -> Fault:
    right = words.replace(str(year - 1), str(year))
    return Fault(
        Wording(
            f"“{words}”：本文件是{year}年度的，疑为沿用上年文字",
            f"{quoted(words)}: the document is of {year}; perhaps last year's text",
        ),
        place=place,
        correction=Wording(right, quoted(right)),
    )
