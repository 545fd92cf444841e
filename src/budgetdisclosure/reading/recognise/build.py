"""From a found table to the model's table (成表): header, columns, rows, figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from attrs import evolve, fields, frozen

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.model import (
    Choice,
    Extra,
    Line,
    OtherTable,
    Table,
    Unplaced,
)
from budgetdisclosure.reading.recognise.assemble import Found
from budgetdisclosure.reading.recognise.columns import (
    Block,
    Track,
    blocks_of,
    labelled,
    tracks_of,
)
from budgetdisclosure.reading.recognise.context import Context
from budgetdisclosure.reading.recognise.figures import drawn, line_of, placed
from budgetdisclosure.reading.recognise.heads import Head, head_of
from budgetdisclosure.reading.recognise.layout import Layout
from budgetdisclosure.reading.recognise.line_types import LINE_TYPES
from budgetdisclosure.reading.recognise.lines import Entry, Read, named, read_rows
from budgetdisclosure.reading.recognise.naming import Namer
from budgetdisclosure.reading.recognise.units import Denomination, denomination
from budgetdisclosure.reading.recognise.words import plain
from budgetdisclosure.wording import Wording

NO_TITLE: Final = "（无表题）"
"""The title of a table that prints none."""


@frozen
class Plan:
    """A found table understood: its header, its columns and its blocks, under one layout."""

    found: Found
    layout: Layout
    head: Head
    tracks: tuple[Track, ...]
    blocks: tuple[Block, ...]
    groups: tuple[str, ...]
    """Which list of the table each block's rows belong to."""

    @property
    def fit(self) -> int:
        """How many percent of its figure columns the layout knows."""
        figures = [track for block in self.blocks for track in block.figures]
        known = [track for track in figures if track.id is not None]
        return 100 * len(known) // len(figures) if figures else 0

    @property
    def shaped(self) -> int:
        """Whether its blocks agree with the layout's shape: points for, or against it."""
        keyed = sum(bool(block.keyed and block.figures) for block in self.blocks)
        if self.layout.shape != "sides":
            return 0
        return 25 if keyed > 1 else -25


@frozen
class Built:
    """The tables a found table makes (one, and what no place in it holds), and what is left."""

    tables: tuple[Table, ...]
    unplaced: tuple[Unplaced, ...] = ()
    choices: tuple[Choice, ...] = ()
    money: Denomination = Denomination(Unit.WAN, Unit.WAN)


def plan_of(found: Found, layout: Layout, context: Context) -> Plan:
    """The table's header and columns as the layout has them."""
    head = head_of(found.rows, found.width, spans=found.spans, terms=layout.terms)
    tracks = tracks_of(head.paths, found.rows[head.height :], layout)
    title = found.caption.title or ""
    cut = blocks_of(tracks)
    groups = _groups(layout, cut)
    blocks = []
    for block, group in zip(cut, groups, strict=True):
        known = _columns(layout, group)
        main = layout.main if known is None or layout.main in known else known[0]
        blocks.append(
            labelled(
                block,
                title,
                layout,
                frozenset(known) if known else None,
                main,
                context.kind,
                context.fiscal_year,
            )
        )
    return Plan(found, layout, head, tracks, tuple(blocks), groups)


def _columns(layout: Layout, group: str) -> tuple[str, ...] | None:
    """The columns the lines of a group have; None where any will do."""
    line_type = LINE_TYPES.get((layout.id, group))
    return tuple(column.id for column in line_type.columns()) if line_type else None


def build(plan: Plan, context: Context, file: str | None) -> Built:
    """The model's table, or tables, of a plan."""
    rows = plan.found.rows[plan.head.height :]
    read = read_rows(rows, plan.tracks, plan.blocks, plan.layout, plan.found.caption.title or "")
    money = denomination(plan.found, plan.tracks, context.unit)
    lines: dict[str, list[Line]] = {}
    lost = list(lost_in(read, plan, file))
    for at, block in enumerate(plan.blocks):
        group = plan.groups[at]
        namer = _namer(plan.layout, group, block, context)
        entries = named(read.entries[at], plan.layout.rows, namer, plain(context.entity or ""))
        line_type = LINE_TYPES.get((plan.layout.id, group), Line)
        sides = _sides_of(entries, plan.layout)
        for entry, other in zip(entries, sides, strict=True):
            print_ = drawn(entry, money.figures, plan.found.caption.title or NO_TITLE, file)
            lost += print_.unplaced
            lines.setdefault(other or group, []).append(line_of(entry, line_type, print_))
    tables = _tables(plan, lines, frame_of(plan, money.table, read, file))
    return Built(tables, tuple(lost), (explained(plan),), money)


def lost_in(read: Read, plan: Plan, file: str | None) -> tuple[Unplaced, ...]:
    """What stands in no row or column of a table, with the table's name in its place."""
    title = plan.found.caption.title or NO_TITLE
    return tuple(
        evolve(
            one,
            place=placed(one.place, file, title, one.place.row or "").within(
                column=one.place.column
            ),
        )
        for one in read.unplaced
    )


def frame_of(plan: Plan, unit: Unit | None, read: Read, file: str | None) -> dict[str, Any]:
    """What all tables share: title, number, unit, notes, place."""
    found = plan.found
    title = found.caption.title or NO_TITLE
    return {
        "title": title,
        "number": found.caption.number,
        "unit": unit,
        "notes": (*read.notes, *found.notes),
        "place": placed(found.pieces[0].grid.place, file, title, ""),
    }


def _tables(
    plan: Plan, lines: Mapping[str, Sequence[Line]], frame: Mapping[str, Any]
) -> tuple[Table, ...]:
    kind = plan.layout.table_type
    own = {attribute.name for attribute in fields(kind)}
    if kind is OtherTable:
        every = [line for group in lines.values() for line in group]
        return (_other(plan.layout.id, every, frame),)
    held: dict[str, Any] = {group: rows for group, rows in lines.items() if group in own}
    more = (
        _other(f"{plan.layout.id}_{group}", rows, frame)
        for group, rows in lines.items()
        if group not in own
    )
    return (kind(**held, **frame), *more)


def _other(kind: str, lines: Sequence[Line], frame: Mapping[str, Any]) -> OtherTable:
    held: dict[str, Any] = {"kind": kind, "lines": lines, **frame}
    return OtherTable(**held)


def _groups(layout: Layout, blocks: Sequence[Block]) -> tuple[str, ...]:
    """Which list of the table each block's rows belong to.

    A block headed unlike an earlier one of the same side says the same money another way: it
    makes a list of its own.
    """
    if layout.shape != "sides" or not layout.sides:
        return ("lines",) * len(blocks)
    groups: list[str] = []
    for at, block in enumerate(blocks):
        group = _side(layout, block, at)
        twin = next((n for n, other in enumerate(groups) if other == group), None)
        if twin is not None and group != "lines" and _key_words(blocks[twin]) != _key_words(block):
            group = f"{group}_{sum(other.startswith(group) for other in groups) + 1}"
        groups.append(group)
    return tuple(groups)


def _side(layout: Layout, block: Block, at: int) -> str:
    words = "".join(block.words.split())
    for side in layout.sides:
        if any(word in words for word in side.words):
            return side.group
    plain_sides = [side.group for side in layout.sides if side.group in ("revenue", "expenditure")]
    return plain_sides[min(at, len(plain_sides) - 1)] if plain_sides else layout.sides[0].group


def _key_words(block: Block) -> tuple[str, ...]:
    return tuple(track.path[-1] if track.path else "" for track in block.keys)


def _sides_of(entries: Sequence[Entry], layout: Layout) -> list[str]:
    """The other list each row belongs to, in a block that prints no account but terms of that list.

    A row without a term says more of the rows above it (一、基本支出: 1.工资福利支出).
    """
    if any(entry.key.code for entry in entries):
        return [""] * len(entries)
    sides = {term.item: term.side for term in layout.rows}
    told = [sides.get(entry.key.item or "", "") for entry in entries]
    first = next((side for side in told if side), "")
    return [
        side if entry.key.item is not None else first
        for entry, side in zip(entries, told, strict=True)
    ]


def _namer(layout: Layout, group: str, block: Block, context: Context) -> Namer | None:
    """What finds codes by names, for rows of accounts that print none."""
    sided = layout.shape == "sides"
    if not layout.codes or (sided and "收入" in block.words and "支出" not in block.words):
        return None
    if group == "revenue":
        return None
    classification = layout.codes
    if sided and ("经济分类" in block.words or group not in ("lines", "expenditure")):
        classification = "government" if "政府预算" in block.words else "economic"
    return Namer(classification, context.fiscal_year)


def explained(plan: Plan) -> Choice:
    """Why the table is taken for this form."""
    rated = plan.found.caption.rated
    score = next((one.score for one in rated if one.layout is plan.layout), 0)
    unnamed = [track.label for block in plan.blocks for track in block.figures if track.id is None]
    shown = unnamed if plan.layout.typed and plan.layout.shape != "bases" else []
    zh = f"；表样没有的栏：{'、'.join(shown)}" if shown else ""
    en = f", not in the form: {', '.join(shown)}" if shown else ""
    return Choice(
        f"《{plan.found.caption.title or ''}》",
        plan.layout.id,
        Wording(
            f"表题相符 {score}，金额栏相符 {plan.fit}%{zh}",
            f"title fits {score}, figure columns fit {plan.fit}%{en}",
        ),
        score + plan.fit // 5,
        tuple((one.layout.id, one.score) for one in rated if one.layout is not plan.layout)[:3],
        plan.found.pieces[0].grid.place,
    )


def renamed(table: Table, kind: str) -> OtherTable:
    """A table of the nine forms as one of the document's own, for a form printed twice."""
    shared = {name: getattr(table, name) for name in ("title", "number", "unit", "notes", "place")}
    own: dict[str, Any] = {"lines": [_as_plain(line) for line in table.all_lines()], **shared}
    return OtherTable(kind=kind, **own)


def _as_plain(line: Line) -> Line:
    """The line with every figure under its printed heading.

    Where one heading stands over all of them, since the rows of the file are the columns of the
    form, each is called as the form has it.
    """
    own = [(column, getattr(line, column.id)) for column in line.columns()]
    figures = [(column, figure) for column, figure in own if not figure.is_absent]
    labels = [_label(column.id, figure) for column, figure in figures]
    if len(set(labels)) < len(labels):
        labels = [column.zh for column, _ in figures]
    extras = [
        Extra(label, evolve(figure, cell=None))
        for label, (_, figure) in zip(labels, figures, strict=True)
    ]
    extras += [Extra(one.label, evolve(one.figure, cell=None)) for one in line.extras]
    return Line(
        line.name,
        line.code,
        line.item,
        extras=tuple(extras),
        also=line.also,
        texts=line.texts,
        place=line.place,
    )


def _label(name: str, figure: Figure) -> str:
    return figure.place.column or name if figure.place else name
