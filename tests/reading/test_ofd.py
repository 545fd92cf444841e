"""OFD files (GB/T 33190): pages of texts and lines, read as PDF pages are."""

from __future__ import annotations

from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading import read
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.documents import read_document
from budgetdisclosure.reading.formats.ofd import read_ofd

pytest.importorskip("lxml")
pytest.importorskip("pypdfium2")

NAME = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 4


def made(
    *pages: str, template: str = "", head: str = "", root: str = "Doc_0/Document.xml"
) -> bytes:
    """An OFD whose pages hold these objects, each over the template if there is one."""
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n, _ in enumerate(pages)
    )
    over = '<ofd:Template TemplateID="t"/>' if template else ""
    parts = {
        "OFD.xml": f"<ofd:OFD {NAME}><ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAME}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        '</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="t" BaseLoc="Tpls/t.xml"/>'
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/t.xml": f"<ofd:Page {NAME}><ofd:Content><ofd:Layer>{template}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    for number, held in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"{head}<ofd:Page {NAME}>{over}<ofd:Content><ofd:Layer><ofd:PageBlock>{held}"
            "</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>"
        )
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return out.getvalue()


def text(x: float, y: float, words: str, size: float = SIZE, more: str = "") -> str:
    steps = " ".join(f"{size / 2 if letter.isascii() else size}" for letter in words[:-1])
    return (
        f'<ofd:TextObject Boundary="{x} {y} {size * len(words)} {size}" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size * 0.86}" DeltaX="{steps}">{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def line(x: float, y: float, across: float, down: float) -> str:
    return (
        f'<ofd:PathObject Boundary="{x} {y} {across + 0.1} {down + 0.1}" LineWidth="0.25">'
        f"<ofd:AbbreviatedData>M 0 0 L {across} {down}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def table(rows: list[list[str]], x: int = 15, y: int = 40, wide: int = 45, tall: int = 8) -> str:
    width, height = wide * len(rows[0]), tall * len(rows)
    across = (line(x, y + n * tall, width, 0) for n in range(len(rows) + 1))
    down = (line(x + n * wide, y, 0, height) for n in range(len(rows[0]) + 1))
    words = (
        text(x + c * wide + 2, y + r * tall + 2, cell)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if cell
    )
    return "".join((*across, *down, *words))


words = st.text("收入支出决算合计", min_size=1, max_size=8)
numbers = st.integers(0, 10**9).map(lambda n: f"{n / 100:,.2f}")


@settings(max_examples=25, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(words | numbers | st.just(""), min_size=width, max_size=width),
            min_size=2,
            max_size=8,
        )
    )
)
def test_a_ruled_table_comes_back(rows: list[list[str]]) -> None:
    rows[0][0] = "项目"
    document = read_document(made(text(60, 20, "收入决算表", 6) + table(rows)))
    assert document.media == "ofd"
    assert document.paragraphs[0].text == "收入决算表"
    assert document.grids[0].texts() == tuple(map(tuple, rows))
    assert document.grids[0].place.page == 1


def test_a_disclosure_in_ofd_is_a_disclosure() -> None:
    rows = [["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "1,234.50"]]
    data = made(text(60, 20, "支出决算表", 6) + text(150, 32, "单位：万元") + table(rows))
    expenditure = read(data).expenditure
    assert expenditure is not None
    assert str(expenditure["208"].total) == "1234.50万元"


def test_templates_repeated_steps_and_turned_text() -> None:
    repeated = (
        '<ofd:TextObject Boundary="20 50 100 4" Size="4"><ofd:TextCode X="0" Y="3.4" '
        'DeltaX="g 3 4 4">本年收入合</ofd:TextCode></ofd:TextObject>'
    )
    scaled = text(20, 80, "放大的字", 2, 'CTM="2 0 0 2 0 0"')
    document = read_document(
        made(
            repeated + scaled,
            text(20, 50, "次页"),
            template=text(20, 30, "底版"),
            root="/Doc_0/Document.xml",
        )
    )
    assert [p.text for p in document.paragraphs if p.place.page == 1] == [
        "底版",
        "本年收入合",
        "放大的字",
    ]
    assert document.pages == 2


def test_pictures_and_odd_objects_are_told() -> None:
    picture = '<ofd:ImageObject Boundary="0 0 210 297"/>'
    odd = "<ofd:CompositeObject/><ofd:PathObject Boundary='x'/><ofd:TextObject Boundary='0 0 1 1'><ofd:TextCode DeltaX='g'>甲乙</ofd:TextCode></ofd:TextObject>"
    document = read_document(made(picture, text(20, 20, "正文") + odd))
    said = {remark.place.page: remark.message.zh for remark in document.remarks}
    assert "OCR" in said[1]
    assert "3个对象" in said[2]
    with pytest.raises(ReadingError, match="OCR"):
        read_document(made(picture))


def without(data: bytes, name: str, more: str | None = None) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as given, ZipFile(out, "w") as kept:
        for one in given.namelist():
            if one != name:
                kept.writestr(one, given.read(one))
        if more:
            kept.writestr(more, "<x/>")
    return out.getvalue()


GOOD = made(text(20, 20, "正文") + table([["项目", "金额"], ["合计", "1.50"]]))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (made(), "没有任何页面"),
        (without(GOOD, "Doc_0/Document.xml"), "损坏"),
        (without(GOOD, "Doc_0/Pages/Page_0/Content.xml"), "损坏"),
        (without(GOOD, "", "Encryptions.xml"), "加密"),
        (GOOD[: len(GOOD) // 2], "损坏"),
        (
            made(text(1, 1, "甲"), head='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'),
            "安全",
        ),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, word: str) -> None:
    with pytest.raises(ReadingError, match=word) as caught:
        read_ofd(data, source="公开.ofd")
    assert caught.value.remedy is not None
    assert caught.value.place is not None
    assert caught.value.place.file == "公开.ofd"


PARTS = {"OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"}


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(PARTS)), st.data())
def test_changed_parts_are_read_or_refused_but_nothing_else(name: str, data: st.DataObject) -> None:
    out = BytesIO()
    with ZipFile(BytesIO(GOOD)) as given, ZipFile(out, "w") as kept:
        for one in given.namelist():
            held = given.read(one)
            if one == name:
                at = data.draw(st.integers(0, len(held) - 1))
                end = data.draw(st.integers(at, min(len(held), at + 20)))
                held = (
                    held[:at]
                    + data.draw(st.sampled_from([b"", b"0", b"9999999", b"-1", b"<", b" "]))
                    + held[end:]
                )
            kept.writestr(one, held)
    try:
        document = read_ofd(out.getvalue())
    except ReadingError:
        return
    assert isinstance(document, Document)


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    read_document(
        made(text(20, 20, "甲"), text(20, 20, "乙")), progress=lambda n, of: told.append((n, of))
    )
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("", "0.0000"),
        ("255 255 255", "1.0000"),
        ("255", "1.0000"),
        ("0 0 0 255", "0.0000"),
        ("x", "0"),
    ],
)
def test_colours_of_every_kind(value: str, shown: str) -> None:
    """A white line on white paper divides nothing."""
    rows = [["项目", "金额"], ["合计", "1.50"]]
    colour = f'<ofd:StrokeColor Value="{value}"/><ofd:AbbreviatedData>'
    white = table(rows).replace("<ofd:AbbreviatedData>", colour)
    assert bool(read_document(made(white)).grids) == (shown != "1.0000")
