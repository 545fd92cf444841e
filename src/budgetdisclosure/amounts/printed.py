"""What a printed number says, digit by digit: the only place where text becomes a number."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from unicodedata import east_asian_width

from attrs import frozen

from budgetdisclosure.errors import FigureError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

_BLANKS = frozenset(
    {"", "-", "--", "---", "----", "/", "//", "\\", "*", "...", "......", "无", "."}
)
_DASHES = str.maketrans(dict.fromkeys("−‐‑‒–—―─━﹣－ー", "-"))
_MARKS = str.maketrans({"。": ".", "·": ".", "，": ",", "、": ",", "﹒": ".", "﹐": ",", "٬": ","})
_NOTE = re.compile(r"(?<=[\d)）])\s*[①-⒇*＊※⁰¹²³⁴-⁹]+$")
"""Marks of notes after a number, which are no part of it."""
_JOINT = re.compile(r"\s*([.,])\s*(?=\d)")
_NUMBER = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?:\.(?P<part>\d*))?", re.ASCII)
_WRAPPED = re.compile(r"\((?P<inside>[^()]*)\)")
_SIGNS = {"-": -1, "△": -1, "▲": -1, "负": -1, "+": 1, "￥": 1, "¥": 1}


@frozen
class PrintedNumber:
    """A number as its digits stand: ``value`` is None for a blank, ``places`` counts decimals."""

    value: Decimal | None
    places: int


def is_blank(text: str) -> bool:
    """Whether ``text`` is how disclosures print "nothing": empty, dashes, a slash, 无.

    >>> [is_blank(t) for t in ("", "　", "--", "—", "／", "0.00")]
    [True, True, True, True, True, False]
    """
    return _plain(text) in _BLANKS


def parse_number(text: str, *, place: Place | None = None) -> PrintedNumber:
    """Read a printed number: full-width digits and commas, （1.20） △ and - for negatives.

    Thousands commas must stand where thousands are; anything else is refused, never guessed.

    >>> parse_number("（１，234.50）")
    PrintedNumber(value=Decimal('-1234.50'), places=2)
    >>> parse_number("1,234.50①").value, parse_number("12.30*").value  # the mark of a note
    (Decimal('1234.50'), Decimal('12.30'))
    >>> parse_number("1,2,3.4")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    budgetdisclosure.errors.FigureError: “1,2,3.4”：千分位逗号位置不对...
    """
    match, sign = _NUMBER.fullmatch(text), 1
    if match is None or not (match["whole"] or match["part"]):
        plain = _plain(text)
        if plain in _BLANKS:
            return PrintedNumber(None, 0)
        sign, digits = _signed(_JOINT.sub(r"\1", plain))
        match = _NUMBER.fullmatch(digits)
        if match is None or not (match["whole"] or match["part"]):
            raise _refusal(text, digits, place)
    part = match["part"] or ""
    value = Decimal(f"{match['whole'].replace(',', '')}.{part}")
    return PrintedNumber(value.copy_negate() if sign < 0 and value else value, len(part))


_WORDS = Wording("金额栏中的文字", "text in a column of amounts")
_FORMULA = Wording("公式没有计算结果", "a formula without its result")
_BROKEN = Wording("公式出错", "a formula that fails")


def why_unread(text: str) -> Wording:
    """Why what stands in a column of amounts is no number (为何不是数).

    >>> [why_unread(text).zh for text in ("1,2,3.4", "48.9O", "涉密", "#REF!")]
    ['千分位逗号位置不对，无法确定是多少', '不是金额', '金额栏中的文字', '公式出错']
    """
    if text.startswith("="):
        return _FORMULA
    if text.startswith("#"):
        return _BROKEN
    if not any(map(str.isdigit, text)):
        return _WORDS
    return _refusal(text, _signed(_JOINT.sub(r"\1", _plain(text)))[1], None).reason


def _plain(text: str) -> str:
    text = _NOTE.sub("", text.rstrip())
    folded = text if text.isascii() else "".join(map(_folded, text))
    return folded.translate(_DASHES).translate(_MARKS).strip()


@lru_cache(maxsize=8192)
def _folded(character: str) -> str:
    """A full-width character as its usual one; ① and ² are other characters than 1 and 2."""
    usual = unicodedata.normalize("NFKC", character)
    wide = len(usual) == 1 and east_asian_width(character) == "F"
    return usual if wide or not any(map(str.isdecimal, usual)) else character


def _signed(text: str) -> tuple[int, str]:
    sign = 1
    wrapped = _WRAPPED.fullmatch(text)
    if wrapped:
        sign, text = -1, wrapped["inside"].strip()
    while text and text[0] in _SIGNS:
        if _SIGNS[text[0]] < 0 and sign < 0:
            return 1, "--"
        sign, text = sign * _SIGNS[text[0]], text[1:].lstrip()
    return sign, text


def _refusal(text: str, digits: str, place: Place | None) -> FigureError:
    if re.fullmatch(r"[0-9,]+(\.[0-9]*)?", digits):
        reason = Wording(
            "千分位逗号位置不对，无法确定是多少", "commas stand where no thousands are"
        )
    elif re.fullmatch(r"[0-9.,\s]+", digits):
        reason = Wording("不止一个数，或小数点多余", "more than one number or decimal point")
    else:
        reason = Wording("不是金额", "not a number")
    return FigureError(
        reason,
        place=place,
        excerpt=text,
        remedy=Wording("请核对原件，例如 1,234.50", "Check the original, e.g. 1,234.50"),
    )
