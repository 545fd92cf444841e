"""From judged relations to one system of equations over whole fen (联立).

A figure's cell is a variable; cells that print one quantity share theirs. Only relations of rules
that must hold (severity error) enter: a reason to ask is no equation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm

from attrs import field, frozen

from budgetdisclosure.amounts import Figure, Interval, Percentage
from budgetdisclosure.rules.finding import Checked
from budgetdisclosure.rules.proof import Print, Row, System
from budgetdisclosure.rules.relation import (
    Ratio,
    Relation,
    Sense,
    Term,
    admitted,
    finest_places,
)
from budgetdisclosure.rules.rule import Severity


@frozen
class DocumentSystem:
    """A system with the way back: what each key of a print and of a row stands for.

    ``scale`` is how many parts a fen is cut into, 1 unless the document prints less than a fen.
    """

    system: System
    printed: tuple[Figure | Percentage, ...]
    checked: tuple[Checked, ...]
    variable_of: dict[object, int]
    scale: int = field(default=1)

    def restating(self, printed: Iterable[Figure | Percentage]) -> tuple[Checked, ...]:
        """The relations that say of these figures that they print one quantity.

        They are no rows of the system, since they have made one variable of the quantity.
        """
        cells = {cell_key(one) for one in printed if isinstance(one, Figure)}
        pairs = ((one, _twins(one.relation)) for one in self.checked)
        between = [one for one, pair in pairs if pair and cells.issuperset(pair)]
        if between or len(cells) < 2:
            return tuple(between)
        shared = {self.variable_of[key] for key in cells}
        pairs = ((one, _twins(one.relation)) for one in self.checked)
        return tuple(one for one, pair in pairs if pair and self.variable_of[pair[0]] in shared)


def cell_key(figure: Figure) -> object:
    """What makes two figures the same print: the cell, or for a loose figure the object itself."""
    return figure.cell or id(figure)


def system_of(checked: Iterable[Checked]) -> DocumentSystem:
    """The system of all relations that must hold."""
    held = tuple(
        one for one in checked if one.rule.severity is Severity.ERROR and one.relation.figures
    )
    figures = _figures(held)
    variable_of = _variables(held, figures)
    scale = lcm(*(figure.step.denominator for figure in figures.values()), 1)
    prints, printed = _prints(figures, variable_of, scale)
    rows, percentages = _rows(held, variable_of, len(printed))
    count = len(set(variable_of.values()))
    negative = any(figure.counted < 0 for figure in figures.values())
    known = {} if negative else dict.fromkeys(range(count), (0, None))
    return DocumentSystem(
        System(count, tuple(prints), tuple(rows), known),
        (*printed, *percentages),
        held,
        variable_of,
        scale,
    )


def _figures(checked: Sequence[Checked]) -> dict[object, Figure]:
    return {cell_key(figure): figure for one in checked for figure in one.relation.figures}


def _variables(checked: Sequence[Checked], figures: dict[object, Figure]) -> dict[object, int]:
    """One number a quantity: cells that a relation says print the same thing are joined."""
    leader = {key: key for key in figures}

    def find(key: object) -> object:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for one in checked:
        pair = _twins(one.relation)
        if pair:
            leader[find(pair[0])] = find(pair[1])
    numbers: dict[object, int] = {}
    return {key: numbers.setdefault(find(key), len(numbers)) for key in figures}


def _twins(relation: Relation | Ratio) -> tuple[object, object] | None:
    """The two cells of a relation that says no more than that they print one quantity."""
    if isinstance(relation, Ratio) or relation.sense is not Sense.EQUAL:
        return None
    if len(relation.left) != 1 or len(relation.right) != 1:
        return None
    left, right = relation.left[0], relation.right[0]
    if left.times != right.times:
        return None
    return cell_key(left.figure), cell_key(right.figure)


def _prints(
    figures: dict[object, Figure], variable_of: dict[object, int], scale: int
) -> tuple[list[Print], list[Figure]]:
    prints: list[Print] = []
    printed: list[Figure] = []
    finest = finest_places(figures.values())
    for key, figure in figures.items():
        low, high = _wholes(admitted(figure, finest), scale)
        cut = _wholes(figure.truncation, scale)
        step = int(figure.step * scale)
        prints.append(
            Print(
                variable_of[key],
                low,
                high,
                step,
                len(printed),
                zero=figure.counted == 0,
                truncation=cut,
            )
        )
        printed.append(figure)
    return prints, printed


def _wholes(interval: Interval, scale: int) -> tuple[int, int]:
    low, high = interval.scaled(scale).wholes()
    assert low is not None
    assert high is not None
    return low, high


def _rows(
    checked: Sequence[Checked], variable_of: dict[object, int], first: int
) -> tuple[list[Row], list[Percentage]]:
    rows: list[Row] = []
    percentages: list[Percentage] = []
    for number, one in enumerate(checked):
        if isinstance(one.relation, Ratio):
            key = first + len(percentages)
            percentages.append(one.relation.percentage)
            rows += _ratio_rows(one.relation, variable_of, number, key)
        else:
            row = _linear_row(one.relation, variable_of, number)
            if row is not None:
                rows.append(row)
    return rows, percentages


def _linear_row(relation: Relation, variable_of: dict[object, int], key: int) -> Row | None:
    terms = _combined(relation.terms, variable_of)
    if not terms:
        return None
    total = None
    if relation.sense is Sense.EQUAL and len(relation.left) == 1 and len(relation.right) > 1:
        total = variable_of[cell_key(relation.left[0].figure)]
    return Row(terms, "=" if relation.sense is Sense.EQUAL else "<=", key=key, total=total)


def _combined(terms: Iterable[Term], variable_of: dict[object, int]) -> tuple[tuple[int, int], ...]:
    weights: dict[int, int] = {}
    for term in terms:
        at = variable_of[cell_key(term.figure)]
        weights[at] = weights.get(at, 0) + term.times
    return tuple((at, by) for at, by in weights.items() if by)


def _ratio_rows(
    relation: Ratio, variable_of: dict[object, int], key: int, states: int
) -> list[Row]:
    """(p - h)·whole ≤ part < (p + h)·whole, and once more with a unit to spare on either side."""
    percentage = relation.percentage
    exact = percentage.interval
    unit = Fraction(1, percentage.base * 10**percentage.places)
    wide = Interval(_less(exact, unit), _more(exact, unit), exact.low_closed, exact.high_closed)
    return [
        row
        for interval, loose in ((exact, False), (wide, True))
        for row in _bounds(relation, interval, variable_of, key, states, loose)
    ]


def _less(interval: Interval, unit: Fraction) -> Fraction:
    assert interval.low is not None
    return Fraction(interval.low) - unit


def _more(interval: Interval, unit: Fraction) -> Fraction:
    assert interval.high is not None
    return Fraction(interval.high) + unit


def _bounds(
    relation: Ratio,
    interval: Interval,
    variable_of: dict[object, int],
    key: int,
    states: int,
    wide: bool,
) -> list[Row]:
    rows = []
    for bound, closed, sign in (
        (interval.low, interval.low_closed, 1),
        (interval.high, interval.high_closed, -1),
    ):
        limit = Fraction(bound or 0)
        terms = [Term(term.figure, sign * term.times * limit.denominator) for term in relation.part]
        terms += [
            Term(term.figure, -sign * term.times * limit.numerator) for term in relation.whole
        ]
        rows.append(
            Row(
                _combined(terms, variable_of),
                ">=",
                constant=0 if closed else -1,
                key=key,
                states=states,
                wide=wide,
            )
        )
    return rows
