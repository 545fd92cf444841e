"""Whole narratives in the styles of many provinces, filled from made-up units' figures.

What a unit's own figures fill is right, whatever the unit; one number changed is found.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from attrs import define, field

from budgetdisclosure.amounts import round_half_up
from budgetdisclosure.model import Disclosure, Kind, Passage, Section
from budgetdisclosure.rules import Severity, audit, catalogue

HERE = Path(__file__).parent / "data"
STYLES: dict[str, dict[str, str]] = tomllib.loads(
    (HERE / "styles.toml").read_text(encoding="utf-8")
)["style"]
TITLES: dict[str, str] = tomllib.loads((HERE / "phrasings.toml").read_text(encoding="utf-8"))[
    "titles"
]
RULES = [rule for rule in catalogue() if rule.group in ("N", "B", "DIS")]
FORM = ("DIS-00", "DIS-01", "DIS-020", "DIS-022", "DIS-030")
HOLE = re.compile(r"\{([^}?]+)(\??)\}")
SUMS = {
    "income": ("grant", "service", "other"),
    "total": ("income", "carried"),
    "basic": ("staff", "running"),
    "spent": ("basic", "project"),
    "cars": ("buy", "run"),
    "three": ("abroad", "cars", "guests"),
    "bought": ("goods", "works", "services"),
    "items": ("school", "housing"),
}
PLAIN = (
    *("grant", "service", "other", "carried", "staff", "running", "project", "general"),
    *("abroad", "buy", "run", "guests", "goods", "works", "services", "school", "housing"),
)


@define
class Unit:
    """A unit's amounts in 0.01 万元: this year's, last year's and the budget's."""

    random: Random
    held: dict[str, dict[str, int]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for year in ("", "p", "b"):
            own = {name: self.random.randrange(300, 900_000) for name in PLAIN}
            for total, parts in SUMS.items():
                own[total] = sum(own[part] for part in parts)
            own["small"] = own["bought"] * self.random.randrange(40, 90) // 100
            own["micro"] = own["small"] * self.random.randrange(20, 90) // 100
            self.held[year] = own

    def said(self, hole: str) -> str:
        """What fills a hole of a style."""
        hole, _, unit = hole.partition(":")
        if "/" in hole:
            part, whole = (self.held[""][name] for name in hole.split("/"))
            return _rate(part, whole)
        name, _, what = hole.partition(".")
        now, then = self.held[""][name], self.held["p"][name]
        if what.startswith("e"):
            then, what = self.held["b"][name], {"e": "d", "er": "r"}.get(what, what[1:])
        if what in ("up", "more", "w"):
            over = now > (self.held["b"][name] if what == "w" else then)
            return {"up": "增加减少", "more": "增长下降", "w": "大于小于"}[what][2 * (not over) :][
                :2
            ]
        if what == "r":
            return _rate(abs(now - then), then)
        if what == "c":
            return _rate(now, self.held["b"][name])
        amount = {"": now, "d": abs(now - then), "p": then, "b": self.held["b"][name]}[what]
        return f"{amount * 100:,}" if unit else str(Decimal(amount).scaleb(-2))


def _rate(part: int, whole: int) -> str:
    return str(round_half_up(100 * Fraction(part, whole), 2))


def narrative(unit: Unit, style: str, changed: tuple[str, int] | None = None) -> Disclosure:
    """A style filled; ``changed`` names a section and which of its numbers is another."""
    sections = []
    for title, text in STYLES[style].items():
        count = -1

        def fill(match: re.Match[str], title: str = title) -> str:
            nonlocal count
            count += 1
            said = unit.said(match[1])
            return _other(said) if changed == (title, count) else said

        filled = HOLE.sub(fill, text)
        passages = tuple(map(Passage, filled.split("\n")))
        sections.append(Section(TITLES[title], "一", 1, "narrative", passages))
    kind = Kind.BUDGET if any(title.startswith("budget") for title in STYLES[style]) else Kind.FINAL
    return Disclosure("某市某局", 2023, kind, sections=tuple(sections))


def _other(said: str) -> str:
    """Another number, or the opposite word."""
    opposite = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "大于": "小于", "小于": "大于"}  # fmt: skip
    return opposite.get(said) or str(Decimal(said.replace(",", "")) * 2 + Decimal("7.31"))


def findings(d: Disclosure) -> list[str]:
    return [
        f"{one.rule.id} {one.message.zh}"
        for one in audit(d, RULES, prove=False).findings
        if (one.severity is not Severity.INFO or one.rule.id == "N-15-4")
        and not one.rule.id.startswith(FORM)
    ]


def holes(style: str) -> Iterator[tuple[str, int, str]]:
    """Every hole of a style that something else in the text tells too."""
    for title, text in STYLES[style].items():
        for count, match in enumerate(HOLE.finditer(text)):
            if not match[2]:
                yield title, count, match[1]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", range(4))
def test_what_a_unit_fills_in_is_right(style: str, seed: int) -> None:
    assert findings(narrative(Unit(Random(seed)), style)) == []


@pytest.mark.parametrize("style", STYLES)
def test_each_number_changed_is_found(style: str) -> None:
    unit = Unit(Random(11))
    missed = [
        f"{title}: {hole}"
        for title, count, hole in holes(style)
        if not findings(narrative(unit, style, (title, count)))
    ]
    assert missed == []
