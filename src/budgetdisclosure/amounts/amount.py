"""The exact amount nobody prints: a whole number of fen."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from budgetdisclosure.amounts.exact import whole
from budgetdisclosure.amounts.printed import parse_number
from budgetdisclosure.amounts.unit import Unit
from budgetdisclosure.errors import InexactError
from budgetdisclosure.wording import Wording

_FEN = Wording("金额（分）", "an amount in fen")


def _whole_fen(value: object) -> int:
    return whole(value, _FEN)


@frozen(order=True)
class Amount:
    """A true amount (实际金额), exact to the fen (分).

    >>> Amount.of("104.60", Unit.WAN) + Amount(5)
    Amount(fen=104600005)
    >>> print(Amount(104600005))
    1046000.05元
    """

    fen: int = field(converter=_whole_fen)

    @classmethod
    def of(cls, value: int | Decimal | str, unit: Unit = Unit.YUAN) -> Amount:
        """The amount of ``value`` in ``unit``; refuses floats and parts of a fen.

        >>> Amount.of(Decimal("0.000001"), Unit.WAN)
        Amount(fen=1)
        """
        number = _decimal(value)
        fen = Fraction(number) * unit.fen
        if fen.denominator != 1:
            raise InexactError(
                Wording("金额精确到分，不能再小", "an amount is exact to the fen, no finer"),
                excerpt=f"{value}{unit.label}",
                remedy=Wording("请先四舍五入到分", "Round it to the fen first"),
            )
        return cls(fen.numerator)

    def in_unit(self, unit: Unit) -> Decimal:
        """The exact value in ``unit``: no rounding, as many decimals as it takes.

        >>> Amount(104600005).in_unit(Unit.WAN)
        Decimal('104.600005')
        """
        places = len(str(unit.fen)) - 1
        return Decimal((int(self.fen < 0), tuple(map(int, str(abs(self.fen)))), -places))

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.fen + other.fen) if isinstance(other, Amount) else NotImplemented

    def __sub__(self, other: Amount) -> Amount:
        return Amount(self.fen - other.fen) if isinstance(other, Amount) else NotImplemented

    def __neg__(self) -> Amount:
        return Amount(-self.fen)

    def __mul__(self, times: int) -> Amount:
        return Amount(self.fen * whole(times, Wording("倍数", "a multiple")))

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.fen != 0

    def __str__(self) -> str:
        return f"{self.in_unit(Unit.YUAN)}元"


ZERO = Amount(0)
"""No money at all."""


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of ``amounts`` (合计), zero for none.

    >>> total([Amount(1), Amount(2)])
    Amount(fen=3)
    """
    return Amount(sum(amount.fen for amount in amounts))


def _decimal(value: int | Decimal | str) -> Decimal:
    if isinstance(value, str):
        number = parse_number(value).value
        if number is not None:
            return number
    elif isinstance(value, Decimal) and value.is_finite():
        return value
    elif isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    raise InexactError(
        Wording("不是精确的金额", "not an exact amount"),
        excerpt=repr(value),
        remedy=Wording(
            '请用 Decimal、整数或字符串，例如 "104.60"；印出的数（Figure）是 '
            "Amount.of(figure.value, figure.unit)",
            'Use Decimal, int or "104.60"; of a Figure, Amount.of(figure.value, figure.unit)',
        ),
    )
