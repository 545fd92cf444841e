"""The audit as plain data: the public contract of its JSON (审核结果的 JSON 约定)."""

from __future__ import annotations

from typing import Any

from attrs import asdict

from budgetdisclosure.amounts import Figure, Interval, show
from budgetdisclosure.model import Unplaced
from budgetdisclosure.rules.audit import SCHEMA, Audit
from budgetdisclosure.rules.finding import Finding
from budgetdisclosure.wording import Language


def audit_to_dict(audit: Audit, language: Language = "zh") -> dict[str, Any]:
    """One object a file, as documented in docs/json.md."""
    disclosure = audit.disclosure
    return {
        "schema": SCHEMA,
        "file": disclosure.file,
        "path": disclosure.path,
        "entity": disclosure.entity,
        "fiscal_year": disclosure.fiscal_year,
        "kind": disclosure.kind.value,
        "consistent": audit.consistent,
        "checks": {verdict.value: count for verdict, count in audit.by_verdict.items() if count},
        "findings": [finding_to_dict(finding, language) for finding in audit.findings],
        "suspects": [suspect.to_dict(language) for suspect in audit.suspects],
        "proof": None if audit.proof is None else audit.proof.to_dict(language),
        "unchecked": [
            {"rule": skip.rule.id, "reason": skip.reason.spoken(language)}
            for skip in audit.skipped
            if skip.unchecked
        ],
        "beside": [
            {
                "file": other.file,
                "path": other.path,
                "is": None if standing is None else standing.value,
            }
            for other, standing in audit.beside
        ],
        "untested": [asdict(one) | {"columns": list(one.columns)} for one in audit.untested],
        "unplaced": [unplaced_to_dict(piece, language) for piece in disclosure.unplaced],
        "remarks": [unplaced_to_dict(remark, language) for remark in disclosure.remarks],
    }


def unplaced_to_dict(piece: Unplaced, language: Language = "zh") -> dict[str, Any]:
    """What found no place, or was not read at all: the text, the reason, and where."""
    place = piece.place
    return {
        "text": piece.text,
        "reason": piece.reason.spoken(language),
        "file": place.file,
        "page": place.page,
        "sheet": place.sheet,
        "line": place.line,
        "address": place.address,
    }


def finding_to_dict(finding: Finding, language: Language = "zh") -> dict[str, Any]:
    """A finding: rule, severity, verdict, message, page, cells, expected, residual."""
    expected = finding.expected
    correction = finding.correction
    return {
        "rule": finding.rule.id,
        "title": finding.rule.title.spoken(language),
        "severity": finding.severity.value,
        "verdict": finding.verdict.value,
        "message": finding.message.spoken(language),
        "file": finding.file,
        "page": finding.page,
        "sheet": finding.spot.sheet,
        "line": finding.spot.line,
        "address": finding.spot.address,
        "cells": [cell_to_dict(figure) for figure in finding.figures],
        "percentage": None if finding.percentage is None else finding.percentage.digits,
        "expected": str(expected) if isinstance(expected, Interval) else expected,
        "residual": None if finding.residual is None else show(finding.residual),
        "correction": None if correction is None else correction.spoken(language),
        "source": finding.rule.source,
    }


def cell_to_dict(figure: Figure) -> dict[str, Any]:
    """A cell: the library's names for it, what is printed, and where."""
    cell, place = figure.cell, figure.place
    return {
        "table": cell.table if cell else None,
        "row": cell.row if cell else (place.row if place else None),
        "column": cell.column if cell else (place.column if place else None),
        "printed": figure.digits,
        "unit": figure.unit.label,
        "file": place.file if place else None,
        "page": place.page if place else None,
        "sheet": place.sheet if place else None,
        "line": place.line if place else None,
        "address": place.address if place else None,
    }
