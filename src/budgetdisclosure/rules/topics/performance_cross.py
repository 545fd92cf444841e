"""Self-evaluations against the tables and the text (绩效自评与报表、报告文字)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from attrs import frozen

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.model import Disclosure, SelfEvaluation, items
from budgetdisclosure.model.narrative import Passage
from budgetdisclosure.place import CellRef, Place
from budgetdisclosure.rules.relation import Relation, Sense, Term, same
from budgetdisclosure.rules.rule import DERIVED, Fault, Held, Outcome, Severity, Skip, rule
from budgetdisclosure.rules.verdict import Verdict, judge
from budgetdisclosure.wording import Wording, quoted

_NUMBER: Final = r"(\d[\d,，]*(?:\.\d+)?)"
_OPENING: Final = re.compile(rf"财政拨款支出年初预算(?:数)?为?{_NUMBER}万元")
_SPENT: Final = re.compile(rf"项目支出(?:决算|执行数)?(?:为)?{_NUMBER}(万元|元)")
_HEADING: Final = re.compile(
    r"(?:[（(]?[\d一二三四五六七八九十]+[)）、.．])?(.{2,60}?项目)[：:。]?"
)
_INLINE: Final = re.compile(
    rf"(?:^|[。；，、：])([^。；，、：\d]{{2,40}}?项目)[，]?(?:实际)?支出(?:为)?{_NUMBER}(万元|元)"
)


def passages(d: Disclosure) -> Iterator[tuple[str, Passage]]:
    """Every heading and passage of the text in order, without spaces."""
    for section in d.walk_sections():
        yield "".join(section.title.split()), Passage(section.title, section.place)
        for passage in section.passages:
            yield "".join(passage.text.split()), passage


def self_evaluations(d: Disclosure) -> list[SelfEvaluation]:
    """The self-evaluations, without targets and totals rows."""
    return [e for e in d.evaluations if e.kind == "self_evaluation" and e.scope != "total"]


def _outturn(evaluation: SelfEvaluation) -> Figure | None:
    row = evaluation.total_funds
    return None if row is None or row.outturn.value is None else row.outturn


def _departments(d: Disclosure) -> list[SelfEvaluation]:
    return [e for e in self_evaluations(d) if e.scope == "department"]


def _projects(d: Disclosure) -> list[SelfEvaluation]:
    return [e for e in self_evaluations(d) if e.scope == "project" and e.project]


@rule(
    "PX-01",
    "整体执行数",
    "what the department spent is what the tables say",
    source=DERIVED,
    exceptions="口径含结转结余的",
)
def whole_outturn(d: Disclosure) -> Iterator[Outcome]:
    """整体自评表全年执行数 = 支出决算表本年支出合计."""
    total = _table_total(d)
    for evaluation in _departments(d):
        outturn = _outturn(evaluation)
        if outturn is None or total is None:
            yield Skip(Wording("没有可比的执行数或支出合计", "nothing to compare"))
        else:
            yield same(outturn, total)


def _table_total(d: Disclosure) -> Figure | None:
    line = d.expenditure.total_line
    if line is not None and line.total.value is not None:
        return line.total
    row = d.summary.expenditure.get(items.CURRENT_YEAR_EXPENDITURE)
    return None if row is None or row.expenditure.value is None else row.expenditure


@rule(
    "PX-02",
    "年初预算",
    "the initial budget is the one the text gives",
    source=DERIVED,
    severity=Severity.WARNING,
    exceptions="全口径与一般公共预算口径不同的",
)
def initial_budget(d: Disclosure) -> Iterator[Outcome]:
    """整体自评表年初预算数 = 文字说明中财政拨款支出的年初预算数."""
    said = [
        _figure(match[1], Unit.WAN, passage, "年初预算")
        for text, passage in passages(d)
        if (match := _OPENING.search(text))
    ]
    for evaluation in _departments(d):
        row = evaluation.total_funds
        if row is None or row.initial_budget.value is None or not said:
            yield Skip(Wording("没有可比的年初预算数", "no initial budget to compare"))
        elif _is_other_scope(evaluation):
            yield Skip(Wording("含非财政拨款资金，口径不同", "not only appropriations"))
        else:
            yield same(row.initial_budget, said[0], _told(evaluation, "年初预算数"))


def _told(evaluation: SelfEvaluation, zh: str) -> Wording:
    return Wording(
        f"{evaluation.label}的{zh}与报告文字",
        f"{evaluation.label_en}: {quoted(zh)} in the table and in the report's text",
    )


def _is_other_scope(evaluation: SelfEvaluation) -> bool:
    """Whether funds other than this year's appropriation are in the total."""
    rest = (*evaluation.funds("carryover"), *evaluation.funds("other"))
    return any(row.initial_budget.counted for row in rest)


def _figure(digits: str, unit: Unit, passage: Passage, column: str) -> Figure:
    cell = CellRef("narrative", "绩效", column, passage.place.line or 1)
    figure = Figure.parse(digits, unit, place=passage.place)
    return figure.at(passage.place, cell)


@rule(
    "PX-03",
    "项目执行合计",
    "the projects' outturns are within project expenditure",
    source=DERIVED,
    severity=Severity.WARNING,
    exceptions="项目资金未列入本部门决算的（转移支付、债券等）",
)
def projects_within(d: Disclosure) -> Iterator[Outcome]:
    """各项目自评表全年执行数之和 ≤ 支出决算表项目支出; equal where all are disclosed."""
    line = d.expenditure.total_line
    outturns = [figure for e in _projects(d) if (figure := _outturn(e)) is not None]
    if line is None or line.project.value is None or not outturns:
        yield Skip(Wording("没有可比的项目支出", "no project expenditure to compare"))
        return
    yield Relation(tuple(Term(figure) for figure in outturns), (Term(line.project),), Sense.AT_MOST)


@frozen
class Mention:
    """A project with its expenditure, as the report's text gives it."""

    name: str
    spent: Figure
    place: Place


def mentions(d: Disclosure) -> Iterator[Mention]:
    """Projects whose expenditure the text states: named in the sentence, or in the line above."""
    heading: str | None = None
    for text, passage in passages(d):
        for match in _INLINE.finditer(text):
            yield _mention(match[1], match[2], match[3], passage)
        spent = _SPENT.match(text)
        if spent and heading is not None:
            yield _mention(heading, spent[1], spent[2], passage)
        named = _HEADING.fullmatch(text)
        heading = named[1] if named else None


def _mention(name: str, digits: str, unit: str, passage: Passage) -> Mention:
    figure = _figure(digits, Unit.named(unit) or Unit.WAN, passage, f"{name}·支出")
    return Mention(name, figure, passage.place)


def core(name: str) -> str:
    """The name of a project without 项目, 专项 and 资金 at its end, for comparing names."""
    return "".join(name.split()).removesuffix("项目").removesuffix("专项").removesuffix("资金")


def _paired(d: Disclosure) -> Iterator[tuple[SelfEvaluation, Mention, bool]]:
    """Projects with what the text says of them, and whether the names are the same.

    A project that no name fits is paired with the one mention left over that has its amount.
    """
    open_ones = _projects(d)
    left = list(mentions(d))
    for evaluation in list(open_ones):
        found = next((m for m in left if core(m.name) == core(evaluation.project or "")), None)
        if found is not None:
            left.remove(found)
            open_ones.remove(evaluation)
            yield evaluation, found, True
    for evaluation in open_ones:
        near = [m for m in left if _same_amount(evaluation, m) and _alike(evaluation, m)]
        if len(near) == 1:
            left.remove(near[0])
            yield evaluation, near[0], False


def _same_amount(evaluation: SelfEvaluation, mention: Mention) -> bool:
    outturn = _outturn(evaluation)
    return outturn is not None and outturn.interval.meets(mention.spent.interval)


def _alike(evaluation: SelfEvaluation, mention: Mention) -> bool:
    pair = (core(evaluation.project or ""), core(mention.name))
    return SequenceMatcher(None, *pair, autojunk=False).ratio() * 2 >= 1


@rule(
    "PX-04",
    "项目与科目",
    "a project's outturn is the one the text gives",
    source=DERIVED,
    severity=Severity.INFO,
    exceptions="文字精度低于表格的，只作提示",
)
def project_spent(d: Disclosure) -> Iterator[Outcome]:
    """项目自评表全年执行数 = 报告文字中该项目的支出; a coarser text is only noted."""
    for evaluation, mention, _ in _paired(d):
        outturn = _outturn(evaluation)
        if outturn is None:
            continue
        relation = same(outturn, mention.spent, _told(evaluation, "全年执行数"))
        yield relation
        coarser = outturn.step != mention.spent.step
        if coarser and judge(relation).verdict is Verdict.ROUNDING:
            yield _coarser(evaluation, outturn, mention)


def _coarser(evaluation: SelfEvaluation, outturn: Figure, mention: Mention) -> Fault:
    return Fault(
        Wording(
            f"{evaluation.label}：执行数{outturn}，报告文字印{mention.spent}，"
            "只是小数位数不同，数额相符",
            f"{evaluation.label_en}: {outturn.spoken('en')} in the table, "
            f"{mention.spent.spoken('en')} in the text: "
            "fewer decimals only",
        ),
        figures=[outturn, mention.spent],
        place=mention.place,
        verdict=Verdict.ROUNDING,
    )


@rule(
    "PX-07",
    "项目名称一致",
    "a project has one name",
    source=DERIVED,
    severity=Severity.INFO,
)
def one_name(d: Disclosure) -> Iterator[Outcome]:
    """报告文字与自评表中的项目名称一致."""
    for evaluation, mention, named_alike in _paired(d):
        if named_alike:
            yield Held()
            continue
        yield Fault(
            Wording(
                f"{evaluation.label}：报告文字称“{mention.name}”，金额相同而名称不一",
                f"{evaluation.label_en}: the text gives the same amount and calls it "
                f"{quoted(mention.name)}",
            ),
            place=mention.place,
        )
