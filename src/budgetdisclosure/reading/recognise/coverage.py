"""How much of what is printed found its place (覆盖率): counted, table by table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.model import Disclosure, Table
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.recognise.lines import A_COUNT, RUN_TOGETHER
from budgetdisclosure.reading.recognise.pages import unfolded
from budgetdisclosure.reading.recognise.words import is_number, is_percent


@frozen
class TableCoverage:
    """One table: how many printed figures were placed in it, and how many were not."""

    table: str
    title: str
    placed: int
    unplaced: int = 0


@frozen
class Coverage:
    """The figures placed, table by table, and those of the same tables that were not.

    ``counts`` are numbers of persons, pieces and the like in these tables, which are no amounts;
    ``elsewhere`` are numbers of grids that are no table of revenue or expenditure; ``printed`` are
    all numbers in all grids, codes and numbering among them.
    """

    tables: tuple[TableCoverage, ...]
    counts: int = 0
    elsewhere: int = 0
    printed: int = 0

    @property
    def placed(self) -> int:
        """All figures placed."""
        return sum(table.placed for table in self.tables)

    @property
    def unplaced(self) -> int:
        """All figures of these tables that were not."""
        return sum(table.unplaced for table in self.tables)

    @property
    def percent(self) -> int:
        """Placed figures in whole percent, rounded down; 100 where none is printed."""
        total = self.placed + self.unplaced
        return 100 * self.placed // total if total else 100


def coverage(disclosure: Disclosure, document: Document) -> Coverage:
    r"""How many of a document's printed numbers the disclosure holds (覆盖率).

    >>> from budgetdisclosure.reading.formats.text import read_text
    >>> from budgetdisclosure.reading.recognise import recognise
    >>> text = "支出决算表\n\n科目编码\t科目名称\t合计\n208\t社保\t1.20\n"
    >>> document = read_text(text.encode())
    >>> coverage(recognise(document), document).placed
    1
    """
    numbers = [one for one in disclosure.unplaced if _counts(one.text)]
    lost = Counter(one.place.table for one in numbers if one.reason != A_COUNT)
    tables = []
    for table in disclosure.tables:
        missing = lost.pop(table.title, 0)
        tables.append(TableCoverage(table.id, table.title or "", _placed(table), missing))
    printed = sum(one.reason == RUN_TOGETHER for one in numbers)
    printed += sum(
        is_number(cell.text) or is_percent(cell.text)
        for grid in unfolded(document).grids
        for cell in grid.cells
    )
    counts = sum(one.reason == A_COUNT for one in numbers)
    counts += sum(map(_told, disclosure.tables))
    return Coverage(tuple(tables), counts, sum(lost.values()), printed)


def _counts(text: str) -> bool:
    return is_number(text) or is_percent(text)


def _told(table: Table) -> int:
    """How many counts its rows print beside their figures."""
    texts = (text for line in table.all_lines() for text in line.texts)
    return sum(text.remark and _counts(text.text) for text in texts)


def _placed(table: Table) -> int:
    return sum(figure.value is not None for figure in _printed(table))


def _printed(table: Table) -> Iterator[Figure | Percentage]:
    for line in table.all_lines():
        yield from (getattr(line, column.id) for column in line.columns())
        yield from (extra.figure for extra in line.extras)
