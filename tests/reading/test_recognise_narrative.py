"""Running text: parts, headings, joined lines, contents pages, attachments."""

from __future__ import annotations

import pytest

from budgetdisclosure.model import Section
from budgetdisclosure.place import Place
from budgetdisclosure.reading import recognise
from budgetdisclosure.reading.document import Cell, Document, Grid, Paragraph
from budgetdisclosure.reading.formats.text import read_text
from budgetdisclosure.reading.recognise.words import plain


def sections(text: str) -> tuple[Section, ...]:
    return recognise(read_text(text.encode())).sections


def outline(found: tuple[Section, ...]) -> list[tuple[int, str, str, str]]:
    return [(s.level, s.number, s.title, s.part) for top in found for s in top.walk()]


WHOLE = """某某局
2023年度部门决算

目录
第一部分 某某局概况
一、主要职能
第二部分 2023年度部门决算情况说明
一、收入决算情况说明

第一部分
某某局 概况
一、主要职能
（一）负责全县的某项工作，
并做好其他事项。
第二部分 2023年度部门决算情况说明
一、收入决算情况说明
本年收入合计10.00万元，其中：财政拨款收入10.00万元，占
100%。
（一）一般情况
1、某类（款）某项（项）。
年初预算为1.00万元。
第三部分 名词解释
一、财政拨款收入：指从财政部门取得的资金。
第四部分 附件
附件1
2023年度某项目绩效评价报告
一、基本情况
项目实施顺利。
附件2-1 2023年度某项目说明
"""


def test_parts_headings_and_attachments() -> None:
    assert outline(sections(WHOLE)) == [
        (1, "", "", "cover"),
        (1, "", "目录", "contents"),
        (1, "第一部分", "某某局概况", "profile"),
        (2, "一", "主要职能", "profile"),
        (1, "第二部分", "2023年度部门决算情况说明", "narrative"),
        (2, "一", "收入决算情况说明", "narrative"),
        (3, "一", "一般情况", "narrative"),
        (1, "第三部分", "名词解释", "glossary"),
        (1, "第四部分", "附件", "attachment"),
        (2, "附件1", "2023年度某项目绩效评价报告", "attachment"),
        (3, "一", "基本情况", "attachment"),
        (2, "附件2-1", "2023年度某项目说明", "attachment"),
    ]


def test_broken_lines_are_joined_where_the_sentence_goes_on() -> None:
    profile, narrative = sections(WHOLE)[2:4]
    assert profile.sections[0].text == "（一）负责全县的某项工作，\n并做好其他事项。"
    income = narrative.sections[0]
    assert income.passages[0].text.endswith("占100%。")
    assert [p.text for p in income.sections[0].passages] == [
        "1、某类（款）某项（项）。",
        "年初预算为1.00万元。",
    ]


def test_every_passage_knows_its_line() -> None:
    lines = WHOLE.split("\n")
    for top in sections(WHOLE):
        for section in top.walk():
            for passage in section.passages:
                assert passage.place.line is not None
                assert plain(passage.text).startswith(plain(lines[passage.place.line - 1])[:8])


def test_a_contents_list_without_a_title_is_found_by_its_repetition() -> None:
    text = WHOLE.replace("目录\n", "")
    assert outline(sections(text))[1] == (1, "", "目录", "contents")
    assert outline(sections(text))[2:] == outline(sections(WHOLE))[2:]


def test_titles_units_notes_and_page_heads_are_no_running_text() -> None:
    def page(number: int, *texts: str) -> list[Paragraph]:
        head = "某某局2023年度部门决算公开"
        feet = f"- {number} -", f"某某局部门决算 第{number}页 共4页"
        return [Paragraph(text, Place(page=number)) for text in (head, *texts, *feet)]

    grid = Grid(
        (Cell("科目编码", 0, 0), Cell("合计", 0, 1), Cell("205", 1, 0), Cell("1.00", 1, 1)), 2, 2
    )
    blocks = (
        *page(1, "第一部分 概况", "一、职能", "做好工作。"),
        *page(
            2, "第二部分 2023年度部门决算表", "支出决算表", "公开03表", "部门：某某局 单位：万元"
        ),
        grid,
        *page(3, "注：本表反映部门本年度各项支出情况。"),
        *page(4, "第三部分 情况说明", "一、总体情况", "都好。"),
    )
    found = recognise(Document(blocks, pages=4))
    texts = [p.text for section in found.walk_sections() for p in section.passages]
    assert texts == ["做好工作。", "都好。"]
    assert found.expenditure.notes == ("注：本表反映部门本年度各项支出情况。",)


@pytest.mark.parametrize(
    "line",
    [
        "一、2023年支出10.00万元",
        "1、小学教育（2050202）：反映各部门举办的小学教育支出",
        "3.其中，一般公共服务支出",
        "（一）做好某项工作；",
    ],
)
def test_what_is_numbered_and_no_heading(line: str) -> None:
    (section,) = sections(f"第一部分 概况\n{line}\n")
    assert section.sections == ()
    assert section.passages[0].text == line


def test_headings_a_file_marks_itself() -> None:
    markdown = "# 某某局预算说明\n\n## 总体情况\n\n都好。\n"
    found = sections(markdown)
    assert [(s.level, s.title) for top in found for s in top.walk()] == [
        (1, "某某局预算说明"), (2, "总体情况"),
    ]  # fmt: skip
