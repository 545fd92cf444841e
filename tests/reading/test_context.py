"""Year and kind of a text without a cover and tables: what its sentences say of themselves."""

from __future__ import annotations

import pytest

from budgetdisclosure import audit
from budgetdisclosure.model import FORMS, Kind
from budgetdisclosure.reading import read, recognise
from budgetdisclosure.testing.notation import document_of


@pytest.mark.parametrize(
    ("text", "year", "kind"),
    [
        ("我县今年“三公”经费预算9万元，较2023年的10万元减少1万元。", 2024, Kind.BUDGET),
        ("2023年“三公”经费支出9万元，比预算数减少1万元。", 2023, Kind.FINAL),
        ("2023年“三公”经费支出9万元，完成年初预算90%。", 2023, Kind.FINAL),
        ("2023年“三公”经费安排9万元，比上年预算减少1万元。", 2023, Kind.BUDGET),
        ("2022年實際支出8萬元，2023年實際支出9萬元。", 2023, Kind.FINAL),
        (
            "一、2024年“三公”经费预算情况\n安排9万元。\n二、2023年“三公”经费决算情况\n支出8万元。",
            2024,
            Kind.BUDGET,
        ),
        ("2023年度项目支出绩效单位自评报告\n年初预算9万元，到位资金8万元。", 2023, Kind.FINAL),
        ("一、“三公”经费与年初预算对比情况\n2023年支出8万元，年初预算9万元。", 2023, Kind.FINAL),
    ],
)
def test_a_short_text_says_its_year_and_kind(text: str, year: int, kind: Kind) -> None:
    d = read(text.encode())
    assert (d.fiscal_year, d.kind) == (year, kind)


def test_a_line_that_ends_in_a_quoted_name_goes_on() -> None:
    d = read(
        "其他收入3.5万元,是上面没有说到的“甲收入”“乙收入”\n及“丙收入”等,比上年增加1万元。".encode()
    )
    (passage,) = d.sections[0].passages
    assert passage.text.endswith("增加1万元。")


def test_headings_in_traditional_characters_are_headings() -> None:
    d = read(
        "一、收入決算情況說明\n本年收入9萬元。\n二、支出決算情況說明\n本年支出9萬元。".encode()
    )
    assert [section.part for section in d.sections] == ["narrative", "narrative"]


def test_a_file_of_tables_behind_a_list_of_them_wants_no_text() -> None:
    page = (
        "某县教育局2023年度部门决算\n\n目录\n\n1 收入决算表\n\n2 支出决算表\n\n支出决算表\n\n单位：万元\n\n"
        "科目编码\t科目名称\t本年支出合计\n208\t社会保障和就业支出\t100.00\n"
    )
    d = read(page.encode())
    (contents,) = [section for section in d.sections if section.part == "contents"]
    assert [passage.text for passage in contents.passages] == ["1收入决算表", "2支出决算表"]
    assert not {"DIS-013", "DIS-014"} & {finding.rule.id for finding in audit(d).findings}


def test_a_name_over_each_table_is_the_body_whose_disclosure_it_is() -> None:
    table = "科目编码\t科目名称\t合计\n208\t社会保障和就业支出\t100.00\n\n"
    titles = ("收入决算表", "支出决算表")
    page = "".join(f"2023年度\n\n某县教育局\n\n{one}\n\n单位：元\n\n{table}" for one in titles)
    d = read(page.encode())
    assert (d.entity, d.fiscal_year) == ("某县教育局", 2023)


def test_outturns_beside_budgets_make_final_accounts() -> None:
    head = "项目\t年初预算数\t全年预算数\t决算统计数\n"
    d = read(f"“三公”经费情况表\n\n单位：万元\n\n{head}合计\t9.00\t9.00\t8.00\n".encode())
    assert d.kind is Kind.FINAL


def test_a_year_not_known_asks_for_no_table_that_came_later() -> None:
    row = "科目编码\t科目名称\t合计\n208\t社会保障和就业支出\t1.00\n\n"
    titles = [form.TITLE for form in FORMS[:-1]]
    found = audit(read("".join(f"{title}\n\n单位：万元\n\n{row}" for title in titles).encode()))
    assert "DIS-003" not in {finding.rule.id for finding in found.findings}


@pytest.mark.parametrize(
    ("table", "year"),
    [
        ("科目编码|科目名称|2024年执行数|2025年预算数\n205|教育支出|9.00|8.00", 2025),
        (
            "科目编码|科目名称|2024年执行数|2025年预算数|2027年规划数\n205|教育支出|9.00|8.00|7.00",
            2025,
        ),
        (
            "科目编码|科目名称|2025年预算数|2026年预算数|2027年预算数\n205|教育支出|9.00|8.00|7.00",
            None,
        ),
        ("科目编码|科目名称|合计|建成时间\n205|教育支出|9.00|2028年", None),
    ],
)
def test_the_year_of_headings_is_that_of_their_amounts(table: str, year: int | None) -> None:
    assert recognise(document_of(f"支出预算表\n单位：万元\n{table}")).fiscal_year == year


def test_a_year_in_another_table_is_not_the_disclosures() -> None:
    goals = "项目支出绩效目标表\n项目名称|甲|实施期限|2027年底前完成"
    forms = "支出预算表\n单位：万元\n科目编码|科目名称|合计\n205|教育支出|9.00"
    assert recognise(document_of(f"{goals}\n{forms}")).fiscal_year is None
