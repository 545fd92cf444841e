"""The claims of a narrative by what they are looked up by, each list made once (索引)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from attrs import field, frozen

from budgetdisclosure.claims.claim import Amount, Change, Completion, Share
from budgetdisclosure.claims.narrative import Narrative
from budgetdisclosure.claims.remember import remembered

C = TypeVar("C")
K = TypeVar("K", bound=Hashable)


@frozen
class Index:
    """Amounts by name and section, shares by whole, changes and completion rates by passage."""

    amounts: dict[str, tuple[Amount, ...]] = field(repr=False)
    amounts_in: dict[tuple[str, str], tuple[Amount, ...]] = field(repr=False)
    shares: dict[tuple[str, str], tuple[Share, ...]] = field(repr=False)
    changes: dict[int, tuple[Change, ...]] = field(repr=False)
    completions: dict[int, tuple[Completion, ...]] = field(repr=False)


@remembered
def index_of(narrative: Narrative) -> Index:
    """The index of a narrative, made once for each.

    >>> from budgetdisclosure.claims import narrative_of
    >>> from budgetdisclosure.model import Disclosure, Passage, Section
    >>> said = Section("支出决算情况说明", "三", 1, "narrative", (Passage("基本支出5.00万元。"),))
    >>> index_of(narrative_of(Disclosure(sections=(said,)))).amounts["基本支出"][0].figure.digits
    '5.00'
    """
    amounts = list(narrative.all(Amount))
    return Index(
        _by(amounts, lambda one: one.subject.key),
        _by(amounts, lambda one: (one.said.section, one.subject.key)),
        _by(narrative.all(Share), lambda one: (one.said.section, one.whole)),
        _by(narrative.all(Change), lambda one: one.said.passage),
        _by(narrative.all(Completion), lambda one: one.said.passage),
    )


def _by(claims: Iterable[C], key: Callable[[C], K]) -> dict[K, tuple[C, ...]]:
    groups: defaultdict[K, list[C]] = defaultdict(list)
    for one in claims:
        groups[key(one)].append(one)
    return {name: tuple(held) for name, held in groups.items()}
