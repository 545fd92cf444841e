"""Self-evaluations and target tables among a document's grids (绩效自评表、绩效目标表).

They are found by what they print, never by a number or a place: headings of indicators, funds
with rates and scores, titles. A form cut by blank lines or pages is joined again; a list of
projects gives one evaluation a project.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from attrs import evolve, frozen

from budgetdisclosure.model.performance import SelfEvaluation
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Paragraph
from budgetdisclosure.reading.recognise.performance_align import without_bracket
from budgetdisclosure.reading.recognise.performance_blocks import (
    Block,
    blocks_of,
    is_fund_head,
    is_goal_head,
    is_goal_row,
    is_indicator_head,
    is_task_head,
)
from budgetdisclosure.reading.recognise.performance_caption import (
    Caption,
    caption_of,
    is_title,
    lines_above,
    notes_of,
)
from budgetdisclosure.reading.recognise.performance_form import Form
from budgetdisclosure.reading.recognise.performance_heads import Laid
from budgetdisclosure.reading.recognise.performance_indicators import is_total
from budgetdisclosure.reading.recognise.performance_list import (
    evaluation_of,
    is_note,
    lay_list,
    list_head,
    projects_of,
)
from budgetdisclosure.reading.recognise.performance_rows import TableRow, rows_of
from budgetdisclosure.reading.recognise.performance_words import (
    FUNDS,
    LABELS,
    LEVEL1,
    LEVEL2,
    known,
    named,
)
from budgetdisclosure.reading.recognise.pieces import Piece

Shape = Literal["form", "list"]
_LONGEST_BREAK: Final = 120


@frozen
class _Sheet:
    """One table of the document: its pieces' rows, joined, with the words around it."""

    shape: Shape
    caption: Caption
    rows: tuple[tuple[TableRow, ...], ...]
    indices: tuple[int, ...]
    after: tuple[Paragraph, ...] = ()

    @property
    def flat(self) -> tuple[TableRow, ...]:
        return tuple(row for part in self.rows for row in part)

    @property
    def is_finished(self) -> bool:
        """Whether its total row has been read."""
        indicators = False
        for row in self.flat:
            indicators = indicators or is_indicator_head(row.keys)
            if indicators and is_total(row):
                return True
        return False


def recognise_performance(
    pieces: Sequence[Piece], *, fiscal_year: int | None = None
) -> tuple[tuple[SelfEvaluation, ...], set[int]]:
    """The evaluations and target tables of a document (绩效表), and the grids they were read from.

    Args:
        pieces: the document's grids with the text around them, in reading order.
        fiscal_year: the document's year, for tables that print none.

    Returns:
        The evaluations in order, each with its ``unplaced`` texts and ``oddities``; and the
        indices of the grids taken.
    """
    sheets = _sheets(pieces)
    evaluations = [e for sheet in sheets for e in _read(sheet, fiscal_year)]
    stamped = tuple(e.stamped(nth) for nth, e in enumerate(evaluations, 1))
    return stamped, {index for sheet in sheets for index in sheet.indices}


def _sheets(pieces: Sequence[Piece]) -> list[_Sheet]:
    sheets: list[_Sheet] = []
    for piece in pieces:
        rows = rows_of(piece.grid)
        caption = caption_of(lines_above(piece.before))
        last = sheets[-1] if sheets else None
        if last is not None and _continues(last, piece, rows, caption):
            sheets[-1] = evolve(
                last,
                rows=(*last.rows, rows),
                indices=(*last.indices, piece.index),
                after=piece.after,
            )
            continue
        shape = _shape(rows, caption)
        if shape is not None:
            sheets.append(_Sheet(shape, caption, (rows,), (piece.index,), piece.after))
    return sheets


def _shape(rows: Sequence[TableRow], caption: Caption) -> Shape | None:
    """What kind of performance table a grid begins, if any."""
    if list_head(rows) is not None:
        return "list"
    if any(is_indicator_head(row.keys) for row in rows):
        return "form"
    if any(_is_rated(row) for row in rows):
        return "form"
    titled = caption.title or any(is_title(row.keys[0]) for row in rows[:2])
    if titled and (_begins(rows) or any(_is_part(row) for row in rows)):
        return "form"
    return None


def _is_rated(row: TableRow) -> bool:
    """Whether a row heads funds or tasks with their execution rate, and a score or a name."""
    ids = set(known(row.keys, FUNDS).values())
    scored = is_fund_head(row.keys) and {"execution_rate", "score"} <= ids
    return scored or (is_task_head(row.keys) and "execution_rate" in ids)


def _begins(rows: Sequence[TableRow]) -> bool:
    """Whether a grid begins a form: a label of department or project stands in its first rows."""
    return any(
        named(key.partition("：")[0], LABELS) in ("entity", "project")
        and not is_task_head(row.keys)
        for row in rows[:3]
        for key in row.keys
    )


def _continues(last: _Sheet, piece: Piece, rows: Sequence[TableRow], caption: Caption) -> bool:
    """Whether a grid goes on with the table before it."""
    if not rows or piece.index != last.indices[-1] + 1:
        return False
    between = sum(len(paragraph.text) for paragraph in piece.before)
    if last.shape == "list":
        same = not caption.title or caption.title == last.caption.title
        return same and between <= _LONGEST_BREAK and _goes_on_listing(last, rows)
    if caption.title or between > _LONGEST_BREAK or last.is_finished:
        return False
    if _begins(rows):
        return not any(_is_part(row) for row in last.flat)
    return any(_is_part(row) for row in rows)


def _goes_on_listing(last: _Sheet, rows: Sequence[TableRow]) -> bool:
    return list_head(rows) is not None or (
        not any(is_indicator_head(row.keys) for row in rows) and any(_is_classed(r) for r in rows)
    )


def _is_part(row: TableRow) -> bool:
    """Whether a row is of a kind that forms have."""
    keys = row.keys
    return (
        is_indicator_head(keys)
        or is_fund_head(keys)
        or is_goal_row(keys)
        or is_goal_head(keys)
        or is_total(row)
        or _is_classed(row)
    )


def _is_classed(row: TableRow) -> bool:
    """Whether a row names a class of indicators."""
    bare = [without_bracket(key) for key in row.keys[:8]]
    return any(
        key.endswith("指标") and (LEVEL1.fullmatch(key) or LEVEL2.fullmatch(key)) for key in bare
    )


def _read(sheet: _Sheet, fiscal_year: int | None) -> Iterator[SelfEvaluation]:
    if sheet.shape == "list":
        yield from _read_list(sheet, fiscal_year)
    else:
        yield from _read_forms(sheet, fiscal_year)


def _read_list(sheet: _Sheet, fiscal_year: int | None) -> Iterator[SelfEvaluation]:
    parts: list[Laid] = []
    caption = sheet.caption
    for rows in sheet.rows:
        found = list_head(rows)
        caption = caption.with_rows(rows[: found[1]]) if found and not caption.title else caption
        laid = lay_list(rows, parts[-1] if parts else None)
        if laid is not None:
            parts.append(laid)
    notes = tuple(t.text for row in sheet.flat if is_note(row) for t in row.tokens)
    notes = (*notes, *notes_of(sheet.after))
    for project, laid in projects_of(parts):
        yield evaluation_of(project, laid, caption, fiscal_year, notes)


def _read_forms(sheet: _Sheet, fiscal_year: int | None) -> Iterator[SelfEvaluation]:
    forms: list[Form] = []
    for block in blocks_of(sheet.flat):
        if not forms or _starts_another(block, forms[-1]):
            caption = sheet.caption if not forms else Caption()
            forms.append(Form.begun(caption, _place(block)))
        forms[-1].take(block)
    if forms:
        forms[-1].notes.extend(notes_of(sheet.after))
    yield from (form.done(fiscal_year) for form in forms)


def _starts_another(block: Block, form: Form) -> bool:
    """Whether a block begins the next of several forms stacked in one grid."""
    if not form.is_begun or not (form.indicators or form.tasks):
        return False
    return block.kind == "title" or (block.kind == "labels" and _begins(block.rows))


def _place(block: Block) -> Place:
    row = block.head or (block.rows[0] if block.rows else None)
    return row.place if row else Place()
