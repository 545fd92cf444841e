"""Findings as rows: one row each, for a data frame over many audits (审核发现的数据行)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import asdict, frozen

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.rules import Audit, Finding
from budgetdisclosure.wording import Language


@frozen
class Found:
    """A finding and all that says whose it is and where: a row of ``findings``.

    ``table``, ``row``, ``column``, ``printed`` and ``unit`` are those of the first figure it is
    about, or of the percentage that figures contradict; ``expected`` and ``residual`` (an exact
    decimal as text) are in that unit, a percentage's residual in percentage points.
    """

    file: str | None
    entity: str | None
    fiscal_year: int | None
    kind: str
    rule: str
    title: str
    severity: str
    verdict: str
    page: int | None
    sheet: str | None
    line: int | None
    address: str | None
    table: str | None
    row: str | None
    column: str | None
    printed: str | None
    expected: str | None
    residual: str | None
    message: str
    unit: str | None
    correction: str | None
    source: str

    def to_dict(self) -> dict[str, object]:
        """Plain types, ready for JSON."""
        return asdict(self)


FOUND_COLUMNS: tuple[str, ...] = tuple(Found.__annotations__)
"""The names of a finding's columns, in order."""

_CELL = ("table", "row", "column", "printed", "unit")


class Findings(tuple[Found, ...]):
    """Findings as rows; without any it still knows its columns (审核发现的数据行集)."""

    __slots__ = ()


def findings(audit: Audit, language: Language = "zh") -> Findings:
    """Every finding of the audit, a row each, its message in ``language``.

    >>> import budgetdisclosure as bd
    >>> rows = list(findings(bd.audit(bd.read("examples/final-accounts-2020.txt"))))
    >>> sorted({row.severity for row in rows})
    ['info']
    """
    return Findings(_found(audit, finding, language) for finding in audit.findings)


def all_findings(audits: Iterable[Audit], language: Language = "zh") -> Findings:
    """The findings of many audits, one after the other."""
    return Findings(row for audit in audits for row in findings(audit, language))


def _found(audit: Audit, finding: Finding, language: Language) -> Found:
    said: dict[str, Any] = finding.to_dict(language)
    cell: dict[str, Any] = next(iter(said["cells"]), {})
    if finding.percentage is not None:
        cell |= _of_percentage(finding.percentage, finding.figures, cell)
    disclosure = audit.disclosure
    own: dict[str, Any] = {
        "file": said["file"] or disclosure.file,
        "entity": disclosure.entity,
        "fiscal_year": disclosure.fiscal_year,
        "kind": disclosure.kind.value,
    }
    found = {**said, **{name: cell.get(name) for name in _CELL}, **own}
    return Found(**{name: found[name] for name in FOUND_COLUMNS})


def _of_percentage(
    percentage: Percentage, figures: Sequence[Figure], cell: Mapping[str, Any]
) -> dict[str, Any]:
    """What is printed and where: without a cell in its figures' table, or in the text."""
    held, place = percentage.cell, percentage.place
    said = {"printed": percentage.digits, "unit": percentage.sign}
    if held is not None:
        return {**said, "table": held.table, "row": held.row, "column": held.column}
    if place is None:
        return said
    beside = {figure.place.table for figure in figures[:1] if figure.place is not None}
    table = cell.get("table") if place.table in beside else "narrative"
    return {**said, "table": table, "row": place.row, "column": place.column}
