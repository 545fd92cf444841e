"""Layouts of self-evaluation and target forms (绩效表样式), as data.

Each is built from the fields that provinces print, in the project's own arrangement. Another
layout is one more value here.
"""

from __future__ import annotations

from typing import Final, Literal

from attrs import evolve, frozen

from budgetdisclosure.wording import Wording


@frozen
class FormLayout:
    """How a form arranges what an evaluation holds (表样).

    ``merged`` prints a class once over all its rows, else once with blanks beneath; ``weights``
    says whether the points of a class stand in brackets behind its name or in a column; ``funds``
    whether amounts stand under headings or behind their source; ``notes`` whether they are the
    grid's last rows or paragraphs below; ``scale`` whether the full mark is named in the total
    row or in words over the points.
    """

    id: str
    name: Wording
    entity: str = "部门名称"
    implementer: str = "实施单位"
    project: str = "项目名称"
    paired: bool = False
    """Whether department and implementing unit share a row."""
    side: bool = True
    """Whether a first column names the blocks."""
    merged: bool = True
    weights: Literal["bracket", "column"] = "bracket"
    funds: Literal["headed", "listed"] = "headed"
    funds_side: str = "年度项目资金"
    source: str = "年度资金总额"
    adjusted: str = "全年预算数"
    outturn: str = "全年执行数"
    rate: str = "执行率"
    goals: Literal["headed", "labelled"] = "headed"
    goals_side: str = "年度总体目标"
    expected: str = "预期目标"
    achieved: str = "实际完成情况"
    indicators_side: str = "绩效指标"
    indicator: str = "三级指标"
    target: str = "年度指标值"
    actual: str = "实际完成值"
    points: str = "分值"
    score: str = "得分"
    reason: str = "偏差原因分析及改进措施"
    total: str = "总分"
    grade: str = "等级："
    notes: Literal["grid", "below"] = "below"
    scale: Literal["total", "words"] = "total"


WHOLE: Final = FormLayout(
    "whole",
    Wording("部门整体支出绩效自评表", "self-evaluation of a whole department"),
    merged=False,
    funds_side="资金情况",
)
PROJECT: Final = FormLayout(
    "project",
    Wording("项目支出绩效自评表（专项名称）", "self-evaluation of a project, by “专项名称”"),
    project="专项名称",
    merged=False,
)
CARRYOVER: Final = FormLayout(
    "carryover",
    Wording("项目支出绩效自评表（上年结转）", "self-evaluation with carry-over"),
    entity="主管部门",
    paired=True,
    funds_side="项目资金",
    source="资金来源",
    adjusted="全年预算数（A）",
    outturn="全年执行数（B）",
    rate="执行率（B/A）",
    expected="预期目标（年初设定）",
    notes="grid",
)
WEIGHTED: Final = FormLayout(
    "weighted",
    Wording("绩效自评表（三级权重）", "self-evaluation with a weight at every level"),
    entity="单位名称",
    implementer="项目实施单位",
    weights="column",
    side=False,
    expected="年初设定目标",
    achieved="全年完成情况",
    target="年初目标值",
    actual="全年完成值",
    points="权重",
    score="自评得分",
    reason="未完成原因和改进措施",
    total="合计",
)
HUNDRED: Final = FormLayout(
    "hundred",
    Wording("绩效自评表（百分制）", "self-evaluation out of 100"),
    entity="预算单位名称",
    side=False,
    merged=False,
    adjusted="调整后预算数",
    outturn="实际支出数",
    indicator="指标名称",
    target="指标值",
    actual="完成值",
    score="自评分",
    grade="自评等级：",
    notes="grid",
    scale="words",
)
TEN: Final = evolve(
    HUNDRED,
    id="ten",
    name=Wording("绩效自评表（十分制）", "self-evaluation out of 10"),
    side=True,
    merged=True,
    goals_side="年度总体目标完成情况",
    notes="below",
)
APPLICATION: Final = FormLayout(
    "application",
    Wording("绩效目标申报表", "application of targets"),
    entity="主管部门及代码",
    paired=True,
    funds="listed",
    funds_side="项目资金",
    goals="labelled",
    target="指标值",
    notes="grid",
)

LAYOUTS: Final = {
    layout.id: layout for layout in (WHOLE, PROJECT, CARRYOVER, WEIGHTED, HUNDRED, TEN, APPLICATION)
}
"""Every layout by its identifier."""
