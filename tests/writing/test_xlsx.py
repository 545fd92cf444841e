"""Workbooks: what is written reads back digit by digit, opens elsewhere, and prints as its form."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.model import Disclosure, Extra, Line, OtherTable, Passage, Section
from budgetdisclosure.model.performance import SelfEvaluation
from budgetdisclosure.model.tables import FORMS
from budgetdisclosure.reading import read
from budgetdisclosure.rules import audit
from budgetdisclosure.testing import disclosures
from budgetdisclosure.testing.performance import self_evaluations
from budgetdisclosure.writing.xlsx import to_xlsx
from budgetdisclosure.writing.xlsx_sheet import coordinate

ROOT = Path(__file__).resolve().parents[2]
FOUNDING = "hunan-shifeng-social-insurance-2020-final.txt"
ENTITY = "某区某局"


@cache
def example() -> Disclosure:
    spec = spec_from_file_location("make_example", ROOT / "examples" / "make_example.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = module_from_spec(spec)
    spec.loader.exec_module(module)
    made: Disclosure = module.example()
    return made


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def with_forms(evaluations: tuple[SelfEvaluation, ...]) -> Disclosure:
    """A disclosure of self-evaluations alone, each under its heading."""
    numbered = tuple(
        evolve(one, number=f"附件{nth}", fiscal_year=2020).stamped(nth)
        for nth, one in enumerate(evaluations, 1)
    )
    below = tuple(Section(one.title, one.number or "", 2, "attachment") for one in numbered)
    parts = (Section("附件", "第五部分", 1, "attachment", (), below),)
    return Disclosure(ENTITY, 2020, evaluations=numbered, sections=parts)


def text_of(disclosure: Disclosure, names: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    """Number, title and passages of every section but the cover and the names of sheets."""
    return [
        (section.number, section.title, tuple(p.text for p in section.passages))
        for section in disclosure.walk_sections()
        if section.part != "cover" and section.title not in names and section.number not in names
    ]


def assert_same(back: Disclosure, there: Disclosure) -> None:
    for form in FORMS:
        assert back.form(form.ID) == there.form(form.ID)
    assert back.others == there.others
    assert list(map(without_blank_merges, back.evaluations)) == list(
        map(without_blank_merges, there.evaluations)
    )
    assert (back.entity, back.fiscal_year, back.kind) == (
        there.entity,
        there.fiscal_year,
        there.kind,
    )
    assert not back.unplaced


def without_blank_merges(evaluation: SelfEvaluation) -> SelfEvaluation:
    """A workbook is not asked which empty cells are merged with one another."""
    rows = (
        evolve(row, shared=tuple(n for n in row.shared if str(getattr(row, n) or "")))
        for row in evaluation.indicators
    )
    return evolve(evaluation, indicators=tuple(rows))


def same_findings(back: Disclosure, there: Disclosure) -> bool:
    """By rule, verdict and cell: what a message calls a column is as the file prints it."""
    found = [
        [
            (f.rule.id, f.severity, f.verdict, tuple(map(cell, f.figures)))
            for f in audit(one).findings
        ]
        for one in (back, there)
    ]
    return found[0] == found[1]


def cell(figure: Figure) -> str:
    """The figure's cell; the nth of a figure in text is its line."""
    held = figure.cell
    told = held is not None and held.table == "narrative"
    return str(evolve(held, nth=1) if held is not None and told else held)


# What is written reads back.


def check(there: Disclosure) -> None:
    there = evolve(there, entity=ENTITY)
    data = to_xlsx(there)
    assert data == to_xlsx(there)
    assert_same(read(data), there)


@settings(max_examples=settings.default.max_examples // 8)
@given(disclosures())
def test_tables_read_back(there: Disclosure) -> None:
    check(there)


@pytest.mark.slow
@settings(max_examples=300)
@given(disclosures(most_items=12))
def test_three_hundred_disclosures_read_back_and_audit_alike(there: Disclosure) -> None:
    check(there)
    there = evolve(there, entity=ENTITY)
    back = read(to_xlsx(there))
    assert same_findings(back, evolve(there, sections=back.sections))  # the cover
    assert_same(read(to_xlsx(there, formulas=True)), there)


FORMS_OF_ONE = st.lists(self_evaluations(), min_size=1, max_size=3).map(tuple).map(with_forms)


@settings(max_examples=settings.default.max_examples // 8)
@given(FORMS_OF_ONE)
def test_self_evaluations_read_back(there: Disclosure) -> None:
    assert_same(read(to_xlsx(there)), there)


@pytest.mark.slow
@settings(max_examples=300)
@given(FORMS_OF_ONE)
def test_three_hundred_sets_of_self_evaluations_read_back(there: Disclosure) -> None:
    assert_same(read(to_xlsx(there)), there)


@pytest.mark.parametrize("formulas", [False, True])
def test_the_example_reads_back_and_audits_alike(formulas: bool) -> None:
    data = to_xlsx(example(), formulas=formulas)
    back = read(data)
    assert_same(back, example())
    assert text_of(back, tuple(opened(data).sheetnames)) == text_of(example())
    assert same_findings(back, example())


@pytest.mark.real
def test_the_founding_document_reads_back(shared: Path) -> None:
    there = read(shared / "disclosures" / FOUNDING)
    data = to_xlsx(there)
    back = read(data)
    assert_same(back, there)
    names = tuple(opened(data).sheetnames)
    assert text_of(back, names) == text_of(there, names)


def test_a_passage_too_long_for_a_row_is_one_again() -> None:
    words = "本单位负责辖区内的社会保险经办工作，" * 90 + "不含其他事项。"
    section = Section("概况", "第一部分", 1, "profile", (Passage(words),))
    data = to_xlsx(Disclosure(ENTITY, 2020, sections=(section,)))
    assert max(row[0].height or 0 for row in rows_of(opened(data))) <= 409
    assert ("第一部分", "概况", (words,)) in text_of(read(data))


def rows_of(book: Any) -> list[Any]:
    return [(page.row_dimensions[at],) for page in book for at in range(1, page.max_row + 1)]


# Digits.


def one_figure(figure: Figure) -> bytes:
    line = Line("合计", extras=(Extra("金额", figure),))
    table = OtherTable(title="其他情况表", unit=figure.unit, lines=(line,))
    return to_xlsx(Disclosure(ENTITY, 2020, others=(table,)))


FIGURES = st.builds(
    lambda digits, places, unit: Figure(Decimal(digits).scaleb(-places), unit, places),
    st.integers(-(10**20), 10**20) | st.integers(-(10**7), 10**7),
    st.integers(0, 6),
    st.sampled_from(list(Unit)),
)


@given(FIGURES)
def test_every_digit_is_kept_whatever_the_size(figure: Figure) -> None:
    """Longer numbers than a workbook can hold are texts; all others are exact numbers."""
    data = one_figure(figure)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [n for n in package.namelist() if "worksheets" in n]
        text = "".join(package.read(name).decode() for name in sheets)
    stored = [Decimal(value) for value in re.findall(r"<v>([^<]*)</v>", text)]
    long = len(figure.value.as_tuple().digits) > 15  # type: ignore[union-attr]
    assert stored == ([] if long else [figure.value])
    (back,) = read(data).others
    assert [f.value for f in back.figures()] == [figure.value]
    assert [f.places for f in back.figures()] == [figure.places]


def test_a_number_that_binary_fractions_miss_is_written_as_it_is() -> None:
    assert b"<v>8.20</v>" in sheet_of(one_figure(Figure.of("8.20")))


def sheet_of(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"".join(package.read(n) for n in package.namelist() if "worksheets" in n)


@pytest.mark.parametrize(
    ("printed", "code"),
    [("1234.50", "0.00"), ("1,234.50", "#,##0.00"), ("0.00", "#,##0.00"), ("12", "#,##0")],
)
def test_a_number_shows_its_places_and_its_own_commas(printed: str, code: str) -> None:
    page = opened(one_figure(Figure.parse(printed)))["其他情况表"]
    cell = next(c for row in page.iter_rows() for c in row if c.number_format != "General")
    assert cell.number_format == code
    assert cell.alignment.horizontal == "right"


def test_a_zero_is_a_number_and_a_blank_is_none() -> None:
    zero = opened(one_figure(Figure.parse("0.00")))["其他情况表"]
    assert 0 in [cell.value for row in zero.iter_rows() for cell in row]
    (blank,) = read(one_figure(Figure.blank())).others
    assert all(figure.is_blank for figure in blank.figures())


# Layout.


def test_a_sheet_is_laid_out_and_printed_as_the_form() -> None:
    page = opened(to_xlsx(example()))["03支出"]
    title, number = page["A1"], page.cell(2, 8)
    assert (title.value, title.font.name, title.alignment.horizontal) == (
        "支出决算表",
        "黑体",
        "center",
    )
    assert (number.value, number.alignment.horizontal) == ("公开03表", "right")
    assert (page["A3"].value, page["H3"].value) == (f"部门：{example().entity}", "金额单位：万元")
    merged = {str(area) for area in page.merged_cells.ranges}
    assert {"A1:H1", "A4:B4", "C4:C5", "A6:B6"} <= merged
    assert page.freeze_panes == "A7"
    assert page.print_title_rows == "$1:$6"
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_options.horizontalCentered
    assert "&P" in zipped(to_xlsx(example()))


def zipped(data: bytes) -> str:
    return sheet_of(data).decode().replace("&amp;", "&")


def test_every_cell_of_the_grid_is_framed_under_merged_areas_too() -> None:
    with zipfile.ZipFile(io.BytesIO(to_xlsx(example()))) as package:
        styles = package.read("xl/styles.xml").decode()
        sheet = package.read("xl/worksheets/sheet4.xml").decode()
    frames = re.findall(r'<xf [^>]*borderId="(\d)" xfId', styles)
    cells = re.findall(r'<c r="[A-Z]+(\d+)" s="(\d+)"', sheet)
    last = 6 + len(example().expenditure.lines)
    inside = [frames[int(look)] for row, look in cells if 4 <= int(row) <= last]
    assert inside == ["1"] * 8 * (last - 3)


@given(FIGURES)
def test_no_number_is_wider_than_its_column(figure: Figure) -> None:
    page = opened(one_figure(figure))["其他情况表"]
    shown = figure.digits.replace("-", "")
    commas = (len(shown.split(".")[0]) - 1) // 3 if len(shown) <= 16 else 0
    assert page.column_dimensions["B"].width >= len(figure.digits) + commas


def test_contents_lead_to_sheets_and_headings() -> None:
    book = opened(to_xlsx(example()))
    page = book[book.sheetnames[0]]
    entries = next(s for s in example().sections if s.part == "contents").passages
    links = [cell.hyperlink for row in page.iter_rows() for cell in row if cell.hyperlink]
    assert len(links) == len(entries)
    for link in links:
        name, cell = link.location.rsplit("!", 1)
        assert book[name.strip("'")][cell].value


def test_parts_of_the_text_begin_on_new_pages() -> None:
    book = opened(to_xlsx(example()))
    page = book[book.sheetnames[0]]
    starts = [page.cell(brk.id + 1, 1).value for brk in page.row_breaks.brk]
    assert starts[0] == "目录"
    assert [text[:4] for text in starts[1:]] == ["第一部分", "第二部分"]


@given(st.integers(1, 200), st.integers(1, 800))
def test_names_of_cells_are_those_openpyxl_gives(row: int, column: int) -> None:
    from openpyxl.utils import get_column_letter

    assert coordinate(row, column) == f"{get_column_letter(column)}{row}"


# Live sums.


def test_live_sums_keep_their_values_and_stand_where_totals_do() -> None:
    data = to_xlsx(example(), formulas=True)
    shown, live = openpyxl.load_workbook(io.BytesIO(data), data_only=True), opened(data)
    sums = [c for page in live for row in page.iter_rows() for c in row if c.data_type == "f"]
    assert len(sums) > 30
    plain = opened(to_xlsx(example()))
    for name in plain.sheetnames:
        values = [[cell.value for cell in row] for row in plain[name].iter_rows()]
        assert values == [[cell.value for cell in row] for row in shown[name].iter_rows()]


def assert_sums(there: Disclosure) -> int:
    """Every live sum comes to the value beside it; how many there are."""
    data = to_xlsx(there, formulas=True)
    shown, live = openpyxl.load_workbook(io.BytesIO(data), data_only=True), opened(data)
    count = 0
    for page in live:
        for cell in (c for row in page.iter_rows() for c in row if c.data_type == "f"):
            held = shown[page.title]
            assert summed(held, cell.value) == cents(held[cell.coordinate].value)
            count += 1
    return count


def test_only_totals_that_add_up_as_printed_are_live() -> None:
    """The example's 合计 of 150.64 is not 104.60 and 46.05: it stays a number."""
    assert assert_sums(example()) > 30
    line = opened(to_xlsx(example(), formulas=True))["03支出"][7]
    assert [str(cell.value) for cell in line[2:5]] == ["150.64", "104.6", "46.05"]


def cents(value: object) -> int:
    return int(Decimal(str(value or 0)).scaleb(2))


def summed(page: Any, formula: str) -> int:
    total = 0
    for part in formula.removeprefix("=SUM(").removesuffix(")").split(","):
        held = page[part]
        cells = [c for row in held for c in row] if isinstance(held, tuple) else [held]
        total += sum(cents(c.value) for c in cells if not isinstance(c.value, str))
    return total


def test_long_parts_that_are_texts_are_no_parts_of_a_live_sum() -> None:
    assert any(len(figure.digits) > 18 for figure in huge().figures())
    assert_sums(huge())


def huge() -> Disclosure:
    from budgetdisclosure.amounts import Amount
    from budgetdisclosure.codes import FunctionCode
    from budgetdisclosure.compose import Entry, Flow, Ledger, Nature, Source, compose

    entries = []
    for code in ("2080109", "2080108"):
        amount = Amount(10**21 + 1)
        function = FunctionCode(code)
        entries += [
            Entry(Flow.REVENUE, amount, Source.GENERAL_BUDGET, function),
            Entry(Flow.EXPENDITURE, amount, Source.GENERAL_BUDGET, function, None, Nature.PROJECT),
        ]
    return compose(
        Ledger(tuple(entries)), entity=ENTITY, fiscal_year=2020, unit=Unit.YUAN, places=2
    )


# Hostile content.

EVIL = ("=HYPERLINK(1)", "+1+1", "-1+1|cmd", "@SUM(A1)", "\t=1", "＝1", " =1", "a\nb")


@pytest.mark.parametrize("text", EVIL)
def test_no_text_is_ever_a_formula(text: str) -> None:
    extra = (Extra("金额", Figure.parse("-1.50")),)
    table = OtherTable(title=text, notes=(text,), lines=(Line(text, extras=extra),))
    section = Section(text, "一", 2, "profile", (Passage(text),))
    data = to_xlsx(Disclosure(text, 2020, others=(table,), sections=(section,)), formulas=True)
    assert b"<f>" not in sheet_of(data)
    cells = [cell for page in opened(data) for row in page.iter_rows() for cell in row]
    held = [c for c in cells if isinstance(c.value, str) and c.value.strip("\u3000") == text]
    assert len(held) >= 3
    assert {cell.data_type for cell in held} == {"s"}
    if text != "a\nb":
        assert all(cell.quotePrefix for cell in held if cell.value == text)


def test_what_looks_like_an_escape_or_cannot_be_written_stays_readable() -> None:
    section = Section("甲_x0041_乙", "一", 2, "profile", (Passage("丙\x0b丁<&>"),))
    back = read(to_xlsx(Disclosure(ENTITY, 2020, sections=(section,))))
    assert ("一", "甲_x0041_乙", ("丙\ufffd丁<&>",)) in text_of(back)


@settings(max_examples=20)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=6))
def test_sheets_have_names_that_programs_accept(titles: list[str]) -> None:
    line = Line("合计", extras=(Extra("金额", Figure.parse("1.00")),))
    tables = tuple(OtherTable(title=title, lines=(line,)) for title in titles)
    names = opened(to_xlsx(Disclosure(ENTITY, 2020, others=tables))).sheetnames
    assert len({name.casefold() for name in names}) == len(names) == len(titles) + 1
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_an_empty_disclosure_is_still_a_workbook() -> None:
    assert len(opened(to_xlsx(Disclosure())).sheetnames) == 1


def test_nothing_in_the_package_tells_when_or_where_it_was_made() -> None:
    file = zipfile.ZipFile(io.BytesIO(to_xlsx(example())))
    assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# Printed by LibreOffice.


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("printed")

    def pdf_of(there: Disclosure, formulas: bool = False) -> Path:
        (folder / "a.xlsx").write_bytes(to_xlsx(there, formulas=formulas))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "a.xlsx"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
        return folder / "a.pdf"

    return pdf_of


@pytest.mark.slow
@pytest.mark.parametrize("formulas", [False, True])
def test_the_example_printed_to_pdf_reads_back(printed: Any, formulas: bool) -> None:
    back = read(printed(example(), formulas))
    assert_same(back, example())
    assert text_of(back) == text_of(example())


@pytest.mark.slow
@pytest.mark.real
def test_the_founding_document_printed_to_pdf_reads_back(printed: Any, shared: Path) -> None:
    there = read(shared / "disclosures" / FOUNDING)
    back = read(printed(there))
    assert_same(back, there)
    assert text_of(back) == text_of(there)


@pytest.mark.slow
def test_every_table_stands_on_one_page_and_nothing_is_cut_off(printed: Any) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(printed(example()))
    texts = [page.get_textpage().get_text_range().replace(" ", "") for page in document]
    for table in example().tables:
        assert sum(str(table.number) in text for text in texts) == 1
    assert "###" not in "".join(texts)


@pytest.mark.slow
def test_live_sums_calculated_anew_are_what_is_printed(tmp_path: Path, printed: Any) -> None:
    """The values beside the formulas taken away, LibreOffice works them out again."""
    data = to_xlsx(example(), formulas=True)
    shown, live = openpyxl.load_workbook(io.BytesIO(data), data_only=True), opened(data)
    sums = [c for page in live for row in page.iter_rows() for c in row if c.data_type == "f"]
    (tmp_path / "a.xlsx").write_bytes(without_values(data))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "b", "a.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    anew = openpyxl.load_workbook(tmp_path / "b" / "a.xlsx", data_only=True)
    assert len(sums) > 30
    for cell in sums:
        title, at = cell.parent.title, cell.coordinate
        assert round(100 * anew[title][at].value) == cents(shown[title][at].value)


def without_values(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", old.read(item))
            new.writestr(item, text)
    return out.getvalue()
