"""PDF files: the same disclosure comes back, tables run over pages whole, nothing leaves the page."""

from __future__ import annotations

import sys
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.codes import FunctionCode
from budgetdisclosure.errors import MissingExtraError, WritingError
from budgetdisclosure.model import (
    Disclosure,
    ExpenditureLine,
    ExpenditureTable,
    Extra,
    Line,
    OtherTable,
    Passage,
    Section,
    items,
)
from budgetdisclosure.reading import read

pytest.importorskip("reportlab")
pdfium: Any = pytest.importorskip("pypdfium2")

from budgetdisclosure.writing.pages import Paragraph, pieces  # noqa: E402
from budgetdisclosure.writing.pdf import to_pdf  # noqa: E402
from budgetdisclosure.writing.pdf_type import Face, face  # noqa: E402

ENTITY = "某区某局"


def long_table(rows: int) -> Disclosure:
    amount = Figure.of("1.25", Unit.WAN)
    codes = (f"20{at // 90 + 1:02d}{at % 90 + 1:03d}" for at in range(rows))
    lines = [ExpenditureLine("合计", item=items.TOTAL, total=amount, basic=amount)] + [
        ExpenditureLine(f"第{at}项工作经费", FunctionCode(code), total=amount, basic=amount)
        for at, code in enumerate(codes)
        if FunctionCode.try_parse(code)
    ]
    table = ExpenditureTable(title="支出决算表", unit=Unit.WAN, lines=lines)
    return Disclosure(ENTITY, 2020, expenditure=table)


def pages(data: bytes) -> list[str]:
    document = pdfium.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


@settings(max_examples=15)
@given(st.integers(1, 200))
def test_a_table_over_pages_is_one_table_again(rows: int) -> None:
    there = long_table(rows)
    assert read(to_pdf(there)).expenditure == there.expenditure


def test_heading_rows_come_again_on_every_page_of_a_table() -> None:
    texts = pages(to_pdf(long_table(150)))[1:]
    assert len(texts) > 2
    assert all("科目名称" in text and "基本支出" in text for text in texts)
    assert sum("支出决算表" in text for text in texts) == 1


def test_pages_bear_their_numbers_but_the_cover() -> None:
    texts = pages(to_pdf(long_table(100)))
    assert "1" not in texts[0].split("\n")[-1]
    assert [text.split()[-1] for text in texts[1:]] == [str(at) for at in range(2, len(texts) + 1)]


def test_wide_tables_lie_across_the_page() -> None:
    extras = tuple(Extra(f"第{at}项资金来源", Figure.of("1.00")) for at in range(12))
    wide = OtherTable(title="其他情况表", unit=Unit.WAN, lines=(Line("合计", extras=extras),))
    document = pdfium.PdfDocument(to_pdf(Disclosure(ENTITY, 2020, others=(wide,))))
    width, height = document[1].get_size()
    assert width > height


@settings(max_examples=20)
@given(st.integers(1, 12), st.integers(1, 300), st.text("社会保障支出经费、（）12", max_size=90))
def test_nothing_leaves_its_page(columns: int, digits: int, name: str) -> None:
    number = Figure(Decimal(10 ** min(digits, 20)), Unit.YUAN, 0)
    extras = tuple(Extra(f"第{at}项资金来源", number) for at in range(columns))
    table = OtherTable(title="其他情况表", lines=(Line(f"甲{name}", extras=extras),))
    document = pdfium.PdfDocument(to_pdf(Disclosure(ENTITY, 2020, others=(table,))))
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        assert all(box[0] >= 0 and box[2] <= width for box in boxes)
        assert all(box[1] >= 0 and box[3] <= height for box in boxes)


def test_a_text_longer_than_a_page_is_one_passage_again() -> None:
    words = "本单位负责辖区内的社会保险经办工作，承担登记、核定、支付等事项。" * 60
    section = Section("概况", "第一部分", 1, "profile", (Passage(words),))
    back = read(to_pdf(Disclosure(ENTITY, 2020, sections=(section,))))
    assert [p.text for s in back.walk_sections() if s.title == "概况" for p in s.passages] == [
        words
    ]


def test_the_outline_leads_to_every_table_and_the_file_tells_no_time() -> None:
    data = to_pdf(long_table(3))
    assert data == to_pdf(long_table(3))
    assert [mark.get_title() for mark in pdfium.PdfDocument(data).get_toc()] == ["支出决算表"]


def test_an_empty_disclosure_is_still_a_document() -> None:
    assert len(pages(to_pdf(Disclosure()))) == 1


def test_a_font_that_cannot_be_embedded_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"no font")
    with pytest.raises(WritingError, match="字体不能嵌入"):
        to_pdf(Disclosure(), font=tmp_path / "a.ttf")


def test_without_reportlab_the_command_that_mends_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "reportlab.pdfbase.cidfonts", None)
    with pytest.raises(MissingExtraError, match=r"pip install .budgetdisclosure\[print\]"):
        to_pdf(Disclosure(ENTITY, 2020))


# Breaking lines.

TEXTS = st.text("社会保障支出经费、。（）：；ABC123.,%", min_size=1, max_size=120)


@pytest.fixture(scope="module")
def song() -> Face:
    return face()


@given(TEXTS, st.integers(4, 26), st.integers(60, 500))
def test_lines_hold_the_whole_text_and_fit(text: str, size: int, room: int) -> None:
    letters = face()
    lines = letters.lines(text, size, room)
    assert "".join(lines) == text
    assert all(letters.width(line, size) <= room + size for line in lines)


@given(st.text("社会保障支出。，：", min_size=2, max_size=120), st.integers(60, 300))
def test_no_line_begins_with_a_closing_mark(text: str, room: int) -> None:
    lines = face().lines(text, 10, room)
    assert not any(
        below[0] in "。，：" and above[-1] not in "。，：" for above, below in pairwise(lines)
    )


def test_a_number_is_not_broken(song: Face) -> None:
    assert song.lines("支出1234567.89万元", 10, 60)[1].startswith("1234567.89")


@given(st.text("社会保障支出（《“。，”》）", min_size=2, max_size=120), st.integers(60, 300))
def test_no_line_ends_with_an_opening_mark(text: str, room: int) -> None:
    lines = face().lines(text, 10, room)
    marks = "（《“。，”》）"  # a line may be nothing but marks
    assert not any(line[-1] in "（《“" and line.strip(marks) for line in lines[:-1])


def test_a_new_line_is_a_new_paragraph_everywhere() -> None:
    texts = ("编制预算。", "监督执行，检查账目。")
    section = Section("主要职能", "一", 2, "narrative", (Passage("\n".join(texts)),))
    there = Disclosure(ENTITY, 2020, sections=(section,))
    (page,) = (page for page in pages(to_pdf(there)) if texts[0] in page)
    assert [line for line in page.splitlines() if line.strip() in texts] == list(texts)
    assert tuple(p.text for p in pieces(there) if isinstance(p, Paragraph)) == texts


def test_files_of_one_name_are_faces_of_their_own(tmp_path: Path) -> None:
    import reportlab

    made = []
    for held in ("Vera", "VeraBd"):
        own = tmp_path / held / "字.ttf"
        own.parent.mkdir()
        own.write_bytes((Path(reportlab.__file__).parent / "fonts" / f"{held}.ttf").read_bytes())
        made.append(face(own))
    thin, bold = made
    assert thin.width("Width", 100) < bold.width("Width", 100)
    assert thin == face(tmp_path / "Vera" / "字.ttf")
