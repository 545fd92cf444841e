"""How long composing takes: growth with rows, controlled rounding, a million ledger lines.

Run ``python benchmarks/compose_speed.py`` (a few minutes; ``--lines N`` for another size).
"""

from __future__ import annotations

import argparse
import io
import resource
import time
from functools import partial
from random import Random

from budgetdisclosure.amounts import Unit
from budgetdisclosure.compose import Ledger
from budgetdisclosure.compose.assemble import compose, exact_disclosure
from budgetdisclosure.compose.balance import balanced
from budgetdisclosure.compose.form import load_form
from budgetdisclosure.compose.printing import printed, printer
from budgetdisclosure.rules import Verdict, audit
from budgetdisclosure.testing import Seeded, make_ledger

YEAR = 2020
COLUMNS = "类型,资金来源,功能分类科目,经济分类科目,支出性质,阶段,金额（元）"


def growth(sizes: tuple[int, ...]) -> None:
    """Rows of tables, milliseconds to build, to round plainly, to round with control; tails."""
    form = load_form("national-final")
    print("rows  figures  build_ms  plain_ms  controlled_ms  tails_plain  tails_controlled  proven")
    for size in sizes:
        ledger = make_ledger(Seeded(Random(size)), YEAR, size)
        start = time.process_time()
        exact = exact_disclosure(ledger, form, "某单位", YEAR)
        built = time.process_time()
        plain = printed(exact, form, Unit.WAN, printer(Unit.WAN, 2))
        rounded = time.process_time()
        kept = balanced(exact, Unit.WAN, 2, partial(printed, exact, form, Unit.WAN))
        end = time.process_time()
        rows = sum(len(table.all_lines()) for table in exact.tables)
        figures = sum(1 for _ in exact.figures())
        tails = [len(not_exact(made)) for made in (plain, kept.disclosure)]
        print(
            f"{rows:4}  {figures:7}  {ms(start, built):8}  {ms(built, rounded):8}  "
            f"{ms(rounded, end):13}  {tails[0]:11}  {tails[1]:16}  {kept.proven}"
        )


def not_exact(disclosure: object) -> list[object]:
    """The relations that do not hold to the digit."""
    found = audit(disclosure, prove=False)  # type: ignore[arg-type]
    return [check for check in found.checked if check.verdict is not Verdict.EXACT]


def ms(start: float, end: float) -> int:
    """Milliseconds of this process between two moments."""
    return round(1000 * (end - start))


def million(lines: int) -> None:
    """Seconds and memory from so many lines of CSV to nine tables."""
    chance = Random(1)
    entries = list(make_ledger(Seeded(Random(2)), YEAR, 300))
    text = io.StringIO()
    text.write(COLUMNS + "\n")
    for _ in range(lines):
        e = entries[chance.randrange(len(entries))]
        nature = e.nature.value if e.nature else ""
        amount = e.amount.fen // 1000
        text.write(
            f"{e.flow.value},{e.source.value},{e.function or ''},{e.economic or ''},{nature},"
            f"{e.stage.value},{amount // 100}.{amount % 100:02}\n"
        )
    data = io.BytesIO(text.getvalue().encode())
    text.close()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    ledger = Ledger.from_csv(data)
    read = time.process_time()
    compose(ledger, entity="某单位", fiscal_year=YEAR)
    end = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{lines} lines: read {read - start:.1f} s, compose {end - read:.2f} s, {len(ledger)} sums"
    )
    print(f"peak memory {peak // 1024} MB, of it {(peak - before) // 1024} MB since reading began")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    options = parser.parse_args()
    growth((1, 5, 20, 60, 200, 500, 1000, 1500))
    million(options.lines)
