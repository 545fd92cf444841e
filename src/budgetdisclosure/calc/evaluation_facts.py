"""The printed numbers of self-evaluations as facts (绩效自评表的数据行)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.calc.fact import Fact
from budgetdisclosure.errors import FigureError
from budgetdisclosure.model import Disclosure, FundingRow, Indicator, Points, SelfEvaluation
from budgetdisclosure.place import Place

TABLE = "performance"

_LABELS = {
    "initial_budget": "年初预算数",
    "adjusted_budget": "全年预算数",
    "outturn": "全年执行数",
    "points": "分值",
    "execution_rate": "执行率",
    "score": "得分",
    "target": "年度指标值",
    "actual": "实际完成值",
    "investment": "项目总投资",
    "investment_appropriation": "其中：财政拨款",
}


def evaluation_facts(disclosure: Disclosure, evaluation: SelfEvaluation) -> Iterator[Fact]:
    """Every number of a self-evaluation: funds, points, scores, values that are numbers."""
    write = _Writer(disclosure, evaluation)
    for name in ("investment", "investment_appropriation"):
        yield from write.figure(evaluation.project or "", name, getattr(evaluation, name))
    for row in evaluation.funding:
        yield from _funding(write, row.source, row)
    for task in evaluation.tasks:
        for row in task.funds:
            yield from _funding(write, f"{task.name}/{row.source}", row)
        yield from write.points(task.name, "points", task.points)
        yield from write.percentage(task.name, "execution_rate", task.execution_rate)
        yield from write.points(task.name, "score", task.score)
    for indicator in evaluation.indicators:
        yield from _indicator(write, indicator)
    yield from write.points("总分", "points", evaluation.total_points)
    yield from write.points("总分", "score", evaluation.total_score)


def _funding(write: _Writer, row: str, funds: FundingRow) -> Iterator[Fact]:
    for name in ("initial_budget", "adjusted_budget", "outturn"):
        yield from write.figure(row, name, getattr(funds, name))
    yield from write.points(row, "points", funds.points)
    yield from write.percentage(row, "execution_rate", funds.execution_rate)
    yield from write.points(row, "score", funds.score)


def _indicator(write: _Writer, indicator: Indicator) -> Iterator[Fact]:
    row = indicator.name or indicator.level2 or indicator.level1
    yield from write.value(row, "target", indicator.target, indicator.place)
    yield from write.value(row, "actual", indicator.actual or "", indicator.place)
    yield from write.points(row, "points", indicator.points)
    yield from write.points(row, "score", indicator.score)


class _Writer:
    """Makes the facts of one evaluation."""

    def __init__(self, disclosure: Disclosure, evaluation: SelfEvaluation) -> None:
        self.disclosure, self.evaluation = disclosure, evaluation

    def figure(self, row: str, name: str, figure: Figure) -> Iterator[Fact]:
        if figure.value is not None:
            unit = figure.unit.label
            yield self._fact(row, name, figure.digits, figure.value, unit, figure.place)

    def percentage(self, row: str, name: str, rate: Percentage | None) -> Iterator[Fact]:
        if rate is not None:
            yield self._fact(row, name, rate.digits, rate.value, "%", rate.place)

    def points(self, row: str, name: str, points: Points | None) -> Iterator[Fact]:
        if points is not None and points.number.value is not None:
            number = points.number.value
            printed = points.text if points.text is not None else f"{number:f}"
            unit = "%" if points.percent else "分"
            yield self._fact(row, name, printed, number, unit, points.place)

    def value(self, row: str, name: str, text: str, place: Place | None) -> Iterator[Fact]:
        """A target or actual value that is a plain number or percentage; words are no number."""
        try:
            if text.strip().endswith(("%", "％")):
                yield from self.percentage(row, name, Percentage.parse(text, place=place))
            elif (figure := Figure.parse(text)).value is not None:
                label = figure.unit.label
                unit = label if text.strip().endswith(label) else ""
                yield self._fact(row, name, text, figure.value, unit, place)
        except FigureError:
            return

    def _fact(
        self, row: str, name: str, printed: str, value: Decimal, unit: str, place: Place | None
    ) -> Fact:
        return Fact.of(
            self.disclosure,
            place or self.evaluation.place,
            table=TABLE,
            title=self.evaluation.title,
            row_code="",
            row_name=row,
            column=name,
            column_label=_LABELS[name],
            printed=printed.strip(),
            value=value,
            unit=unit,
            item=self.evaluation.project or "",
        )
