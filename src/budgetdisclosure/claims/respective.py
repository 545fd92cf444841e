"""Several names before several numbers, in one order: 甲、乙分别为1万元、2万元 (分别)."""

from __future__ import annotations

import re
from typing import Final

from attrs import define, field

from budgetdisclosure.claims import grammar

_AGAIN: Final = re.compile(
    r"^(?:且|并|均)?(?:(?:与|比|较|同)[^，、分各]{2,16})?(?P<rest>(?:分别|各)(?!项|类|级|部门|单位))"
)
_JOINTS: Final = "，、和及以 "
_YEARS: Final = re.compile(r"^.*?\d{4}年度?(?:[^、]{0,12}(?:单位|部门|局|委))?")


@define
class Respective:
    """What several names told respectively leave to say: the words of the numbers to come."""

    queue: list[str] = field(factory=list)
    names: list[str] = field(factory=list)

    def words(self, lead: str, more: bool) -> str:
        """The words of a number that stands behind ``lead``; ``more`` numbers follow it or not.

        >>> told = Respective()
        >>> told.words("2024年度收、支总计各为", True), told.words("、", False)
        ('2024年度收总计为', '支总计为')
        >>> told.words("，分别下降", True), told.words("、", False)
        ('2024年度收总计下降', '支总计下降')
        >>> told.words("比上年各减少", True)
        '2024年度收总计减少'
        """
        if self.queue and not lead.strip(_JOINTS):
            return self.queue.pop(0)
        self.queue = []
        kept = lead.strip("，、 ")
        again = _AGAIN.match(kept) if self.names else None
        told = "、".join(self.names) + kept[again.start("rest") :] if again else lead
        if self.names and more and kept.startswith("占"):  # 占总额的40%、35%和25%
            told = f"{'、'.join(self.names)}分别{kept}"
        match = grammar.RESPECTIVELY.read(told)
        if match is None or not more:
            return lead
        self.names = _names(match["names"])
        first, *self.queue = [f"{name}{match['tail']}" for name in self.names]
        return first


def _names(words: str) -> list[str]:
    """The names; what the last one ends in belongs to those of one character: 收、支总计."""
    names = re.split(r"、|以及|和|及", words)
    ending = names[-1][1:]
    return [name + (ending if len(_YEARS.sub("", name)) == 1 else "") for name in names]
