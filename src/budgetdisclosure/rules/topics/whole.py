"""Rules of the document as a whole: what the proof of all relations together shows."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules.rule import BOTH, DERIVED, Outcome, Severity, rule


@rule(
    "R-04",
    "联合可行性",
    "all relations together have a solution",
    source=DERIVED,
    severity=Severity.WARNING,
    kinds=BOTH,
)
def jointly_feasible(d: Disclosure) -> Iterator[Outcome]:
    """One set of true amounts lies in every printed interval and satisfies every relation.

    Decided by the proof after all other rules; nothing is checked here.
    """
    yield from ()


@rule(
    "R-09",
    "金额没有错位",
    "no amounts stand a row or a column off",
    source=DERIVED,
    exceptions="一个数印错就能说明的，不算错位",
    kinds=BOTH,
)
def in_their_cells(d: Disclosure) -> Iterator[Outcome]:
    """No run of a table's amounts one row off, no rows or columns exchanged, mends what is broken.

    Looked for after the proof, where relations of a table fail; nothing is checked here.
    """
    yield from ()
