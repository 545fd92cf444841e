"""Printing and reading any self-evaluation, in every layout, is the identity."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given

from budgetdisclosure.model.performance import SelfEvaluation
from budgetdisclosure.reading.document import Cell, Grid
from budgetdisclosure.reading.recognise.performance import recognise_performance
from budgetdisclosure.reading.recognise.pieces import Piece
from budgetdisclosure.testing.performance import self_evaluations
from budgetdisclosure.writing.performance_grid import LAYOUTS, PrintedForm, print_evaluation


def read_back(form: PrintedForm) -> SelfEvaluation:
    pieces = [Piece(form.grid, form.before, 0, after=form.after)]
    (evaluation,), taken = recognise_performance(pieces)
    assert taken == {0}
    return evaluation


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@given(evaluation=self_evaluations())
def test_reading_what_was_printed_gives_it_back(layout, evaluation: SelfEvaluation) -> None:
    form = print_evaluation(evaluation, layout)
    again = read_back(form)
    assert again == evaluation
    assert again.unplaced == ()
    assert again.oddities == ()
