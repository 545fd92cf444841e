"""Sentences with numbers in them: the little language of a form's text (模板).

``{总计}`` prints an amount with its unit, ``{基本支出 占 本年支出}`` a share,
``{总计 比 上年总计}`` a change in money and per cent, ``{总计 增减 上年总计}`` in money alone,
``{总计 变 上年总计}`` the one word 增加, 减少 or 持平, ``{支出 完成 年初支出}`` a rate,
``{支出 较 年初支出}`` one of 大于, 小于, 等于; a person fills in ``{?原因}``. A fragment of a
paragraph is a text, or a table with ``text`` and ``when`` it is said, ``unless`` what (one
condition or several that hold together), or ``each`` of which list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, field, frozen

from budgetdisclosure.amounts import Unit, round_half_up
from budgetdisclosure.errors import ModelError
from budgetdisclosure.wording import Wording

Local = Mapping[str, str]
"""Values of one item of a list: a word as such, an amount by its cell."""

_HOLE = re.compile(r"\{([^{}]+)\}")
_SAME = re.compile("相比，?(?=持平)")  # 与上年相比，持平 is said 与上年持平
_LAST_YEAR = "上年"
_MARK = "\ue000"
"""Stands around what closes an answer, until the sentence is whole."""
_MINUS = "\ue001"
"""Stands before an amount below nothing, until the sentence is whole."""
_UNTOLD = re.compile(rf"(?<=[\u4e00-\u9fff）”])(?<![为是]){_MINUS}")
"""Where it stands right behind a noun: 结余-5.00 might be read as a dash, 结余为-5.00 is not."""
_CLOSING = re.compile(r"[。．；，、：]+$")
_GOES_ON = re.compile(rf"{_MARK}[。．；，、：]+{_MARK}(?=[^\r\n])")
_CELL = re.compile(r"[a-z_]+\[.+\]\.\S+")
"""A cell, or several with “ + ” between them."""


@frozen
class Scope:
    """What a sentence can speak of: words, cells by name, their amounts (in fen) by stage."""

    words: Mapping[str, str]
    names: Mapping[str, str]
    amounts: Mapping[str, Mapping[str, Fraction | None]]
    """By the word before a name (empty, 上年, 年初), the cells of that stage; None: not known."""
    given: Mapping[str, Fraction]
    """Amounts that stand in no table, in fen."""
    asked: frozenset[str]
    """Names of such amounts, whether given or not."""
    facts: Mapping[str, str]
    lists: Mapping[str, Sequence[Local]] = field(repr=False)
    unit: Unit = Unit.WAN
    places: int = 2
    percent_places: int = 2
    grouped: bool = False
    """Whether thousands are set apart by commas."""
    local: Local = field(factory=dict)
    told: Mapping[str, Callable[[str], bool]] = field(factory=dict, repr=False)
    """By the same words, whether the ledger tells the amount of a cell of that stage."""
    compared: dict[str, bool] = field(factory=dict, eq=False, repr=False)
    """What the text has compared with last year, and whether last year came to nothing then."""

    def within(self, local: Local) -> Scope:
        """The scope of one item of a list."""
        return evolve(self, local=local)

    @property
    def item(self) -> str:
        """What the sentence speaks of now: an item's code, or its name where it has none."""
        return self.local.get("编码") or self.local.get("名称") or ""

    def blank(self, name: str, *, money: bool = False) -> str:
        """The mark for what a person must fill in, of the item spoken of."""
        own = own_name(self.item, name)
        return to_fill(f"{own}（{self.unit.label}）" if money else own)

    def amount(self, name: str) -> Fraction | None:
        """The amount of that name, in fen; None where neither person nor ledger knows it."""
        for known in (own_name(self.item, name), name):
            if known in self.given:
                return self.given[known]
        for stage in sorted(self.amounts, key=len, reverse=True):
            if stage and not name.startswith(stage):
                continue
            cell = self.local.get(name[len(stage) :]) or self.names.get(name[len(stage) :], "")
            if _CELL.fullmatch(cell):
                held, tells = self.amounts[stage], self.told.get(stage)
                told = tells is None or all(map(tells, cell.split(" + ")))
                return _sum(held, cell) if held and told else None
        return None

    def compare(self, name: str, now: Fraction, before: Fraction) -> None:
        """Remember a comparison with last year, of the item spoken of."""
        words = (self.local.get(key) for key in ("编码", "名称", "项"))
        label = " ".join(filter(None, words)) or name
        from_nothing = before == 0 and self.printed(now) != 0
        self.compared[label] = self.compared.get(label, False) or from_nothing

    def printed(self, fen: Fraction) -> Fraction:
        """An amount as it is printed, in fen."""
        return Fraction(round_half_up(fen / self.unit.fen, self.places)) * self.unit.fen


def _sum(held: Mapping[str, Fraction | None], cells: str) -> Fraction | None:
    """What the cells come to; those that no table prints are zero."""
    parts = [held.get(cell, Fraction(0)) for cell in cells.split(" + ")]
    known = [part for part in parts if part is not None]
    return sum(known, Fraction(0)) if len(known) == len(parts) else None


def closed(text: str) -> str:
    """The text without what closed an answer that the sentence goes on after (句末标点).

    An amount below nothing is no dash behind a noun: 结余为-5.00万元.

    >>> said = Scope({}, {}, {}, {}, frozenset(), {"原因": "人员增加。"}, {})
    >>> closed(render("主要是{?原因}，详见下文。", said)), closed(render("主要是{?原因}", said))
    ('主要是人员增加，详见下文。', '主要是人员增加。')
    """
    text = _GOES_ON.sub("", text).replace(_MARK, "")
    return _UNTOLD.sub("为", text).replace(_MINUS, "")


def paragraph(fragments: object, scope: Scope) -> str:
    """One paragraph: a text, or several fragments said one after the other."""
    if isinstance(fragments, str | Mapping):
        fragments = [fragments]
    assert isinstance(fragments, Iterable)
    text = "".join(_fragment(fragment, scope) for fragment in fragments)
    return _SAME.sub("", text)


def _fragment(fragment: str | Mapping[str, Any], scope: Scope) -> str:
    if isinstance(fragment, str):
        return render(fragment, scope)
    if not _wanted(fragment, scope):
        return ""
    if "each" not in fragment:
        return paragraph(fragment["text"], scope)
    items = scope.lists.get(str(fragment["each"]), ())
    inner = [scope.within(item) for item in items]
    kept = [one for one in inner if fragment.get("zeros") or _matters(one)]
    text = str(fragment.get("join", "；")).join(paragraph(fragment["text"], one) for one in kept)
    lead, tail = str(fragment.get("lead", "")), str(fragment.get("tail", ""))
    return f"{render(lead, scope)}{text}{render(tail, scope)}" if kept else ""


def _wanted(fragment: Mapping[str, Any], scope: Scope) -> bool:
    """Whether a fragment is said: when all of ``when`` hold, unless all of ``unless`` do."""
    when, unless = (
        [held] if isinstance(held := fragment.get(key, []), str) else list(held)
        for key in ("when", "unless")
    )
    barred = bool(unless) and all(said(one, scope) for one in unless)
    return not barred and all(said(one, scope) for one in when)


def _matters(scope: Scope) -> bool:
    """Whether any amount of the item is printed as other than zero."""
    cells = [key for key, value in scope.local.items() if _CELL.fullmatch(value)]
    amounts = (scope.amount(key) for key in cells)
    return not cells or any(amount and scope.printed(amount) for amount in amounts)


def said(condition: str, scope: Scope) -> bool:
    """Whether a condition holds: an amount is not printed as zero, a list has items (无: not so).

    Two amounts as printed differ (异) or are the same (同); an unknown one differs. A change to be
    explained (变) is not looked for between nothing and what is unknown: it may be nothing too.
    """
    parts = condition.split()
    if len(parts) == 1:
        wanted, name = not parts[0].startswith("无"), parts[0].removeprefix("无")
        if name in scope.lists:
            return bool(scope.lists[name]) == wanted
        amount = scope.amount(name)
        return bool(amount and scope.printed(amount)) == wanted
    one, how, other = parts
    left, right = scope.amount(one), scope.amount(other)
    if left is None or right is None:
        known = left if right is None else right
        nothing = how == "变" and known is not None and not scope.printed(known)
        return how != "同" and not nothing
    return (scope.printed(left) == scope.printed(right)) == (how == "同")


def render(template: str, scope: Scope) -> str:
    """The template with every hole filled."""
    return _HOLE.sub(lambda hole: _filled(hole[1], scope), template)


def _filled(hole: str, scope: Scope) -> str:
    if hole.startswith("?"):
        return _told(hole[1:], scope)
    parts = hole.split()
    if len(parts) == 3 and parts[1] in _VERBS:
        amounts = [scope.amount(parts[0]), scope.amount(parts[2])]
        for name, amount in zip((parts[0], parts[2]), amounts, strict=True):
            if amount is None:
                return scope.blank(name, money=True)
        one, other = amounts
        assert one is not None
        assert other is not None
        if parts[1] in _CHANGES and parts[2].startswith(_LAST_YEAR):
            scope.compare(parts[0], one, other)
        return _VERBS[parts[1]](scope, one, other, parts[2])
    return _named(hole, scope)


def _told(what: str, scope: Scope) -> str:
    """What a person said of ``what``: of this item by its code (``2080109 原因``), or at all."""
    own = scope.facts.get(own_name(scope.item, what)) or scope.facts.get(what)
    return _CLOSING.sub(rf"{_MARK}\g<0>{_MARK}", own) if own else scope.blank(what)


def _named(name: str, scope: Scope) -> str:
    if name in scope.facts:
        return scope.facts[name]
    amount = scope.amount(name)
    if amount is not None:
        shown = money(scope, amount)
        return f"{_MINUS}{shown}" if shown.startswith("-") else shown
    word = scope.local.get(name) or scope.words.get(name)
    if word is not None and not _CELL.fullmatch(word):
        return word
    known = scope.asked | scope.names.keys() | scope.local.keys()
    if name in known or name[2:] in known:
        return scope.blank(name, money=True)
    raise ModelError(Wording("模板里有不认识的名称", "unknown name in a template"), excerpt=name)


def to_fill(what: str) -> str:
    """The mark for what a person must fill in.

    A gap between a code and a word would be lost wherever a text is set, so none is written.

    >>> to_fill("增减原因"), to_fill("2080109 用途")
    ('【请填写：增减原因】', '【请填写：2080109：用途】')
    """
    return f"【请填写：{what.replace(' ', '：')}】"


def money(scope: Scope, fen: Fraction) -> str:
    """An amount as printed, with its unit."""
    value = round_half_up(fen / scope.unit.fen, scope.places)
    commas = "," if scope.grouped else ""
    return f"{value:{commas}.{scope.places}f}{scope.unit.label}"


def exactly(fen: Fraction, unit: Unit, places: int = 2) -> str:
    """An amount with its unit, to the fen: no decimal is rounded away.

    >>> exactly(Fraction(80000000), Unit.WAN), exactly(Fraction(36500), Unit.WAN)
    ('80.00万元', '0.0365万元')
    """
    value = fen / unit.fen
    while value * 10**places % 1:
        places += 1
    return f"{round_half_up(value, places):.{places}f}{unit.label}"


def _percent(scope: Scope, part: Fraction, whole: Fraction, _name: str = "") -> str:
    nothing = not scope.printed(part) or not scope.printed(whole)
    share = Fraction(0) if nothing else 100 * part / whole
    return f"{round_half_up(share, scope.percent_places)}%"


def _moved(scope: Scope, now: Fraction, before: Fraction, name: str = "") -> str:
    way = _direction(scope, now, before, name)
    return way if way == "持平" else f"{way}{money(scope, abs(now - before))}"


def _direction(scope: Scope, now: Fraction, before: Fraction, _name: str = "") -> str:
    moved = scope.printed(now - before)
    return "持平" if moved == 0 else "增加" if moved > 0 else "减少"


def _change(scope: Scope, now: Fraction, before: Fraction, name: str = _LAST_YEAR) -> str:
    moved = scope.printed(now - before)
    if moved == 0:
        return "持平"
    words = ("增加", "增长") if moved > 0 else ("减少", "下降")
    if abs(before) * 10**scope.places < 2 * scope.unit.fen:  # as printed it may be nothing
        base = "年初预算" if name.startswith("年初") else _LAST_YEAR
        known = f"{base}为零" if before == 0 else f"{base}接近零"
        return f"{words[0]}{money(scope, abs(now - before))}（{known}，不计算增幅）"
    rate = _percent(scope, abs(now - before), abs(before))
    return f"{words[0]}{money(scope, abs(now - before))}，{words[1]}{rate}"


def _compared(scope: Scope, one: Fraction, other: Fraction, _name: str = "") -> str:
    left, right = scope.printed(one), scope.printed(other)
    return "等于" if left == right else "大于" if left > right else "小于"


_VERBS: Mapping[str, Callable[[Scope, Fraction, Fraction, str], str]] = {
    "占": _percent,
    "完成": _percent,
    "比": _change,
    "增减": _moved,
    "变": _direction,
    "较": _compared,
}


_CHANGES = ("比", "增减", "变")


def own_name(item: str, name: str) -> str:
    """A blank's name under its item: no gap between Chinese words, which no text keeps.

    What the item ends in is not said again.

    >>> own_name("2080109", "预算"), own_name("公务接待费", "预算"), own_name("", "预算")
    ('2080109 预算', '公务接待费预算', '预算')
    >>> own_name("事业收入", "收入增减原因")
    '事业收入增减原因'
    """
    if item[-1:].isascii():
        return f"{item} {name}".strip()
    twice = (size for size in range(min(len(item), len(name)), 0, -1) if item.endswith(name[:size]))
    return item + name[next(twice, 0) :]
