"""Self-evaluations against the report's text (绩效自评与报告文字)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from budgetdisclosure.amounts import exact
from budgetdisclosure.calc.grades import grade_of, scheme_for
from budgetdisclosure.calc.performance import full_mark
from budgetdisclosure.calc.targets import Sense, understand
from budgetdisclosure.model import Disclosure, SelfEvaluation
from budgetdisclosure.model.narrative import Passage
from budgetdisclosure.place import Place
from budgetdisclosure.rules.rule import DERIVED, Fault, Held, Outcome, Severity, rule
from budgetdisclosure.rules.topics.performance_cross import core, passages, self_evaluations
from budgetdisclosure.rules.topics.performance_forms import bare_name
from budgetdisclosure.wording import Wording, quoted

_NO_DEVIATION: Final = re.compile(
    r"(?:没有|不存在|未发现|未出现|无)[^。；，]{0,8}(?:偏离|偏差)(?:[^。；，]{0,14}?情况)?"
)
_SCORE: Final = re.compile(
    r"(?:自评|评价|综合|绩效)[^。；，]{0,8}?(?:得分|评分|总分)(?:为|是|：)?(\d{1,3}(?:\.\d+)?)分"
)
_GRADE: Final = re.compile(
    r"(?:等级|级次|等次|评价结果|结果|结论)(?:评定)?(?:为|是|：)?[“\"]?(优秀?|良好?|中|差)(?![\w])"
)


@rule(
    "PX-05",
    "指标值与报告文字",
    "actual values are those of the text",
    source=DERIVED,
    severity=Severity.WARNING,
    exceptions="文字没有逐字提到该指标",
)
def actual_in_text(d: Disclosure) -> Iterator[Outcome]:
    """报告文字提到同一指标的，其数值与实际完成值一致."""
    everything = list(passages(d))
    for evaluation in self_evaluations(d):
        texts = [(text, p) for text, p in everything if _is_about(evaluation, text)]
        for row in evaluation.filled:
            name = bare_name(row.name)
            actual = understand(row.actual or "").single
            if len(name) < 4 or actual is None:
                continue
            said = [found for text, p in texts for found in _values_of(name, text, p)]
            comparable = [
                (value, place)
                for value, place in said
                if (held := understand(value).single) is not None
                and held.low.measure == actual.low.measure
                and held.sense is actual.sense is Sense.PLAIN
            ]
            if not comparable:
                continue
            if any(understand(v).conditions[0].low.base == actual.low.base for v, _ in comparable):
                yield Held()
                continue
            yield Fault(
                Wording(
                    f"{evaluation.label}：“{row.label}”完成值{row.actual}，"
                    f"报告文字为{comparable[0][0]}",
                    f"{evaluation.label_en}: {quoted(row.label)} is {quoted(row.actual or '')} "
                    f"in the table, {quoted(comparable[0][0])} in the text",
                ),
                place=comparable[0][1],
            )


def _is_about(evaluation: SelfEvaluation, text: str) -> bool:
    """Whether a passage speaks of what the evaluation is of: the department, or the project."""
    if evaluation.scope == "department":
        return True
    return bool(evaluation.project) and core(evaluation.project or "") in text


def _values_of(name: str, text: str, passage: Passage) -> Iterator[tuple[str, Place]]:
    """Values that follow the name of an indicator directly: 满意度达到95%."""
    pattern = (
        rf"{re.escape(name)}(?:为|达到|达|共计|共|是|：)?(\d[\d,]*(?:\.\d+)?[^\d，。；、]{{0,4}})"
    )
    for match in re.finditer(pattern, text):
        yield match[1], passage.place


@rule(
    "PX-06",
    "无偏离表述",
    "a text without deviations means no points lost",
    source=DERIVED,
    severity=Severity.WARNING,
)
def no_deviation(d: Disclosure) -> Iterator[Outcome]:
    """报告称没有偏离绩效目标的，自评表不应有扣分."""
    said = [(m[0], p) for text, p in passages(d) if (m := _NO_DEVIATION.search(text))]
    deducted = [e for e in self_evaluations(d) if any(_lost(row) for row in _scores(e))]
    for text, passage in said[:1]:
        if not deducted:
            yield Held()
            continue
        names = "、".join(e.label for e in deducted)
        en = ", ".join(e.label_en for e in deducted)
        count = sum(_lost(row) for e in deducted for row in _scores(e))
        yield Fault(
            Wording(
                f"报告称“{text}”，但{names}有{count}处扣分",
                f"the report says {quoted(text)} (no deviation), yet points are lost "
                f"in {count} places: {en}",
            ),
            place=passage.place,
        )


def _scores(evaluation: SelfEvaluation) -> Iterable[object]:
    return (*evaluation.indicators, *evaluation.funding)


def _lost(row: object) -> bool:
    points, score = getattr(row, "points", None), getattr(row, "score", None)
    if points is None or score is None or points.value is None or score.value is None:
        return False
    return bool(score.value < points.value)


@rule(
    "PX-08",
    "绩效总分表述",
    "score and grade in the text are those of the table",
    source=DERIVED,
    severity=Severity.WARNING,
)
def score_in_text(d: Disclosure) -> Iterator[Outcome]:
    """文字中的自评得分、等级与自评表一致; a score and a grade in one sentence fit each other."""
    for text, passage in passages(d):
        score = _SCORE.search(text)
        if score is None:
            continue
        grade = _GRADE.search(text, score.end())
        evaluation = _meant(d, text)
        yield from _text_score(evaluation, score[1], passage)
        yield from _text_grade(d, evaluation, score[1], grade[1] if grade else None, passage)


def _meant(d: Disclosure, text: str) -> SelfEvaluation | None:
    """The evaluation a sentence is about: the project it names, the department's, the only one."""
    held = [e for e in self_evaluations(d) if e.total_score and not e.total_score.is_blank]
    named = [e for e in held if e.project and core(e.project) in text]
    if named:
        return named[0] if len(named) == 1 else None
    whole = [e for e in held if e.scope == "department"]
    if "整体" in text:
        return whole[0] if len(whole) == 1 else None
    return held[0] if len(held) == 1 else None


def _text_score(
    evaluation: SelfEvaluation | None, said: str, passage: Passage
) -> Iterator[Outcome]:
    total = evaluation.total_score if evaluation else None
    if evaluation is None or total is None or total.value is None:
        return
    if exact(total.value) == understand(said).conditions[0].low.value:
        yield Held()
        return
    yield Fault(
        Wording(
            f"文字称得分{said}分，{evaluation.label}总分为{total}",
            f"the text gives {said} points, {evaluation.label_en} has {total}",
        ),
        place=passage.place,
    )


def _text_grade(
    d: Disclosure,
    evaluation: SelfEvaluation | None,
    said: str,
    grade: str | None,
    passage: Passage,
) -> Iterator[Outcome]:
    if grade is None:
        return
    notes = evaluation.notes if evaluation else ()
    full = full_mark(evaluation) if evaluation else 100
    score = understand(said).conditions[0].low.value
    wanted = grade_of(score, scheme_for(d.fiscal_year, notes), full)
    if grade.startswith(wanted):
        yield Held()
        return
    yield Fault(
        Wording(
            f"文字称得分{said}分、等级“{grade}”，该分数的等级应为“{wanted}”",
            f"the text grades {said} points {quoted(grade)}, they are {quoted(wanted)}",
        ),
        place=passage.place,
        expected=wanted,
    )
