"""The outline of a summary's side: which rows are parts, which are parts of parts (项目层次)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TypeVar

from budgetdisclosure.model import Line, items
from budgetdisclosure.rules.tree import parent_of

L = TypeVar("L", bound=Line)

_STYLES = (
    re.compile(r"[一二三四五六七八九十]+\s*[、.,]"),
    re.compile(r"\([一二三四五六七八九十]+\)"),
    re.compile(r"\d+\s*[、.,]"),
    re.compile(r"\(\d+\)|[①-⑳]"),
)
_ARABIC = 2
SUMS = frozenset(
    {
        items.TOTAL,
        items.GRAND_TOTAL,
        items.CURRENT_YEAR_REVENUE,
        items.CURRENT_YEAR_EXPENDITURE,
    }
)
"""The rows of a summary, or of a list, that say a sum (合计、总计)."""
_FUNDS = frozenset(
    {
        items.GENERAL_BUDGET_REVENUE,
        items.GOVERNMENT_FUND_REVENUE,
        items.STATE_CAPITAL_REVENUE,
        items.GENERAL_BUDGET,
        items.GOVERNMENT_FUND,
        items.STATE_CAPITAL,
    }
)
BALANCES = frozenset(
    {
        items.NON_APPROPRIATION_BALANCE_USED,
        items.OPENING_CARRYOVER,
        items.OPENING_APPROPRIATION_CARRYOVER,
        items.BALANCE_DISTRIBUTION,
        items.CLOSING_CARRYOVER,
        items.CLOSING_APPROPRIATION_CARRYOVER,
    }
)
"""The rows of a summary between this year's sum and 总计 (结转、结余)."""


def style(name: str) -> int | None:
    """How deep the printed number of a row's name stands: 一、 0, （一） 1, 1. 2, (1) 3; else None.

    >>> style("八、其他收入"), style("（一）一般公共预算"), style("1.教育"), style("合计")
    (0, 1, 2, None)
    """
    plain = unicodedata.normalize("NFKC", name).strip()
    return next((depth for depth, form in enumerate(_STYLES) if form.match(plain)), None)


def is_of_which(line: Line) -> bool:
    """Whether the row is a part of the row above it (其中：…)."""
    return line.name.strip().startswith("其中")


def parts(lines: Sequence[L]) -> tuple[L, ...]:
    """The rows that add up: the outermost numbered ones; sums and 其中 rows are not parts.

    A row whose code stands below another printed row's is a part of that row, not of the whole;
    so is a row numbered 1. among rows without a number, and a fund below 财政拨款收入 where
    neither is numbered.
    """
    inside = [line for line in _without_of_which(lines) if line.item not in SUMS]
    inside = _without_funds(inside)
    keys = {line.key for line in inside if line.code is not None}
    inside = [line for line in inside if parent_of(line, keys) is None]
    depths = [style(line.name) for line in inside]
    top = min((depth for depth in depths if depth is not None), default=None)
    if top is not None and top >= _ARABIC and None in depths:
        top = None
    return tuple(
        line for line, depth in zip(inside, depths, strict=True) if depth is None or depth == top
    )


def _without_of_which(lines: Sequence[L]) -> Iterator[L]:
    """The rows but 其中 ones; what follows 其中 without a number among numbered rows is of it."""
    numbered = any(style(line.name) is not None for line in lines)
    within = False
    for line in lines:
        apart = line.item in SUMS | BALANCES or style(line.name) is not None
        within = is_of_which(line) or (within and numbered and not apart)
        if not within:
            yield line


def _without_funds(lines: Sequence[L]) -> list[L]:
    """The rows without the funds that 财政拨款收入 above them is made of, all unnumbered."""
    plain = [line for line in lines if style(line.name) is None]
    whole = next((line for line in plain if line.item == items.APPROPRIATION_REVENUE), None)
    if whole is None:
        return list(lines)
    after = plain[plain.index(whole) + 1 :]
    funds = takewhile(lambda line: line.item in _FUNDS, after)
    own = {id(line) for line in funds}
    return [line for line in lines if id(line) not in own]


def gathered(lines: Sequence[L]) -> tuple[L, ...]:
    """The parts of this year's sum, whether it is printed or not: what stands above any balance."""
    ends = (at for at, line in enumerate(lines) if line.item in BALANCES)
    return parts(lines[: next(ends, len(lines))])


def below(lines: Sequence[L], item: str) -> tuple[tuple[L, ...], tuple[L, ...]]:
    """For a sum that stands above its parts: the parts, and the rows of its own rank after them.

    Both are empty where the sum is not printed, or no numbered row follows at a lower rank.
    """
    at = next((number for number, line in enumerate(lines) if line.item == item), None)
    if at is None:
        return (), ()
    rank = style(lines[at].name)
    rest = [line for line in lines[at + 1 :] if line.item not in SUMS]
    end = next((number for number, line in enumerate(rest) if _ends(line, rank)), len(rest))
    return tuple(rest[:end]), tuple(rest[end:])


def _ends(line: Line, rank: int | None) -> bool:
    """Whether a row no longer belongs to the sum above it: same rank, or a balance."""
    own = style(line.name)
    return line.item in BALANCES or (own is not None and rank is not None and own <= rank)


def before(lines: Sequence[L], item: str) -> tuple[L, ...]:
    """The rows above the one with that official term; none if it is not printed."""
    found = [number for number, line in enumerate(lines) if line.item == item]
    return tuple(lines[: found[0]]) if found else ()


def between(lines: Sequence[L], start: str, end: str) -> tuple[L, ...]:
    """The rows below one term and above another; none unless both are printed in that order."""
    keys = [line.item for line in lines]
    if start not in keys or end not in keys:
        return ()
    return tuple(lines[keys.index(start) + 1 : keys.index(end)])
