"""A thousand made-up disclosures each: what is true of every one of them."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from budgetdisclosure.amounts import Amount, Figure, Unit
from budgetdisclosure.calc import rollup
from budgetdisclosure.codes.code import FunctionCode
from budgetdisclosure.compose.assemble import compose
from budgetdisclosure.model import Disclosure
from budgetdisclosure.model.edit import with_figure
from budgetdisclosure.model.serial import disclosure_from_dict, to_dict
from budgetdisclosure.rules import Relation, Verdict, audit
from budgetdisclosure.testing import Seeded, make_ledger

PRINTS = [(Unit.WAN, 2), (Unit.YUAN, 0), (Unit.YUAN, 2), (Unit.YI, 2), (Unit.WAN, 4), (Unit.WAN, 6)]
MANY = 1000


def made(seed: int) -> Disclosure:
    """A disclosure from a seeded ledger, at any unit and places."""
    dice = Random(seed)
    unit, places = dice.choice(PRINTS)
    ledger = make_ledger(Seeded(dice), 2020, dice.randint(1, 5))
    return compose(ledger, entity="某单位", fiscal_year=2020, unit=unit, places=places)


def leaf_of(d: Disclosure, dice: Random) -> Figure | None:
    """A nonzero figure of the deepest rows of 03, if there is one."""
    leaves = [
        figure
        for line in d.expenditure.lines
        if line.code is not None and len(line.key) == 7
        for figure in line.figures().values()
        if figure.number != 0
    ]
    return dice.choice(leaves) if leaves else None


def reach_of(d: Disclosure, leaf: Figure) -> Fraction:
    """How far rounding could move the leaf in any relation that holds it, hidden amounts included."""
    widths = [Fraction(leaf.step)]
    for check in audit(d, prove=False).checked:
        relation = check.relation
        if isinstance(relation, Relation) and leaf in relation.figures:
            widths.append(sum((Fraction(figure.step) for figure in relation.figures), Fraction(0)))
    return max(widths)


@pytest.mark.slow
def test_a_leaf_moved_beyond_its_slack_conflicts() -> None:
    """Corrupt one leaf by more than all rounding could: a conflict appears."""
    tried = 0
    for seed in range(MANY):
        dice = Random(-seed)
        d = made(seed)
        leaf = leaf_of(d, dice)
        if leaf is None or leaf.cell is None:
            continue
        tried += 1
        steps = int(reach_of(d, leaf) / Fraction(leaf.step)) + dice.randint(1, 40)
        by = Decimal(steps).scaleb(-leaf.places) * dice.choice((1, -1))
        spoiled = with_figure(d, leaf.cell, Figure.of(leaf.number + by, leaf.unit, leaf.places))
        found = audit(spoiled, prove=False).findings
        assert any(one.verdict is Verdict.CONFLICT for one in found), (seed, leaf, by)
    assert tried > MANY // 2


@pytest.mark.slow
def test_json_round_trips_are_the_identity() -> None:
    """Through JSON and back: the same disclosure, printed texts and places included."""
    for seed in range(MANY):
        d = made(seed)
        back = disclosure_from_dict(json.loads(json.dumps(to_dict(d))))
        assert back == d
        assert [(f.text, f.place, f.cell) for f in back.figures()] == [
            (f.text, f.place, f.cell) for f in d.figures()
        ]


@pytest.mark.slow
def test_rollups_are_additive_and_agree_with_a_plain_sum() -> None:
    """In any order, in parts or at once, and as a dictionary sum by prefix: the same."""
    codes = [FunctionCode(text) for text in ("2080109", "2080108", "2082602", "2010101", "2210201")]
    for seed in range(MANY):
        dice = Random(seed)
        leaves = [
            (dice.choice(codes), {"basic": Amount(dice.randrange(10**9))})
            for _ in range(dice.randint(1, 30))
        ]
        whole = rollup(leaves)
        shuffled = dice.sample(leaves, len(leaves))
        assert rollup(shuffled) == whole
        cut = dice.randint(0, len(leaves))
        one, other = rollup(leaves[:cut]), rollup(leaves[cut:])
        for key, row in whole.items():
            plain = sum(
                amount["basic"].fen
                for code, amount in leaves
                if key is None or code.digits.startswith(key.digits)
            )
            parts = sum(part[key]["basic"].fen for part in (one, other) if part.get(key))
            assert row["basic"].fen == plain == parts
