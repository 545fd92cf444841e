"""Where a document comes from (来源): bytes, a path, an open file, or a folder or zip of parts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.formats.sniff import sniff
from budgetdisclosure.reading.limits import MAX_BYTES, require
from budgetdisclosure.reading.parts import (
    SIZE,
    Bundle,
    Part,
    file_bytes,
    folder_bundle,
    unreadable,
    zip_bundle,
)
from budgetdisclosure.wording import Wording

Source = bytes | bytearray | memoryview | str | os.PathLike[str] | BinaryIO
"""What can be read: bytes, a path, or a file object opened in binary mode."""


def load(source: Source) -> tuple[Part, ...]:
    """The parts of a source (来源中的各文件); one for a file, several for a folder or a zip.

    >>> [part.kind for part in load("部门决算".encode())]
    ['text']
    """
    return gather(source).parts


def gather(source: Source, password: str | None = None) -> Bundle:
    """The parts of a source with its name, and remarks on the files that cannot be read.

    ``password`` is what opens an encrypted zip.

    Raises:
        ReadingError: there is no such file, or nothing in it can be read.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return _opened(None, bytes(source), password)
    if isinstance(source, str | os.PathLike):
        path = _path(source)
        if path.is_dir():
            return folder_bundle(path, password)
        held = file_bytes(path, path.name)
        if isinstance(held, ReadingError):
            raise held
        return _opened(path.name, held, password)
    return _opened(*_stream(source), password)


def _opened(name: str | None, data: bytes, password: str | None) -> Bundle:
    require(len(data), MAX_BYTES, SIZE, Place(file=name))
    kind = sniff(data, source=name)
    if kind == "zip":
        return zip_bundle(name, data, password)
    return Bundle(name, (Part(name, data, kind),))


def path_of(source: Source) -> str | None:
    """The path of a source as it was given; None for bytes and for a file without a name.

    >>> path_of("县直/决算.pdf"), path_of(b"")
    ('县直/决算.pdf', None)
    """
    named = getattr(source, "name", None) if hasattr(source, "read") else source
    return os.fspath(named) if isinstance(named, str | os.PathLike) else None


def _path(source: str | os.PathLike[str]) -> Path:
    text = os.fspath(source)
    try:
        path = Path(text)
        if path.exists():
            return path
    except (ValueError, OSError):
        pass
    if isinstance(source, str) and ("\n" in text or "\x00" in text or len(text) > 255):
        raise ReadingError(
            Wording("这是文字内容，不是文件路径", "this is text, not a path"),
            excerpt=text,
            remedy=Wording(
                "请传入路径，或传入 text.encode() 的字节", "Pass a path, or text.encode()"
            ),
        )
    raise ReadingError(
        Wording("找不到文件", "there is no such file"),
        place=Place(file=text),
        remedy=Wording("请核对路径和文件名", "Check the path and the name"),
    )


def _stream(source: BinaryIO) -> tuple[str | None, bytes]:
    """The name and the content of an open file."""
    if not callable(getattr(source, "read", None)):
        raise ReadingError(
            Wording("不是可读取的来源", "this is nothing to read from"),
            excerpt=repr(source),
            remedy=Wording("请传入路径、字节或打开的文件", "Pass a path, bytes or an open file"),
        )
    name = getattr(source, "name", None)
    label = Path(name).name if isinstance(name, str) else None
    try:
        data = source.read(MAX_BYTES + 1)
    except (OSError, ValueError) as fault:
        raise unreadable(Place(file=label)) from fault
    if not isinstance(data, bytes):
        raise ReadingError(
            Wording("文件是以文本方式打开的", "the file was opened in text mode"),
            place=Place(file=label),
            remedy=Wording('请用 open(路径, "rb") 打开', 'Open it with open(path, "rb")'),
        )
    return label, data
