"""Large folders (大文件夹): which files make up each disclosure, told before any is read for good.

A folder of thousands is more than memory holds and more than one process should read. So each file
is looked at by itself for what it says of itself, which is little; these sayings tell the
disclosures apart as in any folder; then each disclosure is read by itself. Reading twice is the
price.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Document, Remark, joined
from budgetdisclosure.reading.documents import read_part, with_what_is_there
from budgetdisclosure.reading.parts import folder_files, some_of
from budgetdisclosure.reading.pause import collector_paused
from budgetdisclosure.reading.recognise import load_layouts, recognise
from budgetdisclosure.reading.recognise.captions import Titles
from budgetdisclosure.reading.recognise.several import told_apart
from budgetdisclosure.reading.recognise.stated import Stated, stated_in
from budgetdisclosure.reading.stored import stored_apart

Folder = str | os.PathLike[str]

LARGE: Final = 32
"""A folder of more files than this is read disclosure by disclosure."""


@frozen
class How:
    """How files are opened and read (读法): the password, further layout files."""

    password: str | None = None
    layouts: tuple[Folder, ...] = ()


AS_IS: Final = How()


@frozen
class Looked:
    """What one file of a folder says of itself (一个文件的自称); several where it is a zip.

    ``stored`` are the disclosures it holds as data, by name.
    """

    file: str
    parts: tuple[Stated, ...] = ()
    stored: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


@frozen
class Portion(os.PathLike[str]):
    """One disclosure of a large folder (大文件夹中的一份): its files, and what is said of it.

    As a path it is the folder as it was given.
    """

    folder: Folder
    files: tuple[str, ...]
    parts: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()

    def __fspath__(self) -> str:
        return os.fspath(self.folder)

    @property
    def name(self) -> str:
        """The names of its files."""
        return "、".join(self.parts)


@frozen
class InFolder(os.PathLike[str]):
    """One file of a folder, to be looked at (文件夹中的一个文件)."""

    folder: Folder
    file: str

    def __fspath__(self) -> str:
        return os.path.join(self.folder, self.file)


def is_large(source: object) -> bool:
    """Whether a source is a folder of many files.

    >>> is_large("examples"), is_large(b"")
    (False, False)
    """
    if not isinstance(source, str | os.PathLike) or not os.path.isdir(source):
        return False
    try:
        return len(folder_files(Path(source))[0]) > LARGE
    except ReadingError:  # reading it says why it cannot be
        return False


def files_of(folder: Folder) -> tuple[tuple[InFolder, ...], tuple[Remark, ...]]:
    """The files of a folder to be looked at, and remarks on what is left aside."""
    names, remarks = folder_files(Path(folder))
    return tuple([InFolder(folder, name) for name in names]), remarks


def looked_at(one: InFolder, *, how: How = AS_IS) -> Looked:
    """What a file says of itself; what cannot be read of it is a remark.

    Raises:
        ReadingError: nothing in it can be read.
    """
    stored, bundle = stored_apart(some_of(Path(one.folder), [one.file], how.password))
    parts: list[Stated] = []
    remarks = list(bundle.remarks)
    with collector_paused():
        for part in bundle.parts:
            try:
                stated = stated_in(read_part(part, how.password), _titles(how.layouts))
                parts.append(evolve(stated, document=Document((), stated.document.source)))
            except ReadingError as fault:
                remarks.append(Remark(fault.reason, fault.place or Place(file=part.name)))
    names = tuple([held.file or one.file for held in stored])
    return Looked(one.file, tuple(parts), names, tuple(remarks))


@lru_cache(maxsize=1)
def _titles(layouts: tuple[Folder, ...]) -> Titles:
    return Titles(load_layouts(layouts))


def portions_of(
    folder: Folder, looked: Sequence[Looked], remarks: Iterable[Remark]
) -> tuple[Portion, ...]:
    """The disclosures of a folder by what its files say, those on record as data first.

    ``remarks`` are on files that are no part of any; the first disclosure carries them.
    """
    files = {id(part): one.file for one in looked for part in one.parts}
    made = [Portion(folder, (one.file,), (name,)) for one in looked for name in one.stored]
    told = told_apart([part for one in looked for part in one.parts])
    for group, said in told:
        names = tuple(dict.fromkeys([files[id(part)] for part in group]))
        made.append(Portion(folder, names, tuple([part.file for part in group]), said))
    beside = (*remarks, *(remark for one in looked for remark in one.remarks))
    if made:
        made[0] = evolve(made[0], remarks=(*beside, *made[0].remarks))
    return tuple(made)


def read_portion(portion: Portion, *, how: How = AS_IS) -> tuple[Disclosure, ...]:
    """The disclosure of a portion.

    Raises:
        ReadingError: a file has changed since it was looked at, and cannot be read.
    """
    stored, bundle = stored_apart(some_of(Path(portion.folder), portion.files, how.password))
    path = os.fspath(portion)
    own = [one for one in stored if one.file in portion.parts]
    if own:
        return tuple(evolve(one, path=path) for one in own)
    parts = [part for part in bundle.parts if part.name in portion.parts]
    with collector_paused():
        documents = [_complete(read_part(part, how.password), portion) for part in parts]
        whole = joined(documents)
        told = evolve(whole, remarks=(*portion.remarks, *whole.remarks))
        return (evolve(recognise(told, layouts=how.layouts), path=path),)


def _complete(document: Document, portion: Portion) -> Document:
    """A page that refers to files which lie beside it in the folder says nothing of them."""
    if not document.attached:
        return document
    return with_what_is_there(document, folder_files(Path(portion.folder))[0])


def name_of(source: Folder) -> str:
    """What a source is called in messages: a file by its name, a portion by its files.

    >>> name_of("some/folder/a.pdf")
    'a.pdf'
    """
    if isinstance(source, Portion):
        return source.name
    return source.file if isinstance(source, InFolder) else os.path.basename(os.fspath(source))
