"""Quantities of indicators (指标数量): a number with its unit, exact, and units that compare.

Which units exist and what they convert to is data: ``data/units.toml``.
"""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Final

from attrs import frozen

from budgetdisclosure.amounts import Exact, exact, parse_number

_PER: Final = re.compile(r"\s*(?:/|／|每|·)\s*")


@frozen
class Measure:
    """A unit (计量单位): ``parts`` of ``kind`` per ``per``; kind is empty where none is printed.

    >>> Measure.parse("万人次"), Measure.parse("元/人/月").per
    (Measure(kind='人次', parts=10000, per=()), ('人', '月'))
    """

    kind: str = ""
    parts: Exact = 1
    per: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Measure | None:
        """The unit that ``text`` is, if it is one that is known."""
        measure, length = leading_unit("".join(text.split()))
        return measure if measure is not None and length == len("".join(text.split())) else None

    def converts_to(self, other: Measure) -> bool:
        """Whether values in the two can be compared.

        No unit at all suits any plain unit, and 万 alone suits 万元; but 800 and 5万元, or 95 and
        95%, leave open what was meant.
        """
        if self.per != other.per:
            return False
        if self.kind == other.kind:
            return self.kind != "" or self.parts == other.parts
        bare, named = (self, other) if not self.kind else (other, self)
        if bare.kind or bare.parts != named.parts:
            return False
        return named.kind == "money" or (bare.parts == 1 and named.kind != "ratio")


NO_UNIT: Final = Measure()


@frozen
class Quantity:
    """A printed value with its unit (数值): exact, ``places`` decimals.

    >>> Quantity.parse("1,234.5万元").base, Quantity.parse("95%").base
    (12345000, Fraction(19, 20))
    """

    value: Exact
    measure: Measure = NO_UNIT
    places: int = 0
    text: str = ""

    @classmethod
    def parse(cls, text: str, unit: str = "") -> Quantity | None:
        """The quantity that the whole of ``text`` is, in ``unit`` where it prints none."""
        match = _VALUE.fullmatch("".join(text.split()))
        if match is None:
            return None
        measure = Measure.parse(match["unit"] or unit) if (match["unit"] or unit) else NO_UNIT
        number = number_of(match["number"])
        if measure is None or number is None:
            return None
        return cls(number[0], measure, number[1], text)

    @property
    def base(self) -> Exact:
        """The value in the kind its unit compares in: 元 for 万元, a ratio for a percentage."""
        return exact(Fraction(self.value) * Fraction(self.measure.parts))


_VALUE: Final = re.compile(r"(?P<number>[-−]?[\d,，]*\d(?:[.．]\d+)?)(?P<unit>\D.*)?")


def number_of(digits: str) -> tuple[Exact, int] | None:
    """The exact value and decimals of printed digits, None where they are no number."""
    try:
        printed = parse_number(digits)
    except ValueError:
        return None
    return None if printed.value is None else (exact(printed.value), printed.places)


def leading_unit(text: str) -> tuple[Measure | None, int]:
    """The longest unit ``text`` begins with, and its length; (None, 0) where it begins with none.

    >>> leading_unit("名离休干部")
    (Measure(kind='people', parts=1, per=()), 1)
    """
    head, length = _single(text)
    if head is None:
        return None, 0
    per: list[str] = []
    while True:
        match = _PER.match(text, length)
        below, more = _single(text[match.end() :]) if match else (None, 0)
        if match is None or below is None:
            return Measure(head.kind, head.parts, tuple(sorted(per))), length
        per.append(text[match.end() : match.end() + more])
        length = match.end() + more


def _single(text: str) -> tuple[Measure | None, int]:
    times, at = Fraction(1), 0
    multipliers, units = _tables()
    while text[at : at + 1] in multipliers and text[at:] and not _starts(text[at:], units):
        times *= multipliers[text[at]]
        at += 1
    name = _starts(text[at:], units)
    if name:
        kind, parts = units[name]
        return Measure(kind, exact(times * parts)), at + len(name)
    return (Measure("", exact(times)), at) if at else (None, 0)


def _starts(text: str, units: dict[str, tuple[str, Fraction]]) -> str:
    return max((name for name in units if text.startswith(name)), key=len, default="")


@cache
def _tables() -> tuple[dict[str, Fraction], dict[str, tuple[str, Fraction]]]:
    """Multipliers, and units with their kind and parts, from the data file."""
    path = resources.files("budgetdisclosure.calc") / "data" / "units.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    multipliers = {name: Fraction(value) for name, value in data.pop("multipliers").items()}
    units = {name: (name, Fraction(1)) for name in data.pop("own")["kinds"]}
    for kind, table in data.items():
        units |= {name: (kind, Fraction(parts)) for name, parts in table.items()}
    return multipliers, units
