"""For tests, your own too: Hypothesis strategies and made-up ledgers. Needs hypothesis (试验)."""

from budgetdisclosure.testing.corrupt import Corruption, Slip, corrupt, slips
from budgetdisclosure.testing.facts import FACTS
from budgetdisclosure.testing.layouts import Style, laid_out, styles
from budgetdisclosure.testing.ledgers import (
    Chance,
    Seeded,
    basic_codes,
    make_ledger,
    spending_codes,
    with_purchases,
)
from budgetdisclosure.testing.notation import document_of, grid_of
from budgetdisclosure.testing.strategies import (
    amounts,
    codes,
    corruptions,
    disclosures,
    fen,
    ledgers,
    prints,
)

__all__ = [
    "FACTS",
    "Chance",
    "Corruption",
    "Seeded",
    "Slip",
    "Style",
    "amounts",
    "basic_codes",
    "codes",
    "corrupt",
    "corruptions",
    "disclosures",
    "document_of",
    "fen",
    "grid_of",
    "laid_out",
    "ledgers",
    "make_ledger",
    "prints",
    "slips",
    "spending_codes",
    "styles",
    "with_purchases",
]
