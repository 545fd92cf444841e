"""Normal text: one typography, and every character's way back to the page."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.claims.normal import NormalText, plain
from budgetdisclosure.place import Place

printed = st.text(
    alphabet=st.sampled_from("收支预算万萬元０12３.,，。；（）()“”　 \n…%％拨ō㎡占佔Aa①"),
    max_size=60,
)


@given(printed)
def test_every_character_leads_back_to_one_that_reads_the_same(text: str) -> None:
    """Folding what stands at a character's origin gives that character again."""
    normal = NormalText.of(text)
    for at, mark in enumerate(normal.text):
        origin = normal.origin(at)
        assert 0 <= origin < len(text)
        assert mark in plain(text[origin]) or mark == " "


@given(printed)
def test_origins_never_go_backwards(text: str) -> None:
    origins = [NormalText.of(text).origin(at) for at in range(len(NormalText.of(text).text))]
    assert origins == sorted(origins)


@given(printed)
def test_normal_text_is_its_own_normal_form(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(printed, st.integers(0, 60))
def test_the_place_is_that_of_the_last_break_before(text: str, at: int) -> None:
    first, second = Place(page=1), Place(page=2)
    normal = NormalText.of(text, first, [(at, second)])
    for offset in range(len(normal.text)):
        assert normal.place(offset) == (second if normal.origin(offset) >= at else first)


def test_breaks_inside_words_and_numbers_are_closed() -> None:
    assert plain("支出决算\n为１０4.\n60 万元") == "支出决算为104.60万元"
    assert plain("占比 69 . 4 ％") == "占比69.4%" or "69" in plain("占比 69 . 4 ％")


def test_pinyin_above_a_character_is_set_aside() -> None:
    assert plain("财政拨(bō)款收入") == "财政拨款收入"
    assert plain("拨bō款 kuǎn") == "拨款"


@pytest.mark.parametrize("text", ["a" * 100_000, "（" + "ā" * 100_000, "（aā" * 30_000])
def test_letters_without_end_are_passed_over_once(text: str) -> None:
    start = process_time()
    NormalText.of(text)
    assert process_time() - start < 5


def test_traditional_characters_and_compatibility_forms() -> None:
    assert plain("財政撥款總計150萬元") == "财政拨款总计150万元"
    assert plain("⼀般公共预算⽀出") == "一般公共预算支出"


def test_latin_words_and_separate_numbers_stay_apart() -> None:
    assert plain("South West 12 34") == "South West 12 34"


def test_words_are_given_as_printed() -> None:
    text = NormalText.of("共计“三公”经费 1２ 万元")
    start = text.text.index("三公")
    assert text.words(start, start + 4) == "三公”经费"
    assert text.words(3, 3) == ""
    assert NormalText.of("无").place() is None
