"""Amounts of the narrative against the tables they restate (文字金额与表)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from budgetdisclosure.amounts import Figure
from budgetdisclosure.claims import Amount, Basis, NoData, Share, Subject, meant_by
from budgetdisclosure.claims.names import standard_names
from budgetdisclosure.claims.resolve import lines_of
from budgetdisclosure.model import Disclosure, GeneralBudgetLine, Kind, Table
from budgetdisclosure.rules.relation import Relation, balance, same
from budgetdisclosure.rules.rule import (
    BUDGET,
    DERIVED,
    Fault,
    Held,
    Outcome,
    Severity,
    rule,
)
from budgetdisclosure.rules.topics.narrative_common import (
    KINDS_OF_SPENDING,
    effective,
    place_of,
    restated,
    shared,
    told,
)
from budgetdisclosure.rules.topics.narrative_parts import kind_of_prior
from budgetdisclosure.rules.topics.narrative_shares import structure_shares
from budgetdisclosure.wording import Wording, quoted, titled

Which = Callable[[Amount], bool]


def _any(amount: Amount) -> bool:
    return True


def _is_total(amount: Amount) -> bool:
    return not amount.subject.is_item


def _is_structure(amount: Amount) -> bool:
    """A category of the general budget, outside the paragraphs of items."""
    return amount.said.within is None and amount.subject.key != "一般公共预算支出"


def _is_general(amount: Amount) -> bool:
    return amount.said.within is None and not _is_structure(amount)


def _is_group(amount: Amount) -> bool:
    return amount.subject.key in ("人员经费", "公用经费")


def _is_no_group(amount: Amount) -> bool:
    return not _is_group(amount)


AMOUNTS: tuple[tuple[str, str, str, tuple[str, ...], Which], ...] = (
    ("N-01-1", "收支总计（文字与表）", "overall totals: text and table agree", ("overall",), _any),
    ("N-02-1", "收入分项（文字与表）", "revenue: text and table agree", ("income",), _any),
    ("N-03-1", "支出分项（文字与表）", "expenditure: text and table agree", ("expenditure",), _any),
    (
        "N-04-1",
        "财政拨款收支（文字与表）",
        "appropriations: text and table agree",
        ("appropriation",),
        _any,
    ),
    (
        "N-05-1",
        "一般公共预算支出（文字与表）",
        "general budget expenditure: text and table agree",
        ("general", "general_overall", "general_structure", "general_items"),
        _is_general,
    ),
    (
        "N-05-5",
        "分项决算（文字与表）",
        "items: text and table agree",
        ("general", "general_items"),
        lambda amount: amount.said.within is not None,
    ),
    (
        "N-06-1",
        "基本支出（文字与表）",
        "basic expenditure: text and table agree",
        ("general_basic", "basic"),
        _is_no_group,
    ),
    (
        "N-07-1",
        "三公金额（文字与表）",
        "three public: text and table agree",
        ("three_public", "travel", "vehicles", "reception", "meetings", "training"),
        _any,
    ),
    ("N-09-1", "国资说明（文字与表）", "state capital: text and table agree", ("capital",), _any),
)


def _restating(d: Disclosure, roles: tuple[str, ...], which: Which) -> Iterator[Relation]:
    for amount in told(d).all(Amount):
        exactly = amount.said.role in roles and not amount.said.attached
        if exactly and which(amount):
            yield from restated(d, amount)


def _amount_rule(rule_id: str, zh: str, en: str, roles: tuple[str, ...], which: Which) -> None:
    @rule(rule_id, zh, en, source=DERIVED, exceptions="文字小数位较少的，按文字的位数核对")
    def amounts(d: Disclosure) -> Iterator[Outcome]:
        """The amount in the text = its cell, at the text's own precision."""
        yield from _restating(d, roles, which)
        if rule_id == "N-09-1":
            yield from _no_data(d, "国有资本经营", d.state_capital)
        if rule_id == "N-07-1":
            yield from _no_three_public(d)


for _row in AMOUNTS:
    _amount_rule(*_row)


@rule(
    "N-05-3",
    "支出结构（文字与表）",
    "structure: categories in text and table agree",
    source=DERIVED,
    exceptions="与04表该类差末位一个单位的为尾差",
)
def structure(d: Disclosure) -> Iterator[Outcome]:
    """Each 类 of the text = 05; its share = 类 ÷ 合计; every category with an amount is told."""
    roles = ("general", "general_structure", "general_overall", "general_items")
    yield from _restating(d, roles, _is_structure)
    yield from structure_shares(d)
    yield from _untold(d)


def _untold(d: Disclosure) -> Iterator[Outcome]:
    """Categories of 05 that a section on structure, telling others, leaves out."""
    lines = [line for line in d.general_budget_expenditure.lines if len(line.key) == 3]
    said = [a for a in told(d).all(Amount, "general_structure") if _is_structure(a)]
    named = {line.key for a in said for line in lines_of(lines, a.subject)}
    missing = [line for line in lines if line.total.counted != 0 and line.key not in named]
    strange = [a for a in said if not lines_of(lines, a.subject)]
    for line in missing if named else ():
        called = [a for a in strange if a.figure.interval.meets(line.total.interval)]
        if len(called) == 1:
            yield _miscalled(line, called[0])
            continue
        yield Fault(
            Wording(
                f"支出结构没有说明 {line.key} {line.name}（{line.total.digits.strip()}）",
                f"the structure does not tell {quoted(f'{line.key} {line.name}')}",
            ),
            (line.total,),
            place_of(said[-1].said),
            severity=Severity.WARNING,
        )


def _miscalled(line: GeneralBudgetLine, amount: Amount) -> Fault:
    """A category that the structure tells by another name."""
    return Fault(
        Wording(
            f"支出结构中的“{amount.subject}”应为“{line.name}”（{line.key}，"
            f"{line.total.digits.strip()}）",
            f"the structure's {quoted(str(amount.subject))} should be "
            f"{quoted(f'{line.key} {line.name}')}",
        ),
        (line.total,),
        place_of(amount.said),
        severity=Severity.WARNING,
        correction=Wording(line.name, quoted(line.name)),
    )


@rule(
    "N-06-2",
    "人员、公用经费（文字与表）",
    "personnel and running costs: text and table agree",
    source=DERIVED,
)
def groups(d: Disclosure) -> Iterator[Outcome]:
    """人员经费, 公用经费 = 06's totals; shares of 基本支出; the two add up to it."""
    roles = ("general_basic", "basic")
    yield from _restating(d, roles, _is_group)
    for share in told(d).all(Share, *roles):
        yield from shared(d, share)
    yield from _groups_add_up(d, roles)


def _groups_add_up(d: Disclosure, roles: tuple[str, ...]) -> Iterator[Relation]:
    by_key = {
        amount.subject.key: amount
        for amount in told(d).all(Amount, *roles)
        if amount.basis in (Basis.CURRENT, Basis.FINAL) and amount.subject.plain
    }
    whole = by_key.get("一般公共预算基本支出")
    parts = [by_key.get(name) for name in ("人员经费", "公用经费")]
    held = [effective(d, part) for part in parts if part is not None]
    if whole is not None and len(held) == len(parts):
        yield balance([effective(d, whole)], held)


@rule(
    "N-08-1",
    "基金说明（文字与表）",
    "government fund: text and table agree",
    source=DERIVED,
)
def fund(d: Disclosure) -> Iterator[Outcome]:
    """The text = 08; 年初 + 收入 = 支出 + 年末."""
    yield from _restating(d, ("fund",), _any)
    yield from _no_data(d, "政府性基金", d.government_fund)
    by_key = {
        amount.subject.key: effective(d, amount)
        for amount in told(d).all(Amount, "fund")
        if amount.said.within is None and amount.basis is not Basis.PRIOR
    }
    names = ("政府性基金年初结转", "政府性基金收入", "政府性基金支出", "政府性基金年末结转")
    held = [by_key[name] for name in names if name in by_key]
    if len(held) == len(names) and any(figure.counted for figure in held):
        yield balance(held[:2], held[2:])


def _no_data(d: Disclosure, fund_name: str, table: Table) -> Iterator[Outcome]:
    """A statement that there is none, against a table that has some."""
    for claim in told(d).all(NoData):
        if fund_name not in claim.what or claim.said.attached:
            continue
        printed = [figure for figure in table.figures() if figure.counted != 0]
        if printed:
            yield Fault(
                Wording(
                    f"文字称无{claim.what}，而《{table.title}》有数 {printed[0].digits.strip()}",
                    f"the text says there is none, {titled(table.title or '')} prints "
                    f"{printed[0].digits.strip()}",
                ),
                (printed[0],),
                place_of(claim.said),
            )
        elif table.present:
            yield Held()


def _no_three_public(d: Disclosure) -> Iterator[Outcome]:
    for claim in told(d).all(NoData, "three_public"):
        total = d.three_public.actual.total
        if not claim.what.startswith("三公") or d.kind is not Kind.FINAL:
            continue
        if total.counted != 0:
            yield Fault(
                Wording(
                    f"文字称无{claim.what}支出，而表中决算数合计为 {total.digits.strip()}",
                    f"the text says there is none, the table prints {total.digits}",
                ),
                (total,),
                place_of(claim.said),
            )
        elif d.three_public.present:
            yield Held()
    yield from _no_item(d)


def _no_item(d: Disclosure) -> Iterator[Outcome]:
    """A statement that there is no 因公出国, 购置 or 接待, against its cell."""
    for claim in told(d).all(NoData, "three_public", "travel", "vehicles", "reception"):
        name, before = standard_names().ending(claim.what)
        if not name or before or name == "三公经费" or claim.said.attached:
            continue
        cells = meant_by(d, Amount(claim.said, Subject(name, name), Figure.blank())).cells
        printed = [cell for cell in cells if cell.counted != 0]
        if printed:
            yield Fault(
                Wording(
                    f"文字称无{claim.what}，而表中为 {printed[0].digits.strip()}",
                    f"the text says there is none, the table prints {printed[0].digits}",
                ),
                (printed[0],),
                place_of(claim.said),
            )
        elif cells:
            yield Held()


@rule(
    "B-10",
    "文字与表（单位换算）",
    "budget: text and table agree across units",
    source=DERIVED,
    kinds=BUDGET,
    exceptions="文字小数位较少的，按文字的位数核对",
)
def budget_amounts(d: Disclosure) -> Iterator[Outcome]:
    """The text in 万元 = the table in 元, as rounded prints of one amount."""
    for amount in told(d).all(Amount):
        if not amount.said.attached:
            yield from restated(d, amount)
    yield from _no_data(d, "政府性基金", d.government_fund)
    yield from _no_data(d, "国有资本经营", d.state_capital)


@rule(
    "N-15-1",
    "同一指标多处披露",
    "one quantity told in several places is the same",
    source=DERIVED,
    exceptions="小数位不同的，按较少的位数核对",
)
def told_twice(d: Disclosure) -> Iterator[Outcome]:
    """A quantity told in several places of the text, or in a report attached, is the same."""
    yield from _twice(d)
    yield from _items_twice(d)
    for amount in told(d).all(Amount):
        if amount.said.attached:
            yield from restated(d, amount)


@rule(
    "B-12",
    "文字重复数",
    "budget: one quantity told twice is the same",
    source=DERIVED,
    kinds=BUDGET,
    severity=Severity.ERROR,
)
def budget_told_twice(d: Disclosure) -> Iterator[Outcome]:
    """The same amount of the same subject and basis, told twice, is the same."""
    yield from _twice(d)


def _twice(d: Disclosure) -> Iterator[Relation]:
    """Amounts that no table prints, by subject and basis: each equals the first."""
    first: dict[tuple[str, str, Basis, bool | None], Amount] = {}
    for amount in told(d).all(Amount):
        subject = amount.subject
        known = subject.key and subject.plain and not amount.said.explains
        if not known or amount.said.attached or amount.said.role in ("performance", ""):
            continue
        if subject.is_item or amount.said.within is not None or meant_by(d, amount):
            continue
        group = amount.said.role.partition("_")[0]
        key = (group, subject.key, amount.basis, kind_of_prior(d, amount))
        if key in first and _is_quantity(subject.key):
            yield same(first[key].figure, amount.figure)
        first.setdefault(key, amount)


def _items_twice(d: Disclosure) -> Iterator[Relation]:
    """An item's amount behind its name, and again as 支出决算 in its paragraph."""
    first: dict[tuple[int, Subject], dict[Basis, Amount]] = {}
    for amount in told(d).all(Amount):
        own = amount.said.within == amount.subject and not amount.said.explains
        if own and not amount.said.attached:
            held = first.setdefault((amount.said.passage, amount.subject), {})
            held.setdefault(amount.basis, amount)
    for held in first.values():
        if Basis.CURRENT in held and Basis.FINAL in held:
            one, other = held[Basis.CURRENT], held[Basis.FINAL]
            if not meant_by(d, one):
                yield same(one.figure, other.figure)


def _is_quantity(name: str) -> bool:
    """Whether a name has one amount in a disclosure: a total, not a kind of spending.

    工资福利支出 is told of 基本支出 and again of 项目支出.
    """
    known = name in standard_names().known.values() and name not in KINDS_OF_SPENDING
    return known and not name.endswith(("采购", "合同", "预留"))
