"""From one classification to another (对照): the two economic ones, COFOG and GFSM.

Every link says how sure it is and what it rests on. The tables are in ``data/``; those to COFOG
and GFSM are the compiler's own reasoning, since no official ones exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from attrs import frozen

from budgetdisclosure.codes.catalogue import first_year, packaged
from budgetdisclosure.codes.code import EconomicCode, FunctionCode, GovernmentEconomicCode
from budgetdisclosure.codes.entry import spans


class Confidence(Enum):
    """How sure a link is (可信程度), the surest first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Spender(Enum):
    """Who spends, on which the government's code depends (适用单位)."""

    AGENCY = "机关（含参公事业单位）"
    """An organ of state, or an institution run like one."""
    INSTITUTION = "事业单位（不含参公）"
    """Any other public institution (事业单位)."""
    EITHER = "机关和事业单位"
    """The same code for both."""
    TREASURY = "财政总预算"
    """The treasury itself: no department has such spending."""


@frozen
class EconomicLink:
    """A pair of the official comparison of the two economic classifications (经济分类对照).

    Source: 《政府预算支出经济分类科目与部门预算支出经济分类科目对照表》.
    """

    government: GovernmentEconomicCode
    department: EconomicCode | None
    """None where departments have no such code."""
    spender: Spender
    valid_from: int | None
    valid_to: int | None
    evidence: str
    note: str

    @property
    def confidence(self) -> Confidence:
        """High where a public document prints the pair, low where it awaits checking (待核)."""
        if "待核" in self.note:
            return Confidence.LOW
        return Confidence.HIGH if self.evidence.startswith("observed") else Confidence.MEDIUM

    def valid_in(self, year: int) -> bool:
        """Whether the pair held in fiscal ``year``."""
        return spans(self.valid_from, self.valid_to, year)


@frozen
class Mapped:
    """A code of an international classification, for one of China's (国际分类对应)."""

    source: FunctionCode | EconomicCode | GovernmentEconomicCode
    """The code the table has: the one asked for, or the nearest above it."""
    code: str | None
    """None where the international classification has no such thing; the note says why."""
    name: str
    confidence: Confidence
    evidence: str
    note: str


def economic_links(
    code: EconomicCode | GovernmentEconomicCode, year: int, spender: Spender | None = None
) -> tuple[EconomicLink, ...]:
    """The pairs of the two economic classifications in which ``code`` or one below it stands.

    ``spender`` leaves out the pairs for the other kind of unit.

    >>> [pair] = economic_links(EconomicCode("30201"), 2024, Spender.AGENCY)
    >>> pair.government, pair.confidence
    (GovernmentEconomicCode('50201'), <Confidence.HIGH: 'high'>)
    >>> [str(p.department) for p in economic_links(GovernmentEconomicCode("50905"), 2024)]
    ['30301', '30302', '30303']
    """
    allowed = set(Spender) if spender is None else {spender, Spender.EITHER}
    return tuple(
        link
        for link in _economic_links()
        if link.valid_in(year) and link.spender in allowed and _concerns(link, code)
    )


def cofog(code: FunctionCode) -> Mapped | None:
    """The UN classification of the functions of government (COFOG) for a functional code.

    An item (项) without a line of its own takes that of its section or category.

    >>> found = cofog(FunctionCode("2082602"))
    >>> print(found.source, found.code, found.name, found.confidence.value)
    20826 10.2 Old age high
    """
    return _nearest(code, _mapped("cofog_crosswalk.csv", "function_code", "cofog"))


def gfsm(code: EconomicCode | GovernmentEconomicCode) -> Mapped | None:
    """The IMF's economic classification (GFSM 2014) for an economic code.

    >>> gfsm(EconomicCode("30101")).name
    'Wages and salaries in cash'
    """
    return _nearest(code, _mapped("gfsm_crosswalk.csv", "economic_code", "gfsm"))


def _concerns(link: EconomicLink, code: EconomicCode | GovernmentEconomicCode) -> bool:
    own = link.department if isinstance(code, EconomicCode) else link.government
    return own is not None and (own.is_within(code) or code.is_within(own))


def _nearest(
    code: FunctionCode | EconomicCode | GovernmentEconomicCode, table: Mapping[str, Mapped]
) -> Mapped | None:
    above = (table.get(each.digits) for each in (code, *reversed(code.ancestors)))
    return next((mapped for mapped in above if mapped), None)


@lru_cache(maxsize=1)
def _economic_links() -> tuple[EconomicLink, ...]:
    return tuple(
        EconomicLink(
            GovernmentEconomicCode(row["government_code"]),
            EconomicCode(row["department_code"]) if row["department_code"] else None,
            Spender(row["applies_to"]),
            first_year(row["valid_from"]),
            int(row["valid_to"]) if row["valid_to"] else None,
            row["evidence"],
            row["note"],
        )
        for row in packaged("economic_crosswalk.csv")
    )


@lru_cache(maxsize=2)
def _mapped(file: str, source: str, target: str) -> Mapping[str, Mapped]:
    kinds = {kind.leading: kind for kind in (FunctionCode, EconomicCode, GovernmentEconomicCode)}
    return {
        row[source]: Mapped(
            kinds[row[source][0]](row[source]),
            row[f"{target}_code"] or None,
            row[f"{target}_name"],
            Confidence(row["confidence"]),
            row["evidence"],
            row["note"],
        )
        for row in packaged(file)
    }
