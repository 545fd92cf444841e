"""Reading the passages of a section one after another into claims (逐句读取)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from attrs import define, evolve, field

from budgetdisclosure.amounts import Figure, Percentage, Unit, parse_number
from budgetdisclosure.claims import grammar, phrases
from budgetdisclosure.claims.claim import (
    Amount,
    Basis,
    Claim,
    Completion,
    Count,
    Named,
    Rate,
    Said,
    Score,
    Share,
    Subject,
    Unsigned,
)
from budgetdisclosure.claims.clauses import ENDS, Clause, clauses_of
from budgetdisclosure.claims.digits import Number, NumberKind, numbers_of
from budgetdisclosure.claims.lead import levels_of, read_lead, subject_of
from budgetdisclosure.claims.names import Names
from budgetdisclosure.claims.normal import NormalText
from budgetdisclosure.place import CellRef, Place

_LONGEST_LEAD: Final = 90
_HEAD: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d{1,2}[.、．])?(?P<head>.+?)"
    r"(?:支出|预算|决算)?(?:情况)?(?:说明)?$"
)
_NOUN: Final = re.compile(r"[^，。；：、（）\d]{0,12}")


@define
class Reader:
    """What is known while a section is read: whose amounts, compared with what."""

    names: Names
    entity: str = ""
    year: int | None = None
    budget: bool = False
    claims: list[Claim] = field(factory=list)
    numbers: list[tuple[Number, Claim | None]] = field(factory=list)
    said: Said = field(factory=Said)
    subject: Subject = field(factory=Subject)
    item: Subject | None = None
    amounts: dict[Basis, Amount] = field(factory=dict)
    parents: list[tuple[int, Amount]] = field(factory=list)
    first: Amount | None = None
    opening: Amount | None = None
    base: tuple[Basis, int | None] | None = None
    change_at: int | None = None
    reason_at: int | None = None
    waiting: bool = False
    of_which: bool = False
    text: NormalText = field(factory=lambda: NormalText.of(""))

    def section(self, said: Said) -> None:
        """Begin a section."""
        self.said = evolve(said, sentence=self.said.sentence + 1)
        self.subject = Subject()
        self.item = None
        self.first = self.opening = self.base = self.change_at = self.reason_at = None
        self.amounts, self.parents, self.waiting = {}, [], False

    def passage(self, text: NormalText, said: Said) -> None:
        """Read one passage."""
        self.text = text
        self.said = evolve(said, sentence=self.said.sentence + 1, within=self.item)
        self.first = None
        if self.waiting:
            phrases.finish_reason(self, 0)
        numbers = numbers_of(text.text)
        for clause in clauses_of(text.text, numbers):
            self._clause(clause)

    def put(self, claim: Claim) -> int:
        """Keep a claim; its index."""
        self.claims.append(claim)
        return len(self.claims) - 1

    def at(self, start: int, end: int) -> Said:
        """The words from ``start`` to ``end`` of the passage, said here."""
        return evolve(self.said, words=self.text.words(start, end), place=self.text.place(start))

    def _clause(self, clause: Clause) -> None:
        words = clause.of(self.text.text)
        if clause.opened in ENDS or not clause.opened:
            self._sentence(words)
        while self.parents and self.parents[-1][0] > clause.depth:
            self.parents.pop()
        self._item(clause, words)
        events: list[tuple[int, Number | phrases.Event]] = [(n.start, n) for n in clause.numbers]
        events += [(clause.start + event.at, event) for event in phrases.events_of(words)]
        done = clause.start
        for _, event in sorted(events, key=lambda pair: pair[0]):
            if isinstance(event, Number):
                done = self._number(event, clause, done)
            else:
                phrases.take(self, event, clause, words)
        if not events:
            self._heading(words, clause)

    def _sentence(self, words: str) -> None:
        self.said = evolve(self.said, sentence=self.said.sentence + 1, explains=False)
        self.of_which = self.of_which and words.startswith("其中")
        if not words.startswith("其中"):
            self.base = None
            self.change_at = None

    def _item(self, clause: Clause, words: str) -> None:
        """A clause that names an item by its levels, or by name and code, opens its paragraph."""
        levels = levels_of(words) if "（项）" in words or "（类）" in words else None
        if levels is None or (not levels.names[2] and any(n.unit for n in clause.numbers)):
            return
        self.item = levels if levels.names[2] else self.item
        self._turn_to(levels)
        self.said = evolve(self.said, within=self.item)
        use = phrases.use_of(self.text.text, clause.end)
        self.put(Named(self.at(clause.start, clause.end), levels, use))

    def _heading(self, words: str, clause: Clause) -> None:
        """A clause without any statement may say what the next ones are about."""
        code = next((n for n in clause.numbers if n.kind is NumberKind.CODE), None)
        if code is not None:
            return
        match = _HEAD.match(words.strip())
        name = self.names.exactly(match["head"]) if match else ""
        name = name or (self.names.exactly(words) if len(words) < 40 else "")
        if name and not self.said.explains:
            self._turn_to(Subject(words, name))

    def _turn_to(self, subject: Subject) -> None:
        if subject != self.subject:
            self.subject = subject
            self.amounts = {}

    def _number(self, number: Number, clause: Clause, done: int) -> int:
        lead = self.text.text[max(done, clause.start, number.start - _LONGEST_LEAD) : number.start]
        readers = {
            NumberKind.MONEY: self._money,
            NumberKind.PERCENT: self._percent,
            NumberKind.COUNT: self._count,
            NumberKind.SCORE: self._score,
            NumberKind.CODE: self._code,
            NumberKind.BARE: self._bare,
            NumberKind.YEAR: self._year,
        }
        read = readers.get(number.kind)
        claim = read(number, lead, clause) if read else None
        self.numbers.append((number, claim))
        return number.end if number.kind in _CUTTING else done

    def _code(self, number: Number, lead: str, clause: Clause) -> Claim | None:
        """A code in brackets: the item whose amounts follow, in this clause or the next."""
        words = lead + self.text.text[number.start - 0 : number.stop] + "）"
        subject = subject_of(words, self.names, self.entity)
        if subject is None or not subject.code:
            return None
        self.item = subject
        self._turn_to(subject)
        self.said = evolve(self.said, within=subject)
        return self.claims[self.put(Named(self.at(clause.start, number.end), subject))]

    def _year(self, number: Number, lead: str, clause: Clause) -> Claim | None:
        dated = phrases.date_at(self, number)
        return None if dated is None else self.claims[self.put(dated)]

    def _money(self, number: Number, lead: str, clause: Clause) -> Claim | None:
        change = grammar.CHANGE.read(lead)
        if change:
            return self._change(number, lead, change)
        return self._amount(number, lead, clause)

    def _amount(self, number: Number, lead: str, clause: Clause) -> Claim | None:
        read = read_lead(lead, self.names, self.entity)
        subject = read.subject or self._inherited(read.basis)
        if self.said.explains and read.subject is not None and read.subject.plain:
            self.said = evolve(
                self.said, explains=clause.opened not in "；。" and clause.opened != ""
            )
        basis = self._basis(read.basis, read.year)
        if subject != self.subject:
            self._turn_to(subject)
        figure = self._figure(number, subject, basis)
        amount = Amount(self.at(clause.start, number.end), subject, figure, basis, read.year)
        if not self.said.explains:
            self.amounts[basis] = amount
            self.first = self.first or amount
            self.opening = self.opening or amount
        self.change_at = None
        self.of_which = False
        return self.claims[self.put(amount)]

    def _inherited(self, basis: Basis) -> Subject:
        if self.subject.words or self.subject.is_item or self.subject.key:
            return self.subject
        return Subject()

    def _basis(self, basis: Basis, year: int | None) -> Basis:
        if year is not None and self.year is not None and year < self.year:
            return Basis.PRIOR
        if self.budget and basis.is_budget:
            return Basis.CURRENT
        return basis

    def _figure(self, number: Number, subject: Subject, basis: Basis) -> Figure:
        value = parse_number(number.digits)
        row = str(subject) or self.said.section
        place = self.place_of(number, row)
        cell = CellRef("narrative", f"{self.said.role}/{row}", basis.value, len(self.claims) + 1)
        unit = number.unit or Unit.WAN
        return Figure(value.value, unit, value.places, number.digits, place, cell)

    def place_of(self, number: Number, row: str) -> Place:
        """The place of a number, with the subject as its row and the section as its table."""
        place = self.text.place(number.start) or Place()
        return place.within(table=self.said.section or None, row=row or None)

    def _percentage(self, number: Number) -> Percentage:
        value = parse_number(number.digits)
        assert value.value is not None
        base = 1000 if number.measure == "‰" else 100
        digits = number.digits + number.measure
        return Percentage(value.value, value.places, base, digits, self.place_of(number, ""))

    def _change(self, number: Number, lead: str, match: re.Match[str]) -> Claim | None:
        sign = grammar.direction(match["word"])
        figure = self._figure(number, self.subject, Basis.CURRENT)
        return phrases.change(self, lead[: match.start()], sign, figure, None, number)

    def _percent(self, number: Number, lead: str, clause: Clause) -> Claim | None:
        percentage = self._percentage(number)
        said = self.at(clause.start, number.end)
        done = grammar.COMPLETION.read(lead) or grammar.EXECUTION.read(lead)
        if done:
            return self._completion(percentage, said, lead[: done.start()], done["base"])
        share = grammar.SHARE.read(lead)
        if share:
            return self._share(percentage, said, lead[: share.start()], share["whole"])
        change = grammar.CHANGE.read(lead)
        if change:
            sign = grammar.direction(change["word"])
            return phrases.change(self, lead[: change.start()], sign, None, percentage, number)
        subject = subject_of(lead, self.names, self.entity) or self.subject
        return self.claims[self.put(Rate(said, subject, percentage))]

    def _completion(
        self, percentage: Percentage, said: Said, before: str, base: str | None
    ) -> Claim:
        named = subject_of(before, self.names, self.entity) if before else None
        subject = named if named is not None and named.key and named.plain else self.subject
        held = self.amounts if subject == self.subject else {}
        budgets = tuple(amount for basis, amount in held.items() if basis.is_budget)
        outturn = held.get(Basis.FINAL) or held.get(Basis.CURRENT)
        meant = {"年初": Basis.INITIAL, "全年": Basis.ADJUSTED}.get(
            base or "", Basis.ADJUSTED if base and "调整" in base else Basis.BUDGET
        )
        claim = Completion(said, subject, percentage, meant, outturn, budgets)
        return self.claims[self.put(claim)]

    def _share(self, percentage: Percentage, said: Said, before: str, whole: str) -> Claim:
        named = subject_of(before, self.names, self.entity) if before else None
        subject = self.subject if named is None or not named.key else named
        part = self._latest(subject) if named is not None and named.key else self._own()
        before_it = [amount for _, amount in reversed(self.parents)]
        before_it += [one for one in (self.first, self.opening) if one is not None]
        wholes = tuple(dict.fromkeys(one for one in before_it if one is not part))
        return self.claims[self.put(Share(said, subject, percentage, part, whole, wholes))]

    def _own(self) -> Amount | None:
        return self.amounts.get(Basis.FINAL) or self.amounts.get(Basis.CURRENT)

    def latest_of(self, subject: Subject) -> Amount | None:
        """The latest amount of that very subject in the section."""
        return self._latest(subject)

    def _latest(self, subject: Subject) -> Amount | None:
        if subject == self.subject and self._own():
            return self._own()
        for claim in reversed(self.claims[-200:]):
            if (
                isinstance(claim, Amount)
                and claim.said.section == self.said.section
                and claim.subject.key == subject.key
                and claim.basis in (Basis.CURRENT, Basis.FINAL)
            ):
                return claim
        return None

    def _count(self, number: Number, lead: str, clause: Clause) -> Claim | None:
        value = parse_number(number.digits).value or Decimal(0)
        noun = _NOUN.match(self.text.text, number.end)
        words = f"{lead[-24:]}…{noun[0]}" if noun and noun[0] else lead[-24:]
        said = self.at(clause.start, min(clause.end, number.end + 12))
        claim = Count(said, Subject(words.strip("，、：的 ")), value, number.measure, number.digits)
        return self.claims[self.put(claim)]

    def _score(self, number: Number, lead: str, clause: Clause) -> Claim | None:
        value = parse_number(number.digits).value or Decimal(0)
        said = self.at(clause.start, number.end)
        return self.claims[self.put(Score(said, Subject(lead[-24:]), value))]

    def _bare(self, number: Number, lead: str, clause: Clause) -> Claim | None:
        """A rate without its sign: after 增长 behind an amount of change, or after 占, 完成预算的."""
        behind = self.text.text[number.end : number.end + 1]
        if behind and behind not in "，。；）、":
            return None
        changed = grammar.CHANGE.read(lead) is not None and self.change_at is not None
        shared = grammar.COMPLETION.read(lead) is not None
        if not (changed or shared):
            return None
        said = self.at(clause.start, number.end)
        return self.claims[self.put(Unsigned(said, self.subject, number.digits))]


_CUTTING: Final = (NumberKind.MONEY, NumberKind.PERCENT, NumberKind.COUNT, NumberKind.SCORE)
