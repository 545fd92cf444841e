"""Negative controls: figures that are no claims about the tables raise nothing, anywhere."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random

import pytest
from attrs import evolve

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.claims.roles import role_of
from budgetdisclosure.compose import compose
from budgetdisclosure.model import Disclosure, Passage, Section
from budgetdisclosure.rules import audit, catalogue
from budgetdisclosure.testing import Seeded, make_ledger

FORMS = ("hunan-2020", "shanghai-2024")
RULES = [rule for rule in catalogue() if rule.group in ("N", "DIS")]
FACTS = {"采购总额": 40, "采购货物": 15, "采购工程": 5, "采购服务": 20, "采购中小企业": 10}
HOLE = re.compile("【请填写：([^】]*)】")

DATA = tomllib.loads((Path(__file__).parent / "data" / "controls.toml").read_text(encoding="utf-8"))
SENTENCES: list[str] = DATA["sentences"]
REASONS: list[str] = DATA["reasons"]


def spoken(section: Section, words: str, inside: bool) -> Section:
    """A section with the words at the end of each of its passages, or as a passage of their own."""
    passages = section.passages
    level = words in REASONS and "持平" in section.text
    if not level and section.part == "narrative" and passages and role_of(section.title):
        if inside:
            passages = tuple(evolve(one, text=one.text + words) for one in passages)
        else:
            passages = (*passages, Passage(words, passages[-1].place))
    inner = tuple(spoken(one, words, inside) for one in section.sections)
    return evolve(section, passages=passages, sections=inner)


def filled(section: Section) -> Section:
    """What only a person knows, filled in."""
    passages = tuple(evolve(p, text=HOLE.sub("3", p.text)) for p in section.passages)
    return evolve(section, passages=passages, sections=tuple(map(filled, section.sections)))


@cache
def base(form: str) -> Disclosure:
    facts = {name: Amount.of(value, Unit.WAN) for name, value in FACTS.items()}
    ledger = make_ledger(Seeded(Random(3)), 2020, 5)
    made = compose(ledger, entity="某市某局", fiscal_year=2020, form=form, facts=facts)
    return evolve(made, sections=tuple(map(filled, made.sections)))


def findings(d: Disclosure) -> set[tuple[str, str]]:
    return {(one.rule.id, one.message.zh) for one in audit(d, RULES, prove=False).findings}


WORDS = [*SENTENCES, *REASONS]
WAYS = [(form, inside) for form in FORMS for inside in (True, False)]


@pytest.mark.parametrize("at", range(len(WORDS)), ids=lambda at: WORDS[at][:20])
def test_nothing_is_said_of_what_no_table_prints(at: int) -> None:
    """Each in one of the forms, within a passage or as one."""
    _unsaid(WORDS[at], *WAYS[at % len(WAYS)])


@pytest.mark.slow
@pytest.mark.parametrize("words", WORDS, ids=lambda one: one[:20])
def test_nothing_is_said_in_any_form(words: str) -> None:
    for form, inside in WAYS:
        _unsaid(words, form, inside)


def _unsaid(words: str, form: str, inside: bool) -> None:
    d = base(form)
    said = evolve(d, sections=tuple(spoken(one, words, inside) for one in d.sections))
    assert findings(said) - findings(d) == set()


def test_all_of_them_together() -> None:
    d = base(FORMS[0])
    order = list(SENTENCES)
    Random(5).shuffle(order)
    said = evolve(d, sections=tuple(spoken(one, "".join(order), False) for one in d.sections))
    assert findings(said) - findings(d) == set()
