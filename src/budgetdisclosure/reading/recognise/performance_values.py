"""Cells of performance tables as values (取值): points, rates and amounts, nothing dropped.

What cannot be read is listed as a stray and noted as an oddity; it is never replaced by a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import define, evolve, field

from budgetdisclosure.amounts import Figure, Percentage, PrintedNumber, Unit
from budgetdisclosure.model.performance import Oddity, Points, Stray
from budgetdisclosure.reading.recognise.money import Money, money_at
from budgetdisclosure.reading.recognise.performance_rows import Token, is_split
from budgetdisclosure.reading.recognise.units import unknown
from budgetdisclosure.wording import Wording

BLANK: Final = Points(PrintedNumber(None, 0))


@define
class Notebook:
    """What the reading of one evaluation notes on its way."""

    oddities: list[Oddity] = field(factory=list)
    strays: list[Stray] = field(factory=list)

    def stray(self, *tokens: Token) -> None:
        """List cells that found no place."""
        self.strays.extend(Stray(token.text, token.place) for token in tokens)

    def unreadable(self, token: Token, what: str) -> None:
        """List a cell that does not say what its column is for."""
        self.stray(token)
        message = Wording(
            f"“{token.text}”不是{what}", f"“{token.text}” cannot be read as the column asks"
        )
        self.oddities.append(Oddity("unreadable", message, token.text, token.place))

    def unit(self, money: Money | None, usual: Unit) -> Unit:
        """The unit printed; ``usual``, with a note, where what is printed has no meaning."""
        if money is not None and money.unit is None:
            message = unknown(money, usual)
            self.oddities.append(Oddity("unreadable", message, money.text, money.place))
        return (money.unit if money else None) or usual

    def joined(self, token: Token) -> str:
        """The cell's text with the digits of one number together again, noting that they were not.

        Applies to cells that hold one number; words keep their spaces.
        """
        if is_split(token.raw.replace("\n", "")):
            message = Wording(
                f"“{token.text}”数字中间断开", f"“{token.text}”: the digits stand apart"
            )
            self.oddities.append(Oddity("split_word", message, token.text, token.place))
        return token.key


def points(token: Token | None, book: Notebook) -> Points:
    """Points or a score; blank where nothing (or a dash) stands."""
    if token is None:
        return BLANK
    try:
        return Points.parse(book.joined(token), place=token.place)
    except ValueError:
        book.unreadable(token, "分数")
        return BLANK


def rate(token: Token | None, book: Notebook) -> Percentage | None:
    """An execution rate; None where nothing (or a dash) stands."""
    if token is None or not any(character.isdigit() for character in token.key):
        return None
    try:
        return Percentage.parse(book.joined(token), place=token.place)
    except ValueError:
        book.unreadable(token, "百分比")
        return None


def figure(token: Token | None, unit: Unit, book: Notebook) -> Figure:
    """An amount in ``unit`` (or the unit printed behind it); blank where nothing stands."""
    if token is None:
        return Figure.blank(unit)
    try:
        return Figure.parse(book.joined(token), unit, place=token.place)
    except ValueError:
        book.unreadable(token, "金额")
        return Figure.blank(unit)


def money_of(texts: Iterable[str]) -> Money | None:
    """The first unit of money that one of the texts names (金额单位)."""
    return next(filter(None, map(money_at, texts)), None)


def token_money(tokens: Iterable[Token]) -> Money | None:
    """The first unit of money that one of the cells names, with the cell's place."""
    found = ((money_at(token.text), token.place) for token in tokens)
    return next((evolve(money, place=place) for money, place in found if money), None)
