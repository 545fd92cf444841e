"""An exact simplex over bounded integers: no floats, no tolerance, always ends (精确单纯形).

The general simplex of Dutertre and de Moura: every item, a true quantity or the left side of a
row, has a lower and an upper bound, some items are written as integer combinations of the others,
and one value that leaves its bounds is mended at a time. Loosening a bound costs nothing, so
asking the same system many questions is cheap. A value is an ``int`` wherever it is whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappop, heappush
from math import floor, gcd, lcm

from budgetdisclosure.rules.proof.descent import descend, outside
from budgetdisclosure.rules.proof.values import INFINITE, Value, divide, whole

_PATIENCE = 2  # mends for each row before the whole shortfall is looked at instead
_DESCENT = 40  # exchanges for each row before the slow rule that surely ends


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
        self.given = len(lows)

    def add(self, low: int, high: int) -> int:
        """Add an item with bounds, standing free and used by nothing."""
        self.low.append(low)
        self.high.append(high)
        self.value.append(0)
        self.users.append(set())
        return len(self.low) - 1

    def define(self, item: int, terms: Iterable[tuple[int, int]]) -> None:
        """Let an item so far unused always equal ``sum(by * item[at])``."""
        row, scale = self._expand(terms)
        self.rows[item], self.den[item] = row, scale
        total: Value = 0
        for at, by in row.items():
            self.users[at].add(item)
            total += by * self.value[at]
        self.value[item] = divide(total, scale)
        heappush(self.queue, item)
        if scale != 1:
            self._reduce(item)

    def _expand(self, terms: Iterable[tuple[int, int]]) -> tuple[dict[int, int], int]:
        """A sum over any items as one over free-standing items, and its denominator."""
        terms = list(terms)
        scale = lcm(*(self.den.get(at, 1) for at, _ in terms))
        row: dict[int, int] = {}
        for at, by in terms:
            pieces = self.rows.get(at) or {at: 1}
            for piece, coefficient in pieces.items():
                more = by * coefficient * (scale // self.den.get(at, 1))
                row[piece] = row.get(piece, 0) + more
        return {at: by for at, by in row.items() if by}, scale

    def bound(self, item: int, low: int, high: int) -> None:
        """Give ``item`` new bounds; its value follows if it can."""
        self.low[item], self.high[item] = low, high
        value = self.value[item]
        if low <= value <= high or low > high:
            return
        if item in self.rows:
            heappush(self.queue, item)
        else:
            self.shift(item, (low if value < low else high) - value)

    def mend(self) -> list[dict[int, int]]:
        """Bring every value inside its bounds; each proof that they cannot be, if not.

        A proof is a sum of items out of bounds, each with the way it ought to move, that cannot
        all come nearer. No item may have crossed bounds.
        """
        size = len(self.rows) + 10
        if (proofs := self._mend_each(_PATIENCE * size, slow=False)) is not None:
            return proofs
        if (left := descend(self, _DESCENT * size)) is not None:
            self.queue = sorted(left)
            return [left] if left else []
        self.queue = sorted(self.rows)
        return self._mend_each(None, slow=True) or []

    def _mend_each(self, patience: int | None, *, slow: bool) -> list[dict[int, int]] | None:
        """Mend one item after the other; ``None`` once patience is at an end."""
        while self.queue:
            item = heappop(self.queue)
            if item not in self.rows or self._inside(item):
                continue
            if patience is not None and not patience:
                heappush(self.queue, item)
                return None
            patience = patience and patience - 1
            if not self._raise(item, slow):
                heappush(self.queue, item)
                return self._stuck()
        return []

    def settle(self) -> None:
        """Make amounts whole where an inequality at its limit leaves them broken.

        The inequality gives way a little and the amount stands free in its place, on a whole
        number, wherever nothing else leaves its bounds.
        """
        free = range(self.given, len(self.low))
        for item in [i for i in free if self.users[i] and self.low[i] < self.high[i]]:
            for user in sorted(self.users[item]):
                broken = user < self.given and type(self.value[user]) is not int
                if broken and self._give_way(item, user):
                    break

    def _give_way(self, item: int, user: int) -> bool:
        value = self.value[user]
        for goal in (floor(value), floor(value) + 1):
            by = divide((goal - value) * self.den[user], self.rows[user][item])
            if self._free_to_shift(item, by):
                self.shift(item, by)
                self.pivot(user, item)
                return True
        return False

    def _free_to_shift(self, item: int, by: Value) -> bool:
        if not self.low[item] <= self.value[item] + by <= self.high[item]:
            return False
        return all(
            self.low[user]
            <= self.value[user] + divide(self.rows[user][item] * by, self.den[user])
            <= self.high[user]
            for user in self.users[item]
        )

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
            self.shift(at, by * direction)
            if blocker != at:
                self.pivot(blocker, at)

    def _inside(self, item: int) -> bool:
        return self.low[item] <= self.value[item] <= self.high[item]

    def shift(self, item: int, by: Value) -> None:
        """Move a free-standing item, and with it every row that uses it."""
        value, low, high, rows, den = self.value, self.low, self.high, self.rows, self.den
        value[item] = whole(value[item] + by)
        for user in self.users[item]:
            moved = rows[user][item] * by
            if den[user] != 1:
                moved = divide(moved, den[user])
            now = value[user] = whole(value[user] + moved)
            if now < low[user] or now > high[user]:
                heappush(self.queue, user)

    def _raise(self, item: int, slow: bool) -> bool:
        """Mend one item by moving what it is made of, exchanging it for the last piece moved."""
        row = self.rows[item]
        short = (self.low if self.value[item] < self.low[item] else self.high)[item]
        missing = (short - self.value[item]) * self.den[item]
        pieces = self._pieces(row, 1 if missing > 0 else -1, slow)
        for place, (_, at, by) in enumerate(pieces):
            wanted = divide(missing, by)
            room = (self.high if wanted > 0 else self.low)[at] - self.value[at]
            enough = wanted <= room if wanted > 0 else wanted >= room
            if slow or enough or place == len(pieces) - 1:
                self.shift(at, wanted)
                self.pivot(item, at)
                heappush(self.queue, at)
                return True
            self.shift(at, room)
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

    def _stuck(self) -> list[dict[int, int]]:
        """Every row that proves by itself that not all bounds can hold."""
        wrong = outside(self)
        return [{item: way} for item, way in wrong.items() if not self._can_move(item, way)]

    def _can_move(self, item: int, sign: int) -> bool:
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
            reach = divide(far, by)
            if reach < best or (reach == best and user < blocker):
                best, blocker = reach, user
        if best >= INFINITE // 2:
            return best, direction, -1, -1
        return best, direction, at, blocker

    def pivot(self, leaving: int, entering: int) -> None:
        """Exchange two items: write ``entering`` in terms of ``leaving``, everywhere."""
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
