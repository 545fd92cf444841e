"""A place's own way of drawing the official tables."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from budgetdisclosure.compose import Ledger, compose
from budgetdisclosure.errors import ModelError
from budgetdisclosure.model import Disclosure, FormStyle
from budgetdisclosure.model.serial import disclosure_from_dict
from budgetdisclosure.reading import read
from budgetdisclosure.testing import ledgers
from budgetdisclosure.writing.layout import sheets
from budgetdisclosure.writing.sheet import Sheet
from budgetdisclosure.writing.write import written

QUICK = settings(
    max_examples=settings.default.max_examples // 10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
NUMBERED = {"行次", "栏次"}


def made(ledger: Ledger, form: str = "shanghai-2024") -> Disclosure:
    return compose(ledger, entity="某区某局", fiscal_year=2020, form=form, rounding="controlled")


def laid(disclosure: Disclosure) -> dict[str, Sheet]:
    return {sheet.table: sheet for sheet in sheets(disclosure)}


def words(sheet: Sheet) -> set[str]:
    return {cell.words for cell in chain.from_iterable(sheet.rows)}


@QUICK
@given(ledgers(2020))
def test_what_a_form_does_not_number_is_not_numbered(ledger: Ledger) -> None:
    for sheet in laid(made(ledger)).values():
        assert not NUMBERED & words(sheet)
        assert sheet.frame == ("", "单位：万元")
        assert not sheet.own
        assert not sheet.lost
    counted = laid(made(ledger, "national-final"))
    assert words(counted["summary"]) >= NUMBERED
    assert counted["summary"].frame == ("部门：某区某局", "金额单位：万元")


@QUICK
@given(ledgers(2020))
def test_budget_and_outturn_stand_side_by_side_under_each_cost(ledger: Ledger) -> None:
    disclosure = made(ledger)
    sheet = laid(disclosure)["three_public"]
    *_, bases, figures = sheet.rows
    assert [cell.text for cell in bases] == ["预算数", "决算数"] * 6
    table = disclosure.three_public
    for at, name in enumerate(table.budget.figures()):
        assert figures[2 * at].figure == table.budget.figures()[name]
        assert figures[2 * at + 1].figure == table.actual.figures()[name]


@QUICK
@given(ledgers(2020))
def test_the_contents_name_every_table_in_the_order_of_print(ledger: Ledger) -> None:
    disclosure = made(ledger)
    (contents,) = (one for one in disclosure.sections if one.part == "contents")
    lines = [passage.text for passage in contents.passages]
    titles = [sheet.title for sheet in sheets(disclosure)]
    listed = [line.partition("、")[2] for line in lines if line.partition("、")[2] in titles]
    assert listed == titles
    assert disclosure.general_budget_expenditure.lines[-1].item == "合计"


def test_how_a_form_draws_is_kept_in_json() -> None:
    there = made(Ledger())
    back = disclosure_from_dict(json.loads(written(there, "a.json")))
    assert back.style == there.style
    assert back.style != FormStyle()
    assert written(back, "a.txt") == written(there, "a.txt")


def test_an_unknown_way_of_drawing_is_refused_with_its_file(tmp_path: Path) -> None:
    form = tmp_path / "某市.toml"
    form.write_text('base = "national-final"\n[style]\nnumbered = true\n', encoding="utf-8")
    with pytest.raises(ModelError, match="style"):
        made(Ledger(), str(form))


@QUICK
@given(ledgers(2020))
def test_a_summary_stands_on_one_page(ledger: Ledger) -> None:
    """Two sides with some thirty rows: a person would set them closer, not on two pages."""
    back = read(written(made(ledger), "a.pdf"))
    for table in (back.summary, back.appropriation_summary):
        assert len({figure.place.page for figure in table.figures() if figure.place}) == 1
