"""A form that applies for funds: those of the whole project stand beside those of the year."""

from __future__ import annotations

from typing import Final

import pytest

from budgetdisclosure.model import Disclosure, Kind
from budgetdisclosure.reading import recognise
from budgetdisclosure.reading.documents import read_document
from budgetdisclosure.rules import audit

FORM: Final = """
<p>某市水文站2026年部门预算</p><p>财政项目支出绩效目标申报表</p><p>（2026年度）</p>
<table>
<tr><td colspan=2>项目名称</td><td colspan=2>河道测量</td><td>项目性质</td><td>阶段性项目</td>
  <td>项目类别</td><td>特定目标类</td></tr>
<tr><td rowspan=4>项目资金（元）</td><td colspan=3>项目资金总额</td><td>{whole}</td>
  <td colspan=2>年度资金申请总额</td><td>{year}</td></tr>
<tr><td colspan=3 rowspan=2>其中：财政资金</td><td rowspan=2>800,000.00</td>
  <td colspan=2>其中：当年财政拨款</td><td>{granted}</td></tr>
<tr><td colspan=2>上年结转资金</td><td>20,000.00</td></tr>
<tr><td colspan=3>其他资金</td><td>100,000.00</td><td colspan=2>其他资金</td><td>30,000.00</td></tr>
<tr><td rowspan=2>项目绩效目标</td><td colspan=4>项目总体目标（2025年-2027年）</td>
  <td colspan=3>年度总体目标</td></tr>
<tr><td colspan=4>测完三条河道并成图。</td><td colspan=3>测完一条河道。</td></tr>
<tr><td rowspan=7>绩效指标</td><td>一级指标</td><td>二级指标</td><td colspan=3>三级指标</td>
  <td colspan=2>年度(/项目)指标值</td></tr>
<tr><td>成本指标</td><td>经济成本指标</td><td colspan=3>测量费用</td>
  <td colspan=2>合理</td></tr>
<tr><td rowspan=3>产出指标</td><td>数量指标</td><td colspan=3>测量里程</td>
  <td colspan=2>≥12.00(公里)</td></tr>
<tr><td>质量指标</td><td colspan=3>成果验收情况</td><td colspan=2>=100.00(%)</td></tr>
<tr><td>时效指标</td><td colspan=3>成图时间</td><td colspan=2>2026年12月底前</td></tr>
<tr><td>效益指标</td><td>社会效益指标</td><td colspan=3>防汛支撑作用</td>
  <td colspan=2>增强</td></tr>
<tr><td>满意度指标</td><td>服务对象满意度指标</td><td colspan=3>沿岸居民满意度</td>
  <td colspan=2>≥90.00(%)</td></tr>
</table>
"""


def applied(
    whole: str = "900,000.00", year: str = "350,000.00", granted: str = "300,000.00"
) -> Disclosure:
    page = FORM.format(whole=whole, year=year, granted=granted)
    document = read_document(f"<meta charset='utf-8'>{page}".encode())
    return recognise(document)


def test_each_amount_belongs_to_the_project_or_to_the_year() -> None:
    (form,) = applied().evaluations
    assert form.unit.label == "元"
    assert (form.investment.text, form.investment_appropriation.text) == (
        "900,000.00",
        "800,000.00",
    )
    assert ("项目资金总额/其他资金", "100,000.00") in form.particulars
    assert [(row.source, row.initial_budget.text) for row in form.funding] == [
        ("年度资金申请总额", "350,000.00"),
        ("当年财政拨款", "300,000.00"),
        ("上年结转资金", "20,000.00"),
        ("其他资金", "30,000.00"),
    ]


def test_the_goal_of_the_year_stands_apart_from_that_of_the_project() -> None:
    (form,) = applied().evaluations
    assert form.expected_goal == "测完一条河道。"
    assert ("项目总体目标", "测完三条河道并成图。") in form.particulars


def test_every_indicator_has_its_target() -> None:
    (form,) = applied().evaluations
    assert [(row.name, row.target) for row in form.indicators] == [
        ("测量费用", "合理"),
        ("测量里程", "≥12.00(公里)"),
        ("成果验收情况", "=100.00(%)"),
        ("成图时间", "2026年12月底前"),
        ("防汛支撑作用", "增强"),
        ("沿岸居民满意度", "≥90.00(%)"),
    ]
    assert form.unplaced == ()


def test_nothing_is_amiss_in_a_sound_form() -> None:
    assert not [f for f in audit(applied()).findings if f.rule.id.startswith("P")]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"granted": "310,000.00"}, "P-07"),
        ({"whole": "340,000.00"}, "P-25"),
    ],
)
def test_an_amount_of_one_side_alone_is_missed(change: dict[str, str], rule: str) -> None:
    found = audit(applied(**change)).findings
    assert rule in {finding.rule.id for finding in found}


@pytest.mark.parametrize("heading", ["年度总体目标", "项目总体目标", "总体目标"])
def test_one_goal_alone_is_the_expected_one(heading: str) -> None:
    page = f"""<p>项目支出绩效目标申报表</p><table>
    <tr><td>项目名称</td><td colspan=3>河道测量</td></tr>
    <tr><td rowspan=2>绩效目标</td><td colspan=3>{heading}</td></tr>
    <tr><td colspan=3>测完一条河道。</td></tr>
    <tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度/项目指标值</td></tr>
    <tr><td>产出指标</td><td>数量指标</td><td>测量里程</td><td>≥12公里</td></tr>
    </table>"""
    document = read_document(f"<meta charset='utf-8'>{page}".encode())
    (form,) = recognise(document).evaluations
    assert form.expected_goal == "测完一条河道。"
    assert [row.target for row in form.indicators] == ["≥12公里"]


SCORED: Final = """
<table><tr><td colspan=5>部门预算项目支出绩效自评表（2022年度）</td></tr>
<tr><td>项目名称</td><td colspan=4>闸门检修</td></tr>
<tr><td>主管部门</td><td>某县水利局</td><td>实施单位</td><td colspan=2>某县水利局</td></tr>
<tr><td>年度目标</td><td colspan=4>检修两座闸门。</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td><td>完成值</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>检修座数</td><td>2座</td><td>2座</td></tr>
<tr><td>评价结论</td><td colspan=4>{conclusion}</td></tr></table>
"""


def scored(conclusion: str = "按期完成。") -> Disclosure:
    page = SCORED.format(conclusion=conclusion)
    return recognise(read_document(f"<meta charset='utf-8'>{page}".encode()))


def test_self_evaluations_alone_say_whose_they_are_and_of_which_year() -> None:
    d = scored()
    assert (d.entity, d.fiscal_year, d.kind) == ("某县水利局", 2022, Kind.FINAL)
    told = {choice.what.split()[0]: choice.because.zh for choice in d.provenance}
    assert told["单位"] == "绩效表所载"
    d = applied()
    assert (d.entity, d.fiscal_year, d.kind) == ("某市水文站", 2026, Kind.BUDGET)


@pytest.mark.parametrize("where", ["自评表", "自评结果"])
def test_a_budget_project_evaluated_is_no_budget(where: str) -> None:
    text = f"某县水利局2022年度部门预算项目绩效{where}\n检修费执行数为3.00万元。\n"
    assert recognise(read_document(text.encode())).kind is Kind.FINAL


def test_what_a_form_asks_for_is_no_answer() -> None:
    asked = {f.rule.id for f in audit(scored("说明成效和不足（200字以内）")).findings}
    assert "DIS-021" in asked
    assert "DIS-021" not in {f.rule.id for f in audit(scored()).findings}
