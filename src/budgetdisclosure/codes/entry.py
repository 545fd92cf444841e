"""One line of a code list (科目): what a code was called, when, and how that is known."""

from __future__ import annotations

from enum import Enum
from typing import Generic

from attrs import field, frozen

from budgetdisclosure.codes.code import C
from budgetdisclosure.wording import Wording

FIRST_YEAR, LAST_YEAR = 2018, 2026
"""The fiscal years the packaged lists speak of."""


def spans(first: int | None, last: int | None, year: int) -> bool:
    """Whether ``year`` lies from ``first`` to ``last``, an end that is not known being open."""
    return (first is None or first <= year) and (last is None or year <= last)


class Budget(Enum):
    """The four budgets of government (四本预算) in which a code may appear."""

    GENERAL_PUBLIC = "一般公共预算"
    GOVERNMENT_FUND = "政府性基金预算"
    STATE_CAPITAL = "国有资本经营预算"
    SOCIAL_INSURANCE_FUND = "社会保险基金预算"


@frozen
class Entry(Generic[C]):
    """A code and its official name over a span of fiscal years (科目).

    Source: 《政府收支分类科目》 as compiled in ``codes/data``; ``evidence`` says what was seen.
    """

    code: C
    name: str
    valid_from: int | None = None
    """The first fiscal year; None where the line is as old as the lists (2018) or older."""
    valid_to: int | None = None
    """The last fiscal year; None where no end is known."""
    superseded_by: tuple[C, ...] = ()
    """The codes that took over after ``valid_to``; its own code where only the name changed."""
    budgets: tuple[Budget, ...] = ()
    evidence: str = ""
    """``observed: `` and the documents that print code and name, or ``compiled`` from memory."""
    note: str = ""
    carried: bool = field(default=False, kw_only=True)
    """Whether the list's year lies outside those known, so that this line is a nearby year's."""

    @property
    def observed(self) -> bool:
        """Whether a public document that prints this code with this name has been seen."""
        return self.evidence.startswith("observed")

    @property
    def uncertain(self) -> bool:
        """Whether wording, existence or years await checking (待核), or are a nearby year's.

        A difference from such a line is a reason to look, never an error.
        """
        return self.carried or "待核" in self.note

    @property
    def renamed(self) -> bool:
        """Whether the line ended because the same code got another name (更名)."""
        return self.superseded_by == (self.code,)

    def valid_in(self, year: int) -> bool:
        """Whether the line held in fiscal ``year``, as far as is known.

        >>> from budgetdisclosure.codes import function_codes
        >>> function_codes(2020)["2089901"].valid_in(2021)
        False
        """
        return spans(self.valid_from, self.valid_to, year)

    @property
    def years(self) -> Wording:
        """The span in words.

        >>> from budgetdisclosure.codes import function_codes
        >>> print(function_codes(2020)["2089901"].years)
        2020年及以前
        """
        first, last = self.valid_from, self.valid_to
        if first is None:
            return _until(last)
        if last is None:
            return Wording(f"{first}年起", f"since {first}")
        if first == last:
            return Wording(f"{first}年", f"{first}")
        return Wording(f"{first}—{last}年", f"{first} to {last}")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


def _until(last: int | None) -> Wording:
    if last is None:
        return Wording("历年", "all years known")
    return Wording(f"{last}年及以前", f"until {last}")
