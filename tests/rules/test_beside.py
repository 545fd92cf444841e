"""Rules that need another disclosure: last year's, the year's budget, the units below."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

import budgetdisclosure as bd
from budgetdisclosure.amounts import Figure
from budgetdisclosure.cli import main
from budgetdisclosure.model import (
    AppropriationExpenditureLine,
    AppropriationRevenueLine,
    AppropriationSummaryTable,
    Disclosure,
    ExpenditureLine,
    ExpenditureTable,
    Kind,
    SummaryExpenditureLine,
    SummaryRevenueLine,
    SummaryTable,
    ThreePublicLine,
    ThreePublicTable,
    items,
)
from budgetdisclosure.rules import Audit, Verdict, audit, find_rule
from budgetdisclosure.rules.beside import Standing, standing_of

f = Figure.parse
RULES = ("T01-009", "N-01-6", "X-BUDGET", "X-SUB")


def year(
    fiscal_year: int, *, opening: str, closing: str, spent: str = "90.00", entity: str = "某局"
) -> Disclosure:
    """Final accounts with a carry-over at both ends, in both summaries, and an expenditure table."""
    return Disclosure(
        entity,
        fiscal_year,
        summary=SummaryTable(
            title="收入支出决算总表",
            revenue=[
                SummaryRevenueLine(
                    "年初结转和结余", item=items.OPENING_CARRYOVER, revenue=f(opening)
                )
            ],
            expenditure=[
                SummaryExpenditureLine(
                    "年末结转和结余", item=items.CLOSING_CARRYOVER, expenditure=f(closing)
                )
            ],
        ),
        appropriation_summary=AppropriationSummaryTable(
            title="财政拨款收入支出决算总表",
            revenue=[
                AppropriationRevenueLine(
                    "年初财政拨款结转和结余",
                    item=items.OPENING_APPROPRIATION_CARRYOVER,
                    revenue=f(opening),
                )
            ],
            expenditure=[
                AppropriationExpenditureLine(
                    "年末财政拨款结转和结余",
                    item=items.CLOSING_APPROPRIATION_CARRYOVER,
                    total=f(closing),
                )
            ],
        ),
        expenditure=ExpenditureTable(
            title="支出决算表", lines=[ExpenditureLine("合计", item=items.TOTAL, total=f(spent))]
        ),
    )


def public(d: Disclosure, **rows: str) -> Disclosure:
    """With a “三公” table that prints a total on each basis."""
    lines = [ThreePublicLine(name, item=name, total=f(total)) for name, total in rows.items()]
    return evolve(d, three_public=ThreePublicTable(title="“三公”经费支出决算表", lines=lines))


def verdicts(made: Audit, rule: str) -> list[Verdict]:
    return [check.verdict for check in made.checked if check.rule.id == rule]


def waiting(made: Audit) -> set[str]:
    return {skip.rule.id for skip in made.skipped} & set(RULES)


def test_without_others_they_wait_and_say_for_what() -> None:
    made = audit(year(2021, opening="1.00", closing="2.00"), prove=False)
    assert waiting(made) == set(RULES)
    said = {skip.rule.id: skip.reason.zh for skip in made.skipped}
    assert "上年" in said["T01-009"]
    assert "预算" in said["X-BUDGET"]


def test_a_year_opens_with_what_the_last_one_closed_with() -> None:
    this, last = (
        year(2021, opening="12.34", closing="5.00"),
        year(2020, opening="1", closing="12.34"),
    )
    made = audit(this, beside=[last], prove=False)
    assert verdicts(made, "T01-009") == [Verdict.EXACT, Verdict.EXACT]
    assert waiting(made) == {"X-BUDGET", "X-SUB", "N-01-6"}
    wrong = audit(year(2021, opening="12.43", closing="5"), beside=[last], prove=False)
    assert verdicts(wrong, "T01-009") == [Verdict.CONFLICT, Verdict.CONFLICT]
    [finding, _] = [one for one in wrong.findings if one.rule.id == "T01-009"]
    assert "12.43" in finding.message.zh
    assert "2020年度决算" in finding.message.zh
    assert finding.severity is bd.Severity.WARNING
    assert wrong.consistent == audit(this, prove=False).consistent


def test_amounts_printed_in_another_unit_are_compared_by_what_they_mean() -> None:
    last = year(2020, opening="1", closing="12.34")
    closing = f("123,412", bd.Unit.YUAN)
    line = SummaryExpenditureLine(
        "年末结转和结余", item=items.CLOSING_CARRYOVER, expenditure=closing
    )
    last = evolve(last, summary=evolve(last.summary, expenditure=[line]))
    made = audit(year(2021, opening="12.34", closing="5"), beside=[last], prove=False)
    assert verdicts(made, "T01-009") == [Verdict.ROUNDING, Verdict.EXACT]


def test_last_years_amounts_are_those_that_were_published() -> None:
    this, last = year(2021, opening="1", closing="2"), year(2020, opening="0", closing="1")
    this = public(this, **{items.PRIOR_ACTUAL: "3.20", items.ACTUAL: "3.00"})
    right = audit(this, beside=[public(last, **{items.ACTUAL: "3.20"})], prove=False)
    assert verdicts(right, "N-01-6") == [Verdict.EXACT]
    wrong = audit(this, beside=[public(last, **{items.ACTUAL: "2.30"})], prove=False)
    assert verdicts(wrong, "N-01-6") == [Verdict.CONFLICT]


def test_the_initial_budget_is_the_one_disclosed() -> None:
    this = public(year(2021, opening="1", closing="2"), **{items.BUDGET: "4.00", items.ACTUAL: "3"})
    budget = evolve(public(Disclosure("某局", 2021), **{items.BUDGET: "4.00"}), kind=Kind.BUDGET)
    assert verdicts(audit(this, beside=[budget], prove=False), "X-BUDGET") == [Verdict.EXACT]
    other = evolve(public(Disclosure("某局", 2021), **{items.BUDGET: "4.40"}), kind=Kind.BUDGET)
    assert verdicts(audit(this, beside=[other], prove=False), "X-BUDGET") == [Verdict.CONFLICT]


def test_an_adjusted_budget_is_not_the_one_disclosed() -> None:
    """Where the note says 预算数 is 全年预算数, nothing is compared, and that is said."""
    this = public(year(2021, opening="1", closing="2"), **{items.BUDGET: "4.00", items.ACTUAL: "3"})
    budget = evolve(public(Disclosure("某局", 2021), **{items.BUDGET: "4.40"}), kind=Kind.BUDGET)
    for note in ("注：预算数为全年预算数。", "注：预算数为调整后的预算数。"):
        noted = evolve(this, three_public=evolve(this.three_public, notes=(note,)))
        made = audit(noted, beside=[budget], prove=False)
        assert verdicts(made, "X-BUDGET") == []
        assert "X-BUDGET" in waiting(made)
    plain = evolve(
        this, three_public=evolve(this.three_public, notes=("注：预算数为年初预算数。",))
    )
    assert verdicts(audit(plain, beside=[budget], prove=False), "X-BUDGET") == [Verdict.CONFLICT]


def test_a_department_is_the_sum_of_its_units() -> None:
    whole = year(2021, opening="1", closing="2", spent="90.00")
    parts = [
        year(2021, opening="1", closing="2", spent=spent, entity=f"第{number}所")
        for number, spent in enumerate(("40.00", "30.00", "20.01"))
    ]
    made = audit(whole, units=parts, prove=False)
    assert verdicts(made, "X-SUB") == [Verdict.ROUNDING]
    assert verdicts(audit(whole, units=parts[:2], prove=False), "X-SUB") == [Verdict.CONFLICT]
    other_years = [evolve(part, fiscal_year=2020) for part in parts]
    assert "X-SUB" in waiting(audit(whole, units=other_years, beside=parts, prove=False))


@pytest.mark.parametrize("lost", [{"fiscal_year": None}, {"kind": Kind.BUDGET}])
def test_units_are_added_only_if_all_of_them_can_be(lost: dict[str, object]) -> None:
    """A unit whose year or kind is not known is named, and the rest are not taken for all."""
    whole = year(2021, opening="1", closing="2", spent="90.00")
    parts = [
        year(2021, opening="1", closing="2", spent="45.00", entity=f"第{number}所")
        for number in range(2)
    ]
    assert verdicts(audit(whole, units=parts, prove=False), "X-SUB") == [Verdict.EXACT]
    made = audit(whole, units=[parts[0], evolve(parts[1], **lost)], prove=False)
    assert verdicts(made, "X-SUB") == []
    [skip] = [one for one in made.skipped if one.rule.id == "X-SUB"]
    assert "第1所" in skip.reason.zh
    assert skip.unchecked


def test_the_units_of_a_sum_are_named() -> None:
    whole = year(2021, opening="1", closing="2", spent="90.00")
    parts = [
        year(2021, opening="1", closing="2", spent="44.00", entity=f"第{number}所")
        for number in range(2)
    ]
    parts[1] = evolve(parts[1], entity=None, path="县直/甲.pdf", file="甲.pdf")
    [found] = [one for one in audit(whole, units=parts).findings if one.rule.id == "X-SUB"]
    assert "《第0所·2021年度决算·" in found.message.zh
    assert "《县直/甲.pdf·2021年度决算·" in found.message.zh


def test_a_unit_that_prints_nothing_counts_as_nothing_and_one_without_a_total_is_told_of() -> None:
    """A blank is no amount; a table that was not read may hold any."""
    whole = year(2021, opening="1", closing="2", spent="90.00")
    one = year(2021, opening="1", closing="2", spent="90.00", entity="第1所")
    told = ((f(""), Verdict.EXACT), (f("1"), Verdict.CONFLICT), (Figure(None, text="9O"), None))
    for spent, verdict in told:
        line = ExpenditureLine("合计", item=items.TOTAL, total=spent)
        table = ExpenditureTable(title="支出决算表", lines=[line])
        other = evolve(one, entity="第2所", expenditure=table)
        made = audit(whole, units=[one, other], prove=False)
        assert verdicts(made, "X-SUB") == ([verdict] if verdict else [])
        assert ("X-SUB" in waiting(made)) is (verdict is None)
    unread = evolve(one, entity="第3所", expenditure=ExpenditureTable())
    made = audit(whole, units=[one, unread], prove=False)
    assert verdicts(made, "X-SUB") == []
    [skip] = [skip for skip in made.skipped if skip.rule.id == "X-SUB"]
    assert skip.unchecked
    assert "第3所" in skip.reason.zh
    assert "第1所" not in skip.reason.zh


def test_accounts_of_the_office_itself_are_not_those_of_all() -> None:
    this = year(2021, opening="1", closing="2", entity="某局（汇总）")
    last = evolve(this, fiscal_year=2020, entity="某局(本级)")
    assert standing_of(last, this) is None
    for name in ("某局（汇总）", "某局( 汇总 )", "某局"):
        assert standing_of(evolve(last, entity=name), this) is Standing.PREVIOUS


def test_what_stands_in_no_relation_is_not_compared() -> None:
    this = year(2021, opening="1", closing="2")
    strange = [evolve(this, fiscal_year=2018), Disclosure(), evolve(this, fiscal_year=None)]
    assert [standing_of(one, this) for one in strange] == [None] * 3
    last = evolve(this, fiscal_year=2020)
    assert standing_of(last, this) is Standing.PREVIOUS
    assert standing_of(evolve(last, entity="某局（本级）"), this) is Standing.PREVIOUS
    assert standing_of(evolve(last, entity="另一局"), this) is None
    assert waiting(audit(this, beside=strange, prove=False)) == set(RULES)


def test_the_text_is_compared_with_last_years_tables(root: Path) -> None:
    """The change the text tells is this year's amount less the one last year's tables print."""
    d = bd.read(root / "examples" / "final-accounts-2020.txt")
    told = audit(d, beside=[evolve(d, fiscal_year=2019)], prove=False)
    assert Verdict.CONFLICT in verdicts(told, "N-01-6")
    assert find_rule("N-01-6").severity is bd.Severity.WARNING


def test_the_command_takes_others(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = root / "examples" / "final-accounts-2020.txt"
    last = tmp_path / "last.txt"
    last.write_text(example.read_text("utf-8").replace("2020", "2019"), "utf-8")
    assert main(["audit", str(example), "--beside", str(last), "--format", "json"]) == 0
    assert '"N-01-6"' in capsys.readouterr().out
    assert main(["audit", str(example), "--beside", str(tmp_path / "none.txt")]) == 2


def test_the_report_says_what_it_was_compared_with_and_what_was_given_in_vain(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = root / "examples" / "final-accounts-2020.txt"
    text = example.read_text("utf-8")
    last, strange = tmp_path / "last.txt", tmp_path / "strange.txt"
    last.write_text(text.replace("2020", "2019"), "utf-8")
    strange.write_text(text.replace("某区社会保险服务中心", "某市图书馆"), "utf-8")
    main(["audit", str(example), "--beside", str(last), "--beside", str(strange)])
    said = capsys.readouterr().out
    assert f"对照：{last}（上年）" in said
    assert f"未用于对照：{strange}" in said


def test_blanks_alone_are_not_counted_as_agreeing() -> None:
    """An empty form has nothing to compare, and the verdict says so."""
    from budgetdisclosure.report import render

    line = ExpenditureLine("合计", item=items.TOTAL, total=Figure.blank(), basic=Figure.blank())
    made = audit(
        Disclosure("某局", 2020, expenditure=ExpenditureTable(title="支出表", lines=[line]))
    )
    assert not made.checked
    assert "没有可以相互核对的数" in render(made)
