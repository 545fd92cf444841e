"""The proof: all a document's printed numbers and relations as one system, solved exactly.

Feed it a `System`; `prove` finds the amounts nobody printed, or where the error is; `ranges` says
how far each true amount is determined.
"""

from budgetdisclosure.rules.proof.explain import Contradiction
from budgetdisclosure.rules.proof.prove import Conflict, Explanation, Proof, Suspect, prove
from budgetdisclosure.rules.proof.reach import Reach, ranges
from budgetdisclosure.rules.proof.system import Print, Row, System, disagreements

__all__ = [
    "Conflict",
    "Contradiction",
    "Explanation",
    "Print",
    "Proof",
    "Reach",
    "Row",
    "Suspect",
    "System",
    "disagreements",
    "prove",
    "ranges",
]
