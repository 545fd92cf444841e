"""compose: from a ledger to the disclosure it makes (编制)."""

from __future__ import annotations

from functools import partial
from typing import Literal

from attrs import evolve

from budgetdisclosure.amounts import Unit
from budgetdisclosure.compose.balance import balanced
from budgetdisclosure.compose.form import Form, load_form
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.printing import printed, printer
from budgetdisclosure.compose.tables import Builder
from budgetdisclosure.model import Disclosure, Kind, Unplaced

Rounding = Literal["plain", "controlled"]


def compose(
    ledger: Ledger,
    *,
    entity: str,
    fiscal_year: int,
    unit: Unit = Unit.WAN,
    places: int = 2,
    rounding: Rounding = "plain",
    form: str = "national-final",
) -> Disclosure:
    """The disclosure of ``entity`` for ``fiscal_year``, every figure computed from ``ledger``.

    Figures are printed in ``unit`` with ``places`` decimals: each half up (``plain``), or so that
    every printed relation holds exactly (``controlled``), no figure a whole step from its true
    amount. Where no such rounding exists, ``remarks`` of the disclosure say which relations clash.
    Raises UnknownCodeError for a code the year does not have.

    >>> from budgetdisclosure.compose.ledger import Ledger
    >>> d = compose(Ledger(), entity="某单位", fiscal_year=2020)
    >>> d.summary.title, str(d.summary.revenue["总计"].revenue)
    ('收入支出决算总表', '0.00万元')
    """
    chosen = load_form(form)
    exact = exact_disclosure(ledger, chosen, entity, fiscal_year)
    if rounding == "plain":
        return printed(exact, chosen, unit, printer(unit, places))
    balance = balanced(exact, unit, places, partial(printed, exact, chosen, unit))
    clashes = tuple(Unplaced("", clash.wording) for clash in balance.clashes)
    return evolve(balance.disclosure, remarks=clashes)


def exact_disclosure(ledger: Ledger, form: Form, entity: str, fiscal_year: int) -> Disclosure:
    """The same before rounding: every figure in 元 to the fen."""
    build = Builder(ledger, form, entity, fiscal_year)
    return Disclosure(
        entity,
        fiscal_year,
        Kind.FINAL,
        summary=build.summary(),
        income=build.income(),
        expenditure=build.expenditure(),
        appropriation_summary=build.appropriation_summary(),
        general_budget_expenditure=build.general_budget_expenditure(),
        basic_expenditure=build.basic_expenditure(),
        three_public=build.three_public(),
        government_fund=build.government_fund(),
        state_capital=build.state_capital(),
    )
