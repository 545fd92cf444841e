"""Printing an exact disclosure at a unit and places, each figure half up (四舍五入)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve

from budgetdisclosure.amounts import Figure, Unit, round_half_up
from budgetdisclosure.compose.form import Form, TableForm
from budgetdisclosure.model import FORMS, Disclosure, Table, ThreePublicTable
from budgetdisclosure.model.edit import with_figures

Print = Callable[[Figure], Figure]


def printer(unit: Unit, places: int) -> Print:
    """Prints an exact figure half up."""

    def half_up(figure: Figure) -> Figure:
        value = round_half_up(Fraction(figure.printed_fen) / unit.fen, places)
        return Figure(value, unit, places)

    return half_up


def printed(exact: Disclosure, form: Form, unit: Unit, print_figure: Print) -> Disclosure:
    """``exact`` with every figure as ``print_figure`` prints it, zeros as the form has them."""

    def change(figure: Figure) -> Figure:
        table = form.tables[figure.cell.table] if figure.cell else None
        if figure.is_blank or (table and table.zeros == "blank" and figure.is_zero):
            return Figure.blank(unit)
        said = print_figure(figure)
        return _trimmed(said) if table and table.trimmed else said

    changed = with_figures(_in_unit(exact, unit), change)
    return evolve(changed, **_noted(changed, form.tables))


def with_tails(disclosure: Disclosure, form: Form) -> Disclosure:
    """``disclosure`` with the notes that say what rounding each figure by itself may leave."""
    tables: dict[str, Any] = {}
    for name, held in form.tables.items():
        table = disclosure.form(name)
        if held.tail and table.present:
            *notes, last = table.notes or ("",)
            tables[name] = evolve(table, notes=(*notes, f"{last}{held.tail}"))
    return evolve(disclosure, **tables)


def _in_unit(disclosure: Disclosure, unit: Unit) -> Disclosure:
    tables: dict[str, Any] = {
        form.ID: evolve(disclosure.form(form.ID), unit=unit)
        for form in FORMS
        if disclosure.form(form.ID).present
    }
    return evolve(disclosure, **tables)


def _noted(disclosure: Disclosure, forms: Mapping[str, TableForm]) -> dict[str, Any]:
    """The tables that have no data, each with the note that says so."""
    noted: dict[str, Any] = {}
    for name, form in forms.items():
        table = disclosure.form(name)
        if form.empty and table.present and _no_data(table):
            words = form.empty.format(year=disclosure.fiscal_year, entity=disclosure.entity)
            noted[name] = evolve(_bare(table), notes=(*table.notes, words))
    return noted


def _bare(table: Table) -> Table:
    """A “three public” table that prints nothing at all has no lines; others keep their 合计."""
    nothing = all(figure.is_blank for figure in table.figures())
    return evolve(table, lines=()) if isinstance(table, ThreePublicTable) and nothing else table


def _no_data(table: Table) -> bool:
    if isinstance(table, ThreePublicTable):
        last = table.lines[-1] if table.lines else table.actual
        return all(figure.number == 0 for figure in last.figures().values())
    return table.is_empty


def _trimmed(figure: Figure) -> Figure:
    """Without the zeros at the end of the decimals."""
    value, places = figure.value, figure.places
    while value is not None and places and value == round_half_up(value, places - 1):
        places -= 1
        value = round_half_up(value, places)
    return Figure(value, figure.unit, places)
