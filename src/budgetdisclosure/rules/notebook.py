"""The audit as a notebook shows it: what came of it, and each finding a row (笔记本中的样子)."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from budgetdisclosure.rules.rule import Severity

if TYPE_CHECKING:
    from budgetdisclosure.rules.audit import Audit
    from budgetdisclosure.rules.finding import Finding

_COLOURS = {"error": "#b00020", "warning": "#8a6000", "info": "#1d5f8a"}


def audit_html(audit: Audit) -> str:
    """A heading, the verdicts' counts, and the findings by severity."""
    rows = "".join(_rows(audit))
    found = f"<table>{rows}</table>" if rows else "<p>没有发现问题。</p>"
    return f"<b>{escape(str(audit.disclosure))}</b><p>{escape(str(audit))}</p>{found}"


def _rows(audit: Audit) -> Iterator[str]:
    for severity in Severity:
        for finding in audit.findings:
            if finding.severity is severity:
                yield _row(finding)


def _row(finding: Finding) -> str:
    colour = _COLOURS[finding.severity.value]
    cells = (finding.rule.id, finding.spot.spoken(), finding.message.zh)
    told = "".join(f'<td style="text-align:left">{escape(cell)}</td>' for cell in cells)
    return f'<tr><td style="color:{colour}">{finding.severity.zh}</td>{told}</tr>'
