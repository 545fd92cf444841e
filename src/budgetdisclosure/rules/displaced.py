"""Looking for amounts that stand in other cells than their own: rows one off, exchanged (错位).

Who pastes a column one row off makes many relations fail, none of which says why. Moving the
amounts back is tried: where every broken relation of the table holds then, and its system has a
solution, that is what happened. It counts only where no lone figure explains as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from attrs import evolve, frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import CellRef
from budgetdisclosure.rules import proof
from budgetdisclosure.rules.displacement import Displacement
from budgetdisclosure.rules.finding import Checked
from budgetdisclosure.rules.relation import Ratio, Relation, Term
from budgetdisclosure.rules.rule import Severity
from budgetdisclosure.rules.system_of import system_of
from budgetdisclosure.rules.verdict import Verdict, judge

_MOST_TRIED = 4_000
"""How many ways to move the amounts of one table are looked at."""

Row = Mapping[str, Figure]
Right = dict[CellRef, Figure | None]


def displaced(
    checked: Sequence[Checked], disclosure: Disclosure, lone: Callable[[str], bool]
) -> tuple[Displacement, ...]:
    """What amounts stand one row or column off, the one that explains the most first.

    ``lone`` tells of a table whether one wrong figure explains all that is broken in it.
    """
    held = [one for one in checked if one.rule.severity is Severity.ERROR]
    found = []
    for table in disclosure.tables:
        search = _Search.of(table.id, held)
        if len(search.broken) > 1 and not lone(table.id):
            groups = ([line.figures() for line in lines] for _, lines in table.groups())
            found += [one for rows in groups if (one := search.first(rows)) is not None]
    found.sort(key=lambda one: (-len(one.mended), len(one.right)))
    told: list[Displacement] = []
    for one in found:
        at = next((at for at, other in enumerate(told) if one.shares(other)), None)
        if at is None:
            told.append(one)
        elif len(one.mended) == len(told[at].mended):
            told[at] = evolve(told[at], tied=(*told[at].tied, one))
    return tuple(told)


@frozen
class _Search:
    """The relations of one table: those that are broken, and those that must go on holding."""

    table: str
    broken: tuple[Checked, ...]
    whole: tuple[Checked, ...]
    cells: Mapping[int, frozenset[CellRef]]
    """The cells of the table in each relation, by the relation's check."""

    @classmethod
    def of(cls, table: str, checked: Iterable[Checked]) -> _Search:
        """The relations that have a cell of the table."""
        cells = {id(one): _cells(one, table) for one in checked}
        own = [one for one in checked if cells[id(one)]]
        broken = tuple(one for one in own if one.verdict is Verdict.CONFLICT)
        return cls(table, broken, tuple(one for one in own if one.verdict.holds), cells)

    def first(self, rows: Sequence[Row]) -> Displacement | None:
        """The least displacement that mends all that is broken, if there is one."""
        at = {figure.cell: n for n, row in enumerate(rows) for figure in row.values()}
        spans = [[at[cell] for cell in self.cells[id(one)] if cell in at] for one in self.broken]
        if not all(spans):
            return None
        reach = max(map(min, spans)), min(map(max, spans))
        for way, columns, right in islice(_ways(rows, *reach), _MOST_TRIED):
            if right and self._mends(right):
                printed = [f for row in rows for f in row.values() if f.cell in right]
                return Displacement(self.table, way, columns, right, tuple(printed), self.broken)
        return None

    def _mends(self, right: Right) -> bool:
        """Whether all that is broken holds, at least two of it surely, and nothing else fails."""
        if any(self.cells[id(one)].isdisjoint(right) for one in self.broken):
            return False
        shown = 0
        for one in self.broken:
            holds = self._holds(one, right)
            if holds is False:
                return False
            shown += holds is True
        touched = (one for one in self.whole if not self.cells[id(one)].isdisjoint(right))
        return (
            shown > 1
            and all(self._holds(one, right) is not False for one in touched)
            and self._solvable(right)
        )

    def _holds(self, check: Checked, right: Right) -> bool | None:
        """Whether a relation holds of the amounts put back; None if one of them is lost."""
        if any(_lost(cell, right) for cell in self.cells[id(check)]):
            return None
        return judge(_put_back(check.relation, right)).verdict.holds

    def _solvable(self, right: Right) -> bool:
        """Whether true amounts print the table as it should be, what is lost being left open."""
        own = (*self.broken, *self.whole)
        document = system_of(evolve(one, relation=_put_back(one.relation, right)) for one in own)
        lost = {
            key
            for key, printed in enumerate(document.printed)
            if isinstance(printed, Figure) and _lost(printed.cell, right)
        }
        prints = tuple(one for one in document.system.prints if one.key not in lost)
        return proof.prove(evolve(document.system, prints=prints)).feasible is True


def _lost(cell: CellRef | None, right: Right) -> bool:
    return cell is not None and cell in right and right[cell] is None


def _cells(check: Checked, table: str) -> frozenset[CellRef]:
    cells = (figure.cell for figure in check.relation.figures)
    return frozenset(cell for cell in cells if cell is not None and cell.table == table)


def _put_back(relation: Relation | Ratio, right: Right) -> Relation | Ratio:
    """The relation between the amounts that should stand in its cells."""

    def put(terms: Iterable[Term]) -> tuple[Term, ...]:
        return tuple(
            Term((right.get(one.figure.cell) if one.figure.cell else None) or one.figure, one.times)
            for one in terms
        )

    if isinstance(relation, Ratio):
        return evolve(relation, part=put(relation.part), whole=put(relation.whole))
    return evolve(relation, left=put(relation.left), right=put(relation.right))


_Way = tuple[str, tuple[str, ...], Right]


def _ways(rows: Sequence[Row], first: int, last: int) -> Iterator[_Way]:
    """Every way to put amounts back: columns, neighbouring rows, then runs, the short ones first.

    What is moved must reach up to row ``last`` and down to row ``first`` of those that are wrong.
    """
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    for pair in pairwise(names):
        yield "columns", pair, _columns_exchanged(rows, *pair)
    for at in range(max(first - 1, 0), min(last + 1, len(rows) - 1)):
        for columns in ((), *((name,) for name in names if len(names) > 1)):
            yield "rows", columns, _rows_exchanged(rows[at], rows[at + 1], columns or names)
    for size in range(3, len(rows) + 1):
        for start in range(max(first - size + 1, 0), min(last, len(rows) - size) + 1):
            run = rows[start : start + size]
            for columns in ((), *((name,) for name in names if len(names) > 1)):
                yield "down", columns, _moved(run, columns or names)
                yield "up", columns, _moved(run[::-1], columns or names)


def _columns_exchanged(rows: Sequence[Row], one: str, other: str) -> Right:
    pairs = [(row[one], row[other]) for row in rows if one in row and other in row]
    changed = [pair for pair in pairs if pair[0].value != pair[1].value]
    return _exchanged(changed) if len(changed) > 1 else {}


def _rows_exchanged(one: Row, other: Row, columns: Iterable[str]) -> Right:
    pairs = [(one[name], other[name]) for name in columns if name in one and name in other]
    return _exchanged(pair for pair in pairs if pair[0].value != pair[1].value)


def _exchanged(pairs: Iterable[tuple[Figure, Figure]]) -> Right:
    right: Right = {}
    for one, other in pairs:
        right |= _in_place_of(one, other) | _in_place_of(other, one)
    return right


def _moved(run: Sequence[Row], columns: Iterable[str]) -> Right:
    """Each row's amounts are those printed in the next; what the last should print is lost."""
    right: Right = {}
    changed = 0
    for row, after in pairwise(run):
        own: Right = {}
        for name in columns:
            if name in row and name in after and row[name].value != after[name].value:
                own |= _in_place_of(row[name], after[name])
        changed += bool(own)
        right |= own
    lost = (run[-1][name].cell for name in columns if name in run[-1])
    return right | {cell: None for cell in lost if cell is not None} if changed else {}


def _in_place_of(figure: Figure, other: Figure) -> Right:
    return {} if figure.cell is None else {figure.cell: other.at(figure.place, figure.cell)}
