"""Comparing a printed name with the official one (科目名称): typography is no difference."""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import lru_cache

_MARKS = str.maketrans(
    {
        **dict.fromkeys("〔【[{﹝", "("),
        **dict.fromkeys("〕】]}﹞", ")"),
        **dict.fromkeys("“”„‟〝〞「」『』‘’'", '"'),
        **dict.fromkeys("‐‑‒–—―−─﹣", "-"),
        **dict.fromkeys("•‧・∙⋅", "·"),
        **dict.fromkeys("，﹐", ","),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),
    }
)
_EXPENDITURE = "支出"
_CUT = ".·"


class NameMatch(Enum):
    """How a printed name stands to the official one, the closest first."""

    SAME = "same"
    """Equal once brackets, punctuation, width and spaces are set aside."""
    SUFFIX = "suffix"
    """They differ by a final 支出 alone, which disclosures often leave out."""
    TRUNCATED = "truncated"
    """The printed name breaks off: it is the beginning of the official one."""
    DIFFERENT = "different"
    """Another name."""


@lru_cache(maxsize=8192)
def plain_name(name: str) -> str:
    r"""The name without spaces, line breaks and typography, for comparing.

    >>> plain_name("因公出国 (境）费用\n") == plain_name("因公出国（境）费用")
    True
    """
    folded = unicodedata.normalize("NFKC", name).translate(_MARKS)
    return "".join(folded.split()).casefold()


def stem(name: str) -> str:
    """The plain name without a final 支出, which disclosures often leave out.

    >>> stem("教育支出") == stem("教育")
    True
    """
    return plain_name(name).removesuffix(_EXPENDITURE)


def same_name(printed: str, official: str) -> NameMatch:
    """How ``printed`` stands to ``official``.

    >>> same_name("维修(护)费", "维修（护）费")
    <NameMatch.SAME: 'same'>
    >>> same_name("社会保障和就业", "社会保障和就业支出")
    <NameMatch.SUFFIX: 'suffix'>
    >>> same_name("对民间非营利组织和群众", "对民间非营利组织和群众性自治组织补贴")
    <NameMatch.TRUNCATED: 'truncated'>
    """
    left, right = plain_name(printed), plain_name(official)
    if left == right:
        return NameMatch.SAME
    if left and right and stem(left) == stem(right):
        return NameMatch.SUFFIX
    begun = left.rstrip(_CUT)
    return NameMatch.TRUNCATED if begun and right.startswith(begun) else NameMatch.DIFFERENT
