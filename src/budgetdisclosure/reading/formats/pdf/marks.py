"""What lies over or under the text of a page and is no part of it: stamps and watermarks (水印)."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low

from budgetdisclosure.reading.formats.pdf.glyphs import Glyphs
from budgetdisclosure.reading.formats.pdf.runs import Run

_LARGE = 2
"""A watermark's characters are more than so many times as large as the usual ones."""
_MOST = 100
"""Of more runs than this in large characters none is a watermark."""


def slanted(glyphs: Glyphs, each: Sequence[int]) -> list[str]:
    """What is aslant: no part of what it lies over."""
    aslant = "".join(char for char, turns in zip(glyphs.text, each, strict=True) if turns < 0)
    return [" ".join(aslant.split())] if aslant.strip() else []


def watermark(runs: Sequence[Run]) -> list[Run]:
    """Upright runs in large characters that other text is written over, and others as large."""
    if not runs:
        return []
    usual = median_low(run.em for run in runs)
    large = [run for run in runs if run.em > _LARGE * usual]
    if len(large) > _MOST:
        return []
    over = next((run for run in large if _is_written_over(run, runs)), None)
    return [run for run in large if 10 * abs(run.em - over.em) <= over.em] if over else []


def _is_written_over(large: Run, runs: Sequence[Run]) -> bool:
    """Whether smaller text stands in the middle of a run's height, within its length."""
    high, low = large.top + large.em // 4, large.bottom - large.em // 4
    return any(
        2 * high < run.top + run.bottom < 2 * low
        and run.right > large.left
        and run.left < large.right
        and _LARGE * run.em < large.em
        for run in runs
    )
