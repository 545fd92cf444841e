"""The audit: every rule against a disclosure, every relation judged, all kept (审核)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from budgetdisclosure.errors import ModelError, UnreadableError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.rules.catalogue import catalogue
from budgetdisclosure.rules.finding import (
    Checked,
    Finding,
    breach,
    breach_of_relation,
    with_missing_row,
)
from budgetdisclosure.rules.relation import Ratio, Relation
from budgetdisclosure.rules.rule import Fault, Held, Outcome, Rule, Severity, Skip
from budgetdisclosure.rules.untested import Untested, untested
from budgetdisclosure.rules.verdict import Verdict, judge
from budgetdisclosure.wording import Language, Wording, quoted

if TYPE_CHECKING:
    from budgetdisclosure.rules.beside import Standing
    from budgetdisclosure.rules.prove import DocumentProof
    from budgetdisclosure.rules.suspect import Suspect

SCHEMA = "budgetdisclosure.audit/1"


@frozen
class Passed:
    """A rule that is no equation and held, so many times."""

    rule: Rule
    count: int


@frozen
class Skipped:
    """A rule that does not apply, or could not be checked, with why."""

    rule: Rule
    reason: Wording
    unchecked: bool = False


@frozen(slots=False, repr=False)
class Audit:
    """What an audit came to (审核结果), what held and what was not done included."""

    disclosure: Disclosure
    checked: tuple[Checked, ...]
    findings: tuple[Finding, ...]
    passed: tuple[Passed, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    beside: tuple[tuple[Disclosure, Standing | None], ...] = ()
    """The other disclosures given (对照件), each with what it is to this one; None: not used."""
    proof: DocumentProof | None = field(default=None, eq=False)
    """The proof of the whole document (整体证明), where it was done."""

    @property
    def consistent(self) -> bool:
        """Whether something was checked and nothing contradicts: no finding of severity error."""
        wrong = any(finding.severity is Severity.ERROR for finding in self.findings)
        return not wrong and self.looked

    @property
    def looked(self) -> bool:
        """Whether there was anything to check: a table, a self-evaluation, a sentence's figures.

        A file whose letters came out garbled has paragraphs, and none of these: it is not clean.
        """
        held = self.disclosure.tables or self.disclosure.evaluations
        return bool(held or self.checked or self.findings)

    @cached_property
    def untested(self) -> tuple[Untested, ...]:
        """The tables and columns that were read and stand in no relation (已读、未核对)."""
        return untested(self.disclosure, (check.relation for check in self.checked))

    @cached_property
    def by_verdict(self) -> dict[Verdict, int]:
        """How many relations came to each verdict."""
        counts = dict.fromkeys(Verdict, 0)
        for check in self.checked:
            counts[check.verdict] += 1
        return counts

    def with_verdict(self, verdict: Verdict) -> tuple[Checked, ...]:
        """The relations that came to ``verdict``."""
        return tuple(check for check in self.checked if check.verdict is verdict)

    @property
    def suspects(self) -> tuple[Suspect, ...]:
        """The figures that, by the proof, must be wrong (存疑数字)."""
        return () if self.proof is None else tuple(self.proof.suspects)

    def to_dict(self, language: Language = "zh") -> dict[str, Any]:
        """The outside contract's object: plain types, ready for JSON."""
        from budgetdisclosure.rules.contract import audit_to_dict

        return audit_to_dict(self, language)

    def __repr__(self) -> str:
        state = "consistent" if self.consistent else "not consistent"
        return (
            f"<Audit of {self.disclosure!r}: {len(self.checked)} relations, "
            f"{len(self.findings)} findings, {state}>"
        )

    def _repr_html_(self) -> str:
        from budgetdisclosure.rules.notebook import audit_html

        return audit_html(self)

    def __str__(self) -> str:
        counts = self.by_verdict
        said = "、".join(f"{verdict.zh} {count}" for verdict, count in counts.items() if count)
        passed = sum(one.count for one in self.passed)
        open_ = sum(skip.unchecked for skip in self.skipped)
        others = f"；另有 {passed} 项检查通过" if passed else ""
        others += f"；未能核对 {open_} 处" if open_ else ""
        return (
            f"审核 {len(self.checked)} 条关系：{said or '无'}{others}；发现 {len(self.findings)} 项"
        )


def audit(
    disclosure: Disclosure,
    rules: Sequence[Rule] | None = None,
    *,
    prove: bool = True,
    beside: Disclosure | Sequence[Disclosure] = (),
    units: Disclosure | Sequence[Disclosure] = (),
) -> Audit:
    """Check ``disclosure`` against ``rules`` (all of the library's by default) (审核).

    Pure: nothing is read or written. With ``prove`` the document is also proved as one system.
    ``beside`` are other disclosures to compare with (对照件): last year's, the year's budget; which
    is which, their entity, year and kind tell. ``units`` are those of all units below (所属单位).

    Raises:
        ModelError: what is given is no disclosure; two rules have one id; a rule fails, and the
            error names it, with the rule's own exception as its cause.

    >>> from budgetdisclosure.amounts import Figure
    >>> from budgetdisclosure.model import ExpenditureLine, ExpenditureTable
    >>> f = Figure.parse
    >>> line = ExpenditureLine("合计", item="合计", total=f("3.00"), basic=f("1.00"))
    >>> d = Disclosure(expenditure=ExpenditureTable(lines=[line], title="支出决算表"))
    >>> found = audit(d, prove=False).findings
    >>> [(f.rule.id, f.verdict.value) for f in found if f.rule.group == "T03"]
    [('T03-001', 'conflict')]
    """
    if not isinstance(disclosure, Disclosure):
        raise _no_disclosure(disclosure)
    tally = _Tally()
    for rule in catalogue() if rules is None else one_of_each(rules):
        if rule.applies_to(disclosure):
            tally.take(rule, _outcomes(rule, disclosure))
        else:
            tally.skip(rule, Wording("不适用于此类文件或年度", "not for this kind or year"))
    result = tally.result(disclosure)
    result = _proved(result) if prove else result
    others, below = _disclosures(beside), _disclosures(units)
    return _compared(result, others, below) if others or below else result


def _disclosures(given: Disclosure | Sequence[Disclosure]) -> tuple[Disclosure, ...]:
    """The disclosures given, or the one; anything else is refused."""
    held = (given,) if isinstance(given, Disclosure | str) else tuple(given)
    for one in held:
        if not isinstance(one, Disclosure):
            raise _no_disclosure(one)
    return held


def one_of_each(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules, each id once: a finding, and a process a rule is sent to, know it by its id."""
    held: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in held:
            raise _twice(rule.id)
        held[rule.id] = rule
    return tuple(held.values())


def _twice(rule_id: str) -> ModelError:
    return ModelError(
        Wording("规则编号重复", "two rules have one id"),
        excerpt=rule_id,
        remedy=Wording("请给每条规则一个自己的编号", "Give each rule an id of its own"),
    )


def _outcomes(rule: Rule, disclosure: Disclosure) -> Iterator[Outcome]:
    """What the rule finds; an exception of its own comes out with the rule's id.

    A rule that counts with what is no number could not be checked, and says so.
    """
    try:
        yield from rule.check(disclosure)
    except UnreadableError as unread:
        yield Skip(Wording(unread.spoken("zh"), unread.spoken("en")), True)
    except Exception as fault:
        raise _failed(rule, disclosure, fault) from fault


def _failed(rule: Rule, disclosure: Disclosure, fault: Exception) -> ModelError:
    return ModelError(
        Wording(f"规则 {rule.id} 执行时出错", f"rule {rule.id} failed"),
        place=Place(file=disclosure.file),
        excerpt=f"{type(fault).__name__}: {fault}",
        remedy=Wording(
            "请改正规则的函数；不适用的情形请给出 Skip",
            "Mend its function; where it does not apply let it yield a Skip",
        ),
    )


def _no_disclosure(given: object) -> ModelError:
    return ModelError(
        Wording("审核的是读好的公开件", "what is audited is a disclosure that was read"),
        excerpt=repr(given),
        remedy=Wording("请先读取：audit(read(文件))", "Read it first: audit(read(file))"),
    )


def _compared(result: Audit, others: Sequence[Disclosure], units: Sequence[Disclosure]) -> Audit:
    """The audit with what the rules found that had waited for other disclosures."""
    from budgetdisclosure.rules.beside import outcomes_beside, standings

    waited = {skip.rule.id: skip.rule for skip in result.skipped}
    tally = _Tally()
    done = set()
    for rule_id, outcomes in outcomes_beside(result.disclosure, others, units):
        if rule_id in waited:
            tally.take(waited[rule_id], outcomes)
            done.add(rule_id)
    found = tally.result(result.disclosure)
    kept = [skip for skip in result.skipped if skip.rule.id not in done]
    return evolve(
        result,
        checked=(*result.checked, *found.checked),
        findings=_by_severity([*result.findings, *found.findings]),
        passed=(*result.passed, *found.passed),
        skipped=(*kept, *found.skipped),
        beside=standings(result.disclosure, others, units),
    )


def _by_severity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    order = list(Severity)
    return tuple(sorted(findings, key=lambda found: order.index(found.severity)))


def _proved(result: Audit) -> Audit:
    from budgetdisclosure.rules.prove import with_proof

    return with_proof(result)


class _Tally:
    """Collects outcomes, each relation once however many rules assert it."""

    def __init__(self) -> None:
        self.checked: list[Checked] = []
        self.findings: list[Finding] = []
        self.passed: list[Passed] = []
        self.skipped: list[Skipped] = []
        self._seen: set[object] = set()

    def take(self, rule: Rule, outcomes: Iterable[Outcome]) -> None:
        found = False
        for outcome in outcomes:
            if isinstance(outcome, Relation | Ratio):
                if all(figure.value is None for figure in outcome.figures):
                    continue  # blanks alone agree about nothing
                self._relation(rule, outcome)
            elif isinstance(outcome, Fault):
                self.findings.append(breach(rule, outcome))
            elif isinstance(outcome, Held):
                self.passed.append(Passed(rule, outcome.count))
            elif isinstance(outcome, Skip):
                self.skipped.append(Skipped(rule, outcome.reason, outcome.unchecked))
            else:
                raise _no_outcome(rule, outcome)
            found = True
        if not found:
            self.skip(rule, Wording("文件中没有可核对的内容", "nothing in the document to check"))

    def skip(self, rule: Rule, reason: Wording) -> None:
        self.skipped.append(Skipped(rule, reason))

    def _relation(self, rule: Rule, relation: Relation | Ratio) -> None:
        key = identity(relation)
        if key in self._seen:
            return
        self._seen.add(key)
        check = Checked(rule, relation, judge(relation))
        if check.verdict is Verdict.UNCHECKED:
            self.skipped.append(Skipped(rule, _why_unchecked(relation), True))
            return
        self.checked.append(check)
        if not check.verdict.holds or check.verdict is Verdict.RESIDUE:
            self.findings.append(breach_of_relation(check))

    def result(self, disclosure: Disclosure) -> Audit:
        return Audit(
            disclosure,
            tuple(self.checked),
            _by_severity(with_missing_row(one, disclosure) for one in self.findings),
            tuple(self.passed),
            tuple(self.skipped),
        )


def _why_unchecked(relation: Relation | Ratio) -> Wording:
    """Why a relation could not be judged."""
    unread = next((figure for figure in relation.figures if figure.is_unreadable), None)
    if unread is None:
        return Wording("分母为零或可能为零", "the base is, or may be, zero")
    place = unread.place or Place()
    return Wording(
        f"{place.spoken('zh')}“{unread.digits}”无法识别为数",
        f"{place.spoken('en')}: {quoted(unread.digits)} cannot be told to be a number",
    )


def _no_outcome(rule: Rule, outcome: object) -> ModelError:
    return ModelError(
        Wording(f"规则 {rule.id} 给出的不是结论", f"rule {rule.id} yields what is no outcome"),
        excerpt=repr(outcome),
        remedy=Wording(
            "请给出等式（equal 等）、Fault、Held 或 Skip", "Yield a relation, Fault, Held or Skip"
        ),
    )


def identity(relation: Relation | Ratio) -> object:
    """What makes two relations the same: the cells, their coefficients, the sense."""
    if isinstance(relation, Ratio):
        return (id(relation.percentage), _cells(relation.part), _cells(relation.whole))
    terms = _cells(relation.terms)
    flipped = frozenset((cell, -times) for cell, times in terms)
    both = frozenset({terms, flipped}) if relation.sense.value == "=" else terms
    return (relation.sense, both)


def _cells(terms: Iterable[Any]) -> frozenset[tuple[object, int]]:
    return frozenset((term.figure.cell or id(term.figure), term.times) for term in terms)


def relations(disclosure: Disclosure, rules: Sequence[Rule] | None = None) -> Iterator[Checked]:
    """Every relation of every rule that applies, judged: what the proof is built from."""
    yield from audit(disclosure, rules, prove=False).checked
