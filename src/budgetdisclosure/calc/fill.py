"""Help to fill in a self-evaluation (填报助手): from targets and actual values to scores."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from budgetdisclosure.amounts import Exact, Percentage, PrintedNumber, exact, round_half_up
from budgetdisclosure.calc.compare import Level
from budgetdisclosure.calc.grades import Scheme, grade_of, scheme_for
from budgetdisclosure.calc.performance import full_mark, points_sum, score_sum
from budgetdisclosure.calc.scoring import (
    AtMost,
    Expected,
    execution_score,
    expected_score,
    is_over_fulfilled,
)
from budgetdisclosure.model.performance import (
    FundingRow,
    Indicator,
    Points,
    SelfEvaluation,
)
from budgetdisclosure.wording import Wording


@frozen
class Loss:
    """Points an indicator (or the execution of funds) loses, and why (扣分说明)."""

    label: str
    points: Decimal
    score: Decimal
    reason: Wording

    @property
    def lost(self) -> Decimal:
        """How many points are lost."""
        return self.points - self.score

    def __str__(self) -> str:
        return f"{self.label}：扣{self.lost.normalize():f}分，{self.reason}"


@frozen
class Filled:
    """A self-evaluation with its scores computed, and what is left for a person to do.

    ``losses`` explains every point lost; ``needs_reason`` are the indicators whose 偏差原因 must
    be written; ``undecided`` are those that a person must score, with why.
    """

    evaluation: SelfEvaluation
    losses: tuple[Loss, ...] = ()
    needs_reason: tuple[Indicator, ...] = ()
    undecided: tuple[tuple[Indicator | FundingRow, Wording], ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether every score could be computed."""
        return not self.undecided


def fill(
    evaluation: SelfEvaluation,
    *,
    scheme: Scheme | None = None,
    variant: AtMost = AtMost.RATIO,
    places: int = 2,
) -> Filled:
    """Compute the scores, the total and the grade of ``evaluation`` (得分、总分、等级).

    Args:
        evaluation: with points, targets and actual values; scores printed in it are kept where
            the rules leave the score open (words), and computed anew elsewhere.
        scheme: bands and thresholds; that of the year where none is given.
        variant: how missed ≤ targets are scored.
        places: decimals of the scores, rounded half up.

    >>> row = Indicator("产出指标", "数量指标", "次数", "≥800", "744", Points.parse("20"))
    >>> filled = fill(SelfEvaluation("自评表", indicators=(row,)))
    >>> str(filled.evaluation.indicators[0].score), str(filled.losses[0])
    ('18.60', '次数：扣1.4分，未达到指标值，为指标值的93%')
    """
    used = scheme or scheme_for(evaluation.fiscal_year, evaluation.notes)
    funding, losses = _funding(evaluation, places)
    rows = [_judged(row, evaluation.fiscal_year, variant, places) for row in evaluation.indicators]
    scored = [(row, expected) for row, expected in rows if expected is not None]
    undecided = [(row, e.reason) for row, e in scored if _blank(row.score)]
    decided = [(row, e) for row, e in scored if not _blank(row.score)]
    open_funds = [(row, _NO_RATE) for row in funding if _open(row.points) and _blank(row.score)]
    done = evolve(evaluation, funding=funding, indicators=tuple(row for row, _ in rows))
    complete = not undecided and not open_funds
    return Filled(
        _totalled(done, used, complete=complete, places=places),
        (*losses, *(loss for row, e in decided if (loss := _loss(row, e)) is not None)),
        tuple(row for row, e in decided if _lacks_reason(row, e, used)),
        (*open_funds, *undecided),
    )


def _judged(
    row: Indicator, fiscal_year: int | None, variant: AtMost, places: int
) -> tuple[Indicator, Expected | None]:
    """An indicator with its score, and what the rules expect of it."""
    expected = expected_score(row, fiscal_year=fiscal_year)
    return (row if expected is None else _scored(row, expected, variant, places)), expected


def _lacks_reason(row: Indicator, expected: Expected, scheme: Scheme) -> bool:
    """Whether points are lost, or the target far exceeded, and no reason is given."""
    asked = _loss(row, expected) is not None
    asked = asked or is_over_fulfilled(expected.comparison, scheme.over)
    return asked and not (row.deviation_reason or "").strip()


def _scored(row: Indicator, expected: Expected, variant: AtMost, places: int) -> Indicator:
    """The indicator with its score, where the rules fix one; its own where they leave it open."""
    interval = expected.score
    assert interval.low is not None
    assert interval.high is not None
    if interval.is_point or (
        expected.comparison.level is None and expected.comparison.achieved is False
    ):
        value = interval.high if variant is AtMost.RATIO else interval.low
        return evolve(row, score=_points(value, places))
    if expected.comparison.level is Level.FULL and _blank(row.score):
        return evolve(row, score=row.points)
    return row


_NO_RATE = Wording(
    "全年预算数为零或金额未填，没有执行率", "no execution rate: the budget is zero or blank"
)


def _open(points: Points | None) -> bool:
    return points is not None and not points.is_blank


def _blank(points: Points | None) -> bool:
    return points is None or points.is_blank


def _points(value: Exact, places: int) -> Points:
    number = round_half_up(value, places)
    return Points(PrintedNumber(number, places))


def _loss(row: Indicator, expected: Expected) -> Loss | None:
    points = row.points.value if row.points else None
    score = row.score.value if row.score else None
    if points is None or score is None or score >= points:
        return None
    return Loss(row.label, points, score, expected.reason)


def _funding(evaluation: SelfEvaluation, places: int) -> tuple[tuple[FundingRow, ...], list[Loss]]:
    """The funds with the execution rate and score of the row that carries the points."""
    rows: list[FundingRow] = []
    losses: list[Loss] = []
    for row in evaluation.funding:
        points = row.points.value if row.points else None
        if points is None or row.outturn.value is None or not row.adjusted_budget.printed_fen:
            rows.append(row)
            continue
        ratio = Fraction(row.outturn.printed_fen, row.adjusted_budget.printed_fen)
        score = execution_score(points, row.outturn.printed_fen, row.adjusted_budget.printed_fen)
        printed = _points(exact(score or 0), places)
        rate = Percentage(round_half_up(ratio * 100, 2), 2)
        rows.append(evolve(row, execution_rate=rate, score=printed))
        if printed.value is not None and printed.value < points:
            reason = Wording(f"执行率{rate}", f"execution rate {rate}")
            losses.append(Loss("预算执行率", points, printed.value, reason))
    return tuple(rows), losses


def _totalled(
    evaluation: SelfEvaluation, scheme: Scheme, *, complete: bool, places: int
) -> SelfEvaluation:
    """With total points, total score and grade; the last two only where every score is known."""
    points = points_sum(evaluation)
    whole = places if Fraction(points).denominator != 1 else 0
    evaluation = evolve(evaluation, total_points=_points(points, whole))
    if not complete:
        return evaluation
    score = score_sum(evaluation)
    return evolve(
        evaluation,
        total_score=_points(score, places),
        grade=grade_of(score, scheme, full_mark(evaluation)),
    )
