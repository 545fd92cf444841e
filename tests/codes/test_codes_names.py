"""Names: typography is no difference, a missing word is, and which one is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.codes import KINDS, NameMatch, code_list, plain_name, same_name

NAMES = sorted({entry.name for kind in KINDS for entry in code_list(kind, 2024)})
names = st.sampled_from(NAMES)
HALF_WIDTH = str.maketrans("（），：；“”、", '(),:;""、')


@given(names, st.data())
def test_width_brackets_and_spaces_are_no_difference(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name)))
    space = data.draw(st.sampled_from([" ", "\n", "\u3000", "\u00a0", "\u200b"]))
    printed = (name[:at] + space + name[at:]).translate(HALF_WIDTH)
    assert same_name(printed, name) is NameMatch.SAME


@given(names, names)
def test_two_official_names_are_the_same_only_if_they_are(left: str, right: str) -> None:
    assert (same_name(left, right) is NameMatch.SAME) is (plain_name(left) == plain_name(right))


@given(names)
def test_a_name_with_or_without_its_last_word(name: str) -> None:
    if name.endswith("支出") and name != "支出":
        assert same_name(name.removesuffix("支出"), name) is NameMatch.SUFFIX
        assert same_name(name, name.removesuffix("支出")) is NameMatch.SUFFIX


@given(names, st.data())
def test_a_name_that_breaks_off_is_truncated(name: str, data: st.DataObject) -> None:
    begun = name[: data.draw(st.integers(1, len(name) - 1))]
    dots = data.draw(st.sampled_from(["", "…", "..."]))
    if begun.strip("“（") and begun + "支出" != name:
        assert same_name(begun + dots, name) is NameMatch.TRUNCATED


@pytest.mark.parametrize(
    ("printed", "official", "match"),
    [
        ("", "其他支出", NameMatch.DIFFERENT),
        ("支出", "其他支出", NameMatch.DIFFERENT),
        ("…", "其他支出", NameMatch.DIFFERENT),
        ("因公出国 (境) 费用", "因公出国（境）费用", NameMatch.SAME),
        ("退职〔役〕费", "退职（役）费", NameMatch.SAME),
        ("教育", "教育支出", NameMatch.SUFFIX),
        ("组织补贴", "对民间非营利组织和群众性自治组织补贴", NameMatch.DIFFERENT),
        ("⼯资福利支出", "工资福利支出", NameMatch.SAME),  # a radical some PDF files print
    ],
)
def test_examples(printed: str, official: str, match: NameMatch) -> None:
    assert same_name(printed, official) is match


def test_no_two_siblings_are_told_apart_by_typography_alone() -> None:
    for kind in KINDS:
        codes = code_list(kind, 2024)
        for parent in (None, *(entry.code for entry in codes)):
            plain = [plain_name(entry.name) for entry in codes.children(parent)]
            assert len(set(plain)) == len(plain)
