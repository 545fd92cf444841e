"""Which form a text follows, and where it tells what (公开文本的格式与章节)."""

from __future__ import annotations

import re
from typing import Final

from budgetdisclosure.claims.roles import role_of
from budgetdisclosure.model import Disclosure
from budgetdisclosure.model.texts import counts_of
from budgetdisclosure.place import Place
from budgetdisclosure.rules.rule import Fault, Severity, Skip
from budgetdisclosure.rules.topics.narrative_common import told
from budgetdisclosure.rules.topics.narrative_three_public import ROLES
from budgetdisclosure.wording import Wording

_ACCOUNTS: Final = ("overall", "income", "expenditure", "appropriation", "general", "basic")
"""What a section on the accounts themselves is about."""
OTHER_FORM: Final = Skip(
    Wording("文件不是部门决算的统一格式", "the document does not follow the common form")
)


def tells_three_public(d: Disclosure) -> bool:
    """Whether the document has text and discloses the “三公”.

    A file of tables alone, its text published apart, tells nothing and lacks nothing.
    """
    has_text = any(statement.said.role for statement in told(d).statements)
    return has_text and bool(d.three_public.present or section_place(d, *ROLES))


def is_common(d: Disclosure) -> bool:
    """Whether it follows the departments' common form: the “三公” and more than these."""
    roles = {one.said.role for one in told(d).statements}
    more = any(table.present for table in (d.summary, d.expenditure, d.general_budget_expenditure))
    return tells_three_public(d) and (more or any(r.startswith(_ACCOUNTS) for r in roles))


_NAMED_ALONE: Final = ("contents", "glossary")
"""Parts that name a subject without telling of it."""


def section_place(d: Disclosure, *roles: str) -> Place | None:
    """Where the first section of those roles stands, by heading or by text; None without one."""
    for statement in told(d).statements:
        named = statement.part in _NAMED_ALONE or statement.said.attached
        if statement.said.role in roles and not named:
            return statement.said.place or Place()
    for section in d.walk_sections():
        if section.part not in _NAMED_ALONE and role_of(section.title) in roles:
            return section.place
    return None


def narrative_place(d: Disclosure) -> Place | None:
    """Where the narrative begins."""
    return next((s.place for s in d.walk_sections() if s.part == "narrative"), None)


def missing(d: Disclosure, zh: str, en: str, severity: Severity | None = None) -> Fault:
    """What is to be told and is not."""
    return Fault(
        Wording(f"没有说明{zh}", f"{en} is not told"),
        place=narrative_place(d),
        severity=severity,
    )


_ROWS: Final = {
    "groups": re.compile("团组"),
    "travellers": re.compile(r"出国.*人[次数]?|出境.*人[次数]?"),
    "bought": re.compile(r"(?:车辆?|公车)购置.*[数量辆]|购置.*辆"),
    "kept": re.compile("保有"),
    "batches": re.compile(r"接待.*批"),
    "visitors": re.compile(r"接待.*人[次数]?"),
}
"""The names of rows that count what is spent on, by what they count."""


def in_a_table(d: Disclosure, kind: str) -> bool:
    """Whether a table counts that kind of thing, rather than the text (实物量在表内).

    Numbers of a grid that is no table of amounts are known by their rows.
    """
    counting = (line.name for table in d.tables for line in table.all_lines() if counts_of(line))
    apart = (one.place.row for one in d.unplaced if one.place.row)
    return any(_ROWS[kind].search(name) for name in (*counting, *apart))
