"""All real documents at hand: the tables they have, whose they are, and how much was placed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from budgetdisclosure.model import FORMS, Disclosure, Kind
from budgetdisclosure.reading import Document
from budgetdisclosure.reading.recognise.assemble import Found, assemble, pieces_of
from budgetdisclosure.reading.recognise.captions import Titles
from budgetdisclosure.reading.recognise.layout_file import load_layouts
from budgetdisclosure.reading.recognise.vocabulary import page_says

pytestmark = pytest.mark.real
ALL = {form.ID for form in FORMS}
Reading = Callable[[str], Disclosure]
FIRST_THREE = {"summary", "income", "expenditure"}

DOCUMENTS = {
    "shanghai-putuo-finance-2024-final.pdf": ("上海市普陀区财政局", 2024, Kind.FINAL, ALL),
    "shanghai-putuo-finance-2024-final-with-errors.pdf": (
        "上海市普陀区财政局", 2024, Kind.FINAL, ALL - {"expenditure"},
    ),
    "shanghai-2024-final-template.pdf": (None, 2024, Kind.FINAL, ALL),
    "shanghai-putuo-wanli-2025-budget.pdf": (
        "上海市普陀区人民政府万里街道办事处", 2025, Kind.BUDGET, ALL,
    ),
    "chongqing-southwest-university-2023-final.pdf": ("西南大学", 2023, Kind.FINAL, FIRST_THREE),
    "chongqing-southwest-university-2023-budget.pdf": ("西南大学", 2023, Kind.BUDGET, FIRST_THREE),
    "shaanxi-xian-health-2022-final.pdf": ("西安市卫生健康委员会", 2022, Kind.FINAL, ALL),
    "shaanxi-xian-audit-2026-budget.pdf": (
        "西安市审计局", 2026, Kind.BUDGET, ALL - {"government_fund", "state_capital"},
    ),
    "hunan-changsha-petition-2026-budget.pdf": (
        "长沙市信访局", 2026, Kind.BUDGET, ALL - {"state_capital"},
    ),
    "jiangsu-suzhou-audit-2026-budget.pdf": ("苏州市审计局", 2026, Kind.BUDGET, ALL),
    "guangdong-shenzhen-finance-2026-budget.pdf": (
        "深圳市财政局(本级)", 2026, Kind.BUDGET, ALL - {"basic_expenditure"},
    ),
    "beijing-traffic-police-2026-budget-tables.pdf": (
        "北京市公安局交通管理局", 2026, Kind.BUDGET, ALL,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_tables_entity_year_and_kind(disclosure_of: Reading, name: str) -> None:
    pytest.importorskip("pypdfium2")
    entity, year, kind, forms = DOCUMENTS[name]
    disclosure = disclosure_of(name)
    assert (disclosure.entity, disclosure.fiscal_year, disclosure.kind) == (entity, year, kind)
    assert {form for form in ALL if disclosure.form(form).present} == forms


def decimals(table: Found) -> Counter[str]:
    """Every decimal number printed in the grids of a table, whatever the library makes of it."""
    texts = ("".join(cell.text.split()) for piece in table.pieces for cell in piece.grid.cells)
    return Counter(text for text in texts if re.fullmatch(r"-?[\d,]*\d\.\d+%?", text))


def placed(disclosure: Disclosure) -> Counter[str]:
    found: Counter[str] = Counter()
    for table in disclosure.tables:
        for line in table.all_lines():
            figures = [getattr(line, column.id) for column in line.columns()]
            figures += [extra.figure for extra in line.extras]
            found.update("".join(f.digits.split()) for f in figures if f.value is not None)
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_decimal_of_a_named_table_is_lost(
    document_of: Callable[[str], Document], disclosure_of: Reading, name: str
) -> None:
    pytest.importorskip("pypdfium2")
    titles = Titles(load_layouts())
    document = document_of(name)
    printed: Counter[str] = Counter()
    for table in assemble(pieces_of(document), titles):
        if table.caption.layout and not page_says("performance", table.caption.title or ""):
            printed += decimals(table)
    assert printed - placed(disclosure_of(name)) == Counter()


@pytest.mark.parametrize(
    "name", ["shanghai-budget-template.xls", "shanghai-department-budget-template.xlsx"]
)
def test_empty_spreadsheet_forms_are_all_there(disclosure_of: Reading, name: str) -> None:
    pytest.importorskip("python_calamine")
    disclosure = disclosure_of(name)
    assert {form for form in ALL if disclosure.form(form).present} == ALL
    assert disclosure.summary.is_empty


def test_the_171_pages(disclosure_of: Reading) -> None:
    pytest.importorskip("pypdfium2")
    disclosure = disclosure_of("shaanxi-xian-health-2022-final.pdf")
    assert disclosure.summary.revenue["总计"].revenue.digits == "2,480,372.70"
    assert disclosure.expenditure.lines["合计"].total.digits == "2,074,962.01"
    assert disclosure.three_public.actual.total.digits == "587.55"
    assert disclosure.government_fund.lines["229"].opening_carryover.digits == "58,830.98"
    assert disclosure.expenditure.place is not None
    assert disclosure.expenditure.place.page == 150
