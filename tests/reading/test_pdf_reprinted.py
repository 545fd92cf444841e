"""The same page drawn another way by another program is the same page.

Programs that print again what another made draw rules, bold letters and clipped cells differently:
bold becomes outlines, boxes become fills. What a person sees is the same, and so must be what is read.
"""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.frames import facts
from budgetdisclosure.reading import read

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab")

LINES = [
    ["科目编码", "科目名称", "合计", "基本支出"],
    ["208", "社会保障和就业支出", "1.75", "1.31"],
    ["20801", "人力资源和社会保障管理事务", "1.75", "1.31"],
    ["", "合计", "1.75", "1.31"],
]
WIDTHS, HEIGHT = (60, 150, 70, 70), 14
TITLE = "支出决算表"


def outlined(canvas: Any, x: float, y: float, width: float, height: float, corners: int) -> None:
    """The outline of a letter, curved or with many corners, as bold letters are printed again."""
    path = canvas.beginPath()
    path.moveTo(x, y)
    if corners:
        for number in range(1, corners):
            path.lineTo(x + width * number / corners, y + height * (number % 2))
        path.lineTo(x + width, y)
    else:
        path.curveTo(x + width / 3, y, x + width / 2, y, x + width, y)
        path.curveTo(x + width, y + height, x + width / 2, y + height, x, y + height)
    path.close()
    canvas.drawPath(path, stroke=1, fill=0)


def page(letters: list[tuple[float, float, float, float, int]]) -> bytes:
    """A ruled table, over which the outlines of its letters are drawn."""
    import io

    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(500, 300))
    canvas.setFont("STSong-Light", 14)
    canvas.drawString(180, 260, TITLE)
    canvas.setFont("STSong-Light", 8)
    for number, line in enumerate(LINES):
        left, top = 50.0, 240.0 - number * HEIGHT
        for text, width in zip(line, WIDTHS, strict=True):
            canvas.rect(left, top - HEIGHT, width, HEIGHT)
            canvas.drawString(left + 3, top - HEIGHT + 4, text)
            left += width
    canvas.setLineWidth(0.2)
    outlined(canvas, 330, 60, 8, 8, 0)  # no page of outlined letters is without a thick one
    for letter in letters:
        outlined(canvas, *letter)
    canvas.save()
    return out.getvalue()


SIZES = st.sampled_from([(7.0, 7.0), (6.6, 1.0), (2.8, 5.0), (1.0, 6.0), (12.0, 11.0), (2.0, 2.0)])
LETTERS = st.tuples(
    st.floats(48, 395), st.floats(180, 242), SIZES, st.sampled_from([0, 7, 8, 11])
).map(lambda drawn: (drawn[0], drawn[1], *drawn[2], drawn[3]))


@settings(max_examples=30, deadline=None)
@given(st.lists(LETTERS, max_size=40))
def test_letters_drawn_as_outlines_divide_no_cell(
    letters: list[tuple[float, float, float, float, int]],
) -> None:
    """Wherever they stand, a 一 or a 1 near a rule included."""
    table = read(page(letters)).expenditure
    told = [[line.code.digits if line.code else "", line.name] for line in table]
    assert told == [line[:2] for line in LINES[1:]]
    assert {line.total.digits for line in table} == {"1.75"}
    assert {line.basic.digits for line in table} == {"1.31"}


WARPS = {
    "half the size": ((0.5, 0.0, 0.0, 0.5), 0),
    "larger": ((1.7, 0.0, 0.0, 1.7), 0),
    "off the origin": ((1.0, 0.0, 0.0, 1.0), 0),
    "sideways, and turned back": ((0.0, 1.0, -1.0, 0.0), 1),
    "upside down, and turned back": ((-1.0, 0.0, 0.0, -1.0), 2),
}
"""A matrix the content of every page goes through, and the quarter turns that show it upright."""


def warped(data: bytes, way: str) -> bytes:
    """The same document with its pages drawn at another size, place or turn, seen as before."""
    import io

    import pypdfium2
    import pypdfium2.raw as raw

    (a, b, c, d), turns = WARPS[way]
    shift = (-300.0, 200.0) if way == "off the origin" else (0.0, 0.0)
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        left, bottom, right, top = page.get_cropbox()
        corners = [(a * x + c * y, b * x + d * y) for x in (left, right) for y in (bottom, top)]
        low = (min(x for x, _ in corners), min(y for _, y in corners))
        high = (max(x for x, _ in corners), max(y for _, y in corners))
        matrix = raw.FS_MATRIX(a, b, c, d, shift[0] - low[0], shift[1] - low[1])
        box = (*shift, shift[0] + high[0] - low[0], shift[1] + high[1] - low[1])
        raw.FPDFPage_TransFormWithClip(page, matrix, None)
        for set_box in (page.set_mediabox, page.set_cropbox):
            set_box(*box)
        page.set_rotation((page.get_rotation() + 90 * turns) % 360)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _same_when(way: str, path: Path) -> bool:
    data = path.read_bytes()
    assert not any(_apart(data, warped(data, way))), (path.name, way)
    return True


@pytest.mark.real
@pytest.mark.parametrize("way", WARPS)
def test_a_page_is_read_the_same_at_any_size_place_and_turn(shared: Path, way: str) -> None:
    """Every number, under the same heading of the same row."""
    assert _same_when(way, shared / "disclosures" / "chongqing-southwest-university-2023-final.pdf")


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.parametrize("way", WARPS)
def test_every_document_is_read_the_same_at_any_size_place_and_turn(shared: Path, way: str) -> None:
    """Every real document, every page of it."""
    found = sorted((shared / "disclosures").glob("*.pdf"))
    assert found
    assert all(_same_when(way, path) for path in found)


@pytest.mark.slow
@pytest.mark.real
def test_real_documents_printed_again_hold_the_same_facts(shared: Path, tmp_path: Path) -> None:
    """Every number, under the same heading of the same row.

    Pages of target tables that show the clipped remains of another page's row are left out: printed
    again, the remains are no longer clipped.
    """
    if shutil.which("pdftocairo") is None:
        pytest.skip("pdftocairo (poppler-utils), which prints PDFs again, is not installed")
    for path in sorted((shared / "disclosures").glob("*.pdf")):
        again = tmp_path / path.name
        subprocess.run(["pdftocairo", "-pdf", path, again], check=True, capture_output=True)
        lost, new = _apart(path, again)
        assert not new, (path.name, new)
        assert {table for table, *_ in lost} <= {"performance"}, (path.name, lost)


def _apart(
    one: Path | bytes, other: Path | bytes
) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    counted = [
        Counter(
            (f.table, f.row_code, f.row_name, f.column_label, f.printed) for f in facts(read(p))
        )
        for p in (one, other)
    ]
    return counted[0] - counted[1], counted[1] - counted[0]
