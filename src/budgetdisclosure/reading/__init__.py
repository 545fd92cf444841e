"""Reading (读取): from a file of any format to a disclosure.

``read`` does it all; ``read_document`` and ``recognise`` are its two halves, for those who want to
see what a file holds before anything is known of budgets, or who bring a document of their own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from attrs import evolve

from budgetdisclosure.model import Disclosure, Unplaced
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.documents import (
    Progress,
    read_beside,
    read_bundle,
    read_document,
)
from budgetdisclosure.reading.pause import collector_paused
from budgetdisclosure.reading.recognise import recognise
from budgetdisclosure.reading.recognise.coverage import Coverage, coverage
from budgetdisclosure.reading.recognise.several import disclosures_in
from budgetdisclosure.reading.source import Source, gather, path_of
from budgetdisclosure.reading.stored import stored_apart
from budgetdisclosure.wording import Wording

Layouts = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
"""Layout files, or one."""

__all__ = [
    "Coverage",
    "Document",
    "Source",
    "coverage",
    "read",
    "read_all",
    "read_document",
    "recognise",
]


def read(
    source: Source,
    *,
    password: str | None = None,
    progress: Progress | None = None,
    layouts: Layouts = (),
) -> Disclosure:
    r"""Read a disclosure (读取公开文件): PDF, Excel, Word, web page or text, told by its content.

    Args:
        source: a path, bytes, or a file opened in binary mode; a folder or zip of parts is one
            disclosure. Where it holds several (two bodies, two years, a budget and the final
            accounts), the one with the most tables is read and ``remarks`` name the others; see
            ``read_all``.
        password: what opens an encrypted PDF.
        progress: called with the pages done and the pages in all.
        layouts: further layout files (表样, TOML), or one, over the packaged ones.

    Raises:
        ReadingError: nothing in it can be read; the message says why and what to do.
        MissingExtraError: the format needs a package that is not installed.

    >>> text = "支出决算表\n\n科目编码\t科目名称\t合计\n208\t社保\t1.20\n"
    >>> print(read(text.encode()).expenditure["208"].total)
    1.20万元
    """
    held = files_of(layouts)
    stored, documents = _told_apart(source, password, progress, held)
    read_one = None
    if documents:
        with collector_paused():
            read_one = recognise(documents[0], layouts=held)
    first = _fullest((*stored, read_one) if read_one else stored)[0]
    left = [_left_out((one.file or "",)) for one in stored if one is not first]
    left += [_left_out(_files(one)) for one in documents[first is read_one :]]
    return evolve(first, remarks=(*first.remarks, *left), path=path_of(source))


def read_all(
    source: Source,
    *,
    password: str | None = None,
    progress: Progress | None = None,
    layouts: Layouts = (),
) -> tuple[Disclosure, ...]:
    """Read every disclosure of a folder or zip (读取其中每一份公开件), the fullest first.

    A file, or a folder whose parts belong together, gives one; each JSON file that ``write`` has
    written is one by itself. Arguments and errors are those of ``read``.

    >>> [d.kind.value for d in read_all("某某局2024年度部门决算".encode())]
    ['final']
    """
    held = files_of(layouts)
    stored, documents = _told_apart(source, password, progress, held)
    with collector_paused():
        made = tuple(recognise(one, layouts=held) for one in documents)
    read_ones = _fullest((*stored, *made)) if stored else made
    return tuple(evolve(one, path=path_of(source)) for one in read_ones)


def files_of(layouts: Layouts) -> tuple[str | os.PathLike[str], ...]:
    """The layout files, be they several or one.

    >>> files_of("a.toml"), files_of(["a.toml", "b.toml"])
    (('a.toml',), ('a.toml', 'b.toml'))
    """
    return (layouts,) if isinstance(layouts, str | os.PathLike) else tuple(layouts)


def _told_apart(
    source: Source,
    password: str | None,
    progress: Progress | None,
    layouts: Sequence[str | os.PathLike[str]],
) -> tuple[tuple[Disclosure, ...], tuple[Document, ...]]:
    """The disclosures a source holds as data, and a document for each of the others in it."""
    stored, bundle = stored_apart(gather(source, password))
    if not stored:
        document = read_bundle(bundle, password, progress)
        return (), disclosures_in(document, layouts)
    beside, unread = read_beside(bundle, password, progress) if bundle.parts else (None, ())
    remarks = (unread or bundle.remarks) if beside is None else ()
    told = tuple(Unplaced("", one.message, one.place) for one in remarks)
    first, *others = stored
    stored = (evolve(first, remarks=(*told, *first.remarks)), *others)
    return stored, () if beside is None else disclosures_in(beside, layouts)


def _fullest(disclosures: Sequence[Disclosure]) -> tuple[Disclosure, ...]:
    """Those with most tables first."""
    return tuple(sorted(disclosures, key=lambda one: -len(one.tables)))


def _files(document: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(block.place.file or "" for block in document.blocks))


def _left_out(files: Sequence[str]) -> Unplaced:
    named = "、".join(files)
    message = Wording(
        f"这里不止一份公开件，没有读 {named}；请用 read_all 逐份读取，或分开放置",
        f"there is more than one disclosure here; {', '.join(files)} was not read: use read_all",
    )
    return Unplaced("", message, Place(file=files[0]))
