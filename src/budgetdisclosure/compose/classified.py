"""What a ledger's line is booked to: its codes and words, or why they cannot be read (归类)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import partial
from typing import TypeVar

from attrs import define

from budgetdisclosure.amounts import Amount
from budgetdisclosure.codes import AnyCode
from budgetdisclosure.codes.code import EconomicCode, FunctionCode
from budgetdisclosure.compose.cells import (
    code_in,
    code_of_parts,
    folded,
    member_of,
    name_beside,
    purchase_in,
)
from budgetdisclosure.compose.entry import Entry, Flow, Nature, Procurement, Source, Stage
from budgetdisclosure.compose.headings import PARTS, AmountColumn
from budgetdisclosure.compose.totals import Heading
from budgetdisclosure.errors import BudgetDisclosureError

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
Raw = tuple[object, ...]

_TOTALS = frozenset({"合计", "小计", "总计", "累计", "本页合计", "本页小计", "total"})
_TOTAL_ENDS = ("合计", "小计", "总计")


@define
class Held:
    """What the lines of one classification come to while they are read, or why they cannot."""

    heading: Heading
    short: bool
    coded: bool
    entry: Entry | None = None
    fen: int = 0
    used: bool = False
    part: str = ""
    fault: BudgetDisclosureError | None = None


class PartError(Exception):
    """A fault of one part of a line's classification."""

    def __init__(self, part: str, fault: BudgetDisclosureError) -> None:
        super().__init__(part)
        self.part, self.fault = part, fault


def held_of(raw: Mapping[str, Raw], column: AmountColumn) -> Held:
    """What lines that say ``raw`` are booked to in one column of amounts."""
    heading = heading_of(raw)
    coded = any(character.isdigit() for character in str(cell_at(raw["function"], 0)))
    try:
        return Held(heading, heading.short, coded, _entry(raw, column))
    except PartError as error:
        return Held(heading, heading.short, coded, part=error.part, fault=error.fault)
    except BudgetDisclosureError as fault:
        return Held(heading, heading.short, coded, fault=fault)


def is_total(cells: Sequence[object]) -> bool:
    """Whether a line without a code says it is a total."""
    texts = {"".join(folded(cell).split()).lower().rstrip(":") for cell in cells}
    return not _TOTALS.isdisjoint(texts)


def totals_flow(heading: Heading) -> bool:
    """Whether what a line says it records is a total (收入合计)."""
    return heading.words[PARTS.index("flow")].rstrip(":").endswith(_TOTAL_ENDS)


def heading_of(raw: Mapping[str, Raw]) -> Heading:
    """The line's codes as far as they can be read, and its other words."""
    coded = {"function": _function, "economic": _economic}
    words = tuple(folded(cell_at(cells, 0)) for part, cells in raw.items() if part not in coded)
    codes = []
    for part, make in coded.items():
        try:
            codes.append("" if all(map(empty, raw[part])) else make(raw[part]).digits)
        except BudgetDisclosureError:
            codes.append("")
    return Heading(codes[0], codes[1], words)


def _entry(raw: Mapping[str, Sequence[object]], column: AmountColumn) -> Entry:
    stage = _made(raw, "stage", partial(_member, Stage)) or column.stage
    bought, catalogued = _made(raw, "purchase", lambda cells: purchase_in(cells[0])) or ("", None)
    return Entry(
        _made(raw, "flow", partial(_member, Flow)) or Flow.EXPENDITURE,
        Amount(0),
        _made(raw, "source", partial(_member, Source)) or Source.GENERAL_BUDGET,
        _made(raw, "function", _function),
        _made(raw, "economic", _economic),
        _made(raw, "nature", partial(_member, Nature)) or column.nature,
        stage or Stage.OUTTURN,
        _made(raw, "project", lambda cells: folded(cells[0])) or "",
        _made(raw, "procurement", partial(_member, Procurement)) or catalogued,
        bought,
        _made(raw, "purchasing", lambda cells: folded(cells[0])) or "",
        stage is not None,
    )


def _made(
    raw: Mapping[str, Sequence[object]], part: str, make: Callable[[Sequence[object]], T]
) -> T | None:
    """What a part of the line says, None where it says nothing."""
    cells = raw[part]
    if all(map(empty, cells)):
        return None
    try:
        return make(cells)
    except BudgetDisclosureError as fault:
        raise PartError(part, fault) from fault


def _function(cells: Sequence[object]) -> FunctionCode:
    return code_of_parts(tuple(cells)) if len(cells) > 1 else code_in(FunctionCode, cells[0])


def _economic(cells: Sequence[object]) -> EconomicCode:
    return code_in(EconomicCode, cells[0])


def _member(kind: type[E], cells: Sequence[object]) -> E:
    return member_of(kind, cells[0])


def written_names(raw: Mapping[str, Raw], entry: Entry) -> dict[tuple[AnyCode, str], str]:
    """The names that stand in the cells of the codes, each with the part it is of."""
    codes = {"function": entry.function, "economic": entry.economic}
    return {
        (code, name): part
        for part, code in codes.items()
        if code is not None and len(raw[part]) == 1 and (name := name_beside(raw[part][0]))
    }


def said_of_total(raw: Mapping[str, Raw]) -> dict[str, Enum]:
    """What a total says it is of: 支出 of 决算; words that are no classification are left aside."""
    kinds: dict[str, type[Enum]] = {
        "flow": Flow,
        "source": Source,
        "nature": Nature,
        "stage": Stage,
    }
    found: dict[str, Enum] = {}
    for part, kind in kinds.items():
        text = folded(cell_at(raw[part], 0))
        for end in ("", *_TOTAL_ENDS):
            try:
                found[part] = member_of(kind, text.rstrip(":").removesuffix(end) if text else "")
            except BudgetDisclosureError:
                continue
            break
    return found


def empty(cell: object) -> bool:
    """Whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def cell_at(cells: Sequence[object], column: int) -> object:
    """The cell of a column, None where the line is too short."""
    return cells[column] if 0 <= column < len(cells) else None
