"""The parts a disclosure is made of: duties, narrative, a glossary (公开文件的组成部分)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from budgetdisclosure.claims import Amount, Basis
from budgetdisclosure.model import FORMS, Disclosure
from budgetdisclosure.rules.rule import Held, Outcome, Severity, rule
from budgetdisclosure.rules.topics.narrative_common import PROCEDURE, TEMPLATE, told
from budgetdisclosure.rules.topics.text_form import (
    is_common,
    missing,
    section_place,
    tells_three_public,
)

_TITLE: Final = re.compile(r"(?:名词|术语)解释")


def _part(d: Disclosure, name: str) -> bool:
    """Whether the document has that part, with text in it."""
    return any(
        section.part == name and any(inner.passages or inner.title for inner in section.walk())
        for section in d.walk_sections()
    )


def _is_bare(d: Disclosure) -> bool:
    """Whether it is no whole disclosure: without text or tables, or of the “三公” alone."""
    alone = tells_three_public(d) and not is_common(d)
    text = [s for s in told(d).statements if s.part not in ("cover", "contents")]
    titles = all(s.text.text.endswith("表") for s in text)
    return alone or titles or not any(d.form(f.ID).present for f in FORMS)


@rule(
    "DIS-013",
    "名词解释",
    "a glossary is there",
    source=PROCEDURE,
    severity=Severity.WARNING,
)
def glossary(d: Disclosure) -> Iterator[Outcome]:
    """A part 名词解释 with text."""
    if _is_bare(d):
        return
    titled = any(_TITLE.search(s.text.text[:24]) for s in told(d).statements)
    if _part(d, "glossary") or section_place(d, "glossary") is not None or titled:
        yield Held()
    else:
        yield missing(d, "名词解释", "a glossary")


@rule(
    "DIS-014",
    "职责与机构设置",
    "duties and organisation are told",
    source=PROCEDURE,
    severity=Severity.WARNING,
)
def profile(d: Disclosure) -> Iterator[Outcome]:
    """A part on duties and organisation."""
    if _is_bare(d):
        return
    if _part(d, "profile") or section_place(d, "profile") is not None:
        yield Held()
    else:
        yield missing(d, "单位职责和机构设置", "duties and organisation")


_MAIN: Final = (
    ("overall", "收入支出总体情况", "the whole of revenue and expenditure"),
    ("income", "收入情况", "revenue"),
    ("expenditure", "支出情况", "expenditure"),
    ("three_public", "“三公”经费情况", "the three public"),
)


@rule(
    "DIS-030",
    "情况说明各节齐全",
    "the sections of the narrative are there",
    source=TEMPLATE,
    severity=Severity.WARNING,
    exceptions="未按统一格式编写的；各节合并说明的",
)
def sections(d: Disclosure) -> Iterator[Outcome]:
    """总体, 收入, 支出 and “三公” have their sections."""
    told_roles = {s.said.role for s in told(d).statements if s.part == "narrative"}
    if len(told_roles) < 5 or not is_common(d):
        return
    for role, name, en in _MAIN:
        if section_place(d, role) is None and not _amount_told(d, role):
            yield missing(d, name, en)
        else:
            yield Held()


def _amount_told(d: Disclosure, role: str) -> bool:
    """Whether what the section would tell is told elsewhere."""
    names = {
        "overall": ("收支总计", "收入总计", "支出总计"),
        "income": ("本年收入合计", "财政拨款收入"),
        "expenditure": ("本年支出合计", "基本支出"),
        "three_public": ("三公经费",),
    }[role]
    return any(
        amount.subject.key in names and amount.basis is not Basis.PRIOR
        for amount in told(d).all(Amount)
    )
