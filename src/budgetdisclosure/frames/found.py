"""Findings as rows: one row each, for a data frame over many audits (审核发现的数据行)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import asdict, frozen

from budgetdisclosure.rules import Audit, Finding
from budgetdisclosure.wording import Language


@frozen
class Found:
    """A finding and all that says whose it is and where: a row of ``findings``.

    ``table``, ``row``, ``column`` and ``printed`` are those of the first figure it is about;
    ``residual`` is an exact decimal as text.
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

    def to_dict(self) -> dict[str, object]:
        """Plain types, ready for JSON."""
        return asdict(self)


FOUND_COLUMNS: tuple[str, ...] = tuple(Found.__annotations__)
"""The names of a finding's columns, in order."""

_CELL = ("table", "row", "column", "printed")


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
    disclosure = audit.disclosure
    own: dict[str, Any] = {
        "file": said["file"] or disclosure.file,
        "entity": disclosure.entity,
        "fiscal_year": disclosure.fiscal_year,
        "kind": disclosure.kind.value,
    }
    found = {**said, **{name: cell.get(name) for name in _CELL}, **own}
    return Found(**{name: found[name] for name in FOUND_COLUMNS})
