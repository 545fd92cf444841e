"""What the rules of the narrative share: reading once, choosing among what a text may mean.

A text is at odds with the tables only if no reading of it holds. So every helper here tries all
cells, bases and wholes that a claim may mean, and yields the relation that holds; if none does,
the one that the text most plainly says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import wraps
from typing import Final, TypeVar

from budgetdisclosure.amounts import Figure
from budgetdisclosure.claims import (
    Amount,
    Basis,
    Completion,
    Narrative,
    Said,
    Share,
    Subject,
    meant_by,
    narrative_of,
)
from budgetdisclosure.claims.index import index_of
from budgetdisclosure.claims.lead import GENERIC, read_lead
from budgetdisclosure.claims.names import meant
from budgetdisclosure.claims.normal import plain as unadorned
from budgetdisclosure.claims.remember import remembered
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.rules.relation import Ratio, Relation, Term, ratio, same
from budgetdisclosure.rules.rule import Fault, Outcome, Severity, Skip
from budgetdisclosure.rules.topics.narrative_parts import partitions
from budgetdisclosure.rules.verdict import Verdict, judge
from budgetdisclosure.wording import Wording, quoted

TEMPLATE: Final = "《部门决算模板》情况说明部分（各地财政部门统一格式）"
PROCEDURE: Final = "《地方预决算公开操作规程》财预〔2016〕143号"
_ORDER: Final = (
    Verdict.EXACT,
    Verdict.ROUNDING,
    Verdict.RESIDUE,
    Verdict.TAIL,
    Verdict.UNCHECKED,
    Verdict.CONFLICT,
)
_GOOD: Final = (Verdict.EXACT, Verdict.ROUNDING, Verdict.RESIDUE, Verdict.TAIL)
SLIP: Final = Wording("数字相同，疑为金额单位写错", "the same digits: the unit may be wrong")
KINDS_OF_SPENDING: Final = frozenset(
    ("工资福利支出", "商品和服务支出", "对个人和家庭的补助", "资本性支出")
)
"""What is told of 基本支出 and again of 项目支出: names of several amounts in one document."""
ZERO_BASE: Final = Skip(Wording("基数为零，不计算比率", "the base is zero: no rate"))


C = TypeVar("C")
Work = Callable[[Disclosure, C], Iterator[Outcome]]


def kept(work: Work[C]) -> Work[C]:
    """``work`` on a claim of a disclosure done once: several rules ask for the same."""

    @remembered
    def held(_: Disclosure) -> dict[int, tuple[C, tuple[Outcome, ...]]]:
        return {}

    @wraps(work)
    def once(disclosure: Disclosure, claim: C) -> Iterator[Outcome]:
        memo = held(disclosure)
        if id(claim) not in memo:  # the claim is kept, so that its id stays its own
            memo[id(claim)] = (claim, tuple(work(disclosure, claim)))
        return iter(memo[id(claim)][1])

    return once


def told(disclosure: Disclosure) -> Narrative:
    """The disclosure's text as claims."""
    return narrative_of(disclosure)


def amounts_of(disclosure: Disclosure, said: Said, *names: str) -> Iterator[Amount]:
    """The amounts of those names that sections of the same role tell."""
    held = index_of(told(disclosure)).amounts
    for name in names:
        yield from (one for one in held.get(name, ()) if _is_role(one.said.role, said.role))


def _is_role(role: str, other: str) -> bool:
    return role == other or role.startswith(f"{other}_")


def _fellows(disclosure: Disclosure, share: Share) -> Iterator[Share]:
    """The shares of the same whole told in the same section, the share itself among them."""
    held = index_of(told(disclosure)).shares.get((share.said.section, share.whole), ())
    return (one for one in held if one.said.role == share.said.role)


def best(relations: Iterable[Relation | Ratio]) -> tuple[Relation | Ratio | None, Verdict]:
    """Of several readings the one that holds best, the first of equals."""
    judged = [(judge(one).verdict, one) for one in relations]
    if not judged:
        return None, Verdict.UNCHECKED
    verdict, relation = min(judged, key=lambda pair: _ORDER.index(pair[0]))
    return relation, verdict


def restated(disclosure: Disclosure, amount: Amount) -> Iterator[Relation]:
    """The amount in the text is that of its cell (文字与表一致)."""
    meant = meant_by(disclosure, amount)
    relation, verdict = best(same(amount.figure, cell) for cell in (*meant.cells, *meant.also))
    if relation is None or isinstance(relation, Ratio):
        return
    if verdict is not Verdict.CONFLICT:
        yield relation
    elif meant.cells:
        cell = meant.cells[0]
        slip = SLIP if _is_slip(amount.figure, cell) else None
        # The blank is what stands out, so that the finding is placed there.
        blank = cell.value is None
        yield same(cell, amount.figure) if blank else same(amount.figure, cell, slip)


def _is_slip(said: Figure, cell: Figure) -> bool:
    """Whether two amounts print the same digits with another unit, or are 10,000 times apart."""
    if said.counted == 0 or cell.counted == 0:
        return False
    apart = Fraction(said.printed_fen) / Fraction(cell.printed_fen)
    return said.counted == cell.counted or apart in (10_000, Fraction(1, 10_000))


def effective(disclosure: Disclosure, amount: Amount) -> Figure:
    """The amount to reckon with: the text's, or its cell's where the two are at odds.

    So one wrong number is found once, not again in every sum and share that it stands in.
    """
    meant = meant_by(disclosure, amount)
    _, verdict = best(same(amount.figure, cell) for cell in (*meant.cells, *meant.also))
    if not meant.cells or verdict is not Verdict.CONFLICT:
        return amount.figure
    printed = next((cell for cell in meant.cells if cell.value is not None), meant.cells[0])
    return amount.figure if _is_unfilled(disclosure, printed) else printed


def _is_unfilled(disclosure: Disclosure, figure: Figure) -> bool:
    """Whether a blank stands in a table that nobody filled in."""
    table = figure.cell.table if figure.cell else ""
    forms = (one for one in disclosure.tables if one.id == table)
    return figure.value is None and all(form.is_empty for form in forms)


def cells_of(disclosure: Disclosure, subject: Subject, said: Said) -> tuple[Figure, ...]:
    """The cells of a subject that the text names without an amount."""
    amount = Amount(said, subject, Figure.blank(), Basis.CURRENT)
    meant = meant_by(disclosure, amount)
    return (*meant.cells, *meant.also)


def wholes_of(disclosure: Disclosure, share: Share) -> tuple[list[Figure], list[Figure]]:
    """The figures a share may be of: those the text plainly means, and others it may mean."""
    current = [one for one in share.before if one.basis in (Basis.CURRENT, Basis.FINAL)]
    before = [effective(disclosure, one) for one in current]
    if not share.whole:
        return before[:1], before[1:]
    subject = _named_whole(disclosure, share)
    if subject is None:
        return [], before
    names = [name for name in (subject.key, _SAME_WHOLE.get(subject.key)) if name]
    called = _unaliased(disclosure, share)
    amounts = [
        one
        for one in amounts_of(disclosure, share.said, *names)
        if one.subject.plain
        and one.basis in (Basis.CURRENT, Basis.FINAL)
        and one is not share.part
        and not one.said.explains
    ]
    near = [one for one in amounts if one.said.section == share.said.section]
    said = [effective(disclosure, one) for one in near or amounts]
    if said and share.whole not in GENERIC:
        return [*said, *cells_of(disclosure, subject, share.said)], called
    return [*said, *cells_of(disclosure, subject, share.said)], [*before, *called]


_SAME_WHOLE: Final = {
    "支出总计": "本年支出合计",
    "本年支出合计": "支出总计",
    "收入总计": "本年收入合计",
    "本年收入合计": "收入总计",
}
"""Totals that a text calls by each other's names: 支出总额 for 支出合计."""


def _named_whole(disclosure: Disclosure, share: Share) -> Subject | None:
    subject = read_lead(share.whole, told(disclosure).names, disclosure.entity or "").subject
    if subject is None or not subject.key or not subject.plain:
        return None
    key = meant(subject.key, share.said.role)
    own = share.part is not None and share.part.subject.key == key
    key = subject.key if own else key  # nothing is a part of itself: 财政拨款支出占本年支出合计的
    return Subject(subject.words, key, subject.code, subject.names)


def _unaliased(disclosure: Disclosure, share: Share) -> list[Figure]:
    """The cells of the whole as it is called, whatever it means in a section of that role."""
    subject = read_lead(share.whole, told(disclosure).names, disclosure.entity or "").subject
    plain = subject is not None and subject.plain and not subject.is_item
    return list(cells_of(disclosure, subject, share.said)) if subject and plain else []


@kept
def shared(disclosure: Disclosure, share: Share) -> Iterator[Outcome]:
    """占比 = part ÷ whole, for some reading of what the whole is."""
    if share.said.explains:
        return
    parts = [effective(disclosure, share.part)] if share.part else []
    parts = parts or list(cells_of(disclosure, share.subject, share.said))
    plain, others = wholes_of(disclosure, share)
    outcomes = list(_rate(share, parts, plain, others))
    implied = _implied_whole(disclosure, share) if _is_unclear(outcomes) and parts else []
    if implied:
        outcomes = [ratio(share.percentage, parts[0], implied, spoken(share.said))]
    for outcome in outcomes:
        plugged = isinstance(outcome, Ratio) and _is_plugged(disclosure, share, outcome)
        yield _plug(share, outcome) if isinstance(outcome, Ratio) and plugged else outcome


def _is_plugged(disclosure: Disclosure, share: Share, made: Ratio) -> bool:
    """Whether a share is one unit in its last place off so that all shares add up to 100."""
    found = judge(made)
    step = Fraction(1, share.percentage.base * 10**share.percentage.places)
    if found.verdict is not Verdict.CONFLICT or abs(Fraction(found.residual)) >= 2 * step:
        return False
    family = {
        one.subject.key or one.subject.words: one.percentage for one in _fellows(disclosure, share)
    }
    return len(family) > 1 and sum(one.value for one in family.values()) == share.percentage.base


def _plug(share: Share, made: Ratio) -> Fault:
    words = spoken(share.said)
    return Fault(
        Wording(
            f"{words.zh}：比按所印数计算的差末位一个单位，为使各项占比合计为100%（尾差）",
            f"{words.en}: one unit in the last place off, so that the shares add up to 100%",
        ),
        made.figures,
        share.percentage.place,
        severity=Severity.INFO,
    )


def _implied_whole(disclosure: Disclosure, share: Share) -> list[Figure]:
    """The parts that make up a whole whose own amount is told nowhere, if all of them are told."""
    subject = _named_whole(disclosure, share) if share.whole else None
    if subject is None:
        return []
    told_parts: dict[str, Amount] = {
        one.subject.key: one.part
        for one in _fellows(disclosure, share)
        if one.part and one.subject.key
    }
    for one in partitions():
        parts = [told_parts[key] for name in one.parts for key in told_parts if name.endswith(key)]
        if one.whole == subject.key and len(parts) == len(one.parts) and share.part in parts:
            return [effective(disclosure, part) for part in parts]
    return []


def _rate(
    claim: Share | Completion,
    parts: Sequence[Figure],
    plain: Sequence[Figure],
    others: Sequence[Figure],
) -> Iterator[Outcome]:
    tries = [
        ratio(claim.percentage, part, whole, _words(claim))
        for whole in (*plain, *others)
        for part in parts
        if not whole.is_nothing
    ]
    relation, verdict = best(tries)
    if relation is not None and verdict in _GOOD:
        yield relation
    elif not parts or not plain or any(one.is_unreadable for one in (*parts, *plain, *others)):
        yield unclear(claim, told=bool(parts))
    elif all(whole.counted == 0 for whole in plain):
        yield from _of_nothing(claim, parts[0])
    else:
        yield ratio(claim.percentage, parts[0], plain[0], _words(claim))


def unclear(claim: Share | Completion, *, told: bool = True) -> Skip:
    """What is said when nothing tells which amounts a sentence means: the sentence, and where."""
    words, place = spoken(claim.said), (claim.said.place or Place()).spot
    zh, en = "文字所指的数无法确定", "which amounts are meant cannot be told"
    if not told:
        zh, en = "没有写明所占的金额，比例无从核对", "the amount it is the rate of is not told"
    return Skip(
        Wording(
            f"{place.spoken('zh')} {words.zh}：{zh}".strip(),
            f"{place.spoken('en')} {words.en}: {en}".strip(),
        ),
        unchecked=True,
    )


def _is_unclear(outcomes: Sequence[Outcome]) -> bool:
    return len(outcomes) == 1 and isinstance(outcomes[0], Skip) and outcomes[0].unchecked


def _words(claim: Share | Completion) -> Wording:
    """A share names its part in the figures; a completion rate says whose it is."""
    return spoken(claim.said, claim.subject if isinstance(claim, Completion) else None)


def _of_nothing(claim: Share | Completion, part: Figure) -> Iterator[Outcome]:
    """Nothing has no share in nothing; what was completed of nothing is told in many ways."""
    if isinstance(claim, Completion) or claim.percentage.value == 0 or part.counted != 0:
        yield ZERO_BASE
        return
    words = spoken(claim.said)
    yield Fault(
        Wording(f"{words.zh}：金额为零，占比应为零", f"{words.en}: a share of nothing is nothing"),
        (part,),
        claim.percentage.place,
    )


def spoken(said: Said, subject: Subject | None = None) -> Wording:
    """The words of the text, quoted in a message; of whom, where they do not say it themselves."""
    words = said.words.strip("，；。、 ").replace("\n", "")
    shown = words if len(words) <= 60 else f"{words[:28]}……{words[-28:]}"
    whose = str(subject or "").strip()
    named = "" if whose in ("", "其中") or whose in unadorned(words) else whose
    return Wording(f"{named}“{shown}”", f"{quoted(named)} {quoted(shown)}".strip())


@kept
def completed(disclosure: Disclosure, claim: Completion) -> Iterator[Outcome]:
    """完成率 = outturn ÷ budget, for some budget that the text may mean."""
    if claim.said.explains or claim.outturn is None:
        return
    outturn = effective(disclosure, claim.outturn)
    budgets = budgets_of(disclosure, claim.subject, claim.said, claim.budgets)
    meant = [one for one in budgets if _is_base(one.basis, claim.base)]
    if not budgets:
        yield from _by_difference(disclosure, claim, outturn)
        return
    plain = [effective(disclosure, one) for one in meant]
    others = [effective(disclosure, one) for one in budgets if one not in meant]
    if not plain and claim.base is Basis.BUDGET:
        plain, others = others, []
    yield from _rate(claim, [outturn], plain, others)


def _by_difference(disclosure: Disclosure, claim: Completion, outturn: Figure) -> Iterator[Outcome]:
    """Where the budget is told by its difference alone: 完成预算的90%，比预算减少5万元."""
    for change in index_of(told(disclosure)).changes.get(claim.said.passage, ()):
        same_base = Basis.BUDGET in (change.base, claim.base) or change.base is claim.base
        here = change.said.sentence == claim.said.sentence
        own = here and change.of is claim.outturn and change.base.is_budget and same_base
        if own and change.amount is not None and not change.said.explains:
            budget = [Term(outturn), Term(change.amount, -(change.sign or 1))]
            yield Ratio(claim.percentage, [Term(outturn)], budget, _words(claim))
            return
    yield unclear(claim)


def _is_base(basis: Basis, named: Basis) -> bool:
    return basis in (named, Basis.BUDGET) or (named is Basis.BUDGET and basis.is_budget)


def budgets_of(
    disclosure: Disclosure, subject: Subject, said: Said, given: Sequence[Amount]
) -> list[Amount]:
    """The budgets of a subject: those in hand, else those its section tells, else its table's."""
    if given:
        return list(given)
    found = [
        one
        for one in (amounts_of(disclosure, said, subject.key) if subject.key else ())
        if one.basis.is_budget
    ]
    if found or subject.is_item:
        return found
    pseudo = Amount(said, subject, Figure.blank(), Basis.BUDGET)
    cells = meant_by(disclosure, pseudo).cells
    return [Amount(said, subject, one, Basis.BUDGET) for one in cells if one.value is not None]


def place_of(said: Said, row: str = "") -> Place:
    """Where a claim is printed, its section as the table."""
    place = said.place or Place()
    return place.within(table=said.section or None, row=row or None)
