"""How long the proof takes: a usual disclosure, clean and spoilt, and growth with its size.

Beside it, checking every relation by itself on intervals, which neither sees contradictions
between relations nor says which number is wrong. Processor time of one core.

Run: python benchmarks/proof_speed.py [documents]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from random import Random
from statistics import median
from time import process_time
from typing import TypeVar

from proof_documents import Document, disclosure, spoilt, summary

from budgetdisclosure.rules.proof import System, prove

Result = TypeVar("Result")
ENDLESS = 10**18


def timed(work: Callable[[System], Result], document: Document) -> tuple[int, Result]:
    """Microseconds, and what came of it."""
    start = process_time()
    result = work(document.system)
    return round(1_000_000 * (process_time() - start)), result


def one_by_one(system: System) -> int:
    """How many relations cannot hold on the printed intervals, each looked at alone."""
    low = {at: bounds[0] or 0 for at, bounds in system.known.items()}
    high = dict.fromkeys(low, ENDLESS)
    for shown in system.prints:
        at = shown.variable
        ends = (0, 0) if shown.zero else (shown.low, shown.high)
        low[at], high[at] = max(low[at], ends[0]), min(high[at], ends[1])
    wrong = 0
    for row in system.rows:
        least = row.constant + sum(by * (low if by > 0 else high)[at] for at, by in row.terms)
        most = row.constant + sum(by * (high if by > 0 else low)[at] for at, by in row.terms)
        wrong += (least > 0 and row.sense != ">=") or (most < 0 and row.sense != "<=")
    return wrong


def worse(document: Document, seed: int) -> Document:
    chance = Random(seed)
    shown = chance.choice([p for p in document.system.prints if p.units])
    return spoilt(document, shown.key, shown.units + int(10 ** chance.uniform(0.5, 4)))


def said(name: str, times: list[int]) -> None:
    times.sort()
    p99 = times[int(len(times) * 0.99)]
    print(
        f"| {name} | {len(times)} | {median(times) / 1000:.1f} | {p99 / 1000:.1f}"
        f" | {times[-1] / 1000:.1f} |"
    )


def usual(count: int) -> None:
    clean, wrong, alone = [], [], []
    figures = rows = 0
    for seed in range(count):
        document = disclosure(seed)
        figures += len(document.system.prints)
        rows += len(document.system.rows)
        took, proof = timed(prove, document)
        assert proof.feasible
        clean.append(took)
        alone.append(timed(one_by_one, document)[0])
        took, proof = timed(prove, worse(document, seed))
        if not proof.feasible:
            wrong.append(took)
    print(f"disclosures of {figures // count} figures and {rows // count} rows on average")
    print("| | documents | median ms | p99 ms | worst ms |\n|---|---|---|---|---|")
    said("every relation alone", alone)
    said("proved, consistent", clean)
    said("proved, one wrong number, located", wrong)


def growth() -> None:
    print("| code rows | figures | relations | alone ms | consistent ms | one wrong ms |")
    print("|---|---|---|---|---|---|")
    for rows in (30, 100, 300, 1000, 3000):
        documents = [summary(seed, rows, columns=5) for seed in range(3)]
        figures = sum(len(document.system.prints) for document in documents) // 3
        relations = sum(len(document.system.rows) for document in documents) // 3
        alone = median(timed(one_by_one, document)[0] for document in documents)
        clean = median(timed(prove, document)[0] for document in documents)
        proofs = [timed(prove, worse(document, 7)) for document in documents]
        wrong = max(took for took, _ in proofs)
        print(
            f"| {figures // 6} | {figures} | {relations} | {alone / 1000:.1f}"
            f" | {clean / 1000:.1f} | {wrong / 1000:.1f} |"
        )


if __name__ == "__main__":
    usual(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
    growth()
