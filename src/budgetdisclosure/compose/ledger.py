"""The ledger: exact facts in fen from which every table follows (账簿)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import IO

from attrs import evolve, field, frozen

from budgetdisclosure.amounts import ZERO, Amount, total
from budgetdisclosure.codes import AnyCode
from budgetdisclosure.codes.code import Code
from budgetdisclosure.compose.entry import Entry, Flow, Nature, Source, Stage
from budgetdisclosure.place import Place


def _merged(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    sums: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        key = (*entry.key, entry.staged)
        held = sums.get(key)
        sums[key] = entry if held is None else evolve(held, amount=held.amount + entry.amount)
    return tuple(sums.values())


@frozen(repr=False)
class Ledger:
    """A unit's entries (账簿); those with the same classification are held as one sum.

    Equality does not depend on how sums were divided over lines.

    >>> from budgetdisclosure.codes import FunctionCode
    >>> half = Entry(Flow.REVENUE, Amount(50), function=FunctionCode("2080109"))
    >>> Ledger((half, half)).entries[0].amount
    Amount(fen=100)
    """

    entries: tuple[Entry, ...] = field(default=(), converter=_merged)
    places: Mapping[Code, Place] = field(factory=dict)
    """Where each code was first read, for messages."""
    names: Mapping[tuple[AnyCode, str], Place] = field(factory=dict)
    """The names written beside codes, with where each first stands."""

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, object]], *, file: str | None = None) -> Ledger:
        """The ledger of rows by heading (dicts, csv.DictReader); see ``from_csv`` for headings.

        Raises LedgerError with every bad row.

        >>> row = {"类型": "收入", "功能分类科目": "2080109", "金额（元）": "1,046.05"}
        >>> Ledger.from_rows([row]).sum(flow=Flow.REVENUE)
        Amount(fen=104605)
        """
        from budgetdisclosure.compose.lines import read_rows

        return read_rows(rows, file).ledger_or_raise()

    @classmethod
    def from_frame(cls, frame: object) -> Ledger:
        """The ledger in a data frame (pandas, polars, pyarrow) with the headings of ``from_csv``.

        Amounts are decimals, whole numbers or text: binary floats are refused.
        """
        from budgetdisclosure.compose.source import frame_rows

        return cls.from_rows(frame_rows(frame))

    @classmethod
    def from_csv(cls, source: str | PathLike[str] | IO[str] | IO[bytes]) -> Ledger:
        """The ledger in a CSV file, of any usual encoding and delimiter.

        Headings, below titles or not: 类型, 资金来源, 功能分类科目, 经济分类科目, 支出性质, 阶段,
        项目, and 金额（元） or 金额（万元）, or as other systems call them
        (``compose/data/headings.csv``); in English flow, source, function, economic, nature,
        stage, project, amount. Left out or empty, 类型 is 支出, 资金来源 is 一般公共预算财政拨款,
        阶段 is 决算 (年初预算 of a budget). Totals are passed over. Raises LedgerError with every
        bad line.
        """
        from budgetdisclosure.compose.lines import read_csv

        return read_csv(source).ledger_or_raise()

    @classmethod
    def from_xlsx(
        cls, source: str | PathLike[str] | IO[bytes], *, sheet: str | None = None
    ) -> Ledger:
        """The ledger in a workbook (xlsx, xls, ods): a named sheet, or the first with headings.

        Needs ``pip install "budgetdisclosure[excel]"``. Headings as in ``from_csv``.
        """
        from budgetdisclosure.compose.lines import read_xlsx

        return read_xlsx(source, sheet).ledger_or_raise()

    def select(
        self,
        *,
        flow: Flow | None = None,
        stage: Stage | None = Stage.OUTTURN,
        source: Source | None = None,
        nature: Nature | None = None,
    ) -> Iterator[Entry]:
        """The entries of that flow, stage, source and nature; None takes any."""
        for entry in self.entries:
            if (
                (flow is None or entry.flow is flow)
                and (stage is None or entry.stage is stage)
                and (source is None or entry.source is source)
                and (nature is None or entry.nature is nature)
            ):
                yield entry

    def sum(
        self,
        *,
        flow: Flow | None = None,
        stage: Stage | None = Stage.OUTTURN,
        source: Source | None = None,
        nature: Nature | None = None,
    ) -> Amount:
        """What those entries come to."""
        chosen = self.select(flow=flow, stage=stage, source=source, nature=nature)
        return total(entry.amount for entry in chosen)

    def has(self, stage: Stage) -> bool:
        """Whether anything is known of that stage."""
        return any(entry.stage is stage for entry in self.entries)

    def closing(self, source: Source) -> Amount:
        """What is left of a source at the end of the year (年末结转和结余)."""
        kept = ZERO
        for entry in self.select(source=source):
            if entry.flow is not Flow.CLOSING:
                kept += entry.amount if entry.flow in _IN else -entry.amount
        return kept

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ledger) and _sums(self) == _sums(other)

    def __hash__(self) -> int:
        return hash(frozenset(_sums(self).items()))

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __add__(self, other: Ledger) -> Ledger:
        """Both ledgers together, as for a department and its units (汇总)."""
        places, names = {**other.places, **self.places}, {**other.names, **self.names}
        return Ledger((*self.entries, *other.entries), places, names)

    def __repr__(self) -> str:
        return f"<Ledger: {len(self)} entries>"


_IN = (Flow.REVENUE, Flow.OPENING, Flow.BALANCE_USED)


def _sums(ledger: Ledger) -> dict[tuple[object, ...], int]:
    sums: dict[tuple[object, ...], int] = {}
    for entry in ledger:
        sums[entry.key] = sums.get(entry.key, 0) + entry.amount.fen
    return {key: fen for key, fen in sums.items() if fen}
