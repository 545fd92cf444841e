"""“三公”经费 tables of any bases: 上年 and 本年, 预算 and 决算, in rows or in groups of columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from budgetdisclosure.model import ThreePublicLine, ThreePublicTable
from budgetdisclosure.model.texts import labels_of
from budgetdisclosure.writing.blocks import Block, Path
from budgetdisclosure.writing.headings import JOINT, name_cells, path_of, printed_figures
from budgetdisclosure.writing.sheet import Cell
from budgetdisclosure.writing.texts import amounts_of, paths_of, text_cells

_ITEM = "项目"


def bases_blocks(table: ThreePublicTable) -> Iterator[list[Block]]:
    """The table's lines as printed rows, then as groups of columns, then as rows by their basis."""
    rows = _printed_rows(table.lines)
    if rows and all(len(row) == len(rows[0]) for row in rows):
        if any(line.texts for line in table.lines):
            yield [_as_printed(rows)]
        yield [_printed(rows)]
    yield [_beside(table.lines)]
    yield [_below(table.lines)]


def _printed_rows(lines: Iterable[ThreePublicLine]) -> list[list[ThreePublicLine]]:
    """The lines that stood in one printed row: their headings differ, since they tell the basis."""
    rows: list[list[ThreePublicLine]] = []
    met: set[Path] = set()
    for line in lines:
        paths = {path for _, path in _paths(line)}
        if not rows or met & paths:
            rows.append([])
            met = set()
        rows[-1].append(line)
        met |= paths
    return rows


def _paths(line: ThreePublicLine) -> list[tuple[str, Path]]:
    return [(name, path_of(name, figure, line)) for name, figure in printed_figures(line).items()]


def _as_printed(rows: Sequence[Sequence[ThreePublicLine]]) -> Block:
    """Each printed row with every column of words under its own heading."""
    words, remarks = labels_of(row[0] for row in rows)
    paths = (path for line in rows[0] for _, path in _paths(line))
    body = (
        (
            *text_cells(row[0], words),
            *(cell for line in row for cell in _cells(line)),
            *text_cells(row[0], remarks),
        )
        for row in rows
    )
    return Block((*paths_of(words), *paths, *paths_of(remarks)), body)


def _printed(rows: Sequence[Sequence[ThreePublicLine]]) -> Block:
    """Each printed row under the headings its figures had."""
    paths = [path for line in rows[0] for _, path in _paths(line)]
    names = [_row_name(row) for row in rows]
    parts = max(name.count(JOINT) for name in names) + 1 if any(names) else 0
    body = (
        (*(name_cells(name, parts) if parts else ()), *(c for line in row for c in _cells(line)))
        for name, row in zip(names, rows, strict=True)
    )
    return Block((*((_ITEM,),) * parts, *paths), body)


def _row_name(row: Sequence[ThreePublicLine]) -> str:
    """What the printed row was called: a line without a basis has its group's words behind it."""
    named = next((line.name for line in row if line.item), None)
    if named is not None or len(row) == 1:
        return row[0].name if named is None else named
    heads = [path for line in row[:1] for _, path in _paths(line)]
    if len({line.name for line in row}) == 1:
        return row[0].name
    groups = (f" {head}" for path in heads[:1] for head in (path[0], path[-1]))
    return next((row[0].name.removesuffix(g) for g in groups if row[0].name.endswith(g)), "")


def _cells(line: ThreePublicLine) -> tuple[Cell, ...]:
    return tuple(amounts_of(line, printed_figures(line)))


def _basis(line: ThreePublicLine) -> str:
    told = (line.name, "" if line.item else line.basis)
    return " ".join(part for part in told if part) or line.item or ""


def _official(line: ThreePublicLine) -> dict[str, str]:
    """The line's columns under the headings of the official form."""
    known = {column.id: column.zh for column in line.columns()}
    return {name: known.get(name, name) for name, _ in _paths(line)}


def _beside(lines: Sequence[ThreePublicLine]) -> Block:
    """One row; each line's columns under its basis."""
    heads = [(line.item or line.basis or line.name,) if len(lines) > 1 else () for line in lines]
    paths = (
        (*head, label)
        for head, line in zip(heads, lines, strict=True)
        for label in _official(line).values()
    )
    return Block(tuple(paths), [tuple(cell for line in lines for cell in _cells(line))])


def _below(lines: Sequence[ThreePublicLine]) -> Block:
    """A row for each line, called by its basis, every column that any line has."""
    columns = {name: label for line in lines for name, label in _official(line).items()}
    body = ((Cell(_basis(line)), *amounts_of(line, columns)) for line in lines)
    return Block(((_ITEM,), *((label,) for label in columns.values())), body)
