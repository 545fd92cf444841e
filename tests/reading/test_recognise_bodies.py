"""Whose disclosure, of which year, budget or final accounts: as covers and captions say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetdisclosure.model import Kind
from budgetdisclosure.reading import read, read_all, recognise
from budgetdisclosure.reading.document import Document, Paragraph
from budgetdisclosure.testing import document_of

COVERS = [
    ("某某局2024年度部门决算公开", "某某局", 2024, "final"),
    ("2025年某某县某某镇人民政府部门预算公开说明", "某某县某某镇人民政府", 2025, "budget"),
    ("关于公开某某县教育局2024年部门预算的说明", "某某县教育局", 2024, "budget"),
    ("某某县教育局关于2023年部门决算公开的说明", "某某县教育局", 2023, "final"),
    ("某某县教育局关于2023年度部门预算公开情况的说明", "某某县教育局", 2023, "budget"),
    ("2022年度\n某某市第三中学\n单位决算", "某某市第三中学", 2022, "final"),
    ("某某市第28中学2024年度部门决算公开说明", "某某市第28中学", 2024, "final"),
    ("某某市\n水利局\n2022年度部门决算", "某某市水利局", 2022, "final"),
    ("中共某某县委宣传部\n2023 年部门预算", "中共某某县委宣传部", 2023, "budget"),
    ("二〇二四年某某区城市管理局部门预算", "某某区城市管理局", 2024, "budget"),
    ("附件1\n某某市卫健委2021年度部门决算\n2022年9月", "某某市卫健委", 2021, "final"),
    ("某某区人民法院2023年预算公开\n公开时间：2024年2月10日", "某某区人民法院", 2023, "budget"),
    ("某某街道办事处2021年度决算公开情况说明", "某某街道办事处", 2021, "final"),
    ("某某大学2022年度部门决算（草案）", "某某大学", 2022, "final"),
    ("部门名称：某某县统计局\n2021年部门预算公开表", "某某县统计局", 2021, "budget"),
    ("预算部门：105001-某某县统计局\n2021年部门预算表", "某某县统计局", 2021, "budget"),
    ("某某县人社局（汇总）2022年度部门决算公开", "某某县人社局", 2022, "final"),
    ("2023年部门预算\n某某县林业局\n二○二三年二月", "某某县林业局", 2023, "budget"),
    ("某某省财政厅\n2024年省级部门预算", "某某省财政厅", 2024, "budget"),
    ("某某县2019年“三公”经费汇总情况决算表", "某某县", 2019, "final"),
    ("2020年某某县民政局“三公”经费增减情况说明", "某某县民政局", 2020, "budget"),
    ("某某市第一职业学院\n2021年政府采购决算公开情况说明", "某某市第一职业学院", 2021, "final"),
    ("某某县2024年县级部门预算\n预算部门：某某县公安局", "某某县公安局", 2024, "budget"),
]


@pytest.mark.parametrize(("cover", "entity", "year", "kind"), COVERS)
def test_covers(cover: str, entity: str, year: int, kind: str) -> None:
    d = recognise(Document(tuple(map(Paragraph, cover.split("\n")))))
    assert (d.entity, d.fiscal_year, d.kind) == (entity, year, Kind(kind))


def test_a_title_deep_in_a_web_page_outweighs_its_links() -> None:
    links = [Paragraph(f"栏目{number}") for number in range(40)]
    title = Paragraph("某某县文化馆2026年部门预算情况说明", level=1)
    other = Paragraph("某某县图书馆2025年部门预算公开")
    d = recognise(Document((*links, title, Paragraph("一、主要职责"), other)))
    assert (d.entity, d.fiscal_year, d.kind) == ("某某县文化馆", 2026, Kind.BUDGET)


def test_a_form_names_its_body_beside_a_label() -> None:
    d = recognise(
        document_of("支出总表\n\n科目编码|合计\n208|1.00\n\n部门名称|某某县档案馆\n目标|好")
    )
    assert d.entity == "某某县档案馆"


def table(body: str, title: str, amount: str) -> str:
    return f"{body}{title}\n支出表\n单位：万元\n\n编码\t名称\t合计\n208\t社保\t{amount}\n"


def folder(path: Path, **files: str) -> Path:
    for name, text in files.items():
        (path / f"{name}.txt").write_text(text, "utf-8")
    return path


BUDGET, FINAL = "2024年部门预算", "2024年度部门决算"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("某某县教育局", BUDGET), ("某某县教育局", FINAL)),
        (("某某县教育局", BUDGET), ("某某县教育局", "2025年部门预算")),
        (("某某县教育局", BUDGET), ("某某县水务局", BUDGET)),
    ],
)
def test_two_disclosures_in_a_folder_are_not_made_one(
    tmp_path: Path, one: tuple[str, str], two: tuple[str, str]
) -> None:
    held = folder(tmp_path, a=table(*one, "1.00"), b=table(*two, "2.00"))
    assert [str(d.expenditure["208"].total) for d in read_all(held)] == ["1.00万元", "2.00万元"]
    first = read(held)
    assert str(first.expenditure["208"].total) == "1.00万元"
    assert [remark.place.file for remark in first.remarks] == ["b.txt"]
    assert "read_all" in first.remarks[0].reason.zh


def test_parts_of_one_disclosure_stay_together(tmp_path: Path) -> None:
    text = f"某某教育局{FINAL}情况说明\n\n一、收入情况\n\n本年收入1.00万元。\n"
    held = folder(tmp_path, a=text, b=table("某某县教育局", FINAL, "1.00"))
    (d,) = read_all(held)
    assert d.expenditure.present
    assert d.remarks == ()
    assert any("收入情况" in section.title for section in d.walk_sections())


def test_a_text_of_another_body_stands_alone(tmp_path: Path) -> None:
    text = f"中共甲乙县委宣传部{FINAL}情况说明\n\n一、收入情况\n\n本年收入1.00万元。\n"
    held = folder(tmp_path, a=text, b=table("丙丁县教育局", FINAL, "1.00"))
    assert [d.entity for d in read_all(held)] == ["丙丁县教育局", "中共甲乙县委宣传部"]
