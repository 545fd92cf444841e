"""Several disclosures in one folder or zip told apart (一个文件夹里的几份公开件).

The parts of one disclosure complete each other: the text here, the tables there, a table a file;
and they agree on body, year and kind wherever they state them. Whatever else is another disclosure.
Merged, two would be neither; so where it cannot be told, they are read apart, and it is said.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import PurePosixPath
from typing import Final

from attrs import evolve

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Document, Remark, joined
from budgetdisclosure.reading.recognise.captions import Titles
from budgetdisclosure.reading.recognise.layout_file import load_layouts
from budgetdisclosure.reading.recognise.stated import Alike, Stated, stated_in
from budgetdisclosure.wording import Wording

_WHOLE: Final = 5
_FEW_SENTENCES: Final = 3
_NAMED: Final = 5

Group = list[Stated]


def disclosures_in(
    document: Document, layouts: Iterable[str | os.PathLike[str]] = ()
) -> tuple[Document, ...]:
    """The document, or where its files are several disclosures, a document for each.

    The one that prints the most forms comes first; among those that print as many, in order.

    >>> disclosures_in(Document(())) == (Document(()),)
    True
    """
    if len(document.parts) < 2:
        return (document,)
    titles = Titles(load_layouts(layouts))
    told = told_apart([stated_in(part, titles) for part in document.parts])
    made = [joined([part.document for part in group]) for group, _ in told]
    said = [remarks for _, remarks in told]
    said[0] = (*_of_no_part(document), *said[0])
    return tuple(
        evolve(one, remarks=(*remarks, *one.remarks))
        for one, remarks in zip(made, said, strict=True)
    )


def told_apart(parts: Sequence[Stated]) -> list[tuple[Group, tuple[Remark, ...]]]:
    """The files of each disclosure, the fullest first, with what cannot be told of it."""
    alike = Alike.of(name for part in parts for name in _names(part))
    groups = _grouped(parts, alike)
    near = _Near(alike)
    for group in groups:
        near.add(group)
    ordered = sorted(groups, key=lambda group: -len(_filled(group)))
    return [(group, _unsure(group, near)) for group in ordered]


def _names(part: Stated) -> frozenset[str]:
    return part.names | {part.entity} if part.entity else part.names


class _Near:
    """Disclosures by the bodies they name, so that one of thousands need not look at all."""

    def __init__(self, alike: Alike) -> None:
        self.alike = alike
        self._named: dict[str, list[Group]] = {}
        self._nameless: list[Group] = []
        self._order: dict[int, int] = {}

    def add(self, group: Group) -> None:
        """Take in a disclosure, or the names of a file that it has gained."""
        self._order.setdefault(id(group), len(self._order))
        for part in group:
            for name in _names(part):
                held = self._named.setdefault(name, [])
                if not held or held[-1] is not group:
                    held.append(group)
        if any(part.entity is None for part in group):
            self._nameless.append(group)

    def to(self, parts: Sequence[Stated]) -> list[Group]:
        """The disclosures that may be of the same body as some files, in order."""
        if any(part.entity is None for part in parts):
            return self._sorted(chain.from_iterable((*self._named.values(), self._nameless)))
        names = {other for part in parts for name in _names(part) for other in self.alike.to(name)}
        held = chain.from_iterable(self._named.get(name, ()) for name in names)
        return self._sorted(chain(held, self._nameless))

    def _sorted(self, groups: Iterable[Group]) -> list[Group]:
        found = {self._order[id(group)]: group for group in groups}
        return [found[at] for at in sorted(found)]


def _grouped(parts: Sequence[Stated], alike: Alike) -> list[Group]:
    """The parts by disclosure: those that say most of themselves are placed first."""
    groups: list[Group] = []
    near = _Near(alike)
    for part in sorted(parts, key=lambda one: (-one.said, -len(one.forms))):
        close = near.to([part])
        fitting = [group for group in close if not any(_apart(part, one, alike) for one in group)]
        best = max((_likeness(part, group, alike) for group in fitting), default=None)
        nearest = [group for group in fitting if _likeness(part, group, alike) == best]
        if len(nearest) == 1:
            nearest[0].append(part)
        else:
            groups.append([part])
        near.add(nearest[0] if len(nearest) == 1 else groups[-1])
    order = {id(part): at for at, part in enumerate(parts)}
    held = [sorted(group, key=lambda one: order[id(one)]) for group in groups]
    return sorted(held, key=lambda group: order[id(group[0])])


def _apart(one: Stated, other: Stated, alike: Alike) -> bool:
    """Whether two files cannot be parts of one disclosure."""
    return _differ(one, other, alike) or _print_the_same(one, other)


def _differ(one: Stated, other: Stated, alike: Alike) -> bool:
    """Whether the two state another body, year or kind."""
    if one.fiscal_year and other.fiscal_year and one.fiscal_year != other.fiscal_year:
        return True
    if one.kind and other.kind and one.kind != other.kind:
        return True
    if one.entity is None or other.entity is None:
        return False
    mine, theirs = alike.to(one.entity), alike.to(other.entity)
    return mine.isdisjoint(_names(other)) and theirs.isdisjoint(one.names)


def _print_the_same(one: Stated, other: Stated) -> bool:
    """Whether the two print the same forms, or the same sentences: versions, not parts.

    A text may show a form or two that its tables hold too.
    """
    alike = one.prose & other.prose
    if len(alike) >= _FEW_SENTENCES and 2 * len(alike) >= min(len(one.prose), len(other.prose)):
        return True
    shared = one.forms & other.forms
    if bool(one.prose) == bool(other.prose):
        return bool(shared)
    text = one if one.prose else other
    whole = len(text.forms) >= _WHOLE
    return bool(shared) and (whole or len(shared) > max(1, len(one.forms | other.forms) // 2))


def _likeness(part: Stated, group: Group, alike: Alike) -> tuple[int, bool]:
    """In how many things a part agrees with a group, and whether it lies in the same folder."""
    agreed = (
        any(part.fiscal_year and part.fiscal_year == one.fiscal_year for one in group),
        any(part.kind and part.kind == one.kind for one in group),
        part.entity is not None and any(one.entity in alike.to(part.entity) for one in group),
    )
    folders = {PurePosixPath(one.file).parent for one in group}
    return sum(agreed), PurePosixPath(part.file).parent in folders


def _filled(group: Group) -> frozenset[str]:
    return frozenset().union(*(part.filled for part in group))


def _unsure(group: Group, near: _Near) -> tuple[Remark, ...]:
    """A remark where another disclosure says nothing of itself that this one does not."""
    close = [
        other
        for other in near.to(group)
        if other is not group and not any(_differ(a, b, near.alike) for a in group for b in other)
    ]
    names = [one.file for other in close for one in other if one.file]
    if not names:
        return ()
    said = "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
    listed = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    message = Wording(
        f"与 {said} 印有相同的内容，或分不清归属，没有并作一份；确属一份的，请单独放在一个文件夹",
        f"kept apart from {listed}: they print the same, or it cannot be told what belongs "
        "together; what is one disclosure, put in a folder of its own",
    )
    return (Remark(message, Place(file=group[0].file or None)),)


def _of_no_part(document: Document) -> tuple[Remark, ...]:
    """The remarks on what is no part: files that could not be read."""
    own = [remark for part in document.parts for remark in part.remarks]
    return tuple(remark for remark in document.remarks if remark not in own)
