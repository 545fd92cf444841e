"""What a row says in its columns of words, beyond its code and its name (文字栏)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from budgetdisclosure.model.line import Line, Text

_NUMBERING = frozenset({"行次", "序号", "行号"})
_JOINTS = " \u3000-—–_[]()（）【】〔〕"


def labels_of(lines: Iterable[Line]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The headings of the columns of words, and apart those of remarks behind the last key.

    Each row has those alone in which it prints something; their common order is that of all rows.

    >>> rows = [(Text("甲", "1"), Text("丙", "2")), (Text("乙", "3"), Text("丙", "4", remark=True))]
    >>> labels_of(Line(texts=texts) for texts in rows)
    (('甲', '乙', '丙'), ())
    """
    held = [words_of(line) for line in lines]
    ordered = _in_order([[text.label for text in texts] for texts in held])
    keys = {text.label for texts in held for text in texts if not text.remark}
    last = max((at for at, label in enumerate(ordered, 1) if label in keys), default=0)
    return tuple(ordered[:last]), tuple(ordered[last:])


def counts_of(line: Line) -> dict[str, str]:
    """What a row prints in columns of figures that is no amount, by column: 3 vehicles.

    >>> from budgetdisclosure.amounts import Figure
    >>> from budgetdisclosure.model.line import Extra
    >>> text = Text("决算数", "3", remark=True)
    >>> counts_of(Line("车辆（辆）", texts=(text,), extras=(Extra("决算数", Figure.blank()),)))
    {'决算数': '3'}
    """
    return {name: text.text for name, text in _counts(line).items()}


def words_of(line: Line) -> tuple[Text, ...]:
    """What a row prints in columns of words; what it counts in columns of figures is left out."""
    counts = _counts(line).values()
    return tuple(text for text in line.texts if not any(text is count for count in counts))


def _counts(line: Line) -> dict[str, Text]:
    remarks = {text.label: text for text in line.texts if text.remark}
    if not remarks:
        return {}
    official = {column.id: column.zh for column in line.columns()}
    found: dict[str, Text] = {}
    for name, figure in line.figures().items():
        printed = figure.place.column if figure.place else None
        label = next((one for one in (name, printed, official.get(name)) if one in remarks), None)
        if figure.value is None and label is not None:
            found[name] = remarks[label]
    return found


def _in_order(rows: Sequence[Sequence[str]]) -> list[str]:
    """The labels of all rows in one order that is the order of each."""
    met = {label: at for at, label in enumerate(dict.fromkeys(one for row in rows for one in row))}
    before: dict[str, set[str]] = {label: set() for label in met}
    for row in rows:
        for first, second in pairwise(row):
            before[second].add(first)
    sorter = TopologicalSorter(before)
    try:
        sorter.prepare()
    except CycleError:
        return list(met)
    ordered: list[str] = []
    ready = set(sorter.get_ready())
    while ready:
        label = min(ready, key=met.__getitem__)
        ready.remove(label)
        ordered.append(label)
        sorter.done(label)
        ready |= set(sorter.get_ready())
    return ordered


def unsaid(line: Line) -> tuple[Text, ...]:
    """What a row prints in its columns of words that its code and its name do not say.

    A name that stood in several columns is not said by the name. A number that only counts the
    rows of the table (行次) says nothing.

    >>> from budgetdisclosure.codes import FunctionCode
    >>> texts = Text("编码", "208"), Text("名称", "社保"), Text("备注", "新", remark=True)
    >>> unsaid(Line("社保", FunctionCode("208"), texts=texts))
    (Text(label='备注', text='新', remark=True),)
    """
    left = tuple(t for t in line.texts if not (counts_rows(t) or _says_code(t, line)))
    names = [text for text in left if not text.remark]
    if all(text.text == line.name for text in names) and (len(names) == 1 or line.item):
        return tuple(text for text in left if text.remark)
    return left


def counts_rows(text: Text) -> bool:
    """Whether a text only numbers its row (行次)."""
    return text.text.isdigit() and text.label.rpartition("/")[2] in _NUMBERING


def _says_code(text: Text, line: Line) -> bool:
    """Whether a text is the row's code, a level of it, or the code with the name."""
    if line.code is None or text.remark:
        return False
    digits, said = line.code.digits, "".join(text.text.split())
    if said.isdigit():
        return said == digits or said.zfill(2) in line.code.parts
    name = "".join(line.name.split())
    return said.startswith((digits, f"[{digits}", f"({digits}", f"（{digits}")) and (
        said.partition(digits)[2].strip(_JOINTS) == name.strip(_JOINTS)
    )
