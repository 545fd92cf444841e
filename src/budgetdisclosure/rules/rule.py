"""Rule: what must hold, its official name, severity and source; and the registry of all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import Any, TypeVar

from attrs import field, fields, frozen

from budgetdisclosure.amounts import Figure, Interval
from budgetdisclosure.errors import ModelError
from budgetdisclosure.model import Disclosure, Kind
from budgetdisclosure.place import Place
from budgetdisclosure.rules.relation import Ratio, Relation
from budgetdisclosure.rules.sources import source_en
from budgetdisclosure.rules.verdict import Verdict
from budgetdisclosure.wording import Language, Wording


class Severity(Enum):
    """How much a breach weighs (严重程度)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def zh(self) -> str:
        """The word a report uses."""
        return {"error": "错误", "warning": "提醒", "info": "提示"}[self.value]


@frozen
class Held:
    """A rule that is no equation looked, and found all in order ``count`` times (符合)."""

    count: int = 1


@frozen
class Skip:
    """A rule that does not apply here, or (``unchecked``) could not be checked, with why."""

    reason: Wording
    unchecked: bool = False


def _figures(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    return tuple(figures)


@frozen
class Fault:
    """A breach of a rule that is no equation (不符合): words, cells and places.

    ``severity`` overrides the rule's, where the case is milder or graver; ``expected`` and
    ``correction`` say what should stand there, where that is known. ``about`` is the sheet the
    message begins with, where several faults of one sheet are one problem.
    """

    message: Wording
    figures: tuple[Figure, ...] = field(default=(), converter=_figures)
    place: Place | None = None
    severity: Severity | None = None
    verdict: Verdict = Verdict.CONFLICT
    expected: Interval | str | None = None
    correction: Wording | None = None
    about: Wording | None = None


Outcome = Relation | Ratio | Held | Skip | Fault
Check = Callable[[Disclosure], Iterable[Outcome]]
C = TypeVar("C", bound=Check)


@frozen
class Rule:
    """A rule (审核规则): ``check`` yields relations to judge, or what it found itself.

    ``source`` names the law, article or table form; where that is memory or derivation it says so.
    ``exceptions`` says where the rule does not apply. ``kinds`` are the documents it is for.
    """

    id: str
    title: Wording
    source: str
    check: Check = field(eq=False, repr=False)
    severity: Severity = Severity.ERROR
    exceptions: str = ""
    years: tuple[int | None, int | None] = (None, None)
    kinds: frozenset[Kind] = frozenset({Kind.FINAL})

    def __reduce__(self) -> str | tuple[Any, ...]:
        """The library's own rules travel between processes by their id, a user's by their parts."""
        if _REGISTRY.get(self.id) is self and self.check.__module__.startswith(_OWN):
            return (_registered_rule, (self.id,))
        return (Rule, tuple(getattr(self, part.name) for part in fields(Rule)))

    @property
    def group(self) -> str:
        """The topic: T03, X, N or P."""
        return self.id.partition("-")[0]

    @property
    def summary(self) -> str:
        """The first line of the function's own words."""
        return (self.check.__doc__ or self.title.en).strip().splitlines()[0]

    def sources(self, language: Language = "zh") -> tuple[str, ...]:
        """The parts of the source; in English those that have a translation."""
        parts = tuple(self.source.split("；"))
        return tuple(map(source_en, parts)) if language == "en" else parts

    def applies_to(self, disclosure: Disclosure) -> bool:
        """Whether the rule is for this kind of document and this year (an unknown year counts)."""
        since, until = self.years
        year = disclosure.fiscal_year
        return disclosure.kind in self.kinds and (
            year is None or ((since is None or year >= since) and (until is None or year <= until))
        )


FINAL = frozenset({Kind.FINAL})
BUDGET = frozenset({Kind.BUDGET})
BOTH = FINAL | BUDGET
TABLE_FORM = "公开01—09表表样（决算公开样式）"
DERIVED = "算术推论"
PRACTICE = "部门决算核实性审核惯例"

_REGISTRY: dict[str, Rule] = {}
_OWN = f"{__name__.partition('.')[0]}."
"""How the modules of the library's own rules begin: any process can load them."""


def rule(
    rule_id: str,
    zh: str,
    en: str,
    *,
    source: str = TABLE_FORM,
    severity: Severity = Severity.ERROR,
    exceptions: str = "",
    years: tuple[int | None, int | None] = (None, None),
    kinds: frozenset[Kind] = FINAL,
) -> Callable[[C], C]:
    """Register a function as one of the library's rules; a user's own is made with ``Rule``."""

    def register(check: C) -> C:
        if rule_id in _REGISTRY:
            raise ModelError(Wording("规则编号重复", "two rules have one id"), excerpt=rule_id)
        made = Rule(rule_id, Wording(zh, en), source, check, severity, exceptions, years, kinds)
        _REGISTRY[rule_id] = made
        return check

    return register


def _registered_rule(rule_id: str) -> Rule:
    """The library's rule of that id, in a process that may not have loaded it yet."""
    if rule_id not in _REGISTRY:
        from budgetdisclosure.rules.catalogue import catalogue

        catalogue()
    return _REGISTRY[rule_id]


def registered() -> Iterator[Rule]:
    """Every rule registered so far, in the order of their files."""
    return iter(tuple(_REGISTRY.values()))
