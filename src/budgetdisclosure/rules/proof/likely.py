"""Of several equally cheap explanations, the likeliest: what a slip explains (笔误排序)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from budgetdisclosure.rules.proof.prove import Conflict, Explanation, Suspect
from budgetdisclosure.rules.proof.slips import Slip, slips


@frozen
class Shown:
    """A number as it stands in the document: its text, the fen in one unit, and those beside it."""

    printed: Decimal
    unit: int
    neighbours: tuple[Decimal, ...] = ()


@frozen
class Likely:
    """An explanation with the slips that would account for its suspects, by key."""

    explanation: Explanation
    slips: Mapping[int, tuple[Slip, ...]] = field(factory=dict)
    copied: int = 0
    """How many of its suspects are numbers copied from elsewhere, not computed."""
    filled: bool = False
    """Whether it only fills empty cells in."""

    @property
    def chance(self) -> Fraction:
        """How likely such slips would be found by accident; 1 where there are none."""
        chance = Fraction(1)
        for found in self.slips.values():
            chance *= found[0].chance
        return chance

    @property
    def rank(self) -> tuple[bool, Fraction, int]:
        """What explanations are ordered by: of those with one rank none is likelier."""
        return not self.filled, self.chance, self.copied


def likeliest(
    conflict: Conflict,
    shown: Mapping[int, Shown],
    derived: Collection[int] = (),
    empty: Collection[int] = (),
) -> tuple[Likely, ...]:
    """The explanations of a conflict, those that a named slip makes plausible first.

    ``shown`` gives, by key, the printed numbers as they stand; suspects it lacks are not named.
    ``derived`` are keys of numbers that are computed from others: where no slip tells, one that
    was worked out wrongly is likelier than one that was copied wrongly in most of its digits.
    ``empty`` are keys of cells left blank where others print a zero: one of them that only wants
    its number comes first.
    """
    named = (_likely(one, shown, derived, empty) for one in conflict.explanations)
    return tuple(sorted(named, key=lambda one: one.rank))


def _likely(
    one: Explanation, shown: Mapping[int, Shown], derived: Collection[int], empty: Collection[int]
) -> Likely:
    copied = sum(suspect.key not in derived for suspect in one.suspects)
    return Likely(one, _named(one, shown), copied, all(s.key in empty for s in one.suspects))


def _named(one: Explanation, shown: Mapping[int, Shown]) -> dict[int, tuple[Slip, ...]]:
    found = {s.key: _slips(s, shown[s.key]) for s in one.suspects if s.key in shown}
    return {key: named for key, named in found.items() if named}


def _slips(suspect: Suspect, shown: Shown) -> tuple[Slip, ...]:
    if suspect.tail or suspect.low is None or suspect.high is None:
        return ()
    return slips(shown.printed, suspect.low, suspect.high, shown.unit, shown.neighbours)
