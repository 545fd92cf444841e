"""The lines of a code list's file: CSV text or a workbook, from a path or an open file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import IO

from budgetdisclosure.codes.book import Line
from budgetdisclosure.errors import ReadingError, missing_extra
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

Source = str | PathLike[str] | IO[bytes] | IO[str]
"""A path, or a file open for reading."""


def csv_lines(source: Source) -> tuple[Place, list[Line]]:
    """The lines of a CSV file: UTF-8, UTF-16 or GBK; commas, or tabs where there is no comma."""
    file, data = _opened(source)
    text = _decoded(data, file)
    delimiter = "\t" if "\t" in text and "," not in text else ","
    lines = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            lines.append(Line(Place(file=file.file, line=reader.line_num), tuple(cells)))
    except csv.Error as error:
        raise _unreadable(file, f"CSV: {error}") from error
    return file, lines


def workbook_lines(source: Source, sheet: str | None) -> tuple[Place, list[Line]]:
    """The lines of a sheet of a workbook (xlsx, xls, ods), the first one unless named."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        use = Wording("读取科目表工作簿", "reading a code list from a workbook")
        raise missing_extra("python-calamine", "excel", use) from error
    file, data = _opened(source)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        chosen = names[0] if sheet is None and names else sheet
        if chosen not in names:
            raise _no_sheet(file, sheet, names)
        rows = book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise _unreadable(file, str(error)) from error
    place = Place(file=file.file, sheet=chosen)
    return place, [
        Line(Place(file=file.file, sheet=chosen, line=number), tuple(map(_cell, row)))
        for number, row in enumerate(rows, start=1)
    ]


def _cell(value: object) -> str | int:
    """A whole number for a number without a fraction, which is how a workbook keeps ``01``."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else str(value)


def _opened(source: Source) -> tuple[Place, bytes]:
    if isinstance(source, str | PathLike):
        file = Place(file=Path(source).name)
        try:
            return file, Path(source).read_bytes()
        except OSError as error:
            raise _unreadable(file, error.strerror or str(error)) from error
    data = source.read()
    name = getattr(source, "name", None)
    file = Place(file=Path(name).name if isinstance(name, str) else None)
    return file, data.encode() if isinstance(data, str) else data


def _decoded(data: bytes, file: Place) -> str:
    encodings: Iterable[str] = ("utf-8-sig", "gb18030")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(file, "encoding")


def _unreadable(file: Place, detail: str) -> ReadingError:
    return ReadingError(
        Wording(f"科目表文件无法读取（{detail}）", f"the code list cannot be read ({detail})"),
        place=file,
        remedy=Wording(
            "请用表格软件打开后另存为 CSV（UTF-8）或 xlsx 再试",
            "Open it in a spreadsheet program and save it as CSV (UTF-8) or xlsx",
        ),
    )


def _no_sheet(file: Place, sheet: str | None, names: list[str]) -> ReadingError:
    held = "、".join(names)
    return ReadingError(
        Wording(f"没有名为“{sheet}”的工作表", f"no sheet is called “{sheet}”"),
        place=file,
        remedy=Wording(f"现有工作表：{held}", f"The sheets are: {held}"),
    )
