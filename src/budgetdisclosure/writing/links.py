"""What contents lead to: headings and tables found by the words of an entry (目录链接)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_NUMBER = re.compile(r"(第.+?部分|附件[\d-]*|[一二三四五六七八九十]+、|（.+?）|\d+[、.．])")
_LEADER = re.compile(r"[.·…\s]*\d*$")


def keys(text: str) -> Iterator[str]:
    """What a heading is found by, in the contents and where it stands: a part's number, its words.

    >>> list(keys("第二部分 部门决算表")), list(keys("二、收入决算表 …… 5"))
    (['第二部分', '部门决算表'], ['收入决算表'])
    """
    number = _NUMBER.match("".join(text.split()))
    if number and number[1].startswith("第"):
        yield number[1]
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    kept = _LEADER.sub("", plain[len(number[1]) :] if number else plain)
    if len(kept) > 1:
        yield kept
