"""Where the time of an audit goes: ``python benchmarks/founding.py FILE [RUNS]``.

Reads, recognises, checks and proves one file over and over in one process, and prints the median
milliseconds of each step.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from time import perf_counter_ns

from budgetdisclosure.reading import read_document, recognise
from budgetdisclosure.rules import audit
from budgetdisclosure.rules.prove import prove

STEPS = ("bytes to document", "document to disclosure", "every rule", "proof", "all")


def once(path: Path) -> list[int]:
    """The nanoseconds of each step, once."""
    start = perf_counter_ns()
    document = read_document(path)
    read = perf_counter_ns()
    disclosure = recognise(document)
    recognised = perf_counter_ns()
    checked = audit(disclosure, prove=False)
    judged = perf_counter_ns()
    prove(checked.checked, disclosure)
    proved = perf_counter_ns()
    steps = [read - start, recognised - read, judged - recognised, proved - judged]
    return [*steps, sum(steps)]


def main() -> None:
    """Print the median of each step."""
    path, runs = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 15
    once(path)
    rows = [once(path) for _ in range(runs)]
    for number, name in enumerate(STEPS):
        median = statistics.median(row[number] for row in rows)
        print(f"{median / 1e6:8.1f} ms  {name}")


if __name__ == "__main__":
    main()
