"""budgetdisclosure: typed, exact and provable budget disclosures (部门预决算公开).

>>> import budgetdisclosure as bd
>>> print(bd.Figure.parse("104.60"))
104.60万元
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from budgetdisclosure.amounts import Amount, Figure, Interval, Percentage, Unit, round_half_up
from budgetdisclosure.codes.code import (
    EconomicCode,
    FunctionCode,
    GovernmentEconomicCode,
    RevenueCode,
)
from budgetdisclosure.errors import BudgetDisclosureError
from budgetdisclosure.place import CellRef, Place
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from budgetdisclosure.codes import function_codes
    from budgetdisclosure.frames import facts, findings
    from budgetdisclosure.many import audit_many, read_many
    from budgetdisclosure.model import Disclosure, Kind, SelfEvaluation
    from budgetdisclosure.reading import read, read_all
    from budgetdisclosure.rules import Audit, Finding, Rule, Severity, Verdict, audit, catalogue
    from budgetdisclosure.writing import write

__version__ = "0.1.0"

_LATER = {
    "Audit": "rules",
    "Disclosure": "model",
    "Finding": "rules",
    "Kind": "model",
    "Rule": "rules",
    "SelfEvaluation": "model",
    "Severity": "rules",
    "Verdict": "rules",
    "audit": "rules",
    "audit_many": "many",
    "catalogue": "rules",
    "facts": "frames",
    "findings": "frames",
    "function_codes": "codes",
    "read": "reading",
    "read_all": "reading",
    "read_many": "many",
    "write": "writing",
}
"""Names that are fetched from their room when first used, so that importing stays quick."""

__all__ = [
    "Amount",
    "Audit",
    "BudgetDisclosureError",
    "CellRef",
    "Disclosure",
    "EconomicCode",
    "Figure",
    "Finding",
    "FunctionCode",
    "GovernmentEconomicCode",
    "Interval",
    "Kind",
    "Percentage",
    "Place",
    "RevenueCode",
    "Rule",
    "SelfEvaluation",
    "Severity",
    "Unit",
    "Verdict",
    "Wording",
    "audit",
    "audit_many",
    "catalogue",
    "facts",
    "findings",
    "function_codes",
    "read",
    "read_all",
    "read_many",
    "round_half_up",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
