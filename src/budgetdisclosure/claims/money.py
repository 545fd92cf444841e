"""What an amount says: whose it is, of which year, by which basis (金额)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from attrs import evolve

from budgetdisclosure.claims import changes, grammar
from budgetdisclosure.claims.claim import Amount, Basis, Change, Claim, Count, Subject, Unsure
from budgetdisclosure.claims.clauses import Clause
from budgetdisclosure.claims.digits import Number, NumberKind
from budgetdisclosure.claims.lead import GENERIC, Lead, is_others, read_lead
from budgetdisclosure.claims.names import is_category, standard_names

if TYPE_CHECKING:
    from budgetdisclosure.claims.reader import Reader

_FUNDS: Final = ("一般公共预算", "财政拨款", "政府性基金", "国有资本经营")
_NARROW: Final = {
    "travel": "因公出国费",
    "vehicles": "公务用车",
    "reception": "公务接待费",
    **dict.fromkeys(("three_public", "operating", "procurement", "assets"), ""),
}
"""Sections where 支出 alone is never that of the whole year, and what it is of."""
_SPENT: Final = re.compile(r"[，、\s]*(?:共计?|合计|总计|累计|实际)?支出(?:为|了)?")
_REACHED: Final = re.compile(r"[，、\s]*达到?")
_EACH: Final = re.compile(
    r"(?:[人车户次批辆生班亩][均平]|平均|单[车次]|每(?:一)?[人车辆次批户台生班亩个])"
    r"(?P<noun>[^，。；：]{0,14})$"
)
_SPENDING: Final = re.compile(r"[^，。；：]{0,8}?(?:费用?|经费|支出|开支|成本)?(?:为|约|是|仅|达)?")
"""What leads to an amount for each of many: 人均, 车均运行费, 平均每批次."""
_INSIDE: Final = re.compile(
    r"^[，、\s]*(?:其中)?(?P<whole>[^，。；：]{2,20}?)[当之]?中(?!央|小|级|医(?!疗)|学|心|型|等|期|标)(?=[^，。；：])"
)
"""A whole whose parts follow in the same words: 基本支出中工资福利支出9万元."""
_BODIES: Final = re.compile(
    r"(?:[省市区县]级|直属|下属|所属|二级|预算)*(?:部门|单位|机构|学校|企业)"
)
_KINDS: Final = ("工资福利支出", "商品和服务支出", "对个人和家庭的补助", "资本性支出")
_NEAR: Final = 40
_INFLOW: Final = ("收入", "结转", "结余", "收入合计", "收入总计")


def money(reader: Reader, number: Number, lead: str, clause: Clause) -> Claim | None:
    """What an amount says: a change, or an amount of a subject."""
    return changes.by_amount(reader, number, lead) or _amount(reader, number, lead, clause)


def unsure(reader: Reader, number: Number, lead: str, clause: Clause) -> Claim | None:
    """What is not told exactly: nothing is held against it, nor against what rests on it."""
    if number.measure.endswith("元"):
        moved = grammar.CHANGE.read(lead) or grammar.EXCEEDS.read(lead)
        if moved is None:
            return _amount(reader, number, lead, clause)
        reader.change_at = None
        subject = changes.told_subject(reader, lead[: moved.start()]) or reader.compared
        return _unsure(reader, number, subject or reader.subject, None, clause)
    moved = grammar.CHANGE.read(lead)
    if moved:
        named = changes.told_subject(reader, lead[: moved.start()]) or reader.compared
    else:
        named = reader.known(lead)
    return _unsure(reader, number, named or reader.subject, None, clause)


def _unsure(
    reader: Reader, number: Number, subject: Subject, basis: Basis | None, clause: Clause
) -> Claim:
    said = reader.at(clause.start, number.end)
    digits = reader.text.words(number.start, number.end)
    return reader.put(Unsure(said, subject, digits, basis))


def _amount(reader: Reader, number: Number, lead: str, clause: Clause) -> Claim | None:
    bases = changes.bases_in(lead)
    if bases and not reader.explains and changes.base_of(bases[-1], reader.year)[0] is Basis.PRIOR:
        return _compared_amount(reader, number, lead, bases[-1], clause)
    for_each = _EACH.search(lead)
    if for_each:
        return _for_each(reader, number, for_each, lead, clause)
    lead = _within(reader, lead, clause)
    read = read_lead(lead, reader.names, reader.entity)
    whose = _whose(reader, read, lead)
    others = is_others(lead, whose.key) or _is_of_some(lead, clause)
    reader.others_at = reader.sentence if others else reader.others_at
    subject = _narrowed(reader, whose, lead.startswith("其中") or clause.opened == "：")
    if reader.explains and read.subject and read.subject.plain and clause.opened == "；":
        reader.explains = False
    reader.parts_of = reader.parts_of if read.basis is Basis.CURRENT else None
    basis = _basis(reader, read, lead)
    if not reader.explains:
        _leave_item(reader, read)
        reader.compared = reader.compared if subject == reader.subject else None
        reader.turn_to(subject)
    figure = reader.figure(number, subject, basis)
    exact = number.kind is NumberKind.MONEY
    figure = figure if exact else evolve(figure, value=None, text=number.digits)
    year = reader.year_of(read.year, lead)
    amount = Amount(reader.at(clause.start, number.end), subject, figure, basis, year)
    if not reader.explains:
        reader.amounts[basis] = amount
        reader.first = _outturn_of(reader.first, amount)
        reader.opening = _outturn_of(reader.opening, amount)
    reader.entered = amount if reader.explains else None
    reader.parted = clause.opened == "；"
    other = basis in (Basis.PRIOR, Basis.LATER) and reader.base is None
    reader.stale = amount if other else None
    reader.change_at, reader.of_which = None, False
    return reader.put(amount) if exact else _unsure(reader, number, subject, basis, clause)


def _for_each(
    reader: Reader, number: Number, each: re.Match[str], lead: str, clause: Clause
) -> Claim:
    """What was spent on each of many: behind the amount of them all that amount stays in hand."""
    own, before = reader.own(), lead[: each.start()].strip("，、：")
    aside = own is not None and own.said.sentence == reader.sentence and not before
    subject = Subject(f"{before}{each[0]}", plain=False)
    said = reader.at(clause.start, number.end)
    if not reader.explains and not (aside and _SPENDING.fullmatch(each["noun"])):
        reader.turn_to(subject)
    if number.kind is NumberKind.UNSURE:
        return _unsure(reader, number, subject, None, clause)
    amount = Amount(said, subject, reader.figure(number, subject, Basis.CURRENT))
    if subject == reader.subject:
        reader.amounts[Basis.CURRENT] = amount
    reader.other, reader.change_at = (reader.sentence, amount), None
    return reader.put(amount)


def _is_of_some(lead: str, clause: Clause) -> bool:
    """Whether an amount is of some bodies that its clause counts first: 21个部门“三公”经费9万元."""
    first = clause.numbers[0] if clause.numbers else None
    counted = first is not None and first.kind is NumberKind.COUNT and first.start == clause.start
    return counted and _BODIES.match(lead) is not None


def _within(reader: Reader, lead: str, clause: Clause) -> str:
    """The words behind a whole told before, of which parts are told: 基本支出中办公费9万元."""
    inside = _INSIDE.match(lead)
    whole = reader.known(inside["whole"]) if inside and not reader.explains else None
    told = reader.latest(whole) if whole and whole.key and whole.plain else None
    if inside is None or told is None:
        return lead
    reader.parents = [*reader.parents, (clause.depth, told)]
    reader.parent_at = reader.sentence
    return lead[inside.end("whole") + 1 :]


def _narrowed(reader: Reader, subject: Subject, among: bool) -> Subject:
    """The subject as a part of the one it is told of: 教育支出9万元，其中：基本支出5万元."""
    others = reader.others_at == reader.sentence or _is_of_projects(reader, subject)
    others = others or (among and _is_part_of_change(reader))
    if others or _is_part_of_category(reader, subject):
        return evolve(subject, plain=False)
    if not reader.parents or reader.parent_at != reader.sentence or subject.key not in standard():
        return subject
    parent = reader.parents[-1][1].subject
    whole = parent.plain and parent.key in standard()
    part_of_itself = subject.key == parent.key and subject.words != parent.words  # 其中：局本级收入
    same = subject == parent or (whole and not part_of_itself)
    return subject if same else evolve(subject, plain=False)


def _is_part_of_change(reader: Reader) -> bool:
    """Whether 其中 follows a change in whose sentence no amount is told: 减少经费9万元，其中….

    What it tells may be a part of the change, and no amount at all.
    """
    told = [one for one in reader.claims[-_NEAR:] if one.said.sentence == reader.sentence]
    amount = any(isinstance(one, Amount | Unsure) for one in told)
    return bool(told) and isinstance(told[-1], Change) and not amount


def _is_of_projects(reader: Reader, subject: Subject) -> bool:
    """Whether a kind of spending is told behind 项目支出: its part, and none of 基本支出."""
    if subject.key not in _KINDS:
        return False
    told = (one for one in reversed(reader.claims[-_NEAR:]) if isinstance(one, Amount))
    last = next((one for one in told if one.subject.key.endswith(("基本支出", "项目支出"))), None)
    here = last is not None and last.said.section == reader.here.section
    return last is not None and here and last.subject.key.endswith("项目支出")


def _is_part_of_category(reader: Reader, subject: Subject) -> bool:
    """Whether a category is told of a kind of spending, as a part: 基本支出中其他支出9万元."""
    if not reader.parents or reader.parent_at != reader.sentence:
        return False
    kind = reader.parents[-1][1].subject.key.endswith(("基本支出", "项目支出"))
    return kind and is_category(subject.key)


@cache
def standard() -> frozenset[str]:
    """The names that stand for amounts of the whole disclosure."""
    return frozenset(standard_names().known.values())


def _compared_amount(
    reader: Reader, number: Number, lead: str, base: re.Match[str], clause: Clause
) -> Claim:
    """The amount of last year that this year's is compared with: 比上年的433万元减少2万元."""
    named = reader.known(lead[base.end() :])
    own = named is None or named.words in GENERIC or named.key in (reader.subject.key, "")
    subject = (reader.compared or reader.subject) if own or named is None else named
    basis, year = changes.base_of(base, reader.year, final=not reader.budget)
    if number.kind is NumberKind.UNSURE:
        return _unsure(reader, number, subject, basis, clause)
    figure = reader.figure(number, subject, basis)
    said = reader.at(clause.start, number.end)
    return reader.put(Amount(said, subject, figure, basis, year))


def _leave_item(reader: Reader, read: Lead) -> None:
    """A paragraph that opens with a whole of its own is no longer the item's."""
    named = read.subject
    if named and named.plain and reader.first is None and _is_whole(named.key):
        reader.within = None


def _whose(reader: Reader, read: Lead, lead: str) -> Subject:
    """The subject of an amount: the one named, or the one in hand."""
    if reader.here.role in _NARROW and _is_spending(reader, read, lead):
        counted = (
            isinstance(one, Count) and one.said.sentence == reader.sentence
            for one in reader.claims[-3:]
        )
        named = reader.subject.key and reader.subject.plain and not reader.amounts
        if named and not any(counted):  # （二）公务接待费。本年支出9万元
            return reader.subject
        return Subject("支出", _NARROW[reader.here.role], plain=False)
    if read.subject is not None:
        again = read.basis is Basis.PRIOR and changes.is_side_in_hand(reader, read.subject)
        return reader.subject if again else reader.meant(read.subject)
    if lead.lstrip("，、：").startswith("其中"):
        return Subject("其中", plain=False)
    if _REACHED.match(lead):
        return _changed(reader) or Subject("达到", plain=False)
    if read.side.endswith("收入"):
        return reader.meant(Subject(read.side, "本年收入合计"))
    if read.side.endswith("支出") and _is_unsaid(reader):
        return reader.meant(Subject(read.side, "本年支出合计"))
    last = reader.claims[-1] if reader.claims else None
    if (
        not str(reader.subject)
        and isinstance(last, Count)
        and last.said.sentence == reader.sentence
    ):
        return Subject(last.subject.words, plain=False)
    return reader.subject


def _is_unsaid(reader: Reader) -> bool:
    """Whether nothing in hand is spent: what 支出 alone is of must be supposed."""
    return reader.within is None and (not reader.subject.key or _is_inflow(reader))


def _is_spending(reader: Reader, read: Lead, lead: str) -> bool:
    """Whether words say no more than that money was spent: 接待5批次，共支出3万元."""
    if read.subject is None:
        return read.side.endswith("支出") and _is_unsaid(reader)
    whole = read.subject.key == "本年支出合计" and not read.subject.words.endswith("合计")
    return (whole and read.subject.plain) or _SPENT.fullmatch(lead) is not None


def _changed(reader: Reader) -> Subject | None:
    """Whose change was told last in the sentence: 增加5万元，达到9万元."""
    last = reader.claims[-1] if reader.claims else None
    told = isinstance(last, Change) and last.said.sentence == reader.sentence
    return last.subject if told and isinstance(last, Change) else None


def _is_inflow(reader: Reader) -> bool:
    return reader.subject.key.endswith(_INFLOW)


def _basis(reader: Reader, read: Lead, lead: str) -> Basis:
    year = reader.year_of(read.year, lead)
    if year is not None and reader.year is not None and year != reader.year:
        return Basis.PRIOR if year < reader.year else Basis.LATER
    if reader.budget and read.basis.is_budget:
        return Basis.CURRENT
    if read.basis is Basis.CURRENT and reader.parts_of is not None:
        return reader.parts_of
    return read.basis


def _outturn_of(first: Amount | None, amount: Amount) -> Amount:
    """The first amount told; where that is a budget, its outturn, of which parts are told."""
    passed = first is not None and (first.basis.is_budget or first.basis is Basis.PRIOR)
    if first is None or (passed and amount.subject == first.subject):
        return amount
    return first


def _is_whole(key: str) -> bool:
    return key.endswith(("总计", "合计")) or (
        key.startswith(_FUNDS) and not key.endswith(("基本支出", "项目支出"))
    )
