"""Lines of a file or a data frame, read into a ledger; every bad line is reported at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import partial
from os import PathLike
from pathlib import Path
from typing import IO, Any, TypeVar

from attrs import define, evolve, frozen

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.codes.code import EconomicCode, FunctionCode
from budgetdisclosure.compose.entry import Entry, Flow, Nature, Source, Stage
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.errors import (
    BudgetDisclosureError,
    InexactError,
    ModelError,
    ReadingError,
    missing_extra,
)
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

_HEADINGS = {
    "flow": ("flow", "类型", "收支类型"),
    "source": ("source", "资金来源", "经费来源", "资金性质"),
    "function": ("function", "功能分类科目", "功能分类科目编码", "功能科目", "功能分类"),
    "economic": ("economic", "经济分类科目", "经济分类科目编码", "经济科目", "经济分类"),
    "nature": ("nature", "支出性质", "支出类型"),
    "stage": ("stage", "阶段", "口径"),
    "project": ("project", "项目", "项目名称"),
    "amount": ("amount", "金额"),
}
_ALSO: dict[type[Enum], dict[str, Enum]] = {
    Source: {
        "一般公共预算": Source.GENERAL_BUDGET,
        "政府性基金预算": Source.GOVERNMENT_FUND,
        "政府性基金": Source.GOVERNMENT_FUND,
        "国有资本经营预算": Source.STATE_CAPITAL,
        "国有资本经营": Source.STATE_CAPITAL,
        "上级补助": Source.SUPERIOR_SUBSIDY,
        "其他资金": Source.OTHER_REVENUE,
    },
    Stage: {"年初预算数": Stage.INITIAL, "全年预算数": Stage.ADJUSTED, "决算数": Stage.OUTTURN},
    Nature: {"基本": Nature.BASIC, "项目": Nature.PROJECT},
    Flow: {"年初结转": Flow.OPENING, "上年结转": Flow.OPENING},
}
_PLAIN = re.compile(r"(?P<sign>-?)(?P<whole>\d+)(?:\.(?P<part>\d{1,2}))?", re.ASCII)
_PARTS = tuple(name for name in _HEADINGS if name != "amount")


class LedgerError(ReadingError):
    """Ledger lines that cannot be used (账簿有误); ``faults`` has an error for each."""

    def __init__(self, faults: Sequence[BudgetDisclosureError]) -> None:
        self.faults = tuple(faults)
        shown, more = self.faults[:50], len(self.faults) - 50
        super().__init__(
            Wording(
                f"账簿有{len(self.faults)}处无法使用："
                + "".join(f"\n  {fault.spoken('zh')}" for fault in shown)
                + (f"\n  另有{more}处" if more > 0 else ""),
                f"{len(self.faults)} faults in the ledger:"
                + "".join(f"\n  {fault.spoken('en')}" for fault in shown)
                + (f"\n  and {more} more" if more > 0 else ""),
            )
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.faults,))


@frozen
class Reading:
    """What was read: the ledger of the good lines, and a fault for every bad one."""

    ledger: Ledger
    faults: tuple[BudgetDisclosureError, ...] = ()

    def ledger_or_raise(self) -> Ledger:
        """The ledger; LedgerError where any line was bad."""
        if self.faults:
            raise LedgerError(self.faults)
        return self.ledger


def read_rows(rows: Iterable[Mapping[str, object]], file: str | None = None) -> Reading:
    """Read rows by heading; the first row's headings count for all."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return Reading(Ledger())
    headings = list(first)
    lines = ([row.get(heading) for heading in headings] for row in _chained(first, rows))
    return _read(headings, enumerate(lines, 1), Place(file=file))


def read_csv(source: str | PathLike[str] | IO[str] | IO[bytes]) -> Reading:
    """Read a CSV file; the first line holds the headings."""
    name, text = _opened(source)
    reader = csv.reader(text)
    headings = next(reader, [])
    return _read(headings, ((reader.line_num, cells) for cells in reader), Place(file=name))


def read_xlsx(source: str | PathLike[str] | IO[bytes], sheet: str | None = None) -> Reading:
    """Read a workbook; the first line of the sheet holds the headings."""
    try:
        from python_calamine import CalamineError, load_workbook
    except ImportError as error:
        use = Wording("读取账簿工作簿", "reading a ledger from a workbook")
        raise missing_extra("python-calamine", "excel", use) from error
    name = _name(source)
    try:
        book = load_workbook(source if hasattr(source, "read") else str(source))
        chosen = sheet or book.sheet_names[0]
        rows = book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError) as error:
        raise _unreadable(name, str(error)) from error
    lines = ((at, [_cell(value) for value in row]) for at, row in enumerate(rows[1:], 2))
    headings = [str(value) for value in rows[0]] if rows else []
    return _read(headings, lines, Place(file=name, sheet=chosen))


def frame_rows(frame: Any) -> Iterable[Mapping[str, object]]:
    """The rows of a data frame of any of the usual kinds, or of any iterable of mappings."""
    if hasattr(frame, "iter_rows"):
        return list(frame.iter_rows(named=True))
    if hasattr(frame, "to_pylist"):
        return list(frame.to_pylist())
    if hasattr(frame, "to_dict"):
        return list(frame.to_dict("records"))
    return list(frame)


def _read(
    headings: Sequence[str], lines: Iterable[tuple[int, Sequence[object]]], place: Place
) -> Reading:
    columns, unit = _columns(headings, place)
    amount_at = columns["amount"]
    kept = [columns.get(part, -1) for part in _PARTS]
    sums: dict[tuple[object, ...], _Sum | BudgetDisclosureError] = {}
    faults: list[BudgetDisclosureError] = []
    for number, cells in lines:
        raw = tuple(_at(cells, column) for column in kept)
        amount = _at(cells, amount_at)
        if not amount and not any(cell is not None and str(cell).strip() for cell in cells):
            continue
        held = sums.get(raw) or sums.setdefault(raw, _caught(partial(_entry, raw)))
        try:
            if isinstance(held, BudgetDisclosureError):
                raise held
            held.fen += _amount(amount, unit)
        except BudgetDisclosureError as fault:
            faults.append(_placed(fault, evolve(place, line=number)))
    made = (held for held in sums.values() if isinstance(held, _Sum))
    entries = (evolve(held.entry, amount=Amount(held.fen)) for held in made)
    return Reading(Ledger(tuple(entries)), tuple(faults))


@define
class _Sum:
    """What the lines of one classification come to, while they are read."""

    entry: Entry
    fen: int = 0


def _columns(headings: Sequence[str], place: Place) -> tuple[dict[str, int], Unit]:
    found: dict[str, int] = {}
    unit = Unit.YUAN
    for at, heading in enumerate(headings):
        plain = str(heading).strip().lower().replace("(", "（").replace(")", "）")
        head, _, tail = plain.partition("（")
        for part, names in _HEADINGS.items():
            if head in names:
                found.setdefault(part, at)
                if part == "amount":
                    unit = Unit.named(tail.rstrip("）")) or Unit.YUAN
    if "amount" not in found:
        raise ReadingError(
            Wording("账簿没有“金额”栏", "the ledger has no column 金额 (amount)"),
            place=place,
            excerpt="、".join(map(str, headings)),
            remedy=Wording(
                "第一行应为表头：类型、资金来源、功能分类科目、支出性质、金额（元）等",
                "The first line holds headings: flow, source, function, economic, nature, "
                "stage, amount",
            ),
        )
    return found, unit


def _entry(raw: tuple[object, ...]) -> Entry:
    flow, source, function, economic, nature, stage, project = (
        "" if cell is None else str(cell).strip() for cell in raw
    )
    return Entry(
        _member(Flow, flow, "类型") if flow else Flow.EXPENDITURE,
        Amount(0),
        _member(Source, source, "资金来源") if source else Source.GENERAL_BUDGET,
        FunctionCode.parse(function) if function else None,
        EconomicCode.parse(economic) if economic else None,
        _member(Nature, nature, "支出性质") if nature else None,
        _member(Stage, stage, "阶段") if stage else Stage.OUTTURN,
        project,
    )


def _amount(value: object, unit: Unit) -> int:
    """The fen of one cell; plain digits in 元, as most ledgers have them, take the short way."""
    plain = _PLAIN.fullmatch(value) if unit is Unit.YUAN and type(value) is str else None
    if plain is not None:
        fen = 100 * int(plain["whole"]) + int((plain["part"] or "").ljust(2, "0"))
        return -fen if plain["sign"] else fen
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ModelError(
            Wording("没有金额", "no amount"), remedy=Wording("请填写金额", "Fill it in")
        )
    if isinstance(value, Amount):
        return value.fen
    if isinstance(value, int | Decimal | str):
        return Amount.of(value, unit).fen
    raise InexactError(
        Wording("金额不接受二进制浮点数", "money is never a binary float"),
        excerpt=repr(value),
        remedy=Wording("请把这一列转成 Decimal 或文本", "Turn the column into Decimal or text"),
    )


E_ = TypeVar("E_", bound=Enum)


def _member(kind: type[E_], text: str, column: str) -> E_:
    for member in kind:
        if text in (member.value, member.name, member.name.lower()):
            return member
    found = _ALSO.get(kind, {}).get(text)
    if isinstance(found, kind):
        return found
    known = "、".join(str(member.value) for member in kind)
    raise ModelError(
        Wording(f"“{column}”栏不认识这个词", f"unknown word in column {column}"),
        excerpt=text,
        remedy=Wording(f"可填：{known}", f"Use one of {known}"),
    )


def _caught(make: Callable[[], Entry]) -> _Sum | BudgetDisclosureError:
    try:
        return _Sum(make())
    except BudgetDisclosureError as fault:
        return fault


def _placed(fault: BudgetDisclosureError, place: Place) -> BudgetDisclosureError:
    return type(fault)(fault.reason, place=place, excerpt=fault.excerpt, remedy=fault.remedy)


def _at(cells: Sequence[object], column: int) -> object:
    return cells[column] if 0 <= column < len(cells) else None


def _chained(
    first: Mapping[str, object], rest: Iterator[Mapping[str, object]]
) -> Iterator[Mapping[str, object]]:
    yield first
    yield from rest


def _cell(value: object) -> object:
    """A workbook's number as the shortest decimal text that stands for it."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return f"{Decimal(repr(value)).normalize():f}"


def _name(source: object) -> str | None:
    if isinstance(source, str | PathLike):
        return Path(source).name
    name = getattr(source, "name", None)
    return Path(name).name if isinstance(name, str) else None


def _opened(source: str | PathLike[str] | IO[str] | IO[bytes]) -> tuple[str | None, IO[str]]:
    name = _name(source)
    if isinstance(source, str | PathLike):
        try:
            data: bytes | str = Path(source).read_bytes()
        except OSError as error:
            raise _unreadable(name, error.strerror or str(error)) from error
    else:
        data = source.read()
    if isinstance(data, str):
        return name, io.StringIO(data, newline="")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return name, io.StringIO(data.decode(encoding), newline="")
        except UnicodeDecodeError:
            continue
    raise _unreadable(name, "encoding")


def _unreadable(name: str | None, detail: str) -> ReadingError:
    return ReadingError(
        Wording(f"账簿文件无法读取（{detail}）", f"the ledger cannot be read ({detail})"),
        place=Place(file=name),
        remedy=Wording(
            "请用表格软件打开后另存为 CSV（UTF-8）或 xlsx 再试",
            "Open it in a spreadsheet program and save it as CSV (UTF-8) or xlsx",
        ),
    )
