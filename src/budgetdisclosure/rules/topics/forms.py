"""Rules of form: which tables there are, their titles, units, notes, years and rows (表样)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from budgetdisclosure.amounts import Unit
from budgetdisclosure.claims import narrative_of
from budgetdisclosure.codes import NameMatch, same_name
from budgetdisclosure.model import FORMS, Disclosure, Kind, Line, Table, items
from budgetdisclosure.rules.outline import is_of_which
from budgetdisclosure.rules.rule import (
    BOTH,
    TABLE_FORM,
    Fault,
    Held,
    Outcome,
    Severity,
    Skip,
    rule,
)
from budgetdisclosure.rules.tree import parent_of
from budgetdisclosure.wording import Wording, listed, quoted, titled

PROCEDURE = "《地方预决算公开操作规程》财预〔2016〕143号"
REGULATION = "《预算法实施条例》（国务院令第729号）第六条"

_YEAR = re.compile(r"(20\d\d)\s*年")
_NO_TABLES = Skip(Wording("文件中没有识别出任何表", "no table was recognised"), True)


@rule(
    "DIS-003",
    "必备表齐全",
    "all required tables are there",
    source=f"{PROCEDURE}；{TABLE_FORM}",
    exceptions="按表名识别，不按公开序号；2019年度及以前没有国有资本经营预算表；中央单位等另有样式",
)
def required_tables(d: Disclosure) -> Iterator[Outcome]:
    """Nine tables from FY2020 on, eight before and where the year is not known."""
    if not d.tables:
        yield _NO_TABLES
        return
    wanted = FORMS if (d.fiscal_year or 0) >= 2020 else FORMS[:-1]
    missing = [form for form in wanted if not d.form(form.ID).present]
    if 2 * len(missing) > len(wanted):
        yield Skip(
            Wording("文件不是九张表的样式", "the document does not follow the nine tables"), True
        )
        return
    for form in missing:
        yield Fault(Wording(f"没有《{form.TITLE}》", f"the table 《{form.TITLE}》 is missing"))
    if not missing:
        yield Held(len(wanted))


def _listed(d: Disclosure) -> Iterator[tuple[Table, tuple[Line, ...]]]:
    for table in (
        d.income,
        d.expenditure,
        d.general_budget_expenditure,
        d.government_fund,
        d.state_capital,
    ):
        yield table, tuple(line for line in table.all_lines() if line.code is not None)


@rule(
    "DIS-004",
    "支出按功能分类公开到项",
    "expenditure is disclosed down to items",
    source=f"{REGULATION}；{PROCEDURE}",
    exceptions="涉密内容",
    kinds=BOTH,
)
def down_to_items(d: Disclosure) -> Iterator[Outcome]:
    """Every row without rows below it has a seven-digit code."""
    for _, lines in _listed(d):
        keys = {line.key for line in lines}
        parents = {parent_of(line, keys) for line in lines}
        leaves = [line for line in lines if line.key not in parents]
        shallow = [
            line
            for line in leaves
            if len(line.key) < 7 and any(figure.counted for figure in line.figures().values())
        ]
        for line in shallow:
            yield Fault(
                Wording(
                    f"{line.key} {line.name} 没有公开到项级科目",
                    f"{line.key} is not broken down to items",
                ),
                place=line.place,
            )
        if leaves and not shallow:
            yield Held(len(leaves))


@rule(
    "DIS-005",
    "基本支出按经济分类公开到款",
    "basic expenditure is disclosed down to sections",
    source=f"{REGULATION}；{PROCEDURE}",
    exceptions="没有基本支出",
    kinds=BOTH,
)
def down_to_sections(d: Disclosure) -> Iterator[Outcome]:
    """06 has five-digit rows where there is basic expenditure."""
    table = d.basic_expenditure
    if not table.present or table.is_empty:
        return
    deep = [line for line in table.lines if line.code is not None and len(line.key) == 5]
    if deep:
        yield Held(len(deep))
    else:
        yield Fault(
            Wording("基本支出没有公开到款级经济科目", "basic expenditure has no section rows"),
            place=table.place,
        )


@rule(
    "DIS-006",
    "公务用车购置费与运行费分列",
    "vehicle purchase and running are printed apart",
    source=PROCEDURE,
    kinds=BOTH,
)
def vehicles_apart(d: Disclosure) -> Iterator[Outcome]:
    """07 prints 购置费 and 运行费 in columns of their own."""
    lines = d.three_public.lines
    if not lines:
        return
    apart = [
        line
        for line in lines
        if not line.vehicle_purchase.is_absent and not line.vehicle_running.is_absent
    ]
    if apart:
        yield Held(len(apart))
    elif any(not line.official_vehicles.is_absent for line in lines):
        yield Fault(
            Wording(
                "没有分列公务用车购置费和运行维护费",
                "vehicle purchase and running are not printed apart",
            ),
            place=d.three_public.place,
        )


@rule(
    "DIS-018",
    "年度一致",
    "one fiscal year throughout",
    exceptions="与上年比较的文字",
    kinds=BOTH,
)
def one_year(d: Disclosure) -> Iterator[Outcome]:
    """Titles of tables and of parts name the disclosure's own year."""
    if d.fiscal_year is None:
        yield Skip(Wording("未识别年度", "the fiscal year is not known"), True)
        return
    word = "决算" if d.kind is Kind.FINAL else "预算"
    titled = [(table.title or "", table.place) for table in d.tables]
    other = {said.said.section for said in narrative_of(d).statements if said.said.year}
    titled += [
        (part.title, part.place)
        for part in d.sections
        if word in part.title and part.title not in other
    ]
    seen = 0
    for title, place in titled:
        years = {int(year) for year in _YEAR.findall(title)}
        if years and d.fiscal_year not in years:
            right = title.replace(str(min(years)), str(d.fiscal_year))
            yield Fault(
                Wording(
                    f"标题“{title}”的年度与{d.fiscal_year}年度不一致",
                    f"the title {quoted(title)} names another year than {d.fiscal_year}",
                ),
                place=place,
                correction=Wording(right, quoted(right)),
            )
        elif years:
            seen += 1
    if seen:
        yield Held(seen)


TITLE_TERMS = {
    "summary": ("收入支出", "收支", "收入、支出"),
    "income": ("收入",),
    "expenditure": ("支出",),
    "appropriation_summary": ("财政拨款",),
    "general_budget_expenditure": ("一般公共预算",),
    "basic_expenditure": ("基本支出",),
    "three_public": ("三公",),
    "government_fund": ("政府性基金",),
    "state_capital": ("国有资本经营",),
}
"""What the title of each table must say, in one of its official wordings."""


@rule(
    "DIS-020",
    "表题正确",
    "tables bear their official titles",
    severity=Severity.WARNING,
    exceptions="年度、地区的习惯写法",
    kinds=BOTH,
)
def titles(d: Disclosure) -> Iterator[Outcome]:
    """The title of each table holds its official term."""
    for form in FORMS:
        table = d.form(form.ID)
        if not table.present:
            continue
        title = re.sub(r"\s|[“”\"]", "", table.title or "")
        terms = TITLE_TERMS[form.ID]
        if any(term in title for term in terms):
            yield Held()
        else:
            yield Fault(
                Wording(
                    f"表题“{table.title}”有误，应含“{terms[0]}”",
                    f"the title {quoted(table.title or '')} should say {quoted(terms[0])}",
                ),
                place=table.place,
                correction=Wording(form.TITLE, titled(form.TITLE)),
            )


@rule(
    "DIS-022",
    "金额单位标注",
    "every table names its unit",
    severity=Severity.WARNING,
    kinds=BOTH,
)
def units(d: Disclosure) -> Iterator[Outcome]:
    """Each table with figures prints its unit, 元 or 万元."""
    for table in d.tables:
        if not any(figure.value is not None for figure in table.figures()):
            continue
        if table.unit in (Unit.YUAN, Unit.WAN):
            yield Held()
        else:
            label = table.unit.label if table.unit else "无"
            yield Fault(
                Wording(
                    f"《{table.title}》的金额单位：{label}",
                    f"{titled(table.title or '')} has the unit {quoted(label)}",
                ),
                place=table.place,
            )


@rule(
    "DIS-023",
    "公开序号",
    "the tables' numbers ascend",
    severity=Severity.INFO,
    exceptions="没有序号的文件",
    kinds=BOTH,
)
def numbers(d: Disclosure) -> Iterator[Outcome]:
    """公开NN表 numbers are unique."""
    forms = (d.form(form.ID) for form in FORMS)
    printed = [table.number for table in forms if table.present and table.number]
    twice = [number for number, count in Counter(printed).items() if count > 1]
    if twice:
        said = "、".join(twice)
        yield Fault(
            Wording(f"表号重复：{said}", f"table numbers printed twice: {listed(twice, 'en')}")
        )
    elif printed:
        yield Held(len(printed))


_NUMBERED = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十\d]+\s*[、.．])\s*"
)
_SHARED_ROWS = {
    items.OPENING_GENERAL_BUDGET,
    items.OPENING_GOVERNMENT_FUND,
    items.OPENING_STATE_CAPITAL,
}


@rule(
    "DIS-028",
    "总表行目",
    "the rows of the summaries bear their official names",
    severity=Severity.INFO,
    exceptions="年度、地区的行目清单不同",
)
def row_names(d: Disclosure) -> Iterator[Outcome]:
    """A row of 01 or 04 with an official term prints that term."""
    fine = 0
    for table in (d.summary, d.appropriation_summary):
        for line in table.all_lines():
            if line.item is None or line.item in _SHARED_ROWS:
                continue
            printed = _NUMBERED.sub("", line.name)
            if is_of_which(line) or not _nearly(printed, line.item):
                fine += 1
            else:
                yield Fault(
                    Wording(
                        f"行名印作“{line.name}”，通常作“{line.item}”",
                        f"the row is printed {quoted(line.name)}; "
                        f"usually it is {quoted(line.item or '')}",
                    ),
                    place=line.place,
                )
    if fine:
        yield Held(fine)


_ANOTHER_FORM = frozenset({"上年结转和结余", "上年结转", "结转下年", "收入总计", "支出总计"})


def _nearly(printed: str, term: str) -> bool:
    """Whether the printed name looks like a slip of the term: a letter or two from it.

    What stands further away is another form's wording, not a slip.
    """
    if printed in _ANOTHER_FORM or term in printed or len(printed) < 5:
        return False
    same = same_name(printed, term) is not NameMatch.DIFFERENT
    return not same and distance(printed, term) <= 2


def distance(one: str, other: str) -> int:
    """How many letters must be changed, added or left out to make one of the other.

    >>> distance("本年支出口计", "本年支出合计")
    1
    """
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        last, row[0] = row[0], number
        for at, wanted in enumerate(other, 1):
            last, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, last + (letter != wanted))
    return row[-1]


@rule(
    "R-06",
    "小数位一致",
    "one number of decimals throughout",
    severity=Severity.INFO,
    kinds=BOTH,
)
def decimals(d: Disclosure) -> Iterator[Outcome]:
    """Figures of one unit are printed with one number of decimals; a bare 0 does not count."""
    by_unit: dict[Unit, Counter[int]] = {}
    for figure in d.figures():
        if figure.value:
            by_unit.setdefault(figure.unit, Counter())[figure.places] += 1
    for table in d.tables:
        odd = [
            figure
            for figure in table.figures()
            if figure.value and figure.places != by_unit[figure.unit].most_common(1)[0][0]
        ]
        if odd:
            usual = by_unit[odd[0].unit].most_common(1)[0][0]
            yield Fault(
                Wording(
                    f"《{table.title}》有 {len(odd)} 个数（如 {odd[0].digits.strip()}）"
                    f"不是其余各数的 {usual} 位小数",
                    f"{len(odd)} figures of 《{table.title}》 have not {usual} decimals",
                ),
                tuple(odd[:3]),
            )
        elif any(figure.value for figure in table.figures()):
            yield Held()


@rule(
    "T07-005",
    "预算数口径",
    "three public: which budget is printed",
    severity=Severity.INFO,
    exceptions="没有脚注的表",
)
def budget_basis(d: Disclosure) -> Iterator[Outcome]:
    """A footnote says whether 预算数 is the initial or the adjusted budget."""
    notes = " ".join(d.three_public.notes)
    if any(term in notes for term in ("全年预算", "调整后的预算", "年初预算")):
        yield Held()
