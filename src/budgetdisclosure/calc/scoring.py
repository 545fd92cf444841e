"""Scoring (评分): execution, quantitative and qualitative indicators, as pure exact functions.

Where the published rules differ the caller says which is meant, and the score expected of a
printed indicator is the interval that covers them all.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import Final

from attrs import frozen

from budgetdisclosure.amounts import Exact, ExactInput, Interval, exact
from budgetdisclosure.calc.compare import (
    Comparison,
    Direction,
    Level,
    Outcome,
    compare,
    direction_of,
)
from budgetdisclosure.calc.targets import Condition, Sense, understand, understand_actual
from budgetdisclosure.model.performance import Indicator
from budgetdisclosure.wording import Wording


class AtMost(Enum):
    """How a missed ≤ target A is scored for an actual B: both are published.

    ``RATIO`` w·A÷B; ``LINEAR`` w·(1-(B-A)÷A), nothing left at 2A.
    """

    RATIO = "ratio"
    LINEAR = "linear"


BANDS: Final = {
    Level.FULL: Interval(Fraction(4, 5), 1, True, True),
    Level.PART: Interval(Fraction(3, 5), Fraction(4, 5), True, True),
    Level.NONE: Interval(0, Fraction(3, 5), True, True),
}
"""Shares of the points for qualitative targets (定性三档).

The bands are stated with their upper end (100%-80%（含）) or without; where two meet, the common
end belongs to both.
"""


def execution_score(points: ExactInput, outturn: ExactInput, budget: ExactInput) -> Exact | None:
    """The score for execution (执行得分): points × min(outturn ÷ budget, 1).

    None where the budget is zero: there is no rate then (不适用). A negative rate scores nothing.

    >>> execution_score(10, 8, 10), execution_score(10, 12, 10), execution_score(10, 5, 0)
    (8, 10, None)
    """
    base = Fraction(exact(budget))
    if base == 0:
        return None
    return exact(exact(points) * _share(Fraction(exact(outturn)) / base))


def _share(ratio: Fraction) -> Fraction:
    """A ratio held within 0 and 1."""
    return max(Fraction(0), min(ratio, Fraction(1)))


def quantitative_share(
    condition: Condition,
    actual: ExactInput,
    *,
    variant: AtMost = AtMost.RATIO,
    direction: Direction = Direction.UNKNOWN,
) -> Exact:
    """The share of the points for a value (定量得分比例): all when reached, in proportion else.

    Args:
        condition: the target.
        actual: the value, in the kind its unit compares in (``Quantity.base``).
        variant: how a missed ≤ target is scored.
        direction: which way is better where the target has no sign; more, where unknown.

    >>> target = understand("≤5").conditions[0]
    >>> [quantitative_share(target, 8, variant=v) for v in AtMost]
    [Fraction(5, 8), Fraction(2, 5)]
    """
    value, goal = Fraction(exact(actual)), Fraction(condition.low.base)
    sense = condition.sense
    if sense is Sense.BETWEEN and condition.high is not None:
        high = Fraction(condition.high.base)
        if value > high:
            return exact(_over(value, high, variant))
        return exact(_under(value, goal))
    if sense is Sense.EQUAL:
        return exact(_equal(value, goal, variant))
    falling = sense in (Sense.AT_MOST, Sense.LESS) or (
        sense is Sense.PLAIN and direction is Direction.LESS
    )
    return exact(_over(value, goal, variant) if falling else _under(value, goal))


def _under(value: Fraction, goal: Fraction) -> Fraction:
    """Value ÷ goal up to 1; all or nothing for a goal of zero or less."""
    if value >= goal:
        return Fraction(1)
    return _share(value / goal) if goal > 0 else Fraction(0)


def _equal(value: Fraction, goal: Fraction, variant: AtMost) -> Fraction:
    """In proportion below the value asked for; above it as reached, or by the distance.

    Nothing is published for the latter but the cap.
    """
    if value <= goal or variant is AtMost.RATIO:
        return _under(value, goal) if goal else Fraction(value == goal)
    return _over(value, goal, variant)


def _over(value: Fraction, goal: Fraction, variant: AtMost) -> Fraction:
    """What is left for a value above a ≤ goal; all or nothing for a goal of zero or less."""
    if value <= goal:
        return Fraction(1)
    if goal <= 0:
        return Fraction(0)
    return _share(goal / value if variant is AtMost.RATIO else 2 - value / goal)


def quantitative_score(
    points: ExactInput,
    condition: Condition,
    actual: ExactInput,
    *,
    variant: AtMost = AtMost.RATIO,
    direction: Direction = Direction.UNKNOWN,
) -> Exact:
    """The score for a value (定量得分): ``points`` times its share.

    >>> quantitative_score(20, understand("≥800").conditions[0], 744)
    Fraction(93, 5)
    """
    share = quantitative_share(condition, actual, variant=variant, direction=direction)
    return exact(Fraction(exact(points)) * share)


def qualitative_score(points: ExactInput, level: Level) -> Interval:
    """The range of scores for a qualitative target (定性得分) reached to ``level``.

    >>> print(qualitative_score(10, Level.PART))
    [6, 8]
    """
    return BANDS[level].scaled(exact(points))


def is_over_fulfilled(comparison: Comparison, over: ExactInput = Fraction(13, 10)) -> bool:
    """Whether a target was exceeded so far that a reason is asked for (超额完成).

    >>> is_over_fulfilled(compare("≥100", "130")), is_over_fulfilled(compare("≥100", "129"))
    (True, False)
    """
    return (
        comparison.outcome is Outcome.EXCEEDED
        and comparison.ratio is not None
        and comparison.ratio >= exact(over)
    )


@frozen
class Expected:
    """The score an indicator can have (应得分), and why: ``score`` within [0, points]."""

    score: Interval
    comparison: Comparison
    reason: Wording

    @property
    def is_full(self) -> bool:
        """Whether nothing but the full points is right."""
        return self.score.is_point and self.comparison.achieved is True


def expected_score(indicator: Indicator, *, fiscal_year: int | None = None) -> Expected | None:
    """The scores that the published rules allow for a printed indicator; None without points.

    A value reached has its full points, one missed its proportion (between the two variants for
    ≤ targets), words their band; what cannot be told may score anything.

    >>> from budgetdisclosure.model.performance import Points
    >>> row = Indicator("产出指标", "数量指标", "次数", "≥800", "744", Points.parse("20"))
    >>> print(expected_score(row).score)
    [18.6, 18.6]
    """
    points = indicator.points.value if indicator.points else None
    if points is None or points < 0:
        return None
    direction = direction_of(indicator.level1, indicator.level2, indicator.name)
    found = compare(
        indicator.full_target,
        with_unit(indicator),
        direction=direction,
        fiscal_year=fiscal_year,
    )
    share = _expected_share(indicator, found, direction, fiscal_year)
    return Expected(share.scaled(points), found, found.reason)


def with_unit(indicator: Indicator) -> str:
    """The actual value, with the unit's column where the value prints no unit itself."""
    actual = indicator.actual or ""
    bare = understand_actual(actual).single
    if indicator.unit and bare is not None and bare.low.measure.kind == "" and not bare.thing:
        return f"{actual}{indicator.unit}"
    return actual


def _expected_share(
    indicator: Indicator, found: Comparison, direction: Direction, fiscal_year: int | None
) -> Interval:
    anything = Interval(0, 1, True, True)
    if found.level is not None:
        return BANDS[found.level]
    if found.outcome is Outcome.CANNOT_TELL:
        return anything
    target = understand(indicator.full_target, fiscal_year=fiscal_year).single
    actual = understand_actual(with_unit(indicator), fiscal_year=fiscal_year).single
    if found.outcome is not Outcome.MISSED:
        return _unsigned_saving(target, found) or Interval.point(1)
    if target is None or actual is None:
        return anything
    shares = [
        quantitative_share(target, actual.low.base, variant=variant, direction=direction)
        for variant in AtMost
    ]
    return Interval(min(shares), max(shares), True, True)


def _unsigned_saving(target: Condition | None, found: Comparison) -> Interval | None:
    """A cost below a target without a sign: full as ≤, in proportion as =; both are read so."""
    ratio = found.ratio
    if target is None or target.sense is not Sense.PLAIN or ratio is None:
        return None
    if found.outcome is not Outcome.MET or not 0 <= ratio < 1:
        return None
    return Interval(ratio, 1, True, True)
