"""Whose disclosure it is (单位): names on covers, in titles, captions and forms, by weight."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from budgetdisclosure.reading.document import Document, Grid, Paragraph
from budgetdisclosure.reading.recognise.assemble import Found
from budgetdisclosure.reading.recognise.captions import entity_of
from budgetdisclosure.reading.recognise.titles import ends_as_body, may_be_title
from budgetdisclosure.reading.recognise.words import dated, enumerated, is_number, plain

SHORT: Final = 45
"""Longer lines are prose."""
_YEAR: Final = r"(?:(?:20\d\d|[二2][〇○零0OＯ][一二三四五六七八九〇○零\d]{2})年(?:度|初)?)"
_NAMED: Final = re.compile(
    rf"^(?:关于)?(?:公开|公布|编报)?(?:第[一二三四五六]部分)?(?P<before>.*?){_YEAR}?(?P<after>.*?)"
    r"(?:区级|市级|县级|省级|本级)?(?:部门|单位)?(?:综合|收支)?(?P<kind>预算|决算|三公经费)"
    r"(?:和三公经费|及三公经费|、三公经费)?(?:预算|决算)?"
    r"(?:公开|信息|汇总|情况|增减|变化|的?说明|报告|表|编制|草案|公示|\(|$)"
)
_YEARS: Final = re.compile(_YEAR)
_PROFILE: Final = re.compile(r"^第一部分[:：]?(?P<name>.+?)(?:单位|部门)?(?:基本)?概况$")
_NOISE: Final = re.compile(
    r"(?:一般公共预算|政府性基金(?:预算)?|国有资本经营预算|财政拨款|收入支出|支出|收支|政府采购|"
    r"三公经费(?:支出|汇总|统计|对比|增减|变化|情况)*)$|"
    r"预算执行情况(?:和|及|与)?$|"
    rf"{_YEAR}|\((?:汇总|部门|盖章|公章|合计)\)|(?:部门|单位|的|关于|公开)$"
    r"|^(?:关于|公开|附件\d*[:：.、]?)|^[\[(]?\d{3,}[\])]?[-—_ ]*"
)
_NO_NAME: Final = re.compile(
    r"目录|部分|公开|说明|封面|情况$|表(?:\(\))?$|(?<!第)(?<![0-9])[0-9]{2}|[0-9][年月日号页条期届]|20[0-9]{2}|[:。,;、|]|^\W+$|X{2,}|×{2,}|\*{2,}|^某+单位$"
)
_LABEL: Final = re.compile(
    r"(?:(?:预算|填报|编制|公开|一级预算)(?:部门|单位)(?:\((?:部门|单位)\))?(?:名称)?"
    r"|(?:部门|单位)(?:\((?:部门|单位)\))?(?:名称|(?=[:：])))(?:\(?[盖公]章\)?)?[:：]?"
)
_COVER: Final = 10
_CAPTIONS: Final = 4
_TOGETHER: Final = 4
_LABELLED_ROWS: Final = 8
_LONGEST: Final = 40


def entity_votes(
    document: Document, heads: Sequence[str], tables: Sequence[Found], running: Sequence[str] = ()
) -> Counter[str]:
    """Every name found, with its weight: captions and covers count most, mentions least."""
    votes: Counter[str] = Counter()
    captions = [table.caption.entity for table in tables]
    for named in (*captions, *map(entity_of, heads)):
        if named:
            votes[clean(named)] += 3
    for body in filter(ends_as_body, map(clean, map(plain, {*running, *_over_tables(tables)}))):
        votes[body] += 2
    for name in {before_year(plain(table.caption.title or "")) for table in tables}:
        votes[name or ""] += 1
    for name in _from_cover(heads):
        votes[name] += 2
    for name in _over_lines(heads[:_COVER]):
        votes[name] += 3
    for paragraph in document.paragraphs:
        votes.update(_mentioned(paragraph))
    for grid in document.grids:
        votes.update(_labelled(grid))
    return Counter({name: count for name, count in votes.items() if is_name(name)})


def _over_tables(tables: Sequence[Found]) -> set[str]:
    """The lines that stand over tables among their captions, each once, and those inside them."""
    above = (line.text for table in tables for line in table.pieces[0].before[-_CAPTIONS:])
    return {*above, *(text for table in tables for text in table.caption.inside)}


def _mentioned(paragraph: Paragraph) -> dict[str, int]:
    """The name in the heading of the first part, or in a line that is a disclosure's title."""
    text = plain(paragraph.text)
    if len(text) > SHORT:
        return {}
    match = _PROFILE.match(text)
    if match:
        return {clean(match["name"]): 2}
    name = name_in_title(text)
    if name is None or not ends_as_body(name):
        return {}
    return {name: 5 if paragraph.level == 1 else 1}


def name_in_title(text: str) -> str | None:
    """The name in a disclosure's title, if there is one.

    >>> name_in_title("某某局2024年度部门决算公开"), name_in_title("支出决算表")
    ('某某局', None)
    >>> name_in_title("某某县2022年预算执行情况和2023年预算草案的报告")
    '某某县'
    """
    text = dated(text)
    match = _title_in(text)
    if match is None or enumerated(text):
        return None
    name = clean(match["before"] + match["after"])
    return name if ends_as_body(name) else before_year(text) or name or None


def before_year(text: str) -> str | None:
    """The body a title names before its year, whatever follows it.

    >>> before_year("某某局2024年一般公共预算支出表"), before_year("基本支出2024年表")
    ('某某局', None)
    """
    name = clean(_YEARS.split(text, maxsplit=1)[0]) if _YEARS.search(text) else ""
    return name if ends_as_body(name) and is_name(name) else None


def _title_in(text: str) -> re.Match[str] | None:
    """A disclosure's title at the start of a text; what says neither word of it is not searched."""
    told = any(word in text for word in ("预算", "决算", "三公经费"))
    return _NAMED.match(text) if told else None


def _from_cover(heads: Sequence[str]) -> Iterator[str]:
    """Names in lines such as ``某某局2024年度部门决算``, or in the lines beside such a line."""
    for at, text in enumerate(heads[:_COVER]):
        if _title_in(text) is None or enumerated(text):
            continue
        name = name_in_title(text)
        if may_be_title(text) and not ends_as_body(name or ""):
            continue
        if name:
            yield name
            continue
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(heads) and not _title_in(heads[beside]):
                yield clean(heads[beside])
                break


def _over_lines(heads: Sequence[str]) -> Iterator[str]:
    """A name that a cover prints over several lines, with the title or above it."""
    for at in range(len(heads)):
        for many in range(2, _TOGETHER + 1):
            lines = heads[at : at + many]
            if len(lines) < many or any(enumerated(line) for line in lines):
                break
            name = name_in_title("".join(lines))
            if name and is_name(name) and ends_as_body(name) and name_in_title(lines[-1]) != name:
                yield name
                return


def _labelled(grid: Grid) -> Iterator[str]:
    """Names beside a label in the first rows of a form: 部门名称 | 某某局."""
    by_row: dict[int, list[str]] = {}
    for cell in grid.cells:
        if cell.row < _LABELLED_ROWS and cell.text.strip():
            by_row.setdefault(cell.row, []).append(plain(cell.text))
    for texts in by_row.values():
        for label, value in pairwise(texts):
            if _LABEL.fullmatch(label) and not is_number(value):
                name = clean(value)
                if ends_as_body(name):
                    yield name


def clean(name: str) -> str:
    """A name without the year, the unit's number and words that are no part of it.

    >>> clean("126001-某某市信访局"), clean("关于某某局2023年度部门"), clean("某某局(本级)")
    ('某某市信访局', '某某局', '某某局(本级)')
    """
    kept = name
    while True:
        shorter = _NOISE.sub("", kept)
        if shorter == kept:
            return kept
        kept = shorter


def is_name(name: str) -> bool:
    """Whether a text may be the name of a body.

    >>> is_name("某某县教育局"), is_name("某某市第28中学"), is_name("目录"), is_name("XX局")
    (True, True, False, False)
    >>> is_name("与预算相比,某某局"), is_name("部门预算项目支出绩效自评表()")
    (False, False)
    """
    return 2 < len(name) <= _LONGEST and not _NO_NAME.search(name)
