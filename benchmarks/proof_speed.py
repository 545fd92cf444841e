"""How long the proof takes: a usual disclosure, clean and spoilt, and growth with its size.

Run: python benchmarks/proof_speed.py
"""

from __future__ import annotations

import sys
from random import Random
from statistics import median
from time import process_time

from proof_documents import Document, disclosure, spoilt, summary

from budgetdisclosure.rules.proof import Proof, prove


def timed(document: Document) -> tuple[float, Proof]:
    start = process_time()
    proof = prove(document.system)
    return 1000 * (process_time() - start), proof


def usual(count: int) -> None:
    clean, wrong = [], []
    for seed in range(count):
        document = disclosure(seed)
        took, proof = timed(document)
        assert proof.feasible
        clean.append(took)
        chance = Random(seed)
        shown = chance.choice([p for p in document.system.prints if p.units])
        worse = spoilt(document, shown.key, shown.units + int(10 ** chance.uniform(0.5, 4)))
        took, proof = timed(worse)
        if not proof.feasible:
            wrong.append((took, seed))
    size = f"{len(document.system.prints)} figures, {len(document.system.rows)} rows"
    print(f"usual disclosure ({size})")
    for name, times in (("clean", clean), ("one wrong number", [t for t, _ in wrong])):
        times.sort()
        print(
            f"  {name:17} n={len(times):4} median {median(times):7.1f} ms"
            f"  p99 {times[int(len(times) * 0.99)]:7.1f} ms  worst {times[-1]:7.1f} ms"
        )
    print("  slowest seeds", sorted(wrong)[-3:])


def growth() -> None:
    print("summaries: rows, figures, clean ms, one wrong ms")
    for rows in (30, 100, 300, 1000, 3000):
        document = summary(1, rows, columns=5)
        clean, proof = timed(document)
        assert proof.feasible
        shown = document.system.prints[len(document.system.prints) // 2]
        wrong, proof = timed(spoilt(document, shown.key, shown.units + 5_000))
        lines = max(document.system.prints[-1].key, 1) // 6
        print(f"  {lines:6} {len(document.system.prints):7} {clean:9.1f} {wrong:9.1f}")


if __name__ == "__main__":
    usual(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    growth()
