"""Answers that contradict each other, or the ledger: told before anything is written (填写相符)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import evolve, frozen

from budgetdisclosure.amounts import Amount, total
from budgetdisclosure.compose.cells import folded
from budgetdisclosure.compose.checks import name_of
from budgetdisclosure.compose.entry import Flow, Nature, Procurement, Source, Stage
from budgetdisclosure.compose.form import Form
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.words import Scope, exactly, money
from budgetdisclosure.model import Kind
from budgetdisclosure.wording import Wording

_AGENCY, _OF_AGENCIES = "机关运行经费", "行政运行"
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


def whose_running_costs(ledger: Ledger, form: Form, scope: Scope, year: int) -> Iterator[Wording]:
    """Whether the running costs that are told are an agency's (机关运行经费), if nobody said so.

    Administrative bodies book theirs under 行政运行; a school or a hospital has none to tell.
    """
    stage = Stage.OUTTURN if form.kind is Kind.FINAL else Stage.INITIAL
    basic = ledger.select(
        flow=Flow.EXPENDITURE, stage=stage, source=Source.GENERAL_BUDGET, nature=Nature.BASIC
    )
    codes = {one.function for one in basic if one.function}
    told = scope.amount(_AGENCY) if form.parts and _AGENCY in form.amounts else None
    if not told or _AGENCY in scope.given or any(name_of(c, year) == _OF_AGENCIES for c in codes):
        return
    yield Wording(
        f"{_AGENCY}按公用经费 {money(scope, told)} 写；台账的基本支出里没有{_OF_AGENCIES}，"
        f"不是行政单位、也不参照公务员法管理的，请在填空表里加一行“{_AGENCY}”，填 0",
        "running costs are told as an agency's; if the body is none, answer “机关运行经费” with 0",
    )


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
        """Parts that do not come to their sum; what the ledger has is compared with the ledger."""
        for whole, parts in self.form.sums.items():
            stated, known = self._number(whole), self._known(parts)
            if stated is None or whole in self.booked or not self._answered(whole, *parts):
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
