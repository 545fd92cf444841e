"""Suspects: printed figures that may be wrong, and the likely slip behind each (存疑数字)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from budgetdisclosure.amounts import Figure, Interval, Percentage
from budgetdisclosure.place import CellRef
from budgetdisclosure.rules import proof
from budgetdisclosure.rules.proof.slips import slips
from budgetdisclosure.wording import Language, Wording

Beside = Mapping[CellRef, tuple[Decimal, ...]]
"""The values printed beside each cell."""


@frozen
class Suspect:
    """A printed figure that may be wrong, and where the others say it should lie (存疑数字).

    ``expected`` is in the figure's unit; ``alternatives`` counts the other cheapest explanations
    of the same contradiction that do not need this figure.
    """

    printed: Figure | Percentage
    expected: Interval | None
    tail: bool = False
    truncated: bool = False
    alternatives: int = 0
    slip: Wording | None = None
    due: str = ""
    """Of a percentage: what its amounts make of it."""

    @property
    def message(self) -> Wording:
        """What is printed, what should be, and the likely slip."""
        return Wording(_suspect_words(self, "zh"), _suspect_words(self, "en"))

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The outside contract's object."""
        from budgetdisclosure.rules.contract import cell_to_dict

        return {
            "cells": [cell_to_dict(self.printed)] if isinstance(self.printed, Figure) else [],
            "printed": self.printed.digits.strip(),
            "expected": None if self.expected is None else str(self.expected),
            "tail": self.tail,
            "slip": None if self.slip is None else self.slip.spoken(language),
            "message": self.message.spoken(language),
        }


def slip_of(printed: Figure, suspect: proof.Suspect, scale: int, beside: Beside) -> Wording | None:
    """The likeliest slip of the pen that leads from a right figure to the printed one."""
    if printed.value is None or suspect.low is None or suspect.high is None or scale != 1:
        return None
    near = beside.get(printed.cell, ()) if printed.cell else ()
    found = slips(printed.value, suspect.low, suspect.high, printed.unit.fen, near)
    if not found or found[0].chance > Fraction(1, 4):
        return None
    name, corrected = found[0].wording, found[0].corrected
    if corrected is None:
        return Wording(f"可能是{name.zh}", f"perhaps {name.en}")
    return Wording(
        f"可能是{name.zh}，应为 {corrected}", f"perhaps {name.en}, should read {corrected}"
    )


def in_unit(figure: Figure, low: int | None, high: int | None, scale: int) -> Interval:
    """An interval of (parts of) fen in the figure's unit."""
    by = figure.unit.fen * scale
    return Interval(
        None if low is None else Fraction(low, by),
        None if high is None else Fraction(high, by),
        True,
        True,
    )


def _suspect_words(suspect: Suspect, language: Language) -> str:
    printed = suspect.printed
    place = evolve(printed.place, file=None).spoken(language) if printed.place else ""
    digits = printed.digits.strip() or ("空白" if language == "zh" else "blank")
    expected = "" if suspect.expected is None else str(suspect.expected)
    parts = {
        "zh": (
            f"{place} 印为 {digits}",
            f"按其余各数应在 {expected}" if expected else "",
            f"按所印金额应为 {suspect.due}" if suspect.due else "",
            "只差末位一个单位（尾差）" if suspect.tail else "",
            suspect.slip.zh if suspect.slip else "",
            f"也可能不是它，另有 {suspect.alternatives} 种解释" if suspect.alternatives else "",
        ),
        "en": (
            f"{place} prints {digits}",
            f"by all the others it should lie in {expected}" if expected else "",
            f"by the amounts it should be {suspect.due}" if suspect.due else "",
            "one unit in the last place off" if suspect.tail else "",
            suspect.slip.en if suspect.slip else "",
            _others(suspect.alternatives) if suspect.alternatives else "",
        ),
    }[language]
    return ("，" if language == "zh" else ", ").join(part for part in parts if part)


def _others(number: int) -> str:
    return "or one other figure" if number == 1 else f"or another: {number} more explanations"
