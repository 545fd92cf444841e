"""The proof: all a document's printed numbers and relations as one system, solved exactly.

Feed it a `System`; `prove` finds the amounts nobody printed, or where the error is; `ranges` says
how far each true amount is determined.
"""

from budgetdisclosure.rules.proof.explain import Contradiction
from budgetdisclosure.rules.proof.likely import Likely, Shown, likeliest
from budgetdisclosure.rules.proof.prove import Conflict, Explanation, Proof, Suspect, prove
from budgetdisclosure.rules.proof.reach import Reach, ranges
from budgetdisclosure.rules.proof.slips import Slip, slips
from budgetdisclosure.rules.proof.system import Print, Row, System, disagreements

__all__ = [
    "Conflict",
    "Contradiction",
    "Explanation",
    "Likely",
    "Print",
    "Proof",
    "Reach",
    "Row",
    "Shown",
    "Slip",
    "Suspect",
    "System",
    "disagreements",
    "likeliest",
    "prove",
    "ranges",
    "slips",
]
