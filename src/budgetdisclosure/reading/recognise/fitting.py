"""How well headings fit the columns of a form (表头相符)."""

from __future__ import annotations

from budgetdisclosure.reading.recognise.layout import Layout
from budgetdisclosure.reading.recognise.vocabulary import heading_says


def fits(path: tuple[str, ...], layout: Layout) -> dict[str, int]:
    """How well a path of headings fits each column of the form; those that do not are left out."""
    levels = [layout.level(level) for level in path]
    if not levels:
        return {}
    # A variant ends in the last level, or in the one before it where the last is 小计 and the like.
    ends = levels[-2:] if heading_says("generic", levels[-1]) else levels[-1:]
    found: dict[str, int] = {}
    for column, variant in layout.ending(ends):
        score = _fit(levels, variant, layout.outside)
        if score > found.get(column, 0):
            found[column] = score
    return found


def _fit(levels: list[str], variant: tuple[str, ...], outside: tuple[str, ...]) -> int:
    """100 for the last level and 10 for each above it; less where only 小计 or 合计 follows."""
    if not levels:
        return 0
    best = _tail(levels, variant)
    if len(levels) > 1 and heading_says("generic", levels[-1]):
        alone = best - 40 if len(variant) == 1 else best
        best = max(alone, _tail(levels[:-1], variant) - 5, 0)
    if best and any(word in level for level in levels for word in outside):
        named = any(word in part for part in variant for word in outside)
        return best if named else 0
    return best - len(levels)


def _tail(levels: list[str], variant: tuple[str, ...]) -> int:
    """The score of a variant whose last part is the last level, the others above it in order."""
    if not _is(levels[-1], variant[-1]):
        return 0
    rest = levels[:-1]
    for part in reversed(variant[:-1]):
        while rest and not _is(rest[-1], part):
            rest = rest[:-1]
        if not rest:
            return 0
        rest = rest[:-1]
    return 90 + 10 * len(variant) - 5 * variant[-1].startswith("~")


def _is(level: str, part: str) -> bool:
    """Whether a level says a part of a variant; ``~`` before the part asks only to contain it."""
    return part[1:] in level if part.startswith("~") else level == part
