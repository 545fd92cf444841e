"""compose: from a ledger to the disclosure it makes (编制)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Literal

from attrs import evolve, frozen

from budgetdisclosure.amounts import Unit
from budgetdisclosure.compose.agreement import disagreements, purchases, whose_running_costs
from budgetdisclosure.compose.answered import with_answers, with_gaps
from budgetdisclosure.compose.balance import Clash, balanced
from budgetdisclosure.compose.checks import check_codes
from budgetdisclosure.compose.contradictions import contradictions
from budgetdisclosure.compose.entry import Stage
from budgetdisclosure.compose.form import Form, load_form
from budgetdisclosure.compose.further import Further
from budgetdisclosure.compose.lastyear import gaps
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.misnamed import misnamed
from budgetdisclosure.compose.narrative import Fact, Stated, narrative, scope_of
from budgetdisclosure.compose.printing import printed, printer, with_tails
from budgetdisclosure.compose.staged import OWN, staged
from budgetdisclosure.compose.tables import Builder
from budgetdisclosure.compose.told import Told
from budgetdisclosure.compose.words import Scope
from budgetdisclosure.model import Disclosure, Kind, Unplaced
from budgetdisclosure.place import CellRef
from budgetdisclosure.rules.proof.values import Value
from budgetdisclosure.wording import Wording

Rounding = Literal["plain", "controlled"]

_STAGES = {
    Kind.FINAL: {"": OWN[Kind.FINAL], "年初": Stage.INITIAL, "上年": Stage.PRIOR},
    Kind.BUDGET: {"": OWN[Kind.BUDGET], "上年": Stage.PRIOR_BUDGET},
}
"""What a name in a sentence means by the word before it, in either kind of document."""


def compose(
    ledger: Ledger,
    *,
    entity: str,
    fiscal_year: int,
    unit: Unit = Unit.WAN,
    places: int = 2,
    rounding: Rounding = "plain",
    form: str = "national-final",
    facts: Mapping[str, Fact] | None = None,
    grouped: bool | None = None,
) -> Disclosure:
    """The disclosure of ``entity`` for ``fiscal_year``, every figure computed from ``ledger``.

    Figures are printed in ``unit`` with ``places`` decimals: each half up (``plain``), or so that
    every printed relation holds exactly (``controlled``), no figure a whole step from its true
    amount; where that cannot be, ``remarks`` say which relations clash. Text and kind are those of
    ``form``. What only a person knows comes from ``facts`` or is marked; ``remarks`` name the
    ledger's contradictions. ``grouped`` sets thousands apart by commas (千分位); None: as the form.
    Raises LedgerError with every code that no table can print, ModelError where there is no name,
    no year or nothing of the form's stage.

    >>> from budgetdisclosure.compose.ledger import Ledger
    >>> d = compose(Ledger(), entity="某单位", fiscal_year=2020)
    >>> d.summary.title, str(d.summary.revenue["总计"].revenue)
    ('收入支出决算总表', '0.00万元')
    """
    chosen = _chosen(form, grouped)
    ledger, unsaid = staged(ledger, chosen.kind)
    check_codes(ledger, entity, fiscal_year)
    exacts = _exacts(ledger, chosen, entity, fiscal_year)
    exacts[""], rest, doubts = with_answers(exacts[""], _known_too(ledger, chosen, facts), unit)
    stages = {word: _Print(one, chosen) for word, one in exacts.items()}
    budget = Builder(ledger, chosen, entity, fiscal_year, OWN[chosen.kind]).budget_word()
    spoken, made, clashes = _rounded(stages, rounding, unit, places)
    scope = scope_of(chosen, _known(spoken, stages, budget, ledger), rest, unit, places)
    sections = narrative(chosen, spoken[""], scope)
    told = (*unsaid, *doubts, *_doubts(ledger, chosen, fiscal_year, scope))
    remarks = tuple(Unplaced("", one) for one in (*told, *(one.wording for one in clashes)))
    return evolve(with_gaps(made, exacts[""], unit), sections=sections, remarks=remarks)


def _known_too(ledger: Ledger, form: Form, facts: Mapping[str, Fact] | None) -> Mapping[str, Fact]:
    """What a person answers, and what the ledger says of itself where nobody does (政府采购)."""
    return {**purchases(ledger, OWN[form.kind]), **(facts or {})}


def _doubts(ledger: Ledger, form: Form, year: int, scope: Scope) -> tuple[Wording, ...]:
    """Answers that contradict, comparisons with half a last year, the ledger's contradictions."""
    stages = _STAGES[form.kind]
    booked = purchases(ledger, stages[""])
    last = gaps(ledger, year, stages[""], stages["上年"], scope.compared)
    own = (one.wording for one in contradictions(ledger, year, form.kind))
    named, costs = misnamed(ledger, year), whose_running_costs(ledger, form, scope, year)
    answers = disagreements(form, scope, booked)
    return (*answers, *costs, *last, *named, *own, *_left_out(form.left_out))


def _chosen(name: str, grouped: bool | None) -> Form:
    form = load_form(name)
    return form if grouped is None else evolve(form, style=evolve(form.style, grouped=grouped))


def _exacts(ledger: Ledger, form: Form, entity: str, fiscal_year: int) -> dict[str, Disclosure]:
    """The tables before rounding of every stage that is printed or spoken of."""
    return {
        word: exact_disclosure(ledger, form, entity, fiscal_year, stage)
        for word, stage in _STAGES[form.kind].items()
        if not word or (form.parts and ledger.has(stage))
    }


def _known(
    spoken: Mapping[str, Disclosure], stages: Mapping[str, _Print], budget: str, ledger: Ledger
) -> dict[str, Stated | None]:
    """What the text may speak of: this year's amounts, the initial budget's, last year's."""
    kind = stages[""].form.kind
    known: dict[str, Stated | None] = dict.fromkeys(("", "年初", "上年"))
    for word, one in spoken.items():
        tells = Told(ledger, _STAGES[kind][word], OWN[kind]) if word else None
        known[word] = Stated(one, stages[word].exact, budget, tells)
    return known


def _left_out(tables: str) -> tuple[Wording, ...]:
    """That the form makes not every table of its place."""
    zh = f"样表不编制这几张表，请另附：{tables}"
    en = f"the form does not make these tables, add them yourself: {tables}"
    return (Wording(zh, en),) if tables else ()


def _rounded(
    stages: Mapping[str, _Print], rounding: Rounding, unit: Unit, places: int
) -> tuple[dict[str, Disclosure], Disclosure, tuple[Clash, ...]]:
    """What sentences speak of, what is printed, and what clashes.

    Rounded plainly, sentences are of the true amounts, so that they print as tables do; rounded
    with control they are of the printed ones, so that they add up as the tables do.
    """
    if rounding == "plain":
        exact = {word: one.exact for word, one in stages.items()}
        return exact, stages[""].plain(unit, places), ()
    now = stages[""]
    made, clashes = now.controlled(unit, places)
    spoken = {
        word: one.controlled(unit, places, one.alike(now, made))[0] if word else made
        for word, one in stages.items()
    }
    return spoken, made, clashes


@frozen
class _Print:
    """An exact disclosure, to be printed one way or the other."""

    exact: Disclosure
    form: Form

    def plain(self, unit: Unit, places: int) -> Disclosure:
        made = printed(self.exact, self.form, unit, printer(unit, places))
        return with_tails(made, self.form)

    def controlled(
        self, unit: Unit, places: int, like: Mapping[CellRef, Value] | None = None
    ) -> tuple[Disclosure, tuple[Clash, ...]]:
        show = partial(printed, self.exact, self.form, unit)
        balance = balanced(self.exact, unit, places, show, like or {})
        return balance.disclosure, balance.clashes

    def alike(self, other: _Print, made: Disclosure) -> dict[CellRef, Value]:
        """How ``made`` of ``other`` prints what is the same amount here: 持平 is said of them."""
        own = {figure.cell: figure.printed_fen for figure in self.exact.figures()}
        true = {figure.cell: figure.printed_fen for figure in other.exact.figures()}
        return {
            figure.cell: figure.printed_fen
            for figure in made.figures()
            if figure.cell is not None and own.get(figure.cell) == true[figure.cell]
        }


def exact_disclosure(
    ledger: Ledger, form: Form, entity: str, fiscal_year: int, stage: Stage | None = None
) -> Disclosure:
    """The tables before rounding, of one stage: every figure in 元 to the fen."""
    stage = stage or _STAGES[form.kind][""]
    build = Builder(ledger, form, entity, fiscal_year, stage)
    return Disclosure(
        entity,
        fiscal_year,
        form.kind,
        summary=build.summary(),
        income=build.income(),
        expenditure=build.expenditure(),
        appropriation_summary=build.appropriation_summary(),
        general_budget_expenditure=build.general_budget_expenditure(),
        basic_expenditure=build.basic_expenditure(),
        three_public=build.three_public(),
        government_fund=build.government_fund(),
        state_capital=build.state_capital(),
        others=Further(ledger, form, fiscal_year, stage).tables(),
        style=form.style,
    )
