"""Lists of the narrative against the rows they name (列举科目)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetdisclosure.claims import Listing, Subject
from budgetdisclosure.claims.resolve import lines_of
from budgetdisclosure.model import Disclosure, Line
from budgetdisclosure.rules.rule import BOTH, Fault, Held, Outcome, Severity, rule
from budgetdisclosure.rules.topics.economic import PERSONNEL
from budgetdisclosure.rules.topics.narrative_common import TEMPLATE, place_of, told
from budgetdisclosure.wording import Wording, listed, quoted

_PERSONNEL = "人员经费"
_RUNNING = "公用经费"


@rule(
    "N-06-3",
    "列举科目非零",
    "subjects that a list names have amounts",
    source=f"{TEMPLATE}：主要包括……（不涉及的不列）",
    severity=Severity.WARNING,
    kinds=BOTH,
    exceptions="表中没有的笼统名称；没有列表的文字",
)
def listed_have_amounts(d: Disclosure) -> Iterator[Outcome]:
    """Each subject named in 主要包括… has an amount in 06, none that has one is left out."""
    lines = [line for line in d.basic_expenditure.lines if len(line.key) == 5 and line.code]
    if not any(line.amount.counted for line in lines):
        return
    for listing in told(d).all(Listing, "general_basic", "basic", "appropriation_basic"):
        group = _group(listing, lines)
        if group:
            yield from _check(listing, group)


def _group(listing: Listing, lines: Sequence[Line]) -> list[Line]:
    """The rows a list speaks of: personnel or running costs."""
    if listing.subject.key not in (_PERSONNEL, _RUNNING):
        return []
    personnel = listing.subject.key == _PERSONNEL
    return [line for line in lines if (line.key[:3] in PERSONNEL) == personnel]


def _amount(line: Line) -> bool:
    return any(figure.counted for figure in line.figures().values())


def _is_nothing(line: Line) -> bool:
    return all(figure.is_nothing for figure in line.figures().values())


def _check(listing: Listing, group: list[Line]) -> Iterator[Outcome]:
    found = {name: lines_of(group, Subject(name, name)) for name in listing.names}
    empty = [name for name, rows in found.items() if rows and all(map(_is_nothing, rows))]
    named = {line.key for rows in found.values() for line in rows}
    known = all(found.values())
    missing = [line for line in group if _amount(line) and line.key not in named]
    if listing.open or not known:
        missing = []
    if not empty and not missing:
        if named:
            yield Held(len(named))
        return
    yield _fault(listing, empty, missing, found)


def _said_en(empty: list[str], missing: list[Line]) -> str:
    parts = []
    if empty:
        parts.append(f"names what has no amount: {listed(empty, 'en')}")
    if missing:
        parts.append(f"leaves out what has one: {listed((line.name for line in missing), 'en')}")
    return "; ".join(parts)


def _fault(
    listing: Listing,
    empty: list[str],
    missing: list[Line],
    found: dict[str, tuple[Line, ...]],
) -> Fault:
    parts = []
    if empty:
        parts.append(f"列举了没有支出的科目：{'、'.join(empty)}")
    if missing:
        parts.append(f"没有列举有支出的科目：{'、'.join(line.name for line in missing)}")
    kept = [name for name in listing.names if name not in empty]
    right = "、".join([*kept, *(line.name for line in missing)])
    figures = [figure for line in missing for figure in line.figures().values() if figure.counted]
    figures += [
        figure for name in empty for line in found[name] for figure in line.figures().values()
    ]
    said = "；".join(parts)
    return Fault(
        Wording(
            f"“{listing.subject}”主要包括……：{said}",
            f"the list of {quoted(str(listing.subject))} {_said_en(empty, missing)}",
        ),
        figures[:6],
        place_of(listing.said, str(listing.subject)),
        severity=Severity.WARNING if empty else Severity.INFO,
        correction=Wording(right, quoted(right)),
    )
