"""Performance self-evaluation (绩效自评): funds, indicators, points, scores, grade."""

from __future__ import annotations

from attrs import field, frozen

from budgetdisclosure.amounts import Figure, Percentage, PrintedNumber
from budgetdisclosure.place import Place


@frozen
class Points:
    """Points or a score as printed (分值, 得分): a plain number, blank where nothing stands."""

    number: PrintedNumber
    text: str | None = field(default=None, eq=False)
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class FundingRow:
    """Funds of one source (资金来源): 合计, 当年财政拨款, 上年结转资金, 其他资金."""

    source: str
    initial_budget: Figure = field(factory=Figure.absent)
    adjusted_budget: Figure = field(factory=Figure.absent)
    outturn: Figure = field(factory=Figure.absent)
    points: Points | None = None
    execution_rate: Percentage | None = None
    score: Points | None = None
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class Indicator:
    """A performance indicator (绩效指标) at the third level, under its first and second level.

    ``bracket`` is the number printed with the first level: 产出指标（50分）.
    """

    level1: str
    level2: str
    name: str
    target: str = ""
    actual: str = ""
    points: Points | None = None
    score: Points | None = None
    deviation_reason: str | None = None
    bracket: Points | None = None
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class SelfEvaluation:
    """A self-evaluation table (绩效自评表), of the whole department or of one project."""

    title: str
    scope: str = "project"
    """``department`` (整体支出) or ``project`` (项目支出)."""
    entity: str | None = None
    project: str | None = None
    fiscal_year: int | None = None
    investment: Figure = field(factory=Figure.absent)
    funding: tuple[FundingRow, ...] = ()
    expected_goal: str = ""
    achieved_goal: str = ""
    indicators: tuple[Indicator, ...] = ()
    total_points: Points | None = None
    total_score: Points | None = None
    grade: str | None = None
    notes: tuple[str, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)
