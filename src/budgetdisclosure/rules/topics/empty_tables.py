"""Rules of empty tables: their form is kept, a note says why, and no data contradicts it (空表)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, Kind, Table
from budgetdisclosure.rules.rule import BOTH, Fault, Held, Outcome, Severity, rule
from budgetdisclosure.rules.topics.forms import PROCEDURE
from budgetdisclosure.wording import Wording, titled

_IF = re.compile(r"(如果?|若|凡|当)[^，。；]{0,12}(无|没有|不涉及)[^。；]*")
_NONE_SAID = re.compile(
    r"(无|没有|未(?:发生|安排|使用))[^，。；]{0,40}?(收入|支出|收支|经费|安排|拨款|数据|发生额|该项)|无数据|空表|为空"
)


def says_none(text: str) -> bool:
    """Whether a note explains that there is nothing to print (无数据说明).

    >>> says_none("2020年度本部门无政府性基金预算财政拨款收入、支出"), says_none("本表反映支出情况")
    (True, False)
    """
    return bool(_NONE_SAID.search(re.sub(r"\s", "", text)))


def claims_none(text: str) -> bool:
    """Whether a note states outright that there is nothing, not only what a blank would mean.

    >>> claims_none("此表如无数字则表示单位无该项支出")
    False
    """
    return bool(_NONE_SAID.search(_IF.sub("", re.sub(r"\s", "", text))))


def _may_be_empty(d: Disclosure) -> tuple[Table, ...]:
    tables: tuple[Table, ...] = (d.three_public, d.government_fund, d.state_capital)
    return tuple(table for table in tables if table.present)


@rule(
    "DIS-015",
    "空表保留表样并说明",
    "an empty table keeps its form and says why",
    source=PROCEDURE,
    severity=Severity.WARNING,
    kinds=BOTH,
)
def empty_tables(d: Disclosure) -> Iterator[Outcome]:
    """A table without data keeps its grid, and a note says there is nothing."""
    for table in _may_be_empty(d):
        if not table.is_empty:
            yield Held()
            continue
        said = any(says_none(note) for note in table.notes)
        if table.gridless:
            yield Fault(
                Wording(
                    f"空表《{table.title}》没有保留表样",
                    f"the empty table {titled(table.title or '')} is printed without its form",
                ),
                place=table.place,
                severity=Severity.INFO,
            )
        if not said:
            yield Fault(
                Wording(
                    f"《{table.title}》没有数据，也没有无数据的说明",
                    f"{titled(table.title or '')} is empty and no note says why",
                ),
                place=table.place,
            )
        if said and not table.gridless:
            yield Held()


@rule("DIS-016", "空表说明与数据矛盾", "a no-data note and data exclude each other", kinds=BOTH)
def note_against_data(d: Disclosure) -> Iterator[Outcome]:
    """NOT (a note says there is nothing AND a figure is not zero)."""
    for table in _may_be_empty(d):
        notes = [note for note in table.notes if claims_none(note)]
        if not notes:
            continue
        figures = [figure for figure in _spent(d, table) if figure.counted != 0]
        if figures:
            yield Fault(
                Wording(
                    f"说明“{_short(notes[0])}”，表中却有 {figures[0].digits}",
                    f"a note says there is nothing, yet {figures[0].digits} is printed",
                ),
                tuple(figures[:3]),
            )
        else:
            yield Held()


def _spent(d: Disclosure, table: Table) -> list[Figure]:
    """The figures a no-data note speaks of: of the three public the outturn, not the budget."""
    if table is d.three_public and d.kind is Kind.FINAL:
        return list(d.three_public.actual.figures().values())
    return list(table.figures())


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else plain[:39] + "…"


@rule(
    "T07-004",
    "全空表有说明",
    "three public: an empty outturn is explained",
    source="上海市部门决算模板；" + PROCEDURE,
    severity=Severity.INFO,
)
def blank_outturn(d: Disclosure) -> Iterator[Outcome]:
    """If every outturn of 07 is blank, a note or the narrative says there was none."""
    table = d.three_public
    outturns = table.actual.figures().values()
    if not table.present or not all(f.is_blank for f in outturns):
        return
    told = any(says_none(note) for note in table.notes) or any(
        "三公" in section.text and "0万元" in re.sub(r"\s|\.0+(?=万)", "", section.text)
        for section in d.walk_sections()
    )
    if told:
        yield Held()
    else:
        printed = table.lines.get("决算数") is not None
        blank = Wording(
            "决算数全部空白，未说明没有支出", "all outturns are blank and nothing says why"
        )
        none = Wording("表内没有决算数一栏", "the table prints no outturns")
        yield Fault(blank if printed else none, place=table.place)
