"""Findings: what an audit reports, and the judged relations behind them (审核发现)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import evolve, field, frozen

from budgetdisclosure.amounts import Exact, Figure, Interval, Percentage
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.rules.explain import MOST_ADDENDS, common_place, explain
from budgetdisclosure.rules.missing import missing_rows
from budgetdisclosure.rules.relation import Ratio, Relation
from budgetdisclosure.rules.rule import Fault, Rule, Severity
from budgetdisclosure.rules.verdict import Judgement, Verdict
from budgetdisclosure.wording import Language, Wording


@frozen
class Checked:
    """One relation of one rule, judged (已核对的关系)."""

    rule: Rule
    relation: Relation | Ratio
    judgement: Judgement

    @property
    def verdict(self) -> Verdict:
        """The verdict on this relation alone."""
        return self.judgement.verdict

    @property
    def message(self) -> Wording:
        """What the figures say, in words."""
        return explain(self.relation, self.judgement)

    @property
    def brief(self) -> Wording:
        """The same, long sums cut short (简要说明)."""
        return explain(self.relation, self.judgement, MOST_ADDENDS)


@frozen
class Finding:
    """Something to report (审核发现): an inequality that no rounding explains, a tail, a breach.

    ``expected`` is in the unit of the first figure, ``residual`` too; where ``percentage`` is what
    the figures contradict, in percent and percentage points. ``about`` is the sheet the
    message begins with, where several findings of one sheet are one problem; ``check`` is the
    relation that failed.
    """

    rule: Rule
    severity: Severity
    verdict: Verdict
    message: Wording
    figures: tuple[Figure, ...] = ()
    percentage: Percentage | None = None
    expected: Interval | str | None = None
    residual: Exact | None = None
    place: Place | None = None
    correction: Wording | None = None
    about: Wording | None = None
    check: Checked | None = field(default=None, eq=False, repr=False)

    @property
    def page(self) -> int | None:
        """The page it stands on, where pages are known."""
        return self._seat.page

    @property
    def file(self) -> str | None:
        """The file it stands in, where the disclosure's files are known."""
        files = (place.file for place in (self._seat, *self._places()))
        return next((file for file in files if file), None)

    def _places(self) -> Iterator[Place]:
        """The finding's place, then those of its figures."""
        places = (self.place, *(figure.place for figure in self.figures))
        return (place for place in places if place is not None)

    @property
    def _seat(self) -> Place:
        """The one place that file, page and cell are told of: never the sheet of another file."""
        places = list(self._places())
        paged = next((place for place in places if place.page), None)
        spots = ((place, place.spot) for place in places)
        told = (place for place, spot in spots if spot.line or spot.address)
        return paged or next(told, Place())

    @property
    def spot(self) -> Place:
        """Where to look: the page, the sheet's cell or the line of the text (位置)."""
        return self._seat.spot

    @property
    def brief(self) -> Wording:
        """The message for a page of people: long sums cut short (简要说明)."""
        return self.message if self.check is None else self.check.brief

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The finding as the outside contract has it."""
        from budgetdisclosure.rules.contract import finding_to_dict

        return finding_to_dict(self, language)

    def __str__(self) -> str:
        return f"[{self.severity.zh}] {self.rule.id} {self.message.zh}"


def with_missing_row(finding: Finding, disclosure: Disclosure) -> Finding:
    """The finding, with the row its sum is probably short of, where another table has it."""
    if finding.check is None or finding.verdict is not Verdict.CONFLICT:
        return finding
    row = missing_rows(finding.check.relation, disclosure)
    return finding if row is None else evolve(finding, correction=row.wording)


def breach(rule: Rule, fault: Fault) -> Finding:
    """The finding of a rule that found itself what is wrong."""
    return Finding(
        rule,
        fault.severity or rule.severity,
        fault.verdict,
        _placed(fault),
        fault.figures,
        expected=fault.expected,
        place=fault.place or (fault.figures[0].place if fault.figures else None),
        correction=fault.correction,
        about=fault.about,
    )


def _placed(fault: Fault) -> Wording:
    """The message; one that names no table and quotes nothing says first which cell it is about."""
    said = fault.message
    place = common_place(fault.figures)
    if not place.table or any(mark in said.zh for mark in "《“"):
        return said
    here = Place(table=place.table, row=place.row, column=place.column)
    return Wording(f"{here.spoken('zh')}：{said.zh}", f"{here.spoken('en')}: {said.en}")


def breach_of_relation(check: Checked) -> Finding:
    """The finding of a relation that does not hold."""
    relation, judgement = check.relation, check.judgement
    informative = judgement.verdict in (Verdict.TAIL, Verdict.RESIDUE)
    severity = Severity.INFO if informative else check.rule.severity
    scale = _scale(relation)
    expected = judgement.expected
    return Finding(
        check.rule,
        severity,
        judgement.verdict,
        check.message,
        relation.figures,
        relation.percentage if isinstance(relation, Ratio) else None,
        None if expected is None else expected.scaled(scale),
        Fraction(judgement.residual) * scale,
        _place(relation),
        check=check,
    )


def _scale(relation: Relation | Ratio) -> Fraction:
    if isinstance(relation, Ratio):
        return Fraction(relation.percentage.base)
    return Fraction(1, relation.figures[0].unit.fen)


def _place(relation: Relation | Ratio) -> Place:
    if isinstance(relation, Ratio):
        return relation.percentage.place or common_place(relation.figures)
    return common_place(relation.figures)
