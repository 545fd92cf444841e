"""The words of performance tables (绩效表用语): what a label or a heading is called where.

Each entry is an identifier and the pattern of its printed variants, matched against the text
without spaces. A new variant is one more alternative here; nothing else changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from attrs import frozen

from budgetdisclosure.model import items
from budgetdisclosure.reading.recognise.words import MONEY


@frozen(eq=False)
class Words:
    """A vocabulary: identifiers, each with the pattern of its variants."""

    entries: tuple[tuple[str, re.Pattern[str]], ...]


def _words(**patterns: str) -> Words:
    return Words(tuple((name, re.compile(pattern)) for name, pattern in patterns.items()))


_UNITS: Final = rf"(?:[（(]?(?:单位[：:])?{MONEY}(?<=元)[）)]?)?"
_NOTE: Final = r"(?:[（(].{0,16}[）)])*"

LABELS: Final = _words(
    entity=r"(?:部门|预算部门|主管部门|填报部门|一级预算部门|省级主管部门|市级主管部门)(?:[（(]单位[）)])?(?:名称)?(?:及代码)?(?:[（(].?[盖公签]章[）)])?"
    r"|(?:预算)?单位名称|填报单位(?:名称)?|部门(?:/单位)?名称",
    implementer=r"(?:项目)?(?:实施|用款|承担|执行)单位(?:名称)?(?:[（(].?[盖公签]章[）)])?"
    r"|单位[（(]项目实施[）)]",
    project=r"(?:专项|项目|子项目|二级项目|专项资金|政策和项目|转移支付)(?:支出)?名称",
    investment=rf"项目总投资{_UNITS}|项目投资总额{_UNITS}",
    grade=r"(?:自评|评价|绩效|评定|评价结果)?(?:等级|等次|级次|档次)",
    total_score=r"(?:绩效)?自评(?:总分|得分|分数)(?:[（(].{0,8}[）)])?|评价得分",
    fiscal_year=r"(?:预算|项目|填报)?年度",
)
"""Labels that stand beside their value, and have a field of their own."""

PARTICULARS: Final = re.compile(
    r"(?:实施|项目)?(?:期限|周期)|支出方向名称(?:[（(]子项目[）)])?|项目(?:总)?(?:实施期|期限|起止时间|起止日期|周期|实施期限)(?:[（(].*[）)])?"
    r"|项目(?:负责人|联系人|类型|类别|属性|性质|代码|编码|级次|等级|概述|概况|内容)(?:及(?:联系)?电话)?"
    r"|(?:联系|办公)电话|电话|联系人(?:及电话)?|填报人|填表人|审核人|填报日期|填报时间|评价时间|资金(?:用途|性质|类型)"
    r"|(?:部门|单位)(?:编码|代码)|编制人数|实有人数|立项依据|预算执行率权重(?:[（(]%[）)])?"
    r"|\d{1,2}[.、．].{2,20}(?:概述|内容|过程)|(?:项目|财务|单位)负责人(?:[（(].*[）)])?(?:签字)?"
    r"|(?:绩效)?(?:评价|自评)?结论|(?:主要)?(?:成效|经验)|存在(?:的)?(?:主要)?问题(?:(?:及|和)?原因(?:分析)?)?"
    r"|(?:下一步)?(?:改进|整改)(?:的)?(?:措施|建议|意见|工作)(?:(?:及|和)(?:建议|措施))?|(?:相关|有关)建议"
)
"""Other labels that stand beside their value, kept as printed."""

GROUPS: Final = re.compile(
    r"项目支出名称|(?:年度|项目|年度项目|部门)?(?:预算)?(?:资金|资金情况|资金总额|项目资金|资金金额|预算执行情况|预算资金)"
    rf"{_UNITS}|(?:年度|项目|本年度|整体|年度部门|部门)?(?:年度)?(?:总体|绩效|整体)目标(?:完成情况)?|总体目标完成情况"
    r"|(?:年度|部门)?(?:年度)?绩效指标(?:完成情况)?|(?:绩效指标){2,}|绩效目标及指标|年度主要任务(?:完成情况)?"
    r"|预算执行情况(?:[（(]\d+分[）)])?|自评情况|项目基本情况|\d{1,2}[.、．].{2,20}情况"
)
"""Words at the side of a block, which say what the block is."""

FUNDS: Final = _words(
    initial_budget=rf"年初(?:部门)?(?:预算|预算数|预算批复|批复预算)(?:[（(].*[）)])?|预算批复(?:数)?|预算金额|年初安排数{_UNITS}",
    adjusted_budget=rf"(?:全年|调整后|调整|全年调整后)预算(?:数|金额)?{_NOTE}|预算到位(?:数)?|预算数{_NOTE}|到位(?:资金|数)",
    outturn=rf"(?:全年|实际|预算|本年|年度|资金)*(?:执行|完成|使用)(?:数|金额|资金|总额){_NOTE}"
    rf"|(?:全年|实际)?(?:执行|支出|完成)(?:数|金额|资金)?{_NOTE}|实际(?:执行|支出)(?:数|金额)?{_NOTE}|决算数|支出决算数",
    points=r"分值(?:[（(].*[）)])?|分值权重|权重(?:[（(].*[）)])?|满分|标准分",
    execution_rate=r"(?:预算)?执行率(?:[（(].*[）)])?|(?:资金)?使用率(?:[（(].*[）)])?|预算完成率",
    score=r"(?:自评)?得分(?:[（(].*[）)])?|自评(?:分|分数|得分)",
    remark=r"备注|说明|(?:未完成)?原因(?:分析)?|结余(?:资金|数)?|(?:指标|资金)结余|超支或结余资金原因及处理",
    source=r"年度资金总额|资金来源|资金类型|资金构成",
)
"""Headings of the funds block."""

TASKS: Final = _words(
    name=r"(?:主要)?(?:任务|工作任务)名称|项目名称|(?:年度)?主要任务|工作任务",
    content=r"(?:主要|工作|任务|项目)内容",
    completion=r"(?:任务)?完成情况",
    serial=r"序号",
)
"""Headings of a table of tasks or projects, beside those of the funds."""

GOALS: Final = _words(
    expected=r"(?:项目)?(?:年初)?(?:预期|年度|总体|年度总体|年度预期|设定|预期总体|年初设定)目标(?:[（(].*[）)])?|年初设定目标",
    overall=r"(?:项目|中长期|实施期|长期)(?:总|总体|绩效)?目标(?:[（(].*[）)])?",
    achieved=r"(?:目标)?(?:年度)?(?:实际|全年|年度目标|年度实际|目标实际)完成情况(?:[（(].*[）)])?|(?:总体)?目标完成情况(?:综述)?"
    r"|年度(?:总体|绩效)目标(?:实际)?完成情况(?:综述|概述)",
)
"""Headings of the goals block; ``overall`` is that of all the years a project takes."""

THIS_YEAR: Final = re.compile(r"年度(?:总体|绩效)?目标(?:[（(].*[）)])?")
"""The goal of the year, where that of the whole project stands beside it."""

INDICATORS: Final = _words(
    level1=r"一级指标(?:名称)?(?:[（(].*[）)])?",
    level2=r"二级指标(?:名称)?(?:[（(].*[）)])?",
    name=r"三级指标(?:名称)?|指标名称|指标内容|绩效指标(?:名称)?|具体指标|四级指标",
    operator=r"(?:绩效)?指标(?:性质|值类型|方向|符号)|(?:运算|比较)?符号",
    unit=r"(?:绩效)?(?:度量|计量)单位|单位",
    target=r"(?:本)?(?:年度|年|年初|全年|计划|预期|目标|项目)?(?:[（(]?/(?:项目|年度)[）)]?)?(?:绩效)?(?:指标|目标|计划|预期)(?:设定)?值(?:[（(].*[）)])?",
    actual=r"(?:全年|年度|实际|自评|指标)?(?:实际|全年)?(?:完成|实现|达成)(?:指标)?(?:值|情况|数)(?:[（(].*[）)])?|(?:全年|年度)?实际(?:值|数)(?:[（(].*[）)])?",
    points=r"(?:指标)?(?:分值|权重|标准分|分值权重|分数|满分)(?:[（(].*[）)]?)?|权重分值",
    score=r"(?:自评|单位自评|评价)?(?:得分|评分|自评分|自评得分)(?:[（(].*[）)]?)?",
    deviation_reason=r".{0,14}(?:偏差|未完成|未达标|扣分)(?:的)?(?:原因|情况).{0,16}|(?:未达到?|偏离).{0,8}原因.{0,12}",
    content=r"指标(?:值)?(?:内容|解释|说明|定义)",
    criterion=r"(?:评|扣|计|评分|评[（(]扣[）)])分标准|评分(?:规则|方法)|(?:得分计算|计分)(?:方法|方式|规则|公式)|指标(?:评分)?标准",
    remark=r"备注|说明",
)
"""Headings of the indicator block."""

LISTED: Final = _words(
    code=r"(?:单位|项目|部门|预算单位)(?:编码|代码)",
    project=r"(?:单位[（(]项目[）)]|项目|专项|项目支出|单位/项目)名称",
    entity=r"(?:预算)?(?:单位|部门)名称|部门[（(]单位[）)]名称|主管部门",
    total=r"(?:项目|资金|预算)?(?:总额|金额|资金总额|预算金额)|预算(?:数|安排)",
    goal=r"(?:年度|总体|年度总体|项目|整体)?(?:绩效)?目标",
)
"""Headings of a table that lists the indicators of many projects, beside those of indicators."""

SOURCES: Final = re.compile(
    r"(?:其中[：:])?(?:合计|年度资金(?:申请)?总额|资金总额|项目资金总额|实施期资金总额|总额|金额合计|年度预算|"
    r"(?:当年|本年|本级|市级|省级|中央|区级|县级|一般公共预算)*(?:财政)(?:拨款|资金|补助)(?:收入)?|"
    r"(?:本年)?(?:一般公共预算|政府性基金(?:预算)?|国有资本经营预算)(?:财政)?(?:拨款|资金)?|"
    r"(?:上年|以前年度)(?:财政)?(?:拨款)?(?:结转|结余)(?:结余)?(?:资金)?|(?:财政)?(?:上年)?结转(?:结余)?资金|"
    r"财政专户(?:管理)?资金|(?:其他|自筹|社会|单位)(?:资金|投入)?(?:资金)?|(?:基本|项目)支出)[：:]?"
)
"""Sources of funds at the head of a row of the funds block."""

TOTALS: Final = re.compile(r"(?:总分(?:值)?|合计|总计|总得分|自评总分|合计得分)(?:[（(].*[）)])?")
TASK_TOTALS: Final = re.compile(r"(?:金额|资金)?(?:合计|总计)")
NOTES: Final = re.compile(r"(?:备\s*注|注|说明|填表说明|注释)\s*[：:]")
GRADE: Final = re.compile(
    r"(?:(?:自评|评价|绩效)?(?:等级|等次|级次)[：:]?)?(优秀?|良好?|中等?|差|合格|不合格)"
)
TITLE: Final = re.compile(r"绩效.{0,12}表(?:[（(].*[）)])?$|绩效.{0,8}目标申报表")
FUNDS_TITLE: Final = re.compile(r"项目(?:资金|支出|预算)?(?:支出|执行|使用)?情况表$")
ATTACHMENT: Final = re.compile(r"附\s*[件表]\s*([\d一二三四五六七八九十]+(?:\s*[-—–－]\s*\d+)*)")
YEAR: Final = re.compile(r"(20\d\d)\s*年")
WHOLE: Final = re.compile(r"整体")
TARGET_TITLE: Final = re.compile(r"绩效.{0,6}目标")
EXECUTION_POINTS: Final = re.compile(
    r"执行率(?:分值)?[（(](\d+(?:\.\d+)?)分?[）)]|执行率分值[：:]?(\d+(?:\.\d+)?)分?"
)

LEVEL1: Final = re.compile(
    r"(?:年度)?(?:产出|效益|效果|效率|满意度?|成本|投入|过程|决策|管理|履职|履职效能|履职效益|预算执行|预算管理|资金管理|"
    r"运行成本|管理效率|社会效应|可持续(?:发展|影响)|影响力|社会满意度|服务对象满意度|部门管理|项目管理|整体)"
    r"(?:类|绩效)?(?:指标)?"
)
"""First-level classes."""

LEVEL2: Final = re.compile(
    r".{0,8}(?:数量|质量|时效|成本|效益|影响|满意度?|效果|经济|社会|生态|环境|管理|制度|执行|能力|效率).{0,4}(?:类)?(?:指标)?"
)
"""Second-level classes."""

OPERATORS: Final = re.compile(
    r"[≥≤＝=<>＜＞≧≦]{1,2}|定性|定量|正向|反向|(?:大于|小于)?等于|大于|小于|文字描述|正向指标|反向指标"
)

CLASSES: Final = (
    ("数量指标", "数量"),
    ("质量指标", "质量"),
    ("时效指标", "时效"),
    ("成本指标", "成本"),
    ("效益指标", "效益"),
    ("满意度指标", "满意"),
)
"""The classes a complete set of indicators has, each with the word that tells it."""

TOTAL_SOURCE: Final = items.TOTAL


@lru_cache(maxsize=16384)
def named(text: str, words: Words) -> str | None:
    """The identifier of the entry that ``text`` (without spaces) is a variant of, if any.

    >>> named("全年执行数（B）", FUNDS), named("年度指标值", INDICATORS), named("三级指标", FUNDS)
    ('outturn', 'target', None)
    """
    return next((name for name, pattern in words.entries if pattern.fullmatch(text)), None)


def known(texts: Iterable[str], words: Words) -> dict[int, str]:
    """Which of ``texts`` (by position) are entries of ``words``; each entry counts once."""
    found: dict[int, str] = {}
    for position, text in enumerate(texts):
        name = named(text, words) if text else None
        if name is not None and name not in found.values():
            found[position] = name
    return found
