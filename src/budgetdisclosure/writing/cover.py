"""What a cover says: the year, the unit, the kind (封面)."""

from __future__ import annotations

from budgetdisclosure.model import Disclosure, Kind


def cover(disclosure: Disclosure) -> tuple[str, ...]:
    """The lines of a cover: year, unit, kind.

    >>> cover(Disclosure("某单位", 2020))
    ('2020年度', '某单位', '部门决算')
    """
    kind = "部门决算" if disclosure.kind is Kind.FINAL else "部门预算"
    year = f"{disclosure.fiscal_year}年度" if disclosure.fiscal_year else ""
    return tuple(text for text in (year, disclosure.entity or "", kind) if text)
