"""What a ledger's codes must be so that tables can be made of them, every fault at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from budgetdisclosure.codes import FIRST_YEAR, LAST_YEAR, AnyCode, Code, code_list
from budgetdisclosure.codes.code import EconomicCode, FunctionCode
from budgetdisclosure.compose.faults import LedgerError
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.errors import BudgetDisclosureError, ModelError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

_SHOWN = 5
_YEARS = range(1950, 2100)


def check_codes(ledger: Ledger, entity: str, year: int) -> None:
    """Raise LedgerError with every code of ``ledger`` that cannot be a row of the year's tables.

    Raises ModelError where there is no name to print, or no year.
    """
    if not entity.strip():
        raise ModelError(
            Wording("没有单位名称", "there is no name of the unit"),
            remedy=Wording("请写单位全称，封面和各表都要印", "Give the name to be printed"),
        )
    if year not in _YEARS:
        raise ModelError(
            Wording("不是年度", "that is no fiscal year"),
            excerpt=str(year),
            remedy=Wording("请写四位数，如 2026", "Write four digits, as 2026"),
        )
    faults = code_faults(ledger, year)
    if faults:
        raise LedgerError(faults)


def code_faults(
    ledger: Ledger, year: int, unbooked: Collection[Code] = ()
) -> tuple[BudgetDisclosureError, ...]:
    """Codes that no year has, or that have amounts of their own and codes below them.

    ``unbooked`` are codes of lines that could not be booked for another fault.
    """
    unknown = (
        fault if code not in ledger.places else _placed(fault, ledger.places[code])
        for code, fault in _unlisted(ledger, year, unbooked)
        if name_of(code, year) is None
    )
    return (*unknown, *_both(ledger))


def strangers(ledger: Ledger, year: int) -> Iterator[tuple[Code, BudgetDisclosureError]]:
    """Codes that another year has and this one has not, each with what to say of it."""
    found = _unlisted(ledger, year)
    yield from ((code, fault) for code, fault in found if name_of(code, year) is not None)


def name_of(code: AnyCode, year: int) -> str | None:
    """The name of a code in its year, or in the nearest year that has it (科目名称).

    >>> from budgetdisclosure.codes import FunctionCode
    >>> name_of(FunctionCode("2089901"), 2024), name_of(FunctionCode("2089909"), 2024)
    ('其他社会保障和就业支出', None)
    """
    years = sorted(range(FIRST_YEAR, LAST_YEAR + 1), key=lambda other: (abs(other - year), other))
    names = (code_list(type(code), other).name(code.digits) for other in (year, *years))
    return next(filter(None, names), None)


def _placed(fault: BudgetDisclosureError, place: Place) -> BudgetDisclosureError:
    return type(fault)(fault.reason, place=place, excerpt=fault.excerpt, remedy=fault.remedy)


def _unlisted(
    ledger: Ledger, year: int, unbooked: Collection[Code] = ()
) -> Iterator[tuple[AnyCode, BudgetDisclosureError]]:
    for part, kind in (("function", FunctionCode), ("economic", EconomicCode)):
        booked: set[AnyCode] = {getattr(e, part) for e in ledger} - {None}
        booked |= {code for code in unbooked if isinstance(code, kind)}
        for code in sorted(booked, key=lambda code: code.digits):
            listed = code_list(type(code), year)
            if code.digits not in listed:
                yield code, listed.unknown(code.digits)


def _both(ledger: Ledger) -> Iterator[BudgetDisclosureError]:
    """Codes with amounts of their own beside codes below them: such a table cannot add up."""
    booked: dict[tuple[object, ...], set[Code]] = {}
    for entry in ledger:
        for code in (entry.function, entry.economic):
            if code is not None:
                place = (entry.flow, entry.stage, entry.source, entry.nature, type(code))
                booked.setdefault(place, set()).add(code)
    above: dict[Code, set[Code]] = {}
    for codes in booked.values():
        for low in codes:
            for parent in codes.intersection(low.ancestors):
                above.setdefault(parent, set()).add(low)
    for parent, lower in sorted(above.items(), key=lambda pair: pair[0].digits):
        named = sorted(code.digits for code in lower)
        below = "、".join(named[:_SHOWN]) + ("等" if len(named) > _SHOWN else "")
        yield ModelError(
            Wording(
                f"{parent} 自身有金额，其下级 {below} 也有金额，表中无法逐级相加",
                f"{parent} has amounts of its own beside {', '.join(named[:_SHOWN])} below it",
            ),
            place=ledger.places.get(parent),
            excerpt=parent.digits,
            remedy=Wording("请把金额记到末级科目", "Book amounts at the lowest level"),
        )
