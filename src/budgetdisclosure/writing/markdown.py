"""Markdown: headings, paragraphs and pipe tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from budgetdisclosure.model import Disclosure
from budgetdisclosure.writing.attached import Attachment, attached
from budgetdisclosure.writing.pages import Heading
from budgetdisclosure.writing.sheet import Sheet

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def to_markdown(disclosure: Disclosure) -> str:
    """The disclosure as Markdown; a merged cell stands once, the cells it covers are empty.

    >>> print(to_markdown(Disclosure("某单位", 2020)).splitlines()[0])
    2020年度
    """
    return "\n".join(_lines(disclosure)).strip("\n") + "\n"


def _lines(disclosure: Disclosure) -> Iterator[str]:
    for piece in attached(disclosure, flat=True):
        if isinstance(piece, Sheet):
            yield from _sheet(piece)
        elif isinstance(piece, Attachment):
            yield from _form(piece)
        elif isinstance(piece, Heading) and piece.level:
            yield from ("", f"{'#' * piece.level} {_plain(piece.text)}")
        else:
            yield from ("", _plain(piece.text))


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield from ("", f"#### {_plain(sheet.title)}", "")
    if sheet.number:
        yield from (sheet.number, "")
    for words in filter(None, sheet.frame):
        yield from (_plain(words), "")
    yield from _table([cell.words if cell else "" for cell in row] for row in sheet.grid())
    for note in sheet.notes:
        yield from ("", _plain(note))


def _form(attachment: Attachment) -> Iterator[str]:
    first, *more = attachment.lines
    yield from ("", f"{'#' * attachment.level} {_plain(first)}", "")
    for line in more:
        yield from (_plain(line), "")
    yield from _table(attachment.form.texts)
    for note in attachment.form.after:
        yield from ("", _plain(note.text))


def _table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for at, row in enumerate(rows):
        yield f"| {' | '.join(map(_plain, row))} |"
        if at == 0:
            yield f"|{' --- |' * len(row)}"


def _plain(text: str) -> str:
    """Text without marks that Markdown would act on."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
