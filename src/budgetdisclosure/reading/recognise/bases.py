"""“三公”经费 tables: kinds of cost against bases (预算数, 决算数, 上年…), whichever way they lie.

The bases may head groups of columns, stand in the last header row, be the rows, or not be printed
at all; the costs may be the columns or the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import (
    Extra,
    Kind,
    Text,
    ThreePublicLine,
    ThreePublicTable,
    Unplaced,
    items,
)
from budgetdisclosure.reading.recognise.build import Built, Plan, explained, frame_of, lost_in
from budgetdisclosure.reading.recognise.columns import Track, assigned
from budgetdisclosure.reading.recognise.context import Context
from budgetdisclosure.reading.recognise.figures import Drawn, drawn
from budgetdisclosure.reading.recognise.fitting import fits
from budgetdisclosure.reading.recognise.layout import Layout
from budgetdisclosure.reading.recognise.lines import Entry, read_rows
from budgetdisclosure.reading.recognise.units import denomination
from budgetdisclosure.reading.recognise.vocabulary import row_says
from budgetdisclosure.reading.recognise.words import bare, heading, says_nothing, tidy

_YEAR: Final = re.compile(r"^(20\d\d)年(?:度)?")
_SUMS: Final = frozenset({"合计", "小计", "总计"})
_OF_YEAR: Final = {
    (0, "决算"): items.ACTUAL,
    (1, "决算"): items.PRIOR_ACTUAL,
    (0, "预算"): items.BUDGET,
    (1, "预算"): items.PRIOR_BUDGET,
}


@frozen
class _Group:
    """Columns of one basis; its text is empty where none is printed."""

    text: str
    item: str | None
    tracks: tuple[Track, ...]
    source: str = ""
    """The fund its amounts are of, where the form prints each cost by fund."""

    @property
    def basis(self) -> str:
        """What its headings say, as printed."""
        return " / ".join(part for part in (self.text, self.source) if part)


def build_bases(plan: Plan, context: Context, file: str | None) -> Built:
    """The three-public table of a plan."""
    title = plan.found.caption.title or ""
    rows = plan.found.rows[plan.head.height :]
    read = read_rows(rows, plan.tracks, plan.blocks, plan.layout, title)
    money = denomination(plan.found, plan.tracks, context.unit)
    entries = [entry for block in read.entries for entry in block]
    tracks = [track for block in plan.blocks for track in block.figures]
    across = _costs_down(entries, plan.layout)
    groups = _groups(tracks, plan.layout, context, assign=not across)
    lines: list[ThreePublicLine] = []
    lost: list[Unplaced] = []
    drawings = []
    for entry in entries:
        for group in groups:
            print_ = drawn(_part(entry, group), money.figures, title, file)
            lost += print_.unplaced
            drawings.append((entry, group, print_))
    lines = (
        _down(drawings, groups, plan, context)
        if across
        else _across(drawings, entries, plan.layout, context)
    )
    frame = frame_of(plan, money.table, read, file)
    table = ThreePublicTable(**{"lines": lines, **frame})
    return Built((table,), (*lost_in(read, plan, file), *lost), (explained(plan),), money)


def basis_of(text: str, layout: Layout, context: Context) -> str | None:
    """The basis a heading or row name stands for, by its words and its year."""
    name = bare(text)
    match = _YEAR.match(name)
    rest = name[match.end() :] if match else name
    if match and context.fiscal_year:
        word = next((word for word in ("决算", "预算") if word in rest), "")
        word = word or ("决算" if context.kind is Kind.FINAL else "预算")
        if "增减" not in rest and "变" not in rest:
            return _OF_YEAR.get((context.fiscal_year - int(match[1]), word))
    return next((row.item for row in layout.rows if rest in row.names), None)


def _groups(
    tracks: Sequence[Track], layout: Layout, context: Context, *, assign: bool
) -> list[_Group]:
    """The figure columns by basis, in printed order, each group's columns named afresh."""
    by_fund = _by_fund(tracks, layout)
    paths = {track.at: track.path[:-1] if by_fund else track.path for track in tracks}
    depth = _depth(list(paths.values()), layout, context)
    held: dict[tuple[str, str], list[Track]] = {}
    for track in tracks:
        source = tidy(track.path[-1]) if by_fund else ""
        held.setdefault((_basis_text(paths[track.at], depth), source), []).append(track)
    groups = []
    for (text, source), members in held.items():
        item = basis_of(text, layout, context) if text else None
        costs = [_without(paths[track.at], depth) for track in members]
        named = assigned(members, costs, layout, None) if assign else _unnamed(members)
        groups.append(_Group(text, item, named, source))
    return groups


def _by_fund(tracks: Sequence[Track], layout: Layout) -> bool:
    """Whether the last level of every heading names a fund, and the level above it a cost."""
    if not tracks or any(len(track.path) < 2 for track in tracks):
        return False
    funds = {heading(track.path[-1]) for track in tracks}
    return len(funds) > 1 and funds <= set(layout.sources) and not funds <= _SUMS


def _depth(paths: Sequence[tuple[str, ...]], layout: Layout, context: Context) -> int | None:
    """Which level of the headings says the basis: the first or the last; None where none does."""
    for depth in (0, -1):
        told = [
            path for path in paths if path and basis_of(path[depth], layout, context) is not None
        ]
        if told and (depth == -1 or len(told) * 3 >= len(paths)):
            return depth
    return None


def _basis_text(path: tuple[str, ...], depth: int | None) -> str:
    return tidy(path[depth]) if depth is not None and path else ""


def _unnamed(tracks: Sequence[Track]) -> tuple[Track, ...]:
    return tuple(evolve(track, id=None) for track in tracks)


def _without(path: tuple[str, ...], depth: int | None) -> tuple[str, ...]:
    if depth is None:
        return path
    return path[1:] if depth == 0 else path[:-1]


def _part(entry: Entry, group: _Group) -> Entry:
    """The entry's cells under one basis."""
    ids = {track.at: track for track in group.tracks}
    cells = tuple((ids[track.at], cell) for track, cell in entry.cells if track.at in ids)
    return evolve(entry, cells=cells)


def _across(
    drawings: Sequence[tuple[Entry, _Group, Drawn]],
    entries: Sequence[Entry],
    layout: Layout,
    context: Context,
) -> list[ThreePublicLine]:
    """Costs as columns: a line for each row and basis."""
    default = items.ACTUAL if context.kind is Kind.FINAL else items.BUDGET
    lines = []
    for entry, group, print_ in drawings:
        parts = entry.key.name.split(" / ")
        by_row = next((b for part in parts if (b := basis_of(part, layout, context))), None)
        whole = not entry.key.name or bool(row_says("total", entry.key.name)) or len(entries) == 1
        item = by_row or ((group.item if group.text else default) if whole else None)
        if item and not _of_all_funds(entry, group, drawings, layout):
            item = f"{item}（{group.source}）"
        lines.append(
            ThreePublicLine(
                entry.key.name,
                None,
                item,
                basis=group.basis,
                also=entry.key.also,
                texts=entry.texts,
                extras=print_.extras,
                place=print_.place,
                **print_.figures,
            )
        )
    return lines


def _of_all_funds(
    entry: Entry, group: _Group, drawings: Sequence[tuple[Entry, _Group, Drawn]], layout: Layout
) -> bool:
    """Whether a group's amounts are those of all funds: their sum, or the only fund with any."""
    beside = [
        (other, print_)
        for row, other, print_ in drawings
        if row is entry and other.text == group.text and other is not group
    ]
    ranks = {source: at for at, source in enumerate(layout.sources)}
    mine = ranks.get(heading(group.source), 0)
    if any(ranks.get(heading(other.source), 0) < mine for other, _ in beside):
        return False
    empty = not any(f.counted for _, print_ in beside for f in print_.figures.values())
    return heading(group.source) in _SUMS or empty


def _costs_down(entries: Sequence[Entry], layout: Layout) -> bool:
    """Whether the rows are the costs."""
    return sum(bool(fits((bare(entry.key.name),), layout)) for entry in entries) >= 3


def _down(
    drawings: Sequence[tuple[Entry, _Group, Drawn]],
    groups: Sequence[_Group],
    plan: Plan,
    context: Context,
) -> list[ThreePublicLine]:
    """Costs as rows: a line for each basis, each row a column of it."""
    default = items.ACTUAL if context.kind is Kind.FINAL else items.BUDGET
    lines = []
    dashes = _dashed(drawings)
    for group in groups:
        own = [(entry, print_) for entry, member, print_ in drawings if member is group]
        figures, extras = _gathered(own, plan.layout, dashes)
        item = group.item if group.text else default
        name = "" if item else group.text
        place = own[0][1].place if own else None
        texts = tuple(_texts(own, group, first=group is groups[0]))
        lines.append(
            ThreePublicLine(name, None, item, extras=extras, texts=texts, place=place, **figures)
        )
    return lines


def _texts(own: Sequence[tuple[Entry, Drawn]], group: _Group, *, first: bool) -> Iterator[Text]:
    """What the rows of one basis count, under their names; remarks of the rows go to the first."""
    labels = {track.label for track in group.tracks}
    for entry, _ in own:
        for text in entry.texts:
            if text.remark and text.label in labels:
                yield evolve(text, label=entry.key.name)
            elif (
                text.remark
                and first
                and not any(text.label == track.label for track, _ in entry.cells)
            ):
                yield evolve(text, label=f"{entry.key.name}/{text.label}")


def _dashed(drawings: Sequence[tuple[Entry, _Group, Drawn]]) -> frozenset[int]:
    """The rows that print dashes alone: they head others (一、“三公”经费支出 —), no cost."""
    told: dict[int, list[str]] = {}
    for entry, _, print_ in drawings:
        told.setdefault(id(entry), []).extend(one.figure.text or "" for one in print_.extras)
    return frozenset(
        at for at, texts in told.items() if all(text and says_nothing(text) for text in texts)
    )


def _gathered(
    own: Sequence[tuple[Entry, Drawn]], layout: Layout, dashes: frozenset[int]
) -> tuple[dict[str, Any], tuple[Extra, ...]]:
    """The rows of one basis as columns; what is no cost, or printed twice, under its own name."""
    figures: dict[str, Any] = {}
    taken: set[int] = set()
    found = [(entry, extra) for entry, print_ in own for extra in print_.extras]
    filled = [pair for pair in found if _prints(pair[1])]
    for entry, extra in (*filled, *(pair for pair in found if not _prints(pair[1]))):
        known = fits((bare(entry.key.name),), layout)
        free = [column for column in known if column not in figures]
        if free and id(entry) not in dashes and isinstance(extra.figure, Figure):
            figures[max(free, key=lambda column: known[column])] = extra.figure
            taken.add(id(extra))
    rest = ((entry, extra) for entry, extra in found if id(extra) not in taken)
    return figures, tuple(Extra(entry.key.name or one.label, one.figure) for entry, one in rest)


def _prints(extra: Extra) -> bool:
    """Whether a row prints an amount."""
    return isinstance(extra.figure, Figure) and extra.figure.value is not None
