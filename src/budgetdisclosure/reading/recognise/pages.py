"""A document made plain (整理): nested grids lifted out, what every page prints left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from attrs import evolve

from budgetdisclosure.reading.document import Block, Document, Grid, Paragraph
from budgetdisclosure.reading.recognise.captions import entity_of
from budgetdisclosure.reading.recognise.money import money_in
from budgetdisclosure.reading.recognise.titles import may_be_title, table_number
from budgetdisclosure.reading.recognise.vocabulary import page_says
from budgetdisclosure.reading.recognise.words import is_number, plain

_CAPTION_ROWS: Final = 3
_LEAST: Final = 3
_LONGEST: Final = 40
"""A head or foot of pages is no longer than this."""
_NUMBER: Final = re.compile(r"\d{1,4}")


def unfolded(document: Document) -> Document:
    """The document with the grids that stand inside cells lifted out, in reading order.

    The texts of such a cell's grid become paragraphs around them: it lays out a page, and is no
    table of its own unless it prints numbers.
    """
    folded = any(cell.grids for grid in document.grids for cell in grid.cells)
    if not folded and not any(map(_only_captions, document.grids)):
        return document
    blocks = (part for block in document.blocks for part in _lifted(block))
    return evolve(document, blocks=tuple(part for block in blocks for part in _laid_out(block)))


def _laid_out(block: Block) -> Iterator[Block]:
    """The lines of a grid that only sets a caption to the left and right of its line."""
    if isinstance(block, Paragraph) or not _only_captions(block):
        yield block
    else:
        yield from (Paragraph(cell.text, cell.place) for cell in block.cells if cell.text.strip())


def _only_captions(grid: Grid) -> bool:
    """Whether a grid prints the unit of a table and, beside it, its body, number or title."""
    texts = [cell.text for cell in grid.cells if cell.text.strip()]
    if grid.height > _CAPTION_ROWS or not any(map(money_in, texts)):
        return False
    return all(len(text) < _LONGEST and _is_caption(text) for text in texts)


def _lifted(block: Block) -> Iterator[Block]:
    if isinstance(block, Paragraph) or not any(cell.grids for cell in block.cells):
        yield block
        return
    if any(is_number(cell.text) for cell in block.cells):
        yield evolve(block, cells=tuple(evolve(cell, grids=()) for cell in block.cells))
        yield from (part for cell in block.cells for grid in cell.grids for part in _lifted(grid))
        return
    for cell in block.cells:
        lines = (line.strip() for line in cell.text.split("\n"))
        yield from (Paragraph(line, cell.place) for line in lines if line)
        yield from (part for grid in cell.grids for part in _lifted(grid))


def made_plain(document: Document) -> tuple[Document, tuple[str, ...]]:
    """The document unfolded and without what runs over its pages, and the words that do."""
    whole = unfolded(document)
    heads = _running_heads(whole)
    texts = {plain(p.text): None for p in whole.paragraphs if p.place.page}
    running = tuple(text for text in texts if text in heads and not is_number(text))
    return without_page_furniture(whole, heads), running


def without_page_furniture(document: Document, heads: frozenset[str]) -> Document:
    """The document without page numbers and without what stands on more than a third of its pages.

    A table's title or unit may stand on every page, and is kept. What differs from page to page by
    the page's number alone (部门决算 第3页) is the same on all.
    """
    return evolve(
        document,
        blocks=tuple(
            block
            for block in document.blocks
            if not isinstance(block, Paragraph) or _says(block, heads)
        ),
    )


def _says(paragraph: Paragraph, heads: frozenset[str]) -> bool:
    text = plain(paragraph.text)
    if not text or text in heads:
        return False
    if paragraph.place.page is None:
        return True
    return not page_says("number", text) and not heads.intersection(_counted(paragraph, text))


def _running_heads(document: Document) -> frozenset[str]:
    seen = [(plain(p.text), p) for p in document.paragraphs if p.place.page]
    told = {(one, p.place.page) for text, p in seen for one in (text, *_counted(p, text))}
    most = max(_LEAST, (document.pages or 0) // 3)
    repeated = (text for text, pages in Counter(text for text, _ in told).items() if pages > most)
    return frozenset(text for text in repeated if not _is_caption(text))


def _counted(paragraph: Paragraph, text: str) -> Iterator[str]:
    """A short text with each of its numbers told by how far it is from the page's own."""
    page = paragraph.place.page or 0
    if len(text) <= _LONGEST:
        for number in _NUMBER.finditer(text):
            away = int(number[0]) - page
            yield f"{text[: number.start()]}{{{away}}}{text[number.end() :]}"


def _is_caption(text: str) -> bool:
    named = may_be_title(text) or money_in(text) or entity_of(text) or table_number(text)
    return bool(named)
