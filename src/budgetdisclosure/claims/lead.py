"""The words before a number: whose amount it is, of which year, by which basis (数前文字)."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from budgetdisclosure.claims import grammar
from budgetdisclosure.claims.claim import Basis, Subject
from budgetdisclosure.claims.names import Names, key_of

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年度?|年末|年底|(?=预算|决算|安排|$))")
_LAST: Final = re.compile(r"(?:上一年度|上一年|上年度|上年|去年)(?!结转|结余|实户|财政拨款结转)")
_INNER_YEAR: Final = re.compile(r"(?<=.)(?:19|20)\d\d(?:年度?|(?=预算|决算))")
_COPULA: Final = re.compile(r"(?:均|各|分别)?(?:为|是|达到)?(?:约|近)?$")
_COUNTED: Final = re.compile(r"^\d{1,2}[.、．]?(?=[^\d年])")
_ASIDE: Final = re.compile(r"（[^（）]{3,40}）")
_CALLED: Final = re.compile(
    r"（(?:以下)?(?:简称|合称)?([^（）\d]{2,12})）(?:支出)?(?:总额|合计|总计|共计)?$"
)
"""公务接待费、因公出国费（三公经费）: what several are called together."""
_CODE: Final = re.compile(r"（(\d{3}|\d{5}|\d{7})）$")
_CODE_FIRST: Final = re.compile(r"(\d{3}|\d{5}|\d{7})(?=[^\d年个家人名]{3})")
_START: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d{1,2}[.、．]|\s)"
)
_PASSED: Final = (
    *(
        "其中",
        "包括",
        "主要",
        "分别",
        "具体",
        "一是",
        "二是",
        "三是",
        "四是",
        "五是",
        "以及",
        "同时",
    ),
    *("本年度", "本年", "当年", "全年", "年度", "今年", "截至", "截止", "年底", "年末", "度", "年"),
    *("本部门", "本单位", "我单位", "我部门", "我校", "我局", "我委", "我院", "我中心", "学校"),
    *(f"我{body}" for body in "部署办处所站队馆厅会社镇乡街区县市省"),
    *("我街道", "我园", "财政预算拨款", "镇本级", "乡本级", "全镇", "全乡", "全州", "全校", "全院"),
    *("本级", "机关", "部门", "单位", "汇总", "所属", "各", "预算", "决算", "总体", "合计", "共计"),
    *("财政拨款", "一般公共预算财政拨款", "一般公共预算拨款", "一般公共预算", "财政性资金", "财政"),
    *("安排", "使用", "用于", "发生", "开支", "完成", "实际", "共", "均", "收", "支", "组织"),
    *("涉及", "预计", "计划", "拟", "纳入", "关于", "情况", "在", "按", "由", "从", "该", "中"),
    *("全省", "全市", "全县", "全区", "省级", "市级", "县级", "区级", "省本级", "市本级", "县本级"),
    *(
        "二级",
        "共计支出",
        "合计支出",
        "累计支出",
        "比",
        "较",
        "各乡镇",
        "乡镇",
        "街道",
        "支出安排",
        "拨款安排",
    ),
    *(
        "一般公共预算政府性基金预算",
        "一般公共预算政府性基金",
        "区本级",
        "行政",
        "事业",
        "其他单位",
        "实际支出",
        "中央",
    ),
    *("年初", "实现", "是", "故", "取得", "上述", "上年", "去年", "上一", "科目", "综合"),
)
_PASSED_KEYS: Final = re.compile(
    "|".join(sorted({key_of(word) for word in _PASSED}, key=len, reverse=True))
)
GENERIC: Final = frozenset(
    {"经费", "资金", "财政拨款"}
    | {year + side for year in ("", "本年", "本年度", "当年", "全年") for side in ("支出", "收入")}
)
_WHOLE: Final = ("本年收入合计", "本年支出合计")
_REGION: Final = re.compile("全[省市县区州盟旗镇乡国]|我[省市县区镇乡]")
_BODY: Final = re.compile(
    "(?:局|委员会|办公室|中心|大学|学院|学校|医院|站|队|处|厅|街道|办事处|镇|乡|公司|集团"
    "|(?<![本全各我])(?:部|委|署|院))$"
)
_BELOW: Final = re.compile("(?<![及和与、级关])(?:所属|下属|直属)")
"""所属某中心 is not the unit itself; 本部门及所属单位 is."""
_THREE_PUBLIC: Final = frozenset(
    ("三公经费", "因公出国费", "公务用车", "公务用车购置费", "公务用车运行费", "公务接待费")
)
"""What finance bureaus tell of a whole region; any other amount of it is not the unit's."""
_ENTITY: Final = re.compile(
    r"(?:局|委|委员会|办|办公室|中心|学校|大学|学院|医院|院|所|站|队|处|部|厅|会)$"
)


@frozen
class Lead:
    """What the words before an amount say: subject (None where none is named), basis, year."""

    subject: Subject | None
    basis: Basis
    year: int | None = None
    side: str = ""
    """收入 or 支出, where no more than that is said: 支出决算."""


def read_lead(words: str, names: Names, entity: str = "") -> Lead:
    """Read the words before an amount.

    >>> from budgetdisclosure.claims.names import standard_names
    >>> lead = read_lead("2020年度“三公”经费支出年初预算数为", standard_names())
    >>> lead.subject.key, lead.basis.value, lead.year
    ('三公经费', 'initial', 2020)
    >>> [read_lead(f"{year}支出决算为", standard_names()).subject for year in ("", "当年")]
    [None, None]
    """
    year = read_year(words)
    last = _LAST.search(words) is not None
    whole = _best(words, names, entity)
    found = grammar.BASIS.read(words)
    known = whole is not None and whole.key and whole.plain and not whole.is_item
    if found is None or known:
        return Lead(whole, Basis.PRIOR if last else Basis.CURRENT, year)
    basis = Basis.PRIOR if last else _basis(found["what"])
    rest = words[: found.start("what")]
    behind = [rest + (found[name] or "") for name in ("over", "side")]
    tries = [*(one for one in behind if one != rest), rest, words[: found.start()]]
    own = _first_known(tries, names, entity)
    if own is not None and own.key and own.words in GENERIC:
        return Lead(None, basis, year, own.words)
    return Lead(own, basis, year)


def _first_known(tries: list[str], names: Names, entity: str) -> Subject | None:
    read = [subject_of(one, names, entity) for one in dict.fromkeys(tries)]
    known = [subject for subject in read if subject and subject.key and subject.plain]
    return next(iter([*known, *(subject for subject in read if subject)]), None)


def _best(words: str, names: Names, entity: str) -> Subject | None:
    """The subject with as much of the verb left out as makes it a known name."""
    verb = grammar.VERB.read(words)
    total = grammar.TOTAL.read(words)
    tries = [words, *(words[: found.start()] for found in (verb, total) if found)]
    if verb and not words[: verb.start()].strip("，、： "):  # 达到近5亿元: nothing is named
        return None
    found = _first_known(tries, names, entity)
    if found is None or (found.key and found.plain):
        return found
    return subject_of(_COPULA.sub("", words), names, entity) or found


def read_year(words: str) -> int | None:
    """The last year that words name."""
    years = _YEAR.findall(words)
    return int(years[-1]) if years else None


def _basis(word: str) -> Basis:
    if "预算" not in word:
        return Basis.FINAL
    if word.startswith("年初"):
        return Basis.INITIAL
    return Basis.ADJUSTED if word != "预算" else Basis.BUDGET


def subject_of(words: str, names: Names, entity: str = "") -> Subject | None:
    """The subject that words name; None if they are nothing but year, unit and the like."""
    called = _CALLED.search(words)
    if called and names.exactly(called[1]):
        return Subject(called[1], names.exactly(called[1]))
    numbered = _START.match(words)
    start = numbered.end() if numbered else 0
    code = _CODE.search(words) or _CODE_FIRST.match(words, start)
    behind = words[code.end() :].lstrip("-") if code else ""
    rest = (words[start : code.start()] or behind) if code else words
    rest = _without_year(_ASIDE.sub("", _START.sub("", rest)), names)
    levels = levels_of(rest)
    if levels is not None:
        return levels
    name, before = names.ending(rest)
    if before and names.shortened(rest):
        name, before = names.shortened(rest), ""
    narrowed = is_others(rest, name) or ("拨款" in before and name in _WHOLE)
    plain = bool(name) and not narrowed and not _left(before, entity)
    printed = _tidy(rest, entity)
    if code:
        return Subject(printed, name, code[1])
    if not printed and not plain:
        return None
    return Subject(printed or name, name, plain=plain)


def _without_year(words: str, names: Names) -> str:
    """The words without a year that stands behind a name: 公务接待费2019年度支出."""
    match = _INNER_YEAR.search(words)
    if match is None or (match.end() < len(words) and not names.ending(words[: match.start()])[0]):
        return words
    return words[: match.start()] + words[match.end() :]


def is_others(words: str, name: str = "") -> bool:
    """Whether words speak of a body below the unit, or of a whole region, not of “三公” items.

    >>> is_others("所属某中心本年收入合计"), is_others("本部门及所属单位收入合计")
    (True, False)
    >>> is_others("全县一般公共预算收入"), is_others("全县三公经费", "三公经费")
    (True, False)
    """
    regional = _REGION.search(words) is not None and name not in _THREE_PUBLIC
    return regional or _BELOW.search(words) is not None


def levels_of(words: str) -> Subject | None:
    """The item that words name by its levels: 教育支出（类）普通教育（款）小学教育（项）.

    >>> levels_of("1.教育支出（类）普通教育（款）小学教育（项）").names
    ('教育支出', '普通教育', '小学教育')
    """
    at = 0
    levels = []
    last = ""
    for mark in ("（类）", "（款）", "（项）"):
        found = words.find(mark, at)
        levels.append(
            _START.sub("", words[at:found]).strip("，、：-—－–/>").removeprefix("科目")
            if found >= 0
            else ""
        )
        if found >= 0:
            at, last = found + len(mark), levels[-1]
    if not last:
        return None
    category, section, item = levels
    shown = "".join(
        f"{name}（{mark}）" for name, mark in zip(levels, "类款项", strict=True) if name
    )
    return Subject(shown, last, "", (_clause(category), _clause(section), _clause(item)), True)


def _clause(name: str) -> str:
    """The last clause of what stands before a level's mark, without a number that counts it."""
    return _COUNTED.sub("", re.split(r"[，。；：]", name)[-1])


def _tidy(words: str, entity: str) -> str:
    """The words without what only says year and unit."""
    kept = words
    years = list(_YEAR.finditer(kept))
    if years:
        kept = kept[years[-1].end() :]
    return "" if not _left(key_of(kept), entity) else kept.strip("，、：的 ")


def _left(key: str, entity: str) -> str:
    """What is left of a key when year, unit and words that narrow nothing are set aside."""
    years = list(_YEAR.finditer(key))
    rest = key[years[-1].end() :] if years else key
    own = key_of(entity)
    if years and own and _is_other(key[: years[0].start()], own):
        return key
    while rest:
        shorter = _shorter(rest, own)
        if shorter == rest:
            return "" if _ENTITY.search(rest) and own and _abbreviates(rest, own) else rest
        rest = shorter
    return ""


def _is_other(name: str, own: str) -> bool:
    """Whether the words before a year name another body than the disclosure's own."""
    while name and (shorter := _shorter(name, own)) != name:
        name = shorter
    alike = _abbreviates(name, own) or _abbreviates(own, name)
    return _BODY.search(name) is not None and not alike


def _shorter(rest: str, entity: str) -> str:
    if entity and rest.startswith(entity):
        return rest[len(entity) :]
    match = _PASSED_KEYS.match(rest)
    return rest[match.end() :] if match else rest


def _abbreviates(short: str, full: str) -> bool:
    """Whether the characters of one name stand in the other in the same order."""
    marks = iter(full)
    return all(mark in marks for mark in short)
