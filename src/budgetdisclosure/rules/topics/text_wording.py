"""How the text is written: names, unfinished sentences, lists, terms, marks (文字规范)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from budgetdisclosure.claims import Statement
from budgetdisclosure.claims.names import key_of
from budgetdisclosure.claims.normal import plain
from budgetdisclosure.claims.phrases import split_list
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.rules.rule import (
    BOTH,
    DERIVED,
    PRACTICE,
    TABLE_FORM,
    Fault,
    Held,
    Outcome,
    Severity,
    rule,
)
from budgetdisclosure.rules.topics.narrative_common import place_of, told
from budgetdisclosure.wording import Wording, quoted

_UNFINISHED: Final = re.compile(r"(?:其中|(?:主要)?原因(?:是|为|在于)?)[：:，]?$")
_NO_REASON: Final = re.compile(r"原因(?:(?:是|为|在于)：?|：)[。；]")
_COUNTED: Final = re.compile(
    r"(?P<n>\d{1,3})(?:个|家|所)(?P<what>[^，。；：、（）\d]{0,12})"
    r"(?P<how>[，：]?(?:分别(?:为|是)|具体(?:包括|为|是)|包括|即)：?|：)(?P<list>[^。；\n]+)"
)
_ORGANISATION: Final = re.compile(
    r"(?:局|委员会|办公室|中心|大学|学院|学校|医院|研究院|研究所|管理处|支队|大队|总队|部|厅|院|社|会)$"
)
_LEADING: Final = re.compile(r"^(?P<who>[^，。；：、（）\d]{4,30}?)(?:20\d\d)年度?")
_PROFILE: Final = re.compile(r"^(?P<who>[^，。；：、（）\d]{4,30}?)(?:单位|部门)?概况$")
_SELF: Final = ("本部门", "本单位", "我单位", "我部门", "我局", "我委", "我校", "学校", "单位")
_DOUBLED: Final = re.compile(r"。。+|，，+|；；+|、、+|，。|、。|；。|：。|，；")
_OLD_TERMS: Final = (("用事业基金弥补收支差额", 2019, "使用非财政拨款结余"),)
"""Terms of the accounting rules before 2019, and what stands for them since (from memory)."""


@rule(
    "DIS-019",
    "单位名称一致",
    "one name of the entity throughout",
    source=DERIVED,
    severity=Severity.WARNING,
    kinds=BOTH,
    exceptions="简称；所属单位的名称",
)
def one_name(d: Disclosure) -> Iterator[Outcome]:
    """Headings and sentences name the disclosure's own entity."""
    if not d.entity:
        return
    own = _bare(d.entity)
    same = 0
    for name, place in _names(d):
        if _is_same(_bare(name), own):
            same += 1
            continue
        yield Fault(
            Wording(
                f"单位名称“{name}”与“{d.entity}”不一致",
                f"the text names {quoted(name)}, the disclosure is of {quoted(d.entity)}",
            ),
            place=place,
            correction=Wording(d.entity, quoted(d.entity)),
        )
    if same:
        yield Held(same)
    yield from _one_self(d)


def _bare(name: str) -> str:
    kept = re.sub(r"（[^（）]{1,6}）", "", plain(name))
    return key_of(kept)


def _names(d: Disclosure) -> Iterator[tuple[str, Place]]:
    for section in d.walk_sections():
        if section.part in ("contents", "attachment"):
            continue
        title = plain(section.title)
        match = _PROFILE.match(title) or _LEADING.match(title)
        if match and _ORGANISATION.search(match["who"]) and "X" not in match["who"]:
            yield match["who"], section.place
    for statement in told(d).statements:
        if statement.part != "narrative" or statement.said.role == "performance":
            continue
        match = _LEADING.match(statement.text.text)
        if match and _ORGANISATION.search(match["who"]) and not match["who"].startswith(_SELF):
            yield match["who"], place_of(statement.said)


def _is_same(one: str, other: str) -> bool:
    """Whether two names are one, or one abbreviates the other or is a part of it."""
    short, long = sorted((one, other), key=len)
    marks = iter(long)
    return short in long or all(mark in marks for mark in short)


def _one_self(d: Disclosure) -> Iterator[Outcome]:
    """本部门 and 本单位 in one document: a matter of style."""
    said = [s for s in told(d).statements if s.part == "narrative" and not s.said.attached]
    used = [word for word in _SELF[:2] if any(word in s.text.text for s in said)]
    if len(used) < 2:
        return
    first = next(s for s in said if used[1] in s.text.text)
    yield Fault(
        Wording(
            "“本部门”与“本单位”混用，请统一",
            "“本部门” and “本单位” are used side by side: please keep to one",
        ),
        place=place_of(first.said),
        severity=Severity.INFO,
    )


@rule(
    "DIS-024",
    "名词与年度表样一致",
    "terms of the glossary are those of the year's forms",
    source=f"{TABLE_FORM}；《政府会计制度》（2019年起施行，条文未核对原文）",
    severity=Severity.INFO,
    kinds=BOTH,
)
def terms(d: Disclosure) -> Iterator[Outcome]:
    """The glossary explains no row that the year's forms no longer have."""
    glossary = [s for s in told(d).statements if s.part == "glossary"]
    for old, since, new in _OLD_TERMS:
        if d.fiscal_year is None or d.fiscal_year < since:
            continue
        for statement in glossary:
            if old in statement.text.text[:30]:
                yield Fault(
                    Wording(
                        f"名词“{old}”已不用，{since}年度起表中为“{new}”",
                        f"{quoted(old)} is no longer used; since {since} the forms say "
                        f"{quoted(new)}",
                    ),
                    place=place_of(statement.said),
                    correction=Wording(new, quoted(new)),
                )
    if glossary:
        yield Held(len(glossary))


@rule(
    "DIS-026",
    "叙述残缺",
    "no paragraph breaks off",
    source=PRACTICE,
    severity=Severity.WARNING,
    kinds=BOTH,
    exceptions="跨页的段落",
)
def unfinished(d: Disclosure) -> Iterator[Outcome]:
    """No section ends with 其中： or 主要原因： and nothing after it."""
    statements = [s for s in told(d).statements if s.part in ("narrative", "attachment", "profile")]
    for statement, after in _with_next(list(told(d).statements)):
        if statement.part not in ("narrative", "attachment", "profile"):
            continue
        text = statement.text.text.strip()
        empty = _NO_REASON.search(text)
        if empty:
            yield _breaks_off(statement, text[max(0, empty.start() - 12) : empty.end()])
        elif _UNFINISHED.search(text) and not _goes_on(statement, after):
            yield _breaks_off(statement, text[-20:])
    if statements:
        yield Held()


def _with_next(statements: list[Statement]) -> Iterator[tuple[Statement, Statement | None]]:
    """Each statement with the one after it."""
    yield from zip_longest(statements, statements[1:])


def _goes_on(statement: Statement, after: Statement | None) -> bool:
    if after is None:
        return False
    untitled = not statement.said.section
    inside = after.said.section == statement.said.section or after.level > statement.level
    return untitled or inside


def _breaks_off(statement: Statement, words: str) -> Fault:
    return Fault(
        Wording(
            f"“……{words}”之后没有内容",
            f"nothing follows {quoted('…' + words)}",
        ),
        place=place_of(statement.said),
    )


@rule(
    "DIS-027",
    "枚举数与列举一致",
    "a count is that of the names listed after it",
    source=DERIVED,
    severity=Severity.INFO,
    kinds=BOTH,
    exceptions="列举以“等”结尾的",
)
def listed_count(d: Disclosure) -> Iterator[Outcome]:
    """内设科室N个，分别为…: N names."""
    for statement in told(d).statements:
        if statement.part in ("contents", "glossary", "tables"):
            continue
        for match in _COUNTED.finditer(statement.text.text):
            yield from _count(statement, match)


def _count(statement: Statement, match: re.Match[str]) -> Iterator[Outcome]:
    names, is_open = split_list(match["list"])
    joined = bool(names) and re.search(r"[^总共]和|以及|及", names[-1]) is not None
    number = int(match["n"])
    plausible = len(names) > 1 and all(2 <= len(name) <= 40 for name in names)
    if is_open or not plausible or any(mark.isdigit() for mark in match["list"]):
        return
    if number == len(names) or (joined and number == len(names) + 1):
        yield Held()
        return
    yield Fault(
        Wording(
            f"称{number}个{match['what']}，列举了{len(names)}个",
            f"{number} are said to be, {len(names)} are listed",
        ),
        place=place_of(statement.said),
    )


@rule(
    "DIS-029",
    "标点",
    "marks are not doubled, sections end with a full stop",
    source=PRACTICE,
    severity=Severity.INFO,
    kinds=BOTH,
)
def marks(d: Disclosure) -> Iterator[Outcome]:
    """No 。。 and no section that ends with ； or ，."""
    statements = [
        s
        for s in told(d).statements
        if s.part in ("narrative", "glossary", "profile", "attachment")
    ]
    for statement, after in _with_next(statements):
        text = statement.text.text.strip()
        doubled = _DOUBLED.search(text)
        last = not _goes_on(statement, after)
        if doubled:
            yield _mark(statement, text[max(0, doubled.start() - 10) : doubled.end()], "标点重复")
        elif last and text.endswith(("；", "，", "、")) and len(text) > 20:
            yield _mark(statement, text[-12:], "段末应为句号")
    if statements:
        yield Held()


def _mark(statement: Statement, words: str, what: str) -> Fault:
    return Fault(
        Wording(f"“{words}”：{what}", f"{quoted(words)}: a mark is doubled or wrong"),
        place=place_of(statement.said),
    )
