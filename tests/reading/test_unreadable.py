"""What cannot be told to be a number: found with its place, never zero, and nothing rests on it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure
from budgetdisclosure.reading import read
from budgetdisclosure.rules import Verdict, audit, equal, judge

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "final-accounts-2020.txt"
TEXT = EXAMPLE.read_text(encoding="utf-8")
AMOUNTS = [match.span() for match in re.finditer(r"(?<=\t)\d[\d,]*\.\d\d(?=[\t\n])", TEXT)]

garble = st.sampled_from(
    [
        lambda text: text.replace(".", ",") + ",",
        lambda text: "l" + text,
        lambda text: text.replace("0", "O", 1) if "0" in text else text + "O",
        lambda text: text[:-1] + " " + text[-1],
        lambda text: "涉密",
        lambda text: f"=VLOOKUP({text},A:B,2)",
    ]
)


@cache
def said_of_the_example() -> frozenset[str]:
    findings = audit(read(TEXT.encode()), prove=False).findings
    return frozenset(finding.message.zh for finding in findings)


def test_the_example_has_amounts_to_garble() -> None:
    assert len(AMOUNTS) > 100


@settings(max_examples=settings.default.max_examples // 4, deadline=None)
@given(st.sampled_from(AMOUNTS), garble)
def test_a_garbled_amount_is_found_and_accuses_nobody(span: tuple[int, int], how) -> None:  # type: ignore[no-untyped-def]
    start, end = span
    bad = how(TEXT[start:end])
    disclosure = read((TEXT[:start] + bad + TEXT[end:]).encode())
    found = audit(disclosure, prove=False)
    new = [one for one in found.findings if one.message.zh not in said_of_the_example()]
    own = [one for one in new if one.rule.id == "DIS-033"]
    assert not [one for one in new if one.severity.value == "error" and one not in own]
    assert [one.digits.strip() for one in disclosure.unreadable()] == [bad]
    assert [one.severity.value for one in own] == ["warning" if bad == "涉密" else "error"]
    assert not disclosure.astray
    assert any(bad.split()[0] in piece.text for piece in disclosure.unplaced)


SAID = """某某局2020年度部门决算
一、收入决算情况说明
本年收入合计46.50万元，其中：财政拨款收入40.25万元，占86.56%；其他收入6.25万元，占13.44%。
二、支出决算情况说明
本年支出合计44.00万元，其中：基本支出30.00万元，占68.18%；项目支出14.00万元，占31.82%。
"""


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from([match.span() for match in re.finditer(r"[\d.]+(?=万元)", SAID)]),
    st.sampled_from(["1,0,{}", "l{}", "{}.0", "1,{}"]),
)
def test_a_garbled_amount_of_the_text_is_found_and_accuses_nobody(
    span: tuple[int, int], how: str
) -> None:
    start, end = span
    bad = how.format(SAID[start:end])
    found = audit(read((SAID[:start] + bad + SAID[end:]).encode()), prove=False).findings
    (own,) = (one for one in found if one.severity.value == "error")
    assert (own.rule.id, own.place and own.place.line) == (
        "DIS-033",
        SAID.count("\n", 0, start) + 1,
    )
    assert bad in own.message.zh


@pytest.mark.parametrize(
    "text", ["12,34", "l2.3", "1 234.50", "=SUM(A1:A9)", "#REF!", "1O.5", "涉密"]
)
def test_a_relation_with_an_unreadable_figure_is_not_judged(text: str) -> None:
    unread = Figure(None, text=text)
    assert unread.is_unreadable
    assert (
        judge(equal(Figure.parse("5.00"), Figure.parse("1.00"), unread)).verdict
        is Verdict.UNCHECKED
    )


@pytest.mark.parametrize("text", ["", "--", "/", "无", "…"])
def test_a_blank_is_not_unreadable(text: str) -> None:
    assert not Figure.blank(text=text).is_unreadable


def test_amounts_run_together_with_a_name_are_listed() -> None:
    """Which columns they are of cannot be told: they are no part of what the row is called."""
    rows = "208\t社会保障支出 1,005.00 3.25\t\t\n210\tPM2.5治理（奖5.00万元）\t1.00\t1.00\n"
    text = f"某局2023年度部门决算\n\n支出决算表\n\n编码\t名称\t合计\t基本支出\n{rows}"
    held = [(one.text, one.place.row) for one in read(text.encode()).unplaced]
    assert [amount for amount, _ in held] == ["1,005.00", "3.25"]
    assert all(row and row.startswith("208") for _, row in held)
