"""How long ``import budgetdisclosure`` takes, against the imports it cannot do without.

Each measurement is a fresh interpreter; the two sides take turns, so that a busy moment of the
machine falls on both. Prints the two medians and their ratio.

    python benchmarks/import_time.py [ROUNDS]
"""

from __future__ import annotations

import subprocess
import sys
from statistics import median

FLOOR = "import attrs, decimal, enum, datetime"
OURS = "import budgetdisclosure"


def microseconds(statement: str) -> int:
    """The time one fresh interpreter takes to run ``statement``, its own start left out."""
    script = (
        "import time; begin = time.perf_counter_ns();"
        f"{statement}; print((time.perf_counter_ns() - begin) // 1000)"
    )
    command = [sys.executable, "-I", "-c", script]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def main(rounds: int) -> None:
    """Measure and print."""
    microseconds(OURS), microseconds(FLOOR)  # the first run compiles and fills the disk cache
    pairs = [(microseconds(FLOOR), microseconds(OURS)) for _ in range(rounds)]
    floor, ours = (median(side) for side in zip(*pairs, strict=True))
    print(f"floor  {floor / 1000:7.2f} ms  {FLOOR}")
    print(f"ours   {ours / 1000:7.2f} ms  {OURS}")
    print(f"ratio  {ours / floor:7.2f}     median of {rounds} fresh processes each")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 21)
