"""Spoil one printed number, or two, and see whether the proof finds which.

Every kind of slip, and plain changes of every size from two units in the last place up, on
made-up disclosures of several shapes. Detected means found contradictory; of those, ``among``
counts the spoilt number being in one of the cheapest sets, ``exactly`` its being the first.

Then what other prices for a tail (one unit in the last place) would do. ``single`` and ``pair``
take any document whose system is known.

Run: python benchmarks/corruption_study.py [singles] [pairs] [tails]
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from fractions import Fraction
from random import Random

from proof_documents import WAN, Document, disclosure, spoilt, summary

from budgetdisclosure.rules.proof import (
    Likely,
    Print,
    Proof,
    Shown,
    board,
    disagreements,
    likeliest,
    prove,
)

SIZES = (2, 3, 5, 10, 30, 100, 1_000, 10_000)


def digits(units: int, places: int) -> str:
    return str(abs(units)).zfill(places + 1)


def swapped(chance: Random, units: int, places: int, _: list[int]) -> int:
    text = digits(units, places)
    at = chance.randrange(max(len(text) - 1, 1))
    return int(text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :])


def dropped(chance: Random, units: int, places: int, _: list[int]) -> int:
    text = digits(units, places)
    at = chance.randrange(len(text))
    # A decimal that drops out lets a filler zero in at the end.
    return int("0" + text[:at] + text[at + 1 :] + ("0" if at >= len(text) - places else ""))


def doubled(chance: Random, units: int, places: int, _: list[int]) -> int:
    text = digits(units, places)
    at = chance.randrange(len(text) - places)
    return int(text[:at] + text[at] + text[at:])


def mistyped(chance: Random, units: int, places: int, _: list[int]) -> int:
    text = digits(units, places)
    at = chance.randrange(len(text))
    return int(text[:at] + chance.choice("0123456789") + text[at + 1 :])


def shifted(chance: Random, units: int, places: int, _: list[int]) -> int:
    by = 10 ** chance.choice((1, 1, 2))
    return units * by if chance.random() < 0.5 else (2 * units + by) // (2 * by)


def sign(chance: Random, units: int, places: int, _: list[int]) -> int:
    return -units


def neighbour(chance: Random, units: int, places: int, near: list[int]) -> int:
    return chance.choice(near) if near else units


def yuan_for_wan(chance: Random, units: int, places: int, _: list[int]) -> int:
    return units * 10_000 + chance.randrange(-5_000, 5_000)


Spoiling = Callable[[Random, int, int, list[int]], int]

KINDS: dict[str, Spoiling] = {
    "swapped": swapped,
    "dropped": dropped,
    "doubled": doubled,
    "mistyped": mistyped,
    "shifted": shifted,
    "sign": sign,
    "neighbour": neighbour,
    "yuan_for_wan": yuan_for_wan,
}
# What else a correction may rightly be called: inserting next to its like is doubling.
ALIKE = {"doubled": {"doubled", "inserted"}, "shifted": {"shifted", "dropped"}}


def size(by: int) -> Spoiling:
    return lambda chance, units, places, near: units + by * chance.choice((1, -1))


ALL = {**KINDS, **{f"by {by} units": size(by) for by in SIZES}}


def sample(seed: int) -> Document:
    shapes = (
        lambda: disclosure(seed),
        lambda: disclosure(seed, classes=5, sections=3, items=3),
        lambda: disclosure(seed, classes=1, sections=2, items=2),
        lambda: summary(seed, 40, columns=3),
    )
    return shapes[seed % len(shapes)]()


def spoil(document: Document, kind: str, chance: Random) -> tuple[Document, Print, int] | None:
    """One spoilt number at least two units away, or nothing if the dice gave none."""
    by_key = {shown.key: shown for shown in document.system.prints}
    shown = chance.choice([p for p in document.system.prints if p.units])
    if kind == "yuan_for_wan" and document.unit[shown.key] != WAN:
        return None
    near = [by_key[key] for key in document.neighbours.get(shown.key, ()) if key in by_key]
    values = [p.units for p in near if p.units and p.step == shown.step]
    units = ALL[kind](chance, shown.units, document.places(shown), values)
    if abs(units - shown.units) < 2:
        return None
    return spoilt(document, shown.key, units), shown, units


def shown(document: Document) -> dict[int, Shown]:
    printed = {p.key: document.printed(p) for p in document.system.prints}
    return {
        key: Shown(
            text,
            document.unit[key],
            tuple(printed[k] for k in document.neighbours.get(key, ()) if k in printed),
        )
        for key, text in printed.items()
    }


def ranked(document: Document, proof: Proof) -> list[tuple[Likely, ...]]:
    everything = shown(document)
    return [likeliest(conflict, everything) for conflict in proof.conflicts]


def verified(document: Document, proof: Proof) -> bool:
    """The witness prints all but the first accused, checked here once more."""
    accused = {key for c in proof.conflicts for key in c.explanations[0].keys}
    assert proof.witness is not None
    return not disagreements(document.system, proof.witness, apart_from=accused)


def single(document: Document, seed: int, kind: str, tally: dict[str, Counter[str]]) -> None:
    chance = Random(seed)
    spoiling = spoil(document, kind, chance)
    if spoiling is None:
        return
    worse, number, _ = spoiling
    count = tally[kind]
    count["spoilt"] += 1
    try:
        proof = prove(worse.system)
        assert verified(worse, proof)
    except Exception as error:
        print("failure", kind, seed, repr(error))
        count["failures"] += 1
        return
    if proof.feasible:
        count["residue"] += bool(proof.residue)
        return
    count["detected"] += 1
    sets = ranked(worse, proof)
    count["among"] += any(number.key in one.explanation.keys for likely in sets for one in likely)
    first = [likely[0].explanation.keys for likely in sets]
    count["only"] += len(sets) == 1 and len(sets[0]) == 1 and first == [{number.key}]
    count["exactly"] += first == [{number.key}]
    count["complete"] += all(conflict.complete for conflict in proof.conflicts)
    named = sets[0][0].slips.get(number.key) if first == [{number.key}] else None
    if named and kind in KINDS:
        count["named"] += 1
        right = named[0].name in ALIKE.get(kind, {kind})
        right |= named[0].corrected == document.printed(number)
        count["named right"] += right


def pair(document: Document, seed: int, tally: Counter[str]) -> None:
    chance = Random(seed)
    spoilt_keys: set[int] = set()
    for _ in range(2):
        spoiling = spoil(document, chance.choice(sorted(ALL)), chance)
        if spoiling is None or spoiling[1].key in spoilt_keys:
            return
        document, number, _ = spoiling
        spoilt_keys.add(number.key)
    tally["spoilt"] += 1
    proof = prove(document.system)
    if proof.feasible:
        return
    tally["detected"] += 1
    sets = ranked(document, proof)
    tally["one detected"] += sum(len(c.explanations[0].suspects) for c in proof.conflicts) == 1
    first = set().union(*(likely[0].explanation.keys for likely in sets))
    every = {key for likely in sets for one in likely for key in one.explanation.keys}
    tally["both exactly"] += first == spoilt_keys
    tally["one exactly"] += bool(first & spoilt_keys)
    tally["both among"] += spoilt_keys <= every
    tally["complete"] += all(conflict.complete for conflict in proof.conflicts)


def tails(document: Document, seed: int, many: int, tally: Counter[str]) -> None:
    """Many numbers one unit in the last place away: are they all called tails?"""
    chance = Random(seed)
    numbers = chance.sample([p for p in document.system.prints if p.units > 1], many)
    for shown in numbers:
        document = spoilt(document, shown.key, shown.units + chance.choice((1, -1)))
    proof = prove(document.system)
    if not proof.feasible:
        tally[f"{many} detected"] += 1
        tally[f"{many} tails"] += all(c.explanations[0].tail for c in proof.conflicts)


def small(document: Document, seed: int, tally: Counter[str]) -> None:
    """One number two to ten units away: is it found, and is it called a tail?"""
    spoiling = spoil(document, f"by {(2, 3, 5, 10)[seed // 4 % 4]} units", Random(seed))
    proof = prove(spoiling[0].system) if spoiling else None
    if spoiling and proof and not proof.feasible:
        sets = ranked(spoiling[0], proof)
        tally["detected"] += 1
        tally["exactly"] += [s[0].explanation.keys for s in sets] == [{spoiling[1].key}]
        tally["called tail"] += all(s[0].explanation.tail for s in sets)


def prices(count: int) -> None:
    """The price of a tail against that of a wrong number, 10."""
    usual = board.TAIL_PRICE
    for price in (6, 5, 4, 3):
        board.TAIL_PRICE = Fraction(price, 10)
        tally: Counter[str] = Counter()
        for seed in range(count):
            for many in (1, 4, 8):
                tails(sample(seed), seed, many, tally)
        for seed in range(8 * count):
            small(sample(seed), seed, tally)
        print(price, dict(tally))
    board.TAIL_PRICE = usual


def share(count: int, of: int) -> str:
    return f"{100 * count / of:6.1f} %" if of else "      –"


def main() -> None:
    singles = int(sys.argv[1]) if len(sys.argv) > 1 else 2_400
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    kinds = list(ALL)
    for seed in range(singles):
        single(sample(seed), seed, kinds[(seed // 4) % len(kinds)], tally)
    tally["all"] = sum((tally[kind] for kind in kinds), Counter())
    print("| change | spoilt | detected | among | exactly | only one set | slips right |")
    print("|---|---|---|---|---|---|---|")
    for kind in [*kinds, "all"]:
        c, of = tally[kind], tally[kind]["detected"]
        print(
            f"| {kind} | {c['spoilt']} | {share(of, c['spoilt'])} | {share(c['among'], of)}"
            f" | {share(c['exactly'], of)} | {share(c['only'], of)}"
            f" | {share(c['named right'], c['named'])} |"
        )
    print("failures", tally["all"]["failures"], "residue", tally["all"]["residue"])
    print("all cheapest sets given", share(tally["all"]["complete"], tally["all"]["detected"]))
    both: Counter[str] = Counter()
    for seed in range(pairs):
        pair(sample(10_000 + seed), 10_000 + seed, both)
    print("pairs", dict(both))
    prices(int(sys.argv[3]) if len(sys.argv) > 3 else 50)


if __name__ == "__main__":
    main()
