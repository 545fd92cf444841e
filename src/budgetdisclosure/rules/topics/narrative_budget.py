"""Names of items in the narrative of a budget (预算编制说明中的科目名称)."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdisclosure.claims import Named, Subject
from budgetdisclosure.claims.resolve import lines_of
from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules.rule import BUDGET, DERIVED, Outcome, Severity, rule
from budgetdisclosure.rules.topics.narrative_common import told
from budgetdisclosure.rules.topics.narrative_items import levels_agree, unknown


@rule(
    "B-18",
    "科目名称（预算）",
    "budget: names of categories, sections and items are the table's",
    source=DERIVED,
    severity=Severity.WARNING,
    kinds=BUDGET,
    exceptions="省去“支出”二字的为提示；表中没有项级科目的",
)
def budget_names(d: Disclosure) -> Iterator[Outcome]:
    """类, 款 and 项 of the text = the names 支出总表 prints."""
    lines = d.expenditure.lines or d.general_budget_expenditure.lines
    table = {line.key: line for line in lines if line.code}
    if not any(len(key) == 7 for key in table):
        return
    seen: dict[Subject, Named] = {}
    for named in told(d).all(Named):
        if named.subject.names[2] and not named.said.explains and not named.said.attached:
            seen.setdefault(named.subject, named)
    for subject, named in seen.items():
        found = lines_of(lines, subject)
        if len(found) == 1:
            yield from levels_agree(named, found[0], table, d.fiscal_year)
        elif not found:
            yield unknown(named)
