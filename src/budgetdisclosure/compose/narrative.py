"""The text of a form, its numbers taken from the tables it stands beside (情况说明)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.compose.form import Form
from budgetdisclosure.compose.lists import lists_of
from budgetdisclosure.compose.words import Scope, closed, paragraph, render
from budgetdisclosure.model import Disclosure, Kind, Passage, Section
from budgetdisclosure.writing.cover import cover
from budgetdisclosure.writing.layout import printed_tables
from budgetdisclosure.writing.ordinals import ordinal
from budgetdisclosure.writing.pages import heading

Fact = str | int | Amount
"""What a person knows that no ledger does: a reason, a count, an amount outside the tables."""


@frozen
class Stated:
    """What sentences say of one stage, beside its true amounts; ``budget`` is 三公's 预算数.

    ``tells`` says whether the ledger tells the amount of a cell; None where it tells all.
    """

    spoken: Disclosure
    exact: Disclosure
    budget: str = "预算"
    tells: Callable[[str], bool] | None = None

    def cells(self) -> dict[str, Fraction | None]:
        """The amount of each cell; None where the ledger does not tell it."""
        known = {str(one.cell): Fraction(one.printed_fen) for one in self.spoken.figures()}
        untold = (str(one.cell) for one in self.exact.figures() if one.value is None)
        return known | dict.fromkeys(untold)


def scope_of(
    form: Form,
    stages: Mapping[str, Stated | None],
    facts: Mapping[str, Fact],
    unit: Unit,
    places: int,
) -> Scope:
    """All that the sentences of ``form`` may speak of.

    ``stages`` has this year's disclosure under the empty word, the initial budget's under 年初, the
    year before's under 上年, None where the ledger has none. ``facts`` are what a person knows:
    reasons, counts, names; what is missing is marked in the text.
    """
    own = stages[""]
    assert own is not None
    this_year = own.spoken
    planned = stages.get("上年" if form.kind is Kind.BUDGET else "年初")
    return Scope(
        _words(this_year) | {"三公预算口径": own.budget},
        form.values,
        {stage: made.cells() if made else {} for stage, made in stages.items()},
        {name: Fraction(fact.fen) for name, fact in facts.items() if isinstance(fact, Amount)},
        form.asked,
        {name: str(fact) for name, fact in facts.items() if not isinstance(fact, Amount)},
        lists_of(this_year, planned.spoken if planned else None),
        unit,
        places,
        form.percent_places,
        form.style.grouped,
        told={word: one.tells for word, one in stages.items() if one and one.tells},
    )


def narrative(form: Form, this_year: Disclosure, scope: Scope) -> tuple[Section, ...]:
    """The sections of ``form``, every amount and share computed from what ``scope`` knows."""
    if not form.parts:
        return ()
    parts = tuple(_part(part, at, scope) for at, part in enumerate(form.parts, 1))
    covered = tuple(_line(line, scope) for line in form.cover) or cover(this_year)
    titles = [tables[0].title or "" for tables in printed_tables(this_year)]
    lines = Section("", "", 1, "cover", tuple(map(Passage, covered)))
    return (lines, _contents(parts, titles), *parts)


def _contents(parts: Sequence[Section], titles: Sequence[str]) -> Section:
    """目录: the parts and the sections, or the tables, right below them."""
    listed: list[Section] = []
    for part in parts:
        listed += (section for section in part.walk() if section.level <= 2)
        if part.part == "tables":
            listed += (Section(title, ordinal(at), 2) for at, title in enumerate(titles, 1))
    lines = (heading(section).replace(" ", "") for section in listed)
    return Section("目录", "", 1, "contents", tuple(map(Passage, lines)))


def _words(disclosure: Disclosure) -> dict[str, str]:
    year = disclosure.fiscal_year or 0
    return {"年度": str(year), "上年度": str(year - 1), "单位": disclosure.entity or "本单位"}


def _line(template: str, scope: Scope) -> str:
    return closed(render(template, scope))


def _part(part: Mapping[str, Any], at: int, scope: Scope) -> Section:
    number = f"第{ordinal(at)}部分"
    kind = str(part.get("part", "narrative"))
    below = _sections(part.get("sections", ()), 2, kind, scope)
    passages = _passages(part, scope)
    return Section(_line(str(part["title"]), scope), number, 1, kind, passages, tuple(below))


def _sections(
    parts: Sequence[Mapping[str, Any]], level: int, kind: str, scope: Scope
) -> Iterator[Section]:
    for at, part in enumerate(parts, 1):
        below = tuple(_sections(part.get("sections", ()), level + 1, kind, scope))
        title = _line(str(part["title"]), scope)
        yield Section(title, ordinal(at), level, kind, _passages(part, scope), below)


def _passages(part: Mapping[str, Any], scope: Scope) -> tuple[Passage, ...]:
    texts: list[str] = []
    for fragments in part.get("paragraphs", ()):
        texts += re.split(
            r"[\r\n]+", closed(paragraph(fragments, scope))
        )  # an answer may have several lines
    return tuple(Passage(text) for text in map(str.strip, texts) if text)
