"""The grammar: small named patterns over normal text, each for one turn of phrase (句式).

A pattern is either a *tail*, which reads the words right before a number, or a *word* pattern,
which finds a statement without one. None has a quantifier inside a quantifier, and none looks
further than the clause it is given, so that reading takes time in proportion to the text.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

UP: Final = "增加|增长|上升|提高|上涨|增幅|涨幅|增收|增支|增涨|增"
DOWN: Final = "减少|下降|降低|压减|缩减|下滑|减幅|降幅|回落|压缩|减"
_MORE: Final = frozenset(UP.split("|"))
_MORE_OR_LESS: Final = "(?<![至最很许更不甚缺减])[多少](?:支出|支|收|用)?"
_LEVEL: Final = "持平|相同|一致|相等|无增减|无变化|没有变化|无差异|无增减变化"
_OVER: Final = "大于|高于|多于|超过|超出|超"
_UNDER: Final = "小于|低于|少于|不足"
_EVEN: Final = "等于"
_BUDGET: Final = "年初|全年|年度|本年|当年|调整后|调整|追加后|批复"


@frozen
class Pattern:
    """A turn of phrase: its name, its form, and examples of what it reads."""

    name: str
    form: re.Pattern[str]
    examples: tuple[str, ...] = ()
    hints: frozenset[str] = frozenset()
    """Characters of which one at least stands in whatever it reads."""

    def read(self, text: str) -> re.Match[str] | None:
        """What of ``text`` it reads, if anything."""
        return self.form.search(text)


def _pattern(name: str, form: str, *examples: str, hints: str = "") -> Pattern:
    return Pattern(name, re.compile(form), examples, frozenset(hints))


CHANGE: Final = _pattern(
    "change",
    rf"(?P<word>{UP}|{DOWN}|{_MORE_OR_LESS})(?:了|额|数|率|幅度?|比例|比率|金额)?"
    r"(?:为|达到?|约|近|共计|合计|共)?$",
    "与上年相比减少",
    "支出决算比上年增加了",
    "同比降幅为",
    "比上年多支出",
)
"""A number after it is how much more or less; “增加至” is not read, it leads to an amount."""

CHANGE_OF: Final = _pattern(
    "change_of",
    r"(?<![新净])(?P<word>增加|增长|提高|调增|减少|下降|降低|压减|缩减|压缩|调减|核减|(?<!减)[多少](?=支出))"
    r"(?:了|的)?(?P<noun>(?:(?!增|减|后|至|到|使|导致|而|用于|[为是有达的]|收入比|支出比)[^，。；：（）\d]|（境）|（护）)"
    r"{0,24}?(?:费|用|支出|收入|资金|款|预算|经费|结转|结余|补助|工资|奖金|购置|采购|项目))$",
    "比上年减少公用经费",
    "增加了人员经费支出",
    "少支出公务接待费",
)
"""Verb, noun, number: what is more or less by so much stands between them."""

RATE_OF_CHANGE: Final = _pattern(
    "rate_of_change",
    r"(?P<word>(?:预决算)?(?:差异|偏差|偏离|变动|变化|增减)(?:率|度|幅度?))(?:为|达)?$",
    "增减率为",
    "预决算差异率",
)
"""A rate of change whose direction is not said."""

OF_BUDGET: Final = _pattern("of_budget", r"^的(?:比例|比重)?(?:为|达到?)?$", "的")
"""What stands between a budget's amount and the rate of its completion: 完成预算9万元的80%."""

EXCEEDS: Final = _pattern(
    "exceeds",
    rf"(?<!不)(?P<word>{_OVER}|{_UNDER})(?P<base>{_BUDGET})?(?:支出|收入)?(?P<what>预算|计划)"
    r"(?:执行|批复)?数?(?:为|达到?|约)?$",
    "决算数大于年初预算数",
    "超预算",
)
"""A number after it is by how much an amount is above or below its budget."""

SHARE: Final = _pattern(
    "share",
    r"占(?P<whole>(?:(?!比)[^占，。；：]{1,40}?)?)(?:的)?(?:比重|比例|百分比|比)?(?:的)?(?:为|达到?|约)?$",
    "占",
    "占基本支出的",
    "占本年支出合计比重为",
)

COMPLETION: Final = _pattern(
    "completion",
    rf"(?:完成|占|达到?|为)了?(?P<base>{_BUDGET})?(?:支出|收入)?(?P<word>预算|计划)"
    r"(?:数|总额|安排)?的?(?:比例|比重)?(?:为|达到?)?$",
    "完成年初预算的",
    "支出决算占预算数的",
    "为全年预算的",
)

EXECUTION: Final = _pattern(
    "execution",
    rf"(?P<base>{_BUDGET})?(?:支出|资金|收入)?预?算?(?P<word>执行|完成)(?:进度|率|比例)(?:为|达到?|约)?$",
    "预算执行率为",
    "支出预算完成率",
    "执行率",
)

BASIS: Final = _pattern(
    "basis",
    r"(?P<own>支出|收入|经费|资金)?(?P<what>年初预算|年初部门预算|年初安排预算|全年预算|调整预算|调整后预算|调整后的预算|"
    r"批复预算|(?<!公共)(?<!公共财政)(?<!基金)(?<!资本经营)预算|决算|实际执行|实际支出|实际完成|全年执行|执行)"
    r"(?P<side>收入|支出|安排|批复|指标|资金|拨入)?(?P<tail>数|金额|额)?"
    r"(?:汇总数?)?(?P<over>共计|合计|总计|总额|共)?(?:均|各|分别|约)?(?:为|是|计|达到?|有)?$",
    "年初预算数为",
    "支出决算",
    "全年执行数为",
)

VERB: Final = _pattern(
    "verb",
    r"(?:均|各|分别|约|近|只|仅|总共)?(?:为|是|计|达到?|有|共|完成|实现|预?安排|拨入)(?:约|近)?$",
    "均为",
    "预算安排",
    "约有",
)

TOTAL: Final = _pattern(
    "total",
    r"(?:金额|总额|数额|资金|款)?(?:共计|共|合计|总计|累计)?(?:均|各|分别|约|近|只|仅)?"
    r"(?:为|是|计|达到?|有)?$",
    "共计",
    "金额合计为",
)

COMPARED: Final = _pattern(
    "compared",
    r"(?P<same>同比|环比)|(?<!经比)(?:比|较|与|同|和)于?"
    r"(?:(?P<year>(?:19|20)\d\d)(?:年度?[末底]?|(?=预算|决算|执行))|(?P<prior>上一年度|上一年|上年度|上年末|上年|去年度|去年|往年))?"
    r"(?:同期|同月|同季)?(?:同口径)?的?(?P<which>年初|全年|调整后|调整|当年|本年)?的?"
    r"(?P<what>支出预算|支出决算|收入预算|收入决算|部门预算|预算|决算|执行|实际支出|实际"
    r"|(?:支出|收入)(?=数|增|减|上|下|多|少|提|降)|财政拨款(?:预算)?执行)?(?:数[字额]?)?",
    "与上年相比",
    "比2023年度决算数",
    "较年初预算数",
    "同比",
    hints="比较与同和环",
)
"""What a change is measured against. It counts if a year or a budget is named, or 同比."""

COMPARISON: Final = _pattern(
    "comparison",
    rf"(?<!不)(?P<hedge>略|稍|基本)?(?<!不)(?P<word>{_OVER}|{_UNDER}|{_EVEN})"
    rf"(?P<base>{_BUDGET})?(?:支出|收入)?(?P<what>预算|计划|上年|去年)(?:执行|决算)?数?",
    "决算数大于年初预算数",
    "支出略低于预算",
    hints="于超不",
)

LEVEL: Final = _pattern(
    "level",
    rf"(?P<hedge>基本|大致|大体|总体)?(?:上)?(?:保持|完全)?(?P<word>{_LEVEL})",
    "与上年持平",
    "与年初预算数基本一致",
    hints="平同致等无没",
)

MOVED: Final = _pattern(
    "moved",
    rf"(?<![增无])(?P<word>{UP}|{DOWN})(?:了)?(?:的?(?:主要)?(?:变化)?原因|，|。|；|$)",
    "决算数较上年增加的主要原因",
    "比预算数减少",
    hints="增减升高涨降下落少缩",
)
"""A direction without a number: it counts where the clause says what it compares with."""

AMONG: Final = _pattern(
    "among",
    r"^(?P<whole>.{2,60}?)(?:支出|收入)?(?:决算|预算)?数?(?:当)?中$",
    "三公经费支出决算中",
)
"""A whole without its amount, of which the next clauses tell the parts."""

FROM_NOTHING: Final = _pattern(
    "from_nothing",
    r"(?:上年|上年度|去年|基期|基数)(?:数|决算数?)?(?:为(?:零|0(?!\.?\d))|(?:没有|无)(?!增|变|差|明显))",
    "上年为零",
    "上年决算数为0",
    hints="零0没无",
)

REASON: Final = _pattern(
    "reason",
    r"(?P<word>(?:主要|变动|变化|增减)*原因(?:主要)?(?:有|在于|是因为|是由于|是|为|：)*"
    r"|主要(?:是)?(?:因为|由于|因|系)|主要(?:是|为))：?",
    "主要原因是",
    "主要是因为",
    "下降的主要原因：",
    hints="主因",
)

OF_WHICH: Final = _pattern(
    "of_which",
    r"其中[，：]?|具体(?:情况)?(?:包括|如下)[，：]?|主要用于以下方面[，：]?|按\S{1,12}划分|包括[，：]",
    "其中：",
    "主要用于以下方面：",
    hints="其具主按包",
)

LISTING: Final = _pattern(
    "listing",
    r"(?:主要|具体)(?P<word>包括|有|为)：?",
    "主要包括：",
    "主要包括",
    hints="主具",
)

NO_DATA: Final = _pattern(
    "no_data",
    r"(?:没有|未发生|未安排|未使用|不涉及|无)(?P<what>(?:[^，。；：（）]|（境）){0,30}?"
    r"(?:收支|收入|支出|安排|经费|采购|预算))",
    "没有使用国有资本经营预算安排的支出",
    "无政府性基金预算财政拨款收入和支出",
    hints="无没未不",
)

RESPECTIVELY: Final = _pattern(
    "respectively",
    r"(?P<names>[^，。；：]{1,60}(?:、|(?<=[数费入出额金])(?:以及|[及和与]))[^，。；：、]{1,30}?)(?:分别|各)(?P<tail>占[^，。；：]{0,30}|为|是|有|达到?"
    rf"|{UP}|{DOWN}|完成[^，。；：]{{0,12}})$",
    "甲、乙、丙分别为",
    "购置数及保有量分别为",
    "基本支出、项目支出分别占支出的",
)
"""Several names before several numbers, in one order."""

PATTERNS: Final = (
    CHANGE,
    CHANGE_OF,
    RATE_OF_CHANGE,
    OF_BUDGET,
    EXCEEDS,
    SHARE,
    COMPLETION,
    EXECUTION,
    BASIS,
    VERB,
    TOTAL,
    COMPARED,
    COMPARISON,
    LEVEL,
    MOVED,
    AMONG,
    FROM_NOTHING,
    REASON,
    OF_WHICH,
    LISTING,
    NO_DATA,
    RESPECTIVELY,
)
"""Every pattern, to be walked by tests."""


def direction(word: str) -> int:
    """1 for a word of increase, -1 for one of decrease.

    >>> direction("增长"), direction("压减"), direction("多支出")
    (1, -1, 1)
    """
    return 1 if word in _MORE or word.startswith("多") else -1


def order(word: str) -> int:
    """1 for more than, -1 for less than, 0 for equal to.

    >>> order("大于"), order("低于"), order("持平")
    (1, -1, 0)
    """
    if word in _OVER.split("|"):
        return 1
    return -1 if word in _UNDER.split("|") else 0
