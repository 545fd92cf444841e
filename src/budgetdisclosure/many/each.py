"""Many files at once (批量): read or audited on every core, in order, no file stopping the others.

A file that cannot be read becomes an outcome with its error; the rest go on. Results come one by
one and in the order of the sources, so that thousands of files need no more memory than a few.
PDFium works on one file at a time in a process, so the work is spread over processes.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import Generic, TypeVar

from attrs import evolve, frozen

from budgetdisclosure.errors import BudgetDisclosureError, ModelError, ReadingError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.rules import Audit, Rule, audit
from budgetdisclosure.rules.audit import one_of_each
from budgetdisclosure.wording import Wording

T = TypeVar("T")
FilePath = str | os.PathLike[str]
_MOST_JOBS = 61
"""More processes than these cannot be waited for on Windows."""
_AHEAD = 4
"""How many files a process may be ahead of the one that is asked for next."""


@frozen
class Outcome(Generic[T]):
    """What became of one file (一份文件的结果): a result, or the error that stood in the way.

    ``source`` is what was given; ``file`` names the disclosure's own file, which differs where a
    folder or zip holds several.
    """

    source: FilePath
    result: T | None = None
    error: BudgetDisclosureError | None = None
    file: str | None = None


def read_many(
    sources: Iterable[FilePath], *, jobs: int = 1, password: str | None = None
) -> Iterator[Outcome[Disclosure]]:
    """Read each source (批量读取): an outcome for each disclosure of a folder or zip, in order.

    The disclosures are those of ``read_all``; see ``each`` for ``jobs`` and the order of sources.

    >>> [outcome.result.fiscal_year for outcome in read_many(["examples/final-accounts-2020.txt"])]
    [2020]
    """
    return _flat(each(partial(_read, password=password), sources, jobs=jobs))


def audit_many(
    sources: Iterable[FilePath],
    rules: Iterable[Rule] | None = None,
    *,
    jobs: int = 1,
    password: str | None = None,
) -> Iterator[Outcome[Audit]]:
    """Read and audit each source (批量审核): an outcome for each disclosure, as ``read_many``.

    ``rules`` are those of ``audit``. With more than one process they travel to the others: each
    ``check`` must then be a function of a module's own level. A disclosure that a rule fails over
    is an outcome with the error, and the others of its folder are audited all the same. A folder
    is the work of one process.

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
    return _flat(each(partial(_audit, rules=held, password=password), sources, jobs=jobs))


def each(
    work: Callable[[FilePath], T], sources: Iterable[FilePath], *, jobs: int = 1
) -> Iterator[Outcome[T]]:
    """What ``work`` makes of each source, one by one, in order (逐份处理).

    Args:
        work: a function of a module's own level, so that other processes can call it.
        sources: paths; taken from the iterable only as they are needed.
        jobs: how many processes. With more than one, a script must guard its start with
            ``if __name__ == "__main__":``, as for any use of ``multiprocessing``.

    A process that dies over a file costs that file alone: its outcome says so.
    """
    if jobs <= 1:
        for source in sources:
            yield _done(work, source)
        return
    yield from _spread(work, iter(sources), jobs)


def _read(source: FilePath, *, password: str | None) -> tuple[Outcome[Disclosure], ...]:
    from budgetdisclosure.reading import read_all

    return tuple(Outcome(source, one, file=one.file) for one in read_all(source, password=password))


def _audit(
    source: FilePath, *, rules: tuple[Rule, ...] | None, password: str | None
) -> tuple[Outcome[Audit], ...]:
    def audited(read: Outcome[Disclosure]) -> Outcome[Audit]:
        assert read.result is not None
        disclosure = read.result
        return evolve(_done(lambda _: audit(disclosure, rules), source), file=read.file)

    return tuple(map(audited, _read(source, password=password)))


def _flat(sources: Iterable[Outcome[tuple[Outcome[T], ...]]]) -> Iterator[Outcome[T]]:
    """The outcomes of each source one by one; a source that could not be read is one."""
    for held in sources:
        if held.result is not None:
            yield from held.result
        else:
            file = os.path.basename(os.fspath(held.source))
            yield Outcome(held.source, error=held.error, file=file)


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


def _done(work: Callable[[FilePath], T], source: FilePath) -> Outcome[T]:
    """What the work came to; a fault of the library's own costs its file alone, and is told."""
    try:
        return Outcome(source, work(source))
    except BudgetDisclosureError as error:
        return Outcome(source, error=error)
    except Exception as fault:
        return Outcome(source, error=_failed(source, fault))


def _failed(source: FilePath, fault: Exception) -> ReadingError:
    error = ReadingError(
        Wording("程序处理这份文件时出错", "the program failed over this file"),
        place=Place(file=os.path.basename(os.fspath(source))),
        excerpt=f"{type(fault).__name__}: {fault}",
        remedy=Wording("请把这份文件报告给我们", "Please report the file to us"),
    )
    error.__cause__ = fault
    return error


def _spread(
    work: Callable[[FilePath], T], sources: Iterator[FilePath], jobs: int
) -> Iterator[Outcome[T]]:
    """Keep every process busy, a few files ahead; start anew where one has died."""
    waiting: deque[FilePath] = deque()
    broken = True
    while broken:
        pool = ProcessPoolExecutor(min(jobs, _MOST_JOBS), mp_context=get_context("spawn"))
        try:
            broken = yield from _pooled(work, sources, waiting, pool, jobs * _AHEAD)
        finally:
            pool.shutdown(cancel_futures=True)
        if broken:
            yield _alone(work, waiting.popleft())


def _pooled(
    work: Callable[[FilePath], T],
    sources: Iterator[FilePath],
    waiting: deque[FilePath],
    pool: ProcessPoolExecutor,
    ahead: int,
) -> Generator[Outcome[T], None, bool]:
    """Outcomes until the sources end (False) or a process dies (True); ``waiting`` is undone."""
    tasks: deque[Future[Outcome[T]]] = deque()
    try:
        tasks.extend(pool.submit(_done, work, source) for source in waiting)
        while True:
            for source in islice(sources, ahead - len(tasks)):
                waiting.append(source)
                tasks.append(pool.submit(_done, work, source))
            if not tasks:
                return False
            outcome = tasks.popleft().result()
            waiting.popleft()
            yield outcome
    except BrokenProcessPool:
        return True


def _alone(work: Callable[[FilePath], T], source: FilePath) -> Outcome[T]:
    """The outcome of one file in a process of its own: it may be the one that kills it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(_done, work, source).result()
        except BrokenProcessPool:
            return Outcome(source, error=_died(source))


def _died(source: FilePath) -> ReadingError:
    return ReadingError(
        Wording("处理这份文件的进程意外终止", "the process that read this file died"),
        place=Place(file=os.path.basename(os.fspath(source))),
        remedy=Wording(
            "文件可能已损坏，或内存不足；请单独再试一次，或换一种格式",
            "It may be damaged, or memory may be short; try it by itself, or in another format",
        ),
    )
