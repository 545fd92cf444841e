"""Figure: a printed amount, with what it says about the true one."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from html import escape

from attrs import field, frozen

from budgetdisclosure.amounts.amount import Amount
from budgetdisclosure.amounts.exact import Exact, ExactInput, exact, whole
from budgetdisclosure.amounts.interval import Interval
from budgetdisclosure.amounts.printed import is_blank, parse_number, why_unread
from budgetdisclosure.amounts.rounding import round_half_up
from budgetdisclosure.amounts.unit import Unit
from budgetdisclosure.errors import InexactError, ModelError, UnreadableError
from budgetdisclosure.place import CellRef, Place
from budgetdisclosure.wording import Language, Wording

_PRINTED = re.compile(r"\w|^\s*[=#]")
"""Digits, words such as 涉密, the formula of a sheet: what stands there is not nothing."""
_LAST = {places: Decimal((0, (1,), -places)) for places in range(9)}
"""One in the last of so many decimal places: to compare exponents is quicker than to tell them."""

_SUFFIXES = sorted(Unit, key=lambda unit: -len(unit.label))


@frozen
class Figure:
    """An amount as printed (所列数): value, unit and decimal places.

    A blank (空白, ``--``, ``/``) has no value: it counts as zero in a sum and is not ``0.00``. An
    absent figure stands in a column that the document's form does not have at all. Equality is
    by value, unit and places; the printed text, the place and the cell do not count.

    >>> f = Figure.parse("1,046.0", Unit.WAN)
    >>> print(f, f.interval.scaled(Fraction(1, Unit.WAN.fen)))
    1046.0万元 [1045.95, 1046.05)
    """

    value: Decimal | None
    unit: Unit = Unit.WAN
    places: int = 2
    text: str | None = field(default=None, eq=False)
    place: Place | None = field(default=None, eq=False, repr=False)
    cell: CellRef | None = field(default=None, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.value is None:
            return
        if not isinstance(self.value, Decimal) or not self.value.is_finite():
            raise InexactError(
                Wording("所列数必须是 Decimal", "a printed figure's value must be a Decimal"),
                excerpt=repr(self.value),
                remedy=Wording('例如 Figure.parse("104.60")', 'E.g. Figure.parse("104.60")'),
            )
        if not _has_places(self.value, self.places) and _decimals(self.value) > self.places:
            raise ModelError(
                Wording("数值的小数位多于所注位数", "the value has more decimals than its places"),
                excerpt=f"{self.value} / {self.places}",
            )

    @classmethod
    def parse(cls, text: str, unit: Unit = Unit.WAN, *, place: Place | None = None) -> Figure:
        """Read a printed amount; a unit printed behind the digits wins over ``unit``.

        Raises FigureError for what is not a number, naming the place.

        >>> Figure.parse("△１.２０").value, Figure.parse("--").is_blank, Figure.parse("12元").unit
        (Decimal('-1.20'), True, <Unit.YUAN: '元'>)
        """
        digits = text.strip()
        for suffix in _SUFFIXES:
            if digits.endswith(suffix.label) and digits != suffix.label:
                digits, unit = digits.removesuffix(suffix.label), suffix
                break
        number = parse_number(digits, place=place)
        return cls(number.value, unit, number.places, text, place)

    @classmethod
    def of(
        cls, value: Decimal | int | str, unit: Unit = Unit.WAN, places: int | None = None
    ) -> Figure:
        """The figure that prints ``value`` exactly, at its own or the given number of places.

        Nothing is rounded: more decimals than ``places`` are refused with ModelError.

        >>> print(Figure.of("104.6", places=2))
        104.60万元
        """
        figure = cls.parse(_spelled(value), unit)
        kept = figure.places if places is None else places
        if figure.value is None:
            return cls(None, figure.unit, kept)
        if _decimals(figure.value) > kept:
            return cls(figure.value, figure.unit, kept)  # refused, with the reason
        return cls(figure.value.quantize(Decimal(1).scaleb(-kept)), figure.unit, kept)

    @classmethod
    def blank(cls, unit: Unit = Unit.WAN, text: str = "") -> Figure:
        """A cell that is there and says nothing (空白)."""
        return cls(None, unit, 0, text)

    @classmethod
    def absent(cls) -> Figure:
        """No cell at all: the form has no such column (无此栏)."""
        return _ABSENT

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed, be the cell blank or absent; what cannot be read is printed.

        >>> [Figure(None, text=text).is_blank for text in ("", "--", "6O.00")]
        [True, True, False]
        """
        return self.value is None and not self.is_unreadable

    @property
    def is_absent(self) -> bool:
        """Whether the form has no such cell."""
        return self.value is None and self.text is None

    @property
    def is_unreadable(self) -> bool:
        """Whether what is printed cannot be told to be a number (无法识别): 12,34, l2.3, 涉密.

        Nothing that rests on it can be checked; it is no zero.

        >>> Figure(None, text="12,34").is_unreadable, Figure.blank(text="--").is_unreadable
        (True, False)
        """
        if self.value is not None or not self.text:
            return False
        return bool(_PRINTED.search(self.text)) and not is_blank(self.text)

    @property
    def is_nothing(self) -> bool:
        """Whether it stands for no amount: blank, absent or a zero; what cannot be read may be one.

        >>> [Figure.parse(text).is_nothing for text in ("--", "0.00", "1.20")]
        [True, True, False]
        >>> Figure(None, text="48.9O").is_nothing
        False
        """
        return self.counted == 0 and not self.is_unreadable

    @property
    def is_zero(self) -> bool:
        """Whether a zero is printed (``0.00``); a blank is none."""
        return self.value is not None and self.value == 0

    @property
    def number(self) -> Decimal:
        """The value with a blank as zero, for sums.

        Raises UnreadableError, with the place, for what cannot be read: it is no zero.

        >>> Figure.parse("--").number
        Decimal('0')
        >>> Figure(None, text="6O.00").number  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        budgetdisclosure.errors.UnreadableError: “6O.00”：不是金额，不能当作零...
        """
        if self.is_unreadable:
            raise _no_number(self)
        return self.counted

    @property
    def counted(self) -> Decimal:
        """The value, or zero where there is none to tell: for relations, which look if it is read.

        ``number`` refuses what cannot be read.
        """
        return Decimal(0) if self.value is None else self.value

    @property
    def step(self) -> Exact:
        """One unit in the last place, in fen."""
        fen, parts = self.unit.fen, 10**self.places
        return Fraction(fen, parts) if fen % parts else fen // parts

    @property
    def printed_fen(self) -> Exact:
        """The printed value itself (``counted``), in fen."""
        if self.value is None:
            return 0
        return int(self.value.scaleb(self.places)) * self.step

    @property
    def interval(self) -> Interval:
        """Every true amount, in fen, that prints this figure half up; a blank is exactly zero.

        What cannot be read may be any amount.
        """
        if self.value is None:
            return _ANY if self.is_unreadable else Interval.point(0)
        middle, half = self.printed_fen, exact(Fraction(self.step) / 2)
        return Interval(middle - half, middle + half, middle > 0, middle < 0)

    @property
    def truncation(self) -> Interval:
        """Every true amount, in fen, that prints this figure when cut instead of rounded (R-05)."""
        if self.value is None:
            return _ANY if self.is_unreadable else Interval.point(0)
        return Interval.of_truncation(self.value, self.places).scaled(self.unit.fen)

    def value_in(self, unit: Unit) -> Decimal | None:
        """The printed value in another unit, exact; None for a blank (换算).

        >>> Figure.parse("104.60").value_in(Unit.YUAN)
        Decimal('1046000')
        """
        if self.value is None:
            return None
        return (self.value * self.unit.fen / unit.fen).normalize() + 0

    def admits(self, amount: Amount) -> bool:
        """Whether ``amount`` prints as this figure.

        >>> Figure.parse("104.60").admits(Amount.of("104.5950", Unit.WAN))
        True
        """
        return amount.fen in self.interval

    def at(self, place: Place | None, cell: CellRef | None = None) -> Figure:
        """The same figure at a place and in a cell."""
        return Figure(self.value, self.unit, self.places, self.text, place, cell)

    def in_unit(self, fen: ExactInput | Interval) -> Interval:
        """Fen (or an interval of fen) in this figure's unit, for messages."""
        interval = fen if isinstance(fen, Interval) else Interval.point(fen)
        return interval.scaled(Fraction(1, self.unit.fen))

    @property
    def digits(self) -> str:
        """The number as printed, or as it would be: empty for a blank."""
        if self.text is not None:
            return self.text
        return "" if self.value is None else f"{self.value:.{self.places}f}"

    def __str__(self) -> str:
        if self.value is None:
            return f"（无法识别：{self.text}）" if self.is_unreadable else "（空白）"
        return f"{self.value:.{self.places}f}{self.unit.label}"

    def spoken(self, language: Language = "zh") -> str:
        """The figure with its unit, as a message says it.

        >>> Figure.parse("104.60").spoken("en")
        '104.60 wan yuan'
        """
        if language == "zh":
            return str(self)
        if self.value is None:
            return f"“{self.text}” (no number)" if self.is_unreadable else "(blank)"
        return f"{self.value:.{self.places}f} {self.unit.spoken(language)}"

    def _repr_html_(self) -> str:
        return f'<span title="{escape(str(self.place or ""))}">{escape(str(self))}</span>'


def _has_places(value: Decimal, places: int) -> bool:
    """Whether a value is written with just so many decimals, as what is printed always is."""
    return places in _LAST and value.same_quantum(_LAST[places])


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _spelled(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    return str(whole(value, Wording("所列数", "a printed figure")))


def _no_number(figure: Figure) -> UnreadableError:
    reason = why_unread(figure.digits.strip())
    return UnreadableError(
        Wording(f"{reason.zh}，不能当作零", f"{reason.en}; it is no zero"),
        place=figure.place,
        excerpt=figure.digits.strip(),
        remedy=Wording("请先看 figure.is_unreadable", "Ask figure.is_unreadable first"),
    )


_ANY = Interval(None, None)
_ABSENT = Figure(None, Unit.WAN, 0, None)


def print_amount(amount: Amount, unit: Unit = Unit.WAN, places: int = 2) -> Figure:
    """What ``amount`` prints as: half up, in ``unit``, with ``places`` decimals.

    >>> print(print_amount(Amount.of("46.045", Unit.WAN)))
    46.05万元
    """
    return Figure(round_half_up(Fraction(amount.fen, unit.fen), places), unit, places)


def convert(figure: Figure, unit: Unit, places: int) -> Figure:
    """``figure`` said again in ``unit`` at ``places`` decimals, half up (单位换算).

    >>> print(convert(Figure.parse("1,046,000", Unit.YUAN), Unit.WAN, 2))
    104.60万元
    """
    if figure.value is None:
        return Figure(None, unit, places, figure.text, figure.place)
    return Figure(round_half_up(Fraction(figure.printed_fen) / unit.fen, places), unit, places)
