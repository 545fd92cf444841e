"""The funds of a whole project beside those of the year (项目资金总额 | 年度资金申请总额)."""

from __future__ import annotations

import re
from typing import Final

from attrs import evolve

from budgetdisclosure.reading.recognise.performance_blocks import Block
from budgetdisclosure.reading.recognise.performance_rows import TableRow, Token

_WHOLE: Final = re.compile(r"(?:项目|实施期|中长期)(?:资金|预算)?(?:总额|总投资)[：:]?")
_YEAR: Final = re.compile(r"(?:年度|当年|本年度?)(?:资金|预算)(?:申请)?总额[：:]?")


def sides_of(block: Block) -> tuple[Block, Block] | None:
    """The funds of all years and, apart from them, those of the year; None if not side by side."""
    for row in block.rows if block.head is None else ():
        whole, year = _first(row, _WHOLE), _first(row, _YEAR)
        if whole and year and whole.left < year.left:
            at = year.left
            left = [_only(r, [t for t in r.tokens if t.left < at]) for r in block.rows]
            right = [_only(r, [t for t in r.tokens if t.left >= at]) for r in block.rows]
            return _with(block, left), _with(block, right)
    return None


def _with(block: Block, rows: list[TableRow]) -> Block:
    return evolve(block, rows=tuple(row for row in rows if row.tokens))


def _first(row: TableRow, words: re.Pattern[str]) -> Token | None:
    return next((token for token in row.tokens if words.fullmatch(token.key)), None)


def _only(row: TableRow, tokens: list[Token]) -> TableRow:
    return evolve(row, tokens=tuple(tokens))
