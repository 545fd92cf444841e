"""Which part of the narrative a section is, by its title: 收入决算情况, “三公”经费 … (章节类别)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from attrs import frozen

from budgetdisclosure.claims.normal import plain

_WITHIN: Final = {
    "three_public": {"overall": "three_public", "general_items": "three_public"},
    "general": {"basic": "general_basic", "expenditure": "general"},
    "fund": {"general_items": "fund"},
    "capital": {"general_items": "capital"},
}
"""What a general title means inside a section of its own kind: “总体情况” under “三公”经费."""


@frozen
class _Title:
    role: str
    any_of: tuple[tuple[str, ...], ...]
    none_of: tuple[str, ...]

    def fits(self, title: str) -> bool:
        return any(all(word in title for word in words) for words in self.any_of) and not any(
            word in title for word in self.none_of
        )


@lru_cache(maxsize=4096)
def role_of(title: str, outer: str = "") -> str:
    """The role that a section's title says, inside one of role ``outer``; empty if it says none.

    The table ``data/roles.csv`` is asked from its top: the first line whose words the title has.

    >>> role_of("一般公共预算财政拨款基本支出决算情况说明"), role_of("支出决算情况说明")
    ('general_basic', 'expenditure')
    >>> role_of("“三公”经费支出决算总体情况说明"), role_of("某某项目")
    ('three_public', '')
    """
    words = plain(title)
    own = next((line.role for line in _titles() if line.fits(words)), "")
    return _WITHIN.get(outer, {}).get(own, own)


@cache
def _titles() -> tuple[_Title, ...]:
    return tuple(_read())


def _read() -> Iterator[_Title]:
    path = files("budgetdisclosure.claims") / "data" / "roles.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        any_of = tuple(tuple(words.split("+")) for words in row["all_of"].split("|"))
        yield _Title(row["role"], any_of, tuple(filter(None, row["none_of"].split("|"))))
