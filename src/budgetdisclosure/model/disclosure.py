"""The Disclosure: one unit's published budget or final accounts for one year."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from html import escape

from attrs import astuple, field, frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model.line import Line
from budgetdisclosure.model.narrative import Section
from budgetdisclosure.model.performance import SelfEvaluation
from budgetdisclosure.model.style import FormStyle
from budgetdisclosure.model.tables import (
    FORMS,
    AppropriationSummaryTable,
    BasicExpenditureTable,
    ExpenditureTable,
    GeneralBudgetTable,
    GovernmentFundTable,
    IncomeTable,
    OtherTable,
    StateCapitalTable,
    SummaryTable,
    Table,
    ThreePublicTable,
)
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording


class Kind(Enum):
    """What is disclosed: final accounts (决算) or a budget (预算)."""

    FINAL = "final"
    BUDGET = "budget"

    @property
    def zh(self) -> str:
        """The word people use."""
        return "决算" if self is Kind.FINAL else "预算"

    def __str__(self) -> str:
        return self.zh


@frozen
class Unplaced:
    """A piece of the file that belongs to no table or section, with why (未能归位的内容)."""

    text: str
    reason: Wording
    place: Place = field(default=Place(), eq=False)

    def is_of(self, cell: Figure) -> bool:
        """Whether it is what ``cell`` prints: the same text, nothing of its place another's."""
        own, there = astuple(self.place), astuple(cell.place or Place())
        same = all(part in (None, other) for part, other in zip(own, there, strict=True))
        return same and self.text == cell.text


@frozen
class Choice:
    """One decision of the reading, so that it can be explained (识别依据).

    ``what`` is what was decided on (a grid, a unit, a year), ``chosen`` the outcome, ``because``
    the evidence, ``score`` its weight, ``instead`` the next best alternatives with their scores.
    """

    what: str
    chosen: str
    because: Wording
    score: int = 0
    instead: tuple[tuple[str, int], ...] = ()
    place: Place = field(default=Place(), eq=False)


@frozen(repr=False)
class Disclosure:
    """A published disclosure (部门预决算公开): who, which year, its tables, text and attachments.

    >>> d = Disclosure(entity="某单位", fiscal_year=2020)
    >>> d.expenditure.present, d.kind
    (False, <Kind.FINAL: 'final'>)
    """

    entity: str | None = None
    fiscal_year: int | None = None
    kind: Kind = Kind.FINAL
    summary: SummaryTable = field(factory=SummaryTable, kw_only=True)
    income: IncomeTable = field(factory=IncomeTable, kw_only=True)
    expenditure: ExpenditureTable = field(factory=ExpenditureTable, kw_only=True)
    appropriation_summary: AppropriationSummaryTable = field(
        factory=AppropriationSummaryTable, kw_only=True
    )
    general_budget_expenditure: GeneralBudgetTable = field(factory=GeneralBudgetTable, kw_only=True)
    basic_expenditure: BasicExpenditureTable = field(factory=BasicExpenditureTable, kw_only=True)
    three_public: ThreePublicTable = field(factory=ThreePublicTable, kw_only=True)
    government_fund: GovernmentFundTable = field(factory=GovernmentFundTable, kw_only=True)
    state_capital: StateCapitalTable = field(factory=StateCapitalTable, kw_only=True)
    others: tuple[OtherTable, ...] = field(default=(), kw_only=True)
    evaluations: tuple[SelfEvaluation, ...] = field(default=(), kw_only=True)
    sections: tuple[Section, ...] = field(default=(), kw_only=True)
    file: str | None = field(default=None, kw_only=True, eq=False)
    path: str | None = field(default=None, kw_only=True, eq=False, repr=False)
    """The path that was given to read: the file's, or that of its folder or zip (所给的路径)."""
    pages: int | None = field(default=None, kw_only=True, eq=False)
    unplaced: tuple[Unplaced, ...] = field(default=(), kw_only=True, eq=False)
    provenance: tuple[Choice, ...] = field(default=(), kw_only=True, eq=False, repr=False)
    remarks: tuple[Unplaced, ...] = field(default=(), kw_only=True, eq=False, repr=False)
    style: FormStyle = field(default=FormStyle(), kw_only=True, eq=False, repr=False)

    def form(self, form_id: str) -> Table:
        """The table with that identifier (``expenditure`` …)."""
        table = getattr(self, form_id)
        assert isinstance(table, Table)
        return table

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables the document has, the nine in the order of the form, then its own."""
        forms = (self.form(form.ID) for form in FORMS)
        return (*(form for form in forms if form.present), *self.others)

    def figures(self) -> Iterator[Figure]:
        """Every figure of every table."""
        for table in self.tables:
            yield from table.figures()

    def unreadable(self) -> Iterator[Figure]:
        """The cells of amounts that print what is no number (不是数的单元格), in order.

        >>> list(Disclosure().unreadable())
        []
        """
        return (figure for figure in self.figures() if figure.is_unreadable)

    @property
    def astray(self) -> tuple[Unplaced, ...]:
        """What found no place in any table: ``unplaced`` without the cells of ``unreadable``."""
        cells: dict[str | None, list[Figure]] = {}
        for cell in self.unreadable():
            cells.setdefault(cell.text, []).append(cell)
        return tuple(
            one for one in self.unplaced if not any(map(one.is_of, cells.get(one.text, ())))
        )

    def find(self, key: str) -> tuple[tuple[Table, Line], ...]:
        """Every row of that code, term or name, with the table it stands in.

        >>> Disclosure().find("2080109")
        ()
        """
        return tuple(
            (table, line)
            for table in self.tables
            for _, group in table.groups()
            for line in group.all(key)
        )

    def __repr__(self) -> str:
        year = self.fiscal_year or "?"
        return (
            f"<Disclosure {self.entity or '?'} {year} {self.kind.value}: {len(self.tables)} tables>"
        )

    def __str__(self) -> str:
        year = f"{self.fiscal_year}年度" if self.fiscal_year else ""
        return f"{self.entity or '（未识别单位）'}{year}{self.kind}（{len(self.tables)} 张表）"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(table.title or '')}</td><td>{len(table.all_lines())}</td></tr>"
            for table in self.tables
        )
        return f"<b>{escape(str(self))}</b><table>{rows}</table>"

    def walk_sections(self) -> Iterator[Section]:
        """Every section, in order, nested ones after the one they stand in."""
        for section in self.sections:
            yield from section.walk()
