"""What a ledger's codes must be so that tables can be made of them, every fault at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from budgetdisclosure.codes import Code, EconomicCode, FunctionCode, code_list
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.lines import LedgerError
from budgetdisclosure.errors import BudgetDisclosureError, ModelError
from budgetdisclosure.wording import Wording


def check_codes(ledger: Ledger, year: int) -> None:
    """Raise LedgerError with every code of ``ledger`` that cannot be a row of the year's tables."""
    faults = [
        *_unknown((entry.function for entry in ledger), FunctionCode, year),
        *_unknown((entry.economic for entry in ledger), EconomicCode, year),
        *_both(ledger),
    ]
    if faults:
        raise LedgerError(faults)


def _unknown(
    codes: Iterable[Code | None], kind: type[FunctionCode] | type[EconomicCode], year: int
) -> Iterator[BudgetDisclosureError]:
    listed = code_list(kind, year)
    for code in sorted({code.digits for code in codes if code is not None}):
        if code not in listed:
            yield listed.unknown(code)


def _both(ledger: Ledger) -> Iterator[BudgetDisclosureError]:
    """Codes with amounts of their own beside codes below them: such a table cannot add up."""
    booked: dict[tuple[object, ...], set[Code]] = {}
    for entry in ledger:
        for code in (entry.function, entry.economic):
            if code is not None:
                place = (entry.flow, entry.stage, entry.source, entry.nature, type(code))
                booked.setdefault(place, set()).add(code)
    above: set[tuple[Code, Code]] = {
        (low, parent)
        for codes in booked.values()
        for low in codes
        for parent in low.ancestors
        if parent in codes
    }
    for below, parent in sorted(above, key=lambda pair: (pair[1].digits, pair[0].digits)):
        yield ModelError(
            Wording(
                f"{parent} 自身有金额，其下级 {below} 也有金额，表中无法逐级相加",
                f"{parent} has amounts of its own beside those of {below} below it",
            ),
            excerpt=parent.digits,
            remedy=Wording("请把金额记到末级科目", "Book amounts at the lowest level"),
        )
