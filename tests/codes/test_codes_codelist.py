"""Lists: every year hangs together, and every question an analyst asks has an answer."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.codes import (
    FIRST_YEAR,
    KINDS,
    LAST_YEAR,
    Budget,
    ChangeKind,
    CodeList,
    EconomicCode,
    Entry,
    FunctionCode,
    GovernmentEconomicCode,
    Level,
    NameMatch,
    RevenueCode,
    changes,
    code_list,
    economic_codes,
    function_codes,
    government_economic_codes,
    plain_name,
    revenue_codes,
    same_name,
    search_codes,
)
from budgetdisclosure.errors import CodeError, ModelError, UnknownCodeError
from budgetdisclosure.place import Place

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
LISTS = [pytest.param(kind, year, id=f"{kind.__name__}-{year}") for kind in KINDS for year in YEARS]
years = st.sampled_from(YEARS)
lists: st.SearchStrategy[CodeList[Any]] = st.builds(code_list, st.sampled_from(KINDS), years)


@pytest.mark.parametrize(("kind", "year"), LISTS)
def test_a_list_hangs_together(kind: type[Any], year: int) -> None:
    codes = code_list(kind, year)
    walked = [entry.code for entry in codes.walk()]
    assert walked == sorted(set(walked)), "in the book's order, each code once"
    assert len(walked) == len(codes) == len(list(codes))
    known = set(walked)
    assert all(code.parent is None or code.parent in known for code in walked)
    by_parent = [codes.children(code) for code in (None, *walked)]
    children = [entry for group in by_parent for entry in group]
    assert sorted(entry.code for entry in children) == walked, "children partition the list"
    for group in by_parent:
        assert len({plain_name(entry.name) for entry in group}) == len(group)
    assert all(codes[code].code == code and code in codes for code in walked)


@given(lists, st.data())
def test_walking_from_a_code_gives_what_is_within_it(
    codes: CodeList[Any], data: st.DataObject
) -> None:
    top = data.draw(st.sampled_from(codes.entries))
    walked = list(codes.walk(top.code))
    assert walked[0] == top
    assert walked == [entry for entry in codes if entry.code.is_within(top.code)]
    below = [each for child in codes.children(top.code) for each in codes.walk(child.code)]
    assert walked[1:] == below


@given(lists, st.data())
def test_every_line_is_found_by_its_code_and_by_its_name(
    codes: CodeList[Any], data: st.DataObject
) -> None:
    entry = data.draw(st.sampled_from(codes.entries))
    assert codes.get(entry.code.split()) == entry
    assert codes.name(str(entry.code)) == entry.name
    assert codes.search(entry.code.split())[0] == entry
    close = (NameMatch.SAME, NameMatch.SUFFIX)
    matches = [same_name(entry.name, other.name) in close for other in codes.search(entry.name)]
    assert matches == sorted(matches, reverse=True), "those of that name come first"
    assert sum(matches) == sum(same_name(entry.name, other.name) in close for other in codes)
    assert codes.by_name(entry.name, parent=entry.code.parent, level=entry.code.level) == (entry,)
    assert entry in codes.by_name(f" {entry.name}\n")


@given(lists, years, st.data())
def test_counterparts_forward_and_backward_are_each_others_inverse(
    codes: CodeList[Any], year: int, data: st.DataObject
) -> None:
    then = code_list(codes.kind, year)
    entry = data.draw(st.sampled_from(then.entries))
    for here in codes.counterparts(entry.code, year):
        assert codes[here.code] == here
        assert entry in then.counterparts(here.code, codes.year)
    if year == codes.year:
        assert codes.counterparts(entry.code, year) == (entry,)


@given(lists, years)
def test_changes_account_for_every_difference(later: CodeList[Any], year: int) -> None:
    earlier = code_list(later.kind, year)
    found = {change.code: change for change in changes(earlier, later)}
    for code in {entry.code for entry in (*earlier, *later)}:
        before, after = earlier.get(code), later.get(code)
        if before and after and before.name == after.name:
            assert code not in found
        else:
            assert (found[code].before, found[code].after) == (before, after)
    kinds = {change.kind for change in found.values()}
    assert kinds <= set(ChangeKind)


@given(lists, st.data())
def test_an_unknown_code_is_told_when_it_held_and_what_may_be_meant(
    codes: CodeList[Any], data: st.DataObject
) -> None:
    width = data.draw(st.sampled_from(codes.kind.widths))
    digits = data.draw(st.text("0123456789", min_size=width - 1, max_size=width - 1))
    code = codes.kind(codes.kind.leading + digits)
    meant = codes.nearest(code)
    assert len(meant) <= 3
    assert all(codes.get(entry.code) == entry for entry in meant)
    if code not in codes:
        with pytest.raises(UnknownCodeError) as caught:
            codes[code]
        message = caught.value.spoken("zh")
        assert str(code) in message
        assert str(codes.year) in message
        assert all(str(entry) in message for entry in meant)
        assert all(row.years.zh in message for row in codes.history(code))


@pytest.mark.parametrize("year", [1999, 2017, 2027, 2050])
@pytest.mark.parametrize("kind", KINDS)
def test_a_year_outside_those_known_has_the_nearest_list_and_says_so(
    kind: type[Any], year: int
) -> None:
    codes, near = code_list(kind, year), code_list(kind, FIRST_YEAR if year < 2020 else LAST_YEAR)
    assert codes.year == year
    assert codes.carried
    assert codes.caution is not None
    assert str(near.year) in codes.caution.zh
    assert str(near.year) in codes.caution.en
    assert [evolve(entry, carried=False) for entry in codes] == list(near)
    assert all(entry.carried and entry.uncertain for entry in codes)
    assert not near.carried
    assert near.caution is None


def test_the_four_lists() -> None:
    assert function_codes(2020).kind is FunctionCode
    assert economic_codes(2020).kind is EconomicCode
    assert government_economic_codes(2020).kind is GovernmentEconomicCode
    assert revenue_codes(2020).kind is RevenueCode
    assert function_codes(2020) is function_codes(2020), "read once"
    assert repr(economic_codes(2020)) == "<CodeList EconomicCode 2020: 107 entries>"
    assert str(economic_codes(2020)) == "2020年度部门预算支出经济分类科目"


def test_importing_the_room_reads_no_list() -> None:
    script = (
        "import budgetdisclosure.codes, budgetdisclosure.codes.catalogue as c;"
        "assert c._rows.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_lists_are_searched_as_one() -> None:
    """公车 is 公务用车 wherever it stands, before names that only hold the two characters."""
    names = [entry.name for entry in search_codes("公车", 2024)]
    first = names.index(next(name for name in names if not name.startswith("公")))
    assert all(name.startswith("公务用车") for name in names[:first])
    assert {str(entry.code) for entry in search_codes("公车", 2024)[:first]} >= {"30231", "50208"}


def test_searching() -> None:
    codes = function_codes(2020)

    def found(query: str) -> list[str]:
        return [str(entry.code) for entry in codes.search(query)]

    assert found("208 01 09") == ["2080109"]
    assert found("20801")[:2] == ["20801", "2080101"]
    assert found("社会保险经办机构") == ["2080109"]
    assert found("社保经办")[0] == "2080109", "an abbreviation"
    assert found("社会保脸经办机构")[0] == "2080109", "one character misread"
    assert found("财政 城乡居民 养老") == ["2082602"], "words in any place"
    assert found("教育")[:3] == ["205", "21902", "2300305"], "the higher level first"
    assert found("财政对基本养老保险")[0] == "20826", "a name begun"
    assert found("") == found("　") == found("鑫") == found("999") == []
    assert {code[5:] for code in found("行政运行")} == {"01"}, "one in every section that has staff"
    assert [str(entry) for entry in search_codes("基本工资", 2024)] == ["30101 基本工资"]


def test_by_name_prefers_the_very_name() -> None:
    codes = function_codes(2020)
    assert [str(e.code) for e in codes.by_name("教育")] == ["21902", "2300305"]
    assert [str(e.code) for e in codes.by_name("教育", level=Level.CATEGORY)] == ["205"]
    assert [str(e.code) for e in codes.by_name("其他支出", level=Level.CATEGORY)] == ["229"]
    assert [str(e.code) for e in codes.by_name("行政运行", parent="20801")] == ["2080101"]
    assert codes.by_name("没有这个名称") == ()


def test_what_became_of_a_code() -> None:
    codes = function_codes(2020)
    assert [str(e) for e in codes.successors("2089901")] == ["2089999 其他社会保障和就业支出"]
    assert [str(e) for e in codes.predecessors("2089999")] == ["2089901 其他社会保障和就业支出"]
    assert codes.successors("2080109") == ()
    assert [str(e.code) for e in economic_codes(2024).successors("39906")] == ["39909", "39910"]
    assert [e.name for e in codes.history("207")] == [
        "文化体育与传媒支出",
        "文化旅游体育与传媒支出",
    ]
    assert codes.history("207")[0].renamed
    assert [str(e) for e in function_codes(2024).counterparts("207", 2018)] == [
        "207 文化旅游体育与传媒支出"
    ]
    reused = [entry.name for entry in codes.history("2110307")]
    assert reused == ["排污费安排的支出", "土壤"]
    assert codes.counterparts("2110307", 2018) == (), "the same digits, another thing"


def test_an_unknown_code_says_what_to_do() -> None:
    assert [str(e.code) for e in function_codes(2020).nearest("2080190")] == ["2080109"]
    assert [str(e.code) for e in function_codes(2020).nearest("2121100")] == ["21211"]
    assert [str(e.code) for e in function_codes(2021).nearest("2089901")] == ["2089999"]
    assert [str(e.code) for e in function_codes(2020).nearest("2089999")] == ["2089901"]
    named = function_codes(2020).nearest("2080777", "社会保险经办机构")
    assert [str(e.code) for e in named] == ["2080109"]
    elsewhere = function_codes(2020).nearest("2060777", "社会保险经办机构")
    assert [str(e.code) for e in elsewhere] == ["2080109"], "the only one of that name"
    assert function_codes(2020).nearest("2990777", "行政运行") == ()
    divided = economic_codes(2026).nearest("3021503", "三类会议费")
    assert [str(e.code) for e in divided] == ["30215"], "a place's own subdivision"
    assert economic_codes(2020).nearest("3770101") == ()
    error = economic_codes(2020).unknown("3770101", "杂项", place=Place(row="7"))
    assert error.place == Place(row="7")
    assert error.excerpt == "3770101 杂项"
    assert error.spoken("en").endswith("Check the original against the official book of that year.")
    gone = function_codes(2021).unknown("2089901").spoken("en")
    assert "until 2020: “其他社会保障和就业支出”" in gone


def test_the_span_of_a_line_in_words() -> None:
    spans = [(None, None), (None, 2020), (2019, None), (2019, 2019), (2019, 2021)]
    lines = [Entry(FunctionCode("208"), "名", first, last) for first, last in spans]
    assert [line.years.zh for line in lines] == [
        "历年",
        "2020年及以前",
        "2019年起",
        "2019年",
        "2019—2021年",
    ]
    assert all(line.years.en for line in lines)
    assert [line.valid_in(2020) for line in lines] == [True, True, True, False, True]


def test_malformed_and_foreign_codes() -> None:
    codes: CodeList[Any] = function_codes(2020)
    assert "合计" not in codes
    assert EconomicCode("301") not in codes
    assert None not in codes
    with pytest.raises(CodeError, match="只能是数字"):
        codes.get("合计")
    with pytest.raises(CodeError, match="只有支出功能分类编码"):
        codes.get(EconomicCode("301"))
    assert codes.get("2080100") is None
    assert codes.name("2080100") is None
    assert codes.covering("2990101") is None


def test_budgets_and_evidence() -> None:
    entry = function_codes(2020)["2082602"]
    assert entry.budgets == (Budget.GENERAL_PUBLIC,)
    assert entry.observed
    assert not entry.uncertain
    assert str(entry) == "2082602 财政对城乡居民基本养老保险基金的补助"


def overlay() -> CodeList[FunctionCode]:
    lines = [
        Entry(FunctionCode("2080109"), "社会保险经办机构（官方名）", 2020, 2020),
        Entry(FunctionCode("2080177"), "新项", 2020, 2020),
    ]
    return CodeList.of(FunctionCode, 2020, lines)


def test_the_official_book_overlays_the_packaged_list() -> None:
    base = function_codes(2020)
    both = base.overlaid_with(overlay())
    assert both.name("2080109") == "社会保险经办机构（官方名）"
    assert both.name("2080177") == "新项"
    assert len(both) == len(base) + 1
    assert [entry.code for entry in both] == sorted(entry.code for entry in both)
    untouched = [entry for entry in both if entry.code not in overlay()]
    assert untouched == [entry for entry in base if entry.code.digits != "2080109"]
    assert [entry.name for entry in both.history("2080109")] == [
        "社会保险经办机构",
        "社会保险经办机构（官方名）",
    ]
    [same] = both.counterparts("2080109", 2020)
    assert same.name == "社会保险经办机构（官方名）"
    added = set(both.children("20801")) - set(base.children("20801"))
    assert {entry.code.digits for entry in added} == {"2080109", "2080177"}


def test_only_lists_of_one_year_and_classification_overlay() -> None:
    with pytest.raises(ModelError, match="分类或年度不同"):
        function_codes(2021).overlaid_with(overlay())
