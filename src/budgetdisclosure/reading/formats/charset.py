"""From bytes to text: which character encoding (字符编码) a file without one declared is in."""

from __future__ import annotations

import codecs
import re
from typing import Final

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Remark
from budgetdisclosure.wording import Wording

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What a page may declare, by Python's name; GB 18030 holds GBK and GB 2312 as files use them, and
# cp950 holds Big5. Anything else declared is taken for a slip and the bytes are looked at.
_DECLARED: Final = {
    "utf-8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "cp950",
    "cp950": "cp950",
    "big5hkscs": "big5hkscs",
    "hz": "hz",
    "iso8859-1": "cp1252",
    "cp1252": "cp1252",
}

# The commonest characters of running Chinese, in either script, and those of public accounts.
_COMMON: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
    "這為個國時來們對會發動於後過說種"
    "年度预算决算收入支出财政拨款单位部门项目金额合计一般公共基本科目编码名称万元"
    "預決財撥單門項額計編碼稱萬"
    "，。、：；（）《》“”"
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_STRAY: Final = re.compile(
    r"[^\x00-\x7f\xa0-\xff\u2000-\u27ff\u2e80-\u30ff\u3200-\u33ff\u4e00-\u9fff\uff00-\uffef\ufffd]"
)
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_LONG: Final = re.compile(r"[\u0800-\U0010ffff]")
"""A character of three bytes or four in UTF-8."""
_FEW: Final = 5
_USUAL: Final = ("gb18030", "cp950")
_CLEAR: Final = 4
_SAMPLE: Final = 200_000


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, tuple[Remark, ...]]:
    """The text of ``data``, and remarks where some bytes could not be read.

    A byte-order mark wins, then UTF-8 unless a few bytes fit it by chance, then ``declared``, then
    whichever of GB 18030, Big5 and UTF-16 gives the most ordinary Chinese. Bytes that are no text
    at all raise ``ReadingError``.

    >>> decode("预算".encode("gbk"))[0]
    '预算'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _settle(data[len(mark) :], name)
    if _looks_wide(data):
        return _settle(data, _wide_order(data))
    known = _known(declared)
    if _fits(data, "utf-8"):
        sure = known == "utf-8" or not _may_be_gbk(data)
        return _settle(data, "utf-8" if sure else _likeliest(data))
    if known and _fits(data, known) and not _is_slip(data, known):
        return _settle(data, known)
    return _settle(data, _likeliest(data))


def _may_be_gbk(data: bytes) -> bool:
    """Whether bytes that fit UTF-8 do so by chance: a few words of GBK, as 营业税 or 职业学校.

    Such words make sequences of two bytes, for letters of other scripts, and none of three; and
    five characters in a row that do so are hardly found, unless it is one repeated.
    """
    text = data[:_SAMPLE].decode("utf-8", "ignore")
    if _LONG.search(text) or not _STRAY.search(text):
        return False
    strange = [
        character for character in data[:_SAMPLE].decode("gb18030", "replace") if character > "\x7f"
    ]
    common = sum(1 for character in strange if character in _COMMON)
    return len(strange) <= _FEW or 2 * common > len(strange)


def _is_slip(data: bytes, declared: str) -> bool:
    """Whether a declared encoding fits by chance, and another gives far more ordinary Chinese."""
    sample = data[:_SAMPLE]
    scores = {
        name: _ordinary(sample.decode(name, errors="replace")) for name in (*_USUAL, declared)
    }
    return max(scores.values()) > 2 * max(scores[declared], 0) + _CLEAR


def _settle(data: bytes, name: str) -> tuple[str, tuple[Remark, ...]]:
    """Decode, and refuse what is not text: too many unreadable bytes or control characters."""
    text = data.decode(name, errors="replace")
    if name == "utf-8" and "\ufffd" in text:
        return _mended(data, text)
    return _checked(text, name)


def _mended(data: bytes, text: str) -> tuple[str, tuple[Remark, ...]]:
    """A UTF-8 text with pieces of GB 18030 in it: what a site pastes into its pages."""
    whole, pieces = _pieced(data)
    if _ordinary(whole) <= _ordinary(text):
        return _checked(text, "utf-8")
    found, remarks = _checked(whole, "utf-8")
    message = Wording(
        f"文件以 UTF-8 为主，另有{pieces}处按 GB 18030 解码",
        f"the file is in UTF-8, and {pieces} pieces of it in GB 18030",
    )
    return found, (Remark(message), *remarks)


def _pieced(data: bytes) -> tuple[str, int]:
    """UTF-8 with the runs that are none read as GB 18030, and how many those are."""
    pieces = [0]

    def mended(match: re.Match[bytes]) -> bytes:
        run = match[0]
        if _fits(run, "utf-8") or not _fits(run, "gb18030"):
            return run
        pieces[0] += 1
        return run.decode("gb18030").encode()

    return _HIGH.sub(mended, data).decode("utf-8", errors="replace"), pieces[0]


def _checked(text: str, name: str) -> tuple[str, tuple[Remark, ...]]:
    """The text, refused where too much of it is unreadable or control characters."""
    lost = text.count("\ufffd")
    bad = lost + len(_CONTROLS.findall(text))
    if bad * 20 > len(text):
        raise _not_text()
    text = _CONTROLS.sub("", text)
    if not lost:
        return text, ()
    line = text.count("\n", 0, text.index("\ufffd")) + 1
    message = Wording(
        f"有{lost}处字符无法按{name}解码，已标为“\ufffd”",
        f"{lost} characters could not be decoded as {name} and stand as “\ufffd”",
    )
    return text, (Remark(message, Place(line=line)),)


def _known(declared: str | None) -> str | None:
    """Python's name for a declared encoding, None for an unknown one."""
    try:
        return _DECLARED.get(codecs.lookup((declared or "").strip()).name)
    except (LookupError, ValueError):
        return None


def _fits(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeError:
        return False
    return True


def _looks_wide(data: bytes) -> bool:
    """UTF-16 without its mark: digits, spaces and line ends leave a zero in every second byte."""
    head = data[:_SAMPLE]
    return head.count(0) * 20 > len(head)


def _wide_order(data: bytes) -> str:
    head = data[: _SAMPLE & ~1]
    return "utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le"


def _likeliest(data: bytes) -> str:
    """The encoding whose reading has the most ordinary characters and the fewest unreadable."""
    sample = data[:_SAMPLE]
    names = ("gb18030", "cp950", "utf-16-le", "utf-16-be")
    texts = {name: sample.decode(name, errors="replace") for name in names}
    texts["utf-8"] = _pieced(sample)[0]
    best = max(texts, key=lambda name: _ordinary(texts[name]))
    text = texts[best]
    strange = sum(1 for character in text if character > "\x7f")
    if best != "utf-8" and strange > 40 and _ordinary(text) * 20 < strange:
        raise _not_text()
    return best


def _ordinary(text: str) -> int:
    """How much a reading looks like Chinese: common characters for it, stray ones against it."""
    common = sum(1 for character in text if character in _COMMON)
    return common - 4 * text.count("\ufffd") - 3 * len(_STRAY.findall(text))


def _not_text() -> ReadingError:
    return ReadingError(
        Wording("内容不是文字，可能是其他格式或已损坏的文件", "the content is not text"),
        remedy=Wording(
            "请用能打开该文件的软件另存为 PDF、Word、Excel 或文本文件",
            "Save it as PDF, Word, Excel or text from a program that opens it",
        ),
    )
