"""Rows out of files and data frames, each with its number and its cells as text (账簿来源)."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import IO, Any

from budgetdisclosure.errors import ReadingError, missing_extra
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

Row = tuple[int, Sequence[object]]
Worth = Callable[[Sequence[Sequence[object]]], int]
_DELIMITERS, _CHINESE = ",\t;|", "，；"
_RESIDUE = Decimal("1E-15")
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
SNIFFED = 45
"""Rows that titles and headings are looked for in."""


def csv_rows(data: str | bytes, name: str | None, worth: Worth) -> Iterator[Row]:
    """The rows of a CSV file in UTF-8, UTF-16 or GB18030, whatever stands between its cells.

    ``worth`` says how much of the headings is understood in the first rows: what divides the
    cells is what makes the most of them, since commas of both kinds stand in cells as well.
    """
    text = data if isinstance(data, str) else _decoded(data, name)
    text = text.removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, worth))
    try:
        yield from ((reader.line_num, cells) for cells in reader)
    except csv.Error as error:
        raise unreadable(name, f"第{reader.line_num + 1}行：{error}") from error


def _decoded(data: bytes, name: str | None) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable(name, "encoding")


def _delimiter(text: str, worth: Worth) -> str:
    """What divides the first rows so that most of their headings are known; a comma, if none does.

    Chinese marks stand in running text, so they divide only where no other mark does.
    """
    for marks in (_DELIMITERS, _CHINESE):
        worths = {mark: worth(_first(text, mark)) for mark in marks}
        best = max(marks, key=lambda mark: worths[mark])
        if worths[best]:
            return best
    return _DELIMITERS[0]


def _first(text: str, mark: str) -> list[Sequence[object]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        return list(islice(reader, SNIFFED))
    except csv.Error:  # divided otherwise, a cell may have no end
        return []


def opened(source: str | PathLike[str] | IO[str] | IO[bytes]) -> tuple[str | None, str | bytes]:
    """A source's name and all that is in it."""
    name = name_of(source)
    if isinstance(source, str | PathLike):
        try:
            return name, Path(source).read_bytes()
        except OSError as error:
            raise unreadable(name, error.strerror or str(error)) from error
    return name, source.read()


def sheets(
    source: str | PathLike[str] | IO[bytes], sheet: str | None
) -> Iterator[tuple[str, list[Row]]]:
    """The sheets of a workbook, or the one that is named, with their rows."""
    try:
        from python_calamine import CalamineError, load_workbook
    except ImportError as error:
        use = Wording("读取账簿工作簿", "reading a ledger from a workbook")
        raise missing_extra("python-calamine", "excel", use) from error
    name = name_of(source)
    try:
        book = load_workbook(source if hasattr(source, "read") else str(source))
        for one in [sheet] if sheet else book.sheet_names:
            held = book.get_sheet_by_name(one)
            rows = [[_cell(value) for value in row] for row in held.to_python(False)]
            _spread(rows, held.merged_cell_ranges or ())
            yield one, list(enumerate(rows, 1))
    except (CalamineError, OSError, IndexError) as error:
        raise unreadable(name, str(error)) from error


def formulas(source: str | PathLike[str] | IO[bytes], sheet: str) -> frozenset[str]:
    """The addresses of a sheet's cells that hold formulas; none where a workbook does not say."""
    if Path(name_of(source) or "").suffix.lower() not in (".xlsx", ".xlsm"):
        return frozenset()
    try:
        from openpyxl import load_workbook

        if not isinstance(source, str | PathLike):
            source.seek(0)
        rows = load_workbook(source, read_only=True)[sheet].iter_rows()
        cells = [cell for row in rows for cell in row]
    except (ImportError, KeyError, ValueError, OSError):
        return frozenset()
    return frozenset(cell.coordinate for cell in cells if cell.data_type == "f")


class Merged(str):
    """What a cell shows that a merged cell above it or to its left covers."""

    __slots__ = ()


def _spread(
    rows: list[list[object]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    """Let every cell under a merged one say what that says."""
    for (top, left), (bottom, right) in ranges:
        said = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
        for row in rows[top : bottom + 1] if said not in (None, "") else ():
            covered = range(left, min(right + 1, len(row)))
            for at in covered:
                if row is not rows[top] or at != left:
                    row[at] = Merged(said)


def _cell(value: object) -> object:
    """A workbook's number as the decimal text it shows: fifteen digits, as spreadsheets keep.

    What is left of a sum that is nothing (0.1 + 0.2 - 0.3) is nothing: a hundredth of a fen in 亿元
    is a thousand times as much.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return value
    held = _FIFTEEN.create_decimal(repr(value))
    return "0" if held.copy_abs() < _RESIDUE else f"{held.normalize():f}"


def frame_rows(frame: Any) -> Iterable[Mapping[str, object]]:
    """The rows of a data frame of any of the usual kinds, or of any iterable of mappings."""
    if hasattr(frame, "iter_rows"):
        rows = frame.iter_rows(named=True)
    elif hasattr(frame, "to_pylist"):
        rows = frame.to_pylist()
    elif hasattr(frame, "to_dict"):
        rows = frame.to_dict("records")
    else:
        rows = frame
    return [{key: plain(value) for key, value in row.items()} for row in rows]


def plain(value: Any) -> object:
    """A frame's value as Python has it: its own kinds of numbers, and of nothing, made plain."""
    if type(value).__module__.partition(".")[0] == "numpy" and hasattr(value, "item"):
        value = value.item()
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, float | Decimal) and math.isnan(value):
        return None
    return value


def name_of(source: object) -> str | None:
    """The file name of a source, if it has one."""
    if isinstance(source, str | PathLike):
        return Path(source).name
    name = getattr(source, "name", None)
    return Path(name).name if isinstance(name, str) else None


def unreadable(name: str | None, detail: str) -> ReadingError:
    """The error of a file that cannot be read."""
    return ReadingError(
        Wording(f"账簿文件无法读取（{detail}）", f"the ledger cannot be read ({detail})"),
        place=Place(file=name),
        remedy=Wording(
            "请用表格软件打开后另存为 CSV（UTF-8）或 xlsx 再试",
            "Open it in a spreadsheet program and save it as CSV (UTF-8) or xlsx",
        ),
    )
