"""Tidy facts: every printed number of every table, one row each (数据行)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.calc.evaluation_facts import evaluation_facts
from budgetdisclosure.calc.fact import Fact
from budgetdisclosure.errors import ModelError
from budgetdisclosure.model import Disclosure, Line, Table
from budgetdisclosure.model.columns import Column
from budgetdisclosure.model.texts import unsaid
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording


def facts(disclosure: Disclosure) -> Iterator[Fact]:
    """Every printed number of the disclosure's tables and self-evaluations, blanks left out.

    A cell that prints no number (``48.9O``) is a row too, with its text and without a value. The
    numbers of the text are in ``narrative_facts``.

    Raises:
        ModelError: what is given is no disclosure.

    >>> from budgetdisclosure.model import ExpenditureLine, ExpenditureTable
    >>> line = ExpenditureLine("合计", item="合计", total=Figure.parse("3.00"))
    >>> d = Disclosure(expenditure=ExpenditureTable(lines=[line], title="支出决算表"))
    >>> [(fact.table, fact.row_name, fact.column, fact.printed) for fact in facts(d)]
    [('expenditure', '合计', 'total', '3.00')]
    """
    if not isinstance(disclosure, Disclosure):
        raise _no_disclosure(disclosure)
    return _facts(disclosure)


def _facts(disclosure: Disclosure) -> Iterator[Fact]:
    for table in disclosure.tables:
        for line in table.all_lines():
            yield from _line_facts(disclosure, table, line)
    for evaluation in disclosure.evaluations:
        yield from evaluation_facts(disclosure, evaluation)


def all_facts(disclosures: Disclosure | Iterable[Disclosure]) -> Iterator[Fact]:
    """The facts of many disclosures, one after the other."""
    held = (disclosures,) if isinstance(disclosures, Disclosure) else disclosures
    for disclosure in held:
        yield from facts(disclosure)


def _no_disclosure(given: object) -> ModelError:
    return ModelError(
        Wording("这不是读好的公开件", "this is no disclosure"),
        excerpt=repr(given),
        remedy=Wording(
            "一份用 facts(公开件)，几份用 all_facts([公开件, …])，文件先用 read 读取",
            "Use facts(disclosure), or all_facts([…]) for several; read a file first",
        ),
    )


def _line_facts(disclosure: Disclosure, table: Table, line: Line) -> Iterator[Fact]:
    headings = {column.id: column for column in line.columns()}
    texts = _texts(line)
    for name in headings:
        figure: Figure = getattr(line, name)
        if _says_something(figure):
            yield _fact(disclosure, table, line, name, figure, headings[name], texts)
    for extra in line.extras:
        if _says_something(extra.figure):
            yield _fact(disclosure, table, line, extra.label, extra.figure, None, texts)


def _says_something(figure: Figure | Percentage) -> bool:
    """Whether a cell prints a number, or what should be one."""
    return figure.value is not None or (isinstance(figure, Figure) and figure.is_unreadable)


def _texts(line: Line) -> str:
    """The row's cells of words by heading, where they say more than its code and its name."""
    held = {text.label: text.text for text in line.texts}
    return json.dumps(held, ensure_ascii=False) if unsaid(line) else ""


def _fact(
    disclosure: Disclosure,
    table: Table,
    line: Line,
    name: str,
    figure: Figure | Percentage,
    heading: Column | None,
    texts: str,
) -> Fact:
    place = figure.place
    return Fact.of(
        disclosure,
        place,
        table=table.id,
        title=table.title or table.TITLE,
        row_code=line.code.digits if line.code else "",
        row_name=line.name,
        column=name,
        column_label=_label(place, heading) or name,
        printed=figure.digits.strip(),
        value=figure.value,
        unit=figure.unit.label if isinstance(figure, Figure) else "%",
        item=line.item or "",
        also=" ".join(line.also),
        texts=texts,
    )


def _label(place: Place | None, heading: Column | None) -> str:
    """The heading as printed, else the official one."""
    return (place.column if place else "") or (heading.zh if heading else "")
