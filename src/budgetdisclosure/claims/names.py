"""Names that a text may speak of: the library's own and those that the tables print (主体名称)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from attrs import field, frozen

from budgetdisclosure.claims.normal import plain
from budgetdisclosure.codes import LAST_YEAR, function_codes
from budgetdisclosure.model import Disclosure, Line, ThreePublicLine, items

_ASIDE: Final = re.compile(r"[（）、，：的和及与之\s·⋯—-]")
_NUMBERING: Final = re.compile(
    r"^(?:其中：?|[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d{1,2}[.、])"
)
_SUMS: Final = frozenset(
    {
        *(items.TOTAL, items.GRAND_TOTAL, items.BUDGET, items.ACTUAL),
        *(items.PRIOR_BUDGET, items.PRIOR_ACTUAL),
    }
)
_LONGEST: Final = 40
_SHORTEST: Final = 3
_GENERIC: Final = ("支出", "收入")
_TOTALS: Final = re.compile(r"(?:金额|汇总数?|总额|总数|总量|合计|总计|共计|数额|总|数)$")
_WHOLES: Final = frozenset({"本年收入合计", "本年支出合计", "收入总计", "支出总计", "收支总计"})
_LEVEL_WORDS: Final = re.compile(r"(?:类)?科目$|(?<=支出)类$")


@lru_cache(maxsize=8192)
def key_of(name: str) -> str:
    """A name for comparing: without brackets, joints and 的.

    >>> key_of("公务用车购置和运行维护费") == key_of("公务用车购置及运行维护费")
    True
    """
    return _ASIDE.sub("", plain(name))


@lru_cache(maxsize=8192)
def row_name(name: str) -> str:
    """The name of a table's row without its numbering.

    >>> row_name("八、社会保障和就业支出"), row_name("其中：基本工资")
    ('社会保障和就业支出', '基本工资')
    """
    kept = plain(name)
    while True:
        shorter = _NUMBERING.sub("", kept, count=1)
        if shorter == kept:
            return kept
        kept = shorter


@frozen
class Names:
    """Known names by their keys (名称表); what is found is the name they stand for."""

    known: dict[str, str]
    categories: dict[str, str] = field(factory=dict)
    """The categories of the functional classification by their keys without a final 支出."""

    def shortened(self, words: str) -> str:
        """The category that ``words`` are but for its final 支出: 一般公共服务; else nothing."""
        return self.categories.get(key_of(words), "")

    def exactly(self, words: str) -> str:
        """The known name that ``words`` are, or nothing."""
        key = key_of(words)
        return next((self.known[one] for one in _variants(key) if one in self.known), "")

    def ending(self, words: str) -> tuple[str, str]:
        """The longest known name that ``words`` end in, and what is printed before it.

        A final 支出 or 支出合计 that belongs to the name before it is left out, and so are words
        such as 总额 and 类科目.

        >>> standard_names().ending("某单位2020年财政拨款基本支出")
        ('财政拨款基本支出', '某单位2020年')
        >>> standard_names().ending("公务接待费支出")
        ('公务接待费', '')
        >>> standard_names().ending("三公经费支出合计")
        ('三公经费', '')
        """
        key = _LEVEL_WORDS.sub("", key_of(words))
        found, before = self._ending(key)
        if not found:
            found, before = self._ending(_TOTALS.sub("", key))
        if before and (key[len(before) :] in _GENERIC or found in _WHOLES):
            shorter, rest = self._ending(before)
            if shorter and (shorter not in _WHOLES or key[len(before) :] in _GENERIC):
                return shorter, rest
        return found, before

    def _ending(self, key: str) -> tuple[str, str]:
        for start in range(max(0, len(key) - _LONGEST), len(key)):
            found = self.known.get(key[start:])
            if found:
                return found, key[:start]
        return "", key


def _variants(key: str) -> Iterator[str]:
    yield key
    if key.endswith("支出"):
        yield key.removesuffix("支出")


def meant(subject: str, role: str) -> str:
    """What a name means in a section of that role: 支出总计 in the appropriation's is its own.

    >>> meant("收支总计", "appropriation"), meant("收支总计", "overall")
    ('财政拨款收支总计', '收支总计')
    """
    return _aliases().get((role, subject), subject)


@cache
def _aliases() -> dict[tuple[str, str], str]:
    path = files("budgetdisclosure.claims") / "data" / "aliases.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {
        (role, row["subject"]): row["means"] for row in rows for role in row["roles"].split("|")
    }


@cache
def standard_names() -> Names:
    """The names of ``data/subjects.csv``."""
    path = files("budgetdisclosure.claims") / "data" / "subjects.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return Names({key_of(name): row["subject"] for row in rows for name in row["names"].split("|")})


@lru_cache(maxsize=64)
def _categories(year: int) -> dict[str, str]:
    """The names of the functional classification's categories (类级科目), by their keys."""
    entries = function_codes(year).children(None)
    return {key_of(entry.name): entry.name for entry in entries if len(entry.name) > _SHORTEST}


def is_category(name: str) -> bool:
    """Whether a name is that of a category of the functional classification (类).

    >>> is_category("教育支出"), is_category("基本支出")
    (True, False)
    """
    return key_of(name) in _categories(LAST_YEAR)


def names_of(disclosure: Disclosure) -> Names:
    """The standard names, those of the categories, and of the rows the tables print."""
    own = {
        key_of(name): name
        for table in disclosure.tables
        for line in table.all_lines()
        if line.name and not _sums_up(line) and len(name := row_name(line.name)) > 1
    }
    own.pop(key_of(disclosure.entity or ""), None)  # whose the amounts are is not what they are
    categories = _categories(disclosure.fiscal_year or LAST_YEAR)
    stems = {key.removesuffix("支出"): name for key, name in categories.items()}
    short = {stem: name for stem, name in stems.items() if len(stem) > _SHORTEST}
    return Names({**categories, **own, **standard_names().known}, short)


def _sums_up(line: Line) -> bool:
    """Whether a row is called a total, or a basis (2026年, 预算数), which names no subject."""
    return line.item in _SUMS or (isinstance(line, ThreePublicLine) and line.item is not None)
