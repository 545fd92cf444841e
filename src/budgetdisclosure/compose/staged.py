"""Which stage a ledger's lines are of where they do not say it, and whether it is there (阶段)."""

from __future__ import annotations

from attrs import evolve

from budgetdisclosure.compose.entry import Stage
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.errors import ModelError
from budgetdisclosure.model import Kind
from budgetdisclosure.wording import Wording

OWN = {Kind.FINAL: Stage.OUTTURN, Kind.BUDGET: Stage.INITIAL}
"""The stage that the tables of either kind of document print."""


def staged(ledger: Ledger, kind: Kind) -> tuple[Ledger, tuple[Wording, ...]]:
    """``ledger`` as a document of that kind takes it, and what is said of lines without a stage.

    Of a budget they are 年初预算, unless other lines say that of themselves. Raises ModelError
    where there are lines and none is of the stage that the document prints: its tables would be
    all zeros.
    """
    told: tuple[Wording, ...] = ()
    unsaid = sum(not entry.staged for entry in ledger)
    if kind is Kind.BUDGET and unsaid:
        whole = not ledger.has(Stage.INITIAL)
        told = (_TAKEN if whole else _left(unsaid),)
        ledger = _planned(ledger) if whole else ledger
    if len(ledger) and not ledger.has(OWN[kind]):
        raise _none_of(ledger, kind)
    return ledger, told


def _planned(ledger: Ledger) -> Ledger:
    entries = (
        one if one.staged else evolve(one, stage=Stage.INITIAL, staged=True) for one in ledger
    )
    return evolve(ledger, entries=tuple(entries))


_TAKEN = Wording(
    "台账没有写阶段的各笔，按年初预算编制",
    "lines of the ledger that name no stage are taken for the initial budget",
)


def _left(count: int) -> Wording:
    return Wording(
        f"台账有{count}笔没有写阶段，按决算，没有编入预算；是预算的请在“阶段”栏写年初预算",
        f"{count} lines that name no stage are taken for outturn and left out of the budget",
    )


def _none_of(ledger: Ledger, kind: Kind) -> ModelError:
    held = "、".join(stage.value for stage in Stage if ledger.has(stage))
    own, what = OWN[kind].value, "预算" if kind is Kind.BUDGET else "决算"
    return ModelError(
        Wording(
            f"台账里没有{own}的数，只有{held}，编出的{what}会全是零",
            f"the ledger has nothing of {own}, only {held}: every table would be zero",
        ),
        remedy=Wording(
            f"编{what}请用“阶段”是{own}的台账，或换用"
            + ("决算的样表" if kind is Kind.BUDGET else "预算的样表"),
            f"Use a ledger whose stage is {own}, or a form of the other kind",
        ),
    )
