"""Self-evaluations: a score and its points (绩效自评：得分上下限)."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdisclosure.calc.performance import unweighted
from budgetdisclosure.model import Disclosure, SelfEvaluation
from budgetdisclosure.rules.rule import DERIVED, Fault, Held, Outcome, Severity, rule
from budgetdisclosure.rules.topics.performance_points import METHOD, scored
from budgetdisclosure.wording import Wording, quoted


@rule(
    "P-09",
    "得分上下限",
    "a score lies between nothing and its points",
    source=f"{DERIVED}；{METHOD}",
)
def score_within_points(d: Disclosure) -> Iterator[Outcome]:
    """0 ≤ 得分 ≤ 分值, for every indicator and for the execution of funds."""
    for evaluation in scored(d):
        pairs = [(row.label, row.points, row.score, row.place) for row in evaluation.indicators]
        pairs += [(row.source, row.points, row.score, row.place) for row in evaluation.funding]
        pairs.append(("总分", evaluation.total_points, evaluation.total_score, None))
        for label, points, score, place in pairs:
            value = score.value if score is not None else None
            top = points.value if points is not None else None
            if score is None or value is None or top is None:
                continue
            if 0 <= value <= top:
                yield Held()
                continue
            yield Fault(
                Wording(
                    f"{evaluation.label}：“{label}”得分{score}不在0至分值{points}之间",
                    f"{evaluation.label_en}: {quoted(label)} scores {score} of {points} points",
                ),
                place=score.place or place or evaluation.place,
            )
        yield from _without_points(evaluation)


def _without_points(evaluation: SelfEvaluation) -> Iterator[Fault]:
    """Scores whose points are left blank: the points add up to less, the scores do not."""
    for label, score in unweighted(evaluation):
        yield Fault(
            Wording(
                f"{evaluation.label}：“{label}”分值空白，却有得分{score}，请补填分值",
                f"{evaluation.label_en}: {quoted(label)} has a score of {score} and no points; "
                "please fill in the points",
            ),
            place=score.place or evaluation.place,
            severity=Severity.WARNING,
        )
