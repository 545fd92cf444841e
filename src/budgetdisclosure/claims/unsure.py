"""Amounts and rates not told exactly: 约9万元, 2亿余元, 支出-3.00万元 (约数、横线或负号)."""

from __future__ import annotations

import re
from typing import Final

_ABOUT: Final = (
    r"(?:(?<![节合制签违履集预特])约(?:为|是|达到?|计|合|有|需|占[^，。；：\d]{0,20}|完成[^，。；：\d]{0,12}"
    r"|增[加长]|减少|下降|降低|上升)?"
    r"|(?<![附最临邻靠新])近|接近|逾|超过?了?|不足|不到|[不未]超过|[不未]?[低高少]于|至少|大概|几乎)"
)
_BEFORE: Final = re.compile(rf"{_ABOUT}$")
_BEHIND: Final = re.compile(r"左右|上下")
_DASH: Final = re.compile(r"(?<![-−—–~\d])[-−—–]$")
"""One dash before a number may be its sign, and may part it from its name."""
_LEAD: Final = re.compile(rf"(?:{_ABOUT}|[-−—–])$")
_REACH: Final = 26
_KEPT: Final = re.compile(
    r"约(?P<kept>占.*|完成.*|增[加长]|减少|下降|降低|上升)$"  # 约占收入的: the verb stays
)


def is_unsure(text: str, start: int, end: int) -> bool:
    """Whether the number from ``start`` to ``end`` is told roughly, or behind a doubtful dash.

    >>> is_unsure("收入约9万元", 3, 6), is_unsure("收入9万元左右", 2, 5)
    (True, True)
    >>> is_unsure("支出-3万元", 3, 6)
    True
    >>> is_unsure("节约9万元", 2, 5), is_unsure("支出——9万元", 4, 7)
    (False, False)
    """
    before = text[max(0, start - _REACH) : start]
    return bool(_BEFORE.search(before) or _DASH.search(before) or _BEHIND.match(text, end))


def without_doubt(lead: str) -> str:
    """The words before an unsure number, without what makes it so.

    >>> without_doubt("收入总计约"), without_doubt("约占支出的"), without_doubt("支出-")
    ('收入总计', '占支出的', '支出')
    """
    kept = _KEPT.search(lead)
    return lead[: kept.start()] + kept["kept"] if kept else _LEAD.sub("", lead)
