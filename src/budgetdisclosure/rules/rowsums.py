"""Which columns make up a row's total (行内合计), read off the rows where the form does not say.

A local form may print columns the library's form does not name: money of last year beside this
year's, a column “其中”, a change against another year. Whether they are part of the total is not
guessed from their words: the rows tell. The choices of such columns that fit most rows are taken,
and a row is reported only if it fits none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from attrs import field, frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Line
from budgetdisclosure.rules.relation import Relation, equal
from budgetdisclosure.rules.rule import Skip
from budgetdisclosure.rules.verdict import Verdict, judge
from budgetdisclosure.wording import Wording

UNKNOWN_COLUMNS = Skip(
    Wording("表中有样表以外的栏，不知是否计入合计", "columns the form does not name hold money"),
    True,
)
_MOST = 10
_CHANGE = re.compile(r"增减|变动|差额|增长|比(?:上年|去年|20\d\d)")
_LAST_YEAR = re.compile(
    r"(?:上年|去年)(?!结|末|财政拨款(?:资金)?结|实户)|20\d\d年度?(?!全年)[^/]*执行数"
)

Choice = frozenset[str]


def is_change(label: str) -> bool:
    """Whether a heading is that of a change against another year (增减额).

    >>> is_change("2023年预算数比2022年执行数/增减额"), is_change("使用非财政拨款结余")
    (True, False)
    """
    return bool(_CHANGE.search(label))


def is_beside(label: str) -> bool:
    """Whether a heading is of another year's amounts, or of a change against them.

    Accounts that have no money this year may be left out there, so that nothing need add up.

    A column of 执行数 is another year's only where its heading names a year.

    >>> [is_beside(one) for one in ("上年决算数", "2022年执行数", "上年结转", "全年执行数")]
    [True, True, False, False]
    """
    return is_change(label) or bool(_LAST_YEAR.search(label))


@frozen
class RowSum:
    """A row's total with the columns known to make it up, and the others that hold money."""

    total: Figure
    known: tuple[Figure, ...] = field(converter=tuple[Figure, ...])
    others: tuple[tuple[str, Figure], ...] = ()

    def relation(self, choice: Choice) -> Relation:
        """The total restates the known columns and the chosen others."""
        return equal(self.total, *self.known, *(f for label, f in self.others if label in choice))

    def fits(self, choice: Choice) -> bool:
        """Whether the row holds with these columns."""
        return judge(self.relation(choice)).verdict.holds


def row_sum(line: Line, total: Figure, known: Iterable[Figure]) -> RowSum:
    """A line's total, its known parts, and its further columns but those of a change."""
    others = tuple(
        (extra.label, extra.figure)
        for extra in line.extras
        if isinstance(extra.figure, Figure)
        and not extra.figure.is_nothing
        and not is_change(extra.label)
    )
    return RowSum(total, tuple(known), others)


def add_across(rows: Iterable[RowSum]) -> Iterator[Relation | Skip]:
    """合计 = 各栏之和, in every row that prints a total and any part of it."""
    held = [row for row in rows if not row.total.is_absent]
    sure = [row for row in held if not row.others and _prints(row.known)]
    yield from (row.relation(frozenset()) for row in sure)
    open_ = [row for row in held if row.others]
    choices = _likeliest(open_)
    if open_ and not choices:
        yield UNKNOWN_COLUMNS
        return
    for row in open_:
        fitting = (choice for choice in choices if row.fits(choice))
        yield row.relation(next(fitting, choices[0]))


def first_that_holds(*readings: Relation) -> Relation:
    """The first reading nothing speaks against, or the plainest: where forms differ in what counts.

    Where none holds and one has a figure that cannot be read, that one: it is not judged.

    >>> f = Figure.parse
    >>> held = first_that_holds(equal(f("3"), f("1")), equal(f("3"), f("1"), f("2")))
    >>> len(held.figures)
    3
    """
    judged = [(one, judge(one).verdict) for one in readings]
    held = [one for one, verdict in judged if verdict.holds]
    unread = [one for one, verdict in judged if verdict is Verdict.UNCHECKED]
    return [*held, *unread, *readings][0]


def _prints(figures: Sequence[Figure]) -> bool:
    return any(not figure.is_absent for figure in figures)


def _likeliest(rows: Sequence[RowSum]) -> list[Choice]:
    """The choices of further columns under which most rows hold; none where half of them fail.

    Where no column is known to be a part, a single row is no evidence.
    """
    if not rows:
        return []
    fitting = {choice: sum(row.fits(choice) for row in rows) for choice in _choices(rows)}
    best = max(fitting.values(), default=0)
    if 2 * best <= len(rows) or (best < 2 and not _prints(rows[0].known)):
        return []
    return [choice for choice, count in fitting.items() if count == best]


def _choices(rows: Sequence[RowSum]) -> Iterator[Choice]:
    """No further column, each alone, each pair, and all; the plainest first."""
    labels = sorted({label for row in rows for label, _ in row.others})
    if any(_prints(row.known) for row in rows):
        yield frozenset()
    if len(labels) <= _MOST:
        yield from (frozenset({label}) for label in labels)
        yield from (frozenset(pair) for pair in combinations(labels, 2))
    if len(labels) > 2 or len(labels) > _MOST:
        yield frozenset(labels)
