"""What became of a code (沿革): renamings, successors, and the same thing in another year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Generic, TypeVar

from attrs import frozen

from budgetdisclosure.codes.code import C
from budgetdisclosure.codes.entry import Entry


@frozen
class Lineage(Generic[C]):
    """All that is known of a classification's codes, over all years.

    Where two lines speak of one code and year, the later line counts: it was laid over the other.
    """

    rows: tuple[Entry[C], ...]

    def live(self, year: int) -> dict[C, Entry[C]]:
        """What held in ``year``, by code."""
        return {row.code: row for row in self.rows if row.valid_in(year)}

    def history(self, code: C) -> tuple[Entry[C], ...]:
        """Everything ``code`` has been called, in the order of years."""
        return self._by_code.get(code, ())

    def next(self, row: Entry[C]) -> Iterator[Entry[C]]:
        """The lines that took over where ``row`` ended."""
        for code in row.superseded_by:
            later = (line for line in self.history(code) if _outlasts(line, row))
            yield from tuple(later)[:1]

    def previous(self, code: C) -> Iterator[Entry[C]]:
        """The lines of other codes that ``code`` took over from."""
        return (row for row in self.rows if code in row.superseded_by and row.code != code)

    def onward(self, code: C, year: int, to: int) -> Iterator[C]:
        """What ``code`` of ``year`` is in ``to``, the same year or a later one."""
        held = [row for row in self.history(code) if row.valid_in(year)]
        yield from dict.fromkeys(found for row in held[-1:] for found in self._reaching(row, to))

    def _reaching(self, row: Entry[C], year: int) -> Iterator[C]:
        if row.valid_in(year):
            yield row.code
            return
        for line in self.next(row):
            yield from self._reaching(line, year)

    @cached_property
    def _by_code(self) -> Mapping[C, tuple[Entry[C], ...]]:
        lines = sorted(self.rows, key=lambda row: row.valid_from or 0)
        return grouped((row.code, row) for row in lines)


K = TypeVar("K")
V = TypeVar("V")


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    """The second parts gathered by the first, each group in its order.

    >>> grouped([("a", 1), ("b", 2), ("a", 3)])
    {'a': (1, 3), 'b': (2,)}
    """
    gathered: dict[K, list[V]] = {}
    for key, value in pairs:
        gathered.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in gathered.items()}


def _outlasts(line: Entry[C], row: Entry[C]) -> bool:
    return line.valid_to is None or (row.valid_to is not None and line.valid_to > row.valid_to)
