"""Results that a workbook does not keep (公式结果): worked out, or the formula shown instead."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import define, field

from budgetdisclosure.reading.formats.excel.formula import Held, worked_out
from budgetdisclosure.reading.formats.excel.number_format import shown
from budgetdisclosure.reading.formats.excel.rows import Draft
from budgetdisclosure.reading.formats.excel.sheets import Sheet
from budgetdisclosure.reading.formats.excel.spans import Position

_MOST: Final = 5_000_000
"""The cells all formulas of a workbook may ask for."""

Key = tuple[str, Position]
"""A cell by its sheet's name and its position."""


class _UnknownError(Exception):
    """A cell whose value is not known."""


@define
class _Results:
    """The results so far; None for a formula that is not worked out."""

    drafts: dict[str, Draft]
    from_1904: bool
    found: dict[Key, Decimal | None] = field(factory=dict)
    missing: dict[Key, None] = field(factory=dict)
    """The formulas that the one last tried rests on and that are not worked out, in order."""
    asked: int = 0

    def of(self, key: Key) -> Decimal | None:
        """What a formula comes to, those it rests on worked out before it."""
        stack, waiting = [key], set[Key]()
        while stack:
            here = stack[-1]
            result = None if here in self.found else self.tried(here)
            if here in self.found or not self.missing:
                self.found.setdefault(here, result)
                waiting.discard(stack.pop())
                continue
            waiting.add(here)
            for other in reversed(self.missing):
                if other in waiting:
                    self.found[other] = None  # it waits for itself
                else:
                    stack.append(other)
        return self.found[key]

    def tried(self, key: Key) -> Decimal | None:
        """What a formula comes to if all it rests on is known; else what is ``missing`` is kept."""
        name, at = key
        formula = self.drafts[name].formulas[at]
        self.missing = {}
        try:
            return worked_out(formula.text, lambda s, p: self.held(s or name, p), formula.shift)
        except _UnknownError:
            self.missing = {}
            return None

    def held(self, name: str, at: Position) -> Held:
        """What a cell holds; one for a formula not yet worked out, which is noted as missing."""
        self.asked += 1
        draft = self.drafts.get(name)
        if draft is None or self.asked > _MOST:
            raise _UnknownError
        if at not in draft.formulas:
            return draft.held(at)
        if (name, at) not in self.found:
            self.missing[name, at] = None
            return Fraction(1)
        result = self.found[name, at]
        if result is None:
            raise _UnknownError
        return Fraction(result)


def finished(drafts: Sequence[Draft], *, from_1904: bool = False) -> list[Sheet]:
    """The sheets, with what their formulas come to."""
    results = _Results({draft.name: draft for draft in drafts}, from_1904)
    return [_sheet(draft, results) for draft in drafts]


def _sheet(draft: Draft, results: _Results) -> Sheet:
    texts = dict(draft.texts)
    computed: list[Position] = []
    unknown: dict[Position, str] = {}
    for at in sorted(draft.formulas):
        formula = draft.formulas[at]
        result = results.of((draft.name, at))
        if result is None:
            unknown[at] = texts[at] = "=" + (formula.text or "?")
        else:
            computed.append(at)
            texts[at] = shown(result, formula.style.code, from_1904=results.from_1904)
    return Sheet(
        draft.name,
        texts,
        frozenset(draft.framed),
        draft.merged,
        draft.hidden,
        frozenset(draft.hidden_rows),
        frozenset(draft.hidden_columns),
        tuple(computed),
        unknown,
        tuple(draft.concealed),
    )
