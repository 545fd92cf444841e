"""Workbooks: a sheet for each table in the official layout, and the text on its own (Excel).

The few parts a workbook needs are written here, with the standard library alone. Numbers are
written digit by digit as they are printed, never by way of a binary fraction; a live sum has its
value beside it, for readers that do not calculate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from budgetdisclosure.model import Disclosure
from budgetdisclosure.writing.attached import Attachment, attached
from budgetdisclosure.writing.cover import cover
from budgetdisclosure.writing.pages import Heading, Paragraph
from budgetdisclosure.writing.plan import form_plan, plan_of
from budgetdisclosure.writing.sheet import Sheet
from budgetdisclosure.writing.sums import Sums, live_sums
from budgetdisclosure.writing.xlsx_package import workbook
from budgetdisclosure.writing.xlsx_sheet import Leaf
from budgetdisclosure.writing.xlsx_table import Head, table_leaf
from budgetdisclosure.writing.xlsx_text import text_leaf

_BEFORE, _AFTER, _EMPTY = "封面及说明", "情况说明", "空"
_NAMES: Mapping[str, str] = {
    "summary": "01收支总表",
    "income": "02收入",
    "expenditure": "03支出",
    "appropriation_summary": "04财政拨款总表",
    "general_budget_expenditure": "05一般公共预算",
    "basic_expenditure": "06基本支出",
    "three_public": "07三公经费",
    "government_fund": "08政府性基金",
    "state_capital": "09国有资本经营",
}
_LONGEST = 28
"""A sheet's name has at most 31 characters; three are kept for a number behind it."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'\t\n\r", "_"))


def to_xlsx(disclosure: Disclosure, *, formulas: bool = False, sums: Sums | None = None) -> bytes:
    """The disclosure as a workbook (xlsx), ready to print; the same bytes every time.

    With ``formulas`` the totals that restate a sum of other cells of their table are live sums,
    wherever the printed figures add up; ``sums`` are these, where they have been found already.

    >>> to_xlsx(Disclosure("某单位", 2020))[:2]
    b'PK'
    """
    live = sums if sums is not None else live_sums(disclosure) if formulas else {}
    leaves = list(_leaves(disclosure, live)) or [Leaf(_EMPTY, ())]
    return workbook(leaves, " ".join(cover(disclosure)), disclosure.entity or "")


def _leaves(disclosure: Disclosure, sums: Sums) -> Iterator[Leaf]:
    taken: set[str] = set()
    text: list[Heading | Paragraph] = []
    for piece in attached(disclosure):
        if isinstance(piece, Heading | Paragraph):
            text.append(piece)
            continue
        if text:
            yield text_leaf(_free(_BEFORE if not taken else _AFTER, taken), text)
            text = []
        yield _table(piece, sums, taken) if isinstance(piece, Sheet) else _form(piece, taken)
    if text:
        yield text_leaf(_free(_AFTER if taken else _BEFORE, taken), text)


def _free(wanted: str, taken: set[str]) -> str:
    """A name for a sheet that no other has, whatever the case of its letters."""
    name = wanted.translate(_FORBIDDEN).strip()[:_LONGEST] or _EMPTY
    numbered = (f"{name}({n})" if n > 1 else name for n in range(1, len(taken) + 2))
    free = next(one for one in numbered if one.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _table(sheet: Sheet, sums: Sums, taken: set[str]) -> Leaf:
    plan = plan_of(sheet)
    last = max(len(plan.shares), 1)
    entity, unit = sheet.frame
    heads: Sequence[Sequence[Head]] = (
        (Head(sheet.title, "center", title=True),),
        (Head(sheet.number or "", "right", last),),
        (Head(entity), Head(unit, "right", last)),
    )
    if not plan.height:  # nothing but a title: two texts in a row would look like a table
        heads = [(head,) for row in heads for head in row]
    name = _free(_NAMES.get(sheet.table, sheet.title), taken)
    return table_leaf(name, heads, plan, sheet.notes, sums)


def _form(attachment: Attachment, taken: set[str]) -> Leaf:
    form, number = attachment.form, attachment.evaluation.number
    plan = form_plan(form.grid)
    heads = (
        *(((Head(number),),) if number else ()),
        (Head(attachment.title, "center", title=True),),
        *((Head(text, "right", len(plan.shares)),) for text in attachment.captions),
    )
    name = _free(number or attachment.title, taken)
    return table_leaf(name, heads, plan, [note.text for note in form.after], {})
