"""Lines of a file or a data frame, read into a ledger; every bad line is reported at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from operator import itemgetter
from os import PathLike
from pathlib import Path
from typing import IO, Any

from attrs import define, evolve, field

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.codes import AnyCode
from budgetdisclosure.codes.code import Code
from budgetdisclosure.compose.cells import fen_in
from budgetdisclosure.compose.classified import (
    Held,
    Raw,
    cell_at,
    empty,
    held_of,
    is_total,
    said_of_total,
    totals_flow,
    written_names,
)
from budgetdisclosure.compose.entry import Entry
from budgetdisclosure.compose.faults import LedgerError, Note
from budgetdisclosure.compose.headings import PARTS, Columns, find_columns, unit_doubts, worth
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.noticed import TOTAL, Noticed
from budgetdisclosure.compose.outcome import LedgerReading
from budgetdisclosure.compose.source import (
    SNIFFED,
    Merged,
    Row,
    csv_rows,
    formulas,
    frame_rows,
    name_of,
    opened,
    sheets,
)
from budgetdisclosure.compose.totals import Totals
from budgetdisclosure.errors import BudgetDisclosureError, InexactError, ModelError, ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

_BOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")


def read_ledger(source: Any, *, sheet: str | None = None) -> LedgerReading:
    r"""Read a ledger from a CSV file or workbook, a data frame, or rows by heading (读取账簿).

    Every bad line is a fault with its place, and costs itself alone; totals between the lines are
    passed over, and noted. See ``Ledger.from_csv`` for the headings.

    >>> import io
    >>> text = "功能科目,项目类别,金额（万元）\n2080109 经办机构,特定目标类,1.5\n合计,,1.5\n"
    >>> reading = read_ledger(io.StringIO(text))
    >>> reading.ledger.entries[0].amount, reading.faults, reading.notes[0].spoken()
    (Amount(fen=1500000), (), '第3行：合计行，未计入')
    """
    if isinstance(source, str | PathLike) or hasattr(source, "read"):
        is_book = Path(name_of(source) or "").suffix.lower() in _BOOKS
        return read_xlsx(source, sheet) if is_book else read_csv(source)
    return read_rows(frame_rows(source))


def read_rows(rows: Iterable[Mapping[str, object]], file: str | None = None) -> LedgerReading:
    """Read rows by heading; the first row's headings count for all."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return LedgerReading(Ledger())
    headings = list(first)
    lines = ([row.get(heading) for heading in headings] for row in chain((first,), rows))
    return _read(chain(((0, headings),), enumerate(lines, 1)), Place(file=file))


def read_csv(source: str | PathLike[str] | IO[str] | IO[bytes]) -> LedgerReading:
    """Read a CSV file."""
    name, data = opened(source)
    return _read(csv_rows(data, name, worth), Place(file=name))


def read_xlsx(source: str | PathLike[str] | IO[bytes], sheet: str | None = None) -> LedgerReading:
    """Read a workbook: the sheet that is named, or the first that has a ledger's headings."""
    place = Place(file=name_of(source))
    read: LedgerReading | None = None
    fault: ReadingError | None = None
    notes: list[Note] = []
    for name, rows in sheets(source, sheet):
        here = evolve(place, sheet=name)
        try:
            if read is None:
                read = _read(iter(rows), here)
            elif find_columns([cells for _, cells in rows[:SNIFFED]], here).weight > 2:
                notes.append(Note(here, _UNREAD))
        except LedgerError:
            raise
        except ReadingError as error:
            fault = fault or error
    if read is None:
        raise fault or ReadingError(Wording("工作簿是空的", "the workbook is empty"), place=place)
    faults = _uncalculated(read.faults, source)
    return evolve(read, faults=faults, notes=(*read.notes, *notes))


def _uncalculated(
    faults: tuple[BudgetDisclosureError, ...], source: str | PathLike[str] | IO[bytes]
) -> tuple[BudgetDisclosureError, ...]:
    """The faults, with those of amounts that are formulas without a result told as such."""
    lacking = [fault.place for fault in faults if fault.reason == _NO_AMOUNT.reason and fault.place]
    held = formulas(source, lacking[0].sheet or "") if lacking else frozenset()
    return tuple(
        ModelError(_NO_RESULT, place=fault.place, remedy=_CALCULATE)
        if fault.place in lacking and fault.place and fault.place.address in held
        else fault
        for fault in faults
    )


_NO_RESULT = Wording("是公式，文件里没有算出的结果", "a formula without a result")
_CALCULATE = Wording(
    "请用表格软件打开，重新计算后存盘，再读",
    "Open it in a spreadsheet program, recalculate and save",
)


_UNREAD = Wording(
    "这张工作表也像账簿，没有读；要读它请指明工作表",
    "this sheet looks like a ledger too and was not read; name it to read it",
)


def _read(rows: Iterator[Row], place: Place) -> LedgerReading:
    head = list(islice(rows, SNIFFED))
    if not head:
        raise ReadingError(Wording("账簿是空的", "the ledger is empty"), place=place)
    columns = find_columns([cells for _, cells in head], place)
    reader = _Reader(columns, place)
    for at in columns.unread:
        reader.notes.append(Note(evolve(place, column=columns.labels[at]), _ASIDE))
    reader.notes += (Note(place, said) for said in unit_doubts(columns, place.sheet or ""))
    for number, cells in chain(head[columns.rows :], rows):
        reader.take(number, cells)
    read = reader.done()
    if not (read.ledger.entries or read.faults or reader.passed):
        raise ReadingError(_NO_LINES, place=place, remedy=_FILL_IN)
    return read


@define
class _Reader:
    """Takes one line after the other."""

    columns: Columns
    place: Place
    picked: list[int] = field(factory=list)
    pick: Callable[[Sequence[object]], Raw] = field(default=tuple)
    width: int = 0
    sums: dict[Raw, list[Held]] = field(factory=dict)
    totals: list[Totals] = field(factory=list)
    faults: list[BudgetDisclosureError] = field(factory=list)
    notes: list[Note] = field(factory=list)
    told: set[tuple[int, str, Wording]] = field(factory=set)
    places: dict[Code, Place] = field(factory=dict)
    names: dict[tuple[AnyCode, str], Place] = field(factory=dict)
    noticed: Noticed = field(factory=Noticed)
    passed: set[int] = field(factory=set)
    finer: list[BudgetDisclosureError] = field(factory=list)
    """Faults of amounts in 元 with more decimals than a fen has."""

    def __attrs_post_init__(self) -> None:
        parts = self.columns.parts
        self.picked = [at for part in PARTS for at in parts.get(part, ())]
        self.width = max(self.picked) + 1
        self.pick = itemgetter(*self.picked, self.picked[0])
        self.totals = [Totals() for _ in self.columns.amounts]

    def take(self, number: int, cells: Sequence[object]) -> None:
        """Book one line, or say why not."""
        whole = len(cells) >= self.width
        raw = self.pick(cells) if whole else self._short(cells)
        held = self.sums.get(raw)
        if held is None:
            held = self._known(number, raw)
        if not held[0].coded and (is_total(cells) or totals_flow(held[0].heading)):
            self._total(number, cells, raw)
            return
        said = False
        for nth, column in enumerate(self.columns.amounts):
            cell = cell_at(cells, column.at)
            if not empty(cell) and not isinstance(cell, Merged):
                said = True
                self._book(number, held[nth], nth, cell)
        if said:
            self.noticed.line(number, cells)
        elif not all(map(empty, cells)):
            self._fault("amount", number, _NO_AMOUNT)

    def _known(self, number: int, raw: Raw) -> list[Held]:
        """What lines of a new classification are booked to, column by column."""
        parts = self._parts(raw)
        held = self.sums[raw] = [held_of(parts, column) for column in self.columns.amounts]
        entry = held[0].entry
        if entry is not None:
            self._keep_places(number, entry)
            for named, part in written_names(parts, entry).items():
                self.names.setdefault(named, self._place(part, number))
        return held

    def _total(self, number: int, cells: Sequence[object], raw: Raw) -> None:
        """Pass a total over, and keep what it says its lines come to."""
        self._pass(number)
        said = said_of_total(self._parts(raw))
        for nth, column in enumerate(self.columns.amounts):
            cell = cell_at(cells, column.at)
            if not empty(cell) and not isinstance(cell, Merged):
                with suppress(BudgetDisclosureError):
                    self.noticed.total(number, nth, fen_in(cell, column.unit), said)

    def _short(self, cells: Sequence[object]) -> Raw:
        """What is picked of a line that lacks cells."""
        return self.pick([*cells, *[None] * (self.width - len(cells))])

    def done(self) -> LedgerReading:
        """All that was read."""
        for totals in self.totals:
            totals.end()
        self._notice()
        entries = tuple(
            evolve(one.entry, amount=Amount(one.fen))
            for held in self.sums.values()
            for one in held
            if one.entry is not None and one.used
        )
        if len(self.finer) > max(_SOME, self.noticed.lines):
            self.faults = [one for one in self.faults if one not in self.finer]
            self.faults.append(_in_wan(self.finer))
        faults = sorted(self.faults, key=lambda f: (f.place and f.place.line) or 0)
        notes = sorted(self.notes, key=lambda note: note.place.line or 0)
        ledger = Ledger(entries, self.places, self.names)
        return LedgerReading(ledger, tuple(faults), tuple(notes))

    def _notice(self) -> None:
        """Note the totals, with what they differ by, and what is worth a look.

        Where lines could not be booked, totals cannot be compared.
        """
        differing: dict[int, list[Wording]] = {}
        if not self.faults:
            for number, said in self.noticed.differing(self.sums.values()):
                differing.setdefault(number, []).append(said)
            in_yuan = all(one.unit is Unit.YUAN for one in self.columns.amounts)
            said_of_all = self.noticed.remarks(self.sums.values(), in_yuan=in_yuan)
            self.notes += (Note(self.place, said) for said in said_of_all)
        for number in self.passed:
            here = evolve(self.place, line=number)
            self.notes += (Note(here, said) for said in differing.get(number, [TOTAL]))

    def _parts(self, raw: Raw) -> dict[str, Raw]:
        """The cells of each part."""
        rest = iter(raw)
        counts = ((part, len(self.columns.parts.get(part, ()))) for part in PARTS)
        return {part: tuple(islice(rest, count)) for part, count in counts}

    def _book(self, number: int, held: Held, nth: int, cell: object) -> None:
        column = self.columns.amounts[nth]
        try:
            fen = fen_in(cell, column.unit)
        except BudgetDisclosureError as fault:
            self._fault("amount", number, fault, column.at)
            if isinstance(fault, InexactError) and column.unit is Unit.YUAN:
                self.finer.append(self.faults[-1])
            return
        totals = self.totals[nth]
        if held.short or totals.held:
            passed = partial(self._pass, number)
            totals.take(held.heading, fen, partial(self._add, held, fen, number, nth), passed)
        else:
            self._add(held, fen, number, nth)

    def _add(self, held: Held, fen: int, number: int, nth: int) -> None:
        if held.fault is not None:
            known = (number, held.part, held.fault.reason)
            if known not in self.told:  # once, whatever the number of amounts on the line
                self.told.add(known)
                self._fault(held.part, number, held.fault)
        else:
            held.fen += fen
            held.used = True
            assert held.entry is not None
            self.noticed.booked(number, nth, held.entry, fen)

    def _keep_places(self, number: int, entry: Entry) -> None:
        """Where each code stands first."""
        for part, code in (("function", entry.function), ("economic", entry.economic)):
            if code is not None and code not in self.places:
                self.places[code] = self._place(part, number)

    def _pass(self, number: int) -> None:
        self.passed.add(number)

    def _place(self, part: str, number: int, at: int | None = None) -> Place:
        """The line, and the cell or column of a part."""
        own = self.columns.parts.get(part, ())
        if part == "amount":
            own = (self.columns.amounts[0].at,)
        at = own[0] if at is None and own else at
        place = evolve(self.place, line=number)
        if at is None:
            return place
        if self.place.sheet:
            return evolve(place, address=f"{letters(at)}{number}")
        return evolve(place, column=self.columns.labels[at])

    def _fault(
        self, part: str, number: int, fault: BudgetDisclosureError, at: int | None = None
    ) -> None:
        place = self._place(part, number, at)
        self.faults.append(
            type(fault)(fault.reason, place=place, excerpt=fault.excerpt, remedy=fault.remedy)
        )


_ASIDE = Wording("这一栏金额没有读，只读了另一栏", "amounts here were not read, another column was")
_NO_LINES = Wording("账簿只有表头，一笔也没有", "the ledger has headings and no lines")
_FILL_IN = Wording("请在表头下面逐行填写，一行一笔", "Fill in a line for each entry below them")
_NO_AMOUNT = ModelError(
    Wording("没有金额", "no amount"), remedy=Wording("请填写金额", "Fill it in")
)


_SOME = 2


def _in_wan(finer: Sequence[BudgetDisclosureError]) -> InexactError:
    """One fault for all amounts, where most have decimals that 元 has not."""
    first = finer[0]
    return InexactError(
        Wording(
            f"有{len(finer)}笔金额的小数超过两位，像是按万元填的",
            f"{len(finer)} amounts are finer than a fen, as amounts in “万元” are",
        ),
        place=first.place,
        excerpt=first.excerpt,
        remedy=Wording(
            "是万元的，请把表头写成“金额（万元）”；是元的，请先四舍五入到分",
            "If they are in “万元” write the heading “金额（万元）”; if not, round them to the fen",
        ),
    )


def letters(column: int) -> str:
    """A spreadsheet's name for a column.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    above, own = divmod(column, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + own)
