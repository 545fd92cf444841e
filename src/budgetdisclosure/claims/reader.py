"""Reading the passages of a section one after another into claims (逐句读取)."""

from __future__ import annotations

import re
from typing import Final

from attrs import define, field

from budgetdisclosure.amounts import Figure, Percentage, Unit
from budgetdisclosure.claims import counts, grammar, money, phrases, rates
from budgetdisclosure.claims.claim import Amount, Basis, Claim, Named, Said, Subject
from budgetdisclosure.claims.clauses import ENDS, Clause, clauses_of
from budgetdisclosure.claims.digits import Number, NumberKind, numbers_of
from budgetdisclosure.claims.lead import levels_of, read_lead, read_year, subject_of
from budgetdisclosure.claims.names import Names, meant
from budgetdisclosure.claims.normal import NormalText
from budgetdisclosure.claims.respective import Respective
from budgetdisclosure.claims.unsure import without_doubt
from budgetdisclosure.place import CellRef, Place

_LONGEST_LEAD: Final = 90
_LONGEST_NAME: Final = 40
_HEAD: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d{1,2}[.、．])?(?P<head>.+?)"
    r"(?:支出|预算|决算)?(?:情况)?(?:说明)?$"
)
_NUMBERED: Final = re.compile(r"\d{1,3}[.、．]|（\d{1,3}）|·")
_CALLED: Final = re.compile(rf"（以下简?称(?:{grammar.UP}|{grammar.DOWN}|预算|决算)）")
"""What says how a word is used from here on: 比上年增长（以下简称增长）7.2%."""
_CURRENCY: Final = re.compile(r"(?:人民币|RMB|CNY|[￥¥])$")
_ORDINAL: Final = re.compile(r"[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])")
"""What opens an entry of a list, be it in the middle of a passage: ，三、公务接待费5万元."""
_MORE_NUMBERS: Final = re.compile(rf"[、，和及]{{1,2}}\d|[和及](?:{grammar.UP}|{grammar.DOWN})\d")
_USE: Final = re.compile(r"用于：$")
_YEAR_ALONE: Final = re.compile(r"((?:19|20)\d\d)年度?")
"""A year that stands before all that is told after it: 2019年，某局支出9万元."""
_THIS_YEAR: Final = re.compile(r"本年|今年")
_SIDE_TITLES: Final = ("收入预算", "支出预算")
_OPEN: Final = re.compile(
    r"(?P<lead>.{2,90}?)(?:(?:〔[^〕]*〕|[A-Za-z×○〇_＊*]{1,8})[亿万千]?元?|[亿万千]?元)"
)
"""An amount that nobody filled in: 公务接待费支出预算为____万元."""
_UNREAD: Final = (NumberKind.MONEY, NumberKind.PERCENT, NumberKind.BARE)
_CUTTING: Final = frozenset(
    {
        *(NumberKind.MONEY, NumberKind.PERCENT, NumberKind.COUNT, NumberKind.SCORE),
        *(NumberKind.ILLEGIBLE, NumberKind.UNSURE),
    }
)
_SIDES: Final = {
    "收支总计": ("支出总计", "收入总计"),
    "财政拨款收支总计": ("财政拨款支出总计", "财政拨款收入总计"),
}
"""What is told of both sides together is true of each, for they are equal."""
_COLUMNS: Final = {
    Basis.FINAL: "决算",
    Basis.INITIAL: "年初预算",
    Basis.ADJUSTED: "全年预算",
    Basis.BUDGET: "预算",
    Basis.PRIOR: "上年",
}
"""What a message calls an amount of each basis."""
_NOBODY: Final = Subject()


@define
class Reader:
    """What is known while a section is read: whose amounts, compared with what."""

    names: Names
    entity: str = ""
    year: int | None = None
    budget: bool = False
    claims: list[Claim] = field(factory=list)
    numbers: list[tuple[Number, Claim | None]] = field(factory=list)
    unclaimed: list[tuple[Said, Number]] = field(factory=list)
    here: Said = field(factory=Said)
    text: NormalText = field(factory=lambda: NormalText.of(""))
    found: tuple[Number, ...] = ()
    """The numbers of the passage, of which ``told`` have been read."""
    told: int = 0
    sentence: int = 0
    explains: bool = False
    describes: bool = False
    """Whether what is told is no reason but what an amount is made of: 主要是…."""
    within: Subject | None = None
    subject: Subject = _NOBODY
    amounts: dict[Basis, Amount] = field(factory=dict)
    parents: list[tuple[int, Amount]] = field(factory=list)
    parent_at: int = 0
    """The sentence that named the last parent: 其中."""
    parts_of: Basis | None = None
    """The basis of an amount whose parts are told, where it is no outturn: 预算9万元，其中…."""
    others_at: int = 0
    """The sentence that speaks of another body's amounts: 所属某中心, 全县."""
    listed: bool = False
    """Whether the passage is an entry of a numbered list below its parent."""
    first: Amount | None = None
    opening: Amount | None = None
    base: tuple[Basis, int | None] | None = None
    spent: bool | None = None
    """Whether the base was spent or planned, where that is said."""
    compared: Subject | None = None
    change_at: int | None = None
    reason_at: int | None = None
    waiting: bool = False
    of_which: bool = False
    respective: Respective = field(factory=Respective)
    outside: list[tuple[Subject, dict[Basis, Amount]]] = field(factory=list)
    """Of what the text around each open bracket tells."""
    among: str = ""
    """The whole that a passage names without its amount: 三公经费支出决算中."""
    passage_year: int | None = None
    """The year that such a whole is of."""
    shared: set[int] = field(factory=set)
    """The amounts that are shares of a whole not named: no whole for those told after them."""
    entered: Amount | None = None
    """The last amount of a reason, which may begin a statement of its own."""
    parted: bool = False
    """Whether a semicolon parts it from the reason."""
    other: tuple[int, Amount] | None = None
    """Another amount that changes told in a sentence may be of: 人均9万元."""
    stale: Amount | None = None
    """The last amount of another year that was told as if it were this year's."""

    def begin(self, said: Said) -> None:
        """Begin a section."""
        self.here = said
        self.subject, self.within = _NOBODY, None
        self.first = self.opening = self.base = self.change_at = self.reason_at = None
        self.compared = self.other = self.spent = None
        self.amounts, self.parents, self.waiting = {}, [], False
        self.parent_at, self.listed = 0, False
        if said.role in ("travel", "vehicles", "reception") or said.section in _SIDE_TITLES:
            self._name(said.section)

    def passage(self, text: NormalText, said: Said) -> None:
        """Read one passage."""
        listed = self._is_listed(text.text)
        if self.text.text.rstrip().endswith(tuple(ENDS)):
            self.change_at = None
        self.text, self.here = text, said
        self.sentence += 1
        self.parent_at = self.sentence if listed else self.parent_at
        self.explains, self.first, self.among, self.stale = False, None, "", None
        self.parts_of = self.parts_of if listed else None
        self.outside, self.respective, self.passage_year = [], Respective(), None
        if self.waiting:
            phrases.finish_reason(self, 0)
        if _NUMBERED.match(text.text):
            self.turn_to(_NOBODY)
        self.found, self.told = numbers_of(text.text), 0
        for clause in clauses_of(text.text, self.found):
            self._clause(clause)

    def _is_listed(self, text: str) -> bool:
        """Whether a passage belongs to the list that the one before opened (其中：) or went on."""
        numbered = _NUMBERED.match(text) is not None
        opened = self.parent_at == self.sentence and self.text.text.rstrip().endswith("：")
        self.listed = numbered if opened else self.listed and numbered
        return opened or self.listed

    def put(self, claim: Claim) -> Claim:
        """Keep a claim."""
        self.claims.append(claim)
        return claim

    def at(self, start: int, end: int) -> Said:
        """The words from ``start`` to ``end`` of the passage, said here."""
        here = self.here
        return Said(
            self.text.words(start, end),
            here.section,
            here.role,
            self.text.place(start),
            here.passage,
            self.sentence,
            self.within,
            self.explains,
            here.attached,
            self.text.text[max(0, start - _LONGEST_NAME) : start],
            here.year,
        )

    def turn_to(self, subject: Subject) -> None:
        """From here on speak of ``subject``."""
        if subject != self.subject:
            self.subject, self.amounts = subject, {}

    def known(self, words: str) -> Subject | None:
        """The subject that words name, in the meaning of this section; None if they name none."""
        subject = subject_of(words, self.names, self.entity) if words else None
        return None if subject is None else self.meant(subject)

    def meant(self, subject: Subject) -> Subject:
        """The subject in the meaning of this section."""
        key = meant(subject.key, self.here.role)
        if key == subject.key:
            return subject
        return Subject(subject.words, key, subject.code, subject.names, subject.plain)

    def own(self) -> Amount | None:
        """This year's amount of the subject in hand: its outturn, or in a budget its budget."""
        return self.amounts.get(Basis.FINAL) or self.amounts.get(Basis.CURRENT)

    def wholes(self) -> tuple[Amount, ...]:
        """The amounts of which those told last may be parts, the nearest first."""
        above = [amount for _, amount in reversed(self.parents)]
        above += [one for one in (self.first, self.opening) if one is not None]
        above = [
            one for one in above if one.basis is not Basis.PRIOR and id(one) not in self.shared
        ]
        return tuple({id(one): one for one in above}.values())

    def latest(self, subject: Subject) -> Amount | None:
        """The latest amount of that very subject in the section."""
        own = self.own() if subject == self.subject else None
        if own is not None:
            return None if own.figure.is_unreadable else own
        keys = (subject.key, *_SIDES.get(subject.key, ()))
        for claim in reversed(self.claims[-200:]):
            if not isinstance(claim, Amount) or claim.subject.key not in keys:
                continue
            if claim.said.section != self.here.section and self.here.year is None:
                return None
            told, plain = claim.subject, subject.plain
            others = told.plain is not plain or (not plain and told.words != subject.words)
            if claim.basis in (Basis.CURRENT, Basis.FINAL) and subject.key and not others:
                return claim
        return None

    def place_of(self, number: Number, row: str) -> Place:
        """The place of a number, with the subject as its row and the section as its table."""
        place = self.text.place(number.start) or Place()
        return place.within(table=self.here.section or None, row=row or None)

    def figure(self, number: Number, subject: Subject, basis: Basis, column: str = "") -> Figure:
        """The number as a figure with a cell of its own, its basis or ``column`` as its column."""
        row = str(subject) or str(self.within or "") or self.here.section
        cell = CellRef("narrative", f"{self.here.role}/{row}", basis.value, len(self.claims) + 1)
        unit = number.unit or Unit.WAN
        digits = number.digits.replace("，", ",")
        place = self.place_of(number, row).within(column=column or _COLUMNS.get(basis))
        return Figure(number.value, unit, number.places, digits, place, cell)

    def _clause(self, clause: Clause) -> None:
        words = clause.of(self.text.text)
        if clause.opened in ENDS or _ORDINAL.match(words):
            self._sentence(words)
        if year := _YEAR_ALONE.fullmatch(words.strip()):
            self.passage_year = int(year[1])
        self._bracket(clause.depth)
        named = self._item(clause, words)
        found = list(phrases.events_of(words))
        events: list[tuple[int, Number | phrases.Event]] = [(n.start, n) for n in clause.numbers]
        events += [(clause.start + event.at, event) for event in found]
        done = clause.start
        for _, event in sorted(events, key=lambda pair: pair[0]):
            if isinstance(event, Number):
                done = self._number(event, clause, done)
            else:
                phrases.take(self, event, clause, words)
        if not any(n.kind in _CUTTING for n in clause.numbers):
            self._left_open(words)
            if not named and not found:
                self._heading(words, clause)

    def _bracket(self, depth: int) -> None:
        """What a bracket tells of ends with it: behind it the text goes on as before."""
        while self.parents and self.parents[-1][0] > depth:
            self.parents.pop()
        while len(self.outside) < depth:
            self.outside.append((self.subject, dict(self.amounts)))
        while len(self.outside) > depth:
            self.subject, self.amounts = self.outside.pop()

    def _sentence(self, words: str) -> None:
        self.sentence += 1
        self.explains = False
        going_on = words.startswith("其中")
        self.of_which = self.of_which and going_on
        self.parts_of = self.parts_of if going_on else None
        if not going_on:
            self.base = self.compared = self.change_at = self.spent = None

    def _item(self, clause: Clause, words: str) -> bool:
        """A clause that names an item by its levels opens the item's paragraph."""
        levels = levels_of(words) if "（类）" in words or "（项）" in words else None
        if levels is None or self.explains or not levels.names[2]:
            return False
        self.within = levels
        self.turn_to(levels)
        use = phrases.use_of(self.text.text, clause.end)
        self.put(Named(self.at(clause.start, clause.end), levels, use))
        return True

    def _left_open(self, words: str) -> None:
        """An amount left open says all the same whose the next ones are."""
        blank = _OPEN.fullmatch(words.strip())
        if blank is None or self.explains:
            return
        subject = read_lead(blank["lead"], self.names, self.entity).subject
        if subject is not None and subject.key and subject.plain:
            self.turn_to(self.meant(subject))

    def _heading(self, words: str, clause: Clause) -> None:
        """A clause without any statement may say what the next ones are about."""
        if self.explains or len(words) > 2 * _LONGEST_NAME or self._is_use(clause):
            return
        among = grammar.AMONG.read(words.strip())
        whole = self.known(among["whole"]) if among else None
        if among and whole is not None and whole.key:
            self.among = among["whole"] if whole.plain else ""
            self.passage_year = read_year(among["whole"])
        if (
            not self._name(words)
            and clause.start == 0
            and clause.closed == "："
            and _NUMBERED.match(words)
        ):
            self.turn_to(Subject(_NUMBERED.sub("", words, count=1), plain=False))

    def _name(self, words: str) -> bool:
        """Turn to what a heading names; whether it names anything."""
        match = _HEAD.match(words.strip())
        name = self.names.exactly(match["head"]) if match else ""
        name = name or self.names.exactly(words)
        if name:
            self.turn_to(self.meant(Subject(words.strip(), name)))
        return bool(name)

    def _is_use(self, clause: Clause) -> bool:
        """Whether a clause says what an amount was used for: 主要用于：住房公积金."""
        return (
            _USE.search(self.text.text, max(0, clause.start - _LONGEST_NAME), clause.start)
            is not None
        )

    def year_of(self, told: int | None, lead: str = "") -> int | None:
        """The year of an amount: told with it, or of its passage, or of its section."""
        if told is None and _THIS_YEAR.search(lead):
            return self.here.year
        return told or self.passage_year or self.here.year

    def _number(self, number: Number, clause: Clause, done: int) -> int:
        start = max(done, clause.start, number.start - _LONGEST_LEAD)
        read = _READERS.get(number.kind)
        self.told += 1
        lead = self._own_words(number, self.text.text[start : number.start])
        claim = read(self, number, lead, clause) if read else None
        self.numbers.append((number, claim))
        if claim is None and number.kind in _UNREAD:
            self.unclaimed.append((self.at(clause.start, number.end), number))
        return number.end if number.kind in _CUTTING else done

    def _own_words(self, number: Number, lead: str) -> str:
        """The words before a number; of several names told respectively, its own."""
        if number.kind not in _CUTTING:
            return lead
        lead = _CURRENCY.sub("", _CALLED.sub("", lead))
        lead = without_doubt(lead) if number.kind is NumberKind.UNSURE else lead
        return self.respective.words(lead, self._more_than(number))

    def _more_than(self, number: Number) -> int:
        """How many numbers go on where ``number`` ends: 5万元、6万元和7万元."""
        more = 0
        for after in self.found[self.told :]:
            if not _MORE_NUMBERS.match(self.text.text, number.end):
                break
            number, more = after, more + 1
        return more

    def _percent(self, number: Number, lead: str, clause: Clause) -> Claim | None:
        said = self.at(clause.start, number.end)
        return rates.percent(self, number, self._percentage(number), said, lead)

    def _percentage(self, number: Number) -> Percentage:
        base = 1000 if number.measure == "‰" else 100
        digits = number.digits + number.measure
        row = str(self.subject) or self.here.section
        place = self.place_of(number, row)
        return Percentage(number.value, number.places, base, digits, place)


_READERS: Final = {
    NumberKind.MONEY: money.money,
    NumberKind.PERCENT: Reader._percent,
    NumberKind.COUNT: counts.count,
    NumberKind.SCORE: counts.score,
    NumberKind.CODE: counts.code,
    NumberKind.BARE: counts.bare,
    NumberKind.YEAR: counts.year,
    NumberKind.ILLEGIBLE: counts.illegible,
    NumberKind.UNSURE: money.unsure,
}
