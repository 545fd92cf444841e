"""Every printed number as one row of a text file (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from budgetdisclosure.amounts import Figure
from budgetdisclosure.model import Disclosure, Line, Table
from budgetdisclosure.writing.neutral import neutral

_HEADINGS = (
    "file",
    "table",
    "title",
    "row_code",
    "row_name",
    "column",
    "column_label",
    "printed",
    "value",
    "unit",
    "page",
)


def to_csv(disclosure: Disclosure) -> str:
    """Every printed number of every table, a row each; names are kept from running as formulas.

    >>> to_csv(Disclosure("某单位", 2020)).split(",")[:3]
    ['file', 'table', 'title']
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADINGS)
    for table in disclosure.tables:
        for line in table.all_lines():
            writer.writerows(_rows(disclosure, table, line))
    return out.getvalue()


def _rows(disclosure: Disclosure, table: Table, line: Line) -> Iterator[tuple[str, ...]]:
    labels = {column.id: column.zh for column in line.columns()}
    held = {name: getattr(line, name) for name in labels}
    extras = {extra.label: extra.figure for extra in line.extras}
    for name, figure in (*held.items(), *extras.items()):
        if figure.value is None:
            continue
        place = figure.place
        label = place.column if place and place.column else labels.get(name, name)
        words = (
            disclosure.file or (place.file if place else None) or "",
            table.id,
            table.title or table.TITLE,
            line.code.digits if line.code else "",
            line.name,
            name,
            label,
        )
        unit = figure.unit.label if isinstance(figure, Figure) else "%"
        page = str(place.page) if place and place.page else ""
        numbers = (figure.digits.strip(), f"{figure.value:f}", unit, page)
        yield (*map(neutral, words), *numbers)
