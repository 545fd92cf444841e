"""The running text (文字部分): parts, headings and passages in order, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Final

from attrs import define, field, frozen

from budgetdisclosure.model import Passage, Section
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Document, Paragraph
from budgetdisclosure.reading.recognise.captions import Titles, entity_of, note_of
from budgetdisclosure.reading.recognise.money import money_in
from budgetdisclosure.reading.recognise.titles import may_be_title, table_number
from budgetdisclosure.reading.recognise.words import ENUMERATION, enumerated, plain, tidy

_NUMERAL: Final = "一二三四五六七八九十百"
_COUNT: Final = r"(?:\d{1,2}?(?=20\d\d年)|\d{1,2}(?!\d))"
_RANKS: Final = (
    re.compile(rf"^(?P<number>第[{_NUMERAL}]+部分)[:：、.]?(?P<title>.*)$"),
    re.compile(
        rf"^(?P<number>附件?(?:{_COUNT}|[{_NUMERAL}]+)?(?:[-—]{_COUNT})*)[:：、.]?(?P<title>.*)$"
    ),
    re.compile(rf"^(?P<number>[{_NUMERAL}]+)、(?P<title>.*)$"),
    re.compile(rf"^\((?P<number>[{_NUMERAL}]+)\)[、.]?(?P<title>.*)$"),
    re.compile(r"^(?P<number>\d{1,2})(?:[、)]|\.(?!\d))(?P<title>.*)$"),
    re.compile(r"^\((?P<number>\d{1,2})\)[、.]?(?P<title>.*)$"),
)
_PART, _ATTACHMENT, _CHAPTER = 0, 1, 2
_LONGEST: Final = 45
_SHORTEST: Final = 12
_SURE: Final = 80
_ENDS: Final = ("。", "；", "！", "？", ";", "!", "?", "：", ":")
_FINISHED: Final = (*_ENDS, "。”", "。）", "”")
_JOINS: Final = re.compile(r"[及和与或、,;的等]")
_MONEY: Final = re.compile(r"\d(?:\.\d+)?(?:万|亿)?元|[，,。；：:]")
_TITLE_ENDS: Final = re.compile(r"(?:概况|表|表格|说明|解释|件|报告|名词)$")
_TAIL: Final = 6
_UNNUMBERED: Final = re.compile(
    r"(?:名词解释|编制说明|情况说明|决算说明|预算说明|主要职能|主要职责|机构设置|基本情况|概况)$"
)
_YEARLY: Final = re.compile(
    r"^20\d\d年度?\S{0,20}(?:收入|支出|收支|三公|经费)\S{0,10}情况(?:说明)?$"
)
_TOLD: Final = re.compile(r"\d\s*(?:百万|万|亿|千)?元|\d\s*%")
_CLOSED: Final = re.compile(
    r"^(?!负责|承担|组织|监督|拟|制定|指导|协助|管理|研究|汇总|检查|执行)"
    r"(?=.*(?:收入|支出|收支|三公|预算|决算|经费|采购|资产|绩效|基金|公务|出国)).{2,30}"
    r"(?:情况|说明)[。：:]$"
)
"""A heading that its writer closed with a mark: （三）支出决算情况。"""
_COVER_SHEET: Final = re.compile(r"封面|封皮|首页")
_LEADERS: Final = re.compile(r"[.·…\-—_\s]*\d*$")
_MOST_CONTENTS: Final = 160
_PARTS: Final = (
    ("contents", re.compile(r"^目录$")),
    ("glossary", re.compile(r"名词解释|术语解释")),
    ("attachment", re.compile(r"^附件|附件$|^附表|绩效\S*报告$|自评表$")),
    ("tables", re.compile(r"(?:预算|决算)(?:公开)?(?:报)?表$|表格部分|^附表|公开表")),
    ("narrative", re.compile(r"说明|情况|文字部分")),
    ("profile", re.compile(r"概况|职能|职责|机构设置|单位构成|简介")),
)


@define
class _Open:
    """A section being filled."""

    title: str
    number: str
    rank: int
    part: str
    place: Place
    passages: list[Passage] = field(factory=list)
    sections: list[_Open] = field(factory=list)

    def prints(self) -> bool:
        """Whether any text stands in it."""
        return bool(self.passages) or any(section.prints() for section in self.sections)

    def headings(self) -> Iterator[Passage]:
        """Its heading and those below it, as passages."""
        yield Passage(f"{self.number} {self.title}".strip(), self.place)
        for section in self.sections:
            yield from section.headings()

    def closed(self, level: int, part: str) -> Section:
        own = _settled(self.part, part)
        return Section(
            self.title,
            self.number,
            level,
            own,
            tuple(self.passages),
            tuple(one.closed(level + 1, own) for one in self.sections),
            self.place,
        )


def _settled(own: str, above: str) -> str:
    """The part a section belongs to: what its title says, unless it stands inside an appendix.

    Words such as 说明 and 情况 stand in titles everywhere, so they yield to the part above.
    """
    if above == "attachment" or (above in ("glossary", "contents", "profile") and own != "tables"):
        return above
    return above or own if own in ("", "narrative") else own


@frozen
class _Heading:
    rank: int
    number: str
    title: str


def sections_of(
    document: Document, titles: Titles, notes: Sequence[str] = ()
) -> tuple[Section, ...]:
    """The document's text as a tree of sections; what stands before the first is the cover.

    ``notes`` are those of the tables, which are no part of the running text.
    """
    noted = frozenset(notes)
    lines = _without_names(
        [
            paragraph
            for paragraph in document.paragraphs
            if not _is_caption(paragraph, titles) and not _is_noted(paragraph, noted)
        ]
    )
    parted = any(_RANKS[_PART].match(plain(line.text)) for line in lines)
    root = _Open("", "", -1, "", Place())
    stack = [root]
    at = 0
    while at < len(lines):
        line = lines[at]
        if at and line.place.file != lines[at - 1].place.file:
            del stack[1:]
        if plain(line.text).upper() in ("目录", "CONTENTS"):
            end = _contents_end(lines, at + 1)
            root.sections.append(_contents(lines[at:end]))
            at = end
            continue
        heading = _heading(line) or (None if parted else _unnumbered(line))
        if heading is None:
            _add(stack[-1], line)
            at += 1
            continue
        at += 1
        if heading.rank in (_PART, _ATTACHMENT):
            heading, at = _titled(heading, lines, at)
        _open(stack, heading, line.place)
    return _finished(root)


def _finished(root: _Open) -> tuple[Section, ...]:
    sections = _without_list(root.sections)
    return (*_opening(root.passages), *(section.closed(1, "") for section in sections))


def _opening(passages: list[Passage]) -> Iterator[Section]:
    """What stands before the first heading: the cover, and a narrative that needs no heading.

    A text of a page or two goes straight to its amounts; no cover tells any.
    """
    texts = [plain(passage.text) for passage in passages]
    told = (n for n, text in enumerate(texts) if _TOLD.search(text) and len(text) > 20)
    start = next(told, len(passages))
    for part, held in (("cover", passages[:start]), ("narrative", passages[start:])):
        if held:
            yield Section("", "", 1, part, tuple(held), (), held[0].place)


def _without_list(sections: list[_Open]) -> list[_Open]:
    """The sections, a first run of bare headings that are printed again made a contents page."""
    first = sections[0] if sections else None
    if first is None or first.rank != _PART or not first.number:
        return sections
    again = next((n for n, one in enumerate(sections[1:], 1) if one.number == first.number), 0)
    listed = sections[:again]
    if not listed or any(section.prints() for section in listed):
        return sections
    passages = [passage for section in listed for passage in section.headings()]
    contents = _Open("目录", "", _CHAPTER, "contents", first.place, passages)
    return [contents, *sections[again:]]


def _without_names(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines without the names of sheets that head no text: those of tables and of the cover.

    So too where the sheet's own first line is a heading, which says it better.
    """
    pairs = pairwise([*lines, None])
    return [line for line, below in pairs if line is not None and not _only_names(line, below)]


def _only_names(line: Paragraph, below: Paragraph | None) -> bool:
    """Whether a line is a sheet's name that heads nothing ``below`` it."""
    if not line.names_sheet:
        return False
    if below is None or below.place.sheet != line.place.sheet or below.names_sheet:
        return True
    return _heading(below) is not None or bool(_COVER_SHEET.match(plain(line.text)))


def _is_caption(paragraph: Paragraph, titles: Titles) -> bool:
    """Whether a line belongs to a table: its title, number, unit or entity."""
    text = paragraph.text
    if paragraph.level is not None and titles.best(text) >= _SURE and not enumerated(text):
        return True
    if len(plain(text)) > 60 or _heading(paragraph) is not None:
        return False
    number = table_number(text)
    if number is not None and plain(text).strip("()") == number:
        return True
    return bool(titles.best(text) >= 60 or money_in(text) or (entity_of(text) and "。" not in text))


def _is_noted(paragraph: Paragraph, notes: frozenset[str]) -> bool:
    """Whether a line is a table's note, or one of the lines a note goes on over."""
    text = tidy(paragraph.text)
    return text in notes or (len(text) >= _SHORTEST and any(text in note for note in notes))


def _heading(paragraph: Paragraph) -> _Heading | None:
    """The heading a line is, by its numbering or by the file's own mark."""
    text = plain(paragraph.text)
    if len(text) <= _LONGEST:
        for rank, form in enumerate(_RANKS):
            match = form.match(text)
            if match is None:
                continue
            title = match["title"]
            bare = title[:-1] if _CLOSED.match(title) else title
            if _fits(rank, bare):
                shown = _behind(paragraph.text, title)
                return _Heading(rank, match["number"], shown if bare == title else shown[:-1])
    if paragraph.level is not None and text and len(text) <= 2 * _LONGEST:
        return _Heading(paragraph.level, "", tidy(paragraph.text))
    return None


def _unnumbered(paragraph: Paragraph) -> _Heading | None:
    """A heading without a number, in documents whose parts are not numbered."""
    text = plain(paragraph.text)
    named = _UNNUMBERED.search(text) or _YEARLY.match(text)
    if len(text) > _LONGEST or not named or _MONEY.search(text):
        return None
    return _Heading(_PART, "", tidy(paragraph.text))


def _behind(text: str, title: str) -> str:
    """The title as printed, with its quotes and marks, behind the heading's number."""
    shown = tidy(text)
    while shown and plain(shown) != title:
        shown = shown[1:]
    return shown.strip() or title


def _fits(rank: int, title: str) -> bool:
    """Whether what follows a number reads as a heading, not as a sentence or a list entry."""
    if rank == _ATTACHMENT:
        return not title or (not enumerated(title) and title.endswith(("表", "报告", "说明", "件")))
    if rank == _PART:
        return True
    if not title or _MONEY.search(title) or title.endswith(_ENDS):
        return False
    return rank <= 3 or (len(title) <= 30 and not may_be_title(title))


def _titled(heading: _Heading, lines: Sequence[Paragraph], at: int) -> tuple[_Heading, int]:
    """A part with the rest of its title, printed on the lines below its number."""
    parts = [heading.title] if heading.title else []
    most = 1 if parts else 3
    while at < len(lines) and most and not (parts and _TITLE_ENDS.search(parts[-1])):
        text = plain(lines[at].text)
        attached = heading.rank == _PART and text in ("附件", "附表")
        if (_heading(lines[at]) is not None and not attached) or text.endswith(_ENDS):
            break
        if len(text) > (_LONGEST if not heading.title else _TAIL):
            break
        parts.append(tidy(lines[at].text))
        at += 1
        most -= 1
    return _Heading(heading.rank, heading.number, "".join(parts)), at


def _open(stack: list[_Open], heading: _Heading, place: Place) -> None:
    while stack[-1].rank >= heading.rank and len(stack) > 1:
        stack.pop()
    if heading.rank in (_PART, _ATTACHMENT):
        within = heading.rank == _ATTACHMENT and stack[1:2] and stack[1].part == "attachment"
        del stack[2 if within and stack[1].rank == _PART else 1 :]
    section = _Open(heading.title, heading.number, heading.rank, _part(heading), place)
    stack[-1].sections.append(section)
    stack.append(section)


def _part(heading: _Heading) -> str:
    if heading.rank == _ATTACHMENT:
        return "attachment"
    if heading.rank > _CHAPTER:
        return ""
    found = (name for name, form in _PARTS if form.search(plain(heading.title)))
    return next(found, "")


def _add(section: _Open, line: Paragraph) -> None:
    """Add a passage; a line that goes on with an unfinished one is joined to it."""
    text = tidy(line.text)
    last = section.passages[-1] if section.passages else None
    if last is not None and _goes_on(last.text, text):
        section.passages[-1] = Passage(last.text + text, last.place)
    else:
        section.passages.append(Passage(text, line.place))


def _goes_on(before: str, text: str) -> bool:
    """Whether a line ends in the middle of a sentence that the next one finishes."""
    if len(before) < 15 or (before.endswith(_FINISHED) and not _goes_on_quoting(before, text)):
        return False
    return not any(form.match(plain(text)) for form in _RANKS)


def _goes_on_quoting(before: str, text: str) -> bool:
    """Whether a line ends with a quoted name to which the next one joins another: “甲”|及“乙”."""
    return before.endswith("”") and not before.endswith("。”") and bool(_JOINS.match(plain(text)))


def _contents(lines: Sequence[Paragraph]) -> _Open:
    passages = [Passage(tidy(line.text), line.place) for line in lines[1:]]
    return _Open(tidy(lines[0].text), "", _CHAPTER, "contents", lines[0].place, passages)


def _contents_end(lines: Sequence[Paragraph], at: int) -> int:
    """Where a table of contents ends: where its first entry is printed again, as a heading.

    Where it is never printed again, the contents end with the last page before running text, or
    with the document where that has none.
    """
    if at >= len(lines) or note_of(lines[at].text) or lines[at].text.rstrip().endswith("。"):
        return at
    first = _entry(lines[at])
    part = _RANKS[_PART].match(first)
    for end in range(at + 1, min(len(lines), at + _MOST_CONTENTS)):
        text = _entry(lines[end])
        again = _RANKS[_PART].match(text)
        if part and again and part["number"] == again["number"]:
            return end
        if text and (text == first or (len(text) > 3 and first.startswith(text))):
            return end
        told = len(text) > _LONGEST and _TOLD.search(text)
        if told or (len(text) > 2 * _LONGEST and text.endswith("。")):
            return _page_start(lines, at, end)
    rest = list(takewhile(lambda line: not _entry(line).endswith("。"), lines[at:]))
    return at + len(rest) if len(rest) < _MOST_CONTENTS else at


def _page_start(lines: Sequence[Paragraph], at: int, end: int) -> int:
    """Where the page of that line begins; in a file without pages, its headings printed again."""
    page = lines[end].place.page
    while page is not None and end > at and lines[end - 1].place.page == page:
        end -= 1
    while page is None and end > at + 1 and _is_again(lines, at, end - 1):
        end -= 1
    return end


def _is_again(lines: Sequence[Paragraph], at: int, line: int) -> bool:
    """Whether a line is the title of an entry above it, perhaps less its beginning."""
    title = ENUMERATION.sub("", _entry(lines[line]), count=1)
    return len(title) > 3 and any(_entry(one).endswith(title) for one in lines[at:line])


def _entry(line: Paragraph) -> str:
    return _LEADERS.sub("", plain(line.text))
