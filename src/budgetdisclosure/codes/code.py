"""Classification codes (科目编码): one frozen type for each official classification.

A code is a string of digits whose length says its level: 3 for a category (类), 5 for a section
(款), 7 for an item (项) and, for revenue alone, 9 for a sub-item (目). Its first digit says which
classification it belongs to, so a code of one classification is never taken for another's.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from typing import ClassVar, Self, TypeVar

from attrs import field, frozen

from budgetdisclosure.errors import CodeError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

_WIDTHS = (3, 5, 7, 9)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−─﹣", "-"))
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_BETWEEN = re.compile(r"[\s,、-]+")
_TITLES = {
    "1": Wording("政府收入分类", "revenue"),
    "2": Wording("支出功能分类", "function"),
    "3": Wording("部门预算支出经济分类", "departmental economic"),
    "5": Wording("政府预算支出经济分类", "government economic"),
}


class Level(IntEnum):
    """How deep a code stands (类 款 项 目), the highest first.

    >>> Level.SECTION.zh, Level.SECTION < Level.ITEM
    ('款', True)
    """

    CATEGORY = 1
    SECTION = 2
    ITEM = 3
    SUBITEM = 4

    @property
    def zh(self) -> str:
        """The official one-character name."""
        return "类款项目"[self - 1]

    @property
    def en(self) -> str:
        """The level in English."""
        return ("category", "section", "item", "subitem")[self - 1]


@frozen(order=True, repr=False, str=False)
class Code:
    """What all classification codes share (科目编码); use one of the four types below.

    Equality is by type and digits; order is that of the official book, a parent before its
    children. ``Code("…")`` takes canonical digits only, ``parse`` takes what is printed.
    """

    digits: str = field()

    title: ClassVar[Wording]
    """The classification's name."""
    leading: ClassVar[str]
    """The first digit of every code of this classification."""
    widths: ClassVar[tuple[int, ...]]
    """How many digits a code may have, by level."""
    example: ClassVar[str]
    """A code in split form, for messages."""

    def __attrs_post_init__(self) -> None:
        fault = _fault(type(self), self.digits)
        if fault is not None:
            raise _refusal(type(self), self.digits, fault, None)

    @classmethod
    def parse(cls, text: str | int, *, place: Place | None = None) -> Self:
        """The code printed as ``text``: joined, split at its levels, in full-width digits.

        Nothing is guessed: the digits must be all there, and split only where levels meet.
        Raises CodeError with ``place``, the text, the reason and the remedy.

        >>> FunctionCode.parse("2080109") == FunctionCode.parse("２０８ 01-09")
        True
        >>> FunctionCode.parse("208019")
        Traceback (most recent call last):
        ...
        budgetdisclosure.errors.CodeError: “208019”：支出功能分类编码应为3、5、7位，这里是6位。...
        """
        plain = _plain(str(text))
        parts = [part for part in _BETWEEN.split(plain) if part]
        digits = "".join(parts)
        fault = _fault(cls, digits) or _split_fault(cls, parts)
        if fault is not None:
            raise _refusal(cls, str(text), fault, place)
        return cls(digits)

    @classmethod
    def try_parse(cls, text: str | int) -> Self | None:
        """As ``parse``, with None where the text is no code of this classification.

        >>> EconomicCode.try_parse("合计") is None
        True
        """
        try:
            return cls.parse(text)
        except CodeError:
            return None

    @classmethod
    def of_parts(cls, *parts: str | int | None, place: Place | None = None) -> Self:
        """The code printed in separate columns for 类, 款 and 项; empty columns may follow.

        A whole number stands for the digits a spreadsheet shows in that column (``1`` for ``01``),
        text is taken as it is. A column that repeats the digits before it is understood.

        >>> FunctionCode.of_parts("208", "01", "09") == FunctionCode.of_parts(208, 1, 9)
        True
        >>> FunctionCode.of_parts("208", "20801", "").digits
        '20801'
        """
        texts = [_part(part, index) for index, part in enumerate(parts)]
        while texts and not texts[-1]:
            texts.pop()
        joined = ""
        for text in texts:
            repeats = joined and len(text) > len(joined) and text.startswith(joined)
            joined = text if repeats else f"{joined} {text or '?'}".lstrip()
        return cls.parse(joined, place=place)

    @property
    def level(self) -> Level:
        """Category, section, item or sub-item (类款项目).

        >>> FunctionCode("20801").level
        <Level.SECTION: 2>
        """
        return Level(len(self.digits) // 2)

    @property
    def parts(self) -> tuple[str, ...]:
        """The digits level by level.

        >>> FunctionCode("2080109").parts
        ('208', '01', '09')
        """
        rest = self.digits[3:]
        return (self.digits[:3], *(rest[at : at + 2] for at in range(0, len(rest), 2)))

    def split(self, separator: str = " ") -> str:
        """The code as printed in split form.

        >>> FunctionCode("2080109").split()
        '208 01 09'
        """
        return separator.join(self.parts)

    def at(self, level: Level) -> Self | None:
        """The code itself or the one above it at ``level``; None where it does not reach so deep.

        >>> FunctionCode("20801").at(Level.CATEGORY), FunctionCode("20801").at(Level.ITEM)
        (FunctionCode('208'), None)
        """
        return type(self)(self.digits[: 2 * level + 1]) if level <= self.level else None

    @property
    def category(self) -> Self:
        """The category (类) the code belongs to, itself if it is one."""
        return type(self)(self.digits[:3])

    @property
    def section(self) -> Self | None:
        """The section (款) the code belongs to, itself if it is one; None for a category."""
        return self.at(Level.SECTION)

    @property
    def item(self) -> Self | None:
        """The item (项) the code belongs to, itself if it is one; None above that level."""
        return self.at(Level.ITEM)

    @property
    def parent(self) -> Self | None:
        """The code one level up; None for a category.

        >>> FunctionCode("2080109").parent
        FunctionCode('20801')
        """
        return type(self)(self.digits[:-2]) if len(self.digits) > 3 else None

    @property
    def ancestors(self) -> tuple[Self, ...]:
        """Every code above this one, the category first.

        >>> FunctionCode("2080109").ancestors
        (FunctionCode('208'), FunctionCode('20801'))
        """
        return tuple(type(self)(self.digits[:width]) for width in range(3, len(self.digits), 2))

    def is_within(self, other: Code) -> bool:
        """Whether this code is ``other`` or stands below it.

        >>> FunctionCode("2080109").is_within(FunctionCode("208"))
        True
        """
        return type(other) is type(self) and self.digits.startswith(other.digits)

    def __str__(self) -> str:
        return self.digits

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.digits!r})"


@frozen(order=True, repr=False, str=False)
class FunctionCode(Code):
    """What the money was spent for (支出功能分类): 208, 20801, 2080109."""

    title: ClassVar[Wording] = _TITLES["2"]
    leading: ClassVar[str] = "2"
    widths: ClassVar[tuple[int, ...]] = _WIDTHS[:3]
    example: ClassVar[str] = "208 01 09"


@frozen(order=True, repr=False, str=False)
class EconomicCode(Code):
    """What a department spent on (部门预算支出经济分类): 301, 30101.

    The official book ends there; some places divide a section further, in two more digits.
    """

    title: ClassVar[Wording] = _TITLES["3"]
    leading: ClassVar[str] = "3"
    widths: ClassVar[tuple[int, ...]] = _WIDTHS[:3]
    example: ClassVar[str] = "301 08"


@frozen(order=True, repr=False, str=False)
class GovernmentEconomicCode(Code):
    """The same spending as the treasury sees it (政府预算支出经济分类): 501, 50101."""

    title: ClassVar[Wording] = _TITLES["5"]
    leading: ClassVar[str] = "5"
    widths: ClassVar[tuple[int, ...]] = _WIDTHS[:2]
    example: ClassVar[str] = "501 02"


@frozen(order=True, repr=False, str=False)
class RevenueCode(Code):
    """Where government money comes from (政府收入分类): 101, 10101, 1010101, 101010101."""

    title: ClassVar[Wording] = _TITLES["1"]
    leading: ClassVar[str] = "1"
    widths: ClassVar[tuple[int, ...]] = _WIDTHS
    example: ClassVar[str] = "103 04 01 02"


AnyCode = FunctionCode | EconomicCode | GovernmentEconomicCode | RevenueCode
"""A code of any of the four classifications."""

KINDS: tuple[type[AnyCode], ...] = (
    FunctionCode,
    EconomicCode,
    GovernmentEconomicCode,
    RevenueCode,
)
"""The four classifications, expenditure first."""

C = TypeVar("C", bound=Code)


def _plain(text: str) -> str:
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return folded.translate(_DASHES).translate(_INVISIBLE).strip()


def _part(part: str | int | None, index: int) -> str:
    if isinstance(part, int):
        return str(part) if index == 0 else f"{part:02}"
    return _plain(part or "")


def _fault(kind: type[Code], digits: str) -> Wording | None:
    name, widths = kind.title, kind.widths
    if not digits:
        return Wording("没有编码", "no code here")
    if not (digits.isascii() and digits.isdecimal()):
        return Wording(
            f"{name.zh}编码只能是数字", f"a code of the {name.en} classification is digits only"
        )
    if len(digits) not in widths:
        return Wording(
            f"{name.zh}编码应为{'、'.join(map(str, widths))}位，这里是{len(digits)}位",
            f"a code of the {name.en} classification has {_or(widths)} digits, "
            f"this one has {len(digits)}",
        )
    return None if digits[0] == kind.leading else _foreign(kind, digits)


def _foreign(kind: type[Code], digits: str) -> Wording:
    actual = _TITLES.get(digits[0])
    zh = f"，这是{actual.zh}的编码" if actual else ""
    en = f"; this is a {actual.en} code" if actual else ""
    return Wording(
        f"{kind.title.zh}编码以{kind.leading}开头{zh}",
        f"codes of the {kind.title.en} classification begin with {kind.leading}{en}",
    )


def _split_fault(kind: type[Code], parts: list[str]) -> Wording | None:
    ends = 0
    for part in parts:
        ends += len(part)
        if ends not in kind.widths:
            return Wording(
                f"编码拆分的位置不对，应像 {kind.example} 这样",
                f"the code is split where no level ends, it should look like {kind.example}",
            )
    return None


def _or(widths: tuple[int, ...]) -> str:
    *most, last = map(str, widths)
    return f"{', '.join(most)} or {last}"


def _refusal(kind: type[Code], text: str, fault: Wording, place: Place | None) -> CodeError:
    return CodeError(
        fault,
        place=place,
        excerpt=text,
        remedy=Wording(
            f"请核对原件，或查《政府收支分类科目》中的{kind.title.zh}科目",
            f"Check the original, or the {kind.title.en} classification in the official book",
        ),
    )
