"""Codes as the command line shows them (科目查询)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from budgetdisclosure.codes import (
    KINDS,
    LAST_YEAR,
    AnyCode,
    Entry,
    code_list,
    search_codes,
)
from budgetdisclosure.errors import UnknownCodeError
from budgetdisclosure.wording import Language, Wording, quoted

Found = tuple[Entry[AnyCode], ...]

_KINDS = {
    "1": ("政府收入", "revenue"),
    "2": ("支出功能", "function"),
    "3": ("部门经济", "economic (department)"),
    "5": ("政府经济", "economic (government)"),
}


def look_up(query: str, year: int | None = None) -> Found:
    """What a code or a name stands for in ``year`` (the latest known by default).

    A code is answered with its parents and what stands right below it, a name with every code that
    bears it. A code that ended before ``year`` is answered with its last line.

    >>> [entry.name for entry in look_up("2080109", 2020)]
    ['社会保障和就业支出', '人力资源和社会保障管理事务', '社会保险经办机构']
    """
    when = LAST_YEAR if year is None else year
    return _by_code(query, when) or search_codes(query, when)


def _by_code(query: str, year: int) -> Found:
    for kind in KINDS:
        code = kind.try_parse(query)
        if code is None:
            continue
        book = code_list(kind, year)
        above = [book.get(one) for one in code.ancestors]
        own = book.get(code)
        history = book.history(code)
        here = [own] if own else list(history[-1:])
        found = [*above, *here, *book.children(code)] if here else []
        return tuple(entry for entry in found if entry is not None)
    return ()


def as_text(found: Found, language: Language = "zh") -> str:
    """A line an entry: code, level, name, years, and what to be careful about."""
    if not found:
        return "没有找到。\n" if language == "zh" else "Nothing found.\n"
    return "".join(f"{line}\n" for line in _lines(found, language))


def _lines(found: Sequence[Entry[AnyCode]], language: Language) -> Iterator[str]:
    nested = all(entry.code.is_within(found[0].code) for entry in found)
    for entry in found:
        kind = _KINDS[entry.code.digits[0]][0 if language == "zh" else 1]
        depth = "  " * (entry.code.level - 1) if nested else ""
        doubt = ("（待核）" if language == "zh" else " (uncertain)") if entry.uncertain else ""
        over = (", " if language == "en" else "、").join(map(str, entry.superseded_by))
        then = f" → {over}" if over else ""
        years = entry.years.spoken(language)
        level = entry.code.level
        if language == "en":
            said = f"{level.en} {quoted(entry.name)} [{kind}, {years}]"
        else:
            said = f"{level.zh} {entry.name}　[{kind}，{years}]"
        yield f"{depth}{entry.code} {said}{then}{doubt}"


def unknown(query: str, year: int | None = None) -> UnknownCodeError | None:
    """What to say of a well-formed code that no list holds: when it was valid, what is near.

    >>> print(unknown("2080190", 2020).reason)
    2020年度支出功能分类科目中没有此编码
    """
    when = LAST_YEAR if year is None else year
    for kind in KINDS:
        code = kind.try_parse(query)
        if code is not None:
            return code_list(kind, when).unknown(code)
    return None


def ended(query: str, year: int | None = None) -> UnknownCodeError | None:
    """What to say of a code whose last line ended before ``year``: the year's list lacks it.

    >>> ended("2089901", 2020) is None, ended("2089901", 2024) is None
    (True, False)
    """
    when = LAST_YEAR if year is None else year
    for kind in KINDS:
        code = kind.try_parse(query)
        if code is not None:
            book = code_list(kind, when)
            return None if code in book else book.unknown(code)
    return None


def caution(year: int | None = None) -> Wording | None:
    """What to know of a year outside those the packaged lists speak of."""
    return None if year is None else code_list(KINDS[0], year).caution


def as_json(found: Found) -> str:
    """The entries as JSON, one array."""
    rows = [
        {
            "code": entry.code.digits,
            "level": entry.code.level.zh,
            "name": entry.name,
            "classification": _KINDS[entry.code.digits[0]][0],
            "valid_from": entry.valid_from,
            "valid_to": entry.valid_to,
            "superseded_by": [code.digits for code in entry.superseded_by],
            "evidence": entry.evidence,
            "note": entry.note,
        }
        for entry in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
