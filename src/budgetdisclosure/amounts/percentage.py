"""A printed percentage: a rounded ratio."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from budgetdisclosure.amounts.interval import Interval
from budgetdisclosure.amounts.printed import parse_number
from budgetdisclosure.errors import FigureError, InexactError
from budgetdisclosure.place import CellRef, Place
from budgetdisclosure.wording import Wording

_SIGNS = {"%": 100, "％": 100, "‰": 1000}


@frozen
class Percentage:
    """A percentage as printed (百分比): ``value`` 74.3 and ``places`` 1 for ``74.3%``.

    >>> p = Percentage.parse("74.3%")
    >>> print(p, p.interval, p.interval.scaled(100))
    74.3% [0.7425, 0.7435) [74.25, 74.35)
    """

    value: Decimal
    places: int = 2
    base: int = 100
    text: str | None = field(default=None, eq=False)
    place: Place | None = field(default=None, eq=False, repr=False)
    cell: CellRef | None = field(default=None, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.value, Decimal) or not self.value.is_finite():
            raise InexactError(
                Wording("百分比的数值必须是 Decimal", "a percentage's value must be a Decimal"),
                excerpt=repr(self.value),
            )

    @classmethod
    def parse(cls, text: str, *, place: Place | None = None) -> Percentage:
        """Read ``74.3%``, ``５‰`` or a bare ``74.3`` that stands in a column of percentages.

        >>> Percentage.parse("-5.98％").value
        Decimal('-5.98')
        """
        digits = text.strip()
        base = _SIGNS.get(digits[-1:], 100)
        number = parse_number(digits.rstrip("%％‰"), place=place)
        if number.value is None:
            raise FigureError(Wording("不是百分比", "not a percentage"), place=place, excerpt=text)
        return cls(number.value, number.places, base, text, place)

    def at(self, place: Place | None, cell: CellRef | None = None) -> Percentage:
        """The same percentage at a place and in a cell."""
        return Percentage(self.value, self.places, self.base, self.text, place, cell)

    @property
    def interval(self) -> Interval:
        """Every ratio that prints as this percentage, half up."""
        return Interval.of_print(self.value, self.places).scaled(Fraction(1, self.base))

    @property
    def truncation(self) -> Interval:
        """Every ratio that prints as this percentage when cut instead of rounded (R-05)."""
        return Interval.of_truncation(self.value, self.places).scaled(Fraction(1, self.base))

    @property
    def digits(self) -> str:
        """The percentage as printed, or as it would be."""
        return self.text if self.text is not None else str(self)

    def __str__(self) -> str:
        return f"{self.value:.{self.places}f}{self.sign}"

    @property
    def sign(self) -> str:
        """The sign of its base: ``%``, or ``‰`` (百分号、千分号)."""
        return "%" if self.base == 100 else "‰"
