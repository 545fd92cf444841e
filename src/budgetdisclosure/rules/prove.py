"""The proof of a disclosure: one set of true amounts that prints it, or what stands in the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, field, frozen

from budgetdisclosure.amounts import Amount, Figure, Interval, Percentage
from budgetdisclosure.model import FORMS, Disclosure
from budgetdisclosure.place import CellRef
from budgetdisclosure.rules import proof
from budgetdisclosure.rules.audit import Audit
from budgetdisclosure.rules.catalogue import find_rule
from budgetdisclosure.rules.displaced import displaced
from budgetdisclosure.rules.displacement import Displacement
from budgetdisclosure.rules.explain import percent_due
from budgetdisclosure.rules.finding import Checked, Finding
from budgetdisclosure.rules.mends import with_mends
from budgetdisclosure.rules.missing import MissingRow, missing_rows
from budgetdisclosure.rules.neighbours import lone_blanks, neighbours
from budgetdisclosure.rules.putback import lone_figure, with_displaced
from budgetdisclosure.rules.relation import Ratio, Relation, show_sides
from budgetdisclosure.rules.rule import Severity
from budgetdisclosure.rules.suspect import LEFT_EMPTY, Beside, Suspect, in_unit, slip_of, with_tied
from budgetdisclosure.rules.system_of import DocumentSystem, cell_key, system_of
from budgetdisclosure.rules.verdict import Verdict
from budgetdisclosure.wording import Language, Wording


@frozen
class Contradiction:
    """A smallest set of figures that cannot all be right, and the relations that say so (矛盾组).

    ``explanations`` are all the cheapest ways out (``complete``), each a set of suspects.
    """

    figures: tuple[Figure | Percentage, ...]
    relations: tuple[Checked, ...]
    explanations: tuple[tuple[Suspect, ...], ...]
    complete: bool
    tail: bool

    @property
    def message(self) -> Wording:
        """The contradiction as one sentence with the numbers in it."""
        zh = "；".join(f"{one.rule.title.zh} {_sides(one).zh}" for one in self.relations)
        en = "; ".join(f"{one.rule.title.en}: {_sides(one).en}" for one in self.relations)
        return Wording(f"这些数不可能同时都对：{zh}", f"These figures cannot all be right: {en}")


@frozen
class DocumentProof:
    """What is known of the document as a whole (整体证明).

    ``feasible`` says whether one set of true amounts prints all of it; ``witness`` is such a set
    (with contradictions: one that prints all but the first suspects), checked in whole numbers.
    ``residue`` are the figures printed 0.00 that must hide a small amount.
    """

    feasible: bool | None
    contradictions: tuple[Contradiction, ...]
    residue: tuple[Figure, ...]
    quantities: int
    relations: int
    undecided: int
    _document: DocumentSystem = field(repr=False, eq=False)
    _witness: tuple[int, ...] | None = field(repr=False, eq=False)
    tables: DocumentProof | None = field(default=None, repr=False)
    """The proof of the nine tables alone, where the whole document has no solution."""
    displaced: tuple[Displacement, ...] = ()
    """The amounts that stand a row or a column off (错位)."""

    @property
    def suspects(self) -> Iterator[Suspect]:
        """The suspects of the first explanation of each contradiction that is no mere tail.

        What displaced amounts bring about accuses no figure.
        """
        for contradiction in self.contradictions:
            if not contradiction.tail and not self.comes_of(contradiction):
                yield from (contradiction.explanations or ((),))[0]

    def comes_of(self, contradiction: Contradiction) -> Displacement | None:
        """The displacement a contradiction comes of, if it does."""
        figures = contradiction.figures
        return next((one for one in self.displaced if one.touches(figures)), None)

    @property
    def tail_only(self) -> bool:
        """Whether moving figures by one unit in the last place would mend everything (尾差)."""
        return all(contradiction.tail for contradiction in self.contradictions)

    def true_amount(self, figure: Figure) -> Amount | None:
        """What ``figure``'s true amount could have been, by the witness; None outside the system.

        Where the document prints less than a fen the amount is not a whole one: None as well.
        """
        at = self._document.variable_of.get(cell_key(figure))
        if at is None or self._witness is None:
            return None
        fen = Fraction(self._witness[at], self._document.scale)
        return Amount(fen.numerator) if fen.denominator == 1 else None

    def true_range(self, figure: Figure) -> Interval | None:
        """Every true amount the whole document leaves possible, in the figure's unit (真值区间).

        Both ends are whole fen that some witness attains. Where the figure stands in a
        contradiction the tables alone are asked; None outside the system.
        """
        at = self._document.variable_of.get(cell_key(figure))
        reach = None if at is None else proof.ranges(self._document.system, [at]).get(at)
        if reach is None:
            return None if self.tables is None else self.tables.true_range(figure)
        return in_unit(figure, reach.low, reach.high, self._document.scale)

    def witness(self) -> Mapping[CellRef, Amount]:
        """The true amounts by cell: one set that prints the document."""
        amounts = {}
        for printed in self._document.printed:
            if isinstance(printed, Figure) and printed.cell is not None:
                amount = self.true_amount(printed)
                if amount is not None:
                    amounts[printed.cell] = amount
        return amounts

    def summary(self, language: Language = "zh") -> str:
        """One sentence for a report."""
        zh, en = _summary(self)
        if self.tables is not None and self.tables.feasible:
            zh += "只看各表，存在一组真实金额正好印成各表。"
            en += " The tables alone have a solution."
        return en if language == "en" else zh

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The outside contract's object."""
        return {
            "feasible": self.feasible,
            "tables_feasible": self.tables.feasible if self.tables else self.feasible,
            "quantities": self.quantities,
            "relations": self.relations,
            "undecided": self.undecided,
            "tail_only": self.tail_only,
            "contradictions": [
                {
                    "message": one.message.spoken(language),
                    "complete": one.complete,
                    "tail": one.tail,
                    "explanations": [
                        [suspect.to_dict(language) for suspect in way] for way in one.explanations
                    ],
                }
                for one in self.contradictions
            ],
        }


def prove(checked: Iterable[Checked], disclosure: Disclosure | None = None) -> DocumentProof:
    """Prove all relations as one system, exactly (整体求证).

    ``disclosure`` lets a suspect be compared with the figures printed beside it.
    """
    document = system_of(checked)
    found = proof.prove(document.system)
    compared = disclosure if found.conflicts else None
    beside = neighbours(compared) if compared is not None else {}
    gaps = lone_blanks(compared) if compared is not None else frozenset()
    residue = (document.printed[key] for key in found.residue)
    alone = [one for one in document.checked if _of_tables(one)]
    apart = found.feasible is not True and len(alone) < len(document.checked)
    return DocumentProof(
        found.feasible,
        tuple(_contradiction(document, one, beside, gaps, disclosure) for one in found.conflicts),
        tuple(one for one in residue if isinstance(one, Figure)),
        document.system.variables,
        len(document.system.rows),
        len(found.undecided),
        document,
        found.witness,
        prove(alone, disclosure) if apart else None,
    )


_FORMS = frozenset(form.ID for form in FORMS)


def _of_tables(check: Checked) -> bool:
    """Whether a relation holds between cells of the nine tables only."""
    figures = check.relation.figures
    return isinstance(check.relation, Relation) and all(
        figure.cell is not None and figure.cell.table in _FORMS for figure in figures
    )


def with_proof(result: Audit) -> Audit:
    """The audit with its proof, and with what only the whole shows among its findings."""
    proved = prove(result.checked, result.disclosure)
    if proved.contradictions:
        lone = lone_figure(proved.contradictions)
        proved = evolve(proved, displaced=displaced(result.checked, result.disclosure, lone))
    joint = tuple(_joint_findings(result, proved))
    findings = with_displaced((*result.findings, *joint), proved.displaced)
    return evolve(result, proof=proved, findings=with_mends(findings, proved.suspects))


def _joint_findings(result: Audit, proved: DocumentProof) -> Iterator[Finding]:
    """A contradiction none of whose relations fails alone is a finding of its own (R-04)."""
    failing = {id(check.relation) for check in result.checked if not check.verdict.holds}
    for contradiction in proved.contradictions:
        if any(id(check.relation) in failing for check in contradiction.relations):
            continue
        figures = tuple(one for one in contradiction.figures if isinstance(one, Figure))
        yield Finding(
            find_rule("R-04"),
            Severity.INFO if contradiction.tail else Severity.WARNING,
            Verdict.TAIL if contradiction.tail else Verdict.CONFLICT,
            contradiction.message,
            figures,
            place=figures[0].place if figures else None,
        )


Dropped = Mapping[str, MissingRow]
Gaps = Collection[CellRef | None]
"""Cells left empty where others print a zero."""


def _dropped(checks: Iterable[Checked], disclosure: Disclosure | None) -> Dropped:
    """By table, the row that the table probably lacks: then none of its figures need be wrong."""
    rows = [missing_rows(one.relation, disclosure) for one in checks if disclosure is not None]
    return {row.table: row for row in rows if row is not None}


def _contradiction(
    document: DocumentSystem,
    conflict: proof.Conflict,
    beside: Beside,
    gaps: Gaps,
    disclosure: Disclosure | None,
) -> Contradiction:
    core = conflict.contradiction
    figures = tuple(document.printed[key] for key in core.prints)
    rows = [document.checked[key] for key in dict.fromkeys(core.rows)]
    relations = (*rows, *document.restating(figures))
    likely = _likely(document, conflict, beside, gaps)
    dropped = _dropped(relations, disclosure)
    explanations = [
        tuple(
            _suspect(document, suspect, len(likely) - 1, beside, dropped, one.filled)
            for suspect in one.explanation.suspects
        )
        for one in likely
    ]
    alike = sum(one.rank == likely[0].rank for one in likely)
    return Contradiction(
        figures,
        relations,
        with_tied(explanations, alike),
        conflict.complete,
        likely[0].explanation.tail if likely else conflict.tails_suffice,
    )


def _likely(
    document: DocumentSystem, conflict: proof.Conflict, beside: Beside, gaps: Gaps
) -> Sequence[proof.Likely]:
    """The explanations, the likeliest first."""
    shown = _shown(document, conflict, beside)
    keys = {suspect.key for way in conflict.explanations for suspect in way.suspects}
    rates = {key for key in keys if isinstance(document.printed[key], Percentage)}
    empty = {key for key in keys if document.printed[key].cell in gaps}
    return proof.likeliest(conflict, shown, rates, empty)


def _shown(
    document: DocumentSystem, conflict: proof.Conflict, beside: Beside
) -> dict[int, proof.Shown]:
    """The suspects' figures as they stand, for naming slips; blanks and percentages have none."""
    keys = {suspect.key for way in conflict.explanations for suspect in way.suspects}
    shown = {}
    for key in keys if document.scale == 1 else ():
        printed = document.printed[key]
        if isinstance(printed, Figure) and printed.value is not None:
            near = beside.get(printed.cell, ()) if printed.cell else ()
            shown[key] = proof.Shown(printed.value, printed.unit.fen, near)
    return shown


def _suspect(
    document: DocumentSystem,
    suspect: proof.Suspect,
    others: int,
    beside: Beside,
    dropped: Dropped,
    empty: bool,
) -> Suspect:
    printed = document.printed[suspect.key]
    found = Suspect(printed, None, suspect.tail, suspect.truncated, others)
    if isinstance(printed, Percentage):
        return evolve(found, due=_due(document, printed))
    if suspect.low is None and suspect.high is None:
        return found
    expected = in_unit(printed, suspect.low, suspect.high, document.scale)
    lacking = dropped.get(printed.cell.table) if printed.cell else None
    slip = None if suspect.tail else slip_of(printed, suspect, document.scale, beside)
    named = LEFT_EMPTY if empty else slip
    if lacking is None:
        return evolve(found, expected=expected, slip=named)
    sure = not lacking.only
    return evolve(found, expected=expected, slip=None if sure else named, missing=lacking.wording)


def _due(document: DocumentSystem, printed: Percentage) -> str:
    """What the amounts of a percentage make of it."""
    for check in document.checked:
        if isinstance(check.relation, Ratio) and check.relation.percentage is printed:
            return percent_due(check.judgement.expected, printed)
    return ""


def _sides(check: Checked) -> Wording:
    relation = check.relation
    if not isinstance(relation, Relation):
        return check.message
    said = show_sides(relation)
    return Wording(said, said.replace("（空白）", "blank"))


def _summary(found: DocumentProof) -> tuple[str, str]:
    size = f"{found.quantities} 个量、{found.relations} 条关系"
    size_en = f"{found.quantities} quantities and {found.relations} relations"
    if not found.relations and not found.contradictions:
        return "整体证明：没有可以联立的关系。", "Proof: no relations to put together."
    if found.feasible:
        return (
            f"整体证明：{size}联立，存在一组真实金额正好印成这份文件（已逐一验证）。",
            f"Proof: {size_en} as one system; one set of true amounts prints it all (verified).",
        )
    if found.feasible is None:
        return (
            f"整体证明：{size}联立，其中 {found.undecided} 个数未能判定。",
            f"Proof: {size_en} as one system; {found.undecided} figures were left undecided.",
        )
    said, said_en = _contradictions(found)
    return f"整体证明：{size}联立，{said}。", f"Proof: {size_en} as one system; {said_en}."


def _contradictions(found: DocumentProof) -> tuple[str, str]:
    """How many contradictions there are, what is counted so, and how many are mere tails."""
    count = len(found.contradictions)
    tails = sum(contradiction.tail for contradiction in found.contradictions)
    if found.tail_only:
        tail = "，只需动末位一个单位即可配平"
        tail_en = "; units in the last place would balance everything"
    else:
        tail = f"，其中 {tails} 处只是尾差" if tails else ""
        tail_en = f", {tails} of them no more than a unit in the last place" if tails else ""
    noun = "contradiction" if count == 1 else "contradictions"
    what = "（一处是一组不可能同时都对的数，与“不符”的条数不必相等）"
    what_en = " (each a set of figures that cannot all be right, which may take several relations)"
    return f"有 {count} 处矛盾{what}{tail}", f"{count} {noun}{what_en}{tail_en}"
