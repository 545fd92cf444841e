"""An exact simplex over bounded integers: no floats, no tolerance, always ends (精确单纯形).

The general simplex of Dutertre and de Moura: every item, a true quantity or the left side of a
row, has a lower and an upper bound, some items are written as integer combinations of the others,
and one value that leaves its bounds is mended at a time. Loosening a bound costs nothing, so
asking the same system many questions is cheap. A value is an ``int`` wherever it is whole.
"""

from __future__ import annotations

from fractions import Fraction
from heapq import heappop, heappush
from math import gcd

INFINITE = 1 << 120
Value = int | Fraction

_PATIENCE = 20  # mends for each row before the slow rule that surely ends


class Simplex:
    """A tableau of ``den[b] * item[b] = sum(row[k] * item[k])`` with bounds and present values."""

    def __init__(self, lows: list[int], highs: list[int], values: list[int]) -> None:
        self.low = lows
        self.high = highs
        self.value: list[Value] = list(values)
        self.rows: dict[int, dict[int, int]] = {}
        self.den: dict[int, int] = {}
        self.users: list[set[int]] = [set() for _ in lows]
        self.queue: list[int] = []
        self.mends = 0
        self.given = len(lows)

    def add_row(self, terms: list[tuple[int, int]], low: int, high: int) -> int:
        """Add an item that always equals ``sum(by * item[at])``, all items being independent."""
        item = len(self.low)
        self.low.append(low)
        self.high.append(high)
        self.users.append(set())
        row: dict[int, int] = {}
        for at, by in terms:
            row[at] = row.get(at, 0) + by
        self.rows[item] = row = {at: by for at, by in row.items() if by}
        self.den[item] = 1
        total: Value = 0
        for at, by in row.items():
            self.users[at].add(item)
            total += by * self.value[at]
        self.value.append(total)
        heappush(self.queue, item)
        return item

    def bound(self, item: int, low: int, high: int) -> None:
        """Give ``item`` new bounds; its value follows if it can."""
        self.low[item], self.high[item] = low, high
        value = self.value[item]
        if low <= value <= high or low > high:
            return
        if item in self.rows:
            heappush(self.queue, item)
        else:
            self._shift(item, (low if value < low else high) - value)

    def mend(self) -> list[int]:
        """Bring every value inside its bounds; the items of rows that cannot be, if not.

        No item may have crossed bounds.
        """
        start, patience = self.mends, _PATIENCE * (len(self.rows) + 10)
        while self.queue:
            item = heappop(self.queue)
            if item not in self.rows or self._inside(item):
                continue
            self.mends += 1
            if not self._raise(item, self.mends - start > patience):
                heappush(self.queue, item)
                return self._stuck()
        return []

    def climb(self, item: int, up: bool) -> Value | None:
        """The greatest (or least) value of ``item`` once mended; ``None`` if it has no limit."""
        sign = 1 if up else -1
        while True:
            goal = self.high[item] if up else self.low[item]
            if self.value[item] == goal:
                return goal
            step = self._step_towards(item, sign)
            if step is None:
                return self.value[item]
            by, direction, at, blocker = step
            if at == -1:
                return None
            self._shift(at, by * direction)
            if blocker != at:
                self._pivot(blocker, at)

    def _inside(self, item: int) -> bool:
        return self.low[item] <= self.value[item] <= self.high[item]

    def _shift(self, item: int, by: Value) -> None:
        """Move a free-standing item, and with it every row that uses it."""
        value, low, high, rows, den = self.value, self.low, self.high, self.rows, self.den
        value[item] = _whole(value[item] + by)
        for user in self.users[item]:
            moved = rows[user][item] * by
            if den[user] != 1:
                moved = _divide(moved, den[user])
            now = value[user] = _whole(value[user] + moved)
            if now < low[user] or now > high[user]:
                heappush(self.queue, user)

    def _raise(self, item: int, slow: bool) -> bool:
        """Mend one item by moving what it is made of, exchanging it for the last piece moved."""
        row = self.rows[item]
        short = (self.low if self.value[item] < self.low[item] else self.high)[item]
        missing = (short - self.value[item]) * self.den[item]
        pieces = self._pieces(row, 1 if missing > 0 else -1, slow)
        for place, (_, at, by) in enumerate(pieces):
            wanted = _divide(missing, by)
            room = (self.high if wanted > 0 else self.low)[at] - self.value[at]
            enough = wanted <= room if wanted > 0 else wanted >= room
            if slow or enough or place == len(pieces) - 1:
                self._shift(at, wanted)
                self._pivot(item, at)
                heappush(self.queue, at)
                return True
            self._shift(at, room)
            missing -= room * by
        return False

    def _pieces(self, row: dict[int, int], sign: int, slow: bool) -> list[tuple[int, int, int]]:
        """What can move the row that way: (how dear, item, coefficient), the cheapest first.

        Inequalities go before amounts: an amount left standing free is a whole number.
        """
        low, high, value, users, given = self.low, self.high, self.value, self.users, self.given
        found = [
            (0 if slow or at >= given else len(users[at]), at, by)
            for at, by in row.items()
            if (value[at] < high[at] if by * sign > 0 else value[at] > low[at])
        ]
        if slow:
            return [min(found)] if found else []
        found.sort()
        return found

    def _stuck(self) -> list[int]:
        """Every row that proves by itself that not all bounds can hold."""
        waiting = sorted({item for item in self.queue if item in self.rows})
        return [item for item in waiting if not self._inside(item) and not self._can_move(item)]

    def _can_move(self, item: int) -> bool:
        sign = 1 if self.value[item] < self.low[item] else -1
        low, high, value = self.low, self.high, self.value
        return any(
            value[at] < high[at] if by * sign > 0 else value[at] > low[at]
            for at, by in self.rows[item].items()
        )

    def _step_towards(self, item: int, sign: int) -> tuple[Value, int, int, int] | None:
        """The next exchange on the climb: (by, direction, item to move, item that blocks)."""
        row = self.rows.get(item)
        if row is None:
            return self._reach(item, sign)
        low, high, value = self.low, self.high, self.value
        for at in sorted(row):
            direction = sign if row[at] > 0 else -sign
            if value[at] < high[at] if direction > 0 else value[at] > low[at]:
                return self._reach(at, direction)
        return None

    def _reach(self, at: int, direction: int) -> tuple[Value, int, int, int]:
        """How far a free-standing item can go that way, and what stops it."""
        low, high, value = self.low, self.high, self.value
        blocker = at
        best: Value = high[at] - value[at] if direction > 0 else value[at] - low[at]
        for user in self.users[at]:
            by = self.rows[user][at] * direction
            room = (high[user] - value[user]) if by > 0 else (low[user] - value[user])
            far = room * self.den[user]
            if not -INFINITE // 2 < far < INFINITE // 2:
                continue
            reach = _divide(far, by)
            if reach < best or (reach == best and user < blocker):
                best, blocker = reach, user
        if best >= INFINITE // 2:
            return best, direction, -1, -1
        return best, direction, at, blocker

    def _pivot(self, leaving: int, entering: int) -> None:
        """Write ``entering`` in terms of ``leaving``, everywhere."""
        row, users = self.rows.pop(leaving), self.users
        by = row.pop(entering)
        for at in row:
            users[at].remove(leaving)
        users[entering].remove(leaving)
        sign = 1 if by > 0 else -1
        new = {at: -sign * coefficient for at, coefficient in row.items()}
        new[leaving] = sign * self.den.pop(leaving)
        readers, users[entering] = users[entering], set()
        self.rows[entering], self.den[entering] = new, abs(by)
        if abs(by) != 1:
            self._reduce(entering)
        for at in new:
            users[at].add(entering)
        for reader in readers:
            self._replace(reader, entering)

    def _replace(self, reader: int, entering: int) -> None:
        """Put the new row of ``entering`` into the row of ``reader``."""
        row, new, den, users = self.rows[reader], self.rows[entering], self.den, self.users
        by = row.pop(entering)
        scale = den[entering]
        if scale != 1:
            for at in row:
                row[at] *= scale
            den[reader] *= scale
        for at, coefficient in new.items():
            old = row.get(at)
            if old is None:
                row[at] = by * coefficient
                users[at].add(reader)
            elif total := old + by * coefficient:
                row[at] = total
            else:
                del row[at]
                users[at].remove(reader)
        if den[reader] != 1:
            self._reduce(reader)

    def _reduce(self, item: int) -> None:
        common = gcd(self.den[item], *self.rows[item].values())
        if common > 1:
            self.den[item] //= common
            row = self.rows[item]
            for at in row:
                row[at] //= common


def _divide(value: Value, by: int) -> Value:
    """An exact quotient, an ``int`` where it is whole."""
    if by == 1:
        return value
    if by == -1:
        return -value
    return _whole(Fraction(value, by))


def _whole(value: Value) -> Value:
    return value.numerator if type(value) is Fraction and value.denominator == 1 else value
