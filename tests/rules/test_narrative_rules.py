"""Every rule of the text: a passing text, a failing one, and a document it does not apply to."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import pytest
from attrs import evolve, frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.compose import compose
from budgetdisclosure.model import (
    BasicExpenditureTable,
    Disclosure,
    Kind,
    Passage,
    Section,
    ThreePublicLine,
    ThreePublicTable,
)
from budgetdisclosure.place import Place
from budgetdisclosure.rules import Rule, Severity, Verdict, audit, catalogue, find_rule
from budgetdisclosure.testing import Seeded, make_ledger

TITLES = {
    "overall": "收入支出决算总体情况说明",
    "income": "收入决算情况说明",
    "expenditure": "支出决算情况说明",
    "appropriation": "财政拨款收入支出决算总体情况说明",
    "general": "一般公共预算财政拨款支出决算情况说明",
    "structure": "一般公共预算财政拨款支出决算结构情况",
    "items": "一般公共预算财政拨款支出决算具体情况",
    "basic": "一般公共预算财政拨款基本支出决算情况说明",
    "three": "财政拨款“三公”经费支出决算情况说明",
    "fund": "政府性基金预算财政拨款收入支出决算情况说明",
    "capital": "国有资本经营预算财政拨款收入支出决算情况说明",
    "operating": "机关运行经费支出情况",
    "costs": "一般性支出情况",
    "procurement": "政府采购支出情况",
    "assets": "国有资产占有使用情况",
    "performance": "预算绩效管理情况",
}
ENTITY = "某市某局"


@cache
def tables() -> Disclosure:
    """Consistent tables from a made-up ledger, without text; a few amounts of “三公” expenses."""
    made = compose(make_ledger(Seeded(Random(11)), 2020, 6), entity=ENTITY, fiscal_year=2020)
    f = Figure.parse
    lines = [
        ThreePublicLine(
            name,
            item=name,
            total=f(total),
            overseas_travel=f("0.00"),
            official_vehicles=f("2.00"),
            vehicle_purchase=f("0.00"),
            vehicle_running=f("2.00"),
            official_reception=f(reception),
        )
        for name, total, reception in (("预算数", "5.00", "3.00"), ("决算数", "4.00", "2.00"))
    ]
    public = ThreePublicTable(title="财政拨款“三公”经费支出决算表", lines=lines)
    return evolve(made, sections=(), three_public=public)


def amount(table: str, row: str, column: str, group: str = "lines") -> str:
    lines = getattr(tables().form(table), group)
    figure: Figure = lines[row].figures()[column]
    return figure.digits


def text(role: str, *texts: str, kind: Kind = Kind.FINAL, bare: bool = False) -> Disclosure:
    """The tables with one section of text; ``bare`` leaves the tables out."""
    passages = tuple(Passage(one, Place(page=20)) for one in texts)
    section = Section(TITLES.get(role, role), "一", 1, "narrative", passages)
    base = Disclosure(ENTITY, 2020) if bare else tables()
    return evolve(base, sections=(section,), kind=kind)


@frozen
class Case:
    """What passes and what fails a rule."""

    passes: Callable[[], Disclosure]
    fails: Callable[[], Disclosure]


def pair(role: str, good: str, bad: str, *, kind: Kind = Kind.FINAL, bare: bool = True) -> Case:
    return Case(
        lambda: text(role, good, kind=kind, bare=bare),
        lambda: text(role, bad, kind=kind, bare=bare),
    )


def told(role: str, words: str, table: str, row: str, column: str, group: str = "lines") -> Case:
    """A text that prints a cell, and one that prints another number."""
    return Case(
        lambda: text(role, words.format(amount(table, row, column, group))),
        lambda: text(role, words.format("987654.32")),
    )


def item(code: str) -> str:
    lines = tables().general_budget_expenditure.lines
    names = [lines[code[:n]].name for n in (3, 5, 7)]
    return "".join(f"{name}（{level}）" for name, level in zip(names, "类款项", strict=True))


def codes() -> list[str]:
    lines = tables().general_budget_expenditure.lines
    return [line.key for line in lines if len(line.key) == 7 and line.total.number]


def items(spoil: str = "") -> Disclosure:
    """Every item of the general budget, told with the outturn as its budget."""
    lines = tables().general_budget_expenditure.lines
    total = lines["合计"].total.digits
    whole = "12345678.90" if spoil == "total" else total
    final = "12345678.90" if spoil == "final" else total
    said = [f"一般公共预算财政拨款支出年初预算为{whole}万元，支出决算为{final}万元。其中："]
    for number, code in enumerate(codes()[1:] if spoil == "missing" else codes(), 1):
        own = lines[code].total.digits
        said.append(f"{number}、{item(code)}。年初预算为{own}万元，支出决算为{own}万元。")
    return text("items", *said)


def basic_row(personnel: bool, spent: bool) -> str:
    lines = tables().basic_expenditure.lines
    groups = ("301", "303") if personnel else ("302", "310")
    rows = [line for line in lines if len(line.key) == 5 and line.key[:3] in groups]
    return next(line.name for line in rows if (line.amount.number != 0) == spent)


def sections(*parts: Section, **tables_too: object) -> Disclosure:
    return evolve(tables(), sections=parts, **tables_too)


def whole(*leave_out: str) -> Disclosure:
    """A text with every section that must be there, some left out."""
    told_all = {
        "overall": "收、支总计5.00万元。",
        "income": "本年收入合计5.00万元。",
        "expenditure": "本年支出合计5.00万元。",
        "three": "“三公”经费支出4.00万元，公务接待3批次、9人次，公务用车保有量1辆，主要原因是节约。",
        "operating": "机关运行经费支出1.00万元，比上年减少1.00万元，主要原因是节约。",
        "procurement": "政府采购支出总额3.00万元，其中：货物支出1.00万元、工程支出1.00万元、服务支出1.00万元。"
        "授予中小企业合同金额1.00万元。",
        "assets": "截至2020年12月31日，共有车辆1辆；单价100万元以上设备0台（套）。",
        "performance": "开展了绩效自评。",
    }
    narrative = Section(
        "2020年度部门决算情况说明",
        "第三部分",
        1,
        "narrative",
        sections=tuple(
            Section(TITLES[role], "", 2, "narrative", (Passage(words),))
            for role, words in told_all.items()
            if role not in leave_out
        ),
    )
    profile = Section(f"{ENTITY}概况", "第一部分", 1, "profile", (Passage("主要职能"),))
    glossary = Section("名词解释", "第四部分", 1, "glossary", (Passage("一、基本支出：指…"),))
    parts = [
        part
        for name, part in (("profile", profile), ("narrative", narrative), ("glossary", glossary))
        if name not in leave_out
    ]
    return sections(*parts)


def required(role: str) -> Case:
    return Case(lambda: whole(), lambda: whole(role))


def contents(*lines: str) -> Disclosure:
    listed = Section("目录", "", 1, "contents", tuple(map(Passage, lines)))
    return sections(listed, *whole().sections)


LISTED = ("一、收入支出决算总体情况说明", "二、收入决算情况说明", "三、支出决算情况说明")
ONE = "支出总计100.00万元，"

CASES: dict[str, Case] = {
    "N-01-1": told("overall", "收、支总计{}万元。", "summary", "总计", "revenue", "revenue"),
    "N-15-4": pair(
        "three",
        "公务接待费预算为1万元，支出决算为0.53万元，完成预算的53%。",
        "公务接待费预算为1万元，支出决算为0.53万元，完成预算的47%。",
    ),
    "N-01-2": pair(
        "overall",
        f"{ONE}比上年增加25.00万元，增长33.3%。",
        f"{ONE}比上年增加25.00万元，增长25.0%。",
    ),
    "N-01-3": pair(
        "overall",
        f"{ONE}比上年增加25.00万元，增长33.3%。",
        f"{ONE}比上年增加25.00万元，下降33.3%。",
    ),
    "N-01-4": pair(
        "overall",
        f"{ONE}比上年增加25.00万元。支出总计100.00万元，比上年增加25.00万元。",
        f"{ONE}比上年增加25.00万元。支出总计100.00万元，比上年增加35.00万元。",
    ),
    "N-01-5": pair(
        "overall",
        f"{ONE}比上年增加25.00万元，增长33.3%。",
        f"{ONE}比上年增加100.00万元，增长100%。",
    ),
    "N-01-7": pair("overall", f"{ONE}比2019年增加25.00万元。", f"{ONE}比2018年增加25.00万元。"),
    "N-01-8": pair(
        "overall",
        "2020年度收、支总计5.00万元。",
        "2019年度收、支总计5.00万元，比上年增加1.00万元。",
    ),
    "N-02-1": told("income", "本年收入合计{}万元。", "income", "合计", "total"),
    "N-02-2": pair(
        "income",
        "本年收入合计8.00万元，其中：事业收入2.00万元，占25%。",
        "本年收入合计8.00万元，其中：事业收入2.00万元，占35%。",
    ),
    "N-02-3": Case(
        lambda: text(
            "income",
            "本年收入合计8.0万元，其中：事业收入2.0万元，占25%；其他收入6.0万元，占75%。",
            bare=True,
        ),
        lambda: text(
            "income",
            "本年收入合计3万元，其中：事业收入1万元，占26%；其他收入2万元，占80%。",
            bare=True,
        ),
    ),
    "N-03-1": told("expenditure", "本年支出合计{}万元。", "expenditure", "合计", "total"),
    "N-03-2": pair(
        "expenditure",
        "本年支出合计8.00万元，其中：基本支出2.00万元，占25%。",
        "本年支出合计8.00万元，其中：基本支出2.00万元，占20%。",
    ),
    "N-03-3": pair(
        "three",
        "公务用车购置及运行维护费9.00万元，其中：公务用车购置费4.00万元，公务用车运行维护费5.00万元。",
        "公务用车购置及运行维护费9.00万元，其中：公务用车购置费4.00万元，公务用车运行维护费6.00万元。",
    ),
    "N-04-1": told(
        "appropriation",
        "财政拨款收、支总计{}万元。",
        "appropriation_summary",
        "总计",
        "revenue",
        "revenue",
    ),
    "N-05-1": told(
        "general", "一般公共预算财政拨款支出{}万元。", "general_budget_expenditure", "合计", "total"
    ),
    "N-05-2": pair(
        "appropriation",
        "财政拨款支出2.00万元，占财政拨款支出总计的100%，财政拨款支出总计2.00万元。",
        "财政拨款支出总计8.00万元，其中：财政拨款基本支出2.00万元，占35%。",
    ),
    "N-05-3": Case(
        lambda: text(
            "structure",
            "一般公共预算支出8.00万元，主要用于以下方面：教育支出（类）2.00万元，占25%。",
            bare=True,
        ),
        lambda: text(
            "structure",
            "一般公共预算支出8.00万元，主要用于以下方面：教育支出（类）2.00万元，占52%。",
            bare=True,
        ),
    ),
    "N-02-4": pair(
        "procurement",
        "授予小微企业合同金额占货物支出金额的30%。",
        "授予小微企业合同金额占货物支出金额的130%。",
    ),
    "N-05-4": pair(
        "items",
        "一般公共预算支出年初预算为8.00万元，支出决算为4.00万元，完成年初预算的50%。",
        "一般公共预算支出年初预算为8.00万元，支出决算为4.00万元，完成年初预算的60%。",
    ),
    "N-05-5": Case(
        lambda: items(),
        lambda: text("items", f"1、{item(codes()[0])}。支出决算为987654.32万元。"),
    ),
    "N-05-6": Case(items, lambda: items("missing")),
    "N-05-7": Case(
        items,
        lambda: text(
            "items",
            f"1、{item(codes()[0]).replace('（款）', '管理工作（款）')}。支出决算1.00万元。",
        ),
    ),
    "N-05-8": Case(
        lambda: text(
            "items",
            "1、教育支出（类）普通教育（款）小学教育（项）。年初预算为8.00万元，支出决算为4.00万元，完成年初预算的50%。",
            bare=True,
        ),
        lambda: text(
            "items",
            "1、教育支出（类）普通教育（款）小学教育（项）。年初预算为8.00万元，支出决算为4.00万元，完成年初预算的40%。",
            bare=True,
        ),
    ),
    "N-05-9": pair(
        "items",
        "一般公共预算支出年初预算为8.00万元，支出决算为4.00万元，决算数小于预算数的主要原因是节约。",
        "一般公共预算支出年初预算为8.00万元，支出决算为4.00万元，决算数大于预算数的主要原因是节约。",
    ),
    "N-05-10": Case(items, lambda: items("total")),
    "N-05-11": Case(items, lambda: _other_sum()),
    "N-05-12": pair(
        "items",
        "一般公共预算支出年初预算为8.00万元，调整后预算为5.00万元，支出决算为4.00万元，完成年初预算的50%。",
        "一般公共预算支出年初预算为8.00万元，调整后预算为5.00万元，支出决算为4.00万元，完成年初预算的80%。",
    ),
    "N-05-13": Case(lambda: _nature(True), lambda: _nature(False)),
    "N-06-1": told(
        "basic",
        "一般公共预算财政拨款基本支出{}万元。",
        "general_budget_expenditure",
        "合计",
        "basic",
    ),
    "N-06-2": told(
        "basic", "其中：人员经费{}万元。", "basic_expenditure", "人员经费合计", "amount"
    ),
    "N-06-3": Case(
        lambda: text(
            "basic",
            f"人员经费5.00万元，主要包括：{basic_row(True, True)}、{basic_row(True, True)}等。",
        ),
        lambda: text(
            "basic",
            f"人员经费5.00万元，主要包括：{basic_row(True, True)}、{basic_row(True, False)}等。",
        ),
    ),
    "N-07-1": Case(
        lambda: text("three", "公务接待费支出决算2.00万元。"),
        lambda: text("three", "公务接待费支出决算7.00万元。"),
    ),
    "N-07-2": Case(
        lambda: text("three", "公务接待费支出预算3.00万元，支出决算2.00万元，完成预算的66.7%。"),
        lambda: text("three", "公务接待费支出预算3.00万元，支出决算2.00万元，完成预算的76.7%。"),
    ),
    "N-07-3": pair(
        "three",
        "公务接待费9.00万元，比上年增加1.00万元，增长12.5%。",
        "公务接待费9.00万元，比上年增加1.00万元，增长11.1%。",
    ),
    "N-07-4": pair(
        "three",
        "“三公”经费8.00万元，其中：公务接待费2.00万元，占25%。",
        "“三公”经费8.00万元，其中：公务接待费2.00万元，占52%。",
    ),
    "N-07-5": Case(
        lambda: text("three", "公务接待费支出2.00万元，接待3批次、9人次。"),
        lambda: text("three", "公务接待费支出2.00万元，接待0批次、0人次。"),
    ),
    "N-07-6": Case(
        lambda: text("three", "公务用车运行维护费2.00万元，公务用车保有量1辆。"),
        lambda: text("three", "公务用车运行维护费2.00万元，公务用车保有量0辆。"),
    ),
    "N-07-7": pair(
        "three",
        "公务接待费2.00万元，其中外宾接待费1.00万元。",
        "公务接待费2.00万元，其中外宾接待费3.00万元。",
    ),
    "N-07-8": Case(lambda: _kept(2), lambda: _kept(9)),
    "N-08-1": Case(
        lambda: text(
            "fund",
            "政府性基金预算财政拨款年初结转和结余2.00万元，收入5.00万元，支出4.00万元，年末结转和结余3.00万元。",
            bare=True,
        ),
        lambda: text(
            "fund",
            "政府性基金预算财政拨款年初结转和结余2.00万元，收入5.00万元，支出4.00万元，年末结转和结余1.00万元。",
            bare=True,
        ),
    ),
    "N-09-1": told(
        "capital", "国有资本经营预算财政拨款支出{}万元。", "state_capital", "合计", "total"
    ),
    "N-10-1": Case(
        lambda: text("operating", "机关运行经费支出0.01万元。"),
        lambda: text("operating", "机关运行经费支出987654.32万元。"),
    ),
    "N-10-3": pair(
        "operating",
        "机关运行经费8.00万元，比年初预算数减少2.00万元，下降20%。",
        "机关运行经费8.00万元，比年初预算数减少2.00万元，下降25%。",
    ),
    "N-10-4": Case(
        lambda: text("operating", "机关运行经费支出1.00万元。"),
        lambda: evolve(
            text("operating", "机关运行经费支出1.00万元。"), entity="某市第一中学校医院"
        ),
    ),
    "N-11-1": Case(lambda: _meetings("6.00"), lambda: _meetings("1.00")),
    "N-12-1": pair(
        "procurement",
        "政府采购支出总额6.00万元，其中：货物支出1.00万元、工程支出2.00万元、服务支出3.00万元。",
        "政府采购支出总额6.00万元，其中：货物支出1.00万元、工程支出2.00万元、服务支出4.00万元。",
    ),
    "N-12-2": pair(
        "procurement",
        "政府采购支出总额8.00万元，授予中小企业合同金额2.00万元，占政府采购支出总额的25%。",
        "政府采购支出总额8.00万元，授予中小企业合同金额2.00万元，占政府采购支出总额的52%。",
    ),
    "N-12-3": Case(lambda: _won("3"), lambda: _won("9")),
    "N-12-4": pair(
        "procurement",
        "政府采购支出总额9.00万元。面向中小企业预留政府采购项目预算金额5.00万元，面向小微企业预留政府采购项目预算金额3.00万元。",
        "政府采购支出总额9.00万元。面向中小企业预留政府采购项目预算金额5.00万元，面向小微企业预留政府采购项目预算金额6.00万元。",
    ),
    "N-13-1": pair(
        "assets",
        "共有车辆3辆，其中：应急保障用车1辆、其他用车2辆。",
        "共有车辆3辆，其中：应急保障用车1辆、其他用车1辆。",
    ),
    "N-13-2": pair(
        "assets", "截至2020年12月31日，共有车辆3辆。", "截至2019年12月31日，共有车辆3辆。"
    ),
    "N-14-1": pair(
        "performance",
        "绩效自评的项目4个，绩效评级为“优”的项目3个，绩效评级为“良”的项目1个。",
        "绩效自评的项目4个，绩效评级为“优”的项目3个，绩效评级为“良”的项目2个。",
    ),
    "N-14-2": pair("performance", "平均得分98.5分。", "平均得分108.5分。"),
    "N-14-3": pair(
        "performance",
        "发现问题3个，已经完成整改的2个，正在整改的1个。",
        "发现问题3个，已经完成整改的2个，正在整改的2个。",
    ),
    "N-14-4": pair(
        "performance",
        "1.某项目：全年预算数8.00万元，执行数4.00万元，完成预算的50%。",
        "1.某项目：全年预算数8.00万元，执行数4.00万元，完成预算的35%。",
    ),
    "N-14-5": pair(
        "performance",
        "某项目全年预算数8.00万元，执行数4.00万元，执行率得分5分。",
        "某项目全年预算数8.00万元，执行数4.00万元，执行率得分8分。",
    ),
    "N-15-1": pair(
        "three",
        "“三公”经费年初预算5.00万元。“三公”经费年初预算5.0万元。",
        "“三公”经费年初预算5.00万元。“三公”经费年初预算6.00万元。",
    ),
    "N-15-2": pair(
        "overall", f"{ONE}比上年增加25.00万元，增长33.3%。", f"{ONE}比上年增加25.00万元，增长33.3。"
    ),
    "N-15-3": pair(
        "overall",
        f"{ONE}比上年增加25.00万元，主要原因是追加经费。",
        f"{ONE}比上年增加25.00万元，主要原因是压减支出。",
    ),
    "B-10": Case(
        lambda: text(
            "income", f"收入预算合计{amount('income', '合计', 'total')}万元。", kind=Kind.BUDGET
        ),
        lambda: text("income", "收入预算合计987654.32万元。", kind=Kind.BUDGET),
    ),
    "B-11": pair(
        "overall",
        f"{ONE}比2019年预算增加25.00万元，增长33.3%。",
        f"{ONE}比2019年预算增加25.00万元，增长25.0%。",
        kind=Kind.BUDGET,
    ),
    "B-12": pair(
        "three",
        "“三公”经费预算5.00万元。“三公”经费预算5.0万元。",
        "“三公”经费预算5.00万元。“三公”经费预算6.00万元。",
        kind=Kind.BUDGET,
    ),
    "B-13": pair(
        "overall",
        f"{ONE}比2019年预算增加25.00万元。",
        f"{ONE}比2018年预算增加25.00万元。",
        kind=Kind.BUDGET,
    ),
    "B-14": pair(
        "procurement",
        "政府采购预算6.00万元：政府采购货物预算1.00万元、政府采购工程预算2.00万元、政府采购服务预算3.00万元。",
        "政府采购预算6.00万元：政府采购货物预算1.00万元、政府采购工程预算2.00万元、政府采购服务预算4.00万元。",
        kind=Kind.BUDGET,
    ),
    "B-18": Case(
        lambda: text("items", f"1、{item(codes()[0])}。预算1.00万元。", kind=Kind.BUDGET),
        lambda: text(
            "items",
            f"1、{item(codes()[0]).replace('（款）', '管理工作（款）')}。预算1.00万元。",
            kind=Kind.BUDGET,
        ),
    ),
    "DIS-007": Case(whole, lambda: text("three", "“三公”经费支出4.00万元，比上年减少。")),
    "DIS-008": Case(whole, lambda: text("three", "“三公”经费支出4.00万元。")),
    "DIS-009": required("operating"),
    "DIS-010": required("procurement"),
    "DIS-011": required("assets"),
    "DIS-012": required("performance"),
    "DIS-013": required("glossary"),
    "DIS-014": required("profile"),
    "DIS-017": Case(
        lambda: contents(*LISTED, "四、预算绩效管理情况"),
        lambda: contents(*LISTED, "四、政府债务情况说明"),
    ),
    "DIS-019": Case(
        lambda: text("overall", f"{ENTITY}2020年度收、支总计5.00万元。", bare=True),
        lambda: text("overall", "别处某区水务局2020年度收、支总计5.00万元。", bare=True),
    ),
    "DIS-021": pair(
        "overall",
        "收、支总计5.00万元，维修（护）费1.00万元。",
        "收、支总计XX万元，比上年增加（减少）1.00万元。",
    ),
    "DIS-024": Case(
        lambda: sections(
            Section("名词解释", "四", 1, "glossary", (Passage("一、使用非财政拨款结余：指…"),))
        ),
        lambda: sections(
            Section("名词解释", "四", 1, "glossary", (Passage("一、用事业基金弥补收支差额：指…"),))
        ),
    ),
    "DIS-025": Case(
        lambda: sections(
            Section("说明", "一", 1, "narrative", (Passage("详见第二部分。"),)),
            Section("表", "第二部分", 1, "tables"),
        ),
        lambda: text("overall", "评价报告详见第五部分。", bare=True),
    ),
    "DIS-026": pair("overall", "收、支总计5.00万元。", "收、支总计5.00万元，其中："),
    "DIS-027": pair(
        "overall",
        "内设科室3个，分别为：办公室、财务科、业务科。",
        "内设科室4个，分别为：办公室、财务科、业务科。",
    ),
    "DIS-029": pair("overall", "收、支总计5.00万元。", "收、支总计5.00万元。。"),
    "DIS-030": required("income"),
    "DIS-034": pair(
        "operating", "2020年度机关运行经费支出5.00万元。", "2019年度机关运行经费支出5.00万元。"
    ),
}


def test_an_entry_of_two_lines_is_one() -> None:
    """The contents of a narrow page: its last words stand on the line of the leader."""
    lines = [f"{one[:-1]}\n{one[-1]}…………{page}" for page, one in enumerate(LISTED, 5)]
    torn = [piece for line in lines for piece in line.split("\n")]
    rules = [find_rule("DIS-017")]
    made = audit(contents(*torn, "四、预算绩效管理情况………8"), rules, prove=False)
    assert not made.findings
    missing = audit(contents(*torn, "四、政府债务情况说", "明………8"), rules, prove=False)
    assert len(missing.findings) == 1


def _other_sum() -> Disclosure:
    """A general budget whose text misstates one item's outturn; the table does not print it."""
    lines = tables().general_budget_expenditure.lines
    good = items()
    (section,) = good.sections
    own = lines[codes()[0]].total.digits
    passages = list(section.passages)
    passages[1] = Passage(passages[1].text.replace(f"决算为{own}", "决算为9999999.99"))
    spoiled = evolve(section, passages=tuple(passages))
    table = evolve(
        tables().general_budget_expenditure,
        lines=[
            evolve(one, total=Figure.absent()) if one.key == codes()[0] else one for one in lines
        ],
    )
    return evolve(good, sections=(spoiled,), general_budget_expenditure=table)


def _nature(right: bool) -> Disclosure:
    lines = tables().general_budget_expenditure.lines
    code = next(
        code
        for code in codes()
        if (lines[code].basic.number == 0) != (lines[code].project.number == 0)
    )
    basic = lines[code].basic.number != 0
    word = "基本支出" if basic == right else "项目支出"
    return text("items", f"1、{item(code)}。主要用于：办公等{word}。")


def _kept(number: int) -> Disclosure:
    three = Section(
        TITLES["three"], "一", 1, "narrative", (Passage(f"公务用车保有量{number}辆。"),)
    )
    assets = Section(TITLES["assets"], "二", 1, "narrative", (Passage("共有车辆5辆。"),))
    return sections(three, assets)


def _meetings(told_amount: str) -> Disclosure:
    from budgetdisclosure.codes import EconomicCode
    from budgetdisclosure.model import BasicExpenditureLine

    line = BasicExpenditureLine("会议费", EconomicCode("30215"), amount=Figure.parse("5.00"))
    table = BasicExpenditureTable(title="基本支出决算表", lines=(line,))
    said = text("costs", f"开支会议费{told_amount}万元，培训费1.00万元。", bare=True)
    return evolve(said, basic_expenditure=table)


def _won(number: str) -> Disclosure:
    return text(
        "procurement",
        "政府采购金额8.00万元。在预留的项目中，由中小企业供应商中标或成交的，采购金额4.00万元；"
        f"在其他项目中，由中小企业供应商中标或成交的，采购金额{number}.00万元。",
        bare=True,
    )


@pytest.mark.parametrize("rule_id", sorted(CASES))
def test_a_text_that_is_right_passes(rule_id: str) -> None:
    result = audit(CASES[rule_id].passes(), [find_rule(rule_id)], prove=False)
    assert not [one for one in result.findings if one.severity is not Severity.INFO], rule_id
    held = [one for one in result.checked if one.verdict.holds]
    assert held or result.passed, rule_id


@pytest.mark.parametrize("rule_id", sorted(CASES))
def test_a_text_that_is_wrong_fails(rule_id: str) -> None:
    result = audit(CASES[rule_id].fails(), [find_rule(rule_id)], prove=False)
    assert [one for one in result.findings if one.verdict is Verdict.CONFLICT], rule_id


@pytest.mark.parametrize("rule_id", sorted(CASES))
def test_where_nothing_is_told_nothing_is_said(rule_id: str) -> None:
    """Without text and tables a rule is listed as not applicable, never as passed."""
    rule = find_rule(rule_id)
    kind = Kind.FINAL if Kind.FINAL in rule.kinds else Kind.BUDGET
    result = audit(Disclosure(fiscal_year=2020, kind=kind), [rule], prove=False)
    assert not result.findings
    assert not result.checked
    assert result.skipped


def text_rules() -> set[str]:
    """The rules that stand in the files of the text."""
    return {
        rule.id
        for rule in catalogue()
        if rule.check.__module__.rpartition(".")[2].startswith(("narrative_", "text_"))
    }


def test_every_rule_of_the_text_has_its_cases() -> None:
    """N-10-2 alone has no failing case: what it asks for no document prints."""
    assert text_rules() - CASES.keys() == {"N-10-2"}


def test_operating_costs_that_differ_are_left_open() -> None:
    result = audit(
        text("operating", "机关运行经费支出0.01万元。"), [find_rule("N-10-2")], prove=False
    )
    assert not result.findings
    assert any(one.unchecked for one in result.skipped)


def test_rules_of_the_text_say_where_they_come_from() -> None:
    rules: list[Rule] = [find_rule(rule_id) for rule_id in text_rules()]
    assert all(rule.source for rule in rules)
    assert all(rule.check.__doc__ for rule in rules)


@pytest.mark.parametrize(
    ("role", "words", "found"),
    [
        (
            "income",
            "本年收入合计{income}万元，其中：局本级收入5.00万元，所属单位收入3.00万元。",
            "",
        ),
        ("income", "本部门及所属单位2020年度收入合计{income}万元。", ""),
        ("income", "下属某中心收入3.00万元。所属事业单位收入4.00万元。", ""),
        ("income", "本年收入合计{income}元。", "疑为金额单位写错"),
        ("three", "本年度无因公出国（境）支出。无公务用车购置支出。", ""),
        ("three", "本年度无公务接待费支出。", "文字称无公务接待费支出，而表中为 2.00"),
    ],
)
def test_whose_amounts_and_in_what_unit(role: str, words: str, found: str) -> None:
    """Parts of other bodies are theirs; an amount in the wrong unit is told as that."""
    said = words.format(income=amount("income", "合计", "total"))
    rules = [rule for rule in catalogue() if rule.id in ("N-02-1", "N-07-1")]
    messages = [one.message.zh for one in audit(text(role, said), rules, prove=False).findings]
    assert bool(messages) == bool(found)
    assert all(found in message for message in messages)
