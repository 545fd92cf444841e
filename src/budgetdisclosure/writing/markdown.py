"""Markdown: headings, paragraphs and pipe tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetdisclosure.model import Disclosure
from budgetdisclosure.writing.pages import Heading, pieces
from budgetdisclosure.writing.sheet import Cell, Sheet

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def to_markdown(disclosure: Disclosure) -> str:
    """The disclosure as Markdown; a merged cell stands once, the cells it covers are empty.

    >>> print(to_markdown(Disclosure("某单位", 2020)).splitlines()[0])
    2020年度
    """
    return "\n".join(_lines(disclosure)).strip("\n") + "\n"


def _lines(disclosure: Disclosure) -> Iterator[str]:
    for piece in pieces(disclosure):
        if isinstance(piece, Sheet):
            yield from _sheet(piece)
        elif isinstance(piece, Heading) and piece.level:
            yield from ("", f"{'#' * piece.level} {_plain(piece.text)}")
        else:
            yield from ("", _plain(piece.text))


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield from ("", f"#### {_plain(sheet.title)}", "")
    if sheet.number:
        yield from (sheet.number, "")
    if sheet.entity:
        yield from (f"部门：{_plain(sheet.entity)}", "")
    if sheet.unit:
        yield from (f"金额单位：{sheet.unit}", "")
    for at, row in enumerate(sheet.grid()):
        yield f"| {' | '.join(_words(cell) for cell in row)} |"
        if at == 0:
            yield f"|{' --- |' * sheet.width}"
    for note in sheet.notes:
        yield from ("", _plain(note))


def _words(cell: Cell | None) -> str:
    return "" if cell is None else _plain(cell.words)


def _plain(text: str) -> str:
    """Text without marks that Markdown would act on."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
