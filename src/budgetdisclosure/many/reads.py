"""Many sources read or audited (批量读取与审核): an outcome for each disclosure in them."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TypeVar

from attrs import evolve

from budgetdisclosure.errors import ModelError
from budgetdisclosure.many.each import FilePath, Outcome, done, each, stopped_at_once
from budgetdisclosure.many.folders import disclosures_of, given, portioned
from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading import Layouts, files_of
from budgetdisclosure.reading.portions import How, name_of
from budgetdisclosure.rules import Audit, Rule, audit
from budgetdisclosure.rules.audit import one_of_each
from budgetdisclosure.wording import Wording

T = TypeVar("T")


def read_many(
    sources: FilePath | Iterable[FilePath],
    *,
    jobs: int = 1,
    password: str | None = None,
    layouts: Layouts = (),
) -> Iterator[Outcome[Disclosure]]:
    """Read each source (批量读取): an outcome for each disclosure of a folder or zip, in order.

    The disclosures are those of ``read_all``; see ``each`` for ``jobs`` and the order of sources.

    >>> [outcome.result.fiscal_year for outcome in read_many(["examples/final-accounts-2020.txt"])]
    [2020]
    """
    how = How(password, files_of(layouts))
    spread = portioned(sources, jobs=jobs, how=how)
    return stopped_at_once(_flat(each(partial(_read, how=how), spread, jobs=jobs)))


def audit_many(
    sources: FilePath | Iterable[FilePath],
    rules: Iterable[Rule] | None = None,
    *,
    jobs: int = 1,
    password: str | None = None,
    layouts: Layouts = (),
) -> Iterator[Outcome[Audit]]:
    """Read and audit each source (批量审核): an outcome for each disclosure, as ``read_many``.

    ``rules`` are those of ``audit``. With more than one process they travel to the others: each
    ``check`` must then be a function of a module's own level. A disclosure that a rule fails over
    is an outcome with the error, and the others of its folder are audited all the same.

    Raises:
        ModelError: two rules have one id, or one cannot travel; both before any file is read.

    >>> for outcome in audit_many(["examples/final-accounts-2020.txt", "no-such-file.pdf"]):
    ...     print(outcome.result.consistent if outcome.result else type(outcome.error).__name__)
    True
    ReadingError
    """
    held = None if rules is None else one_of_each(rules)
    if jobs > 1:
        for rule in held or ():
            _can_travel(rule)
    how = How(password, files_of(layouts))
    spread = portioned(sources, jobs=jobs, how=how)
    return stopped_at_once(_flat(each(partial(_audit, rules=held, how=how), spread, jobs=jobs)))


def _read(source: FilePath, *, how: How) -> tuple[Outcome[Disclosure], ...]:
    made = disclosures_of(source, how=how)
    return tuple(Outcome(given(source), one, file=one.file) for one in made)


def _audit(
    source: FilePath, *, rules: tuple[Rule, ...] | None, how: How
) -> tuple[Outcome[Audit], ...]:
    def audited(read: Outcome[Disclosure]) -> Outcome[Audit]:
        assert read.result is not None
        disclosure = read.result
        return evolve(done(lambda _: audit(disclosure, rules), given(source)), file=read.file)

    return tuple(map(audited, _read(source, how=how)))


def _flat(sources: Iterable[Outcome[tuple[Outcome[T], ...]]]) -> Iterator[Outcome[T]]:
    """The outcomes of each source one by one; a source that could not be read is one."""
    for held in sources:
        if held.result is not None:
            yield from held.result
        else:
            yield Outcome(given(held.source), error=held.error, file=name_of(held.source))


def _can_travel(rule: Rule) -> None:
    """Refuse a rule that another process could not find: it would seem to die over every file."""
    try:
        sent = pickle.dumps(rule)
    except Exception as fault:
        raise _stays(rule, f"{type(fault).__name__}: {fault}") from fault
    if b"__main__" in sent and not hasattr(sys.modules["__main__"], "__file__"):
        raise _stays(rule, repr(rule.check))


def _stays(rule: Rule, excerpt: str) -> ModelError:
    return ModelError(
        Wording(
            f"规则 {rule.id} 不能送到其他进程", f"rule {rule.id} cannot travel to other processes"
        ),
        excerpt=excerpt,
        remedy=Wording(
            "请把它的函数写在一个模块的最外层，或用 jobs=1",
            "Put its function at a module's own level, or use jobs=1",
        ),
    )
