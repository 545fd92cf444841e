"""Rules of 06 一般公共预算财政拨款基本支出决算表 and 07 “三公”经费支出决算表."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, Line, items
from budgetdisclosure.rules.relation import Relation, at_most, equal
from budgetdisclosure.rules.rule import (
    PRACTICE,
    Fault,
    Held,
    Outcome,
    Severity,
    rule,
)
from budgetdisclosure.rules.tree import families, sums
from budgetdisclosure.wording import Wording

PERSONNEL = ("301", "303")
"""The categories that are personnel costs (人员经费); all others are running costs (公用经费)."""

CATEGORIES = (
    ("301", "工资福利支出", "compensation"),
    ("302", "商品和服务支出", "goods and services"),
    ("303", "对个人和家庭的补助", "transfers to individuals"),
    ("307", "债务利息及费用支出", "debt interest"),
    ("310", "资本性支出", "capital expenditure"),
    ("399", "其他支出", "other expenditure"),
)


THREE_PUBLIC = (
    "total",
    "overseas_travel",
    "official_vehicles",
    "vehicle_purchase",
    "vehicle_running",
    "official_reception",
)
"""The columns of 07 that are “三公”经费; 机关运行经费 and 会议费 may stand beside them."""


def _category_sum(d: Disclosure, code: str) -> Iterator[Relation]:
    for line, parts in families(d.basic_expenditure.lines, 3):
        if line.key == code:
            yield from sums(line, parts)


def _category_rule(code: str, zh: str, en: str) -> None:
    @rule(
        f"T06-{code}",
        f"{zh}=款之和",
        f"basic expenditure: {en} adds up",
        exceptions="为零而未印的款",
    )
    def category(d: Disclosure) -> Iterator[Relation]:
        """类 = Σ款."""
        yield from _category_sum(d, code)


for _category in CATEGORIES:
    _category_rule(*_category)


@rule("T06-011", "其他各类=款之和", "basic expenditure: any other category adds up")
def other_categories(d: Disclosure) -> Iterator[Relation]:
    """类 = Σ款 for 309, 311, 312, 313 and whatever other category is printed."""
    known = {code for code, _, _ in CATEGORIES}
    for line, parts in families(d.basic_expenditure.lines, 3):
        if line.key not in known:
            yield from sums(line, parts)


def categories(d: Disclosure, personnel: bool) -> list[Line]:
    """The printed categories that are personnel costs, or those that are running costs."""
    lines = d.basic_expenditure.lines
    return [
        line
        for line in lines
        if line.code and len(line.key) == 3 and (line.key in PERSONNEL) == personnel
    ]


def group_total(d: Disclosure, item: str) -> Figure:
    """人员经费合计 or 公用经费合计, absent where it is not printed."""
    line = d.basic_expenditure.get(item)
    return line.amount if line else Figure.absent()


def _group(d: Disclosure, item: str, personnel: bool) -> Iterator[Relation]:
    total = group_total(d, item)
    rows = [line.figures().get("amount", Figure.absent()) for line in categories(d, personnel)]
    if not total.is_absent and rows:
        yield equal(total, *rows)


@rule("T06-020", "人员经费合计", "basic expenditure: personnel costs add up")
def personnel_total(d: Disclosure) -> Iterator[Relation]:
    """人员经费合计 = 301 + 303."""
    yield from _group(d, items.PERSONNEL_TOTAL, True)


@rule("T06-021", "公用经费合计", "basic expenditure: running costs add up")
def running_total(d: Disclosure) -> Iterator[Relation]:
    """公用经费合计 = all printed categories but 301 and 303."""
    yield from _group(d, items.RUNNING_TOTAL, False)


@rule("T06-022", "基本支出合计", "basic expenditure: the total adds up")
def basic_total(d: Disclosure) -> Iterator[Relation]:
    """合计 = 人员经费合计 + 公用经费合计, down the rows or across the columns."""
    total = d.basic_expenditure.get(items.TOTAL)
    groups = [group_total(d, item) for item in (items.PERSONNEL_TOTAL, items.RUNNING_TOTAL)]
    if total and not any(figure.is_absent for figure in (total.amount, *groups)):
        yield equal(total.amount, *groups)
    for line in d.basic_expenditure.lines:
        columns = (line.amount, line.personnel, line.running)
        if not any(figure.is_absent for figure in columns):
            yield equal(*columns)
    if total:
        rows = [line for line in d.basic_expenditure.lines if line.code and len(line.key) == 3]
        if rows:
            yield from sums(total, rows)


@rule(
    "T06-024",
    "基本支出不含基建",
    "basic expenditure: no capital construction",
    severity=Severity.INFO,
    source=PRACTICE,
)
def no_construction(d: Disclosure) -> Iterator[Outcome]:
    """309, 311 and 313 are zero in basic expenditure."""
    lines = [line for line in d.basic_expenditure.lines if line.key in ("309", "311", "313")]
    found = [line.amount for line in lines if line.amount.counted != 0]
    for figure in found:
        yield Fault(
            Wording(
                f"基本支出中列有 {figure.digits}，该类一般不应在基本支出中",
                f"{figure.digits} in basic expenditure, where this category is not expected",
            ),
            (figure,),
        )
    if lines and not found:
        yield Held(len(lines))


@rule("T07-001", "三公合计", "three public: the total adds up", exceptions="空白按零计")
def three_public_total(d: Disclosure) -> Iterator[Relation]:
    """合计 = 因公出国（境）费 + 公务用车购置及运行维护费 + 公务接待费."""
    for line in d.three_public.lines:
        inside = (line.overseas_travel, line.official_vehicles, line.official_reception)
        if not line.total.is_absent and not all(figure.is_absent for figure in inside):
            yield equal(line.total, *inside)


@rule("T07-002", "用车小计", "three public: vehicles add up", exceptions="空白按零计")
def vehicles_subtotal(d: Disclosure) -> Iterator[Relation]:
    """小计 = 公务用车购置费 + 公务用车运行维护费."""
    for line in d.three_public.lines:
        inside = (line.vehicle_purchase, line.vehicle_running)
        if not line.official_vehicles.is_absent and not any(part.is_absent for part in inside):
            yield equal(line.official_vehicles, *inside)


@rule(
    "T07-003",
    "决算不超预算",
    "three public: the outturn stays within the budget",
    severity=Severity.WARNING,
    source=PRACTICE,
    exceptions="预算已调整或已说明原因",
)
def within_budget(d: Disclosure) -> Iterator[Relation]:
    """决算数 ≤ 预算数, item by item and in total."""
    for name in THREE_PUBLIC:
        outturn = getattr(d.three_public.actual, name)
        budget = getattr(d.three_public.budget, name)
        if not outturn.is_absent and not budget.is_absent:
            yield at_most(outturn, budget)
