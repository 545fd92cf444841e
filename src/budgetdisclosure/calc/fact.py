"""A fact: one printed number and all that says what it is (数据行)."""

from __future__ import annotations

from decimal import Decimal

from attrs import asdict, frozen


@frozen
class Fact:
    """A printed number and all that says what it is: a row of ``facts``.

    ``value`` is the exact decimal as printed, in ``unit``; it is text in JSON and CSV.
    """

    file: str | None
    table: str
    title: str
    row_code: str
    row_name: str
    column: str
    column_label: str
    printed: str
    value: Decimal
    unit: str
    page: int | None

    def to_dict(self) -> dict[str, object]:
        """Plain types, ready for JSON."""
        return {**asdict(self), "value": f"{self.value:f}"}


COLUMNS: tuple[str, ...] = tuple(Fact.__annotations__)
"""The names of a fact's columns, in order."""
