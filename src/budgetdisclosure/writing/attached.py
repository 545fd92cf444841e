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
from budgetdisclosure.writing.sheet import Sheet


@frozen(slots=False)
class Attachment:
    """A self-evaluation, under the heading that announces it if there is one."""

    evaluation: SelfEvaluation
    heading: Heading | None = None
    year: int | None = None
    """The disclosure's own year, which a form need not repeat."""

    @cached_property
    def form(self) -> PrintedForm:
        """It as it is printed."""
        return print_evaluation(self.evaluation, layout_of(self.evaluation))

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


def attached(disclosure: Disclosure) -> Iterator[PrintedPiece | Attachment]:
    """Every piece in order; an evaluation stands under its heading, or at the end without one."""
    waiting = list(disclosure.evaluations)
    tables = iter(disclosure.tables)
    for piece in pieces(disclosure):
        found = _announced(piece, waiting) if isinstance(piece, Heading) else None
        if isinstance(piece, Sheet) and next(tables).gridless:
            yield evolve(piece, rows=(), headings=0)
        elif found is None or not isinstance(piece, Heading):
            yield piece
        else:
            waiting.remove(found)
            yield Attachment(found, piece, disclosure.fiscal_year)
    yield from (Attachment(one, None, disclosure.fiscal_year) for one in waiting)


def layout_of(evaluation: SelfEvaluation) -> FormLayout:
    """The layout usual for an evaluation, or the first other one from which it reads back whole."""
    usual = _usual(evaluation)
    others = (evolve(one, merged=True) for one in LAYOUTS.values() if one.id != usual.id)
    return next((one for one in (usual, *others) if _keeps(evaluation, one)), usual)


def _usual(evaluation: SelfEvaluation) -> FormLayout:
    if evaluation.kind == "target":
        return APPLICATION
    return evolve(WHOLE if evaluation.scope == "department" else PROJECT, merged=True)


def _keeps(evaluation: SelfEvaluation, layout: FormLayout) -> bool:
    """Whether nothing of the evaluation is lost in ``layout``."""
    form = print_evaluation(evaluation, layout)
    piece = Piece(form.grid, form.before, after=form.after)
    return recognise_performance([piece], fiscal_year=evaluation.fiscal_year)[0] == (evaluation,)


def _announced(heading: Heading, waiting: Sequence[SelfEvaluation]) -> SelfEvaluation | None:
    said = _key(heading.text)
    return next((one for one in waiting if _key(f"{one.number or ''}{one.title}") == said), None)


def _key(text: str) -> str:
    return "".join(text.split())
