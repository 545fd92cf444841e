"""What reading makes of a folder of documents: tables, figures, coverage, relations.

One line a disclosure: the tables of the nine forms and of its own; the figures placed in them and
the share of the printed ones that is (numbers of persons and pieces, which are no amounts, apart);
what else is listed as unplaced; and how the relations between the figures come out.

Run: python benchmarks/reading_study.py [folder]
"""

from __future__ import annotations

import sys
from pathlib import Path

from budgetdisclosure.errors import BudgetDisclosureError
from budgetdisclosure.model import OtherTable
from budgetdisclosure.reading import coverage, read_document, recognise
from budgetdisclosure.reading.recognise.several import disclosures_in
from budgetdisclosure.rules import Verdict, audit

FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "disclosures"
VERDICTS = (
    Verdict.EXACT,
    Verdict.ROUNDING,
    Verdict.RESIDUE,
    Verdict.TAIL,
    Verdict.CONFLICT,
)
HEADS = ("document", "kind", "forms", "own", "placed", "%", "lost", "counts", "elsewhere")
WIDTHS = (50, 6, 5, 4, 7, 4, 5, 6, 9, 7, 8, 7, 4, 8)


def rows_of(path: Path) -> list[tuple[object, ...]]:
    """A row for each disclosure of a file."""
    rows = []
    for document in disclosures_in(read_document(path)):
        disclosure = recognise(document)
        counted = coverage(disclosure, document)
        own = sum(isinstance(table, OtherTable) for table in disclosure.tables)
        told = audit(disclosure, prove=False).by_verdict
        rows.append(
            (
                path.name[:50],
                disclosure.kind.value,
                len(disclosure.tables) - own,
                own,
                counted.placed,
                counted.percent,
                counted.unplaced,
                counted.counts,
                counted.elsewhere,
                *(told[verdict] for verdict in VERDICTS),
            )
        )
    return rows


def line(row: tuple[object, ...]) -> str:
    first, *rest = zip(row, WIDTHS, strict=True)
    return f"{first[0]!s:<{first[1]}}" + "".join(f"{text!s:>{width}} " for text, width in rest)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    if not folder.is_dir():
        sys.exit(f"no such folder: {folder}")
    print(line((*HEADS, *(verdict.value for verdict in VERDICTS))))
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        try:
            for row in rows_of(path):
                print(line(row), flush=True)
        except BudgetDisclosureError as fault:
            print(f"{path.name[:50]:<50}{fault}")


if __name__ == "__main__":
    main()
