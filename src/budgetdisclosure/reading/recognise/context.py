"""Whose disclosure it is, of which year and kind (单位、年度、类别), by weight of evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.amounts import Unit
from budgetdisclosure.model import Choice, Kind
from budgetdisclosure.model.performance import SelfEvaluation
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.recognise.assemble import Found
from budgetdisclosure.reading.recognise.bodies import SHORT, clean, entity_votes, is_name
from budgetdisclosure.reading.recognise.money import money_behind, money_in
from budgetdisclosure.reading.recognise.units import unsaid
from budgetdisclosure.reading.recognise.words import dated, is_number, plain
from budgetdisclosure.wording import Wording

_YEAR: Final = re.compile(r"(20\d\d)年(度)?(?=(\D{0,24}?(?:预算|决算))?)")
_DATE: Final = re.compile(r"年[\d一二三四五六七八九十]{1,2}月")
_SENTENCE: Final = re.compile(r"[。；，,;]")
_DIGITS: Final = str.maketrans("〇○零OＯ一二三四五六七八九", "00000123456789")
_SPELLED: Final = re.compile(r"二[〇○零0OＯ][〇○零一二三四五六七八九]{2}(?=年)")
_EVALUATED: Final = re.compile(r"绩效\S{0,6}自评|自评报告")
_COMPARED: Final = re.compile(r"[较比与同](20\d\d)年")
_SPENT: Final = re.compile(
    r"[比较](?:年初|全年|调整)?预算数?(?:[减增]|[上下]|节)|完成(?:年初|全年|调整)?预算|预算执行(?:率|比例)"
    r"|(?:实际|累计)支出|与年初预算数?(?:[对相]比|比较|持平)"
)
"""What is told of money spent, not of money planned."""
_EARLIER: Final = re.compile(r"上年|去年|20\d\d年")
_RULES: Final = re.compile(r"《[^《》]*(?:规程|办法|条例|通知|法|意见|规定|细则)》|预决算")
"""What names both kinds: 《预决算公开操作规程》."""
_OUTTURN: Final = re.compile(r"决算(?:统计)?数")
_MONEY: Final = re.compile(r"([\d,]+\.\d+)(百?万元|千元|亿元|元)")
_HEADS: Final = 4
_COVER: Final = 24
_TITLES: Final = 3
_HEADED: Final = re.compile(r"(?P<year>20\d\d)年度?(?P<what>|\D{0,8}(?:预算|决算|执行)\D{0,6})")
"""A heading that says the year of its amounts, and what they are."""
_COMPARED_YEARS: Final = 2


@frozen
class Context:
    """What holds for the whole document, with the reasons for each choice."""

    entity: str | None
    fiscal_year: int | None
    kind: Kind
    unit: Unit
    choices: tuple[Choice, ...] = ()
    names: tuple[str, ...] = ()
    """All names that may be the entity's, the likeliest first."""
    stated_year: int | None = None
    """The year, where covers, headings and titles say it, and no other as often."""
    stated_kind: Kind | None = None
    """The kind, where they hardly say the other."""
    unit_stated: bool = True
    """Whether any unit of money is printed for the tables."""


def context_of(document: Document, tables: Sequence[Found], running: Sequence[str] = ()) -> Context:
    """Entity, year, kind and usual unit of a document; ``running`` are the heads of its pages."""
    texts = [plain(paragraph.text) for paragraph in document.paragraphs]
    forms = [table for table in tables if table.caption.layout is not None]
    titles = [plain(table.caption.title or "") for table in forms]
    heads = [*_printed_heads(document), *(text for text in running if len(text) <= SHORT)]
    titles += _inside(tables, titles)
    year, years = _year(heads, titles, texts, tables)
    kind, kinds = _kind(_of_year(heads, year), titles, forms, texts)
    entities = entity_votes(document, heads, tables, running)
    entity = max(entities, key=lambda name: entities[name], default=None)
    units = _units(document, tables)
    stated = bool(units)
    units = units or _amounts_told(texts, tables)
    unit = units.most_common(1)[0][0] if units else Unit.WAN
    because = Wording("封面、标题和表头所载", "as the cover, the titles and the captions say")
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
                because if stated else unsaid(unit),
            ),
        ),
        tuple(name for name, _ in entities.most_common()),
        _first_alone(years_said([*heads, *titles])),
        kind_said([*heads, *titles], forms),
        stated,
    )


def _printed_heads(document: Document) -> list[str]:
    """The lines of the cover, and the first headings of the text behind it."""
    printed = [line for line in document.paragraphs if not line.names_sheet]
    heads = [plain(line.text) for line in printed[:_COVER]]
    heads = [text for text in heads if len(text) <= SHORT]
    return heads + [plain(line.text) for line in printed[_COVER:] if line.level == 1][:_TITLES]


def _inside(tables: Sequence[Found], titles: Sequence[str]) -> list[str]:
    """The short texts above the headings inside the grids, each once."""
    texts = {plain(text): None for table in tables for text in table.caption.inside}
    return [text for text in texts if len(text) <= SHORT and text not in titles]


def _units(document: Document, tables: Sequence[Found]) -> Counter[Unit]:
    """The units stated with the tables; where with none, those stated anywhere else."""
    heads = (
        money_behind(text)
        for table in tables
        for row in table.rows[:_HEADS]
        for text in row.texts
        if text.endswith(")")
    )
    lines = (money_in(line.text) for line in document.paragraphs)
    for said in ((table.money for table in tables), heads, lines):
        if units := Counter(money.unit for money in said if money and money.unit):
            return units
    return Counter()


def _amounts_told(texts: Sequence[str], tables: Sequence[Found]) -> Counter[Unit]:
    """The units in which the text says amounts that the tables print."""
    cells = (cell for table in tables for row in table.rows for cell in row.texts)
    printed = {cell for cell in cells if "." in cell and is_number(cell) and cell.strip("0.,")}
    said = (match for text in texts for match in _MONEY.finditer(text)) if printed else ()
    units = (Unit.named(match[2]) for match in said if match[1] in printed)
    return Counter(unit for unit in units if unit)


def told_by(context: Context, evaluations: Sequence[SelfEvaluation]) -> Context:
    """What self-evaluations alone say, where no cover, heading or title does (自评表)."""
    finals = {one.kind == "self_evaluation" for one in evaluations if one.kind != "report"}
    years = {one.fiscal_year for one in evaluations if one.fiscal_year}
    bodies = {clean(one.entity or one.implementer or "") for one in evaluations}
    kind, year, entity = context.kind, context.fiscal_year, context.entity
    if context.stated_kind is None and len(finals) == 1:
        kind = Kind.FINAL if True in finals else Kind.BUDGET
    if year is None and len(years) == 1:
        (year,) = years
    if entity is None and len(bodies) == 1:
        entity = next(filter(is_name, bodies), None)
    because = Wording("绩效表所载", "as the performance forms say")
    found = {"单位 entity": entity, "年度 fiscal year": year, "类别 kind": kind.value}
    choices = (
        choice
        if choice.chosen == str(found.get(choice.what) or choice.chosen)
        else Choice(choice.what, str(found[choice.what]), because)
        for choice in context.choices
    )
    return evolve(context, kind=kind, fiscal_year=year, entity=entity, choices=tuple(choices))


def _choice(what: str, chosen: object, votes: Counter[str], because: Wording) -> Choice:
    name = "" if chosen is None else str(chosen)
    others = tuple((text, score) for text, score in votes.most_common(5) if text != name)
    return Choice(what, name, because, votes.get(name, 0), others[:3])


def _year(
    heads: Sequence[str], titles: Sequence[str], texts: Sequence[str], tables: Sequence[Found]
) -> tuple[int | None, Counter[str]]:
    votes = _years_in([*(head for head in heads if not head.endswith("。")), *titles])
    for is_sure in (True, False) if not votes else ():
        for text in map(_in_digits, texts) if not votes else ():
            for match in _YEAR.finditer(text):
                if not (_is_other(text, match) if is_sure else _is_compared(text, match)):
                    votes[match[1]] += 1 + 3 * bool(match[2])
    if not votes:
        votes.update(str(int(year) + 1) for year in _years_compared(texts))
    best = max(votes.items(), key=lambda vote: (vote[1], vote[0]), default=None)
    return (int(best[0]) if best else _newest_headed(tables)), votes


def _newest_headed(tables: Sequence[Found]) -> int | None:
    """The newest year that headings of forms name: that of 2024年预算数 beside 2023年执行数.

    None where one kind of amount is told of three years: a plan of several years has none.
    """
    found: dict[str, set[int]] = {}
    for table in tables:
        heads = takewhile(lambda row: not any(map(is_number, row.texts)), table.rows[:_HEADS])
        for text in (plain(text) for row in heads for text in row.texts):
            headed = _HEADED.fullmatch(text) if table.caption.layout else None
            if headed:
                found.setdefault(headed["what"], set()).add(int(headed["year"]))
    several = any(len(years) > _COMPARED_YEARS for years in found.values())
    return None if several else max((max(years) for years in found.values()), default=None)


def _years_compared(texts: Sequence[str]) -> Iterator[str]:
    """The years that a text without a year of its own compares with: 今年预算较2023年下降7%."""
    for text in map(_in_digits, texts):
        yield from (match[1] for match in _COMPARED.finditer(text))


def _years_in(texts: Sequence[str]) -> Counter[str]:
    votes: Counter[str] = Counter()
    for text in map(_in_digits, texts):
        for match in _YEAR.finditer(text):
            if not _is_other(text, match):
                votes[match[1]] += 1 + 3 * bool(match[2]) + 4 * bool(match[3])
    return votes


def years_said(texts: Sequence[str]) -> Counter[int]:
    """The years that covers, headings, titles or file names state, by weight; no prose asked.

    >>> years_said(["某某局2024年度部门决算", "2024年比上年增加1万元。"])
    Counter({2024: 8})
    """
    short = [text for text in texts if not _SENTENCE.search(text)]
    return Counter({int(year): votes for year, votes in _years_in(short).items()})


def _first_alone(votes: Counter[int]) -> int | None:
    """What has more votes than any other."""
    best = votes.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else None


def kind_said(texts: Sequence[str], tables: Sequence[Found] = ()) -> Kind | None:
    """The kind that titles state; None where the other kind is named more than half as often.

    >>> kind_said(["某某局2024年度部门决算"]), kind_said(["某某局"])
    (<Kind.FINAL: 'final'>, None)
    """
    votes = _kinds_in([text for text in texts if not _SENTENCE.search(text)], tables)
    final, budget = votes[Kind.FINAL.value], votes[Kind.BUDGET.value]
    if final > 2 * budget:
        return Kind.FINAL
    return Kind.BUDGET if budget > 2 * final else None


def _in_digits(text: str) -> str:
    """The text with spelled years in digits: 二〇二四年 as 2024年."""
    return _SPELLED.sub(lambda year: year[0].translate(_DIGITS), dated(text))


def _is_other(text: str, match: re.Match[str]) -> bool:
    """Whether a year is a date's, or one that another year is compared with."""
    return _is_compared(text, match) or bool(_DATE.match(text, match.end(1)))


def _is_compared(text: str, match: re.Match[str]) -> bool:
    return text[: match.start()].endswith(("较", "比", "与", "同", "和", "至", "-"))


def _of_year(heads: Sequence[str], year: int | None) -> list[str]:
    """The headings that name no other year: last year's accounts stand in a budget, too."""
    kept = []
    for head in heads:
        said = {match[1] for match in _YEAR.finditer(_in_digits(head))}
        if not said or str(year) in said or _SENTENCE.search(head):
            kept.append(head)
    return kept


def _kind(
    heads: Sequence[str], titles: Sequence[str], tables: Sequence[Found], texts: Sequence[str]
) -> tuple[Kind, Counter[str]]:
    votes = _kinds_in([*heads, *titles], tables)
    if not sum(votes.values()):
        told = [_RULES.sub("", text) for text in texts]
        spent = any("决算" in text or _SPENT.search(text) for text in told)
        votes[Kind.BUDGET.value] += not spent
    final = votes[Kind.FINAL.value] >= votes[Kind.BUDGET.value]
    return (Kind.FINAL if final else Kind.BUDGET), votes


def _kinds_in(texts: Sequence[str], tables: Sequence[Found]) -> Counter[str]:
    votes: Counter[str] = Counter()
    numbers = [table.caption.number for table in tables if table.caption.number]
    for text in (*texts, *numbers):
        kept = _FUNDS.sub("", _SPENT.sub("", _RULES.sub("", text)))
        final = "决算" in kept
        if _EVALUATED.search(kept):
            final, kept = True, ""
        budget = "预算" in kept and not final
        votes[Kind.FINAL.value] += 2 * final
        votes[Kind.BUDGET.value] += budget
    for table in tables:
        for row in table.rows[:4]:
            for text in row.texts:
                spent = _OUTTURN.search(text) and not _EARLIER.search(text)
                votes[Kind.FINAL.value] += 2 * bool(spent)
                votes[Kind.BUDGET.value] += text.endswith(("预算数", "本年预算"))
    return votes


_FUNDS: Final = re.compile(
    r"(?:一般公共|政府性基金|国有资本经营|国有资产经营|社会保险基金|年初)预算"
    r"|预算(?:执行|绩效|单位|管理|法)"
)
"""预算 in words of both kinds: 与年初预算对比, 预算执行比例."""
