"""Forms of the national set that some provinces disclose and others do not (财决各表)."""

from __future__ import annotations

import pytest

from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading.formats.html import read_html
from budgetdisclosure.reading.recognise import recognise
from budgetdisclosure.rules import Severity, audit

FUNDS = ("一般公共预算财政拨款收入支出决算表", "政府性基金预算财政拨款收入支出决算表")
HEAD = """
<tr><td colspan=2>项目</td><td colspan=3>年初结转和结余</td><td colspan=3>本年收入</td>
<td colspan=5>本年支出</td><td colspan=3>年末结转和结余</td></tr>
<tr><td rowspan=2>支出功能分类科目编码</td><td rowspan=2>科目名称</td>
<td rowspan=2>合计</td><td rowspan=2>基本支出结转</td><td rowspan=2>项目支出结转和结余</td>
<td rowspan=2>合计</td><td rowspan=2>基本支出</td><td rowspan=2>项目支出</td>
<td rowspan=2>合计</td><td colspan=3>基本支出</td><td rowspan=2>项目支出</td>
<td rowspan=2>合计</td><td rowspan=2>基本支出结转</td><td rowspan=2>项目支出结转和结余</td></tr>
<tr><td>小计</td><td>人员经费</td><td>公用经费</td></tr>
"""
AMOUNTS = [
    "1.10",
    "0.10",
    "1.00",
    "9.00",
    "6.00",
    "3.00",
    "8.50",
    "6.10",
    "5.00",
    "1.10",
    "2.40",
    "1.60",
    "0.00",
    "1.60",
]
ROWS = (
    ("", "合计"),
    ("208", "社会保障和就业支出"),
    ("20801", "人力资源管理事务"),
    ("2080101", "行政运行"),
)


def page(title: str, head: str, rows: list[tuple[str, ...]]) -> Disclosure:
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    above = f"<p>某省某厅2023年度部门决算</p><p>{title}</p><p>金额单位：万元</p>"
    return recognise(read_html(f"{above}<table>{head}{body}</table>".encode()))


@pytest.mark.parametrize("title", FUNDS)
def test_revenue_and_expenditure_by_function_in_one_table(title: str) -> None:
    d = page(title, HEAD, [(*row, *AMOUNTS) for row in ROWS])
    table = d.general_budget_expenditure or d.government_fund
    line = table["2080101"]
    assert (line.total.digits, line.basic.digits, line.project.digits) == ("8.50", "6.10", "2.40")
    held = line.figures()
    assert sorted(figure.digits for figure in held.values()) == sorted(AMOUNTS)
    assert table.total_line is not None
    assert not [one for one in audit(d).findings if one.severity is Severity.ERROR]


def test_the_years_revenue_is_no_expenditure() -> None:
    d = page(FUNDS[0], HEAD, [(*row, *AMOUNTS) for row in ROWS])
    held = d.general_budget_expenditure["208"].figures()
    assert held["本年收入/合计"].digits == "9.00"
    assert held["年末结转和结余/合计"].digits == "1.60"


def test_the_same_title_over_two_sides_is_the_summary() -> None:
    head = (
        "<tr><td colspan=2>收入</td><td colspan=2>支出</td></tr>"
        "<tr><td>项目</td><td>决算数</td><td>项目</td><td>决算数</td></tr>"
    )
    rows = [
        ("一、本年收入", "9.00", "一、本年支出", "9.00"),
        ("一般公共预算财政拨款", "9.00", "社会保障和就业支出", "9.00"),
        ("收入总计", "9.00", "支出总计", "9.00"),
    ]
    d = page("一般公共预算财政拨款收入支出决算总表", head, rows)
    assert d.appropriation_summary.present
    assert not d.general_budget_expenditure.present


def test_projects_with_their_revenue_and_expenditure() -> None:
    head = (
        "<tr><td colspan=2>项目</td><td rowspan=2>年初结转和结余</td><td rowspan=2>本年收入</td>"
        "<td rowspan=2>本年支出</td><td rowspan=2>年末结转和结余</td></tr>"
        "<tr><td>科目编码</td><td>科目名称（项目）</td></tr>"
    )
    rows = [
        ("合计", "", "1.00", "9.00", "8.00", "2.00"),
        ("2080108", "信息化建设", "1.00", "9.00", "8.00", "2.00"),
        ("", "档案库房改造", "1.00", "9.00", "8.00", "2.00"),
    ]
    (table,) = page("项目收入支出决算表", head, rows).others
    assert table.id == "projects"
    assert [line.key for line in table.lines] == ["合计", "2080108", "档案库房改造"]


OPERATING = [
    ("一、“三公”经费支出", "—", "—", "二、机关运行经费", "2.00"),
    ("（一）支出合计", "5.00", "4.00", "（一）行政单位", "2.00"),
    ("1.因公出国（境）费", "1.00", "0.00", "三、国有资产占用情况", "—"),
    ("2.公务用车购置及运行维护费", "3.00", "3.00", "（一）车辆数合计（辆）", "3"),
    ("（1）公务用车购置费", "0.00", "0.00", "1.主要负责人用车", "1"),
    ("（2）公务用车运行维护费", "3.00", "3.00", "2.机要通信用车", "2"),
    ("3.公务接待费", "1.00", "1.00", "（二）单价100万元以上设备（台，套）", "0"),
    ("（二）相关统计数", "—", "—", "四、政府采购支出信息", "—"),
    ("1.因公出国（境）团组数（个）", "—", "0", "（一）政府采购支出合计", "7.00"),
    ("2.公务用车保有量（辆）", "—", "3", "1.政府采购货物支出", "7.00"),
]


def test_a_bodys_operating_information_tells_amounts_from_counts() -> None:
    head = "<tr><td>项目</td><td>预算数</td><td>统计数</td><td>项目</td><td>统计数</td></tr>"
    d = page("机构运行信息表", head, list(OPERATING))
    (table,) = d.others
    assert table.id == "operating_information"
    assert table["机关运行经费"].figures()["统计数"].digits == "2.00"
    assert table["公务接待费"].figures()["预算数"].digits == "1.00"
    amounts = [figure.digits for figure in table.figures() if figure.value is not None]
    assert all("." in digits for digits in amounts)
    assert table["1.主要负责人用车"].text("统计数") == "1"
    assert table["2.公务用车保有量（辆）"].text("统计数") == "3"
    assert not d.unplaced
