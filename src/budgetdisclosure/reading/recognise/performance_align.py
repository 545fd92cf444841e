"""Cells under their headings (列对齐): by position where that makes sense, else by content.

Every column says what it can hold. A row whose cells do not suit the columns they stand in is
laid against the columns again, in order, at the least cost: moving a run of cells costs once,
a cell in a column that cannot hold it costs more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from attrs import field, frozen

from budgetdisclosure.reading.document import Box
from budgetdisclosure.reading.recognise.performance_rows import TableRow, Token
from budgetdisclosure.reading.recognise.performance_words import (
    GROUPS,
    LEVEL1,
    LEVEL2,
    OPERATORS,
    SOURCES,
)

_NUMBER: Final = re.compile(r"[-−△]?[\d,，]*\d(?:\.\d*)?分?")
_PERCENT: Final = re.compile(r"[-−]?[\d,，]*\d(?:\.\d*)?[%％‰]")
_NOTHING: Final = re.compile(r"[-—–－―/／、.·…]*|无")
_BRACKET: Final = re.compile(r"[（(]\s*(\d+(?:\.\d+)?)\s*分?\s*[%％]?\s*[）)]$")
_FIRST: Final = re.compile(r"(?:产出|效益|效果|满意度)指标")
_SIGNED: Final = re.compile(r"[≥≤＝=<>＜＞≧≦]+\s*[\d.]+.*")

MOVE: Final = 2
"""What it costs to move a run of cells by one column in a ruled table, half of it without rules."""

_NOWHERE: Final = -(10**9)
"""The overlap with a column of which no one knows where it is."""

WIDEST: Final = 60
"""No form has more columns; in a wider grid cells are left where they stand."""
REACH: Final = 4
"""How many columns a cell is looked for to either side of where it stands."""


@frozen
class Column:
    """A column: what it holds (empty for one without a heading), its extent, its heading."""

    id: str
    left: int
    right: int
    label: str = ""
    box: Box | None = field(default=None, eq=False, repr=False)


def is_number(key: str) -> bool:
    """Whether a text without spaces is a plain number, as points are."""
    return _NUMBER.fullmatch(key) is not None


def bracket_of(text: str) -> str | None:
    """The number in brackets at the end of a label: 产出指标（50分） gives ``50``."""
    match = _BRACKET.search("".join(text.split()))
    return match[1] if match else None


def without_bracket(text: str) -> str:
    """The label without the number in brackets at its end.

    >>> without_bracket("产出指标 (50 分)"), without_bracket("满意度（%）")
    ('产出指标', '满意度（%）')
    """
    return _BRACKET.sub("", text).strip()


def _numeric(key: str) -> int:
    return 0 if _NUMBER.fullmatch(key) or _NOTHING.fullmatch(key) else 4


def _rate(key: str) -> int:
    if _PERCENT.fullmatch(key) or _NOTHING.fullmatch(key):
        return 0
    return 1 if _NUMBER.fullmatch(key) else 4


def _weight(key: str) -> int:
    return 2 if _PERCENT.fullmatch(key) else _numeric(key)


def _share(key: str) -> int:
    return 0 if _PERCENT.fullmatch(key) else _numeric(key)


def _level1(key: str) -> int:
    return 0 if LEVEL1.fullmatch(without_bracket(key)) else 2


def _level2(key: str) -> int:
    bare = without_bracket(key)
    return 0 if LEVEL2.fullmatch(bare) and not _FIRST.fullmatch(bare) else 1


def _name(key: str) -> int:
    if _NUMBER.fullmatch(key) or _PERCENT.fullmatch(key) or _SIGNED.fullmatch(key):
        return 2
    return 1 if key.endswith("指标") and LEVEL2.fullmatch(key) else 0


def _operator(key: str) -> int:
    return 0 if OPERATORS.fullmatch(key) or _NOTHING.fullmatch(key) else 2


def _unit(key: str) -> int:
    return 0 if len(key) <= 8 and not is_number(key) else 2


def _reason(key: str) -> int:
    return 2 if is_number(key) else 0


def _group(key: str) -> int:
    return 0 if GROUPS.fullmatch(key) else 5


def _source(key: str) -> int:
    return 0 if SOURCES.fullmatch(key) else 3


def _anything(key: str) -> int:
    return 0


_MISFITS: Final[dict[str, Callable[[str], int]]] = {
    "": lambda key: 2,
    "group": _group,
    "source": _source,
    "level1": _level1,
    "level2": _level2,
    "name": _name,
    "operator": _operator,
    "unit": _unit,
    "points": _weight,
    "bracket": _share,
    "level2_points": _share,
    "score": _numeric,
    "execution_rate": _rate,
    "initial_budget": _numeric,
    "adjusted_budget": _numeric,
    "outturn": _numeric,
    "deviation_reason": _reason,
}


def misfit(column: Column, key: str) -> int:
    """How badly a text suits a column, 0 for well."""
    if column.id == "points" and ("权重" in column.label or "%" in column.label):
        return _share(key)
    return _MISFITS.get(column.id.partition("/")[0], _anything)(key)


@frozen
class Placed:
    """The cells of a row, each with its column; those for which there is none are left over."""

    cells: tuple[tuple[Column, Token], ...]
    left_over: tuple[Token, ...] = ()
    moved: bool = False
    cost: int = 0

    def get(self, column: str) -> Token | None:
        """The cell in the column with that identifier."""
        return next((token for held, token in self.cells if held.id == column), None)


def align(row: TableRow, columns: Sequence[Column]) -> Placed:
    """Lay the cells of ``row`` under ``columns``, moving them only where they do not suit."""
    tokens = row.tokens
    drawn = all(column.box is not None for column in columns if column.id)
    where = [_position(token, columns, drawn) for token in tokens]
    cost = sum(misfit(columns[at], t.key) for at, t in zip(where, tokens, strict=True))
    straight = all(one < two for one, two in pairwise(where))
    if straight and cost == 0:
        return _placed(tokens, where, columns, moved=False, cost=0)
    move = MOVE if row.ruled else MOVE // 2
    best = _least(tokens, where, columns, move) if len(columns) <= WIDEST else None
    if best is not None and (not straight or best[0] < cost):
        return _placed(tokens, best[1], columns, moved=best[1] != where, cost=best[0])
    return _placed(tokens, where, columns, moved=False, cost=cost)


def _placed(
    tokens: Sequence[Token],
    where: Sequence[int],
    columns: Sequence[Column],
    *,
    moved: bool,
    cost: int,
) -> Placed:
    cells: dict[int, Token] = {}
    left_over = []
    for at, token in zip(where, tokens, strict=True):
        if at in cells:
            left_over.append(token)
        else:
            cells[at] = token
    held = tuple((columns[at], token) for at, token in sorted(cells.items()))
    return Placed(held, tuple(left_over), moved, cost)


def _position(token: Token, columns: Sequence[Column], drawn: bool) -> int:
    """The column a cell stands in: by its place on the page where known, else by counting."""
    if drawn and token.box is not None:
        return _position_by_box(token.box, columns)
    first = max(0, bisect_right(columns, token.left, key=lambda column: column.left) - 1)
    beside = range(first, min(len(columns), first + token.right - token.left + 1))
    best = max(beside, key=lambda at: (_overlap(token, columns[at]), -at))
    return best if _overlap(token, columns[best]) > 0 else len(columns) - 1


def _overlap(token: Token, column: Column) -> int:
    return min(token.right, column.right) - max(token.left, column.left)


def _position_by_box(box: Box, columns: Sequence[Column]) -> int:
    left, right = box.left, box.right
    overlaps = [
        min(right, held.right) - max(left, held.left) if held else _NOWHERE
        for held in [column.box for column in columns]
    ]
    return overlaps.index(max(overlaps))


@frozen
class _Path:
    """A placement of the cells so far: its cost, how many moved, where the last one is."""

    cost: int = 0
    moved: int = 0
    at: int = -1
    shift: int = 0
    before: _Path | None = None

    def columns(self) -> list[int]:
        held = self.before.columns() if self.before else []
        return [*held, self.at] if self.before else held


def _least(
    tokens: Sequence[Token], where: Sequence[int], columns: Sequence[Column], move: int
) -> tuple[int, list[int]] | None:
    """The cheapest placement in order, as cost and columns; none where cells outnumber columns.

    Of two that cost the same, the one that leaves more cells where they stand.
    """
    paths = [_Path()]
    for token, stood in zip(tokens, where, strict=True):
        following = []
        for at in range(max(0, stood - REACH), min(len(columns), stood + REACH + 1)):
            fit, shift = misfit(columns[at], token.key), at - stood
            options = [
                (p.cost + move * abs(shift - p.shift), p.moved, p) for p in paths if p.at < at
            ]
            if options:
                cost, moved, path = min(options, key=lambda option: option[:2])
                following.append(_Path(cost + fit, moved + (shift != 0), at, shift, path))
        paths = following
    best = min(paths, key=lambda path: (path.cost, path.moved), default=None)
    return None if best is None else (best.cost, best.columns())
