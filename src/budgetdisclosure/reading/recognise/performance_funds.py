"""The funds block (年度资金) and the table of tasks (主要任务): amounts, rates and scores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.model.performance import FundingRow, Points, Task
from budgetdisclosure.reading.recognise.money import Money, money_at
from budgetdisclosure.reading.recognise.performance_align import Placed, is_number
from budgetdisclosure.reading.recognise.performance_blocks import Block
from budgetdisclosure.reading.recognise.performance_heads import (
    FUND_ORDER,
    Laid,
    head_namer,
    lay,
    two_rows,
)
from budgetdisclosure.reading.recognise.performance_rows import TableRow, Token
from budgetdisclosure.reading.recognise.performance_values import (
    Notebook,
    figure,
    points,
    rate,
    token_money,
)
from budgetdisclosure.reading.recognise.performance_words import (
    EXECUTION_POINTS,
    FUNDS,
    GROUPS,
    SOURCES,
    TASK_TOTALS,
    TASKS,
    TOTAL_SOURCE,
    named,
)

_FUND_NAMER: Final = head_namer(FUNDS)
_TASK_NAMER: Final = head_namer(TASKS, FUNDS)
_AMOUNTS: Final = ("initial_budget", "adjusted_budget", "outturn")


def funds_of(block: Block, unit: Unit, book: Notebook) -> tuple[FundingRow, ...]:
    """The funds by source: under headings, or each amount behind its source."""
    unit = book.unit(money_beside(block), unit)
    if block.head is None:
        return tuple(row for line in block.rows for row in _listed(line, unit, book))
    sources = [_source(row) for row in block.rows]
    rows = [row.without(*_labels(row, s)) for row, s in zip(block.rows, sources, strict=True)]
    laid = lay(block.head, rows, _FUND_NAMER, FUND_ORDER)
    book.oddities.extend(laid.oddities)
    return tuple(
        _fund(source.text if source else TOTAL_SOURCE, row, placed, laid, unit, book)
        for source, (row, placed) in zip(sources, laid.rows, strict=True)
    )


def money_beside(block: Block) -> Money | None:
    """The unit said by the words at the side of the block (项目资金（万元）)."""
    rows = [row for row in (block.head, *block.rows) if row is not None]
    words = [token for row in rows for token in row.tokens if GROUPS.fullmatch(token.key)]
    return token_money(words)


def _source(row: TableRow) -> Token | None:
    """The cell that names the source: the first that is no number and no word at the side."""
    named_ones = [t for t in row.tokens if SOURCES.fullmatch(t.key)]
    words = [t for t in row.tokens if not GROUPS.fullmatch(t.key) and not is_number(t.key)]
    return next(iter(named_ones or words), None)


def _labels(row: TableRow, source: Token | None) -> list[Token]:
    groups = [t for t in row.tokens[:1] if GROUPS.fullmatch(t.key) and t is not source]
    return [*groups, *([source] if source else [])]


def source_name(text: str) -> str:
    """The source without 其中 and colons.

    >>> source_name("其中：当年财政拨款"), source_name("年度资金总额：")
    ('当年财政拨款', '年度资金总额')
    """
    return text.removeprefix("其中").strip("：: ")


def _fund(
    source: str, row: TableRow, placed: Placed, laid: Laid, unit: Unit, book: Notebook
) -> FundingRow:
    known = ("points", "execution_rate", "score", *_AMOUNTS)
    book.stray(*placed.left_over, *(t for c, t in placed.cells if c.id not in known))

    def amount(name: str) -> Figure:
        label = next((c.label for c in laid.columns if c.id == name), None)
        if label is None:
            return Figure.absent()
        return figure(placed.get(name), book.unit(money_at(label), unit), book)

    def scored(name: str) -> Points | None:
        return points(placed.get(name), book) if laid.has(name) else None

    return FundingRow(
        source_name(source),
        amount("initial_budget"),
        amount("adjusted_budget"),
        amount("outturn"),
        scored("points"),
        rate(placed.get("execution_rate"), book),
        scored("score"),
        row.place,
    )


def _listed(row: TableRow, unit: Unit, book: Notebook) -> Iterator[FundingRow]:
    """Sources and amounts side by side, as forms for targets print them: the budget."""
    found: list[FundingRow] = []
    execution: Points | None = None
    for token in row.tokens:
        beside = execution_points(token)
        if beside is not None:
            execution = beside
        elif SOURCES.fullmatch(token.key):
            found.append(FundingRow(source_name(token.text), Figure.blank(unit), place=row.place))
        elif found and found[-1].initial_budget.value is None and is_number(token.key):
            found[-1] = evolve(found[-1], initial_budget=figure(token, unit, book))
        elif not GROUPS.fullmatch(token.key):
            book.stray(token)
    if execution is not None and found:
        found[0] = evolve(found[0], points=execution)
    yield from found


@frozen
class Tasks:
    """The tasks (or projects) of a table, and what its total row says: funds, and the rest."""

    tasks: tuple[Task, ...]
    totals: tuple[FundingRow, ...] = ()
    extras: tuple[tuple[str, str], ...] = ()


def tasks_of(block: Block, unit: Unit, book: Notebook) -> Tasks:
    """The tasks (or projects) of the table, and its total row."""
    assert block.head is not None
    head = block.head if block.below is None else two_rows(block.head, block.below)
    unit = book.unit(token_money(head.tokens), unit)
    ungrouped = [row.without(row.tokens[0]) if _at_side(row) else row for row in block.rows]
    laid = lay(_task_head(head), ungrouped, _TASK_NAMER, ())
    tasks: list[Task] = []
    totals: tuple[FundingRow, ...] = ()
    extras: tuple[tuple[str, str], ...] = ()
    for row, placed in laid.rows:
        task = _task(row, placed, laid, unit, book)
        if TASK_TOTALS.fullmatch("".join(task.name.split())):
            rest = (pair for pair in task.extras if not TASK_TOTALS.fullmatch(pair[1]))
            totals, extras = _as_totals(task), tuple(rest)
        else:
            tasks.append(task)
    execution = next((m for t in head.tokens if (m := execution_points(t))), None)
    if execution is not None:
        first, *others = totals or (FundingRow(TOTAL_SOURCE),)
        totals = (evolve(first, points=execution), *others)
    return Tasks(tuple(tasks), totals, extras)


def execution_points(token: Token) -> Points | None:
    """The points for execution, printed beside the funds of targets: 执行率分值（10分）."""
    match = EXECUTION_POINTS.search(token.key)
    return Points.parse(match[1] or match[2], place=token.place) if match else None


def _at_side(row: TableRow) -> bool:
    return bool(GROUPS.fullmatch(row.tokens[0].key)) and len(row.tokens) > 1


def _task_head(head: TableRow) -> TableRow:
    """The head with two-row headings under their amount: 全年预算数（万元）/总额."""
    tokens = []
    for token in head.tokens:
        parent, slash, child = token.text.partition("/")
        tokens.append(evolve(token, text=f"{_stem(parent)}{slash}{child}" if slash else token.text))
    return evolve(head, tokens=tuple(tokens))


def _stem(heading: str) -> str:
    return heading.partition("（")[0].partition("(")[0].strip()


def _task(row: TableRow, placed: Placed, laid: Laid, unit: Unit, book: Notebook) -> Task:
    book.stray(*placed.left_over)
    columns = {column.id: token for column, token in placed.cells}
    funds = _task_funds(placed, laid, unit, book)
    amounts = {c.label for c in laid.columns if _amount_of(c.label)}
    extras = tuple(
        (column.label, token.text)
        for column, token in placed.cells
        if column.label not in amounts and column.id not in _TASK_FIELDS
    )

    def text(name: str) -> str | None:
        token = columns.get(name)
        return (token.text if token else "") if laid.has(name) else None

    return Task(
        _task_name(row, columns),
        text("content"),
        text("completion"),
        funds,
        points(columns.get("points"), book) if laid.has("points") else None,
        rate(columns.get("execution_rate"), book),
        points(columns.get("score"), book) if laid.has("score") else None,
        extras,
        row.place,
    )


_TASK_FIELDS: Final = ("name", "content", "completion", "points", "execution_rate", "score")


def _task_name(row: TableRow, columns: dict[str, Token]) -> str:
    token = columns.get("name")
    if token is not None:
        return token.text
    total = next((t for t in row.tokens if TASK_TOTALS.fullmatch(t.key)), None)
    return total.text if total else ""


def _amount_of(label: str) -> tuple[str, str] | None:
    """Which amount of which source a task heading stands for."""
    parent, _, child = label.partition("/")
    name = named(_stem("".join(parent.split())), FUNDS)
    return (name, child or TOTAL_SOURCE) if name in _AMOUNTS else None


def _task_funds(placed: Placed, laid: Laid, unit: Unit, book: Notebook) -> tuple[FundingRow, ...]:
    held: dict[str, FundingRow] = {}
    by_label = {column.label: token for column, token in placed.cells}
    for column in laid.columns:
        amount = _amount_of(column.label) if column.label else None
        if amount is None:
            continue
        name, source = amount
        row = held.get(source, FundingRow(source))
        money = money_at(column.label)
        value = figure(by_label.get(column.label), book.unit(money, unit), book)
        held[source] = _given(row, name, value)
    return tuple(held.values())


def _given(row: FundingRow, amount: str, value: Figure) -> FundingRow:
    match amount:
        case "initial_budget":
            return evolve(row, initial_budget=value)
        case "adjusted_budget":
            return evolve(row, adjusted_budget=value)
        case _:
            return evolve(row, outturn=value)


def _as_totals(task: Task) -> tuple[FundingRow, ...]:
    first, *rest = task.funds or (FundingRow(TOTAL_SOURCE),)
    whole = evolve(first, points=task.points, execution_rate=task.execution_rate, score=task.score)
    return (whole, *rest)
