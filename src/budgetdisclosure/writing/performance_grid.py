"""Self-evaluations as neutral grids (绩效表打印): any evaluation in any layout, losing nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from budgetdisclosure.model.performance import (
    Indicator,
    SelfEvaluation,
)
from budgetdisclosure.reading.document import Grid, Paragraph
from budgetdisclosure.writing.performance_funds import put_funds, put_tasks
from budgetdisclosure.writing.performance_layouts import LAYOUTS, PROJECT, FormLayout
from budgetdisclosure.writing.performance_sheet import Sheet, shown

__all__ = ["LAYOUTS", "FormLayout", "PrintedForm", "print_evaluation"]


@frozen
class PrintedForm:
    """A printed form (表): title lines above, the grid, notes below."""

    before: tuple[Paragraph, ...]
    grid: Grid
    after: tuple[Paragraph, ...] = ()

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The grid's texts, row by row."""
        return self.grid.texts()


def print_evaluation(evaluation: SelfEvaluation, layout: FormLayout = PROJECT) -> PrintedForm:
    """Print ``evaluation`` in ``layout``; reading the result gives the same evaluation again.

    Columns that the evaluation has no values for are left out, those it has are printed whatever
    the layout.

    >>> from budgetdisclosure.model.performance import Indicator, Points
    >>> row = Indicator("产出指标", "数量指标", "培训人次", "≥100人次", points=Points.parse("10"))
    >>> form = print_evaluation(SelfEvaluation("绩效目标表", indicators=(row,)))
    >>> form.texts[-1]
    ('', '产出指标', '数量指标', '培训人次', '≥100人次', '10')
    """
    sheet = Sheet(layout)
    _labels(sheet, evaluation)
    put_tasks(sheet, evaluation)
    put_funds(sheet, evaluation)
    _goals(sheet, evaluation)
    _indicators(sheet, evaluation)
    below = layout.notes == "below"
    if not below:
        for note in evaluation.notes:
            sheet.row(note)
    notes = tuple(Paragraph(note) for note in evaluation.notes) if below else ()
    return PrintedForm(_above(evaluation), sheet.grid(), notes)


def _above(evaluation: SelfEvaluation) -> tuple[Paragraph, ...]:
    year = f"（{evaluation.fiscal_year}年度）" if evaluation.fiscal_year else ""
    lines = (evaluation.number or "", evaluation.title, year, f"单位：{evaluation.unit}")
    return tuple(Paragraph(line) for line in lines if line)


def _labels(sheet: Sheet, evaluation: SelfEvaluation) -> None:
    layout = sheet.layout
    pairs = [
        (layout.project, evaluation.project),
        (layout.entity, evaluation.entity),
        (layout.implementer, evaluation.implementer),
    ]
    known = [(label, value) for label, value in pairs if value is not None]
    if layout.paired and len(known) == len(pairs):
        sheet.row(*known[0])
        sheet.row(*known[1], *known[2])
    else:
        for label, value in known:
            sheet.row(label, value)
    for label, value in evaluation.particulars:
        sheet.row(label, value)
    if not evaluation.investment.is_absent:
        sheet.row(f"项目总投资（{evaluation.unit}）", evaluation.investment.digits)
        if not evaluation.investment_appropriation.is_absent:
            sheet.row("其中：财政拨款", evaluation.investment_appropriation.digits)


def _goals(sheet: Sheet, evaluation: SelfEvaluation) -> None:
    layout = sheet.layout
    expected, achieved = evaluation.expected_goal, evaluation.achieved_goal
    if expected is None and achieved is None:
        return
    first = sheet.height
    if layout.goals == "labelled" and achieved is None and expected is not None:
        sheet.row(layout.goals_side, expected)
        return
    heads = [(layout.expected, expected), (layout.achieved, achieved)]
    held = [(head, text) for head, text in heads if text is not None]
    row = sheet.row()
    below = sheet.row()
    for number, (head, text) in enumerate(held):
        sheet.put(row, sheet.left + 3 * number, head, 1, 3)
        sheet.put(below, sheet.left + 3 * number, text, 1, 3 if text else 1)
    sheet.side(first, layout.goals_side)


def _indicators(sheet: Sheet, evaluation: SelfEvaluation) -> None:
    rows = evaluation.indicators
    if not rows:
        return
    first = sheet.height
    columns = indicator_columns(sheet.layout, evaluation)
    sheet.row(*(head for head, _ in columns), at=sheet.left)
    top = sheet.height
    sheet.height += len(rows)
    for at, (_, name) in enumerate(columns, sheet.left):
        _column(sheet, top, at, rows, name)
    sheet.side(first, sheet.layout.indicators_side)
    _total(sheet, evaluation, columns)


def indicator_columns(layout: FormLayout, evaluation: SelfEvaluation) -> list[tuple[str, str]]:
    """The headings of the indicators with the names of their fields; extras as ``+heading``."""
    rows = evaluation.indicators
    weighted = layout.weights == "column"
    heads = [
        ("一级指标", "level1", True),
        ("权重", "bracket", weighted and any(row.bracket for row in rows)),
        ("二级指标", "level2", True),
        ("权重", "level2_points", weighted and any(row.level2_points for row in rows)),
        (layout.indicator, "name", True),
        ("指标性质", "operator", False),
        (layout.target, "target", True),
        ("度量单位", "unit", False),
        (layout.actual, "actual", False),
        (_points_head(layout, evaluation), "points", False),
        (layout.score, "score", False),
        (layout.reason, "deviation_reason", False),
        ("指标解释", "content", False),
        ("评分标准", "criterion", False),
        ("备注", "remark", False),
    ]
    shown = [
        (head, name)
        for head, name, always in heads
        if always
        or (name not in ("bracket", "level2_points") and any(_given(row, name) for row in rows))
    ]
    extras = dict.fromkeys(label for row in rows for label, _ in row.extras)
    return [*shown, *((label, f"+{label}") for label in extras)]


def _given(row: Indicator, name: str) -> bool:
    return getattr(row, name) is not None


def _points_head(layout: FormLayout, evaluation: SelfEvaluation) -> str:
    scale, wanted = evaluation.scale, evaluation.indicator_points
    named = layout.scale == "words" or not _has_total(evaluation)
    words = {"10": "十", "100": "百"}.get(str(scale), str(scale))
    head = f"{layout.points}（{words}分制）" if scale is not None and named else layout.points
    return f"{head}（{wanted}分）" if wanted is not None else head


def _column(sheet: Sheet, top: int, at: int, rows: Sequence[Indicator], name: str) -> None:
    """One column of the indicators: cells that belong together are one."""
    for first, count in _runs(rows, name, sheet.layout):
        text = _indicator_text(rows[first], name, sheet.layout)
        sheet.put(top + first, at, text, count)


def _runs(rows: Sequence[Indicator], name: str, layout: FormLayout) -> Iterator[tuple[int, int]]:
    """The rows that share a cell: first row and number of rows.

    A class is one cell over its rows, or one cell with blanks beneath; so are fields merged in
    the evaluation itself.
    """
    start = 0
    for at in range(1, len(rows) + 1):
        if at < len(rows) and _joins(rows[at - 1], rows[at], name):
            continue
        classed = name in ("level1", "bracket", "level2", "level2_points")
        yield start, 1 if classed and not layout.merged else at - start
        start = at


def _joins(above: Indicator, row: Indicator, name: str) -> bool:
    one = (above.level1, above.bracket) == (row.level1, row.bracket)
    if name in ("level1", "bracket"):
        return one
    if name in ("level2", "level2_points"):
        two = (above.level2, above.level2_points) == (row.level2, row.level2_points)
        return one and two
    return name in row.shared


def _indicator_text(row: Indicator, name: str, layout: FormLayout) -> str:
    if name.startswith("+"):
        return dict(row.extras).get(name[1:], "")
    if name in ("level1", "level2") and layout.weights == "bracket":
        points = row.bracket if name == "level1" else row.level2_points
        label: str = getattr(row, name)
        return label if points is None else f"{label}（{points}{'' if points.percent else '分'}）"
    value = getattr(row, name)
    return shown(value)


def _has_total(evaluation: SelfEvaluation) -> bool:
    held = (evaluation.total_points, evaluation.total_score, evaluation.grade)
    return any(value is not None for value in held)


def _total(sheet: Sheet, evaluation: SelfEvaluation, columns: Sequence[tuple[str, str]]) -> None:
    if not _has_total(evaluation):
        return
    names = [name for _, name in columns]
    row = sheet.row()
    sheet.put(row, 0, _total_label(sheet.layout, evaluation))
    for name, points in (("points", evaluation.total_points), ("score", evaluation.total_score)):
        if points is not None and name in names:
            sheet.put(row, sheet.left + names.index(name), shown(points))
    if evaluation.grade is not None:
        after = [names.index(name) + 1 for name in ("points", "score") if name in names]
        at = sheet.left + max(after, default=len(names))
        sheet.put(row, at, f"{sheet.layout.grade}{evaluation.grade}")


def _total_label(layout: FormLayout, evaluation: SelfEvaluation) -> str:
    scale = evaluation.scale
    if scale is None or layout.scale == "words":
        return layout.total
    return f"{layout.total}（{scale}分）"
