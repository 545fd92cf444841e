"""Rules of codes and names: the tree is whole, codes exist, names are the year's (科目)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetdisclosure.codes import (
    AnyCode,
    Budget,
    CodeList,
    NameMatch,
    economic_codes,
    function_codes,
    same_name,
)
from budgetdisclosure.model import Disclosure, Line
from budgetdisclosure.rules.rule import (
    BOTH,
    PRACTICE,
    Fault,
    Held,
    Outcome,
    Severity,
    Skip,
    rule,
)
from budgetdisclosure.rules.topics.lists import LISTS, Rows
from budgetdisclosure.rules.tree import trees_of
from budgetdisclosure.wording import Wording, quoted

BOOK = "《政府收支分类科目》（各年度，内置表据公开文件整理，见 codes/data）"
_NO_YEAR = Skip(Wording("未识别年度，无法对照科目表", "the fiscal year is not known"), True)


def hierarchy(lines: Sequence[Line]) -> Iterator[Outcome]:
    """Each code once, a parent above its children.

    Where the accounts of each unit stand under its name, that is asked of each unit's rows. A table
    that otherwise repeats several codes with other figures is classified by something else as well
    (by economic class, say): its rows are told apart by more than the code.
    """
    coded = [line for line in lines if line.code is not None]
    trees = [[line for line in tree if line.code is not None] for tree in trees_of(lines)]
    if not trees and crossed(coded):
        yield Skip(Wording("按两种分类交叉列示", "rows are classified by more than the code"))
        return
    faults = [
        fault for tree in trees or [coded] for fault in (*_repeated(tree), *_above_parent(tree))
    ]
    yield from faults
    if coded and not faults:
        yield Held(len(coded))


def crossed(lines: Sequence[Line]) -> bool:
    """Whether several codes are printed more than once, each time with other figures.

    A figure that cannot be read may be another.
    """
    rows: dict[str, set[tuple[object, ...]]] = {}
    for line in lines:
        held = sorted(line.figures().items(), key=lambda one: one[0])
        figures = tuple((name, id(f) if f.is_unreadable else f.counted) for name, f in held)
        rows.setdefault(line.key, set()).add(figures)
    return sum(1 for figures in rows.values() if len(figures) > 1) > 1


def _repeated(lines: Sequence[Line]) -> Iterator[Fault]:
    seen: set[str] = set()
    for line in lines:
        if line.key in seen:
            yield _at(line, f"编码 {line.key} 出现两次", f"the code {line.key} is printed twice")
        seen.add(line.key)


def _above_parent(lines: Sequence[Line]) -> Iterator[Fault]:
    first = {line.key: number for number, line in reversed(list(enumerate(lines)))}
    for line in lines:
        parent = line.code.parent if line.code else None
        if parent is not None and first.get(parent.digits, -1) > first[line.key]:
            yield _at(
                line,
                f"{line.key} 排在上级 {parent} 之前",
                f"{line.key} stands above its parent {parent}",
            )


def _at(line: Line, zh: str, en: str, severity: Severity | None = None) -> Fault:
    return Fault(Wording(zh, en), place=line.place, severity=severity)


def names(lines: Sequence[Line], book: CodeList[AnyCode]) -> Iterator[Outcome]:
    """Each code is in the year's list, under that name."""
    fine = 0
    for line in lines:
        if line.code is None:
            continue
        fault = _name_fault(line, book)
        if fault is None:
            fine += 1
        else:
            yield fault
    if fine:
        yield Held(fine)


def _name_fault(line: Line, book: CodeList[AnyCode]) -> Fault | None:
    code = line.code
    assert code is not None
    entry = book.get(code)
    year = book.year
    if entry is None and _local(code, book):
        return None
    if entry is None:
        older = book.history(code)
        then = f"；曾用名“{older[-1].name}”" if older else ""
        return _at(
            line,
            f"{code} {line.name}：{year}年度科目表中没有此编码{then}",
            f"{code} is not in the list of {year}",
            Severity.WARNING,
        )
    match = same_name(line.name, entry.name)
    if match is NameMatch.SAME or not line.name:
        return None
    mild = match is not NameMatch.DIFFERENT or entry.uncertain
    return _at(
        line,
        f"{code} 印作“{line.name}”，{year}年度科目名称为“{entry.name}”",
        f"{code} is printed “{line.name}”; its name in {year} is “{entry.name}”",
        Severity.INFO if mild else Severity.WARNING,
    )


def _local(code: AnyCode, book: CodeList[AnyCode]) -> bool:
    """Whether the code is a place's own subdivision below the official list's last level."""
    deepest = max((entry.code.level for entry in book), default=code.level)
    return code.level > deepest and book.covering(code) is not None


def _code_rules(group: str, title: str, english: str, rows: Rows) -> None:
    @rule(
        f"{group}-005",
        f"{title}编码层级",
        f"{english}: the codes make a tree",
        kinds=BOTH,
    )
    def tree(d: Disclosure) -> Iterator[Outcome]:
        """Each code is printed once, and no child above its parent."""
        yield from hierarchy(rows(d))

    _name_rule(group, title, english, rows)


def _name_rule(group: str, title: str, english: str, rows: Rows) -> None:
    @rule(
        f"{group}-006",
        f"{title}编码与名称",
        f"{english}: codes and names are the year's",
        source=BOOK,
        severity=Severity.WARNING,
        exceptions="科目表未收录或标注待核的科目只提示",
        kinds=BOTH,
    )
    def named(d: Disclosure) -> Iterator[Outcome]:
        """The name is the one the year's list gives the code."""
        if d.fiscal_year is None:
            yield _NO_YEAR
        else:
            yield from names(rows(d), _any(function_codes(d.fiscal_year)))


def _any(book: object) -> CodeList[AnyCode]:
    assert isinstance(book, CodeList)
    return book


for _list in LISTS:
    _code_rules(*_list)
_name_rule("T08", "政府性基金预算表", "government funds", lambda d: d.government_fund.lines)
_name_rule("T09", "国有资本经营预算表", "state capital", lambda d: d.state_capital.lines)


@rule(
    "T06-023",
    "经济科目有效",
    "basic expenditure: codes and names are the year's",
    source=BOOK,
    severity=Severity.WARNING,
    exceptions="2018年以前的科目表不同",
    years=(2018, None),
    kinds=BOTH,
)
def economic_names(d: Disclosure) -> Iterator[Outcome]:
    """Each economic code is in the year's list, under that name."""
    if d.fiscal_year is None:
        yield _NO_YEAR
    else:
        yield from names(d.basic_expenditure.lines, _any(economic_codes(d.fiscal_year)))


def _fund_scope(lines: Sequence[Line], budget: Budget, year: int | None) -> Iterator[Outcome]:
    if year is None:
        yield _NO_YEAR
        return
    book = function_codes(year)
    inside = 0
    for line in lines:
        entry = book.get(line.key) if line.code is not None else None
        if entry is None or not entry.budgets:
            continue
        if budget in entry.budgets:
            inside += 1
        else:
            yield _at(
                line,
                f"{line.key} {line.name} 不属于{budget.value}科目",
                f"{line.key} does not belong to this budget",
            )
    if inside:
        yield Held(inside)


@rule(
    "T05-008",
    "一般公共预算科目范围",
    "general budget: the codes are the general budget's",
    source=PRACTICE,
    severity=Severity.WARNING,
    kinds=BOTH,
)
def general_codes(d: Disclosure) -> Iterator[Outcome]:
    """Codes of 05 belong to the general public budget."""
    lines = d.general_budget_expenditure.lines
    yield from _fund_scope(lines, Budget.GENERAL_PUBLIC, d.fiscal_year)


@rule(
    "T08-004",
    "政府性基金科目范围",
    "government funds: the codes are the fund's",
    source=PRACTICE,
    severity=Severity.WARNING,
    kinds=BOTH,
)
def fund_codes(d: Disclosure) -> Iterator[Outcome]:
    """Codes of 08 belong to the government fund budget."""
    yield from _fund_scope(d.government_fund.lines, Budget.GOVERNMENT_FUND, d.fiscal_year)


@rule(
    "T09-004",
    "国有资本经营预算科目范围",
    "state capital: the codes are the budget's",
    source=PRACTICE,
    severity=Severity.WARNING,
    kinds=BOTH,
)
def capital_codes(d: Disclosure) -> Iterator[Outcome]:
    """Codes of 09 belong to the state capital budget (223)."""
    yield from _fund_scope(d.state_capital.lines, Budget.STATE_CAPITAL, d.fiscal_year)


COUNTERPARTS = (
    ("30113", ("2210201",)),
    ("30108", ("2080505",)),
    ("30109", ("2080506",)),
    ("30110", ("2101101", "2101102")),
)
"""Economic codes and the functional items where their money usually stands."""


@rule(
    "X-0506-2",
    "功能/经济对照",
    "housing and insurance: economic class and function",
    source=PRACTICE,
    severity=Severity.INFO,
    exceptions="不少县区单位全部列在行政运行或经办机构项下",
)
def counterparts(d: Disclosure) -> Iterator[Outcome]:
    """Money under 30113, 30108, 30109 or 30110 while the matching function is not printed: ask."""
    if not d.basic_expenditure.present or not d.general_budget_expenditure.lines:
        return
    alone = []
    for economic, functions in COUNTERPARTS:
        line = d.basic_expenditure.get(economic)
        shown = any(code in d.general_budget_expenditure for code in functions)
        if line is not None and line.amount.counted != 0 and not shown:
            alone.append(line)
    if not alone:
        yield Held(len(COUNTERPARTS))
        return
    said = "、".join(f"{line.key} {line.name} {line.amount.digits.strip()}" for line in alone)
    said_en = ", ".join(
        f"{line.key} {quoted(line.name)} {line.amount.digits.strip()}" for line in alone
    )
    yield Fault(
        Wording(
            f"{said}，而支出功能科目中没有对应的项，请确认是否列在其他项下",
            f"{said_en}: no matching function item is printed; are they booked elsewhere?",
        ),
        tuple(line.amount for line in alone),
        d.basic_expenditure.place,
    )
