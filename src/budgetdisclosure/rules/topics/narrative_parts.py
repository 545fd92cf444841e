"""What adds up to what in a text (分项与整体): ``claims/data/partitions.csv``."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from attrs import frozen


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
