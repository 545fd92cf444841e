"""What is read does not hang on the fonts a machine has, nor on a font having shapes at all."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from budgetdisclosure.reading.formats.pdf import read_pdf

pytest.importorskip("pypdfium2")
canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")

WIDTH, HEIGHT = 500, 700

WITHOUT_FONTS = """
import ctypes, sys
from pathlib import Path
import pypdfium2.raw as raw
raw.FPDF_InitLibrary()
info = raw.FPDF_SYSFONTINFO(version=1)
info.MapFont = type(info.MapFont)(lambda *asked: None)
raw.FPDF_SetSystemFontInfo(info)
from budgetdisclosure.reading.formats.pdf import read_pdf
document = read_pdf(Path(sys.argv[1]).read_bytes())
print(ascii([getattr(block, "text", None) or block.texts() for block in document.blocks]))
"""
"""Reads a file as a machine without any fonts of its own does."""


def one_by_one(canvas: Any) -> None:
    for number, char in enumerate("部门决算公开说明"):
        canvas.drawString(60 + 12 * number, 600, char)


def said_again(canvas: Any) -> None:
    for row in range(6):
        canvas.drawString(60, 600 - 20 * row, "本年度财政拨款收入与支出相比上年略有减少")


def ruled(canvas: Any) -> None:
    for row, line in enumerate((("项", "金额"), ("款", "12.50"), ("款", "12.50"))):
        for column, text in enumerate(line):
            x, y = 60 + 100 * column, 600 - 24 * row
            canvas.rect(x, y, 100, 24)
            canvas.drawString(x + 4, y + 8, text)


def sideways(canvas: Any) -> None:
    canvas.rotate(90)
    canvas.translate(0, -WIDTH)
    ruled(canvas)


def doubled(canvas: Any) -> None:
    for shift in (0, 0.4):
        canvas.drawString(60 + shift, 600, "合计")
        canvas.drawString(60 + shift, 560, "计")


def drawn(*draws: Callable[[Any], None]) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = canvas_module.Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    for draw in draws:
        canvas.setFont("STSong-Light", 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


TABLE = (("项", "金额"), ("款", "12.50"), ("款", "12.50"))


@pytest.mark.parametrize(
    ("draw", "held"),
    [
        (one_by_one, ["部门决算公开说明"]),
        (said_again, ["本年度财政拨款收入与支出相比上年略有减少"] * 6),
        (ruled, [TABLE]),
        (sideways, [TABLE]),
        (doubled, ["合计", "计"]),
    ],
)
def test_a_machine_without_fonts_reads_the_same(
    draw: Callable[[Any], None], held: list[Any], tmp_path: Path
) -> None:
    file = tmp_path / "drawn.pdf"
    file.write_bytes(drawn(draw))
    blocks = read_pdf(file.read_bytes()).blocks
    assert [getattr(block, "text", None) or block.texts() for block in blocks] == held
    command = [sys.executable, "-c", WITHOUT_FONTS, str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told.strip() == ascii(held)


def shapeless(lines: list[str], box: str = "0 0 0 0") -> bytes:
    """A page in a font whose every glyph is empty, one text for each character."""
    chars = sorted({*"".join(lines)})
    codes = {char: number + 1 for number, char in enumerate(chars)}
    marks = [
        f"BT /F 12 Tf {60 + 12 * column} {600 - 20 * row} Td <{codes[char]:02X}> Tj ET"
        for row, line in enumerate(lines)
        for column, char in enumerate(line)
    ]
    means = "".join(f"<{codes[char]:02X}> <{ord(char):04X}>\n" for char in chars)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(chars)} beginbfchar\n{means}endbfchar\nendcmap end end"
    )
    glyphs = " ".join(f"/g{number} 6 0 R" for number in codes.values())
    names = " ".join(f"/g{number}" for number in codes.values())
    widths = " ".join("1000" for _ in codes)
    return _file(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R >> >> >>",
        _stream("\n".join(marks)),
        f"<< /Type /Font /Subtype /Type3 /FontBBox [{box}] /FontMatrix [0.001 0 0 0.001 0 0]"
        f" /FirstChar 1 /LastChar {len(codes)} /Widths [{widths}] /CharProcs << {glyphs} >>"
        f" /Encoding << /Differences [1 {names}] >> /ToUnicode 7 0 R /Resources << >> >>",
        _stream("1000 0 d0"),
        _stream(cmap),
    )


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _file(*objects: str) -> bytes:
    body, places = "%PDF-1.7\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{held}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return (body + head + tail).encode("ascii")


@pytest.mark.parametrize("box", ["0 0 0 0", "0 -200 1000 800", "0 -2500 1000 3000", "0 0 1000 90"])
def test_text_in_a_font_without_shapes_is_read(box: str) -> None:
    """Whatever the font says of its height: the lines stand as far apart as they are drawn."""
    lines = ["部门决算公开", "一般公共预算拨款", "一般公共预算拨款", "2080501", "1,234.50"]
    assert [p.text for p in read_pdf(shapeless(lines, box)).paragraphs] == lines
