"""Naming the slip of the pen behind a wrong number (笔误识别).

Given what was printed and where the amount should lie, which everyday slip leads from the one to
the other? Pure functions over digits; a slip is named only if its correction fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from budgetdisclosure.wording import Wording

WAN, YUAN = 1_000_000, 100

NAMES = {
    "sign": Wording("正负号有误", "wrong sign"),
    "yuan_for_wan": Wording("万元表中误填为元", "yuan written in a table of wan yuan"),
    "wan_for_yuan": Wording("元表中误填为万元", "wan yuan written in a table of yuan"),
    "neighbour": Wording("误填为相邻单元格的数", "the value of a neighbouring cell"),
    "shifted": Wording("小数点错位", "shifted decimal point"),
    "swapped": Wording("两位数字颠倒", "two digits swapped"),
    "doubled": Wording("数字重复", "a digit doubled"),
    "inserted": Wording("多一位数字", "a digit too many"),
    "dropped": Wording("漏一位数字", "a digit dropped"),
    "mistyped": Wording("一位数字有误", "one digit mistyped"),
}


@frozen
class Slip:
    """A named slip (笔误); ``corrected`` is what should have been printed, where it is one number.

    ``chance`` is how likely a number would fit this slip by accident: the smaller, the surer.
    """

    name: str
    corrected: Decimal | None
    chance: Fraction

    @property
    def wording(self) -> Wording:
        """The name in words."""
        return NAMES[self.name]


@frozen
class _Digits:
    """A number as its digits and how many of them are decimals, with a leading zero at least.

    Fewer than no decimals: a number known to tens, to hundreds only.
    """

    text: str
    places: int
    negative: bool = False

    @property
    def units(self) -> int:
        return -int(self.text) if self.negative else int(self.text)

    @property
    def whole(self) -> int:
        return len(self.text) - self.places


def slips(
    printed: Decimal, low: int, high: int, unit: int, neighbours: Sequence[Decimal] = ()
) -> tuple[Slip, ...]:
    """Every slip that leads to ``printed`` from an amount in [low, high], the surest first.

    ``low`` and ``high`` are fen, ``unit`` the fen in one printed unit (万元: 1000000), and
    ``neighbours`` the numbers printed beside it. A printed nothing comes of no slip.

    >>> for slip in slips(Decimal("140.60"), 104_595_000, 104_604_999, WAN):
    ...     print(slip.name, slip.corrected)
    swapped 104.60
    """
    shown = _digits(printed)
    if not shown.units:
        return ()
    found: dict[str, Slip] = {}
    for name, candidates in _KINDS.items():
        if low <= 0 <= high and name in _SHRINKING:
            continue
        tried = [_full(c, shown, name) for c in candidates(shown, unit) if c != shown]
        for right in [c for c in tried if _fits_as_printed(c, shown, low, high, unit)][:1]:
            chance = _chance(shown, len(tried), low, high, unit)
            whole = _decimal(right, shown.places)
            coarse = right.places < shown.places
            corrected = _only(low, high, shown.places, unit) if coarse else whole
            found[name] = Slip(name, corrected, chance)
    if any(near == printed for near in neighbours):
        chance = _chance(shown, len(neighbours), low, high, unit)
        found["neighbour"] = Slip("neighbour", _only(low, high, shown.places, unit), chance)
    order = list(NAMES)
    telling = [slip for slip in found.values() if slip.chance < 1]
    return tuple(sorted(telling, key=lambda slip: (slip.chance, order.index(slip.name))))


def _digits(number: Decimal) -> _Digits:
    sign, digits, exponent = number.as_tuple()
    places = max(-int(exponent), 0)
    text = "".join(map(str, digits)) + "0" * max(int(exponent), 0)
    return _Digits(text.zfill(places + 1), places, bool(sign))


def _full(number: _Digits, shown: _Digits, name: str) -> _Digits:
    """The number with all the decimals of its table; a shifted point has lost some for good."""
    missing = shown.places - number.places
    if missing <= 0 or name in _LOSING:
        return number
    return _Digits(number.text + "0" * missing, shown.places, number.negative)


def _fits(number: _Digits, low: int, high: int, unit: int) -> bool:
    """Whether some amount in [low, high] prints this number, half-up."""
    scale: int = 2 * 10 ** max(number.places, 0)
    unit *= 10 ** max(-number.places, 0)
    below, above = (2 * number.units - 1) * unit, (2 * number.units + 1) * unit
    if number.negative:
        return below < high * scale and low * scale <= above
    return below <= high * scale and low * scale < above


def _fits_as_printed(right: _Digits, shown: _Digits, low: int, high: int, unit: int) -> bool:
    """Whether a number fits, and fits still once it has no more decimals than its table prints."""
    if not _fits(right, low, high, unit):
        return False
    if right.places <= shown.places:
        return True
    return _fits(_digits(_decimal(right, shown.places)), low, high, unit)


def _chance(shown: _Digits, tried: int, low: int, high: int, unit: int) -> Fraction:
    """Numbers tried, times how many printed values would do, over all numbers of that length."""
    width = 1 + (high - low) * 10**shown.places // unit
    return min(Fraction(tried * width, 10 ** len(shown.text)), Fraction(1))


def _decimal(number: _Digits, places: int) -> Decimal:
    """The number with as many decimals as its table prints, half-up."""
    units = abs(number.units)
    if number.places > places:
        by = 10 ** (number.places - places)
        units = (2 * units + by) // (2 * by)
    else:
        units *= 10 ** (places - number.places)
    return Decimal(-units if number.negative else units).scaleb(-places)


def _only(low: int, high: int, places: int, unit: int) -> Decimal | None:
    """The one printed number all amounts in [low, high] have, if it is one."""
    scale = 10**places
    ends = {(2 * amount * scale + unit) // (2 * unit) for amount in (low, high)}
    return Decimal(ends.pop()).scaleb(-places) if len(ends) == 1 else None


def _with(shown: _Digits, text: str, places: int) -> _Digits:
    return _Digits(text.zfill(max(places, 0) + 1), places, shown.negative)


def _sign(shown: _Digits, unit: int) -> Iterator[_Digits]:
    yield _Digits(shown.text, shown.places, not shown.negative)


def _yuan_for_wan(shown: _Digits, unit: int) -> Iterator[_Digits]:
    if unit == WAN:
        yield _with(shown, shown.text, shown.places + 4)


def _wan_for_yuan(shown: _Digits, unit: int) -> Iterator[_Digits]:
    if unit == YUAN:
        yield _scaled(shown, 4)


def _shifted(shown: _Digits, unit: int) -> Iterator[_Digits]:
    for by in (1, 2, 3):
        yield _with(shown, shown.text, shown.places + by)
        yield _scaled(shown, by)


def _scaled(shown: _Digits, by: int) -> _Digits:
    """Ten to the power ``by`` times the number, and as much coarser."""
    return _with(shown, shown.text, shown.places - by)


def _swapped(shown: _Digits, unit: int) -> Iterator[_Digits]:
    text = shown.text
    for at in range(len(text) - 1):
        yield _with(shown, text[:at] + text[at + 1] + text[at] + text[at + 2 :], shown.places)


def _doubled(shown: _Digits, unit: int) -> Iterator[_Digits]:
    text = shown.text
    for at in range(1, len(text)):
        if text[at] == text[at - 1]:
            yield _without(shown, at)


def _inserted(shown: _Digits, unit: int) -> Iterator[_Digits]:
    for at in range(len(shown.text)):
        if len(shown.text) > 1:
            yield _without(shown, at)


def _without(shown: _Digits, at: int) -> _Digits:
    places = shown.places - (at >= shown.whole)
    return _with(shown, shown.text[:at] + shown.text[at + 1 :], places)


def _dropped(shown: _Digits, unit: int) -> Iterator[_Digits]:
    """One digit more; a decimal lost may have let a filler zero in at the end."""
    text, whole = shown.text.lstrip("0") or "0", shown.whole
    text = shown.text if len(text) <= shown.places else text
    whole = len(text) - shown.places
    forms = [(text, shown.places)]
    if shown.places and text.endswith("0"):
        forms.append((text[:-1], shown.places - 1))
    for digits, places in forms:
        for at in range(len(digits) + 1):
            for digit in "0123456789":
                longer = digits[:at] + digit + digits[at:]
                if at <= whole and (digits, places) == forms[0]:
                    yield _with(shown, longer, places)
                if at >= whole:
                    yield _with(shown, longer, places + 1)


def _mistyped(shown: _Digits, unit: int) -> Iterator[_Digits]:
    text = shown.text
    for at in range(len(text)):
        for digit in "0123456789":
            if digit != text[at]:
                yield _with(shown, text[:at] + digit + text[at + 1 :], shown.places)


_KINDS: dict[str, Callable[[_Digits, int], Iterator[_Digits]]] = {
    "sign": _sign,
    "yuan_for_wan": _yuan_for_wan,
    "wan_for_yuan": _wan_for_yuan,
    "shifted": _shifted,
    "swapped": _swapped,
    "doubled": _doubled,
    "inserted": _inserted,
    "dropped": _dropped,
    "mistyped": _mistyped,
}
_LOSING = ("shifted", "wan_for_yuan")
_SHRINKING = ("shifted", "yuan_for_wan")
"""Slips that bring any number near to nothing: no explanation where nothing would do as well."""
