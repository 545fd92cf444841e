"""Actual against target (完成情况比较): met, missed, exceeded by how much, or cannot tell.

Never a guess: what the two cells do not say stays CANNOT_TELL, with the reason in words.
"""

from __future__ import annotations

import re
from enum import Enum
from fractions import Fraction
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.amounts import Exact, exact, show
from budgetdisclosure.calc.deadline import Deadline
from budgetdisclosure.calc.targets import Condition, Sense, Target, understand, understand_actual
from budgetdisclosure.wording import Wording


class Outcome(Enum):
    """What comparing came to."""

    MET = "met"
    MISSED = "missed"
    EXCEEDED = "exceeded"
    CANNOT_TELL = "cannot_tell"


class Direction(Enum):
    """Which way is better, for a target printed without a sign (2182人, 240万元)."""

    MORE = "more"
    LESS = "less"
    UNKNOWN = "unknown"


class Level(Enum):
    """How far a qualitative target was reached (定性三档): 达成, 部分达成, 未达成."""

    FULL = "full"
    PART = "part"
    NONE = "none"


@frozen
class Comparison:
    """The outcome with its reason.

    ``ratio`` is actual ÷ target where both are numbers that compare (None for a zero target);
    ``level`` is set where words alone tell.
    """

    outcome: Outcome
    reason: Wording
    ratio: Exact | None = None
    level: Level | None = None

    @property
    def excess(self) -> Exact | None:
        """By how much of the target it was exceeded: 3/10 for 130 %; None unless exceeded."""
        if self.outcome is not Outcome.EXCEEDED or self.ratio is None:
            return None
        return exact(Fraction(self.ratio) - 1)

    @property
    def achieved(self) -> bool | None:
        """Whether the target was reached; None where that cannot be told."""
        if self.outcome is Outcome.CANNOT_TELL:
            return None
        return self.outcome is not Outcome.MISSED


_DONE: Final = re.compile(
    r"(?:已|全部|均已|按时|按期|如期|圆满|及时|全面|按计划|100[%％])*"
    r"(?:完成|达成|达标|达到(?:预期|目标)?(?:目标|效果|指标|要求)?|实现|合格|符合(?:要求|标准)?|到位)(?:预期)?(?:目标|指标|任务|要求)?"
)
_PART: Final = re.compile(r"(?:部分|基本|大部分)(?:完成|达成|实现|达标|达到).{0,12}")
_NONE: Final = re.compile(r"(?:未|没有|尚未)(?:完成|达成|实现|达标|达到|开展|实施).{0,12}")

_SAME_TEXT: Final = Wording("与指标值一致", "the same as the target")


def compare(
    target: str,
    actual: str,
    *,
    direction: Direction = Direction.UNKNOWN,
    fiscal_year: int | None = None,
) -> Comparison:
    """Compare an actual value with its target, both as printed.

    Args:
        target: 年度指标值, with its sign and unit.
        actual: 实际完成值; one with a sign of its own (≥90%) is no value and compares with nothing.
        direction: which way is better where the target has no sign.
        fiscal_year: the year of dates printed without one.

    >>> compare("≥6000", "6513").ratio
    Fraction(2171, 2000)
    >>> compare("≤5万元", "42700元").outcome, compare("≥95%", "94%").outcome
    (<Outcome.MET: 'met'>, <Outcome.MISSED: 'missed'>)
    >>> compare("稳步提升", "有所提升").outcome
    <Outcome.CANNOT_TELL: 'cannot_tell'>
    """
    wanted = understand(target, fiscal_year=fiscal_year)
    reached = understand_actual(actual, fiscal_year=fiscal_year)
    if wanted.is_blank or reached.is_blank:
        return _unknown("指标值或完成值空白", "a target or an actual value is blank")
    if wanted.deadline is not None and reached.deadline is not None:
        return _by_date(wanted.deadline, reached.deadline, _key(target) == _key(actual))
    if wanted.conditions and reached.conditions:
        return _by_values(wanted, reached, direction)
    return _by_words(target, actual, wanted)


def _unknown(zh: str, en: str) -> Comparison:
    return Comparison(Outcome.CANNOT_TELL, Wording(zh, en))


def _key(text: str) -> str:
    return "".join(text.split())


def _by_date(due: Deadline, done: Deadline, same: bool) -> Comparison:
    kept = True if same else done.meets(due)
    if kept is None:
        return _unknown("日期不够具体，无法比较", "the dates are too open to compare")
    if kept:
        return Comparison(Outcome.MET, Wording("按期完成", "done in time"))
    return Comparison(Outcome.MISSED, Wording("晚于期限", "later than the deadline"))


def _by_words(target: str, actual: str, wanted: Target) -> Comparison:
    """Words: the level they name; the target's own words repeated say that it was reached."""
    key = _key(actual).strip("。；")
    if _NONE.fullmatch(key):
        return Comparison(
            Outcome.MISSED, Wording("自述未完成", "said not to be reached"), level=Level.NONE
        )
    if _PART.fullmatch(key):
        return Comparison(
            Outcome.MISSED, Wording("自述部分完成", "said to be partly reached"), level=Level.PART
        )
    if key == _key(target).strip("。；"):
        return Comparison(Outcome.MET, _SAME_TEXT, level=Level.FULL)
    if wanted.conditions or wanted.deadline:
        return _unknown(
            "指标值是数值或日期，完成值是文字", "the target is a value or a date, the actual words"
        )
    if _DONE.fullmatch(key):
        return Comparison(
            Outcome.MET, Wording("自述已完成", "said to be reached"), level=Level.FULL
        )
    return _unknown("定性指标，文字不足以判断", "a qualitative target that words leave open")


def _by_values(wanted: Target, reached: Target, direction: Direction) -> Comparison:
    pairs = _paired(wanted.conditions, reached.conditions)
    if pairs is None:
        return _unknown("指标值与完成值不能一一对应", "the values do not pair off")
    found = [compare_values(one, other, direction) for one, other in pairs]
    return _together(found)


def _paired(
    wanted: tuple[Condition, ...], reached: tuple[Condition, ...]
) -> list[tuple[Condition, Condition]] | None:
    """Conditions with the values that answer them: by label, or the only one with the only one."""
    if len(wanted) == len(reached) == 1:
        one, other = wanted[0], reached[0]
        return [(one, other)] if not (one.key and other.key) or one.key == other.key else None
    by_key = {condition.key: condition for condition in reached}
    if len(by_key) != len(reached) or {c.key for c in wanted} != set(by_key):
        return None
    return [(condition, by_key[condition.key]) for condition in wanted]


def _together(found: list[Comparison]) -> Comparison:
    """Several values of one cell: missed if one is, told only if all are."""
    if len(found) == 1:
        return found[0]
    for outcome in (Outcome.MISSED, Outcome.CANNOT_TELL):
        worst = [comparison for comparison in found if comparison.outcome is outcome]
        if worst:
            return evolve(worst[0], ratio=None)
    return Comparison(Outcome.MET, Wording("各项均达到", "all values reached"))


def compare_values(
    target: Condition, actual: Condition, direction: Direction = Direction.UNKNOWN
) -> Comparison:
    """Compare one value with one condition."""
    if actual.sense is not Sense.PLAIN:
        return _unknown(
            "实际完成值不是具体数值", "the actual value is itself a range or an inequality"
        )
    if not target.low.measure.converts_to(actual.low.measure):
        return _unknown("计量单位不同，不能比较", "the units do not compare")
    value, low = Fraction(actual.low.base), Fraction(target.low.base)
    ratio = exact(value / low) if low != 0 else None
    outcome = _outcome(target, value, low, direction)
    if outcome is None:
        return Comparison(
            Outcome.CANNOT_TELL,
            Wording(
                "指标值没有说明以高为好还是以低为好", "the target does not say which way is better"
            ),
            ratio,
        )
    return Comparison(outcome, _because(outcome, target, ratio), ratio)


def _outcome(
    target: Condition, value: Fraction, low: Fraction, direction: Direction
) -> Outcome | None:
    sense = _effective(target.sense, direction)
    if sense is Sense.BETWEEN:
        high = Fraction(target.high.base) if target.high else low
        return Outcome.MET if low <= value <= high else Outcome.MISSED
    if value == low:
        missed = sense in (Sense.MORE, Sense.LESS)
        return Outcome.MISSED if missed else Outcome.MET
    if sense in (Sense.PLAIN, Sense.ABOUT):
        return None
    if sense is Sense.EQUAL:
        return Outcome.MISSED
    if sense in (Sense.AT_LEAST, Sense.MORE):
        return Outcome.EXCEEDED if value > low else Outcome.MISSED
    return Outcome.MET if value < low else Outcome.MISSED


def _effective(sense: Sense, direction: Direction) -> Sense:
    if sense is not Sense.PLAIN or direction is Direction.UNKNOWN:
        return sense
    return Sense.AT_LEAST if direction is Direction.MORE else Sense.AT_MOST


def _because(outcome: Outcome, target: Condition, ratio: Exact | None) -> Wording:
    share = "" if ratio is None else f"，为指标值的{show(exact(Fraction(ratio) * 100), 2)}%"
    share_en = "" if ratio is None else f", {show(exact(Fraction(ratio) * 100), 2)}% of the target"
    if outcome is Outcome.MISSED:
        return Wording(f"未达到指标值{share}", f"the target was missed{share_en}")
    if outcome is Outcome.EXCEEDED:
        return Wording(f"超过指标值{share}", f"the target was exceeded{share_en}")
    return Wording("达到指标值", "the target was met")


def direction_of(level1: str, level2: str, name: str = "") -> Direction:
    """Which way is better for an indicator without a sign, where its class says so.

    Costs: less. Quantities, quality and satisfaction: more, unless the name counts what should
    not happen (投诉, 事故, 违规). Anything else is not known.

    >>> direction_of("产出指标", "成本指标").value, direction_of("产出指标", "数量指标").value
    ('less', 'more')
    >>> direction_of("产出指标", "质量指标", "差错率").value
    'less'
    """
    if _UNWANTED.search(name):
        return Direction.LESS
    if _DELICATE.search(name):
        return Direction.UNKNOWN
    classes = level1 + level2
    if "成本" in classes:
        return Direction.LESS
    if re.search(r"数量|质量|满意", level2) or "满意" in level1:
        return Direction.MORE
    return Direction.UNKNOWN


_UNWANTED: Final = re.compile(
    r"(?:投诉|事故|差错|失误|误差|超支|逾期|违规|违法)(?:发生)?(?:率|数|量|数量|次数|件数|起数)?$"
)
_DELICATE: Final = re.compile(
    r"投诉|事故|差错|失误|误差|超支|逾期|违规|违法|案件|信访|上访|故障|发病|死亡|偏差|缺勤"
)
