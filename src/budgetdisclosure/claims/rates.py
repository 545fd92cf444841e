"""Percentages: of a budget, of a whole, of last year, or of something else (百分比)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from budgetdisclosure.amounts import Percentage
from budgetdisclosure.claims import changes, grammar
from budgetdisclosure.claims.claim import (
    Amount,
    Basis,
    Change,
    Claim,
    Completion,
    Rate,
    Said,
    Share,
    Subject,
)
from budgetdisclosure.claims.digits import Number
from budgetdisclosure.claims.respective import NOBODY

if TYPE_CHECKING:
    from budgetdisclosure.claims.reader import Reader


def percent(reader: Reader, number: Number, percentage: Percentage, said: Said, lead: str) -> Claim:
    """What a percentage says, by the words before it."""
    done = grammar.COMPLETION.read(lead) or grammar.EXECUTION.read(lead)
    if done:
        return _completion(reader, percentage, said, lead[: done.start()], done["base"])
    share = grammar.SHARE.read(lead)
    if share:
        return _share(reader, percentage, said, lead[: share.start()], share["whole"])
    change = grammar.CHANGE.read(lead)
    if change:
        sign = grammar.direction(change["word"])
        if number.value < 0:  # 增长-5.3%
            sign, percentage = -sign, evolve(percentage, value=-percentage.value)
        return changes.change(reader, lead[: change.start()], sign, None, percentage, number)
    budget = _budget_before(reader, lead)
    if budget is not None:
        outturn = reader.amounts.get(Basis.FINAL) or reader.amounts.get(Basis.CURRENT)
        words = (said, reader.subject, percentage, budget.basis, outturn, (budget,))
        return reader.put(Completion(*words))
    turned = grammar.RATE_OF_CHANGE.read(lead)
    if turned and any(basis.is_budget for basis in reader.amounts):
        reader.base, reader.change_at = (Basis.BUDGET, None), None
        return changes.change(reader, lead[: turned.start()], 0, None, percentage, number)
    if not lead.strip("，、（ ") and not reader.explains:
        told = _told_right_before(reader, percentage, said, number)
        if told is not None:
            return told
    return reader.put(Rate(said, reader.known(lead) or reader.subject, percentage))


def _told_right_before(
    reader: Reader, percentage: Percentage, said: Said, number: Number
) -> Claim | None:
    """What a percentage alone behind an amount says: 其中：甲9万元（90%），增加1万元（2%）."""
    last = reader.claims[-1] if reader.claims else None
    if last is None or last.said.sentence != reader.sentence:
        return None
    if isinstance(last, Change) and last.amount is not None and last.rate is None and last.sign:
        return changes.change(reader, "", last.sign, None, percentage, number)
    part = isinstance(last, Amount) and last.basis in (Basis.CURRENT, Basis.FINAL)
    if part and reader.parents and reader.parent_at == reader.sentence:
        return _share(reader, percentage, said, "", "")
    return None


def _budget_before(reader: Reader, lead: str) -> Amount | None:
    """The budget told right before a rate: 完成全年预算9万元的80%."""
    last = reader.claims[-1] if reader.claims else None
    if not isinstance(last, Amount) or not last.basis.is_budget or reader.explains:
        return None
    told = grammar.OF_BUDGET.read(lead) and "完成" in last.said.words
    told = told or lead.strip("，、 ") in ("完成", "完成了")  # 预算9万元，完成80%
    return last if told else None


def _completion(
    reader: Reader, percentage: Percentage, said: Said, before: str, base: str | None
) -> Claim:
    if before.strip() == NOBODY:
        return reader.put(Completion(said, Subject(before, plain=False), percentage))
    named = reader.known(before)
    other = named is not None and (named.key or named.is_item) and named != reader.subject
    subject = named if named is not None and other else reader.subject
    held = {} if other and subject.key != reader.subject.key else reader.amounts
    budgets = tuple(amount for basis, amount in held.items() if basis.is_budget)
    outturn = held.get(Basis.FINAL) or held.get(Basis.CURRENT)
    meant = changes.budget_of(base)
    return reader.put(Completion(said, subject, percentage, meant, outturn, budgets))


def _is_whole(reader: Reader, amount: Amount) -> bool:
    """Whether an amount is told as a whole (其中), or is one of the whole disclosure."""
    return amount.subject.plain or any(amount is parent for _, parent in reader.parents)


def _share(reader: Reader, percentage: Percentage, said: Said, before: str, whole: str) -> Claim:
    named = reader.known(before)
    if named is None:
        subject = reader.subject
        part = reader.own() or next(iter(reader.amounts.values()), None)
    else:
        subject, part = named, reader.latest(named) if named.key and named.plain else None
    if named is None and reader.describes:
        said = evolve(said, explains=False)  # 其他收入9万元，主要是捐赠，占总收入的2%
    wholes = tuple(one for one in reader.wholes() if one is not part)
    if not whole and part is not None and not part.subject.plain:
        wholes = tuple(one for one in wholes if _is_whole(reader, one))
    if reader.others_at == reader.sentence and not (part and part.said.sentence == reader.sentence):
        subject, part = evolve(subject, plain=False), None
    if part is not None and not whole:
        reader.shared.add(id(part))
    return reader.put(Share(said, subject, percentage, part, whole or reader.among, wholes))
