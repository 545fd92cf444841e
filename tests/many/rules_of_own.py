"""Rules of a user's own, in a module that another process can load."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules import Held, Rule
from budgetdisclosure.rules.rule import BOTH, Outcome
from budgetdisclosure.wording import Wording


def _held(d: Disclosure) -> Iterator[Outcome]:
    """It holds of every disclosure."""
    yield Held()


def _divides(d: Disclosure) -> Iterator[Outcome]:
    """It fails over the disclosures of 2021 alone."""
    yield Held(1 // (2021 - (d.fiscal_year or 0)))


HOLDS = Rule("OUR-01", Wording("总成立", "holds"), "自定", _held, kinds=BOTH)
FAILS = Rule("OUR-02", Wording("除以零", "divides"), "自定", _divides, kinds=BOTH)
