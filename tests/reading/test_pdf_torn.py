"""Rows that a program tears at the end of a page, the rest of a cell alone at the head of the next."""

from __future__ import annotations

import io

import pytest

from budgetdisclosure.reading.formats.pdf import read_pdf

pytest.importorskip("pypdfium2")
canvas_module = pytest.importorskip("reportlab.pdfgen.canvas")

FONT, SIZE = "STSong-Light", 9
HEAD = ("编码", "名称", "金额")
WIDTHS, DOWN = (50, 80, 70), 16
FULL = ("20805", "行政事业单位养老", "1,234.50")
"""Eight characters of nine points fill a cell of eighty."""

Row = tuple[str, str, str]


def pages(*held: tuple[str, list[Row]]) -> list[tuple[tuple[str, ...], ...]]:
    """The grids of pages, each with a line above its table."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = canvas_module.Canvas(out, pagesize=(300, 300))
    for title, rows in held:
        canvas.setFont(FONT, SIZE)
        canvas.drawString(40, 250, title)
        for number, row in enumerate(rows):
            left, top = 40, 240 - DOWN * number
            for text, width in zip(row, WIDTHS, strict=True):
                canvas.rect(left, top - DOWN, width, DOWN)
                canvas.drawString(left + 3, top - DOWN + 4, text)
                left += width
        canvas.showPage()
    canvas.save()
    return [grid.texts() for grid in read_pdf(out.getvalue()).grids]


NEXT = ("20899", "其他支出", "0.50")


@pytest.mark.parametrize("head", [[HEAD], []], ids=["head again", "no head"])
def test_the_rest_of_a_name_goes_to_the_row_it_began_in(head: list[Row]) -> None:
    first, second = pages(("", [HEAD, FULL]), ("", [*head, ("", "支出", ""), NEXT]))
    assert first == (HEAD, ("20805", "行政事业单位养老\n支出", "1,234.50"))
    assert second == (*head, NEXT)


@pytest.mark.parametrize(
    ("last", "title", "rest"),
    [
        (("20805", "养老支出", "1,234.50"), "", ("", "其中", "")),
        (FULL, "", ("", "其中", "0.00")),
        (FULL, "", ("208", "其中", "")),
        (("", "行政事业单位养老", ""), "", ("", "其中", "")),
        (FULL, "另一张表", ("", "其中", "")),
    ],
    ids=["not full", "with an amount", "with a code", "alone", "under a title"],
)
def test_a_row_of_a_name_is_a_row_where_the_one_before_is_done(
    last: Row, title: str, rest: Row
) -> None:
    assert pages(("", [HEAD, last]), (title, [HEAD, rest, NEXT])) == [
        (HEAD, last),
        (HEAD, rest, NEXT),
    ]
