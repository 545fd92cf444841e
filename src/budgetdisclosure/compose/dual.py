"""A dual simplex in whole numbers, begun at plain rounding (对偶单纯形): no floats, no tolerance.

Rounding every figure half up is the cheapest there is, so it is where the search begins: prices
are right from the start, and only the sums that do not add up are wrong. One such sum is mended
at a time, by whatever moves it at the least cost, until all hold. The prices left at the end
prove that nothing is cheaper, and a sum that nothing can mend names the sums it clashes with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from budgetdisclosure.rules.proof.values import Value, whole

Row = dict[int, Value]
Terms = Sequence[tuple[int, int]]

_PATIENCE = 20  # exchanges for each sum before the slow rule that surely ends


class Tableau:
    """Items with bounds: the unknowns first, from 0 to 1, then each sum from its low to its high.

    A basic item is written in ``rows`` by the others; these stand at a bound, each with the
    ``price`` of moving it off: not negative at the lower one, not positive at the upper one.
    """

    def __init__(self, costs: Sequence[int], sums: Sequence[tuple[int | None, int, Terms]]) -> None:
        self.unknowns = len(costs)
        self.low: list[int | None] = [0] * len(costs)
        self.high = [1] * len(costs)
        self.price: Row = dict(enumerate(costs))
        self.value: list[Value] = [int(cost < 0) for cost in costs]
        self.rows: dict[int, Row] = {}
        self.users: list[set[int]] = [set() for _ in costs]
        self.wrong: set[int] = set()
        self.patience = _PATIENCE
        for low, high, terms in sums:
            self._add(low, high, terms)

    def _add(self, low: int | None, high: int, terms: Terms) -> None:
        item = len(self.low)
        self.low.append(low)
        self.high.append(high)
        self.users.append(set())
        self.rows[item] = dict(terms)
        for at, _ in terms:
            self.users[at].add(item)
        self.value.append(sum(by * self.value[at] for at, by in terms))
        self._look(item)

    def settle(self) -> int | None:
        """Mend every sum; the item that nothing can mend, if there is one."""
        left = self.patience * len(self.rows) + 10
        while self.wrong:
            slow, left = left <= 0, left - 1
            rows = self.rows
            item = min(self.wrong) if slow else min(self.wrong, key=lambda at: (len(rows[at]), at))
            if not self._mend(item, slow):
                return item
        return None

    def bound(self, item: int, low: int, high: int) -> None:
        """Give an unknown other bounds; one that stands at a bound goes by its price."""
        self.low[item], self.high[item] = low, high
        if item in self.rows:
            self._look(item)
        else:
            self._shift(item, (high if self.price.get(item, 0) < 0 else low) - self.value[item])

    def broken(self) -> int | None:
        """An unknown whose value is not whole; None where all are."""
        values = self.value
        return next((at for at in range(self.unknowns) if type(values[at]) is not int), None)

    def prices(self) -> list[Value]:
        """The price of each sum (对偶价格)."""
        return [self.price.get(item, 0) for item in range(self.unknowns, len(self.low))]

    def sums_of(self, item: int) -> set[int]:
        """The numbers of the sums that ``item`` is written by, itself among them."""
        items = {item, *self.rows[item]}
        return {at - self.unknowns for at in items if at >= self.unknowns}

    def _look(self, item: int) -> None:
        low, value = self.low[item], self.value[item]
        if (low is not None and value < low) or value > self.high[item]:
            self.wrong.add(item)
        else:
            self.wrong.discard(item)

    def _shift(self, at: int, by: Value) -> None:
        """Move an item that stands at a bound, and with it all that is written by it."""
        if not by:
            return
        self.value[at] = whole(self.value[at] + by)
        for user in self.users[at]:
            self.value[user] = whole(self.value[user] + self.rows[user][at] * by)
            self._look(user)

    def _mend(self, item: int, slow: bool) -> bool:
        """Bring ``item`` to the bound it is beyond, at the least cost; whether that is possible.

        What is cheap goes to its other bound as long as that is not enough; the first that need
        not go so far is exchanged for the item. The slow rule exchanges the very first.
        """
        low, value = self.low[item], self.value[item]
        goal = low if low is not None and value < low else self.high[item]
        missing: Value = goal - value
        flips: list[tuple[int, Value]] = []
        for at, by in self._movable(item, missing > 0):
            room = self._room(at, (by > 0) == (missing > 0))
            left = missing if room is None else missing - room * by
            if not slow and room is not None and left and (left > 0) == (missing > 0):
                flips.append((at, room))
                missing = left
                continue
            for other, far in flips:
                self._shift(other, far)
            self._shift(at, _quotient(missing, by))
            self._exchange(item, at)
            return True
        return False

    def _movable(self, item: int, up: bool) -> Iterable[tuple[int, Value]]:
        """What can move the item that way, the cheapest for each step of the item first."""
        price = self.price
        found = [
            (abs(_quotient(price.get(at, 0), by)), at, by)
            for at, by in self.rows[item].items()
            if self._room(at, (by > 0) == up) != 0
        ]
        return ((at, by) for _, at, by in sorted(found))

    def _room(self, at: int, up: bool) -> Value | None:
        """How far an item can move that way; None for endlessly."""
        end = self.high[at] if up else self.low[at]
        return None if end is None else end - self.value[at]

    def _exchange(self, leaving: int, entering: int) -> None:
        """Write ``entering`` by ``leaving``, everywhere, in rows and prices."""
        row = self.rows.pop(leaving)
        by = row.pop(entering)
        for at in row:
            self.users[at].discard(leaving)
        new = {at: _quotient(-factor, by) for at, factor in row.items()}
        new[leaving] = _quotient(1, by)
        readers = self.users[entering] - {leaving}
        self.users[entering] = set()
        self.rows[entering] = new
        for at in new:
            self.users[at].add(entering)
        for reader in readers:
            self._rewrite(reader, entering, new)
        self._reprice(entering, new)
        self.wrong.discard(leaving)
        self._look(entering)

    def _rewrite(self, reader: int, entering: int, new: Row) -> None:
        row, users = self.rows[reader], self.users
        by = row.pop(entering)
        for at, factor in new.items():
            old = row.get(at)
            total = by * factor if old is None else whole(old + by * factor)
            if not total:
                del row[at]
                users[at].discard(reader)
            else:
                row[at] = total
                users[at].add(reader)

    def _reprice(self, entering: int, new: Row) -> None:
        paid = self.price.pop(entering, 0)
        if paid:
            for at, factor in new.items():
                self.price[at] = whole(self.price.get(at, 0) + paid * factor)


def _quotient(value: Value, by: Value) -> Value:
    if by == 1:
        return value
    return -value if by == -1 else whole(Fraction(value) / by)
