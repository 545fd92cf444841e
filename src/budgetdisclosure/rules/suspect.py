"""Suspects: printed figures that may be wrong, and the likely slip behind each (存疑数字)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from budgetdisclosure.amounts import Figure, Interval, Percentage
from budgetdisclosure.place import CellRef, Place
from budgetdisclosure.rules import proof
from budgetdisclosure.rules.due import due, numbers_due
from budgetdisclosure.rules.explain import MOST_ADDENDS, common_place
from budgetdisclosure.rules.proof.slips import slips
from budgetdisclosure.wording import Language, Wording, quoted

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
    missing: Wording | None = None
    """The row that the table lacks: then it, and not the figure, is at fault."""
    tied: tuple[Suspect, ...] = ()
    """Other figures, any one of which explains as much just as well: which it is cannot be told."""

    @property
    def mend(self) -> Wording | None:
        """What to print there, where one number, or one of a few, is due (应改为)."""
        if isinstance(self.printed, Percentage):
            told = self.due and "—" not in self.due and self.due != self.printed.digits.strip()
            return Wording(self.due, self.due) if told else None
        numbers = () if self.expected is None else numbers_due(self.expected, _places(self))
        if not any(numbers) or self.printed.value in numbers:
            return None  # what prints nothing on the other side may be what was not read
        return Wording(_expected(self, "zh"), _expected(self, "en"))

    @property
    def message(self) -> Wording:
        """What is printed, what should be, and the likely slip."""
        said = _tied_words if self.tied else _suspect_words
        return Wording(said(self, "zh"), said(self, "en"))

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The outside contract's object."""
        from budgetdisclosure.rules.contract import cell_to_dict

        cause = self.missing or self.slip
        return {
            "cells": [cell_to_dict(self.printed)] if isinstance(self.printed, Figure) else [],
            "printed": self.printed.digits.strip(),
            "expected": None if self.expected is None else str(self.expected),
            "tail": self.tail,
            "slip": None if cause is None else cause.spoken(language),
            "message": self.message.spoken(language),
            "tied": [one.to_dict(language) for one in self.tied],
        }


LEFT_EMPTY = Wording("可能漏填", "perhaps left out")


def with_tied(ways: Sequence[tuple[Suspect, ...]], alike: int) -> tuple[tuple[Suspect, ...], ...]:
    """The explanations, the first told with those as likely where each accuses one figure alone."""
    first = [way[0] for way in ways[:alike] if len(way) == 1]
    told = any(one.tail or one.missing or one.slip not in (None, LEFT_EMPTY) for one in first)
    if alike < 2 or len(first) < alike or told:
        return tuple(ways)
    return ((evolve(first[0], tied=tuple(first[1:])),), *ways[1:])


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
    expected = _expected(suspect, language)
    parts = {
        "zh": (
            f"{place} 印为 {digits}",
            f"按其余各数应为 {expected}" if expected else "",
            f"按所印金额应为 {suspect.due}" if suspect.due not in ("", digits) else "",
            "只差末位一个单位（尾差）" if suspect.tail else "",
            suspect.slip.zh if suspect.slip else "",
            f"也可能不是它，另有 {suspect.alternatives} 种解释" if suspect.alternatives else "",
        ),
        "en": (
            f"{place} prints {digits}",
            f"by all the others it should be {expected}" if expected else "",
            f"by the amounts it should be {suspect.due}" if suspect.due not in ("", digits) else "",
            "one unit in the last place off" if suspect.tail else "",
            suspect.slip.en if suspect.slip else "",
            _others(suspect.alternatives) if suspect.alternatives else "",
        ),
    }[language]
    said = ("，" if language == "zh" else ", ").join(part for part in parts if part)
    if suspect.missing is None:
        return said
    zh = f"{suspect.missing.zh}；如果没有漏印，则{said}"
    return zh if language == "zh" else f"{suspect.missing.en}; if none is, {said}"


def _expected(suspect: Suspect, language: Language) -> str:
    """What the others make of it, as it would be printed."""
    return due(suspect.expected, _places(suspect), language)


def _places(suspect: Suspect) -> int:
    """The decimals it would be printed with: a bare 0 or a blank with as many as are known."""
    printed, interval, places = suspect.printed, suspect.expected, suspect.printed.places
    if interval is None or interval.low is None or interval.high is None or places:
        return places
    width = Fraction(interval.high) - Fraction(interval.low)
    fen = Fraction(1, printed.unit.fen) if isinstance(printed, Figure) else 0
    while places < _CENTS and Fraction(1, 10**places) > width + fen:
        places += 1
    return places


_CENTS = 2


def _tied_words(suspect: Suspect, language: Language) -> str:
    """One of several figures is wrong, and nothing tells which: all of them, none accused."""
    every = (suspect, *suspect.tied)
    zh = language == "zh"
    common = evolve(common_place([one.printed for one in every]), file=None)
    shown = [_one_of(one, common, language) for one in every[:MOST_ADDENDS]]
    said = ("、" if zh else ", ").join(shown)
    if len(every) > MOST_ADDENDS:
        said += f" …等 {len(every)} 个" if zh else f" … {len(every)} in all"
    rest = suspect.alternatives - len(suspect.tied)
    where, whose = common.spoken(language), _whose(every)
    if zh:
        other = f"，也可能都不是，另有 {rest} 种解释" if rest else ""
        return f"{where} {whose.zh}有一个印错，看不出是哪一个：{said}{other}".strip()
    other = f"; {_others(rest)}" if rest else ""
    return f"{where}: {whose.en} is wrong, which cannot be told: {said}{other}".removeprefix(": ")


def _whose(every: Sequence[Suspect]) -> Wording:
    """What the figures are together: the rows of one code, or so many figures."""
    cells = [one.printed.cell for one in every]
    rows = {cell.row for cell in cells if cell is not None}
    above = {row[:-2] for row in rows}
    columns = {(cell.table, cell.column) for cell in cells if cell is not None}
    if None not in cells and len(above) == len(columns) == 1 and all(map(str.isdigit, rows)):
        (parent,) = above
        rank = _RANKS.get(len(parent))
        if rank is not None:
            return Wording(f"{parent} 各{rank.zh}中", f"one of the {rank.en} of {parent}")
    return Wording(f"这 {len(every)} 个数中", f"one of these {len(every)} figures")


_RANKS = {3: Wording("款", "sections"), 5: Wording("项", "items")}


def _one_of(suspect: Suspect, common: Place, language: Language) -> str:
    """A figure of several, by what tells it from the others, with what it should be."""
    printed, place = suspect.printed, suspect.printed.place
    own = ""
    if place is not None:
        parts = {
            name: None if getattr(place, name) == getattr(common, name) else getattr(place, name)
            for name in ("table", "row", "column")
        }
        row = parts["row"] or ""
        apart = parts["table"] or parts["column"]
        bare = row if language == "zh" else quoted(row)
        own = Place(**parts).spoken(language) if apart else bare
    digits = printed.digits.strip() or ("空白" if language == "zh" else "blank")
    wanted = suspect.due or _expected(suspect, language)
    should = (
        (f"（应为 {wanted}）" if language == "zh" else f" (should be {wanted})") if wanted else ""
    )
    return f"{own} {digits}{should}".strip()


def _others(number: int) -> str:
    return "or one other figure" if number == 1 else f"or another: {number} more explanations"
