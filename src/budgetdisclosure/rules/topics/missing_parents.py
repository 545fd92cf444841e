"""Rule: a code's 类 and 款 are printed where its rows are (漏印上级科目).

A sum over the rows that no other row contains holds with a parent or without: where one is gone,
its children step into its place. What tells is the form: the table prints other parents of that
rank, or another table prints this very one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from budgetdisclosure.model import Disclosure, Kind, Line, Table
from budgetdisclosure.model.line import Code
from budgetdisclosure.rules.rule import (
    BOTH,
    TABLE_FORM,
    Fault,
    Held,
    Outcome,
    Severity,
    rule,
)
from budgetdisclosure.rules.topics.classification import crossed
from budgetdisclosure.rules.topics.forms import PROCEDURE
from budgetdisclosure.wording import Wording, listed, quoted, titled

_DEEPEST = 5
_SUMMARIES = ("summary", "appropriation_summary")

Known = Mapping[Code, tuple[str, Line]]
"""The rows of the lists by code, each with the title of the table that prints it first."""


@frozen
class _Tree:
    """The codes of one list: the printed ones above others, and those with money below them."""

    table: Table
    parents: frozenset[Code]
    missing: Mapping[Code, tuple[Line, ...]]
    """The 类 and 款 that are not printed, each with the rows below it that print an amount."""

    @classmethod
    def of(cls, table: Table) -> _Tree:
        """The tree of a table's rows; a row of zeros counts as printed, and wants no parent."""
        coded = _coded(table)
        printed = {line.code for line in coded}
        above = {code for line in coded for code in _above(line)}
        missing: dict[Code, tuple[Line, ...]] = {}
        for line in coded:
            for code in _above(line) if any(one.counted for one in line.figures().values()) else ():
                if code not in printed and len(code.digits) <= _DEEPEST:
                    missing[code] = (*missing.get(code, ()), line)
        return cls(table, frozenset(code for code in above if code in printed), missing)


def _above(line: Line) -> Iterator[Code]:
    """The codes above the row's, the nearest first."""
    code = line.code.parent if line.code else None
    while code is not None:
        yield code
        code = code.parent


@rule(
    "DIS-032",
    "上级科目齐全",
    "codes have their parents printed above them",
    source=f"{PROCEDURE}；{TABLE_FORM}",
    exceptions="表样只列到项（或不列款）的；预算各表样式不一，只提醒",
    kinds=BOTH,
)
def parents_printed(d: Disclosure) -> Iterator[Outcome]:
    """Where a list prints 类 and 款, every code's own 类 and 款 are printed too."""
    lists = tuple(_lists(d))
    for tree in map(_Tree.of, lists):
        known = _printed_elsewhere(lists, tree.table)
        lost = [code for code in tree.missing if _wanted(tree, code, known)]
        for code in lost:
            yield _fault(d, tree, code, known)
        if tree.parents and not lost:
            yield Held(len(tree.parents))


def _lists(d: Disclosure) -> Iterator[Table]:
    for table in d.tables:
        if table.id not in _SUMMARIES and not crossed(_coded(table)):
            yield table


def _coded(table: Table) -> list[Line]:
    return [line for line in table.all_lines() if line.code is not None]


def _printed_elsewhere(lists: Iterable[Table], own: Table) -> Known:
    found: dict[Code, tuple[str, Line]] = {}
    for table in lists:
        for line in _coded(table) if table is not own else ():
            assert line.code is not None
            found.setdefault(line.code, (table.title or "", line))
    return found


def _wanted(tree: _Tree, code: Code, known: Known) -> bool:
    """Whether the form prints such a row: as a rule it does at this rank, or another table does.

    A list that prints no rank but the last, or leaves out a rank throughout, has a form without it.
    """
    size = len(code.digits)
    beside = sum(len(other.digits) == size for other in tree.parents)
    lost = sum(len(other.digits) == size for other in tree.missing)
    if code in known:
        return beside > 0 or (lost == 1 and bool(tree.parents))
    return beside >= lost


def _fault(d: Disclosure, tree: _Tree, code: Code, known: Known) -> Fault:
    title = titled(tree.table.title or "")
    below = tree.missing[code]
    inner = {line.code for line in below}
    rows = [line for line in below if not inner.intersection(_above(line))]
    keys = [line.key for line in rows[:3]]
    where, line = known.get(code, ("", None))
    named = f"{code} {line.name}" if line is not None else str(code)
    zh = f"，{titled(where)}印有" if where else ""
    en = f"; {titled(where)} prints it" if where else ""
    sure = d.kind is Kind.FINAL and code in known
    return Fault(
        Wording(
            f"{title}有 {listed(keys)}{'等' if len(rows) > 3 else ''}，没有其上级 {named} 一行{zh}",
            f"{title} prints {', '.join(keys)} and not their parent {quoted(named)}{en}",
        ),
        place=rows[0].place or tree.table.place,
        severity=Severity.ERROR if sure else Severity.WARNING,
    )
