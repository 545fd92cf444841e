"""Sentences to claims: several phrasings of each kind of statement."""

from __future__ import annotations

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.claims import (
    Amount,
    Basis,
    Change,
    Comparison,
    Completion,
    Count,
    Dated,
    Listing,
    Named,
    Narrative,
    NoData,
    Share,
    Unreadable,
    Unsigned,
    narrative_of,
)
from budgetdisclosure.model import Disclosure, Kind, Passage, Section
from budgetdisclosure.place import Place

TITLES = {
    "overall": "收入支出决算总体情况说明",
    "income": "收入决算情况说明",
    "items": "一般公共预算财政拨款支出决算具体情况",
    "basic": "一般公共预算财政拨款基本支出决算情况说明",
    "three": "“三公”经费支出决算情况说明",
    "fund": "政府性基金预算收入支出决算情况说明",
    "other": "其他重要事项的情况说明",
    "assets": "国有资产占用情况说明",
    "procurement": "政府采购支出情况",
}


def read(role: str, *texts: str, year: int = 2020, kind: Kind = Kind.FINAL) -> Narrative:
    passages = tuple(Passage(text, Place(page=number)) for number, text in enumerate(texts, 3))
    section = Section(TITLES[role], "一", 1, "narrative", passages)
    return narrative_of(Disclosure("某市某局", year, kind, sections=(section,)))


def one(narrative: Narrative, kind: type) -> object:
    found = list(narrative.all(kind))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "key", "digits"),
    [
        ("2020年度收、支总计150.64万元。", "收支总计", "150.64"),
        ("某市某局2020年收入总计、支出总计均为1,150.6万元", "收支总计", "1,150.6"),
        ("本部门2020年度收入支出总计共计２３.４０ 万元", "收支总计", "23.40"),
        ("全年收入、支出总计为1．5亿元", "收支总计", "1.5"),
    ],
)
def test_totals(text: str, key: str, digits: str) -> None:
    amount = one(read("overall", text), Amount)
    assert isinstance(amount, Amount)
    assert amount.subject.key == key
    assert amount.subject.plain
    assert amount.figure.digits == digits
    assert amount.figure.place is not None
    assert amount.figure.place.page == 3


@pytest.mark.parametrize(
    ("text", "sign", "amount", "rate"),
    [
        ("总支出9万元，与上年相比，减少1万元，下降10%。", -1, "1", "10%"),
        ("总支出9万元，比2019年度减少1.0万元，减幅10.0%。", -1, "1.0", "10.0%"),
        ("总支出9万元，同比下降10%，减少1万元。", -1, "1", "10%"),
        ("总支出9万元，较去年增加了2万元，增长28.57%，主要原因是业务增多。", 1, "2", "28.57%"),
        ("总支出9万元。与上年度相比，支出总计增加2万元，上升28.57%。", 1, "2", "28.57%"),
    ],
)
def test_changes(text: str, sign: int, amount: str, rate: str) -> None:
    change = one(read("overall", text), Change)
    assert isinstance(change, Change)
    assert (change.sign, change.rate_sign) == (sign, sign)
    assert change.amount is not None
    assert change.rate is not None
    assert (change.amount.digits, change.rate.digits) == (amount, rate)
    assert change.base is Basis.PRIOR
    assert change.of is not None
    assert change.of.figure.digits == "9"


def test_a_change_of_something_else_is_not_of_the_amount_in_hand() -> None:
    narrative = read("overall", "总支出9万元，其中设备采购比上年增加1万元，增长12.5%。")
    assert [change.of for change in narrative.all(Change)] == [None]


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("机关运行经费7万元，比年初预算数减少3万元", Basis.INITIAL),
        ("机关运行经费7万元，较全年预算数减少3万元", Basis.ADJUSTED),
        ("机关运行经费7万元，决算数较预算数减少3万元", Basis.BUDGET),
        ("机关运行经费7万元，比2019年减少3万元", Basis.PRIOR),
    ],
)
def test_what_a_change_is_measured_against(text: str, base: Basis) -> None:
    change = one(read("other", text), Change)
    assert isinstance(change, Change)
    assert change.base is base


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("本年收入合计10万元，其中：财政拨款收入8万元，占80%", ""),
        ("本年收入合计10万元，财政拨款收入8万元（占80%）", ""),
        ("本年收入合计10万元，财政拨款收入8万元，占收入总额80%", "收入总额"),
        ("本年收入合计10万元，财政拨款收入8万元，占本年收入合计的比重为80%", "本年收入合计"),
    ],
)
def test_shares(text: str, whole: str) -> None:
    share = one(read("income", text), Share)
    assert isinstance(share, Share)
    assert share.part is not None
    assert share.part.figure.digits == "8"
    assert share.whole == whole
    assert share.before[0].figure.digits == "10"


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("“三公”经费年初预算为5万元，支出决算为4万元，完成年初预算的80%", Basis.INITIAL),
        ("“三公”经费支出预算5万元，支出决算4万元，占预算数的80%", Basis.BUDGET),
        ("“三公”经费全年预算数5万元，执行数4万元，预算执行率为80%", Basis.BUDGET),
        ("“三公”经费调整后预算5万元，决算4万元，完成调整后预算的80%", Basis.ADJUSTED),
    ],
)
def test_completions(text: str, base: Basis) -> None:
    done = one(read("three", text), Completion)
    assert isinstance(done, Completion)
    assert done.base is base
    assert done.outturn is not None
    assert done.outturn.figure.digits == "4"
    assert [budget.figure.digits for budget in done.budgets] == ["5"]


@pytest.mark.parametrize(
    ("text", "sign", "hedged"),
    [
        ("公务接待费预算5万元，决算4万元，决算数小于预算数的主要原因是节约", -1, False),
        ("公务接待费预算5万元，决算4万元，决算数低于年初预算", -1, False),
        ("公务接待费预算4万元，决算4万元，决算数与预算数基本持平。", 0, True),
        ("公务接待费预算4万元，决算4万元，与年初预算数一致。", 0, False),
        ("公务接待费预算4万元，决算5万元，决算数比预算数增加，主要原因是来访增多。", 1, False),
    ],
)
def test_comparisons(text: str, sign: int, hedged: bool) -> None:
    claim = one(read("three", text), Comparison)
    assert isinstance(claim, Comparison)
    assert (claim.sign, claim.hedged) == (sign, hedged)
    assert claim.base.is_budget
    assert len(claim.budgets) == 1


def test_reasons_go_with_what_they_explain() -> None:
    narrative = read(
        "three",
        "公务接待费预算5万元，决算4万元，决算数小于预算数的主要原因是厉行节约，"
        "与上年相比减少2万元，减少33.3%，减少的主要原因是活动减少。",
    )
    (comparison,) = narrative.all(Comparison)
    (change,) = narrative.all(Change)
    assert comparison.reason == "厉行节约"
    assert change.reason == "活动减少"


def test_a_reason_may_stand_on_the_next_page() -> None:
    narrative = read("overall", "总支出9万元，比上年减少1万元。主要原因：", "人员减少。")
    (change,) = narrative.all(Change)
    assert change.reason == "人员减少"


def test_amounts_in_a_reason_are_set_apart() -> None:
    narrative = read("overall", "总支出9万元，比上年减少1万元，主要原因是设备支出3万元结转。")
    assert [amount.said.explains for amount in narrative.all(Amount)] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "1、教育支出（类）普通教育（款）小学教育（项）。年初预算为5万元，支出决算为4万元。",
        "1.教育支出(类)普通教育(款)小学教育(项)年初预算5万元，支出决算4万元。",
        "1.教育支出（类）普通教育（款）小学教育（项）。年初预算为5万元，当年支出决算为4万元。",
        "（1）“教育支出（类）普通教育（款）小学教育（项）”科目，年初预算数为5万元，决算数为4万元。",
    ],
)
def test_items_named_by_their_levels(text: str) -> None:
    narrative = read("items", text)
    (named,) = narrative.all(Named)
    assert named.subject.names == ("教育支出", "普通教育", "小学教育")
    bases = {amount.basis: amount.figure.digits for amount in narrative.all(Amount)}
    assert bases == {Basis.INITIAL: "5", Basis.FINAL: "4"}
    assert all(amount.subject == named.subject for amount in narrative.all(Amount))


def test_an_item_goes_on_in_the_next_passage() -> None:
    narrative = read(
        "items", "1、教育支出（类）普通教育（款）小学教育（项）。", "年初预算为5万元。"
    )
    (amount,) = narrative.all(Amount)
    assert amount.subject.names[2] == "小学教育"


def test_items_named_by_code() -> None:
    narrative = read("items", "1.小学教育（2050202），2020年度决算数为4万元，比上年增长0.39%。")
    (amount,) = narrative.all(Amount)
    (change,) = narrative.all(Change)
    assert amount.subject.code == "2050202"
    assert change.of == amount


@pytest.mark.parametrize(
    "text",
    [
        "政府采购金额20万元，其中货物、工程、服务采购金额分别为8万元、5万元、7万元。",
        "政府采购金额20万元，其中货物、工程、服务采购金额分别为8、5、7万元。",
        "政府采购金额20万元，其中：货物采购金额8万元、工程采购金额5万元、服务采购金额7万元。",
        "政府采购支出总额20万元：货物支出8万元，工程支出5万元，服务支出7万元。",
    ],
)
def test_several_amounts_in_one_sentence(text: str) -> None:
    amounts = {a.subject.key: a.figure.digits for a in read("procurement", text).all(Amount)}
    assert amounts == {"政府采购": "20", "货物采购": "8", "工程采购": "5", "服务采购": "7"}


def test_shares_told_respectively() -> None:
    narrative = read("overall", "支出总计100万元，基本支出、项目支出分别占84%、16%。")
    shares = {share.subject.key: share.percentage.digits for share in narrative.all(Share)}
    assert shares == {"基本支出": "84%", "项目支出": "16%"}


def test_brackets_that_tell_are_read_and_those_that_name_are_not() -> None:
    narrative = read(
        "three",
        "公务用车购置及运行费5万元（其中，公务用车购置费0万元，公务用车运行费5万元），"
        "因公出国（境）费3万元。",
    )
    keys = [amount.subject.key for amount in narrative.all(Amount)]
    assert keys == ["公务用车", "公务用车购置费", "公务用车运行费", "因公出国费"]


def test_lists() -> None:
    narrative = read(
        "basic",
        "人员经费9万元，主要包括：基本工资、退职（役）费、奖金等；公用经费1万元，主要包括办公费、水费。",
    )
    lists = [(one.subject.key, one.names, one.open) for one in narrative.all(Listing)]
    assert lists == [
        ("人员经费", ("基本工资", "退职（役）费", "奖金"), True),
        ("公用经费", ("办公费", "水费"), False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "某市某局2020年度无政府性基金预算财政拨款收入和支出。",
        "本单位没有政府性基金收支。",
        "2020年未安排政府性基金支出。",
    ],
)
def test_statements_that_there_is_none(text: str) -> None:
    claim = one(read("fund", text), NoData)
    assert isinstance(claim, NoData)
    assert "政府性基金" in claim.what


def test_counts_and_dates() -> None:
    narrative = read(
        "assets", "截至2020年12月31日，共有车辆5辆，其中应急保障用车5辆；设备2台（套）。"
    )
    counts = [(count.number, count.measure) for count in narrative.all(Count)]
    assert counts == [(Decimal(5), "辆"), (Decimal(5), "辆"), (Decimal(2), "台")]
    (dated,) = narrative.all(Dated)
    assert (dated.year, dated.month, dated.day) == (2020, 12, 31)


def test_what_is_no_number_says_only_whose_the_next_ones_are() -> None:
    said = read(
        "income", "财政拨款收入4O.5万元，占80%；其他收入10万元，增加1,0,2.5万元，增长2.5.1%"
    )
    found = [(str(bad.subject), bad.figure.text) for bad in said.all(Unreadable)]
    assert found == [("财政拨款收入", "4O.5"), ("其他收入", "1,0,2.5"), ("其他收入", "2.5.1%")]
    share = one(said, Share)
    assert isinstance(share, Share)
    assert (share.subject.key, share.part) == ("财政拨款收入", None)
    assert not list(said.all(Change))


@pytest.mark.parametrize(
    ("text", "key", "of"),
    [
        ("收入总计90万元，上年收入95万元。与上年相比收入减少5万元", "收入总计", "90"),
        ("三公经费5.05万元，较上年6.08减少1.03万元", "三公经费", "5.05"),
        ("三公经费9万元，主要是修车；公务接待费3万元，较上年增加2万元", "公务接待费", "3"),
        ("三公经费9万元，可比增长（以下简称增长）3%", "三公经费", "9"),
        ("收入总计9万元，相较上一年增加3万元", "收入总计", "9"),
        ("收入总计9万元，比上年决算数字增加3万元", "收入总计", "9"),
        ("经比较2020年度三公经费9万元，较上年减少3万元", "三公经费", "9"),
        ("收入总计9万元.其中：其他收入￥3万元，比去年同月增加2万元", "其他收入", "3"),
    ],
)
def test_whose_a_change_is(text: str, key: str, of: str) -> None:
    change = one(read("other", text), Change)
    assert isinstance(change, Change)
    assert (change.subject.key, change.of and change.of.figure.digits) == (key, of)


def test_a_negative_increase_is_a_decrease() -> None:
    change = one(read("overall", "收入总计9万元，比上年增加-3万元，增长-25%。"), Change)
    assert isinstance(change, Change)
    assert (change.sign, change.rate_sign) == (-1, -1)
    assert (change.amount and change.amount.value, change.rate and change.rate.value) == (3, 25)


def test_a_comparison_made_again_is_of_the_amount_the_reason_told_last() -> None:
    text = "收入总计9万元，同比减少3万元，主要是地少了，甲费收入4万元，同比减少2万元"
    keys = [change.subject.words for change in read("overall", text).all(Change)]
    assert keys == ["收入总计", "甲费收入"]


@pytest.mark.parametrize("text", ["6万元（66.7%）", "6万元，66.7%", "6万元66.7%"])
def test_a_part_may_tell_its_share_right_behind_it(text: str) -> None:
    share = one(read("income", f"本年收入合计9万元，其中：事业收入{text}"), Share)
    assert isinstance(share, Share)
    assert [whole.figure.digits for whole in (share.part, *share.before) if whole] == ["6", "9"]


def test_a_rate_right_behind_a_change_is_its_rate() -> None:
    change = one(read("overall", "收入总计9万元，比上年增加3万元（50%）。"), Change)
    assert isinstance(change, Change)
    assert (change.amount and change.amount.value, change.rate and change.rate.value) == (3, 50)


def test_parts_of_a_budget_are_of_the_budget_until_the_sentence_ends() -> None:
    text = "三公经费预算9万元，其中：公务接待费4万元。公务接待费3万元，出国费增加2万元，达到5万元。"
    amounts = [(a.figure.digits, a.basis) for a in read("three", text).all(Amount)]
    bases = [Basis.BUDGET, Basis.BUDGET, Basis.CURRENT, Basis.CURRENT]
    assert amounts == list(zip("9435", bases, strict=True))


@pytest.mark.parametrize(
    ("entity", "plain"), [("", [True, False]), ("甲市乙局", [True, True]), ("丁委", [True, False])]
)
def test_amounts_of_another_body_are_not_the_disclosures(entity: str, plain: list[bool]) -> None:
    others = "" if entity else "丙丁部2020年经费1万元。"
    told = f"财政拨款收入9万元。甲市乙局2020年财政拨款收入5万元。{others}"
    section = Section(TITLES["other"], "一", 1, "narrative", (Passage(told),))
    read_ = narrative_of(Disclosure(entity or None, 2020, sections=(section,)))
    assert [a.subject.plain for a in read_.all(Amount)][:2] == plain


def test_spending_told_with_its_counts_is_not_the_years() -> None:
    section = Section(
        "公务接待费", "二", 1, "narrative", (Passage("接待5批次，60人，共计支出3万元。"),)
    )
    (amount,) = narrative_of(Disclosure("某局", 2020, sections=(section,))).all(Amount)
    assert (amount.subject.key, amount.subject.plain) == ("公务接待费", False)


def test_an_amount_of_something_else_is_no_whole() -> None:
    text = "甲税当月3万元，下降5%；累计30万元，占比80%。乙专项9万元，其中：丙项6万元，占67%。"
    wholes = [[w.figure.digits for w in share.before] for share in read("other", text).all(Share)]
    assert wholes == [[], ["9"]]


def test_an_ordinal_within_a_passage_ends_the_reason_before_it() -> None:
    text = "三公经费9万元，主要原因是修车，二、公务接待费3万元，与上年持平。"
    level = one(read("three", text), Comparison)
    assert isinstance(level, Comparison)
    assert level.subject.key == "公务接待费"


def test_a_rate_without_its_sign() -> None:
    narrative = read("overall", "总支出9万元，比上年减少1万元，下降10.0，主要原因是节约。")
    (claim,) = narrative.all(Unsigned)
    assert claim.digits == "10.0"


def test_last_years_amounts_are_told_apart() -> None:
    narrative = read("overall", "2019年度支出总计8万元，2020年度支出总计9万元。")
    assert [amount.basis for amount in narrative.all(Amount)] == [Basis.PRIOR, Basis.CURRENT]


def test_a_budget_tells_its_own_budget() -> None:
    narrative = read(
        "three", "2020年“三公”经费预算5万元，比2019年预算减少1万元。", kind=Kind.BUDGET
    )
    (amount,) = narrative.all(Amount)
    (change,) = narrative.all(Change)
    assert amount.basis is Basis.CURRENT
    assert (change.base, change.year) == (Basis.PRIOR, 2019)


@given(
    st.text(
        alphabet="收支占比增减0123.万元%，。；：（）、其中年度预算决算为的原因类款项", max_size=120
    )
)
def test_any_text_is_read_and_no_number_lost(text: str) -> None:
    """Whatever is printed, reading ends, and every number is kept with its claim or without."""
    from budgetdisclosure.claims.digits import numbers_of
    from budgetdisclosure.claims.normal import plain

    narrative = read("overall", text)
    assert [number for number, _ in narrative.numbers] == list(numbers_of(plain(text)))


@pytest.mark.parametrize("blank", ["XX万元", "____万元", "万元", "【请填写：接待费预算（万元）】"])
def test_an_amount_left_open_says_whose_the_next_one_is(blank: str) -> None:
    told = read("three", f"公务接待费支出预算为{blank}，支出决算为3.02万元，决算数小于预算数。")
    amount, comparison = one(told, Amount), one(told, Comparison)
    assert isinstance(amount, Amount)
    assert isinstance(comparison, Comparison)
    assert (amount.subject.key, amount.basis) == ("公务接待费", Basis.FINAL)
    assert comparison.subject.key == "公务接待费"


def test_a_passage_about_another_body_says_nothing_of_the_next_ones_subject() -> None:
    told = read(
        "three",
        "下属某站“三公”经费支出1.20万元，比上年减少0.30万元，下降20%。",
        "与2019年度相比，“三公”经费财政拨款支出决算数减少233.60万元，下降90.00%。",
    )
    own = [one for one in told.all(Change) if one.subject.plain]
    assert [(one.subject.key, one.amount and one.amount.text) for one in own] == [
        ("三公经费", "233.60")
    ]
    assert own[0].of is None


def test_a_rate_alone_is_not_finished_by_the_next_passage() -> None:
    told = read(
        "three",
        "2023年全市“三公”经费同比下降8.3%。",
        "与2019年度相比，“三公”经费财政拨款支出决算数减少2.60万元。",
    )
    assert [(one.rate is None, one.amount is None) for one in told.all(Change)] == [
        (False, True),
        (True, False),
    ]


@pytest.mark.parametrize("word", ["对比", "相比", "比较", "与上年对比", "和上年相比较"])
def test_words_of_comparison_alone_name_no_other_subject(word: str) -> None:
    told = read("three", f"公务接待费2020年决算4.00万元，2019年决算9.00万元，{word}减少5.00万元。")
    (change,) = told.all(Change)
    assert change.amount is not None
    assert (change.subject.key, change.sign, change.amount.value) == ("公务接待费", -1, Decimal(5))
    assert change.base is Basis.PRIOR


@pytest.mark.parametrize("joint", ["", "-", "—", "－"])
@pytest.mark.parametrize("year", ["2020年度", "2020年", "2020"])
def test_levels_may_be_joined_and_years_lack_their_word(joint: str, year: str) -> None:
    item = joint.join(("“农林水支出（类）", "林业和草原（款）", "动植物保护（项）”"))
    told = read(
        "items", f"1.{item}{year}预算8.00万元，比2019预算执行数减少20.00%。", kind=Kind.BUDGET
    )
    (amount,), (change,) = told.all(Amount), told.all(Change)
    assert amount.subject.names == ("农林水支出", "林业和草原", "动植物保护")
    assert (amount.subject.key, amount.year) == ("动植物保护", 2020)
    assert (change.of, change.base, change.year) == (amount, Basis.PRIOR, 2019)


def test_a_line_with_thousands_of_changes_is_read_once() -> None:
    start = process_time()
    found = read("overall", "2020年度收入总计9.00万元，" + "比上年减少1.00万元，" * 6_000)
    assert len(list(found.all(Change))) == 6_000
    assert process_time() - start < 8
