"""Answers that contradict each other, or the ledger: told before anything is written (填写相符)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import evolve, frozen

from budgetdisclosure.amounts import Amount, total
from budgetdisclosure.compose.cells import folded
from budgetdisclosure.compose.entry import Flow, Procurement, Stage
from budgetdisclosure.compose.form import Form
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.words import Scope, exactly, money
from budgetdisclosure.wording import Wording

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?", re.ASCII)


def purchases(ledger: Ledger, stage: Stage) -> dict[str, Amount]:
    """What the ledger marks as bought through government procurement, by the names asked for."""
    spent = ledger.select(flow=Flow.EXPENDITURE, stage=stage)
    bought = [entry for entry in spent if entry.procurement]
    if not bought:
        return {}
    apart = {
        f"采购{kind.value}": total(e.amount for e in bought if e.procurement is kind)
        for kind in Procurement
    }
    return {"采购总额": total(apart.values())} | apart


def disagreements(form: Form, scope: Scope, booked: Mapping[str, Amount]) -> tuple[Wording, ...]:
    """What cannot be so at once among the answers that ``scope`` has been given.

    Which answers come to which, and which are part of which, the form says (``[answers.sums]``,
    ``[answers.within]``); ``booked`` are amounts of the ledger that no table prints.
    """
    answers = _Answers(form, scope, booked)
    return (*answers.apart(), *answers.beyond(), *answers.against())


@frozen
class _Answers:
    form: Form
    scope: Scope
    booked: Mapping[str, Amount]

    def apart(self) -> Iterator[Wording]:
        """Parts that do not come to their sum."""
        for whole, parts in self.form.sums.items():
            stated, known = self._number(whole), self._known(parts)
            if stated is None or not self._answered(whole, *parts):
                continue
            summed = sum(known.values(), Fraction(0))
            if summed > stated or (len(known) == len(parts) and summed != stated):
                shown = "、".join(f"{name}{self._exactly(name, known[name])}" for name in known)
                one, other = self._exactly(whole, stated), self._exactly(whole, summed)
                yield Wording(
                    f"填写的“{whole}”为{one}，各项之和为{other}（{shown}），请核对",
                    f"{whole} is given as {one}, its parts come to {other} ({shown})",
                )

    def beyond(self) -> Iterator[Wording]:
        """Parts that are printed as more than what they are part of."""
        for whole, parts in self.form.within.items():
            stated, known = self._number(whole), self._known(parts)
            if stated is None or not known or not self._answered(whole, *parts):
                continue
            summed = sum(known.values(), Fraction(0))
            if self._printed(whole, summed) > self._printed(whole, stated):
                names, together = "、".join(known), "合计" if len(known) > 1 else ""
                one, other = self._shown(whole, summed), self._shown(whole, stated)
                yield Wording(
                    f"填写的“{names}”{together}为{one}，多于“{whole}”{other}，请核对",
                    f"{names}: {one} is given, more than {whole}, {other}",
                )

    def against(self) -> Iterator[Wording]:
        """Answers that the ledger has otherwise; one that is part of an amount may be less."""
        untold, parts = (
            evolve(self.scope, given={}),
            {n for p in self.form.within.values() for n in p},
        )
        for name, fen in self.scope.given.items():
            booked = self.booked.get(name)
            told = untold.amount(name) if booked is None else Fraction(booked.fen)
            if told is None or (name in parts and booked is None):
                continue
            if self.scope.printed(told) != self.scope.printed(fen):
                one, other = self._shown(name, fen), self._shown(name, told)
                yield Wording(
                    f"填写的“{name}”为{one}，台账为{other}；文字用填写的数，请核对",
                    f"{name} is given as {one}, the ledger says {other}; the text has the answer",
                )

    def _answered(self, *names: str) -> bool:
        return any(name in self.scope.given or name in self.scope.facts for name in names)

    def _known(self, names: tuple[str, ...]) -> dict[str, Fraction]:
        found = ((name, self._number(name)) for name in names)
        return {name: number for name, number in found if number is not None}

    def _number(self, name: str) -> Fraction | None:
        """The amount of a name in fen, or the count that was answered; None where none is."""
        if name not in self.scope.facts:
            return self.scope.amount(name)
        text = folded(self.scope.facts[name])
        return Fraction(text.replace(",", "")) if _NUMBER.fullmatch(text) else None

    def _printed(self, name: str, number: Fraction) -> Fraction:
        return number if name in self.scope.facts else self.scope.printed(number)

    def _exactly(self, name: str, number: Fraction) -> str:
        counted = name in self.scope.facts
        return str(number) if counted else exactly(number, self.scope.unit, self.scope.places)

    def _shown(self, name: str, number: Fraction) -> str:
        return str(number) if name in self.scope.facts else money(self.scope, number)
