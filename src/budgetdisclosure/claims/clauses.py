"""Cutting a text at its marks, so that every number and word stands in one clause (分句)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from budgetdisclosure.claims.digits import Number, NumberKind

_MARK: Final = re.compile(r"[，。；：！？、（）\n]|(?<=[元%])\.(?=[\u4e00-\u9fff]|$)")
"""A point behind an amount, and before no digit, ends a sentence: 收入9万元.其中…."""
_BRACKET: Final = re.compile(r"[（）\n]")
_BLANK: Final = re.compile(r"〔[^〔〕\n]*〕")
"""What is left for a person to fill in is one word, whatever marks its name has."""
_TELLING: Final = (
    *(NumberKind.MONEY, NumberKind.PERCENT, NumberKind.COUNT),
    *(NumberKind.ILLEGIBLE, NumberKind.UNSURE),
)
ENDS: Final = frozenset("。！？\n")


@frozen
class Clause:
    """A clause of a text: from ``start`` to ``end``, the mark before it and the one behind it.

    ``depth`` counts the brackets around it.
    """

    start: int
    end: int
    opened: str
    closed: str
    depth: int
    numbers: tuple[Number, ...] = ()

    def of(self, text: str) -> str:
        """Its words."""
        return text[self.start : self.end]


def clauses_of(text: str, numbers: Sequence[Number]) -> tuple[Clause, ...]:
    """The clauses of ``text``, each with its numbers.

    Brackets that tell amounts, shares or counts are clauses; all others belong to their name. A 、
    divides clauses only behind a number.

    >>> from budgetdisclosure.claims.digits import numbers_of
    >>> said = "收、支总计5万元，其中：出国（境）费1万元（占20%）、接待费4万元。"
    >>> [clause.of(said) for clause in clauses_of(said, numbers_of(said))]
    ['收、支总计5万元', '其中', '出国（境）费1万元', '占20%', '接待费4万元']
    """
    return tuple(_clauses(text, numbers))


def _clauses(text: str, numbers: Sequence[Number]) -> Iterator[Clause]:
    start, opened, depth = 0, "", 0
    held = list(numbers)
    at = 0
    for offset, mark in [*_marks(text, numbers), (len(text), "")]:
        inside = []
        while at < len(held) and held[at].start < offset:
            inside.append(held[at])
            at += 1
        if text[start:offset].strip() or inside:
            yield Clause(start, offset, opened, mark, depth, tuple(inside))
            opened = mark
        else:
            opened = _stronger(opened, mark)
        depth = max(0, depth + (mark == "（") - (mark == "）"))
        start = offset + len(mark)


def _stronger(one: str, other: str) -> str:
    """Of two marks with nothing between them the one that divides more."""
    order = "、，）（：；？！。\n"
    return max(one, other, key=lambda mark: order.find(mark) if mark else -1)


def _marks(text: str, numbers: Sequence[Number]) -> Iterator[tuple[int, str]]:
    hidden = _hidden(text, numbers)
    ends = {number.end for number in numbers if number.kind in _TELLING}
    inside = {at for n in numbers if "，" in n.digits for at in range(n.start, n.stop)}
    cover = iter(hidden)
    start, end = next(cover, (len(text), len(text)))
    for match in _MARK.finditer(text):
        at, mark = match.start(), match[0]
        while at > end:
            start, end = next(cover, (len(text), len(text)))
        if start <= at <= end or at in inside:
            continue
        if mark != "、" or at in ends or _behind_bracket(text, at, ends):
            yield at, "。" if mark == "." else mark


def _behind_bracket(text: str, at: int, ends: set[int]) -> bool:
    """Whether a 、 stands behind a short bracket that follows a number: 2台（套）、."""
    if text[at - 1 : at] != "）":
        return False
    opening = text.rfind("（", max(0, at - 6), at)
    return opening in ends


def _hidden(text: str, numbers: Sequence[Number]) -> list[tuple[int, int]]:
    """The outermost brackets that tell nothing, from their opening to their closing mark."""
    telling = [number.start for number in numbers if number.kind in _TELLING]
    stack: list[tuple[int, int]] = []
    found = [(match.start(), match.end() - 1) for match in _BLANK.finditer(text)]
    told = 0
    for match in _BRACKET.finditer(text):
        while told < len(telling) and telling[told] < match.start():
            told += 1
        if match[0] == "（":
            stack.append((match.start(), told))
        elif match[0] == "）" and stack:
            opening, before = stack.pop()
            if told == before:
                found.append((opening, match.start()))
        else:
            stack.clear()
    return sorted(_outermost(found))


def _outermost(pairs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = -1
    for opening, closing in sorted(pairs):
        if opening > last:
            yield opening, closing
            last = closing
