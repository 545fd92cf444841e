"""Rates and counts of the “三公” section (三公经费的完成率与实物量)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from budgetdisclosure.amounts import Figure
from budgetdisclosure.claims import Amount, Basis, Completion, Count
from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules.relation import at_most
from budgetdisclosure.rules.rule import (
    BOTH,
    DERIVED,
    PRACTICE,
    Fault,
    Held,
    Outcome,
    Severity,
    rule,
)
from budgetdisclosure.rules.topics.narrative_common import (
    PROCEDURE,
    completed,
    effective,
    place_of,
    told,
)
from budgetdisclosure.rules.topics.narrative_other import vehicles
from budgetdisclosure.wording import Wording, quoted

ROLES: Final = ("three_public", "travel", "vehicles", "reception")
_OCCASION: Final = re.compile(r"出国|外宾|外事|接待|来宾|来访")
_NOUN: Final = re.compile(r"出国|外宾|外事|接待|来宾|来访|团组|批次|人次")
_KEPT: Final = re.compile(r"保有|[共现实]有(?:公务用)?车")
_SURE: Final = ("批", "批次", "人次", "团组", "个团组")
"""Measures that count journeys and receptions, whatever else is said."""
_BATCHES: Final = re.compile(r"批次?[，、]$")
"""What counts people of receptions right behind it: 15批次，90人."""
_MEASURES: Final = ("个", "组", "团组", "个团组", "批", "批次", "次", "人次", "人")


@rule(
    "N-07-2",
    "三公完成率",
    "three public: completion of the budget",
    source=DERIVED,
    exceptions="预算为零的没有完成率",
)
def completion(d: Disclosure) -> Iterator[Outcome]:
    """完成预算的X% = 决算 ÷ 预算."""
    for claim in told(d).all(Completion):
        if claim.said.role in (*ROLES, "operating", "meetings", "training"):
            yield from completed(d, claim)


def counted(d: Disclosure, kind: str) -> list[Count]:
    """The counts of one kind: groups, travellers, bought, kept, batches, visitors (foreign_…)."""
    return [
        count
        for count in told(d).all(Count)
        if count.said.role in ROLES and not count.said.attached and kind_of(count) == kind
    ]


def kind_of(count: Count) -> str:
    """What a count of the “三公” section counts, by its measure and the words it follows."""
    words, measure = count.subject.words, count.measure
    if measure == "辆":
        return "kept" if _KEPT.search(words) else "bought" if "购" in words else ""
    sure = measure in _SURE or _NOUN.search(words) or _BATCHES.search(count.said.before)
    if measure not in _MEASURES or not sure:
        return ""
    people = measure in ("人次", "人")
    sentence = count.said.before.rpartition("。")[2]
    clause = count.said.words.rpartition(count.digits.replace("，", ","))[0]
    said = [m[0] for m in _OCCASION.finditer(f"{sentence}{clause}{words}")]
    occasion = said[-1] if said else count.topic
    if "出国" in occasion:
        return "travellers" if people else "groups"
    if not said and occasion != "公务接待费":
        return ""
    foreign = "foreign_" if occasion in ("外宾", "外事") else ""
    return foreign + ("visitors" if people else "batches")


def spent(d: Disclosure, key: str, column: str) -> Figure:
    """The outturn of an item: the table's, or where that is blank the text's."""
    cell = d.three_public.actual.figures().get(column, Figure.absent())
    if cell.counted != 0:
        return cell
    for amount in told(d).all(Amount):
        current = amount.basis in (Basis.FINAL, Basis.CURRENT)
        if amount.subject.key == key and current and amount.said.role in ROLES:
            return effective(d, amount)
    return cell


_PAIRS: Final = (
    ("因公出国费", "overseas_travel", "groups", "团组数"),
    ("公务用车购置费", "vehicle_purchase", "bought", "车辆购置数"),
    ("公务接待费", "official_reception", "batches", "接待批次"),
)


@rule(
    "N-07-5",
    "实物量与金额同零",
    "amounts and counts are zero together",
    source=f"{PROCEDURE}；{DERIVED}",
    severity=Severity.WARNING,
    exceptions="租车、跨年付款",
)
def counts_fit(d: Disclosure) -> Iterator[Outcome]:
    """出国 > 0 needs groups, 购置 > 0 vehicles, 接待 > 0 batches; no more groups than people."""
    for key, column, kind, name in _PAIRS:
        counts = counted(d, kind)
        if counts:
            yield from _both(spent(d, key, column), key, counts, name)
    for fewer, more, names in (
        ("groups", "travellers", "团组数多于人次"),
        ("batches", "visitors", "接待批次多于人次"),
    ):
        yield from _no_more(counted(d, fewer), counted(d, more), names)


def _both(figure: Figure, key: str, counts: list[Count], name: str) -> Iterator[Outcome]:
    number = max(count.number for count in counts)
    if figure.is_unreadable:
        return
    if figure.is_absent or (figure.counted > 0) == (number > 0):
        yield Held()
        return
    yield Fault(
        Wording(
            f"{key} {figure.digits.strip() or '0'}，{name} {number}：一处为零，另一处不为零",
            f"{quoted(key)} is {figure.digits.strip() or '0'}, {quoted(name)} {number}: "
            "one is zero, the other is not",
        ),
        (figure,),
        place_of(counts[0].said),
    )


def _no_more(fewer: list[Count], more: list[Count], words: str) -> Iterator[Outcome]:
    if not fewer or not more:
        return
    if fewer[0].number <= max(count.number for count in more):
        yield Held()
        return
    yield Fault(
        Wording(
            f"{words}：{fewer[0].number} > {more[0].number}",
            f"more groups than persons: {fewer[0].number} > {more[0].number}",
        ),
        place=place_of(fewer[0].said),
    )


@rule(
    "N-07-6",
    "运行费与保有量",
    "running costs need a vehicle",
    source=PRACTICE,
    severity=Severity.INFO,
    exceptions="年末处置",
)
def running_needs_vehicle(d: Disclosure) -> Iterator[Outcome]:
    """运行维护费 > 0 with a 保有量 of 0 is asked about."""
    kept = counted(d, "kept")
    figure = spent(d, "公务用车运行费", "vehicle_running")
    if not kept or figure.counted == 0:
        return
    if kept[0].number > 0:
        yield Held()
        return
    yield Fault(
        Wording(
            f"公务用车运行维护费 {figure.digits.strip()}，而公务用车保有量为 0",
            f"vehicle running costs {figure.digits}, and no vehicle is kept",
        ),
        (figure,),
        place_of(kept[0].said),
    )


@rule(
    "N-07-7",
    "外宾不大于总数",
    "foreign guests are among all guests",
    source=DERIVED,
    severity=Severity.WARNING,
)
def foreign_within(d: Disclosure) -> Iterator[Outcome]:
    """外宾 amount, batches and visitors ≤ the totals."""
    amounts = {a.subject.key: a.figure for a in told(d).all(Amount, "three_public", "reception")}
    foreign, whole = amounts.get("外宾接待费"), amounts.get("公务接待费")
    if foreign is not None and whole is not None:
        yield at_most(foreign, whole)
    for kind, words in (("batches", "外宾批次多于接待批次"), ("visitors", "外宾人次多于接待人次")):
        yield from _no_more(counted(d, f"foreign_{kind}"), counted(d, kind), words)


@rule(
    "N-07-8",
    "保有量与资产",
    "vehicles kept are among the vehicles owned",
    source=PRACTICE,
    severity=Severity.WARNING,
    exceptions="保有量只含财政拨款开支的车辆",
    kinds=BOTH,
)
def kept_within(d: Disclosure) -> Iterator[Outcome]:
    """公务用车保有量 ≤ 车辆总数 of the assets section."""
    kept, owned = counted(d, "kept"), vehicles(d)
    if kept and owned:
        yield from _no_more(kept[:1], [owned[0][0]], "公务用车保有量多于车辆总数")
