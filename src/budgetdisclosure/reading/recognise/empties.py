"""Why a form is empty (空表说明), where the reason is not printed under the form itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import evolve

from budgetdisclosure.model import Table
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.recognise.assemble import Found
from budgetdisclosure.reading.recognise.captions import Titles
from budgetdisclosure.reading.recognise.words import plain, tidy

_SURE: Final = 90
_REASON: Final = re.compile(r"(?:不涉及|没有|无)\S*|空表")
_GENERAL: Final = re.compile(
    r"^(?!.*(?:本|此|该)表)\S*空表\S{0,4}(?:表示|说明|即|指|均)\S*(?:无|没有|不涉及)"
)
_LONGEST: Final = 100


def with_reasons(
    forms: Mapping[str, Table], contents: Sequence[Found], document: Document, titles: Titles
) -> dict[str, Table]:
    """The forms, the empty ones with the reasons that a list of tables or a general note gives."""
    listed = dict(_listed(contents, titles))
    general = tuple(_general(document))
    done = {}
    for form, table in forms.items():
        more = (*listed.get(form, ()), *general) if table.is_empty else ()
        more = tuple(note for note in more if note not in table.notes)
        done[form] = evolve(table, notes=(*table.notes, *more)) if more else table
    return done


def _listed(contents: Sequence[Found], titles: Titles) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Forms with the reason in their row of a list of tables (表格为空的理由)."""
    for row in (row for table in contents for row in table.rows):
        texts = [cell.text for cell in row.cells if cell and cell.text.strip()]
        named = next((text for text in texts if titles.best(text) >= _SURE), None)
        reasons = [
            tidy(text) for text in texts if text is not named and _REASON.search(plain(text))
        ]
        if named is not None and reasons:
            yield titles.rate(named)[0].layout.id, (reasons[-1],)


def _general(document: Document) -> Iterator[str]:
    """Notes that speak of all empty tables at once."""
    for paragraph in document.paragraphs:
        text = plain(paragraph.text)
        if len(text) <= _LONGEST and _GENERAL.search(text):
            yield tidy(paragraph.text)
