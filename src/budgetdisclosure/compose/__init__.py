"""From a unit's ledger to the disclosure it makes (编制)."""

from budgetdisclosure.compose.assemble import Rounding, compose
from budgetdisclosure.compose.entry import Entry, Flow, Nature, Source, Stage
from budgetdisclosure.compose.form import Form, form_names, load_form
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.lines import LedgerError
from budgetdisclosure.compose.narrative import Fact

__all__ = [
    "Entry",
    "Fact",
    "Flow",
    "Form",
    "Ledger",
    "LedgerError",
    "Nature",
    "Rounding",
    "Source",
    "Stage",
    "compose",
    "form_names",
    "load_form",
]
