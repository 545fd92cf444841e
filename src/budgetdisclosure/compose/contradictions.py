"""What a ledger says against itself: told with what, by how much and where (账簿自相矛盾)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from budgetdisclosure.amounts import ZERO, Amount, total
from budgetdisclosure.codes.code import Code
from budgetdisclosure.compose.checks import strangers
from budgetdisclosure.compose.entry import Entry, Flow, Nature, Source, Stage
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.model import Kind
from budgetdisclosure.wording import Wording

_IN = (Flow.REVENUE, Flow.OPENING, Flow.BALANCE_USED)
_OUT = (Flow.EXPENDITURE, Flow.BALANCE_DISTRIBUTED)
_NOT_BASIC = ("309", "311", "313")
_SHOWN = 5


@frozen
class Contradiction:
    """One thing that cannot be so (矛盾): in words, by how much, and under which codes."""

    wording: Wording
    by: Amount
    codes: tuple[Code, ...] = ()


def contradictions(
    ledger: Ledger, fiscal_year: int, kind: Kind = Kind.FINAL
) -> tuple[Contradiction, ...]:
    """Everything the ledger says against itself, or against the year's classification.

    Nothing here stops composing: the tables print what the ledger says.

    >>> from budgetdisclosure.codes import FunctionCode
    >>> code = FunctionCode("2080109")
    >>> spent = Entry(Flow.EXPENDITURE, Amount(500), function=code, nature=Nature.PROJECT)
    >>> [(one.by, one.codes) for one in contradictions(Ledger((spent,)), 2020)]
    [(Amount(fen=500), (FunctionCode('2080109'),))]
    """
    stage = Stage.OUTTURN if kind is Kind.FINAL else Stage.INITIAL
    entries = list(ledger.select(stage=stage))
    found = [
        *(c for source in Source for c in _of_source(source, stage, entries)),
        *_capital_in_basic(entries),
        *_strangers(ledger, fiscal_year),
    ]
    return tuple(found)


def _of_source(source: Source, stage: Stage, entries: Iterable[Entry]) -> Iterator[Contradiction]:
    """More spent than there was; another closing balance booked than is left."""
    own = [entry for entry in entries if entry.source is source]
    came, went = _sum(own, _IN), _sum(own, _OUT)
    left, name = came - went, f"{source.value}（{stage.value}）"
    if left < ZERO:
        codes = tuple(_overdrawn(own))
        yield Contradiction(
            Wording(
                f"{name}：支出等 {went}，多于收入、年初结转等 {came}，超出 {-left}"
                + _listed(codes, "超出"),
                f"{name}: {went} spent, more than the {came} there was, by {-left}",
            ),
            -left,
            tuple(code for code, _ in codes),
        )
    booked = [entry for entry in own if entry.flow is Flow.CLOSING]
    stated = _sum(booked, (Flow.CLOSING,))
    if booked and stated != left:
        yield Contradiction(
            Wording(
                f"{name}：账簿记年末结转和结余 {stated}，按收支推算是 {left}，相差 {stated - left}",
                f"{name}: a closing balance of {stated} is booked, {left} is left",
            ),
            stated - left,
        )


def _sum(entries: Iterable[Entry], flows: tuple[Flow, ...]) -> Amount:
    return total(entry.amount for entry in entries if entry.flow in flows)


def _overdrawn(entries: Iterable[Entry]) -> Iterator[tuple[Code, Amount]]:
    """The function codes under which more was spent than there was, the worst first."""
    left: dict[Code, int] = {}
    for entry in entries:
        if entry.function is not None and entry.flow in (*_IN, *_OUT):
            sign = 1 if entry.flow in _IN else -1
            left[entry.function] = left.get(entry.function, 0) + sign * entry.amount.fen
    worst = sorted(left.items(), key=lambda pair: (pair[1], pair[0].digits))
    yield from ((code, Amount(-fen)) for code, fen in worst if fen < 0)


def _capital_in_basic(entries: Iterable[Entry]) -> Iterator[Contradiction]:
    """Capital construction and transfers to enterprises are never basic expenditure."""
    sums: dict[Code, int] = {}
    for entry in entries:
        is_basic = entry.nature is Nature.BASIC and entry.economic is not None
        if is_basic and entry.economic and entry.economic.category.digits in _NOT_BASIC:
            sums[entry.economic] = sums.get(entry.economic, 0) + entry.amount.fen
    booked = [(code, Amount(fen)) for code, fen in sorted(sums.items()) if fen]
    if booked:
        by = total(amount for _, amount in booked)
        yield Contradiction(
            Wording(
                f"基本支出不含 309、311、313 类，账簿记了 {by}{_listed(booked, '')}",
                f"basic expenditure has no categories 309, 311, 313, {by} is booked there",
            ),
            by,
            tuple(code for code, _ in booked),
        )


def _strangers(ledger: Ledger, year: int) -> Iterator[Contradiction]:
    """Codes of another year."""
    for code, fault in strangers(ledger, year):
        own = (e for e in ledger if code in (e.function, e.economic))
        zh = fault.spoken("zh").rstrip("。")
        wording = Wording(f"{zh}；表中照别的年度的名称列出", f"{fault.spoken('en')}")
        yield Contradiction(wording, total(entry.amount for entry in own), (code,))


def _listed(codes: Iterable[tuple[Code, Amount]], word: str) -> str:
    shown = list(codes)
    if not shown:
        return ""
    texts = [f"{code} {word} {amount}".replace("  ", " ") for code, amount in shown[:_SHOWN]]
    return "：" + "、".join(texts) + ("等" if len(shown) > _SHOWN else "")
