"""Each rule of self-evaluations: silent on a sound form, speaking on one slip, idle elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.model import Disclosure, ExpenditureLine, ExpenditureTable
from budgetdisclosure.model.narrative import Passage, Section
from budgetdisclosure.model.performance import (
    FundingRow,
    Indicator,
    Oddity,
    Points,
    SelfEvaluation,
    Task,
)
from budgetdisclosure.rules import Audit, audit, catalogue
from budgetdisclosure.wording import Wording

RULES = tuple(rule for rule in catalogue() if rule.group in ("P", "PX"))
p, f = Points.parse, Figure.parse


def row(
    level1: str, level2: str, name: str, target: str, actual: str, points: str, score: str = ""
) -> Indicator:
    full = p(points)
    return Indicator(level1, level2, name, target, actual, full, p(score or points), "")


ROWS = (
    row("产出指标", "数量指标", "培训场次", "≥20场", "21场", "20"),
    row("产出指标", "质量指标", "考试合格情况", "≥95%", "94.05%", "10", "9.9"),
    row("产出指标", "时效指标", "完成时限", "2020年11月底前", "2020年10月", "10"),
    row("产出指标", "成本指标", "培训总成本", "≤50万元", "49.50万元", "10"),
    row("效益指标", "社会效益指标", "学员能力", "明显提升", "明显提升", "30", "28"),
    row("满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "96%", "10"),
)
BRACKETS = {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}


def sound() -> SelfEvaluation:
    """A project's self-evaluation in which every rule holds."""
    rows = [evolve(r, bracket=p(BRACKETS[r.level1])) for r in ROWS]
    rows[1] = evolve(rows[1], deviation_reason="个别学员缺考")
    rows[4] = evolve(rows[4], deviation_reason="跟踪时间较短")
    return SelfEvaluation(
        "项目支出绩效自评表",
        project="培训项目",
        fiscal_year=2020,
        investment=f("60.00"),
        investment_appropriation=f("50.00"),
        funding=(
            FundingRow(
                "合计",
                f("48.00"),
                f("55.00"),
                f("49.50"),
                p("10"),
                Percentage.parse("90%"),
                p("9.0"),
            ),
            FundingRow("当年财政拨款", f("48.00"), f("50.00"), f("49.50")),
            FundingRow("上年结转资金", f("--"), f("5.00"), f("0.00")),
            FundingRow("其他资金", f("--"), f("--"), f("--")),
        ),
        expected_goal="办好培训",
        achieved_goal="培训已办好",
        indicators=tuple(rows),
        total_points=p("100"),
        total_score=p("96.9"),
        grade="优",
    )


def whole() -> SelfEvaluation:
    """A department's self-evaluation, sound too."""
    funds = sound().funding
    return evolve(
        sound(),
        title="部门整体支出绩效自评表",
        scope="department",
        project=None,
        funding=funds,
        investment=Figure.absent(),
        investment_appropriation=Figure.absent(),
    )


def disclosure(*evaluations: SelfEvaluation, text: str = "", spent: str = "49.50") -> Disclosure:
    line = ExpenditureLine("合计", item="合计", total=f(spent), project=f("49.50"))
    passages = tuple(Passage(part) for part in text.split("\n") if part)
    return Disclosure(
        fiscal_year=2020,
        expenditure=ExpenditureTable(lines=[line], title="支出决算表"),
        evaluations=tuple(e.stamped(n) for n, e in enumerate(evaluations, 1)),
        sections=(Section("情况说明", passages=passages),),
    )


def review(d: Disclosure) -> Audit:
    return audit(d, RULES, prove=False)


def spoken(d: Disclosure) -> set[str]:
    return {finding.rule.id for finding in review(d).findings}


TEXT = (
    "财政拨款支出年初预算数为48.00万元。\n培训项目支出49.5万元。\n"
    "培训项目自评得分96.9分，等级为优。\n学员满意度达到96%。"
)


def test_a_sound_form_and_its_text_are_left_in_peace() -> None:
    held = evolve(sound(), funding=tuple(evolve(r, source=r.source) for r in sound().funding))
    assert spoken(disclosure(held, text=TEXT.replace("49.5万", "49.50万"))) == set()


def with_row(number: int, **changes: Any) -> SelfEvaluation:
    rows = list(sound().indicators)
    rows[number] = evolve(rows[number], **changes)
    return evolve(sound(), indicators=tuple(rows))


def with_funds(number: int, **changes: Any) -> SelfEvaluation:
    rows = list(sound().funding)
    rows[number] = evolve(rows[number], **changes)
    return evolve(sound(), funding=tuple(rows))


Case = Callable[[], SelfEvaluation]
CASES: list[tuple[str, Case]] = [
    ("P-01", lambda: with_row(0, points=p("21"))),
    ("P-01", lambda: evolve(sound(), total_points=p("90"))),
    ("P-02", lambda: with_row(0, bracket=p("60"))),
    ("P-02", lambda: evolve(sound(), indicator_points=p("80"))),
    ("P-03", lambda: with_row(4, bracket=p("35"))),
    ("P-04", lambda: with_row(0, level2_points=p("25"))),
    ("P-05", lambda: with_funds(0, execution_rate=Percentage.parse("91%"))),
    ("P-06", lambda: with_funds(0, score=p("9.5"))),
    ("P-07", lambda: with_funds(1, adjusted_budget=f("51.00"))),
    ("P-08", lambda: with_funds(0, outturn=f("56.00"))),
    ("P-09", lambda: with_row(0, score=p("21"))),
    ("P-09", lambda: with_funds(0, score=p("-1"))),
    ("P-10", lambda: evolve(sound(), total_score=p("97.9"))),
    ("P-11", lambda: evolve(sound(), grade="良")),
    ("P-12", lambda: with_row(0, score=p("19"))),
    ("P-13", lambda: with_row(1, score=p("9.5"))),
    ("P-14", lambda: with_row(4, actual="部分完成")),
    ("P-15", lambda: with_row(0, actual="26场")),
    ("P-16", lambda: with_row(4, deviation_reason="")),
    ("P-17", lambda: with_row(5, actual="≥90%")),
    ("P-17", lambda: with_row(5, actual="")),
    ("P-17", lambda: with_row(5, actual="很满意")),
    ("P-17", lambda: with_row(5, actual="达到90%以上")),
    ("P-17", lambda: with_row(5, actual="93%左右")),
    ("P-17", lambda: with_row(5, actual="91%-95%")),
    ("P-18", lambda: with_row(0, actual="21人次")),
    ("P-18", lambda: with_row(0, name="培训人数", target="≥20人次", actual="21人次")),
    ("P-19", lambda: with_row(2, actual="2020年12月")),
    ("P-19", lambda: with_row(2, target="2020年低前")),
    ("P-20", lambda: with_row(4, name="社会效益指标")),
    ("P-20", lambda: with_row(4, target="")),
    ("P-20", lambda: with_row(4, points=p(""))),
    ("P-21", lambda: evolve(sound(), achieved_goal="")),
    ("P-22", lambda: evolve(sound(), indicators=sound().indicators[1:])),
    ("P-23", lambda: with_row(3, target="≤80万元")),
    ("P-24", lambda: evolve(sound(), oddities=(Oddity("split_word", Wording("断开", "apart")),))),
    ("P-25", lambda: evolve(sound(), investment=f("54.00"))),
    ("P-25", lambda: evolve(sound(), investment_appropriation=f("61.00"))),
]


@pytest.mark.parametrize(
    ("rule", "make"), CASES, ids=[f"{r}-{n}" for n, (r, _) in enumerate(CASES)]
)
def test_a_slip_is_found(rule: str, make: Case) -> None:
    assert rule in spoken(disclosure(make()))


def test_all_full_is_only_a_remark() -> None:
    full = tuple(evolve(r, score=r.points) for r in sound().indicators)
    (finding,) = [
        found
        for found in review(disclosure(evolve(sound(), indicators=full))).findings
        if found.rule.id == "P-26"
    ]
    assert finding.severity.value == "info"


CROSS: list[tuple[str, Disclosure]] = [
    ("PX-01", disclosure(whole(), spent="49.60")),
    ("PX-02", disclosure(whole(), text="财政拨款支出年初预算数为47.00万元。")),
    ("PX-03", disclosure(sound(), evolve(sound(), project="另一个项目"))),
    ("PX-04", disclosure(sound(), text="培训项目支出48.00万元。")),
    ("PX-05", disclosure(whole(), text="学员满意度达到92%。")),
    ("PX-06", disclosure(sound(), text="没有偏离绩效目标的情况。")),
    ("PX-07", disclosure(sound(), text="职工培训项目支出49.50万元。")),
    ("PX-08", disclosure(sound(), text="培训项目自评得分98分，等级为优。")),
    ("PX-08", disclosure(sound(), text="培训项目自评得分96.9分，等级为良。")),
]


@pytest.mark.parametrize(("rule", "d"), CROSS, ids=[f"{r}-{n}" for n, (r, _) in enumerate(CROSS)])
def test_a_slip_against_tables_or_text_is_found(rule: str, d: Disclosure) -> None:
    assert rule in spoken(d)


def test_every_rule_has_a_slip_that_it_finds() -> None:
    tried = {rule for rule, _ in CASES} | {rule for rule, _ in CROSS} | {"P-26"}
    assert tried == {rule.id for rule in RULES}


def test_no_rule_speaks_without_a_self_evaluation() -> None:
    result = review(Disclosure(fiscal_year=2020))
    assert not result.findings
    assert {skipped.rule.id for skipped in result.skipped} == {rule.id for rule in RULES}


SILENT: list[tuple[str, str, Case]] = [
    ("P-01", "ten points form", lambda: _out_of_ten()),
    ("P-02", "no bracket printed", lambda: with_row(0, bracket=None)),
    ("P-03", "weights with costs of 2021", lambda: _with_costs()),
    ("P-05", "zero budget", lambda: with_funds(0, adjusted_budget=f("0.00"))),
    ("P-06", "spent more than budgeted, capped", lambda: _overspent()),
    ("P-07", "only one source printed", lambda: evolve(sound(), funding=sound().funding[:2])),
    ("P-10", "a total rounded to whole points", lambda: evolve(sound(), total_score=p("97"))),
    ("P-11", "another band in the notes", lambda: _own_bands()),
    ("P-11", "a local grade", lambda: evolve(sound(), grade="合格")),
    ("P-12", "far exceeded, may be cut", lambda: with_row(0, actual="30场", score=p("18"))),
    ("P-12", "a cost below a plain target", lambda: with_row(3, target="60万元", score=p("9"))),
    (
        "P-13",
        "the form's own criterion",
        lambda: with_row(1, score=p("5"), criterion="每低1%扣1分"),
    ),
    ("P-14", "how far is not said", lambda: with_row(4, actual="有所提升", score=p("10"))),
    ("P-16", "no column for reasons", lambda: with_row(4, deviation_reason=None)),
    ("P-17", "a value said to be reached", lambda: with_row(5, actual="已达到96%")),
    ("P-17", "a value behind an equals sign", lambda: with_row(5, actual="=96%")),
    ("P-17", "qualitative", lambda: with_row(4, actual="提升明显")),
    ("P-18", "things counted alike", lambda: with_row(0, target="≥20个", actual="21家")),
    ("P-20", "points merged with the row above", lambda: _merged()),
    ("P-20", "not applicable", lambda: with_row(4, name="不适用该指标", target="", points=p(""))),
    (
        "P-21",
        "no goals in the form",
        lambda: evolve(sound(), expected_goal=None, achieved_goal=None),
    ),
    ("P-23", "a unit cost", lambda: with_row(3, target="≤900000元/人")),
    ("P-23", "the whole investment", lambda: with_row(3, name="工程总投资", target="≤900万元")),
    (
        "P-24",
        "a shifted row put right",
        lambda: evolve(sound(), oddities=(Oddity("shifted_row", Wording("移", "moved")),)),
    ),
]


def _out_of_ten() -> SelfEvaluation:
    def tenth(points: Points | None) -> Points:
        assert points is not None
        assert points.value is not None
        return p(f"{points.value / 10:f}")

    rows = tuple(
        evolve(r, points=tenth(r.points), score=tenth(r.score), bracket=None)
        for r in sound().indicators
    )
    funds = (evolve(sound().funding[0], points=p("1"), score=p("0.90")), *sound().funding[1:])
    return evolve(
        sound(),
        indicators=rows,
        funding=funds,
        scale=p("10"),
        total_points=p("10"),
        total_score=p("9.69"),
    )


def _with_costs() -> SelfEvaluation:
    rows = list(sound().indicators)
    rows[3] = evolve(rows[3], level1="成本指标", level2="经济成本指标", bracket=p("20"))
    weights = {"产出指标": "40", "效益指标": "20", "满意度指标": "10", "成本指标": "20"}
    held = tuple(evolve(r, bracket=p(weights[r.level1])) for r in rows)
    return evolve(sound(), indicators=held, fiscal_year=2022)


def _overspent() -> SelfEvaluation:
    return with_funds(
        0, outturn=f("60.00"), execution_rate=Percentage.parse("109.09%"), score=p("10")
    )


def _own_bands() -> SelfEvaluation:
    note = "97分（含）—100分为优，80分（含）—97分为良，80分以下为差。"
    return evolve(sound(), notes=(note,), grade="良")


def _merged() -> SelfEvaluation:
    return with_row(1, points=p(""), score=p(""), shared=("points", "score"))


@pytest.mark.parametrize(("rule", "why", "make"), SILENT, ids=[f"{r} {w}" for r, w, _ in SILENT])
def test_where_a_rule_does_not_apply_it_is_silent(rule: str, why: str, make: Case) -> None:
    assert rule not in spoken(disclosure(make()))


def test_targets_of_a_budget_are_not_scored() -> None:
    rows = tuple(
        evolve(r, actual=None, score=None, deviation_reason=None) for r in sound().indicators
    )
    target = evolve(
        sound(),
        kind="target",
        title="绩效目标表",
        indicators=rows,
        grade=None,
        total_score=None,
        achieved_goal=None,
    )
    assert spoken(disclosure(target)) == set()


def test_tasks_that_do_not_fit_their_rates_are_one_finding() -> None:
    funds = FundingRow("总额", adjusted_budget=f("10.00"), outturn=f("5.00"))
    task = Task(
        "甲事",
        funds=(funds,),
        points=p("5"),
        execution_rate=Percentage.parse("50%"),
        score=p("5.00"),
    )
    held = evolve(whole(), tasks=(task, evolve(task, name="乙事")))
    (finding,) = [x for x in review(disclosure(held)).findings if x.rule.id == "P-06"]
    assert "甲事" in finding.message.zh
    assert "乙事" in finding.message.zh


def test_a_report_may_rate_the_approved_budget() -> None:
    def task(name: str, initial: str, paid: str, rate: str) -> Task:
        row = FundingRow("合计", f(initial), f("70.00"), f(paid))
        return Task(name, funds=(row,), execution_rate=Percentage.parse(rate))

    report = SelfEvaluation(
        "项目支出情况表",
        kind="report",
        tasks=(task("甲", "280.00", "70.00", "25%"), task("乙", "100.00", "50.00", "50%")),
    )
    assert "P-05" not in spoken(disclosure(report))
    wrong = evolve(report, tasks=(*report.tasks, task("丙", "100.00", "50.00", "51%")))
    assert "P-05" in spoken(disclosure(wrong))


def test_the_numbers_of_heads_and_standards_are_compared_with_what_was_spent() -> None:
    rows = (
        row("产出指标", "数量指标", "补助人数", "2名讲师、14名助教", "2名讲师、14名助教", "20"),
        row(
            "产出指标",
            "成本指标",
            "补助标准",
            "讲师：1000元/人/月、助教：500元/人/月",
            "按标准发放",
            "20",
        ),
    )
    paid = with_funds(0, outturn=f("10.80"))
    assert "P-23" not in spoken(disclosure(evolve(paid, indicators=rows)))
    paid = with_funds(0, outturn=f("9.00"))
    assert "P-23" in spoken(disclosure(evolve(paid, indicators=rows)))


def test_what_a_reviewer_reads() -> None:
    result = review(disclosure(with_row(1, score=p("9.5"))))
    (finding,) = [x for x in result.findings if x.rule.id == "P-13"]
    assert finding.message.zh == (
        "《项目支出绩效自评表》“培训项目”：“考试合格情况”指标值≥95%，完成值94.05%，"
        "按比例应得9.9分，印9.5分"
    )
