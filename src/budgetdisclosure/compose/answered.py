"""“三公” budgets the ledger does not tell: a person's answers put into the table (预算数填写)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.compose.narrative import Fact
from budgetdisclosure.compose.sums import exact
from budgetdisclosure.compose.words import to_fill
from budgetdisclosure.model import Disclosure, ThreePublicLine, items
from budgetdisclosure.wording import Wording

_TOTAL, _VEHICLES = "total", "official_vehicles"
_SUMS = {
    _VEHICLES: ("vehicle_purchase", "vehicle_running"),
    _TOTAL: ("overseas_travel", _VEHICLES, "official_reception"),
}
"""The costs that are sums of others, those first that stand in other sums."""


def _names() -> dict[str, str]:
    """What a person calls the budget of each cost, with its column."""
    costs = {column.id: column.zh for column in ThreePublicLine.columns()}
    kept = dict.fromkeys((*_SUMS[_TOTAL], *_SUMS[_VEHICLES]))
    return {"三公预算": _TOTAL} | {f"{costs[name]}预算": name for name in kept}


def with_answers(
    disclosure: Disclosure, facts: Mapping[str, Fact]
) -> tuple[Disclosure, dict[str, Fact], tuple[Wording, ...]]:
    """An exact disclosure with the answers its “三公” budget lacks, what is left of ``facts``.

    Where the ledger tells the budget it stands as it is, and answers are put aside. Said in words:
    answers that differ from the ledger, parts that do not come to their sum.
    """
    names = _names()
    given = {names[name]: fact for name, fact in facts.items() if name in names}
    rest = {name: fact for name, fact in facts.items() if name not in names}
    amounts = {name: fact for name, fact in given.items() if isinstance(fact, Amount)}
    table = disclosure.three_public
    line = table.lines.get(items.BUDGET)
    if line is None or not amounts:
        return disclosure, dict(facts), ()
    if not all(figure.is_blank for figure in line.figures().values()):
        return disclosure, rest, tuple(_against(line, amounts))
    told = tuple(_apart(amounts))
    known: dict[str, Any] = {name: exact(amount) for name, amount in _completed(amounts).items()}
    lines: Any = (evolve(one, **known) if one is line else one for one in table.lines)
    return evolve(disclosure, three_public=evolve(table, lines=lines)), rest, told


def _completed(amounts: Mapping[str, Amount]) -> dict[str, Amount]:
    """The amounts and the sums of known parts; parts of what came to nothing are nothing."""
    known = dict(amounts)
    for whole, parts in _SUMS.items():
        if whole not in known and all(part in known for part in parts):
            known[whole] = Amount(sum(known[part].fen for part in parts))
    for whole, parts in reversed(_SUMS.items()):
        if whole in known and known[whole].fen == 0:
            known = dict.fromkeys(parts, Amount(0)) | known
    return known


def _apart(amounts: Mapping[str, Amount]) -> Iterator[Wording]:
    """Sums that a person answered otherwise than their parts come to."""
    names = {column: name for name, column in _names().items()}
    known = _completed(amounts)
    for whole, parts in _SUMS.items():
        if whole in amounts and all(part in known for part in parts):
            summed = Amount(sum(known[part].fen for part in parts))
            if summed != amounts[whole]:
                yield Wording(
                    f"填写的“{names[whole]}”为{amounts[whole]}，各项之和为{summed}，请核对",
                    f"{names[whole]} is given as {amounts[whole]}, its parts come to {summed}",
                )


def _against(line: ThreePublicLine, amounts: Mapping[str, Amount]) -> Iterator[Wording]:
    """Answers that the ledger contradicts."""
    names = {column: name for name, column in _names().items()}
    for column, amount in amounts.items():
        figure = line.figures()[column]
        if figure.printed_fen != amount.fen:
            yield Wording(
                f"填写的“{names[column]}”为{amount}，台账为{figure}；表和文字用台账的数",
                f"{names[column]} is given as {amount}, the ledger says {figure} and is followed",
            )


def with_gaps(made: Disclosure, true: Disclosure, unit: Unit) -> Disclosure:
    """The printed disclosure with a note that asks for “三公” budgets nobody told."""
    line = true.three_public.lines.get(items.BUDGET)
    if line is None:
        return made
    held = line.figures()
    asked = [name for name, column in _names().items() if held[column].is_blank]
    leaves = [name for name in asked if _names()[name] not in _SUMS]
    if not leaves:
        return made
    marks = "、".join(to_fill(f"{name}（{unit.label}）") for name in leaves)
    table = made.three_public
    return evolve(made, three_public=evolve(table, notes=(*table.notes, f"预算数待填：{marks}。")))
