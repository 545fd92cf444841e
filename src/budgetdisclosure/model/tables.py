"""The tables of final accounts and budgets (公开表), each with its lines.

Every table type has an identifier that the outside contract uses, and the official title. A table
the document does not have is there too, empty and not ``present``, so that no caller meets None.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Generic, TypeVar

from attrs import field, fields, frozen

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.model import items
from budgetdisclosure.model.columns import column
from budgetdisclosure.model.line import Code, Line, Lines, NoSuchRowError
from budgetdisclosure.model.show import as_html, as_text, head_of
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording


@frozen
class SummaryRevenueLine(Line):
    """A row on the revenue side of 收入支出决算总表."""

    revenue: Figure = column("收入", "revenue")


@frozen
class SummaryExpenditureLine(Line):
    """A row on the expenditure side of 收入支出决算总表; category rows have a three-digit code."""

    expenditure: Figure = column("支出", "expenditure")


@frozen
class IncomeLine(Line):
    """A row of 收入决算表 or of a budget's 收入总表.

    ``total`` may hold the carry-over in forms with a column of it: see ``calc.year_revenue``.
    """

    total: Figure = column("本年收入合计", "current-year revenue")
    carryover: Figure = column("上年结转结余", "carry-over from prior years")
    current_year: Figure = column("本年收入小计", "current-year revenue, subtotal")
    appropriation: Figure = column("财政拨款收入", "appropriation")
    general_budget: Figure = column("一般公共预算", "general public budget")
    government_fund: Figure = column("政府性基金预算", "government fund budget")
    state_capital: Figure = column("国有资本经营预算", "state capital budget")
    fiscal_account: Figure = column("财政专户管理资金", "funds in the fiscal special account")
    superior_subsidy: Figure = column("上级补助收入", "superior subsidy")
    service_revenue: Figure = column("事业收入", "service revenue")
    education_fees: Figure = column("其中：教育收费", "of which education fees")
    trading_revenue: Figure = column("经营收入", "trading revenue")
    subordinate_remittance: Figure = column("附属单位上缴收入", "subordinate remittance")
    other_revenue: Figure = column("其他收入", "other revenue")
    balance_used: Figure = column("使用非财政拨款结余", "non-appropriation balance used")


@frozen
class ExpenditureLine(Line):
    """A row of 支出决算表 or of a budget's 支出总表."""

    total: Figure = column("本年支出合计", "current-year expenditure")
    basic: Figure = column("基本支出", "basic expenditure")
    personnel: Figure = column("人员经费", "personnel costs")
    running: Figure = column("公用经费", "running costs")
    project: Figure = column("项目支出", "project expenditure")
    remitted_up: Figure = column("上缴上级支出", "remittance to superior")
    trading: Figure = column("经营支出", "trading expenditure")
    granted_down: Figure = column("对附属单位补助支出", "subordinate subsidy")


@frozen
class AppropriationRevenueLine(Line):
    """A row on the revenue side of 财政拨款收入支出决算总表."""

    revenue: Figure = column("收入", "revenue")


@frozen
class AppropriationExpenditureLine(Line):
    """A row on the expenditure side of 财政拨款收入支出决算总表, by fund."""

    total: Figure = column("合计", "total")
    general_budget: Figure = column("一般公共预算财政拨款", "general public budget")
    government_fund: Figure = column("政府性基金预算财政拨款", "government fund budget")
    state_capital: Figure = column("国有资本经营预算财政拨款", "state capital budget")


@frozen
class GeneralBudgetLine(Line):
    """A row of 一般公共预算财政拨款支出决算表."""

    total: Figure = column("合计", "total")
    basic: Figure = column("基本支出", "basic expenditure")
    personnel: Figure = column("人员经费", "personnel costs")
    running: Figure = column("公用经费", "running costs")
    project: Figure = column("项目支出", "project expenditure")


@frozen
class BasicExpenditureLine(Line):
    """A row of 一般公共预算财政拨款基本支出决算表, by economic code."""

    amount: Figure = column("决算数", "amount")
    personnel: Figure = column("人员经费", "personnel costs")
    running: Figure = column("公用经费", "running costs")


@frozen
class ThreePublicLine(Line):
    """One basis (预算数, 决算数 …) of 财政拨款“三公”经费支出决算表."""

    total: Figure = column("合计", "total")
    overseas_travel: Figure = column("因公出国（境）费", "overseas travel")
    official_vehicles: Figure = column("公务用车购置及运行维护费", "official vehicles")
    vehicle_purchase: Figure = column("公务用车购置费", "vehicle purchase")
    vehicle_running: Figure = column("公务用车运行维护费", "vehicle running")
    official_reception: Figure = column("公务接待费", "official reception")
    conferences: Figure = column("会议费", "conferences")
    training: Figure = column("培训费", "training")
    agency_operating_costs: Figure = column("机关运行经费", "agency operating costs")
    basis: str = field(default="", eq=False, kw_only=True)
    """The headings that say the basis and the funds, as printed, where columns say them."""


@frozen
class FundLine(Line):
    """A row of 政府性基金预算… or 国有资本经营预算财政拨款…支出决算表."""

    opening_carryover: Figure = column("年初结转和结余", "opening carry-over")
    revenue: Figure = column("本年收入", "current-year revenue")
    total: Figure = column("本年支出", "current-year expenditure")
    basic: Figure = column("基本支出", "basic expenditure")
    project: Figure = column("项目支出", "project expenditure")
    closing_carryover: Figure = column("年末结转和结余", "closing carry-over")


L = TypeVar("L", bound=Line)


@frozen(repr=False)
class Table:
    """What all tables share: printed title, unit, notes, place; lines in one or more groups.

    ``title`` is None where the document has no such table. ``notes`` are the printed notes below
    it, among them the one that says why a table is empty.
    """

    ID: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""

    title: str | None = field(default=None, kw_only=True)
    number: str | None = field(default=None, kw_only=True)
    unit: Unit | None = field(default=None, kw_only=True)
    notes: tuple[str, ...] = field(default=(), kw_only=True)
    place: Place | None = field(default=None, eq=False, repr=False, kw_only=True)
    gridless: bool = field(default=False, kw_only=True)
    """Whether only the title (and a note) is printed, without the empty form."""

    def __attrs_post_init__(self) -> None:
        for name, group in self.groups():
            object.__setattr__(self, name, group.stamped(self.id, self.title or self.TITLE))

    @property
    def id(self) -> str:
        """The identifier of the outside contract."""
        return self.ID

    @property
    def present(self) -> bool:
        """Whether the document has this table."""
        return self.title is not None

    def groups(self) -> Iterator[tuple[str, Lines[Line]]]:
        """Each group of lines with its attribute's name: one, or the two sides of a summary."""
        for attribute in fields(type(self)):
            value = getattr(self, attribute.name)
            if isinstance(value, Lines):
                yield attribute.name, value

    def all_lines(self) -> tuple[Line, ...]:
        """Every line, the left side before the right: what ``lines`` are in a table of one side."""
        return tuple(line for _, group in self.groups() for line in group)

    def __getitem__(self, key: int | str | Code) -> Line:
        """The line of that code, term or name on whichever side it stands.

        Raises NoSuchRowError where none does, where both sides have one (总计), or where several
        on one side print different figures.
        """
        found = {name: group for name, group in self.groups() if group.all(key)}
        if len(found) == 1:
            return next(iter(found.values()))[key]
        sides = "、".join(f"{name}[{key!r}]" for name in found)
        raise NoSuchRowError(
            Wording("两侧都有这一行", "both sides have such a row")
            if found
            else Wording("表中没有这一行", "the table has no such row"),
            place=Place(table=self.title or self.TITLE),
            excerpt=str(key),
            remedy=Wording(f"请指明一侧：{sides}", f"Name a side: {sides}") if found else None,
        )

    def figures(self) -> Iterator[Figure]:
        """Every figure of every line, blanks included, absent columns not."""
        for line in self.all_lines():
            yield from line.figures().values()

    @property
    def is_empty(self) -> bool:
        """Whether every figure is nothing (空表); what cannot be read is not."""
        return all(figure.is_nothing for figure in self.figures())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {head_of(self)}>"

    def __str__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str:
        return as_html(self)


@frozen(repr=False)
class _OneGroup(Table, Generic[L]):
    """A table with one list of lines."""

    lines: Lines[L] = field(factory=Lines, converter=Lines)

    def __getitem__(self, key: int | str | Code) -> L:
        if not self.present and not self.lines:
            raise _absent(self.TITLE, str(key))
        try:
            return self.lines[key]
        except NoSuchRowError as error:
            place = Place(table=self.title or self.TITLE)
            raise type(error)(
                error.reason, place=place, excerpt=error.excerpt, remedy=error.remedy
            ) from None

    def get(self, key: object) -> L | None:
        """The line of that code, term or name, or None; the first of several."""
        return self.lines.get(key)

    def all(self, key: object) -> tuple[L, ...]:
        """Every line of that code, term or name, in order."""
        return self.lines.all(key)

    def __contains__(self, key: object) -> bool:
        return key in self.lines

    def __iter__(self) -> Iterator[L]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def __bool__(self) -> bool:
        return self.present

    @property
    def total_line(self) -> L | None:
        """The 合计 line, wherever it is printed."""
        return self.lines.get(items.TOTAL)

    def coded(self) -> tuple[L, ...]:
        """The lines that have a code, in printed order."""
        return tuple(line for line in self.lines if line.code is not None)


@frozen(repr=False)
class SummaryTable(Table):
    """01 收入支出决算总表 (收支总表 in budgets): revenue and expenditure side by side."""

    ID = "summary"
    TITLE = "收入支出决算总表"

    revenue: Lines[SummaryRevenueLine] = field(factory=Lines, converter=Lines)
    expenditure: Lines[SummaryExpenditureLine] = field(factory=Lines, converter=Lines)
    by_nature: Lines[SummaryExpenditureLine] = field(factory=Lines, converter=Lines)
    """A third block some forms print: the same expenditure by 基本/项目 or by economic class."""


@frozen(repr=False)
class IncomeTable(_OneGroup[IncomeLine]):
    """02 收入决算表."""

    ID = "income"
    TITLE = "收入决算表"


@frozen(repr=False)
class ExpenditureTable(_OneGroup[ExpenditureLine]):
    """03 支出决算表."""

    ID = "expenditure"
    TITLE = "支出决算表"


@frozen(repr=False)
class AppropriationSummaryTable(Table):
    """04 财政拨款收入支出决算总表."""

    ID = "appropriation_summary"
    TITLE = "财政拨款收入支出决算总表"

    revenue: Lines[AppropriationRevenueLine] = field(factory=Lines, converter=Lines)
    expenditure: Lines[AppropriationExpenditureLine] = field(factory=Lines, converter=Lines)


@frozen(repr=False)
class GeneralBudgetTable(_OneGroup[GeneralBudgetLine]):
    """05 一般公共预算财政拨款支出决算表."""

    ID = "general_budget_expenditure"
    TITLE = "一般公共预算财政拨款支出决算表"


@frozen(repr=False)
class BasicExpenditureTable(_OneGroup[BasicExpenditureLine]):
    """06 一般公共预算财政拨款基本支出决算表."""

    ID = "basic_expenditure"
    TITLE = "一般公共预算财政拨款基本支出决算表"


@frozen(repr=False)
class ThreePublicTable(_OneGroup[ThreePublicLine]):
    """07 财政拨款“三公”经费支出决算表: a line for the budget and a line for the outturn."""

    ID = "three_public"
    TITLE = "财政拨款“三公”经费支出决算表"

    @property
    def budget(self) -> ThreePublicLine:
        """预算数 (an empty line where none is printed)."""
        return self.lines.get(items.BUDGET) or ThreePublicLine()

    @property
    def actual(self) -> ThreePublicLine:
        """决算数 (an empty line where none is printed)."""
        return self.lines.get(items.ACTUAL) or ThreePublicLine()


@frozen(repr=False)
class GovernmentFundTable(_OneGroup[FundLine]):
    """08 政府性基金预算财政拨款收入支出决算表."""

    ID = "government_fund"
    TITLE = "政府性基金预算财政拨款收入支出决算表"


@frozen(repr=False)
class StateCapitalTable(_OneGroup[FundLine]):
    """09 国有资本经营预算财政拨款支出决算表."""

    ID = "state_capital"
    TITLE = "国有资本经营预算财政拨款支出决算表"


@frozen(repr=False)
class OtherTable(_OneGroup[Line]):
    """A table of the document's own (其他公开表), every figure under its printed heading.

    Budgets print many: projects, procurement, cross-classifications. ``kind`` is the identifier
    its layout gives it, or ``other``.
    """

    ID = "other"
    TITLE = "其他表"

    kind: str = "other"

    @property
    def id(self) -> str:
        """The identifier its layout gives it."""
        return self.kind


FORMS: tuple[type[Table], ...] = (
    SummaryTable,
    IncomeTable,
    ExpenditureTable,
    AppropriationSummaryTable,
    GeneralBudgetTable,
    BasicExpenditureTable,
    ThreePublicTable,
    GovernmentFundTable,
    StateCapitalTable,
)
"""The nine tables in the order of the national form."""


def _absent(title: str, key: str) -> NoSuchRowError:
    return NoSuchRowError(
        Wording(f"这份公开件里没有《{title}》", f"this disclosure has no 《{title}》"), excerpt=key
    )
