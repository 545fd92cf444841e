"""Layouts (表样): what tells a form by its title, its columns by their headings, its rows by name.

They are data, one file a form in ``layouts/``; a file of the same shape adds a form, or, under an
identifier that is there already, adds variants to it. ``layout_file`` reads them; docs show how.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final

from attrs import evolve, field, frozen

from budgetdisclosure.model import FORMS, OtherTable, Table
from budgetdisclosure.reading.recognise.titles import core_of
from budgetdisclosure.reading.recognise.words import heading

PART: Final = "part"
"""What stands for the column of a heading that says a part of another column."""
_FORMS: Final = {form.ID: form for form in FORMS}


@frozen
class RowTerm:
    """An official term of a row (项目) and how it is printed.

    ``after`` asks that another term stands above it. ``side`` is the list the row belongs to
    where its block prints no codes: expenditure said by nature and not by function.
    """

    item: str
    names: frozenset[str]
    after: str = ""
    side: str = ""
    pattern: re.Pattern[str] | None = None
    """What else is printed for it, where the variants are too many to list."""

    def says(self, name: str) -> bool:
        """Whether a bare name stands for it (名称相符)."""
        return name in self.names or bool(self.pattern and self.pattern.fullmatch(name))


@frozen
class Side:
    """One block of a table with several side by side, and what its headings say (收入, 支出)."""

    group: str
    words: tuple[str, ...]


@lru_cache(maxsize=16384)
def _without(text: str, endings: tuple[str, ...]) -> str:
    """A heading without the endings."""
    while True:
        longest = max((end for end in endings if text.endswith(end)), key=len, default="")
        if not longest or longest == text:
            return text
        text = text.removesuffix(longest)


@frozen(eq=False)
class Layout:
    """How one form is printed, in all its variants."""

    id: str
    shape: str = "list"
    codes: str = ""
    """``function`` or ``economic``: the classification its rows are named by."""
    titles: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """Words that tell the form wherever they stand in a title."""
    main: str = ""
    """The column meant where a block prints a single one, whatever its heading."""
    columns: Mapping[str, tuple[str, ...]] = field(factory=dict)
    outside: tuple[str, ...] = ()
    """Headings whose columns are no variant of any column named without them."""
    parts: tuple[str, ...] = ()
    """Headings of a part of one column (一般公共预算/其中：财政拨款), which are no column's own."""
    endings: tuple[str, ...] = ()
    """Endings of a heading that say no more: 公务接待费, 公务接待经费, 公务接待费支出."""
    rows: tuple[RowTerm, ...] = ()
    sides: tuple[Side, ...] = ()
    sources: tuple[str, ...] = ()
    """Funds that the columns may be told by beside their own headings, the main one first."""

    @property
    def table_type(self) -> type[Table]:
        """The model's table for it."""
        return _FORMS.get(self.id, OtherTable)

    @property
    def typed(self) -> bool:
        """Whether it is one of the nine forms."""
        return self.id in _FORMS

    @cached_property
    def cores(self) -> frozenset[str]:
        """What is left of its titles once place, year and filling words are taken off."""
        return frozenset(core_of(title) for title in self.titles)

    @cached_property
    def variants(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each column with each of its printed headings, split into levels."""
        every = {**self.columns, PART: self.parts}
        return tuple(
            (column, tuple(self.level(part) for part in variant.split("/")))
            for column, variants in every.items()
            for variant in variants
        )

    def level(self, text: str) -> str:
        """One level of a heading for comparing, without endings that say no more.

        >>> Layout("x", endings=("费", "支出")).level("公务接待费支出")
        '公务接待'
        """
        return _without(heading(text), self.endings)

    def ending(self, levels: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
        """The variants whose last part one of the levels says, in their order."""
        said = {at for level in levels for at in self._last_parts.get(level, ())}
        said |= {at for word, at in self._contained if any(word in level for level in levels)}
        return [self.variants[at] for at in sorted(said)]

    @cached_property
    def _last_parts(self) -> dict[str, list[int]]:
        """The numbers of the variants by their last part."""
        found: dict[str, list[int]] = {}
        for at, (_, variant) in enumerate(self.variants):
            found.setdefault(variant[-1], []).append(at)
        return found

    @cached_property
    def _contained(self) -> list[tuple[str, int]]:
        """The words that a last part asks only to be contained, with their variants' numbers."""
        last = enumerate(variant[-1] for _, variant in self.variants)
        return [(part[1:], at) for at, part in last if part.startswith("~")]

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every printed name of its rows."""
        return frozenset(name for row in self.rows for name in row.names)

    def extended(self, other: Layout) -> Layout:
        """This layout with another's variants added to its own."""
        columns = {
            name: (*self.columns.get(name, ()), *other.columns.get(name, ()))
            for name in {**self.columns, **other.columns}
        }
        return evolve(
            self,
            titles=self.titles + other.titles,
            words=self.words + other.words,
            columns=columns,
            outside=self.outside + other.outside,
            parts=self.parts + other.parts,
            endings=self.endings + other.endings,
            rows=other.rows + self.rows,
            sides=other.sides + self.sides,
            sources=self.sources + other.sources,
        )
