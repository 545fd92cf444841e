"""Parts that the narrative tells, against the whole it tells (分项相加)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from budgetdisclosure.claims import Amount, Basis, Change, Subject
from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules.relation import Relation, Term
from budgetdisclosure.rules.rowsums import first_that_holds
from budgetdisclosure.rules.rule import BOTH, DERIVED, Outcome, Severity, rule
from budgetdisclosure.rules.topics.narrative_common import (
    cells_of,
    effective,
    told,
)
from budgetdisclosure.rules.topics.narrative_parts import measure_of, partitions

_ITEM: Final = re.compile(r"(?P<plain>\d{1,2}[.、．])|（(?P<round>\d{1,2})）|(?P<dot>·)|-")


@rule(
    "N-03-3",
    "分项相加",
    "the parts a passage tells add up to the whole it tells",
    source=DERIVED,
    severity=Severity.WARNING,
    kinds=BOTH,
    exceptions="没有列全的；未列的部分在表中不为零的",
)
def parts_add_up(d: Disclosure) -> Iterator[Outcome]:
    """Σ parts = whole, of amounts and of changes, where no part with an amount is left out."""
    yield from _amounts(d)
    yield from _changes(d)


def _amounts(d: Disclosure) -> Iterator[Relation]:
    for passage in _passages(d, Amount):
        current = {
            a.subject.key: a
            for a in reversed(passage)
            if a.basis in (Basis.CURRENT, Basis.FINAL) and a.subject.plain and not a.said.explains
        }
        for one in partitions():
            held = [current[name] for name in one.parts if name in current]
            whole = current.get(one.whole)
            if whole is not None and len(held) > 1 and _complete(d, whole, one.parts, held):
                also = [Term(effective(d, current[name])) for name in one.also if name in current]
                untold = _untold(d, whole, [name for name in one.also if name not in current])
                terms = [Term(effective(d, part)) for part in held]
                yield _with_or_without(Term(effective(d, whole)), terms, also, untold)


def _untold(d: Disclosure, whole: Amount, names: list[str]) -> list[Term]:
    """What the tables print of those that the text does not tell, but may count in."""
    cells = [cells_of(d, Subject(name, name), whole.said)[:1] for name in names]
    return [Term(cell) for found in cells for cell in found if not cell.is_nothing]


def _with_or_without(
    whole: Term, parts: list[Term], also: list[Term], untold: Sequence[Term] = ()
) -> Relation:
    """The parts add up, with some, all or none of those that a text may count in or not."""
    terms = [*also, *untold]
    more = [some for n in range(len(terms) + 1) for some in combinations(terms, n)]
    return first_that_holds(*(Relation([whole], [*parts, *some]) for some in [also, *more]))


def _passages(d: Disclosure, kind: type[Amount]) -> Iterator[list[Amount]]:
    groups: dict[int, list[Amount]] = {}
    blocks = _blocks(d)
    for amount in told(d).all(kind):
        if not amount.said.attached and amount.said.role != "performance":
            groups.setdefault(blocks[amount.said.passage], []).append(amount)
    yield from groups.values()


def _blocks(d: Disclosure) -> dict[int, int]:
    """For each passage the one its list begins with: what ends in a colon goes on below it."""
    blocks: dict[int, int] = {}
    start, section, style = 0, "", ""
    for statement in told(d).statements:
        said, text = statement.said, statement.text.text
        own = _style(text)
        opens = text.rstrip().endswith(("：", "其中"))
        if start and not opens and said.section == section and own == (style or own):
            style = own
            blocks[said.passage] = start
            continue
        blocks[said.passage] = said.passage
        start, section, style = (said.passage if opens else 0), said.section, ""
    return blocks


def _style(text: str) -> str:
    """How an entry of a list is numbered."""
    match = _ITEM.match(text)
    return (match.lastgroup or "-") if match else "none"


def _complete(d: Disclosure, whole: Amount, parts: tuple[str, ...], held: list[Amount]) -> bool:
    """Whether what is not told is nothing, by the tables."""
    told_names = {one.subject.key for one in held}
    return all(_is_nothing(d, name, whole) for name in parts if name not in told_names)


def _is_nothing(d: Disclosure, name: str, whole: Amount) -> bool:
    cells = cells_of(d, Subject(name, name), whole.said)
    return bool(cells) and all(cell.is_nothing for cell in cells)


def _changes(d: Disclosure) -> Iterator[Relation]:
    groups: dict[object, dict[str, Change]] = {}
    blocks = _blocks(d)
    for change in told(d).all(Change):
        if change.said.explains or change.said.attached or change.amount is None:
            continue
        if not _is_sure(change):
            continue
        key = change.of.subject.key if change.of else change.subject.key
        against = (blocks[change.said.passage], change.base, measure_of(d, change))
        groups.setdefault(against, {}).setdefault(key, change)
    for group in groups.values():
        for one in partitions():
            held = [group[name] for name in one.parts if name in group]
            also = [group[name] for name in one.also if name in group]
            whole = group.get(one.whole)
            alone = len(group) == len(held) + len(also) + 1
            if whole is None:
                continue
            told_all = len(held) == len(one.parts)
            below = _is_below(whole, held) or _is_list(held)
            if told_all or (alone and len(held) >= _ENOUGH and below):
                yield _with_or_without(_term(whole), _terms(held), _terms(also))


_ENOUGH = 3


def _is_sure(change: Change) -> bool:
    """Whether it is plain whose change it is: named, or told in the sentence of the amount."""
    of = change.of
    return not change.or_of or (of is not None and of.said.sentence == change.said.sentence)


def _is_below(whole: Change, held: list[Change]) -> bool:
    """Whether the changes are told in a list of their own, below that of the whole."""
    return all(one.said.passage > whole.said.passage for one in held)


def _is_list(held: list[Change]) -> bool:
    """Whether the changes are told as the parts of one (其中：…)."""
    return sum(one.of_which for one in held) >= len(held) - 1


def _terms(changes: list[Change]) -> list[Term]:
    return [_term(one) for one in changes]


def _term(change: Change) -> Term:
    assert change.amount is not None, "only changes with an amount are grouped"
    return Term(change.amount, change.sign or 1)
