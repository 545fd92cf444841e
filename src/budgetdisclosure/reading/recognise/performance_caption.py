"""What stands above and below a performance table (表题): title, attachment, year, unit, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from attrs import evolve, frozen

from budgetdisclosure.model.performance import Kind
from budgetdisclosure.reading.document import Paragraph
from budgetdisclosure.reading.recognise.money import Money, money_in
from budgetdisclosure.reading.recognise.performance_rows import TableRow, clean
from budgetdisclosure.reading.recognise.performance_words import (
    ATTACHMENT,
    FUNDS_TITLE,
    NOTES,
    TARGET_TITLE,
    TITLE,
    WHOLE,
    YEAR,
)

_ENTITY: Final = re.compile(
    r"(?<!金额)(?:部门|单位|填报单位|编制单位|预算单位|填报部门)(?:[（(]单位[）)]|[（(]盖章[）)]|[（(]公章[）)])?(?:名称)?\s*[：:]\s*(.+?)(?=\s*(?:金额)?单位[：:]|$)"
)
_YEAR_BEHIND: Final = re.compile(r"[（(]20\d\d年度?[）)]$")
_NUMBERED: Final = re.compile(r"\d+\s*[.．、]")
_LONGEST_TITLE: Final = 60
_CLOSED: Final = ("", *"。！？；：;:表元")


@frozen
class Caption:
    """The words around a table that say what it is."""

    title: str = ""
    number: str | None = None
    fiscal_year: int | None = None
    money: Money | None = None
    entity: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is of a whole department (整体支出)."""
        return WHOLE.search(self.title) is not None

    @property
    def scope(self) -> Literal["department", "project"]:
        """Of a whole department or of a project."""
        return "department" if self.is_whole else "project"

    def kind(self, scored: bool) -> Kind:
        """A self-evaluation, a table of targets, or a report's table."""
        if "自评" in self.title or "评价" in self.title:
            return "self_evaluation"
        if TARGET_TITLE.search(self.title):
            return "target"
        if FUNDS_TITLE.search(self.title):
            return "report"
        return "self_evaluation" if scored else "target"

    def with_rows(self, rows: Sequence[TableRow]) -> Caption:
        """With what title rows inside the grid say."""
        texts = [token.text for row in rows for token in row.tokens]
        inside = caption_of(texts)
        return evolve(
            self,
            title=inside.title or self.title,
            number=inside.number or self.number,
            fiscal_year=inside.fiscal_year or self.fiscal_year,
            money=inside.money or self.money,
            entity=inside.entity or self.entity,
        )


def caption_of(texts: Iterable[str]) -> Caption:
    """What the texts above a table say of it; the last title counts.

    >>> caption = caption_of(["附件 2-1", "2020 年度项目支出绩效自评表"])
    >>> caption.number, caption.title, caption.fiscal_year
    ('附件2-1', '2020年度项目支出绩效自评表', 2020)
    """
    found = Caption()
    for text in map(clean, texts):
        key = "".join(text.split())
        if ATTACHMENT.fullmatch(key.strip("：:")):
            found = evolve(found, number=key.strip("：:"))
        elif is_title(key):
            year = _year(key) or found.fiscal_year
            found = evolve(found, title=_YEAR_BEHIND.sub("", text), fiscal_year=year)
        elif _year(key) and len(key) <= 9:
            found = evolve(found, fiscal_year=found.fiscal_year or _year(key))
        found = evolve(found, money=money_in(text) or found.money)
        entity = _ENTITY.search(text) if len(text) <= _LONGEST_TITLE else None
        if entity and not found.entity and money_in(entity[0]) is None:
            found = evolve(found, entity=entity[1].strip())
    return found


def lines_above(before: Sequence[Paragraph]) -> list[str]:
    """The texts above a table, a title that was set in two lines put together again."""
    texts: list[str] = []
    last: Paragraph | None = None
    for paragraph in before:
        if last is not None and _is_title_cut(last, paragraph):
            texts[-1] += paragraph.text
        else:
            texts.append(paragraph.text)
        last = paragraph
    return texts


def _is_title_cut(upper: Paragraph, lower: Paragraph) -> bool:
    """Whether a title's first line stands right above its last: centred on it, in its size."""
    one, two = upper.box, lower.box
    if one is None or two is None or upper.place.page != lower.place.page:
        return False
    first = "".join(upper.text.split())
    if not is_title("".join(lower.text.split())) or first[-1:] in _CLOSED or is_title(first):
        return False
    em = two.bottom - two.top
    alike = 5 * abs((one.bottom - one.top) - em) <= em and 2 * abs(one.middle - two.middle) <= em
    return alike and 0 <= two.bottom - one.bottom <= 2 * em


def is_title(key: str) -> bool:
    """Whether a text (without spaces) is the title of a performance table."""
    named = TITLE.search(key) or FUNDS_TITLE.search(key)
    return (
        bool(named)
        and len(key) <= _LONGEST_TITLE
        and not key.startswith(("附件：", "附：", "详见"))
    )


def _year(key: str) -> int | None:
    match = YEAR.search(key)
    return int(match[1]) if match else None


def notes_of(after: Sequence[Paragraph]) -> tuple[str, ...]:
    """The notes printed right below a table: from 备注： on, as long as they are numbered."""
    notes: list[str] = []
    for paragraph in after:
        text = clean(paragraph.text)
        begins = NOTES.match(text) is not None
        if notes and not begins and not _NUMBERED.match(text):
            if not (_is_cut(notes[-1]) and _ends(text) and not ATTACHMENT.match(text)):
                break
            notes[-1] += text
            continue
        if not notes and not begins:
            break
        notes.append(text)
    return tuple(notes)


def _is_cut(text: str) -> bool:
    """Whether a note ends in the middle of a sentence, its rest on the next line."""
    return text[-1:] not in "。；;.！!"


def _ends(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and text[-1:] in "。；;"
