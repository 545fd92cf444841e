"""Rules of the tables a place prints beside the nine (其他公开表): they add up too.

Which rows and columns make up a total is said by codes, headings and outline numbers where they
are printed, and read off the amounts where they are not; what cannot be told is said to be
unchecked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetdisclosure.model import FORMS, Disclosure, Line, OtherTable, items
from budgetdisclosure.rules import headings
from budgetdisclosure.rules.nested import families_of, relations_of, totals_of
from budgetdisclosure.rules.outline import parts, style
from budgetdisclosure.rules.relation import Relation, equal
from budgetdisclosure.rules.restated import kind_of, restated
from budgetdisclosure.rules.rowsums import is_beside
from budgetdisclosure.rules.rule import BOTH, DERIVED, Outcome, Severity, Skip, rule
from budgetdisclosure.rules.topics.summaries import adds_up
from budgetdisclosure.rules.tree import is_tree, roots, sums, tree_sums, trees_of
from budgetdisclosure.wording import Wording, titled

FORM = "部门预算公开表样（财预〔2016〕143号及各地样表）"
_CURRENT = (items.CURRENT_YEAR_REVENUE, items.CURRENT_YEAR_EXPENDITURE)


def _tables(d: Disclosure) -> Iterator[OtherTable]:
    """The further tables; one of the nine printed again is not among them."""
    known = {form.ID for form in FORMS}
    return (table for table in d.others if kind_of(table) not in known)


@rule(
    "O-01",
    "其他公开表科目逐级相加",
    "further tables: codes add up their tree",
    source=FORM,
    exceptions="同一编码重复出现、看不出属于哪个单位的",
    kinds=BOTH,
)
def trees(d: Disclosure) -> Iterator[Relation]:
    """类 = Σ款, 款 = Σ项 in every column, within the table or within each unit's rows."""
    for table in _tables(d):
        for block in trees_of(table.lines):
            for depth in (3, 5):
                yield from tree_sums(block, depth)


def _is_by_code(lines: Sequence[Line]) -> bool:
    """Whether every row with an amount but the total has a code of its own."""
    totals = totals_of(lines)
    rows = [line for line in lines if line not in totals and _prints(line)]
    return bool(rows) and all(line.code for line in rows) and is_tree(rows)


def _prints(line: Line) -> bool:
    return not all(figure.is_nothing for figure in line.figures().values())


def _is_sided(lines: Sequence[Line]) -> bool:
    """Whether the table is one side of a summary, or several one below the other."""
    return any(line.item in _CURRENT for line in lines)


@rule(
    "O-02",
    "其他公开表合计=各行之和",
    "further tables: the total row adds up",
    source=DERIVED,
    exceptions="没有编码的清单，从金额看不出各行层次的",
    kinds=BOTH,
)
def totals(d: Disclosure) -> Iterator[Outcome]:
    """合计 = Σ类; in lists without codes Σ of the outermost rows, and each such row of its own."""
    for table in _tables(d):
        lines = table.lines
        if _is_by_code(lines):
            for total in totals_of(lines):
                yield from sums(total, roots(lines))
        elif not _is_sided(lines):
            yield from _of_list(table)


def _of_list(table: OtherTable) -> Iterator[Outcome]:
    found = families_of(table.lines)
    yield from relations_of(found)
    if not found and totals_of(table.lines) and any(map(_prints, table.lines)):
        title = table.title or ""
        reason = Wording(
            f"《{title}》各行相加与合计对不上，也看不出哪些行是哪些行的小计，请人工核对",
            f"{titled(title)}: the rows do not add up to the total as they stand, and which sum up "
            "which cannot be told",
        )
        yield Skip(reason, unchecked=True)


@rule(
    "O-03",
    "其他公开表行内合计",
    "further tables: a row's total",
    source=DERIVED,
    exceptions="半数以上的行不支持的读法不采用",
    kinds=BOTH,
)
def rows(d: Disclosure) -> Iterator[Outcome]:
    """合计, 小计 = the columns under the same heading, where most rows say so."""
    for table in _tables(d):
        relations, unknown = headings.across(table.lines)
        yield from relations
        for column in unknown:
            title = table.title or ""
            reason = Wording(
                f"《{title}》“{column}”栏与其他栏的关系从表头看不出来",
                f"{titled(title)}: what makes up the column “{column}” cannot be told",
            )
            yield Skip(reason, unchecked=True)


@rule(
    "O-04",
    "收支表其他栏目各项相加",
    "further sides of a summary add up",
    source=FORM,
    kinds=BOTH,
)
def sides(d: Disclosure) -> Iterator[Relation]:
    """本年支出合计 = Σ of the outermost items, each item = Σ of its own; 总计 = it and the rest."""
    for table in _tables(d):
        if _is_sided(table.lines):
            for side in _sides(table.lines):
                yield from _side(side)


def _sides(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The sides of a summary that stand one below the other: each ends at its 总计, or its sum."""
    side: list[Line] = []
    grand = any(line.item == items.GRAND_TOTAL for line in lines)
    for line in lines:
        side.append(line)
        if line.item == items.GRAND_TOTAL or (not grand and line.item in _CURRENT):
            yield side
            side = []


def _side(lines: Sequence[Line]) -> Iterator[Relation]:
    at = next((n for n, line in enumerate(lines) if line.item in _CURRENT), None)
    if at is None:
        return
    columns = [name for name in headings.columns_of(lines) if not is_beside(name)]
    above, current = lines[:at], lines[at]
    rest = [line for line in lines[at + 1 :] if line.item != items.GRAND_TOTAL]
    for column in columns:
        yield from adds_up([current], current.item or "", parts(above), column)
        yield from adds_up(lines, items.GRAND_TOTAL, [current, *parts(rest)], column)
        for whole, below in _outlined(above):
            inside = [line.figures()[column] for line in below if column in line.figures()]
            if any(figure.counted for figure in inside) and column in whole.figures():
                yield equal(whole.figures()[column], *inside)


def _outlined(lines: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Each numbered row with the rows of the next rank below it, up to its own rank again."""
    ranks = [style(line.name) for line in lines]
    for at, rank in enumerate(ranks):
        if rank is None:
            continue
        later = ranks[at + 1 :]
        end = next((n for n, one in enumerate(later) if one is not None and one <= rank), None)
        inside = lines[at + 1 :][:end]
        if inside:
            yield lines[at], list(parts(inside))


@rule(
    "O-05",
    "其他公开表与九张表同数",
    "further tables restate the nine",
    source=FORM,
    kinds=BOTH,
)
def said_again(d: Disclosure) -> Iterator[Relation]:
    """What a further table says of the same money as one of the nine, row by row or in total."""
    yield from restated(d, sure=True)


@rule(
    "O-06",
    "其他公开表与九张表口径",
    "further tables and the nine: the same money?",
    source=DERIVED,
    severity=Severity.WARNING,
    exceptions="项目表只列部分项目、口径另有说明的",
    kinds=BOTH,
)
def may_be_said_again(d: Disclosure) -> Iterator[Relation]:
    """What most often is the same money; where it is not, a person should say why."""
    yield from restated(d, sure=False)
