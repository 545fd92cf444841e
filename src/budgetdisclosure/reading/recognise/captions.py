"""What stands around a grid: its title, number, unit and entity before it, its notes after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeVar

from attrs import frozen

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Paragraph
from budgetdisclosure.reading.recognise.layout import Layout
from budgetdisclosure.reading.recognise.money import Money, money_in, placed_in
from budgetdisclosure.reading.recognise.sheet import Sheet
from budgetdisclosure.reading.recognise.titles import (
    may_be_title,
    table_number,
    title_score,
    without_number,
)
from budgetdisclosure.reading.recognise.vocabulary import page_says, row_says
from budgetdisclosure.reading.recognise.words import enumerated, plain, tidy

_T = TypeVar("_T")

CERTAIN: Final = 60
"""From this score on a title is taken to name its form."""
_REACH: Final = 14
_FRAME: Final = re.compile(
    r"[(（]?\s*(?:金额|货币|计量)?\s*[单單]\s*位\s*[:：]\s*(?:人民币|RMB|CNY)?\s*(?:[十百千万萬亿億]\s*)*[美欧日港]?\s*[元角分]"
    r"|(?<!人民币)[(（【\[〔]\s*(?:人民币)?\s*(?:[十百千万萬亿億]\s*)*元\s*[)）】\]〕]\s*$"
    r"|(?:(?<=[表)）])\s+|(?:金额|货币|计量)?\s*[单單]\s*位\s*)(?:人民币)?(?:[十百千万萬亿億]\s*)*[美欧日港]?元\s*$"
    r"|(?:编制|填报|公开|预算)?(?:主管)?(?:部门|单位)(?:名称)?\s*[:：]"
)
_PROSE: Final = 70
_FULL_LINE: Final = 28
_PART: Final = re.compile(r"第[一二三四五六七八九十]+部分|附件?[\d一二三四五六七八九十]*$")
_LONGEST_NOTE: Final = 400


@frozen
class Rated:
    """A layout with its score for one title."""

    layout: Layout
    score: int


@frozen
class Caption:
    """What is said of a table above it. ``rated`` are the layouts its title fits, best first."""

    title: str | None = None
    place: Place = Place()
    number: str | None = None
    money: Money | None = None
    entity: str | None = None
    rated: tuple[Rated, ...] = ()
    inside: tuple[str, ...] = ()
    """What stands above the headings inside the grid, cell by cell."""
    broken: bool = False
    """Whether prose or a note stands between it and the table before."""

    @property
    def layout(self) -> Layout | None:
        """The form its title names, if it names one."""
        return self.rated[0].layout if self.rated and self.rated[0].score >= CERTAIN else None

    def contradicts(self, other: Caption) -> bool:
        """Whether the two name different bodies or units of money."""
        bodies = {self.entity, other.entity} - {None}
        units = {one.unit or one.text for one in (self.money, other.money) if one}
        return len(bodies) > 1 or len(units) > 1


class Titles:
    """All layouts, asked for titles; each distinct text is rated once."""

    def __init__(self, layouts: Sequence[Layout]) -> None:
        self.layouts = layouts
        self._known: dict[str, tuple[Rated, ...]] = {}

    def rate(self, text: str) -> tuple[Rated, ...]:
        """The layouts whose title this may be, the best first."""
        key = plain(text)
        if key not in self._known:
            rated = (
                Rated(layout, title_score(text, layout.cores, layout.words))
                for layout in self.layouts
            )
            self._known[key] = tuple(
                sorted((one for one in rated if one.score), key=lambda one: -one.score)
            )
        return self._known[key]

    def best(self, text: str) -> int:
        """The score of the best fitting layout, 0 for what is no title."""
        rated = self.rate(text) if may_be_title(text) else ()
        return rated[0].score if rated else 0


def caption_of(before: Sequence[Paragraph], sheet: Sheet, titles: Titles) -> Caption:
    """The caption of a grid, from the paragraphs since the grid before and its own first rows."""
    lines, broken = _near(before)
    lines += [(part, place) for text, place in sheet.captions for part in parts_of(text)]
    title = _title(lines, titles) or _heading(lines, sheet, titles)
    texts = [text for text, _ in reversed(lines)]
    return Caption(
        title=tidy(title[0]) if title else None,
        place=title[1] if title else (lines[-1][1] if lines else Place()),
        number=_first(table_number(text) for text in texts if len(plain(text)) < 60),
        money=_first(placed_in(text, place) for text, place in reversed(lines)),
        entity=_first(entity_of(text) for text in texts),
        rated=titles.rate(title[0]) if title else (),
        inside=tuple(text for text, _ in sheet.captions),
        broken=broken,
    )


def entity_of(text: str) -> str | None:
    """The body a line names (编制部门).

    >>> entity_of("部门：某某县教育局 单位：万元"), entity_of("单位：万元")
    ('某某县教育局', None)
    """
    kept = plain(text)
    money = money_in(text)
    if money:
        kept = kept[: money.start].removesuffix("金额") or kept[money.end :]
    match = row_says("entity", kept)
    name = match["entity"].strip(":：").removesuffix("(") if match else ""
    return name if len(name) > 1 else None


def note_of(text: str) -> bool:
    """Whether a line is a note to a table (表注)."""
    return bool(row_says("note", text)) and len(plain(text)) <= _LONGEST_NOTE


def notes_after(after: Sequence[Paragraph], titles: Titles) -> tuple[str, ...]:
    """The notes that follow a table directly, each with the lines it goes on over."""
    notes: list[str] = []
    for paragraph in after[:_REACH]:
        text = paragraph.text
        if page_says("number", text) or row_says("total", text):  # the last row, printing nothing
            continue
        if note_of(text):
            notes.append(tidy(text))
        elif notes and _goes_on(notes[-1], text) and not titles.best(text):
            notes[-1] += tidy(text)
        else:
            break
    return tuple(notes)


def _goes_on(note: str, text: str) -> bool:
    """Whether a line is the rest of a note that fills the line before it."""
    begins = enumerated(text) or _PART.match(plain(text)) or parts_of(text) != [text.strip()]
    return len(note) >= _FULL_LINE and not note.endswith(("。", "！")) and not begins


def _near(before: Sequence[Paragraph]) -> tuple[list[tuple[str, Place]], bool]:
    """The lines directly above, down to prose or a note, and whether there was any of these."""
    lines: list[tuple[str, Place]] = []
    for paragraph in reversed(before[-_REACH:]):
        text = paragraph.text
        if page_says("number", text) or row_says("total", text):  # the last row, printing nothing
            continue
        if note_of(text) or len(plain(text)) > _PROSE or plain(text).endswith("。"):
            return lines[::-1], True
        lines += [(part, paragraph.place) for part in reversed(parts_of(text))]
    return lines[::-1], len(before) > _REACH


def parts_of(text: str) -> list[str]:
    """A caption line cut where the table's unit or entity begins, for they may share its line.

    >>> parts_of("支出决算表单位：万元"), parts_of("收入总表 部门：某某局 单位：元")
    (['支出决算表', '单位：万元'], ['收入总表', '部门：某某局', '单位：元'])
    """
    cuts = sorted({match.start() for match in _FRAME.finditer(text)} - {0})
    edges = [0, *cuts, len(text)]
    parts = (text[a:b].strip() for a, b in pairwise(edges))
    return [part for part in parts if part]


def _title(lines: Sequence[tuple[str, Place]], titles: Titles) -> tuple[str, Place] | None:
    """The nearest text that names a form, two lines together if need be; else the nearest title."""
    other: tuple[str, Place] | None = None
    for at in range(len(lines) - 1, -1, -1):
        for text in _readings(lines, at):
            if titles.best(text) >= CERTAIN:
                return text, lines[at][1]
            if other is None and may_be_title(text):
                other = text, lines[at][1]
    return other


def _heading(
    lines: Sequence[tuple[str, Place]], sheet: Sheet, titles: Titles
) -> tuple[str, Place] | None:
    """The line right above that tells the grid's form, without 表: 2020年三公经费决算情况."""
    for text, place in reversed(lines[-_ABOVE:]):
        if money_in(text) is None and entity_of(text) is None:
            told = _HEADING.search(plain(text)) and titles.rate(text)[:1]
            if not told or told[0].score < CERTAIN:
                return None
            form = told[0].layout
            names = {form.level(cell) for row in sheet.rows for cell in row.texts}
            alike = {column for column, variant in form.variants if variant[-1] in names}
            return (shown(text), place) if len(alike) >= _ALIKE else None
    return None


_HEADING: Final = re.compile(r"^[^。;,]{4,40}(?:情况|统计|一览|汇总)$")
_ABOVE: Final = 3
_ALIKE: Final = 3
"""So many columns of a form tell it."""


def _readings(lines: Sequence[tuple[str, Place]], at: int) -> Iterable[str]:
    """A line as a title: with the aside or the rest that follows it, and alone."""
    text = lines[at][0]
    if at + 1 < len(lines):
        following = plain(lines[at + 1][0])
        aside = following.startswith("(") and following.endswith(")")
        if (aside and "年" not in following and not money_in(following)) or (
            not may_be_title(text) and following.endswith("表")
        ):
            yield shown(text) + tidy(lines[at + 1][0])
    yield shown(text)


def shown(text: str) -> str:
    """A title as it is shown: on one line, without the table's number before or behind it.

    >>> shown("预算03表 支出总表")
    '支出总表'
    """
    kept = tidy(text)
    number = table_number(text)
    if number is None or plain(kept) == without_number(kept):
        return kept
    parts = [part for part in text.split() if plain(part) not in number]
    rest = tidy(" ".join(parts))
    return rest if rest and plain(rest) == without_number(kept) else without_number(kept)


def _first(values: Iterable[_T | None]) -> _T | None:
    return next((value for value in values if value is not None), None)
