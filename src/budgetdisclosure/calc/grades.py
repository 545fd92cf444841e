"""Schemes of self-evaluation (评分办法): grade bands and standard weights by year, as data.

The packaged schemes are in ``data/schemes.toml``, each with its source; a user's own is a
``Scheme`` made by hand.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Final

from attrs import frozen

from budgetdisclosure.amounts import Exact, ExactInput, exact
from budgetdisclosure.errors import ModelError
from budgetdisclosure.wording import Wording


@frozen
class Band:
    """A grade (等级) and the score it begins at, inclusive."""

    grade: str
    low: Exact


@frozen
class Scheme:
    """How self-evaluations are graded and weighted (评分办法).

    ``weights`` are the standard points of the first-level classes; ``over`` is the share of a
    target above which over-fulfilment asks for a reason (超额完成).
    """

    id: str
    name: Wording
    bands: tuple[Band, ...]
    weights: tuple[tuple[str, Exact], ...] = ()
    over: Exact = Fraction(13, 10)
    since: int | None = None
    until: int | None = None
    source: str = ""
    evidence: str = ""

    def __attrs_post_init__(self) -> None:
        lows = [band.low for band in self.bands]
        if not lows or lows != sorted(lows, reverse=True) or len(set(lows)) != len(lows):
            raise ModelError(
                Wording("等级分档须由高到低且不重复", "grade bands must descend without repeats"),
                excerpt=self.id,
            )

    def covers(self, fiscal_year: int | None) -> bool:
        """Whether the scheme was in use that year; an unknown year counts."""
        if fiscal_year is None:
            return True
        after = self.since is None or fiscal_year >= self.since
        return after and (self.until is None or fiscal_year <= self.until)


def grade_of(score: ExactInput, scheme: Scheme, full: ExactInput = 100) -> str:
    """The grade (等级) of a score out of ``full``: the best band it reaches.

    >>> grade_of(Decimal("89.99"), scheme_for(2020)), grade_of(9, scheme_for(2020), full=10)
    ('良', '优')
    """
    of_hundred = Fraction(exact(score)) * 100 / Fraction(exact(full))
    reached = (band.grade for band in scheme.bands if of_hundred >= band.low)
    return next(reached, scheme.bands[-1].grade)


def schemes() -> tuple[Scheme, ...]:
    """The packaged schemes, the general one of the ministry first.

    >>> [band.grade for band in schemes()[0].bands]
    ['优', '良', '中', '差']
    """
    return _packaged()


@cache
def _packaged() -> tuple[Scheme, ...]:
    path = resources.files("budgetdisclosure.calc") / "data" / "schemes.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_scheme(entry) for entry in data["scheme"])


def _scheme(entry: dict[str, object]) -> Scheme:
    bands, weights = entry["bands"], entry["weights"]
    assert isinstance(bands, list)
    assert isinstance(weights, dict)
    since = entry.get("since")
    return Scheme(
        str(entry["id"]),
        Wording(str(entry["zh"]), str(entry["en"])),
        tuple(Band(grade, exact(Decimal(low))) for grade, low in bands),
        tuple((name, exact(Decimal(points))) for name, points in weights.items()),
        exact(Fraction(str(entry["over"]))),
        since if isinstance(since, int) else None,
        None,
        str(entry["source"]),
        str(entry["evidence"]),
    )


def scheme_for(fiscal_year: int | None = None, notes: Iterable[str] = ()) -> Scheme:
    """The scheme of a year; the bands a form prints in its notes come before those of the law.

    >>> notes = ["90分（含）—100分为优，75分（含）—90分为良，75分以下为差。"]
    >>> [(band.grade, band.low) for band in scheme_for(2020, notes).bands]
    [('优', 90), ('良', 75), ('差', 0)]
    """
    general = next((s for s in schemes() if s.covers(fiscal_year)), schemes()[0])
    printed = bands_in("".join(notes))
    if not printed:
        return general
    return Scheme(
        "printed",
        Wording("表注所列分档", "the bands printed in the notes"),
        printed,
        general.weights,
        general.over,
        source="自评表备注",
    )


_RANGE: Final = re.compile(
    r"(\d+)分?[（(]含[）)][—\-–~～至](\d+)分?(?:[（(]含[）)])?为[“]?(\w{1,3})"
)
_BELOW: Final = re.compile(r"(\d+)分?以下为[“]?(\w{1,3}?)(?=[”。；;，,]|$)")


def bands_in(text: str) -> tuple[Band, ...]:
    """The grade bands that a note spells out, best first; none where it spells out no full set."""
    key = "".join(text.split())
    bands = [Band(grade, int(low)) for low, _, grade in _RANGE.findall(key)]
    below = _BELOW.search(key)
    if not bands or below is None or min(band.low for band in bands) != int(below[1]):
        return ()
    return (*sorted(bands, key=lambda band: -Fraction(band.low)), Band(below[2], 0))
