"""Where a document comes from (来源): bytes, a path, an open file, or a folder or zip of parts."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final
from zipfile import ZipInfo

from attrs import frozen

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Remark
from budgetdisclosure.reading.formats.packed import open_zip, read_member
from budgetdisclosure.reading.formats.sniff import sniff
from budgetdisclosure.reading.limits import MAX_BYTES, MAX_MEMBERS, MAX_UNPACKED, require
from budgetdisclosure.wording import Wording

Source = bytes | bytearray | memoryview | str | os.PathLike[str] | BinaryIO
"""What can be read: bytes, a path, or a file object opened in binary mode."""

_JUNK: Final = re.compile(r"(^|/)(__MACOSX/|\.|~\$|thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_DIGITS: Final = re.compile(r"(\d+|[一二三四五六七八九十]+)")
_NUMERALS: Final = "一二三四五六七八九"
_BYTES: Final = Wording("文件字节数", "the size in bytes")


@frozen
class Part:
    """One file to read: its name, where it has one, its bytes, and the format these are in."""

    name: str | None
    data: bytes
    kind: str


@frozen
class Bundle:
    """All the parts of a source, in the order of their names, and what was left aside."""

    name: str | None
    parts: tuple[Part, ...]
    remarks: tuple[Remark, ...] = ()


def load(source: Source) -> tuple[Part, ...]:
    """The parts of a source (来源中的各文件); one for a file, several for a folder or a zip.

    >>> [part.kind for part in load("部门决算".encode())]
    ['text']
    """
    return gather(source).parts


def gather(source: Source) -> Bundle:
    """The parts of a source with its name, and remarks on the files that cannot be read.

    Raises:
        ReadingError: there is no such file, or nothing in it can be read.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        return _opened(None, bytes(source))
    if isinstance(source, str | os.PathLike):
        path = _path(source)
        return _folder(path) if path.is_dir() else _opened(path.name, _file_bytes(path))
    return _stream(source)


def _opened(name: str | None, data: bytes) -> Bundle:
    require(len(data), MAX_BYTES, _BYTES, Place(file=name))
    kind = sniff(data, source=name)
    return _zip(name, data) if kind == "zip" else Bundle(name, (Part(name, data, kind),))


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


def _file_bytes(path: Path) -> bytes:
    place = Place(file=path.name)
    if not path.is_file():
        raise _unreadable(place)
    try:
        require(path.stat().st_size, MAX_BYTES, _BYTES, place)
        return path.read_bytes()
    except OSError as fault:
        raise _unreadable(place) from fault


def _stream(source: BinaryIO) -> Bundle:
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
        raise _unreadable(Place(file=label)) from fault
    if not isinstance(data, bytes):
        raise ReadingError(
            Wording("文件是以文本方式打开的", "the file was opened in text mode"),
            place=Place(file=label),
            remedy=Wording('请用 open(路径, "rb") 打开', 'Open it with open(path, "rb")'),
        )
    return _opened(label, data)


def _folder(folder: Path) -> Bundle:
    found = []
    for root, folders, names in os.walk(folder):
        folders.sort()
        found += [Path(root) / name for name in names]
        require(len(found), MAX_MEMBERS, Wording("文件数", "the number of files"))
    named = {path.relative_to(folder).as_posix(): path for path in found}
    names = [name for name in sorted(named, key=natural) if not _JUNK.search(name)]
    skipped = [_passed_over(name) for name in sorted(named, key=natural) if _JUNK.search(name)]
    require(
        sum(named[name].stat().st_size for name in names if named[name].is_file()),
        MAX_UNPACKED,
        _BYTES,
        Place(file=folder.name),
    )
    return _bundle(folder.name, [(name, _file_bytes(named[name])) for name in names], skipped)


def _zip(name: str | None, data: bytes) -> Bundle:
    place = Place(file=name)
    packed = open_zip(data, place)
    named = {_member_name(m): m for m in packed.infolist() if not m.is_dir()}
    names = [one for one in sorted(named, key=natural) if not _JUNK.search(one)]
    skipped = [_passed_over(one) for one in sorted(named, key=natural) if _JUNK.search(one)]
    pairs = [(one, read_member(packed, named[one], Place(file=one))) for one in names]
    return _bundle(name, pairs, skipped)


def _bundle(name: str | None, files: list[tuple[str, bytes]], remarks: list[Remark]) -> Bundle:
    parts = []
    for file, data in files:
        try:
            kind = sniff(data, source=file)
        except ReadingError as fault:
            remarks.append(Remark(fault.reason, Place(file=file)))
            continue
        if kind == "zip":
            nested = Wording("压缩包中的压缩包没有打开", "a zip inside the zip was not opened")
            remarks.append(Remark(nested, Place(file=file)))
        else:
            parts.append(Part(file, data, kind))
    if not parts:
        raise ReadingError(
            Wording("其中没有可以读取的文件", "there is no file in it that can be read"),
            place=Place(file=name),
            excerpt="；".join(f"{r.place.file}：{r.message.zh}" for r in remarks[:5]) or None,
            remedy=Wording(
                "请放入 PDF、Word、Excel、网页或文本文件",
                "Put PDF, Word, Excel, web or text files in it",
            ),
        )
    return Bundle(name, tuple(parts), tuple(remarks))


def natural(name: str) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """A key that sorts file names as people number them, folder by folder.

    >>> sorted(["附件10.pdf", "附件2.pdf", "附件三.pdf"], key=natural)
    ['附件2.pdf', '附件三.pdf', '附件10.pdf']
    """
    return tuple(
        tuple(_piece_key(piece) for piece in _DIGITS.split(part) if piece)
        for part in PurePosixPath(name).parts
    )


def _piece_key(piece: str) -> tuple[int, int, str]:
    if not _DIGITS.fullmatch(piece):
        return 1, 0, piece.casefold()
    if piece.isdecimal():
        return 0, int(piece[:4000]), piece
    tens, ten, ones = piece.rpartition("十")
    count = (_NUMERALS.find(tens[-1:]) + 1 or 1) * 10 if ten else 0
    return 0, count + _NUMERALS.find(ones[-1:]) + 1 if ones else count, piece


def _member_name(member: ZipInfo) -> str:
    """A member's name; Chinese tools write it in GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _passed_over(name: str) -> Remark:
    return Remark(
        Wording("系统或临时文件，未读取", "a system or temporary file, not read"), Place(file=name)
    )


def _unreadable(place: Place) -> ReadingError:
    return ReadingError(
        Wording("文件打不开", "the file cannot be opened"),
        place=place,
        remedy=Wording("请核对文件是否存在、有无读取权限", "Check that it exists and may be read"),
    )
