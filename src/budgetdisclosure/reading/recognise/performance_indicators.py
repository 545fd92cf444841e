"""The indicator block (绩效指标): levels, targets, actual values, points, and the total row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.model.performance import Indicator, Oddity, Points
from budgetdisclosure.reading.recognise.performance_align import (
    Column,
    Placed,
    bracket_of,
    without_bracket,
)
from budgetdisclosure.reading.recognise.performance_blocks import Block
from budgetdisclosure.reading.recognise.performance_heads import (
    INDICATOR_ORDER,
    Laid,
    head_namer,
    lay,
    two_rows,
)
from budgetdisclosure.reading.recognise.performance_rows import TableRow, Token
from budgetdisclosure.reading.recognise.performance_values import Notebook, points
from budgetdisclosure.reading.recognise.performance_words import (
    GRADE,
    GROUPS,
    INDICATORS,
    LISTED,
    TOTALS,
)
from budgetdisclosure.wording import Wording

_NAMER: Final = head_namer(INDICATORS)
LIST_NAMER: Final = head_namer(INDICATORS, LISTED)
_LEVELS: Final = re.compile(
    r"((?:产出|效益|效果|成本|满意度)指标)([^指标]{2,8}指标)(?=.)", re.DOTALL
)
"""Both levels printed before the name in its own cell: 产出指标数量指标……."""
_SHARED: Final = ("name", "target", "actual", "points", "score")


@frozen
class Total:
    """The total row (总分): points, score, grade, full mark."""

    points: Points | None = None
    score: Points | None = None
    grade: str | None = None
    scale: Points | None = None


def lay_indicators(block: Block) -> tuple[Laid, tuple[TableRow, ...]]:
    """The indicator rows under their headings, and the total rows apart."""
    assert block.head is not None
    head = block.head if block.below is None else two_rows(block.head, block.below)
    totals = tuple(row for row in block.rows if is_total(row))
    rows = tuple(_ungrouped(row) for row in block.rows if not any(row is t for t in totals))
    return lay(head, [row for row in rows if row.tokens], _NAMER, INDICATOR_ORDER), totals


def is_total(row: TableRow) -> bool:
    """Whether a row among the indicators is their total row."""
    rest = [key for key in row.keys if not GROUPS.fullmatch(key)]
    return bool(rest) and TOTALS.fullmatch(rest[0]) is not None


def _ungrouped(row: TableRow) -> TableRow:
    first = row.tokens[0]
    return row.without(first) if GROUPS.fullmatch(first.key) and len(row.tokens) > 1 else row


def indicators_of(
    laid: Laid, book: Notebook, before: Indicator | None = None
) -> tuple[Indicator, ...]:
    """The indicators of the block; levels printed once hold until the next, from ``before`` on."""
    found: list[Indicator] = []
    for row, placed in laid.rows:
        last = found[-1] if found else before
        found.append(_indicator(row, placed, laid, last, book))
    return tuple(found)


def _indicator(
    row: TableRow, placed: Placed, laid: Laid, last: Indicator | None, book: Notebook
) -> Indicator:
    if placed.moved:
        book.oddities.append(_moved(row))
    book.stray(*placed.left_over, *(t for column, t in placed.cells if not column.id))
    held = _levels(placed, last, book)

    def text(column: str) -> str | None:
        return _text(placed, column) if laid.has(column) else None

    def scored(column: str) -> Points | None:
        return points(placed.get(column), book) if laid.has(column) else None

    extras = tuple(
        (column.label, token.text)
        for column, token in placed.cells
        if column.id.startswith("extra/") or column.id == "group"
    )
    level1, level2, name = _named(held, _text(placed, "name"), laid)
    return evolve(
        held,
        level1=level1,
        level2=level2,
        name=name,
        target=_text(placed, "target"),
        actual=text("actual"),
        points=scored("points"),
        score=scored("score"),
        deviation_reason=text("deviation_reason"),
        operator=text("operator"),
        unit=text("unit"),
        content=text("content"),
        criterion=text("criterion"),
        remark=text("remark"),
        extras=extras,
        shared=_shared(row, laid.columns),
        place=row.place,
    )


def _named(held: Indicator, name: str, laid: Laid) -> tuple[str, str, str]:
    """Levels and name, the levels taken off where the table prints them in the same cell."""
    levels = None if laid.has("level1") or laid.has("level2") else _LEVELS.match(name)
    if levels is None:
        return held.level1, held.level2, name
    return levels[1], levels[2], name[levels.end() :]


def _text(placed: Placed, column: str) -> str:
    token = placed.get(column)
    return token.text if token else ""


def _levels(placed: Placed, last: Indicator | None, book: Notebook) -> Indicator:
    """The levels of a row: printed in it, or carried on from the row before."""
    one, two = placed.get("level1"), placed.get("level2")
    if one is None and last is not None:
        if two is None:
            return Indicator(
                last.level1,
                last.level2,
                "",
                bracket=last.bracket,
                level2_points=_weight(placed, "level2_points", None, book) or last.level2_points,
            )
        return Indicator(
            last.level1,
            without_bracket(two.text),
            "",
            bracket=last.bracket,
            level2_points=_weight(placed, "level2_points", two, book),
        )
    return Indicator(
        without_bracket(one.text) if one else "",
        without_bracket(two.text) if two else "",
        "",
        bracket=_weight(placed, "bracket", one, book),
        level2_points=_weight(placed, "level2_points", two, book),
    )


def _weight(placed: Placed, column: str, label: Token | None, book: Notebook) -> Points | None:
    """The points of a level: in a column of their own, or in brackets behind its name."""
    token = placed.get(column)
    if token is not None:
        found = points(token, book)
        return None if found.is_blank else found
    number = bracket_of(label.text) if label else None
    return Points.parse(number, place=label.place) if number and label else None


def _shared(row: TableRow, columns: Sequence[Column]) -> tuple[str, ...]:
    """The columns whose cell is merged with the row above."""
    merged = []
    for name in _SHARED:
        column = next((column for column in columns if column.id == name), None)
        if column and column.left in row.covered:
            merged.append(name)
    return tuple(merged)


def _moved(row: TableRow) -> Oddity:
    text = " ".join(token.text for token in row.tokens[:3])
    return Oddity(
        "shifted_row",
        Wording(f"“{text}”一行的单元格错位", f"the cells of the row “{text}” are shifted"),
        text,
        row.place,
    )


def total_of(row: TableRow, columns: Sequence[Column], book: Notebook) -> Total:
    """The total row: numbers under 分值 and 得分 by order or position, and the grade."""
    rest = [token for token in row.tokens if not GROUPS.fullmatch(token.key)]
    label, cells = rest[0], rest[1:]
    grade = next((t for t in cells if GRADE.fullmatch(t.key)), None)
    numbers = [t for t in cells if t is not grade and any(c.isdigit() for c in t.key)]
    dashes = [t for t in cells if t is not grade and not any(c.isalnum() for c in t.key)]
    known = [c for c in columns if c.id in ("points", "score")]
    placed = _under(numbers, known)
    used = [*dashes, *placed.values(), *([grade] if grade else [])]
    book.stray(*(t for t in cells if not any(t is other for other in used)))
    held = {column.id: points(placed.get(column.id), book) for column in known}
    match = GRADE.fullmatch(grade.key) if grade else None
    scale = bracket_of(label.text)
    return Total(
        held.get("points"),
        held.get("score"),
        match[1] if match else None,
        Points.parse(scale, place=label.place) if scale else None,
    )


def _under(numbers: Sequence[Token], columns: Sequence[Column]) -> dict[str, Token]:
    """Numbers under columns: one for one in order, else each under the nearest."""
    if len(numbers) == len(columns):
        return {c.id: t for c, t in zip(columns, numbers, strict=True)}
    found: dict[str, Token] = {}
    for token in numbers:
        free = [column for column in columns if column.id not in found]
        if free:
            nearest = min(free, key=lambda column: abs(column.left - token.left))
            found[nearest.id] = token
    return found
