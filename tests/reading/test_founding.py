"""The founding document: every printed number of its nine tables, counted apart from the library."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from budgetdisclosure.codes import economic_codes, function_codes
from budgetdisclosure.codes.code import EconomicCode, FunctionCode
from budgetdisclosure.model import FORMS, Disclosure, Kind, items
from budgetdisclosure.reading import coverage, read, read_document, recognise

NAME = "hunan-shifeng-social-insurance-2020-final.txt"
pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def path(shared: Path) -> Path:
    return shared / "disclosures" / NAME


@pytest.fixture(scope="module")
def disclosure(path: Path) -> Disclosure:
    return read(path)


def printed_decimals(path: Path) -> Counter[str]:
    """Every number with a decimal point in a tab-separated line before the third part."""
    lines = path.read_text("utf-8").split("\n")
    end = max(at for at, line in enumerate(lines) if line.strip() == "第三部分")
    cells = (cell.strip() for line in lines[:end] if "\t" in line for cell in line.split("\t"))
    return Counter(cell for cell in cells if re.fullmatch(r"\d+\.\d+", cell))


def test_every_printed_number_is_placed_once(path: Path, disclosure: Disclosure) -> None:
    figures = [figure for table in disclosure.tables for figure in table.figures()]
    assert Counter(f.digits for f in figures if f.value is not None) == printed_decimals(path)
    assert disclosure.unplaced == ()
    document = read_document(path)
    assert coverage(recognise(document), document).percent == 100


def test_all_nine_forms_are_found(disclosure: Disclosure) -> None:
    assert [table.id for table in disclosure.tables] == [form.ID for form in FORMS]
    assert [table.number for table in disclosure.tables] == [f"公开0{n}表" for n in range(1, 10)]
    assert disclosure.government_fund.gridless
    assert len(disclosure.government_fund.notes) == len(disclosure.state_capital.notes) == 2
    assert disclosure.state_capital.is_empty
    assert not disclosure.state_capital.gridless


def test_whose_it_is(disclosure: Disclosure) -> None:
    assert disclosure.entity == "株洲市石峰区社会保险服务中心"
    assert (disclosure.fiscal_year, disclosure.kind) == (2020, Kind.FINAL)
    assert disclosure.file == NAME


def test_rows_are_what_they_say(disclosure: Disclosure) -> None:
    appropriations = disclosure.appropriation_summary
    assert appropriations.revenue[items.OPENING_GENERAL_BUDGET].name == "一般公共预算财政拨款"
    assert appropriations.expenditure[items.CURRENT_YEAR_EXPENDITURE].total.digits == "150.64"
    assert disclosure.summary.expenditure["208"].expenditure.digits == "150.64"
    assert len([line for line in disclosure.summary.expenditure if line.code]) == 26
    basic = disclosure.basic_expenditure
    assert basic[items.PERSONNEL_TOTAL].amount.digits == "97.58"
    assert basic[items.RUNNING_TOTAL].amount.digits == "7.01"
    assert disclosure.three_public.budget.official_reception.digits == "0.2"
    assert disclosure.three_public.actual.total.is_blank


def test_all_codes_are_in_the_list_of_the_year(disclosure: Disclosure) -> None:
    codes = {line.code for table in disclosure.tables for line in table.all_lines()} - {None}
    functions, economics = function_codes(2020), economic_codes(2020)
    assert all(code in functions for code in codes if isinstance(code, FunctionCode))
    assert all(code in economics for code in codes if isinstance(code, EconomicCode))


def test_places_point_at_the_line(path: Path, disclosure: Disclosure) -> None:
    lines = path.read_text("utf-8").split("\n")
    for table in disclosure.tables:
        for figure in table.figures():
            if figure.value is not None:
                assert figure.place is not None
                assert figure.place.line is not None
                assert figure.digits in lines[figure.place.line - 1]


def test_the_text_is_in_its_sections(disclosure: Disclosure) -> None:
    narrative = next(s for s in disclosure.sections if s.part == "narrative")
    assert [section.number for section in narrative.sections] == [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十",
        "十一", "十二", "十三", "十四", "十五",
    ]  # fmt: skip
    detail = narrative.sections[4].sections[2]
    assert any("80.5%" in passage.text and "129.95" in passage.text for passage in detail.passages)
    parts = [section.part for section in disclosure.sections]
    assert parts[:7] == [
        "cover", "contents", "profile", "tables", "narrative", "glossary", "attachment",
    ]  # fmt: skip
    assert len(disclosure.evaluations) == 4
