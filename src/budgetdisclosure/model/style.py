"""How a place's form draws its tables, beyond what they say (表样)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen


def _pairs(words: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(words.items() if isinstance(words, Mapping) else map(tuple, words))


@frozen
class FormStyle:
    """How a place's form draws the official tables (表样); the national form by default.

    >>> style = FormStyle(words={"金额": "决算数"})
    >>> style.word("金额"), style.word("行次")
    ('决算数', '行次')
    """

    counted: bool = True
    """Whether rows of summaries and columns are numbered (行次、栏次)."""
    entity: str = "部门"
    """What stands before the unit's name over a table; without it the name is not printed."""
    unit: str = "金额单位"
    """What stands before the unit of money."""
    paired: bool = False
    """Whether 预算数 and 决算数 of each “三公” cost stand side by side under it."""
    halved: bool = True
    """Whether 人员经费 and 公用经费 stand over the two halves of 基本支出表."""
    grouped: bool = False
    """Whether thousands are set apart by commas, in tables and in the text (千分位)."""
    words: tuple[tuple[str, str], ...] = field(default=(), converter=_pairs)
    """Headings of the national form, each with what this one prints instead."""

    def word(self, heading: str) -> str:
        """A heading of the national form as this one prints it."""
        return dict(self.words).get(heading, heading)

    def frame(self, entity: str | None, unit: str | None) -> tuple[str, str]:
        """What stands over a table at the left and at the right.

        >>> FormStyle().frame("某单位", "万元")
        ('部门：某单位', '金额单位：万元')
        """
        named = f"{self.entity}：{entity}" if self.entity and entity else ""
        return named, f"{self.unit}：{unit}" if unit else ""
