"""What the text of final accounts must tell (应当说明的事项)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from budgetdisclosure.amounts import Figure
from budgetdisclosure.claims import Amount, Change, Comparison, Count, Dated, NoData
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.rules.rule import Fault, Held, Outcome, Severity, rule
from budgetdisclosure.rules.topics.narrative_common import PROCEDURE, TEMPLATE, told
from budgetdisclosure.rules.topics.narrative_other import operating, vehicles
from budgetdisclosure.rules.topics.narrative_procurement import PARTS, procurement
from budgetdisclosure.rules.topics.narrative_three_public import ROLES, counted, spent
from budgetdisclosure.rules.topics.text_form import (
    OTHER_FORM,
    in_a_table,
    is_common,
    missing,
    section_place,
    tells_three_public,
)
from budgetdisclosure.rules.topics.text_placeholders import leftovers
from budgetdisclosure.wording import Wording, listed

BUDGET_LAW: Final = "《预算法》（2018修正）第十四条"
_COUNTS: Final = (
    (
        "因公出国费",
        "overseas_travel",
        ("groups", "travellers"),
        "因公出国（境）团组数、人次",
        "groups and travellers abroad are",
    ),
    (
        "公务用车购置费",
        "vehicle_purchase",
        ("bought",),
        "公务用车购置数",
        "the vehicles bought are",
    ),
    ("公务用车运行费", "vehicle_running", ("kept",), "公务用车保有量", "the vehicles kept are"),
    (
        "公务接待费",
        "official_reception",
        ("batches", "visitors"),
        "公务接待批次、人次",
        "batches and visitors received are",
    ),
)


@rule(
    "DIS-007",
    "三公实物量说明",
    "counts of the three public are told",
    source=f"{PROCEDURE}；2016年地方预决算公开专项检查要点",
    exceptions="已说明无“三公”经费支出的；资产一节已列车辆数的；表内已列实物量的",
)
def counts(d: Disclosure) -> Iterator[Outcome]:
    """团组数 and 人次, 购置数 and 保有量, 批次 and 人次; an error where the item has an amount."""
    place = section_place(d, *ROLES)
    if not tells_three_public(d) or place is None:
        yield OTHER_FORM
        return
    spending = [(row, spent(d, row[0], row[1]).counted > 0) for row in _COUNTS]
    for (_, _, kinds, words, en), is_spent in spending:
        if not is_spent:
            continue
        if all(_is_counted(d, kind) for kind in kinds) or (kinds == ("kept",) and vehicles(d)):
            yield Held()
        else:
            message = Wording(f"“三公”经费没有说明{words}", f"the three public: {en} not told")
            yield Fault(message, place=place)
    if not spending[-1][1] and counted(d, "foreign_batches") and not _is_counted(d, "batches"):
        yield Fault(
            Wording(
                "“三公”经费只说明了外宾接待的批次、人次，没有说明国内公务接待的（为零也应说明）",
                "the batches and visitors from abroad are told, those of the country are not",
            ),
            place=place,
            severity=Severity.WARNING,
        )
    if not any(is_spent for _, is_spent in spending):
        yield from _counts_of_nothing(d, place)


def _is_counted(d: Disclosure, kind: str) -> bool:
    return bool(counted(d, kind)) or in_a_table(d, kind)


def _counts_of_nothing(d: Disclosure, place: Place) -> Iterator[Outcome]:
    none = any("三公" in claim.what for claim in told(d).all(NoData, *ROLES))
    if none or any(_is_counted(d, kind) for _, _, kinds, _, _ in _COUNTS for kind in kinds):
        yield Held()
        return
    yield Fault(
        Wording(
            "“三公”经费没有说明团组、车辆、接待的实物量（为零也应说明，或说明无“三公”经费支出）",
            "the counts of the three public are not told, nor that there is none",
        ),
        place=place,
        severity=Severity.WARNING,
    )


@rule(
    "DIS-008",
    "三公增减变化原因",
    "reasons are given for changes of the three public",
    source=f"{PROCEDURE}；2016年地方预决算公开专项检查要点",
    severity=Severity.WARNING,
    exceptions="决算与预算、与上年均相等",
)
def reasons(d: Disclosure) -> Iterator[Outcome]:
    """Where outturn and budget differ, the section gives a reason."""
    place = section_place(d, *ROLES)
    actual, budget = d.three_public.actual.total, d.three_public.lines.get("预算数")
    if place is None or budget is None or actual.is_absent:
        return
    planned = budget.figures().get("total", actual)
    if actual.is_unreadable or planned.is_unreadable:
        return
    if actual.counted == planned.counted:
        yield Held()
        return
    text = "".join(s.text.text for s in told(d).statements if s.said.role in ROLES)
    if "原因" in text or "主要是" in text or "由于" in text:
        yield Held()
    else:
        yield Fault(
            Wording("“三公”经费决算与预算不等，没有说明原因", "no reason is given for the change"),
            (actual,),
            place,
        )


@rule(
    "DIS-009",
    "机关运行经费说明",
    "agency operating costs are told with comparison and reason",
    source=f"{BUDGET_LAW}；{PROCEDURE}",
    exceptions="没有机关运行经费的单位应说明没有",
)
def operating_told(d: Disclosure) -> Iterator[Outcome]:
    """A section with amount, comparison and reason, or that there is none."""
    if not is_common(d):
        yield OTHER_FORM
        return
    place = section_place(d, "operating")
    if place is None:
        yield missing(d, "机关运行经费", "agency operating costs")
        return
    amount = operating(d)
    if amount is None and _is_open(d, "operating"):
        return
    if amount is None:
        said = any(told(d).all(NoData, "operating"))
        zero = any(a.figure.counted == 0 for a in told(d).all(Amount, "operating"))
        yield (
            Held()
            if said or zero or _says_none(d, "operating")
            else Fault(
                Wording("机关运行经费没有金额", "no amount of agency operating costs"), place=place
            )
        )
        return
    yield _compared(d, amount.figure, place)


_COMPARED = re.compile(
    r"[比较与同].{0,16}(?:预算|上年|去年|同期)|完成.{0,8}预算|预算数?[为是]?\d|持平|一致"
)
_REASON = re.compile("原因|主要[是系为]|由于|因为|[，。；]因")


def _compared(d: Disclosure, amount: Figure, place: Place | None) -> Outcome:
    """Whether the costs are compared with another year or budget, and why they differ is said."""
    texts = [s.text.text for s in told(d).statements if s.said.role == "operating"]
    own = "".join(text for text in texts if re.search(r"\d", text))  # a term's gloss has no figure
    changes = [*told(d).all(Change, "operating"), *told(d).all(Comparison, "operating")]
    if amount.counted == 0:
        return Held()
    if not changes and not _COMPARED.search(own):
        said = Wording("机关运行经费没有与上年或预算比较", "no comparison is told")
        return Fault(said, (amount,), place, severity=Severity.WARNING)
    moved = any(isinstance(one, Change) and one.sign for one in changes)
    if moved and not _REASON.search(own):
        said = Wording(
            "机关运行经费有增减，没有说明原因", "the costs changed, and no reason is given"
        )
        return Fault(said, (amount,), place, severity=Severity.WARNING)
    return Held()


def _is_open(d: Disclosure, role: str) -> bool:
    """Whether blanks of the form are left in the section: DIS-021 reports them."""
    return any(leftovers(s.text.text) for s in told(d).statements if s.said.role == role)


def _says_none(d: Disclosure, role: str) -> bool:
    texts = (s.text.text for s in told(d).statements if s.said.role == role)
    return any(word in text for text in texts for word in ("无", "没有", "不涉及", "未"))


@rule(
    "DIS-010",
    "政府采购说明",
    "procurement is told with its parts and small enterprises",
    source=f"{BUDGET_LAW}；{PROCEDURE}；《政府采购促进中小企业发展管理办法》（财库〔2020〕46号，条文未核对原文）",
)
def procurement_told(d: Disclosure) -> Iterator[Outcome]:
    """Total, 货物, 工程, 服务, and what small enterprises got."""
    if not is_common(d):
        yield OTHER_FORM
        return
    place = section_place(d, "procurement")
    if place is None:
        yield missing(d, "政府采购", "procurement")
        return
    groups = procurement(d)
    if not groups:
        if not _is_open(d, "procurement") and not _says_none(d, "procurement"):
            yield Fault(Wording("政府采购没有总额", "no total of procurement"), place=place)
        return
    total, parts = groups[0]
    if total.figure.counted == 0:
        yield Held()
        return
    text = "".join(s.text.text for s in told(d).statements if s.said.role == "procurement")
    lacking = [name.removesuffix("采购") for name in PARTS if name not in parts]
    lacking += [] if "中小企业" in text else ["中小企业"]
    if lacking:
        yield Fault(
            Wording(
                f"政府采购没有说明：{'、'.join(lacking)}",
                f"procurement does not tell {listed(lacking, 'en')}",
            ),
            (total.figure,),
            place,
            severity=Severity.WARNING,
        )
    else:
        yield Held()


@rule(
    "DIS-011",
    "国有资产占用说明",
    "state assets are told: vehicles, equipment, the date",
    source=f"{PROCEDURE}；{TEMPLATE}",
    severity=Severity.WARNING,
    exceptions="车辆用途和设备单价的分档各年不同",
)
def assets_told(d: Disclosure) -> Iterator[Outcome]:
    """Total of vehicles, equipment above a price, as of the year's end."""
    if not is_common(d):
        yield OTHER_FORM
        return
    place = section_place(d, "assets")
    if place is None:
        yield missing(d, "国有资产占用情况", "the use of state assets")
        return
    text = "".join(s.text.text for s in told(d).statements if s.said.role == "assets")
    dated = any(True for _ in told(d).all(Dated, "assets")) or "年末" in text or "年底" in text
    lacking = [
        name
        for name, there in (
            ("车辆数", any(c.measure == "辆" for c in told(d).all(Count, "assets"))),
            ("大型设备数", "设备" in text),
            ("截止日期", dated),
        )
        if not there
    ]
    if lacking and not _is_open(d, "assets"):
        yield Fault(
            Wording(
                f"国有资产占用情况没有说明：{'、'.join(lacking)}",
                f"state assets do not tell {listed(lacking, 'en')}",
            ),
            place=place,
        )
    else:
        yield Held()


@rule(
    "DIS-012",
    "绩效信息公开",
    "performance is told",
    source=f"{PROCEDURE}；《项目支出绩效评价管理办法》（财预〔2020〕10号，条文未核对原文）",
    severity=Severity.WARNING,
)
def performance_told(d: Disclosure) -> Iterator[Outcome]:
    """A statement on performance management or evaluation."""
    if not is_common(d):
        yield OTHER_FORM
    elif section_place(d, "performance") is not None or d.evaluations:
        yield Held()
    else:
        yield missing(d, "预算绩效情况", "performance")
