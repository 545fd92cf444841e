"""Frames: whose each row is, what is suspected by what, and the numbers of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

import budgetdisclosure as bd
from budgetdisclosure.claims import Basis, narrative_of
from budgetdisclosure.claims.digits import NumberKind
from budgetdisclosure.errors import ModelError
from budgetdisclosure.frames import (
    all_facts,
    all_findings,
    all_suspects,
    findings,
    narrative_facts,
    suspects,
    to_arrow,
    to_pandas,
    to_polars,
    write_parquet,
)
from budgetdisclosure.frames.told import BASES
from budgetdisclosure.model import Passage, Section


def test_two_files_of_one_name_differ_by_their_path(tmp_path: Path, root: Path) -> None:
    text = (root / "examples" / "final-accounts-2020.txt").read_text("utf-8")
    paths = [tmp_path / folder / "决算.txt" for folder in ("甲", "乙")]
    for path in paths:
        path.parent.mkdir()
        path.write_text(text.replace("\t46.05\t", "\t47.05\t", 1), "utf-8")
    audits = [bd.audit(bd.read(path)) for path in paths]
    for rows in (all_findings(audits), all_suspects(audits)):
        assert {row.file for row in rows} == {"决算.txt"}
        assert {row.path for row in rows} == set(map(str, paths))
    assert {fact.path for fact in all_facts(one.disclosure for one in audits)} == set(
        map(str, paths)
    )
    assert [one.to_dict()["path"] for one in audits] == list(map(str, paths))
    held = bd.read_all(tmp_path)
    assert {one.path for one in held} == {str(tmp_path)}
    assert len({one.file for one in held}) == 2


def test_a_suspect_says_which_findings_hold_it(root: Path) -> None:
    """By moving one figure each time: its row is among the suspects, its rules among the findings.

    No finding of the undisturbed document is told of a suspect, for there is none.
    """
    text = (root / "examples" / "final-accounts-2020.txt").read_text("utf-8")
    assert suspects(bd.audit(bd.read(text.encode()))) == ()
    for at, wrong in (("\t46.05\t", "\t47.05\t"), ("占69.4%", "占79.4%")):
        assert at in text
        audit = bd.audit(bd.read(text.replace(at, wrong, 1).encode()))
        rows = suspects(audit)
        found = {finding.rule.id for finding in audit.findings}
        assert [row for row in rows if row.printed in wrong and row.rules]
        assert all(set(row.rules.split()) <= found for row in rows)
        assert len({row.group for row in rows}) == len(audit.suspects)
        frames = to_arrow(rows), to_polars(rows), to_pandas(rows)
        assert [len(frame) for frame in frames] == [len(rows)] * 3


def test_what_is_no_row_is_refused_with_what_makes_rows(root: Path, tmp_path: Path) -> None:
    d = bd.read(root / "examples" / "final-accounts-2020.txt")
    audit = bd.audit(d)
    refused: list[Callable[[], object]] = [
        lambda: bd.facts(cast("bd.Disclosure", [d])),
        lambda: findings(cast("bd.Audit", d)),
        lambda: suspects(cast("bd.Audit", d)),
        *(
            partial(make, cast("Any", given))
            for make in (to_arrow, to_pandas, to_polars)
            for given in (d, audit, [d])
        ),
        lambda: write_parquet(cast("Any", audit), tmp_path / "a.parquet"),
    ]
    for one in refused:
        with pytest.raises(ModelError):
            one()
    assert list(all_facts(d)) == list(bd.facts(d))
    assert all_findings(audit) == findings(audit)


def test_every_number_of_the_text_is_a_fact(root: Path) -> None:
    """Each amount and percentage is a row, read or not; with its place and its words."""
    text = (root / "examples" / "final-accounts-2020.txt").read_text("utf-8")
    more = text.replace("占69.4%", "占69.4%，另有3.7、48.9O万元，增长12.5", 1)
    assert more != text
    d = bd.read(more.encode())
    rows = list(narrative_facts(d))
    numbers = [number for number, _ in narrative_of(d).numbers]
    kinds = (NumberKind.MONEY, NumberKind.PERCENT, NumberKind.BARE)
    want = Counter(number.digits for number in numbers if number.kind in kinds)
    assert not want - Counter(row.printed.rstrip("%") for row in rows)
    assert {row.table for row in rows} == {"narrative"}
    assert all(row.line and row.title and row.texts for row in rows)
    assert [row for row in rows if row.printed == "48.9O" and row.value is None]
    assert len(to_polars(rows)) == len(to_arrow(rows)) == len(rows)


def test_amounts_of_every_basis_and_those_told_roughly_are_facts() -> None:
    assert {one.value for one in Basis} == BASES.keys()
    text = (
        "机关运行经费支出约7.01万元，比上年预算6.00万元增加1.01万元，增长约16.8%。"
        "培训费支出-3.00万元，会议费2万余元。"
    )
    section = Section("机关运行经费支出说明", "一", 1, "narrative", (Passage(text),))
    rows = list(narrative_facts(bd.Disclosure(fiscal_year=2020, sections=(section,))))
    assert [(row.column, row.printed, row.value) for row in rows] == [
        ("unsure", "7.01万元", None),
        ("prior_budget", "6.00", Decimal("6.00")),
        ("change", "1.01", Decimal("1.01")),
        ("unsure", "16.8%", None),
        ("unsure", "3.00万元", None),
        ("unsure", "2万余元", None),
    ]
