"""What people read: every message says where, in the language asked for, and no more than it must.

In English, Chinese stands between “ ” (names, words of the document) or 《 》 (titles) and nowhere
else; no mark of full width stands outside them, and no Python value ever.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

import budgetdisclosure as bd
from budgetdisclosure.amounts import Figure
from budgetdisclosure.calc.performance import unweighted, what_if
from budgetdisclosure.calc.targets import understand
from budgetdisclosure.model import Disclosure, Indicator, SelfEvaluation, Unplaced
from budgetdisclosure.model.edit import with_figure
from budgetdisclosure.model.performance import FundingRow, Points
from budgetdisclosure.place import Place
from budgetdisclosure.report import render, render_html
from budgetdisclosure.rules import Audit, audit
from budgetdisclosure.rules.catalogue import catalogue
from budgetdisclosure.rules.proof import Conflict, Contradiction, Explanation, Suspect, likeliest
from budgetdisclosure.rules.proof.slips import WAN, slips
from budgetdisclosure.rules.sources import source_en
from budgetdisclosure.wording import Wording

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》")
PYTHON = re.compile(r"\['|', '|\[\]|\bNone\b|Decimal\(|Wording\(")
SRC = Path(bd.__file__).parent


def foreign(text: str) -> str:
    """The Chinese of an English text that stands outside quotation marks."""
    return "".join(CHINESE.findall(QUOTED.sub("", text)))


def english(made: Audit) -> Iterator[str]:
    """Everything an audit says in English, one text after the other."""
    for finding in made.findings:
        yield finding.message.en
        yield finding.brief.en
        yield finding.spot.spoken("en")
        if finding.correction is not None:
            yield finding.correction.en
        yield from finding.rule.sources("en")
    yield from (skip.reason.en for skip in made.skipped)
    yield from (check.message.en for check in made.checked)
    yield from (suspect.message.en for suspect in made.suspects)
    if made.proof is not None:
        yield from (one.message.en for one in made.proof.contradictions)
    for piece in (*made.disclosure.unplaced, *made.disclosure.remarks):
        yield piece.reason.en
    lines = render(made, "en", full=True).splitlines()
    yield from (line for line in lines if not line.startswith("File: "))


def assert_english(made: Audit) -> None:
    """No Chinese outside marks, nothing of Python."""
    bad = [said for said in english(made) if foreign(said) or PYTHON.search(said)]
    assert not bad[:5]


@pytest.fixture(scope="module")
def example(root: Path) -> str:
    """The text of the repository's example."""
    return (root / "examples" / "final-accounts-2020.txt").read_text(encoding="utf-8")


def audited(text: str) -> Audit:
    """A disclosure's text, read and audited."""
    return audit(bd.read(text.encode("utf-8")))


def test_marks_tell_what_is_quoted() -> None:
    """The measure itself can fail: a bare name and a full-width mark are found."""
    assert foreign("the table 收入决算表 is missing") == "收入决算表"
    assert foreign("within 0.02，or so") == "，"
    assert not foreign("《收入决算表》 lacks “工程”, “服务”")
    assert PYTHON.search("procurement lacks ['工程']")


_SPOILT = (
    ("2080108\t信息化建设\t4.27", "2080108\t信息化建设\t42.70"),
    ("社会保险经办机构（项）", "社会保险经办机关（项）"),
    ("大于", "小于"),
    ("2020年", "2019年"),
    ("万元", "元"),
    ("基本工资", "津贴补贴"),
    ("公务接待", "公务招待"),
    ("货物", "物资"),
    ("车辆", "设备"),
    ("%", ""),
    ("决算表", "决算情况表"),
    ("。", ""),
    ("10", "XX"),
    ("0", ""),
)


@pytest.mark.parametrize(("right", "wrong"), _SPOILT)
def test_a_spoilt_document_is_told_of_in_english(example: str, right: str, wrong: str) -> None:
    """Whatever is wrong, English is English."""
    assert right in example
    assert_english(audited(example.replace(right, wrong)))


@pytest.fixture(scope="module")
def real(
    shared: Path, disclosure_of: Callable[[str], Disclosure]
) -> tuple[tuple[Path, Audit], ...]:
    """Every real document, audited."""
    files = sorted((shared / "disclosures").glob("*.*"))
    return tuple((file, audit(disclosure_of(file.name))) for file in files)


@pytest.mark.real
def test_real_documents_are_told_of_in_english(real: tuple[tuple[Path, Audit], ...]) -> None:
    """All that is said of every real document."""
    for _, made in real:
        assert_english(made)


@pytest.mark.real
def test_places_are_said_once(real: tuple[tuple[Path, Audit], ...]) -> None:
    """第15页 第15页 is said of nothing; a text's findings name the line."""
    for file, made in real:
        assert not re.search(r"(第\d+页)[ ·]*\1(?!\d)", render(made, full=True))
        if file.suffix == ".txt":
            assert all(finding.spot.line for finding in made.findings if finding.figures)


def _literal(node: ast.expr) -> str:
    """The text of a literal, what is filled in between marks left out."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_literal(part) for part in parts)
        case ast.BinOp(left=left, right=right):
            return _literal(left) + _literal(right)
        case ast.IfExp(body=body, orelse=other):
            return f"{_literal(body)} {_literal(other)}"
        case _:
            return "…"


def _wordings() -> Iterator[tuple[str, str]]:
    """The English of every message written in the code, with where it is."""
    for path in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Wording"
            if named and isinstance(node, ast.Call) and len(node.args) > 1:
                yield f"{path.relative_to(SRC)}:{node.lineno}", _literal(node.args[1])


def test_every_message_in_the_code_is_english() -> None:
    """Each English text of the code, whether or not a document brings it about."""
    found = list(_wordings())
    assert len(found) > 400
    assert not [(where, text) for where, text in found if foreign(text)]


def test_rules_and_their_sources_are_english() -> None:
    """Titles are; a source has its English name, and memory is never the authority."""
    for rule in catalogue():
        assert not foreign(rule.title.en), rule.id
        for part in rule.source.split("；"):
            assert not source_en(part).endswith("(in Chinese)"), part
            assert not foreign(source_en(part)), part
        assert not re.search("凭记忆|据记忆|待核", rule.source), rule.id


def test_a_dropped_row_is_named(example: str) -> None:
    """The sum is short of what another table prints under a code this one lacks."""
    row = re.compile(r"^2080109\t.*\n", re.MULTILINE)
    lines = [match.group() for match in row.finditer(example)]
    made = audited(example.replace(lines[0], "", 1))
    short = [f for f in made.findings if f.rule.id == "T02-002"]
    assert short
    assert all("2080109" in str(f.correction) and "104.60" in str(f.correction) for f in short)
    assert made.suspects
    assert all("2080109" in str(suspect.message) for suspect in made.suspects)
    assert all(suspect.message.zh.startswith("可能漏印了") for suspect in made.suspects)
    assert all(suspect.message.en.startswith("probably a row") for suspect in made.suspects)
    assert not any("相邻" in str(suspect.message) for suspect in made.suspects)


def test_a_wrong_figure_is_no_missing_row(example: str) -> None:
    """Where the codes are complete, no row is said to be missing."""
    made = audited(
        example.replace("2080109\t社会保险经办机构\t104.60", "2080109\t社会保险经办机构\t14.60")
    )
    assert made.findings
    assert not any("漏印" in str(finding.correction) for finding in made.findings)


def test_a_text_names_the_line(example: str) -> None:
    """The line of the finding holds the figure it is about; frames and JSON have it too."""
    from budgetdisclosure.frames import findings

    d = bd.read(example.encode("utf-8"))
    cell = d.expenditure["2080108"].project.cell
    assert cell is not None
    made = audit(with_figure(d, cell, Figure.parse("42.70")))
    lines = example.splitlines()
    for finding, row in zip(made.findings, findings(made), strict=True):
        if finding.check is not None:
            assert finding.spot.line
            first = finding.figures[0].digits.strip()
            assert first in lines[finding.spot.line - 1] or first == "42.70"
        assert row.line == finding.spot.line == finding.to_dict()["line"]
    assert f"第{made.findings[0].spot.line}行" in render(made)


def test_a_workbook_names_the_cell() -> None:
    """Sheet and address, not the line."""
    spot = Place(file="a.xlsx", sheet="支出", line=11, address="D11", row="合计").spot
    assert spot.spoken("en") == "sheet “支出” cell D11"


def test_a_plain_list_is_said_once() -> None:
    """Pieces of one page left out for one reason stand in one line, with their count."""
    why = Wording("不是收支表，未取数", "no table of revenue or expenditure")
    pieces = tuple(Unplaced(str(n), why, Place(page=7, line=n)) for n in range(28))
    said = render(audit(Disclosure(unplaced=pieces)))
    assert said.count("不是收支表") == 1
    assert "等 28 处" in said


def _wrong_sheets(count: int) -> Disclosure:
    """Sheets whose points add up to 110 and whose output bracket is exceeded."""
    p = Points.parse
    rows = (
        Indicator("产出指标", "数量指标", "甲", points=p("60"), score=p("60"), bracket=p("50")),
        Indicator("效益指标", "社会效益", "乙", points=p("40"), score=p("40"), bracket=p("40")),
    )
    funds = (FundingRow("年度资金总额", points=p("10"), score=p("10")),)
    return Disclosure(
        fiscal_year=2022,
        evaluations=tuple(
            SelfEvaluation(
                "项目自评表",
                project=f"项目{n}",
                funding=funds,
                indicators=rows,
                total_score=p("100"),
            )
            for n in range(count)
        ),
    )


def test_findings_of_one_sheet_are_one_entry() -> None:
    """Points, brackets and total of a sheet are said together, the rest counted; --full lists."""
    made = audit(_wrong_sheets(9))
    said = render(made)
    entries = [line for line in said.splitlines() if "分值合计应为100" in line]
    assert len(entries) == 6
    assert all("产出指标所印50分" in line and "总分印100" in line for line in entries)
    assert "另有 9 项" in said
    assert "--full" in said
    assert render(made, full=True).count("分值合计应为100") == 9
    assert len(made.to_dict()["findings"]) == len(made.findings)


def test_findings_begin_with_a_summary() -> None:
    """How many errors, of which nature, of which rules the most."""
    said = render(audit(_wrong_sheets(9)))
    assert re.search(r"错误 \d+ 项：.*P-01 分值合计 9", said)


def test_long_sums_are_cut_in_the_report_and_nowhere_else() -> None:
    """More than eight addends: the report says how many, the JSON all."""
    from budgetdisclosure.model import ExpenditureLine, ExpenditureTable

    f = Figure.parse
    lines = [ExpenditureLine("合计", item="合计", total=f("99.00"))]
    lines += [
        ExpenditureLine(f"类{n}", code=bd.FunctionCode(str(201 + n)), total=f(f"{n + 1}.00"))
        for n in range(12)
    ]
    made = audit(Disclosure(expenditure=ExpenditureTable(lines=lines, title="支出决算表")))
    sums = [one for one in made.findings if len(one.figures) > 9]
    assert sums
    assert "…等 12 项" in render(made)
    assert "(12 addends)" in render(made, "en")
    assert "等 12 项" not in sums[0].message.zh
    assert render_html([made]).count("…等 12 项") >= 1


def test_nothing_would_do_as_well_as_a_unit_slip() -> None:
    """Where zero fits, no number is a misplaced point or a wrong unit of something near zero."""
    assert not [
        slip.name
        for slip in slips(Decimal("3258.5"), 0, WAN - 1, WAN)
        if slip.name in ("yuan_for_wan", "shifted")
    ]
    named = slips(Decimal("3258.5"), 320_000, 330_000, WAN)
    assert "yuan_for_wan" in [slip.name for slip in named]


def test_a_computed_number_is_suspected_before_a_copied_one() -> None:
    """Of equally cheap explanations no slip tells apart, the percentage is named first."""
    ways = tuple(Explanation((Suspect(key, None, None, None, False),), 1) for key in (1, 2, 3))
    conflict = Conflict(Contradiction((1, 2, 3), (0,), (), True), ways, True, False)
    first, *others = likeliest(conflict, {}, {3})
    assert first.explanation.suspects[0].key == 3
    assert all(one.chance == Fraction(1) for one in (first, *others))


def test_a_score_without_points_is_reported_and_not_scaled() -> None:
    """A blank 分值 with a 得分 makes no full mark to bring scores to."""
    p = Points.parse
    sheet = SelfEvaluation(
        "自评表",
        funding=(FundingRow("合计", points=p("—"), score=p("10")),),
        indicators=(Indicator("产出指标", "数量指标", "甲", points=p("85"), score=p("83")),),
        total_points=p("90"),
        total_score=p("93"),
    )
    assert what_if(sheet) is None
    assert [name for name, _ in unweighted(sheet)] == ["合计"]
    made = audit(Disclosure(fiscal_year=2022, evaluations=(sheet,)))
    said = [finding.message.zh for finding in made.findings if finding.rule.id == "P-09"]
    assert any("分值空白，却有得分10" in one for one in said)
    assert any("“总分”得分93不在0至分值90之间" in one for one in said)
    assert not any("按满分折算" in finding.message.zh for finding in made.findings)


def test_a_number_in_a_title_is_no_value() -> None:
    """《“健康某地2030”行动规划》要求 asks for words; with a value beside the title it asks for that."""
    assert understand("《“健康某地2030”行动规划》要求").is_words
    assert understand("≥3次").conditions
    assert not understand("《十四五规划2025》，≥3次").is_words
