"""Findings with the mend that the proof knows (更正): which of their figures is wrong, what is due.

A failing relation alone cannot tell which of its figures to change; where the whole document leaves
one figure alone under suspicion, and few numbers to put there, every finding it is in says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.rules.finding import Finding
from budgetdisclosure.rules.suspect import Suspect
from budgetdisclosure.rules.system_of import cell_key
from budgetdisclosure.rules.verdict import Verdict
from budgetdisclosure.wording import Wording


def with_mends(findings: Iterable[Finding], suspects: Iterable[Suspect]) -> tuple[Finding, ...]:
    """The findings; those of a contradiction that one figure alone explains name its mend."""
    sure = [(one, mend) for one in suspects if (mend := mend_of(one)) is not None]
    return tuple([_mended(finding, sure) for finding in findings])


def mend_of(suspect: Suspect) -> Wording | None:
    """What to change a figure to, where it is suspected alone and it is known what is due."""
    due = suspect.mend
    if due is None or suspect.tied or suspect.missing or suspect.tail or suspect.alternatives:
        return None
    printed = suspect.printed
    here = evolve(printed.place, file=None) if printed.place else None
    zh, en = (here.spoken("zh"), here.spoken("en")) if here else ("", "")
    digits = printed.digits.strip()
    return Wording(
        f"{zh} {digits or '空白'} 改为 {due.zh}".strip(),
        f"{en}: change {digits or 'the blank'} to {due.en}".removeprefix(": "),
    )


def _mended(finding: Finding, sure: Sequence[tuple[Suspect, Wording]]) -> Finding:
    if finding.correction is not None or finding.verdict is not Verdict.CONFLICT:
        return finding
    mend = next((mend for one, mend in sure if _holds(finding, one.printed)), None)
    return finding if mend is None else evolve(finding, correction=mend)


def _holds(finding: Finding, printed: Figure | Percentage) -> bool:
    if isinstance(printed, Percentage):
        return finding.percentage is printed
    return any(cell_key(figure) == cell_key(printed) for figure in finding.figures)
