"""Printing an exact disclosure at a unit and places, each figure half up (四舍五入)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from attrs import evolve

from budgetdisclosure.amounts import Figure, Unit, round_half_up
from budgetdisclosure.compose.form import Form, TableForm
from budgetdisclosure.model import FORMS, Disclosure, Table, ThreePublicTable
from budgetdisclosure.model.edit import with_figures
from budgetdisclosure.place import CellRef, Place

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
        assert figure.cell is not None
        table = form.tables[figure.cell.table]
        if figure.value is None or (table.zeros == "blank" and figure.is_zero):
            return _headed(Figure.blank(unit), figure.cell, table)
        said = print_figure(figure)
        said = _trimmed(said) if table.trimmed else said
        said = _grouped(said) if form.style.grouped else said
        return _headed(said, figure.cell, table)

    changed = with_figures(_each(exact, lambda table: evolve(table, unit=unit)), change)
    untold = {table.id for table in exact.others if any(f.value is None for f in table.figures())}

    def noted(table: Table) -> Table:
        """A table that has no data with the note that says so."""
        words = form.tables[table.id].empty
        if not words or table.id in untold or not _no_data(table):
            return table
        said = words.format(year=exact.fiscal_year, entity=exact.entity)
        return evolve(_bare(table), notes=(*table.notes, said))

    return _each(changed, noted)


def _grouped(figure: Figure) -> Figure:
    """A figure printed with commas between its thousands."""
    value = figure.value
    return figure if value is None else evolve(figure, text=f"{value:,.{figure.places}f}")


def _headed(figure: Figure, cell: CellRef, form: TableForm) -> Figure:
    """A figure that knows the heading its form prints over it."""
    heading = form.headings.get(cell.column)
    return figure.at(Place(column=heading), None) if heading else figure


def with_tails(disclosure: Disclosure, form: Form) -> Disclosure:
    """``disclosure`` with the notes that say what rounding each figure by itself may leave."""

    def tailed(table: Table) -> Table:
        tail = form.tables[table.id].tail
        *notes, last = table.notes or ("",)
        return evolve(table, notes=(*notes, f"{last}{tail}")) if tail else table

    return _each(disclosure, tailed)


def _each(disclosure: Disclosure, change: Callable[[Table], Table]) -> Disclosure:
    """The disclosure with every table it has changed."""
    tables: dict[str, Any] = {
        form.ID: change(disclosure.form(form.ID))
        for form in FORMS
        if disclosure.form(form.ID).present
    }
    others: Any = tuple(change(table) for table in disclosure.others)
    return evolve(disclosure, **tables, others=others)


def _bare(table: Table) -> Table:
    """A “three public” table that prints nothing at all has no lines; others keep their 合计."""
    nothing = all(figure.value is None for figure in table.figures())
    return evolve(table, lines=()) if isinstance(table, ThreePublicTable) and nothing else table


def _no_data(table: Table) -> bool:
    if isinstance(table, ThreePublicTable):
        last = table.lines[-1] if table.lines else table.actual
        return all(figure.counted == 0 for figure in last.figures().values())
    return table.is_empty


def _trimmed(figure: Figure) -> Figure:
    """Without the zeros at the end of the decimals."""
    value, places = figure.value, figure.places
    while value is not None and places and value == round_half_up(value, places - 1):
        places -= 1
        value = round_half_up(value, places)
    return Figure(value, figure.unit, places)
