"""Verdicts: judging one relation alone, in exact arithmetic (判定)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from fractions import Fraction

from attrs import frozen

from budgetdisclosure.amounts import Exact, Interval, exact
from budgetdisclosure.rules.relation import Ratio, Relation, Sense, Term, interval_of


class Verdict(Enum):
    """What checking came to.

    ``exact`` the printed figures fit to the digit; ``rounding`` they fit as rounded prints of true
    amounts (只差舍入); ``residue`` they fit only if a figure printed 0.00 hides a small amount
    (零头); ``tail`` one quantity is printed twice, one unit in the last place apart (尾差);
    ``conflict`` no true amounts print this (不符).
    """

    EXACT = "exact"
    ROUNDING = "rounding"
    RESIDUE = "residue"
    TAIL = "tail"
    CONFLICT = "conflict"
    NOT_APPLICABLE = "not_applicable"
    UNCHECKED = "unchecked"

    @property
    def zh(self) -> str:
        """The verdict in the words of the trade."""
        return _ZH[self]

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against the relation."""
        return self in (Verdict.EXACT, Verdict.ROUNDING, Verdict.RESIDUE)


_ZH = {
    Verdict.EXACT: "相符",
    Verdict.ROUNDING: "只差舍入",
    Verdict.RESIDUE: "零头",
    Verdict.TAIL: "尾差",
    Verdict.CONFLICT: "不符",
    Verdict.NOT_APPLICABLE: "不适用",
    Verdict.UNCHECKED: "无法核对",
}


@frozen
class Judgement:
    """A verdict with its numbers, in fen (ratios: plain numbers).

    ``residual`` is printed left minus printed right; ``expected`` is where the first figure's true
    amount must lie, given the others (None where it fits to the digit); ``slack`` is how far
    rounding alone could move them apart.
    """

    verdict: Verdict
    residual: Exact
    expected: Interval | None
    slack: Exact = 0
    truncated: bool = False
    """Whether the figure fits if it was cut instead of rounded (截断)."""


def judge(relation: Relation | Ratio) -> Judgement:
    """Judge one relation alone.

    >>> from budgetdisclosure.amounts import Figure
    >>> from budgetdisclosure.rules.relation import equal
    >>> f = Figure.parse
    >>> judge(equal(f("150.64"), f("104.60"), f("46.05"))).verdict
    <Verdict.ROUNDING: 'rounding'>
    >>> judge(equal(f("150.67"), f("104.60"), f("46.05"))).verdict
    <Verdict.CONFLICT: 'conflict'>
    >>> unread = Figure(None, text="46,5")
    >>> judge(equal(f("150.67"), f("104.60"), unread)).verdict
    <Verdict.UNCHECKED: 'unchecked'>
    """
    if any(figure.is_unreadable for figure in relation.figures):
        return Judgement(Verdict.UNCHECKED, 0, None)
    return _judge_ratio(relation) if isinstance(relation, Ratio) else _judge_linear(relation)


def _judge_linear(relation: Relation) -> Judgement:
    terms = relation.terms
    residual = exact(sum(term.times * term.figure.printed_fen for term in terms))
    verdict = _linear_verdict(relation, terms, residual)
    if verdict is Verdict.EXACT:
        return Judgement(verdict, residual, None)
    expected = _expected(relation)
    truncated = verdict in (Verdict.TAIL, Verdict.CONFLICT) and _fits_truncated(relation)
    return Judgement(verdict, residual, expected, _slack(terms), truncated)


def _linear_verdict(relation: Relation, terms: tuple[Term, ...], residual: Exact) -> Verdict:
    at_most = relation.sense is Sense.AT_MOST
    if residual == 0 or (at_most and residual < 0):
        return Verdict.EXACT
    wanted = Interval(None, 0, True, True) if at_most else Interval.point(0)
    if interval_of(terms).meets(wanted):
        return Verdict.ROUNDING
    if interval_of(terms, open_zeros=True).meets(wanted):
        return Verdict.RESIDUE
    steps = [Fraction(term.figure.step) for term in terms if term.figure.counted != 0]
    if relation.is_one_quantity and abs(Fraction(residual)) <= max(steps):
        return Verdict.TAIL
    return Verdict.CONFLICT


def _expected(relation: Relation) -> Interval | None:
    """Where the first figure must lie, given all the others."""
    if not relation.left:
        return None
    first, *rest = relation.left
    others = interval_of(relation.right) - interval_of(rest)
    if relation.sense is Sense.AT_MOST:
        others = Interval(None, others.high, True, others.high_closed)
    return others.scaled(Fraction(1, first.times))


def _slack(terms: Iterable[Term]) -> Exact:
    steps = (term.weight * term.figure.step for term in terms if term.figure.counted != 0)
    return Fraction(sum(steps)) / 2


def _fits_truncated(relation: Relation) -> bool:
    if not relation.left or relation.left[0].times != 1:
        return False
    expected = _expected(relation)
    return expected is not None and relation.left[0].figure.truncation.meets(expected)


def _judge_ratio(relation: Ratio) -> Judgement:
    whole = interval_of(relation.whole, open_zeros=True)
    expected = interval_of(relation.part).quotient(whole)
    if expected is None:
        return Judgement(Verdict.UNCHECKED, 0, None)
    printed = relation.percentage.interval
    middle = Fraction(relation.percentage.value) / relation.percentage.base
    parts = sum(term.times * term.figure.printed_fen for term in relation.part)
    wholes = sum(term.times * term.figure.printed_fen for term in relation.whole)
    residual = middle - Fraction(parts) / wholes if wholes else Fraction(0)
    truncated = False
    if printed.meets(expected):
        verdict = Verdict.EXACT if residual == 0 else Verdict.ROUNDING
    elif _opened(relation, whole).meets(printed):
        verdict = Verdict.RESIDUE
    else:
        truncated = relation.percentage.truncation.meets(expected)
        verdict = Verdict.TAIL if truncated else Verdict.CONFLICT
    half = Fraction(1, 2 * relation.percentage.base * 10**relation.percentage.places)
    return Judgement(verdict, residual, expected, half, truncated)


def _opened(relation: Ratio, whole: Interval) -> Interval:
    """The ratio if a part printed 0.00 may hide a small amount."""
    opened = interval_of(relation.part, open_zeros=True).quotient(whole)
    return Interval(None, None) if opened is None else opened
