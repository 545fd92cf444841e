"""Large folders among many sources (大文件夹): disclosure by disclosure, on every process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from budgetdisclosure.many.each import FilePath, each, listed
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Remark
from budgetdisclosure.reading.portions import (
    AS_IS,
    How,
    Looked,
    Portion,
    files_of,
    is_large,
    looked_at,
    portions_of,
    read_portion,
)

Progress = Callable[[int, Sequence[FilePath]], None]
"""Called with how many of some files are done."""


def portioned(
    sources: FilePath | Iterable[FilePath],
    *,
    jobs: int = 1,
    how: How = AS_IS,
    progress: Progress | None = None,
) -> Iterator[FilePath]:
    """The sources, and in the place of a folder of many files the disclosures in it.

    >>> list(portioned(["a.pdf", "b.pdf"]))
    ['a.pdf', 'b.pdf']
    """
    for source in listed(sources):
        held = _portions(source, jobs, how, progress) if is_large(source) else ()
        yield from held or (source,)  # nothing to read in it: the source itself says so


def _portions(
    folder: FilePath, jobs: int, how: How, progress: Progress | None
) -> tuple[Portion, ...]:
    files, told = files_of(folder)
    looked: list[Looked] = []
    remarks: list[Remark] = list(told)
    for done, outcome in enumerate(each(partial(looked_at, how=how), files, jobs=jobs)):
        if progress:
            progress(done, files)
        if outcome.result is not None:
            looked.append(outcome.result)
        elif outcome.error is not None:
            file = files[done].file
            remarks.append(Remark(outcome.error.reason, outcome.error.place or Place(file=file)))
    if progress:
        progress(len(files), files)
    return portions_of(folder, looked, remarks)


def disclosures_of(source: FilePath, *, how: How = AS_IS) -> tuple[Disclosure, ...]:
    """The disclosures of a source; of a portion of a folder its own."""
    if isinstance(source, Portion):
        return read_portion(source, how=how)
    from budgetdisclosure.reading import read_all

    return read_all(source, password=how.password, layouts=how.layouts)


def given(source: FilePath) -> FilePath:
    """A source as it was given: of a portion, its folder."""
    return source.folder if isinstance(source, Portion) else source
