"""Many files at once (批量): worked on by every core, in order, no file stopping the others.

A file that cannot be read becomes an outcome with its error; the rest go on. Results come one by
one and in the order of the sources, so that thousands of files need no more memory than a few.
PDFium works on one file at a time in a process, so the work is spread over processes.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import Generic, TypeVar

from attrs import frozen

from budgetdisclosure.errors import BudgetDisclosureError, ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.portions import name_of
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


def each(
    work: Callable[[FilePath], T], sources: FilePath | Iterable[FilePath], *, jobs: int = 1
) -> Iterator[Outcome[T]]:
    """What ``work`` makes of each source, one by one, in order (逐份处理).

    Args:
        work: a function of a module's own level, so that other processes can call it.
        sources: paths, or one; taken from the iterable only as they are needed.
        jobs: how many processes. With more than one, a script must guard its start with
            ``if __name__ == "__main__":``, as for any use of ``multiprocessing``.

    A process that dies over a file costs that file alone: its outcome says so. Interrupted
    (Ctrl-C), or left before its end, it ends its processes at once.
    """
    if jobs <= 1:
        return stopped_at_once(done(work, source) for source in listed(sources))
    return stopped_at_once(_spread(work, iter(listed(sources)), jobs))


def stopped_at_once(results: Iterator[T]) -> Iterator[T]:
    """The results; an interruption (Ctrl-C) comes out without the story of where it struck."""
    try:
        yield from results
    except KeyboardInterrupt:
        raise KeyboardInterrupt from None


def listed(sources: FilePath | Iterable[FilePath]) -> Iterable[FilePath]:
    """The sources, or the one: a path alone is no list of its letters.

    >>> listed("some/folder")
    ('some/folder',)
    """
    return (sources,) if isinstance(sources, str | os.PathLike) else sources


def done(work: Callable[[FilePath], T], source: FilePath) -> Outcome[T]:
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
        place=Place(file=name_of(source)),
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
        pool = _pool(min(jobs, _MOST_JOBS))
        try:
            broken = yield from _pooled(work, sources, waiting, pool, jobs * _AHEAD)
        except BaseException:
            _end(pool)
            raise
        pool.shutdown(cancel_futures=True)
        if broken:
            yield _alone(work, waiting.popleft())


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Processes that leave an interruption (Ctrl-C) to this one, and end where it has ended."""
    return ProcessPoolExecutor(jobs, get_context("spawn"), _begin)


def _begin() -> None:
    """In each process: it would wait for ever for work from a parent that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _end(pool: ProcessPoolExecutor) -> None:
    """End the processes with what they have in hand: nobody waits for it any more."""
    for process in list((pool._processes or {}).values()):
        process.terminate()
    pool.shutdown(cancel_futures=True)


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
        tasks.extend(pool.submit(done, work, source) for source in waiting)
        while True:
            for source in islice(sources, ahead - len(tasks)):
                waiting.append(source)
                tasks.append(pool.submit(done, work, source))
            if not tasks:
                return False
            outcome = tasks.popleft().result()
            waiting.popleft()
            yield outcome
    except BrokenProcessPool:
        return True


def _alone(work: Callable[[FilePath], T], source: FilePath) -> Outcome[T]:
    """The outcome of one file in a process of its own: it may be the one that kills it."""
    pool = _pool(1)
    try:
        return pool.submit(done, work, source).result()
    except BrokenProcessPool:
        return Outcome(source, error=_died(source))
    finally:
        _end(pool)


def _died(source: FilePath) -> ReadingError:
    return ReadingError(
        Wording("处理这份文件的进程意外终止", "the process that read this file died"),
        place=Place(file=name_of(source)),
        remedy=Wording(
            "文件可能已损坏，或内存不足；请单独再试一次，或换一种格式",
            "It may be damaged, or memory may be short; try it by itself, or in another format",
        ),
    )
