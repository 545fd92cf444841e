"""Codes: what is printed parses back to itself, and the order of the book is the order of codes."""

from __future__ import annotations

import pickle
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.codes import (
    KINDS,
    Code,
    EconomicCode,
    FunctionCode,
    GovernmentEconomicCode,
    Level,
    RevenueCode,
)
from budgetdisclosure.errors import CodeError
from budgetdisclosure.place import Place

FULL_WIDTH = str.maketrans(string.digits, "０１２３４５６７８９")
SEPARATORS = (" ", "-", ",", "，", "、", "－", "—", "\u00a0", "\u3000", "\u2002", "  ", " - ")
EDGES = ("", " ", "\n", "\t", "\u00a0", "\u3000", "\ufeff")


@st.composite
def codes(draw: st.DrawFn) -> Code:
    kind = draw(st.sampled_from(KINDS))
    width = draw(st.sampled_from(kind.widths)) - 1
    return kind(kind.leading + draw(st.text(string.digits, min_size=width, max_size=width)))


@given(codes(), st.sampled_from(SEPARATORS), st.sampled_from(EDGES), st.booleans())
def test_every_way_of_printing_parses_to_the_same_code(
    code: Code, separator: str, edge: str, full_width: bool
) -> None:
    for printed in (str(code), code.split(separator)):
        text = edge + (printed.translate(FULL_WIDTH) if full_width else printed) + edge
        assert type(code).parse(text) == code
        assert type(code).try_parse(text) == code
    assert type(code).parse(int(code.digits)) == code


@given(codes(), st.integers(0, 3))
def test_columns_parse_as_text_as_numbers_and_cumulated(code: Code, empties: int) -> None:
    kind, parts = type(code), code.parts
    trailing: list[str | None] = ["", None, " "][:empties]
    assert kind.of_parts(*parts, *trailing) == code
    assert kind.of_parts(*map(int, parts), *trailing) == code
    assert kind.of_parts(*map(str, (*code.ancestors, code)), *trailing) == code


@given(codes())
def test_a_code_stands_below_each_of_its_ancestors(code: Code) -> None:
    assert len(code.ancestors) == code.level - 1
    assert [above.level for above in code.ancestors] == list(Level)[: code.level - 1]
    assert code.parent == (code.ancestors[-1] if code.ancestors else None)
    assert code.category == code.at(Level.CATEGORY) == (code.ancestors or (code,))[0]
    for above in (*code.ancestors, code):
        assert code.is_within(above)
        assert above.is_within(code) is (above == code)
        assert code.at(above.level) == above
    assert all(code.at(level) is None for level in Level if level > code.level)
    assert code.section == code.at(Level.SECTION)
    assert code.item == code.at(Level.ITEM)


@given(st.lists(codes()))
def test_the_order_of_codes_is_that_of_the_book(drawn: list[Code]) -> None:
    for kind in KINDS:
        mine = [code for code in drawn if type(code) is kind]
        ordered = sorted({each for code in mine for each in (code, *code.ancestors)})
        assert [code.digits for code in ordered] == sorted(code.digits for code in ordered)
        for code in ordered:
            assert code.parent is None or ordered.index(code.parent) < ordered.index(code)
            below = [other.is_within(code) for other in ordered]
            assert "".join("01"[within] for within in below).strip("0").count("0") == 0


@given(codes())
def test_a_code_is_a_value(code: Code) -> None:
    same = type(code)(code.digits)
    assert code == same
    assert hash(code) == hash(same)
    assert pickle.loads(pickle.dumps(code)) == code
    assert eval(repr(code)) == code
    assert f"{code}" == code.digits == "".join(code.parts)


@given(codes(), codes())
def test_codes_of_two_classifications_never_mix(left: Code, right: Code) -> None:
    if type(left) is not type(right):
        assert left != right
        assert not left.is_within(right)
        assert type(left).try_parse(str(right)) is None
        with pytest.raises(TypeError):
            assert left < right


@given(st.text())
def test_any_text_is_a_code_or_a_clear_refusal(text: str) -> None:
    for kind in KINDS:
        code = kind.try_parse(text)
        if code is None:
            with pytest.raises(CodeError) as caught:
                kind.parse(text)
            assert caught.value.excerpt == text
            assert caught.value.remedy is not None
        else:
            assert kind.parse(text) == code


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (FunctionCode, "", "没有编码"),
        (FunctionCode, " 　", "没有编码"),
        (FunctionCode, "合计", "只能是数字"),
        (FunctionCode, "208.01", "只能是数字"),
        (FunctionCode, "20801O9", "只能是数字"),
        (FunctionCode, "20", "应为3、5、7位，这里是2位"),
        (FunctionCode, "208010901", "应为3、5、7位，这里是9位"),
        (FunctionCode, "2080 109", "拆分的位置不对，应像 208 01 09 这样"),
        (FunctionCode, "2,080,109", "拆分的位置不对"),
        (FunctionCode, "30101", "以2开头，这是部门预算支出经济分类的编码"),
        (EconomicCode, "50101", "以3开头，这是政府预算支出经济分类的编码"),
        (GovernmentEconomicCode, "2080109", "应为3、5位"),
        (GovernmentEconomicCode, "901", "以5开头"),
        (RevenueCode, "301", "以1开头，这是部门预算支出经济分类的编码"),
    ],
)
def test_a_refusal_says_what_is_wrong(kind: type[Code], text: str, reason: str) -> None:
    place = Place(file="a.xlsx", row="5")
    with pytest.raises(CodeError) as caught:
        kind.parse(text, place=place)
    assert reason in caught.value.reason.zh
    assert caught.value.place is place
    assert caught.value.reason.en
    assert kind.try_parse(text) is None


@pytest.mark.parametrize("parts", [(), ("", "01"), ("208", "", "09"), ("208", "1"), ("208", "208")])
def test_columns_that_make_no_code_are_refused(parts: tuple[str, ...]) -> None:
    with pytest.raises(CodeError):
        FunctionCode.of_parts(*parts)


def test_the_constructor_takes_canonical_digits_only() -> None:
    for text in ("208 01", "２０８", "", "308"):
        with pytest.raises(CodeError):
            FunctionCode(text)


def test_places_may_divide_an_economic_section_further() -> None:
    assert EconomicCode.parse("3021101").parent == EconomicCode("30211")


def test_each_level_has_its_name() -> None:
    code = RevenueCode("101010101")
    assert [each.level.zh for each in (*code.ancestors, code)] == list("类款项目")
