"""Rounding as disclosures round: half up in magnitude (四舍五入)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from budgetdisclosure.amounts.exact import ExactInput, exact, whole
from budgetdisclosure.errors import InexactError
from budgetdisclosure.wording import Wording

_PLACES = Wording("小数位数", "the number of decimal places")


def round_half_up(value: ExactInput, places: int = 2) -> Decimal:
    """``value`` to ``places`` decimals, halves away from zero (四舍五入), with those decimals kept.

    >>> round_half_up(Decimal("104.595")), round_half_up(Decimal("-0.005")), round_half_up(7, 1)
    (Decimal('104.60'), Decimal('-0.01'), Decimal('7.0'))
    """
    return _as_decimal(value, places, half=True)


def truncate(value: ExactInput, places: int = 2) -> Decimal:
    """``value`` cut after ``places`` decimals, towards zero (截断): a slip some documents show.

    >>> truncate(Decimal("46.049")), truncate(Decimal("-46.049"))
    (Decimal('46.04'), Decimal('-46.04'))
    """
    return _as_decimal(value, places, half=False)


def _as_decimal(value: ExactInput, places: int, *, half: bool) -> Decimal:
    if whole(places, _PLACES) < 0:
        raise InexactError(
            Wording("小数位数不能为负", "decimal places cannot be negative"), excerpt=str(places)
        )
    number = Fraction(exact(value))
    scaled = abs(number) * 10**places
    units = (2 * scaled + 1) // 2 if half else scaled // 1
    digits = tuple(int(digit) for digit in str(int(units)))
    return Decimal((int(number < 0 and units > 0), digits, -places))
