"""What must hold: relations, rules, the audit and the proof (审核)."""

from budgetdisclosure.rules.audit import Audit, audit
from budgetdisclosure.rules.catalogue import catalogue, find_rule
from budgetdisclosure.rules.finding import Checked, Finding
from budgetdisclosure.rules.relation import (
    Ratio,
    Relation,
    Sense,
    Term,
    at_most,
    balance,
    equal,
    ratio,
    same,
)
from budgetdisclosure.rules.rule import Fault, Held, Rule, Severity, Skip, rule
from budgetdisclosure.rules.verdict import Judgement, Verdict, judge

__all__ = [
    "Audit",
    "Checked",
    "Fault",
    "Finding",
    "Held",
    "Judgement",
    "Ratio",
    "Relation",
    "Rule",
    "Sense",
    "Severity",
    "Skip",
    "Term",
    "Verdict",
    "at_most",
    "audit",
    "balance",
    "catalogue",
    "equal",
    "find_rule",
    "judge",
    "ratio",
    "rule",
    "same",
]
