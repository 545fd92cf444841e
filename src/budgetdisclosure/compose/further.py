"""The tables a place prints beside the nine, exact to the fen, from a ledger (其他公开表)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import frozen

from budgetdisclosure.amounts import ZERO, Amount, Figure, Unit, total
from budgetdisclosure.codes.code import EconomicCode, FunctionCode
from budgetdisclosure.compose import sums
from budgetdisclosure.compose.checks import name_of
from budgetdisclosure.compose.entry import APPROPRIATIONS, Entry, Flow, Procurement, Source, Stage
from budgetdisclosure.compose.form import Form
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.sums import exact
from budgetdisclosure.model import Extra, Line, OtherTable, Text, items
from budgetdisclosure.writing.headings import JOINT

_BY_FUNCTION = {
    "total": "合计",
    "basic": "基本支出/小计",
    "personnel": "基本支出/人员经费",
    "running": "基本支出/公用经费",
    "project": "项目支出",
}
_UNSPLIT = {"total": "合计", "basic": "基本支出", "project": "项目支出"}
_BY_ECONOMIC = {"amount": "合计", "personnel": "人员经费", "running": "公用经费"}
_FUNDS = {
    Source.GENERAL_BUDGET: "资金来源/一般公共预算资金",
    Source.GOVERNMENT_FUND: "资金来源/政府性基金",
    Source.STATE_CAPITAL: "资金来源/国有资本经营预算资金",
}
_OTHER_FUNDS, _CARRIED = "资金来源/其他资金", "资金来源/上年结转和结余资金"
PURCHASES = "总计"
"""The column of 政府采购支出表 that sums its funds up."""
AGENCY = "机关运行经费支出"
"""The column of 机关运行经费表."""
_CLASS = "采购品目大类"
_TELLING = ("专项名称", "经济科目", "采购品目名称", "采购组织形式")
_UNNAMED = "未注明品目"


@frozen
class Further:
    """Builds each further table of ``form`` from ``ledger``; every figure is exact to the fen."""

    ledger: Ledger
    form: Form
    year: int
    stage: Stage

    def tables(self) -> tuple[OtherTable, ...]:
        """The further tables the form has, in its order."""
        known: Mapping[str, Callable[[], Iterator[Line]]] = {
            "appropriation_expenditure": self._expenditure,
            "appropriation_basic": self._basic,
            "agency_operating_costs": self._agency,
            "procurement": self._procurement,
        }
        wanted = [name for name in self.form.tables if name in known]
        return tuple(self._table(name, tuple(known[name]())) for name in wanted)

    def _table(self, name: str, lines: tuple[Line, ...]) -> OtherTable:
        form = self.form.tables[name]
        rows: Any = lines
        return OtherTable(
            title=form.title.format(year=self.year),
            number=form.number or None,
            unit=Unit.YUAN,
            notes=form.notes,
            lines=rows,
            kind=name,
        )

    def _expenditure(self) -> Iterator[Line]:
        """财政拨款支出表: all three funds by function, basic expenditure in its two parts."""
        rows = sums.split_rows(self.ledger, self.stage, APPROPRIATIONS)
        labels = _BY_FUNCTION if "personnel" in rows[None] else _UNSPLIT
        for code, row in rows.items():
            yield self._line(code, {label: row[name] for name, label in labels.items()})

    def _basic(self) -> Iterator[Line]:
        """财政拨款基本支出表: all three funds by economic class."""
        rows = sums.economic_split(self.ledger, self.stage, APPROPRIATIONS)
        for code, row in rows.items():
            yield self._line(code, {label: row[name] for name, label in _BY_ECONOMIC.items()})

    def _agency(self) -> Iterator[Line]:
        """机关运行经费表: the running costs among the general budget's basic expenditure."""
        rows = sums.economic_split(self.ledger, self.stage, (Source.GENERAL_BUDGET,))
        for code, row in rows.items():
            if code is None or row["running"]:
                yield self._line(code, {AGENCY: row["running"]})

    def _line(self, code: FunctionCode | EconomicCode | None, row: Mapping[str, Amount]) -> Line:
        extras = tuple(Extra(label, exact(amount)) for label, amount in row.items())
        if code is None:
            return Line(items.TOTAL, item=items.TOTAL, extras=extras)
        return Line(name_of(code, self.year) or code.digits, code, extras=extras)

    def _procurement(self) -> Iterator[Line]:
        """政府采购支出表: by class, each purchase under its class; blank where none is booked."""
        if not any(entry.procurement for entry in self.ledger):
            for name in (items.TOTAL, *(one.value for one in Procurement)):
                yield _purchased(name, {PURCHASES: Figure.blank(Unit.YUAN)})
            return
        spent = self.ledger.select(flow=Flow.EXPENDITURE, stage=self.stage)
        bought = [entry for entry in spent if entry.procurement]
        columns = list(_columns(bought))
        yield _purchased(items.TOTAL, _funded(bought, columns))
        for kind in Procurement:
            own = [entry for entry in bought if entry.procurement is kind]
            if own:
                yield _purchased(kind.value, _funded(own, columns))
                yield from self._purchases(own, columns)

    def _purchases(self, own: list[Entry], columns: list[str]) -> Iterator[Line]:
        apart: dict[tuple[str, ...], list[Entry]] = {}
        for entry in own:
            apart.setdefault(self._told(entry), []).append(entry)
        for told, entries in apart.items():
            held = [(label, text) for label, text in zip(_TELLING, told, strict=True) if text]
            texts = tuple(Text(label, text) for label, text in held)
            name = JOINT.join(dict.fromkeys(text for _, text in held))
            yield Line(name, extras=_extras(_funded(entries, columns)), texts=texts)

    def _told(self, entry: Entry) -> tuple[str, ...]:
        """What a purchase says of itself, in the form's order."""
        named = name_of(entry.economic, self.year) if entry.economic else ""
        told = (entry.project, named or "", entry.purchase, entry.purchasing)
        return told if any(told) else ("", "", _UNNAMED, "")


def _purchased(name: str, figures: Mapping[str, Figure]) -> Line:
    item = items.TOTAL if name == items.TOTAL else None
    return Line(name, item=item, extras=_extras(figures), texts=(Text(_CLASS, name),))


def _extras(figures: Mapping[str, Figure]) -> tuple[Extra, ...]:
    return tuple(Extra(label, figure) for label, figure in figures.items())


def _fund(entry: Entry) -> str:
    return _FUNDS.get(entry.source, _OTHER_FUNDS)


def _columns(entries: list[Entry]) -> Iterator[str]:
    """The columns of funds: those of the form, and state capital where it pays."""
    held = {_fund(entry) for entry in entries}
    for label in (*_FUNDS.values(), _OTHER_FUNDS, _CARRIED):
        if label in held or label != _FUNDS[Source.STATE_CAPITAL]:
            yield label


def _funded(entries: list[Entry], columns: list[str]) -> dict[str, Figure]:
    amounts = dict.fromkeys(columns, ZERO)
    for entry in entries:
        amounts[_fund(entry)] += entry.amount
    return {name: exact(amount) for name, amount in amounts.items()} | {
        PURCHASES: exact(total(amounts.values()))
    }
