"""Self-evaluations: points, scores, totals and grades (绩效自评：分值、得分、总分、等级)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from budgetdisclosure.amounts import Exact, Interval, exact, show, sum_of
from budgetdisclosure.calc.grades import Scheme, grade_of, scheme_for, schemes
from budgetdisclosure.calc.performance import (
    execution_points,
    execution_score_printed,
    full_mark,
    level_sums,
    points_sum,
    score_sum,
    sub_sums,
    total_of,
    what_if,
)
from budgetdisclosure.model import Disclosure, SelfEvaluation
from budgetdisclosure.model.performance import Points
from budgetdisclosure.rules.rule import (
    BOTH,
    DERIVED,
    PRACTICE,
    Fault,
    Held,
    Outcome,
    Severity,
    Skip,
    rule,
)
from budgetdisclosure.wording import Wording, quoted

METHOD: Final = "《项目支出绩效评价管理办法》（财预〔2020〕10号，条文未核对原文）"
FORM_NOTES: Final = "自评表备注（湖南等地样式）"
_STANDARD: Final = ("执行", "成本", "产出", "效益", "满意度")


def scored(d: Disclosure) -> Iterator[SelfEvaluation]:
    """The self-evaluations that print points, totals rows of lists left out."""
    return (e for e in d.evaluations if e.scope != "total" and _has_points(e))


def _has_points(evaluation: SelfEvaluation) -> bool:
    return any(row.points is not None and not row.points.is_blank for row in evaluation.indicators)


def printed(points: Points) -> Interval:
    """What a printed score admits: whole ones are exact, others rounded to their decimals."""
    value = points.value or Decimal(0)
    if points.number.places == 0:
        return Interval.point(value)
    return Interval.of_print(value, points.number.places)


@rule(
    "P-01",
    "分值合计",
    "the points add to the full mark",
    source=f"{DERIVED}；{METHOD}",
    kinds=BOTH,
)
def points_add_up(d: Disclosure) -> Iterator[Outcome]:
    """资金执行率分值 + 各指标分值 = 100 (or the scale the form names); so does the printed 总分."""
    for evaluation in scored(d):
        full = full_mark(evaluation)
        found = points_sum(evaluation)
        if found == full or (
            not execution_points(evaluation) and found == _without_execution(full)
        ):
            yield _printed_total(evaluation, found, full)
            continue
        yield Fault(
            _sum_message(evaluation, found, full),
            place=evaluation.place,
            about=_about(evaluation),
        )


def _about(evaluation: SelfEvaluation) -> Wording:
    """The sheet: its points, brackets and total that do not fit are one problem."""
    return Wording(evaluation.label, evaluation.label_en)


def _without_execution(full: Exact) -> Exact:
    weight = dict(schemes()[0].weights)["执行"]
    return exact(Fraction(full) * (100 - Fraction(weight)) / 100)


def _printed_total(evaluation: SelfEvaluation, found: Exact, full: Exact) -> Outcome:
    total = evaluation.total_points
    if total is None or total.value is None or exact(total.value) in (found, full):
        return Held()
    return Fault(
        Wording(
            f"{evaluation.label}：总分栏分值印{total}，各项分值合计为{show(found)}",
            f"{evaluation.label_en}: the total prints {total} points, "
            f"the rows add to {show(found)}",
        ),
        place=evaluation.place,
        about=_about(evaluation),
    )


def _sum_message(evaluation: SelfEvaluation, found: Exact, full: Exact) -> Wording:
    parts = list(_parts(evaluation))
    zh = "＋".join(f"{name}{show(value)}" for name, value in parts)
    en = " + ".join(f"{quoted(name)} {show(value)}" for name, value in parts)
    total, more = evaluation.total_points, Fraction(found) - Fraction(full)
    printed = total is not None and not total.is_blank
    apart = show(exact(abs(more)))
    idea = _rescaled(evaluation)
    return Wording(
        f"{evaluation.label}：分值合计应为{show(full)}，实为{show(found)}（{zh}）"
        f"{f'，总分栏印{total}' if printed else ''}，"
        f"{'多' if more > 0 else '少'}{apart}分{idea.zh}",
        f"{evaluation.label_en}: the points add to {show(found)} ({en}), not {show(full)}"
        f"{f'; the total prints {total}' if printed else ''}; "
        f"{apart} too {'many' if more > 0 else 'few'}{idea.en}",
    )


def _rescaled(evaluation: SelfEvaluation) -> Wording:
    """What the score would be of the full mark; a score without its points says nothing of it."""
    idea = what_if(evaluation)
    if idea is None or not score_sum(evaluation):
        return Wording("", "")
    score = show(idea.score, 2)
    return Wording(
        f"；按满分折算，得分为{score}分（{idea.grade}）",
        f"; of the full mark the score is {score} ({quoted(idea.grade)})",
    )


def _parts(evaluation: SelfEvaluation) -> Iterator[tuple[str, Exact]]:
    execution = execution_points(evaluation)
    if execution is not None:
        yield "执行率", total_of([execution])
    for level, _, found in level_sums(evaluation):
        yield level, found


@rule(
    "P-02",
    "一级指标分值",
    "the points of a first-level class add to its bracket",
    source=f"{DERIVED}；{FORM_NOTES}",
    exceptions="一级指标未印分值或权重",
    kinds=BOTH,
)
def bracket_adds_up(d: Disclosure) -> Iterator[Outcome]:
    """各三级指标分值之和 = 一级指标括号内所印分值（产出指标（50分））."""
    for evaluation in scored(d):
        for level, bracket, found in level_sums(evaluation):
            if bracket is None or bracket.value is None:
                continue
            yield _adds(evaluation, level, bracket, found)
        wanted = evaluation.indicator_points
        if wanted is not None and wanted.value is not None:
            found = total_of(row.points for row in evaluation.indicators)
            yield _adds(evaluation, "绩效指标", wanted, found)


def _adds(evaluation: SelfEvaluation, level: str, bracket: Points, found: Exact) -> Outcome:
    value = exact(bracket.value or 0)
    wanted = exact(Fraction(value) * full_mark(evaluation) / 100) if bracket.percent else value
    if found == wanted:
        return Held()
    return Fault(
        Wording(
            f"{evaluation.label}：{level}所印{bracket}分，其下各指标分值合计{show(found)}分",
            f"{evaluation.label_en}: {quoted(level)} prints {bracket} points, "
            f"its indicators add to {show(found)}",
        ),
        place=bracket.place or evaluation.place,
        about=_about(evaluation),
    )


@rule(
    "P-03",
    "标准权重",
    "standard weights",
    source=METHOD,
    severity=Severity.WARNING,
    exceptions="特殊情况可调整；设成本指标的20/40/20/10（未核对原文）；没有服务对象",
)
def standard_weights(d: Disclosure) -> Iterator[Outcome]:
    """执行率10、产出50、效益30、满意度10, or another published set of weights."""
    for evaluation in scored(d):
        if evaluation.kind != "self_evaluation":
            continue
        weights = _weights(evaluation)
        if set(weights) - set(_STANDARD):
            yield Skip(Wording("一级指标不是通用分类", "the classes are not the general ones"))
            continue
        if _is_published(weights, evaluation.fiscal_year):
            yield Held()
            continue
        said = "、".join(f"{name}{show(points)}" for name, points in weights.items())
        said_en = ", ".join(f"{quoted(name)} {show(points)}" for name, points in weights.items())
        yield Fault(
            Wording(
                f"{evaluation.label}：权重为{said}，与通用的执行率10、产出50、效益30、满意度10不同，"
                "请确认有无依据",
                f"{evaluation.label_en}: the weights are {said_en}, not the usual 10, 50, 30 "
                "and 10 for execution, output, benefit and satisfaction; "
                "please check what they rest on",
            ),
            place=evaluation.place,
        )


def _weights(evaluation: SelfEvaluation) -> dict[str, Exact]:
    """The points by general class: as printed in brackets, else as they add up, of 100."""
    full = Fraction(full_mark(evaluation))
    found: dict[str, Exact] = {}
    execution = execution_points(evaluation)
    if execution is not None:
        found["执行"] = exact(Fraction(total_of([execution])) * 100 / full)
    for level, bracket, points in level_sums(evaluation):
        name = next((known for known in _STANDARD if known[:2] in level), level)
        value = exact(bracket.value) if bracket and bracket.value is not None else points
        share = 1 if bracket is not None and bracket.percent else 100 / full
        found[name] = exact(Fraction(found.get(name, 0)) + Fraction(value) * share)
    return found


def _is_published(weights: dict[str, Exact], year: int | None) -> bool:
    """Whether some scheme of that year has these weights; execution may not be in the form."""
    for scheme in schemes():
        standard = dict(scheme.weights)
        if "执行" not in weights:
            standard.pop("执行", None)
        if scheme.covers(year) and weights == standard:
            return True
    return False


@rule(
    "P-04",
    "二级指标分值",
    "the points of a second-level class add to those printed beside it",
    source="算术推论；各地绩效一体化系统表样",
    exceptions="二级指标未印分值",
    kinds=BOTH,
)
def second_level_adds_up(d: Disclosure) -> Iterator[Outcome]:
    """各三级指标分值之和 = 二级指标所印分值或权重."""
    for evaluation in scored(d):
        for (_, level2), wanted, found in sub_sums(evaluation):
            if wanted is not None and wanted.value is not None:
                yield _adds(evaluation, level2, wanted, found)


@rule(
    "P-10",
    "总分",
    "the total is the sum of the scores",
    source=f"{DERIVED}；{METHOD}",
)
def total_is_sum(d: Disclosure) -> Iterator[Outcome]:
    """总分 = 执行得分 + 各指标得分之和."""
    for evaluation in scored(d):
        total = evaluation.total_score
        scores = [execution_score_printed(evaluation), *(i.score for i in evaluation.indicators)]
        held = [score for score in scores if score is not None and not score.is_blank]
        if total is None or total.value is None or not held:
            continue
        if _total_fits(total, held):
            yield Held()
            continue
        found = score_sum(evaluation)
        apart = Fraction(found) - Fraction(exact(total.value))
        execution = total_of([execution_score_printed(evaluation)])
        why = _LEFT_OUT if execution and execution == apart else Wording("", "")
        yield Fault(
            Wording(
                f"{evaluation.label}：各项得分合计{show(found)}，总分印{total}，"
                f"相差{show(exact(abs(apart)))}分{why.zh}",
                f"{evaluation.label_en}: the scores add to {show(found)}, "
                f"the total prints {total}, {show(exact(abs(apart)))} apart{why.en}",
            ),
            place=total.place or evaluation.place,
            about=_about(evaluation),
        )


_LEFT_OUT: Final = Wording("，总分未计入执行得分", "; the total leaves out the score for execution")


def _total_fits(total: Points, scores: list[Points]) -> bool:
    """Whole scores are exact; the total of others may be a rounding of their sum or of the true."""
    value = total.value or Decimal(0)
    parts = sum_of(printed(score) for score in scores)
    rounds = any(score.number.places > total.number.places for score in scores)
    whole = Interval.of_print(value, total.number.places) if rounds else printed(total)
    return parts.meets(whole)


@rule(
    "P-11",
    "等级",
    "the grade is that of the total score",
    source=f"{METHOD}；{FORM_NOTES}；财政部预算司关于等级划分的说明",
    exceptions="地方等级名称或分档不同：表注所列分档优先",
)
def grade_fits(d: Disclosure) -> Iterator[Outcome]:
    """90分（含）以上为优，80—90为良，60—80为中，60以下为差; the form's own bands come first."""
    for evaluation in scored(d):
        total, grade = evaluation.total_score, evaluation.grade
        if total is None or total.value is None or not grade:
            continue
        scheme = _scheme_with(grade, evaluation)
        if scheme is None:
            yield Skip(Wording(f"等级“{grade}”没有已知分档", "no known bands for this grade"))
            continue
        wanted = grade_of(total.value, scheme, full_mark(evaluation))
        if grade.startswith(wanted):
            yield Held()
            continue
        yield Fault(
            Wording(
                f"{evaluation.label}：总分{total}应为“{wanted}”，所印等级为“{grade}”",
                f"{evaluation.label_en}: a total of {total} is graded {quoted(wanted)}, "
                f"{quoted(grade)} is printed",
            ),
            place=total.place or evaluation.place,
            expected=wanted,
        )


def _scheme_with(grade: str, evaluation: SelfEvaluation) -> Scheme | None:
    """The scheme in whose words the grade is printed: the form's own, else one of that year."""
    used = scheme_for(evaluation.fiscal_year, evaluation.notes)
    known = (used, *(s for s in schemes() if s.covers(evaluation.fiscal_year)))
    return next((s for s in known if any(grade.startswith(b.grade) for b in s.bands)), None)


@rule(
    "P-26",
    "满分偏多",
    "every indicator has its full score",
    source=PRACTICE,
    severity=Severity.INFO,
)
def all_full(d: Disclosure) -> Iterator[Outcome]:
    """全部指标均得满分: nothing wrong by itself, a reviewer looks at how the targets were set."""
    for evaluation in scored(d):
        rows = [
            row
            for row in evaluation.indicators
            if row.points and row.score and row.points.value and row.score.value is not None
        ]
        if len(rows) < 2:
            continue
        if any(row.score != row.points for row in rows if row.score and row.points):
            yield Held()
            continue
        yield Fault(
            Wording(
                f"{evaluation.label}：{len(rows)}项指标全部得满分，请核实指标值是否偏低",
                f"{evaluation.label_en}: all {len(rows)} indicators have their full score",
            ),
            place=evaluation.place,
        )
