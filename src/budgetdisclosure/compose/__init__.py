"""From a unit's ledger to the disclosure it makes (编制)."""

from budgetdisclosure.compose.assemble import Rounding, compose
from budgetdisclosure.compose.blanks import Answers, Blank, blanks, read_answers, write_blanks
from budgetdisclosure.compose.contradictions import Contradiction, contradictions
from budgetdisclosure.compose.entry import Entry, Flow, Nature, Procurement, Source, Stage
from budgetdisclosure.compose.faults import LedgerError
from budgetdisclosure.compose.form import Form, form_names, load_form
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.lines import read_ledger
from budgetdisclosure.compose.narrative import Fact
from budgetdisclosure.compose.outcome import LedgerReading
from budgetdisclosure.compose.template import ledger_template, write_ledger_template

__all__ = [
    "Answers",
    "Blank",
    "Contradiction",
    "Entry",
    "Fact",
    "Flow",
    "Form",
    "Ledger",
    "LedgerError",
    "LedgerReading",
    "Nature",
    "Procurement",
    "Rounding",
    "Source",
    "Stage",
    "blanks",
    "compose",
    "contradictions",
    "form_names",
    "ledger_template",
    "load_form",
    "read_answers",
    "read_ledger",
    "write_blanks",
    "write_ledger_template",
]
