"""The corruption study on real disclosures: every relation the rules declare, one number spoilt.

What a document itself contradicts is taken out first, so that each starts consistent. Needs the
disclosures in ../shared; says so and stops where they are absent.

Run: python benchmarks/real_study.py [spoilt numbers a document]
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

from attrs import evolve
from corruption_study import ALL, pair, share, single
from proof_documents import WAN, Document

import budgetdisclosure as bd
from budgetdisclosure.amounts import Figure
from budgetdisclosure.errors import BudgetDisclosureError
from budgetdisclosure.rules.proof import System, prove
from budgetdisclosure.rules.system_of import DocumentSystem, system_of

FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "disclosures"
FEWEST = 40


def consistent(system: System) -> System:
    """The system without what it contradicts itself by."""
    proof = prove(system)
    while not proof.feasible:
        gone = {key for c in proof.conflicts for e in c.explanations[:1] for key in e.keys}
        if not gone:
            return System(0, (), ())
        prints = tuple(p for p in system.prints if p.key not in gone)
        rows = tuple(row for row in system.rows if row.states not in gone)
        system = evolve(system, prints=prints, rows=rows)
        proof = prove(system)
    return system


def beside(known: DocumentSystem) -> dict[int, tuple[int, ...]]:
    """The keys of the numbers in the same row, and in the same place of the rows around it."""
    rows: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for key, figure in enumerate(known.printed):
        if isinstance(figure, Figure) and figure.cell is not None:
            rows[figure.cell.table, figure.cell.row, figure.cell.nth].append(key)
    return {key: tuple(k for k in row if k != key) for row in rows.values() for key in row}


def document(path: Path) -> Document | None:
    """The file as a system, or nothing where it cannot be read or says too little."""
    try:
        known = system_of(bd.audit(bd.read(path)).checked)
    except BudgetDisclosureError:
        return None
    system = consistent(known.system)
    figures = {p.key: known.printed[p.key] for p in system.prints}
    unit = {key: f.unit.fen for key, f in figures.items() if isinstance(f, Figure)}
    bound = {at for row in system.rows for at, _ in row.terms}
    many = Counter(p.variable for p in system.prints)
    usable = tuple(
        evolve(p, weight=p.weight)
        for p in system.prints
        if p.step and (p.variable in bound or many[p.variable] > 1)
    )
    if known.scale != 1 or len([p for p in usable if p.units]) < FEWEST:
        return None
    return Document(evolve(system, prints=usable), unit or {0: WAN}, beside(known))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    kinds = list(ALL)
    print("| document | figures | spoilt | detected | among | exactly | only one set | slips |")
    print("|---|---|---|---|---|---|---|---|")
    whole: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for path in sorted(FOLDER.glob("*.*")):
        found = document(path)
        if found is None:
            continue
        tally: dict[str, Counter[str]] = defaultdict(Counter)
        for seed in range(count):
            single(found, seed, kinds[seed % len(kinds)], tally)
        for seed in range(count // 5):
            pair(found, seed, both)
        total = sum(tally.values(), Counter())
        whole += total
        said(path.stem, len(found.system.prints), total)
    said("all", 0, whole)
    print("failures", whole["failures"], "all sets given", whole["complete"], whole["detected"])
    print("pairs", dict(both))


def said(name: str, figures: int, tally: Counter[str]) -> None:
    of = tally["detected"]
    print(
        f"| {name} | {figures or ''} | {tally['spoilt']} | {share(of, tally['spoilt'])}"
        f" | {share(tally['among'], of)} | {share(tally['exactly'], of)}"
        f" | {share(tally['only'], of)} | {share(tally['named right'], tally['named'])} |",
        flush=True,
    )


if __name__ == "__main__":
    if FOLDER.is_dir():
        main()
    else:
        print("no real disclosures beside this checkout")
