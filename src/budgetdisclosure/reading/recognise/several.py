"""Several disclosures in one folder or zip told apart (一个文件夹里的几份公开件).

The parts of one disclosure print different things: the text, the tables, the attachments. Parts
that print the same forms for another body, another year, or as a budget and as final accounts, are
disclosures of their own; merged, they would be neither.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.model import Kind
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.recognise.assemble import assemble, pieces_of
from budgetdisclosure.reading.recognise.captions import Titles
from budgetdisclosure.reading.recognise.context import context_of
from budgetdisclosure.reading.recognise.layout import load_layouts
from budgetdisclosure.reading.recognise.pages import unfolded, without_page_furniture
from budgetdisclosure.reading.recognise.words import is_number

_RUN: Final = 3


@frozen
class _Part:
    """What one file says of itself; None where it does not say."""

    file: str | None
    entity: str | None
    fiscal_year: int | None
    kind: Kind | None
    forms: frozenset[str]
    """The forms it prints with any amount."""

    def contradicts(self, other: _Part) -> bool:
        """Whether the two cannot be parts of one disclosure."""
        pairs = (
            (self.entity, other.entity),
            (self.fiscal_year, other.fiscal_year),
            (self.kind, other.kind),
        )
        apart = any(one is not None and two is not None and one != two for one, two in pairs)
        alike = bool(self.forms & other.forms) or not (self.forms or other.forms)
        return (apart and alike) or self._names_another(other)

    def _names_another(self, other: _Part) -> bool:
        """Whether the two name bodies whose names have nothing in common.

        The text may call the body by a shorter name than the tables do.
        """
        one, two = self.entity or "", other.entity or ""
        runs = (one[at : at + _RUN] for at in range(len(one) - _RUN + 1))
        return len(one) > _RUN and len(two) > _RUN and not any(run in two for run in runs)

    def likeness(self, other: _Part) -> int:
        """In how many things the two agree."""
        mine = self.fiscal_year, self.kind, self.entity
        theirs = other.fiscal_year, other.kind, other.entity
        return sum(one is not None and one == two for one, two in zip(mine, theirs, strict=True))


def disclosures_in(
    document: Document, layouts: Iterable[str | os.PathLike[str]] = ()
) -> tuple[Document, ...]:
    """The document, or where its files are several disclosures, a document for each, in order.

    The one that prints the most forms comes first among those that print as many.

    >>> disclosures_in(Document(())) == (Document(()),)
    True
    """
    files = tuple(dict.fromkeys(block.place.file for block in document.blocks))
    if len(files) < 2:
        return (document,)
    titles = Titles(load_layouts(layouts))
    groups: list[list[_Part]] = []
    parts = [_part(_of_files(document, [file]), file, titles) for file in files]
    for part in sorted(parts, key=lambda one: not one.forms):
        fitting = [group for group in groups if not any(map(part.contradicts, group))]
        if fitting:
            max(fitting, key=lambda group: max(map(part.likeness, group))).append(part)
        else:
            groups.append([part])
    if len(groups) == 1:
        return (document,)
    ordered = sorted(groups, key=lambda group: -len(_forms(group)))
    return tuple(_of_files(document, [part.file for part in group]) for group in ordered)


def _forms(group: list[_Part]) -> frozenset[str]:
    return frozenset().union(*(part.forms for part in group))


def _part(document: Document, file: str | None, titles: Titles) -> _Part:
    plain = without_page_furniture(unfolded(document))
    found = assemble(pieces_of(plain), titles)
    context = context_of(plain, found)
    told = {choice.what.partition(" ")[0]: choice for choice in context.choices}
    kind = told["类别"]
    others = [score for _, score in kind.instead]
    forms = frozenset(
        table.caption.layout.id
        for table in found
        if table.caption.layout is not None
        and any("." in text and is_number(text) for row in table.rows for text in row.texts)
    )
    return _Part(
        file,
        context.entity,
        context.fiscal_year,
        context.kind if kind.score > max(others, default=0) else None,
        forms,
    )


def _of_files(document: Document, files: Iterable[str | None]) -> Document:
    """The part of a document that stands in these files; named for the file if it is one."""
    wanted = list(files)
    blocks = tuple(block for block in document.blocks if block.place.file in wanted)
    source = wanted[0] if len(wanted) == 1 else document.source
    remarks = tuple(
        one for one in document.remarks if one.place.file in wanted or one.place.file is None
    )
    return evolve(document, blocks=blocks, source=source, remarks=remarks)
