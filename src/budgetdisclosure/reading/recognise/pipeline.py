"""From a document to a disclosure (识别): the steps in order, each in its own module."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from attrs import frozen

from budgetdisclosure.model import (
    Choice,
    Disclosure,
    OtherTable,
    SelfEvaluation,
    Table,
    Unplaced,
)
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.recognise.assemble import Found, assemble, pieces_of
from budgetdisclosure.reading.recognise.bases import build_bases
from budgetdisclosure.reading.recognise.build import Built, Plan, build, plan_of, renamed
from budgetdisclosure.reading.recognise.captions import CERTAIN, Rated, Titles
from budgetdisclosure.reading.recognise.context import Context, context_of, told_by
from budgetdisclosure.reading.recognise.empties import with_reasons
from budgetdisclosure.reading.recognise.gridless import gridless_tables
from budgetdisclosure.reading.recognise.layout import Layout
from budgetdisclosure.reading.recognise.layout_file import load_layouts
from budgetdisclosure.reading.recognise.leftover import is_contents, left_over
from budgetdisclosure.reading.recognise.narrative import sections_of
from budgetdisclosure.reading.recognise.pages import made_plain
from budgetdisclosure.reading.recognise.performance import recognise_performance
from budgetdisclosure.reading.recognise.pieces import Piece
from budgetdisclosure.reading.recognise.units import unsaid
from budgetdisclosure.reading.recognise.vocabulary import page_says
from budgetdisclosure.wording import Wording

_OWN: Final = Layout("other")
_SAME: Final = 100


@frozen
class _Taken:
    """A plan with what it built, to choose among forms printed twice."""

    plan: Plan
    built: Built
    score: int


def recognise(document: Document, *, layouts: Iterable[str | os.PathLike[str]] = ()) -> Disclosure:
    r"""What a document discloses (识别公开文档): tables, text, self-evaluations, and what is left.

    Args:
        document: what ``read_document`` or a format's adapter made.
        layouts: further layout files (TOML), over the packaged ones.

    >>> from budgetdisclosure.reading.formats.text import read_text
    >>> text = "支出决算表\n\n科目编码\t科目名称\t合计\n208\t社保\t1.20\n"
    >>> recognise(read_text(text.encode())).expenditure["208"].total.value
    Decimal('1.20')
    """
    titles = Titles(load_layouts(layouts))
    document, running = made_plain(document)
    pieces = pieces_of(document)
    found = assemble(pieces, titles)
    context = context_of(document, found, running)
    financial, rest = _parted(found, titles)
    taken = [_taken(table, context, document.source) for table in financial]
    evaluations, ids = _evaluations(rest, context)
    context = context if financial else told_by(context, evaluations)
    owned, unplaced = left_over(_others(rest, ids), context, document.source)
    own = [table for one in owned for table in one.tables]
    built = [*(one.built for one in taken), *owned]
    forms, others, doubles = _chosen(taken)
    bare = gridless_tables(document, titles, frozenset(forms), document.source)
    held = {**{table.id: table for table in bare}, **forms}
    contents = [table for table in rest if is_contents(table, titles)]
    notes = _notes((*held.values(), *others, *own), evaluations)
    return _disclosure(
        document,
        context,
        with_reasons(held, contents, document, titles),
        (*others, *own),
        evaluations,
        sections_of(document, titles, notes),
        (*(lost for one in built for lost in one.unplaced), *unplaced),
        (*context.choices, *(choice for one in built for choice in one.choices), *doubles),
        tuple(_on_units(built, context)),
    )


def _notes(tables: Sequence[Table], evaluations: Sequence[SelfEvaluation]) -> list[str]:
    """The notes of all tables."""
    notes = [note for table in tables for note in table.notes]
    return notes + [note for evaluation in evaluations for note in evaluation.notes]


def _others(tables: Sequence[Found], taken: set[int]) -> list[Found]:
    """The tables of which not every grid is taken."""
    return [table for table in tables if not all(p.index in taken for p in table.pieces)]


def _on_units(built: Sequence[Built], context: Context) -> Iterator[Unplaced]:
    """Remarks on units without a meaning, and on amounts for which none is printed anywhere."""
    yield from (remark for one in built for remark in one.money.remarks)
    amounts = (
        t for one in built for t in one.tables if any(f.value is not None for f in t.figures())
    )
    first = next(amounts, None)
    if first and not context.unit_stated and not any(one.money.said for one in built):
        yield Unplaced("", unsaid(context.unit), first.place or Place())


def _disclosure(
    document: Document,
    context: Context,
    forms: dict[str, Table],
    others: Sequence[Table],
    evaluations: tuple[SelfEvaluation, ...],
    sections: tuple[Any, ...],
    unplaced: tuple[Unplaced, ...],
    provenance: tuple[Choice, ...],
    remarks: tuple[Unplaced, ...],
) -> Disclosure:
    held: dict[str, Any] = dict(forms)
    return Disclosure(
        context.entity,
        context.fiscal_year,
        context.kind,
        others=tuple(table for table in others if isinstance(table, OtherTable)),
        evaluations=evaluations,
        sections=sections,
        file=document.source,
        pages=document.pages,
        unplaced=unplaced,
        provenance=provenance,
        remarks=(*(Unplaced("", one.message, one.place) for one in document.remarks), *remarks),
        **held,
    )


def _parted(found: Sequence[Found], titles: Titles) -> tuple[list[Found], list[Found]]:
    """Tables whose title names a form, and all others."""
    financial: list[Found] = []
    rest: list[Found] = []
    for table in found:
        performance = page_says("performance", table.caption.title or "")
        named = table.caption.layout is not None and not performance and table.width > 1
        (financial if named and not is_contents(table, titles) else rest).append(table)
    return financial, rest


def _taken(table: Found, context: Context, file: str | None) -> _Taken:
    """The table under the layout that fits title and columns best."""
    plan, score = max(
        ((plan_of(table, one.layout, context), one) for one in _likely(table.caption.rated)),
        key=lambda pair: (pair[1].score + pair[0].fit // 5 + pair[0].shaped, pair[1].score),
    )
    doubted = plan.layout.typed and plan.layout.shape != "bases"
    if doubted and score.score < 90 and plan.fit < 50:
        plan = plan_of(table, _OWN, context)
    builder = build_bases if plan.layout.shape == "bases" else build
    return _Taken(plan, builder(plan, context, file), score.score)


def _likely(rated: Sequence[Rated]) -> list[Rated]:
    """The layouts worth trying: those of the best score where it is certain, else those near it."""
    best = rated[0].score
    least = best if best == _SAME else max(CERTAIN, best - 20)
    return [one for one in rated[:3] if one.score >= least]


def _chosen(
    taken: Sequence[_Taken],
) -> tuple[dict[str, Table], list[Table], tuple[Choice, ...]]:
    """One table for each form, the best titled and then the first; the rest are others."""
    best: dict[str, _Taken] = {}
    for one in taken:
        form = one.plan.layout.id
        if one.plan.layout.typed and (form not in best or _better(one, best[form])):
            best[form] = one
    forms: dict[str, Table] = {}
    others: list[Table] = []
    choices: list[Choice] = []
    for one in taken:
        form = one.plan.layout.id
        first, *more = one.built.tables
        if best.get(form) is one:
            forms[form] = first
        elif one.plan.layout.typed:
            others.append(renamed(first, f"{form}_{_count(others, form) + 2}"))
            choices.append(_double(one))
        else:
            others.append(first)
        others += more
    return forms, others, tuple(choices)


def _better(one: _Taken, other: _Taken) -> bool:
    full, before = (any(not t.is_empty for t in x.built.tables[:1]) for x in (one, other))
    return (full, _coded(one), one.score) > (before, _coded(other), other.score)


def _coded(one: _Taken) -> bool:
    """Whether its rows are the form's accounts: a place may print it by unit as well (分单位)."""
    lines = one.built.tables[0].all_lines()
    return not one.plan.layout.codes or any(line.code for line in lines)


def _count(others: Sequence[Table], form: str) -> int:
    return sum(table.id.startswith(f"{form}_") for table in others)


def _double(one: _Taken) -> Choice:
    return Choice(
        f"《{one.plan.found.caption.title or ''}》",
        "others",
        Wording("同一表样出现不止一次，取表题最相符的第一张", "the form is printed more than once"),
        one.score,
        ((one.plan.layout.id, one.score),),
        one.plan.found.pieces[0].grid.place,
    )


def _evaluations(
    rest: Sequence[Found], context: Context
) -> tuple[tuple[SelfEvaluation, ...], set[int]]:
    """What the self-evaluation tables say, and which grids they took."""
    pieces: list[Piece] = [piece for table in rest for piece in table.pieces]
    if not pieces:
        return (), set()
    return recognise_performance(pieces, fiscal_year=context.fiscal_year)
