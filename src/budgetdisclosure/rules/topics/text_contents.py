"""The table of contents against the body; references to parts and attachments (目录与引用)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from attrs import frozen

from budgetdisclosure.claims.names import key_of
from budgetdisclosure.claims.normal import plain
from budgetdisclosure.model import FORMS, Disclosure, Section, Table
from budgetdisclosure.place import Place
from budgetdisclosure.rules.rule import (
    BOTH,
    TABLE_FORM,
    Fault,
    Held,
    Outcome,
    Severity,
    rule,
)
from budgetdisclosure.rules.topics.narrative_common import place_of, told
from budgetdisclosure.wording import Wording, quoted

_NUMERAL: Final = "一二三四五六七八九十"
_ENTRY: Final = re.compile(
    rf"(?=第[{_NUMERAL}]+部分|(?<![{_NUMERAL}])[{_NUMERAL}]{{1,3}}、|（[{_NUMERAL}]{{1,3}}）)"
)
_NUMBER: Final = re.compile(
    rf"^(第[{_NUMERAL}]+部分|[{_NUMERAL}]{{1,3}}|（[{_NUMERAL}]{{1,3}}）|\d{{1,2}}(?=20\d\d年)|\d{{1,2}}(?!\d))"
    r"[、.：\s]*"
)
_LEADERS: Final = re.compile(r"[.·⋯…\-—_\s]+\d*$|\d+$")
_PAGED: Final = re.compile(r"[.·⋯…]{3,}\s*\d+\s*$")
"""An entry is whole once its leader has led to a page."""
_REFERENCE: Final = re.compile(
    rf"(?:详见|参见|见)(?:本[^，。；第附]{{0,4}})?(第[{_NUMERAL}]+部分|附件[\d{_NUMERAL}]{{0,2}})"
)
_ALIKE: Final = 6  # tenths of the characters in common


@frozen
class Entry:
    """A line of the contents: its number, its title, where it stands."""

    number: str
    title: str
    place: Place

    @property
    def key(self) -> str:
        """The title for comparing."""
        return key_of(self.title)


def entries(d: Disclosure) -> tuple[Entry, ...]:
    """The entries of the contents page, in order; several on one line are taken apart."""
    held = (("".join(texts), place) for texts, place in _contents(d))
    return tuple(entry for text, place in held for entry in _split(plain(text), place))


def _contents(d: Disclosure) -> list[tuple[tuple[str, ...], Place]]:
    """The lines of the first contents page, up to the first sentence; an entry may take two."""
    first = next((one for one in d.walk_sections() if one.part == "contents"), None)
    lines: list[tuple[tuple[str, ...], Place]] = []
    for passage in first.passages if first else ():
        if "。" in passage.text or passage.text.endswith(("：", ":")):
            break
        if any(_split(plain(passage.text), passage.place)):
            lines.append(((passage.text,), passage.place))
        elif lines and _PAGED.search(passage.text) and not _PAGED.search(lines[-1][0][-1]):
            lines[-1] = (*lines[-1][0], passage.text), lines[-1][1]
    return lines


def _split(text: str, place: Place) -> Iterator[Entry]:
    for piece in _ENTRY.split(text):
        words = _LEADERS.sub("", piece.strip())
        match = _NUMBER.match(words)
        title = words[match.end() :] if match else words
        if match and len(title) > 1:
            yield Entry(match[1].strip("（）"), title, place)


@rule(
    "DIS-017",
    "目录与正文标题一致",
    "contents and headings agree",
    source=TABLE_FORM,
    severity=Severity.WARNING,
    kinds=BOTH,
    exceptions="单位名称和“概况”等后缀；未识别出目录的文件",
)
def contents(d: Disclosure) -> Iterator[Outcome]:
    """Each entry of the contents is a heading or a table of the body."""
    listed = entries(d)
    if len(listed) < 4:
        return
    body = _Body.of(d)
    fine = 0
    before: Table | None = None
    for entry in listed:
        table = body.table(entry)
        if table is not None:
            before, fine = table, fine + 1
            continue
        outcome = _judge(d, entry, body, before)
        fine += outcome is None
        if outcome is not None:
            yield outcome
    if fine:
        yield Held(fine)


@frozen
class _Body:
    headings: tuple[Section, ...]
    tables: tuple[Table, ...]
    text: str

    @classmethod
    def of(cls, d: Disclosure) -> _Body:
        headings = tuple(s for s in d.walk_sections() if s.part != "contents" and s.title)
        listed = Counter(text for texts, _ in _contents(d) for text in texts)
        said = []
        for statement in told(d).statements:
            listed[statement.text.printed] -= 1
            if listed[statement.text.printed] < 0:
                said.append(statement.text.text)
        titles = [s.title for s in headings] + [t.title or "" for t in d.tables]
        return cls(headings, d.tables, key_of("".join([*titles, *said])))

    def table(self, entry: Entry) -> Table | None:
        """The table of that very title; a year or an entity may stand before it."""
        if not entry.title.endswith("表"):
            return None
        for table in self.tables:
            if key_of(table.title or "").endswith(entry.key) and _is_of(table, entry):
                return table
        return None


def _is_of(table: Table, entry: Entry) -> bool:
    """Whether an entry that ends a title is that title: 支出决算表 is not 财政拨款支出决算表."""
    rest = key_of(table.title or "").removesuffix(entry.key)
    return not re.search(r"拨款|预算|收入|基本|基金|资本|项目|财政", re.sub(r"20\d\d年", "", rest))


def _judge(d: Disclosure, entry: Entry, body: _Body, before: Table | None) -> Fault | None:
    if entry.title.endswith("表"):
        return _judge_table(d, entry, body, before)
    if any(key_of(section.title) == entry.key for section in body.headings):
        return None
    near = _near(entry, body.headings)
    if near is not None:
        return _differs(entry, near.title, near.place)
    if entry.key in body.text or _without(entry.key, d) in body.text:
        return None
    return Fault(
        Wording(
            f"目录列有“{entry.number}、{entry.title}”，正文没有",
            f"the contents list {quoted(entry.title)}, the body has no such heading",
        ),
        place=entry.place,
    )


def _without(key: str, d: Disclosure) -> str:
    return key.replace(key_of(d.entity or ""), "").removesuffix("概况")


def _near(entry: Entry, headings: tuple[Section, ...]) -> Section | None:
    """The heading of the same number that is most alike, if it is alike at all."""
    numbered = [one for one in headings if plain(one.number).strip("（）、") == entry.number]
    rated = [(_likeness(entry.key, key_of(one.title)), one) for one in numbered]
    best = max(rated, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= _ALIKE else None


def _likeness(one: str, other: str) -> int:
    """How much two titles have in common, in tenths; one within the other counts in full."""
    if not one or not other:
        return 0
    if one in other or other in one:
        return 10
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return 20 * sum(block.size for block in blocks) // (len(one) + len(other))


def _differs(entry: Entry, title: str, place: Place) -> Fault:
    return Fault(
        Wording(
            f"目录作“{entry.number}、{entry.title}”，正文作“{title}”",
            f"the contents say {quoted(entry.title)}, the heading {quoted(title)}",
        ),
        place=place,
        severity=Severity.INFO,
    )


def _judge_table(d: Disclosure, entry: Entry, body: _Body, before: Table | None) -> Fault | None:
    near = max(
        body.tables, key=lambda table: _likeness(entry.key, key_of(table.title or "")), default=None
    )
    form = next(
        (f for f in FORMS if key_of(f.TITLE) == entry.key and not d.form(f.ID).present), None
    )
    if form is not None:
        return _missing(entry, before)
    if near is None or entry.key in key_of(near.title or ""):
        return None
    alike = _likeness(entry.key, key_of(near.title or ""))
    taken = any(key_of(other.TITLE) == key_of(near.title or "") for other in FORMS)
    if alike >= 9 and not taken and len(entry.key) == len(key_of(near.title or "")):
        return Fault(
            _differs(entry, near.title or "", Place()).message, place=near.place or entry.place
        )
    return None


def _missing(entry: Entry, before: Table | None) -> Fault:
    pages = [line.place.page for line in before.all_lines() if line.place] if before else []
    page = max((page for page in pages if page), default=None)
    place = Place(entry.place.file, page) if page else entry.place
    behind = f"（应在《{before.title}》之后）" if before else ""
    return Fault(
        Wording(
            f"目录列有“{entry.number}、{entry.title}”，正文没有这张表{behind}",
            f"the contents list the table {quoted(entry.title)}, the body does not print it",
        ),
        place=place,
    )


@rule(
    "DIS-025",
    "附件引用有效",
    "parts and attachments referred to exist",
    source=TABLE_FORM,
    severity=Severity.WARNING,
    kinds=BOTH,
)
def references(d: Disclosure) -> Iterator[Outcome]:
    """详见第N部分, 详见附件N: that part is there."""
    for statement in told(d).statements:
        if statement.part == "contents":
            continue
        for match in _REFERENCE.finditer(statement.text.text):
            if _exists(d, match[1]):
                yield Held()
                continue
            yield Fault(
                Wording(
                    f"文字引用“{match[0]}”，文件中没有{match[1]}",
                    f"{quoted(match[0])} refers to a part that is not there",
                ),
                place=place_of(statement.said),
            )


def _exists(d: Disclosure, name: str) -> bool:
    if any(plain(section.number).startswith(name) for section in d.walk_sections()):
        return True
    if not name.startswith("附件"):
        return any(name in section.title for section in d.walk_sections())
    attached = d.evaluations or any(s.part == "attachment" for s in d.walk_sections())
    return bool(attached) or any(
        statement.text.text.startswith("附件") for statement in told(d).statements
    )
