"""What the ledger does not have of last year, though the text compares with it (上年是否齐全)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from budgetdisclosure.amounts import Amount
from budgetdisclosure.compose.checks import name_of
from budgetdisclosure.compose.entry import Entry, Flow, Nature, Source, Stage
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.wording import Wording

_FLOWS = (Flow.REVENUE, Flow.EXPENDITURE)


def gaps(
    ledger: Ledger, year: int, now: Stage, before: Stage, compared: Mapping[str, bool]
) -> tuple[Wording, ...]:
    """One note of all that is said against a last year of nothing, and of what it has no line of.

    ``compared`` are the amounts the text compares with last year, and whether that was nothing.
    Nothing is guessed: a line of last year with an amount of zero says that there was none.
    """
    zeros = [name for name, nothing in compared.items() if nothing]
    missing = list(_missing(ledger, year, now, before)) if compared else []
    if not zeros and not missing:
        return ()
    return (_told(ledger, now, before, missing, zeros),)


def _told(
    ledger: Ledger, now: Stage, before: Stage, missing: list[str], zeros: list[str]
) -> Wording:
    name, own, this = before.value, _totals(ledger, before), _totals(ledger, now)
    lacking, nothing = "、".join(missing), "、".join(zeros)
    zh = [f"台账里{name}共{own}，{now.value}共{this}"]
    en = [f"the ledger's {name} come to {own}, {now.value} to {this}"]
    if missing:
        zh.append(f"{now.value}有、{name}一笔也没有的：{lacking}")
        en.append(f"without a line of {name}: {lacking}")
    if zeros:
        zh.append(f"以下说法按上年为零：{nothing}")
        en.append(f"said against a last year of nothing: {nothing}")
    return Wording(
        f"{'；'.join(zh)}。请核对{name}是否齐全，缺的补进台账",
        f"{'; '.join(en)}; check whether last year is complete",
    )


def _totals(ledger: Ledger, stage: Stage) -> str:
    return "、".join(f"{flow.value}{ledger.sum(flow=flow, stage=stage)}" for flow in _FLOWS)


def _missing(ledger: Ledger, year: int, now: Stage, before: Stage) -> Iterator[str]:
    """Flows with amounts this year and no line last year; within others the funds; the classes."""
    for flow in _FLOWS:
        own, other = (list(ledger.select(flow=flow, stage=stage)) for stage in (now, before))
        if own and not other:
            yield flow.value
            continue
        held = {entry.source for entry in other}
        for source in _sources(own):
            if source not in held:
                yield f"{source.value}的{flow.value}"
            elif flow is Flow.EXPENDITURE:
                yield from _classes(_of(own, source), _of(other, source), source, year)


def _sources(entries: Iterable[Entry]) -> Iterator[Source]:
    sums: dict[Source, Amount] = {}
    for entry in entries:
        sums[entry.source] = sums.get(entry.source, Amount(0)) + entry.amount
    yield from (source for source in Source if sums.get(source))


def _of(entries: Iterable[Entry], source: Source) -> list[Entry]:
    """The basic expenditure of a source; last year's lines need not say what they are."""
    return [e for e in entries if e.source is source and e.nature in (Nature.BASIC, None)]


def _classes(own: list[Entry], other: list[Entry], source: Source, year: int) -> Iterator[str]:
    """Economic categories of basic expenditure, where all of last year's lines say theirs."""
    told = [entry.economic for entry in other]
    held = {code.category for code in told if code is not None}
    if None in told or not held:
        return
    sums: dict[str, Amount] = {}
    for entry in own:
        if entry.economic is not None and entry.economic.category not in held:
            key = f"{entry.economic.category} {name_of(entry.economic.category, year)}"
            sums[key] = sums.get(key, Amount(0)) + entry.amount
    yield from (f"{source.value}基本支出的 {key}" for key in sorted(sums) if sums[key])
