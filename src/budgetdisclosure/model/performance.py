"""Performance self-evaluation (绩效自评): funds, indicators, points, scores, grade.

The same types hold a budget's target tables (绩效目标表), which have no actual values and no
scores. A field of None means that the form has no such cell; a blank cell is an empty text, a
blank figure or blank points.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Literal

from attrs import evolve, field, frozen

from budgetdisclosure.amounts import Figure, Percentage, PrintedNumber, Unit, parse_number
from budgetdisclosure.place import CellRef, Place
from budgetdisclosure.wording import Wording, quoted, titled

FundRole = Literal["total", "appropriation", "carryover", "other", ""]
"""What a source of funds is: 合计, 当年财政拨款, 上年结转资金, 其他资金, or another."""

_ROLES: Final[tuple[tuple[str, FundRole], ...]] = (
    ("结转", "carryover"),
    ("结余", "carryover"),
    ("其他", "other"),
    ("自筹", "other"),
    ("财政", "appropriation"),
    ("一般公共预算", "appropriation"),
    ("政府性基金", "appropriation"),
    ("国有资本", "appropriation"),
    ("拨款", "appropriation"),
    ("合计", "total"),
    ("总计", "total"),
    ("总额", "total"),
)

Kind = Literal["self_evaluation", "target", "report"]


@frozen
class Points:
    """Points, a weight or a score as printed (分值, 权重, 得分).

    ``percent`` is for weights printed as percentages (``50%``).

    >>> Points.parse("12.50").value, Points.parse("50%").percent, Points.parse("—").is_blank
    (Decimal('12.50'), True, True)
    """

    number: PrintedNumber
    percent: bool = False
    text: str | None = field(default=None, eq=False)
    place: Place | None = field(default=None, eq=False, repr=False)

    @classmethod
    def parse(cls, text: str, *, place: Place | None = None) -> Points:
        """Read ``10``, ``12.5分`` or ``50%``; raises FigureError for what is no number."""
        digits = "".join(text.split()).removesuffix("分")
        percent = digits.endswith(("%", "％"))
        return cls(parse_number(digits.rstrip("%％"), place=place), percent, text, place)

    @property
    def value(self) -> Decimal | None:
        """The number, or None for a blank."""
        return self.number.value

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed."""
        return self.number.value is None

    def __str__(self) -> str:
        if self.number.value is None:
            return ""
        return f"{self.number.value:.{self.number.places}f}{'%' if self.percent else ''}"


@frozen
class FundingRow:
    """Funds of one source (资金来源): 合计, 当年财政拨款, 上年结转资金, 其他资金.

    >>> FundingRow("上年结转资金").role
    'carryover'
    """

    source: str
    initial_budget: Figure = field(factory=Figure.absent)
    adjusted_budget: Figure = field(factory=Figure.absent)
    outturn: Figure = field(factory=Figure.absent)
    points: Points | None = None
    execution_rate: Percentage | None = None
    score: Points | None = None
    place: Place | None = field(default=None, eq=False, repr=False)

    @property
    def role(self) -> FundRole:
        """Which part of the funds this is."""
        return next((role for word, role in _ROLES if word in self.source), "")

    def stamped(self, title: str, row: str, nth: int) -> FundingRow:
        """The same row, its figures knowing their places and cells in the ``nth`` evaluation."""
        rate = self.execution_rate
        if rate is not None:
            place = (rate.place or Place()).within(table=title, row=row, column="执行率")
            rate = rate.at(place, rate.cell)

        def at(name: str, column: str) -> Figure:
            cell = CellRef("performance", row, name, nth)
            return _at(getattr(self, name), title, cell, column)

        return evolve(
            self,
            initial_budget=at("initial_budget", "年初预算数"),
            adjusted_budget=at("adjusted_budget", "全年预算数"),
            outturn=at("outturn", "全年执行数"),
            execution_rate=rate,
        )


def _at(figure: Figure, title: str, cell: CellRef, column: str) -> Figure:
    if figure.is_absent:
        return figure
    place = (figure.place or Place()).within(table=title, row=cell.row, column=column)
    return figure.at(place, cell)


@frozen
class Task:
    """A task or project of a table of several (年度主要任务): its funds, rate and score."""

    name: str
    content: str | None = None
    completion: str | None = None
    funds: tuple[FundingRow, ...] = ()
    points: Points | None = None
    execution_rate: Percentage | None = None
    score: Points | None = None
    extras: tuple[tuple[str, str], ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Indicator:
    """A performance indicator (绩效指标) at the third level, under its first and second level.

    ``bracket`` is the number printed with the first level (产出指标（50分）, or its weight),
    ``level2_points`` that of the second. A class printed without an indicator has an empty
    ``name``. Where the operator and the unit have columns of their own they stand in ``operator``
    and ``unit``. ``shared`` names the fields whose cell is merged with the row above.
    """

    level1: str
    level2: str
    name: str
    target: str = ""
    actual: str | None = None
    points: Points | None = None
    score: Points | None = None
    deviation_reason: str | None = None
    bracket: Points | None = None
    level2_points: Points | None = None
    operator: str | None = None
    unit: str | None = None
    content: str | None = None
    criterion: str | None = None
    remark: str | None = None
    extras: tuple[tuple[str, str], ...] = ()
    shared: tuple[str, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether the row prints a class alone: no name, no values, no points."""
        printed = (self.name, self.target, self.actual, self.deviation_reason)
        scored = any(p is not None and not p.is_blank for p in (self.points, self.score))
        return not any(printed) and not scored

    @property
    def full_target(self) -> str:
        """The target with the operator and unit of their own columns: ``≥95%``.

        >>> Indicator("产出指标", "质量指标", "合格率", "95", operator="≥", unit="%").full_target
        '≥95%'
        """
        sign = self.operator or ""
        sign = sign if sign in _SIGNS else ""
        return f"{sign}{self.target}{self.unit or ''}" if self.target else ""

    @property
    def label(self) -> str:
        """How messages call it: its name, else its target, else its class."""
        return self.name or self.target or self.level2 or self.level1


_SIGNS: Final = frozenset("≥≤＝=><＞＜≧≦") | {">=", "<=", "大于等于", "小于等于", "等于"}


OddityKind = Literal[
    "value_in_head", "missing_head", "shifted_row", "split_word", "unreadable", "unheaded_value"
]


@frozen
class Oddity:
    """Something misplaced on the page that the reading put right or could not (错位).

    ``kind`` is for programs, ``message`` for people.
    """

    kind: OddityKind
    message: Wording
    text: str = ""
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Stray:
    """A text of the table that found no place in the evaluation (未能归位的内容)."""

    text: str
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class SelfEvaluation:
    """A self-evaluation table (绩效自评表) or target table (绩效目标表).

    ``scope`` is ``department`` (整体支出), ``project`` (项目支出) or ``total`` (a totals row of a
    table of several projects). ``particulars`` are the printed pairs of label and value that have
    no field of their own. ``scale`` is the full mark where the form says it (十分制: 10).
    """

    title: str
    number: str | None = None
    kind: Kind = "self_evaluation"
    scope: Literal["department", "project", "total"] = "project"
    entity: str | None = None
    implementer: str | None = None
    project: str | None = None
    particulars: tuple[tuple[str, str], ...] = ()
    fiscal_year: int | None = None
    unit: Unit = Unit.WAN
    investment: Figure = field(factory=Figure.absent)
    investment_appropriation: Figure = field(factory=Figure.absent)
    funding: tuple[FundingRow, ...] = ()
    tasks: tuple[Task, ...] = ()
    expected_goal: str | None = None
    achieved_goal: str | None = None
    indicators: tuple[Indicator, ...] = ()
    scale: Points | None = None
    indicator_points: Points | None = None
    """What the heading of the points says they add to: 分值（90分）."""
    total_points: Points | None = None
    total_score: Points | None = None
    grade: str | None = None
    notes: tuple[str, ...] = ()
    oddities: tuple[Oddity, ...] = field(default=(), eq=False)
    unplaced: tuple[Stray, ...] = field(default=(), eq=False)
    place: Place | None = field(default=None, eq=False, repr=False)

    @property
    def label(self) -> str:
        """How messages call it: attachment number, title, project."""
        head = "".join(part for part in (self.number, f"《{self.title}》") if part)
        return f"{head}“{self.project}”" if self.project else head

    @property
    def label_en(self) -> str:
        """The same in an English message: every printed name between marks."""
        parts = (quoted(self.number or ""), titled(self.title), quoted(self.project or ""))
        return " ".join(part for part in parts if part)

    @property
    def filled(self) -> tuple[Indicator, ...]:
        """The indicators, without rows that print a class alone."""
        return tuple(indicator for indicator in self.indicators if not indicator.is_empty)

    @property
    def total_funds(self) -> FundingRow | None:
        """The 合计 row of the funds."""
        return next((row for row in self.funding if row.role == "total"), None)

    def funds(self, role: FundRole) -> tuple[FundingRow, ...]:
        """The rows of one role (当年财政拨款 and so on)."""
        return tuple(row for row in self.funding if row.role == role)

    def stamped(self, nth: int) -> SelfEvaluation:
        """The same evaluation, the ``nth`` of its document, every figure knowing its cell."""
        return evolve(
            self,
            investment=_at(
                self.investment,
                self.title,
                CellRef("performance", "项目总投资", "investment", nth),
                "项目总投资",
            ),
            investment_appropriation=_at(
                self.investment_appropriation,
                self.title,
                CellRef("performance", "其中：财政拨款", "investment", nth),
                "项目总投资",
            ),
            funding=tuple(row.stamped(self.title, row.source, nth) for row in self.funding),
            tasks=tuple(
                evolve(
                    task,
                    funds=tuple(
                        row.stamped(self.title, f"{task.name}·{row.source}", nth)
                        for row in task.funds
                    ),
                )
                for task in self.tasks
            ),
        )

    def groups(self) -> Iterator[tuple[str, tuple[Indicator, ...]]]:
        """The indicators by first level, in printed order."""
        levels = dict.fromkeys(indicator.level1 for indicator in self.indicators)
        for level in levels:
            yield level, tuple(i for i in self.indicators if i.level1 == level)
