"""A fact: one printed number and all that says what it is (数据行)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrs import asdict, frozen

from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place


@frozen
class Fact:
    """A printed number and all that says what it is: a row of ``facts``.

    ``value`` is the exact decimal as printed, in ``unit``; it is text in JSON and CSV, and
    None (empty in CSV) where ``printed`` is no number, such as ``48.9O``. ``item`` is
    the official term of the row, whatever is printed (合计, 预算数, 决算数), or the project of a
    self-evaluation. ``line``, ``sheet`` and ``address`` say where, in files without pages. ``also``
    is what else the row says it is: the unit's number, an account of another classification.
    ``texts`` is, where the row says more than its code and its name, every cell of it that is no
    figure, by its printed heading, as a JSON object. ``path`` is what was given to read, the
    file or the folder or zip it is in: two files of one name differ by it.
    """

    file: str | None
    table: str
    title: str
    row_code: str
    row_name: str
    column: str
    column_label: str
    printed: str
    value: Decimal | None
    unit: str
    page: int | None
    item: str = ""
    entity: str | None = None
    fiscal_year: int | None = None
    kind: str = ""
    line: int | None = None
    sheet: str | None = None
    address: str | None = None
    also: str = ""
    texts: str = ""
    path: str | None = None

    @classmethod
    def of(cls, disclosure: Disclosure, place: Place | None, **what: Any) -> Fact:
        """A fact of that disclosure at that place; a part's own file comes before the whole's."""
        where = place or Place()
        return cls(
            file=where.file or disclosure.file,
            page=where.page,
            entity=disclosure.entity,
            fiscal_year=disclosure.fiscal_year,
            kind=disclosure.kind.value,
            path=disclosure.path,
            line=where.line,
            sheet=where.sheet,
            address=where.address,
            **what,
        )

    def to_dict(self) -> dict[str, object]:
        """Plain types, ready for JSON."""
        return {**asdict(self), "value": None if self.value is None else f"{self.value:f}"}


COLUMNS: tuple[str, ...] = tuple(Fact.__annotations__)
"""The names of a fact's columns, in order."""
