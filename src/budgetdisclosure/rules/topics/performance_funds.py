"""Self-evaluations: funds and their execution (绩效自评：资金与执行率)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from attrs import frozen

from budgetdisclosure.amounts import Figure, Interval, Percentage, Unit, exact, show
from budgetdisclosure.calc.performance import expected_execution
from budgetdisclosure.calc.quantity import Quantity
from budgetdisclosure.calc.targets import Condition, Sense, understand
from budgetdisclosure.model import Disclosure, SelfEvaluation
from budgetdisclosure.model.performance import FundingRow, Indicator, Points
from budgetdisclosure.rules.relation import Relation, at_most, equal, ratio
from budgetdisclosure.rules.rule import BOTH, DERIVED, Fault, Held, Outcome, Severity, Skip, rule
from budgetdisclosure.rules.topics.performance_points import FORM_NOTES, METHOD
from budgetdisclosure.rules.verdict import judge
from budgetdisclosure.wording import Wording, quoted

_AMOUNTS: Final = (
    ("initial_budget", "年初预算数"),
    ("adjusted_budget", "全年预算数"),
    ("outturn", "全年执行数"),
)
_BELOW: Final = ("中央", "省", "市", "区", "县")
_ZERO_BASE: Final = Skip(Wording("全年预算数为零或空白", "the budget is zero or blank"))


@frozen
class _Rated:
    """Something with an execution rate: a row of the funds, or a task."""

    label: str
    rate: Percentage | None
    score: Points | None
    points: Points | None
    funds: FundingRow
    is_task: bool = False


def _rated(evaluation: SelfEvaluation) -> Iterator[_Rated]:
    for row in evaluation.funding:
        yield _Rated(row.source, row.execution_rate, row.score, row.points, row)
    for task in evaluation.tasks:
        if task.funds:
            first = task.funds[0]
            yield _Rated(task.name, task.execution_rate, task.score, task.points, first, True)


@rule(
    "P-05",
    "执行率",
    "the execution rate is outturn ÷ budget",
    source=FORM_NOTES,
    exceptions="全年预算数为零；项目资金表以预算批复数为分母的",
)
def rate_is_quotient(d: Disclosure) -> Iterator[Outcome]:
    """执行率 = 全年执行数 ÷ 全年预算数."""
    for evaluation in d.evaluations:
        rated = [each for each in _rated(evaluation) if each.rate is not None]
        use_initial = evaluation.kind == "report" and _initial_fits_better(rated)
        for each in rated:
            budget = _base(each.funds, use_initial)
            if each.rate is None or each.funds.outturn.value is None or not budget.counted:
                yield _ZERO_BASE
            else:
                note = Wording(
                    f"{evaluation.label}“{each.label}”执行率",
                    f"{evaluation.label_en}: the execution rate of {quoted(each.label)}",
                )
                yield ratio(each.rate, each.funds.outturn, budget, note)


def _base(funds: FundingRow, use_initial: bool) -> Figure:
    if use_initial or funds.adjusted_budget.is_absent:
        return funds.initial_budget
    return funds.adjusted_budget


def _initial_fits_better(rated: list[_Rated]) -> bool:
    """Whether a report's rates are of the approved budget: more of them fit it."""

    def fits(use_initial: bool) -> int:
        held = 0
        for each in rated:
            base = _base(each.funds, use_initial)
            if each.rate is not None and base.counted and each.funds.outturn.value is not None:
                held += judge(ratio(each.rate, each.funds.outturn, base)).verdict.holds
        return held

    return fits(True) > fits(False)


@rule(
    "P-06",
    "执行得分",
    "the execution score is points × min(rate, 1)",
    source=f"{FORM_NOTES}；{METHOD}",
    exceptions="全年预算数为零；金额未印",
)
def execution_scored(d: Disclosure) -> Iterator[Outcome]:
    """执行得分 = 分值 × 执行率, never above the points."""
    for evaluation in d.evaluations:
        faults = []
        for each in _rated(evaluation):
            if each.score is None or each.score.value is None or each.points is None:
                continue
            found = _score_fits(evaluation, each, each.score)
            if isinstance(found, Fault) and each.is_task:
                faults.append((each, found))
            else:
                yield found
        yield from _task_scores(evaluation, faults)


def _task_scores(evaluation: SelfEvaluation, faults: list[tuple[_Rated, Fault]]) -> Iterator[Fault]:
    """The tasks whose scores do not fit, as one finding: they share a slip in filling in."""
    if len(faults) < 2:
        yield from (fault for _, fault in faults)
        return
    names = "、".join(f"{each.label}（{each.rate}，{each.score}分）" for each, _ in faults)
    en = ", ".join(f"{quoted(each.label)} ({each.rate}: {each.score})" for each, _ in faults)
    yield Fault(
        Wording(
            f"{evaluation.label}：{len(faults)}项任务的执行得分与分值×执行率不符：{names}",
            f"{evaluation.label_en}: the execution scores of {len(faults)} tasks are not "
            f"their points × rate: {en}",
        ),
        figures=[figure for _, fault in faults for figure in fault.figures],
        place=faults[0][1].place,
    )


def _score_fits(evaluation: SelfEvaluation, each: _Rated, score: Points) -> Outcome:
    wanted = _expected(each)
    if wanted is None or score.value is None:
        return _ZERO_BASE
    if Interval.of_print(score.value, score.number.places).meets(wanted):
        return Held()
    low = show(wanted.low, 4) if wanted.low is not None else ""
    return Fault(
        Wording(
            f"{evaluation.label}：“{each.label}”执行得分印{score}，"
            f"按分值{each.points}×执行率应为{low}左右",
            f"{evaluation.label_en}: {quoted(each.label)} scores {score} for execution; "
            f"{each.points} points × rate make about {low}",
        ),
        figures=[each.funds.outturn, each.funds.adjusted_budget],
        place=score.place or evaluation.place,
        expected=wanted,
    )


def _expected(each: _Rated) -> Interval | None:
    """The scores due: from the amounts, and from the printed rate, whichever the unit used."""
    points = each.points.value if each.points else None
    if points is None:
        return None
    by_amounts = expected_execution(each.funds.outturn, _base(each.funds, False), points)
    if each.rate is None:
        return by_amounts
    rate = Fraction(each.rate.value) / each.rate.base
    by_rate = Interval.point(max(Fraction(0), min(rate, Fraction(1))) * Fraction(points))
    if by_amounts is None or by_amounts.low is None or by_amounts.high is None:
        return by_rate
    return Interval(
        min(by_amounts.low, by_rate.low or 0), max(by_amounts.high, by_rate.high or 0), True, True
    )


@rule(
    "P-07",
    "资金来源合计",
    "the funds add up by source",
    source="自评表表样；算术推论",
    exceptions="各来源未填",
    kinds=BOTH,
)
def sources_add_up(d: Disclosure) -> Iterator[Outcome]:
    """合计 = 当年财政拨款 + 上年结转资金 + 其他资金, for 年初预算数, 全年预算数 and 全年执行数."""
    for evaluation in d.evaluations:
        for rows in (evaluation.funding, *(task.funds for task in evaluation.tasks)):
            total = next((row for row in rows if row.role == "total"), None)
            if total is not None:
                yield from _sums(evaluation, total, _sources(rows))


def _sources(rows: tuple[FundingRow, ...]) -> tuple[FundingRow, ...]:
    """The rows that make up the total: those of lower governments only where no row joins them."""
    parts = [row for row in rows if row.role in ("appropriation", "carryover", "other")]
    joined = [row for row in parts if not row.source.startswith(_BELOW)]
    has_joined = any(row.role == "appropriation" for row in joined)
    return tuple(joined if has_joined else parts)


def _sums(
    evaluation: SelfEvaluation, total: FundingRow, parts: tuple[FundingRow, ...]
) -> Iterator[Outcome]:
    for name, zh in _AMOUNTS:
        whole: Figure = getattr(total, name)
        held: list[Figure] = [getattr(row, name) for row in parts]
        if whole.value is None or not held or all(figure.is_absent for figure in held):
            continue
        if all(figure.value is None for figure in held):
            yield _unfilled(evaluation, zh, whole)
        elif any(row.role == "other" for row in parts):
            yield equal(whole, *held, note=_of(evaluation, zh))
        else:
            note = _of(evaluation, zh)
            yield from (at_most(f, whole, note=note) for f in held if f.value is not None)


def _of(evaluation: SelfEvaluation, zh: str) -> Wording:
    return Wording(f"{evaluation.label}{zh}", f"{evaluation.label_en} {quoted(zh)}")


def _unfilled(evaluation: SelfEvaluation, zh: str, whole: Figure) -> Outcome:
    if whole.is_zero:
        return Held()
    return Fault(
        Wording(
            f"{evaluation.label}：{zh}合计{whole.digits}，各资金来源的{zh}未填",
            f"{evaluation.label_en}: {quoted(zh)} is {whole.digits} in total, "
            "by source it is left blank",
        ),
        figures=[whole],
        place=evaluation.place,
        severity=Severity.INFO,
    )


@rule(
    "P-08",
    "执行不超预算",
    "no more is spent than budgeted",
    source=METHOD,
    severity=Severity.WARNING,
)
def within_budget(d: Disclosure) -> Iterator[Outcome]:
    """全年执行数 ≤ 全年预算数."""
    for evaluation in d.evaluations:
        for each in _rated(evaluation):
            budget = each.funds.adjusted_budget
            if each.funds.outturn.value is not None and budget.value is not None:
                note = Wording(
                    f"{evaluation.label}“{each.label}”执行数与预算数",
                    f"{evaluation.label_en}: outturn and budget of {quoted(each.label)}",
                )
                yield at_most(each.funds.outturn, budget, note=note)


@rule(
    "P-23",
    "成本目标与预算",
    "the cost target and the budget",
    source=DERIVED,
    severity=Severity.INFO,
    exceptions="单位成本；多年项目",
    kinds=BOTH,
)
def cost_within_budget(d: Disclosure) -> Iterator[Outcome]:
    """成本指标值（金额）≤ 全年预算数; standard × heads × months is near what was spent."""
    for evaluation in d.evaluations:
        budget = _largest(evaluation)
        if budget is None or evaluation.scope == "total":
            continue
        for row in evaluation.filled:
            whole = re.search(r"总投资|投资总额|总概算|总造价", row.name)
            if "成本" in row.level1 + row.level2 and not whole:
                yield from _cost(evaluation, row, budget)
        yield from _standards(evaluation)


def _budget(evaluation: SelfEvaluation) -> Figure | None:
    row = evaluation.total_funds
    figures = (row.adjusted_budget, row.initial_budget) if row else ()
    return next((figure for figure in figures if figure.value is not None), None)


def _largest(evaluation: SelfEvaluation) -> Figure | None:
    """The largest amount that the year's budget is given as: initial, adjusted, or investment."""
    row = evaluation.total_funds
    held = (row.adjusted_budget, row.initial_budget) if row else ()
    figures = [f for f in (*held, evaluation.investment) if not f.is_blank]
    return max(figures, key=lambda figure: figure.printed_fen, default=None)


def _cost(evaluation: SelfEvaluation, row: Indicator, budget: Figure) -> Iterator[Outcome]:
    target = understand(row.full_target).single
    if target is None or target.sense not in (Sense.AT_MOST, Sense.LESS, Sense.PLAIN):
        return
    fen = _fen(target.low)
    if fen is None or budget.is_unreadable:
        return
    high = budget.interval.high
    if high is None or fen <= high:
        yield Held()
        return
    yield Fault(
        Wording(
            f"{evaluation.label}：成本指标“{row.label}”的指标值{row.full_target}高于预算"
            f"{budget}，这一指标不可能完不成，请核实",
            f"{evaluation.label_en}: the cost target {quoted(row.full_target)} of "
            f"{quoted(row.label)} is above the budget of {budget.spoken('en')}: "
            "it cannot be missed, please check",
        ),
        figures=[budget],
        place=row.place,
    )


def _fen(quantity: Quantity) -> Fraction | None:
    """A whole amount of money in fen; 万 alone behind a cost means 万元. Rates are no amounts."""
    measure = quantity.measure
    if measure.per:
        return None
    if measure.kind == "money" or (measure.kind == "" and Fraction(measure.parts) >= 10_000):
        return Fraction(quantity.base) * 100
    return None


def _standards(evaluation: SelfEvaluation) -> Iterator[Outcome]:
    """Heads × standard × months against the outturn, where both are printed for the same groups."""
    total = evaluation.total_funds
    if total is None or total.outturn.value is None:
        return
    heads = [_by_group(row, "people") for row in evaluation.filled if "数量" in row.level2]
    rates = [_by_group(row, "money") for row in evaluation.filled if "成本" in row.level2]
    for people in heads:
        for rate in rates:
            if people and len(people) > 1 and set(people) == set(rate):
                yield _payroll(evaluation, total.outturn, people, rate)


def _by_group(row: Indicator, kind: str) -> dict[str, Condition]:
    found = understand(row.full_target).conditions
    fits = all(c.key and c.low.measure.kind == kind for c in found)
    return {condition.key: condition for condition in found} if fits else {}


def _payroll(
    evaluation: SelfEvaluation,
    outturn: Figure,
    people: dict[str, Condition],
    rates: dict[str, Condition],
) -> Outcome:
    yearly = {("人", "月"): 12, ("人", "年"): 1, ("人",): 1}
    if any(condition.low.measure.per not in yearly for condition in rates.values()):
        return Skip(Wording("补助标准的口径无法换算成全年", "the standard has no yearly basis"))
    total = sum(
        Fraction(people[key].low.base)
        * Fraction(rates[key].low.base)
        * yearly[rates[key].low.measure.per]
        for key in people
    )
    total = Fraction(total)
    if outturn.is_unreadable:
        return Skip(Wording("支出数无法识别", "the amount spent cannot be read"), True)
    if total * 100 in outturn.interval:
        return Held()
    unit, size = (Unit.WAN, 10_000) if total >= 10_000 else (Unit.YUAN, 1)
    said = show(exact(total / size), 2)
    return Fault(
        Wording(
            f"{evaluation.label}：按所印人数和标准测算全年约{said}{unit.label}，执行数为{outturn}，"
            "人数年中可能有变动，请核实",
            f"{evaluation.label_en}: heads × standard make about {said} "
            f"{unit.spoken('en')} a year, {outturn.spoken('en')} was spent; the number of heads "
            "may have changed, please check",
        ),
        figures=[outturn],
        place=evaluation.place,
    )


@rule(
    "P-25",
    "项目总额",
    "the whole investment covers the year's funds",
    source=FORM_NOTES,
    severity=Severity.WARNING,
    exceptions="未印项目总投资",
    kinds=BOTH,
)
def investment_covers(d: Disclosure) -> Iterator[Relation]:
    """项目总投资 ≥ 全年预算数; 其中财政拨款 ≤ 项目总投资."""
    for evaluation in d.evaluations:
        if evaluation.investment.value is None:
            continue
        budget = _budget(evaluation)
        if budget is not None:
            yield at_most(budget, evaluation.investment, note=_of(evaluation, "项目总投资"))
        if evaluation.investment_appropriation.value is not None:
            appropriation = evaluation.investment_appropriation
            note = _of(evaluation, "项目总投资")
            yield at_most(appropriation, evaluation.investment, note=note)
