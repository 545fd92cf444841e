"""Findings as rows: what is printed is what is at fault, in one unit with what is expected."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import budgetdisclosure as bd
from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.cli import main
from budgetdisclosure.frames import FOUND_COLUMNS, Found, findings
from budgetdisclosure.model import Disclosure, SelfEvaluation
from budgetdisclosure.model.performance import FundingRow
from budgetdisclosure.place import CellRef, Place
from budgetdisclosure.rules import Rule, audit, find_rule, ratio
from budgetdisclosure.wording import Wording


def rated(printed: str, outturn: str, budget: str) -> Disclosure:
    """A sheet that prints this rate for these amounts."""
    f = Figure.parse
    row = FundingRow(
        "年度资金总额",
        adjusted_budget=f(budget),
        outturn=f(outturn),
        execution_rate=Percentage.parse(printed),
    )
    sheet = SelfEvaluation("项目自评表", funding=(row,)).stamped(1)
    return Disclosure(fiscal_year=2022, evaluations=(sheet,))


def rows_of(d: Disclosure, rule: str) -> list[Found]:
    return list(findings(audit(d, [find_rule(rule)], prove=False)))


@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 2000))
def test_a_wrong_rate_is_printed_expected_and_off_in_percent(
    outturn: int, budget: int, rate: int
) -> None:
    """``printed`` less what the amounts make is the residual; the figure at fault is the rate."""
    for row in rows_of(rated(f"{rate}.00%", f"{outturn}.00", f"{budget}.00"), "P-05"):
        assert (row.printed, row.unit) == (f"{rate}.00%", "%")
        assert (row.table, row.row, row.column) == ("performance", "年度资金总额", "执行率")
        if row.residual and "…" not in row.residual:
            assert Fraction(row.residual) == rate - Fraction(100 * outturn, budget)


def test_a_rate_ten_times_too_high() -> None:
    """The case that is met in the wild: 1000% of 400 in 400."""
    (row,) = rows_of(rated("1000%", "400", "400"), "P-05")
    assert (row.printed, row.unit, row.residual) == ("1000%", "%", "900")
    assert row.expected is not None
    assert row.expected.startswith("(99.75")


def one_of(percentage: Percentage) -> Found:
    """The row of a rule that holds 1.00 of 2.00, cells of a table, against ``percentage``."""

    def figure(text: str, column: str) -> Figure:
        place = Place(table="支出决算表", row="合计", column=column)
        return Figure.parse(text).at(place, CellRef("expenditure", "合计", column, 0))

    half = ratio(percentage, figure("1.00", "basic"), figure("2.00", "total"))
    own = Rule("OUR-01", Wording("占比", "share"), "自定", lambda d: [half])
    (row,) = findings(audit(Disclosure(fiscal_year=2020), [own], prove=False))
    return row


def test_a_percentage_of_the_text_stands_in_the_text() -> None:
    """Not in the table whose figures it is worked out from; one in a cell stands there."""
    rate = Percentage.parse("7.00%")
    said = one_of(rate.at(Place(table="支出情况说明", row="占比", line=7)))
    assert (said.table, said.row, said.column, said.line) == ("narrative", "占比", None, 7)
    held = one_of(rate.at(Place(table="支出决算表"), CellRef("expenditure", "208", "share", 0)))
    assert (held.table, held.row, held.column) == ("expenditure", "208", "share")
    assert one_of(rate).table == "expenditure"
    assert (one_of(Percentage.parse("7‰")).unit, one_of(rate).unit) == ("‰", "%")
    assert one_of(Percentage.parse("7‰")).residual == "-493"


def test_a_row_of_amounts_has_their_unit(root: Path) -> None:
    """And every row its source; a correction where the finding has one."""
    d = bd.read(root / "examples" / "final-accounts-2020.txt")
    made = audit(d)
    assert made.findings
    for finding, row in zip(made.findings, findings(made), strict=True):
        assert row.source == finding.rule.source
        if finding.figures and finding.percentage is None:
            assert (row.printed, row.unit) == (
                finding.figures[0].digits,
                finding.figures[0].unit.label,
            )
    told = evolve(made, findings=[evolve(made.findings[0], correction=Wording("改", "mend"))])
    assert [row.correction for row in findings(told)] == ["改"]
    assert [row.correction for row in findings(told, "en")] == ["mend"]


def test_the_command_prints_suggestions_and_sources_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], root: Path
) -> None:
    """New columns come after the old, so that programs that count columns go on."""
    text = (root / "examples" / "final-accounts-2020.txt").read_text("utf-8")
    path = tmp_path / "wrong.txt"
    path.write_text(text.replace("\t46.05\t", "\t47.05\t", 1), "utf-8")
    assert main(["audit", str(path), "--format", "csv"]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == FOUND_COLUMNS
    assert FOUND_COLUMNS[-5:] == ("message", "unit", "correction", "source", "path")
    assert all(row["source"] for row in rows)
    assert Decimal(next(row["residual"] for row in rows if row["unit"] == "万元"))
