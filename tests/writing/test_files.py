from __future__ import annotations

import csv
import errno
import io
import zipfile
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from openpyxl import load_workbook

from budgetdisclosure.amounts import Figure
from budgetdisclosure.compose import compose
from budgetdisclosure.errors import WritingError
from budgetdisclosure.model import Disclosure, Extra, Line, OtherTable
from budgetdisclosure.testing import Seeded, make_ledger
from budgetdisclosure.writing import FORMATS, write
from budgetdisclosure.writing.write import written

EVIL = '=HYPERLINK("http://x","点我")'


@pytest.fixture(scope="module")
def some() -> Disclosure:
    ledger = make_ledger(Seeded(Random(4)), 2020, 6)
    return compose(ledger, entity="某局", fiscal_year=2020, rounding="controlled")


def evil() -> Disclosure:
    line = Line(EVIL, extras=(Extra("金额", Figure.parse("-1.50")),))
    table = OtherTable(title=EVIL, notes=("+1+1",), lines=(line,))
    return Disclosure(entity="@SUM(A1)", fiscal_year=2020, others=(table,))


def test_an_existing_file_is_left_alone_unless_asked(tmp_path: Path, some: Disclosure) -> None:
    target = tmp_path / "决算.txt"
    target.write_text("旧")
    with pytest.raises(WritingError, match="文件已存在"):
        write(some, target)
    assert target.read_text() == "旧"
    assert write(some, target, overwrite=True) == target
    assert "收入支出决算总表" in target.read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["决算.txt"]


@pytest.mark.parametrize("name", FORMATS)
def test_the_suffix_names_the_format_and_nothing_else_is_left(
    tmp_path: Path, some: Disclosure, name: str
) -> None:
    write(some, tmp_path / f"a.{name}")
    assert [path.name for path in tmp_path.iterdir()] == [f"a.{name}"]


@pytest.mark.parametrize("name", FORMATS)
def test_no_writer_touches_a_file_that_is_there(
    tmp_path: Path, some: Disclosure, name: str
) -> None:
    target = tmp_path / f"决算.{name}"
    target.write_bytes(b"old")
    with pytest.raises(WritingError, match="文件已存在"):
        write(some, target)
    assert target.read_bytes() == b"old"
    write(some, target, overwrite=True)
    assert target.read_bytes() == written(some, target)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("name", FORMATS)
def test_a_folder_is_never_replaced(
    tmp_path: Path, some: Disclosure, name: str, overwrite: bool
) -> None:
    target = tmp_path / f"a.{name}"
    target.mkdir()
    with pytest.raises(WritingError):
        write(some, target, overwrite=overwrite)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert target.is_dir()


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk_leaves_all_as_it_was(
    tmp_path: Path, some: Disclosure, name: str, overwrite: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / f"a.{name}"
    if overwrite:
        target.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(WritingError, match=r"无法写入.*No space left"):
        write(some, target, overwrite=overwrite)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"] * overwrite


def test_a_folder_that_may_not_be_written_to_is_said(
    tmp_path: Path, some: Disclosure, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refused)
    with pytest.raises(WritingError, match="检查文件夹和权限"):
        write(some, tmp_path / "a.txt")
    assert not list(tmp_path.iterdir())


def test_a_file_that_appears_meanwhile_is_left_alone(
    tmp_path: Path, some: Disclosure, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.txt"
    monkeypatch.setattr("os.fsync", lambda _: target.write_text("其他人的"))
    with pytest.raises(WritingError, match="文件已存在"):
        write(some, target)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["其他人的"]


def test_a_name_as_long_as_names_may_be_is_no_fault(tmp_path: Path, some: Disclosure) -> None:
    target = tmp_path / ("决" * 83 + ".txt")
    assert write(some, target) == target


def test_a_missing_folder_and_an_unknown_format_are_said(tmp_path: Path, some: Disclosure) -> None:
    with pytest.raises(WritingError, match="无法写入"):
        write(some, tmp_path / "没有" / "a.txt")
    with pytest.raises(WritingError, match="没有这种输出格式"):
        write(some, tmp_path / "a.odt")


def test_text_that_would_run_is_text_in_a_workbook() -> None:
    book = load_workbook(io.BytesIO(written(evil(), "a.xlsx")))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value]
    evil_cells = [cell for cell in cells if str(cell.value).startswith(("=", "+", "@"))]
    assert len(evil_cells) >= 3
    assert {cell.data_type for cell in evil_cells} == {"s"}
    assert all(cell.quotePrefix for cell in evil_cells)


def test_text_that_would_run_is_marked_in_csv_and_numbers_are_not() -> None:
    text = written(evil(), "a.csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["row_name"] == f"'{EVIL}"
    assert row["title"] == f"'{EVIL}"
    assert (row["printed"], row["value"]) == ("-1.50", "-1.50")


def test_a_spreadsheet_that_opens_a_page_takes_its_texts_for_texts() -> None:
    page = written(evil(), "a.html").decode()
    assert 'td, th { mso-number-format: "\\@"; }' in page
    assert '<td class="n" align="right">-1.50</td>' in page


def test_a_page_runs_no_script_of_the_ledger() -> None:
    spoiled = evolve(evil(), entity="<script>alert(1)</script>")
    assert b"<script>" not in written(spoiled, "a.html")


def test_live_sums_calculate_to_what_is_printed(some: Disclosure) -> None:
    data = written(some, "a.xlsx", formulas=True)
    formulas = load_workbook(io.BytesIO(data))
    values = load_workbook(io.BytesIO(data), data_only=True)
    count = 0
    for page in formulas:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("=SUM("):
                    count += 1
                    shown = values[page.title][cell.coordinate].value
                    assert round(100 * shown) == summed(values[page.title], cell.value)
    assert count > 50


def summed(page: object, formula: str) -> int:
    """The sum a formula asks for, in hundredths, from the values beside it."""
    total = 0
    for part in formula.removeprefix("=SUM(").removesuffix(")").split(","):
        held = page[part]  # type: ignore[index]
        cells = [cell for row in held for cell in row] if isinstance(held, tuple) else [held]
        total += sum(round(100 * (cell.value or 0)) for cell in cells)
    return total


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_packages_are_sound(some: Disclosure, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(written(some, f"a.{name}"))) as package:
        assert package.testzip() is None


def test_headings_and_frozen_panes_and_page_titles(some: Disclosure) -> None:
    page = load_workbook(io.BytesIO(written(some, "a.xlsx")))["03支出"]
    assert page["A1"].value == "支出决算表"
    assert page.print_title_rows == "$1:$6"
    assert page.page_setup.fitToWidth == 1
    assert "A4:B4" in {str(merged) for merged in page.merged_cells.ranges}
