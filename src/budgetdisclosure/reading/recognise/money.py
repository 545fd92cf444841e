"""The unit of money that a text states (金额单位), also one that the library does not know."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.amounts import Unit
from budgetdisclosure.place import Place
from budgetdisclosure.reading.recognise.words import MONEY, plain

_LABELLED: Final = re.compile(
    rf"单位(?:[:：]|均?为|都为|是)?(?P<word>{MONEY})\)?(?:\((?:人民币|RMB|CNY)\))?"
    rf"|以(?P<taken>{MONEY})为(?:金额|货币|计量)?单位"
    rf"|单位(?:转换|换算|折算)(?:成|为)(?P<turned>{MONEY})"
)
_ALONE: Final = re.compile(
    rf"\((?P<word>{MONEY}(?<=元))\)|(?:人民币|RMB|CNY)\(?{MONEY}\)?|{MONEY}(?<=元)"
)
_BEHIND: Final = re.compile(rf"\((?P<word>{MONEY}(?<=元))\)$")
_WITHIN: Final = re.compile(
    rf"(?=[十百千万亿]){MONEY}(?<=元)|(?<![一-鿿])(?=元){MONEY}(?<=元)(?![一-鿿])"
)
_LABELS: Final = frozenset({"", "金额", "货币", "计量", "计价"})
_GOES_ON: Final = re.compile(r"[一-鿿]")
_NAME: Final = re.compile(r"单\s*位\s*[:：]\s*元[一-鿿]{2}")


@frozen
class Money:
    """A unit as it is printed; ``unit`` is None where it is none that the library knows (美元)."""

    text: str
    unit: Unit | None
    place: Place = Place()
    start: int = 0
    end: int = 0
    """Where it stands in the plain text, its label included."""


def is_money(text: str) -> bool:
    """Whether a text states a unit and nothing else: （金额单位：元）.

    >>> is_money("金额单位：元"), is_money("科目编码（金额单位：元）"), is_money("单位：某某局")
    (True, False, False)
    """
    money = money_in(text)
    kept = plain(text)
    rest = kept[: money.start] + kept[money.end :] if money else kept
    return money is not None and rest.strip("()") in _LABELS


@lru_cache(maxsize=16384)
def money_in(text: str) -> Money | None:
    """The unit that a line states: behind its label, in a sentence, or alone in brackets.

    >>> money_in("编制部门：某某局 金额单位：万元").unit, money_in("注：本表单位为元。").unit
    (<Unit.WAN: '万元'>, <Unit.YUAN: '元'>)
    >>> money_in("单位：十万美元").unit, money_in("单位：元氏县某某局"), money_in("单位：某某分局")
    (None, None, None)
    """
    kept = plain(text)
    for match in _LABELLED.finditer(kept):
        word = match["word"] or match["taken"] or match["turned"]
        unit = _meaning(word)
        after = kept[match.end("word") :] if match["word"] else ""
        strange = unit is None and (_GOES_ON.match(after) or not _is_labelled(match))
        if not (strange or (word == "元" and _NAME.search(text))):
            return Money(word, unit, start=match.start(), end=match.end())
    alone = _ALONE.fullmatch(kept)
    word = kept.strip("()") if alone else ""
    return Money(word, _meaning(word), end=len(kept)) if alone else None


def _is_labelled(match: re.Match[str]) -> bool:
    """Whether a mark or verb parts the label and the unit: 按单位分 states none."""
    return match["word"] is None or not match[0].startswith("单位" + match["word"])


def _meaning(word: str) -> Unit | None:
    return Unit.named(word.replace("(", "").replace(")", ""))


def money_behind(text: str) -> Money | None:
    """The unit in brackets behind a heading: 科目编码（金额单位：元）, 支出合计（万元）.

    >>> money_behind("支出合计（万元）").unit, money_behind("得分（分）")
    (<Unit.WAN: '万元'>, None)
    """
    kept = plain(text)
    bare = _BEHIND.search(kept)
    if bare:
        return Money(bare["word"], _meaning(bare["word"]))
    opening = kept.rfind("(") if kept.endswith(")") else -1
    return money_in(kept[opening + 1 : -1]) if opening >= 0 else None


def unit_of(text: str) -> Unit | None:
    """The unit of money a line names, if the library knows it (金额单位).

    >>> unit_of("编制部门：某某局 金额单位：万元"), unit_of("单位：某某局")
    (<Unit.WAN: '万元'>, None)
    """
    money = money_in(text)
    return money.unit if money else None


def money_at(text: str) -> Money | None:
    """The unit that a label names wherever it stands: 项目资金（万元）, 预算数(百元)(A), 资金万元.

    >>> money_at("预算数（百元）").text, money_at("资金万元").unit, money_at("新建单元")
    ('百元', <Unit.WAN: '万元'>, None)
    """
    found = money_behind(text) or money_in(text)
    match = None if found else _WITHIN.search(plain(text))
    return Money(match[0], _meaning(match[0])) if match else found


def placed_in(text: str, place: Place) -> Money | None:
    """The unit that a line states, with the line's place."""
    money = money_in(text)
    return evolve(money, place=place) if money else None
