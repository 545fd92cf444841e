"""What to say of a code the year does not have: when it held, and what may have been meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetdisclosure.codes.code import C
from budgetdisclosure.codes.entry import Entry
from budgetdisclosure.codes.search import one_slip_apart
from budgetdisclosure.errors import UnknownCodeError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from budgetdisclosure.codes.codelist import CodeList

_ENOUGH = 3


def nearest(codes: CodeList[C], code: C, name: str) -> tuple[Entry[C], ...]:
    """At most three lines that may be meant by ``code``: the first guess that finds any."""
    for guess in (_of_another_year, _of_that_name, _the_one_above, _one_slip_away):
        found = guess(codes, code, name)
        if found:
            return tuple(dict.fromkeys(found))[:_ENOUGH]
    return ()


def unknown(codes: CodeList[C], code: C, name: str, place: Place | None) -> UnknownCodeError:
    """The error that says so, with the years in which the code held."""
    return UnknownCodeError(
        _reason(codes, code),
        place=place,
        excerpt=f"{code} {name}".strip(),
        remedy=_remedy(nearest(codes, code, name)),
    )


def _of_another_year(codes: CodeList[C], code: C, name: str) -> list[Entry[C]]:
    meant: list[Entry[C]] = []
    for row in codes.history(code):
        known = row.valid_to if row.valid_to is not None else row.valid_from
        meant.extend(codes.counterparts(code, known) if known is not None else ())
    return meant


def _of_that_name(codes: CodeList[C], code: C, name: str) -> list[Entry[C]]:
    """Those of that name below the same parent, or else in the same category, or the only one."""
    called = codes.by_name(name, level=code.level)
    siblings = [entry for entry in called if entry.code.parent == code.parent]
    kin = [entry for entry in called if entry.code.is_within(code.category)]
    return siblings or kin or (list(called) if len(called) == 1 else [])


def _the_one_above(codes: CodeList[C], code: C, name: str) -> list[Entry[C]]:
    """Where the list ends higher up: a place may go on, a system may fill 21211 to 2121100."""
    line = codes.covering(code)
    if line is None:
        return []
    filled = not code.digits[len(line.code.digits) :].strip("0")
    return [line] if filled or not codes.children(line.code) else []


def _one_slip_away(codes: CodeList[C], code: C, name: str) -> list[Entry[C]]:
    """Two neighbouring digits that changed places, or else one wrong digit at the last level."""
    slips = [entry for entry in codes if one_slip_apart(code.digits, entry.code.digits)]
    swapped = [entry for entry in slips if sorted(entry.code.digits) == sorted(code.digits)]
    siblings = [entry for entry in slips if entry.code.parent == code.parent]
    number = int(code.digits)
    return swapped or sorted(
        siblings or slips, key=lambda entry: abs(int(entry.code.digits) - number)
    )


def _reason(codes: CodeList[C], code: C) -> Wording:
    zh = f"{codes}中没有此编码"
    en = f"no such code in the {codes.kind.title.en} classification of {codes.year}"
    history = codes.history(code)
    if not history:
        return Wording(zh, en)
    spans = [(row.name, row.years) for row in history]
    zh_spans = "；".join(f"{years.zh}为“{name}”" for name, years in spans)
    en_spans = "; ".join(f"{years.en}: “{name}”" for name, years in spans)
    return Wording(f"{zh}（{zh_spans}）", f"{en} ({en_spans})")


def _remedy(meant: tuple[Entry[C], ...]) -> Wording:
    if not meant:
        return Wording(
            "请核对原件与当年的《政府收支分类科目》",
            "Check the original against the official book of that year",
        )
    return Wording(
        f"请核对原件，是否应为 {'、'.join(map(str, meant))}",
        f"Check the original; perhaps {' or '.join(map(str, meant))} is meant",
    )
