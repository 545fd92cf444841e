"""Several names before several numbers, in one order: 甲、乙分别为1万元、2万元 (分别)."""

from __future__ import annotations

import re
from typing import Final

from attrs import define, field

from budgetdisclosure.claims import grammar

_AGAIN: Final = re.compile(
    r"^(?:且|并|均)?(?:(?:与|比|较|同)[^，、分各]{2,16}，?)?(?P<rest>(?:分别|各)(?!项|类|级|部门|单位))"
)
_JOINTS: Final = "，、和及以 "
_YEARS: Final = re.compile(r"^.*?\d{4}年度?(?:[^、]{0,12}(?:单位|部门|局|委))?")
_DIRECTION: Final = re.compile(rf"{grammar.UP}|{grammar.DOWN}")
_LISTED: Final = re.compile(r"、")
_ENDED: Final = re.compile(r"、|(?<=[数费入出额金])(?:以及|[及和与])")
_JOINED: Final = re.compile(r"、|以及|和|及|(?<=[数费入出额金])与")
_STATED: Final = re.compile(r"[比较增减升降占完同持]")
"""What words have that tell more of names told before; others tell of names of their own."""
NOBODY: Final = "上述各项"
"""Whose a number is that nobody's name is told for."""


@define
class Respective:
    """What several names told respectively leave to say: the words of the numbers to come."""

    queue: list[str] = field(factory=list)
    names: list[str] = field(factory=list)
    tail: str = ""
    """What is told of each name: 为, 增加, 占总额的."""
    nobody: bool = False
    """Whether no names were told to share the numbers out among."""

    def words(self, lead: str, more: int) -> str:
        """The words of a number that stands behind ``lead`` and has ``more`` numbers behind it.

        >>> told = Respective()
        >>> told.words("2024年度收、支总计各为", 1), told.words("、", 0)
        ('2024年度收总计为', '支总计为')
        >>> told.words("，分别下降", 1), told.words("、", 0)
        ('2024年度收总计下降', '支总计下降')
        >>> told.words("比上年各减少", 1)
        '2024年度收总计减少'

        Without names, as behind two amounts told one by one, nothing says whose a number is.

        >>> told = Respective()
        >>> told.words("比上年分别增加", 1), told.words("、", 0)
        ('上述各项增加', '上述各项增加')
        """
        own = lead.strip(_JOINTS)
        if (self.queue or self.nobody) and (not own or _DIRECTION.fullmatch(own)):
            return (self.queue.pop(0) if self.queue else NOBODY) + (own or self.tail)
        self.queue, self.nobody = [], False
        again = _AGAIN.match(lead.strip("，、 "))
        if again and more and not self.names:
            self.nobody, self.tail = True, again.string[again.end("rest") :]
            return NOBODY + self.tail
        return self._first(lead, again, more)

    def _first(self, lead: str, again: re.Match[str] | None, more: int) -> str:
        """The words of the first of several numbers; the others' wait in the queue."""
        names, kept = "、".join(self.names), lead.strip("，、 ")
        told = names + again.string[again.start("rest") :] if names and again else lead
        if names and more and kept.startswith("占"):  # 占总额的40%、35%和25%
            told = f"{names}分别{kept}"
        match = grammar.RESPECTIVELY.read(told)
        if match is None or not more:
            self.names = self.names if _STATED.search(kept) else []
            return lead
        self.names, self.tail = _names(match["names"], more + 1), match["tail"]
        first, *self.queue = self.names
        return first + self.tail


def _names(words: str, count: int) -> list[str]:
    """The names; what the last one ends in belongs to those of one character: 收、支总计.

    What joins names stands in names too: as many are looked for as there are numbers.

    >>> _names("出国费与车辆购置及运行费", 2)
    ['出国费', '车辆购置及运行费']
    """
    ways = [joint.split(words) for joint in (_LISTED, _ENDED, _JOINED)]
    names = next((way for way in ways if len(way) == count), ways[-1])
    ending = names[-1][1:]
    return [name + (ending if len(_YEARS.sub("", name)) == 1 else "") for name in names]
