"""The tree that a table's codes make: who restates whose sum (科目层级)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from budgetdisclosure.model import Line
from budgetdisclosure.rules.relation import Relation, equal
from budgetdisclosure.rules.rowsums import is_beside

L = TypeVar("L", bound=Line)


def parent_of(line: Line, keys: set[str]) -> str | None:
    """The nearest ancestor of the line's code that is printed in the table, if any."""
    code = line.code.parent if line.code else None
    while code is not None and code.digits not in keys:
        code = code.parent
    return code.digits if code else None


def families(lines: Sequence[L], depth: int) -> Iterator[tuple[L, tuple[L, ...]]]:
    """Each line at ``depth`` digits with the printed lines right below it, where there are any."""
    coded = [line for line in lines if line.code is not None]
    keys = {line.key for line in coded}
    below: dict[str, list[L]] = {}
    for line in coded:
        parent = parent_of(line, keys)
        if parent:
            below.setdefault(parent, []).append(line)
    for line in coded:
        if len(line.key) == depth and line.key in below:
            yield line, tuple(below[line.key])


def roots(lines: Sequence[L]) -> tuple[L, ...]:
    """The lines with a code that no other printed line contains."""
    coded = [line for line in lines if line.code is not None]
    keys = {line.key for line in coded}
    return tuple(line for line in coded if parent_of(line, keys) is None)


def sums(total: L, parts: Sequence[L]) -> Iterator[Relation]:
    """Column by column: the total line restates the sum of the part lines.

    Columns of another year, or of a change against it, are left out.
    """
    for column, figure in total.figures().items():
        if is_beside(column):
            continue
        inside = [part.figures().get(column) for part in parts]
        found = [part for part in inside if part is not None]
        if found:
            yield equal(figure, *found)
