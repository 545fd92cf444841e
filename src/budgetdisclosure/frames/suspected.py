"""Suspects as rows: which figure is likely wrong, and which findings hold it (存疑数字)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from attrs import asdict, frozen

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.frames.found import audited, checked_audit, of_percentage
from budgetdisclosure.rules import Audit, Finding
from budgetdisclosure.rules.suspect import Suspect
from budgetdisclosure.wording import Language


@frozen
class Suspected:
    """A printed figure that may be wrong by the proof of the whole document: a row of ``suspects``.

    Rows of one ``group`` are one error: which of them it is cannot be told (``tied``). ``rules``
    are the ids of the findings that hold the figure, parted by blanks; empty where no single
    relation fails and only all of them together do. ``expected`` is in ``unit``; ``alternatives``
    counts the other explanations that do without the figure.
    """

    file: str | None
    entity: str | None
    fiscal_year: int | None
    kind: str
    group: int
    tied: bool
    table: str | None
    row: str | None
    column: str | None
    printed: str
    unit: str | None
    expected: str | None
    correction: str | None
    slip: str | None
    tail: bool
    alternatives: int
    rules: str
    page: int | None
    sheet: str | None
    line: int | None
    address: str | None
    message: str
    path: str | None

    def to_dict(self) -> dict[str, object]:
        """Plain types, ready for JSON."""
        return asdict(self)


SUSPECT_COLUMNS: tuple[str, ...] = tuple(Suspected.__annotations__)
"""The names of a suspect's columns, in order."""


class Suspects(tuple[Suspected, ...]):
    """Suspects as rows; without any it still knows its columns (存疑数字的数据行集)."""

    __slots__ = ()
    ROW: ClassVar[type] = Suspected


def suspects(audit: Audit, language: Language = "zh") -> Suspects:
    r"""Every figure that the proof suspects, a row each, with the findings that hold it.

    >>> import budgetdisclosure as bd
    >>> text = open("examples/final-accounts-2020.txt", encoding="utf-8").read()
    >>> wrong = bd.read(text.replace("\t46.05\t", "\t47.05\t", 1).encode())
    >>> for row in suspects(bd.audit(wrong)):
    ...     print(row.table, row.row, row.column, row.printed, row.correction, row.rules)
    expenditure 合计 project 47.05 46.05 T03-001 T03-004
    """
    checked_audit(audit)
    return Suspects(_rows(audit, language))


def all_suspects(audits: Audit | Iterable[Audit], language: Language = "zh") -> Suspects:
    """The suspects of many audits, one after the other."""
    held = (audits,) if isinstance(audits, Audit) else audits
    return Suspects(row for audit in held for row in suspects(audit, language))


def _rows(audit: Audit, language: Language) -> Iterator[Suspected]:
    for group, first in enumerate(audit.suspects, 1):
        for one in (first, *first.tied):
            yield _row(audit, one, language, group=group, tied=bool(first.tied))


def _row(
    audit: Audit, suspect: Suspect, language: Language, *, group: int, tied: bool
) -> Suspected:
    printed = suspect.printed
    said: dict[str, Any] = suspect.to_dict(language)
    cell = next(iter(said["cells"]), None) or _cell(printed)
    rules = dict.fromkeys(one.rule.id for one in audit.findings if _holds(one, printed))
    mend = suspect.mend
    own = audited(audit.disclosure, cell["file"])
    held = {name: cell[name] for name in cell if name != "file"}
    return Suspected(
        **own,
        **held,
        group=group,
        tied=tied,
        expected=said["expected"],
        correction=None if mend is None else mend.spoken(language),
        slip=said["slip"],
        tail=suspect.tail,
        alternatives=suspect.alternatives,
        rules=" ".join(rules),
        message=said["message"],
    )


def _cell(printed: Figure | Percentage) -> dict[str, Any]:
    """A percentage as the cell it stands in, or the place in the text."""
    assert isinstance(printed, Percentage)
    place = printed.place
    said = {"table": None, "row": None, "column": None, **of_percentage(printed, (), {})}
    seat = ("file", "page", "sheet", "line", "address")
    return {**said, **{name: getattr(place, name, None) for name in seat}}


def _holds(finding: Finding, printed: Figure | Percentage) -> bool:
    """Whether a finding is about that very figure or percentage."""
    if isinstance(printed, Percentage):
        held = finding.percentage
        return held is not None and _seat(held) == _seat(printed)
    return any(_seat(figure) == _seat(printed) for figure in finding.figures)


def _seat(one: Figure | Percentage) -> tuple[object, ...]:
    return (one.cell,) if one.cell is not None else (one.place, one.digits)
