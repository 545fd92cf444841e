"""Rollup: leaf amounts summed to 款, 类 and 合计 (逐级汇总)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from budgetdisclosure.amounts import Amount
from budgetdisclosure.codes.code import C
from budgetdisclosure.errors import ModelError
from budgetdisclosure.wording import Wording

Row = Mapping[str, Amount]
"""Amounts by column."""
_SHOWN = 5


def rollup(leaves: Iterable[tuple[C, Row]]) -> dict[C | None, dict[str, Amount]]:
    """Every code that stands at or above a leaf with its sums; None holds the grand total (合计).

    The grand total comes first, then the codes in the order of the book. Leaves may come in any
    order and a code may come many times; every row has every column that occurs, zeros included.
    The rows of a printed table are no leaves: its 款 and 类 would be counted again. So an amount of
    a code above another that has one in the same column is refused.

    Raises:
        ModelError: a code and one below it have amounts in the same column.

    >>> from budgetdisclosure.codes.code import FunctionCode
    >>> rows = rollup([
    ...     (FunctionCode("2080109"), {"basic": Amount(7)}),
    ...     (FunctionCode("2080108"), {"project": Amount(2)}),
    ... ])
    >>> [(str(code or "合计"), row["basic"].fen, row["project"].fen) for code, row in rows.items()]
    [('合计', 7, 2), ('208', 7, 2), ('20801', 7, 2), ('2080108', 0, 2), ('2080109', 7, 0)]
    """
    own = _gathered(leaves)
    _refuse_parents(own)
    columns = list(dict.fromkeys(column for row in own.values() for column in row))
    sums: dict[C | None, dict[str, int]] = {None: dict.fromkeys(columns, 0)}
    for code, row in own.items():
        for above in (None, *code.ancestors, code):
            target = sums.setdefault(above, dict.fromkeys(columns, 0))
            for column, fen in row.items():
                target[column] += fen
    order = sorted((code for code in sums if code is not None), key=lambda code: code.digits)
    return {key: {c: Amount(fen) for c, fen in sums[key].items()} for key in (None, *order)}


def _gathered(leaves: Iterable[tuple[C, Row]]) -> dict[C, dict[str, int]]:
    own: dict[C, dict[str, int]] = {}
    for code, row in leaves:
        target = own.setdefault(code, {})
        for column, amount in row.items():
            target[column] = target.get(column, 0) + amount.fen
    return own


def _refuse_parents(own: Mapping[C, Mapping[str, int]]) -> None:
    """Refuse codes whose amounts would be counted with those of the codes below them."""
    twice = {
        above: code
        for code, row in own.items()
        for above in code.ancestors
        if above in own and any(fen and own[above].get(column) for column, fen in row.items())
    }
    if not twice:
        return
    shown = "、".join(f"{above}（{code}）" for above, code in list(twice.items())[:_SHOWN])
    raise ModelError(
        Wording(
            "上级科目和它的下级科目都有金额，汇总会重复计算",
            "a code and one below it both have amounts, which would be counted twice",
        ),
        excerpt=shown,
        remedy=Wording("请只传末级科目的行", "Pass the rows of the lowest level alone"),
    )
