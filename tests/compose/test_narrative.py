from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount, Figure, Percentage, Unit
from budgetdisclosure.codes import EconomicCode, FunctionCode
from budgetdisclosure.compose import (
    Entry,
    Flow,
    Ledger,
    Nature,
    Source,
    Stage,
    compose,
    form_names,
    load_form,
)
from budgetdisclosure.compose.words import Scope, closed, paragraph, render, said
from budgetdisclosure.errors import ModelError, ReadingError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.testing import Seeded, make_ledger

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
TEXTS = ("hunan-2020", "shanghai-2024")
AMOUNT = re.compile(r"(-?\d+\.\d\d)万元")


def scope(**amounts: int) -> Scope:
    """Names for amounts in fen; one that begins with 上年 is the year before's."""
    cells = {name: f"t[{name}].c" for name in ("甲", "乙")}
    now = {cells[n]: Fraction(f) for n, f in amounts.items() if n in cells}
    before = {cells[n[2:]]: Fraction(f) for n, f in amounts.items() if n.startswith("上年")}
    return Scope({}, cells, {"": now, "上年": before}, {}, frozenset(), {}, {})


WAN = Unit.WAN.fen


@pytest.mark.parametrize(
    ("template", "amounts", "text"),
    [
        ("{甲}", {"甲": 150 * WAN}, "150.00万元"),
        ("{甲 占 乙}", {"甲": WAN, "乙": 3 * WAN}, "33.33%"),
        ("{甲 占 乙}", {"甲": 0, "乙": 0}, "0.00%"),
        ("{甲 比 上年甲}", {"甲": 2 * WAN, "上年甲": WAN}, "增加1.00万元，增长100.00%"),
        ("{甲 比 上年甲}", {"甲": WAN, "上年甲": 4 * WAN}, "减少3.00万元，下降75.00%"),
        ("{甲 比 上年甲}", {"甲": WAN, "上年甲": WAN}, "持平"),
        ("{甲 比 上年甲}", {"甲": WAN, "上年甲": WAN + 1}, "持平"),
        ("{甲 比 上年甲}", {"甲": WAN, "上年甲": 0}, "增加1.00万元（上年为零，不计算增幅）"),
        ("{甲 比 上年甲}", {"甲": WAN}, "【请填写：上年甲（万元）】"),
        ("{甲 较 乙}", {"甲": WAN, "乙": 2 * WAN}, "小于"),
        ("{甲 较 乙}", {"甲": WAN, "乙": WAN}, "等于"),
        ("{甲 完成 乙}", {"甲": WAN, "乙": 2 * WAN}, "50.00%"),
        ("{?原因}", {}, "【请填写：原因】"),
    ],
)
def test_holes_are_filled(template: str, amounts: dict[str, int], text: str) -> None:
    assert render(template, scope(**amounts)) == text


@pytest.mark.parametrize(
    ("condition", "amounts", "holds"),
    [
        ("甲", {"甲": WAN}, True),
        ("甲", {"甲": 1}, False),
        ("甲", {"甲": 0}, False),
        ("无甲", {"甲": 0}, True),
        ("甲 异 乙", {"甲": WAN, "乙": WAN}, False),
        ("甲 异 乙", {"甲": WAN, "乙": WAN + 1}, False),
        ("甲 异 乙", {"甲": WAN, "乙": 2 * WAN}, True),
        ("甲 同 乙", {"甲": WAN, "乙": WAN}, True),
        ("甲 异 上年甲", {"甲": WAN}, True),
        ("甲 变 上年甲", {"甲": WAN}, True),
        ("甲 变 上年甲", {"甲": 0}, False),
        ("甲 变 乙", {"甲": WAN, "乙": WAN}, False),
    ],
)
def test_conditions(condition: str, amounts: dict[str, int], holds: bool) -> None:
    assert said(condition, scope(**amounts)) is holds
    fragments = [{"when": condition, "text": "说"}]
    assert paragraph(fragments, scope(**amounts)) == ("说" if holds else "")


def test_an_amount_below_nothing_is_no_dash_behind_a_noun() -> None:
    below = scope(甲=-5 * WAN)
    said = ("结余{甲}", "结余为{甲}", "结余（含利息）{甲}", "其中：{甲}")
    assert [closed(paragraph(one, below)) for one in said] == [
        "结余为-5.00万元",
        "结余为-5.00万元",
        "结余（含利息）为-5.00万元",
        "其中：-5.00万元",
    ]


def test_a_name_nobody_knows_is_a_fault_of_the_form() -> None:
    with pytest.raises(ModelError, match="不认识的名称"):
        render("{丙丁}", scope())


def made(seed: int, form: str, rounding: str) -> Disclosure:
    ledger = make_ledger(Seeded(Random(seed)), 2020, 5)
    how = {"rounding": rounding}
    return compose(ledger, entity="某局", fiscal_year=2020, form=form, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("rounding", ["plain", "controlled"])
@settings(
    deadline=None, max_examples=settings.default.max_examples // 12, suppress_health_check=SLOW
)
@given(seed=st.integers(0, 10**9))
def test_every_share_of_revenue_is_that_of_printed_figures(
    form: str, rounding: str, seed: int
) -> None:
    disclosure = made(seed, form, rounding)
    total = disclosure.income["合计"].total
    section = next(s for s in disclosure.walk_sections() if s.title == "收入决算情况说明")
    for amount, share in re.findall(r"(-?[\d.]+)万元，占(-?[\d.]+%)", section.text):
        printed = Figure.parse(amount)
        if total.number == 0:
            continue
        expected = printed.interval.quotient(total.interval)
        assert expected is None or Percentage.parse(share).interval.meets(expected)


@pytest.mark.parametrize("form", TEXTS)
@settings(
    deadline=None, max_examples=settings.default.max_examples // 12, suppress_health_check=SLOW
)
@given(seed=st.integers(0, 10**9))
def test_controlled_sentences_add_up_to_the_digit(form: str, seed: int) -> None:
    disclosure = made(seed, form, "controlled")
    section = next(s for s in disclosure.walk_sections() if s.title == "支出决算情况说明")
    whole, *parts = map(Decimal, AMOUNT.findall(section.text))
    assert sum(parts) == whole == disclosure.summary.expenditure["本年支出合计"].expenditure.number


@pytest.mark.parametrize(("form", "sections"), [("hunan-2020", 15), ("shanghai-2024", 11)])
def test_the_forms_have_their_sections(form: str, sections: int) -> None:
    narrative = next(s for s in made(1, form, "plain").sections if s.part == "narrative")
    assert len(narrative.sections) == sections
    assert all(section.passages or section.sections for section in narrative.sections)


def test_what_a_person_knows_is_told_and_the_rest_is_marked() -> None:
    code = FunctionCode("2080109")
    spent = Entry(
        Flow.EXPENDITURE, Amount(5 * WAN), Source.GENERAL_BUDGET, code, nature=Nature.PROJECT
    )
    plan = Entry(
        Flow.EXPENDITURE,
        Amount(9 * WAN),
        Source.GENERAL_BUDGET,
        code,
        EconomicCode("30201"),
        Nature.PROJECT,
        Stage.INITIAL,
    )
    income = Entry(Flow.REVENUE, Amount(5 * WAN), function=code)
    text = "\n".join(
        section.text
        for section in compose(
            Ledger((spent, plan, income)),
            entity="某局",
            fiscal_year=2020,
            form="hunan-2020",
            facts={
                "2080109 决算与预算差异原因": "项目推迟",
                "采购总额": Amount(4 * WAN),
                "采购中小企业": Amount(WAN),
                "车辆数": 3,
            },
        ).walk_sections()
    )
    assert "决算数小于年初预算数的主要原因是项目推迟。" in text
    assert "政府采购支出总额4.00万元" in text
    assert "占政府采购支出总额的25.0%" in text
    assert "共有车辆3辆" in text
    assert "与上年相比，【请填写：上年总计（万元）】" in text
    assert "政府采购货物支出【请填写：采购货物（万元）】" in text


def test_another_place_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "某省.toml"
    path.write_text(
        'base = "national-final"\ntitle = "某省"\n[[parts]]\npart = "narrative"\n'
        'title = "说明"\nparagraphs = ["{年度}年支出{本年支出}。"]\n[tables.income]\ntitle = "收入表"\n',
        encoding="utf-8",
    )
    disclosure = compose(
        make_ledger(Seeded(Random(2)), 2020, 2), entity="某局", fiscal_year=2020, form=str(path)
    )
    assert disclosure.income.title == "收入表"
    assert disclosure.expenditure.title == "支出决算表"
    total = disclosure.expenditure["合计"].total
    assert disclosure.sections[-1].text == f"2020年支出{total}。"


def test_forms_that_are_not_there_or_broken_are_said(tmp_path: Path) -> None:
    assert set(TEXTS) < set(form_names())
    with pytest.raises(ModelError, match="没有这个公开样式"):
        load_form("无")
    broken = tmp_path / "坏.toml"
    broken.write_text("title = ", encoding="utf-8")
    with pytest.raises(ReadingError, match="公开样式文件有误"):
        load_form(str(broken))


def received(stage: Stage, economic: str | None = "30217", fen: int = 3 * WAN) -> Entry:
    """公务接待费 of a stage, booked with its economic code or without one."""
    return Entry(
        Flow.EXPENDITURE,
        Amount(fen),
        function=FunctionCode("2010301"),
        economic=EconomicCode(economic) if economic else None,
        nature=Nature.BASIC if economic else Nature.PROJECT,
        stage=stage,
    )


def written(form: str, *entries: Entry, rounding: str = "plain", **facts: Amount) -> Disclosure:
    how = {"rounding": rounding, "facts": facts}
    return compose(Ledger(entries), entity="某局", fiscal_year=2024, form=form, **how)  # type: ignore[arg-type]


def text_of(disclosure: Disclosure) -> str:
    return "\n".join(section.text for section in disclosure.walk_sections())


@pytest.mark.parametrize("rounding", ["plain", "controlled"])
@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("planned", [(), (received(Stage.INITIAL, None),)])
def test_a_budget_nobody_told_is_no_zero(
    form: str, rounding: str, planned: tuple[Entry, ...]
) -> None:
    entries = (received(Stage.OUTTURN), *planned)
    disclosure = written(form, *entries, rounding=rounding)
    text = text_of(disclosure)
    assert "预算为【请填写：三公预算（万元）】" in text
    assert "预算为0.00万元" not in text
    assert all(figure.is_blank for figure in disclosure.three_public.budget.figures().values())
    assert disclosure.three_public.actual.official_reception.number == 3
    told = text_of(written(form, *entries, rounding=rounding, 三公预算=Amount(4 * WAN)))
    assert "预算为4.00万元，支出决算为3.00万元，完成预算的75.0" in told


@pytest.mark.parametrize("form", TEXTS)
def test_a_year_before_without_its_accounts_is_no_zero(form: str) -> None:
    before = received(Stage.PRIOR, None)
    text = text_of(written(form, received(Stage.OUTTURN), before))
    assert "上年为零" not in text.partition("“三公”")[2].partition("机关运行")[0]
    assert "【请填写：" in text


@pytest.mark.parametrize(
    ("planned", "word"),
    [(Stage.INITIAL, "年初预算数"), (Stage.ADJUSTED, "全年预算数"), (None, "的预算数")],
)
def test_the_note_says_which_budget_the_table_shows(planned: Stage | None, word: str) -> None:
    entries = [received(Stage.OUTTURN), *([received(planned)] if planned else [])]
    disclosure = written("shanghai-2024", *entries)
    assert word in disclosure.three_public.notes[0]
    if planned:
        assert f"支出{word.removesuffix('数')}为3.00万元" in text_of(disclosure)


@pytest.mark.parametrize("form", [name for name in form_names() if load_form(name).parts])
def test_where_there_is_nothing_only_that_is_said(form: str) -> None:
    code = FunctionCode("2010350")
    stages = (Stage.INITIAL, Stage.OUTTURN, Stage.PRIOR, Stage.PRIOR_BUDGET)
    earned = Source.SERVICE_REVENUE
    spent = Entry(Flow.EXPENDITURE, Amount(9 * WAN), earned, code, nature=Nature.PROJECT)
    came = Entry(Flow.REVENUE, Amount(9 * WAN), earned, code)
    entries = [evolve(entry, stage=stage) for entry in (spent, came) for stage in stages]
    text = text_of(written(form, *entries))
    assert not re.search("“三公”经费[^。\n]*0[.]00万元", text)
    assert "相比，持平" not in text
    assert "相比持平" not in text
    assert not re.search("占基本支出的0", text)
    assert "三公预算" not in text


def test_an_answer_of_two_lines_is_two_paragraphs() -> None:
    facts = {"主要职能": "编制预算。\r\n监督执行。"}
    how = {"facts": facts, "form": "shanghai-2024"}
    disclosure = compose(Ledger(), entity="某局", fiscal_year=2024, **how)  # type: ignore[arg-type]
    held = next(s for s in disclosure.walk_sections() if s.title == "主要职能")
    assert [passage.text for passage in held.passages] == ["编制预算。", "监督执行。"]
