"""Which change or comparison a reason is given for (原因所属): the one named before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from budgetdisclosure.claims import grammar
from budgetdisclosure.claims.changes import told_subject
from budgetdisclosure.claims.claim import Change, Comparison

if TYPE_CHECKING:
    from budgetdisclosure.claims.reader import Reader

_MOVED: Final = re.compile(
    rf"(?:(?P<word>{grammar.UP}|{grammar.DOWN})|(?P<level>持平|一致))(?:了|较大)?(?:变化)?的?$"
)
_FARTHEST: Final = 60
"""How many claims back the change may stand that a reason names."""


def explained(reader: Reader, words: str) -> int | None:
    """Which of the claims a reason behind ``words`` explains; None where it is of another.

    A reason explains what was told last, unless it names something else and its direction: then
    the claim of that very thing, or of none.
    """
    last = reader.reason_at
    move = _MOVED.search(words.rstrip("，："))
    if last is None or move is None:
        return last
    subject = told_subject(reader, words[: move.start()])
    sign = 0 if move["level"] else grammar.direction(move["word"])
    claim = reader.claims[last]
    own = isinstance(claim, Change | Comparison) and claim.subject == subject
    if subject is None or own or _moves(claim, sign):
        return last
    return _named(reader, subject.key, sign)


def _named(reader: Reader, key: str, sign: int) -> int | None:
    for at in range(len(reader.claims) - 1, max(-1, len(reader.claims) - _FARTHEST), -1):
        claim = reader.claims[at]
        if not isinstance(claim, Change | Comparison):
            continue
        if claim.said.section != reader.here.section:
            return None
        if key and claim.subject.key == key and _moves(claim, sign):
            return at
    return None


def _moves(claim: object, sign: int) -> bool:
    """Whether a claim tells of a move in that direction."""
    if isinstance(claim, Change):
        return sign in (claim.sign, claim.rate_sign)
    return isinstance(claim, Comparison) and claim.sign == sign
