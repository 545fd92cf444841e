"""Findings as rows: one row each, for a data frame over many audits (审核发现的数据行)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from attrs import asdict, frozen

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.errors import ModelError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules import Audit, Finding
from budgetdisclosure.wording import Language, Wording


@frozen
class Found:
    """A finding and all that says whose it is and where: a row of ``findings``.

    ``table``, ``row``, ``column``, ``printed`` and ``unit`` are those of the first figure it is
    about, or of the percentage that figures contradict; ``expected`` and ``residual`` (an exact
    decimal as text) are in that unit, a percentage's residual in percentage points. ``path``
    is what was given to read, the file, or the folder or zip that ``file`` is in.
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
    path: str | None

    def to_dict(self) -> dict[str, object]:
        """Plain types, ready for JSON."""
        return asdict(self)


FOUND_COLUMNS: tuple[str, ...] = tuple(Found.__annotations__)
"""The names of a finding's columns, in order."""

_CELL = ("table", "row", "column", "printed", "unit")


class Findings(tuple[Found, ...]):
    """Findings as rows; without any it still knows its columns (审核发现的数据行集)."""

    __slots__ = ()
    ROW: ClassVar[type] = Found


def findings(audit: Audit, language: Language = "zh") -> Findings:
    """Every finding of the audit, a row each, its message in ``language``.

    Raises:
        ModelError: what is given is no audit.

    >>> import budgetdisclosure as bd
    >>> rows = list(findings(bd.audit(bd.read("examples/final-accounts-2020.txt"))))
    >>> sorted({row.severity for row in rows})
    ['info']
    """
    checked_audit(audit)
    return Findings(_found(audit, finding, language) for finding in audit.findings)


def all_findings(audits: Audit | Iterable[Audit], language: Language = "zh") -> Findings:
    """The findings of many audits, one after the other."""
    held = (audits,) if isinstance(audits, Audit) else audits
    return Findings(row for audit in held for row in findings(audit, language))


def checked_audit(given: Audit) -> None:
    """Refuse what is no audit, and say how to come by one."""
    if not isinstance(given, Audit):
        raise ModelError(
            Wording("这不是审核结果", "this is no audit"),
            excerpt=repr(given),
            remedy=Wording(
                "请先审核：audit(公开件)；几份用 all_findings([…])",
                "Audit the disclosure first: audit(disclosure); for several use all_findings([…])",
            ),
        )


def _found(audit: Audit, finding: Finding, language: Language) -> Found:
    said: dict[str, Any] = finding.to_dict(language)
    cell: dict[str, Any] = next(iter(said["cells"]), {})
    if finding.percentage is not None:
        cell |= of_percentage(finding.percentage, finding.figures, cell)
    own = audited(audit.disclosure, said["file"])
    found = {**said, **{name: cell.get(name) for name in _CELL}, **own}
    return Found(**{name: found[name] for name in FOUND_COLUMNS})


def audited(disclosure: Disclosure, file: str | None) -> dict[str, Any]:
    """Whose a row is: the file it stands in, and the disclosure."""
    return {
        "file": file or disclosure.file,
        "path": disclosure.path,
        "entity": disclosure.entity,
        "fiscal_year": disclosure.fiscal_year,
        "kind": disclosure.kind.value,
    }


def of_percentage(
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
