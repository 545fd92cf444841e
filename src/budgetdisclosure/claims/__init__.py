"""The narrative read (情况说明的读取): from the text of sections to typed claims.

``narrative_of(disclosure)`` gives every claim of the text; ``meant_by`` says which cells of the
tables an amount may restate. Vocabulary, titles and cells are CSV files in ``data/``.
"""

from budgetdisclosure.claims.claim import (
    Amount,
    Basis,
    Change,
    Claim,
    Comparison,
    Completion,
    Count,
    Dated,
    Listing,
    Named,
    NoData,
    Rate,
    Said,
    Score,
    Share,
    Subject,
    Unreadable,
    Unsigned,
    Unsure,
)
from budgetdisclosure.claims.narrative import Narrative, Statement, narrative_of
from budgetdisclosure.claims.normal import NormalText
from budgetdisclosure.claims.resolve import Meant, is_adjusted, meant_by
from budgetdisclosure.claims.roles import role_of

__all__ = [
    "Amount",
    "Basis",
    "Change",
    "Claim",
    "Comparison",
    "Completion",
    "Count",
    "Dated",
    "Listing",
    "Meant",
    "Named",
    "Narrative",
    "NoData",
    "NormalText",
    "Rate",
    "Said",
    "Score",
    "Share",
    "Statement",
    "Subject",
    "Unreadable",
    "Unsigned",
    "Unsure",
    "is_adjusted",
    "meant_by",
    "narrative_of",
    "role_of",
]
