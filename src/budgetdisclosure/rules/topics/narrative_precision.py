"""Rates that hold for some true amounts, but not for the amounts as printed (比率与所印数)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from budgetdisclosure.amounts import Figure, round_half_up, show
from budgetdisclosure.claims import Amount, Change, Completion, Share, meant_by
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.rules.relation import Ratio, Relation, same
from budgetdisclosure.rules.rule import BOTH, DERIVED, Fault, Held, Outcome, Severity, rule
from budgetdisclosure.rules.topics.narrative_changes import (
    against_prior,
    changes,
    of_change,
    priors,
    rate_of,
)
from budgetdisclosure.rules.topics.narrative_common import completed, shared, told
from budgetdisclosure.rules.verdict import Verdict, judge
from budgetdisclosure.wording import Wording

_APART = 2
"""How many units in the last place a rate must be off before it is asked about."""


@rule(
    "N-15-4",
    "比率与所印数",
    "rates by the amounts as printed",
    source=DERIVED,
    severity=Severity.INFO,
    kinds=BOTH,
    exceptions="金额小数位数相同的，比率用未舍入的数计算",
)
def as_printed(d: Disclosure) -> Iterator[Outcome]:
    """A rate that holds only if an amount with fewer decimals than its fellow was rounded."""
    for ratio in _ratios(d):
        places = {figure.places for figure in ratio.figures if figure.counted != 0}
        if len(places) < 2 or judge(ratio).verdict not in (Verdict.EXACT, Verdict.ROUNDING):
            continue
        yield _asked(ratio) if _is_apart(ratio) else Held()
    for change in changes(d):
        for one in against_prior(d, change):
            if isinstance(one, Relation) and _is_coarse(one) and not _is_right(d, change):
                yield _differs(one)


def _is_right(d: Disclosure, change: Change) -> bool:
    """Whether some print of both years' amounts differs by the change, at the coarsest of them.

    A text in short decimals beside a table of more is right if it rounds what the table prints.
    """
    tries = [(now, prior) for of in of_change(change) for now, prior in _prints(d, change, of)]
    return any(_differ_by(change, now, prior) for now, prior in tries)


def _prints(d: Disclosure, change: Change, of: Amount) -> Iterator[tuple[Figure, Figure]]:
    """This year's amount as the text and as each of its cells prints it, with last year's."""
    meant = meant_by(d, of)
    cells = [one for one in (*meant.cells, *meant.also) if _may_be_one(of.figure, one)]
    return product((of.figure, *cells), priors(d, change, of))


def _may_be_one(one: Figure, other: Figure) -> bool:
    """Whether two prints may be of one amount."""
    return judge(same(one, other)).verdict.holds


def _differ_by(change: Change, now: Figure, prior: Figure) -> bool:
    """Whether the change is the amounts' difference, rounded before or after it is taken."""
    assert change.amount is not None
    step = max(Fraction(one.step) for one in (now, prior, change.amount))
    a, b, c = (Fraction(one.printed_fen) / step for one in (now, prior, change.amount))
    told = (change.sign or 1) * _rounded(c)
    return told in (_rounded(a - b), _rounded(a) - _rounded(b))


def _rounded(value: Fraction) -> Fraction:
    return Fraction(round_half_up(value, 0))


def _is_coarse(one: Relation) -> bool:
    """Whether a change fits two amounts of which one may only be printed short: 12.39 - 11.8."""
    if judge(one).verdict is not Verdict.ROUNDING:
        return False
    return len({figure.places for figure in one.figures if figure.counted != 0}) > 1


def _differs(relation: Relation) -> Fault:
    change, *amounts = relation.figures
    total = sum(term.times * term.figure.printed_fen for term in relation.right)
    right = show(Fraction(total) / change.unit.fen)
    words = relation.note or Wording("增减额", "the change")
    return Fault(
        Wording(
            f"{words.zh}：按所印的数相减为 {right}，印为 {change.digits.strip()}；"
            "除非其中有少印小数的数，请核实",
            f"{words.en}: the amounts as printed differ by {right}, printed "
            f"{change.digits.strip()}; unless one of them was rounded, please check",
        ),
        (change, *amounts),
        change.place or Place(),
        correction=Wording(right, right),
    )


def _ratios(d: Disclosure) -> Iterator[Ratio]:
    outcomes: list[Outcome] = []
    for share in told(d).all(Share):
        outcomes += [] if share.said.attached else shared(d, share)
    for completion in told(d).all(Completion):
        outcomes += [] if completion.said.attached else completed(d, completion)
    for change in changes(d):
        outcomes += rate_of(d, change)
    yield from (one for one in outcomes if isinstance(one, Ratio))


def _plain(ratio: Ratio) -> Fraction:
    """The ratio of the amounts as printed, in the percentage's own base."""
    part, whole = (
        Fraction(sum(term.times * term.figure.printed_fen for term in side))
        for side in (ratio.part, ratio.whole)
    )
    return ratio.percentage.base * part / whole


def _is_apart(ratio: Ratio) -> bool:
    step = Fraction(1, 10**ratio.percentage.places)
    return abs(_plain(ratio) - Fraction(ratio.percentage.value)) >= _APART * step


def _asked(ratio: Ratio) -> Fault:
    plain = _plain(ratio)
    right = f"{round_half_up(plain, ratio.percentage.places)}%"
    coarse = min((f for f in ratio.figures if f.counted != 0), key=lambda figure: figure.places)
    said = coarse.digits.strip()
    words = ratio.note or Wording("比率", "the rate")
    return Fault(
        Wording(
            f"{words.zh}：按所印的数计算为 {right}，印为 {ratio.percentage.digits}；"
            f"除非 {said} 是少印小数的数，请核实",
            f"{words.en}: the amounts as printed make {right}, printed "
            f"{ratio.percentage.digits}; unless {said} was rounded, please check",
        ),
        ratio.figures,
        ratio.percentage.place or Place(),
        correction=Wording(right, right),
    )
