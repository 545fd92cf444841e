"""The second gear of the simplex: bring down the sum of all that is out of bounds (不可行量之和).

Mending one value at a time is quick but may wander where many percentages bind. Here every step
lessens, or at least does not raise, the whole shortfall; where it can sink no further, the values
still outside prove together that the bounds contradict each other.
"""

from __future__ import annotations

from heapq import heapify, heappop
from math import lcm
from typing import Protocol

from budgetdisclosure.rules.proof.values import INFINITE, Value, divide


class Tableau(Protocol):
    """What is needed of a simplex."""

    low: list[int]
    high: list[int]
    value: list[Value]
    rows: dict[int, dict[int, int]]
    den: dict[int, int]
    users: list[set[int]]

    def shift(self, item: int, by: Value) -> None: ...  # noqa: D102
    def pivot(self, leaving: int, entering: int) -> None: ...  # noqa: D102


def outside(tableau: Tableau) -> dict[int, int]:
    """The written items out of bounds, each with the way back: 1 for up, -1 for down."""
    low, high, value = tableau.low, tableau.high, tableau.value
    found = {}
    for item in tableau.rows:
        if value[item] < low[item]:
            found[item] = 1
        elif value[item] > high[item]:
            found[item] = -1
    return found


def pull(tableau: Tableau, wrong: dict[int, int]) -> tuple[int, dict[int, int]]:
    """A common denominator, and over it how each free-standing item moves the shortfall down."""
    scale = lcm(*(tableau.den[item] for item in wrong))
    force: dict[int, int] = {}
    for item, way in wrong.items():
        weight = way * (scale // tableau.den[item])
        for at, by in tableau.rows[item].items():
            force[at] = force.get(at, 0) + weight * by
    return scale, {at: by for at, by in force.items() if by}


def descend(tableau: Tableau, steps: int) -> dict[int, int] | None:
    """Lessen the shortfall until it is gone (``{}``) or cannot sink (what is still outside).

    ``None`` if that took more than ``steps`` exchanges.
    """
    idle = 0
    for _ in range(steps):
        wrong = outside(tableau)
        if not wrong:
            return {}
        scale, force = pull(tableau, wrong)
        movable = {at: by for at, by in force.items() if _has_room(tableau, at, by)}
        if not movable:
            return wrong
        careful = idle > len(tableau.rows)
        at = min(movable) if careful else max(movable, key=lambda one: (abs(movable[one]), -one))
        by, blocker = _longest(tableau, at, movable[at], scale)
        idle = 0 if by else idle + 1
        tableau.shift(at, by)
        if blocker != at:
            tableau.pivot(blocker, at)
    return None


def _has_room(tableau: Tableau, at: int, force: int) -> bool:
    value = tableau.value[at]
    return value < tableau.high[at] if force > 0 else value > tableau.low[at]


def _longest(tableau: Tableau, at: int, force: int, scale: int) -> tuple[Value, int]:
    """How far to move before the shortfall would rise again, and what then stands at a bound."""
    way = 1 if force > 0 else -1
    own = tableau.high[at] - tableau.value[at] if way > 0 else tableau.value[at] - tableau.low[at]
    turns: list[tuple[Value, int, int]] = [(own, -1, 0)]
    for user in tableau.users[at]:
        by = tableau.rows[user][at] * way
        slope = abs(by) * (scale // tableau.den[user]) if scale % tableau.den[user] == 0 else 0
        steep = slope or abs(by) * scale // tableau.den[user] + 1
        for bound in _ahead(tableau, user, by):
            far = divide((bound - tableau.value[user]) * tableau.den[user], by)
            turns.append((far, user, steep))
    heapify(turns)
    left = abs(force)
    while True:
        far, user, steep = heappop(turns)
        left -= steep
        if user == -1 or left <= 0:
            return far * way, at if user == -1 else user


def _ahead(tableau: Tableau, user: int, by: int) -> list[int]:
    """The bounds this item will meet, moving that way."""
    low, high, value = tableau.low[user], tableau.high[user], tableau.value[user]
    near, far = (low, high) if by > 0 else (high, low)
    met = []
    if (value < near) if by > 0 else (value > near):
        met.append(near)
    if (value <= far) if by > 0 else (value >= far):
        met.append(far)
    return [bound for bound in met if -INFINITE < bound < INFINITE]
