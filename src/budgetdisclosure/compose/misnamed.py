"""Codes that a ledger calls by another code's name: one of the two is wrong (编码与名称不符)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import takewhile

from budgetdisclosure.codes import FIRST_YEAR, LAST_YEAR, AnyCode, Code, code_list
from budgetdisclosure.codes.code import EconomicCode, FunctionCode
from budgetdisclosure.compose.cells import folded
from budgetdisclosure.compose.checks import name_of
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.wording import Wording

_MARKS = re.compile(r"[\W_]|[(（][类款项][)）]")


def misnamed(ledger: Ledger, year: int) -> Iterator[Wording]:
    """Each code beside a name that is another's, in no year its own nor that of a code above it.

    A name that is nobody's may be the place's own short form: it is let be.
    """
    for (code, name), place in ledger.names.items():
        own = name_of(code, year)
        others = _names(isinstance(code, EconomicCode), year).get(_bare(name), ())
        if own is None or not others or _bare(name) in _own_names(code):
            continue
        other = max(others, key=lambda digits: _shared(digits, code.digits))
        where, where_en = place.spoken("zh"), place.spoken("en")
        yield Wording(
            f"{where}：{code} 的名称是“{own}”，台账写“{name}”，那是 {other} 的名称；"
            "表照编码编，请核对是编码错了还是名称错了",
            f"{where_en}: {code} is “{own}”, the ledger has “{name}”, which is {other}",
        )


def _bare(name: str) -> str:
    return _MARKS.sub("", folded(name))


def _shared(one: str, other: str) -> int:
    """How many digits two codes begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


@cache
def _names(economic: bool, year: int) -> Mapping[str, tuple[str, ...]]:
    """The codes of a year by their names."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in code_list(EconomicCode, year) if economic else code_list(FunctionCode, year):
        name = _bare(entry.name)
        found[name] = (*found.get(name, ()), entry.code.digits)
    return found


def _own_names(code: AnyCode) -> set[str]:
    """What a code and those above it have been called in any year."""
    return {_bare(name) for one in (code, *code.ancestors) for name in _ever(one)}


def _ever(code: Code) -> Iterable[str]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    names = (code_list(type(code), year).name(code.digits) for year in years)
    return filter(None, names)
