"""The packaged files: well-formed, whole in every year, and free of contradictions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from budgetdisclosure.codes import (
    FIRST_YEAR,
    KINDS,
    LAST_YEAR,
    Confidence,
    EconomicCode,
    FunctionCode,
    GovernmentEconomicCode,
    Level,
    Spender,
    cofog,
    economic_links,
    gfsm,
)
from budgetdisclosure.codes.catalogue import code_list, packaged

FILES: dict[str, type[Any]] = {
    "function.csv": FunctionCode,
    "economic_department.csv": EconomicCode,
    "economic_government.csv": GovernmentEconomicCode,
    "revenue.csv": KINDS[3],
}
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
ROWS = {file: packaged(file) for file in FILES}
CROSSWALKS = {
    file: packaged(file)
    for file in ("economic_crosswalk.csv", "cofog_crosswalk.csv", "gfsm_crosswalk.csv")
}
files = pytest.mark.parametrize("file", FILES)
Row = dict[str, str]

CLASSES = {
    "201": "一般公共服务支出", "202": "外交支出", "203": "国防支出", "204": "公共安全支出",
    "205": "教育支出", "206": "科学技术支出", "207": "文化旅游体育与传媒支出",
    "208": "社会保障和就业支出", "209": "社会保险基金支出", "210": "卫生健康支出",
    "211": "节能环保支出", "212": "城乡社区支出", "213": "农林水支出", "214": "交通运输支出",
    "215": "资源勘探工业信息等支出", "216": "商业服务业等支出", "217": "金融支出",
    "219": "援助其他地区支出", "220": "自然资源海洋气象等支出", "221": "住房保障支出",
    "222": "粮油物资储备支出", "223": "国有资本经营预算支出", "224": "灾害防治及应急管理支出",
    "227": "预备费", "229": "其他支出", "230": "转移性支出", "231": "债务还本支出",
    "232": "债务付息支出", "233": "债务发行费用支出",
}  # fmt: skip
UNTIL_2018 = {
    "207": "文化体育与传媒支出",
    "210": "医疗卫生与计划生育支出",
    "220": "国土海洋气象等支出",
}


def classes(year: int) -> dict[str, str]:
    """The categories of the functional classification, said a second time and apart."""
    named = CLASSES | (UNTIL_2018 if year == 2018 else {})
    if year < 2020:
        named["215"] = "资源勘探信息等支出"
    else:
        named["234"] = "抗疫特别国债安排的支出"
    return {code: name for code, name in named.items() if year > 2018 or code != "224"}


def span(row: Row) -> range:
    return range(int(row["valid_from"]), int(row["valid_to"] or LAST_YEAR) + 1)


def live(rows: list[Row], year: int) -> dict[str, Row]:
    return {row["code"]: row for row in rows if year in span(row)}


def by_code(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["code"]].append(row)
    return found


def successions(rows: list[Row]) -> Iterator[tuple[Row, str]]:
    for row in rows:
        yield from ((row, code) for code in row["superseded_by"].split(";") if code)


@files
def test_every_line_is_well_formed(file: str) -> None:
    kind = FILES[file]
    for row in ROWS[file]:
        code = kind(row["code"])
        assert code.level.zh == row["level"], code
        assert re.fullmatch(r"\S+", row["name"]), code
        assert not re.search(r'[()"]', row["name"]), f"{code}: full-width brackets and quotes"
        assert FIRST_YEAR <= span(row).start < span(row).stop <= LAST_YEAR + 1, code
        assert row["evidence"] == "compiled" or row["evidence"].startswith("observed: "), code


@files
def test_lines_stand_in_the_books_order(file: str) -> None:
    keys = [(row["code"], row["valid_from"]) for row in ROWS[file]]
    assert keys == sorted(set(keys))


@files
@pytest.mark.parametrize("year", YEARS)
def test_in_every_year_codes_are_unique_and_have_their_parents(file: str, year: int) -> None:
    counted = Counter(row["code"] for row in ROWS[file] if year in span(row))
    assert not [code for code, times in counted.items() if times > 1]
    assert not [code for code in counted if len(code) > 3 and code[:-2] not in counted]
    siblings = Counter((row["code"][:-2], row["name"]) for row in live(ROWS[file], year).values())
    assert not [name for name, times in siblings.items() if times > 1]


@files
def test_a_code_that_ends_points_to_codes_that_follow_at_once(file: str) -> None:
    rows = ROWS[file]
    for row, code in successions(rows):
        assert row["valid_to"], f"{row['code']} is superseded but has no end"
        assert code in live(rows, int(row["valid_to"]) + 1), f"{row['code']} → {code}"


@files
def test_a_name_changes_without_a_gap(file: str) -> None:
    for code, lines in by_code(ROWS[file]).items():
        for before, after in pairwise(lines):
            assert before["name"] != after["name"], f"{code}: one line would do"
            renamed = before["superseded_by"] == code
            assert renamed is (span(before).stop == span(after).start), code


@files
def test_a_line_does_not_claim_a_year_its_own_note_gives_another_name(file: str) -> None:
    for row in ROWS[file]:
        other = re.match(r"(\d{4})年(?:版|原名|作|为)", row["note"])
        if other and "原名" not in row["note"]:
            assert int(other[1]) not in span(row), row["code"]


@pytest.mark.parametrize("year", YEARS)
def test_the_categories_of_function_codes(year: int) -> None:
    found = {
        code: row["name"]
        for code, row in live(ROWS["function.csv"], year).items()
        if row["level"] == "类"
    }
    assert found == classes(year)


@pytest.mark.parametrize("file", ["function.csv", "revenue.csv"])
@pytest.mark.parametrize("year", YEARS)
def test_a_parent_appears_in_every_budget_of_its_children(file: str, year: int) -> None:
    rows = live(ROWS[file], year)
    for code, row in rows.items():
        above = rows.get(code[:-2])
        if above:
            assert set(row["budget"].split(";")) <= set(above["budget"].split(";")), code


def test_items_every_section_has_bear_their_standard_numbers() -> None:
    standard = {"行政运行": "01", "一般行政管理事务": "02", "机关服务": "03"}
    for row in ROWS["function.csv"]:
        if row["level"] == "项" and row["name"] in standard:
            assert row["code"][5:] == standard[row["name"]], row["code"]
        if row["level"] == "项" and row["code"].endswith("99"):
            assert "其他" in row["name"], row["code"]


def test_a_line_is_observed_in_a_year_it_covers() -> None:
    """Where the document seen names its fiscal year; a notice's number is that of its issue."""
    for rows in ROWS.values():
        for row in rows:
            for seen in row["evidence"].removeprefix("observed: ").split("; "):
                year = re.search(r"[_ ](20\d\d)[_ ](?:年?\S*预算|年?\S*决算|单位|部门|预算)", seen)
                if year:
                    assert int(year[1]) in span(row), (row["code"], seen)


def test_the_economic_crosswalk_joins_codes_of_its_years() -> None:
    rows = CROSSWALKS["economic_crosswalk.csv"]
    pairs = [(row["government_code"], row["department_code"], row["applies_to"]) for row in rows]
    assert len(set(pairs)) == len(pairs)
    sides = (("government", "economic_government.csv"), ("department", "economic_department.csv"))
    for row in rows:
        for side, file in sides:
            code = row[f"{side}_code"]
            for year in span(row) if code else ():
                named = live(ROWS[file], year).get(code)
                assert named, (code, year)
            names = [line["name"] for line in by_code(ROWS[file]).get(code, [])]
            assert row[f"{side}_name"] in (names or [""]), code


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("spender", [Spender.AGENCY, Spender.INSTITUTION])
def test_a_department_code_has_one_government_code_unless_marked_unsure(
    year: int, spender: Spender
) -> None:
    for entry in code_list(EconomicCode, year):
        if entry.code.level is Level.SECTION:
            links = economic_links(entry.code, year, spender)
            assert links, entry
            sure = {link.government for link in links if link.confidence is not Confidence.LOW}
            assert len(sure) <= 1, entry


@pytest.mark.parametrize("year", YEARS)
def test_every_government_section_is_in_the_crosswalk(year: int) -> None:
    for entry in code_list(GovernmentEconomicCode, year):
        if entry.code.level is Level.SECTION:
            assert economic_links(entry.code, year), entry


def test_the_international_crosswalks_cover_every_code_and_name_each_class_once() -> None:
    for row in ROWS["function.csv"]:
        found = cofog(FunctionCode(row["code"]))
        assert found is not None
        assert re.fullmatch(r"\d\d(\.\d)?", found.code or "")
    for file, kind in list(FILES.items())[1:3]:
        for row in ROWS[file]:
            mapped = gfsm(kind(row["code"]))
            assert mapped is not None
            assert mapped.source.digits == row["code"]
            assert mapped.code or mapped.note, "no counterpart needs a reason"
    for file, target in (("cofog_crosswalk.csv", "cofog"), ("gfsm_crosswalk.csv", "gfsm")):
        named = {(row[f"{target}_code"], row[f"{target}_name"]) for row in CROSSWALKS[file]}
        assert len({code for code, _ in named}) == len(named)


@pytest.mark.parametrize(
    ("file", "column", "lists"),
    [
        ("cofog_crosswalk.csv", "function_code", ["function.csv"]),
        (
            "gfsm_crosswalk.csv",
            "economic_code",
            ["economic_department.csv", "economic_government.csv"],
        ),
    ],
)
def test_the_international_crosswalks_know_the_codes_and_names_of_the_lists(
    file: str, column: str, lists: list[str]
) -> None:
    known = by_code([row for each in lists for row in ROWS[each]])
    codes = [row[column] for row in CROSSWALKS[file]]
    assert codes == sorted(set(codes))
    for row in CROSSWALKS[file]:
        name = row.get("name") or row["economic_name"]
        assert name in {line["name"] for line in known[row[column]]}, row[column]


def test_the_page_on_codes_gives_the_figures_of_the_files(root: Path) -> None:
    page = (root / "docs" / "codes.md").read_text(encoding="utf-8")
    for file, rows in ROWS.items():
        figures = (
            len(rows),
            len(by_code(rows)),
            sum(row["evidence"].startswith("observed") for row in rows),
            sum("待核" in row["note"] for row in rows),
        )
        [line] = [line for line in page.splitlines() if line.startswith(f"| {file}")]
        assert tuple(map(int, re.findall(r"(?<=\| )\d+(?= \|)", line))) == figures
