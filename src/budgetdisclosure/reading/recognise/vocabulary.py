"""The words of headings, notes and numbering rows (用语), from ``vocabulary.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from budgetdisclosure.reading.recognise.words import heading, plain


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, re.Pattern[str]]]:
    data = tomllib.loads((files(__package__) / "vocabulary.toml").read_text("utf-8"))
    return {
        group: {name: re.compile(pattern) for name, pattern in patterns.items()}
        for group, patterns in data.items()
    }


@lru_cache(maxsize=16384)
def heading_says(name: str, text: str) -> bool:
    """Whether a column heading is of that kind.

    >>> heading_says("code", "功能分类 科目编码"), heading_says("unit_code", "单位编码")
    (True, True)
    """
    return bool(_words()["headings"][name].search(heading(text)))


@lru_cache(maxsize=16384)
def row_says(name: str, text: str) -> re.Match[str] | None:
    """The match of a kind of row or line: total, numbering, note, entity.

    >>> row_says("entity", "编制单位：某某局")["entity"]
    '某某局'
    """
    return _words()["rows"][name].search(plain(text))


@lru_cache(maxsize=16384)
def page_says(name: str, text: str) -> bool:
    """Whether a line of a page is of that kind: number, contents, performance."""
    return bool(_words()["page"][name].search(plain(text)))
