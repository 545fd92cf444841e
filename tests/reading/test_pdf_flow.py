"""Paragraphs of PDFs drawn here: lines joined, across pages too, and what must stay apart."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.formats.pdf import read_pdf

pytest.importorskip("pypdfium2")
canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")

SIZE, LEADING = 12, 22
LEFT, CHARACTERS, LINES = 90, 34, 28
WIDTH, HEIGHT = 595, 842
TEXT = "本年度财政拨款收入与支出相比上年略有减少主要原因是人员经费调整以及项目进度安排"


def drawn(*draws: Callable[[Any], None]) -> Document:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    for draw in draws:
        canvas.setFont("STSong-Light", SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return read_pdf(buffer.getvalue())


def set_in_lines(paragraphs: list[str]) -> list[tuple[int, str]]:
    """Each line with its indent in ems, broken as a typesetter breaks square characters."""
    lines = []
    for text in paragraphs:
        lines.append((2, text[: CHARACTERS - 2]))
        rest = text[CHARACTERS - 2 :]
        lines += [(0, rest[i : i + CHARACTERS]) for i in range(0, len(rest), CHARACTERS)]
    return lines


def pages_of(
    lines: list[tuple[int, str]], numbers: bool = True, head: str = ""
) -> list[Callable[[Any], None]]:
    def page(number: int, held: list[tuple[int, str]]) -> Callable[[Any], None]:
        def draw(canvas: Any) -> None:
            for row, (indent, text) in enumerate(held):
                canvas.drawString(LEFT + SIZE * indent, HEIGHT - 90 - LEADING * row, text)
            if numbers:
                canvas.drawCentredString(WIDTH / 2, 40, f"- {number} -")
            if head:
                canvas.drawString(LEFT, HEIGHT - 40, head)

        return draw

    chunks = [lines[i : i + LINES] for i in range(0, len(lines), LINES)]
    return [page(number, held) for number, held in enumerate(chunks, 1)]


@st.composite
def prose(draw: st.DrawFn) -> list[str]:
    """Paragraphs that end in a full stop, none of which fills its last line quite."""
    count = draw(st.integers(3, 12))
    lengths = draw(st.lists(st.integers(40, 400), min_size=count, max_size=count))
    texts = []
    for number, length in enumerate(lengths):
        start = draw(st.integers(0, len(TEXT) - 1))
        short = (length + 2) % CHARACTERS
        length -= max(0, 3 - short) + (short if short > CHARACTERS - 4 else 0)
        body = (TEXT[start:] + TEXT * 12)[: length - 1]
        texts.append(f"{body[:-1]}{'甲乙丙丁戊己庚辛壬癸子丑'[number]}。")
    return texts


@settings(max_examples=30)
@given(prose(), st.booleans(), st.sampled_from(["", "某局2024年度部门决算公开"]))
def test_paragraphs_come_back_whole_across_lines_and_pages(
    texts: list[str], numbers: bool, head: str
) -> None:
    pages = pages_of(set_in_lines(texts), numbers, head if len(texts) > 8 else "")
    document = drawn(*pages)
    got = [p.text for p in document.paragraphs if p.text != head]
    assert got == texts
    assert document.pages == len(pages)


def test_a_paragraph_stands_on_the_page_where_it_starts() -> None:
    texts = [TEXT[:20] + "。"] * (LINES - 1) + [TEXT * 2 + "。"]
    document = drawn(*pages_of(set_in_lines(texts)))
    assert document.pages == 2
    assert [p.place.page for p in document.paragraphs] == [1] * LINES
    assert document.paragraphs[-1].text == texts[-1]


def test_a_running_head_neither_breaks_a_paragraph_nor_is_lost() -> None:
    lines = set_in_lines([TEXT * 60 + "。"])
    document = drawn(*pages_of(lines, head="某局部门决算"))
    texts = [p.text for p in document.paragraphs]
    assert TEXT * 60 + "。" in texts
    assert texts.count("某局部门决算") == document.pages


@pytest.mark.parametrize("form", ["{}", "- {} -", "— {} —", "第{}页", "第 {} 页 共 9 页", "{}/9"])
def test_page_numbers_are_no_paragraphs(form: str) -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(LEFT, 700, TEXT[:20] + "。")
        canvas.drawCentredString(WIDTH / 2, 40, form.format(3))

    assert [p.text for p in drawn(draw).paragraphs] == [TEXT[:20] + "。"]


def test_a_number_within_the_page_is_kept() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(LEFT, 700, TEXT[:20])
        canvas.drawString(LEFT, 600, "2024")
        canvas.drawString(LEFT, 500, TEXT[:20])

    assert "2024" in [p.text for p in drawn(draw).paragraphs]


def test_contents_are_one_paragraph_an_entry() -> None:
    entries = ["第一部分 概况", "一、主要职能", "二、机构设置", "第二部分 决算表", "一、收入决算表"]

    def draw(canvas: Any) -> None:
        for row, entry in enumerate(entries):
            leader = "." * (int(WIDTH - 2 * LEFT - canvas.stringWidth(entry)) // 3 - 6)
            canvas.drawString(LEFT, 760 - 24 * row, f"{entry}{leader}{row + 1}")

    texts = [p.text for p in drawn(draw).paragraphs]
    assert len(texts) == len(entries)
    starts = zip(texts, entries, strict=True)
    assert all(text.replace(" ", "").startswith(entry.replace(" ", "")) for text, entry in starts)


def test_headings_in_the_middle_and_entries_of_a_list_stay_apart() -> None:
    body = set_in_lines([TEXT * 3 + "。"])
    heads = ["第三部分情况说明", "一、总体情况"]

    def draw(canvas: Any) -> None:
        canvas.drawCentredString(WIDTH / 2, 760, heads[0])
        canvas.drawString(LEFT + 2 * SIZE, 736, heads[1])
        for row, (indent, text) in enumerate(body):
            canvas.drawString(LEFT + SIZE * indent, 700 - LEADING * row, text)

    assert [p.text for p in drawn(draw).paragraphs] == [*heads, TEXT * 3 + "。"]


def test_a_line_cut_short_by_a_long_number_goes_on() -> None:
    first, second = TEXT[: CHARACTERS - 6], "1,234,567.89万元。"

    def draw(canvas: Any) -> None:
        lines = [*set_in_lines([TEXT * 4 + "。"]), (2, first), (0, second)]
        for row, (indent, text) in enumerate(lines):
            canvas.drawString(LEFT + SIZE * indent, 760 - LEADING * row, text)

    assert drawn(draw).paragraphs[-1].text == first + second


def test_bold_made_by_drawing_twice_reads_once() -> None:
    def draw(canvas: Any) -> None:
        for shift in (0, 0.4):
            canvas.drawString(LEFT + shift, 700, "合计与小计")
        for number, char in enumerate("决算公开"):
            for shift in (0, 0.5):
                canvas.drawString(LEFT + SIZE * number + shift, 600, char)

    assert [p.text for p in drawn(draw).paragraphs] == ["合计与小计", "决算公开"]


def test_a_page_of_short_paragraphs_has_the_margin_of_the_others() -> None:
    """Every wide line of the second page is a paragraph's first: none goes on the one before."""
    long = [TEXT * 8 + "。"]
    short = [TEXT[: CHARACTERS - 4] + "情况", f"（一）{TEXT[: CHARACTERS - 10]}说明"] * 12
    document = drawn(*pages_of(set_in_lines(long)), *pages_of([(2, text) for text in short]))
    assert [p.text for p in document.paragraphs] == [*long, *short]
