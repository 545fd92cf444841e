from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve, fields, has
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Percentage, Unit
from budgetdisclosure.codes import FunctionCode
from budgetdisclosure.errors import ModelError
from budgetdisclosure.model import (
    Disclosure,
    Extra,
    FundingRow,
    Indicator,
    Line,
    OtherTable,
    Passage,
    Points,
    Section,
    SelfEvaluation,
    Text,
    Unplaced,
)
from budgetdisclosure.model.serial import from_dict, to_dict
from budgetdisclosure.place import Place
from budgetdisclosure.testing import disclosures
from budgetdisclosure.wording import Wording


def whole(value: Any) -> Iterator[tuple[str, Any]]:
    """Every field of every value inside, those that equality leaves out too."""
    if has(type(value)):
        for attribute in fields(type(value)):
            if attribute.init:
                for path, inner in whole(getattr(value, attribute.name)):
                    yield f".{attribute.name}{path}", inner
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from ((f"[{at}]{path}", deep) for path, deep in whole(inner))
    else:
        yield "", value


def again(value: Any) -> Any:
    return from_dict(json.loads(json.dumps(to_dict(value), ensure_ascii=False)), type(value))


PLACES = st.none() | st.builds(
    Place, file=st.just("甲.pdf"), page=st.integers(1, 9), row=st.none() | st.text(max_size=3)
)
FIGURES = st.one_of(
    st.builds(
        lambda n, p, unit, place: Figure(Decimal(n).scaleb(-p), unit, p, None, place),
        st.integers(-(10**12), 10**12),
        st.integers(0, 6),
        st.sampled_from(Unit),
        PLACES,
    ),
    st.sampled_from(["1,234.50", "--", "", "（1.20）", "△3"]).map(Figure.parse),
    st.just(Figure.absent()),
)
POINTS = st.none() | st.sampled_from(["10", "12.50", "", "50%"]).map(Points.parse)
EVALUATIONS = st.builds(
    SelfEvaluation,
    title=st.text(max_size=5),
    investment=FIGURES,
    funding=st.tuples(st.builds(FundingRow, source=st.just("合计"), outturn=FIGURES, score=POINTS)),
    indicators=st.tuples(
        st.builds(
            Indicator,
            level1=st.text(max_size=3),
            level2=st.text(max_size=3),
            name=st.text(max_size=3),
            points=POINTS,
            place=PLACES,
        )
    ),
    place=PLACES,
)
OTHERS = st.builds(
    lambda figure, rate, place: OtherTable(
        title="其他",
        kind="projects",
        lines=[
            Line(
                "甲",
                FunctionCode("2080109"),
                extras=(Extra("金额", figure), Extra("比率", Percentage.parse(rate))),
                place=place,
            )
        ],
    ),
    FIGURES.filter(lambda figure: not figure.is_absent),
    st.sampled_from(["74.3%", "5‰"]),
    PLACES,
)


@settings(
    max_examples=settings.default.max_examples // 3,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
def test_a_round_trip_through_json_is_the_identity(data: st.DataObject) -> None:
    made: Disclosure = data.draw(disclosures(most_items=2))
    made = evolve(
        made,
        others=(data.draw(OTHERS),),
        evaluations=(data.draw(EVALUATIONS),),
        sections=(Section("概况", "一", passages=(Passage("话"),), sections=(Section("细"),)),),
        unplaced=(Unplaced("零散", Wording("无处可归", "no place"), Place(page=3)),),
        file="甲.pdf",
    )
    back = again(made)
    assert back == made
    assert list(whole(back)) == list(whole(made))


@given(FIGURES)
def test_a_figure_keeps_its_text_and_place(figure: Figure) -> None:
    assert list(whole(again(figure))) == list(whole(figure))
    assert again(figure).is_absent == figure.is_absent


def spoiled(path: str, value: Any) -> dict[str, Any]:
    data = to_dict(Disclosure("某单位", 2020, sections=(Section("概况"),)))
    if path == "sections.title":
        data["sections"][0]["title"] = value
    else:
        data[path] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("schema", "budgetdisclosure.model/99", "版本应为"),
        ("type", "Figure", "应为 Disclosure"),
        ("colour", "red", "Disclosure.colour 没有这一项"),
        ("fiscal_year", "2020", "Disclosure.fiscal_year 值不合要求"),
        ("kind", "draft", "Disclosure.kind 应为FINAL、BUDGET之一"),
        ("sections", "概况", "Disclosure.sections 应为数组"),
        ("sections.title", 7, r"Disclosure.sections\[0\].title 值不合要求"),
        ("sections", [{}], r"Disclosure.sections\[0\] 缺项或值有误"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_path(path: str, value: Any, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        from_dict(spoiled(path, value), Disclosure)


@pytest.mark.parametrize("value", [104.6, "abc", 104])
def test_a_figure_takes_decimals_as_text_only(value: Any) -> None:
    data = to_dict(Figure.parse("104.60")) | {"value": value}
    with pytest.raises(ModelError, match=r"Figure\.value 应为文本形式的十进制数"):
        from_dict(data, Figure)


@given(st.lists(st.builds(Text, st.text(max_size=4), st.text(max_size=6), st.booleans())))
def test_the_texts_of_a_line_come_back(texts: list[Text]) -> None:
    line = Line("某项", also=("024001",), texts=tuple(texts))
    table = OtherTable(title="政府采购表", lines=(line,))
    (back,) = again(table).lines
    assert (back.texts, back.also) == (line.texts, line.also)
