"""Which row of a performance table is what (分块): labels, funds, goals, indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import dropwhile
from typing import Final, Literal

from attrs import field, frozen

from budgetdisclosure.reading.recognise.performance_rows import TableRow
from budgetdisclosure.reading.recognise.performance_words import (
    ATTACHMENT,
    EXECUTION_POINTS,
    FUNDS,
    GOALS,
    GROUPS,
    INDICATORS,
    LABELS,
    LISTED,
    NOTES,
    PARTICULARS,
    SOURCES,
    TASK_TOTALS,
    TASKS,
    TITLE,
    YEAR,
    known,
    named,
)

Kind = Literal["title", "labels", "funds", "goals", "indicators", "tasks", "notes"]

_LEVELS: Final = {"level1", "level2", "name"}
_BODY: Final = re.compile(r"(?:编制|填报|预算)?(?:部门|单位)(?:名称)?：.")
_AMOUNTS: Final = {"initial_budget", "adjusted_budget", "outturn"}


@frozen
class Block:
    """Rows that belong together: the head row where there is one, and the rows beneath."""

    kind: Kind
    head: TableRow | None = None
    rows: tuple[TableRow, ...] = ()
    below: TableRow | None = field(default=None)
    """The second head row of a head printed in two."""


def blocks_of(rows: Iterable[TableRow]) -> tuple[Block, ...]:
    """Group rows into blocks, in order."""
    blocks: list[Block] = []
    for row in rows:
        kind, is_head = _kind(row, blocks[-1].kind if blocks else None)
        if is_head:
            blocks.append(Block(kind, row))
        elif blocks and blocks[-1].kind == kind and kind != "title":
            blocks[-1] = _grown(blocks[-1], row)
        else:
            blocks.append(Block(kind, None, (row,)))
    return tuple(blocks)


def _grown(block: Block, row: TableRow) -> Block:
    two = block.kind in ("tasks", "indicators") and block.below is None and not block.rows
    if two and _is_lower_head(row):
        return Block(block.kind, block.head, (), row)
    return Block(block.kind, block.head, (*block.rows, row), block.below)


def _is_lower_head(row: TableRow) -> bool:
    """Whether a row just under a head is its second row: all of it sources or known headings."""
    return len(row.keys) >= 2 and all(
        SOURCES.fullmatch(key) or named(key, INDICATORS) or named(key, LISTED) for key in row.keys
    )


def _kind(row: TableRow, current: Kind | None) -> tuple[Kind, bool]:
    """What a row is, given the block it follows, and whether it is a head row."""
    keys = row.keys
    if NOTES.match(keys[0]):
        return "notes", False
    if is_indicator_head(keys):
        return "indicators", True
    if is_task_head(keys):
        return "tasks", True
    if is_fund_head(keys):
        return "funds", True
    if is_goal_head(keys) and current != "indicators":
        return "goals", True
    if is_title(keys):
        return "title", False
    return _follower(row, keys, current), False


def _follower(row: TableRow, keys: Sequence[str], current: Kind | None) -> Kind:
    """What a row without headings is."""
    first = _unlabelled(keys)
    if current == "indicators":
        labelled = row.tokens[0].left == 0 and _is_label(first) and not _is_total(keys)
        return "labels" if labelled else "indicators"
    if is_goal_row(keys):
        return "goals"
    if current == "tasks":
        return "funds" if is_fund_row(keys, None) else "tasks"
    if current == "notes":
        return "labels" if _is_label(first) else "notes"
    if is_fund_row(keys, current):
        return "funds"
    if current == "goals" and not _is_label(first):
        return "goals"
    return "labels"


def _unlabelled(keys: Sequence[str]) -> str:
    """The first text that is not the word at the side of a block."""
    rest = [key for key in keys if not GROUPS.fullmatch(key)]
    return rest[0] if rest else keys[0]


def _is_label(key: str) -> bool:
    head = key.partition("：")[0].rstrip("：:")
    return bool(named(head, LABELS) or PARTICULARS.fullmatch(head))


def _is_total(keys: Sequence[str]) -> bool:
    return any(TASK_TOTALS.fullmatch(key) for key in keys)


def is_title(keys: Sequence[str]) -> bool:
    """Whether a row is a title, an attachment number, a year or a unit above the table."""
    if len(keys) != 1:
        told = [_is_caption(key) for key in keys]
        return any(told) and all(
            one or _BODY.match(key) for one, key in zip(told, keys, strict=True)
        )
    return bool(TITLE.search(keys[0]) or ATTACHMENT.fullmatch(keys[0]) or _is_caption(keys[0]))


def _is_caption(key: str) -> bool:
    bare = key.strip("（）()")
    return bool(YEAR.match(bare) and len(bare) <= 7) or bare.startswith(("单位：", "金额单位："))


def is_indicator_head(keys: Sequence[str]) -> bool:
    """Whether a row heads the indicators: at least two of the three levels, or one and a target."""
    ids = set(known(keys, INDICATORS).values())
    return len(ids & _LEVELS) >= 2 or (bool(ids & _LEVELS) and "target" in ids)


def is_fund_head(keys: Sequence[str]) -> bool:
    """Whether a row heads the funds: an amount and at least one other column."""
    ids = set(known(keys, FUNDS).values())
    return bool(ids & _AMOUNTS) and len(ids - {"remark"}) >= 2


def is_task_head(keys: Sequence[str]) -> bool:
    """Whether a row heads a table of several tasks or projects."""
    ids = set(known(keys, TASKS).values())
    stems = [_stem(key) for key in keys]
    if "name" not in ids or len(keys) < 3:
        return False
    amounts = bool(set(known(stems, FUNDS).values()) & _AMOUNTS)
    return amounts if "content" in ids else is_fund_head(stems)


def _stem(key: str) -> str:
    """A heading without the unit in brackets behind it."""
    return key.partition("（")[0].partition("(")[0]


def is_goal_head(keys: Sequence[str]) -> bool:
    """Whether a row names the expected or the achieved goal, with no more than their texts."""
    rest = list(dropwhile(GROUPS.fullmatch, keys)) or keys
    return bool(known(rest, GOALS)) and len(rest) <= 2 * len(known(rest, GOALS))


def is_goal_row(keys: Sequence[str]) -> bool:
    """Whether a row is a goal's label with its text beside it."""
    return bool(GROUPS.fullmatch(keys[0])) and "目标" in keys[0] and len(keys) <= 3


def is_fund_row(keys: Sequence[str], current: Kind | None) -> bool:
    """Whether a row prints the funds of a source."""
    sources = [key for key in keys if SOURCES.fullmatch(key)]
    if current == "funds":
        return not _is_label(_unlabelled(keys)) or bool(sources)
    opened = bool(GROUPS.fullmatch(keys[0])) and ("资金" in keys[0] or "预算" in keys[0])
    return opened and (bool(sources) or any(EXECUTION_POINTS.search(key) for key in keys))
