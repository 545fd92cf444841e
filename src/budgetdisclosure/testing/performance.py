"""Strategies for self-evaluations (绩效自评): any that a form could print, in any combination."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Percentage, PrintedNumber, Unit
from budgetdisclosure.model.performance import (
    FundingRow,
    Indicator,
    Points,
    SelfEvaluation,
    Task,
)

_LEVELS = {
    "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
_NAMES = st.text("发放培训覆盖设备购置完好受益群众人次比例时限", min_size=2, max_size=10)
_WORDS = st.text("保障提升改善稳步有效达到要求持续推进", min_size=2, max_size=16)
_SIGNS = st.sampled_from(["", "≥", "≤", "=", "不低于", "不超过"])
_UNITS = st.sampled_from(["", "%", "人", "人次", "万元", "元/人/月", "个", "次", "天", "公里"])
_SOURCES = ("合计", "当年财政拨款", "上年结转资金", "其他资金")


def points(blank: bool = True) -> st.SearchStrategy[Points]:
    """Points or scores: whole or with one or two decimals, sometimes blank."""
    number = st.integers(0, 2).flatmap(
        lambda places: st.integers(0, 10_000).map(
            lambda n: PrintedNumber(Decimal(n).scaleb(-places), places)
        )
    )
    held = number.map(Points)
    return held | st.just(Points(PrintedNumber(None, 0))) if blank else held


@st.composite
def targets(draw: st.DrawFn) -> str:
    """A target: a value with its sign and unit, a date, words, or several values."""
    kind = draw(st.sampled_from(["value", "date", "words", "several"]))
    if kind == "words":
        return draw(_WORDS)
    if kind == "date":
        return draw(st.sampled_from(["2020年底", "2020年12月31日前", "12月底前", "第三季度末"]))
    if kind == "several":
        return f"{draw(st.integers(1, 99))}名职工、{draw(st.integers(1, 99))}名学员"
    number = Decimal(draw(st.integers(0, 10**7))).scaleb(-draw(st.integers(0, 2)))
    return f"{draw(_SIGNS)}{number:f}{draw(_UNITS)}"


def figures(unit: Unit) -> st.SearchStrategy[Figure]:
    """Amounts in ``unit`` at two decimals or none, sometimes blank."""
    held = st.tuples(st.integers(0, 10**9), st.sampled_from([0, 2])).map(
        lambda pair: Figure(Decimal(pair[0]).scaleb(-pair[1]), unit, pair[1])
    )
    return held | st.just(Figure.blank(unit))


def rates() -> st.SearchStrategy[Percentage]:
    """Execution rates as printed."""
    return st.integers(0, 20_000).map(lambda n: Percentage(Decimal(n).scaleb(-2), 2))


@st.composite
def indicators(draw: st.DrawFn, scored: bool) -> tuple[Indicator, ...]:
    """The indicators of one form: the same columns in every row, classes in order."""
    has = {
        name: draw(st.booleans())
        for name in ("deviation_reason", "operator", "unit", "content", "criterion", "remark")
    }
    shares, extra = draw(st.booleans()), draw(st.booleans())
    pointed, bracketed = draw(st.booleans()) or scored, draw(st.booleans())
    rows: list[Indicator] = []
    levels = draw(st.lists(st.sampled_from(sorted(_LEVELS)), min_size=1, max_size=4, unique=True))
    for level1 in levels:
        bracket = draw(points(False)) if bracketed else None
        chosen = st.lists(st.sampled_from(_LEVELS[level1]), min_size=1, unique=True)
        for level2 in draw(chosen):
            weight = draw(st.none() | points(False)) if bracketed else None
            for number in range(draw(st.integers(1, 3))):
                blank = number == 0 and draw(st.integers(0, 5)) == 0
                fields: dict[str, Any] = {"bracket": bracket, "level2_points": weight}
                fields |= _cells(draw, has, scored, pointed, blank)
                row = Indicator(level1, level2, "" if blank else draw(_NAMES), **fields)
                if number and shares and draw(st.booleans()):
                    row = _sharing(row)
                if extra and not blank and draw(st.booleans()):
                    row = evolve(row, extras=(("数据来源", draw(_WORDS)),))
                rows.append(row)
                if blank:
                    break
    return tuple(rows)


def _sharing(row: Indicator) -> Indicator:
    """The indicator with its points and score in a cell merged with the row above."""
    nothing = Points(PrintedNumber(None, 0))
    shared = tuple(name for name in ("points", "score") if getattr(row, name) is not None)
    changes = dict.fromkeys(shared, nothing)
    return evolve(row, shared=shared, points=changes.get("points"), score=changes.get("score"))


def _cells(
    draw: st.DrawFn, has: dict[str, bool], scored: bool, pointed: bool, blank: bool
) -> dict[str, Any]:
    nothing = Points(PrintedNumber(None, 0))

    def text(strategy: st.SearchStrategy[str]) -> str:
        return "" if blank else draw(strategy)

    cells: dict[str, Any] = {"target": text(targets())}
    if scored:
        cells["actual"] = text(targets() | st.just(""))
        cells["score"] = nothing if blank else draw(points())
        if has["deviation_reason"]:
            cells["deviation_reason"] = text(_WORDS | st.just(""))
    if pointed:
        cells["points"] = nothing if blank else draw(points())
    if has["operator"]:
        cells["operator"] = text(st.sampled_from(["≥", "≤", "=", "定性"]))
    if has["unit"]:
        cells["unit"] = text(st.sampled_from(["%", "人次", "万元", "元/人/月"]))
    for name in ("content", "criterion", "remark"):
        if has[name]:
            cells[name] = text(_WORDS | st.just(""))
    return cells


@st.composite
def funding(draw: st.DrawFn, unit: Unit, scored: bool) -> tuple[FundingRow, ...]:
    """The funds of one form by source, the same columns in every row."""
    outturn, adjusted = scored, scored or draw(st.booleans())
    rated, pointed = scored and draw(st.booleans()), scored and draw(st.booleans())
    sources = _SOURCES[: draw(st.integers(1, len(_SOURCES)))]
    rows = []
    for source in sources:
        total = source == sources[0]
        blank = Points(PrintedNumber(None, 0))
        rows.append(
            FundingRow(
                source,
                draw(figures(unit)),
                draw(figures(unit)) if adjusted else Figure.absent(),
                draw(figures(unit)) if outturn else Figure.absent(),
                (draw(points(False)) if total else blank) if pointed else None,
                draw(rates()) if rated and total else None,
                (draw(points(False)) if total else blank) if pointed else None,
            )
        )
    return tuple(rows)


@st.composite
def tasks(draw: st.DrawFn, unit: Unit) -> tuple[Task, ...]:
    """The tasks of a whole department, each with its funds by source."""
    split = draw(st.booleans())
    sources = ("总额", "财政拨款", "其他资金") if split else ("合计",)
    described, rated = draw(st.booleans()), draw(st.booleans())

    def funds() -> tuple[FundingRow, ...]:
        return tuple(
            FundingRow(s, adjusted_budget=draw(figures(unit)), outturn=draw(figures(unit)))
            for s in sources
        )

    names = draw(st.lists(_NAMES, min_size=1, max_size=3, unique=True))
    return tuple(
        Task(
            name,
            draw(_WORDS) if described else None,
            draw(st.sampled_from(["已完成", "部分完成"])) if described else None,
            funds(),
            draw(points(False)) if rated else None,
            draw(rates()) if rated else None,
            draw(points(False)) if rated else None,
        )
        for name in names
    )


@st.composite
def self_evaluations(draw: st.DrawFn) -> SelfEvaluation:
    """Self-evaluations and target tables of every kind, as forms print them."""
    scored, whole = draw(st.booleans()), draw(st.booleans())
    unit = draw(st.sampled_from([Unit.WAN, Unit.YUAN]))
    rows = draw(indicators(scored))
    pointed = rows[0].points is not None
    total = scored and draw(st.booleans())
    invested = not whole and draw(st.booleans())
    goals = draw(st.booleans())
    kind = "自评" if scored else "目标"
    listed = draw(tasks(unit) if whole else st.just(()))
    totals = draw(st.booleans()) and bool(listed)
    funds = _totals(listed) if totals else draw(funding(unit, scored))
    return SelfEvaluation(
        title=f"{'部门整体' if whole else '项目'}支出绩效{kind}表",
        number=draw(st.none() | st.sampled_from(["附件1", "附件2-3"])),
        kind="self_evaluation" if scored else "target",
        scope="department" if whole else "project",
        entity=draw(st.none() | _NAMES.map(lambda name: f"{name}中心")),
        implementer=draw(st.none() | _NAMES.map(lambda name: f"{name}办")),
        project=None if whole else draw(_NAMES.map(lambda name: f"{name}项目")),
        particulars=draw(_particulars()),
        fiscal_year=draw(st.integers(2018, 2030)),
        unit=unit,
        investment=draw(figures(unit)) if invested else Figure.absent(),
        investment_appropriation=draw(figures(unit)) if invested else Figure.absent(),
        funding=funds,
        tasks=listed,
        expected_goal=draw(_WORDS | st.just("")) if goals else None,
        achieved_goal=draw(_WORDS | st.just("")) if goals and scored else None,
        indicators=rows,
        scale=draw(st.none() | st.sampled_from(["10", "100"]).map(Points.parse))
        if pointed
        else None,
        indicator_points=draw(st.none() | st.just(Points.parse("90"))) if pointed else None,
        total_points=draw(points()) if total else None,
        total_score=draw(points()) if total else None,
        grade=draw(st.none() | st.sampled_from("优良中差")) if total else None,
        notes=draw(st.just(()) | st.just(("备注：1.执行率按年末数计算；", "2.总分100分。"))),
    )


def _totals(listed: tuple[Task, ...]) -> tuple[FundingRow, ...]:
    """The total row of tasks, with the amounts and scores of some of them."""
    task = listed[0]
    first, *rest = listed[-1].funds
    whole = evolve(first, points=task.points, score=task.score, execution_rate=task.execution_rate)
    return (whole, *rest)


def _particulars() -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    labels = st.lists(
        st.sampled_from(["项目负责人", "联系电话", "项目总实施期", "项目类型"]), unique=True
    )
    return labels.flatmap(
        lambda names: st.tuples(*(st.tuples(st.just(n), _WORDS | st.just("")) for n in names))
    )
