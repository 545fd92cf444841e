"""By how much, by which rate, against what: changes of amounts (增减变化)."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from attrs import evolve

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.claims import grammar
from budgetdisclosure.claims.claim import Amount, Basis, Change, Claim, Subject
from budgetdisclosure.claims.digits import Number
from budgetdisclosure.claims.lead import GENERIC, is_others, read_year
from budgetdisclosure.claims.normal import plain

if TYPE_CHECKING:
    from budgetdisclosure.claims.reader import Reader

_ROUGH: Final = re.compile(
    r"(?:均|各|略|同步|相应|分别|有所|稍|全部|[相对可]?比较?|相|按?(?:同|可比)口径(?:比较|计算)?|，)+$"
)
_BEHIND: Final = re.compile(r"^(?:相比较?|比较|对比)(?=.)")
"""What a comparison may end in before it names its subject: 与上年相比收入减少."""
_LAST: Final = re.compile("^(?:上一?年度?|去年)")
_DIGITS: Final = re.compile(r"[\d.，]*")
_BASE_WORDS: Final = re.compile(r"(?:支出|收入)?(?:决算|预算|执行)数?$")
_BASE_ALONE: Final = re.compile(r"(?:决算|预算|执行)数?$")
_LATER_BUDGET: Final = re.compile(r"[^，。；：\d]{0,24}?(?P<which>年初|全年|调整后|调整)?预算")
"""比2023年“三公”经费财政拨款年初预算: the budget of this very year, named behind it."""
_EXECUTED: Final = re.compile(r"[^，。；：\d]{0,12}?(?<!待)执行数?")
_BASES_OWN: Final = re.compile(r"[^，。；：相]{2,16}(?:预算|决算|执行)数")
"""What still belongs to what is compared with: 比2019年财政拨款预算数减少9万元."""
_SIDE: Final = re.compile(r"(?P<side>收入|支出)(?:总?预算|决算)数?")
_BARE: Final = re.compile(r"数?的?[\d，.]+[百千万亿]*元")
_REACH: Final = 160
_VAGUE: Final = frozenset(
    (
        "费用支出",
        "费用",
        "经费支出",
        "该项支出",
        "该项经费",
        "这一数据",
        "该数据",
        "该经费",
        "此项支出",
        "支出数",
        "总体",
    )
)
"""What names the amount in hand and no other."""
_FARTHEST: Final = 24
"""How many claims back the other half of a change may stand."""


def is_base(match: re.Match[str]) -> bool:
    """Whether a comparison names what it compares with."""
    named = match["same"] or match["year"] or match["prior"]
    return bool(named or (match["what"] and ("预算" in match["what"] or "执行" in match["what"])))


def bases_in(words: str) -> list[re.Match[str]]:
    """Where words say what they compare with."""
    return [match for match in grammar.COMPARED.form.finditer(words) if is_base(match)]


def base_of(
    match: re.Match[str], year: int | None, *, final: bool = False
) -> tuple[Basis, int | None]:
    """What is compared with: the prior year, or one of this year's budgets.

    In ``final`` accounts last year's budget is not what last year's amounts are.
    """
    told = int(match["year"]) if match["year"] else None
    past = match["same"] or match["prior"] or told not in (None, year)
    if not past and _EXECUTED.match(
        match.string, match.start("what") if match["what"] else match.end()
    ):
        return Basis.UNSURE, told
    if past:
        planned = final and (match["what"] or "").endswith("预算")
        executed = _EXECUTED.match(match.string, match.end())
        return Basis.PRIOR_BUDGET if planned and not executed else Basis.PRIOR, told
    if match["what"] and "预算" in match["what"]:
        return budget_of(match["which"]), told
    named = _LATER_BUDGET.match(match.string, match.end())
    if told is not None and named:
        return budget_of(named["which"]), told
    return Basis.PRIOR, told


def spent(match: re.Match[str]) -> bool | None:
    """Whether what is compared with was spent or planned; None where that is not said."""
    words = match[0] + (_EXECUTED.match(match.string, match.end()) or [""])[0]
    if any(word in words for word in ("执行", "决算", "实际")):
        return True
    return False if "预算" in words else None


def budget_of(word: str | None) -> Basis:
    """Which budget a word before 预算 says."""
    if word == "年初":
        return Basis.INITIAL
    return Basis.ADJUSTED if word in ("全年", "调整", "调整后", "追加后") else Basis.BUDGET


def told_subject(reader: Reader, words: str) -> Subject | None:
    """The subject that the words before a change or comparison name; None where they name none.

    Words that name something unknown give a subject without a name.
    """
    compared = bases_in(words)
    parts = [words[compared[-1].end() :], words[: compared[-1].start()]] if compared else [words]
    if compared and compared[-1][0][0] in "比较" and _BASES_OWN.fullmatch(parts[0]):
        parts = parts[1:]
    for part in parts:
        words = _ROUGH.sub("", _BEHIND.sub("", part.strip("，：； ")))
        subject = None if words in _VAGUE or _DIGITS.fullmatch(words) else _named(reader, words)
        subject = subject or _side_of_parent(reader, words)
        if subject is None:
            continue
        own = _is_in_hand(reader, subject) or is_side_in_hand(reader, subject)
        own = own or _is_fund_in_hand(reader, subject, words)
        return reader.subject if own else subject
    return None


def _side_of_parent(reader: Reader, words: str) -> Subject | None:
    """The total whose parts were listed, called by its side again: 9万元，其中…；收入预算…."""
    side = _SIDE.fullmatch(words)
    if side is None or reader.within is not None:
        return None
    here = reader.here.passage
    wholes = (one.subject for _, one in reader.parents if one.said.passage == here)
    keys = (f"本年{side['side']}合计", f"{side['side']}总计")
    return next((one for one in wholes if one.plain and one.key in keys), None)


def is_side_in_hand(reader: Reader, subject: Subject) -> bool:
    """Whether 收入 or 支出 alone, or 上年收入, is the whole of that side in hand: 收入总计."""
    side = _LAST.sub("", subject.words)
    return side in ("收入", "支出") and reader.subject.key.endswith((f"{side}总计", f"{side}合计"))


def _is_fund_in_hand(reader: Reader, subject: Subject, words: str) -> bool:
    """Whether a fund named without its side is the one in hand: 一般公共预算财政拨款增加9万元."""
    fund, held = subject.key.removesuffix("收入"), reader.subject
    unsaid = subject.plain and fund != subject.key and "收" not in words
    return unsaid and held.plain and held.key == f"{fund}支出"


def _is_in_hand(reader: Reader, subject: Subject) -> bool:
    """Whether words name the subject in hand; another body's is so only in its own sentence."""
    held = reader.subject
    others = is_others(held.words, held.key) and reader.others_at != reader.sentence
    narrower = held.plain and not subject.plain
    return bool(subject.key) and subject.key == held.key and not (others or narrower)


def _named(reader: Reader, words: str) -> Subject | None:
    """The subject of words that may end in 决算 or 支出预算; 支出 alone names none.

    公务接待费支出预算 is 公务接待费, 基本支出预算 is 基本支出.
    """
    short = reader.known(_BASE_WORDS.sub("", words))
    if short is None or (short.key and short.plain):
        return short
    longer = reader.known(_BASE_ALONE.sub("", words))
    known = longer is not None and longer.key and longer.plain and longer.words not in GENERIC
    return longer if known else short


def by_amount(reader: Reader, number: Number, lead: str) -> Claim | None:
    """The change that an amount tells: 增加5万元, 决算数大于预算数5万元; None if it tells none."""
    found = grammar.CHANGE.read(lead)
    if found is None and (moved := grammar.CHANGE_OF.read(lead)):
        return _moved(reader, number, moved)
    if found:
        before, sign = lead[: found.start()], grammar.direction(found["word"])
    else:
        found = grammar.EXCEEDS.read(lead)
        if found is None:
            return None
        before, sign = lead[: found.start()], grammar.order(found["word"])
        reader.base, reader.change_at = (budget_of(found["base"]), None), None
    shown = told_subject(reader, before) or reader.compared or reader.subject
    sign = -sign if number.value < 0 else sign  # 增加-5万元
    column = {1: "增加额", -1: "减少额"}.get(sign, "")
    figure = reader.figure(number.size, shown, Basis.CURRENT, column)
    return change(reader, before, sign, figure, None, number)


def _moved(reader: Reader, number: Number, moved: re.Match[str]) -> Claim:
    """What a noun between verb and amount is more or less by: 比上年减少公用经费5万元."""
    noun = moved["noun"] if moved["noun"] not in GENERIC else ""
    sign = grammar.direction(moved["word"])
    shown = told_subject(reader, noun) or reader.compared or reader.subject
    figure = reader.figure(number, shown, Basis.CURRENT, "增加额" if sign > 0 else "减少额")
    reader.change_at = None
    made = change(reader, noun, sign, figure, None, number)
    if reader.base is None and isinstance(made, Change):  # against what is not said
        made = reader.claims[-1] = evolve(made, of=None, or_of=())
    return made


def change(
    reader: Reader,
    before: str,
    sign: int,
    amount: Figure | None,
    rate: Percentage | None,
    number: Number,
) -> Claim:
    """A number that says by how much or by which rate a subject changed."""
    told = told_subject(reader, before)
    for at in _open(reader, told):
        last = reader.claims[at]
        if isinstance(last, Change) and _completes(last, told, amount, rate):
            reader.claims[at] = _completed(reader, last, sign, amount, rate, number)
            return reader.claims[at]
    if told is not None and told.key:
        _name_base(reader, told)
    of_other = told is not None and _is_of_another_year(reader, before)
    reader.base = (Basis.UNSURE, None) if of_other else reader.base
    claim = _new_change(reader, told, sign, amount, rate, number)
    reader.put(evolve(claim, of=None, or_of=()) if of_other else claim)
    reader.change_at = reader.reason_at = len(reader.claims) - 1
    return claim


def _name_base(reader: Reader, told: Subject) -> None:
    """What a change is measured from, told before it without a name, is of what the change names.

    So 2.30 in 与上年的2.30万元相比，公务接待费减少0.20万元, whatever was in hand before.
    """
    last = reader.claims[-1] if reader.claims else None
    if not isinstance(last, Amount) or last.said.sentence != reader.sentence:
        return
    words = plain(last.said.words)
    bases = bases_in(words)
    if bases and _BARE.fullmatch(words, bases[-1].end()):
        reader.claims[-1] = evolve(last, subject=told)


def _is_of_another_year(reader: Reader, before: str) -> bool:
    """Whether what changed is told of another year, behind what it is compared with or alone."""
    compared = bases_in(before)
    rest = before[compared[-1].end() :] if compared else before
    year = read_year(rest) or (read_year(before[: compared[-1].start()]) if compared else None)
    return year is not None and reader.year is not None and year != reader.year


def _wholes(reader: Reader, of: Amount | None) -> tuple[Amount, ...]:
    """The wholes that a change may be of: told in the amount's own sentence, only its parent."""
    wholes = reader.wholes()
    if of is None or of.said.sentence != reader.sentence:
        return wholes
    listed = reader.parent_at == reader.sentence and reader.parents
    return wholes[:1] if listed else ()


def _stale(reader: Reader, subject: Subject, base: Basis) -> Amount | None:
    """An amount told of a wrong year, which what follows compares with 上年 all the same."""
    last = reader.stale
    own = last is not None and last.subject == subject and base is Basis.PRIOR
    return last if own else None


def clause_start(reader: Reader, number: Number, marks: str) -> int:
    """Where the clause of a number begins, as far back as a clause is shown."""
    least = max(0, number.start - _REACH)
    before = bisect_left(reader.found, number.start, key=lambda one: one.start)
    near = takewhile(
        lambda one: one.stop > least, map(reader.found.__getitem__, range(before)[::-1])
    )
    inside = {at for one in near for at in range(one.start, one.stop)}
    text = reader.text.text
    found = (at for at in range(number.start - 1, least - 1, -1) if text[at] in marks)
    return next((at + 1 for at in found if at not in inside), least)


def _open(reader: Reader, told: Subject | None) -> list[int]:
    """Where the change may stand that a number completes: the last, or that of the named one."""
    last = [] if reader.change_at is None else [reader.change_at]
    if told is None or not told.key or not last:
        return last
    count = len(reader.claims)
    near = range(count - 1, max(-1, count - _FARTHEST), -1)
    return last + [at for at in near if _is_open(reader, at, told)]


def _is_open(reader: Reader, at: int, told: Subject) -> bool:
    claim = reader.claims[at]
    own = isinstance(claim, Change) and claim.subject.key == told.key
    return own and claim.said.sentence == reader.sentence


def _new_change(
    reader: Reader,
    told: Subject | None,
    sign: int,
    amount: Figure | None,
    rate: Percentage | None,
    number: Number,
) -> Change:
    subject = told or reader.compared or reader.subject
    base, year = reader.base or (Basis.PRIOR, None)
    own = subject == reader.subject
    stale = _stale(reader, subject, base)
    later = stale is not None and stale.basis is Basis.LATER
    of = stale if later else reader.latest(subject) or stale
    others = reader.others_at == reader.sentence
    of = None if others and of and of.said.sentence != reader.sentence else of
    wholes = () if told or reader.compared else _wholes(reader, of)
    wholes = tuple(one for one in wholes if not others or one.said.sentence == reader.sentence)
    if reader.other and reader.other[0] == reader.sentence and of and not told:
        wholes = (*wholes, reader.other[1])
    start = clause_start(reader, number, "，。；：\n")
    return Change(
        reader.at(start, number.end),
        subject,
        base,
        year,
        sign if amount else None,
        amount,
        (sign or None) if rate else None,
        rate,
        of,
        tuple(a for b, a in reader.amounts.items() if b.is_budget) if own else (),
        explicit=reader.base is not None,
        spent=reader.spent if reader.base is not None else None,
        of_which=reader.of_which,
        or_of=tuple(one for one in wholes if one is not of and not one.figure.is_unreadable),
    )


def _completes(
    last: Change, told: Subject | None, amount: Figure | None, rate: Percentage | None
) -> bool:
    """Whether a number is the other half of the change told last: its rate, or its amount."""
    half = (last.rate is None and rate is not None) or (
        last.amount is None and amount is not None and last.rate is not None
    )
    return half and (told is None or told.key == last.subject.key)


def _completed(
    reader: Reader,
    last: Change,
    sign: int,
    amount: Figure | None,
    rate: Percentage | None,
    number: Number,
) -> Change:
    start = clause_start(reader, number, "，；")
    words = f"{last.said.words}，{reader.text.words(start, number.end)}"
    return evolve(
        last,
        sign=sign if amount else last.sign,
        amount=amount or last.amount,
        rate_sign=sign if rate else last.rate_sign,
        rate=rate or last.rate,
        said=evolve(last.said, words=words),
    )
