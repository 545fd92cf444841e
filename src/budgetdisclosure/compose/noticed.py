"""What is worth a look in lines that can be booked: totals, repeats, signs, the unit (提示)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import islice

from attrs import define, field

from budgetdisclosure.amounts import Amount
from budgetdisclosure.compose.classified import Held
from budgetdisclosure.compose.entry import Entry, Flow
from budgetdisclosure.wording import Wording

TOTAL = Wording("合计行，未计入", "a total, not counted")
_SHOWN = 5
_FEW = 10  # lines that tell nothing of the unit
_WAN = 1_000_000  # fen


@define
class _Total:
    """A line that says it is a total: what it says it is of, and what stands above it."""

    number: int
    nth: int
    fen: int
    said: Mapping[str, Enum]
    above: int
    marks: int
    """How many of the column's marks stand above it."""


@define
class Noticed:
    """Follows the lines of a ledger as they are booked, column of amounts by column."""

    above: dict[int, int] = field(factory=dict)
    totals: list[_Total] = field(factory=list)
    repeated: dict[int, list[int]] = field(factory=dict)
    negative: list[tuple[int, int]] = field(factory=list)
    _marks: dict[int, dict[int, int]] = field(factory=dict)
    """What stood above each point that totals may count from (the first line, a total, another
    kind of lines), in order, column by column."""
    _entry: dict[int, Entry] = field(factory=dict)
    _first: dict[int, int] = field(factory=dict)
    lines: int = 0
    _last: int = -1

    def booked(self, number: int, nth: int, entry: Entry, fen: int) -> None:
        """An amount was booked; one that was held back counts above the totals behind it."""
        before = self.above.get(nth, 0)
        self.above[nth] = before + fen
        if self._entry.get(nth) is not entry:
            self._turn(nth, entry, before)
        for total in reversed(self.totals) if self.totals else ():
            if total.number < number:
                break
            total.above += fen if total.nth == nth else 0
        if fen < 0 and entry.flow is Flow.EXPENDITURE:
            self.negative.append((number, fen))
        if fen and number != self._last:
            self._last, self.lines = number, self.lines + 1

    def _turn(self, nth: int, entry: Entry, before: int) -> None:
        """Lines of another classification begin; of another kind, totals may count from there."""
        last = self._entry.get(nth)
        if last is None or _kind(last) != _kind(entry):
            self._mark(nth, before)
        self._entry[nth] = entry

    def line(self, number: int, cells: Sequence[object]) -> None:
        """A line was taken; the same line with an amount may have stood before."""
        if number == self._last:
            first = self._first.setdefault(hash(tuple(cells)), number)
            if first != number:
                self.repeated.setdefault(first, [first]).append(number)

    def total(self, number: int, nth: int, fen: int, said: Mapping[str, Enum]) -> None:
        """A total was passed over."""
        above = self.above.get(nth, 0)
        self._mark(nth, 0)
        self.totals.append(_Total(number, nth, fen, said, above, len(self._marks[nth])))
        self._mark(nth, above)

    def _mark(self, nth: int, above: int) -> None:
        marks = self._marks.setdefault(nth, {})
        marks.setdefault(above, len(marks))

    def differing(self, sums: Iterable[Sequence[Held]]) -> Iterator[tuple[int, Wording]]:
        """Totals that are neither what all lines of their kind nor those above them come to."""
        held = list(sums) if self.totals else []
        for total in self.totals:
            kind, marks = _of_kind(held, total), self._marks[total.nth]
            if total.fen != kind and marks.get(total.above - total.fen, total.marks) >= total.marks:
                above = (total.above - mark for mark in islice(marks, total.marks))
                near = kind if total.said else min(above, key=lambda fen: abs(fen - total.fen))
                yield total.number, _differs(Amount(total.fen), Amount(near))

    def remarks(self, sums: Iterable[Sequence[Held]], *, in_yuan: bool) -> Iterator[Wording]:
        """What is said of the lines together."""
        if self.repeated:
            yield _repeats(list(self.repeated.values()))
        if self.negative:
            yield _negatives(self.negative)
        largest = max((abs(one.fen) for held in sums for one in held if one.used), default=_WAN)
        if in_yuan and self.lines >= _FEW and largest < _WAN:
            yield _SMALL


def _kind(entry: Entry) -> tuple[object, ...]:
    return (entry.flow, entry.source, entry.nature, entry.stage)


def _of_kind(sums: Iterable[Sequence[Held]], total: _Total) -> int:
    own = (held[total.nth] for held in sums)
    return sum(
        one.fen
        for one in own
        if one.used
        and all(getattr(one.entry, part) is member for part, member in total.said.items())
    )


def _differs(stated: Amount, summed: Amount) -> Wording:
    off = f"多 {stated - summed}" if stated > summed else f"少 {summed - stated}"
    return Wording(
        f"合计行，未计入；合计为 {stated}，比各行之和 {summed} {off}，请核对",
        f"a total, not counted: it says {stated}, the lines come to {summed}",
    )


def _repeats(groups: list[list[int]]) -> Wording:
    shown = "；".join(f"第{'、'.join(map(str, group[:_SHOWN]))}行" for group in groups[:_SHOWN])
    more = f"等{len(groups)}组" if len(groups) > _SHOWN else ""
    lines = "; ".join(", ".join(map(str, group[:_SHOWN])) for group in groups[:_SHOWN])
    return Wording(
        f"有几行完全相同：{shown}{more}；重复录入的请删去，不是的不必改",
        f"lines that are the same in every cell: {lines}; delete those entered twice",
    )


def _negatives(lines: list[tuple[int, int]]) -> Wording:
    shown = "、".join(f"第{number}行 {Amount(fen)}" for number, fen in lines[:_SHOWN])
    more = "等" if len(lines) > _SHOWN else ""
    listed = ", ".join(f"line {number} {Amount(fen)}" for number, fen in lines[:_SHOWN])
    return Wording(
        f"支出有{len(lines)}笔负数：{shown}{more}；冲销、退回的不必改，记错的请改正",
        f"{len(lines)} amounts of expenditure are below zero: {listed}",
    )


_SMALL = Wording(
    "没有一类收支达到 1万元，金额像是按万元填的；如果是，请把表头写成“金额（万元）”，再编制",
    "nothing comes to 10,000 yuan: if amounts are in “万元”, say so in the heading, “金额（万元）”",
)
