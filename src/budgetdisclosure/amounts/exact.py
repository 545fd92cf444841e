"""Exact numbers only: the one door through which numbers enter, closed to binary floats."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from budgetdisclosure.errors import InexactError
from budgetdisclosure.wording import Wording

Exact = int | Fraction
"""An exact number inside the library: a whole number where it is one, else a fraction."""

ExactInput = int | Fraction | Decimal
"""What public arguments accept where an exact number is meant."""


def exact(value: ExactInput) -> Exact:
    """``value`` as an exact number; floats, booleans, infinities and NaN are refused.

    >>> exact(Decimal("1.5")), exact(Fraction(4, 2))
    (Fraction(3, 2), 2)
    """
    if type(value) is int:
        return value
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
        raise _refusal(value)
    if isinstance(value, Decimal) and not value.is_finite():
        raise _refusal(value)
    whole = value if type(value) is Fraction else Fraction(value)
    return whole.numerator if whole.denominator == 1 else whole


def whole(value: object, what: Wording) -> int:
    """``value`` if it is a whole number (and no boolean); ``what`` names it in the refusal.

    >>> whole(3, Wording("金额（分）", "an amount in fen"))
    3
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise InexactError(
        Wording(f"{what.zh}必须是整数", f"{what.en} must be a whole number"),
        excerpt=repr(value),
        remedy=Wording("请传入 int", "Pass an int"),
    )


def _refusal(value: object) -> InexactError:
    return InexactError(
        Wording("金额不接受二进制浮点数或非数值", "money is never a binary float or not a number"),
        excerpt=repr(value),
        remedy=Wording(
            '请用 Decimal("104.60")、整数或字符串', 'Use Decimal("104.60"), an int or a string'
        ),
    )
