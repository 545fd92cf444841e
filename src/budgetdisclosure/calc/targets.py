"""Targets and actual values understood (年度指标值、实际完成值): what a cell of words asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.calc.deadline import Deadline, deadline
from budgetdisclosure.calc.quantity import (
    NO_UNIT,
    Measure,
    Quantity,
    leading_unit,
    number_of,
)


class Sense(Enum):
    """How a value is asked for: ≥ > ≤ < = or, with no word for it, plainly."""

    AT_LEAST = "≥"
    MORE = ">"
    AT_MOST = "≤"
    LESS = "<"
    EQUAL = "="
    PLAIN = ""
    BETWEEN = "~"
    ABOUT = "≈"


@frozen
class Condition:
    """One value asked for (or reached): ``≥6000``, ``2182人``, ``90%~95%``.

    ``label`` is the word before it and ``thing`` the word behind its unit, where several values
    stand in one cell: 2名离休干部. ``high`` is the upper end of a range.
    """

    sense: Sense
    low: Quantity
    high: Quantity | None = None
    label: str = ""
    thing: str = ""

    @property
    def key(self) -> str:
        """What tells it from others in the same cell."""
        return self.label or self.thing


@frozen
class Target:
    """What a target or actual value says (指标值): conditions, a deadline, or only words.

    >>> understand("≥95%").conditions[0].low.base
    Fraction(19, 20)
    >>> understand("2020年底").deadline.latest
    datetime.date(2020, 12, 31)
    >>> understand("稳步提升").is_words
    True
    """

    text: str
    conditions: tuple[Condition, ...] = ()
    deadline: Deadline | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing (or a dash) is printed."""
        return not any(character.isalnum() for character in self.text)

    @property
    def is_words(self) -> bool:
        """Whether it is neither a value nor a date."""
        return not self.is_blank and not self.conditions and self.deadline is None

    @property
    def single(self) -> Condition | None:
        """The only condition, where there is one."""
        return self.conditions[0] if len(self.conditions) == 1 else None


_SENSES: Final[tuple[tuple[Sense, str], ...]] = (
    (
        Sense.AT_LEAST,
        r"≥|≧|>=|＞=|大于等于|大于或等于|不低于|不少于|不小于|不得低于|不得少于|至少|达到|达",
    ),
    (
        Sense.AT_MOST,
        r"≤|≦|<=|＜=|小于等于|小于或等于|不超过|不高于|不多于|不大于|不得超过|控制在|至多",
    ),
    (Sense.MORE, r">|＞|大于|高于|超过|多于"),
    (Sense.LESS, r"<|＜|小于|低于|少于"),
    (Sense.EQUAL, r"=|＝|等于"),
    (Sense.ABOUT, r"约|大约|≈"),
)
_BEHIND: Final[tuple[tuple[Sense, str], ...]] = (
    (Sense.AT_LEAST, r"及以上|（含）以上|\(含\)以上|以上"),
    (Sense.AT_MOST, r"及以下|（含）以下|\(含\)以下|以下|以内|之内|内"),
    (Sense.ABOUT, r"左右|上下"),
)
_SUFFIX: Final = re.compile("|".join(f"(?P<{sense.name}>{words})" for sense, words in _BEHIND))
_NUMBER: Final = r"[-−]?\d[\d,，]*(?:[.．]\d+)?"
_DIGITS: Final = re.compile(_NUMBER)
_RANGE: Final = re.compile(rf"({_NUMBER})([%％‰]?)(?:-|—|–|~|～|至|到)({_NUMBER})")
_CLAUSE: Final = re.compile(r"[，,、；;。\n]+(?!\d{3}(?!\d))|(?<=[/年月人])\s+")
_NEGATED: Final = re.compile(r"[未没][^，。]{0,2}$")
_REACHED: Final = re.compile(r"(?<![未没不])(?:已经?|均|都)?(?:达到?了?|[=＝]|等于)(?=[-−]?\d)")
_LONGEST_THING: Final = 10
_TITLE: Final = re.compile(r"《[^》]*》")


@lru_cache(maxsize=4096)
def understand(text: str, *, fiscal_year: int | None = None) -> Target:
    """What ``text`` asks for (or says was reached): exact, and nothing that it does not say.

    Several values in one cell become several conditions. A text with a part that is neither a
    value nor a label of one is only words; a number inside a title (《…2030…》) is no value.
    """
    plain = _TITLE.sub("", text).strip()
    if plain != text.strip() and not re.search(r"\d", plain):
        return Target(text)
    when = deadline(plain, fiscal_year)
    if when is not None:
        return Target(text, deadline=when)
    found: list[Condition] = []
    for clause in clauses_of(plain):
        condition = _condition(clause)
        if condition is None:
            return Target(text)
        found.append(condition)
    return Target(text, tuple(found))


def understand_actual(text: str, *, fiscal_year: int | None = None) -> Target:
    """What an actual value says (实际完成值): 达到95% is 95%, where a target so worded asks for it.

    So is =95%. A sign that leaves the value open stays: ≥95%, 达到95%以上.

    >>> [understand_actual(text).conditions[0].sense.value for text in ("已达到95%", "达95%以上")]
    ['', '≥']
    """
    return evolve(understand(_REACHED.sub("", text), fiscal_year=fiscal_year), text=text)


def clauses_of(text: str) -> Iterator[str]:
    """The parts of a cell that hold a value each: 2名离休干部、14名军转干部 has two."""
    for part in _CLAUSE.split(text):
        yield from _unglued("".join(part.split()))


def _unglued(part: str) -> Iterator[str]:
    """A clause as it is, divided where a value runs into the label of the next: …/月军转：…."""
    starts = [0]
    for match in re.finditer(r"(?<=/[人年月日天次])[^\d/：:，]{2,12}[:：](?=\D{0,4}\d)", part):
        starts.append(match.start())
    for begin, end in zip(starts, [*starts[1:], len(part)], strict=True):
        if part[begin:end]:
            yield part[begin:end]


def _condition(clause: str) -> Condition | None:
    """A clause as a condition: label, sign, value, unit, word behind; None for anything else."""
    label, sense, rest = _head(clause)
    if _NEGATED.search(label):
        return None
    span = _RANGE.match(rest)
    if span and sense is Sense.PLAIN:
        return _between(label, span, rest[span.end() :])
    digits = _DIGITS.match(rest)
    if digits is None:
        return None
    number = number_of(digits[0])
    if number is None:
        return None
    measure, thing, behind = _tail(rest[digits.end() :])
    if measure is None:
        return None
    if behind is not Sense.PLAIN and sense is Sense.PLAIN:
        sense = behind
    value = Quantity(number[0], measure, number[1], rest)
    return Condition(sense, value, None, label, thing)


def _head(clause: str) -> tuple[str, Sense, str]:
    """The label before the first number or sign, the sense, and the rest from the number on."""
    start = re.search(r"\d|[-−](?=\d)", clause)
    head = clause[: start.start()] if start else clause
    for sense, words in _SENSES:
        match = re.search(rf"(?<![未没])(?:{words})$", head)
        if match:
            return _label(head[: match.start()]), sense, clause[len(head) :]
    return _label(head), Sense.PLAIN, clause[len(head) :]


def _label(text: str) -> str:
    return text.strip("：:为是 平均每约共计")


def _tail(text: str) -> tuple[Measure | None, str, Sense]:
    """The unit behind a number, the word behind that, and what 以上 or 以内 says."""
    measure, length = leading_unit(text)
    thing = text[length:]
    suffix = next((m for m in _SUFFIX.finditer(thing) if m.end() == len(thing)), None)
    sense = Sense.PLAIN
    if suffix is not None:
        sense = Sense[suffix.lastgroup or "PLAIN"]
        thing = thing[: suffix.start()]
    if re.search(r"\d|[≥≤<>]", thing) or len(thing) > _LONGEST_THING:
        return None, "", sense
    if measure is None:
        return (Measure(thing), "", sense) if 0 < len(thing) <= 4 else (NO_UNIT, thing, sense)
    return measure, thing, sense


def _between(label: str, span: re.Match[str], behind: str) -> Condition | None:
    low, high = number_of(span[1]), number_of(span[3])
    measure, thing, _ = _tail(behind or span[2])
    if low is None or high is None or measure is None or low[0] > high[0]:
        return None
    return Condition(
        Sense.BETWEEN,
        Quantity(low[0], measure, low[1], span[1]),
        Quantity(high[0], measure, high[1], span[3]),
        label,
        thing,
    )
