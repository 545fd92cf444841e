"""One block of a system laid out for the simplex, its printed numbers ready to be doubted.

Every printed number is a *doubt* with levels: 0 as printed, then one unit in the last place wider
(a tail, 尾差), then anything at all (wrong); a printed zero is right or wrong, never a tail. A
*state* says which doubts stand above level 0. A `Cut` is what one contradiction demands of any
state: that its bounds loosen enough to undo it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import floor

from attrs import frozen

from budgetdisclosure.rules.proof.descent import pull
from budgetdisclosure.rules.proof.simplex import Simplex
from budgetdisclosure.rules.proof.system import CONFLICT_WEIGHT, Print, Row, System
from budgetdisclosure.rules.proof.values import INFINITE

LOW, HIGH = 0, 1
Bounds = tuple[int, int]
State = Mapping[int, int]
Side = tuple[int, int]

# One tail is cheaper than one wrong number, two are dearer: a single mistyped figure explains
# more than two independent plugs. The study in the documentation shows what other prices do.
TAIL_PRICE = Fraction(6, 10)
_ANYTHING = (-INFINITE, INFINITE)
_BRANCHES = 500  # cases looked at before giving up on whole numbers


class UndecidedError(Exception):
    """The search for whole numbers was given up: neither verdict may be claimed."""


@frozen
class Doubt:
    """A printed number that may be given up, level by level, at a price for each."""

    key: int
    prices: tuple[int, ...]
    items: tuple[int, ...]


@frozen
class Cut:
    """A proven contradiction: ``terms`` are the bounds it rests on, with their multipliers.

    ``at`` holds the bounds themselves where the proof was by cases: loosening any one may undo it.
    """

    terms: tuple[tuple[Side, int], ...]
    at: tuple[int, ...] = ()


class Board:
    """A block of the system: variables and rows renumbered, one simplex, one state at a time."""

    def __init__(
        self,
        system: System,
        variables: Sequence[int],
        prints: Iterable[Print],
        rows: Sequence[Row],
        *,
        zeros_exact: bool = False,
        start: Mapping[int, int] | None = None,
    ) -> None:
        self.variables = tuple(variables)
        self.place = {variable: item for item, variable in enumerate(self.variables)}
        self.rows = tuple(rows)
        self.doubts: list[Doubt] = []
        self.index: dict[int, int] = {}
        self.claims: list[list[tuple[int, tuple[Bounds, ...]]]] = [
            [] for _ in range(len(self.variables) + len(self.rows))
        ]
        self.hard: list[Bounds] = [_hard(system, variable) for variable in self.variables]
        self.zeros: dict[int, set[int]] = {}
        self.closed: set[int]
        self.limits: dict[int, Bounds] = {}
        for shown in prints:
            self._add_print(shown)
        self.hard += [_row_bounds(row) for row in self.rows]
        self._add_stated()
        self.closed = set(self.zeros) if zeros_exact else set()
        self.state: dict[int, int] = {}
        self.crossed: set[int] = set()
        self._lay_out(start or {})

    def _add_print(self, shown: Print) -> None:
        item, index = self.place[shown.variable], len(self.doubts)
        tail = 0 if shown.zero else int(shown.weight * TAIL_PRICE)
        prices = (tail, shown.weight - tail) if tail else (shown.weight,)
        self.doubts.append(Doubt(shown.key, prices, (item,)))
        self.index[shown.key] = index
        wide = (shown.low - shown.step, shown.high + shown.step)
        levels = ((shown.low, shown.high), wide, _ANYTHING)
        self.claims[item].append((index, levels if tail else (levels[0], _ANYTHING)))
        if shown.zero:
            self.zeros.setdefault(item, set()).add(index)

    def _add_stated(self) -> None:
        stated: dict[int, list[int]] = {}
        for at, row in enumerate(self.rows):
            if row.states is not None:
                stated.setdefault(row.states, []).append(at)
        for key, places in stated.items():
            self._add_statement(key, places)

    def _add_statement(self, key: int, places: list[int]) -> None:
        """A number that rows state: its tight rows go first, its wide rows with it wholly gone."""
        index, weight = len(self.doubts), CONFLICT_WEIGHT
        widened = any(self.rows[at].wide for at in places)
        tail = int(weight * TAIL_PRICE)
        prices = (tail, weight - tail) if widened else (weight,)
        items = tuple(len(self.variables) + at for at in places)
        self.doubts.append(Doubt(key, prices, items))
        self.index[key] = index
        for item, at in zip(items, places, strict=True):
            bounds = _row_bounds(self.rows[at])
            held = len(prices) if self.rows[at].wide else 1
            levels = (bounds,) * held + (_ANYTHING,) * (len(prices) + 1 - held)
            self.claims[item].append((index, levels))
            self.hard[item] = _ANYTHING

    def _lay_out(self, start: Mapping[int, int]) -> None:
        bounds = [self.bounds(item, {}) for item in range(len(self.claims))]
        count = len(self.variables)
        values = [_inside(*bounds[at], start.get(v)) for at, v in enumerate(self.variables)]
        lows, highs = ([bounds[item][side] for item in range(count)] for side in (LOW, HIGH))
        self.simplex = Simplex(lows, highs, values)
        for sides in bounds[count:]:
            self.simplex.add(*sides)
        self.terms = [[(self.place[v], by) for v, by in row.terms] for row in self.rows]
        self.asleep = [count + at for at, row in enumerate(self.rows) if row.sense != "="]
        for at, row in enumerate(self.rows):
            if row.sense == "=":
                self.simplex.define(count + at, self.terms[at])
        self.crossed = {item for item, (low, high) in enumerate(bounds) if low > high}

    def bounds(self, item: int, state: State) -> Bounds:
        """The bounds of an item when the doubts of ``state`` are given up to their levels."""
        low, high = self.hard[item]
        for index, levels in self.claims[item]:
            below, above = levels[state.get(index, 0)]
            low, high = max(low, below), min(high, above)
        if item in self.closed and any(not state.get(index) for index in self.zeros[item]):
            low, high = max(low, 0), min(high, 0)
        if item in self.limits:
            low, high = max(low, self.limits[item][0]), min(high, self.limits[item][1])
        return low, high

    def enter(self, state: State) -> None:
        """Take up another state."""
        changed = {i for i in (*state, *self.state) if state.get(i, 0) != self.state.get(i, 0)}
        self.state = dict(state)
        self.refresh({item for index in changed for item in self.doubts[index].items})

    def close(self, items: set[int]) -> None:
        """Take the zeros printed for these items as exactly nothing, all others as they print."""
        changed, self.closed = self.closed ^ items, set(items)
        self.refresh(changed)

    def limit(self, item: int, bounds: Bounds | None) -> None:
        """Hold an item to bounds of its own for a while; ``None`` lets it go."""
        if bounds is None:
            del self.limits[item]
        else:
            self.limits[item] = bounds
        self.refresh([item])

    def refresh(self, items: Iterable[int]) -> None:
        """Set the bounds of these items anew, as the present state has them."""
        for item in items:
            self.set_bounds(item, self.bounds(item, self.state))

    def set_bounds(self, item: int, bounds: Bounds) -> None:
        """Bound an item, keeping account of bounds that contradict each other."""
        self.simplex.bound(item, *bounds)
        (self.crossed.add if bounds[0] > bounds[1] else self.crossed.discard)(item)

    def test(self, state: State) -> list[Cut]:
        """Nothing if whole amounts exist in this state; else what contradicts it."""
        self.enter(state)
        if self.crossed:
            return [Cut((((i, LOW), 1), ((i, HIGH), 1))) for i in sorted(self.crossed)]
        if stuck := self.mend():
            return [self.farkas(proof) for proof in stuck]
        return self.whole() if self.fraction() is not None else []

    def mend(self) -> list[dict[int, int]]:
        """Values inside all bounds, or the proofs that there are none; see `Simplex.mend`."""
        while True:
            if (stuck := self.simplex.mend()) or not self.awaken():
                return stuck

    def awaken(self) -> bool:
        """Take in the inequalities that present values break; most never are, and cost nothing."""
        value, low, high = self.simplex.value, self.simplex.low, self.simplex.high
        count, still = len(self.variables), []
        for item in self.asleep:
            terms = self.terms[item - count]
            if low[item] <= sum(by * value[at] for at, by in terms) <= high[item]:
                still.append(item)
            else:
                self.simplex.define(item, terms)
        woken = len(still) < len(self.asleep)
        self.asleep = still
        return woken

    def farkas(self, proof: Mapping[int, int]) -> Cut:
        """The contradiction in items out of bounds that cannot all come nearer."""
        tableau = self.simplex
        scale, force = pull(tableau, dict(proof))
        terms = [((item, LOW if way > 0 else HIGH), scale) for item, way in proof.items()]
        terms += [((at, HIGH if by > 0 else LOW), abs(by)) for at, by in force.items()]
        return Cut(tuple(terms))

    def verify(self) -> None:
        """Add everything up once more, in integers, from the amounts alone."""
        amounts, count = self.amounts(), len(self.variables)
        values = [amounts[variable] for variable in self.variables]
        values += [sum(by * values[at] for at, by in terms) for terms in self.terms]
        for item in range(count + len(self.rows)):
            low, high = self.bounds(item, self.state)
            if not low <= values[item] <= high:
                raise AssertionError("amounts found do not fit what is printed")

    def fraction(self) -> int | None:
        """A true quantity whose present value is not whole."""
        values = self.simplex.value
        for item in range(len(self.variables)):
            if type(values[item]) is not int:
                return item
        return None

    def amounts(self) -> dict[int, int]:
        """The present amounts; where one is broken, the whole one below."""
        return {variable: floor(self.simplex.value[item]) for item, variable in self._numbered()}

    def _numbered(self) -> Iterable[tuple[int, int]]:
        return enumerate(self.variables)

    def whole(self) -> list[Cut]:
        """Branch until every amount is whole; the union of all contradictions if none is."""
        reasons: set[Side] = set()
        branches: list[dict[int, Bounds]] = [{}]
        limits: dict[int, Bounds] = {}
        for _ in range(_BRANCHES):
            if not branches:
                self._take({}, limits)
                return [self._by_cases(reasons)]
            limits = self._take(branches.pop(), limits)
            if stuck := self.mend():
                reasons |= self._reasons(self.farkas(stuck[0]), limits)
                continue
            if self.fraction() is not None:
                self.simplex.settle()
                if self.awaken():
                    branches.append(limits)
                    continue
            item = self.fraction()
            if item is None:
                self._take({}, limits)
                return []
            branches += self._split(item, limits)
        self._take({}, limits)
        raise UndecidedError

    def _take(self, new: dict[int, Bounds], old: dict[int, Bounds]) -> dict[int, Bounds]:
        """Exchange the bounds of one branch for another's; the values found inside it stay."""
        for item in old.keys() - new.keys():
            self.set_bounds(item, self.bounds(item, self.state))
        for item, bounds in new.items():
            self.set_bounds(item, bounds)
        return new

    def _split(self, item: int, limits: dict[int, Bounds]) -> list[dict[int, Bounds]]:
        value = self.simplex.value[item]
        low, high = limits.get(item, self.bounds(item, self.state))
        whole = floor(value)
        below, above = {**limits, item: (low, whole)}, {**limits, item: (whole + 1, high)}
        parts = [part for part in (below, above) if part[item][0] <= part[item][1]]
        return parts if (value - whole) * 2 > 1 else parts[::-1]

    def _reasons(self, cut: Cut, limits: dict[int, Bounds]) -> set[Side]:
        """The bounds of the state itself that a contradiction in a branch rests on."""
        return {
            (item, side)
            for (item, side), _ in cut.terms
            if item not in limits or limits[item][side] == self.bounds(item, self.state)[side]
        }

    def _by_cases(self, reasons: set[Side]) -> Cut:
        sides = sorted(reasons)
        at = tuple(self.bounds(item, self.state)[side] for item, side in sides)
        return Cut(tuple((side, 1) for side in sides), at)


def _hard(system: System, variable: int) -> Bounds:
    low, high = system.known.get(variable, (None, None))
    return (-INFINITE if low is None else low, INFINITE if high is None else high)


def _row_bounds(row: Row) -> Bounds:
    low = -INFINITE if row.sense == "<=" else -row.constant
    return low, INFINITE if row.sense == ">=" else -row.constant


def _inside(low: int, high: int, start: int | None) -> int:
    """A first value: as started from, or the middle, which is the printed number itself."""
    if start is not None:
        return min(max(start, low), high)
    if low <= -INFINITE // 2 or high >= INFINITE // 2:
        return low if low > -INFINITE // 2 else min(high, 0)
    return (low + high + 1) // 2
