"""Tables laid out by their own printed headings, where the official form does not hold them.

Nothing is left out: every row of every list, every column that any row has, extras and percentages
too, each under the heading its figures were printed under (按原表头列示).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from attrs import evolve

from budgetdisclosure.codes import GovernmentEconomicCode
from budgetdisclosure.model import Line, Table, ThreePublicTable, items
from budgetdisclosure.model.texts import labels_of
from budgetdisclosure.writing.bases import bases_blocks
from budgetdisclosure.writing.blocks import Block, Path, body_rows, heading_rows
from budgetdisclosure.writing.headings import name_cells, name_parts, path_of, printed_figures
from budgetdisclosure.writing.plan import text_width
from budgetdisclosure.writing.sheet import Cell, Sheet
from budgetdisclosure.writing.texts import TOTALS, amounts_of, by_words, paths_of, text_cells

_NAME, _CODE, _ITEM = "科目名称", "科目编码", "项目"
_CODE_WIDTH = 12
_NARROW, _WIDE = 14, 34
"""Columns of names, in half characters."""
_LEAST, _MOST = 9, 14
"""Columns of figures, wider where a number needs it."""
_MARK = 4
"""The longest mark that stands for no figure (“--”), in half characters; more are words."""
_MOST_BLOCKS = 3
_ACCOUNTS = {"revenue": "收入", "expenditure": "支出"}
_YEAR_TOTALS = (items.CURRENT_YEAR_REVENUE, items.CURRENT_YEAR_EXPENDITURE)


def own_sheets(tables: Sequence[Table]) -> Iterator[Sheet]:
    """Layouts of a printed table under its own headings, the likeliest first.

    ``tables`` are what one printed table made: the form, and lists that have no place in it.
    """
    main, *more = tables
    if isinstance(main, ThreePublicTable):
        for blocks in bases_blocks(main):
            yield _sheet(main, blocks)
    groups = [(name, tuple(lines)) for name, lines in main.groups() if lines]
    groups += [(table.id.removeprefix(f"{main.id}_"), table.all_lines()) for table in more]
    if any(line.texts for _, lines in groups for line in lines):
        yield from _as_printed(main, groups)
    if len(groups) > 1:
        yield _sheet(main, _sides(groups, coded=False))
        yield _sheet(main, _sides(groups, coded=True))
        return
    lines = main.all_lines()
    sides = _cut_at_totals(lines)
    if len(sides) > 1:
        yield _sheet(main, _sides(sides, coded=False))
    apart = _by_columns(lines)
    if 1 < len(apart) <= _MOST_BLOCKS:
        yield _sheet(main, [_block(part, _keys(part)) for part in apart])
    yield _sheet(main, [_block(lines, _keys(lines))])
    parts = max((len(name_parts(line)) for line in lines), default=1)
    yield _sheet(main, [_block(lines, (*((_ITEM,),) * parts, (_CODE,)))])
    yield _sheet(main, [_block(lines, ((_ITEM,),))])


def _as_printed(main: Table, groups: Sequence[tuple[str, Sequence[Line]]]) -> Iterator[Sheet]:
    """Layouts with every column of words under its own heading."""
    if len(groups) > 1:
        yield _sheet(main, _footed_blocks(groups, [_printed(*group) for group in groups]))
        return
    ((_, lines),) = groups
    sides = _cut_at_totals(lines)
    if len(sides) > 1:
        yield _sheet(main, _footed_blocks(sides, [_printed(*side) for side in sides]))
    yield from _side_by_side(main, _by_columns(lines))
    yield _sheet(main, [_printed("", lines)])
    yield _sheet(main, [_printed("", lines, official=True)])
    yield from _side_by_side(main, by_words(lines))


def _side_by_side(main: Table, parts: Sequence[tuple[Line, ...]]) -> Iterator[Sheet]:
    if 1 < len(parts) <= _MOST_BLOCKS:
        yield _sheet(main, [_printed("", part) for part in parts])


def _printed(group: str, lines: Sequence[Line], *, official: bool = False) -> Block:
    """A list of rows as it was printed: words, figures, remarks.

    ``official`` puts figures under the form's headings, whose levels text cannot always tell.
    """
    columns = _columns(lines)
    if official:
        form = {column.id: (column.zh,) for line in lines for column in line.columns()}
        columns = {name: form.get(name, path) for name, path in columns.items()}
    words, remarks = labels_of(lines)
    head = (_ACCOUNTS.get(group, "支出"),) if group else ()
    paths = (*paths_of(words), *columns.values(), *paths_of(remarks))
    rows = (
        (*text_cells(line, words), *amounts_of(line, columns), *text_cells(line, remarks))
        for line in lines
    )
    return Block(tuple((*head, *path) for path in paths), rows)


def _columns(lines: Iterable[Line]) -> dict[str, Path]:
    """Every column that any line has, those under one heading beside one another."""
    found: dict[str, Path] = {}
    for line in lines:
        for name, figure in printed_figures(line).items():
            if name not in found:
                found[name] = path_of(name, figure, line)
    heads = list(dict.fromkeys(path[0] for path in found.values()))
    return dict(sorted(found.items(), key=lambda held: heads.index(held[1][0])))


def _by_columns(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """The lines apart by the columns they have, as they were printed side by side."""
    apart: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        apart.setdefault(tuple(line.figures()), []).append(line)
    return [tuple(part) for part in apart.values()]


def _keys(lines: Sequence[Line]) -> tuple[Path, ...]:
    """The headings of the columns that name the rows: names of several parts have one for each."""
    named = any(line.name for line in lines)
    if any(line.code is not None for line in lines):
        return ((_CODE,), (_NAME,)) if named else ((_CODE,),)
    return ((_ITEM,),) * max(len(name_parts(line)) for line in lines) if named else ()


def _block(lines: Sequence[Line], keys: tuple[Path, ...], head: Path = ()) -> Block:
    columns = _columns(lines)
    paths = tuple((*head, *path) for path in (*keys, *columns.values()))
    return Block(paths, (_row(line, keys, columns) for line in lines))


def _row(line: Line, keys: tuple[Path, ...], columns: Iterable[str]) -> tuple[Cell, ...]:
    return (*_key_cells(line, keys), *amounts_of(line, columns))


def _key_cells(line: Line, keys: tuple[Path, ...]) -> tuple[Cell, ...]:
    """The cells that name a row; the last one reaches over what columns are left."""
    code = str(line.code) if line.code is not None else ""
    if not keys:
        return ()
    strong = line.item in TOTALS
    if keys[-1] == (_CODE,) and len(keys) > 1:
        return (*name_cells(line.name, len(keys) - 1), Cell(code))
    if keys[0][-1:] == (_CODE,):
        whole = (Cell(line.name, columns=2, strong=strong),)
        named = (Cell(code), Cell(line.name)) if code else whole
        return named if len(keys) > 1 else (Cell(code or line.name),)
    return name_cells(line.name, len(keys), strong=strong)


def _cut_at_totals(lines: Sequence[Line]) -> list[tuple[str, Sequence[Line]]]:
    """Lists that stood side by side and were read one after another, each ending in its total."""
    ends = [at for at, line in enumerate(lines, 1) if line.item == items.GRAND_TOTAL]
    ends = ends or [at for at, line in enumerate(lines, 1) if line.item in _YEAR_TOTALS]
    if not ends or ends[-1] != len(lines):
        return []
    parts = [lines[a:b] for a, b in pairwise([0, *ends])]
    groups = (*_ACCOUNTS, *(str(at) for at in range(len(parts))))
    return list(zip(groups, parts, strict=False))


def _sides(groups: Sequence[tuple[str, Sequence[Line]]], *, coded: bool) -> list[Block]:
    """Lists side by side, each under 收入 or 支出; a list of the same side says by what it is."""
    blocks = []
    for at, (group, lines) in enumerate(groups):
        first = group in _ACCOUNTS
        label = _ITEM if first else f"{_ITEM}（{_aspect(lines, at)}）"
        with_codes = coded and any(line.code is not None for line in lines)
        keys: tuple[Path, ...] = ((_CODE,), (label,)) if with_codes else ((label,),)
        blocks.append(_block(lines, keys, (_ACCOUNTS.get(group, "支出"),)))
    return _footed_blocks(groups, blocks)


def _footed_blocks(
    groups: Sequence[tuple[str, Sequence[Line]]], blocks: Sequence[Block]
) -> list[Block]:
    """Blocks side by side, their totals beside one another at the foot."""
    height = max(len(block.rows) for block in blocks)
    parts = (lines for _, lines in groups)
    return [
        evolve(block, rows=_footed(block, lines, height))
        for block, lines in zip(blocks, parts, strict=True)
    ]


def _footed(block: Block, lines: Sequence[Line], height: int) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a block with its totals at the foot of a table of ``height`` rows."""
    foot = next((at for at, line in enumerate(lines) if line.item in _YEAR_TOTALS), 0)
    if foot * 2 < len(lines):
        foot = len(lines) - (lines[-1].item == items.GRAND_TOTAL)
    blank = (tuple(Cell() for _ in block.paths),) * (height - len(lines))
    return (*block.rows[:foot], *blank, *block.rows[foot:])


def _aspect(lines: Sequence[Line], at: int) -> str:
    codes = [line.code for line in lines if line.code is not None]
    if not codes:
        return f"按支出性质{at}" if at > 2 else "按支出性质"
    if isinstance(codes[0], GovernmentEconomicCode):
        return "按政府预算经济分类"
    return "按部门预算经济分类"


def _sheet(table: Table, blocks: Sequence[Block]) -> Sheet:
    heads = heading_rows(blocks)
    widths = [width for block in blocks for width in _widths(block)]
    return Sheet(
        table.id,
        table.title or table.TITLE,
        len(widths),
        len(heads),
        (*heads, *body_rows(blocks)),
        tuple(widths),
        own=True,
    )


def _widths(block: Block) -> Iterator[int]:
    """Columns of names as wide as the longest, of figures as their heading needs over two lines."""
    held: dict[int, int] = {}
    for row in block.rows:
        at = 0
        for cell in row:
            if cell.columns == 1 and cell.figure is None and not cell.aligned:
                held[at] = max(held.get(at, 0), text_width(cell.words))
            at += cell.columns
    for at, path in enumerate(block.paths):
        if path[-1] == _CODE:
            yield _CODE_WIDTH
        elif path[-1] == _ITEM or path[-1].startswith((_NAME, f"{_ITEM}（")):
            yield max(_NARROW, min(_WIDE, held.get(at, _WIDE) + 2))
        elif held.get(at, 0) > _MARK:
            yield max(_NARROW, min(_WIDE, held[at] + 2))
        else:
            yield max(_LEAST, min(_MOST, text_width(path[-1]) // 2 + 2))
