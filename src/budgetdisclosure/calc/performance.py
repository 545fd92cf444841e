"""Self-evaluations as a whole (绩效自评): sums of points and scores, grades, what-if."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import frozen

from budgetdisclosure.amounts import Exact, ExactInput, Figure, Interval, exact, sum_of
from budgetdisclosure.calc.grades import Scheme, grade_of, scheme_for
from budgetdisclosure.calc.scoring import expected_score
from budgetdisclosure.model.performance import Indicator, Points, SelfEvaluation


def numbers(points: Iterable[Points | None]) -> Iterator[Exact]:
    """The numbers printed, blanks left out."""
    for each in points:
        if each is not None and each.value is not None:
            yield exact(each.value)


def total_of(points: Iterable[Points | None]) -> Exact:
    """The sum of points or scores (合计), blanks as nothing.

    >>> total_of([Points.parse("12.5"), Points.parse(""), None, Points.parse("10")])
    Fraction(45, 2)
    """
    return exact(sum(numbers(points), Fraction(0)))


def full_mark(evaluation: SelfEvaluation) -> Exact:
    """What the points must add to (满分): the scale the form names, else 100."""
    scale = evaluation.scale
    return exact(scale.value) if scale is not None and scale.value is not None else 100


def execution_points(evaluation: SelfEvaluation) -> Points | None:
    """The points for execution (资金执行率分值), where the form has them."""
    return next((row.points for row in evaluation.funding if _given(row.points)), None)


def execution_score_printed(evaluation: SelfEvaluation) -> Points | None:
    """The score printed for execution (执行得分), where the form has one."""
    return next((row.score for row in evaluation.funding if _given(row.score)), None)


def _given(points: Points | None) -> bool:
    return points is not None and not points.is_blank


def points_sum(evaluation: SelfEvaluation) -> Exact:
    """All points added up (分值合计): execution and every indicator.

    >>> from budgetdisclosure.model.performance import FundingRow
    >>> p = Points.parse
    >>> rows = [Indicator("产出指标", "数量指标", str(n), points=p("50")) for n in range(2)]
    >>> points_sum(SelfEvaluation("自评表", funding=(FundingRow("合计", points=p("10")),),
    ...                           indicators=tuple(rows)))
    110
    """
    indicators = (indicator.points for indicator in evaluation.indicators)
    return total_of([execution_points(evaluation), *indicators])


def score_sum(evaluation: SelfEvaluation) -> Exact:
    """All scores added up (得分合计): execution and every indicator."""
    indicators = (indicator.score for indicator in evaluation.indicators)
    return total_of([execution_score_printed(evaluation), *indicators])


def level_sums(evaluation: SelfEvaluation) -> Iterator[tuple[str, Points | None, Exact]]:
    """Each first-level class with the number in its bracket and the sum of its points."""
    for level, rows in evaluation.groups():
        bracket = next((row.bracket for row in rows if row.bracket is not None), None)
        yield level, bracket, total_of(row.points for row in rows)


def sub_sums(
    evaluation: SelfEvaluation,
) -> Iterator[tuple[tuple[str, str], Points | None, Exact]]:
    """Each second-level class with the points printed beside it and the sum of its points."""
    keys = dict.fromkeys((row.level1, row.level2) for row in evaluation.indicators)
    for key in keys:
        rows = [row for row in evaluation.indicators if (row.level1, row.level2) == key]
        printed = next((row.level2_points for row in rows if row.level2_points), None)
        yield key, printed, total_of(row.points for row in rows)


@frozen
class WhatIf:
    """What the score would be, had the points added to the full mark (折算)."""

    points: Exact
    scores: Exact
    score: Exact
    grade: str


def unweighted(evaluation: SelfEvaluation) -> tuple[tuple[str, Points], ...]:
    """What has a score while its points are left blank (有得分而分值空白): its name, the score.

    Points for execution printed in one row of the funds count for all; a merged cell is no blank.
    """
    found = []
    if execution_points(evaluation) is None:
        rows = [(row.source, row.points, row.score) for row in evaluation.funding]
        found += [row for row in rows if row[1] is not None]
    found += [
        (row.label, row.points, row.score)
        for row in evaluation.indicators
        if row.points is not None and row.points.is_blank and "points" not in row.shared
    ]
    return tuple((name, score) for name, _, score in found if score is not None and score.value)


def what_if(evaluation: SelfEvaluation, scheme: Scheme | None = None) -> WhatIf | None:
    """The scores brought to the full mark in proportion: 118 of 120 points are 98.33 of 100.

    None where no points are printed, or where something scores without any.
    """
    points, scores, full = points_sum(evaluation), score_sum(evaluation), full_mark(evaluation)
    if points <= 0 or unweighted(evaluation):
        return None
    used = scheme or scheme_for(evaluation.fiscal_year, evaluation.notes)
    score = exact(Fraction(scores) * Fraction(full) / Fraction(points))
    return WhatIf(points, scores, score, grade_of(score, used, full))


def expected_total(evaluation: SelfEvaluation) -> Interval:
    """Every total score the published rules allow (应得总分): the sum of the expected scores.

    An execution score that cannot be computed may be anything from nothing to its points.
    """
    parts = [
        expected.score
        for indicator in evaluation.indicators
        if (expected := expected_score(indicator, fiscal_year=evaluation.fiscal_year)) is not None
    ]
    return sum_of([_expected_execution(evaluation), *parts])


def _expected_execution(evaluation: SelfEvaluation) -> Interval:
    points = execution_points(evaluation)
    if points is None or points.value is None:
        return Interval.point(0)
    row = evaluation.total_funds
    anything = Interval(0, points.value, True, True)
    if row is None:
        return anything
    return expected_execution(row.outturn, row.adjusted_budget, points.value) or anything


def expected_execution(outturn: Figure, budget: Figure, points: ExactInput) -> Interval | None:
    """The execution scores that the printed amounts admit (执行得分): points × min(rate, 1).

    None where an amount is blank or the budget may be zero.

    >>> print(expected_execution(Figure.parse("37.24"), Figure.parse("43.20"), 10))
    [8.618215…, 8.622525…]
    """
    if outturn.value is None or budget.value is None:
        return None
    rate = outturn.interval.quotient(budget.interval)
    if rate is None or rate.low is None or rate.high is None:
        return None
    low, high = max(Fraction(0), Fraction(rate.low)), max(Fraction(0), Fraction(rate.high))
    capped = Interval(min(low, Fraction(1)), min(high, Fraction(1)), True, True)
    return capped.scaled(points)


def is_shared(indicator: Indicator) -> bool:
    """Whether its points stand in a cell merged with the row above (合并单元格)."""
    return "points" in indicator.shared
