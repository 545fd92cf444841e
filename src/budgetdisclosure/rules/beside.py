"""Rules that need another disclosure beside the audited one (对照其他公开件).

Last year's final accounts say what this year's must open with; the year's budget says what the
final accounts call 年初预算; the units below a department add up to it. Such a rule is registered
like any other, so that the catalogue has it, and waits for what it needs: ``audit`` calls it for
each disclosure given ``beside`` that stands to the audited one as the rule asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum

from attrs import evolve, frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, Kind
from budgetdisclosure.place import Place
from budgetdisclosure.rules.rule import BOTH, FINAL, Outcome, Severity, Skip, rule
from budgetdisclosure.wording import Language, Wording, listed

LANGUAGES: tuple[Language, ...] = ("zh", "en")
_ASIDE = re.compile(r"[（(][^）)]*[）)]|\s")
"""What a name may carry or not: （本级）, （汇总）, blanks."""
_MARK = re.compile(r"[（(]\s*([^）)]*?)\s*[）)]")


class Standing(Enum):
    """What another disclosure is to the audited one (所处关系)."""

    PREVIOUS = "previous"
    """上年同类公开件: the same kind, a year earlier."""
    BUDGET = "budget"
    """当年预算公开件: the budget of the year whose final accounts are audited."""
    UNIT = "unit"
    """所属单位公开件: of the same kind and year, one of all the units below; given as such."""

    @property
    def said(self) -> Wording:
        """The word for it."""
        return {
            Standing.PREVIOUS: Wording("上年", "last year's"),
            Standing.BUDGET: Wording("当年预算", "the year's budget"),
            Standing.UNIT: Wording("所属单位", "a unit below"),
        }[self]

    @property
    def needed(self) -> Wording:
        """What is said where no such disclosure is given."""
        return {
            Standing.PREVIOUS: Wording(
                "需要上年的公开件对照", "needs last year's disclosure beside"
            ),
            Standing.BUDGET: Wording("需要当年的预算公开件对照", "needs the year's budget beside"),
            Standing.UNIT: Wording("需要全部所属单位的公开件", "needs those of all units below"),
        }[self]


Check = Callable[[Disclosure, Sequence[Disclosure]], Iterable[Outcome]]


@frozen
class _Waiting:
    standing: Standing
    check: Check


_WAITING: dict[str, _Waiting] = {}


def beside(
    rule_id: str,
    zh: str,
    en: str,
    standing: Standing,
    *,
    source: str,
    severity: Severity = Severity.WARNING,
    exceptions: str = "",
) -> Callable[[Check], Check]:
    """Register a rule over the audited disclosure and those that stand to it as ``standing``."""

    def register(check: Check) -> Check:
        def waits(d: Disclosure) -> Iterator[Outcome]:
            yield Skip(standing.needed)

        waits.__doc__ = check.__doc__
        kinds = FINAL if standing is Standing.BUDGET else BOTH
        made = rule(
            rule_id, zh, en, source=source, severity=severity, exceptions=exceptions, kinds=kinds
        )
        made(waits)
        _WAITING[rule_id] = _Waiting(standing, check)
        return check

    return register


def standing_of(other: Disclosure, d: Disclosure) -> Standing | None:
    """What ``other`` is to ``d`` by its own entity, year and kind; None where it is neither.

    A name that only one of the two prints is no reason against it.

    >>> last, budget = Disclosure("某局", 2019), Disclosure("某局", 2020, Kind.BUDGET)
    >>> standing_of(last, Disclosure("某局", 2020)), standing_of(budget, Disclosure("某局", 2020))
    (<Standing.PREVIOUS: 'previous'>, <Standing.BUDGET: 'budget'>)
    """
    if d.fiscal_year is None or other.fiscal_year is None or not _same_entity(d, other):
        return None
    if other.kind is d.kind and other.fiscal_year == d.fiscal_year - 1:
        return Standing.PREVIOUS
    budgeted = other.kind is Kind.BUDGET and d.kind is Kind.FINAL
    return Standing.BUDGET if budgeted and other.fiscal_year == d.fiscal_year else None


def _same_entity(d: Disclosure, other: Disclosure) -> bool:
    """Whether the names are one's: the accounts of 本级 are not those of 汇总."""
    names = [one.entity for one in (d, other) if one.entity]
    marks = {said for name in names if (said := tuple(_MARK.findall(name)))}
    return len({_ASIDE.sub("", name) for name in names}) < 2 and len(marks) < 2


def standings(
    d: Disclosure, others: Sequence[Disclosure], units: Sequence[Disclosure]
) -> tuple[tuple[Disclosure, Standing | None], ...]:
    """Each disclosure given beside ``d`` or as a unit below it, with what it is to it."""
    below = {(d.kind, d.fiscal_year): Standing.UNIT}
    return (
        *((one, standing_of(one, d)) for one in others),
        *((one, below.get((one.kind, one.fiscal_year))) for one in units),
    )


def outcomes_beside(
    d: Disclosure, others: Sequence[Disclosure], units: Sequence[Disclosure]
) -> Iterator[tuple[str, Iterable[Outcome]]]:
    """For each waiting rule whose other disclosures are there, its id and what it finds."""
    held = standings(d, others, units)
    strange = [one for one, standing in held[len(others) :] if standing is None]
    for rule_id, waiting in _WAITING.items():
        given = [one for one, standing in held if standing is waiting.standing]
        if waiting.standing is Standing.UNIT and strange:
            yield rule_id, [_not_all(strange)]
        elif given:
            yield rule_id, waiting.check(d, given)


def _not_all(strange: Sequence[Disclosure]) -> Skip:
    """Units given that cannot be added: their year or kind is another, or was not recognised."""
    zh, en = ([name_of(one).spoken(language) for one in strange] for language in LANGUAGES)
    return Skip(
        Wording(
            f"所属单位的公开件不能相加，因为年度或类别未认出，或与本件不同：{listed(zh)}",
            "the units cannot be added, as the year or kind is another or was not recognised: "
            + listed(en, "en"),
        ),
        unchecked=True,
    )


def name_of(other: Disclosure) -> Wording:
    """What another disclosure is called: by its body, else by its file."""
    named = other.entity or other.path or other.file
    return Wording(named or "未认出名称的单位", named or "one without a name")


def quoted(figure: Figure, other: Disclosure, *, named: bool = False) -> Figure:
    """A figure of another disclosure, its place saying which; it is no cell of the audited one.

    One of several bodies is ``named``.
    """
    place = figure.place or Place()
    whose = f"{name_of(other).zh}·" if named else ""
    table = f"{whose}{other.fiscal_year}年度{other.kind}·{place.table or ''}"
    return evolve(figure, cell=None, place=evolve(place, table=table))
