"""The official layout of the nine tables: which cells stand where, with which headings (表样)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from attrs import evolve

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import (
    AppropriationSummaryTable,
    BasicExpenditureLine,
    BasicExpenditureTable,
    FormStyle,
    FundLine,
    GovernmentFundTable,
    Kind,
    Line,
    OtherTable,
    StateCapitalTable,
    SummaryTable,
    Table,
    ThreePublicLine,
    ThreePublicTable,
    items,
)
from budgetdisclosure.writing.sheet import Cell, Sheet, number
from budgetdisclosure.writing.sides import summary_sheet

PERSONNEL = ("301", "303")
"""The economic categories of 人员经费; all others are 公用经费."""

NATIONAL = FormStyle()
_OWN_BLOCK = 12  # rows: fewer than this stand below 商品和服务支出 instead
_SPENT = ("total", "basic", "project")
_VEHICLES = ("official_vehicles", "vehicle_purchase", "vehicle_running")


def official_sheet(table: Table, kind: Kind, style: FormStyle = NATIONAL) -> Sheet | None:
    """One of the nine tables as its form has it; None for one of the document's own."""
    made = _drawn(table, kind, style)
    if made is None:
        return None
    heads = (
        tuple(evolve(cell, text=style.word(cell.text)) for cell in row)
        for row in made.rows[: made.headings]
    )
    return evolve(made, rows=(*heads, *made.rows[made.headings :]))


def _drawn(table: Table, kind: Kind, style: FormStyle) -> Sheet | None:
    if isinstance(table, SummaryTable | AppropriationSummaryTable):
        return summary_sheet(table, counted=style.counted)
    if isinstance(table, BasicExpenditureTable):
        return _basic(table, kind, halved=style.halved)
    if isinstance(table, ThreePublicTable):
        paired = style.paired and kind is Kind.FINAL
        return _pairs(table) if paired else _three_public(table, kind, style.counted)
    if isinstance(table, GovernmentFundTable | StateCapitalTable):
        return _fund(table, table.lines, style.counted)
    plain = not isinstance(table, OtherTable)
    return _plain(table, table.all_lines(), style.counted) if plain else None


def _labels(lines: Iterable[Line]) -> dict[str, str]:
    """Every column that any line has, in the order of the form, with its heading."""
    lines = tuple(lines)
    held = {name for line in lines for name in line.figures()}
    official = {column.id: column.zh for line in lines for column in line.columns()}
    named = {name: label for name, label in official.items() if name in held}
    return named | {name: name for line in lines for name in line.figures() if name not in official}


def _coded(line: Line, names: Iterable[str]) -> tuple[Cell, ...]:
    figures = line.figures()
    if line.code is None:
        head: tuple[Cell, ...] = (Cell(line.name, columns=2, strong=True),)
    else:
        head = (Cell(str(line.code)), Cell(line.name))
    return (*head, *(number(figures.get(name)) for name in names))


def _numbers(count: int) -> tuple[Cell, ...]:
    return tuple(Cell(str(n + 1)) for n in range(count))


def _counts(count: int, counted: bool) -> tuple[tuple[Cell, ...], ...]:
    """The heading row that numbers the columns, where the form has one."""
    return ((Cell("栏次", columns=2), *_numbers(count)),) if counted else ()


def _plain(table: Table, lines: Sequence[Line], counted: bool) -> Sheet:
    """A code, a name and one column after another."""
    labels = _labels(lines)
    headings = (
        (Cell("项目", columns=2), *(Cell(label, rows=2) for label in labels.values())),
        (Cell("功能分类科目编码"), Cell("科目名称")),
        *_counts(len(labels), counted),
    )
    body = (_coded(line, labels) for line in lines)
    widths = (14, 34, *([14] * len(labels)))
    width, rows = 2 + len(labels), (*headings, *body)
    return Sheet(table.id, table.title or table.TITLE, width, len(headings), rows, widths)


def _fund(table: Table, lines: Sequence[FundLine], counted: bool) -> Sheet:
    """A fund's table: expenditure in three columns under one heading."""
    names = list(_labels(lines)) or list(_SPENT)
    labels = {column.id: column.zh for column in FundLine.columns()} | _labels(lines)
    spent = [name for name in names if name in _SPENT]
    top: list[Cell] = []
    for name in names:
        if name in spent[:1]:
            top.append(Cell("本年支出", columns=len(spent)))
        elif name not in _SPENT:
            top.append(Cell(labels[name], rows=2))
    second = [Cell("合计" if name == "total" else labels[name]) for name in spent]
    headings = (
        (Cell("项目", columns=2), *top),
        (Cell("功能分类科目编码"), Cell("科目名称"), *second),
        *_counts(len(names), counted),
    )
    body = (_coded(line, names) for line in lines)
    widths = (14, 34, *([14] * len(names)))
    width, rows = 2 + len(names), (*headings, *body)
    return Sheet(table.id, table.title or table.TITLE, width, len(headings), rows, widths)


def basic_blocks(
    lines: Sequence[BasicExpenditureLine],
) -> tuple[list[BasicExpenditureLine], list[BasicExpenditureLine], list[BasicExpenditureLine]]:
    """The blocks of 公开06表: 人员经费, 商品和服务支出, other 公用经费 if there is much."""
    coded = [line for line in lines if line.code is not None]
    people = [line for line in coded if line.key[:3] in PERSONNEL]
    goods = [line for line in coded if line.key[:3] == "302"]
    others = [line for line in coded if line.key[:3] not in (*PERSONNEL, "302")]
    return (people, goods, others) if len(others) > _OWN_BLOCK else (people, goods + others, [])


def _basic(table: BasicExpenditureTable, kind: Kind, *, halved: bool) -> Sheet:
    """人员经费 on the left, 公用经费 in one or two blocks beside it, their totals below."""
    blocks = [block for block in basic_blocks(table.coded()) if block]
    count = max(2, len(blocks))
    rows = (tuple(_triples(row)) for row in zip_longest(*blocks))
    titles = ("科目编码", "科目名称", "决算数" if kind is Kind.FINAL else "预算数")
    halves = (Cell("人员经费", columns=3), Cell("公用经费", columns=3 * count - 3))
    headings = (*((halves,) if halved else ()), tuple(Cell(text) for text in titles * count))
    feet = (
        Cell(items.PERSONNEL_TOTAL, columns=2, strong=True),
        number(_amount(table.get(items.PERSONNEL_TOTAL))),
        Cell(items.RUNNING_TOTAL, columns=3 * count - 4, strong=True),
        number(_amount(table.get(items.RUNNING_TOTAL))),
    )
    all_rows = (*headings, *rows, feet)
    title, widths = table.title or table.TITLE, (10, 30, 12) * count
    return Sheet(table.id, title, 3 * count, len(headings), all_rows, widths)


def _triples(lines: Iterable[Line | None]) -> Iterator[Cell]:
    for line in lines:
        if line is None:
            yield from (Cell(), Cell(), Cell())
        else:
            yield from (Cell(line.key), Cell(line.name), number(_amount(line)))


def _amount(line: Line | None) -> Figure | None:
    return line.figures().get("amount") if line else None


def _pairs(table: ThreePublicTable) -> Sheet:
    """预算数 and 决算数 side by side under each cost, in one row."""
    labels = {column.id: column.zh for column in ThreePublicLine.columns()}
    names = list(labels)[:6]
    title = table.title or table.TITLE
    heads = _three_public_heads(labels)
    costs = (Cell("小计"), *(Cell(labels[name]) for name in _VEHICLES[1:]))
    bases = tuple(Cell(basis) for _ in names for basis in (items.BUDGET, items.ACTUAL))
    headings = (
        (Cell(title.removesuffix("支出决算表"), columns=12),),
        tuple(evolve(cell, columns=2 * cell.columns) for cell in heads),
        tuple(evolve(cell, columns=2) for cell in costs),
        bases,
    )
    pairs = ((line.figures().get(name) for line in _bases(table)) for name in names)
    figures = tuple(number(figure) for pair in pairs for figure in pair)
    return Sheet(table.id, title, 12, len(headings), (*headings, figures), (10,) * 12)


def _bases(table: ThreePublicTable) -> tuple[ThreePublicLine, ThreePublicLine]:
    return table.budget, table.actual


def _three_public(table: ThreePublicTable, kind: Kind, counted: bool) -> Sheet:
    """The bases side by side, six columns each, in one row: 预算数 and, of a year past, 决算数."""
    names = [column.id for column in ThreePublicLine.columns()][:6]
    labels = {column.id: column.zh for column in ThreePublicLine.columns()}
    final = {items.BUDGET: table.budget, items.ACTUAL: table.actual}
    bases = final if kind is Kind.FINAL else {items.BUDGET: table.budget}
    width = 6 * len(bases)
    top = (tuple(Cell(basis, columns=6) for basis in bases),) if len(bases) > 1 else ()
    second = tuple(cell for _ in bases for cell in _three_public_heads(labels))
    third = tuple(
        Cell(text) for _ in bases for text in ("小计", *(labels[name] for name in _VEHICLES[1:]))
    )
    figures = tuple(number(line.figures().get(name)) for line in bases.values() for name in names)
    headings = (*top, second, third, *((_numbers(width),) if counted else ()))
    title, widths = table.title or table.TITLE, (12,) * width
    return Sheet(table.id, title, width, len(headings), (*headings, figures), widths)


def _three_public_heads(labels: Mapping[str, str]) -> tuple[Cell, ...]:
    return (
        Cell(labels["total"], rows=2),
        Cell(labels["overseas_travel"], rows=2),
        Cell(labels["official_vehicles"], columns=3),
        Cell(labels["official_reception"], rows=2),
    )
