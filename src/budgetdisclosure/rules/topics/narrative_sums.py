"""Parts that the narrative tells, against the whole it tells (分项相加)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from budgetdisclosure.claims import Amount, Basis, Change, Subject
from budgetdisclosure.model import Disclosure
from budgetdisclosure.rules.relation import Relation, Term
from budgetdisclosure.rules.rule import BOTH, DERIVED, Outcome, Severity, rule
from budgetdisclosure.rules.topics.narrative_common import cells_of, effective, told


@cache
def partitions() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What adds up to what: ``data/partitions.csv``."""
    path = files("budgetdisclosure.claims") / "data" / "partitions.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return tuple((row["whole"], tuple(row["parts"].split("|"))) for row in rows)


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
        for whole, parts in partitions():
            held = [current[name] for name in parts if name in current]
            if whole in current and len(held) > 1 and _complete(d, current[whole], parts, held):
                terms = [Term(effective(d, part)) for part in held]
                yield Relation([Term(effective(d, current[whole]))], terms)


def _passages(d: Disclosure, kind: type[Amount]) -> Iterator[list[Amount]]:
    groups: dict[int, list[Amount]] = {}
    for amount in told(d).all(kind):
        if not amount.said.attached and amount.said.role != "performance":
            groups.setdefault(amount.said.passage, []).append(amount)
    yield from groups.values()


def _complete(d: Disclosure, whole: Amount, parts: tuple[str, ...], held: list[Amount]) -> bool:
    """Whether what is not told is nothing, by the tables."""
    told_names = {one.subject.key for one in held}
    return all(_is_nothing(d, name, whole) for name in parts if name not in told_names)


def _is_nothing(d: Disclosure, name: str, whole: Amount) -> bool:
    cells = cells_of(d, Subject(name, name), whole.said)
    return bool(cells) and all(cell.number == 0 for cell in cells)


def _changes(d: Disclosure) -> Iterator[Relation]:
    groups: dict[int, dict[str, Change]] = {}
    for change in told(d).all(Change):
        if change.said.explains or change.said.attached or change.amount is None:
            continue
        key = change.of.subject.key if change.of else change.subject.key
        groups.setdefault(change.said.passage, {}).setdefault(key, change)
    for group in groups.values():
        for whole, parts in partitions():
            held = [group[name] for name in parts if name in group]
            listed = len(held) >= _ENOUGH and _is_list(held)
            if whole in group and (len(held) == len(parts) or listed):
                yield _sum_of(group[whole], held)


_ENOUGH = 3


def _is_list(held: list[Change]) -> bool:
    """Whether the changes are told as the parts of one (其中：…)."""
    return sum(one.of_which for one in held) >= len(held) - 1


def _sum_of(whole: Change, parts: list[Change]) -> Relation:
    terms = [Term(one.amount, one.sign or 1) for one in (whole, *parts) if one.amount is not None]
    return Relation(terms[:1], terms[1:])
