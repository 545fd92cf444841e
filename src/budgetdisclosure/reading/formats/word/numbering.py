"""Automatic numbers (自动编号): the 一、（一）1. that Word prints and the text does not hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from attrs import define, field, frozen

from budgetdisclosure.reading.formats.numerals import DIGITS, chinese, letters, roman
from budgetdisclosure.reading.formats.word.names import W, child, number, switched_on, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORMAL: Final = "零壹贰叁肆伍陆柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH: Final = {ord("0") + digit: ord("０") + digit for digit in range(10)}
_PLACEHOLDER: Final = re.compile(r"%([1-9])")
_LEVELS: Final = 9


def _shifted(first: str, last: int) -> Callable[[int], str]:
    """Numbers that have characters of their own, from ``first`` on, up to ``last``."""
    return lambda count: chr(ord(first) + count - 1) if 0 < count <= last else str(count)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda count: characters[(count - 1) % len(characters)]


def _digitwise(count: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(count))


_FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimalZero": lambda count: f"{count:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda count: roman(count).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda count: letters(count).lower(),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "taiwaneseDigital": _digitwise,
    "chineseLegalSimplified": lambda count: chinese(count, _FORMAL, "拾佰仟"),
    "ideographLegalTraditional": lambda count: chinese(count, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _shifted("①", 20),
    "decimalEnclosedCircleChinese": _shifted("①", 20),
    "decimalEnclosedParen": _shifted("⑴", 20),
    "decimalEnclosedFullstop": _shifted("⒈", 20),
    "ideographEnclosedCircle": _shifted("㊀", 10),
    "decimalFullWidth": lambda count: str(count).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda count: str(count).translate(_FULL_WIDTH),
    "none": lambda count: "",
}


@frozen
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    spaced: bool = False

    def count(self, number: int) -> str:
        """A number in this level's form."""
        return _FORMATS.get(self.form, str)(number)


@frozen
class ListStyle:
    """One list of the document: which counters it shares, its levels, and where it starts anew."""

    shared: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@define
class Counters:
    """The state of all lists while the document is read from its beginning."""

    lists: Mapping[str, ListStyle]
    at: dict[str, dict[int, int]] = field(factory=dict)
    begun: set[str] = field(factory=set)

    def label(self, list_id: str, depth: int) -> str:
        """Count one paragraph of a list, and give the label that Word prints before it."""
        found = self.lists.get(list_id)
        if found is None or depth not in found.levels:
            return ""
        counts = self.at.setdefault(found.shared, {})
        if list_id not in self.begun:
            self.begun.add(list_id)
            for level, start in found.starts.items():
                counts[level] = start - 1
        self._advance(found, counts, depth)
        return _printed(found, counts, depth)

    def _advance(self, found: ListStyle, counts: dict[int, int], depth: int) -> None:
        for above in range(depth):
            counts.setdefault(above, found.levels.get(above, Level()).start)
        counts[depth] = counts.get(depth, found.levels[depth].start - 1) + 1
        for below in range(depth + 1, _LEVELS):
            restart = found.levels.get(below, Level()).restart
            if restart is None or depth < restart:
                counts.pop(below, None)

    def depth_of_style(self, list_id: str, style: str | None) -> int:
        """The level a list ties to a paragraph style; the first where it ties none."""
        found = self.lists.get(list_id)
        levels = found.levels if found else {}
        return next((depth for depth, level in levels.items() if style and level.style == style), 0)


def _printed(found: ListStyle, counts: Mapping[int, int], depth: int) -> str:
    level = found.levels[depth]
    if level.form == "bullet":
        return ""

    def one(match: re.Match[str]) -> str:
        shown = int(match[1]) - 1
        count = counts.get(shown, 1)
        return str(count) if level.legal else found.levels.get(shown, Level()).count(count)

    label = _PLACEHOLDER.sub(one, level.text)
    return (
        label + " "
        if label and (level.spaced or label[-1] in ".．" or label[-1].isalnum())
        else label
    )


def read_numbering(root: _Element | None) -> Counters:
    """The lists of a ``numbering.xml``."""
    if root is None:
        return Counters({})
    drafts = {value(one, "abstractNumId") or "": one for one in root.findall(W + "abstractNum")}
    by_style = {value(child(one, "styleLink")): key for key, one in drafts.items()}
    lists = {}
    for one in root.findall(W + "num"):
        key = value(child(one, "abstractNumId")) or ""
        link = value(child(drafts.get(key), "numStyleLink"))
        key = by_style.get(link, key) if link else key
        lists[value(one, "numId") or ""] = _list(key, drafts.get(key), one)
    return Counters(lists)


def _list(key: str, draft: _Element | None, one: _Element) -> ListStyle:
    levels = (
        {} if draft is None else {number(v, "ilvl"): _level(v) for v in draft.findall(W + "lvl")}
    )
    starts = {}
    for override in one.findall(W + "lvlOverride"):
        depth = number(override, "ilvl")
        replaced = child(override, "lvl")
        if replaced is not None:
            levels[depth] = _level(replaced)
        if child(override, "startOverride") is not None:
            starts[depth] = number(child(override, "startOverride"))
    return ListStyle(key, levels, starts)


def _level(element: _Element) -> Level:
    restart = child(element, "lvlRestart")
    return Level(
        start=number(child(element, "start"), default=1),
        form=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")) or "",
        restart=None if restart is None else number(restart),
        legal=switched_on(child(element, "isLgl")),
        style=value(child(element, "pStyle")),
        spaced=value(child(element, "suff")) == "space",
    )
