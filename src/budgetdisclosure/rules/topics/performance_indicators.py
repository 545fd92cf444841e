"""Self-evaluations: indicators, targets against actual values (绩效自评：指标与完成值)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from budgetdisclosure.amounts import Interval, show
from budgetdisclosure.calc.compare import Outcome as Reached
from budgetdisclosure.calc.grades import scheme_for
from budgetdisclosure.calc.scoring import (
    Expected,
    expected_score,
    is_over_fulfilled,
    with_unit,
)
from budgetdisclosure.calc.targets import Sense, Target, understand, understand_actual
from budgetdisclosure.model import Disclosure, SelfEvaluation
from budgetdisclosure.model.performance import Indicator
from budgetdisclosure.place import Place
from budgetdisclosure.rules.rule import DERIVED, Fault, Held, Outcome, Severity, Skip, rule
from budgetdisclosure.rules.topics.performance_points import FORM_NOTES, METHOD
from budgetdisclosure.wording import Wording, quoted

_LOCAL: Final = f"{METHOD}；各地自评表填报说明"
_INEQUALITY: Final = Wording("不等式", "an inequality")
_OPEN: Final = {
    Sense.ABOUT: Wording("约数", "a rough number"),
    Sense.BETWEEN: Wording("一个范围", "a range"),
}


@frozen
class _Row:
    """An indicator with its evaluation and what its score should be."""

    evaluation: SelfEvaluation
    row: Indicator
    expected: Expected | None

    @property
    def target(self) -> Target:
        return understand(self.row.full_target, fiscal_year=self.evaluation.fiscal_year)

    @property
    def actual(self) -> Target:
        return understand_actual(with_unit(self.row), fiscal_year=self.evaluation.fiscal_year)

    @property
    def by_value(self) -> bool:
        """Whether target and actual are both values, not dates or words."""
        return bool(self.target.conditions and self.actual.conditions)

    @property
    def place(self) -> Place | None:
        return self.row.place or self.evaluation.place

    def fault(self, zh: str, en: str, severity: Severity | None = None) -> Fault:
        """A breach at this indicator."""
        label, label_en = self.evaluation.label, self.evaluation.label_en
        said = Wording(
            f"{label}：“{self.row.label}”{zh}", f"{label_en}: {quoted(self.row.label)} {en}"
        )
        return Fault(said, place=self.place, severity=severity)


def evaluated(d: Disclosure) -> Iterator[_Row]:
    """The indicators of self-evaluations, each with what its score should be."""
    for evaluation in d.evaluations:
        if evaluation.kind != "self_evaluation" or evaluation.scope == "total":
            continue
        for row in evaluation.filled:
            yield _Row(evaluation, row, expected_score(row, fiscal_year=evaluation.fiscal_year))


def _admitted(row: Indicator) -> Interval | None:
    """The scores that the printed one may stand for."""
    score = row.score
    if score is None or score.value is None:
        return None
    if score.number.places == 0:
        return Interval.point(score.value)
    return Interval.of_print(score.value, score.number.places)


@rule(
    "P-12",
    "定量达成得满分",
    "a value reached has its full points",
    source=METHOD,
    severity=Severity.WARNING,
    exceptions="完成值远高于指标值的可以扣分（P-15）",
)
def reached_is_full(d: Disclosure) -> Iterator[Outcome]:
    """定量指标达到指标值的，得满分."""
    for each in evaluated(d):
        printed, expected = _admitted(each.row), each.expected
        if printed is None or expected is None or not each.by_value or not expected.is_full:
            continue
        over = scheme_for(each.evaluation.fiscal_year).over
        if printed.meets(expected.score) or is_over_fulfilled(expected.comparison, over):
            yield Held()
            continue
        yield each.fault(
            f"指标值{each.row.full_target}，完成值{each.row.actual}，已达到，"
            f"分值{each.row.points}却只得{each.row.score}分",
            f"reached its target {quoted(each.row.full_target)} with "
            f"{quoted(each.row.actual or '')}, and scores {each.row.score} of {each.row.points}",
        )


@rule(
    "P-13",
    "定量未达成按比例",
    "a value missed scores in proportion",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号，条文未核对原文）；自评表填报说明；绩效一体化系统",
    severity=Severity.WARNING,
    exceptions="表中自列评分标准；≤指标两种公布算法之内均可",
)
def missed_in_proportion(d: Disclosure) -> Iterator[Outcome]:
    """未达到的按完成值与指标值的比例得分; ≤ targets by either published variant."""
    for each in evaluated(d):
        printed, expected = _admitted(each.row), each.expected
        if printed is None or expected is None or not each.by_value:
            continue
        if expected.comparison.outcome is not Reached.MISSED:
            continue
        if each.row.criterion:
            yield Skip(Wording("表中自列评分标准", "the form prints its own criterion"))
        elif _score_interval(each.row).meets(expected.score):
            yield Held()
        else:
            yield each.fault(
                f"指标值{each.row.full_target}，完成值{each.row.actual}，按比例应得"
                f"{_said(expected.score)}分，印{each.row.score}分",
                f"missed its target {quoted(each.row.full_target)} with "
                f"{quoted(each.row.actual or '')}; in proportion {_said(expected.score, ' to ')} "
                f"points are due, {each.row.score} is printed",
            )


def _score_interval(row: Indicator) -> Interval:
    score = row.score
    assert score is not None
    assert score.value is not None
    return Interval.of_print(score.value, score.number.places)


def _said(interval: Interval, to: str = "—") -> str:
    low, high = interval.low or 0, interval.high or 0
    return show(low, 2) if low == high else f"{show(low, 2)}{to}{show(high, 2)}"


@rule(
    "P-14",
    "定性三档",
    "a qualitative score lies in its band",
    source=METHOD,
    severity=Severity.WARNING,
    exceptions="未说明达成程度",
)
def qualitative_band(d: Disclosure) -> Iterator[Outcome]:
    """达成 80%—100%，部分达成 60%—80%，未达成 60% 以下, where the actual value says which."""
    for each in evaluated(d):
        printed, expected = _admitted(each.row), each.expected
        if printed is None or expected is None or not each.target.is_words:
            continue
        if expected.comparison.level is None or each.row.actual == each.row.target:
            yield Skip(Wording("未说明达成程度", "how far it was reached is not said"))
        elif printed.meets(expected.score):
            yield Held()
        else:
            yield each.fault(
                f"完成情况“{each.row.actual}”，得分应在{_said(expected.score)}分之间，"
                f"印{each.row.score}分",
                f"is said to be {quoted(each.row.actual or '')}: its score should lie in "
                f"{_said(expected.score, ' to ')}, {each.row.score} is printed",
            )


@rule(
    "P-15",
    "超额完成",
    "a target far exceeded asks for a reason",
    source=f"{_LOCAL}（130%为广西做法，各地120%—150%不等）",
    severity=Severity.INFO,
    exceptions="已说明原因",
)
def far_exceeded(d: Disclosure) -> Iterator[Outcome]:
    """完成值达到指标值130%及以上的，应说明原因; the target may have been set too low."""
    for each in evaluated(d):
        if each.expected is None or each.expected.comparison.ratio is None:
            continue
        over = scheme_for(each.evaluation.fiscal_year).over
        if not is_over_fulfilled(each.expected.comparison, over) or each.row.deviation_reason:
            yield Held()
            continue
        yield each.fault(
            f"指标值{each.row.full_target}，完成值{each.row.actual}，"
            f"{each.expected.comparison.reason.zh}，请说明原因或核实指标值是否偏低",
            f"exceeds its target {quoted(each.row.full_target)} by far with "
            f"{quoted(each.row.actual or '')} ({each.expected.comparison.reason.en}); please give "
            "the reason, or check whether the target was too low",
        )


@rule(
    "P-16",
    "偏差原因必填",
    "points lost need a reason",
    source=f"{METHOD}；{FORM_NOTES}",
    severity=Severity.WARNING,
    exceptions="表式没有偏差原因栏",
)
def reason_given(d: Disclosure) -> Iterator[Outcome]:
    """得分低于分值或未达到指标值的，应填写偏差原因."""
    for each in evaluated(d):
        if each.row.deviation_reason is None:
            yield Skip(Wording("表式没有偏差原因栏", "the form has no column for reasons"))
            continue
        why = _needs_reason(each)
        if why is None or any(c.isalnum() for c in each.row.deviation_reason):
            yield Held()
        else:
            yield each.fault(f"{why.zh}，偏差原因空白", f"{why.en}, the reason is blank")


def _needs_reason(each: _Row) -> Wording | None:
    points = each.row.points.value if each.row.points else None
    score = each.row.score.value if each.row.score else None
    if points is not None and score is not None and score < points:
        return Wording(
            f"分值{each.row.points}，得{each.row.score}分",
            f"scores {each.row.score} of {each.row.points}",
        )
    if each.expected and each.expected.comparison.achieved is False:
        return Wording("未达到指标值", "missed its target")
    return None


@rule(
    "P-17",
    "实际值可比",
    "an actual value is a value",
    source=METHOD,
    severity=Severity.WARNING,
    exceptions="定性指标",
)
def actual_is_a_value(d: Disclosure) -> Iterator[Outcome]:
    """实际完成值应是数值，不应是不等式或照抄指标值; words for a number cannot be checked."""
    for each in evaluated(d):
        target, actual = each.target, each.actual
        if each.row.actual is None or not (target.conditions or target.deadline):
            continue
        signed = [c for c in actual.conditions if c.sense is not Sense.PLAIN]
        if actual.is_blank:
            yield each.fault("实际完成值空白", "has no actual value")
        elif signed and target.conditions:
            copied = "（照抄指标值）" if each.row.actual == each.row.target else ""
            what = _OPEN.get(signed[0].sense, _INEQUALITY)
            yield each.fault(
                f"实际完成值“{each.row.actual}”是{what.zh}，不是数值{copied}",
                f"has {quoted(each.row.actual or '')} for its actual value: {what.en}"
                f"{', copied from the target' if copied else ''}, not a value",
            )
        elif target.conditions and actual.is_words:
            yield each.fault(
                f"指标值“{each.row.full_target}”是数值，完成值“{each.row.actual}”是文字，无法比较",
                f"has a number for its target, {quoted(each.row.full_target)}, and words for its "
                f"actual value, {quoted(each.row.actual)}: they cannot be compared",
                Severity.INFO,
            )
        else:
            yield Held()


@rule(
    "P-18",
    "计量单位一致",
    "target and actual have one unit",
    source=DERIVED,
    severity=Severity.INFO,
)
def units_agree(d: Disclosure) -> Iterator[Outcome]:
    """指标值与完成值的计量单位一致，并与指标名称相称 (人数 is not counted in 人次)."""
    for each in evaluated(d):
        target, actual = each.target.single, each.actual.single
        if target is None:
            continue
        misnamed = _misnamed(each.row.name, target.low.measure.kind)
        if actual is not None and not target.low.measure.converts_to(actual.low.measure):
            yield each.fault(
                f"指标值“{each.row.full_target}”与完成值“{each.row.actual}”计量单位不同",
                f"has a target of {quoted(each.row.full_target)} and an actual value of "
                f"{quoted(each.row.actual or '')}: their units differ",
            )
        elif misnamed:
            yield each.fault(
                f"指标名称与计量单位不符：{misnamed.zh}",
                f"has a unit unlike its name: {misnamed.en}",
            )
        else:
            yield Held()


def _misnamed(name: str, kind: str) -> Wording | None:
    if name.endswith("人数") and kind == "人次":
        return Wording("“人数”以“人次”计量", "“人数” (persons) is counted in “人次” (visits)")
    if name.endswith("人次") and kind == "people":
        return Wording("“人次”以“人”计量", "“人次” (visits) is counted in “人” (persons)")
    counts = kind in ("people", "things", "人次", "次", "户")
    if re.search(r"(?:率|比例|占比)$", name) and counts:
        return Wording("比率以个数计量", "a rate is given as a count")
    return None


@rule(
    "P-19",
    "时效比较",
    "done by the date asked for",
    source=DERIVED,
    severity=Severity.WARNING,
)
def in_time(d: Disclosure) -> Iterator[Outcome]:
    """完成日期不晚于指标值的期限: 年底 is 31 December, 前 is on or before."""
    for each in evaluated(d):
        due, done = each.target.deadline, each.actual.deadline
        if due is None:
            continue
        if due.doubt or (done is not None and done.doubt):
            yield each.fault(
                f"“{each.row.target}”疑为“{each.row.target.replace('低', '底')}”之误",
                f"prints {quoted(each.row.target)}, which seems to be misspelt for "
                f"{quoted(each.row.target.replace('低', '底'))}",
                Severity.INFO,
            )
            continue
        if done is None or each.expected is None:
            yield Skip(Wording("完成值不是日期", "the actual value is no date"))
        elif each.expected.comparison.outcome is Reached.MISSED:
            yield each.fault(
                f"期限{each.row.target}，完成于{each.row.actual}，已逾期",
                f"was due {quoted(each.row.target)} and done {quoted(each.row.actual or '')}: late",
            )
        else:
            yield Held()
