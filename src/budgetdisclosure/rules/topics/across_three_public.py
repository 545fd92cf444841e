"""Rules between 06 and 07: what basic expenditure says of the “三公”经费."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, ThreePublicLine
from budgetdisclosure.rules.relation import Relation
from budgetdisclosure.rules.rule import Outcome, Severity, Skip, rule
from budgetdisclosure.rules.topics.across import contained, of_total, pair
from budgetdisclosure.wording import Wording

THREE_PUBLIC_PAIRS = (
    ("X-0607-1", "30212", "overseas_travel", "因公出国", "overseas travel"),
    ("X-0607-2", "30217", "official_reception", "公务接待", "official reception"),
    ("X-0607-3", "30231", "vehicle_running", "用车运行", "vehicle running"),
    ("X-0607-4", "31013", "vehicle_purchase", "用车购置", "vehicle purchase"),
)
"""Economic codes of 06 within the items of 07: rule, code, column."""


def _three_public_figures(d: Disclosure, code: str, name: str) -> tuple[Figure, Figure]:
    line = d.basic_expenditure.get(code)
    actual: ThreePublicLine = d.three_public.actual
    return (line.amount if line else Figure.absent()), of_total(actual, name)


def _three_public_rule(rule_id: str, code: str, name: str, zh: str, en: str) -> None:
    @rule(
        rule_id,
        f"三公部分不大于整体（{zh}）",
        f"three public: basic expenditure on {en} is within the whole",
        exceptions="06表只含一般公共预算基本支出，从不要求相等",
    )
    def within(d: Disclosure) -> Iterator[Relation]:
        """The economic code in 06 ≤ the item's outturn in 07."""
        yield from contained(*_three_public_figures(d, code, name))


for _item in THREE_PUBLIC_PAIRS:
    _three_public_rule(*_item)


@rule(
    "X-0607-5",
    "无项目支出时三公相等",
    "three public: without projects the pairs are equal",
    severity=Severity.WARNING,
    exceptions="政府性基金、国有资本经营预算安排的三公经费",
)
def three_public_equal(d: Disclosure) -> Iterator[Outcome]:
    """If 03 has no project expenditure at all, the four pairs of 06 and 07 are equal."""
    projects = of_total(d.expenditure.total_line, "project")
    if projects.is_absent or projects.is_unreadable or not d.three_public.present:
        return
    if projects.counted != 0:
        yield Skip(Wording("单位有项目支出", "the unit has project expenditure"))
        return
    for _, code, name, _, _ in THREE_PUBLIC_PAIRS:
        yield from pair(*_three_public_figures(d, code, name))
