"""Layouts are data: a file adds a form or a variant, and a bad file says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.model import FORMS, OtherTable
from budgetdisclosure.reading import read
from budgetdisclosure.reading.recognise.captions import Titles
from budgetdisclosure.reading.recognise.layout_file import load_layouts
from budgetdisclosure.reading.recognise.line_types import LINE_TYPES

TEXT = """2030年度部门决算

部门用钱总览表

编码\t叫法\t统共\t养人办公\t办事
208\t社会保障和就业支出\t9.00\t4.00\t5.00
合计\t\t9.00\t4.00\t5.00
"""

LAYOUT = """
id = "expenditure"
titles = ["部门用钱总览表"]

[columns]
total = ["统共"]
basic = ["养人办公"]
project = ["办事"]
"""


def test_a_tenth_province_is_one_file(tmp_path: Path) -> None:
    file = tmp_path / "tenth.toml"
    file.write_text(LAYOUT, "utf-8")
    disclosure = read(TEXT.encode(), layouts=[file])
    assert disclosure.expenditure["208"].project.digits == "5.00"
    assert not read(TEXT.encode()).expenditure.present


def test_one_layout_may_be_given_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "tenth.toml"
    file.write_text(LAYOUT, "utf-8")
    assert read(TEXT.encode(), layouts=str(file)) == read(TEXT.encode(), layouts=[file])


def test_a_form_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('id = "spending_overview"\ntitles = ["部门用钱总览表"]\n', "utf-8")
    (table,) = read(TEXT.encode(), layouts=[file]).others
    assert isinstance(table, OtherTable)
    assert table.id == "spending_overview"
    assert [line.name for line in table.lines] == ["社会保障和就业支出", "合计"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("id = ", "TOML"),
        ('titles = ["x表"]', "（id）"),
        ("id = 3", "“id”"),
        ('id = "x"\nshape = "round"', "“shape”：不认识“round”，可以是 list、sides、bases"),
        ('id = "x"\ncodes = "functional"', "可以是 function、economic"),
        ('id = "x"\ncolour = "red"', "colour"),
        ('id = "x"\ntitle = ["x表"]', "不认识“title”，也许是 titles"),
        ('id = "x"\ntitles = "x表"', 'titles = ["…"]'),
        ('id = "x"\ntitles = [3]', "“titles”"),
        ('id = "x"\ncolumns = 3', "[columns]"),
        ('id = "x"\n[columns]\ntotal = "总数"', "“columns/total”"),
        ('id = "income"\n[columns]\ntotl = ["总数"]', "“columns”：不认识“totl”，也许是 total"),
        ('id = "three_public"\n[columns]\nbanquets = ["宴请"]', "official_reception"),
        ('id = "x"\nrows = ["合计"]', "[[rows]]"),
        ('id = "x"\n[[rows]]\nitem = "甲"\n[[rows]]\nnames = ["乙"]', "“rows 2”：缺少 item"),
        ('id = "x"\n[[rows]]\nitem = "甲"\npattern = "("', "“rows 1/pattern”"),
        ('id = "x"\n[[sides]]\nwords = ["收入"]', "“sides 1”：缺少 group"),
    ],
)
def test_a_bad_layout_says_so(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ReadingError, match=r"bad\.toml") as caught:
        load_layouts([file])
    assert reason in str(caught.value)


def test_a_missing_layout_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="打不开"):
        load_layouts([tmp_path / "none.toml"])


def test_every_column_of_a_packaged_layout_is_one_of_its_lines() -> None:
    known = {form: set() for form, _ in LINE_TYPES}
    for (form, _), line_type in LINE_TYPES.items():
        known[form] |= {column.id for column in line_type.columns()}
    for layout in load_layouts():
        if layout.id in known:
            assert set(layout.columns) <= known[layout.id], layout.id
            assert not layout.main or layout.main in known[layout.id]


def test_every_form_is_named_by_its_official_title() -> None:
    titles = Titles(load_layouts())
    for form in FORMS:
        best, *others = titles.rate(form.TITLE)
        assert best.layout.id == form.ID
        assert all(other.score < best.score for other in others)


def test_no_two_layouts_of_one_shape_claim_one_title() -> None:
    seen: dict[tuple[str, str], str] = {}
    for layout in load_layouts():
        for core in layout.cores:
            assert seen.setdefault((core, layout.shape), layout.id) == layout.id
