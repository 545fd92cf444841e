"""What should stand where a relation is broken: the number, as it would be printed (更正)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from budgetdisclosure.amounts import Figure, Percentage, round_half_up
from budgetdisclosure.rules.relation import Ratio, Relation, Sense, Term
from budgetdisclosure.wording import Wording


def corrected(relation: Relation | Ratio) -> Wording | None:
    """The right number for the first figure of a relation, or for a ratio's percentage.

    It is what all others, taken as printed, come to, at the first one's own unit and decimals.
    None for what has no single right number: an inequality, a share of nothing.

    >>> from budgetdisclosure.rules.relation import equal, ratio, same
    >>> f = Figure.parse
    >>> print(corrected(same(f("0.3"), f("2961.68"))))
    2961.7万元
    >>> print(corrected(ratio(Percentage.parse("71.73%"), f("2106.66"), f("2940.05"))))
    71.65%
    """
    if isinstance(relation, Ratio):
        return _percentage(relation)
    if relation.sense is not Sense.EQUAL or not relation.left:
        return None
    first, *rest = relation.left
    if first.times not in (1, -1):
        return None
    return _amount(first.figure, (_fen(relation.right) - _fen(rest)) * first.times)


def _percentage(relation: Ratio) -> Wording | None:
    whole = _fen(relation.whole)
    if whole == 0:
        return None
    printed = relation.percentage
    value = round_half_up(_fen(relation.part) / whole * printed.base, printed.places)
    said = str(Percentage(value, printed.places, printed.base))
    return Wording(said, said)


def _amount(figure: Figure, fen: Fraction) -> Wording:
    value = round_half_up(fen / figure.unit.fen, figure.places)
    right = Figure(value, figure.unit, figure.places)
    return Wording(right.spoken("zh"), right.spoken("en"))


def _fen(terms: Iterable[Term]) -> Fraction:
    return sum((Fraction(term.figure.printed_fen) * term.times for term in terms), Fraction(0))
