"""Sums of a ledger by row and column: the exact content of every table (汇总)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from budgetdisclosure.amounts import ZERO, Amount, Figure, Unit, total
from budgetdisclosure.calc.rollup import rollup
from budgetdisclosure.codes.code import EconomicCode, FunctionCode
from budgetdisclosure.compose.entry import APPROPRIATIONS, Entry, Flow, Nature, Source, Stage
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.writing.official import PERSONNEL

Row = dict[str, Amount]
Rows = dict[FunctionCode | None, Row]

INCOME_COLUMNS = (
    "appropriation",
    *(source.name.lower() for source in Source if not source.appropriated),
)
NATURE_COLUMNS = tuple(nature.name.lower() for nature in Nature)
FUND_COLUMNS = tuple(source.name.lower() for source in APPROPRIATIONS)
THREE_PUBLIC = {
    "30212": "overseas_travel",
    "31013": "vehicle_purchase",
    "30913": "vehicle_purchase",
    "30231": "vehicle_running",
    "30217": "official_reception",
}
CARRIED: Mapping[Source | None, str] = {
    Source.GENERAL_BUDGET: "上年结转结余/一般公共预算",
    Source.GOVERNMENT_FUND: "上年结转结余/政府性基金预算",
    Source.STATE_CAPITAL: "上年结转结余/国有资本经营预算",
    None: "上年结转结余/单位资金",
}
"""The columns of what is carried over; what is no appropriation is the unit's own."""
BESIDE = {"30215": "conferences", "30216": "training"}
"""What some forms print beside 三公."""


def exact(amount: Amount) -> Figure:
    """The figure that prints ``amount`` to the fen."""
    return Figure(amount.in_unit(Unit.YUAN), Unit.YUAN, 2)


def income_rows(ledger: Ledger, stage: Stage) -> Rows:
    """Revenue by function code and source (收入决算表)."""

    def column(entry: Entry) -> str:
        return "appropriation" if entry.source.appropriated else entry.source.name.lower()

    return by_function(ledger.select(flow=Flow.REVENUE, stage=stage), column, INCOME_COLUMNS)


def unit_row(ledger: Ledger, stage: Stage) -> Row:
    """All that a unit has in a year: this year's revenue by source, and what is carried over."""
    row = {
        one.name.lower(): ledger.sum(flow=Flow.REVENUE, stage=stage, source=one) for one in Source
    }
    row["current_year"] = total(row.values())
    row["carryover"] = ledger.sum(flow=Flow.OPENING, stage=stage)
    used = ledger.sum(flow=Flow.BALANCE_USED, stage=stage)
    row |= {"balance_used": used} if used else {}
    row["total"] = row["current_year"] + row["carryover"] + used
    return row


def carried_row(ledger: Ledger, stage: Stage) -> Row:
    """What is carried over (上年结转结余), by fund."""
    row = dict.fromkeys(CARRIED.values(), ZERO)
    for entry in ledger.select(flow=Flow.OPENING, stage=stage):
        row[CARRIED.get(entry.source, CARRIED[None])] += entry.amount
    return row


def expenditure_rows(ledger: Ledger, stage: Stage, sources: Collection[Source] = ()) -> Rows:
    """Expenditure by function code and nature, of some sources or of all (支出决算表)."""
    spent = ledger.select(flow=Flow.EXPENDITURE, stage=stage)
    own = (entry for entry in spent if not sources or entry.source in sources)
    return by_function(own, _nature, NATURE_COLUMNS[:2] if sources else NATURE_COLUMNS)


def appropriated_rows(ledger: Ledger, stage: Stage) -> Rows:
    """Appropriated expenditure by function code and fund (财政拨款收入支出决算总表)."""
    spent = (e for e in ledger.select(flow=Flow.EXPENDITURE, stage=stage) if e.source.appropriated)
    return by_function(spent, lambda entry: entry.source.name.lower(), FUND_COLUMNS)


def fund_rows(ledger: Ledger, stage: Stage, source: Source) -> Rows:
    """One fund by function code: opening, revenue, expenditure, closing (政府性基金…决算表)."""
    inside = {Flow.OPENING: "opening_carryover", Flow.REVENUE: "revenue"}
    booked = ledger.select(stage=stage, source=source)
    rows = by_function(
        (entry for entry in booked if entry.flow is not Flow.CLOSING),
        lambda entry: inside.get(entry.flow) or _nature(entry),
        (*inside.values(), "basic", "project"),
    )
    for row in rows.values():
        row["total"] = row["basic"] + row["project"]
        row["closing_carryover"] = row["opening_carryover"] + row["revenue"] - row["total"]
    return rows


def economic_rows(
    ledger: Ledger, stage: Stage, sources: Iterable[Source] = (Source.GENERAL_BUDGET,)
) -> dict[EconomicCode | None, Amount]:
    """Basic expenditure by economic code, of the general public budget alone (基本支出决算表)."""
    spent = (
        entry
        for one in sources
        for entry in ledger.select(
            flow=Flow.EXPENDITURE, stage=stage, source=one, nature=Nature.BASIC
        )
    )
    leaves = ((e.economic, {"n": e.amount}) for e in spent if e.economic is not None)
    return {code: row.get("n", ZERO) for code, row in rollup(leaves).items()}


def split_rows(ledger: Ledger, stage: Stage, sources: Collection[Source]) -> Rows:
    """Expenditure of some funds by function code, basic expenditure in 人员经费 and 公用经费.

    Rows lack the two where basic expenditure is booked without an economic code.
    """
    every = ledger.select(flow=Flow.EXPENDITURE, stage=stage)
    spent = [entry for entry in every if entry.source in sources]
    told = all(entry.economic for entry in spent if entry.nature is Nature.BASIC)
    if not told:
        return by_function(spent, _nature, NATURE_COLUMNS[:2])
    rows = by_function(spent, _split, ("personnel", "running", "project"))
    for row in rows.values():
        row["basic"] = row["personnel"] + row["running"]
    return rows


def _split(entry: Entry) -> str:
    if entry.nature is Nature.BASIC and entry.economic is not None:
        return "personnel" if entry.economic.category.digits in PERSONNEL else "running"
    return _nature(entry)


def economic_split(
    ledger: Ledger, stage: Stage, sources: Iterable[Source]
) -> dict[EconomicCode | None, Row]:
    """Basic expenditure of some funds by economic code, 合计 first; each code is of one part."""
    amounts = economic_rows(ledger, stage, sources)
    paid = total(amounts.get(EconomicCode(digits), ZERO) for digits in PERSONNEL)
    whole = amounts[None]
    rows = {None: {"amount": whole, "personnel": paid, "running": whole - paid}}
    return rows | {
        code: {
            "amount": amount,
            "personnel": amount if code.category.digits in PERSONNEL else ZERO,
            "running": ZERO if code.category.digits in PERSONNEL else amount,
        }
        for code, amount in amounts.items()
        if code is not None
    }


def three_public_row(
    ledger: Ledger, stage: Stage, sources: Collection[Source] = APPROPRIATIONS
) -> Row:
    """The items of 三公 paid from some funds with their sums, and what is told beside them."""
    row = dict.fromkeys((*THREE_PUBLIC.values(), *BESIDE.values()), ZERO)
    for entry in ledger.select(flow=Flow.EXPENDITURE, stage=stage):
        column = (THREE_PUBLIC | BESIDE).get(entry.economic.digits) if entry.economic else None
        if column and entry.source in sources:
            row[column] += entry.amount
    row["official_vehicles"] = row["vehicle_purchase"] + row["vehicle_running"]
    row["total"] = row["overseas_travel"] + row["official_vehicles"] + row["official_reception"]
    return row


def three_public_budget_stage(ledger: Ledger, sources: Collection[Source]) -> Stage | None:
    """全年预算 where the ledger has it for 三公, else 年初预算; None where it has neither."""
    adjusted = three_public_row(ledger, Stage.ADJUSTED, sources)
    if any(amount for name, amount in adjusted.items() if name not in BESIDE.values()):
        return Stage.ADJUSTED
    return Stage.INITIAL if tells_three_public(ledger, Stage.INITIAL, sources) else None


def tells_three_public(ledger: Ledger, stage: Stage, sources: Collection[Source]) -> bool:
    """Whether the ledger tells what 三公 came to: its spending of that stage has economic codes.

    Without them, or with no spending of that stage at all, nothing booked is not the same as zero;
    where nothing was spent of these funds, it is.
    """
    spent = list(ledger.select(flow=Flow.EXPENDITURE, stage=stage))
    paid = [entry for entry in spent if entry.source in sources]
    return any(entry.economic for entry in paid) if paid else bool(spent)


def by_function(
    entries: Iterable[Entry], column: Callable[[Entry], str], columns: Iterable[str]
) -> Rows:
    """Rows by function code, every column there, with their ``total``.

    What has no code, as a prior year's sums may not, counts in the grand total alone.
    """
    names = tuple(columns)
    uncoded: dict[str, Amount] = {}
    leaves: list[tuple[FunctionCode, Row]] = []
    for entry in entries:
        name = column(entry)
        if entry.function is None:
            uncoded[name] = uncoded.get(name, ZERO) + entry.amount
        else:
            leaves.append((entry.function, {name: entry.amount}))
    rows = rollup(leaves)
    for name, amount in uncoded.items():
        rows[None][name] = rows[None].get(name, ZERO) + amount
    return {code: _complete(row, names) for code, row in rows.items()}


def _complete(row: Row, columns: tuple[str, ...]) -> Row:
    full = {name: row.get(name, ZERO) for name in columns}
    whole = sum(amount.fen for amount in row.values())
    return {"total": Amount(whole), **full}


def _nature(entry: Entry) -> str:
    return "" if entry.nature is None else entry.nature.name.lower()
