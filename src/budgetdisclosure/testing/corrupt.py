"""Single slips: what a typist, a copier or a mix-up of units does to one figure (单点差错)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from attrs import frozen

from budgetdisclosure.amounts import Figure, Unit, convert
from budgetdisclosure.model import Disclosure
from budgetdisclosure.model.edit import with_figure
from budgetdisclosure.place import CellRef


class Slip(Enum):
    """The kinds of slips."""

    SWAPPED = "two neighbouring digits swapped"
    DROPPED = "a digit left out"
    DOUBLED = "a digit typed twice"
    SHIFTED = "the decimal point moved"
    SIGN = "the sign turned"
    NEIGHBOUR = "the value of a neighbouring cell"
    UNIT = "printed in 元 in a table in 万元, or the other way round"
    STEPS = "some units in the last place more or less"


@frozen
class Corruption:
    """One slip: in which cell, of which kind, what stood there, what stands there now."""

    cell: CellRef
    kind: Slip
    before: Figure
    after: Figure
    disclosure: Disclosure

    @property
    def moved(self) -> Decimal:
        """By how much the printed number moved, in its unit."""
        return self.after.counted - self.before.counted


def slips(disclosure: Disclosure, figure: Figure, steps: int = 3) -> Iterator[tuple[Slip, Figure]]:
    """Every slip that can happen to ``figure`` and changes its value; ``steps`` is for STEPS."""
    seen = {figure.value}
    for kind, value in _values(disclosure, figure, steps):
        if value not in seen:
            seen.add(value)
            yield kind, Figure(value, figure.unit, figure.places)


def corrupt(disclosure: Disclosure, cell: CellRef, kind: Slip, after: Figure) -> Corruption:
    """The disclosure with ``after`` in ``cell``."""
    before = next(figure for figure in disclosure.figures() if figure.cell == cell)
    return Corruption(cell, kind, before, after, with_figure(disclosure, cell, after))


def _values(disclosure: Disclosure, figure: Figure, steps: int) -> Iterator[tuple[Slip, Decimal]]:
    number = figure.counted
    digits = f"{abs(number):.{figure.places}f}".replace(".", "")
    for changed in _swapped(digits):
        yield Slip.SWAPPED, _number(changed, figure)
    for at in range(len(digits)):
        yield Slip.DROPPED, _number(digits[:at] + digits[at + 1 :] or "0", figure)
        yield Slip.DOUBLED, _number(digits[:at] + digits[at] + digits[at:], figure)
    for power in (-2, -1, 1, 2):
        yield Slip.SHIFTED, _number(_shifted(digits, power), figure)
    yield Slip.SIGN, -number
    for value in _neighbours(disclosure, figure):
        if value.unit is figure.unit and value.places == figure.places:
            yield Slip.NEIGHBOUR, value.counted
    other = Unit.YUAN if figure.unit is Unit.WAN else Unit.WAN
    yield Slip.UNIT, convert(figure, other, figure.places).counted
    yield Slip.STEPS, number + Decimal(steps).scaleb(-figure.places)
    yield Slip.STEPS, number - Decimal(steps).scaleb(-figure.places)


def _swapped(digits: str) -> Iterator[str]:
    for at in range(len(digits) - 1):
        yield digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def _shifted(digits: str, power: int) -> str:
    return digits + "0" * power if power > 0 else digits[:power] or "0"


def _number(digits: str, figure: Figure) -> Decimal:
    sign = 1 if figure.counted >= 0 else -1
    return sign * Decimal(int(digits)).scaleb(-figure.places)


def _neighbours(disclosure: Disclosure, figure: Figure) -> Iterator[Figure]:
    """The figures printed left, right, above and below, in reading order of the model."""
    cell = figure.cell
    assert cell is not None
    for table in disclosure.tables:
        if table.id != cell.table:
            continue
        held = [other for other in table.figures() if other.value is not None]
        at = next((n for n, other in enumerate(held) if other.cell == cell), None)
        if at is not None:
            yield from held[max(0, at - 1) : at] + held[at + 1 : at + 2]
            yield from (o for o in held if o.cell and o.cell.column == cell.column and o != figure)
