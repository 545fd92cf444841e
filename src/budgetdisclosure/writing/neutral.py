"""Text that a spreadsheet would run as a formula, made harmless (公式注入防护)."""

from __future__ import annotations

_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take ``text`` for a formula when it opens a text file.

    >>> [is_formula(text) for text in ("=1+1", "-2+3", "@SUM(A1)", " =A1", "合计", "2080109")]
    [True, True, True, True, False, False]
    """
    return text.startswith(_TRIGGERS) or text.lstrip().startswith(_TRIGGERS)


def neutral(text: str) -> str:
    """``text`` with an apostrophe before it where it might run, else as it is.

    >>> neutral("=HYPERLINK(1)"), neutral("合计")
    ("'=HYPERLINK(1)", '合计')
    """
    return f"'{text}" if is_formula(text) else text
