"""Other matters of the narrative: operating costs, procurement, assets, performance (其他事项)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from budgetdisclosure.amounts import Figure, round_half_up
from budgetdisclosure.claims import Amount, Basis, Completion, Count, Dated, Score
from budgetdisclosure.model import Disclosure, Kind, items
from budgetdisclosure.rules.relation import at_most
from budgetdisclosure.rules.rule import (
    BOTH,
    DERIVED,
    PRACTICE,
    Fault,
    Held,
    Outcome,
    Severity,
    Skip,
    rule,
)
from budgetdisclosure.rules.topics.economic import group_total
from budgetdisclosure.rules.topics.narrative_common import TEMPLATE, completed, place_of, told
from budgetdisclosure.wording import Wording, listed, quoted

_ALL_VEHICLES: Final = re.compile(r"车辆$|公务用车$|车辆共$|公车$")
_PART: Final = re.compile(r"用车$|车$|车辆$")


_GRADED: Final = re.compile(
    r"(?:(?:评级|等级|结果|评价)为|^)(不合格|合格|优秀?|良好?|中|差|较差)的?项目"
)


def operating(d: Disclosure) -> Amount | None:
    """机关运行经费 of this year as the text tells it."""
    for amount in told(d).all(Amount, "operating"):
        current = amount.basis in (Basis.CURRENT, Basis.FINAL)
        if amount.subject.key == "机关运行经费" and current and amount.subject.plain:
            return amount
    return None


@rule(
    "N-10-1",
    "机关运行经费上限",
    "agency operating costs are within running costs",
    source=f"{TEMPLATE}：机关运行经费指公用经费支出",
    kinds=BOTH,
)
def operating_within(d: Disclosure) -> Iterator[Outcome]:
    """机关运行经费 ≤ 06.公用经费合计."""
    amount, running = operating(d), running_costs(d)
    if amount is not None and not running.is_absent:
        yield at_most(amount.figure, running)


def running_costs(d: Disclosure) -> Figure:
    """公用经费合计 of table 06: a row of its own, or a column in the row 合计 as in budgets."""
    row, total = group_total(d, items.RUNNING_TOTAL), d.basic_expenditure.total_line
    return row if total is None or not row.is_absent else total.running


@rule(
    "N-10-2",
    "机关运行经费相等",
    "agency operating costs equal running costs in an administrative unit",
    source=TEMPLATE,
    severity=Severity.WARNING,
    exceptions="所属单位中有事业单位",
)
def operating_equal(d: Disclosure) -> Iterator[Outcome]:
    """They are equal if every unit is administrative; what the units are is not printed."""
    amount, running = operating(d), running_costs(d)
    if amount is None or running.is_absent:
        return
    if not running.is_unreadable and amount.figure.interval.meets(running.interval):
        yield Held()
    else:
        yield Skip(
            Wording(
                f"机关运行经费 {amount.figure.digits.strip()}，公用经费合计 "
                f"{running.digits.strip()}；如有事业单位则可不等，文件未写明",
                "they may differ where a unit is a public institution",
            ),
            unchecked=True,
        )


@rule(
    "N-10-4",
    "非参公事业单位",
    "a public institution has no agency operating costs",
    source=TEMPLATE,
    severity=Severity.INFO,
    exceptions="参照公务员法管理的事业单位",
)
def institution(d: Disclosure) -> Iterator[Outcome]:
    """A university, school or hospital tells agency operating costs: asked about."""
    amount = operating(d)
    if amount is None or amount.figure.counted == 0:
        return
    if re.search(r"(?:大学|学院|学校|幼儿园|医院)$", d.entity or ""):
        yield Fault(
            Wording(
                "事业单位通常没有机关运行经费，请核实",
                "a public institution usually has no agency operating costs",
            ),
            (amount.figure,),
        )
    else:
        yield Held()


_ECONOMIC: Final = (("会议费", "30215"), ("培训费", "30216"))


@rule(
    "N-11-1",
    "一般性支出",
    "meetings and training are no less than in basic expenditure",
    source=PRACTICE,
    severity=Severity.WARNING,
    exceptions="仅部分地区有此节",
)
def meetings(d: Disclosure) -> Iterator[Outcome]:
    """会议费 ≥ 06.30215, 培训费 ≥ 06.30216; the section tells both."""
    roles = ("general_costs", "meetings", "training", "three_public")
    said = {
        a.subject.key: a
        for a in told(d).all(Amount, *roles)
        if a.basis in (Basis.CURRENT, Basis.FINAL) and a.subject.plain and not a.said.explains
    }
    for name, code in _ECONOMIC:
        line = d.basic_expenditure.get(code)
        if name in said and line is not None:
            yield at_most(line.amount, said[name].figure)
    section = [s for s in told(d).statements if s.said.role == "general_costs"]
    missing = [name for name, _ in _ECONOMIC if name not in said]
    if section and missing and len(missing) < len(_ECONOMIC):
        yield Fault(
            Wording(
                f"一般性支出情况没有说明{'、'.join(missing)}",
                f"the section on general costs does not tell {listed(missing, 'en')}",
            ),
            place=place_of(section[0].said),
            severity=Severity.INFO,
        )


def vehicles(d: Disclosure) -> list[tuple[Count, list[Count]]]:
    """Each total of vehicles in the assets section with the types told after it."""
    groups: list[tuple[Count, list[Count]]] = []
    for count in told(d).all(Count, "assets"):
        if count.measure != "辆" or count.said.attached:
            continue
        words = count.subject.words.partition("…")[0]
        total = _ALL_VEHICLES.search(words) and "用车" not in words.removesuffix("公务用车")
        inside = bool(groups) and _same_sentence(groups[-1][0], count) and words.endswith("用车")
        if total and not inside:
            groups.append((count, []))
        elif groups and _PART.search(words) and _same_sentence(groups[-1][0], count):
            groups[-1][1].append(count)
    return groups


def _same_sentence(one: Count, other: Count) -> bool:
    return (one.said.passage, one.said.sentence) == (other.said.passage, other.said.sentence)


@rule(
    "N-13-1",
    "车辆分项",
    "vehicles by type add up",
    source=TEMPLATE,
    kinds=BOTH,
    exceptions="没有分列用途的",
)
def vehicle_types(d: Disclosure) -> Iterator[Outcome]:
    """车辆总数 = Σ of the types printed."""
    for total, types in vehicles(d):
        if not types:
            continue
        count = sum((one.number for one in types), Decimal(0))
        if count == total.number:
            yield Held()
            continue
        yield Fault(
            Wording(
                f"车辆 {total.number} 辆，各类用车合计 {count} 辆",
                f"{total.number} vehicles, the types add up to {count}",
            ),
            place=place_of(total.said),
            expected=str(count),
        )


@rule(
    "N-13-2",
    "资产日期",
    "assets are told as of the year's end",
    source=TEMPLATE,
    severity=Severity.WARNING,
    kinds=BOTH,
    exceptions="预算用上年的日期（各地不一）",
)
def asset_date(d: Disclosure) -> Iterator[Outcome]:
    """Accounts: 31 December of the year, another year is an error; budgets: the year before."""
    year = d.fiscal_year
    if year is None:
        return
    for dated in told(d).all(Dated, "assets"):
        if "截" not in dated.text or dated.month is None:
            continue
        final = d.kind is Kind.FINAL
        right = (year, 12, 31) if final else (year - 1,)
        said = (dated.year, dated.month, dated.day or 31)
        if said[: len(right)] == right:
            yield Held()
            continue
        shown = f"{year}年12月31日" if final else f"{year - 1}年"
        yield Fault(
            Wording(
                f"国有资产的日期“{dated.said.words}”应为{shown}",
                f"assets are told as of {quoted(dated.said.words)}, not {quoted(shown)}",
            ),
            place=place_of(dated.said),
            severity=Severity.ERROR if final and dated.year != year else None,
            correction=Wording(shown, quoted(shown)),
        )


@rule(
    "N-14-1",
    "绩效个数",
    "grades add up to the projects evaluated",
    source=TEMPLATE,
    exceptions="没有分等级列出个数的",
)
def grades(d: Disclosure) -> Iterator[Outcome]:
    """优 + 良 + 中 (合格) + 差 (不合格) = 自评项目数."""
    projects: Count | None = None
    grade_counts: list[Count] = []
    for count in told(d).all(Count, "performance"):
        words = count.subject.words.partition("…")[0]
        if count.said.attached or "项目" not in words:
            continue
        if _grade(words):
            grade_counts.append(count)
        elif "自评" in words and not grade_counts:
            projects = count
    if projects is None or len(grade_counts) < 2:
        return
    total = sum((one.number for one in grade_counts), Decimal(0))
    if total == projects.number:
        yield Held()
        return
    yield Fault(
        Wording(
            f"绩效自评项目 {projects.number} 个，各等级合计 {total} 个",
            f"{projects.number} projects evaluated, the grades add up to {total}",
        ),
        place=place_of(projects.said),
    )


def _grade(words: str) -> str:
    match = re.search(
        r"(?:(?:评级|等级|结果|评价)为|^)(不合格|合格|优秀?|良好?|中|差|较差)的?项目", words
    )
    return match[1] if match else ""


@rule(
    "N-14-2",
    "绩效均分",
    "the average score is possible",
    source=f"{TEMPLATE}；{DERIVED}",
    severity=Severity.WARNING,
    exceptions="地方自定等级",
)
def average(d: Disclosure) -> Iterator[Outcome]:
    """0 ≤ 平均得分 ≤ 100."""
    for score in told(d).all(Score, "performance"):
        if "平均" not in score.subject.words:
            continue
        if 0 <= score.number <= 100:
            yield Held()
        else:
            yield Fault(
                Wording(
                    f"平均得分 {score.number} 分超出100分",
                    f"an average of {score.number} points is above 100",
                ),
                place=place_of(score.said),
            )


@rule(
    "N-14-3",
    "整改个数",
    "problems found are mended or being mended",
    source=TEMPLATE,
    severity=Severity.WARNING,
    exceptions="列有未整改的",
)
def mended(d: Disclosure) -> Iterator[Outcome]:
    """发现问题 = 已完成整改 + 正在整改."""
    held: dict[str, Count] = {}
    for count in told(d).all(Count, "performance"):
        words = count.subject.words
        for name in ("发现问题", "完成整改", "正在整改", "未整改"):
            if name in words.replace("的", ""):
                held.setdefault(name, count)
    if not {"发现问题", "完成整改", "正在整改"} <= held.keys():
        return
    parts = sum((held[n].number for n in held if n != "发现问题"), Decimal(0))
    found = held["发现问题"]
    if parts == found.number:
        yield Held()
        return
    yield Fault(
        Wording(
            f"发现问题 {found.number} 个，已整改与正在整改合计 {parts} 个",
            f"{found.number} problems found, {parts} mended or being mended",
        ),
        place=place_of(found.said),
    )


@rule(
    "N-14-4",
    "绩效综述执行率",
    "execution rates told of projects",
    source=DERIVED,
    severity=Severity.ERROR,
    kinds=BOTH,
)
def project_rates(d: Disclosure) -> Iterator[Outcome]:
    """完成预算的X% in a project's evaluation = 执行数 ÷ 全年预算数."""
    for claim in told(d).all(Completion, "performance"):
        if claim.budgets and not claim.said.attached:
            yield from completed(d, claim)


@rule(
    "N-14-5",
    "执行率得分",
    "the score for execution is the weight times the rate",
    source="《项目支出绩效评价管理办法》（财预〔2020〕10号，条文未核对原文）；预算执行率权重10分（惯例）",
    severity=Severity.WARNING,
    kinds=BOTH,
    exceptions="执行率权重不是10分的",
)
def execution_score(d: Disclosure) -> Iterator[Outcome]:
    """执行率得分 = 10 × min(执行数 ÷ 全年预算数, 1), at one or two decimals."""
    for score in told(d).all(Score):
        outturn, budgets = score.outturn, score.budgets
        if "执行" not in score.subject.words or outturn is None or not budgets:
            continue
        if score.number > 10 or budgets[-1].figure.counted == 0:
            continue
        rate = Fraction(outturn.figure.printed_fen) / Fraction(budgets[-1].figure.printed_fen)
        wanted = min(rate, Fraction(1)) * 10
        if any(round_half_up(wanted, places) == score.number for places in (1, 2, 3)):
            yield Held()
            continue
        right = round_half_up(wanted, 2)
        yield Fault(
            Wording(
                f"执行率得分 {score.number} 分，按 {outturn.figure} ÷ {budgets[-1].figure} "
                f"应为 {right} 分",
                f"{score.number} points for execution; {outturn.figure.spoken('en')} of "
                f"{budgets[-1].figure.spoken('en')} make {right}",
            ),
            (outturn.figure, budgets[-1].figure),
            place_of(score.said),
            correction=Wording(f"{right}分", f"{right}"),
        )
