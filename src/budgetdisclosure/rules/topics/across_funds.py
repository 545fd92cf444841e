"""Rules between the appropriation summary 04 and the funds' own tables 08 and 09."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, items
from budgetdisclosure.rules.relation import Relation, same
from budgetdisclosure.rules.rule import rule
from budgetdisclosure.rules.topics.across import of_total
from budgetdisclosure.rules.topics.summaries import cell


def _fund_pair(d: Disclosure, summary: Figure, fund: Figure, present: bool) -> Iterator[Relation]:
    """A figure of 04 and its twin in the fund's own table, which counts as nothing when empty."""
    if summary.is_absent or not present:
        return
    yield same(summary, fund)


FundFigures = Callable[[Disclosure], tuple[Figure, Figure, bool]]


def _fund_rule(rule_id: str, zh: str, en: str, figures: FundFigures) -> None:
    @rule(rule_id, zh, en, exceptions="空表按零计")
    def restated(d: Disclosure) -> Iterator[Relation]:
        """The figure of 04 = the fund table's; an empty table counts as nothing."""
        yield from _fund_pair(d, *figures(d))


def _of_fund(d: Disclosure, name: str) -> Figure:
    return of_total(d.government_fund.total_line, name)


def _of_capital(d: Disclosure, name: str) -> Figure:
    return of_total(d.state_capital.total_line, name)


def _in_04(d: Disclosure, item: str, name: str) -> Figure:
    table = d.appropriation_summary
    return cell(table.revenue if name == "revenue" else table.expenditure, item, name)


_fund_rule(
    "X-0408-1",
    "基金收入（04与08）",
    "government fund revenue agrees",
    lambda d: (
        _in_04(d, items.GOVERNMENT_FUND, "revenue"),
        _of_fund(d, "revenue"),
        d.government_fund.present and _prints(d, "revenue"),
    ),
)
_fund_rule(
    "X-0408-2",
    "基金支出（04与08）",
    "government fund expenditure agrees",
    lambda d: (
        _in_04(d, items.CURRENT_YEAR_EXPENDITURE, "government_fund"),
        _of_fund(d, "total"),
        d.government_fund.present,
    ),
)
_fund_rule(
    "X-0409-1",
    "国资支出（04与09）",
    "state capital expenditure agrees",
    lambda d: (
        _in_04(d, items.CURRENT_YEAR_EXPENDITURE, "state_capital"),
        _of_capital(d, "total"),
        d.state_capital.present,
    ),
)


def _prints(d: Disclosure, name: str) -> bool:
    """Whether the fund table is empty or has that column."""
    lines = d.government_fund.lines
    return d.government_fund.is_empty or any(name in line.figures() for line in lines)


@rule(
    "X-0408-3", "基金结转（04与08）", "government fund carry-over agrees", exceptions="空表按零计"
)
def fund_carryover(d: Disclosure) -> Iterator[Relation]:
    """04 年初/年末 政府性基金 = 08 年初/年末."""
    pairs = (
        (_in_04(d, items.OPENING_GOVERNMENT_FUND, "revenue"), "opening_carryover"),
        (_in_04(d, items.CLOSING_APPROPRIATION_CARRYOVER, "government_fund"), "closing_carryover"),
    )
    for summary, name in pairs:
        yield from _fund_pair(
            d, summary, _of_fund(d, name), d.government_fund.present and _prints(d, name)
        )


@rule(
    "X-0409-2",
    "国资收入/结转（04与09）",
    "state capital revenue and carry-over agree",
    exceptions="全国统一表样的09表没有这些栏",
)
def capital_columns(d: Disclosure) -> Iterator[Relation]:
    """04 三、年初、年末 = 09's own columns, where it has them."""
    pairs = (
        (_in_04(d, items.STATE_CAPITAL, "revenue"), "revenue"),
        (_in_04(d, items.OPENING_STATE_CAPITAL, "revenue"), "opening_carryover"),
        (_in_04(d, items.CLOSING_APPROPRIATION_CARRYOVER, "state_capital"), "closing_carryover"),
    )
    for summary, name in pairs:
        figure = _of_capital(d, name)
        yield from _fund_pair(d, summary, figure, not figure.is_absent)
