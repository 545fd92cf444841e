"""Codes of rows that print only a name (按名称定编码): the lists, asked from the top down."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from budgetdisclosure.codes import KINDS as ALL_KINDS
from budgetdisclosure.codes import LAST_YEAR, code_list
from budgetdisclosure.codes.code import EconomicCode, FunctionCode, GovernmentEconomicCode
from budgetdisclosure.model import Code
from budgetdisclosure.reading.recognise.words import bare, enumerated, misprints

KINDS: Final[Mapping[str, tuple[type[Code], ...]]] = {
    "function": (FunctionCode,),
    "economic": (EconomicCode, GovernmentEconomicCode),
    "government": (GovernmentEconomicCode,),
}
"""The classifications a layout's rows may be coded by, the likeliest first."""


@lru_cache(maxsize=16)
def _children(leading: str, year: int, *, top: bool) -> dict[str, dict[str, str]]:
    """By a code's digits (empty for the top), the names below it and their codes.

    Names of other years stand in where the year's own list has no such name. The categories come
    apart from the rest: most tables ask for no more.
    """
    kind = next(kind for kind in ALL_KINDS if kind.leading == leading)
    codes = code_list(kind, year)
    below: dict[str, dict[str, str]] = {}
    for entry in (*codes.entries, *reversed(codes.rows)):
        digits = entry.code.digits
        if (len(digits) == 3) is top:
            below.setdefault("" if top else digits[:-2], {}).setdefault(_key(entry.name), digits)
    return below


def _key(name: str) -> str:
    return bare(name).removesuffix("支出")


@lru_cache(maxsize=4096)
def is_name_of(name: str, code: Code) -> bool:
    """Whether a list of some year calls the code so (名称与编码相符).

    >>> [is_name_of(name, FunctionCode("205")) for name in ("教育支出", "教学楼")]
    [True, False]
    """
    if type(code) not in ALL_KINDS:
        return False
    rows = code_list(type(code), LAST_YEAR).history(code)
    return _key(name) in {_key(entry.name) for entry in rows}


class Namer:
    """Finds the code of one name after another, as a reader does who goes down the page.

    >>> namer = Namer("function", 2026)
    >>> [str(namer.code(name)) for name in ("一、一般公共服务支出", "财政事务", "行政运行", "总计")]
    ['201', '20106', '2010601', 'None']
    """

    def __init__(self, classification: str, year: int | None) -> None:
        self._kinds = KINDS.get(classification, ())
        self._year = year or LAST_YEAR
        self._path = ""

    def follow(self, code: Code) -> None:
        """Go on from a row that prints its code."""
        if isinstance(code, self._kinds[:1]):
            self._path = code.digits

    def code(self, name: str) -> Code | None:
        """The code of the next name; None where the list has no such name there."""
        for kind in self._kinds[:1]:
            digits = self._find(_key(name), kind.leading, enumerated(name))
            if digits:
                self._path = digits
                return kind(digits)
        return None

    def _find(self, key: str, leading: str, numbered: bool) -> str | None:
        top = _children(leading, self._year, top=True).get("", {})
        if numbered or not self._path:
            found = top.get(key) or _misprinted(key, top)
            if found:
                return found
        path = self._path
        while path:
            found = _children(leading, self._year, top=False).get(path, {}).get(key)
            if found:
                return found
            path = path[:-2] if len(path) > 3 else ""
        return top.get(key)


def _misprinted(key: str, names: Mapping[str, str]) -> str | None:
    """The code of the one name this is a misprint of."""
    near = {code for name, code in names.items() if misprints(key, name)}
    return near.pop() if len(near) == 1 else None
