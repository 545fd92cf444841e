"""Lines put together into paragraphs (段落), in reading order with the grids and across pages.

A line that fills the measure goes on in the next; a line that starts with an indent, stands in the
middle or follows a short one begins a paragraph. Page numbers are left out, and what is printed at
the head or foot of many pages does not break the paragraph that runs over them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from attrs import evolve, frozen

from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Box, Grid, Paragraph
from budgetdisclosure.reading.formats.pdf.content import Page
from budgetdisclosure.reading.formats.pdf.lines import Line

_PAGE_NUMBER = re.compile(
    r"[-—–－·~～ ]*(?:第 *)?(?:\d{1,4}|[ivxlc]{1,6}|[IVXLC]{1,6})(?: *页)?"
    r"(?: *[/／，,]? *共? *\d{1,4} *页?)?[-—–－·~～ ]*"
)
_ENTRY = re.compile(
    r"[（(]?(?:[一二三四五六七八九十百]{1,4}|\d{1,2})(?:[）)、]|[.．](?!\d))|第[一二三四五六七八九十百\d]+[部章节条]"
)
_NUMERAL = re.compile(r"[一二三四五六七八九十百]+|\d+")
_LEADER = re.compile(r"(?:[.·…．⋯]\s?){4,}\s*[-—]?\s*\d{0,4}\s*[-—]?$|…{2,}\s*\d{1,4}$")
_WORD = re.compile(r"[（(《“‘〔]*(?:[0-9A-Za-z.,%％+-]+|.)[）)》”’〕。，、；：！？]*")
_ENDING = "。！？!?"
_NEAR = 600
"""Lines that end within six points of one another end at one margin."""
_MARGIN = 12
"""Page numbers and running heads stand within this share (a hundredth part) of the page's edges."""


@frozen
class _Measure:
    """The left and right edge of running text."""

    left: int
    right: int


@frozen
class _Open:
    """A paragraph that may still go on."""

    text: str
    place: Place
    box: Box
    last: Line
    page: int | None
    measure: _Measure | None


def blocks_of(pages: Sequence[Page]) -> Iterator[Block]:
    """The paragraphs and grids of all pages in reading order."""
    running = _running(pages)
    open_: _Open | None = None
    aside: list[Paragraph] = []
    for page, measure in zip(pages, _measures(pages), strict=True):
        aside += [Paragraph(text, page.place) for text in page.asides]
        for item in _items(page):
            if isinstance(item, Line) and _is_running(item, page, measure, running):
                aside.append(_paragraph(_start(item, page, measure)))
            elif isinstance(item, Line) and open_ and _goes_on(open_, item, page, measure):
                open_ = _longer(open_, item, page, measure)
            else:
                if open_:
                    yield _paragraph(open_)
                yield from aside
                aside = []
                open_ = _start(item, page, measure) if isinstance(item, Line) else None
                if isinstance(item, Grid):
                    yield item
    if open_:
        yield _paragraph(open_)
    yield from aside


def _items(page: Page) -> list[Line | Grid]:
    """Lines and grids from the top of the page down, without its page number."""
    lines = [line for line in page.lines if not _is_page_number(line, page)]
    placed: list[tuple[int, Line | Grid]] = [(line.top, line) for line in lines]
    placed += [(grid.box.top if grid.box else 0, grid) for grid in page.grids]
    return [item for _, item in sorted(placed, key=lambda pair: pair[0])]


def _is_page_number(line: Line, page: Page) -> bool:
    if not _in_margin(line, page.height) or not _PAGE_NUMBER.fullmatch(line.text.strip()):
        return False
    return line in (page.lines[0], page.lines[-1])


def _in_margin(line: Line, height: int) -> bool:
    edge = height * _MARGIN // 100
    return line.bottom < edge or line.top > height - edge


def _running(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """What is printed at the same height near the edge of a third of the pages, two at least."""
    seen = Counter(
        key
        for page in pages
        for key in {_key(line) for line in page.lines if _in_margin(line, page.height)}
    )
    return {key for key, count in seen.items() if count >= max(2, len(pages) // 3)}


def _is_running(
    line: Line, page: Page, measure: _Measure | None, running: AbstractSet[tuple[str, int]]
) -> bool:
    if not _in_margin(line, page.height) or _key(line) not in running:
        return False
    return "  " in line.text or not measure or not _fills(line, measure)


def _fills(line: Line, measure: _Measure) -> bool:
    """Whether a line is as long as those of running text, which heads and feet are not."""
    return 10 * (line.right - line.left) > 9 * (measure.right - measure.left)


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), line.top // 300


def _measures(pages: Sequence[Page]) -> Iterator[_Measure | None]:
    """The measure of each page: its own where enough lines tell it, else that of its size."""
    sizes: dict[int, list[Line]] = {}
    for page in pages:
        sizes.setdefault(page.width, []).extend(_wide(page))
    usual = {width: _measure(lines) for width, lines in sizes.items()}
    own = [_measure(_wide(page)) for page in pages]
    lefts = {right: _usual_left(own, right) for right in {one.right // _NEAR for one in own if one}}
    for page, measure in zip(pages, own, strict=True):
        left = lefts[measure.right // _NEAR] if measure else 0
        yield evolve(measure, left=min(measure.left, left)) if measure else usual[page.width]


def _usual_left(measures: Sequence[_Measure | None], right: int) -> int:
    """The left edge of most pages that have one right edge.

    On a page of short paragraphs each wide line may be a first one, with its indent; it has the
    margin of the others all the same.
    """
    lefts = [one.left for one in measures if one and abs(one.right // _NEAR - right) <= 1]
    counts = Counter(left // _NEAR for left in lefts)
    return max(lefts, key=lambda left: (_count_near(left, counts), -left))


def _wide(page: Page) -> list[Line]:
    return [line for line in page.lines if 10 * (line.right - line.left) > 6 * page.width]


def _measure(wide: Sequence[Line]) -> _Measure | None:
    """Where running text starts and ends; None when no two lines end at one place."""
    right, count = _commonest([line.right for line in wide])
    if count < 2:
        return None
    lefts = [line.left for line in wide if line.right > right - _NEAR]
    counts = Counter(left // _NEAR for left in lefts)
    often = [left for left in lefts if _count_near(left, counts) > 1]
    return _Measure(min(often or lefts), right)


def _count_near(place: int, counts: Counter[int]) -> int:
    at = place // _NEAR
    return counts[at] + max(counts[at - 1], counts[at + 1])


def _commonest(places: Sequence[int]) -> tuple[int, int]:
    """The place that most others are near, and how many; the furthest right of several."""
    counts = Counter(place // _NEAR for place in places)
    best = max(counts, key=lambda at: (counts[at] + counts[at + 1], at), default=0)
    held = [place for place in places if place // _NEAR in (best, best + 1)]
    return max(held, default=0), len(held)


def _start(line: Line, page: Page, measure: _Measure | None) -> _Open:
    box = Box(line.left, line.top, line.right, line.bottom)
    return _Open(line.text, page.place, box, line, page.place.page, measure)


def _longer(open_: _Open, line: Line, page: Page, measure: _Measure | None) -> _Open:
    box = open_.box
    if page.place.page == open_.place.page:
        box = Box(
            min(box.left, line.left),
            box.top,
            max(box.right, line.right),
            max(box.bottom, line.bottom),
        )
    text = _joined(open_.text, line.text)
    return _Open(text, open_.place, box, line, page.place.page, measure)


def _joined(text: str, more: str) -> str:
    words = text[-1:].isascii() and more[:1].isascii()
    return f"{text} {more}" if words and text[-1:].isalpha() and more[:1].isalpha() else text + more


def _paragraph(open_: _Open) -> Paragraph:
    return Paragraph(open_.text, open_.place, None, open_.box)


def _goes_on(open_: _Open, line: Line, page: Page, measure: _Measure | None) -> bool:
    """Whether a line belongs to the paragraph before it."""
    last, em = open_.last, open_.last.em
    if not measure or not open_.measure:
        return False
    if "  " in last.text or "  " in line.text or _LEADER.search(last.text):
        return False
    if 4 * abs(line.em - em) > em or not _is_near(open_, line, page):
        return False
    if _kind(line.text) and _kind(line.text) == _kind(open_.text):
        return False
    indent, gap = line.left - measure.left, open_.measure.right - last.right
    if 10 * indent > 6 * em:
        wide = 10 * (last.right - last.left) > 7 * (measure.right - measure.left)
        orphan = wide and len(line.text) < 3  # what a title of one line too long leaves over
        return orphan or (gap <= em and _may_hang(last, line, indent, measure))
    if last.text[-1:] in _ENDING:
        return gap <= em and not _ENTRY.match(line.text)
    return gap <= em + _first_word(line.text) * em // 2


def _may_hang(last: Line, line: Line, indent: int, measure: _Measure) -> bool:
    """Whether an indented line after a full one goes on, as under a hanging number or in a title.

    A line in the middle does only after another: a title of two lines.
    """
    if last.text[-1:] in _ENDING + "：；:;" or _ENTRY.match(line.text):
        return False
    if line.right - measure.right > line.em:
        return False  # a title set wider than the running text
    middle = abs(indent - (measure.right - line.right)) < line.em and indent > 3 * line.em
    return not middle or last.left - measure.left > line.em or last.em * 4 > line.em * 5


def _first_word(text: str) -> int:
    """How many half ems a line's first word takes, which no line break may divide."""
    word = _WORD.match(text)
    return sum(2 if char > "\u2e7f" else 1 for char in word[0]) if word else 0


def _kind(text: str) -> str:
    """How an entry of a list is numbered: （一） and （十二） are of one kind."""
    entry = _ENTRY.match(text)
    return _NUMERAL.sub(lambda n: "1" if n[0].isdecimal() else "一", entry[0]) if entry else ""


def _is_near(open_: _Open, line: Line, page: Page) -> bool:
    """Whether a line follows at a line's distance, or on the next page."""
    if page.place.page != open_.page:
        return page.place.page == (open_.page or 0) + 1
    return line.top - open_.last.bottom <= 2 * open_.last.em
