"""The text of a form, its numbers taken from the tables it stands beside (情况说明)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.codes import function_codes
from budgetdisclosure.compose.form import Form
from budgetdisclosure.compose.words import Local, Scope, paragraph, render
from budgetdisclosure.model import Disclosure, Line, Passage, Section, Table
from budgetdisclosure.writing.layout import PERSONNEL
from budgetdisclosure.writing.ordinals import ordinal
from budgetdisclosure.writing.pages import cover, heading

Fact = str | int | Amount
"""What a person knows that no ledger does: a reason, a count, an amount outside the tables."""

_ITEM_DIGITS, _SECTION_DIGITS = 7, 5


def narrative(
    form: Form,
    stages: Mapping[str, Disclosure | None],
    facts: Mapping[str, Fact],
    unit: Unit,
    places: int,
) -> tuple[Section, ...]:
    """The sections of ``form``, every amount and share computed from the disclosures.

    ``stages`` has this year's disclosure under the empty word, the initial budget's under 年初, the
    year before's under 上年, None where the ledger has none. ``facts`` are what a person knows:
    reasons, counts, names; what is missing is marked in the text.
    """
    this_year = stages[""]
    assert this_year is not None
    scope = Scope(
        _words(this_year),
        form.values,
        {stage: _cells(made) for stage, made in stages.items()},
        {name: Fraction(fact.fen) for name, fact in facts.items() if isinstance(fact, Amount)},
        form.asked,
        {name: str(fact) for name, fact in facts.items() if not isinstance(fact, Amount)},
        dict(_lists(this_year, stages.get("年初"))),
        unit,
        places,
        form.percent_places,
    )
    if not form.parts:
        return ()
    parts = tuple(_part(part, at, scope) for at, part in enumerate(form.parts, 1))
    lines = Section("", "", 1, "cover", tuple(map(Passage, cover(this_year))))
    return (lines, _contents(parts), *parts)


def _contents(parts: Sequence[Section]) -> Section:
    """目录: the parts and the sections right below them."""
    listed = (section for part in parts for section in part.walk() if section.level <= 2)
    lines = (heading(section).replace(" ", "") for section in listed)
    return Section("目录", "", 1, "contents", tuple(map(Passage, lines)))


def _words(disclosure: Disclosure) -> dict[str, str]:
    year = disclosure.fiscal_year or 0
    return {"年度": str(year), "上年度": str(year - 1), "单位": disclosure.entity or "本单位"}


def _cells(disclosure: Disclosure | None) -> dict[str, Fraction]:
    if disclosure is None:
        return {}
    figures = disclosure.figures()
    return {str(figure.cell): Fraction(figure.printed_fen) for figure in figures}


def _part(part: Mapping[str, Any], at: int, scope: Scope) -> Section:
    number = f"第{ordinal(at)}部分"
    kind = str(part.get("part", "narrative"))
    below = _sections(part.get("sections", ()), 2, kind, scope)
    passages = _passages(part, scope)
    return Section(render(str(part["title"]), scope), number, 1, kind, passages, tuple(below))


def _sections(
    parts: Sequence[Mapping[str, Any]], level: int, kind: str, scope: Scope
) -> Iterator[Section]:
    for at, part in enumerate(parts, 1):
        below = tuple(_sections(part.get("sections", ()), level + 1, kind, scope))
        title = render(str(part["title"]), scope)
        yield Section(title, ordinal(at), level, kind, _passages(part, scope), below)


def _passages(part: Mapping[str, Any], scope: Scope) -> tuple[Passage, ...]:
    texts: list[str] = []
    for fragments in part.get("paragraphs", ()):
        if isinstance(fragments, Mapping) and fragments.get("join") == "\n":
            texts += paragraph(fragments, scope).split("\n")
        else:
            texts.append(paragraph(fragments, scope))
    return tuple(Passage(text) for text in texts if text)


def _lists(now: Disclosure, planned: Disclosure | None) -> Iterator[tuple[str, list[Local]]]:
    """The lists a sentence may go through, each item with its words and cells."""
    yield "收入来源", list(_columns(now.income, ("total", "carryover", "current_year")))
    yield "支出性质", list(_columns(now.expenditure, ("total",)))
    yield "三公项目", list(_three_public())
    yield (
        "一般公共预算类",
        [
            {"名称": line.name, "金额": f"general_budget_expenditure[{line.key}].total"}
            for line in now.general_budget_expenditure.coded()
            if len(line.key) == 3
        ],
    )
    for name, table in (
        ("一般公共预算项", "general_budget_expenditure"),
        ("基金项", "government_fund"),
        ("国资项", "state_capital"),
    ):
        yield name, list(_items(now, planned, table))
    basic = now.basic_expenditure.coded()
    for name, people in (("人员科目", True), ("公用科目", False)):
        yield (
            name,
            [
                {"名称": line.name, "金额": f"basic_expenditure[{line.key}].amount"}
                for line in basic
                if len(line.key) == _SECTION_DIGITS and (line.key[:3] in PERSONNEL) == people
            ],
        )


def _columns(table: Table, without: tuple[str, ...]) -> Iterator[Local]:
    lines = table.all_lines()
    for column in type(lines[0]).columns() if lines else ():
        if column.id not in without and column.id in lines[0].figures():
            yield {"名称": column.zh, "金额": f"{table.id}[合计].{column.id}"}


def _three_public() -> Iterator[Local]:
    for name, column in (
        ("因公出国（境）费", "overseas_travel"),
        ("公务用车购置及运行维护费", "official_vehicles"),
        ("公务接待费", "official_reception"),
    ):
        yield {
            "名称": name,
            "金额": f"three_public[决算数].{column}",
            "预算": f"three_public[预算数].{column}",
        }


def _items(now: Disclosure, planned: Disclosure | None, table: str) -> Iterator[Local]:
    """Every item (项) of the table, planned ones that came to nothing too, with its path."""
    found: dict[str, Line] = {}
    for disclosure in filter(None, (now, planned)):
        for line in disclosure.form(table).all_lines():
            if line.code is not None and len(line.key) == _ITEM_DIGITS:
                found.setdefault(line.key, line)
    names = function_codes(now.fiscal_year or 0)
    for at, (key, line) in enumerate(sorted(found.items()), 1):
        yield {
            "序号": str(at),
            "编码": key,
            "类": names.name(key[:3]) or key[:3],
            "款": names.name(key[:5]) or key[:5],
            "项": line.name,
            "金额": f"{table}[{key}].total",
        }
