"""The real PDFs: their tables against pdfplumber's, cell by cell, and against the checked cells.

Run as a program it lists every difference from pdfplumber:

    python tests/reading/test_pdf_real.py [NAME]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from budgetdisclosure.reading.document import Document, Grid
from budgetdisclosure.reading.formats.pdf import read_pdf

pytest.importorskip("pypdfium2")

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "disclosures"
NAMES = sorted(path.name for path in SHARED.glob("*.pdf"))
CHECKED = sorted(path.name for path in (SHARED / "golden").glob("*.json"))
NEAR = 4
"""How far, in points, two readings of one cell may differ at each side."""

pytestmark = [pytest.mark.real, pytest.mark.skipif(not NAMES, reason="no real documents at hand")]


@frozen
class Seen:
    """A cell as either reader sees it: its sides in points, its text without blanks."""

    page: int
    sides: tuple[int, int, int, int]
    text: str


@frozen
class Difference:
    """A cell the two readers do not see alike; ``theirs`` or ``ours`` is None where it is absent."""

    page: int
    sides: tuple[int, int, int, int]
    theirs: str | None
    ours: str | None


def solid(text: str | None) -> str:
    return "".join((text or "").split())


def ours(document: Document) -> dict[int, list[Seen]]:
    cells: dict[int, list[Seen]] = {}
    for grid in document.grids:
        for cell in grid.cells:
            page, box = grid.place.page or 0, cell.box
            if grid.ruled and box:
                sides = (box.left // 100, box.top // 100, box.right // 100, box.bottom // 100)
                cells.setdefault(page, []).append(Seen(page, sides, solid(cell.text)))
    return cells


def theirs(path: Path) -> Iterator[list[Seen]]:
    """Each of pdfplumber's tables of more than one cell, surfaces and white rules left out."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            for table in page.filter(_is_seen).find_tables():
                held = zip(table.rows, table.extract(), strict=True)
                cells = [
                    Seen(number, tuple(round(side) for side in sides), solid(text))
                    for row, texts in held
                    for sides, text in zip(row.cells, texts, strict=True)
                    if sides
                ]
                if len(cells) > 1:
                    yield cells
            page.close()


def _is_seen(item: dict[str, Any]) -> bool:
    """Whether a thing drawn can be a rule one sees: not a surface, not white."""
    if item["object_type"] != "rect" or item.get("stroke"):
        return True
    colour = item.get("non_stroking_color")
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    return min(item["width"], item["height"]) <= 3 and not all(part == 1 for part in parts)


def differences(tables: list[list[Seen]], cells: dict[int, list[Seen]]) -> Iterator[Difference]:
    left = {page: list(held) for page, held in cells.items()}
    for cell in (cell for table in tables for cell in table):
        held = left.get(cell.page, [])
        match = next((one for one in held if _is_same_place(one, cell)), None)
        if match:
            held.remove(match)
        if not match or match.text != cell.text:
            yield Difference(cell.page, cell.sides, cell.text, match.text if match else None)
    for cell in (cell for held in left.values() for cell in held):
        yield Difference(cell.page, cell.sides, None, cell.text)


def _is_same_place(one: Seen, other: Seen) -> bool:
    return max(abs(a - b) for a, b in zip(one.sides, other.sides, strict=True)) <= NEAR


JUDGED: dict[str, Counter[str]] = {
    # Ours right: a merged cell that runs over the page's end is open on that side, and is a cell;
    # text clipped from sight on one page and shown on the other is read where it is shown.
    # Two of its pages end in the sliver of a row, empty, that the page cuts off.
    "beijing-traffic-police-2026-budget-tables.pdf": Counter(ours_only=194, text=59),
    # Ours right: the rest of a row torn at the end of a page stands where the row began.
    "chongqing-southwest-university-2023-budget.pdf": Counter(ours_only=11, theirs_only=1, text=1),
    "guangdong-shenzhen-finance-2026-budget.pdf": Counter(theirs_only=4, text=1),
    "shaanxi-xian-audit-2026-budget.pdf": Counter(ours_only=12),
    # Ours right: a text wider than its cell is kept whole.
    "shaanxi-xian-health-2022-final.pdf": Counter(text=2),
    # A last row of a table carried over to the next page, all of it empty: not given.
    "shanghai-putuo-finance-2024-final.pdf": Counter(theirs_only=7),
}
"""Every difference was looked at on the page; how many of each kind remain."""


def kinds(found: list[Difference]) -> Counter[str]:
    return Counter(
        "ours_only" if one.theirs is None else "theirs_only" if one.ours is None else "text"
        for one in found
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_tables_agree_with_pdfplumber_cell_by_cell(name: str) -> None:
    pytest.importorskip("pdfplumber")
    document = read_pdf((SHARED / name).read_bytes())
    found = list(differences(list(theirs(SHARED / name)), ours(document)))
    assert kinds(found) == JUDGED.get(name, Counter()), found[:20]


@pytest.mark.parametrize("name", CHECKED)
def test_every_checked_cell_stands_in_a_row_of_its_code(name: str) -> None:
    checked = json.loads((SHARED / "golden" / name).read_text("utf-8"))
    document = read_pdf((SHARED / checked["document"]).read_bytes())
    rows = _rows(document)
    every = [texts for held in rows.values() for texts in held]
    missing = [
        fact
        for fact in checked["facts"]
        if not any(
            solid(fact["value"]) in texts
            for texts in (rows.get(solid(fact["row"]), ()) if fact["row"] else every)
        )
    ]
    assert not missing, (len(missing), missing[:5])


def _rows(document: Document) -> dict[str, list[set[str]]]:
    """The texts of each row under its first text, and under its codes joined."""
    rows: dict[str, list[set[str]]] = {}
    for grid in document.grids:
        for texts in grid.texts():
            held = [solid(text) for text in texts]
            for start in range(len(held)):
                for end in range(start + 1, min(start + 4, len(held)) + 1):
                    key = "".join(held[start:end])
                    if key:
                        rows.setdefault(key, []).append(set(held))
    return rows


@pytest.mark.parametrize("name", NAMES)
def test_a_real_file_reads_into_sound_grids(name: str) -> None:
    document = read_pdf((SHARED / name).read_bytes(), source=name)
    assert document.blocks
    for grid in document.grids:
        _check_sound(grid)
    for block in document.blocks:
        assert block.place.file == name
        assert block.place.page is not None


def _check_sound(grid: Grid) -> None:
    """Cells come in order, no two overlap, and none holds control characters."""
    assert [(c.row, c.column) for c in grid.cells] == sorted((c.row, c.column) for c in grid.cells)
    covered: set[tuple[int, int]] = set()
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                assert (row, column) not in covered
                covered.add((row, column))
        assert not any(char < " " and char != "\n" for char in cell.text)


def main(part: str = "") -> None:
    """List the differences from pdfplumber."""
    for name in NAMES:
        if part in name:
            tables = list(theirs(SHARED / name))
            cells = ours(read_pdf((SHARED / name).read_bytes()))
            found = list(differences(tables, cells))
            print(f"{name}: {len(tables)} tables, {sum(map(len, tables))} cells, {kinds(found)}")
            for one in found:
                print(f"  page {one.page} {one.sides} theirs {one.theirs!r} ours {one.ours!r}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
