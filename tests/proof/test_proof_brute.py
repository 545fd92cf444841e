"""The proof against plain enumeration: every verdict, every cheapest set, every range."""

from __future__ import annotations

from itertools import product

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from budgetdisclosure.rules.proof import (
    Explanation,
    Print,
    Row,
    System,
    disagreements,
    prove,
    ranges,
)

TOP = 6
PRICES = (0, 6, 10)


@st.composite
def systems(draw: st.DrawFn) -> System:
    """Up to three quantities between 0 and 6, printed in steps of 1 to 4, with one to three rows."""
    count = draw(st.integers(1, 3))
    prints = []
    for key in range(draw(st.integers(1, 4))):
        step = draw(st.sampled_from((1, 2, 3, 4)))
        at = draw(st.integers(0, count - 1))
        prints.append(Print.rounded(at, draw(st.integers(0, TOP // step)), step, key=key))
    rows = []
    for key in range(draw(st.integers(1, 3))):
        by = draw(st.lists(st.integers(-3, 3), min_size=count, max_size=count))
        terms = tuple((at, b) for at, b in enumerate(by) if b)
        constant = draw(st.integers(-3, 3))
        stated = draw(st.sampled_from((None, None, 100 + key)))
        rows.append(
            Row(terms, draw(st.sampled_from(("=", "<=", ">="))), constant, key, states=stated)
        )
    known = dict.fromkeys(range(count), (0, TOP))
    return System(count, tuple(prints), tuple(rows), known)


def fits(system: System, given_up: dict[int, int], *, zeros_exact: bool) -> list[tuple[int, ...]]:
    """Every choice of amounts that agrees with all that is not given up."""
    wrong = {key for key, level in given_up.items() if level == 2}
    shown = tuple(
        evolve(p, low=p.low - p.step, high=p.high + p.step, zero=False)
        if given_up.get(p.key) == 1
        else p
        for p in system.prints
    )
    system = evolve(system, prints=shown)
    amounts = product(range(TOP + 1), repeat=system.variables)
    return [
        a
        for a in amounts
        if not disagreements(system, a, apart_from=wrong, zeros_exact=zeros_exact)
    ]


def cheapest(system: System) -> tuple[int, set[tuple[tuple[int, int], ...]]]:
    """The least price at which amounts exist, and every way of paying it."""
    keys = [p.key for p in system.prints]
    stated = sorted({r.states for r in system.rows if r.states is not None})
    levels = [(0, 2) if p.zero else (0, 1, 2) for p in system.prints] + [(0, 2)] * len(stated)
    best, ways = 10**9, set()
    for choice in product(*levels):
        cost = sum(PRICES[level] for level in choice)
        if cost > best:
            continue
        state = {key: level for key, level in zip(keys + stated, choice, strict=True) if level}
        if fits(system, state, zeros_exact=False):
            ways = ways if cost == best else set()
            best = cost
            ways.add(tuple(sorted(state.items())))
    return best, ways


def paid(explanation: Explanation) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((s.key, 1 if s.tail else 2) for s in explanation.suspects))


@given(systems())
@settings(max_examples=300, deadline=None)
def test_the_verdict_is_that_of_enumeration(system: System) -> None:
    proof = prove(system)
    exact, opened = (fits(system, {}, zeros_exact=exact) for exact in (True, False))
    assert not proof.undecided
    assert proof.feasible == bool(opened)
    if opened:
        assert proof.witness is not None
        assert not disagreements(system, proof.witness)
        assert bool(proof.residue) == (not exact)


@given(systems())
@settings(max_examples=300, deadline=None)
def test_all_cheapest_sets_are_found(system: System) -> None:
    proof = prove(system)
    assume(proof.feasible is False)
    price, ways = cheapest(system)
    if not ways:
        assert any(not conflict.explanations for conflict in proof.conflicts)
        return
    found = {
        tuple(sorted(step for part in parts for step in paid(part)))
        for parts in product(*(conflict.explanations for conflict in proof.conflicts))
    }
    assert all(conflict.complete for conflict in proof.conflicts)
    assert sum(conflict.explanations[0].price for conflict in proof.conflicts) == price
    if len(proof.conflicts) > 1:
        assert found <= ways
        return
    clean = {way for way in ways if fits(system, dict(way), zeros_exact=True)}
    assert found == (clean or ways)


@given(systems())
@settings(max_examples=200, deadline=None)
def test_a_suspect_should_lie_where_enumeration_says(system: System) -> None:
    proof = prove(system)
    assume(len(proof.conflicts) == 1 and not proof.residue)
    for explanation in proof.conflicts[0].explanations:
        accused = {suspect.key: 2 for suspect in explanation.suspects}
        left = fits(system, accused, zeros_exact=True)
        for suspect in explanation.suspects if left else ():
            if suspect.variable is not None and suspect.exact:
                values = [amounts[suspect.variable] for amounts in left]
                assert (suspect.low, suspect.high) == (min(values), max(values))


@given(systems())
@settings(max_examples=200, deadline=None)
def test_a_contradiction_is_one_and_needs_every_part(system: System) -> None:
    for conflict in prove(system).conflicts:
        prints = [p for p in system.prints if p.key in conflict.contradiction.prints]
        rows = [r for r in system.rows if r.key in conflict.contradiction.rows]
        whole = evolve(system, prints=tuple(prints), rows=tuple(rows))
        assert not fits(whole, {}, zeros_exact=False)
        for gone in (*prints, *rows):
            less = evolve(
                whole,
                prints=tuple(p for p in prints if p is not gone),
                rows=tuple(r for r in rows if r is not gone),
            )
            assert fits(less, {}, zeros_exact=False), gone


@given(systems())
@settings(max_examples=200, deadline=None)
def test_ranges_are_those_of_enumeration(system: System) -> None:
    every = fits(system, {}, zeros_exact=True)
    assume(every)
    for at, span in ranges(system, range(system.variables)).items():
        values = [amounts[at] for amounts in every]
        if span.exact:
            assert (span.low, span.high) == (min(values), max(values))
        else:
            assert span.low <= min(values)
            assert max(values) <= span.high


@pytest.mark.parametrize("units", [-3, 0, 7])
@pytest.mark.parametrize("step", [1, 2, 3, 10_000])
def test_a_print_covers_exactly_the_amounts_that_round_to_it(units: int, step: int) -> None:
    shown = Print.rounded(0, units, step, key=1)

    def printed(amount: int) -> int:
        size = (2 * abs(amount) + step) // (2 * step)
        return size if amount >= 0 else -size

    assert printed(shown.low) == printed(shown.high) == units == shown.units
    assert printed(shown.low - 1) < units < printed(shown.high + 1)
