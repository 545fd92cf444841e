"""Every number of a text, told apart by what stands around it: money, shares, counts (数)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.amounts import Unit
from budgetdisclosure.claims.illegible import Illegible, illegible_in
from budgetdisclosure.claims.unsure import is_unsure


class NumberKind(Enum):
    """What a printed number is."""

    MONEY = "money"
    """An amount with its unit (金额)."""
    PERCENT = "percent"
    """A percentage (百分比)."""
    COUNT = "count"
    """So many of something: 辆, 人次, 台套 (实物量)."""
    SCORE = "score"
    """Points (分)."""
    YEAR = "year"
    DATE = "date"
    CODE = "code"
    """A classification code in brackets (科目编码)."""
    THRESHOLD = "threshold"
    """A limit in a name, a range, a price for each: 单价100万元以上, 3—5万元, 1.2万元/人 (限额)."""
    MARK = "mark"
    """Numbering, document numbers, telephone numbers: nothing is counted (编号)."""
    BARE = "bare"
    """A number with nothing to say what it counts."""
    ILLEGIBLE = "illegible"
    """What stands where an amount or a percentage should and is no number (不是数)."""
    UNSURE = "unsure"
    """An amount or a percentage told roughly, or below nothing or not (约数、横线或负号)."""


@frozen
class Number:
    """A number at ``start`` of a text, its digits up to ``stop``, its unit up to ``end``."""

    kind: NumberKind
    digits: str
    start: int
    stop: int
    end: int
    unit: Unit | None = None
    measure: str = ""

    @property
    def value(self) -> Decimal:
        """The number itself."""
        return Decimal(self.digits.replace("，", "").replace(" ", ""))

    @property
    def size(self) -> Number:
        """The number without its sign."""
        return evolve(self, digits=self.digits.lstrip("-"))

    @property
    def places(self) -> int:
        """How many decimals are printed."""
        return len(self.digits.partition(".")[2])


_UNITS: Final = {unit.label: unit for unit in Unit} | {"万": Unit.WAN, "亿": Unit.YI}
_NUMBER: Final = re.compile(
    r"(?P<digits>\d{1,2}(?=\.?(?:19|20)\d\d年|\.\d+\.\d+(?:[亿万千]?元|%))"  # 1.2024年: an entry's
    r"|(?<![第图表件])\d{1,3}(?: \d{3})+(?:\.\d+)?(?=(?:百万|[亿万千])?元)"
    r"|(?!\d{1,3}(?:，\d{3})+[类款])\d{1,3}(?:，\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?P<money>百万元|亿元|万元|千元|元)|(?P<percent>[%‰]))?",
    re.ASCII,
)
_ROUGHLY: Final = re.compile(r"(?:多|余|来)?(?:万亿|[亿万千百])?(?:多|余)?元")
"""What makes an amount one that no disclosure prints: 2亿余元, 1.2万亿元."""
_FROM: Final = re.compile(r"\d(?:(?:[亿万千]?元|%)?[-~—–至]|[亿万])$")
_TO: Final = re.compile(r"[-~—–至]\d")
_MORE: Final = re.compile(r"[亿万](?=\d)")
"""What is told in two units: 1亿2345万元, which no disclosure prints."""
_EACH: Final = re.compile(r"/[\u4e00-\u9fff]")
_MINUS: Final = re.compile(r"[为是占加长升高少降低数额余转计达了率幅度（：][-−]$|(?<!\d)[△▲]$")
"""A minus sign; behind any other word a dash may part a name from its amount."""
_MULTIPLE: Final = re.compile(r"(?:多|余|来)?(?:万|亿|千|百)?(?:多|余)?")
_SCORED: Final = re.compile(r"[得评总]分(?:为|是|：)?$")
_LIMIT: Final = re.compile(r"（含）|含?以[上下内]|（(?:含)?以[上下内]")
_BOUND: Final = re.compile(r"以[上下内]")
_MONTHS: Final = re.compile(r"[-—~至]\d{1,2}[月日号]")
_CODED: Final = re.compile(r"-[\u4e00-\u9fff]")
_CLOCK: Final = re.compile(
    r"(?<![\d.])(?:[01]?\d|2[0-3])：[0-5]\d(?:：[0-5]\d)?(?![\d.，元亿万千%辆批人个台套项家])"
)
"""The time a page was put up: 10：05, 19：39：45."""
_OF_DAY: Final = ("月", "日", "号")
_REFERENCE: Final = "〔《第№图表"
_OF_MONEY: Final = re.compile(
    r"(?:收入|支出|经费|费|资金|预算|决算|金额|结转|结余|增加|减少|[增减][收支]|为|计|总额)$"
)
_ZERO: Final = re.compile(r"(?:收入|支出|经费|费|资金|(?:预|决)算数?|金额)(?:均?为|是)?$")
"""What a bare 0 is an amount of: 公务接待费支出为0."""
_LONGEST_MEASURE: Final = 4
_ONES: Final = {mark: at for at, mark in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_IN_WORDS: Final = re.compile(
    r"(?<![〇一二三四五六七八九十百千第\d])(?P<tens>[一二三四五六七八九](?=十))?(?P<ten>十)?"
    r"(?P<ones>[一二两三四五六七八九]|(?<=十))(?P<measure>辆|批次|人次|个团组)"
)
_DASHES: Final = ("-", "—", "－", "–")


def numbers_of(text: str) -> tuple[Number, ...]:
    """Every number of a normal text, in order, each with its kind.

    >>> said = "2024年度收入150.64万元，占69.4%，公务用车2辆，单价100万元（含）以上设备3台（套）"
    >>> [(n.kind.value, n.digits, n.measure) for n in numbers_of(said)]
    [('year', '2024', '年'), ('money', '150.64', '万元'), ('percent', '69.4', '%'),
     ('count', '2', '辆'), ('threshold', '100', '万元'), ('count', '3', '台')]
    """
    found = sorted([*_numbers(text), *_written(text)], key=lambda number: number.start)
    for at in range(len(found) - 2, -1, -1):
        found[at] = _sharing_unit(text, found[at], found[at + 1])
    return tuple(found)


def _written(text: str) -> Iterator[Number]:
    """Counts written out, where the measure counts what disclosures must tell: 新购一辆, 两批次."""
    for match in _IN_WORDS.finditer(text):
        tens, ten, ones = match["tens"], match["ten"], match["ones"]
        count = 10 * _ONES[tens or "一"] if ten else 0
        digits, measure = str(count + _ONES.get(ones, 0)), match["measure"]
        yield Number(
            NumberKind.COUNT, digits, match.start(), match.end("ones"), match.end(), None, measure
        )


def _sharing_unit(text: str, number: Number, after: Number) -> Number:
    """A bare number before one with a unit, as in 分别为4.79、246.47万元, has that unit too."""
    joined = after.start - number.end == 1 and text[number.end] in "、，和及"
    kinds = (NumberKind.MONEY, NumberKind.PERCENT, NumberKind.COUNT)
    if number.kind is not NumberKind.BARE or not joined or after.kind not in kinds:
        return number
    return Number(
        after.kind, number.digits, number.start, number.stop, number.stop, after.unit, after.measure
    )


def _numbers(text: str) -> Iterator[Number]:
    illegible = [_illegible(text, one) for one in illegible_in(text)]
    yield from illegible
    inside = {at for one in illegible for at in range(one.start, one.stop)}
    for match in _NUMBER.finditer(text):
        start, stop, end = match.start(), match.end("digits"), match.end()
        if start in inside:
            continue
        digits = match["digits"]
        if match["money"]:
            limit = _LIMIT.match(text, end) or _is_ranged(text, start, end)
            kind = NumberKind.THRESHOLD if limit else NumberKind.MONEY
            unit = match["money"]
            yield _signed(text, Number(kind, digits, start, stop, end, _UNITS[unit], unit))
        elif match["percent"]:
            limit = _BOUND.match(text, end) or _is_ranged(text, start, end)
            kind = NumberKind.THRESHOLD if limit else NumberKind.PERCENT
            yield _signed(text, Number(kind, digits, start, stop, end, None, match["percent"]))
        else:
            yield _plain_number(text, digits, start, stop)


def _is_ranged(text: str, start: int, end: int) -> bool:
    """Whether a number is one end of a range, or a price for each: 3—5万元, 1.2万元/人."""
    behind = _TO.match(text, end) or _EACH.match(text, end)
    return behind is not None or _FROM.search(text, max(0, start - 6), start) is not None


def _signed(text: str, number: Number) -> Number:
    """A number with the sign before it, where a dash can only be that: 增长-5.3%, 结余△2万元."""
    if _MINUS.search(text, max(0, number.start - 2), number.start):
        number = evolve(number, digits=f"-{number.digits}", start=number.start - 1)
    if number.kind is NumberKind.THRESHOLD or not is_unsure(text, number.start, number.end):
        return number
    return evolve(number, kind=NumberKind.UNSURE)


def _illegible(text: str, one: Illegible) -> Number:
    end, unit = one.stop + len(one.unit), _UNITS.get(one.unit)
    digits = text[one.start : one.stop]
    return Number(NumberKind.ILLEGIBLE, digits, one.start, one.stop, end, unit, one.unit)


def _plain_number(text: str, digits: str, start: int, stop: int) -> Number:
    before, after = text[max(0, start - 1) : start], text[stop : stop + 2]
    if _is_year(digits) and after[:1] in ("年", "—", "-", "至"):
        return Number(NumberKind.YEAR, digits, start, stop, stop + 1, None, "年")
    if before == "（" and after[:1] == "）" and digits.isdigit() and len(digits) in (3, 5, 7):
        return Number(NumberKind.CODE, digits, start, stop, stop)
    if _is_mark(text, digits, start, stop):
        return Number(NumberKind.MARK, digits, start, stop, stop)
    if after[:1] in _OF_DAY and digits.isdigit() and len(digits) <= 2:
        return Number(NumberKind.DATE, digits, start, stop, stop + 1, None, after[:1])
    if after[:1] == "万" and (after[1:] or "。") in "，。；、）" and _is_money(text, start):
        return Number(NumberKind.MONEY, digits, start, stop, stop + 1, Unit.WAN, "万")
    return _measured(text, digits, start, stop) or _unmeasured(text, digits, start, stop)


def _measured(text: str, digits: str, start: int, stop: int) -> Number | None:
    """A number with a measure word behind it, or with 万 or 多 and nothing more."""
    at, measure = stop, _measure(text, stop)
    rough = _ROUGHLY.match(text, stop) or _MORE.match(text, stop)
    if rough:
        more = any(mark in rough[0] for mark in "多余来")
        kind = NumberKind.UNSURE if more else NumberKind.THRESHOLD
        return Number(kind, digits, start, stop, rough.end(), None, rough[0])
    if not measure or measure in "多余":
        multiple = _MULTIPLE.match(text, stop)
        at = multiple.end() if multiple else stop
        measure = _measure(text, at)
    if measure:
        kind = NumberKind.SCORE if measure == "分" else NumberKind.COUNT
        return Number(kind, digits, start, stop, at + len(measure), None, measure)
    if at == stop or _SCORED.search(text, max(0, start - 6), start):
        return None
    return Number(NumberKind.COUNT, digits, start, stop, at, None, text[stop:at])


def _unmeasured(text: str, digits: str, start: int, stop: int) -> Number:
    """A number with nothing behind it to say what it counts."""
    if _SCORED.search(text, max(0, start - 6), start):
        return Number(NumberKind.SCORE, digits, start, stop, stop)
    if not digits.strip("0.") and _ZERO.search(text, max(0, start - 8), start):
        return Number(NumberKind.MONEY, digits, start, stop, stop, Unit.WAN)
    after = text[stop : stop + 1]
    named = "\u4e00" <= after <= "\u9fff" and digits.isdigit()  # 211工程: a number in a name
    return Number(NumberKind.MARK if named else NumberKind.BARE, digits, start, stop, stop)


def _is_money(text: str, start: int) -> bool:
    """Whether the words before a number that lacks its 元 say that it is money: 收入5.00万."""
    return _OF_MONEY.search(text, max(0, start - 6), start) is not None


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20")


def _is_mark(text: str, digits: str, start: int, stop: int) -> bool:
    """Whether a number only names: a document's number, an item's, a telephone."""
    before, after = text[max(0, start - 1) : start], text[stop : stop + 1]
    if (
        before in tuple(_REFERENCE)
        or text[max(0, start - 2) : start] == "附件"
        or after in ("〕", "号")
        or (digits.isdigit() and len(digits) > 6)
    ):
        return True
    if (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha()):
        return True
    coded = digits.isdigit() and len(digits) > 1 and digits[0] == "0"  # 财决08表
    if coded or (before in _DASHES and after in _DASHES):  # —5—, the page's number
        return True
    if not before and not after:  # the page's number on a line of its own
        return True
    clocks = _CLOCK.finditer(text, max(0, start - 6), stop + 8)
    if any(clock.start() <= start < clock.end() for clock in clocks):
        return True
    if _MONTHS.match(text, stop) or (len(digits) in (3, 5, 7) and _CODED.match(text, stop)):
        return True
    opens = start == 0 or before in tuple("。；：（") or text[start - 1].isspace()
    return opens and digits.isdigit() and len(digits) <= 3 and after in tuple(".、）．，")


def _measure(text: str, at: int) -> str:
    known = measures()
    for length in range(_LONGEST_MEASURE, 0, -1):
        if text[at : at + length] in known:
            return text[at : at + length]
    return ""


@cache
def measures() -> dict[str, str]:
    """The measure words (量词) of ``data/measures.csv``, each with what it counts."""
    path = files("budgetdisclosure.claims") / "data" / "measures.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["measure"]: row["kind"] for row in rows}
