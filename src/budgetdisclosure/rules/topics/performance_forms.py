"""Self-evaluations: whether the form is filled in (绩效自评：填报完整性)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from budgetdisclosure.model import Disclosure, SelfEvaluation
from budgetdisclosure.model.performance import Indicator
from budgetdisclosure.rules.rule import BOTH, Fault, Held, Outcome, Severity, rule
from budgetdisclosure.rules.topics.performance_points import METHOD
from budgetdisclosure.wording import Wording, listed, quoted

_NUMBERED: Final = re.compile(r"^(?:指标)?\d{1,2}[：:、.．]?")
_NOT_MEANT: Final = re.compile(r"无|不适用.*|/|—+|-+")
_CLASSES: Final = (
    ("数量指标", "数量"),
    ("质量指标", "质量"),
    ("时效指标", "时效"),
    ("成本指标", "成本"),
    ("效益指标", "效益|影响|效果"),
    ("满意度指标", "满意"),
)


def _meant(evaluation: SelfEvaluation) -> bool:
    """Whether it is a form that somebody filled in, not an empty one or a totals row."""
    return evaluation.scope != "total" and bool(evaluation.filled)


@rule(
    "P-20",
    "占位指标",
    "placeholders left in",
    source="表样通例；见于实际公开件",
    severity=Severity.WARNING,
    exceptions="合并单元格；注明“无”“不适用”的",
    kinds=BOTH,
)
def placeholders(d: Disclosure) -> Iterator[Outcome]:
    """三级指标与类别同名，或没有指标值、分值的，是未改的占位."""
    for evaluation in d.evaluations:
        if not _meant(evaluation):
            continue
        for row in evaluation.filled:
            if _is_not_meant(row):
                continue
            found = _placeholder(evaluation, row)
            yield found or Held()


def _is_not_meant(row: Indicator) -> bool:
    return bool(_NOT_MEANT.fullmatch(row.name) or _NOT_MEANT.fullmatch(row.target))


def bare_name(name: str) -> str:
    """The name without the number before it.

    >>> bare_name("指标1：消杀次数"), bare_name("数量指标")
    ('消杀次数', '数量指标')
    """
    return _NUMBERED.sub("", name)


def _placeholder(evaluation: SelfEvaluation, row: Indicator) -> Fault | None:
    name = bare_name(row.name)
    if row.name and name in (row.level1, row.level2, "", "……", "…") and "执行率" not in name:
        return _fault(
            evaluation, row, "与类别同名，没有具体指标，疑为未改的占位", "is a placeholder", None
        )
    if row.name and not row.target and "target" not in row.shared:
        return _fault(evaluation, row, "没有指标值", "has no target", None)
    blank = row.points is not None and row.points.is_blank and "points" not in row.shared
    if blank and any(i.points and not i.points.is_blank for i in evaluation.indicators):
        return _fault(
            evaluation,
            row,
            "没有分值和得分（也可能与上一行合并计分），请核实",
            "has no points of its own",
            Severity.INFO,
        )
    return None


def _fault(
    evaluation: SelfEvaluation, row: Indicator, zh: str, en: str, severity: Severity | None
) -> Fault:
    head = f"{evaluation.label}：{row.level2}“{row.label}”"
    return Fault(
        Wording(
            f"{head}{zh}",
            f"{evaluation.label_en}: {quoted(row.level2)} {quoted(row.label)} {en}",
        ),
        place=row.place or evaluation.place,
        severity=severity,
    )


@rule(
    "P-21",
    "年度目标空白",
    "goals left blank",
    source=METHOD,
    severity=Severity.WARNING,
    exceptions="表式没有年度目标栏",
    kinds=BOTH,
)
def goals_filled(d: Disclosure) -> Iterator[Outcome]:
    """预期目标和实际完成情况不应空白."""
    for evaluation in d.evaluations:
        goals = (("预期目标", evaluation.expected_goal), ("实际完成情况", evaluation.achieved_goal))
        if not _meant(evaluation) or all(text is None for _, text in goals):
            continue
        blank = [name for name, text in goals if text is not None and not text.strip()]
        if not blank:
            yield Held()
            continue
        said = "、".join(blank)
        yield Fault(
            Wording(
                f"{evaluation.label}：年度总体目标的{said}空白",
                f"{evaluation.label_en}: the year's goals are blank: {listed(blank, 'en')}",
            ),
            place=evaluation.place,
        )


@rule(
    "P-22",
    "指标类别齐全",
    "every class of indicators is there",
    source="《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》（财预〔2021〕101号）",
    severity=Severity.INFO,
    exceptions="没有服务对象的不设满意度指标",
    kinds=BOTH,
)
def classes_complete(d: Disclosure) -> Iterator[Outcome]:
    """数量、质量、时效、成本、效益、满意度各类均应有指标."""
    for evaluation in d.evaluations:
        if not _meant(evaluation):
            continue
        held = [
            row.level1 + row.level2
            for row in evaluation.filled
            if row.target and bare_name(row.name) not in (row.level1, row.level2)
        ]
        missing = [name for name, words in _CLASSES if not any(re.search(words, h) for h in held)]
        if not missing:
            yield Held()
            continue
        said = "、".join(missing)
        yield Fault(
            Wording(
                f"{evaluation.label}：没有设置{said}",
                f"{evaluation.label_en}: no {listed(missing, 'en')}",
            ),
            place=evaluation.place,
        )


@rule(
    "P-24",
    "表头完整",
    "headings are complete, values under them",
    source="表样通例；见于实际公开件",
    severity=Severity.WARNING,
    exceptions="文字识别造成的错位",
    kinds=BOTH,
)
def headings_complete(d: Disclosure) -> Iterator[Outcome]:
    """分值、执行率、得分等栏齐全，数字在各自的栏下; a row merely shifted is put right silently."""
    for evaluation in d.evaluations:
        odd = [oddity for oddity in evaluation.oddities if oddity.kind != "shifted_row"]
        if not odd:
            yield Held()
            continue
        messages = list(dict.fromkeys(oddity.message.zh for oddity in evaluation.oddities))
        said = "；".join(messages)
        said_en = "; ".join(dict.fromkeys(oddity.message.en for oddity in evaluation.oddities))
        yield Fault(
            Wording(f"{evaluation.label}：{said}", f"{evaluation.label_en}: {said_en}"),
            place=odd[0].place or evaluation.place,
        )
