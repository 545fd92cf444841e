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
