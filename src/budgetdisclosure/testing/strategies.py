"""Hypothesis strategies: codes, ledgers, disclosures printed from them, single slips (生成策略)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from attrs import frozen
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount, Figure, Unit
from budgetdisclosure.codes import Code, FunctionCode, Level, code_list
from budgetdisclosure.compose.assemble import compose
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.model import Disclosure
from budgetdisclosure.testing.corrupt import Corruption, Slip, corrupt, slips
from budgetdisclosure.testing.ledgers import make_ledger

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]
Print = tuple[Unit, int]

YEARS = range(2018, 2027)
"""The fiscal years the packaged code lists know."""

_CRUMBS = (1, 4999, 5000, 5001, 49_99, 50_00, 999_999)


def codes(
    kind: type[Code] = FunctionCode, year: int = 2020, level: Level | None = None
) -> st.SearchStrategy[Any]:
    """Codes of one classification that hold in ``year``, at ``level`` if given."""
    listed = [e.code for e in code_list(kind, year) if level in (None, e.code.level)]
    return st.sampled_from(listed)


def amounts(largest: int = 10**11) -> st.SearchStrategy[Amount]:
    """Amounts in fen: zeros, crumbs, halves of a printed unit, ordinary and large ones."""
    return fen(largest).map(Amount)


def fen(largest: int = 10**11) -> st.SearchStrategy[int]:
    """The same as whole fen."""
    ordinary = st.integers(0, min(largest, 10**7))
    halves = st.integers(0, min(largest, 10**9) // 5000).map(lambda n: 5000 * n)
    return st.one_of(
        ordinary, st.integers(0, largest), halves, st.sampled_from(_CRUMBS), st.just(0)
    )


def prints() -> st.SearchStrategy[Print]:
    """A unit and decimal places as documents have them: 元 0–2, 万元 2–6, 亿元 2–6."""
    return st.one_of(
        st.tuples(st.just(Unit.YUAN), st.integers(0, 2)),
        st.tuples(st.just(Unit.WAN), st.integers(2, 6)),
        st.tuples(st.just(Unit.YI), st.integers(2, 6)),
    )


def ledgers(year: int = 2020, *, most_items: int = 6) -> st.SearchStrategy[Ledger]:
    """Ledgers in fen with several funds and carry-overs, consistent by construction."""
    return _ledgers(year, most_items)


@st.composite
def _ledgers(draw: Draw, year: int, most_items: int) -> Ledger:
    return make_ledger(_Drawn(draw), year, draw(st.integers(1, most_items)))


@frozen
class _Drawn:
    """A made-up ledger's choices, drawn by Hypothesis so that it can shrink them."""

    draw: Draw

    def whole(self, low: int, high: int) -> int:
        return int(self.draw(st.integers(low, high)))

    def fen(self) -> int:
        return int(self.draw(fen()))

    def one_of(self, choices: Sequence[T]) -> T:
        chosen: T = self.draw(st.sampled_from(choices))
        return chosen


@st.composite
def disclosures(
    draw: Draw,
    *,
    year: int = 2020,
    most_items: int = 6,
    printed: st.SearchStrategy[Print] | None = None,
    form: str = "national-final",
) -> Disclosure:
    """Disclosures composed from a ledger, each figure printed half up at any unit and places."""
    unit, places = draw(printed or prints())
    ledger = draw(ledgers(year, most_items=most_items))
    return compose(ledger, entity="某单位", fiscal_year=year, unit=unit, places=places, form=form)


@st.composite
def corruptions(
    draw: Draw, disclosure: Disclosure, kinds: Sequence[Slip] = tuple(Slip)
) -> Corruption:
    """One figure of ``disclosure`` spoiled by one slip; at least one figure must not be zero."""
    held = [figure for figure in disclosure.figures() if figure.counted != 0 and figure.cell]
    figure: Figure = draw(st.sampled_from(held))
    steps = draw(st.integers(1, 50))
    ways = [way for way in slips(disclosure, figure, steps) if way[0] in kinds]
    kind = draw(st.sampled_from(sorted({way[0] for way in ways}, key=list(Slip).index)))
    after = draw(st.sampled_from([changed for way, changed in ways if way is kind]))
    assert figure.cell is not None
    return corrupt(disclosure, figure.cell, kind, after)
