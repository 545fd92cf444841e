"""Folders of files: the parts of one disclosure come together, several disclosures come apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from itertools import combinations
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from attrs import evolve
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from budgetdisclosure.amounts import Unit
from budgetdisclosure.calc.facts import facts
from budgetdisclosure.compose import compose
from budgetdisclosure.model import FORMS, Disclosure, Table
from budgetdisclosure.reading import read, read_all, read_document, recognise
from budgetdisclosure.reading.document import Document, joined
from budgetdisclosure.reading.recognise.several import disclosures_in
from budgetdisclosure.reading.recognise.stated import Alike, same_body
from budgetdisclosure.report.terminal import render
from budgetdisclosure.rules import audit
from budgetdisclosure.testing import FACTS, Seeded, make_ledger
from budgetdisclosure.writing.write import written

FORMATS = ("txt", "xlsx", "docx", "html")
BODIES = ("甲乙市教育局", "丙丁县水务局", "戊己区人民政府庚辛街道办事处")
LAYOUTS = ("national-final", "hunan-2020", "shanghai-2024")
FEW = settings(max_examples=4, phases=(Phase.explicit, Phase.reuse, Phase.generate))
"""Each example reads a dozen files; to shrink one takes minutes."""


def made(seed: int, body: str, year: int = 2020, form: str = "hunan-2020") -> Disclosure:
    ledger = make_ledger(Seeded(Random(seed)), 2020, 3)
    return compose(
        ledger, entity=body, fiscal_year=year, unit=Unit.WAN, places=2, form=form, facts=FACTS
    )


def zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def only(whole: Disclosure, tables: Iterable[Table], *, text: bool) -> Disclosure:
    """The disclosure with these tables alone, and with its text or without."""
    kept = {table.id for table in tables}
    others = {form.ID: form() for form in FORMS if form.ID not in kept}
    return evolve(whole, sections=whole.sections if text else (), **others)


def shares(whole: Disclosure, cuts: Sequence[int]) -> list[Disclosure]:
    """The text by itself, and the tables in as many files as ``cuts`` names, at least one each."""
    groups: dict[int, list[Table]] = {}
    for table, cut in zip(whole.tables, cuts, strict=False):
        groups.setdefault(cut, []).append(table)
    text = [only(whole, (), text=True)] if whole.sections else []
    return [*text, *(only(whole, group, text=False) for group in groups.values())]


def bare(one: Disclosure) -> tuple[object, ...]:
    """What a disclosure says, apart from how it is cut into files."""
    texts = [
        (section.title, [passage.text for passage in section.passages])
        for section in one.walk_sections()
        if section.part != "tables" and section.title
    ]
    tables = {table.id: table for table in one.tables if not table.is_empty}
    return one.entity, one.fiscal_year, one.kind, tables, texts


@FEW
@given(
    st.integers(0, 99),
    st.sampled_from(LAYOUTS),
    st.lists(st.integers(0, 8), min_size=9, max_size=9),
    st.randoms(use_true_random=False),
)
def test_a_disclosure_cut_in_parts_is_one(
    seed: int, form: str, cuts: list[int], chance: Random
) -> None:
    whole = made(seed, BODIES[0], 2020, form)
    parts = shares(whole, cuts)
    names = [str(number) for number in range(len(parts))]
    chance.shuffle(names)
    files = {}
    for at, (name, part) in enumerate(zip(names, parts, strict=True)):
        suffix = chance.choice(FORMATS)
        if at and chance.randrange(2):
            part = evolve(part, entity=None, fiscal_year=None)
        files[f"{name}.{suffix}"] = written(part, f"a.{suffix}")
    (back,) = read_all(zipped(files))
    assert bare(back) == bare(read(written(whole, "a.txt")))
    assert {fact.file for fact in facts(back)} <= set(files)


OTHER = st.sampled_from(
    [
        {"body": BODIES[1]},
        {"year": 2021},
        {"form": "national-budget"},
        {},
    ]
)


@FEW
@given(
    st.integers(0, 99),
    st.lists(OTHER, min_size=1, max_size=2),
    st.lists(st.sampled_from(FORMATS), min_size=3, max_size=3),
)
def test_several_disclosures_are_each_what_they_are_alone(
    seed: int, others: list[dict[str, str]], suffixes: list[str]
) -> None:
    base: dict[str, object] = {"body": BODIES[0], "year": 2020, "form": "national-final"}
    several = [made(seed + at, **{**base, **one}) for at, one in enumerate([{}, *others])]  # type: ignore[arg-type]
    files = {
        f"{at}.{suffix}": written(one, f"a.{suffix}")
        for at, (one, suffix) in enumerate(zip(several, suffixes, strict=False))
    }
    alone = {name: recognise(read_document(zipped({name: data}))) for name, data in files.items()}
    together = {one.file: one for one in read_all(zipped(files))}
    assert {name: bare(one) for name, one in together.items()} == {
        name: bare(one) for name, one in alone.items()
    }


def both(one: str, other: str, suffix: str = "txt") -> bytes:
    return zipped({f"a.{suffix}": one.encode(), f"b.{suffix}": other.encode()})


TITLE = "{body}2024年度部门决算\n\n"
TABLE = "支出决算表\n\n科目编码\t科目名称\t合计\n208\t社会保障和就业支出\t{total}\n\n"
SENTENCES = "".join(
    f"2024年度{what}支出{{total}}万元，主要用于机关{what}方面的工作。\n\n"
    for what in ("基本", "项目", "接待", "会议")
)


def test_two_versions_stay_two_and_it_is_said() -> None:
    one, other = (TITLE.format(body=BODIES[0]) + TABLE.format(total=t) for t in ("120", "130"))
    first, second = read_all(both(one, other))
    assert [str(d.expenditure["208"].total.value) for d in (first, second)] == ["120", "130"]
    assert "b.txt" in first.remarks[0].reason.zh
    assert "a.txt" in second.remarks[0].reason.zh


def test_two_versions_of_a_text_stay_two() -> None:
    texts = [TITLE.format(body=BODIES[0]) + SENTENCES.format(total=t) for t in ("1.20", "1.30")]
    assert len(read_all(both(texts[0], texts[1]))) == 2


def test_an_empty_template_is_no_part() -> None:
    full = TITLE.format(body=BODIES[0]) + TABLE.format(total="1.20")
    assert len(read_all(both(full, TABLE.format(total="")))) == 2


def test_a_table_that_a_text_shows_too_is_part_of_it() -> None:
    text = (
        TITLE.format(body=BODIES[0]) + SENTENCES.format(total="1.20") + TABLE.format(total="1.20")
    )
    whole = made(1, BODIES[0], 2024)
    tables = "\n\n".join(
        written(only(whole, [table], text=False), "a.txt").decode() for table in whole.tables
    )
    (one,) = read_all(both(text, tables))
    assert len([table for table in one.tables if not table.is_empty]) > 4


def test_the_rest_of_a_table_belongs_to_it() -> None:
    head = TITLE.format(body=BODIES[0]) + TABLE.format(total="1.20")
    rest = TABLE.format(total="1.30").replace("决算表", "决算表（续）").replace("208", "210")
    (one,) = read_all(both(head, rest))
    assert [line.code.digits for line in one.expenditure if line.code] == ["208", "210"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("某市国资委", "某市人民政府国有资产监督管理委员会", True),
        ("市委宣传部", "中共某市委宣传部", True),
        ("某市财政局(本级)", "某市财政局", True),
        ("长山市信访局", "长山市国资委", False),
        ("某市公安局", "某市公安局交通管理局", False),
        ("某市财政局", "某市财政局国库支付中心", False),
    ],
)
def test_bodies_are_told_apart(one: str, other: str, same: bool) -> None:
    names = [TITLE.format(body=one) + TABLE.format(total="1.20")]
    names.append(TITLE.format(body=other) + SENTENCES.format(total="1.20"))
    assert (len(read_all(both(*names))) == 1) is same


def test_what_belongs_to_no_one_is_kept_apart() -> None:
    heads = [TITLE.format(body=body) + TABLE.format(total="1.20") for body in BODIES[:2]]
    loose = TABLE.format(total="1.20").replace("支出", "收入", 1)
    files = {"a/1.txt": heads[0], "b/1.txt": heads[1], "c.txt": loose}
    assert len(read_all(zipped({name: text.encode() for name, text in files.items()}))) == 3
    files["b/2.txt"] = files.pop("c.txt")
    made_of = {d.file for d in read_all(zipped({n: t.encode() for n, t in files.items()}))}
    assert made_of == {"a/1.txt", "b/1.txt、b/2.txt"}


def test_a_report_names_the_file_of_a_finding() -> None:
    head = TITLE.format(body=BODIES[0])
    rows = "合计\t\t5.00\t5.00\n208\t社会保障和就业支出\t6.00\t5.00\n"
    table = "支出决算表\n\n科目编码\t科目名称\t合计\t基本支出\n" + rows
    (one,) = read_all(both(head + SENTENCES.format(total="5.00"), head + table))
    found = audit(one)
    assert "b.txt" in {finding.file for finding in found.findings}
    assert any(line.strip().startswith("· b.txt") for line in render(found).splitlines())
    cells = [cell for finding in found.to_dict()["findings"] for cell in finding["cells"]]
    assert "b.txt" in {cell["file"] for cell in cells}
    assert {fact.file for fact in facts(one)} == {"b.txt"}


@pytest.fixture(scope="module")
def real(shared: Path, document_of: Callable[[str], Document]) -> list[Document]:
    paths = sorted((shared / "disclosures").iterdir())
    return [document_of(path.name) for path in paths if path.is_file()]


def apart(documents: Sequence[Document]) -> set[str | None]:
    together = evolve(joined(documents), source="文件夹")
    return {one.source for one in disclosures_in(together)}


@given(st.lists(st.text("市县局国资委(本)", max_size=6).map("甲{}".format), max_size=8))
def test_names_are_told_alike_as_when_all_are_compared(names: list[str]) -> None:
    """Few of thousands are compared with a name, and no other would have been alike."""
    alike = Alike.of(names)
    for name in names:
        assert alike.to(name) == {other for other in names if same_body(name, other)}


@pytest.mark.real
def test_real_documents_in_one_folder_stay_apart(real: list[Document]) -> None:
    assert apart(real) == {document.source for document in real}


@pytest.mark.real
@pytest.mark.slow
def test_every_two_real_documents_stay_apart(real: list[Document]) -> None:
    for pair in combinations(real, 2):
        assert apart(pair) == {document.source for document in pair}


@pytest.mark.real
def test_real_documents_together_read_as_alone(real: list[Document]) -> None:
    small = [document for document in real if (document.pages or 0) < 30]
    for one in disclosures_in(evolve(joined(small), source="文件夹")):
        alone = next(document for document in small if document.source == one.source)
        assert recognise(one) == recognise(alone)
