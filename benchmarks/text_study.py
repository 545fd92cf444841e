"""How much of a PDF's tables comes back from its text: ``pdftotext -layout``, read as a text file.

One line a document: the figures the PDF's tables give, and how many of them the text gives under
the same table, row and column. Wrong are those it gives in a row of the PDF's table, in a column of
that table or of the form, that hold another value there or none; renamed those under a row or a
heading that are none of theirs (cut otherwise, or no heading at all). The last two columns are the
numbers of performance tables, and how many of them the text gives under the same indicator and
heading. With ``--plain`` the text is what ``pdftotext`` makes by itself. Needs ``pdftotext``.

Run: python benchmarks/text_study.py [folder] [--plain]
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

from budgetdisclosure.calc.facts import facts
from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading import read_document, recognise

FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "disclosures"
Key = tuple[str, str, str]


def keyed(disclosure: Disclosure) -> dict[Key, Counter[object]]:
    """The values of each table, row and column."""
    found: dict[Key, Counter[object]] = defaultdict(Counter)
    for fact in facts(disclosure):
        if fact.table != "performance":
            row = fact.row_code or fact.item or "".join(fact.row_name.split())
            found[fact.table, row, fact.column][fact.value] += 1
    return found


def compared(pdf: Disclosure, text: Disclosure) -> tuple[int, int, int, int, int]:
    """Figures of the PDF; equal, wrong, renamed in the text; missing from it."""
    here, there = keyed(pdf), keyed(text)
    rows = {(table, row) for table, row, _ in here}
    columns = {(table, column) for table, _, column in here}
    whole = sum(values.total() for values in here.values())
    equal = wrong = renamed = 0
    for key, values in there.items():
        table, row, column = key
        held = here.get(key, Counter())
        equal += (values & held).total()
        known = (table, column) in columns or column.isascii()
        if known and (table, row) in rows:
            wrong += (values - held).total()
        else:
            renamed += values.total()
    return whole, equal, wrong, renamed, max(whole - equal - wrong - renamed, 0)


def scored(pdf: Disclosure, text: Disclosure) -> tuple[int, int]:
    """The numbers of the PDF's performance tables, and those the text gives too."""
    here, there = (
        Counter(
            ("".join(fact.row_name.split()), fact.column, fact.value)
            for fact in facts(disclosure)
            if fact.table == "performance"
        )
        for disclosure in (pdf, text)
    )
    return here.total(), (here & there).total()


def text_of(path: Path, *, plain: bool = False) -> bytes:
    """The text of a PDF, laid out in lines or one cell a line."""
    layout = [] if plain else ["-layout"]
    told = subprocess.run(["pdftotext", *layout, path, "-"], capture_output=True, check=True)
    return told.stdout


def main() -> None:
    plain = "--plain" in sys.argv
    folders = [Path(word) for word in sys.argv[1:] if not word.startswith("--")]
    folder = folders[0] if folders else FOLDER
    heads = ("figures", "equal", "wrong", "renamed", "missing", "points", "same")
    print(f"{'document':<50}" + "".join(f"{head:>10}" for head in heads))
    sums = Counter[str]()
    for path in sorted(folder.glob("*.pdf")):
        pdf, text = (recognise(read_document(one)) for one in (path, text_of(path, plain=plain)))
        counts = (*compared(pdf, text), *scored(pdf, text))
        sums.update(dict(zip(heads, counts, strict=True)))
        print(f"{path.name[:50]:<50}" + "".join(f"{count:>10}" for count in counts), flush=True)
    print(f"{'all':<50}" + "".join(f"{sums[head]:>10}" for head in heads))


if __name__ == "__main__":
    main()
