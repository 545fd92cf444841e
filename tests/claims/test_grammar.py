"""The grammar: each pattern reads its examples, and none can run away."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from re import _constants, _parser
from typing import Any

import pytest

import budgetdisclosure.claims as room
from budgetdisclosure.claims import narrative_of
from budgetdisclosure.claims.grammar import PATTERNS, Pattern, direction, order
from budgetdisclosure.model import Disclosure, Passage, Section
from budgetdisclosure.rules.topics import text_placeholders


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_a_pattern_reads_its_examples(pattern: Pattern) -> None:
    assert pattern.examples
    for example in pattern.examples:
        match = pattern.read(example)
        assert match is not None, example
        assert match[0], example


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_hints_stand_in_whatever_is_read(pattern: Pattern) -> None:
    for example in pattern.examples if pattern.hints else ():
        match = pattern.read(example)
        assert match is not None
        assert pattern.hints.intersection(example)


def test_a_pattern_for_a_number_ends_at_it() -> None:
    tails = {"change", "share", "completion", "execution", "basis", "verb", "total"}
    for pattern in PATTERNS:
        if pattern.name in tails:
            assert pattern.form.pattern.endswith("$")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("change", "压减预算"),
        ("change", "增加至"),
        ("share", "支出"),
        ("completion", "年初预算为"),
        ("comparison", "不高于预算"),
        ("listing", "包含"),
        ("no_data", "有政府性基金收支"),
    ],
)
def test_what_a_pattern_leaves_alone(name: str, text: str) -> None:
    pattern = next(one for one in PATTERNS if one.name == name)
    assert pattern.read(text) is None


def test_directions() -> None:
    assert direction("上升") == 1
    assert direction("降低") == -1
    assert [order(word) for word in ("超过", "少于", "等于", "一致")] == [1, -1, 0, 0]


def compiled() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every regular expression of the room, and the forms of its data."""
    for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern):
                yield f"{module.name}.{name}", value
    for pattern in PATTERNS:
        yield pattern.name, pattern.form
    for form in text_placeholders._forms():
        yield form.form.pattern, form.form


def repeats(tree: Any, inside: bool = False) -> Iterator[bool]:
    """For each repeat without bound, whether it stands inside another repeat."""
    for code, argument in tree:
        if code in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            _, high, inner = argument
            if high is _constants.MAXREPEAT:
                yield inside
            yield from repeats(inner, inside or high is _constants.MAXREPEAT or high > 60)
        elif isinstance(argument, tuple | list):
            for part in argument:
                if isinstance(part, _parser.SubPattern):
                    yield from repeats(part, inside)
                elif isinstance(part, list):
                    for one in part:
                        if isinstance(one, _parser.SubPattern):
                            yield from repeats(one, inside)


@pytest.mark.parametrize(("name", "form"), list(compiled()), ids=lambda one: str(one)[:40])
def test_no_repeat_stands_in_a_repeat(name: str, form: re.Pattern[str]) -> None:
    """A repeat in a repeat is what makes a pattern try every way of dividing a text."""
    assert not any(repeats(_parser.parse(form.pattern)))


FRAGMENTS = (
    "（",
    "）",
    "其中",
    "、",
    "1，",
    "占",
    "比上年",
    "增加",
    "主要原因是",
    "（类）",
    "决算",
    "支出",
    "收入5万元",
    "包括",
    "分别为",
    "2020年度",
    "“",
    "：",
    "无",
    "年初预算数",
    "，占比5%",
    "完成预算的",
    "　",
    "\n",
)


def steps(work: Callable[[], object]) -> int:
    """How many calls, of Python and of C, a piece of work takes: a count, not a clock."""
    count = 0

    def tick(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tick)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def reading(text: str) -> Callable[[], object]:
    passages = tuple(Passage(part) for part in (text,))
    sections = (Section("收入支出决算总体情况说明", "一", 1, "narrative", passages),)
    return lambda: narrative_of(Disclosure(fiscal_year=2020, sections=sections)).claims


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_reading_takes_time_in_proportion(fragment: str) -> None:
    """Twice the text takes about twice the steps, whatever is said over and over."""
    reading("支出5万元。")()
    once, twice = (steps(reading(fragment * count)) for count in (400, 800))
    assert twice <= 2.3 * once + 400
