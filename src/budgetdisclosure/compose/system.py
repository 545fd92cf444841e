"""Rounding as a question of ups and downs: which figures go up so that every sum holds (平衡舍入).

A figure that is not whole in steps of the last place is printed one step up or not; everything
else is known. So each relation becomes a sum of unknowns that are 0 or 1. Figures whose fates are
one (a quantity printed twice) or opposite become one unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from attrs import field, frozen

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.place import CellRef
from budgetdisclosure.rules.proof.values import Value
from budgetdisclosure.rules.relation import Relation, Sense

_NONE: Mapping[CellRef, Value] = MappingProxyType({})


@frozen
class Cell:
    """A figure before rounding: ``low`` steps of the last place and ``rest`` of ``whole``."""

    low: int
    rest: int
    whole: int
    wish: bool | None = None
    """Whether it had best go up, where that matters more than how far it moves."""

    @property
    def free(self) -> bool:
        """Whether there is anything to round."""
        return self.rest != 0

    @property
    def cost(self) -> int:
        """How much more it moves when rounded up than when rounded down, or would rather not."""
        moves = self.whole - 2 * self.rest
        return moves if self.wish is None else moves + (-4 if self.wish else 4) * self.whole


def _items(terms: Mapping[int, int] | Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((at, by) for at, by in dict(terms).items() if by))


@frozen
class Constraint:
    """``sum(by * unknown[at])`` lies from ``low`` to ``high``; ``low`` None has no lower end."""

    terms: tuple[tuple[int, int], ...] = field(converter=_items)
    low: int | None
    high: int
    relation: Relation = field(eq=False, repr=False)
    wanted: bool = field(default=False, eq=False, repr=False)
    """Whether only the printed figures are asked to keep it; the true amounts need not."""

    @property
    def void(self) -> bool:
        """Whether it holds whatever the unknowns are."""
        least, most = self._ends()
        return most <= self.high and (self.low is None or least >= self.low)

    @property
    def hopeless(self) -> bool:
        """Whether it holds with no values of the unknowns."""
        least, most = self._ends()
        return least > self.high or (self.low is not None and most < self.low)

    def _ends(self) -> tuple[int, int]:
        factors = [by for _, by in self.terms]
        return sum(by for by in factors if by < 0), sum(by for by in factors if by > 0)

    def holds(self, ups: Mapping[int, int]) -> bool:
        """Whether it holds with these values of the unknowns."""
        total = sum(by * ups[at] for at, by in self.terms)
        return total <= self.high and (self.low is None or total >= self.low)


@frozen
class System:
    """The unknowns, what each costs when it is 1, and what must hold between them."""

    cells: Mapping[CellRef, Cell]
    literals: Mapping[CellRef, tuple[int, bool]]
    """For each free cell its unknown, and whether it is up when the unknown is 0."""
    costs: tuple[int, ...]
    constraints: tuple[Constraint, ...]

    def steps(self, ups: Mapping[int, int]) -> dict[CellRef, int]:
        """What each cell prints, in steps of the last place."""
        printed = {}
        for ref, cell in self.cells.items():
            up = 0
            if cell.free:
                unknown, turned = self.literals[ref]
                up = 1 - ups[unknown] if turned else ups[unknown]
            printed[ref] = cell.low + up
        return printed


def cells_of(
    figures: Iterable[Figure], unit: Unit, places: int, like: Mapping[CellRef, Value] = _NONE
) -> dict[CellRef, Cell]:
    """The cells of exact figures, measured in steps of ``unit`` with ``places`` decimals.

    Cells of ``like`` had best be printed as the fen there.
    """
    cells = {}
    for figure in figures:
        if figure.cell is not None and figure.value is not None:
            fen = figure.printed_fen
            low, rest = divmod(fen.numerator * 10**places, unit.fen)
            wish = like[figure.cell] > fen if figure.cell in like else None
            cells[figure.cell] = Cell(low, rest, unit.fen, wish)
    return cells


def system_of(
    cells: Mapping[CellRef, Cell],
    relations: Iterable[Relation],
    wanted: Iterable[Relation] = (),
) -> System:
    """The system that ``relations`` make of the free cells.

    Those that the exact amounts do not keep are left out, but for ``wanted`` ones: what a rule
    asks of the printed figures alone may be kept by them all the same.
    """
    sums = [found for relation in relations if (found := _sum(cells, relation)) is not None]
    sums += [found for relation in wanted if (found := _sum(cells, relation, True)) is not None]
    fates = _Fates()
    while sum(_joined(fates, total) for total in sums):
        pass
    numbers: dict[CellRef, int] = {}
    for ref, cell in cells.items():
        if cell.free:
            numbers.setdefault(fates.find(ref)[0], len(numbers))
    literals, costs = {}, [0] * len(numbers)
    for ref, cell in cells.items():
        if cell.free:
            root, turned = fates.find(ref)
            literals[ref] = (numbers[root], turned)
            costs[numbers[root]] += -cell.cost if turned else cell.cost
    made = [(total, _constraint(total, fates, numbers)) for total in sums]
    kept = (c for total, c in made if not c.void and not (total.wanted and c.hopeless))
    constraints = tuple(dict.fromkeys(c for c in kept if c.terms))
    return System(cells, literals, tuple(costs), constraints)


@frozen
class _Sum:
    """A relation over free cells only: ``sum(by * up)`` is, or is at most, ``target``."""

    terms: dict[CellRef, int]
    target: int
    equal: bool
    wanted: bool
    relation: Relation


def _sum(cells: Mapping[CellRef, Cell], relation: Relation, wanted: bool = False) -> _Sum | None:
    terms: dict[CellRef, int] = {}
    low = rest = whole = 0
    for term in relation.terms:
        ref = term.figure.cell
        if ref is None or ref not in cells:
            if term.figure.counted != 0:
                return None
            continue
        cell = cells[ref]
        low += term.times * cell.low
        rest += term.times * cell.rest
        whole = cell.whole
        if cell.free:
            terms[ref] = terms.get(ref, 0) + term.times
    equal = relation.sense is Sense.EQUAL
    residual = low * whole + rest
    if not wanted and (residual > 0 or (equal and residual != 0)):
        return None
    kept = {ref: by for ref, by in terms.items() if by}
    return _Sum(kept, -low, equal, wanted, relation)


class _Fates:
    """Which free cells go up and down together, or against each other."""

    def __init__(self) -> None:
        self.above: dict[CellRef, tuple[CellRef, bool]] = {}

    def find(self, ref: CellRef) -> tuple[CellRef, bool]:
        """The cell that stands for ``ref``, and whether ``ref`` is its opposite."""
        turned, path = False, ref
        while path in self.above:
            path, flip = self.above[path]
            turned ^= flip
        if path != ref:
            self.above[ref] = (path, turned)
        return path, turned

    def join(self, one: CellRef, other: CellRef, opposite: bool) -> bool:
        """Tie two cells together; whether that was news."""
        (root, turned), (root2, turned2) = self.find(one), self.find(other)
        if root == root2:
            return False
        self.above[root2] = (root, turned ^ turned2 ^ opposite)
        return True


def _reduced(total: _Sum, fates: _Fates) -> tuple[dict[CellRef, int], int]:
    """The sum over the cells that stand for others, and its target."""
    terms: dict[CellRef, int] = {}
    target = total.target
    for ref, by in total.terms.items():
        root, turned = fates.find(ref)
        terms[root] = terms.get(root, 0) + (-by if turned else by)
        target -= by if turned else 0
    return {ref: by for ref, by in terms.items() if by}, target


def _joined(fates: _Fates, total: _Sum) -> bool:
    """Tie the last two cells of an equation together, where only two are left."""
    if not total.equal:
        return False
    terms, target = _reduced(total, fates)
    if len(terms) != 2 or {abs(by) for by in terms.values()} != {1}:
        return False
    (one, by), (other, by2) = terms.items()
    if by != by2 and target == 0:
        return fates.join(one, other, False)
    if by == by2 and target == by:
        return fates.join(one, other, True)
    return False


def _constraint(total: _Sum, fates: _Fates, numbers: Mapping[CellRef, int]) -> Constraint:
    terms, target = _reduced(total, fates)
    numbered = {numbers[ref]: by for ref, by in terms.items()}
    if total.equal and numbered and numbered[min(numbered)] < 0:
        numbered, target = {at: -by for at, by in numbered.items()}, -target
    low = target if total.equal else None
    return Constraint(numbered, low, target, total.relation, total.wanted)


def components(system: System) -> Iterator[tuple[tuple[int, ...], tuple[Constraint, ...]]]:
    """The unknowns that some constraint ties together, with those constraints."""
    group = list(range(len(system.costs)))

    def find(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    for constraint in system.constraints:
        first = constraint.terms[0][0] if constraint.terms else None
        for at, _ in constraint.terms:
            group[find(at)] = find(first) if first is not None else at
    members: dict[int, list[int]] = {}
    for at in range(len(group)):
        members.setdefault(find(at), []).append(at)
    bound: dict[int, list[Constraint]] = {}
    for constraint in system.constraints:
        bound.setdefault(find(constraint.terms[0][0]), []).append(constraint)
    for root, unknowns in members.items():
        yield tuple(unknowns), tuple(bound.get(root, ()))
