"""Whose an amount or change is, and against what: wholes and parts, headings, bases."""

from __future__ import annotations

import pytest

from budgetdisclosure import read as read_file
from budgetdisclosure.claims import Amount, Basis, Change, Narrative, narrative_of
from budgetdisclosure.model import Disclosure, Kind, Passage, Section
from budgetdisclosure.rules import audit, catalogue
from budgetdisclosure.rules.rule import Severity

RULES = [rule for rule in catalogue() if rule.id.startswith(("N-0", "N-1", "B-1"))]
THREE = "“三公”经费支出情况说明"


def disclosure(title: str, *texts: str, kind: Kind = Kind.FINAL) -> Disclosure:
    section = Section(title, "一", 1, "narrative", tuple(map(Passage, texts)))
    return Disclosure("某市某局", 2020, kind, sections=(section,))


def read(title: str, *texts: str, kind: Kind = Kind.FINAL) -> Narrative:
    return narrative_of(disclosure(title, *texts, kind=kind))


def wrong(title: str, *texts: str, kind: Kind = Kind.FINAL) -> list[str]:
    found = audit(disclosure(title, *texts, kind=kind), RULES, prove=False).findings
    return [one.rule.id for one in found if one.severity is not Severity.INFO]


def keys(narrative: Narrative) -> list[tuple[str, bool]]:
    return [(one.subject.key, one.subject.plain) for one in narrative.all(Amount)]


@pytest.mark.parametrize("verb", ["预算支出", "支出", "全年支出", "预算支出为"])
def test_spending_below_a_heading_is_of_what_the_heading_names(verb: str) -> None:
    texts = (
        f"（一）因公出国费用。2020年{verb}0万元。",
        f"（二）公务接待费。2020年{verb}7.30万元。",
    )
    told = keys(read(THREE, *texts, kind=Kind.BUDGET))
    assert told == [("因公出国费", True), ("公务接待费", True)]
    assert wrong(THREE, *texts, kind=Kind.BUDGET) == []


def test_spending_without_a_heading_is_nobodys_in_a_section_of_items() -> None:
    ((_, plain),) = keys(read(THREE, "2020年支出7.30万元。"))
    assert not plain


def test_a_sections_title_says_whose_its_amounts_are() -> None:
    narrative = read(
        "公务接待费", "2020年预算安排7.30万元，较2019年预算下降10%。", kind=Kind.BUDGET
    )
    assert keys(narrative) == [("公务接待费", True)]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("“三公”经费决算汇总数", "三公经费"),
        ("“三公”经费预安排", "三公经费"),
        ("三公经费预算拨入", "三公经费"),
        ("公务接待费、因公出国费（“三公”经费）支出合计", "三公经费"),
        ("公务用车运行维护及购置费支出预算为", "公务用车"),
    ],
)
def test_names_and_verbs(name: str, key: str) -> None:
    assert keys(read(THREE, f"2020年{name}7.30万元。", kind=Kind.BUDGET)) == [(key, True)]


@pytest.mark.parametrize("name", ["事业支出", "事业运行经费", "机关工资福利支出"])
def test_a_name_of_its_own_is_not_what_it_ends_in(name: str) -> None:
    ((key, _),) = keys(read("支出决算情况说明", f"{name}7.30万元。"))
    assert key == name


def test_kinds_of_spending_behind_projects_are_not_those_of_basic_expenditure() -> None:
    narrative = read(
        "一般公共预算支出情况说明",
        "基本支出90.00万元，其中：",
        "工资福利支出70.00万元。",
        "项目支出50.00万元。其中：",
        "工资福利支出5.00万元。",
        "商品和服务支出45.00万元。",
    )
    assert [plain for key, plain in keys(narrative) if "项目支出" not in key][1:] == [
        True,
        False,
        False,
    ]


def test_a_category_told_within_basic_expenditure_is_a_part() -> None:
    text = "支出总计90.00万元，其中：基本支出60.00万元，项目支出30.00万元。基本支出中办公费用20.00万元，其他支出4.00万元。"
    told = dict(keys(read("支出决算情况说明", text)))
    assert told["其他支出"] is False


@pytest.mark.parametrize("passages", [1, 2])
@pytest.mark.parametrize("mark", "，。")
def test_another_division_is_of_the_whole_and_not_of_its_last_part(
    passages: int, mark: str
) -> None:
    whole = f"支出总计90.00万元{mark}其中：基本支出60.00万元，项目支出30.00万元。"
    parts = "按支出功能科目划分，教育支出86.00万元，占总支出的95.6%；其他支出4.00万元，占4.4%。"
    texts = [whole + parts] if passages == 1 else [whole, parts]
    told = dict(keys(read("支出决算情况说明", *texts)))
    assert (told["教育支出"], told["其他支出"]) == (True, True)


def test_amounts_of_bodies_counted_first_are_theirs() -> None:
    text = "“三公”经费预算9.00万元，其中：公务接待费5.00万元。12个部门“三公”经费7.00万元，其中：公务接待费3.00万元。"
    assert [plain for _, plain in keys(read(THREE, text, kind=Kind.BUDGET))] == [
        True,
        True,
        False,
        False,
    ]
    assert wrong(THREE, text, kind=Kind.BUDGET) == []


def test_amounts_of_units_below_are_theirs() -> None:
    text = "另外，某局下属共有3个事业单位，基本支出48.00万元，项目支出36.00万元。"
    assert [plain for _, plain in keys(read("机关运行经费", text))] == [False, False]


LISTED = "“三公”经费支出30.00万元，其中：因公出国费5.00万元，公务接待费10.00万元，公务用车购置及运行费15.00万元。"


@pytest.mark.parametrize(
    ("change", "ok"),
    [
        ("比2019年减少10.00万元，下降25.0%", True),  # of 30.00
        ("比2019年减少5.00万元，下降25.0%", True),  # of 15.00
        ("比2019年减少10.00万元，下降75.0%", False),
    ],
)
def test_a_sentence_that_begins_with_a_comparison_is_of_the_whole(change: str, ok: bool) -> None:
    assert (wrong(THREE, f"{LISTED}{change}。") == []) is ok
    (told,) = read(THREE, f"{LISTED}{change}。").all(Change)
    assert told.subject.key == "三公经费"


def test_behind_one_part_alone_a_comparison_is_of_that_part() -> None:
    text = "“三公”经费支出30.00万元，其中：公务接待费10.00万元。比2019年减少10.00万元，下降50.0%。"
    (told,) = read(THREE, text).all(Change)
    assert told.subject.key == "公务接待费"
    assert wrong(THREE, text) == []


def test_behind_a_bracket_the_subject_stays() -> None:
    text = "“三公”经费支出30.00万元。其中：公务接待费10.00万元，公务用车购置及运行费15.00万元（购置费0万元，运行费15.00万元。）比上年增加3.00万元，增长25.0%。"
    (change,) = read(THREE, text).all(Change)
    assert change.subject.key == "公务用车"


def test_last_years_budget_is_not_last_years_outturn() -> None:
    text = "公务接待费支出9.00万元，比上年预算减少3.00万元，比上年决算减少1.00万元。"
    first, second = read(THREE, text).all(Change)
    assert (first.base, second.base) == (Basis.PRIOR_BUDGET, Basis.PRIOR)
    assert wrong(THREE, text) == []


@pytest.mark.parametrize(
    ("base", "ok"), [("2019年执行数", True), ("上年决算", True), ("2019年预算", False)]
)
def test_a_budget_is_compared_with_what_was_planned_and_what_was_spent(base: str, ok: bool) -> None:
    text = f"公务接待费预算9.00万元，比2019年预算减少3.00万元。公务接待费比{base}减少1.00万元。"
    assert (wrong(THREE, text, kind=Kind.BUDGET) == []) is ok


def test_a_fund_without_its_side_is_the_one_in_hand() -> None:
    text = "一般公共预算财政拨款支出90.00万元。与2019年相比，一般公共预算财政拨款增加9.00万元，增长11.1%。"
    (change,) = read("一般公共预算财政拨款支出决算总体情况", text).all(Change)
    assert change.of is not None
    assert change.of.figure.digits == "90.00"


def test_reasons_of_both_directions_explain_what_stays_level() -> None:
    both = "公务接待费预算3.00万元，与2019年预算持平，主要原因是标准提高，而批次减少。"
    one = "公务接待费预算3.00万元，与2019年预算持平，主要原因是批次减少。"
    assert wrong(THREE, both, kind=Kind.BUDGET) == []
    assert wrong(THREE, one, kind=Kind.BUDGET) == ["N-01-3"]


def test_a_page_taken_for_a_cover_is_read_if_it_tells_amounts() -> None:
    text = "2020年某局“三公”經費增減情況說明\n“三公”經費包括公務接待費。2020年某局“三公”經費支出合計35萬元，比上年減少2.28萬元。\n"
    told = narrative_of(read_file(text.encode()))
    assert [one.figure.digits for one in told.all(Amount)] == ["35"]


def test_a_regulations_name_says_no_kind() -> None:
    text = "根据《某省预决算公开操作规程》的规定，2020年全市“三公”经费预算总额为19.00万元。\n"
    assert read_file(text.encode()).kind is Kind.BUDGET


def test_a_sentence_of_other_years_is_no_heading() -> None:
    text = "2020年度“三公”经费支出合计53.00万元，比预算数减少9.00万元。\n据了解，2018年“三公”经费70.00万元，2019年为58.00万元。\n"
    assert read_file(text.encode()).fiscal_year == 2020


LAST_YEAR = "2019年“三公”经费执行数为71.54万元。其中，因公出国费16.92万元，公务接待费54.62万元。"
MOVED = "与2019年年初预算相比，2019年“三公”经费执行数减少8.15万元，下降50.2%。其中，公务接待费减少4.44万元。"
THIS_YEAR = "2020年“三公”经费预算60.00万元。其中，因公出国费10.00万元，公务接待费50.00万元。"
AGAINST = "与2019年年初预算相比，2020年“三公”经费预算减少19.69万元，下降24.7%。其中，公务接待费减少9.06万元。"


def test_parts_of_last_years_amount_are_last_years() -> None:
    narrative = read(THREE, LAST_YEAR + MOVED, THIS_YEAR + AGAINST, kind=Kind.BUDGET)
    told = [(one.basis, one.figure.digits) for one in narrative.all(Amount)]
    assert [basis for basis, _ in told] == [Basis.PRIOR] * 3 + [Basis.CURRENT] * 3
    changes = [(one.base, one.of and one.of.figure.digits) for one in narrative.all(Change)]
    assert changes[:2] == [(Basis.UNSURE, None)] * 2
    assert changes[2:] == [(Basis.PRIOR, "60.00"), (Basis.PRIOR, "50.00")]
    assert wrong(THREE, LAST_YEAR + MOVED, THIS_YEAR + AGAINST, kind=Kind.BUDGET) == []


def test_nothing_last_year_is_not_nothing_this_year() -> None:
    from budgetdisclosure.claims import NoData

    narrative = read("因公出国（境）经费", "2020年未安排因公出国经费，2019年也未安排因公出国经费。")
    assert len(list(narrative.all(NoData))) == 1


@pytest.mark.parametrize("title", ["收入预算", "支出预算"])
def test_a_side_of_the_budget_named_by_its_title(title: str) -> None:
    text = "2020年年初预算数30.04万元，其中：事业收入5.00万元。"
    ((key, plain), *_) = keys(read(title, text, kind=Kind.BUDGET))
    assert (key, plain) == (f"本年{title[:2]}合计", True)


def test_a_year_set_off_by_a_comma_is_of_what_follows() -> None:
    text = "2019年，某局全年支出“三公”经费8.00万元，接待5批次。本年“三公”经费支出7.00万元。"
    told = [one.basis for one in read(THREE, text).all(Amount)]
    assert told == [Basis.PRIOR, Basis.CURRENT]


def test_an_amount_compared_with_is_of_what_the_change_names() -> None:
    text = "“三公”经费预算9.00万元，其中公务接待费5.00万元。与上年的10.00万元相比，“三公”经费预算减少1.00万元。"
    narrative = read(THREE, text, kind=Kind.BUDGET)
    told = [(one.subject.key, one.figure.digits) for one in narrative.all(Amount)]
    assert told[-1] == ("三公经费", "10.00")
    assert wrong(THREE, text, kind=Kind.BUDGET) == []


def test_what_a_change_is_made_of_is_no_amount_of_the_year() -> None:
    text = "因两家单位划出，减少“三公”经费9.00万元，其中公务用车购置及运行费8.00万元。"
    ((key, plain),) = keys(read(THREE, text))
    assert (key, plain) == ("公务用车", False)


def test_meetings_and_training_may_be_counted_among_the_three_public() -> None:
    text = "“三公”经费9.00万元，其中：因公出国费0万元、公务用车购置费1.00万元、公务用车运行维护费2.00万元、公务接待费3.00万元、会议费2.00万元、培训费1.00万元。"
    assert wrong(THREE, text) == []


def test_last_years_plan_and_last_years_spending_are_two_amounts() -> None:
    text = "2019年“三公”经费实际支出8.00万元。2020年“三公”经费预算9.00万元，2019年“三公”经费预算10.00万元。"
    assert wrong(THREE, text, kind=Kind.BUDGET) == []
    assert wrong(THREE, text.replace("实际支出", "预算"), kind=Kind.BUDGET) == ["B-12"]


@pytest.mark.parametrize("side", ["收入", "支出"])
def test_a_side_named_again_behind_its_parts_is_the_total(side: str) -> None:
    parts = {
        "收入": "事业收入5.00万元，其他收入15.00万元",
        "支出": "教育支出5.00万元，住房保障支出15.00万元",
    }
    text = f"{side}预算：2020年年初预算数20.00万元，其中：{parts[side]}。{side}预算较上年减少10.00万元。"
    (change,) = read("收支预算总体情况", text, kind=Kind.BUDGET).all(Change)
    assert (change.subject.key, change.subject.plain) == (f"本年{side}合计", True)
    assert change.of is not None
    assert change.of.figure.digits == "20.00"


def test_the_words_of_the_base_name_no_subject() -> None:
    text = "“三公”经费2020年执行数比2019年财政拨款预算数减少1.50万元。"
    (change,) = read(THREE, text, kind=Kind.BUDGET).all(Change)
    assert change.subject.key == "三公经费"


def test_a_change_of_last_years_amount_is_none_of_this_years() -> None:
    text = (
        "“三公”经费预算9.00万元。“三公”经费2019年执行数比2019年年初预算数减少1.50万元，下降15.0%。"
    )
    (change,) = read(THREE, text, kind=Kind.BUDGET).all(Change)
    assert (change.base, change.of) == (Basis.UNSURE, None)
    assert wrong(THREE, text, kind=Kind.BUDGET) == []
