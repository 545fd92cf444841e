"""Relation: what must hold between true amounts, said once and used everywhere (勾稽关系).

A relation is linear over printed figures: ``equal`` and ``at_most`` sums, ``same`` for a quantity
printed twice, ``ratio`` for a percentage. It carries no tolerance: what a printed figure may hide
is known to the figure itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from attrs import field, frozen

from budgetdisclosure.amounts import Figure, Interval, Percentage, Unit, sum_of
from budgetdisclosure.errors import ModelError
from budgetdisclosure.wording import Wording


class Sense(Enum):
    """How the two sides compare."""

    EQUAL = "="
    AT_MOST = "≤"


@frozen
class Term:
    """A figure times a whole number."""

    figure: Figure
    times: int = 1

    @property
    def weight(self) -> int:
        """The coefficient's magnitude."""
        return abs(self.times)


def _tuple(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(terms)


@frozen
class Relation:
    """``left`` = ``right`` or ``left`` ≤ ``right``, each a sum of true amounts (等式或不等式).

    ``note`` says in words what is compared, where the figures alone do not.
    """

    left: tuple[Term, ...] = field(converter=_tuple)
    right: tuple[Term, ...] = field(converter=_tuple)
    sense: Sense = Sense.EQUAL
    note: Wording | None = None

    def __attrs_post_init__(self) -> None:
        if not self.left and not self.right:
            raise ModelError(Wording("关系式没有任何数", "a relation without any figure"))

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms on one side: left minus right."""
        return (*self.left, *(Term(term.figure, -term.times) for term in self.right))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures, in the order they are said."""
        return tuple(term.figure for term in (*self.left, *self.right))

    @property
    def is_one_quantity(self) -> bool:
        """Whether, zeros aside, it compares one figure with one other."""
        kept = [term.times for term in self.terms if term.figure.counted != 0]
        every = [term.times for term in self.terms]
        return [-1, 1] in (sorted(kept), sorted(every))


@frozen
class Ratio:
    """A printed percentage equals part ÷ whole (比率)."""

    percentage: Percentage
    part: tuple[Term, ...] = field(converter=_tuple)
    whole: tuple[Term, ...] = field(converter=_tuple)
    note: Wording | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures, the part before the whole."""
        return tuple(term.figure for term in (*self.part, *self.whole))


def equal(total: Figure, *parts: Figure, note: Wording | None = None) -> Relation:
    """``total`` restates the sum of ``parts`` (合计 = 各项之和); absent columns are left out.

    >>> f = Figure.parse
    >>> print(show_sides(equal(f("150.64"), f("104.60"), f("46.05"))))
    150.64 = 104.60 + 46.05
    """
    return Relation(_terms((total,)), _terms(parts), Sense.EQUAL, note)


def same(one: Figure, other: Figure, note: Wording | None = None) -> Relation:
    """The two figures print one quantity (同一数据)."""
    return Relation(_terms((one,)), _terms((other,)), Sense.EQUAL, note)


def balance(
    left: Iterable[Figure], right: Iterable[Figure], note: Wording | None = None
) -> Relation:
    """The two sums are equal (平衡)."""
    return Relation(_terms(left), _terms(right), Sense.EQUAL, note)


def at_most(part: Figure, *whole: Figure, note: Wording | None = None) -> Relation:
    """``part`` is contained in the sum of ``whole`` (不大于)."""
    return Relation(_terms((part,)), _terms(whole), Sense.AT_MOST, note)


def ratio(
    percentage: Percentage,
    part: Figure | Iterable[Figure],
    whole: Figure | Iterable[Figure],
    note: Wording | None = None,
) -> Ratio:
    """``percentage`` is ``part`` as a share of ``whole`` (占比、完成率)."""
    return Ratio(percentage, _terms(_many(part)), _terms(_many(whole)), note)


def interval_of(terms: Iterable[Term], *, open_zeros: bool = False) -> Interval:
    """Every true sum, in fen, that the printed terms admit.

    A printed zero is taken as no amount at all, unless ``open_zeros``: then it may hide one.
    """
    held = tuple(terms)
    finest = finest_places(term.figure for term in held) if open_zeros else {}
    return sum_of(
        admitted(term.figure, finest).scaled(term.times)
        for term in held
        if term.figure.counted != 0 or (open_zeros and term.figure.is_zero)
    )


def finest_places(figures: Iterable[Figure]) -> dict[Unit, int]:
    """The most decimals that figures of each unit are printed with."""
    finest: dict[Unit, int] = {}
    for figure in figures:
        if figure.value is not None:
            finest[figure.unit] = max(figure.places, finest.get(figure.unit, 0))
    return finest


def admitted(figure: Figure, finest: Mapping[Unit, int]) -> Interval:
    """The true amounts a figure admits; a bare ``0`` among finer figures hides no more than they.

    >>> print(admitted(Figure.parse("0"), {Unit.WAN: 2}))
    (-5000, 5000)
    """
    places = finest.get(figure.unit, figure.places)
    if figure.is_zero and figure.places < places:
        return Figure.of(0, figure.unit, places).interval
    return figure.interval


def show_sides(relation: Relation) -> str:
    """The relation in its printed figures: ``150.64 = 104.60 + 46.05``."""
    said = [term.figure for term in (*_worth(relation.left), *_worth(relation.right))]
    units = len({figure.unit for figure in said if figure.value is not None}) > 1
    left, right = (_show(terms, units) for terms in (relation.left, relation.right))
    return f"{left} {relation.sense.value} {right}"


def _terms(figures: Iterable[Figure]) -> tuple[Term, ...]:
    return tuple(Term(figure) for figure in figures if not figure.is_absent)


def _many(figures: Figure | Iterable[Figure]) -> tuple[Figure, ...]:
    return (figures,) if isinstance(figures, Figure) else tuple(figures)


def _worth(terms: tuple[Term, ...]) -> list[Term]:
    """The terms worth saying: those that are not zero, or the first."""
    return [term for term in terms if term.figure.counted != 0] or list(terms[:1])


def _show(terms: tuple[Term, ...], units: bool) -> str:
    text = ""
    for term in _worth(terms):
        times = "" if term.weight == 1 else f"{term.weight}×"
        sign = " - " if term.times < 0 else " + "
        digits = term.figure.digits.strip() or "（空白）"
        unit = term.figure.unit.label if units and term.figure.value is not None else ""
        text += (sign if text else sign.strip(" +")) + times + digits + unit
    return text or "0"
