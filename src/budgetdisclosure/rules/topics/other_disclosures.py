"""What another disclosure says of this one: last year's, the year's budget, the units below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from budgetdisclosure.amounts import Figure
from budgetdisclosure.claims import Amount, Basis, is_adjusted, meant_by
from budgetdisclosure.model import Disclosure, Line, ThreePublicLine, items
from budgetdisclosure.place import Place
from budgetdisclosure.rules.beside import LANGUAGES, Standing, beside, name_of, quoted
from budgetdisclosure.rules.relation import Relation, Term, equal, same
from budgetdisclosure.rules.rule import DERIVED, PRACTICE, Outcome, Skip
from budgetdisclosure.rules.topics.lists import Rows
from budgetdisclosure.rules.topics.narrative_changes import changes
from budgetdisclosure.rules.topics.narrative_common import best, effective, told
from budgetdisclosure.rules.topics.summaries import FUNDS, cell
from budgetdisclosure.wording import Wording, listed, titled
from budgetdisclosure.wording import quoted as quote

_OPENING, _CLOSING = items.OPENING_APPROPRIATION_CARRYOVER, items.CLOSING_APPROPRIATION_CARRYOVER
_PRIORS = ((items.PRIOR_ACTUAL, items.ACTUAL), (items.PRIOR_BUDGET, items.BUDGET))
_TOTALS: tuple[tuple[Rows, tuple[str, ...]], ...] = (
    (
        lambda d: d.income.lines,
        ("total", "appropriation", "superior_subsidy", "service_revenue", "trading_revenue"),
    ),
    (lambda d: d.expenditure.lines, ("total", "basic", "project", "trading")),
    (lambda d: d.general_budget_expenditure.lines, ("total", "basic", "project")),
)
_ADJUSTED = Skip(
    Wording(
        "“三公”经费表的预算数按附注是调整后的全年预算数，不与年初预算对照",
        "the budget of the “three public” table is the adjusted one, by its note",
    )
)


@beside(
    "T01-009",
    "跨年衔接",
    "this year opens with what last year closed with",
    Standing.PREVIOUS,
    source=PRACTICE,
    exceptions="会计差错更正、收回以前年度支出、归集调入调出、机构改革",
)
def carried_over(d: Disclosure, others: Sequence[Disclosure]) -> Iterator[Outcome]:
    """年初结转和结余（本年） = 年末结转和结余（上年）, in all and by fund."""
    for last in others:
        closing, spent = last.summary.expenditure, last.appropriation_summary.expenditure
        opening, came = d.summary.revenue, d.appropriation_summary.revenue
        pairs = [
            (
                cell(opening, items.OPENING_CARRYOVER, "revenue"),
                cell(closing, items.CLOSING_CARRYOVER, "expenditure"),
            ),
            (cell(came, _OPENING, "revenue"), cell(spent, _CLOSING, "total")),
            *((cell(came, row, "revenue"), cell(spent, _CLOSING, fund)) for _, row, fund in FUNDS),
        ]
        yield from _both(pairs, last)


@beside(
    "N-01-6",
    "上年数与上年公开件",
    "last year's amounts are those of last year's disclosure",
    Standing.PREVIOUS,
    source=DERIVED,
    exceptions="口径调整",
)
def as_published(d: Disclosure, others: Sequence[Disclosure]) -> Iterator[Outcome]:
    """上年数 = what last year's disclosure printed; a change told = this year − last year."""
    for last in others:
        for this, before in _PRIORS:
            yield from _both(_bases(d, this, last, before), last)
        yield from _changes(d, last)


@beside(
    "X-BUDGET",
    "年初预算与预算公开件",
    "the initial budget is the one that was disclosed",
    Standing.BUDGET,
    source=DERIVED,
    exceptions="年初预算数按调整后口径列示；部门与单位口径不同",
)
def as_budgeted(d: Disclosure, others: Sequence[Disclosure]) -> Iterator[Outcome]:
    """年初预算（决算所列） = the amount of the year's budget disclosure."""
    for budget in others:
        if is_adjusted(d):
            yield _ADJUSTED
        else:
            yield from _both(_bases(d, items.BUDGET, budget, items.BUDGET), budget)
        for amount in told(d).all(Amount):
            if amount.basis is Basis.INITIAL and not amount.said.explains:
                printed = _printed(budget, amount)
                relation, _ = best(same(amount.figure, one) for one in printed)
                if relation is not None:
                    yield relation


@beside(
    "X-SUB",
    "部门=所属单位之和",
    "the department is the sum of its units",
    Standing.UNIT,
    source=PRACTICE,
    exceptions="内部往来抵销；所给的不是全部所属单位",
)
def consolidated(d: Disclosure, others: Sequence[Disclosure]) -> Iterator[Outcome]:
    """部门 = Σ所属单位, for the totals of revenue and of expenditure by source and by nature."""
    for rows, columns in _TOTALS:
        for name in columns:
            whole = _total(rows(d), name)
            parts = [_total(rows(unit), name) for unit in others]
            without = [unit for unit, part in zip(others, parts, strict=True) if part.is_absent]
            if whole.is_absent or all(one.is_blank for one in (whole, *parts)):
                continue
            if without:
                yield _not_printed(whole, without)
            else:
                quotes = zip(parts, others, strict=True)
                yield equal(whole, *(quoted(part, unit, named=True) for part, unit in quotes))


def _not_printed(whole: Figure, units: Sequence[Disclosure]) -> Skip:
    """A sum that lacks a unit: its table, its 合计 or the column was not read, or is not there."""
    place = whole.place or Place()
    zh, en = ([name_of(one).spoken(language) for one in units] for language in LANGUAGES)
    return Skip(
        Wording(
            f"所属单位的《{place.table}》没有“{place.column}”的合计，不能相加：{listed(zh)}",
            f"units without a total of {quote(place.column or '')} in "
            f"{titled(place.table or '')} cannot be added: {listed(en, 'en')}",
        ),
        unchecked=True,
    )


def _total(lines: Sequence[Line], name: str) -> Figure:
    return cell(lines, items.TOTAL, name)


def _bases(
    d: Disclosure, this: str, other: Disclosure, before: str
) -> Iterator[tuple[Figure, Figure]]:
    """The amounts of one basis of the “三公” table, and of another's in the other disclosure."""
    mine, theirs = d.three_public.lines.get(this), other.three_public.lines.get(before)
    if mine is None or theirs is None:
        return
    for column in ThreePublicLine.columns():
        yield getattr(mine, column.id), getattr(theirs, column.id)


def _both(pairs: Iterable[tuple[Figure, Figure]], other: Disclosure) -> Iterator[Relation]:
    """Each pair is one amount, where both print it."""
    for mine, theirs in pairs:
        if mine.value is not None and theirs.value is not None:
            yield same(mine, quoted(theirs, other))


def _changes(d: Disclosure, last: Disclosure) -> Iterator[Outcome]:
    """The change told = this year's amount − the amount last year's disclosure prints."""
    for change in changes(d):
        if change.amount is None or change.of is None or change.base is not Basis.PRIOR:
            continue
        now = effective(d, change.of)
        tries = []
        for before in _printed(last, change.of):
            more, less = (before, now) if (change.sign or 1) < 0 else (now, before)
            tries.append(Relation([Term(change.amount)], [Term(more), Term(less, -1)]))
        relation, _ = best(tries)
        if relation is not None:
            yield relation


def _printed(other: Disclosure, amount: Amount) -> list[Figure]:
    """The cells of the other disclosure that the amount surely means."""
    asked = evolve(amount, basis=Basis.CURRENT, figure=Figure.blank())
    cells = meant_by(other, asked).cells
    return [quoted(one, other) for one in cells if one.value is not None]
