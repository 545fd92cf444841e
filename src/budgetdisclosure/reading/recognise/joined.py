"""A code as a cell prints it (编码的印法): in brackets, as a number, or with its name behind it.

Digits before a name are no code by themselves (2022年结转, 211工程): they are one where something
that parts them says so, where the lists call the code so, or where the whole column is of codes
with their names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from attrs import frozen

from budgetdisclosure.codes import KINDS as ALL_KINDS
from budgetdisclosure.codes import LAST_YEAR, FunctionCode, code_list
from budgetdisclosure.model import Code
from budgetdisclosure.reading.recognise.naming import KINDS, is_name_of
from budgetdisclosure.reading.recognise.sheet import Row
from budgetdisclosure.reading.recognise.vocabulary import heading_says, row_says
from budgetdisclosure.reading.recognise.words import is_number, plain, says_nothing, tidy

_DIGITS: Final = r"\d{3}(?:\d{2}){0,3}"
_JOINED: Final = re.compile(
    rf"(?P<bracket>[\[(（【〔]?)(?P<code>{_DIGITS})[\])）】〕]?"
    r"(?P<joint>[-—–_]*)(?P<mark>[\s:：、,，.．·/|]*)(?P<gap>[-—–_\s]*)"
    r"(?P<name>[^\d\s:：、,，.．·/|\])）】〕—–_-].*)"
)
_DRESSED: Final = re.compile(
    r"'?[\[(【〔{]?\s*(?P<code>\d[\d\s-]*|\d{1,3}(?:,\d{3})+)(?:\.0)?\s*[\])】〕}]?"
)
"""A code in brackets, or as a spreadsheet shows a number: [2080101], 2080101.0, 2,080,101."""
_MANGLED: Final = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
"""A code that a spreadsheet has made a number of, most of its digits lost: 2.08E+06."""
_ITEM: Final = 7
_CATEGORY: Final = re.compile(r"2\d\d")


@frozen
class Joined:
    """What one cell says of a code and a name; ``code`` is None where the digits are none."""

    digits: str
    code: Code | None
    name: str


@lru_cache(maxsize=16384)
def parsed(text: str, classification: str) -> Code | None:
    """The code of the classification that a text prints, if any."""
    for kind in KINDS.get(classification, ALL_KINDS):
        code = kind.try_parse(text)
        if code is not None:
            return code
    return None


@lru_cache(maxsize=16384)
def undressed(text: str, classification: str) -> Code | None:
    """The code that a cell of codes prints, whatever stands around it.

    >>> print(undressed("[2080101]", "function"), undressed("2080101.0", "function"))
    2080101 2080101
    """
    code = parsed(text, classification)
    if code is not None:
        return code
    match = _DRESSED.fullmatch(plain(text))
    return parsed(match["code"].replace(",", ""), classification) if match else None


def is_code_like(text: str) -> bool:
    """Whether a text stands for a code in a column of codes: in brackets, or mangled."""
    return bool(_DRESSED.fullmatch(plain(text))) or is_mangled(text)


def is_mangled(text: str) -> bool:
    """Whether a text is a number in scientific notation, in place of a code.

    >>> is_mangled("2.08E+06"), is_mangled("2080101")
    (True, False)
    """
    return bool(_MANGLED.fullmatch(plain(text)))


def parted(text: str, classification: str, *, coded: bool, whole: bool) -> Joined | None:
    """The code and the name one cell prints; None where it prints a name alone.

    ``coded`` says that the column is headed as one of codes, ``whole`` that most of its cells
    print both.

    >>> parted("2080101：行政运行", "function", coded=False, whole=True).name
    '行政运行'
    >>> parted("211工程", "function", coded=False, whole=True) is None
    True
    """
    match = _JOINED.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    name = tidy(match["name"])
    code = parsed(match["code"], classification)
    if code is None:
        told = whole and _is_elsewhere(match, name)
        return Joined(match["code"], None, name) if told else None
    if (
        match["bracket"]
        or match["joint"]
        or match["gap"].strip()
        or coded
        or is_name_of(name, code)
    ):
        return Joined(match["code"], code, name)
    return Joined(match["code"], code, name) if whole and _is_likely(name, code) else None


def _is_elsewhere(match: re.Match[str], name: str) -> bool:
    """Whether digits that are no code here are one by their number, or by another list."""
    if len(match["code"]) == _ITEM:
        return True
    other = parsed(match["code"], "")
    return other is not None and is_name_of(name, other)


def _is_likely(name: str, code: Code) -> bool:
    """Whether a name may be that of a code, in a column of both: 211 工程 is no 节能环保支出."""
    if len(code.digits) > len(code.category.digits):
        return bool(_names(code.category))
    return any(len(set(name) & set(known)) > 1 for known in _names(code))


@lru_cache(maxsize=4096)
def _names(code: Code) -> tuple[str, ...]:
    """What the lists have called a code."""
    return tuple(entry.name for entry in code_list(type(code), LAST_YEAR).history(code))


def prints_both(rows: Sequence[Row], at: int, classification: str) -> bool:
    """Whether most cells of a column print a code of the classification and its name.

    At least one must be named as the lists have it: numbers of a list (201、202、) are no codes.
    """
    texts = [text for row in rows if not says_nothing(text := row.text(at)) and not _sums(text)]
    found = [
        joined
        for text in texts
        if (joined := parted(text, classification, coded=False, whole=True)) and joined.code
    ]
    named = any(is_name_of(joined.name, joined.code) for joined in found if joined.code)
    return named and len(found) * 2 > len(texts)


def code_names(rows: Sequence[Row], at: int) -> bool:
    """Whether a column prints categories, and the one behind it what the lists call them."""
    held = [(plain(row.text(at)), row.text(at + 1)) for row in rows if at + 1 < len(row.cells)]
    pairs = [(code, name) for code, name in held if _CATEGORY.fullmatch(code) and name.strip()]
    named = sum(is_name_of(plain(name), FunctionCode(code)) for code, name in pairs)
    return named > 1 and 2 * named > sum(bool(code) for code, _ in held)


def are_codes(rows: Sequence[Row], at: int) -> bool:
    """Whether a column prints codes and their parents alone, but for a total: 208, 20805."""
    texts = {plain(text) for row in rows if not says_nothing(text := row.text(at))}
    held = {text for text in texts if not heading_says("generic", text)}
    whole = all(text.isdigit() and text.isascii() and len(text) in (3, 5, 7) for text in held)
    return whole and len(held) > 2 and sum(text[:-2] in held for text in held) > 1


def are_amounts(rows: Sequence[Row], at: int) -> bool:
    """Whether a column prints a number with decimals, which no code has but for a sheet's .0."""
    texts = (row.text(at) for row in rows)
    return any("." in one and is_number(one) and not undressed(one, "") for one in texts)


def _sums(text: str) -> bool:
    return bool(row_says("total", text)) or heading_says("generic", text)
