"""What adds up to what in a text (分项与整体): ``claims/data/partitions.csv``."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from attrs import frozen

from budgetdisclosure.claims import Amount, Basis, Change, Said
from budgetdisclosure.claims.normal import plain
from budgetdisclosure.model import Disclosure, Kind


@frozen
class Partition:
    """A whole and its parts by their subjects; ``also`` are those that a text may count in or not.

    Money carried over and balances used are a part of what a text calls revenue, or beside it.
    """

    whole: str
    parts: tuple[str, ...]
    also: tuple[str, ...] = ()


@cache
def partitions() -> tuple[Partition, ...]:
    """All partitions, those most told first.

    >>> [one.parts for one in partitions() if one.whole == "财政拨款支出"]
    [('财政拨款基本支出', '财政拨款项目支出')]
    """
    path = files("budgetdisclosure.claims") / "data" / "partitions.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return tuple(
        Partition(row["whole"], _names(row["parts"]), _names(row["also"] or "")) for row in rows
    )


def _names(words: str) -> tuple[str, ...]:
    return tuple(filter(None, words.split("|")))


def measure_of(d: Disclosure, change: Change) -> bool | None:
    """Whether what a change is against was spent (True) or planned (False), as far as that is said.

    Final accounts are compared with what was spent; a budget with either, and the two differ.
    """
    return True if change.spent is None and d.kind is Kind.FINAL else change.spent


def is_spent(said: Said) -> bool:
    """Whether words speak of what was spent: 比2025年预算执行数增加."""
    words = plain(said.words)
    return any(word in words for word in ("执行", "决算", "实际"))


def was_spent(said: Said) -> bool | None:
    """Whether an amount is told as spent or as planned; None where its words do not say."""
    return True if is_spent(said) else False if "预算" in plain(said.words) else None


def kind_of_prior(d: Disclosure, amount: Amount) -> bool | None:
    """Which of last year's amounts a budget tells: what was spent, or planned; else None."""
    prior = amount.basis is Basis.PRIOR and d.kind is Kind.BUDGET
    return was_spent(amount.said) if prior else None
