"""Titles (表题): which text names a table, and what is left of it for comparing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from budgetdisclosure.reading.recognise.words import ENUMERATION, plain

_NUMBER: Final = re.compile(
    r"(?:附件?)?(?:财决|财预|部门|预算|决算)?(?:公开)?"
    r"(?:附?表(?:\d+|(?:[二四五六七八九十]|一(?!般)|三(?!公))+)(?:[-—.]\d+)*|\d+(?:-\d+)?表)(?!格)[:：、.]?"
)
_ANNEX: Final = re.compile(r"^附件?[\d一二三四五六七八九十]*(?:-\d+)?[:：]")
_CONTINUED: Final = re.compile(r"\(?续(?:表?\d*|[一二三四])?\)?$|^续表?")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_YEAR: Final = re.compile(r"(?:20\d\d|××|XX|xx)年(?:度)?")
_FILLERS: Final = re.compile(
    r"部门预算支出(?=经济)|(?:本|区|县|市|省|州)级|预算单位|部门|单位|年度|预算|决算|综合|公开|总体|情况|财务|汇总|明细|科目"
    r"|总(?=表)|(?<=表)按|^按|的|附属?件?\d*$"
)
_MISPRINTS: Final = (("国有资产经营", "国有资本经营"), ("收支出", "收入支出"))
_SENTENCE: Final = re.compile(r"[。；;！？!?]|[,，].*[,，]")
_LONGEST: Final = 60
_TITLE_END: Final = re.compile(r"表(?:\([^()]*\)|格)*(?:[-—－–]+\D{2,12})?$")


@lru_cache(maxsize=4096)
def core_of(text: str) -> str:
    """What is left of a title without number, year and filling words (表题要素).

    >>> core_of("公开03表 2024年度部门支出决算表"), core_of("部门支出总体情况表")
    ('支出表', '支出表')
    >>> core_of("一般公共预算支出明细表（按支出功能分类科目）")
    '一般公共支出表支出功能分类'
    """
    kept = without_number(text)
    asides = "".join(_BRACKETS.findall(kept))
    kept = _YEAR.sub("", _BRACKETS.sub("", kept))
    for wrong, right in _MISPRINTS:
        kept = kept.replace(wrong, right)
    aside = _FILLERS.sub("", _YEAR.sub("", asides))
    return _FILLERS.sub("", _DASH.sub("", kept)) + (aside if _ASPECT.search(aside) else "")


_ASPECT: Final = re.compile(r"分类|^按?(?:功能|经济)|支出$|补助$")
_DASH: Final = re.compile(r"(?<=表)[-—－–]+")


def without_number(text: str) -> str:
    """The title without 公开03表, a numbering, or the mark of a continuation.

    >>> without_number("表 1：高等学校收支决算总表"), without_number("八、收入决算表（续）")
    ('高等学校收支决算总表', '收入决算表')
    """
    kept = _ANNEX.sub("", plain(text))
    match = ENUMERATION.match(kept)
    kept = kept[match.end() :] if match else kept
    kept = _NUMBER.sub("", kept, count=1) if _NUMBER.match(kept) else _tail_number(kept)
    return _CONTINUED.sub("", kept)


def is_continued(text: str) -> bool:
    """Whether a title says that its table goes on (续).

    >>> is_continued("收入决算表（续）"), is_continued("收入决算表")
    (True, False)
    """
    return bool(_CONTINUED.search(plain(text)))


def _tail_number(text: str) -> str:
    """A number may stand behind the title on the same line."""
    matches = list(_NUMBER.finditer(text))
    last = matches[-1] if matches else None
    return text[: last.start()] if last and last.end() == len(text) and last.start() else text


def table_number(text: str) -> str | None:
    """The table's number as printed, 公开03表 or 表3, if there is one.

    >>> table_number("公开 03 表"), table_number("预算03表 支出总表"), table_number("支出决算表")
    ('公开03表', '预算03表', None)
    """
    match = _NUMBER.search(plain(text))
    return match[0].rstrip(":：、.") if match else None


@lru_cache(maxsize=16384)
def may_be_title(text: str) -> bool:
    """Whether the text has the form of a table's title: short, no sentence, 表 at its end.

    >>> may_be_title("支出决算表"), may_be_title("本表反映部门本年度各项支出情况。")
    (True, False)
    """
    kept = plain(text)
    if not 2 < len(kept) <= _LONGEST or _SENTENCE.search(kept):
        return False
    kept = without_number(kept)
    return len(kept) > 2 and bool(_TITLE_END.search(kept))


def title_score(text: str, cores: frozenset[str], words: tuple[str, ...]) -> int:
    """How well a title fits a form, 0 to 100.

    The same core is certain; a core behind a name is nearly so if the name is that of a body;
    a telling word anywhere is a hint.
    """
    core = core_of(text)
    if core in cores:
        return 100
    hint = 80 if words and any(word in core for word in words) else 0
    ends = max((len(known) for known in cores if core.endswith(known)), default=0)
    if not ends:
        return hint
    return max(hint, 90 + min(ends, 9) if _names_a_body(core[:-ends]) else 40 + ends // 2)


_BODY: Final = re.compile(
    r"(?:局|厅|委|委员会|办|办公室|处|所|院|校|大学|学院|中学|小学|中心|站|队|馆|会|社|政府|街道|办事处"
    r"|乡|镇|区|县|市|省|州|旗|机关|本级|法院|检察院|公司|团|台|幼儿园|医院|学校|基地|组|库|场|园|署|社区"
    r"|厂|部|党组|党委|联合会|总工会|妇联|残联|工商联|文联|科协|协会|商会|书院|博物馆|剧院|支队|大队|总队|分局|殡仪馆)$"
)


def _names_a_body(prefix: str) -> bool:
    return not prefix or ends_as_body(prefix) or prefix.endswith(("XX", "××"))


def ends_as_body(name: str) -> bool:
    """Whether a name ends as the names of public bodies do (局、委员会、中学).

    >>> ends_as_body("某某县教育局"), ends_as_body("某某县教育局(本级)"), ends_as_body("项目支出")
    (True, True, False)
    """
    return bool(_BODY.search(_BRACKETS.sub("", name)))
