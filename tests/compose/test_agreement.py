"""What a person answers, and what the ledger lacks of last year: contradictions are told first."""

from __future__ import annotations

import io
import re
from random import Random

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.cli import main
from budgetdisclosure.codes import EconomicCode, FunctionCode
from budgetdisclosure.compose import (
    Entry,
    Flow,
    Ledger,
    LedgerError,
    Nature,
    Procurement,
    Source,
    Stage,
    blanks,
    compose,
    form_names,
    load_form,
    read_ledger,
)
from budgetdisclosure.compose.words import closed
from budgetdisclosure.model import Disclosure
from budgetdisclosure.testing import Seeded, ledgers, make_ledger

SOME = settings(
    max_examples=settings.default.max_examples // 6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
CODE = FunctionCode("2080109")
THIS_YEAR = (("30101", 9000), ("30201", 500), ("30217", 120), ("30231", 80))
FINALS = ["shanghai-2024", "hunan-2020"]


def wan(text: str) -> Amount:
    return Amount.of(text, Unit.WAN)


def basic(economic: str, hundreds: int, stage: Stage = Stage.OUTTURN) -> Entry:
    code, amount = EconomicCode(economic), Amount(hundreds * 10_000)
    return Entry(
        Flow.EXPENDITURE, amount, function=CODE, economic=code, nature=Nature.BASIC, stage=stage
    )


def revenue(hundreds: int, stage: Stage = Stage.OUTTURN) -> Entry:
    return Entry(Flow.REVENUE, Amount(hundreds * 10_000), function=CODE, stage=stage)


def year(stage: Stage = Stage.OUTTURN) -> tuple[Entry, ...]:
    """All that a unit has in a year."""
    spent = [basic(code, hundreds, stage) for code, hundreds in THIS_YEAR]
    return (revenue(9700, stage), *spent)


def made(entries: tuple[Entry, ...], form: str = "shanghai-2024", **how: object) -> Disclosure:
    return compose(Ledger(entries), entity="某局", fiscal_year=2024, form=form, **how)  # type: ignore[arg-type]


def told(disclosure: Disclosure, word: str) -> list[str]:
    return [one.reason.zh for one in disclosure.remarks if word in one.reason.zh]


def text(disclosure: Disclosure) -> str:
    return "".join(section.text for section in disclosure.walk_sections())


def passages(disclosure: Disclosure) -> list[str]:
    return [p.text for section in disclosure.walk_sections() for p in section.passages]


# last year


@pytest.mark.parametrize("rounding", ["plain", "controlled"])
def test_what_a_last_year_of_one_line_lacks_is_asked_for_and_never_zero(rounding: str) -> None:
    disclosure = made((*year(), basic("30101", 900, Stage.PRIOR)), rounding=rounding)
    assert "为零" not in text(disclosure)
    asked = {blank.name for blank in blanks(disclosure)}
    assert {"上年总计", "上年财政拨款总计", "上年机关运行经费"} <= asked
    assert "一般公共预算财政拨款支出增加88.00万元" in text(disclosure)
    (note,) = told(disclosure, "请核对上年决算是否齐全")
    assert "上年决算共收入0.00元、支出90000.00元，决算共收入970000.00元、支出970000.00元" in note
    assert "一笔也没有的：收入、一般公共预算财政拨款基本支出的 302 商品和服务支出" in note


def test_an_initial_budget_without_economic_codes_does_not_tell_the_running_costs() -> None:
    plan = evolve(basic("30101", 9700, Stage.INITIAL), economic=None)
    disclosure = made((*year(), plan), "hunan-2020")
    assert "比年初预算数【请填写：年初机关运行经费（万元）】" in text(disclosure)
    planned = (basic("30101", 9000, Stage.INITIAL), basic("30201", 0, Stage.INITIAL))
    assert "增加7.00万元（年初预算为零" in text(made((*year(), *planned), "hunan-2020"))


@pytest.mark.parametrize("form", FINALS)
def test_a_whole_last_year_is_not_doubted(form: str) -> None:
    assert not told(made((*year(), *year(Stage.PRIOR)), form), "上年")
    assert not told(made(year(), form), "上年")


def test_a_line_of_nothing_says_that_there_was_none() -> None:
    project = Entry(
        Flow.EXPENDITURE, Amount(500), Source.GOVERNMENT_FUND, FunctionCode("2120801"), None,
        Nature.PROJECT,
    )  # fmt: skip
    income = evolve(project, flow=Flow.REVENUE, nature=None)
    now = (*year(), *year(Stage.PRIOR), project, income)
    (note,) = told(made(now), "上年决算一笔也没有")
    assert "政府性基金预算财政拨款的支出" in note
    said = [evolve(one, amount=Amount(0), stage=Stage.PRIOR) for one in (project, income)]
    assert not told(made((*now, *said)), "上年")


def test_a_budget_compares_with_last_years_budget() -> None:
    now = tuple(evolve(one, stage=Stage.INITIAL) for one in year())
    before = (basic("30101", 900, Stage.PRIOR_BUDGET),)
    for form in form_names():
        if load_form(form).kind.value == "budget":
            notes = told(made((*now, *before), form), "请核对上年预算是否齐全")
            assert len(notes) == bool(load_form(form).parts)


@pytest.mark.parametrize("form", FINALS)
@SOME
@given(ledgers(2024))
def test_nothing_is_said_against_nothing_without_a_note(form: str, ledger: Ledger) -> None:
    disclosure = made(ledger.entries, form)
    said = "上年为零，不计算增幅" in text(disclosure)
    assert not said or told(disclosure, "以下说法按上年为零")
    whole = [evolve(one, stage=Stage.PRIOR) for one in ledger.select()]
    same = tuple(one for one in ledger if one.stage is not Stage.PRIOR)
    assert not told(made((*same, *whole), form), "是否齐全")


# answers


def test_parts_that_do_not_come_to_their_total_are_told() -> None:
    bought = {"采购总额": "152.65", "采购货物": "3.65", "采购工程": "0", "采购服务": "148"}
    facts = {name: wan(amount) for name, amount in bought.items()}
    (note,) = told(made(year(), facts=facts), "采购")
    assert "填写的“采购总额”为152.65万元，各项之和为151.65万元" in note
    assert "采购货物3.65万元" in note
    facts["采购总额"] = wan("151.65")
    assert not told(made(year(), facts=facts), "采购")
    del facts["采购工程"], facts["采购货物"]
    assert not told(made(year(), facts=facts), "采购")
    facts["采购服务"] = wan("151.66")
    assert told(made(year(), facts=facts), "各项之和")


def test_purchases_that_the_ledger_has_otherwise_are_told_and_the_answer_is_printed() -> None:
    goods = evolve(basic("30201", 365), procurement=Procurement.GOODS)
    facts = {"采购总额": wan("3.66"), "采购货物": wan("3.65")}
    disclosure = made((*year(), goods, revenue(365)), facts=facts)
    (note,) = told(disclosure, "采购")
    assert "填写的“采购总额”为3.66万元，台账为3.65万元" in note
    assert "为3.66万元，其中" in text(disclosure)
    near = {"采购总额": wan("3.65"), "采购货物": wan("3.650049")}
    assert not told(made((*year(), goods, revenue(365)), facts=near), "台账为")


def test_purchases_that_the_ledger_marks_are_not_asked_for() -> None:
    goods = evolve(basic("30201", 365), procurement=Procurement.GOODS)
    disclosure = made((*year(), goods, revenue(365)), "hunan-2020")
    assert "政府采购支出总额3.65万元，其中：政府采购货物支出3.65万元" in text(disclosure)
    assert not told(disclosure, "采购")


def test_running_costs_are_doubted_where_nothing_says_that_they_are_an_agencys() -> None:
    (note,) = told(made(year()), "填 0")
    assert "机关运行经费按公用经费 7.00万元 写" in note
    assert not told(made(year(), facts={"机关运行经费": Amount(0)}), "填 0")
    agency = tuple(evolve(one, function=FunctionCode("2080101")) for one in year())
    assert not told(made(agency), "填 0")


@pytest.mark.parametrize("rounding", ["plain", "controlled"])
def test_a_part_is_no_more_than_its_whole(rounding: str) -> None:
    facts: dict[str, object] = {
        "外宾接待费": wan("10"),
        "国内公务接待人次": "1,000",
        "外宾接待人次": 1001,
        "国内公务接待批次": "9",
        "外宾接待批次": "九",
    }
    disclosure = made(year(), facts=facts, rounding=rounding)
    assert told(disclosure, "填写的") == [
        "填写的“外宾接待费”为10.00万元，多于“接待费”1.20万元，请核对",
        "填写的“外宾接待人次”为1001，多于“国内公务接待人次”1000，请核对",
    ]
    facts |= {"外宾接待费": wan("1.2"), "外宾接待人次": "1000"}
    assert not told(made(year(), facts=facts, rounding=rounding), "填写的")


def test_counts_that_do_not_add_up_are_told() -> None:
    (whole, parts), *_ = [
        one for one in load_form("shanghai-2024").sums.items() if one[0] == "车辆数"
    ]
    facts: dict[str, object] = dict.fromkeys(parts, "1") | {whole: "7"}
    (note,) = told(made(year(), facts=facts), "车辆数")
    assert "填写的“车辆数”为7，各项之和为8" in note
    assert not told(made(year(), facts=facts | {whole: "8"}), "车辆数")


def test_an_answer_other_than_the_tables_is_told_unless_it_is_a_part() -> None:
    (note,) = told(made(year(), facts={"会议费": wan("5")}), "填写的")
    assert "填写的“会议费”为5.00万元，台账为0.00万元" in note
    assert not told(made(year(), facts={"机关运行经费": Amount(0)}), "填写的")
    (more,) = told(made(year(), facts={"机关运行经费": wan("7.01")}), "填写的")
    assert "多于“公用经费”7.00万元" in more


def test_what_forms_say_of_answers_is_asked_for() -> None:
    """Every name that is compared is asked for by some form, or stands in a table."""
    forms = [load_form(name) for name in form_names()]
    asked = {name for form in forms for name in re.findall(r"\{\?([^}]+)\}", str(form.parts))}
    asked |= {name for form in forms for name in form.amounts}
    for form in forms:
        assert form.sums
        for whole, parts in (*form.sums.items(), *form.within.items()):
            assert {whole, *parts} <= asked


# faults, and how an answer ends


def test_faults_of_lines_and_of_codes_are_one_report() -> None:
    lines = (
        "功能科目,经济科目,支出性质,金额\n2080109,30101,基本支出,12.3.4\n"
        "2999999,30101,基本支出,1.00\n2080109,30198,基本支出,二\n2080109,30101,基木支出,1\n"
    )
    reading = read_ledger(io.StringIO(lines))
    with pytest.raises(LedgerError) as caught:
        reading.ledger_or_raise(2024)
    found = [(one.place and one.place.line, one.excerpt) for one in caught.value.faults]
    assert found == [(2, "12.3.4"), (3, "2999999"), (4, "二"), (4, "30198"), (5, "基木支出")]
    with pytest.raises(LedgerError) as caught:
        reading.ledger_or_raise()
    assert len(caught.value.faults) == 3


def test_the_command_says_all_faults_at_once(
    tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    path = f"{tmp_path}/账.csv"
    with open(path, "w", encoding="utf-8") as file:
        file.write("功能科目,支出性质,金额\n2080109,项目支出,1.2.3\n2999999,项目支出,1.00\n")
    assert main(["compose", path, "--entity", "某局", "--year", "2024"]) == 2
    said = capsys.readouterr().err
    assert "1.2.3" in said
    assert "2999999" in said


@pytest.mark.parametrize("name", [name for name in form_names() if load_form(name).parts])
def test_an_answer_that_ends_a_sentence_ends_it_once(name: str) -> None:
    ledger = make_ledger(Seeded(Random(4)), 2024, 4)
    how = {"entity": "某局", "fiscal_year": 2024, "form": name}
    first = compose(ledger, **how)  # type: ignore[arg-type]
    facts = {one.name: "按职责增加。" for one in blanks(first) if one.unit is None}
    plain = {one: fact.rstrip("。") for one, fact in facts.items()}
    ended, other = (compose(ledger, facts=each, **how) for each in (facts, plain))  # type: ignore[arg-type]
    closings = 0
    for one, bare in zip(passages(ended), passages(other), strict=True):
        stands_last = bare.endswith("按职责增加")
        assert one == (bare + "。" if stands_last else bare)
        closings += stands_last
    assert 0 < closings < text(other).count("按职责增加")


@given(st.text("甲。；，\n\r", max_size=12))
def test_only_what_closes_an_answer_is_taken(answer: str) -> None:
    assert closed(answer) == answer


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compose"], "缺少参数：台账, --entity, --year"),
        ([], "缺少参数：命令"),
        (["compose", "x", "--entity", "某局", "--year", "零"], "--year 应是整数，不能是 '零'"),
        (["audit", "x", "--format", "doc"], "--format 不能是 'doc'，可用："),
        (["audit", "x", "--nothing"], "不认识的参数：--nothing"),
        (["audit", "x", "--format"], "--format 后面要有内容"),
    ],
)
def test_wrong_arguments_are_said_in_chinese_first(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert said in last
    assert last.index(said) < last.index("(")
