"""A table that lists many projects' targets (项目支出绩效目标表): one evaluation a project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define, evolve, field

from budgetdisclosure.amounts import Unit
from budgetdisclosure.model.performance import FundingRow, SelfEvaluation
from budgetdisclosure.place import Place
from budgetdisclosure.reading.recognise.money import money_at
from budgetdisclosure.reading.recognise.performance_align import (
    Column,
    Placed,
    align,
    is_number,
)
from budgetdisclosure.reading.recognise.performance_blocks import is_indicator_head, is_title
from budgetdisclosure.reading.recognise.performance_caption import Caption
from budgetdisclosure.reading.recognise.performance_heads import (
    INDICATOR_ORDER,
    Laid,
    lay,
    two_rows,
)
from budgetdisclosure.reading.recognise.performance_indicators import LIST_NAMER, indicators_of
from budgetdisclosure.reading.recognise.performance_rows import TableRow, Token
from budgetdisclosure.reading.recognise.performance_values import Notebook, figure
from budgetdisclosure.reading.recognise.performance_words import (
    INDICATORS,
    LISTED,
    NOTES,
    SOURCES,
    TASK_TOTALS,
    named,
)

_OF_INDICATORS: Final = frozenset({*INDICATOR_ORDER, "operator", "unit", "content", "criterion"})
_NUMBERED: Final = re.compile(r"[0-9A-Z]{6}")
_OF_PROJECTS: Final = frozenset({"code", "project", "entity", "goal"})


def list_head(rows: Sequence[TableRow]) -> tuple[TableRow, int] | None:
    """The head of a list of projects and the number of the first row beneath it, if it is one.

    The head may be printed in two rows, with 一级指标 … in either.
    """
    for at, row in enumerate(rows):
        if not is_indicator_head(row.keys):
            continue
        head, beneath = row, at + 1
        for above in reversed(rows[max(0, at - 3) : at]):
            few = len(above.tokens) < 2
            if few or is_title(above.keys) or any(is_number(key) for key in above.keys):
                break
            head = two_rows(above, head)
        if beneath < len(rows) and _is_lower(rows[beneath]):
            head, beneath = two_rows(head, rows[beneath]), beneath + 1
        return (head, beneath) if _lists_projects(head) else None
    return None


def _lists_projects(row: TableRow) -> bool:
    ids = {named(key.rpartition("/")[2], LISTED) for key in row.keys}
    return bool(ids & {"project", "entity"}) and bool(ids & {"total", "goal"})


def _is_lower(row: TableRow) -> bool:
    return len(row.tokens) >= 2 and all(
        SOURCES.fullmatch(key) or named(key, LISTED) or named(key, INDICATORS) for key in row.keys
    )


@define
class Project:
    """What has been read of one project so far."""

    entry: dict[str, str]
    place: Place | None = None
    rows: list[tuple[TableRow, Placed]] = field(factory=list)
    funds: dict[str, Token] = field(factory=dict)
    goal: list[str] = field(factory=list)
    strays: list[Token] = field(factory=list)


def projects_of(laid: Sequence[Laid]) -> Iterator[tuple[Project, Laid]]:
    """The projects of a list that may run over several grids, each with the columns it has."""
    current: Project | None = None
    held: Laid | None = None
    for part in laid:
        merges = _merges(part)
        for number, (row, placed) in enumerate(part.rows):
            entry = {
                name: _named(row, placed, part, name) for name in ("code", "project", "entity")
            }
            if current is not None and number == 0 and not any(current.entry.values()):
                current.entry = entry
            elif current is not None and number == 0 and _is_cut(current, entry, placed):
                current.entry["project"] += entry["project"]
                entry = current.entry
            nameless = number > 0 and merges and _is_nameless(row, placed, part)
            if current is None or nameless or _begins(entry, placed, current):
                if current is not None and held is not None:
                    yield current, held
                if not nameless and current is not None:
                    entry["code"] = entry["code"] or current.entry["code"]
                current, held = Project(entry, row.place), part
            _take(current, row, placed)
    if current is not None and held is not None:
        yield current, held


def _is_cut(current: Project, entry: dict[str, str], placed: Placed) -> bool:
    """Whether a page begins with the rest of a project that its end cut through.

    The names of the list begin with a number and this does not; and of the two parts one alone
    prints the total.
    """
    numbered = _NUMBERED.match(current.entry["project"])
    if not numbered or not entry["project"] or _NUMBERED.match(entry["project"]):
        return False
    return (placed.get("total") is None) != (current.funds.get("total") is None)


def _project_column(part: Laid) -> Column | None:
    return next((column for column in part.columns if column.id == "project"), None)


def _merges(part: Laid) -> bool:
    """Whether the list prints a project's name in one cell over all its rows."""
    column = _project_column(part)
    return column is not None and any(column.left in row.covered for row, _ in part.rows)


def _is_nameless(row: TableRow, placed: Placed, part: Laid) -> bool:
    """Whether a row begins a project named on the next page: its name is a blank of its own."""
    column = _project_column(part)
    named = placed.get("project") is not None or column is None
    return not named and column is not None and row.ruled and column.left not in row.covered


def _named(row: TableRow, placed: Placed, part: Laid, name: str) -> str:
    """What a row prints in a column, or the cell merged into it from above."""
    token = placed.get(name)
    if token is None and placed.get("total") is not None:
        column = next((c for c in part.columns if c.id == name), None)
        over = (t for t in row.above if column and t.left <= column.left < t.right)
        token = next(over, None)
    return token.text if token else ""


def _begins(entry: dict[str, str], placed: Placed, current: Project) -> bool:
    """Whether a row begins another project: it names one that differs from the one being read."""
    if _other_funds(placed, current):
        return True
    if entry["project"]:
        return entry["project"] != current.entry["project"]
    if any(entry.values()):
        return any(text and text != current.entry[name] for name, text in entry.items())
    return not any(column.id in _OF_INDICATORS for column, _ in placed.cells) and any(
        _is_fund(column) for column, _ in placed.cells
    )


def _other_funds(placed: Placed, current: Project) -> bool:
    """Whether a row prints a total other than that of the project being read."""
    total, held = placed.get("total"), current.funds.get("total")
    return total is not None and held is not None and total.key != held.key


def _is_fund(column: Column) -> bool:
    return column.id == "total" or column.id.startswith("fund/")


def _take(project: Project, row: TableRow, placed: Placed) -> None:
    for column, token in placed.cells:
        if _is_fund(column):
            project.funds.setdefault(column.id, token)
        elif column.id == "goal" and token.text not in project.goal:
            project.goal.append(token.text)
    kept = tuple((c, t) for c, t in placed.cells if c.id not in _OF_PROJECTS and not _is_fund(c))
    if any(column.id in _OF_INDICATORS for column, _ in kept):
        project.rows.append((row, evolve(placed, cells=kept)))
    else:
        project.strays.extend([t for _, t in kept] + list(placed.left_over))


def evaluation_of(
    project: Project,
    laid: Laid,
    caption: Caption,
    fiscal_year: int | None,
    notes: tuple[str, ...] = (),
) -> SelfEvaluation:
    """One project of the list as an evaluation of its own."""
    book = Notebook()
    book.stray(*project.strays)
    unit = book.unit(caption.money, Unit.WAN)
    rows = Laid(laid.columns, tuple(project.rows))
    indicators = indicators_of(rows, book, None)
    total = any(TASK_TOTALS.fullmatch(text) for text in project.entry.values())
    name = project.entry["project"]
    return SelfEvaluation(
        title=caption.title,
        number=caption.number,
        kind=caption.kind(any(i.score is not None for i in indicators)),
        scope="total" if total or not indicators else caption.scope,
        entity=project.entry["entity"] or caption.entity,
        project=name or None,
        particulars=_code(project, laid),
        fiscal_year=caption.fiscal_year or fiscal_year,
        unit=unit,
        funding=_funds(project, laid, unit, book),
        expected_goal="".join(project.goal) if laid.has("goal") else None,
        indicators=indicators,
        notes=notes,
        oddities=tuple(book.oddities),
        unplaced=tuple(book.strays),
        place=project.place,
    )


def _code(project: Project, laid: Laid) -> tuple[tuple[str, str], ...]:
    column = next((c for c in laid.columns if c.id == "code"), None)
    code = project.entry["code"]
    return ((column.label, code),) if column and code else ()


def _funds(project: Project, laid: Laid, unit: Unit, book: Notebook) -> tuple[FundingRow, ...]:
    columns = [column for column in laid.columns if _is_fund(column)]
    return tuple(
        FundingRow(
            c.label.rpartition("/")[2],
            figure(project.funds.get(c.id), book.unit(money_at(c.label), unit), book),
        )
        for c in columns
    )


def is_note(row: TableRow) -> bool:
    """Whether a row is a note below the list."""
    return NOTES.match(row.keys[0]) is not None


def lay_list(rows: Sequence[TableRow], before: Laid | None) -> Laid | None:
    """The rows of one grid under the head of the list: its own, or that of the grid before."""
    found = list_head(rows)
    rows = [row for row in rows if not is_note(row)]
    if found is not None:
        head, beneath = found
        return lay(head, rows[beneath:], LIST_NAMER, ())
    if before is None:
        return None
    return Laid(before.columns, tuple((row, align(row, before.columns)) for row in rows))
