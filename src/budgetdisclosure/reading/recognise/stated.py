"""What one file of several says of itself (各文件自称): body, year, kind, forms, prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import PurePosixPath
from typing import Final

from attrs import frozen

from budgetdisclosure.model import Kind
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.recognise.assemble import Found, assemble, pieces_of
from budgetdisclosure.reading.recognise.bodies import name_in_title
from budgetdisclosure.reading.recognise.captions import Titles
from budgetdisclosure.reading.recognise.context import context_of, kind_said, years_said
from budgetdisclosure.reading.recognise.leftover import is_contents
from budgetdisclosure.reading.recognise.pages import made_plain
from budgetdisclosure.reading.recognise.titles import ends_as_body, is_continued
from budgetdisclosure.reading.recognise.words import is_number, plain

_SURE: Final = 90
_PROSE: Final = 20
_AMOUNT: Final = re.compile(r"\d(?:万|亿)?元")
_VARYING: Final = re.compile(r"[\d.,，%]+")
_ASIDE: Final = re.compile(r"\([^()]*\)$")
_SHORTENED: Final = (("委员会", "委"), ("办公室", "办"))


@frozen
class Stated:
    """What a file says of itself; None and empty where it does not say."""

    document: Document
    entity: str | None = None
    names: frozenset[str] = frozenset()
    """Every body it is said to be of, among them ``entity``."""
    fiscal_year: int | None = None
    kind: Kind | None = None
    forms: frozenset[str] = frozenset()
    """The forms it prints, other than the rest of a form begun elsewhere."""
    filled: frozenset[str] = frozenset()
    """Those of its forms that print any figure."""
    prose: frozenset[str] = frozenset()
    """Its sentences that state amounts, without their numbers."""

    @property
    def file(self) -> str:
        """Its name; empty where it has none."""
        return self.document.source or ""

    @property
    def said(self) -> int:
        """How many of body, year and kind it states."""
        return sum(one is not None for one in (self.entity, self.fiscal_year, self.kind))


def stated_in(document: Document, titles: Titles) -> Stated:
    """What a file says of itself: its cover, titles and captions first, then its name."""
    text, running = made_plain(document)
    found = assemble(pieces_of(text), titles)
    context = context_of(text, found, running)
    names = frozenset(name for name in context.names if ends_as_body(name))
    forms = list(_forms(found, titles))
    entity = context.entity if context.entity in names else None
    name = plain(" ".join(PurePosixPath(document.source or "").with_suffix("").parts))
    return Stated(
        document,
        entity or _named(document.source),
        names,
        context.stated_year or _only(years_said([name])),
        context.stated_kind or kind_said([name]),
        frozenset(form for form, _ in forms),
        frozenset(form for form, filled in forms if filled),
        frozenset(_sentences(text)),
    )


def _named(source: str | None) -> str | None:
    """The body a file's name begins with: 某某局2024年部门决算.pdf."""
    name = name_in_title(plain(PurePosixPath(source or "").stem))
    return name if name and ends_as_body(name) else None


def _only(years: Iterable[int]) -> int | None:
    told = set(years)
    return told.pop() if len(told) == 1 else None


def _forms(found: Sequence[Found], titles: Titles) -> Iterator[tuple[str, bool]]:
    """The forms with certain titles, and whether they hold a figure behind the first column."""
    for table in found:
        rated, title = table.caption.rated, table.caption.title or ""
        sure = bool(rated) and rated[0].score >= _SURE and rated[0].layout.typed
        if sure and not is_continued(title) and not is_contents(table, titles):
            filled = any(is_number(text) for row in table.rows for text in row.texts[1:])
            yield rated[0].layout.id, filled


def _sentences(document: Document) -> Iterator[str]:
    for paragraph in document.paragraphs:
        text = plain(paragraph.text)
        if len(text) >= _PROSE and _AMOUNT.search(text):
            yield _VARYING.sub("", text)


def same_body(one: str, other: str) -> bool:
    """Whether two names may be of one body: one of them the other, shortened.

    A short name leaves out characters and keeps the end; a longer one that only goes on behind the
    shorter is a body below it.

    >>> same_body("某某市国资委", "某某市人民政府国有资产监督管理委员会")
    True
    >>> same_body("某某县教育局", "某某县水务局"), same_body("某某大学", "某某大学附属中学")
    (False, False)
    """
    short, long = _short(one), _short(other)
    if short == long:
        return True
    if len(short) > len(long):
        short, long = long, short
    if short[-1:] != long[-1:] or long.startswith(short) or not set(short) <= set(long):
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)


@frozen
class Alike:
    """Which of many names may be of one body (同一单位的各种写法), each compared with a few."""

    held: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, names: Iterable[str]) -> Alike:
        """Compare names: a longer one holds all letters of a shorter, so its rarest too.

        >>> names = Alike.of(["某市国资委", "某市国有资产监督管理委员会", "某市教育局"])
        >>> sorted(names.to("某市国资委"))
        ['某市国有资产监督管理委员会', '某市国资委']
        """
        letters = {name: frozenset(_short(name)) for name in names}
        often = Counter(chain.from_iterable(letters.values()))
        holding: dict[str, list[str]] = {}
        for name, own in letters.items():
            for letter in own:
                holding.setdefault(letter, []).append(name)
        held: dict[str, set[str]] = {name: {name} for name in letters}
        for name, own in letters.items():
            rarest = min(own, key=lambda letter: (often[letter], letter), default="")
            for other in holding.get(rarest, ()):
                if own <= letters[other] and same_body(name, other):
                    held[name].add(other)
                    held[other].add(name)
        return cls({name: frozenset(others) for name, others in held.items()})

    def to(self, name: str) -> frozenset[str]:
        """The names that may be of the same body as one of them, itself among them."""
        return self.held[name]


@lru_cache(maxsize=65536)
def _short(name: str) -> str:
    kept = _ASIDE.sub("", name)
    for full, brief in _SHORTENED:
        kept = kept.replace(full, brief)
    return kept
