"""Claims seen in published texts: their arithmetic, said in three ways of our own each.

The numbers are those of published documents that went wrong, or were thought to; the sentences
are made up.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import (
    Disclosure,
    Passage,
    Section,
    ThreePublicLine,
    ThreePublicTable,
)
from budgetdisclosure.place import Place
from budgetdisclosure.rules import Finding, Ratio, Severity, Verdict, audit, catalogue
from budgetdisclosure.rules.corrections import corrected

TITLES = {
    "overall": "收入支出决算总体情况说明",
    "income": "收入决算情况说明",
    "expenditure": "支出决算情况说明",
    "general": "一般公共预算财政拨款支出决算情况说明",
    "basic": "一般公共预算财政拨款基本支出决算情况说明",
    "three": "“三公”经费支出决算情况说明",
    "performance": "预算绩效情况说明",
    "procurement": "政府采购支出情况",
}
RULES = [rule for rule in catalogue() if rule.id.startswith("N-")]


def disclosure(role: str, text: str, three_public: ThreePublicTable | None = None) -> Disclosure:
    passage = Passage(text, Place(page=18))
    sections = (Section(TITLES[role], "一", 1, "narrative", (passage,)),)
    tables = {"three_public": three_public} if three_public else {}
    return Disclosure("某市某局", 2020, sections=sections, **tables)


def findings(role: str, text: str, **tables: ThreePublicTable) -> list[Finding]:
    return list(audit(disclosure(role, text, **tables), RULES, prove=False).findings)


def graver(found: list[Finding]) -> list[str]:
    """Rules that report more than information, or the print of the numbers."""
    return [
        one.rule.id for one in found if one.severity is not Severity.INFO or one.rule.id == "N-15-4"
    ]


REFUTED = [
    # a share that does not belong to its amounts: 84.06% and 19.62% are more than the whole
    (
        "general",
        "N-05-3",
        "一般公共预算支出1000.00万元，其中：基本支出840.60万元，占84.06%；项目支出159.40万元，占19.62%。",
    ),
    (
        "general",
        "N-05-3",
        "一般公共预算支出为1,000.00万元。基本支出840.60万元，占一般公共预算支出的84.06%；项目支出159.40万元，占一般公共预算支出的19.62%。",
    ),
    (
        "general",
        "N-05-3",
        "一般公共预算支出合计1000.00万元，基本支出840.60万元（占84.06%）、项目支出159.40万元（占19.62%）。",
    ),
    # 8.25 / 309.35 is 2.67%
    ("overall", "N-01-2", "支出总计317.60万元，比上年增加8.25万元，增长2.8%。"),
    ("overall", "N-01-2", "2020年度支出总计317.60万元，较2019年度增加8.25万元，增幅为2.8%。"),
    ("overall", "N-01-2", "支出总计317.60万元，同比增长2.8%，增加8.25万元。"),
    # 18.67 - 0.04 + 0.11 is 18.74
    (
        "basic",
        "N-03-3",
        "基本支出500.00万元，比上年增加17.10万元，其中：工资福利支出增加18.67万元，商品和服务支出减少0.04万元，对个人和家庭的补助增加0.11万元。",
    ),
    (
        "basic",
        "N-03-3",
        "基本支出500.00万元，与上年相比增加17.10万元。其中工资福利支出增加18.67万元；商品和服务支出减少0.04万元；对个人和家庭的补助增加0.11万元。",
    ),
    (
        "basic",
        "N-03-3",
        "基本支出500.00万元，较2019年增加17.10万元，其中，工资福利支出增加了18.67万元、商品和服务支出降低了0.04万元、对个人和家庭的补助增加了0.11万元。",
    ),
    # less by an amount, more by a rate
    ("basic", "N-01-3", "商品和服务支出300.00万元，比上年减少0.04万元，增长0.01%。"),
    ("basic", "N-01-3", "商品和服务支出300.00万元，与2019年度相比减少0.04万元，增幅0.01%。"),
    ("basic", "N-01-3", "商品和服务支出300.00万元，较上年度下降0.04万元，上升0.01%。"),
    # 0.06 / 2.76 is 2.17%, 0.02 is the ratio with a sign behind it
    ("three", "N-07-3", "“三公”经费支出2.70万元，比上年减少0.06万元，下降0.02%。"),
    ("three", "N-07-3", "“三公”经费支出决算为2.70万元，与上年相比，减少0.06万元，降低0.02%。"),
    ("three", "N-07-3", "“三公”经费支出决算2.70万元，较2019年减少0.06万元，降幅0.02%。"),
    # 37.24 / 43.2 of ten points is 8.62
    ("performance", "N-14-5", "某项目：全年预算数43.2万元，执行数37.24万元，执行率得分9分。"),
    (
        "performance",
        "N-14-5",
        "某项目全年预算为43.20万元，全年执行数为37.24万元，预算执行得分为9分。",
    ),
    (
        "performance",
        "N-14-5",
        "1.某项目绩效自评综述：全年预算数43.20万元，执行数37.24万元，完成预算的86.20%，执行率得分：9分。",
    ),
]


@pytest.mark.parametrize(("role", "rule", "text"), REFUTED, ids=lambda one: str(one)[:24])
def test_what_was_wrong_is_refuted_once(role: str, rule: str, text: str) -> None:
    assert graver(findings(role, text)) == [rule]


CLEAN = [
    # 0.66% cut to 0.6%, 38.29% cut to 38.28%, 84.44% and 15.56% cut to whole percents
    ("overall", "支出总计150.00万元，比上年减少1.00万元，下降0.6%。"),
    ("overall", "支出总计150.00万元，与上年相比减少1.00万元，降低0.6%。"),
    ("overall", "支出总计150.00万元，同比下降0.6%，减少1.00万元。"),
    ("expenditure", "本年支出合计90万元，其中：基本支出76万元，占84%；项目支出14万元，占15%。"),
    ("expenditure", "本年支出合计90万元，基本支出、项目支出分别为76万元、14万元，分别占84%、15%。"),
    ("expenditure", "本年支出合计90万元：基本支出76万元（占84%），项目支出14万元（占15%）。"),
    # the budget that a rate is of may be the adjusted one
    ("three", "公务接待费年初预算0.00万元，调整后预算3.36万元，支出决算3.36万元，完成预算的100%。"),
    (
        "three",
        "公务接待费年初预算为0.00万元，全年预算数为3.36万元，决算数为3.36万元，预算完成率100%。",
    ),
    (
        "three",
        "公务接待费年初预算0.00万元，调整后的预算3.36万元，决算3.36万元，完成调整后预算的100%。",
    ),
    # 51.4 may be 51.40 and may be 51.41
    (
        "procurement",
        "政府采购支出总额800.28万元，其中：货物支出51.4万元、工程支出448.89万元、服务支出300万元。",
    ),
    (
        "procurement",
        "政府采购金额800.28万元：货物采购金额51.4万元，工程采购金额448.89万元，服务采购金额300万元。",
    ),
    (
        "procurement",
        "政府采购金额800.28万元，其中货物、工程、服务采购分别为51.4万元、448.89万元、300万元。",
    ),
    # 12.39 less 11.80 may be 0.58: true amounts of 12.385 and 11.804 print so
    (
        "three",
        "公务接待费2019年度支出12.39万元，2020年度公务接待费支出11.80万元，比上年减少0.58万元，下降4.68%。",
    ),
    (
        "three",
        "上年公务接待费12.39万元，本年公务接待费11.80万元，比上年减少0.58万元，下降4.68%。",
    ),
    (
        "three",
        "2019年公务接待费决算数为12.39万元，2020年公务接待费决算数为11.80万元，同比减少0.58万元，减幅4.68%。",
    ),
    # what held
    ("overall", "支出总计4373.77万元，比上年增加419.79万元，增长10.6%。"),
    ("overall", "支出总计4373.77万元，较2019年增加419.79万元，增幅10.6%。"),
    ("overall", "2020年度支出总计4373.77万元。与2019年度相比，支出总计增加419.79万元，上升10.6%。"),
    ("expenditure", "本年支出合计455.04万元，其中：基本支出332.04万元，项目支出123万元。"),
    ("expenditure", "本年支出合计455.04万元，包括：基本支出332.04万元；项目支出123万元。"),
    ("expenditure", "本年支出455.04万元，其中基本支出332.04万元、项目支出123万元。"),
    (
        "three",
        "公务用车购置及运行维护费41.58万元，其中：公务用车购置费10.28万元，公务用车运行维护费31.3万元。",
    ),
    ("three", "公务用车购置及运行费41.58万元（其中，购置费10.28万元，运行维护费31.3万元）。"),
    (
        "three",
        "公务用车购置费、公务用车运行维护费分别为10.28万元、31.3万元，公务用车购置及运行维护费合计41.58万元。",
    ),
]


@pytest.mark.parametrize(("role", "text"), CLEAN, ids=lambda one: str(one)[:24])
def test_what_rounding_or_cutting_explains_is_no_error(role: str, text: str) -> None:
    assert not graver(findings(role, text))


@pytest.mark.parametrize(
    "text",
    [
        "公务接待费支出决算为3.1万元。",
        "2020年度公务接待费支出3.1万元。",
        "公务接待费决算数3.1万元，主要用于接待来访。",
    ],
)
def test_an_empty_cell_that_the_text_fills(text: str) -> None:
    """The table's total is 3.1 and its 公务接待费 is blank: the blank is what is reported."""
    place = Place(page=15, table="“三公”经费支出决算表")
    line = ThreePublicLine(
        "决算数",
        item="决算数",
        total=Figure.parse("3.1"),
        official_reception=Figure.blank(),
        place=place,
    )
    table = ThreePublicTable(title="“三公”经费支出决算表", lines=(line,))
    (found,) = findings("three", text, three_public=table)
    assert (found.rule.id, found.page) == ("N-07-1", 15)


@pytest.mark.parametrize(
    "text",
    [
        "收、支总计各是4125.49、4143.91万元。",
        "收入总计、支出总计分别为4125.49万元、4143.91万元。",
        "收入总计4125.49万元，支出总计4143.91万元。",
    ],
)
def test_two_totals_in_one_sentence_are_two(text: str) -> None:
    """Read as the two amounts they are; without a table there is nothing to hold against them."""
    from budgetdisclosure.claims import Amount, narrative_of

    amounts = narrative_of(disclosure("overall", text)).all(Amount)
    told = {amount.subject.key: amount.figure.number for amount in amounts}
    assert told == {"收入总计": Decimal("4125.49"), "支出总计": Decimal("4143.91")}


@pytest.mark.parametrize(
    ("role", "text", "right"),
    [
        ("overall", "支出总计317.60万元，比上年增加8.25万元，增长2.8%。", "2.7%"),
        ("three", "“三公”经费支出2.70万元，比上年减少0.06万元，下降0.02%。", "2.17%"),
        ("expenditure", "本年支出合计90.00万元，其中：基本支出76.00万元，占88.44%。", "84.44%"),
    ],
)
def test_the_right_rate_is_computed(role: str, text: str, right: str) -> None:
    result = audit(disclosure(role, text), RULES, prove=False)
    (wrong,) = (one for one in result.checked if one.verdict is Verdict.CONFLICT)
    assert isinstance(wrong.relation, Ratio)
    assert str(corrected(wrong.relation)) == right
