"""Make the example disclosure from its ledger: ``python examples/make_example.py [FILE]``.

The ledger's amounts are this project's own, exact to the fen, and chosen so that they print the
figures of a real disclosure, its rounding tails included.
"""

from __future__ import annotations

import sys
from pathlib import Path

from budgetdisclosure.compose.compose import compose
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.model import Disclosure
from budgetdisclosure.writing.text import to_text

HERE = Path(__file__).resolve().parent
OUT = HERE / "final-accounts-2020.txt"


def example() -> Disclosure:
    """The disclosure that the example ledger makes."""
    return compose(
        Ledger.from_csv(HERE / "ledger-2020.csv"),
        entity="某区社会保险服务中心",
        fiscal_year=2020,
        form=str(HERE / "form-2020.toml"),
    )


if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.write_text(to_text(example()), encoding="utf-8", newline="\n")
