"""Amounts that cannot be read: in a table or a text, what is printed is no number (不是数)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetdisclosure.amounts import Figure, why_unread
from budgetdisclosure.claims import Unreadable, narrative_of
from budgetdisclosure.model import FORMS, Disclosure
from budgetdisclosure.rules.rule import BOTH, Fault, Held, Outcome, Severity, rule
from budgetdisclosure.wording import Wording, quoted

_WORDS = re.compile(r"[^\d=#]*[\u3400-\u9fff][^\d=#]*")
"""Words in place of an amount (涉密), nothing that meant to be a number."""
_FORMULA = "="
"""In a spreadsheet's cell, what it would work out and this library did not: there, a number."""
_RECALCULATE = Wording(
    "请在 Excel 中打开，重新计算并保存后再审核",
    "open it in Excel, recalculate, save and audit that",
)
_REMEDY = Wording(
    "请按账表改印为一个数，例如 1,234.50；没有数额的留空",
    "print one number as the accounts have it, e.g. 1,234.50; leave blank what has none",
)


@rule(
    "DIS-033",
    "金额无法识别",
    "an amount that is no number",
    source="本库：不是数的金额无法核对，所在的各条勾稽关系都不能成立或否定",
    exceptions="金额栏中只有文字的（涉密）、工作表里没有结果的公式、规定表样以外的表，作提醒",
    kinds=BOTH,
)
def amounts_are_numbers(d: Disclosure) -> Iterator[Outcome]:
    """Every cell of amounts that is not blank prints a number, and so does every amount told."""
    forms = {form.ID for form in FORMS}
    for table in d.tables:
        unread = [figure for figure in table.figures() if figure.is_unreadable]
        for figure in unread:
            yield _fault(figure, table.id in forms)
        if not unread and any(figure.value is not None for figure in table.figures()):
            yield Held()
    for told in narrative_of(d).all(Unreadable):
        yield _fault(told.figure, True)


def _fault(figure: Figure, is_form: bool) -> Fault:
    printed = figure.digits.strip()
    in_sheet = figure.place is not None and figure.place.address is not None
    reason, formula = why_unread(printed), in_sheet and printed.startswith(_FORMULA)
    remedy = _RECALCULATE if formula else _REMEDY
    mild = formula or not is_form or _WORDS.fullmatch(printed)
    return Fault(
        Wording(f"印为 {printed}，不是数", f"prints {quoted(printed)}, which is no number"),
        (figure,),
        severity=Severity.WARNING if mild else None,
        correction=Wording(f"{reason.zh}；{remedy.zh}", f"{reason.en}; {remedy.en}"),
    )
