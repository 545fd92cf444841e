"""``python -m budgetdisclosure``: the same as the ``budgetdisclosure`` command."""

from __future__ import annotations

import sys

from budgetdisclosure.cli import main

if __name__ == "__main__":
    sys.exit(main())
