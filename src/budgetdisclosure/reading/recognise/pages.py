"""What every page prints (页眉页脚): running heads and page numbers, no part of any text."""

from __future__ import annotations

from collections import Counter
from typing import Final

from attrs import evolve

from budgetdisclosure.reading.document import Document, Paragraph
from budgetdisclosure.reading.recognise.captions import entity_of, unit_of
from budgetdisclosure.reading.recognise.titles import may_be_title, table_number
from budgetdisclosure.reading.recognise.vocabulary import page_says
from budgetdisclosure.reading.recognise.words import plain

_LEAST: Final = 3


def without_page_furniture(document: Document) -> Document:
    """The document without page numbers and without what stands on more than a third of its pages.

    A table's title or unit may stand on every page, and is kept.
    """
    heads = _running_heads(document)
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
    numbers_page = paragraph.place.page is not None and page_says("number", text)
    return bool(text) and text not in heads and not numbers_page


def _running_heads(document: Document) -> frozenset[str]:
    seen = {(plain(p.text), p.place.page) for p in document.paragraphs if p.place.page}
    most = max(_LEAST, (document.pages or 0) // 3)
    repeated = (text for text, pages in Counter(text for text, _ in seen).items() if pages > most)
    return frozenset(text for text in repeated if not _is_caption(text))


def _is_caption(text: str) -> bool:
    named = may_be_title(text) or unit_of(text) or entity_of(text) or table_number(text)
    return bool(named)
