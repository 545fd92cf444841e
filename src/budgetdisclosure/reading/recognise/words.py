"""Printed text made comparable (文字归一): width, spaces, quotes and numbering set aside.

The original is kept wherever it is shown; what this module returns is for comparing only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from budgetdisclosure.amounts import PrintedNumber, is_blank, parse_number
from budgetdisclosure.claims.normal import simplified
from budgetdisclosure.errors import FigureError

_QUOTES: Final = dict.fromkeys(map(ord, "“”„‟\"'‘’「」『』《》〈〉"))
_MARKS: Final = {
    **dict.fromkeys("〔【[{﹝", "("),
    **dict.fromkeys("〕】]}﹞", ")"),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),
}
_SPACES: Final = re.compile(r"\s+")
_CHINESE_GAP: Final = re.compile(
    r"(?<=[^\x00-\x7f０-９])\s+|\s+(?=[^\x00-\x7f０-９])|[\r\n]+"
    r"|(?<=[０-９])\s+(?![0-9０-９])|(?<![0-9０-９])\s+(?=[０-９])"  # two numbers stay two
)
_NUMERAL: Final = "一二三四五六七八九十百零〇"
ENUMERATION: Final = re.compile(
    rf"(?:第?[{_NUMERAL}]+[、.,:]|\([{_NUMERAL}\d]+\)[、.]?|\d{{1,2}}(?:\.(?!\d)|[、)])|[①-⑳])"
)
_OF_WHICH: Final = re.compile(r"^(?:其中|包括|加|减)[:：]?")
LONG: Final = 5
_CONTRARY: Final = frozenset("初末上下本去前后收支入出一二三四五六七八九十政府")
MONEY: Final = (
    r"(?:人民币\(?|RMB|CNY|¥)?"
    r"(?:[十百千万亿]*(?:[美欧日港澳加韩]|新?台)?(?:元|圆|币|角|分(?!之))"
    r"|[十百千万亿]*(?:美金|英镑|法郎|卢布|USD|EUR|HKD)|[十百千万亿]+(?![一-鿿\d]))"
)
"""How a unit of money is printed, also those that no disclosure should be in."""
_UNIT_TAIL: Final = re.compile(rf"\((?:(?:金额)?单位[:：]?)?{MONEY}(?<=元)\)$")
_YEAR_ALONE: Final = re.compile(
    r"(?<!\d)20\d\d(?=(?:度|[区市县省本]级)?(?:部门|单位)?(?:综合|收支)?[预决]算)"
)
_GLUE: Final = re.compile(r"\s*([.,])\s*")
_NUMERALS: Final = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_WHOLE: Final = re.compile(r"\.\d{2,}$")
_GROUPED: Final = re.compile(r"[-△(]?\d{1,3}(,\d{3})+(\.\d+)?\)?")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    r"""The text without spaces, quotes and differences of width and script.

    >>> plain("财政拨款“三公”\n经费 支出（决算）表"), plain("財政撥款")
    ('财政拨款三公经费支出(决算)表', '财政拨款')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_marks())
    return _SPACES.sub("", text.translate(_QUOTES))


@cache
def _marks() -> dict[int, str | None]:
    return str.maketrans({**simplified(), **_MARKS})


@lru_cache(maxsize=65536)
def tidy(text: str) -> str:
    r"""The text as a person would write it on one line: no breaks, no spaces inside Chinese.

    >>> tidy("附属单位\n上缴收入"), tidy(" South West "), tidy("１．５ ２．６ 元")
    ('附属单位上缴收入', 'South West', '１．５ ２．６元')
    """
    return _SPACES.sub(" ", _CHINESE_GAP.sub("", text)).strip()


def dated(text: str) -> str:
    """A plain text whose year of a disclosure is written with 年, if it is not: 2023部门决算.

    >>> dated("2023部门决算公开"), dated("支出2023万元")
    ('2023年部门决算公开', '支出2023万元')
    """
    return _YEAR_ALONE.sub(r"\g<0>年", text) if "20" in text else text


@lru_cache(maxsize=16384)
def bare(text: str) -> str:
    """A row's name without its numbering and 其中 (项目名称去序号).

    >>> bare("十八、 自然资源海洋气象等支出"), bare("(1)一般公共预算拨款"), bare("其中：捐赠收入")
    ('自然资源海洋气象等支出', '一般公共预算拨款', '捐赠收入')
    """
    kept = plain(text)
    while True:
        match = ENUMERATION.match(kept)
        shorter = _OF_WHICH.sub("", kept[match.end() :] if match else kept)
        if shorter == kept or not shorter:
            return kept
        kept = shorter


def enumerated(text: str) -> bool:
    """Whether the text begins with a number of a list: 一、 （二） 3. ①."""
    return bool(ENUMERATION.match(plain(text)))


def misprints(printed: str, official: str) -> bool:
    """Whether two names differ by one character that no one would mean (错别字).

    Short names are never compared so; nor is 年初 a misprint of 年末.

    >>> misprints("本年支出口计", "本年支出合计"), misprints("年初结转和结余", "年末结转和结余")
    (True, False)
    """
    if len(printed) != len(official) or len(official) < LONG:
        return False
    apart = [pair for pair in zip(printed, official, strict=True) if pair[0] != pair[1]]
    return len(apart) == 1 and not set(apart[0]) <= _CONTRARY


@lru_cache(maxsize=16384)
def heading(text: str) -> str:
    r"""A column heading for comparing: plain, without 其中 and the unit behind it.

    >>> heading("其中：教育\n收费（万元）")
    '教育收费'
    """
    return _OF_WHICH.sub("", _UNIT_TAIL.sub("", plain(text)))


@lru_cache(maxsize=65536)
def printed(text: str) -> tuple[str, PrintedNumber] | None:
    """The digits of a printed number with what they say; None for anything else.

    Line breaks and gaps are closed only where they stand at a comma or point, or where thousands
    are grouped so that no two numbers can have met; ``12 34`` stays what it is, and is refused.
    """
    stripped = text.strip()
    if not any(mark.isspace() for mark in stripped):
        return _parsed(stripped)
    glued = _GLUE.sub(r"\1", stripped)
    if not any(mark.isspace() for mark in glued):
        return _parsed(glued)
    closed = "".join(stripped.split())
    if not _GROUPED.fullmatch(plain(closed)) or _met(glued.split()):
        return None
    return _parsed(closed)


def _met(pieces: list[str]) -> bool:
    """Whether pieces of a grouped number are numbers themselves: 15 and 1,200.00 in one cell."""
    return "," not in plain(pieces[0]) or any(map(_WHOLE.search, pieces[:-1]))


def number_text(text: str) -> str | None:
    r"""The digits of a printed number, its line breaks and gaps closed; None for anything else.

    >>> number_text("1,046.\n60"), number_text("２,９４６．２５"), number_text("12 34")
    ('1,046.60', '２,９４６．２５', None)
    """
    found = printed(text)
    return found[0] if found else None


def _parsed(text: str) -> tuple[str, PrintedNumber] | None:
    try:
        number = parse_number(text)
    except FigureError:
        return None
    return None if number.value is None else (text, number)


@lru_cache(maxsize=65536)
def has_digits(text: str) -> bool:
    """Whether any digit stands in the text."""
    return any(mark.isdigit() for mark in text)


def is_number(text: str) -> bool:
    """Whether the text is one printed number."""
    return _NUMERALS.fullmatch(text) is not None or _is_number(text)


@lru_cache(maxsize=65536)
def _is_number(text: str) -> bool:
    return has_digits(text) and number_text(text) is not None


def says_nothing(text: str) -> bool:
    """Whether the text is blank, dashes or an ellipsis of a form (…, 。。。)."""
    return _NUMERALS.fullmatch(text) is None and _says_nothing(text)


@lru_cache(maxsize=65536)
def _says_nothing(text: str) -> bool:
    return is_blank(text) or not plain(text).strip(".…。-*")


@lru_cache(maxsize=65536)
def is_percent(text: str) -> bool:
    """Whether the text is a printed percentage."""
    kept = text.strip()
    return kept[-1:] in "%％‰" and len(kept) > 1 and is_number(kept[:-1])
