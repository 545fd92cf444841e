"""Plain text: tables and forms as tab-separated lines inside the prose (纯文本)."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdisclosure.model import Disclosure
from budgetdisclosure.writing.attached import Attachment, attached
from budgetdisclosure.writing.pages import Heading
from budgetdisclosure.writing.sheet import Sheet


def to_text(disclosure: Disclosure) -> str:
    """The disclosure as text: cover, sections, tables.

    >>> print(to_text(Disclosure("某单位", 2020)))
    2020年度
    某单位
    部门决算
    <BLANKLINE>
    """
    return "\n".join(_lines(disclosure)).strip("\n") + "\n"


def _lines(disclosure: Disclosure) -> Iterator[str]:
    for piece in attached(disclosure, flat=True):
        if isinstance(piece, Sheet):
            yield from _sheet(piece)
        elif isinstance(piece, Attachment):
            yield from _form(piece)
        elif isinstance(piece, Heading) and piece.level == 0:
            yield piece.text
        else:
            yield from ("", piece.text)


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield ""
    yield sheet.title
    yield ""
    entity, unit = sheet.frame
    if entity:
        yield from (entity, "")
    yield from filter(None, (sheet.number, unit))
    yield ""
    for row in sheet.grid():
        yield "\t".join(_words(cell.words if cell else "") for cell in row)
    for note in sheet.notes:
        yield from ("", note)


def _form(attachment: Attachment) -> Iterator[str]:
    for line in attachment.lines:
        yield from ("", line)
    yield ""
    for row in attachment.form.texts:
        yield "\t".join(map(_words, row))
    for note in attachment.form.after:
        yield from ("", note.text)


def _words(text: str) -> str:
    return " ".join(text.split())
