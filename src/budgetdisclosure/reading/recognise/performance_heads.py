"""From a head row to columns (表头): known headings, headings in two rows, heads that are missing.

A head row may hold a value that slipped into it, pushing the heads after it one column to the
right; and a heading may be missing over a column of values. Both show in the rows beneath.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.model.performance import Oddity
from budgetdisclosure.reading.recognise.performance_align import (
    WIDEST,
    Column,
    Placed,
    align,
    is_number,
    misfit,
)
from budgetdisclosure.reading.recognise.performance_rows import TableRow, Token
from budgetdisclosure.reading.recognise.performance_words import GROUPS, SOURCES, Words, named
from budgetdisclosure.wording import Wording, quoted

FUND_ORDER: Final = (
    "source",
    "initial_budget",
    "adjusted_budget",
    "outturn",
    "points",
    "execution_rate",
    "score",
)
INDICATOR_ORDER: Final = (
    "level1",
    "level2",
    "name",
    "target",
    "actual",
    "points",
    "score",
    "deviation_reason",
)
_ZH: Final = {
    "initial_budget": "年初预算数",
    "adjusted_budget": "全年预算数",
    "outturn": "全年执行数",
    "points": "分值",
    "execution_rate": "执行率",
    "score": "得分",
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "deviation_reason": "偏差原因",
    "source": "资金来源",
}

Namer = Callable[[Sequence[Token]], list[str]]


@frozen
class Laid:
    """A block's rows under its columns, and what was odd about its heads."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[TableRow, Placed], ...]
    oddities: tuple[Oddity, ...] = ()

    def has(self, *ids: str) -> bool:
        """Whether the block has one of these columns."""
        return not self._ids.isdisjoint(ids)

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset([column.id for column in self.columns])


def head_namer(*vocabularies: Words) -> Namer:
    """A function that names head cells from vocabularies, the first that knows a head winning."""

    def name(tokens: Sequence[Token]) -> list[str]:
        ids: list[str] = []
        for at, token in enumerate(tokens):
            ids.append(_head_id(token, at, ids, vocabularies))
        return ids

    return name


def _head_id(token: Token, at: int, before: list[str], vocabularies: tuple[Words, ...]) -> str:
    key = token.key.rstrip("：:")
    found = _known_head(key, vocabularies)
    if found is None and SOURCES.fullmatch(key.rpartition("/")[2]):
        return f"fund/{token.text}"
    if at == 0 and GROUPS.fullmatch(key) and found in (None, "name", "points"):
        return "group"
    if found == "points" and before and before[-1] in ("level1", "level2"):
        return "bracket" if before[-1] == "level1" else "level2_points"
    if found is None or found in before:
        return "" if is_number(key) else f"extra/{token.text}"
    return found


def _known_head(key: str, vocabularies: tuple[Words, ...]) -> str | None:
    """The identifier of a heading, of its lower part where two rows make it (绩效指标/三级指标)."""
    spelled = [key, key.rpartition("/")[2]] if "/" in key else [key]
    names = (named(text, words) for text in spelled for words in vocabularies)
    return next((name for name in names if name is not None), None)


def columns_of(tokens: Sequence[Token], ids: Sequence[str], width: int) -> tuple[Column, ...]:
    """The columns of head cells, and columns without a heading where no head stands."""
    columns: list[Column] = []
    reached = 0
    for token, name in zip(tokens, ids, strict=True):
        columns.extend(Column("", at, at + 1) for at in range(reached, token.left))
        columns.append(Column(name, token.left, token.right, token.text, token.box))
        reached = max(reached, token.right)
    columns.extend(Column("", at, at + 1) for at in range(reached, width))
    return tuple(columns)


def lay(head: TableRow, rows: Sequence[TableRow], name: Namer, order: Sequence[str]) -> Laid:
    """Put ``rows`` under the headings of ``head``, repairing the heads where the rows tell how."""
    width = max([head.width, *(row.width for row in rows)])
    plain = columns_of(head.tokens, name(head.tokens), width)
    slipped = [token for token in head.tokens if is_number(token.key)]
    best = _filled(plain, tuple(rows), order)
    for token in slipped:
        other = _without_slipped(head, token, rows, name, order, width)
        if other is not None and _cost(other) < _cost(best):
            best = other
    return best


def _cost(laid: Laid) -> int:
    """How badly the rows fit: misfits, cells left over, values without a heading."""
    unheaded = sum(not column.id for _, placed in laid.rows for column, _ in placed.cells)
    head = sum(is_number(column.label) for column in laid.columns)
    return sum(placed.cost + 4 * len(placed.left_over) for _, placed in laid.rows) + 2 * (
        unheaded + head
    )


def _without_slipped(
    head: TableRow,
    token: Token,
    rows: Sequence[TableRow],
    name: Namer,
    order: Sequence[str],
    width: int,
) -> Laid | None:
    """The block as it is if ``token`` is a value of the first row beneath that has room for it."""
    target = next((row for row in rows if _free(row, token)), None)
    if target is None:
        return None
    step = token.right - token.left
    heads = tuple(
        evolve(t, left=t.left - step, right=t.right - step, box=None) if t.left > token.left else t
        for t in head.tokens
        if t is not token
    )
    mended = _with(target, token)
    beneath = tuple(mended if row is target else row for row in rows)
    laid = _filled(columns_of(heads, name(heads), width), beneath, order)
    odd = Oddity(
        "value_in_head",
        Wording(
            f"数值“{token.text}”错印在表头行，其后的表头右移一栏",
            f"the value {token.text} stands among the headings and pushes them aside",
        ),
        token.text,
        token.place,
    )
    return evolve(laid, oddities=(odd, *laid.oddities))


def _free(row: TableRow, token: Token) -> bool:
    return all(t.right <= token.left or t.left >= token.right for t in row.tokens)


def _with(row: TableRow, token: Token) -> TableRow:
    return evolve(row, tokens=tuple(sorted((*row.tokens, token), key=lambda t: t.left)))


def _filled(columns: tuple[Column, ...], rows: tuple[TableRow, ...], order: Sequence[str]) -> Laid:
    """The rows laid out, with the headings found that are missing over columns of values."""
    placed = tuple((row, align(row, columns)) for row in rows)
    oddities = []
    for at, column in enumerate(columns[:WIDEST]):
        values = [t for _, p in placed for held, t in p.cells if held is column]
        if column.id or not values:
            continue
        found = _missing(columns, at, values, order)
        if found is None:
            continue
        columns = (*columns[:at], evolve(column, id=found), *columns[at + 1 :])
        placed = tuple((row, align(row, columns)) for row in rows)
        if found != "source":
            oddities.append(_missing_head(found, values[0]))
    return Laid(columns, placed, tuple(oddities))


def _missing(
    columns: Sequence[Column], at: int, values: Sequence[Token], order: Sequence[str]
) -> str | None:
    """Which heading belongs over a column without one: the only one the order leaves open."""
    before = [order.index(c.id) for c in columns[:at] if c.id in order]
    after = [order.index(c.id) for c in columns[at + 1 :] if c.id in order]
    low, high = max(before, default=-1) + 1, min(after, default=len(order))
    taken = {column.id for column in columns}
    open_ids = [name for name in order[low:high] if name not in taken]
    trial = [evolve(columns[at], id=name) for name in open_ids]
    fitting = [c.id for c in trial if all(misfit(c, value.key) == 0 for value in values)]
    return fitting[0] if fitting else None


def _missing_head(found: str, value: Token) -> Oddity:
    return Oddity(
        "missing_head",
        Wording(
            f"缺少“{_ZH[found]}”栏的表头",
            f"the heading of the column {quoted(_ZH[found])} is missing",
        ),
        _ZH[found],
        value.place,
    )


def two_rows(upper: TableRow, lower: TableRow) -> TableRow:
    """Two head rows as one: the lower head where there is one, under its parent where it needs it.

    A lower head that means nothing alone (总额, 财政拨款) is written ``parent/head``.
    """
    heads: list[Token] = []
    for token in upper.tokens:
        children = [t for t in lower.tokens if token.left <= t.left < token.right]
        if not children:
            heads.append(token)
            continue
        heads.extend(evolve(t, text=f"{token.text}/{t.text}") for t in children)
    covered = [(t.left, t.right) for t in upper.tokens]
    free = [t for t in lower.tokens if not any(left <= t.left < right for left, right in covered)]
    tokens = tuple(sorted((*heads, *free), key=lambda t: t.left))
    return evolve(upper, tokens=tokens, width=max(upper.width, lower.width))
