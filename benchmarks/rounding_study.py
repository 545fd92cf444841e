"""Controlled rounding of made-up ledgers: is every sum exact, how far do figures move, how long.

Run ``python benchmarks/rounding_study.py`` (1,000 ledgers, about ten minutes; ``--ledgers N`` for
fewer). Ledgers have 30 to 3,000 rows, evenly in logarithms, units and decimals by turns. Each is
rounded plainly and with control; what is said of the result is looked up in the printed
disclosure, apart from the solver. Least movement is proven by prices in whole numbers, and with
highspy installed every tenth is solved once more by HiGHS.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from functools import partial
from random import Random

from attrs import frozen

from budgetdisclosure.amounts import Amount, Unit, print_amount
from budgetdisclosure.compose import Ledger
from budgetdisclosure.compose.assemble import exact_disclosure
from budgetdisclosure.compose.balance import balanced, relations_of
from budgetdisclosure.compose.form import load_form
from budgetdisclosure.compose.printing import printed, printer
from budgetdisclosure.compose.solve import Solution, solve
from budgetdisclosure.compose.system import System, cells_of, system_of
from budgetdisclosure.model import Disclosure
from budgetdisclosure.testing import Seeded, make_ledger

YEAR = 2020
FORM = load_form("national-final")
PRINTS = ((Unit.WAN, 2), (Unit.WAN, 0), (Unit.YUAN, 0), (Unit.YI, 2))
SIZES = (30, 100, 300, 1000, 3001)


@frozen
class Case:
    """What one ledger came to."""

    rows: int
    figures: int
    tails: int
    left: int
    clashes: int
    furthest: Fraction
    proven: bool
    moved: int
    milliseconds: float
    agrees: bool | None


def main(count: int, jobs: int) -> None:
    """Print the study, a line for each class of size; times are those of each process's own."""
    with ProcessPoolExecutor(jobs) as pool:
        cases = list(pool.map(partial(case, count=count), range(count), chunksize=5))
    print(
        "ledger rows   n  figures  plain tails  documents with  moved figures  ms median  ms worst"
    )
    for low, high in itertools.pairwise(SIZES):
        some = [one for one in cases if low <= one.rows < high]
        if some:
            print(f"{low:5}–{high - 1:<5}  {line(some)}")
    print(f"        all  {line(cases)}")
    verdicts(cases)


def line(some: list[Case]) -> str:
    """Means of a class of size."""
    mean = statistics.fmean
    tailed = sum(one.tails > 0 for one in some)
    times = [one.milliseconds for one in some]
    return (
        f"{len(some):4}  {mean(one.figures for one in some):7.0f}  "
        f"{mean(one.tails for one in some):11.1f}  {tailed / len(some):13.0%}  "
        f"{mean(one.moved for one in some):13.1f}  "
        f"{statistics.median(times):9.0f}  {max(times):8.0f}"
    )


def verdicts(cases: list[Case]) -> None:
    """What must hold for all, and whether it does."""
    compared = [one for one in cases if one.agrees is not None]
    print(f"relations not exact after controlled rounding: {sum(one.left for one in cases)}")
    print(f"relations that clashed: {sum(one.clashes for one in cases)}")
    print(f"furthest a figure moved: {float(max(one.furthest for one in cases)):.4f} of a step")
    print(f"least movement proven by prices: {sum(one.proven for one in cases)} of {len(cases)}")
    print("in the others: every other way tried")
    print(f"HiGHS finds the same: {sum(bool(one.agrees) for one in compared)} of {len(compared)}")


def case(number: int, count: int) -> Case:
    """Round one ledger both ways."""
    unit, places = PRINTS[number % len(PRINTS)]
    ledger = sized(Random(number), round(30 * 100 ** (number / max(1, count - 1))))
    exact = exact_disclosure(ledger, FORM, "某单位", YEAR)
    show = partial(printed, exact, FORM, unit)
    start = time.process_time()
    balance = balanced(exact, unit, places, show)
    spent = time.process_time() - start
    plain = show(printer(unit, places))
    step = print_amount(Amount(0), unit, places).step
    as_is = {figure.cell: figure.printed_fen for figure in plain.figures()}
    kept = {figure.cell: figure.printed_fen for figure in balance.disclosure.figures()}
    return Case(
        len(ledger),
        len(kept),
        not_exact(plain),
        not_exact(balance.disclosure),
        len(balance.clashes),
        furthest(exact, balance.disclosure) / step,
        balance.proven,
        sum(as_is.get(cell, fen) != fen for cell, fen in kept.items()),
        1000 * spent,
        agrees(exact, unit, places) if number % 10 == 0 else None,
    )


def sized(random: Random, rows: int) -> Ledger:
    """A ledger of about so many rows, at least 30 and at most 3,000."""
    items = max(1, rows // 9)
    ledger = make_ledger(Seeded(random), YEAR, items)
    while len(ledger) < 30:
        items += 1
        ledger = make_ledger(Seeded(random), YEAR, items)
    return ledger if len(ledger) <= 3000 else sized(random, rows - 100)


def not_exact(disclosure: Disclosure) -> int:
    """How many relations between its printed figures do not hold to the digit."""
    return sum(residual != 0 for residual in residuals(disclosure))


def residuals(disclosure: Disclosure) -> Iterable[Fraction]:
    """By how much each relation fails, in fen."""
    for relation in relations_of(disclosure):
        by = sum((t.times * Fraction(t.figure.printed_fen) for t in relation.terms), Fraction(0))
        yield by if relation.sense.value == "=" else max(by, Fraction(0))


def furthest(exact: Disclosure, made: Disclosure) -> Fraction:
    """The longest way of a figure from its true amount, in fen."""
    true = {figure.cell: figure.printed_fen for figure in exact.figures()}
    shown = ((figure.cell, figure.printed_fen) for figure in made.figures())
    return Fraction(max(abs(fen - true[cell]) for cell, fen in shown))


def agrees(exact: Disclosure, unit: Unit, places: int) -> bool | None:
    """Whether HiGHS finds the same least cost; None without highspy."""
    system = system_of(cells_of(exact.figures(), unit, places), relations_of(exact))
    costs = dict(enumerate(system.costs))
    found = solve(range(len(costs)), costs, system.constraints)
    other = by_highs(system)
    return None if other is None else isinstance(found, Solution) and found.cost == other


def by_highs(system: System) -> int | None:
    """The least cost, by HiGHS."""
    try:
        import highspy
    except ImportError:
        return None
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
        solver.setOptionValue(option, value)
    ups = [solver.addBinary(obj=cost) for cost in system.costs]
    for constraint in system.constraints:
        total = sum(by * ups[at] for at, by in constraint.terms)
        solver.addConstr(total <= constraint.high)
        if constraint.low is not None:
            solver.addConstr(total >= constraint.low)
    solver.run()
    return round(solver.getObjectiveValue())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledgers", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    main(options.ledgers, options.jobs)
