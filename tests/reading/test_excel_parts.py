"""The parts of a workbook are found by what they are, whatever they are called."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.chart import BarChart

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.formats.xlsx import read_xlsx

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
ROWS = [("项目", "金额", "备注"), ("合计", 12.5, "其中"), ("教育", 12.5, "无")]


def book(*, chart: bool = False) -> bytes:
    made = openpyxl.Workbook()
    for name in ("收入", "支出"):
        sheet = made.create_sheet(name)
        for row in ROWS:
            sheet.append(row)
        for (cell,) in sheet["B2:B3"]:
            cell.number_format = "0.00"
    del made["Sheet"]
    if chart:
        made.create_chartsheet("图").add_chart(BarChart())
    out = BytesIO()
    made.save(out)
    return with_shared_strings(out.getvalue())


def with_shared_strings(data: bytes) -> bytes:
    """The workbook with its texts in a part of their own, as Excel writes them."""
    texts: list[str] = []

    def shared(match: re.Match[str]) -> str:
        texts.append(match[1])
        return f't="s"><v>{len(texts) - 1}</v></c>'

    def change(name: str, held: bytes) -> tuple[str, bytes]:
        text = held.decode()
        if "worksheets/sheet" in name:
            text = re.sub(r't="inlineStr"><is><t>([^<]*)</t></is></c>', shared, text)
        if name == "xl/_rels/workbook.xml.rels" and "sharedStrings" not in text:
            added = f'<Relationship Id="texts" Type="{KIND}" Target="sharedStrings.xml"/>'
            text = text.replace("</Relationships>", added + "</Relationships>")
        return name, text.encode()

    moved = BytesIO(repacked(data, change))
    with ZipFile(moved, "a") as made:
        if texts:
            listed = "".join(f"<si><t>{text}</t></si>" for text in texts)
            made.writestr("xl/sharedStrings.xml", f"<sst>{listed}</sst>")
    return moved.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as given, ZipFile(out, "w") as made:
        for name in given.namelist():
            kept = change(name, given.read(name))
            if kept:
                made.writestr(*kept)
    return out.getvalue()


def renamed(old: str, new: str, *, listed: bool = True) -> bytes:
    """The workbook with a part under another name, which its relations give too if ``listed``."""

    def change(name: str, data: bytes) -> tuple[str, bytes]:
        if listed and name.endswith((".rels", "[Content_Types].xml")):
            data = data.replace(old.encode(), new.encode())
        return name.replace(old, new), data

    return repacked(book(), change)


def texts(document: Document) -> list[tuple[tuple[str, ...], ...]]:
    return [grid.texts() for grid in document.grids]


WHOLE = (("项目", "金额", "备注"), ("合计", "12.50", "其中"), ("教育", "12.50", "无"))


@pytest.mark.parametrize(
    ("old", "new", "listed"),
    [
        ("sharedStrings.xml", "sharedStrings2.xml", True),
        ("sharedStrings.xml", "SharedStrings.xml", True),
        ("sharedStrings.xml", "SharedStrings.xml", False),
        ("styles.xml", "styles2.xml", True),
        ("styles.xml", "Styles.xml", False),
        ("worksheets/", "sheets/", True),
        ("worksheets/sheet1.xml", "Worksheets/Sheet1.xml", False),
    ],
)
def test_parts_are_found_by_any_name(old: str, new: str, listed: bool) -> None:
    document = read_xlsx(renamed(old, new, listed=listed))
    assert texts(document) == [WHOLE, WHOLE]
    assert document.remarks == ()


def test_a_listed_sheet_without_its_part_is_told_of() -> None:
    data = repacked(
        book(), lambda name, held: None if name.endswith("sheet2.xml") else (name, held)
    )
    document = read_xlsx(data)
    assert texts(document) == [WHOLE]
    (remark,) = document.remarks
    assert remark.place.sheet == "支出"
    assert "没有它的内容" in remark.message.zh


def test_a_sheet_that_is_a_chart_is_told_of() -> None:
    document = read_xlsx(book(chart=True))
    assert texts(document) == [WHOLE, WHOLE]
    (remark,) = document.remarks
    assert remark.place.sheet == "图"


OFFICE = "http://schemas.openxmlformats.org"
BOX = (
    "<anchor><from><col>0</col><row>{row}</row></from>{before}<sp><txBody>"
    "<p><r><t>{first}</t></r><r><t>表</t></r></p><p/><p><r><t>单位：</t></r><br/><r><t>万元</t></r></p>"
    "</txBody></sp>{after}</anchor>"
)


def drawn_over(data: bytes, *anchors: str) -> bytes:
    """A workbook with things drawn over the cells of its first sheet."""
    out = BytesIO(data)
    with ZipFile(out, "a") as made:
        relation = (
            f'<Relationship Id="d" Type="{OFFICE}/officeDocument/2006/relationships/drawing" '
            'Target="../drawings/drawing1.xml"/>'
        )
        made.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels", f"<Relationships>{relation}</Relationships>"
        )
        made.writestr("xl/drawings/drawing1.xml", f"<wsDr>{''.join(anchors)}</wsDr>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("<grpSp>", "</grpSp>"),
        ("<AlternateContent><Choice>", "</Choice><Fallback><sp/></Fallback></AlternateContent>"),
    ],
)
def test_text_boxes_over_a_sheet_are_read_where_they_begin(before: str, after: str) -> None:
    above = BOX.format(row=0, first="收入决算", before=before, after=after)
    below = BOX.format(row=7, first="附", before=before, after=after)
    document = read_xlsx(drawn_over(book(), below, above))
    first = [block for block in document.blocks if block.place.sheet == "收入"]
    assert [getattr(block, "text", "表格") for block in first] == [
        "收入",
        "收入决算表",
        "单位：\n万元",
        "表格",
        "附表",
        "单位：\n万元",
    ]
    assert [block.place.line for block in first[1:]] == [1, 1, 1, 8, 8]
    assert not document.remarks


def test_pictures_over_a_sheet_are_told_of() -> None:
    anchor = "<anchor><from><row>2</row></from><grpSp><pic/><graphicFrame/></grpSp></anchor>"
    (remark,) = read_xlsx(drawn_over(book(), anchor)).remarks
    assert (remark.message.zh[:2], remark.place.sheet) == ("有2", "收入")


def test_a_workbook_of_pictures_alone_says_so() -> None:
    made, out = openpyxl.Workbook(), BytesIO()
    made.save(out)
    anchor = "<anchor><from><row>0</row></from><pic/></anchor>"
    with pytest.raises(ReadingError, match="只有图片"):
        read_xlsx(drawn_over(out.getvalue(), anchor))


@pytest.mark.parametrize("row", ["-1", "1e9", "", "99999999999999999999", "<x/>"])
def test_an_anchor_without_a_row_stands_above(row: str) -> None:
    box = BOX.format(row=row, first="收入决算", before="", after="")
    document = read_xlsx(drawn_over(book(), box))
    assert "收入决算表" in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    "drawing",
    [
        *("", "<wsDr", "<!DOCTYPE a [<!ENTITY x 'y'>]><wsDr/>", None),
        f"<wsDr><a>{'<grpSp>' * 60}<sp/>{'</grpSp>' * 60}</a></wsDr>",
        f"<wsDr><a>{'<grpSp>' * 999}<sp/>{'</grpSp>' * 999}</a></wsDr>",
    ],
)
def test_a_drawing_that_cannot_be_read_stops_no_cells_and_is_told_of(drawing: str | None) -> None:
    def change(name: str, held: bytes) -> tuple[str, bytes]:
        if "drawings/" not in name:
            return name, held
        return ("xl/none.xml", held) if drawing is None else (name, drawing.encode())

    document = read_xlsx(repacked(drawn_over(book()), change))
    assert texts(document) == texts(read_xlsx(book()))
    (remark,) = document.remarks
    assert (remark.message.zh[:8], remark.place.sheet) == ("浮在单元格上的图", "收入")


def test_a_broken_list_of_what_a_sheet_refers_to_stops_no_cells() -> None:
    def change(name: str, held: bytes) -> tuple[str, bytes]:
        return name, b"<Relationships" if "sheet1.xml.rels" in name else held

    document = read_xlsx(repacked(drawn_over(book()), change))
    assert texts(document) == texts(read_xlsx(book()))
    assert len(document.remarks) == 1
