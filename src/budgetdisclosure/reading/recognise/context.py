"""Whose disclosure it is, of which year and kind (单位、年度、类别), by weight of evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen

from budgetdisclosure.amounts import Unit
from budgetdisclosure.model import Choice, Kind
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.recognise.assemble import Found
from budgetdisclosure.reading.recognise.captions import entity_of
from budgetdisclosure.reading.recognise.words import enumerated, plain
from budgetdisclosure.wording import Wording

_YEAR: Final = re.compile(r"(20\d\d)年(度)?(?=(\D{0,40}?)(预算|决算)?)")
_DATE: Final = re.compile(r"年\d{1,2}月")
_COVER: Final = 24
_SHORT: Final = 45
_NAMED: Final = re.compile(
    r"^(?:关于)?(?:第[一二三四五六]部分)?(?P<before>.*?)(?:20\d\d年度?)?(?P<after>.*?)"
    r"(?:区级|市级|县级|省级)?(?:部门|单位)?(?:综合)?(?P<kind>预算|决算)(?:公开|信息|说明|报告|表|$)"
)
_PROFILE: Final = re.compile(r"^第一部分(?P<name>.+?)(?:单位|部门)?概况$")
_NOISE: Final = re.compile(
    r"(?:20\d\d年(?:度)?|\(汇总\)|\(部门\)|部门$|单位$|的$|^关于"
    r"|(?:一般公共预算|政府性基金(?:预算)?|国有资本经营预算|财政拨款|三公经费|收入支出|支出|收支)$)"
)


@frozen
class Context:
    """What holds for the whole document, with the reasons for each choice."""

    entity: str | None
    fiscal_year: int | None
    kind: Kind
    unit: Unit
    choices: tuple[Choice, ...] = ()


def context_of(document: Document, tables: Sequence[Found]) -> Context:
    """Entity, year, kind and usual unit of a document."""
    texts = [plain(paragraph.text) for paragraph in document.paragraphs]
    forms = [table for table in tables if table.caption.layout is not None]
    titles = [plain(table.caption.title or "") for table in forms]
    printed = [plain(line.text) for line in document.paragraphs if not line.names_sheet]
    heads = [text for text in printed[:_COVER] if len(text) <= _SHORT]
    year, years = _year(heads, titles, texts)
    kind, kinds = _kind(heads, titles, forms, texts)
    entity, entities = _entity(texts, heads, tables)
    units = Counter(table.caption.unit for table in tables if table.caption.unit)
    unit = units.most_common(1)[0][0] if units else Unit.WAN
    because = Wording("封面、标题和表头所载", "as the cover, the titles and the captions say")
    unsaid = Wording("没有注明金额单位，按万元", "no unit is printed; 万元 is taken")
    return Context(
        entity,
        year,
        kind,
        unit,
        (
            _choice("单位 entity", entity, entities, because),
            _choice("年度 fiscal year", year, years, because),
            _choice("类别 kind", kind.value, kinds, because),
            _choice(
                "金额单位 unit",
                unit.label,
                Counter({u.label: n for u, n in units.items()}),
                because if units else unsaid,
            ),
        ),
    )


def _choice(what: str, chosen: object, votes: Counter[str], because: Wording) -> Choice:
    name = "" if chosen is None else str(chosen)
    others = tuple((text, score) for text, score in votes.most_common(5) if text != name)
    return Choice(what, name, because, votes.get(name, 0), others[:3])


def _year(
    heads: Sequence[str], titles: Sequence[str], texts: Sequence[str]
) -> tuple[int | None, Counter[str]]:
    votes: Counter[str] = Counter()
    for text in (*heads, *titles):
        for match in _YEAR.finditer(text):
            if not _is_other(text, match):
                votes[match[1]] += 1 + 3 * bool(match[2]) + 4 * bool(match[4])
    for is_sure in (True, False) if not votes else ():
        for text in texts if not votes else ():
            for match in _YEAR.finditer(text):
                if not (is_sure and _is_other(text, match)):
                    votes[match[1]] += 1 + 3 * bool(match[2])
    best = votes.most_common(1)
    return (int(best[0][0]) if best else None), votes


def _is_other(text: str, match: re.Match[str]) -> bool:
    """Whether a year is a date's, or one that another year is compared with."""
    compared = text[: match.start()].endswith(("较", "比", "与", "同", "和", "至", "-"))
    return compared or bool(_DATE.match(text, match.end(1)))


def _kind(
    heads: Sequence[str], titles: Sequence[str], tables: Sequence[Found], texts: Sequence[str]
) -> tuple[Kind, Counter[str]]:
    votes: Counter[str] = Counter()
    numbers = [table.caption.number for table in tables if table.caption.number]
    for text in (*heads, *titles, *numbers):
        kept = _FUNDS.sub("", text)
        final = "决算" in kept
        budget = "预算" in kept and not final
        votes[Kind.FINAL.value] += 2 * final
        votes[Kind.BUDGET.value] += budget
    for table in tables:
        for row in table.rows[:4]:
            for text in row.texts:
                votes[Kind.FINAL.value] += "决算数" in text
                votes[Kind.BUDGET.value] += text.endswith(("预算数", "本年预算"))
    if not sum(votes.values()):
        votes[Kind.BUDGET.value] += not any("决算" in text or "決算" in text for text in texts)
    final = votes[Kind.FINAL.value] >= votes[Kind.BUDGET.value]
    return (Kind.FINAL if final else Kind.BUDGET), votes


_FUNDS: Final = re.compile(r"(?:一般公共|政府性基金|国有资本经营|国有资产经营|社会保险基金)预算")


def _entity(
    texts: Sequence[str], heads: Sequence[str], tables: Sequence[Found]
) -> tuple[str | None, Counter[str]]:
    votes: Counter[str] = Counter()
    for table in tables:
        if table.caption.entity:
            votes[_clean(table.caption.entity)] += 3
    for text in heads:
        named = entity_of(text)
        if named:
            votes[_clean(named)] += 3
    for name in _from_cover(heads):
        votes[name] += 2
    for text in texts:
        match = _PROFILE.match(text) if len(text) <= _SHORT else None
        if match:
            votes[_clean(match["name"])] += 2
    for name in [name for name in votes if not _is_name(name)]:
        del votes[name]
    best = votes.most_common(1)
    return (best[0][0] if best else None), votes


def _from_cover(heads: Sequence[str]) -> Iterable[str]:
    """Names in lines such as ``某某局2024年度部门决算``, or in the line beside such a line."""
    for at, text in enumerate(heads[:10]):
        match = _NAMED.match(text)
        if match is None or enumerated(text):
            continue
        name = _clean(match["before"] + match["after"])
        if name:
            yield name
            continue
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(heads) and not _NAMED.match(heads[beside]):
                yield _clean(heads[beside])
                break


def _clean(name: str) -> str:
    kept = name
    while True:
        shorter = _NOISE.sub("", kept)
        if shorter == kept:
            return kept
        kept = shorter


def _is_name(name: str) -> bool:
    return 2 < len(name) <= 40 and not re.search(
        r"目录|部分|公开|说明|情况$|^[一二三四五六七八九十]+、|[0-9]{2}|[：:。，]|^\W+$|XX", name
    )
