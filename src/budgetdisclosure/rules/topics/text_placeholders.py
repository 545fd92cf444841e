"""What was left over from the form: blanks, choices, instructions (模板残留)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from attrs import frozen

from budgetdisclosure.claims.normal import NormalText
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.rules.rule import BOTH, Fault, Held, Outcome, Severity, rule
from budgetdisclosure.rules.topics.narrative_common import TEMPLATE, place_of, told
from budgetdisclosure.wording import Wording, listed, quoted

_SHORT = 40
_BREAK = re.compile(r"\s*\n\s*")
_MARKS = re.compile("[“”]")
_KINDS = {
    "blank": ("未填写的占位符", "a blank left open"),
    "choice": ("未取舍的备选词", "a choice left open"),
    "twice": ("重复的字词", "a word printed twice"),
    "instruction": ("填写要求", "an instruction left in"),
}


@frozen
class _Form:
    kind: str
    form: re.Pattern[str]


@cache
def _forms() -> tuple[_Form, ...]:
    path = files("budgetdisclosure.claims") / "data" / "placeholders.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return tuple(_Form(row["kind"], re.compile(row["form"])) for row in rows)


def leftovers(text: str | NormalText) -> dict[str, list[str]]:
    """The leftovers of the form in a text, by kind, as they are printed.

    >>> leftovers("比上年增加（减少）XX万元，维修（护）费3万元")
    {'blank': ['XX'], 'choice': ['增加（减少）']}
    """
    normal = NormalText.of(text) if isinstance(text, str) else text
    found: dict[str, list[str]] = {}
    for kind, start, end in _spans(normal):
        found.setdefault(kind, []).append(_printed(normal, start, end))
    return found


def _spans(text: NormalText) -> Iterator[tuple[str, int, int]]:
    for one in _forms():
        for match in one.form.finditer(text.text):
            yield one.kind, match.start(), match.end()


def _printed(text: NormalText, start: int, end: int) -> str:
    """The words as printed, lines joined."""
    return _BREAK.sub("", text.words(start, end))


def _texts(d: Disclosure) -> Iterator[tuple[NormalText, Place]]:
    """Every printed text and its place: titles, passages, then forms."""
    for section in d.walk_sections():
        if section.title and section.part != "contents":
            yield NormalText.of(section.title), section.place
    for table in d.tables:
        if table.title:
            yield NormalText.of(table.title), table.place or Place()
    for statement in told(d).statements:
        if statement.part != "contents":
            yield statement.text, place_of(statement.said)
    for form in d.evaluations:
        values = (value for _, value in form.particulars)
        for value in (form.expected_goal, form.achieved_goal, *values):
            if value:
                yield NormalText.of(value), form.place or Place()


@rule(
    "DIS-021",
    "模板残留",
    "nothing of the form is left in the text",
    source=TEMPLATE,
    severity=Severity.WARNING,
    kinds=BOTH,
    exceptions="科目名称中的括号，如维修（护）费、退职（役）费",
)
def no_leftovers(d: Disclosure) -> Iterator[Outcome]:
    """No XX, no 增加（减少）, no instruction of the form."""
    seen = 0
    for text, place in _texts(d):
        seen += 1
        found = leftovers(text)
        if not found:
            continue
        zh = "；".join(f"{_KINDS[kind][0]}{_some(words)}" for kind, words in found.items())
        en = "; ".join(f"{_KINDS[kind][1]}: {_some_en(words)}" for kind, words in found.items())
        _, start, end = next(_spans(text))
        where = _around(text, start, end)
        yield Fault(Wording(f"{quoted(where)}：{zh}", f"{quoted(where)}: {en}"), place=place)
    if seen:
        yield Held()


def _around(text: NormalText, start: int, end: int) -> str:
    """A short text as printed; of a long one what is printed around the words."""
    if len(text.printed) <= _SHORT:
        return text.printed
    size = len(text.text)
    start, end = max(0, start - _SHORT // 2), min(size, end + _SHORT // 2)
    said = _printed(text, start, end)
    if said.count("“") != said.count("”"):
        said = _MARKS.sub("", said)  # one of a pair was cut off
    return f"{'……' if start else ''}{said}{'……' if end < size else ''}"


def _some(words: list[str]) -> str:
    distinct = list(dict.fromkeys(words))
    return "“" + "”、“".join(distinct[:3]) + "”"


def _some_en(words: list[str]) -> str:
    return listed(list(dict.fromkeys(words))[:3], "en")
