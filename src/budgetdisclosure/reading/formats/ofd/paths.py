"""Paths as OFD abbreviates them (图元路径): ``M 0 0 L 10 0 C``."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

Point = tuple[Decimal, Decimal]
Matrix = tuple[Decimal, Decimal, Decimal, Decimal, Decimal, Decimal]
"""As in PDF: x' = ax + cy + e, y' = bx + dy + f."""

_ARGUMENTS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_MOST: Final = 200_000


def path_points(data: str) -> list[list[Point]]:
    """The corners of each subpath; a curve counts as the straight line between its ends.

    >>> [[(str(x), str(y)) for x, y in path] for path in path_points("M 0 0 L 10 0 L 10 5 C")]
    [[('0', '0'), ('10', '0'), ('10', '5'), ('0', '0')]]
    """
    words = iter(data.split()[:_MOST])
    paths: list[list[Point]] = []
    for word in words:
        numbers = [finite(next(words, "")) for _ in range(_ARGUMENTS[word])]
        if word in ("S", "M") or not paths:
            paths.append([])
        if word == "C":
            paths[-1] += paths[-1][:1]
        else:
            paths[-1].append((numbers[-2], numbers[-1]))
    return [path for path in paths if len(path) > 1]


def finite(word: str) -> Decimal:
    """A measure in millimetres; one that no page can have is an ``ArithmeticError``."""
    number = Decimal(word)
    if not number.is_finite() or number.adjusted() > 6:
        raise InvalidOperation
    return number
