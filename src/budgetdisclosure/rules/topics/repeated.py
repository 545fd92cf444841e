"""Rules of tables printed more than once in one document (同表重复)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetdisclosure.model import FORMS, Disclosure
from budgetdisclosure.rules.rule import BOTH, Fault, Held, Outcome, Severity, rule
from budgetdisclosure.wording import Wording, titled

_AGAIN = re.compile(r"(?P<form>[a-z_]+)_\d+")


@rule(
    "DIS-040",
    "同表重复",
    "each table is printed once",
    source="本库：同名表不止一张时只审核第一张",
    severity=Severity.WARNING,
    exceptions="部门与所属单位的表在同一文件中的",
    kinds=BOTH,
)
def printed_again(d: Disclosure) -> Iterator[Outcome]:
    """A form printed a second time is not checked; it may be another document's."""
    known = {form.ID for form in FORMS}
    again = [
        (table, match["form"])
        for table in d.others
        if (match := _AGAIN.fullmatch(table.id)) and match["form"] in known
    ]
    for table, form in again:
        first, second = d.form(form).place, table.place
        apart = bool(first and second and first.file != second.file)
        yield Fault(
            Wording(
                f"《{table.title}》不止一张，这一张没有参加审核"
                + ("；两份公开件请分开审核" if apart else ""),
                f"{titled(table.title or '')} is printed more than once; this one was not checked",
            ),
            place=table.place,
            severity=Severity.WARNING if apart else Severity.INFO,
        )
    if d.tables and not again:
        yield Held(len(d.tables))
