"""Formulas stored without what they come to (公式), worked out exactly where they are simple.

Programs that write workbooks without opening them leave every result out. The sums, differences
and roundings a disclosure is made of are worked out here in fractions; any other formula is left
to the program that knows it, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Final

from attrs import define, frozen

from budgetdisclosure.place import column_of

Position = tuple[int, int]
Held = Fraction | str | None
"""What a cell holds: a number, a text, or nothing."""
Lookup = Callable[[str | None, Position], Held]
"""What a cell holds, by its sheet (None: the formula's own) and position."""

MOST_CELLS: Final = 200_000
"""The cells one formula may ask for."""
_DEEPEST: Final = 60
_CONTEXT: Final = Context(prec=60, rounding=ROUND_HALF_UP)
_REFERENCE: Final = r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})"
_TOKEN: Final = re.compile(
    r"""\s*(?:
    (?:(?P<sheet>'(?:[^'\[\]]|'')+'|[^\W\d][\w.]*)!)?(?P<area>\$?[A-Z]{1,3}\$?\d{1,7}
        (?::\$?[A-Z]{1,3}\$?\d{1,7})?)(?![\w(.!])
    | (?P<number>\d+(?:\.\d*)?(?:E[+-]?\d{1,2})?|\.\d+)
    | (?P<name>[A-Z]{2,8})\(
    | (?P<sign>[-+*/(),%])
    )""",
    re.VERBOSE | re.IGNORECASE,
)


class NotSimpleError(Exception):
    """A formula that is not worked out here."""


@frozen
class _Token:
    kind: str
    text: str
    sheet: str | None = None


def worked_out(formula: str, lookup: Lookup, shift: Position = (0, 0)) -> Decimal | None:
    """What a formula comes to, to sixty digits; None for one that is not simple.

    Simple are numbers, cells, ``+ - * / %``, brackets, ``SUM``, ``ROUND`` and ``ABS``. ``shift``
    moves its relative references, for one formula shared by many cells.

    >>> held = {(0, 0): Fraction(1, 10), (1, 0): Fraction(2, 10), (2, 0): "合计"}
    >>> worked_out("SUM(A1:A3)+ROUND(0.005,2)", lambda _, at: held.get(at))
    Decimal('0.31')
    >>> worked_out("VLOOKUP(A1,B:C,2)", lambda _, at: held.get(at)) is None
    True
    """
    try:
        tokens = list(_tokens(formula.lstrip("= ")))
        reader = _Reader(tokens, lookup, shift)
        number = reader.sum()
        reader.end()
    except (NotSimpleError, ZeroDivisionError, RecursionError):
        return None
    return _CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))


def _tokens(formula: str) -> Iterator[_Token]:
    at = 0
    formula = formula.rstrip()
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if not match or match.end() == at:
            raise NotSimpleError
        kind = match.lastgroup or ""
        sheet = match["sheet"]
        if sheet and sheet.startswith("'"):
            sheet = sheet[1:-1].replace("''", "'")
        yield _Token(kind, match[kind].upper(), sheet)
        at = match.end()


@define
class _Reader:
    """The tokens of a formula, read from left to right."""

    tokens: list[_Token]
    lookup: Lookup
    shift: Position
    at: int = 0
    deep: int = 0
    asked: int = 0

    def sum(self) -> Fraction:
        """Terms added and taken away."""
        self.deep += 1
        if self.deep > _DEEPEST:
            raise NotSimpleError
        number = self.product()
        while (sign := self.taken("+", "-")) is not None:
            other = self.product()
            number = number + other if sign == "+" else number - other
        self.deep -= 1
        return number

    def product(self) -> Fraction:
        """Factors multiplied and divided."""
        number = self.factor()
        while (sign := self.taken("*", "/")) is not None:
            other = self.factor()
            number = number * other if sign == "*" else number / other
        return number

    def factor(self) -> Fraction:
        """A number with its signs."""
        times = 1
        while (sign := self.taken("+", "-")) is not None:
            times = -times if sign == "-" else times
        number = times * self.simple()
        while self.taken("%") is not None:
            number /= 100
        return number

    def simple(self) -> Fraction:
        """A number, a cell, a function or what stands in brackets."""
        token = self.next()
        if token.kind == "number":
            return Fraction(token.text)
        if token.kind == "name":
            return self.function(token.text)
        if token.kind == "area":
            held = list(self.cells(token))
            if len(held) != 1 or isinstance(held[0], str):
                raise NotSimpleError
            return held[0] or Fraction(0)
        if token.text == "(":
            number = self.sum()
            self.need(")")
            return number
        raise NotSimpleError

    def function(self, name: str) -> Fraction:
        """What a function comes to, its bracket already open."""
        if name == "SUM":
            return self.total()
        number = self.sum()
        if name == "ROUND":
            self.need(",")
            number = _rounded(number, self.sum())
        elif name != "ABS":
            raise NotSimpleError
        self.need(")")
        return abs(number) if name == "ABS" else number

    def total(self) -> Fraction:
        """The sum of areas, in which texts count for nothing, and of other terms."""
        number = Fraction(0)
        while True:
            here = self.tokens[self.at : self.at + 2]
            if len(here) == 2 and here[0].kind == "area" and here[1].text in (",", ")"):
                held = self.cells(self.next())
                number += sum((one for one in held if isinstance(one, Fraction)), Fraction(0))
            else:
                number += self.sum()
            if self.taken(",") is None:
                break
        self.need(")")
        return number

    def cells(self, token: _Token) -> Iterator[Held]:
        """What the cells of an area hold."""
        top, left, bottom, right = _area(token.text, self.shift)
        self.asked += (bottom - top + 1) * (right - left + 1)
        if self.asked > MOST_CELLS:
            raise NotSimpleError
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield self.lookup(token.sheet, (row, column))

    def next(self) -> _Token:
        """The next token, which there must be."""
        if self.at >= len(self.tokens):
            raise NotSimpleError
        self.at += 1
        return self.tokens[self.at - 1]

    def taken(self, *texts: str) -> str | None:
        """The next token if it is one of these signs."""
        if self.at < len(self.tokens) and self.tokens[self.at].text in texts:
            return self.next().text
        return None

    def need(self, text: str) -> None:
        """Take a sign that must stand here."""
        if self.taken(text) is None:
            raise NotSimpleError

    def end(self) -> None:
        """Make sure that nothing is left."""
        if self.at < len(self.tokens):
            raise NotSimpleError


def _rounded(number: Fraction, places: Fraction) -> Fraction:
    """A number rounded as Excel does, half away from zero."""
    if places.denominator != 1 or abs(places) > 20:
        raise NotSimpleError
    scale = Fraction(10) ** int(places)
    whole = (2 * abs(number) * scale + 1) // 2
    return (whole if number >= 0 else -whole) / scale


def _area(text: str, shift: Position) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column of a reference such as ``$A1:C$2``."""
    corners = [_corner(match, shift) for match in re.finditer(_REFERENCE, text)]
    rows, columns = sorted(row for row, _ in corners), sorted(column for _, column in corners)
    if rows[0] < 0 or columns[0] < 0:
        raise NotSimpleError
    return rows[0], columns[0], rows[-1], columns[-1]


def _corner(match: re.Match[str], shift: Position) -> Position:
    fixed_column, letters, fixed_row, digits = match.groups()
    row = int(digits) - 1 + (0 if fixed_row else shift[0])
    return row, column_of(letters) + (0 if fixed_column else shift[1])
