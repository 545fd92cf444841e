"""Finding a line by its name or part of it, and the lines nearest to a code that is not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from budgetdisclosure.codes.code import C
from budgetdisclosure.codes.entry import Entry
from budgetdisclosure.codes.names import NameMatch, plain_name, same_name

_CODE_LIKE = re.compile(r"\d[\d\s,-]*")
_ABBREVIATION = 2  # the shortest query taken as an abbreviation: one character is in every name


def ranked(query: str, entries: Iterable[Entry[C]]) -> Iterator[Entry[C]]:
    """The entries that answer ``query``, the best first (搜索).

    Digits find that code and those below it. Words find names: the same but for a final 支出, then
    beginning so, then holding every word, and higher levels first. Only where none does are
    abbreviations tried (社保经办), then misspellings.
    """
    lines = tuple(entries)
    for answer in _ANSWERS:
        marked = [(mark, entry) for entry in lines if (mark := answer(query, entry)) is not None]
        if marked:
            yield from (entry for _, entry in sorted(marked, key=_best_first))
            return


def _best_first(marked: tuple[int, Entry[C]]) -> tuple[int, int, int, str]:
    mark, entry = marked
    return mark, entry.code.level, len(entry.name), entry.code.digits


def _by_digits(query: str, entry: Entry[C]) -> int | None:
    plain = plain_name(query)
    if not _CODE_LIKE.fullmatch(plain):
        return None
    digits = re.sub(r"\D", "", plain)
    below = len(entry.code.digits) - len(digits)
    return below if entry.code.digits.startswith(digits) else None


def _by_name(query: str, entry: Entry[C]) -> int | None:
    match same_name(query, entry.name):
        case NameMatch.SAME | NameMatch.SUFFIX:
            return 0
        case NameMatch.TRUNCATED:
            return 1
    name, words = plain_name(entry.name), [plain_name(word) for word in query.split()]
    return 2 if words and all(word in name for word in words) else None


def _by_abbreviation(query: str, entry: Entry[C]) -> int | None:
    """The query's characters in their order, with others between: 社保经办 in 社会保险经办机构.

    A name that begins as the query does is meant before one that holds it inside: 公车 is
    公务用车 before 高等级公路车辆.
    """
    plain, name = plain_name(query), plain_name(entry.name)
    rest = iter(name)
    if len(plain) < _ABBREVIATION or not all(mark in rest for mark in plain):
        return None
    return 0 if name.startswith(plain[0]) else 1


def _by_likeness(query: str, entry: Entry[C]) -> int | None:
    """At least half of the neighbouring pairs of characters in common; the more, the better."""
    left, right = set(pairwise(plain_name(query))), set(pairwise(plain_name(entry.name)))
    common, apart = len(left & right), len(left ^ right)
    return apart if common and 2 * common >= apart else None


_ANSWERS: tuple[Callable[[str, Entry[Any]], int | None], ...] = (
    _by_digits,
    _by_name,
    _by_abbreviation,
    _by_likeness,
)


def one_slip_apart(left: str, right: str) -> bool:
    """Whether two codes differ by one digit, or by two neighbours that changed places.

    >>> one_slip_apart("2080190", "2080109"), one_slip_apart("2080109", "2080209")
    (True, True)
    """
    if len(left) != len(right):
        return False
    apart = [at for at, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    if len(apart) == 2 and apart[1] == apart[0] + 1:
        return left[apart[0]] == right[apart[1]] and left[apart[1]] == right[apart[0]]
    return len(apart) == 1
