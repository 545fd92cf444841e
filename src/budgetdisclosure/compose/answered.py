"""What the ledger does not tell and a person answers, put into the tables (填写入表).

“三公” budgets, government procurement where the ledger marks none, 机关运行经费 where it is not all
of 公用经费: table and sentence say one number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from budgetdisclosure.amounts import Amount, Figure, Unit
from budgetdisclosure.compose.further import AGENCY, PURCHASES
from budgetdisclosure.compose.narrative import Fact
from budgetdisclosure.compose.sums import exact
from budgetdisclosure.compose.words import exactly, to_fill
from budgetdisclosure.model import Disclosure, Extra, OtherTable, ThreePublicLine, items
from budgetdisclosure.wording import Wording

Said = tuple[Disclosure, tuple[Wording, ...]]
Amounts = Mapping[str, Amount]
_AGENCY_NAME = "机关运行经费"


@frozen
class _Asked:
    """Cells by what a person calls them, and which of them are the sum of which others.

    Sums that stand in other sums come first.
    """

    names: Mapping[str, str]
    sums: Mapping[str, tuple[str, ...]]

    def given(self, facts: Mapping[str, Fact]) -> dict[str, Amount]:
        """The answers by cell."""
        held = {self.names[name]: fact for name, fact in facts.items() if name in self.names}
        return {cell: fact for cell, fact in held.items() if isinstance(fact, Amount)}

    def completed(self, amounts: Amounts) -> dict[str, Amount]:
        """The amounts and the sums of known parts; parts of what came to nothing are nothing."""
        known = dict(amounts)
        for whole, parts in self.sums.items():
            if whole not in known and all(part in known for part in parts):
                known[whole] = Amount(sum(known[part].fen for part in parts))
        for whole, parts in reversed(tuple(self.sums.items())):
            if whole in known and known[whole].fen == 0:
                known = dict.fromkeys(parts, Amount(0)) | known
        return known

    def apart(self, amounts: Amounts, unit: Unit) -> Iterator[Wording]:
        """Sums that a person answered otherwise than their parts come to."""
        known = self.completed(amounts)
        for whole, parts in self.sums.items():
            if whole in amounts and all(part in known for part in parts):
                summed = Amount(sum(known[part].fen for part in parts))
                if summed != amounts[whole]:
                    name = self._name(whole)
                    one, other = _told(amounts[whole], unit), _told(summed, unit)
                    yield Wording(
                        f"填写的“{name}”为{one}，各项之和为{other}，请核对",
                        f"{name} is given as {one}, its parts come to {other}",
                    )

    def against(
        self, figures: Mapping[str, Figure], amounts: Amounts, unit: Unit
    ) -> Iterator[Wording]:
        """Answers that the ledger contradicts; what it has no row for came to nothing."""
        for cell, amount in amounts.items():
            figure = figures.get(cell, exact(Amount(0)))
            if figure.printed_fen != amount.fen:
                name, own = self._name(cell), _told(Amount(int(figure.printed_fen)), unit)
                yield Wording(
                    f"填写的“{name}”为{_told(amount, unit)}，台账为{own}；表和文字用台账的数",
                    f"{name} is given as {_told(amount, unit)}, the ledger's {own} is followed",
                )

    def _name(self, cell: str) -> str:
        return next(name for name, one in self.names.items() if one == cell)


def _told(amount: Amount, unit: Unit) -> str:
    return exactly(Fraction(amount.fen), unit)


def _three_public() -> _Asked:
    """The budget of each “三公” cost."""
    costs = {column.id: column.zh for column in ThreePublicLine.columns()}
    vehicles = ("vehicle_purchase", "vehicle_running")
    whole = ("overseas_travel", "official_vehicles", "official_reception")
    names = {f"{costs[name]}预算": name for name in (*whole, *vehicles)}
    return _Asked({"三公预算": "total"} | names, {"official_vehicles": vehicles, "total": whole})


_BOUGHT = _Asked(
    {"采购总额": items.TOTAL, "采购货物": "货物", "采购工程": "工程", "采购服务": "服务"},
    {items.TOTAL: ("货物", "工程", "服务")},
)


def with_answers(
    disclosure: Disclosure, facts: Mapping[str, Fact], unit: Unit = Unit.WAN
) -> tuple[Disclosure, dict[str, Fact], tuple[Wording, ...]]:
    """An exact disclosure with the answers its tables lack, and what is left of ``facts``.

    Where the ledger tells an amount it stands as it is, and answers are put aside. Said in words:
    answers that differ from the ledger, parts that do not come to their sum, both in ``unit``.
    """
    disclosure, public = _with_budget(disclosure, _three_public().given(facts), unit)
    disclosure, bought = _with_purchases(disclosure, _BOUGHT.given(facts), unit)
    cost = facts.get(_AGENCY_NAME)
    disclosure, agency = _with_agency(disclosure, cost if isinstance(cost, Amount) else None, unit)
    settled = set(_three_public().names if disclosure.three_public.lines else ())
    settled |= set(_BOUGHT.names if _further(disclosure, "procurement") else ())
    settled |= {_AGENCY_NAME} if _further(disclosure, "agency_operating_costs") else set()
    kept = {n: fact for n, fact in facts.items() if n not in settled or type(fact) is not Amount}
    return disclosure, kept, (*public, *bought, *agency)


def _with_budget(disclosure: Disclosure, amounts: Amounts, unit: Unit) -> Said:
    table, asked = disclosure.three_public, _three_public()
    line = table.lines.get(items.BUDGET)
    if line is None or not amounts:
        return disclosure, ()
    if not all(figure.value is None for figure in line.figures().values()):
        return disclosure, tuple(asked.against(line.figures(), amounts, unit))
    known: dict[str, Any] = {name: exact(one) for name, one in asked.completed(amounts).items()}
    lines: Any = (evolve(one, **known) if one is line else one for one in table.lines)
    filled = evolve(disclosure, three_public=evolve(table, lines=lines))
    return filled, tuple(asked.apart(amounts, unit))


def _with_purchases(disclosure: Disclosure, amounts: Amounts, unit: Unit) -> Said:
    table = _further(disclosure, "procurement")
    if table is None or not amounts:
        return disclosure, ()
    told = {line.key: line.figures()[PURCHASES] for line in table.lines}
    if not all(figure.value is None for figure in told.values()):
        return disclosure, tuple(_BOUGHT.against(told, amounts, unit))
    known = _BOUGHT.completed(amounts)
    lines: Any = (
        evolve(line, extras=(Extra(PURCHASES, exact(known[line.key])),))
        if line.key in known
        else line
        for line in table.lines
    )
    return _with(disclosure, evolve(table, lines=lines)), tuple(_BOUGHT.apart(amounts, unit))


def _with_agency(disclosure: Disclosure, amount: Amount | None, unit: Unit) -> Said:
    """Where it is not all of 公用经费, only a person knows of which items it is made up."""
    table = _further(disclosure, "agency_operating_costs")
    line = table.total_line if table is not None else None
    if table is None or line is None or amount is None:
        return disclosure, ()
    running = line.figures()[AGENCY]
    if running.printed_fen == amount.fen:
        return disclosure, ()
    lines: Any = (evolve(line, extras=(Extra(AGENCY, exact(amount)),)),)
    one, other = _told(amount, unit), _told(Amount(int(running.printed_fen)), unit)
    said = Wording(
        f"填写的“{_AGENCY_NAME}”为{one}，公用经费为{other}；《{table.title}》只列合计，各科目请补列",
        f"“{_AGENCY_NAME}” is {one}, running costs are {other}: only the total is listed",
    )
    return _with(disclosure, evolve(table, lines=lines)), (said,) if amount else ()


def _further(disclosure: Disclosure, kind: str) -> OtherTable | None:
    return next((table for table in disclosure.others if table.id == kind), None)


def _with(disclosure: Disclosure, table: OtherTable) -> Disclosure:
    others = (table if one.id == table.id else one for one in disclosure.others)
    return evolve(disclosure, others=tuple(others))


def with_gaps(made: Disclosure, true: Disclosure, unit: Unit) -> Disclosure:
    """The printed disclosure with a note that asks for “三公” budgets nobody told."""
    line = true.three_public.lines.get(items.BUDGET)
    if line is None:
        return made
    asked, held = _three_public(), line.figures()
    leaves = [n for n, c in asked.names.items() if held[c].value is None and c not in asked.sums]
    if not leaves:
        return made
    marks = "、".join(to_fill(f"{name}（{unit.label}）") for name in leaves)
    table = made.three_public
    return evolve(
        made, three_public=evolve(table, notes=(*table.notes, f"注：预算数待填：{marks}。"))
    )
