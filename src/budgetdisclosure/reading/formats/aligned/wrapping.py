"""Which lines of a column are one text (折行): shared out among the lines that hold the amounts.

Amounts and codes take one line, and stand at the middle of their row, or on its first line or its
last; a text takes as many as it needs, and all of these but the last fill its column. Each way to
share the lines out costs what speaks against it, over the whole column, and the cheapest is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import Final

from attrs import field, frozen

from budgetdisclosure.reading.formats.aligned.pieces import Piece, opens_row, wide

_NUMERAL: Final = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}")
_TOTAL: Final = re.compile(r"(?:本年)?(?:收入|支出)?[合总小]计")
_MOST: Final = 9
"""A text has no more lines than so many above its amounts, and as many below."""
_SHORT: Final = 5
"""What a line costs that does not fill its column and yet is gone on with."""
_NEARLY: Final = 2
"""A line fills its column but for so many half characters: a mark may not begin a line."""
_BEGINS: Final = 6
"""What a line costs that begins a row and is taken for the rest of another."""
_OFF: Final = 4
"""What each line costs by which a text stands off the middle of its row."""
_HALF: Final = 3
"""The same for the one by which the lines of an even text may seem to."""
_ALONE: Final = 5
"""What a text costs that has no amounts beside it."""
_OPENS: Final = 2
"""The same for a numbered one: a row may print no amounts."""
_MORE: Final = 3
"""What each further line of a numbered text without amounts costs."""
_BARE: Final = 3
"""What amounts cost that have no text."""


class Amounts(Enum):
    """The line of a text that the amounts of its row stand beside."""

    MIDDLE = "middle"
    FIRST = "first"
    LAST = "last"


@frozen
class Slot:
    """What a column prints on one line: a piece or nothing, and whether amounts stand beside it."""

    line: int
    piece: Piece | None
    anchor: bool = False
    named: bool = False
    """Whether another column says what the amounts are of, as that of codes does of a total."""


def _tuple(paragraphs: Iterable[Sequence[Slot]]) -> Sequence[Sequence[Slot]]:
    return tuple(paragraphs)


@frozen(slots=False)
class Column:
    """The lines of one column, of which blank lines part the paragraphs."""

    paragraphs: Sequence[Sequence[Slot]] = field(converter=_tuple)

    @cached_property
    def pieces(self) -> list[Piece]:
        """All that the column prints."""
        return [slot.piece for held in self.paragraphs for slot in held if slot.piece]

    @cached_property
    def room(self) -> int:
        """How long its longest line is, in half characters, but for totals, which reach beyond."""
        return max((wide(p.text) for p in self.pieces if not p.text.endswith("计")), default=0)

    @cached_property
    def end(self) -> int:
        """Where its longest lines end."""
        return max((p.end for p in self.pieces if not p.text.endswith("计")), default=0)

    @cached_property
    def numbered(self) -> bool:
        """Whether most of its rows begin with a number of their own."""
        own = [s.piece for held in self.paragraphs for s in held if s.piece and s.anchor]
        return 2 * sum(opens_row(piece.text) for piece in own) > len(own)

    def texts(self, amounts: Amounts) -> list[list[Slot]]:
        """The slots of each text, in order, its amounts beside its middle or one of its ends."""
        return [text for held in self.paragraphs for text in self._best(held, amounts)[1]]

    def cost(self, amounts: Amounts) -> int:
        """What speaks against these texts."""
        return sum(self._best(held, amounts)[0] for held in self.paragraphs)

    def _best(self, slots: Sequence[Slot], amounts: Amounts) -> tuple[int, list[list[Slot]]]:
        best = [(0, 0)]
        """What the cheapest way to an end costs, and where its last text begins."""
        for end in range(1, len(slots) + 1):
            ways = (
                (best[start][0] + self._cost(slots[start:end], amounts), start)
                for start in self._starts(slots, end)
            )
            best.append(min(ways, key=lambda way: (way[0], -way[1])))
        texts, end = list[list[Slot]](), len(slots)
        while end:
            texts.append(list(slots[best[end][1] : end]))
            end = best[end][1]
        return best[-1][0], texts[::-1]

    def _starts(self, slots: Sequence[Slot], end: int) -> Iterator[int]:
        """Where a text may begin that ends with a slot: it has amounts beside it once at most."""
        anchors = 0
        for start in range(end - 1, max(end - 2 * _MOST, 0) - 1, -1):
            anchors += slots[start].anchor
            if anchors > 1:
                return
            yield start

    def _cost(self, slots: Sequence[Slot], amounts: Amounts) -> int:
        held = [slot.piece for slot in slots if slot.piece]
        at = next((at for at, slot in enumerate(slots) if slot.anchor), None)
        if not held:
            return 0 if slots[0].named else _BARE
        cost = sum(self._short(one, two) for one, two in pairwise(held))
        cost += _BEGINS * sum(_begins(one.text, two.text) for one, two in pairwise(held))
        cost += _BEGINS * (len(held) > 1 and _NUMERAL.fullmatch(held[-1].text) is not None)
        opens = _opens("".join(piece.text for piece in held[:2]))
        if at is None:
            more = _MORE if opens else _ALONE
            return cost + (_OPENS if opens else _ALONE) + more * (len(held) - 1)
        slot = slots[at]
        cost += _OPENS * (self.numbered and not opens)
        cost += _BEGINS * (slot.named and slot.piece is None)
        first = slot.piece is None or (opens and opens_row(held[0].text))
        amid = amounts is Amounts.MIDDLE
        cost += _HALF if amid and not first and at > len(slots) - at - 1 else 0
        return cost + _off(at, len(slots) - at - 1, slot.piece is not None, amounts)

    def _short(self, one: Piece, two: Piece) -> int:
        """What it costs to go on from one line to the next: nothing where the line is full."""
        left = self.room - wide(one.text)
        if abs(one.start - two.start) <= 1:
            left = min(left, self.end - one.end)
        return _SHORT * (left > _NEARLY)


def _opens(text: str) -> bool:
    """Whether a text begins a row: it is numbered, or a total's name."""
    return opens_row(text) or _is_total(text)


def _is_total(text: str) -> bool:
    """Whether a text is a total's name, its characters set apart or not.

    >>> _is_total("收 入 总 计"), _is_total("上年结转")
    (True, False)
    """
    return bool(_TOTAL.fullmatch("".join(text.split())))


def _begins(one: str, two: str) -> bool:
    """Whether a line begins a row and does not go on with what begins one, or follows a total.

    >>> _begins("外交支出", "三、国防支出"), _begins("二十", "一、国有资本")
    (True, False)
    """
    goes_on = _NUMERAL.fullmatch(one) and opens_row(one + two)
    begins = _opens(two) and not (goes_on or _is_total(one + two))
    return begins or _is_total(one)


def _off(above: int, below: int, own: bool, amounts: Amounts) -> int:
    """What so many lines of a text above and below its amounts cost."""
    if amounts is not Amounts.MIDDLE:
        wrong, right = (above, below) if amounts is Amounts.FIRST else (below, above)
        return _BEGINS * wrong + (0 if own or not right else _BEGINS)
    off = abs(above - below)
    return _HALF + _OFF * (off - 1) if off else 0
