"""Sources of rules in English: ``data/sources.csv`` has a line for each (依据的英文说法)."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from budgetdisclosure.wording import quoted


def source_en(source: str) -> str:
    """What a source is called in English; one that has no translation is quoted as it is.

    >>> source_en("算术推论")
    'arithmetic'
    >>> source_en("某某办法")
    '“某某办法” (in Chinese)'
    """
    return _translations().get(source) or f"{quoted(source)} (in Chinese)"


@cache
def _translations() -> dict[str, str]:
    text = files("budgetdisclosure.rules").joinpath("data/sources.csv").read_text("utf-8")
    return {row["source"]: row["en"] for row in csv.DictReader(text.splitlines())}
