"""Which figures controlled rounding prints otherwise than half up (挪动的数)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetdisclosure.model import Disclosure

_NUMBER = re.compile(r"-?\d[\d,]*\.\d+(?:(?=万元|亿元|元)|%)")


def moved(made: Disclosure, plain: Disclosure) -> Iterator[tuple[str, str, str]]:
    """Each such figure: its place, as rounded half up, and as it is printed.

    A percentage has its sign: it follows from printed figures, and may move further than they do.

    >>> list(moved(Disclosure(), Disclosure()))
    []
    """
    usual = {figure.cell: figure for figure in plain.figures()}
    for figure in made.figures():
        other = usual.get(figure.cell, figure)
        if figure != other:
            yield figure.place.spoken() if figure.place else "", other.digits, figure.digits
    yield from _in_text(made, plain)


def _in_text(made: Disclosure, plain: Disclosure) -> Iterator[tuple[str, str, str]]:
    """The numbers of sentences that say the same of other figures."""
    for here, there in zip(made.walk_sections(), plain.walk_sections(), strict=False):
        own, usual = (_NUMBER.findall(section.text) for section in (here, there))
        if len(own) == len(usual):
            changed = (pair for pair in zip(usual, own, strict=True) if pair[0] != pair[1])
            yield from ((f"文字“{here.title}”", *pair) for pair in changed)
