"""Totals of a workbook as live sums over the cells of their parts (公式)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from budgetdisclosure.amounts import Figure
from budgetdisclosure.place import CellRef
from budgetdisclosure.writing.sums import Sums

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def formula_of(figure: Figure | None, places: Mapping[CellRef, str], sums: Sums) -> str:
    """The sum a total restates, where its parts stand on the same sheet; else nothing.

    >>> from budgetdisclosure.amounts import Figure
    >>> cells = [CellRef("t", row, "c") for row in ("合计", "a", "b")]
    >>> one, two, three = (Figure.parse("1").at(None, cell) for cell in cells)
    >>> formula_of(one, dict(zip(cells, ("B2", "B3", "B4"))), {cells[0]: (two, three)})
    'SUM(B3:B4)'
    """
    if figure is None or figure.cell not in sums:
        return ""
    parts = [part.cell for part in sums[figure.cell]]
    held = [places[cell] for cell in parts if cell is not None and cell in places]
    return f"SUM({','.join(_ranges(held))})" if len(held) == len(parts) else ""


def _ranges(names: Iterable[str]) -> Iterator[str]:
    """The cells, a run of neighbours down a column as one range."""
    run: list[str] = []
    for name in names:
        if run and not _follows(run[-1], name):
            yield _range(run)
            run = []
        run.append(name)
    if run:
        yield _range(run)


def _range(run: list[str]) -> str:
    return run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}"


def _follows(one: str, other: str) -> bool:
    letters, row = one.rstrip("0123456789"), int(one.lstrip(_LETTERS))
    return other == f"{letters}{row + 1}"
