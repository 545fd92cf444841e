"""Texts as scanners and fuzzers leave them: whatever is printed, reading and judging end."""

from __future__ import annotations

import tomllib
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.claims.digits import numbers_of
from budgetdisclosure.claims.narrative import read_narrative
from budgetdisclosure.claims.normal import plain
from budgetdisclosure.model import Disclosure, Kind, Passage, Section
from budgetdisclosure.rules import audit, catalogue

DATA = tomllib.loads(
    (Path(__file__).parent / "data" / "phrasings.toml").read_text(encoding="utf-8")
)
RULES = [rule for rule in catalogue() if rule.group in ("N", "B", "DIS")]
NOISE = st.sampled_from(
    ["", " ", "\n", "，", "。", "：", "（", "）", "、", "O", "l", "０", ".", ",", "-", "%", "万", "元", "①", "～"]
)  # fmt: skip


def section(title: str, *texts: str) -> Section:
    return Section(DATA["titles"][title], "一", 1, "narrative", tuple(map(Passage, texts)))


def disclosure(title: str, *texts: str, kind: Kind = Kind.FINAL) -> Disclosure:
    return Disclosure("某市某局", 2023, kind, sections=(section(title, *texts),))


@st.composite
def noisy(draw: st.DrawFn) -> tuple[str, str, Kind]:
    """A text of the corpus with marks dropped, doubled, broken and misread."""
    case = draw(st.sampled_from(DATA["case"]))
    text = case["text"]
    for _ in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, max(0, len(text) - 1)))
        width = draw(st.integers(0, 3))
        text = text[:at] + draw(NOISE) + text[at + width :]
    return case["title"], text, Kind(case.get("kind", "final"))


@given(noisy())
def test_any_noise_is_read_and_judged(said: tuple[str, str, Kind]) -> None:
    title, text, kind = said
    d = disclosure(title, text, kind=kind)
    kept = [number for number, _ in read_narrative(d).numbers]
    assert kept == list(numbers_of(plain(text)))
    audit(d, RULES, prove=False)


FINALS = [case for case in DATA["case"] if case.get("kind") != "budget"]


@st.composite
def of_one_disclosure(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Cases that can stand together: each of a section of its own, of the same facts."""
    kept: dict[str, dict[str, Any]] = {}
    facts: dict[str, str] = {}
    for case in draw(st.lists(st.sampled_from(FINALS), min_size=2, max_size=6)):
        own = case.get("facts", {})
        if case["title"] not in kept and all(facts.get(key, own[key]) == own[key] for key in own):
            kept[case["title"]] = case
            facts |= own
    return list(kept.values())


@given(of_one_disclosure())
def test_right_texts_together_are_right(cases: list[dict[str, Any]]) -> None:
    """Sections of right texts stay right beside each other: none is taken for another's."""
    sections = tuple(section(case["title"], *case["text"].split("\n")) for case in cases)
    d = Disclosure("某市某局", 2023, Kind.FINAL, sections=sections)
    alone = {
        one.message.zh
        for part in sections
        for one in audit(
            Disclosure("某市某局", 2023, sections=(part,)), RULES, prove=False
        ).findings
    }
    wrong = [
        one
        for one in audit(d, RULES, prove=False).findings
        if one.message.zh not in alone and one.rule.id not in ("N-15-1", "N-01-4")
    ]
    assert not [str(one) for one in wrong if one.rule.id.startswith("N-")]


LONG = {
    "one passage": "支出合计100.00万元，其中：基本支出64.00万元，占64%；项目支出36.00万元（占36%），比上年增加2万元，增长5.9%。",
    "no stops": "支出预算决算增加减少占比",
    "brackets": "（其中：5万元",
    "names": "甲、乙、",
    "nested": "其中：支出5万元，其中：收入3万元，占60%；",
    "digits": "1234567890",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_time_grows_with_the_text(name: str) -> None:
    """Eight times the text takes less than thirty times the time, each the best of three."""
    few, many = (_best_time(LONG[name] * times) for times in (200, 1600))
    assert many < 30 * max(few, 0.005)


def _best_time(text: str) -> float:
    times = []
    for _ in range(3):
        d = disclosure("expenditure", text)
        start = perf_counter()
        read_narrative(d)
        times.append(perf_counter() - start)
    return min(times)
