"""The pieces of a disclosure with its self-evaluations in their places (附件排版)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from attrs import evolve, frozen

from budgetdisclosure.model import Disclosure, SelfEvaluation
from budgetdisclosure.reading.recognise.performance import recognise_performance
from budgetdisclosure.reading.recognise.pieces import Piece
from budgetdisclosure.writing.pages import Heading, pieces
from budgetdisclosure.writing.pages import Piece as PrintedPiece
from budgetdisclosure.writing.performance_grid import PrintedForm, print_evaluation
from budgetdisclosure.writing.performance_layouts import (
    APPLICATION,
    LAYOUTS,
    PROJECT,
    WHOLE,
    FormLayout,
)


@frozen(slots=False)
class Attachment:
    """A self-evaluation, under the heading that announces it if there is one."""

    evaluation: SelfEvaluation
    heading: Heading | None = None
    year: int | None = None
    """The disclosure's own year, which a form need not repeat."""
    flat: bool = False
    """Whether it is printed without merged cells, as text is."""

    @cached_property
    def form(self) -> PrintedForm:
        """It as it is printed."""
        form = print_evaluation(self.evaluation, layout_of(self.evaluation, flat=self.flat))
        return _flat(form) if self.flat else form

    @property
    def level(self) -> int:
        """The level of its heading."""
        return self.heading.level if self.heading else 4

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines above the form: its number and title, the year, the unit."""
        number = self.evaluation.number
        return (*((number,) if number else ()), self.title, *self.captions)

    @property
    def title(self) -> str:
        """What its form is called."""
        return self.evaluation.title

    @property
    def captions(self) -> tuple[str, ...]:
        """The lines between its title and the form: the year where it is another, the unit."""
        year, unit = self.evaluation.fiscal_year, self.evaluation.unit
        dated = year in (None, self.year) or str(year) in self.title
        return (*(() if dated else (f"（{year}年度）",)), f"单位：{unit}")


def attached(disclosure: Disclosure, *, flat: bool = False) -> Iterator[PrintedPiece | Attachment]:
    """Every piece in order; an evaluation stands under its heading, or at the end without one."""
    waiting = list(disclosure.evaluations)
    for piece in pieces(disclosure, flat=flat):
        found = _announced(piece, waiting) if isinstance(piece, Heading) else None
        if found is None or not isinstance(piece, Heading):
            yield piece
        else:
            waiting.remove(found)
            yield Attachment(found, piece, disclosure.fiscal_year, flat)
    yield from (Attachment(one, None, disclosure.fiscal_year, flat) for one in waiting)


def layout_of(evaluation: SelfEvaluation, *, flat: bool = False) -> FormLayout:
    """The layout usual for an evaluation, or the first other one from which it reads back whole."""
    usual = _usual(evaluation)
    others = (evolve(one, merged=True) for one in LAYOUTS.values() if one.id != usual.id)
    return next((one for one in (usual, *others) if _keeps(evaluation, one, flat)), usual)


def _usual(evaluation: SelfEvaluation) -> FormLayout:
    if evaluation.kind == "target":
        return APPLICATION
    return evolve(WHOLE if evaluation.scope == "department" else PROJECT, merged=True)


def _flat(form: PrintedForm) -> PrintedForm:
    """The form without merged cells; a heading is said again over every column that it parts."""
    below = {(cell.row - 1, cell.column) for cell in form.grid.cells}
    heads = {cell.row for cell in form.grid.cells if cell.row_span > 1}
    cells = (
        evolve(cell, column=column, row_span=1, column_span=1)
        for cell in form.grid.cells
        for column in range(cell.column, cell.column + cell.column_span)
        if column == cell.column or (cell.row in heads and (cell.row, column) in below)
    )
    return evolve(form, grid=evolve(form.grid, cells=tuple(cells)))


def _keeps(evaluation: SelfEvaluation, layout: FormLayout, flat: bool = False) -> bool:
    """Whether nothing of the evaluation is lost in ``layout``."""
    printed = print_evaluation(evaluation, layout)
    form = _flat(printed) if flat else printed
    piece = Piece(form.grid, form.before, after=form.after)
    return recognise_performance([piece], fiscal_year=evaluation.fiscal_year)[0] == (evaluation,)


def _announced(heading: Heading, waiting: Sequence[SelfEvaluation]) -> SelfEvaluation | None:
    said = _key(heading.text)
    return next((one for one in waiting if _key(f"{one.number or ''}{one.title}") == said), None)


def _key(text: str) -> str:
    return "".join(text.split())
