"""Funds and tasks of a performance form as cells (资金、任务排版)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model.performance import FundingRow, SelfEvaluation, Task
from budgetdisclosure.writing.performance_layouts import FormLayout
from budgetdisclosure.writing.performance_sheet import Sheet, shown

_AMOUNTS = ("initial_budget", "adjusted_budget", "outturn")


def put_tasks(sheet: Sheet, evaluation: SelfEvaluation) -> None:
    """The table of tasks, with the funds as its total row where they are that."""
    if not evaluation.tasks:
        return
    first = sheet.height
    columns = _task_columns(evaluation.tasks[0])
    lower = any("/" in head for head, _ in columns)
    row = sheet.row()
    if lower:
        sheet.row()
    at = sheet.left
    for parent, children in _grouped([head for head, _ in columns]):
        nested = children != [""]
        sheet.put(row, at, parent, 1 if nested or not lower else 2, len(children))
        for offset, child in enumerate(children if nested else []):
            sheet.put(row + 1, at + offset, child)
        at += len(children)
    for task in evaluation.tasks:
        sheet.row(*(text for _, text in _task_columns(task)), at=sheet.left)
    if _is_task_total(evaluation):
        sheet.row(*(text for _, text in _task_columns(_total_task(evaluation))), at=sheet.left)
    sheet.side(first, "年度主要任务")


def _grouped(heads: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Heads by their upper part, each with the lower ones."""
    groups: list[tuple[str, list[str]]] = []
    for head in heads:
        parent, _, child = head.partition("/")
        if child and groups and groups[-1][0] == parent:
            groups[-1][1].append(child)
        else:
            groups.append((parent, [child]))
    yield from groups


def _task_columns(task: Task) -> list[tuple[str, str]]:
    """The cells of a task with their headings, in order."""
    cells = [("任务名称", task.name)]
    cells += [("主要内容", task.content)] if task.content is not None else []
    cells += [("完成情况", task.completion)] if task.completion is not None else []
    single = len(task.funds) == 1 and task.funds[0].source == "合计"
    for name, head in zip(_AMOUNTS, ("年初预算数", "全年预算数", "全年执行数"), strict=True):
        for row in task.funds:
            figure: Figure = getattr(row, name)
            if not figure.is_absent:
                cells.append((head if single else f"{head}/{row.source}", figure.digits))
    cells += [("分值", shown(task.points))] if task.points is not None else []
    cells += [("执行率", shown(task.execution_rate))] if task.execution_rate is not None else []
    cells += [("得分", shown(task.score))] if task.score is not None else []
    return [*cells, *task.extras]


def _is_task_total(evaluation: SelfEvaluation) -> bool:
    """Whether the funds are the total row of the tasks: the same sources, one set of scores."""
    if not evaluation.tasks or not evaluation.funding:
        return False
    task = evaluation.tasks[0]
    same = [row.source for row in task.funds] == [row.source for row in evaluation.funding]
    rest = evaluation.funding[1:]
    bare = all(row.points is None and row.score is None for row in rest)
    bare = bare and all(row.execution_rate is None for row in rest)
    return same and bare and _heads(task) == _heads(_total_task(evaluation))


def _heads(task: Task) -> list[str]:
    return [head for head, _ in _task_columns(task) if (head, "") not in task.extras]


def _total_task(evaluation: SelfEvaluation) -> Task:
    first = evaluation.funding[0]
    model = evaluation.tasks[0]
    return Task(
        "金额合计",
        None if model.content is None else "",
        None if model.completion is None else "",
        evaluation.funding,
        first.points,
        first.execution_rate,
        first.score,
        tuple((label, "") for label, _ in model.extras),
    )


def put_funds(sheet: Sheet, evaluation: SelfEvaluation) -> None:
    """The funds by source: under headings, or each amount behind its source."""
    rows = evaluation.funding
    if not rows or _is_task_total(evaluation):
        return
    first = sheet.height
    side = f"{sheet.layout.funds_side}（{evaluation.unit}）"
    if sheet.layout.funds == "listed" and all(_is_plain(row) for row in rows):
        _listed_funds(sheet, rows, side)
        return
    columns = _fund_columns(sheet.layout, rows)
    sheet.row(sheet.layout.source, *(head for head, _ in columns), at=sheet.left)
    for row in rows:
        source = row.source if row is rows[0] else f"其中：{row.source}"
        sheet.row(source, *(_fund_text(row, name) for _, name in columns), at=sheet.left)
    sheet.side(first, side)


def _is_plain(row: FundingRow) -> bool:
    """Whether a row has a budget alone, as in applications of targets."""
    later = not row.adjusted_budget.is_absent or not row.outturn.is_absent
    return not later and row.score is None and row.execution_rate is None


def _listed_funds(sheet: Sheet, rows: Sequence[FundingRow], side: str) -> None:
    first = sheet.height
    for row in rows:
        sheet.row(side if row is rows[0] else "", f"{row.source}：", row.initial_budget.digits)
    points = rows[0].points
    if points is not None:
        sheet.put(first, 3, f"执行率分值（{points}）", len(rows))


def _fund_columns(layout: FormLayout, rows: Sequence[FundingRow]) -> list[tuple[str, str]]:
    """The headings that any row needs, each with the name of its field."""
    heads = (
        ("年初预算数", "initial_budget"),
        (layout.adjusted, "adjusted_budget"),
        (layout.outturn, "outturn"),
        ("分值", "points"),
        (layout.rate, "execution_rate"),
        ("得分（分值×执行率）", "score"),
    )
    return [(head, name) for head, name in heads if any(_has(row, name) for row in rows)]


def _has(row: FundingRow, name: str) -> bool:
    value = getattr(row, name)
    return not value.is_absent if isinstance(value, Figure) else value is not None


def _fund_text(row: FundingRow, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, Figure):
        return value.digits
    return shown(value)
