"""The unit of money of a table, wherever it is printed (金额单位); where none is, it is said."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from budgetdisclosure import audit
from budgetdisclosure.amounts import Unit
from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading import read
from budgetdisclosure.report import render

HEAD = "某县教育局2023年度部门决算\n\n"
NAMES = ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
ROWS = (
    "\t".join(NAMES)
    + "\n合计\t\t100.00\t60.00\t40.00\n208\t社会保障和就业支出\t100.00\t60.00\t40.00\n"
)


def _read(caption: str, rows: str = ROWS) -> Disclosure:
    return read((HEAD + caption + "\n\n" + rows).encode())


def _sheet(*rows: list[str]) -> Disclosure:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = BytesIO()
    book.save(held)
    return read(held.getvalue())


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("支出决算表(元)", Unit.YUAN),
        ("支出决算表（单位：元）", Unit.YUAN),
        ("支出决算表\n\n（千元）", Unit.THOUSAND),
        ("支出决算表\n\n單位：元", Unit.YUAN),
        ("支出决算表\n\n单位：RMB万元", Unit.WAN),
        ("支出决算表\n\n单位:元（人民币）", Unit.YUAN),
        ("支出决算表\n\n单位：人民币（元）", Unit.YUAN),
        ("支出决算表\n\n单位：百万元", Unit.MILLION),
        ("支出决算表\n\n部门：某县教育局\t单位：元", Unit.YUAN),
        ("支出决算表 元", Unit.YUAN),
        ("支出决算表　　千元", Unit.THOUSAND),
        ("支出决算表 单位万元", Unit.WAN),
    ],
)
def test_a_unit_is_read_however_a_caption_prints_it(caption: str, unit: Unit) -> None:
    d = _read(caption)
    table = d.expenditure
    assert (table.title, table.unit, table["208"].total.unit) == ("支出决算表", unit, unit)
    assert (d.entity, d.others, d.remarks) == ("某县教育局", (), ())


@pytest.mark.parametrize("printed", ["角", "分", "百元", "十万元", "美元", "万美元"])
def test_a_unit_without_a_meaning_is_said_and_is_no_body(printed: str) -> None:
    d = _read(f"支出决算表\n\n单位：{printed}")
    (remark,) = d.remarks
    assert (d.entity, d.expenditure.unit) == ("某县教育局", None)
    assert f"“{printed}”不认识" in remark.reason.zh
    assert remark.place.line == 5
    assert "不认识" in render(audit(d))
    assert "DIS-022" in {finding.rule.id for finding in audit(d).findings}


@pytest.mark.parametrize("named", ["元氏县某某局", "某县分局", "某县元宝中学"])
def test_a_body_behind_the_same_label_is_no_unit(named: str) -> None:
    d = _read(f"支出决算表\n\n单位：{named}")
    assert (d.entity, d.expenditure.unit) == (named, Unit.WAN)


@pytest.mark.parametrize(
    "below", ["单位：元\n", "\n金额单位：元\n", "注：本表单位为元。\n", "\n注：以元为单位。\n"]
)
def test_a_unit_is_read_below_the_table(below: str) -> None:
    d = _read("支出决算表", ROWS + below)
    assert (d.expenditure.unit, len(d.expenditure.lines), d.remarks) == (Unit.YUAN, 2, ())


@pytest.mark.parametrize("head", [[*NAMES, "单位：元"], ["科目编码（金额单位：元）", *NAMES[1:]]])
def test_a_unit_is_read_beside_and_behind_headings(head: list[str]) -> None:
    d = _sheet(["某县教育局2023年度支出决算表"], head, ["208", "社保支出", "1.00", "1.00"])
    line = d.expenditure["208"]
    assert (d.expenditure.unit, line.total.unit, line.extras) == (Unit.YUAN, Unit.YUAN, ())


def test_each_of_several_tables_has_the_unit_below_it() -> None:
    second = "\n收入决算表\n\n科目编码\t科目名称\t本年收入合计\n208\t社保\t9.00\n\n单位：万元\n"
    d = _read("支出决算表", ROWS + "\n单位：元\n" + second)
    assert (d.expenditure.unit, d.income.unit) == (Unit.YUAN, Unit.WAN)


def test_that_no_unit_is_printed_is_said_once() -> None:
    second = "\n收入决算表\n\n科目编码\t科目名称\t本年收入合计\n208\t社保\t9.00\n"
    (remark,) = _read("支出决算表", ROWS + second).remarks
    assert remark.reason.zh == "没有注明金额单位，按万元读取，请核对"
    assert _read("支出决算表\n\n单位：元", ROWS + second).income["208"].total.unit is Unit.YUAN


def test_where_no_unit_is_printed_the_text_tells_it() -> None:
    d = _read("支出决算表", ROWS + "\n二、支出情况说明\n本年支出合计100.00元。\n")
    assert d.expenditure.unit is Unit.YUAN
    assert "按元读取" in d.remarks[0].reason.zh


def test_columns_in_units_of_their_own_show_them() -> None:
    pandas = pytest.importorskip("pandas")
    from budgetdisclosure.frames import to_pandas

    rows = ROWS.replace("本年支出合计", "本年支出合计（元）").replace("\t60.00", "\t61.00")
    d = _read("支出决算表\n\n单位：万元", rows)
    assert "本年支出合计（元）  基本支出  项目支出" in str(d.expenditure)
    assert "<th>本年支出合计（元）</th>" in d.expenditure._repr_html_()
    frame: pandas.DataFrame = to_pandas(d.expenditure)
    assert frame.attrs == {"unit": "万元", "units": {"total": "元"}}
    said = next(f.message.zh for f in audit(d).findings if f.rule.id == "T03-001")
    assert "100.00元 ≠ 基本支出 61.00万元 + 项目支出 40.00万元 = 1010000元" in said


@pytest.mark.parametrize(
    ("text", "entity", "year"),
    [
        ("某县水利局2024年一般公共预算支出表\n单位：万元\n\n" + ROWS, "某县水利局", 2024),
        ("某县教育局2023年预算调整及2022年决算\n\n支出决算表\n\n" + ROWS, "某县教育局", 2023),
        ("某县教育局2023部门决算公开\n\n支出决算表\n\n" + ROWS, "某县教育局", 2023),
    ],
)
def test_titles_tell_whose_disclosure_it_is_and_of_which_year(
    text: str, entity: str, year: int
) -> None:
    d = read(text.encode())
    assert (d.entity, d.fiscal_year) == (entity, year)


def test_of_columns_told_by_years_alone_the_documents_year_is_the_forms() -> None:
    rows = "科目编码\t科目名称\t2022年决算数\t2023年决算数\n208\t社保支出\t90.00\t100.00\n"
    line = _read("支出决算表\n单位：万元", rows).expenditure["208"]
    assert line.total.value == Decimal("100.00")
    assert [extra.label for extra in line.extras] == ["2022年决算数"]


@pytest.mark.parametrize("under", [["元", "万元", "万元"], ["（元）", "（万元）", "（万元）"]])
def test_units_printed_below_the_headings_are_those_columns_own(under: list[str]) -> None:
    rows = [list(line) for line in (["支出决算表"], NAMES, ["", "", *under])]
    (line,) = _sheet(*rows, ["208", "社保支出", "100", "60", "40"]).expenditure.lines
    units = [line.total.unit, line.basic.unit, line.project.unit]
    assert units == [Unit.YUAN, Unit.WAN, Unit.WAN]


@pytest.mark.parametrize(
    "above",
    [
        ["编制单位：某县教育局", "", "2023年度", "", "单位：元"],
        ["编制部门", "某县教育局", "2023年度", "", "单位：元"],
        ["126001-某县教育局", "", "2023年度", "", "单位：元"],
    ],
)
def test_a_grids_first_rows_tell_whose_it_is_and_of_which_year(above: list[str]) -> None:
    d = _sheet(["支出决算表"], above, NAMES, ["208", "社保支出", "100", "60", "40"])
    assert (d.entity, d.fiscal_year, d.expenditure.unit) == ("某县教育局", 2023, Unit.YUAN)


FUNDS = (
    "项目支出绩效自评表\n{caption}\n\n项目名称\t某项目\n"
    "项目资金{side}\t\t年初预算数{head}\t全年执行数\t分值\t执行率\t得分\n"
    "\t年度资金总额\t100.00\t90.00\t10\t90%\t9\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "产出指标\t数量指标\t户数\t9户\t9户\t90\t90\n"
)


@pytest.mark.parametrize(
    ("caption", "side", "head", "units", "unknown"),
    [
        ("金额单位：元", "", "", (Unit.YUAN, Unit.YUAN), ""),
        ("单位：元", "（万元）", "", (Unit.WAN, Unit.WAN), ""),
        ("", "（万元）", "（元）", (Unit.YUAN, Unit.WAN), ""),
        ("", "（百元）", "", (Unit.WAN, Unit.WAN), "百元"),
        ("单位：百元", "", "", (Unit.WAN, Unit.WAN), "百元"),
    ],
)
def test_a_performance_table_says_its_unit_as_any_table_does(
    caption: str, side: str, head: str, units: tuple[Unit, Unit], unknown: str
) -> None:
    d = read((HEAD + FUNDS.format(caption=caption, side=side, head=head)).encode())
    (evaluation,) = d.evaluations
    fund = evaluation.funding[0]
    assert (fund.initial_budget.unit, fund.outturn.unit) == units
    said = [oddity.text for oddity in evaluation.oddities if "金额单位" in oddity.message.zh]
    assert set(said) == {unknown} - {""}


def test_a_unit_without_a_meaning_on_the_titles_line_is_said() -> None:
    assert "“百元”不认识" in _read("支出决算表 百元").remarks[0].reason.zh
