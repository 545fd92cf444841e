"""Columns: how a line declares its figures, each with its official heading."""

from __future__ import annotations

from typing import Any

from attrs import field, fields, frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.wording import Language

_KEY = "budgetdisclosure.column"


@frozen
class Column:
    """A column of a table's form (栏): its identifier and its official heading."""

    id: str
    zh: str
    en: str

    def spoken(self, language: Language = "zh") -> str:
        """The heading in ``language``."""
        return self.en if language == "en" else self.zh


def column(zh: str, en: str) -> Any:
    """An attrs field for a figure under the heading ``zh``; a form without it leaves it absent."""
    return field(factory=Figure.absent, metadata={_KEY: (zh, en)}, kw_only=True)


def columns_of(line_type: type) -> tuple[Column, ...]:
    """The columns a line type declares, in the order of the official form."""
    return tuple(
        Column(attribute.name, *attribute.metadata[_KEY])
        for attribute in fields(line_type)
        if _KEY in attribute.metadata
    )
