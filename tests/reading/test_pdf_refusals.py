"""Files that are no PDF, or cannot be read: each refused clearly, or read with a remark."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading.formats.pdf import read_pdf

pytest.importorskip("pypdfium2")
canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")

WIDTH, HEIGHT = 400, 300


def made(*draws: Callable[[Any], None], **options: Any) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(WIDTH, HEIGHT), **options)
    for draw in draws:
        canvas.setFont("STSong-Light", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def words(canvas: Any) -> None:
    canvas.drawString(40, 200, "本年收入合计")


def picture(canvas: Any) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("RGB", (80, 60), "grey")), 0, 0, WIDTH, HEIGHT)


def refusal(data: bytes, **options: Any) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        read_pdf(data, source="公开.pdf", **options)
    error = caught.value
    assert error.remedy is not None
    assert error.place is not None
    assert error.place.file == "公开.pdf"
    assert str(error).startswith("公开.pdf")
    return error


GOOD = made(words, words)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 a spreadsheet", b"<html><body></body></html>"])
def test_what_is_no_pdf_is_said_to_be_none(data: bytes) -> None:
    assert refusal(data).reason.zh == "文件内容不是 PDF"


@pytest.mark.parametrize("kept", [20, 200, 600])
def test_a_file_cut_short(kept: int) -> None:
    assert refusal(GOOD[:kept]).reason.zh == "PDF 文件已损坏或不完整"


def test_a_file_without_pages() -> None:
    data = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    assert refusal(data).reason.zh in ("PDF 没有任何页面", "PDF 文件已损坏或不完整")


def test_more_pages_than_allowed() -> None:
    error = refusal(GOOD, most_pages=1)
    assert "2 页" in error.reason.zh
    assert "1 页" in error.reason.zh
    assert read_pdf(GOOD, most_pages=2).pages == 2


def test_an_encrypted_file_needs_its_password() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    data = made(words, encrypt=StandardEncryption("秘密".encode().hex(), ownerPassword="owner"))
    assert refusal(data).reason.zh == "PDF 已加密，需要密码"
    assert refusal(data, password="wrong").reason.zh == "打开 PDF 的密码不正确"
    document = read_pdf(data, password="秘密".encode().hex())
    assert [p.text for p in document.paragraphs] == ["本年收入合计"]


def test_a_file_encrypted_against_changes_only_is_read() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    data = made(words, encrypt=StandardEncryption("", ownerPassword="owner", canModify=0))
    assert [p.text for p in read_pdf(data).paragraphs] == ["本年收入合计"]


def test_a_scan_is_refused_and_ocr_named() -> None:
    error = refusal(made(picture, picture))
    assert error.remedy is not None
    assert "OCR" in error.remedy.zh
    assert "OCR" in error.remedy.en


def test_a_file_of_blank_pages_is_refused() -> None:
    assert "文字" in refusal(made(lambda _: None)).reason.zh


def test_a_page_that_is_a_picture_is_remarked_on() -> None:
    document = read_pdf(made(words, picture, words), source="公开.pdf")
    assert [remark.place.page for remark in document.remarks] == [2]
    assert "OCR" in document.remarks[0].message.zh
    assert [p.place.page for p in document.paragraphs] == [1, 3]


def test_a_picture_with_a_page_number_is_remarked_on() -> None:
    def both(canvas: Any) -> None:
        picture(canvas)
        canvas.drawString(200, 10, "2")

    document = read_pdf(made(words, both))
    assert [remark.place.page for remark in document.remarks] == [2]


def handmade(text: bytes, mapped: str) -> bytes:
    """A page whose font says that A, B, C… are the characters ``mapped``."""
    pairs = "\n".join(f"<{0x41 + i:02X}> <{ord(char):04X}>" for i, char in enumerate(mapped))
    cmap = f"begincmap\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{len(mapped)} beginbfchar\n{pairs}\nendbfchar\nendcmap"
    content = b"BT /F 12 Tf 40 200 Td (" + text + b") Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Resources 7 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap.encode()),
        b"<</Font<</F 5 0 R>>>>",
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (n, held) for n, held in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 8>>\n%%EOF"


def test_letters_no_font_tells_the_meaning_of_are_remarked_on() -> None:
    document = read_pdf(handmade(b"ABC", "\ue001\ue002\ue003"), source="公开.pdf")
    assert [p.text for p in document.paragraphs] == ["\ue001\ue002\ue003"]
    assert [str(remark.place) for remark in document.remarks] == ["公开.pdf 第1页"]
    assert "3 个字符" in document.remarks[0].message.zh


def test_a_mapped_font_needs_no_remark() -> None:
    document = read_pdf(handmade(b"ABC", "支出表"))
    assert [p.text for p in document.paragraphs] == ["支出表"]
    assert document.remarks == ()


def test_progress_is_told_page_by_page() -> None:
    seen: list[tuple[int, int]] = []
    read_pdf(made(words, words, words), progress=lambda done, all_: seen.append((done, all_)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_threads_wait_for_one_another() -> None:
    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(read_pdf, [GOOD] * 12))
    assert {document.blocks for document in documents} == {read_pdf(GOOD).blocks}


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(ReadingError):
        read_pdf(noise)
    with pytest.raises(ReadingError):
        read_pdf(b"%PDF-1.7\n" + noise)


@settings(max_examples=60)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_file_is_read_or_refused_but_nothing_else(at: int, noise: bytes) -> None:
    damaged = GOOD[:at] + noise + GOOD[at + len(noise) :]
    with suppress(ReadingError):
        assert read_pdf(damaged).media == "pdf"
