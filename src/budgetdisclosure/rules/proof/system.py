"""What the proof reasons about: printed numbers, exact relations, integer amounts (联立方程组).

Nothing here knows what a disclosure is. A *variable* is one true quantity, a whole number of fen
(分) nobody printed; a `Print` is one printed number and the amounts that print it; a `Row` is one
exact relation between true quantities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from attrs import field, frozen

Sense = Literal["=", "<=", ">="]
Range = tuple[int | None, int | None]

CONFLICT_WEIGHT = 10


@frozen
class Print:
    """One printed number (印出数) and the true amounts, in fen, that print it (含端点).

    ``step`` is one unit in its last place; ``zero`` marks a printed 0.00 or a blank, first taken as
    exactly nothing, and never a unit off; ``truncation`` holds the amounts that print it if the
    preparer cut instead of rounding (截断); ``weight`` is how much is given up by calling it wrong.

    >>> Print.rounded(variable=0, units=10460, step=10_000, key=7)
    Print(variable=0, low=104595000, high=104604999, step=10000, key=7)
    """

    variable: int
    low: int
    high: int
    step: int
    key: int
    zero: bool = field(default=False, repr=False)
    truncation: tuple[int, int] | None = field(default=None, repr=False)
    weight: int = field(default=CONFLICT_WEIGHT, repr=False)

    @classmethod
    def rounded(cls, variable: int, units: int, step: int, key: int) -> Print:
        """A number printed half-up (四舍五入) as ``units`` steps in the last place."""
        below, above = step // 2, (step - 1) // 2
        if units < 0:
            below, above = above, below
        if units == 0:
            below = above
        cut = (min(units, 0) * step, max(units, 0) * step)
        cut = (cut[0] - (step - 1) * (units <= 0), cut[1] + (step - 1) * (units >= 0))
        return cls(
            variable,
            units * step - below,
            units * step + above,
            step,
            key,
            zero=units == 0,
            truncation=(cut[0] if units <= 0 else units * step, cut[1]),
        )

    @property
    def units(self) -> int:
        """The printed number itself, in units of its last place."""
        return (self.low + self.high + 1) // (2 * self.step)


@frozen
class Row:
    """One exact relation: ``sum(coefficient * variable) + constant`` is ``=``, ``<=``, ``>=`` 0.

    ``total`` names the variable that only restates the others. ``states`` is the key of a printed
    number the row itself carries, such as a percentage: then the number may be wrong and the row
    with it; a ``wide`` row gives the same number one more unit on either side.

    >>> Row(((0, 1), (1, -1), (2, -1)), "=", key=3, total=0)
    Row(terms=((0, 1), (1, -1), (2, -1)), sense='=', constant=0, key=3)
    """

    terms: tuple[tuple[int, int], ...]
    sense: Sense = "="
    constant: int = 0
    key: int = 0
    total: int | None = field(default=None, repr=False)
    states: int | None = field(default=None, repr=False)
    wide: bool = field(default=False, repr=False)

    def holds(self, amounts: Sequence[int] | Mapping[int, int]) -> bool:
        """Whether the relation is exactly true of these amounts."""
        value = sum(by * amounts[at] for at, by in self.terms) + self.constant
        return (
            value == 0 if self.sense == "=" else (value <= 0) == (self.sense == "<=") or not value
        )


@frozen
class System:
    """Everything a document says: how many true quantities, their prints, and what must hold.

    ``known`` gives bounds beyond doubt, ``{variable: (low, high)}``, ``None`` for unbounded:
    ``(0, None)`` for what cannot be negative, ``(0, 0)`` for what was left blank.
    """

    variables: int
    prints: tuple[Print, ...]
    rows: tuple[Row, ...]
    known: Mapping[int, Range] = field(factory=dict)


def disagreements(
    system: System,
    amounts: Sequence[int],
    *,
    apart_from: Iterable[int] = (),
    zeros_exact: bool = False,
) -> list[Print | Row]:
    """What these amounts fail to print or to satisfy, checked in plain integers (逐一核对).

    Prints and stated rows whose key is in ``apart_from`` are passed over.

    >>> system = System(2, (Print.rounded(0, 3, 100, key=1),), (Row(((0, 1), (1, -1))),))
    >>> disagreements(system, [299, 299])
    []
    >>> disagreements(system, [349, 350])
    [Row(terms=((0, 1), (1, -1)), sense='=', constant=0, key=0)]
    """
    skipped = set(apart_from)
    wrong: list[Print | Row] = []
    for shown in system.prints:
        low, high = (0, 0) if zeros_exact and shown.zero else (shown.low, shown.high)
        if not low <= amounts[shown.variable] <= high and shown.key not in skipped:
            wrong.append(shown)
    wrong += [r for r in system.rows if r.states not in skipped and not r.holds(amounts)]
    return wrong
