"""A metamorphic study: one number or word of a correct text changed, and texts said otherwise.

Correct disclosures are composed from made-up ledgers. What is changed must be found, and nothing
reported that the change does not touch; what is only said otherwise must change no finding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from random import Random

import pytest
from attrs import evolve

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.compose import compose
from budgetdisclosure.model import Disclosure, Section
from budgetdisclosure.rules import Finding, Severity, audit, catalogue
from budgetdisclosure.testing import FACTS as ANSWERS
from budgetdisclosure.testing import Seeded, make_ledger

FORMS = ("hunan-2020", "shanghai-2024")
GROUPS = ("N", "DIS")
RULES = [rule for rule in catalogue() if rule.group in GROUPS]
FACTS = {
    "采购总额": 40,
    "采购货物": 15,
    "采购工程": 5,
    "采购服务": 20,
    "采购中小企业": 10,
    "预留中小企业": 9,
    "预留小微企业": 3,
}
HOLE = re.compile("【请填写：([^】]*)】")
COUNTED = re.compile("数$|人次|批次|团组|个数")

# What nothing else in the document speaks of: limits in names, meetings, what is set aside for
# small enterprises, last year's amounts without a rate.
ALONE = re.compile(r"单价$|会议费$|培训费$|预算金额$|授予中小企业合同金额$|以上.{0,12}$")


def filled(section: Section) -> Section:
    """What only a person knows, filled in."""

    def word(match: re.Match[str]) -> str:
        name = match[1]
        if "原因" in name:
            return "工作安排有所调整"
        return "3" if COUNTED.search(name) else "按规定开展工作"

    passages = tuple(evolve(p, text=HOLE.sub(word, p.text)) for p in section.passages)
    return evolve(section, passages=passages, sections=tuple(map(filled, section.sections)))


@cache
def correct(seed: int, form: str) -> Disclosure:
    facts = ANSWERS | {name: Amount.of(value, Unit.WAN) for name, value in FACTS.items()}
    ledger = make_ledger(Seeded(Random(seed)), 2020, 5)
    made = compose(ledger, entity="某市某局", fiscal_year=2020, form=form, facts=facts)
    return evolve(made, sections=tuple(map(filled, made.sections)))


def findings(d: Disclosure) -> Counter[tuple[str, str]]:
    found: tuple[Finding, ...] = audit(d, RULES, prove=False).findings
    return Counter((one.rule.id, one.message.zh) for one in found)


def rewritten(d: Disclosure, rewrite: Callable[[str], str]) -> Disclosure:
    """The disclosure with every passage of its narrative rewritten."""

    def one(section: Section) -> Section:
        own = section.part == "narrative"
        passages = tuple(
            evolve(p, text=rewrite(p.text) if own else p.text) for p in section.passages
        )
        return evolve(section, passages=passages, sections=tuple(map(one, section.sections)))

    return evolve(d, sections=tuple(map(one, d.sections)))


def passages(d: Disclosure) -> list[str]:
    return [p.text for s in d.walk_sections() if s.part == "narrative" for p in s.passages]


NUMBER = re.compile(r"(\d+\.\d+)(万元|%)")
WORDS = {
    "大于": "小于",
    "小于": "大于",
    "增长": "下降",
    "下降": "增长",
    "决算数与年初预算数持平": "决算数大于年初预算数",
    "决算数与预算数持平": "决算数小于预算数",
}


def mutants(d: Disclosure, random: Random, count: int) -> Iterator[tuple[str, str]]:
    """Passages with one number or word changed: before and after."""
    spots = []
    for text in dict.fromkeys(passages(d)):
        for match in NUMBER.finditer(text):
            before = text[max(0, match.start() - 20) : match.start()]
            alone = ALONE.search(before) or _is_prior(text, match)
            if not alone:
                spots.append((text, match.start(1), match.end(1), _other(match[1], random)))
        for word, other in WORDS.items():
            spots += [(text, m.start(), m.end(), other) for m in re.finditer(word, text)]
    random.shuffle(spots)
    for text, start, end, other in spots[:count]:
        yield text, text[:start] + other + text[end:]


def _is_prior(text: str, match: re.Match[str]) -> bool:
    """An amount of change without a rate: last year's amount stands nowhere."""
    return bool(re.search("(?:增加|减少)$", text[: match.start()])) and (
        match[2] == "万元" and not re.match("，(?:增长|下降)", text[match.end() :])
    )


def _other(digits: str, random: Random) -> str:
    places = len(digits.partition(".")[2])
    step = Decimal(1).scaleb(-places)
    value = Decimal(digits) * random.choice((2, 3)) + step * random.choice((137, 1511))
    return str(value.quantize(step))


def study(seeds: range, count: int) -> tuple[int, int, list[str], list[str]]:
    """How many were changed and found; which were missed; which findings came up elsewhere."""
    random = Random(len(seeds))
    changed, missed, strays = 0, [], []
    for seed in seeds:
        for form in FORMS:
            d = correct(seed, form)
            base = findings(d)
            for before, after in mutants(d, random, count):
                changed += 1
                new = findings(_swapped(d, before, after)) - base
                if not new:
                    missed.append(after)
                strays += _elsewhere(new, before, after)
    return changed, changed - len(missed), missed, strays


def _swapped(d: Disclosure, before: str, after: str) -> Disclosure:
    return rewritten(d, lambda text: after if text == before else text)


def _elsewhere(new: Counter[tuple[str, str]], before: str, after: str) -> list[str]:
    """Findings that say nothing of what was changed: neither the new number nor the new word."""
    start = next(i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b)
    numbers = [m[0] for m in re.finditer(r"\d+\.\d+", after) if m.start() <= start < m.end()]
    words = numbers or [word for word in (*WORDS, *WORDS.values()) if word in after]
    keys = [*words, *(word[:2] for word in words)]
    return [f"{rule} {said}" for rule, said in new if not any(key in said for key in keys)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(3))
def test_a_correct_text_is_left_alone(seed: int, form: str) -> None:
    found = audit(correct(seed, form), RULES, prove=False).findings
    noted = ("N-15-4",)
    graver = [one for one in found if one.severity is not Severity.INFO or one.rule.id in noted]
    assert not [str(one) for one in graver]


def test_what_is_changed_is_found_and_nothing_else() -> None:
    changed, found, missed, strays = study(range(2), 20)
    assert changed >= 60
    assert found >= Decimal("0.97") * changed, missed
    assert not strays


@pytest.mark.slow
def test_the_study_at_length() -> None:
    changed, found, missed, strays = study(range(40), 40)
    assert found >= Decimal("0.97") * changed, missed
    assert len(strays) * 100 <= changed, strays


def _thousands(match: re.Match[str]) -> str:
    return f"{Decimal(match[1]):,}{match[2]}"


PARAPHRASES: dict[str, Callable[[str], str]] = {
    "full-width digits": lambda text: text.translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "half-width marks": lambda text: text.translate(str.maketrans("，：；（）", ",:;()")),
    "lines broken": lambda text: "\n".join(text[i : i + 17] for i in range(0, len(text), 17)),
    "spaces": lambda text: re.sub(r"(\d+)(万元|%)", r" \1 \2", text),
    "thousands": lambda text: NUMBER.sub(_thousands, text),
    "compared": lambda text: re.sub(r"与上年相比，?", "较上年", text),
    "last year": lambda text: text.replace("与2019年度相比", "与上年相比"),
    "decreased": lambda text: text.replace("下降", "降低"),
    "quotes": lambda text: text.replace("“", "").replace("”", ""),
    "traditional": lambda text: text.translate(str.maketrans("万总计财预", "萬總計財預")),
    "reason": lambda text: text.replace("主要原因是", "主要是由于").replace(
        "主要是因为", "主要原因："
    ),
    "of which": lambda text: text.replace("，其中：", "。其中，"),
}


def _examples() -> list[Disclosure]:
    return [correct(seed, form) for seed in range(3) for form in FORMS]


@pytest.mark.parametrize("name", sorted(PARAPHRASES))
def test_saying_it_otherwise_changes_no_finding(name: str) -> None:
    assert any(passages(rewritten(d, PARAPHRASES[name])) != passages(d) for d in _examples())
    for form in FORMS:
        d = correct(1, form)
        said = rewritten(d, PARAPHRASES[name])
        graver = [
            f for f in audit(said, RULES, prove=False).findings if f.severity is Severity.ERROR
        ]
        assert not [str(one) for one in graver]
        assert {rule for rule, _ in findings(said)} <= {rule for rule, _ in findings(d)}
