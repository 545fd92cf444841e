"""Exact values: an ``int`` wherever whole, a ``Fraction`` where not, and what counts as endless."""

from __future__ import annotations

from fractions import Fraction

Value = int | Fraction

INFINITE = 1 << 120


def divide(value: Value, by: int) -> Value:
    """An exact quotient, an ``int`` where it is whole.

    >>> divide(6, 3), divide(7, 2)
    (2, Fraction(7, 2))
    """
    if by == 1:
        return value
    if by == -1:
        return -value
    return whole(Fraction(value, by))


def whole(value: Value) -> Value:
    """The same value, as an ``int`` if it is whole."""
    return value.numerator if type(value) is Fraction and value.denominator == 1 else value
