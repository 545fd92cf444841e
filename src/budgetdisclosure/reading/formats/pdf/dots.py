"""Rules made of dots (点线): squares, too small to be rules, that follow one another in a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetdisclosure.reading.formats.pdf.paths import THIN, Bound

_LEAST = 8
"""Fewer dots in a line are no rule."""


def chains(dots: Sequence[Bound]) -> Iterator[Bound]:
    """The lying and the standing rules that dots make, as bounds."""
    if len(dots) < _LEAST:
        return
    for across in (0, 1):
        yield from _along(dots, across)


def _along(dots: Sequence[Bound], way: int) -> Iterator[Bound]:
    """The rows of dots that run one way: no further apart than a rule is thick."""
    other = 1 - way
    chain: list[Bound] = []
    for dot in sorted(dots, key=lambda dot: (round(dot[other], 1), dot[way])):
        if chain and not _follows(chain[-1], dot, way):
            yield from _rule(chain)
            chain = []
        chain.append(dot)
    yield from _rule(chain)


def _follows(last: Bound, dot: Bound, way: int) -> bool:
    level = 2 * abs(last[1 - way] - dot[1 - way]) < THIN
    return bool(level and last[way] <= dot[way] <= last[way + 2] + THIN)


def _rule(chain: Sequence[Bound]) -> Iterator[Bound]:
    if len(chain) >= _LEAST:
        left, bottom, right, top = zip(*chain, strict=True)
        yield min(left), min(bottom), max(right), max(top)
