"""What a process sends back of each file, and how the pieces of many become one output (批量结果).

A whole audit is heavy to send between processes; its text is light. ``told`` makes the text where
the file was read, and the functions of ``JOINED`` put the texts of all files together.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, get_args

from attrs import frozen

from budgetdisclosure.frames import FOUND_COLUMNS, Fact, facts, findings, narrative_facts
from budgetdisclosure.many.each import FilePath
from budgetdisclosure.many.folders import disclosures_of
from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading.portions import How
from budgetdisclosure.report import render
from budgetdisclosure.report.html import article, page_of
from budgetdisclosure.report.terminal import file_of
from budgetdisclosure.rules import Audit, audit
from budgetdisclosure.wording import Language
from budgetdisclosure.writing.facts import csv_lines

Form = Literal["text", "json", "html", "csv"]


@frozen
class Told:
    """One file's audit as text, and what came of it (一份文件的审核结果)."""

    text: str
    consistent: bool
    blank: tuple[str, ...] = ()
    """The disclosures in it, by their files, in which there was nothing to check."""


def told(
    source: FilePath,
    *,
    form: Form,
    language: Language,
    how: How,
    beside: Sequence[Disclosure] = (),
    units: Sequence[Disclosure] = (),
    colour: bool = False,
    full: bool = False,
) -> Told:
    """Read and audit a file, or each disclosure of a folder, and say it in ``form``.

    ``beside`` and ``units`` are others to compare with: see ``rules.audit``. ``full`` leaves
    nothing out of the text.
    """
    held = disclosures_of(source, how=how)
    made = [audit(one, beside=beside, units=units) for one in held]
    return Told(
        _BETWEEN[form].join(_said(one, form, language, colour, full) for one in made),
        all(one.consistent for one in made if one.looked),
        tuple(file_of(one.disclosure) or os.fspath(source) for one in made if not one.looked),
    )


_BETWEEN: Final = {"text": "\n\n", "json": "\n", "html": "\n", "csv": ""}
"""What stands between the disclosures of one folder."""


def all_in(paths: Iterable[FilePath], how: How) -> tuple[Disclosure, ...]:
    """What every file is compared with, read once; unreadable, it stops before the first."""
    return tuple(one for path in paths for one in disclosures_of(path, how=how))


def facts_of(source: FilePath, *, how: How, narrative: bool = False) -> list[Fact]:
    """Every printed number of a file, or of each disclosure of a folder; with those of the text."""
    made: list[Fact] = []
    for one in disclosures_of(source, how=how):
        made += facts(one)
        made += narrative_facts(one) if narrative else ()
    return made


def _said(made: Audit, form: Form, language: Language, colour: bool, full: bool) -> str:
    match form:
        case "json":
            return json.dumps(made.to_dict(language), ensure_ascii=False)
        case "html":
            return article(made, language)
        case "csv":
            _, *lines = csv_lines(findings(made, language), FOUND_COLUMNS)
            return "".join(lines)
        case _:
            return render(made, language, colour=colour, full=full)


def _paragraphs(texts: Iterable[str], language: Language) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield f"{chr(10) * 2 if number else ''}{text}"
    yield "\n"


def _lines(texts: Iterable[str], language: Language) -> Iterator[str]:
    for text in texts:
        yield f"{text}\n"


def _table(texts: Iterable[str], language: Language) -> Iterator[str]:
    yield from csv_lines((), FOUND_COLUMNS)
    yield from texts


JOINED: Final[Mapping[str, Callable[[Iterable[str], Language], Iterator[str]]]] = {
    "text": _paragraphs,
    "json": _lines,
    "html": page_of,
    "csv": _table,
}
"""How the texts of many files are put together, by form."""

FORMS: Final[tuple[str, ...]] = get_args(Form)
"""The forms an audit can be told in."""


def json_array(rows: Iterable[Fact]) -> Iterator[str]:
    """The facts as one JSON array, a row a line."""
    yield "["
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}\n {json.dumps(row.to_dict(), ensure_ascii=False)}"
    yield "\n]\n"
