"""The items of 五（三）: names, coverage, sums, words of comparison (支出决算具体情况)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from budgetdisclosure.amounts import Figure, Interval
from budgetdisclosure.claims import Amount, Basis, Comparison, Named, Subject
from budgetdisclosure.claims.index import index_of
from budgetdisclosure.claims.names import row_name
from budgetdisclosure.claims.resolve import lines_of
from budgetdisclosure.codes import LAST_YEAR, NameMatch, function_codes, same_name
from budgetdisclosure.model import Disclosure, GeneralBudgetLine, Line
from budgetdisclosure.rules.relation import Relation, equal
from budgetdisclosure.rules.rule import (
    DERIVED,
    Fault,
    Held,
    Outcome,
    Severity,
    Skip,
    rule,
)
from budgetdisclosure.rules.topics.narrative_common import (
    TEMPLATE,
    budgets_of,
    effective,
    place_of,
    spoken,
    told,
)
from budgetdisclosure.wording import Wording, quoted

ROLES = ("general", "general_items")
_LEVELS = (("类", 3), ("款", 5), ("项", 7))
_NAMED = (NameMatch.SAME, NameMatch.SUFFIX)
_ORDER = {1: "大于", -1: "小于", 0: "等于"}
_PARTIAL = Skip(
    Wording("文字没有逐项说明，或有一项对不上科目", "the text does not tell every item"),
    unchecked=True,
)


def named_items(d: Disclosure) -> list[Named]:
    """The items the text of the general budget tells, each once."""
    seen: dict[Subject, Named] = {}
    for named in told(d).all(Named):
        if named.said.role in ROLES and not named.said.explains and not named.said.attached:
            seen.setdefault(named.subject, named)
    return [one for one in seen.values() if one.subject.names[2] or len(one.subject.code) == 7]


def items_of(d: Disclosure) -> tuple[GeneralBudgetLine, ...]:
    """The 项 of 05 that have an amount, one that cannot be read too."""
    lines = d.general_budget_expenditure.lines
    return tuple(line for line in lines if len(line.key) == 7 and not line.total.is_nothing)


def _amounts(d: Disclosure, *bases: Basis) -> dict[Subject, Amount]:
    return {
        amount.subject: amount
        for amount in told(d).all(Amount)
        if amount.said.role in ROLES and amount.basis in bases and not amount.said.explains
    }


def misnamed(d: Disclosure) -> dict[Subject, GeneralBudgetLine]:
    """The items the text calls by a name of its own, with the rows they must be.

    That is the one row of their 款 that the text does not tell otherwise, or the one of their
    amount.
    """
    rows = d.general_budget_expenditure.lines
    named = named_items(d)
    told_keys = {line.key for one in named for line in lines_of(rows, one.subject)}
    left = [line for line in items_of(d) if line.key not in told_keys]
    strange = [one.subject for one in named if not lines_of(rows, one.subject)]
    amounts = _amounts(d, Basis.FINAL, Basis.CURRENT)
    pairs: dict[Subject, GeneralBudgetLine] = {}
    for subject in strange:
        near = [line for line in left if _is_section(rows.get(line.key[:5]), subject)]
        alone = sum(one.names[1] == subject.names[1] for one in strange) == 1
        amount = amounts.get(subject)
        equal_ = [x for x in near if amount and amount.figure.interval.meets(x.total.interval)]
        found = near if len(near) == 1 and alone else equal_
        if len(found) == 1 and found[0] not in pairs.values():
            pairs[subject] = found[0]
    return pairs


def _is_section(line: Line | None, subject: Subject) -> bool:
    """Whether a row is the 款 that the subject names."""
    section = subject.names[1]
    return line is not None and same_name(section, row_name(line.name)) in _NAMED


@rule(
    "N-05-6",
    "项级全覆盖",
    "every item of the table is told",
    source=f"{TEMPLATE}；{DERIVED}",
    severity=Severity.WARNING,
    exceptions="涉密；文字没有逐项说明的",
)
def coverage(d: Disclosure) -> Iterator[Outcome]:
    """The items of the text = the items of 05."""
    named, lines = named_items(d), items_of(d)
    if not named or not lines:
        return
    found = {line.key for one in named for line in lines_of(lines, one.subject)}
    found |= {line.key for line in misnamed(d).values()}
    missing = [x for x in lines if x.key not in found and not x.total.is_unreadable]
    if len(missing) * 2 > len(lines):
        yield _PARTIAL
        return
    for line in missing:
        yield Fault(
            Wording(
                f"文字没有说明 {line.key} {line.name}（{line.total.digits.strip()}）",
                f"the text does not tell {quoted(f'{line.key} {line.name}')} "
                f"({line.total.digits.strip()})",
            ),
            (line.total,),
            place_of(named[-1].said),
        )
    if not missing:
        yield Held(len(lines))


@rule(
    "N-05-7",
    "科目名称",
    "names of categories, sections and items are the table's",
    source=DERIVED,
    severity=Severity.WARNING,
    exceptions="省去“支出”二字的为提示",
)
def names(d: Disclosure) -> Iterator[Outcome]:
    """类, 款 and 项 of the text = the names 05 prints."""
    table = {line.key: line for line in d.general_budget_expenditure.lines if line.code}
    if not table:
        return
    meant = misnamed(d)
    for named in named_items(d):
        lines = lines_of(table.values(), named.subject) or tuple(
            filter(None, [meant.get(named.subject)])
        )
        if len(lines) != 1:
            if not lines and items_of(d):
                yield unknown(named)
            continue
        yield from levels_agree(named, lines[0], table, d.fiscal_year)


def unknown(named: Named) -> Fault:
    """An item that no row of the table is called by."""
    return Fault(
        Wording(
            f"“{named.subject}”：表中没有这个项",
            f"{quoted(str(named.subject))}: the table has no such item",
        ),
        place=place_of(named.said),
    )


def levels_agree(
    named: Named, line: Line, table: Mapping[str, Line], year: int | None
) -> Iterator[Outcome]:
    """类, 款 and 项 as the text calls them are what the table calls them, or their right names."""
    wrong, short, official = [], [], []
    book = function_codes(year or LAST_YEAR)
    for (level, depth), said in zip(_LEVELS, named.subject.names, strict=True):
        above = table.get(line.key[:depth])
        printed = row_name(above.name) if above else ""
        if not said or not printed:
            continue
        match = same_name(said, printed)
        if (
            match is not NameMatch.SAME
            and same_name(said, book.name(line.key[:depth]) or "") is NameMatch.SAME
        ):
            continue  # the table's name is at fault, and reported there
        official.append(f"{printed}（{level}）")
        if match is NameMatch.SUFFIX:
            short.append((f"{said}（{level}）", printed))
        elif match is not NameMatch.SAME:
            wrong.append((f"{said}（{level}）", printed))
    if not wrong and not short:
        yield Held()
        return
    pairs = [*wrong, *short]
    zh = "；".join(f"“{one}”应为“{other}”" for one, other in pairs)
    en = "; ".join(f"{quoted(one)} should be {quoted(other)}" for one, other in pairs)
    right = "".join(official)
    yield Fault(
        Wording(f"科目名称与表不一致：{zh}", f"names differ from the table's: {en}"),
        place=place_of(named.said),
        severity=Severity.WARNING if wrong else Severity.INFO,
        correction=Wording(right, quoted(right)),
    )


@rule(
    "N-05-9",
    "大于/小于/持平",
    "words of comparison agree with the amounts; a difference has its reason",
    source=f"{TEMPLATE}；{DERIVED}",
    exceptions="基本持平",
)
def comparisons(d: Disclosure) -> Iterator[Outcome]:
    """大于, 小于, 等于 = the sign of 决算 − 预算 as printed."""
    for claim in told(d).all(Comparison):
        said = claim.said
        if said.explains or said.attached or not claim.base.is_budget or claim.hedged:
            continue
        yield from compared(d, claim)


def compared(d: Disclosure, claim: Comparison) -> Iterator[Outcome]:
    """One word of comparison against its amounts; right if it is for any budget it may mean."""
    meant = budgets_of(d, claim.subject, claim.said, claim.budgets)
    budgets = [b for b in (effective(d, one) for one in meant) if not b.is_absent]
    if not budgets and claim.said.role != "performance":
        yield from _against_rate(d, claim)
    if claim.outturn is None or not budgets or claim.said.role == "performance":
        return
    outturn = effective(d, claim.outturn)
    signs = {_sign(outturn, budget) for budget in budgets}
    if claim.sign in signs:
        yield Held()
        return
    budget = budgets[0]
    right = _ORDER[_sign(outturn, budget)]
    words = f"{_digits(outturn)}与预算 {_digits(budget)}"
    yield Fault(
        Wording(
            f"{spoken(claim.said).zh}：决算 {words}相比，应为“{right}”，不是“{claim.word}”",
            f"{spoken(claim.said).en}: an outturn of {_digits(outturn)} against a budget of "
            f"{_digits(budget)} is “{right}”, not “{claim.word}”",
        ),
        (outturn, budget),
        place_of(claim.said, str(claim.subject)),
        correction=Wording(f"决算数{right}预算数", quoted(f"决算数{right}预算数")),
    )


def _against_rate(d: Disclosure, claim: Comparison) -> Iterator[Outcome]:
    """A word of comparison against the rate of completion told with it, the budget not told."""
    rates = [
        one
        for one in index_of(told(d)).completions.get(claim.said.passage, ())
        if one.subject == claim.subject and one.said.sentence == claim.said.sentence
    ]
    if len(rates) != 1 or (claim.outturn is not None and claim.outturn.figure.counted == 0):
        return
    rate = rates[0].percentage
    even = Interval.point(1)
    over = 0 if rate.interval.meets(even) else 1 if rate.value > rate.base else -1
    if over in (claim.sign, 0):
        yield Held()
        return
    right = _ORDER[over]
    yield Fault(
        Wording(
            f"{spoken(claim.said).zh}：预算完成率为 {rate.digits}，决算数应{right}预算数",
            f"{spoken(claim.said).en}: {rate.digits} of the budget was spent, which is “{right}”",
        ),
        (claim.outturn.figure,) if claim.outturn else (),
        place_of(claim.said, str(claim.subject)),
        correction=Wording(f"决算数{right}预算数", quoted(f"决算数{right}预算数")),
    )


def _digits(figure: Figure) -> str:
    return figure.digits.strip() or "0"


def _sign(one: Figure, other: Figure) -> int:
    difference = one.printed_fen - other.printed_fen
    return (difference > 0) - (difference < 0)


@rule(
    "N-05-10",
    "分项预算之和",
    "the items' budgets add up to the whole",
    source=DERIVED,
    exceptions="没有逐项说明的",
)
def budgets_add_up(d: Disclosure) -> Iterator[Outcome]:
    """年初预算 of the whole = Σ of the items'."""
    yield from _add_up(d, Basis.INITIAL)


@rule(
    "N-05-11",
    "分项决算之和",
    "the items' outturns add up to the whole",
    source=DERIVED,
    exceptions="没有逐项说明的",
)
def outturns_add_up(d: Disclosure) -> Iterator[Outcome]:
    """支出决算 of the whole = Σ of the items'."""
    yield from _add_up(d, Basis.FINAL, Basis.CURRENT)


def _add_up(d: Disclosure, *bases: Basis) -> Iterator[Relation | Skip]:
    amounts = _amounts(d, *bases)
    wholes = [a for s, a in amounts.items() if s.key == "一般公共预算支出" and not a.said.within]
    items = [amounts[one.subject] for one in named_items(d) if one.subject in amounts]
    if not wholes or not items:
        return
    if not _all_told(d):
        yield _PARTIAL
        return
    yield equal(effective(d, wholes[-1]), *(effective(d, item) for item in items))


def _all_told(d: Disclosure) -> bool:
    """Whether the items of the text are, one by one, those of the table."""
    named, lines = named_items(d), items_of(d)
    found = [lines_of(d.general_budget_expenditure.lines, one.subject) for one in named]
    told_keys = [line.key for rows in found for line in rows[:1]]
    complete = {line.key for line in lines} <= set(told_keys)
    return bool(lines) and complete and len(set(told_keys)) == len(named)


@rule(
    "N-05-13",
    "支出性质用词",
    "an item said to be basic expenditure is basic in the table",
    source=DERIVED,
    severity=Severity.WARNING,
    exceptions="该项同时有基本支出和项目支出",
)
def nature(d: Disclosure) -> Iterator[Outcome]:
    """主要用于…基本支出 (项目支出) needs an amount in that column of 05."""
    lines = d.general_budget_expenditure.lines
    for named in named_items(d):
        rows = lines_of(lines, named.subject)
        words = [word for word in ("基本支出", "项目支出") if named.use.endswith(word)]
        if len(rows) != 1 or not words:
            continue
        line = rows[0]
        columns = line.figures()
        if "basic" not in columns or "project" not in columns:
            continue
        own, other = columns["basic"], columns["project"]
        if words[0] == "项目支出":
            own, other = other, own
        if not own.is_nothing or other.counted == 0:
            yield Held()
            continue
        right = "项目支出" if words[0] == "基本支出" else "基本支出"
        yield Fault(
            Wording(
                f"“{named.use}”：表中该项的{words[0]}为空，{right}为 {_digits(other)}",
                f"{quoted(named.use)}: the table prints {quoted(right)} of {_digits(other)} and no "
                f"{quoted(words[0])}",
            ),
            (other,),
            place_of(named.said, str(named.subject)),
            correction=Wording(right, quoted(right)),
        )
