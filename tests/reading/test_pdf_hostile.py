"""PDF files made to mislead or to exhaust: refused with the true reason, in bearable time."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import pytest

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.formats.pdf import read_pdf

pytest.importorskip("pypdfium2")
canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")

WIDTH, HEIGHT = 400, 300


def pages(*draws: Any) -> bytes:
    buffer = BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    for draw in draws:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def words(canvas: Any) -> None:
    for line in range(8):
        canvas.drawString(40, 250 - 20 * line, "Total revenue of the year 1,234.50")


def picture(canvas: Any) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("RGB", (80, 60), "grey")), 0, 0, WIDTH, HEIGHT)


def numbered(canvas: Any) -> None:
    picture(canvas)
    canvas.drawString(200, 10, "- 3 -")


def stamped(canvas: Any) -> None:
    picture(canvas)
    canvas.drawString(20, 280, "scanned with a telephone, and so this is what its maker says of it")


def refusal(data: bytes) -> str:
    with pytest.raises(ReadingError) as caught:
        read_pdf(data, source="公开.pdf")
    assert caught.value.remedy is not None
    assert caught.value.place is not None
    return str(caught.value)


def test_a_scan_with_page_numbers_is_a_scan() -> None:
    assert "OCR" in refusal(pages(numbered, numbered, numbered))


def test_a_scan_with_a_stamp_says_so_page_by_page() -> None:
    document = read_pdf(pages(stamped, words, stamped))
    assert [remark.place.page for remark in document.remarks] == [1, 3]
    assert all("主要是图片" in remark.message.zh for remark in document.remarks)


GOOD = pages(words, words)


@pytest.mark.parametrize("part", range(24))
def test_a_file_cut_anywhere_is_refused_or_read_with_its_loss_told(part: int) -> None:
    try:
        document = read_pdf(GOOD[: len(GOOD) * part // 24])
    except ReadingError:
        return
    assert document.pages == 2 or document.remarks


def handmade(kids: bytes, count: int, *objects: bytes) -> bytes:
    body = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        *objects,
    ]
    held = b"".join(b"%d 0 obj%s endobj\n" % (n, one) for n, one in enumerate(body, 1))
    return b"%PDF-1.4\n" + held + b"trailer<</Root 1 0 R>>\n%%EOF"


def stream(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>"


@pytest.mark.parametrize(
    "data",
    [
        handmade(b"3 0 R", 1_000_000_000, PAGE),
        handmade(b"3 0 R", 4_000, PAGE),
        handmade(b"3 0 R", -1, PAGE),
        handmade(b"2 0 R", 1),
        handmade(b"3 0 R 3 0 R 2 0 R", 3, PAGE),
        handmade(b"9 0 R", 1),
    ],
    ids=["a milliard pages", "4000 pages", "fewer than none", "a loop", "a loop more", "no page"],
)
def test_a_lying_list_of_pages_is_refused(data: bytes) -> None:
    assert refusal(data)


def test_content_that_unpacks_without_end_is_bearable() -> None:
    assert refusal(handmade(b"3 0 R", 1, PAGE, stream(b" " * (64 * 2**20))))


def test_a_page_of_too_many_objects_is_left_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgetdisclosure.reading.formats.pdf.pages.MOST_OBJECTS", 1_000)
    data = handmade(b"3 0 R", 1, PAGE, stream(b"0 0 m 100 0 l S " * 1_001))
    assert "图形对象过多" in refusal(data)


@pytest.mark.slow
def test_ten_thousand_pages_in_bearable_time_and_memory() -> None:
    """Refused unless asked for; then read page by page, each told to the caller."""

    def one(canvas: Any) -> None:
        canvas.drawString(20, 100, "1.00")

    data = pages(*[one] * 10_000)
    assert "10000 页" in refusal(data)
    told: list[tuple[int, int]] = []
    document: Document = read_pdf(
        data, most_pages=10_000, progress=lambda done, of: told.append((done, of))
    )
    assert document.pages == 10_000
    assert told == [(n, 10_000) for n in range(1, 10_001)]
