"""Grids that are no known form (其余表格): tables of the document's own, or listed as unplaced."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from budgetdisclosure.model import Unplaced
from budgetdisclosure.reading.recognise.assemble import Found
from budgetdisclosure.reading.recognise.build import Built, Plan, build, plan_of
from budgetdisclosure.reading.recognise.captions import Titles
from budgetdisclosure.reading.recognise.columns import Role
from budgetdisclosure.reading.recognise.context import Context
from budgetdisclosure.reading.recognise.layout import Layout
from budgetdisclosure.reading.recognise.sheet import Row
from budgetdisclosure.reading.recognise.vocabulary import page_says
from budgetdisclosure.reading.recognise.words import is_number, is_percent, tidy
from budgetdisclosure.wording import Wording

_OWN: Final = Layout("other")
_MONEY: Final = re.compile(r"金额|经费|预算|决算|支出|收入|资金|拨款|总额|结转|结余|费$|合计")
_NO_FORM: Final = Wording("不是收支表，未取数", "no table of revenue or expenditure")


def is_contents(table: Found, titles: Titles) -> bool:
    """Whether a grid lists the titles of other tables.

    A title stands in its own column there; the grid prints hardly any amount.
    """
    texts = [cell.text for row in table.rows for cell in row.cells if cell]
    named = sum(titles.best(text) >= 90 for text in texts)
    return named >= 3 and sum(is_number(text) and "." in text for text in texts) < named


def left_over(
    tables: Sequence[Found], context: Context, file: str | None
) -> tuple[list[Built], list[Unplaced]]:
    """Tables of the document's own, and for all other grids each number they print."""
    own: list[Built] = []
    lost: list[Unplaced] = []
    for table in tables:
        plan = plan_of(table, _OWN, context)
        if _is_financial(plan):
            own.append(build(plan, context, file))
        else:
            lost += _listed(table)
    return own, lost


def _is_financial(plan: Plan) -> bool:
    """Whether a grid has headed columns of money, and rows that say what for."""
    title = plan.found.caption.title or ""
    if page_says("performance", title) or page_says("contents", title):
        return False
    figures = [
        track
        for block in plan.blocks
        if block.keyed
        for track in block.figures
        if track.role is Role.FIGURE and track.label
    ]
    words = " ".join(track.label for track in figures)
    if any("指标" in level for track in plan.tracks for level in track.path):
        return False
    return bool(figures) and bool(_MONEY.search(words))


def _named(row: Row) -> str | None:
    """What a row begins with, where that is no number."""
    first = next((cell.text for cell in row.cells if cell and cell.text.strip()), "")
    return None if not first or is_number(first) or is_percent(first) else tidy(first)


def _listed(table: Found) -> list[Unplaced]:
    """Every number of a grid that is not taken; the grid itself where it prints none."""
    place = table.pieces[0].grid.place.within(table=table.caption.title)
    title = table.caption.title
    numbers = [
        Unplaced(tidy(cell.text), _NO_FORM, cell.place.within(table=title, row=_named(row)))
        for row in table.rows
        for cell in row.cells
        if cell and (is_number(cell.text) or is_percent(cell.text))
    ]
    if numbers:
        return numbers
    texts = [tidy(cell.text) for row in table.rows[:2] for cell in row.cells if cell]
    shown = " ".join(text for text in texts if text)
    return [Unplaced(shown[:60], _NO_FORM, place)] if shown else []
