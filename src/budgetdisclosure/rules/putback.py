"""Findings with the displacement that brings them about, told first (错位及其牵连的发现)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from budgetdisclosure.amounts import Figure
from budgetdisclosure.rules.catalogue import find_rule
from budgetdisclosure.rules.displacement import Displacement
from budgetdisclosure.rules.finding import Finding
from budgetdisclosure.rules.verdict import Verdict

if TYPE_CHECKING:
    from budgetdisclosure.rules.prove import Contradiction


def lone_figure(contradictions: Sequence[Contradiction]) -> Callable[[str], bool]:
    """Tells of a table whether one wrong figure explains all that contradicts itself in it."""

    def lone(table: str) -> bool:
        own = [one for one in contradictions if _stands_in(one, table)]
        return len(own) == 1 and any(len(way) == 1 for way in own[0].explanations)

    return lone


def _stands_in(contradiction: Contradiction, table: str) -> bool:
    cells = (one.cell for one in contradiction.figures if isinstance(one, Figure))
    return any(cell is not None and cell.table == table for cell in cells)


def with_displaced(
    findings: Iterable[Finding], found: Sequence[Displacement]
) -> tuple[Finding, ...]:
    """The displacements' findings, then the others; those they bring about say so."""
    return (*map(_told, found), *(_marked(one, found) for one in findings))


def _told(one: Displacement) -> Finding:
    rule, place = find_rule("R-09"), one.printed[0].place
    return Finding(
        rule,
        rule.severity,
        Verdict.CONFLICT,
        one.message,
        one.printed,
        place=place,
        correction=one.correction,
    )


def _marked(finding: Finding, found: Iterable[Displacement]) -> Finding:
    for one in found:
        if any(finding.check is check for check in one.mended):
            return evolve(finding, correction=one.follows)
    return finding
