"""Columns of words written again under their own headings, and what a row says in them (文字栏)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from budgetdisclosure.model import Line, Text, items
from budgetdisclosure.reading.recognise.vocabulary import heading_says
from budgetdisclosure.writing.blocks import Path
from budgetdisclosure.writing.headings import levels_of
from budgetdisclosure.writing.sheet import Cell

TOTALS = (
    items.TOTAL,
    items.GRAND_TOTAL,
    items.CURRENT_YEAR_REVENUE,
    items.CURRENT_YEAR_EXPENDITURE,
)
"""The rows that sum up, set in bold."""
_JOINTS = " \u3000-—–_[]()（）【】〔〕"


def labels_of(lines: Iterable[Line]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The headings of the columns of words, and apart those of remarks behind the last key.

    Each row has those alone in which it prints something; their common order is that of all rows.

    >>> rows = [(Text("甲", "1"), Text("丙", "2")), (Text("乙", "3"), Text("丙", "4", remark=True))]
    >>> labels_of(Line(texts=texts) for texts in rows)
    (('甲', '乙', '丙'), ())
    """
    held = [line.texts for line in lines]
    ordered = _in_order([[text.label for text in texts] for texts in held])
    keys = {text.label for texts in held for text in texts if not text.remark}
    last = max((at for at, label in enumerate(ordered, 1) if label in keys), default=0)
    return tuple(ordered[:last]), tuple(ordered[last:])


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


def paths_of(labels: Sequence[str]) -> Iterator[Path]:
    """The headings over the columns; a heading that was printed twice is printed twice again."""
    for label in labels:
        bare, _, count = label.removesuffix("）").rpartition("（")
        twice = count.isdigit() and bare in labels
        yield levels_of(bare if twice else label)


def text_cells(line: Line, labels: Sequence[str]) -> Iterator[Cell]:
    """The row's cells in these columns; what names a total reaches over what is left."""
    held = {text.label: text.text for text in line.texts}
    total = line.item in TOTALS
    at = 0
    while at < len(labels):
        text = held.get(labels[at], "")
        reach = at + 1
        while total and text and reach < len(labels) and labels[reach] not in held:
            reach += 1
        yield Cell(text, columns=reach - at, strong=total)
        at = reach


def unsaid(line: Line) -> Counter[tuple[str, str]]:
    """What a row prints in its columns of words beyond its code and its name, by heading.

    A form may print code and name under headings of its own; a name that stood in several columns
    is not said by the name.

    >>> from budgetdisclosure.codes import FunctionCode
    >>> texts = Text("编码", "208"), Text("名称", "社保"), Text("备注", "新", remark=True)
    >>> unsaid(Line("社保", FunctionCode("208"), texts=texts))
    Counter({('备注', '新'): 1})
    """
    left = [text for text in line.texts if not _says_code(text, line) and not _counts_rows(text)]
    names = [text for text in left if not text.remark]
    if all(text.text == line.name for text in names) and (len(names) == 1 or line.item):
        left = [text for text in left if text.remark]
    return Counter((text.label, text.text) for text in left)


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


def _counts_rows(text: Text) -> bool:
    """Whether a text only numbers its row, as forms do by themselves (行次)."""
    return text.text.isdigit() and heading_says("order", levels_of(text.label)[-1])
