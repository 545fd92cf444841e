"""The nine tables of final accounts, exact to the fen, from a ledger's sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from attrs import frozen

from budgetdisclosure.amounts import ZERO, Amount, Figure, Unit, total
from budgetdisclosure.codes import CodeList, economic_codes, function_codes
from budgetdisclosure.codes.code import EconomicCode, FunctionCode
from budgetdisclosure.compose import sums
from budgetdisclosure.compose.checks import name_of
from budgetdisclosure.compose.entry import APPROPRIATIONS, Flow, Source, Stage
from budgetdisclosure.compose.form import Form
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.sums import Row, Rows, exact
from budgetdisclosure.model import (
    AppropriationExpenditureLine,
    AppropriationRevenueLine,
    AppropriationSummaryTable,
    BasicExpenditureLine,
    BasicExpenditureTable,
    ExpenditureLine,
    ExpenditureTable,
    Extra,
    FundLine,
    GeneralBudgetLine,
    GeneralBudgetTable,
    GovernmentFundTable,
    IncomeLine,
    IncomeTable,
    Kind,
    Line,
    StateCapitalTable,
    SummaryExpenditureLine,
    SummaryRevenueLine,
    SummaryTable,
    Text,
    ThreePublicLine,
    ThreePublicTable,
    items,
)
from budgetdisclosure.writing.official import PERSONNEL, basic_blocks
from budgetdisclosure.writing.ordinals import ordinal

REVENUE_ITEMS = {
    Source.GENERAL_BUDGET: items.GENERAL_BUDGET_REVENUE,
    Source.GOVERNMENT_FUND: items.GOVERNMENT_FUND_REVENUE,
    Source.STATE_CAPITAL: items.STATE_CAPITAL_REVENUE,
    Source.SUPERIOR_SUBSIDY: items.SUPERIOR_SUBSIDY,
    Source.SERVICE_REVENUE: items.SERVICE_REVENUE,
    Source.TRADING_REVENUE: items.TRADING_REVENUE,
    Source.SUBORDINATE_REMITTANCE: items.SUBORDINATE_REMITTANCE,
    Source.OTHER_REVENUE: items.OTHER_REVENUE,
}
_UNIT = "部门名称"
_AS_IT_IS: Mapping[str, str] = MappingProxyType({})
_THREE_PUBLIC = tuple(column.id for column in ThreePublicLine.columns())[:6]
_FUND_ITEMS = {
    Source.GENERAL_BUDGET: (items.GENERAL_BUDGET, items.OPENING_GENERAL_BUDGET),
    Source.GOVERNMENT_FUND: (items.GOVERNMENT_FUND, items.OPENING_GOVERNMENT_FUND),
    Source.STATE_CAPITAL: (items.STATE_CAPITAL, items.OPENING_STATE_CAPITAL),
}


@frozen
class Builder:
    """Builds each table of ``form`` from ``ledger``; every figure is exact to the fen."""

    ledger: Ledger
    form: Form
    entity: str
    year: int
    stage: Stage = Stage.OUTTURN

    @property
    def functions(self) -> CodeList[FunctionCode]:
        """The functional classification of the year."""
        return function_codes(self.year)

    def summary(self) -> SummaryTable:
        """01 收入支出决算总表."""
        revenue = {item: self._revenue(source) for source, item in REVENUE_ITEMS.items()}
        order = self.form.tables["summary"].order or tuple(revenue)
        revenue = dict.fromkeys(order, ZERO) | revenue
        spent = sums.expenditure_rows(self.ledger, self.stage)
        left, right = self._balances(total(revenue.values()), spent[None]["total"])
        names = self._labels("summary", (*revenue, *left))
        names |= _numbered(revenue, names)
        sources = (
            SummaryRevenueLine(names[n], item=n, revenue=exact(a))
            for n, a in (revenue | left).items()
        )
        categories = (
            SummaryExpenditureLine(name, code, expenditure=exact(row["total"]))
            for code, name, row in self._categories(spent)
        )
        named = self._labels("summary", right, right=True)
        rest = (
            SummaryExpenditureLine(named[n], item=n, expenditure=exact(a)) for n, a in right.items()
        )
        groups = {"revenue": tuple(sources), "expenditure": (*categories, *rest)}
        return SummaryTable(**self._frame("summary", groups))

    def _balances(
        self, income: Amount, outlay: Amount
    ) -> tuple[dict[str, Amount], dict[str, Amount]]:
        """The rows at the foot of either side, without spare ones that came to nothing."""
        led, stage = self.ledger, self.stage
        opening = led.sum(flow=Flow.OPENING, stage=stage)
        used = led.sum(flow=Flow.BALANCE_USED, stage=stage)
        distributed = led.sum(flow=Flow.BALANCE_DISTRIBUTED, stage=stage)
        closing = income + opening + used - outlay - distributed
        left = {
            items.CURRENT_YEAR_REVENUE: income,
            items.NON_APPROPRIATION_BALANCE_USED: used,
            items.OPENING_CARRYOVER: opening,
            items.GRAND_TOTAL: income + used + opening,
        }
        right = {
            items.CURRENT_YEAR_EXPENDITURE: outlay,
            items.BALANCE_DISTRIBUTION: distributed,
            items.CLOSING_CARRYOVER: closing,
            items.GRAND_TOTAL: outlay + distributed + closing,
        }
        spare = self.form.tables["summary"].spare
        kept = ({n: a for n, a in one.items() if a or n not in spare} for one in (left, right))
        return next(kept), next(kept)

    def income(self) -> IncomeTable:
        """02 收入决算表."""
        if self.form.tables["income"].by_unit:
            return IncomeTable(**self._frame("income", {"lines": self._units()}))
        rows = sums.income_rows(self.ledger, self.stage)
        return IncomeTable(**self._coded("income", IncomeLine, rows))

    def _units(self) -> tuple[IncomeLine, ...]:
        """Revenue by unit: the one that the ledger is of."""
        row = _exacts(sums.unit_row(self.ledger, self.stage))
        carried = sums.carried_row(self.ledger, self.stage)
        extras = tuple(Extra(label, exact(amount)) for label, amount in carried.items())
        return tuple(
            IncomeLine(name, item=item, extras=extras, texts=(Text(_UNIT, name),), **row)
            for name, item in ((items.TOTAL, items.TOTAL), (self.entity, None))
        )

    def expenditure(self) -> ExpenditureTable:
        """03 支出决算表."""
        rows = sums.expenditure_rows(self.ledger, self.stage)
        return ExpenditureTable(**self._coded("expenditure", ExpenditureLine, rows))

    def appropriation_summary(self) -> AppropriationSummaryTable:
        """04 财政拨款收入支出决算总表."""
        revenue = {source: self._revenue(source) for source in APPROPRIATIONS}
        opening = {source: self._opening(source) for source in APPROPRIATIONS}
        income, carried = total(revenue.values()), total(opening.values())
        outlined = self.form.tables["appropriation_summary"].outlined
        left = {items.CURRENT_YEAR_REVENUE: income} if outlined else {}
        left |= {item: revenue[source] for source, (item, _) in _FUND_ITEMS.items()}
        left[items.CURRENT_YEAR_REVENUE] = income
        left[items.OPENING_APPROPRIATION_CARRYOVER] = carried
        left |= {_FUND_ITEMS[source][1]: amount for source, amount in opening.items()}
        left[items.GRAND_TOTAL] = income + carried
        funds = {opened: item for item, opened in _FUND_ITEMS.values()}
        names = self._labels("appropriation_summary", left, funds)
        if not outlined:
            names |= _numbered(funds.values(), names)
        lines = (
            AppropriationRevenueLine(names[n], item=n, revenue=exact(a)) for n, a in left.items()
        )
        groups = {
            "revenue": tuple(lines),
            "expenditure": tuple(self._appropriated(revenue, opening)),
        }
        return AppropriationSummaryTable(**self._frame("appropriation_summary", groups))

    def _appropriated(
        self, revenue: Mapping[Source, Amount], opening: Mapping[Source, Amount]
    ) -> Iterator[AppropriationExpenditureLine]:
        rows = sums.appropriated_rows(self.ledger, self.stage)
        spent = rows[None]
        whole = {s.name.lower(): revenue[s] + opening[s] for s in APPROPRIATIONS}
        closing = {name: amount - spent[name] for name, amount in whole.items()}
        form = self.form.tables["appropriation_summary"]
        totals = [
            self._appropriated_total(items.CURRENT_YEAR_EXPENDITURE, {n: spent[n] for n in whole}),
            self._appropriated_total(items.CLOSING_APPROPRIATION_CARRYOVER, closing),
            self._appropriated_total(items.GRAND_TOTAL, whole),
        ]
        yield from totals[:1] if form.outlined else ()
        for code, name, row in self._categories(rows, outlined=form.outlined):
            kept = {n: a for n, a in row.items() if form.columns is None or n in form.columns}
            yield AppropriationExpenditureLine(name, code, **_exacts(kept))
        yield from totals[1:] if form.outlined else totals

    def _appropriated_total(
        self, item: str, funds: Mapping[str, Amount]
    ) -> AppropriationExpenditureLine:
        columns = self.form.tables["appropriation_summary"].columns
        row = {"total": total(funds.values()), **funds}
        kept = {n: a for n, a in row.items() if columns is None or n in columns}
        name = self._labels("appropriation_summary", (item,), right=True)[item]
        return AppropriationExpenditureLine(name, item=item, **_exacts(kept))

    def general_budget_expenditure(self) -> GeneralBudgetTable:
        """05 一般公共预算财政拨款支出决算表."""
        split = "personnel" in (self.form.tables["general_budget_expenditure"].columns or ())
        make = sums.split_rows if split else sums.expenditure_rows
        rows = make(self.ledger, self.stage, (Source.GENERAL_BUDGET,))
        coded = self._coded("general_budget_expenditure", GeneralBudgetLine, rows)
        return GeneralBudgetTable(**coded)

    def basic_expenditure(self) -> BasicExpenditureTable:
        """06 一般公共预算财政拨款基本支出决算表."""
        if self.form.tables["basic_expenditure"].listed:
            rows = sums.economic_split(self.ledger, self.stage, (Source.GENERAL_BUDGET,))
            coded = self._coded("basic_expenditure", BasicExpenditureLine, rows)
            return BasicExpenditureTable(**coded)
        amounts = sums.economic_rows(self.ledger, self.stage)
        names = economic_codes(self.year)
        lines = [
            BasicExpenditureLine(
                _name(code, self.year), code, amount=exact(amounts.get(code, ZERO))
            )
            for code in self._economic(names, amounts)
        ]
        people, goods, others = basic_blocks(lines)
        paid = total(amounts.get(EconomicCode(digits), ZERO) for digits in PERSONNEL)
        lines = [
            *people,
            _basic_total(items.PERSONNEL_TOTAL, paid),
            *goods,
            _basic_total(items.RUNNING_TOTAL, amounts[None] - paid),
            *others,
        ]
        return BasicExpenditureTable(**self._frame("basic_expenditure", {"lines": lines}))

    def three_public(self) -> ThreePublicTable:
        """07 财政拨款“三公”经费支出决算表."""
        bases: dict[str, Stage | None] = {items.BUDGET: self.three_public_stage()}
        if self.form.kind is Kind.FINAL:
            bases[items.ACTUAL] = self._known(self.stage)
        lines = tuple(
            ThreePublicLine(item=item, **self._three_public_figures(stage))
            for item, stage in bases.items()
        )
        return ThreePublicTable(**self._frame("three_public", {"lines": lines}))

    def three_public_stage(self) -> Stage | None:
        """The stage of 三公's 预算数; None where the ledger tells of none."""
        if self.form.kind is Kind.FINAL:
            return sums.three_public_budget_stage(self.ledger, self._funds)
        return self._known(self.stage)

    def budget_word(self) -> str:
        """What 三公's 预算数 is: 全年预算, 年初预算 or, of a budget or unknown, 预算."""
        stage = self.three_public_stage()
        return stage.value if stage and self.form.kind is Kind.FINAL else "预算"

    def _known(self, stage: Stage) -> Stage | None:
        """A stage that 三公 is told of: that of the document always is."""
        own = Stage.OUTTURN if self.form.kind is Kind.FINAL else Stage.INITIAL
        told = stage is own or sums.tells_three_public(self.ledger, stage, self._funds)
        return stage if told else None

    @property
    def _funds(self) -> tuple[Source, ...]:
        """The funds whose 三公 the form tells."""
        general = self.form.tables["three_public"].general
        return (Source.GENERAL_BUDGET,) if general else APPROPRIATIONS

    def _three_public_figures(self, stage: Stage | None) -> dict[str, Any]:
        """The costs of a stage; cells without a number where nobody told."""
        whole = sums.three_public_row(self.ledger, stage or self.stage, self._funds)
        columns = self.form.tables["three_public"].columns or _THREE_PUBLIC
        row = {name: amount for name, amount in whole.items() if name in columns}
        return _exacts(row) if stage else dict.fromkeys(row, Figure.blank(Unit.YUAN))

    def government_fund(self) -> GovernmentFundTable:
        """08 政府性基金预算财政拨款收入支出决算表."""
        rows = sums.fund_rows(self.ledger, self.stage, Source.GOVERNMENT_FUND)
        return GovernmentFundTable(**self._coded("government_fund", FundLine, rows))

    def state_capital(self) -> StateCapitalTable:
        """09 国有资本经营预算财政拨款支出决算表."""
        rows = sums.fund_rows(self.ledger, self.stage, Source.STATE_CAPITAL)
        return StateCapitalTable(**self._coded("state_capital", FundLine, rows))

    def _revenue(self, source: Source) -> Amount:
        return self.ledger.sum(flow=Flow.REVENUE, stage=self.stage, source=source)

    def _opening(self, source: Source) -> Amount:
        return self.ledger.sum(flow=Flow.OPENING, stage=self.stage, source=source)

    def _labels(
        self,
        table: str,
        names: Iterable[str],
        usual: Mapping[str, str] = _AS_IT_IS,
        *,
        right: bool = False,
    ) -> dict[str, str]:
        """Each row's name as the form prints it."""
        form = self.form.tables[table]
        own = {**self.form.rows.labels, **form.labels, **(form.labels_right if right else {})}
        return {name: own.get(name, usual.get(name, name)) for name in names}

    def _frame(self, table: str, groups: Mapping[str, Sequence[Line]]) -> dict[str, Any]:
        form = self.form.tables[table]
        return {
            "title": form.title.format(year=self.year),
            "number": form.number or None,
            "unit": Unit.YUAN,
            "notes": tuple(note.format(budget=self.budget_word()) for note in form.notes),
            **groups,
        }

    def _categories(
        self, rows: Rows, *, outlined: bool = False
    ) -> Iterator[tuple[FunctionCode, str, Row]]:
        """The categories the form prints, and those with money, in the order of the book."""
        omitted = self.form.rows.categories_omitted
        none = dict.fromkeys(rows[None], ZERO)
        printed = (
            entry
            for entry in self.functions.children()
            if entry.code in rows or entry.code.digits not in omitted
        )
        codes = [entry.code for entry in printed]
        foreign = {code.category for code in rows if code is not None} - set(codes)
        for at, code in enumerate(sorted({*codes, *foreign}), 1):
            nth = f"（{ordinal(at)}）" if outlined else f"{ordinal(at)}、"
            name = f"{nth}{_name(code, self.year)}"
            yield code, name, rows.get(code) or none

    def _economic(
        self, names: CodeList[EconomicCode], amounts: Mapping[EconomicCode | None, Amount]
    ) -> Iterator[EconomicCode]:
        form = self.form.rows
        booked = {code for code in amounts if code is not None}
        held = [EconomicCode(digits) for digits in form.economic]
        more = sorted({code.category for code in booked} - set(held))
        for category in (*held, *more):
            yield category
            listed = {entry.code for entry in names.children(category)}
            kept = {code for code in listed if code.digits not in form.economic_omitted}
            yield from sorted(kept | {code for code in booked if code.parent == category})

    def _coded(self, table: str, kind: type[Line], rows: Mapping[Any, Row]) -> dict[str, Any]:
        """合计, first or last, and every code with its name, in the columns of the form."""
        form = self.form.tables[table]
        columns = form.columns
        lines = []
        for code, row in rows.items():
            figures = _exacts(
                {name: amount for name, amount in row.items() if columns is None or name in columns}
            )
            if code is None:
                lines.append(kind(items.TOTAL, item=items.TOTAL, **figures))
            else:
                lines.append(kind(_name(code, self.year), code, **figures))
        lines = [*lines[1:], lines[0]] if form.total_last else lines
        return self._frame(table, {"lines": lines})


def _basic_total(item: str, amount: Amount) -> BasicExpenditureLine:
    return BasicExpenditureLine(item, item=item, amount=exact(amount))


def _numbered(names: Iterable[str], printed: Mapping[str, str]) -> dict[str, str]:
    """Each name as it is printed with its number."""
    return {name: f"{ordinal(at)}、{printed[name]}" for at, name in enumerate(names, 1)}


def _exacts(row: Mapping[str, Amount]) -> dict[str, Any]:
    return {name: exact(amount) for name, amount in row.items()}


def _name(code: FunctionCode | EconomicCode, year: int) -> str:
    return name_of(code, year) or code.digits
