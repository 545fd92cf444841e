"""Word files: what is written reads back, opens elsewhere, and is laid out as its form."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import docx
import pytest
from attrs import evolve
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, Passage, Section, SelfEvaluation
from budgetdisclosure.model.tables import FORMS
from budgetdisclosure.reading import read
from budgetdisclosure.rules import audit
from budgetdisclosure.testing import disclosures
from budgetdisclosure.testing.performance import self_evaluations
from budgetdisclosure.writing.docx import to_docx
from budgetdisclosure.writing.docx_table import table_xml
from budgetdisclosure.writing.plan import Plan, Spot, text_width

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


def with_forms(evaluations: tuple[SelfEvaluation, ...]) -> Disclosure:
    """A disclosure of self-evaluations alone, each under its heading."""
    numbered = tuple(
        evolve(one, number=f"附件{nth}", fiscal_year=2020).stamped(nth)
        for nth, one in enumerate(evaluations, 1)
    )
    below = tuple(Section(one.title, one.number or "", 2, "attachment") for one in numbered)
    parts = (Section("附件", "第五部分", 1, "attachment", (), below),)
    return Disclosure(ENTITY, 2020, evaluations=numbered, sections=parts)


def without_cover(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.part != "cover")


def assert_same(back: Disclosure, there: Disclosure) -> None:
    for form in FORMS:
        assert back.form(form.ID) == there.form(form.ID)
    assert back.others == there.others
    assert back.evaluations == there.evaluations
    assert without_cover(back.sections) == without_cover(there.sections)
    assert (back.entity, back.fiscal_year, back.kind) == (
        there.entity,
        there.fiscal_year,
        there.kind,
    )
    assert not back.unplaced


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
    data = to_docx(there)
    assert data == to_docx(there)
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
    back = read(to_docx(evolve(there, entity=ENTITY)))
    assert same_findings(back, evolve(there, entity=ENTITY, sections=back.sections))  # the cover


FORMS_OF_ONE = st.lists(self_evaluations(), min_size=1, max_size=3).map(tuple).map(with_forms)


@settings(max_examples=settings.default.max_examples // 8)
@given(FORMS_OF_ONE)
def test_self_evaluations_read_back_under_their_headings(there: Disclosure) -> None:
    assert_same(read(to_docx(there)), there)


@pytest.mark.slow
@settings(max_examples=300)
@given(FORMS_OF_ONE)
def test_three_hundred_sets_of_self_evaluations_read_back(there: Disclosure) -> None:
    assert_same(read(to_docx(there)), there)


def test_the_example_reads_back_and_audits_alike() -> None:
    back = read(to_docx(example()))
    assert_same(back, example())
    assert same_findings(back, example())


@pytest.mark.real
def test_the_founding_document_reads_back_and_audits_alike(shared: Path) -> None:
    there = read(shared / "disclosures" / FOUNDING)
    back = read(to_docx(there))
    assert_same(back, there)
    mended = tuple(evolve(one, oddities=()) for one in there.evaluations)  # what the scan misplaced
    assert same_findings(back, evolve(there, evaluations=mended))


def test_a_form_without_a_heading_stands_at_the_end() -> None:
    one = with_forms(self_evaluation_pair())
    bare = evolve(one, sections=(), evaluations=one.evaluations[:1])
    assert len(read(to_docx(bare)).evaluations) == 1


def self_evaluation_pair() -> tuple[SelfEvaluation, ...]:
    from budgetdisclosure.model.performance import Indicator, Points

    row = Indicator("产出指标", "数量指标", "培训人次", "≥100人次", points=Points.parse("10"))
    made = SelfEvaluation("项目支出绩效目标表", kind="target", project="培训", indicators=(row,))
    return (made, evolve(made, project="宣传"))


# How it is built.


def opened(there: Disclosure) -> Any:
    return docx.Document(io.BytesIO(to_docx(there)))


def test_it_opens_elsewhere_with_every_table_and_heading() -> None:
    document = opened(example())
    assert len(document.tables) == len(example().tables)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    titles = [s.title for s in example().sections if s.part not in ("cover", "contents")]
    assert len(headings) == len(titles)
    assert all(text.endswith(title) for text, title in zip(headings, titles, strict=True))
    assert document.core_properties.title == f"2020年度 {example().entity} 部门决算"


def test_heading_rows_come_again_on_every_page_and_no_row_is_torn() -> None:
    table = opened(example()).tables[1]
    marks = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert marks == [True] * 3 + [False] * (len(table.rows) - 3)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_merged_cells_are_one_cell() -> None:
    table = opened(example()).tables[1]
    assert table.cell(0, 0)._tc is table.cell(0, 1)._tc  # 项目, over code and name
    assert table.cell(0, 2)._tc is table.cell(1, 2)._tc  # a heading over two rows
    assert table.cell(0, 2)._tc is not table.cell(2, 2)._tc


def test_wide_tables_lie_across_the_page() -> None:
    sections = opened(example()).sections
    across = [section.orientation == WD_ORIENT.LANDSCAPE for section in sections]
    by_title = dict(zip([t.id for t in example().tables], across[2:], strict=False))
    assert by_title["income"]
    assert not by_title["summary"]
    assert not across[0]  # the cover


def test_numbers_stand_right_and_are_printed_as_they_are() -> None:
    table = opened(example()).tables[1]
    figure = table.cell(3, 2).paragraphs[0]
    assert figure.text == example().income["合计"].total.digits
    assert figure.style.name == "Cell Right"


def test_every_link_of_the_contents_leads_somewhere() -> None:
    body = opened(example()).element.body
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    entries = next(s for s in example().sections if s.part == "contents").passages
    assert len(links) == len(entries)
    assert set(links) <= set(marks)
    assert len(marks) == len(set(marks))


def test_no_text_is_taken_for_markup_and_nothing_illegal_is_written() -> None:
    hostile = '<w:p/> & "=1+1" \x0b\x00\ud800 ]]>'
    section = Section(hostile, "第一部分", 1, "profile", (Passage(hostile),))
    document = opened(Disclosure(hostile, 2020, sections=(section,)))
    texts = [p.text for p in document.paragraphs if "=1+1" in p.text]
    assert len(texts) == 3
    assert all('<w:p/> & "=1+1"' in text and "\ufffd" in text for text in texts)


def test_an_empty_disclosure_is_still_a_document() -> None:
    assert opened(Disclosure()) is not None


def test_nothing_in_the_package_tells_when_or_where_it_was_made() -> None:
    file = zipfile.ZipFile(io.BytesIO(to_docx(example())))
    assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in file.infolist()} == {0}


# Columns and rows.


@given(st.lists(st.integers(1, 40), min_size=1, max_size=14), st.integers(1, 60))
def test_a_table_is_never_wider_than_its_page(shares: list[int], digits: int) -> None:
    plan = Plan(1, (Spot(0, 0, 1, 1, "9" * digits),), tuple(shares))
    tag = '<w:gridCol w:w="'
    widths = [int(part.split('"')[0]) for part in table_xml(plan, 10_000, 9_000).split(tag)[1:]]
    assert len(widths) == len(shares)
    assert sum(widths) <= 10_000


@given(st.integers(1, 18), st.integers(2, 12))
def test_a_number_stands_on_one_line(digits: int, columns: int) -> None:
    """At the size chosen, the longest number is no wider than its column."""
    text = "9" * digits
    plan = Plan(1, tuple(Spot(0, at, 1, 1, text) for at in range(columns)), (8,) * columns)
    markup = table_xml(plan, 15_000, 9_000)
    width = int(markup.split('<w:gridCol w:w="')[1].split('"')[0])
    size = int(markup.split('<w:sz w:val="')[1].split('"')[0]) if "<w:sz " in markup else 18
    assert size >= 9
    assert size == 9 or text_width(text) * size * 5 <= width - 120


# Printed by LibreOffice.


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("printed")

    def pdf_of(there: Disclosure) -> Path:
        (folder / "a.docx").write_bytes(to_docx(there))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "a.docx"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
        return folder / "a.pdf"

    return pdf_of


@pytest.mark.slow
def test_the_example_printed_to_pdf_reads_back(printed: Any) -> None:
    back = read(printed(example()))
    assert_same(back, example())
    assert same_findings(back, example())


@pytest.mark.slow
@pytest.mark.real
def test_the_founding_document_printed_to_pdf_reads_back(printed: Any, shared: Path) -> None:
    there = read(shared / "disclosures" / FOUNDING)
    assert_same(read(printed(there)), there)


@pytest.mark.slow
def test_every_table_stands_on_one_page_of_its_own(printed: Any) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(printed(example()))
    texts = [page.get_textpage().get_text_range().replace(" ", "") for page in document]
    for table in example().tables:
        assert sum(str(table.number) in text for text in texts) == 1
    assert not [text for text in texts if len(text.strip()) < 4]  # no empty page
