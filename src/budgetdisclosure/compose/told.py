"""Whether a ledger tells an amount of another stage, or only has no line of it (台账是否说到)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import frozen

from budgetdisclosure.compose.entry import APPROPRIATIONS, Entry, Flow, Nature, Source, Stage
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.tables import REVENUE_ITEMS
from budgetdisclosure.model import items
from budgetdisclosure.writing.official import PERSONNEL

_CELL = re.compile(r"(?P<table>[a-z_]+)\[(?P<row>.+)\]\.(?P<column>\S+)")
_OF_ONE = {
    "general_budget_expenditure": Source.GENERAL_BUDGET,
    "basic_expenditure": Source.GENERAL_BUDGET,
    "agency_operating_costs": Source.GENERAL_BUDGET,
    "government_fund": Source.GOVERNMENT_FUND,
    "state_capital": Source.STATE_CAPITAL,
}
_ECONOMIC = ("basic_expenditure", "agency_operating_costs", "appropriation_basic", "three_public")
_SPLIT = ("personnel", "running")
_ITEMS = {item: source for source, item in REVENUE_ITEMS.items()}
_COLUMNS = {source.name.lower(): source for source in Source}
_GOODS = "302"


@frozen
class Told:
    """What the ledger tells of ``stage`` beside ``own``, the stage that is printed.

    A line of nothing tells that there was none. What has lines now and none then is not told: to
    call it zero would be to say what nobody knows.
    """

    ledger: Ledger
    stage: Stage
    own: Stage

    def __call__(self, cell: str) -> bool:
        """Whether the ledger tells the amount of a cell."""
        at = _CELL.fullmatch(cell)
        if at is None:
            return True
        table, row, column = at["table"], at["row"], at["column"]
        if table == "income" or column == "revenue":
            return self._flow(Flow.REVENUE, _revenue_of(table, row, column))
        kept = column != "closing_carryover" or self._flow(Flow.REVENUE, _OF_ONE.get(table))
        spent = kept and self._flow(Flow.EXPENDITURE, _spent_from(table, column))
        return spent and self._classified(table, row, column)

    def _flow(self, flow: Flow, source: Source | None) -> bool:
        """Whether there are lines of a flow and, where there are now, of a source in it."""
        now = self.ledger.select(flow=flow, stage=self.own, source=source)
        then = self.ledger.select(flow=flow, stage=self.stage, source=source)
        return any(then) or not any(one.amount for one in now)

    def _classified(self, table: str, row: str, column: str) -> bool:
        """Whether the lines of spending say what the cell tells apart."""
        source = _spent_from(table, column)
        spent = list(self.ledger.select(flow=Flow.EXPENDITURE, stage=self.stage, source=source))
        if table in _ECONOMIC or column in _SPLIT:
            return self._economic(table, row, column, source)
        if column in ("basic", "project") and any(one.nature is None for one in spent):
            return False
        return not (row.isdecimal() and any(one.function is None for one in spent))

    def _economic(self, table: str, row: str, column: str, source: Source | None) -> bool:
        then, now = self._basic(self.stage, source), self._basic(self.own, source)
        if table != "three_public" and any(one.economic is None for one in then):
            return False
        wanted = _categories(one for one in now if one.amount)
        if row.isdecimal():
            wanted &= {row[:3]}
        elif table == "three_public":
            wanted &= {_GOODS}
        elif column == "running" or table == "agency_operating_costs" or row == items.RUNNING_TOTAL:
            wanted -= set(PERSONNEL)
        elif column == "personnel" or row == items.PERSONNEL_TOTAL:
            wanted &= set(PERSONNEL)
        return not wanted or not wanted.isdisjoint(_categories(then))

    def _basic(self, stage: Stage, source: Source | None) -> list[Entry]:
        """Basic expenditure of a stage; lines that do not say what they are may be."""
        held = self.ledger.select(flow=Flow.EXPENDITURE, stage=stage, source=source)
        return [
            one
            for one in held
            if one.nature in (Nature.BASIC, None) and one.source in APPROPRIATIONS
        ]


def _categories(entries: Iterable[Entry]) -> set[str]:
    return {one.economic.category.digits for one in entries if one.economic}


def _revenue_of(table: str, row: str, column: str) -> Source | None:
    """The one source whose revenue a cell prints; None of sums."""
    return _OF_ONE.get(table) or (_COLUMNS.get(column) if table == "income" else _ITEMS.get(row))


def _spent_from(table: str, column: str) -> Source | None:
    return _OF_ONE.get(table) or _COLUMNS.get(column)
