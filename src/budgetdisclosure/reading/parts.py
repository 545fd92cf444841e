"""The files in a folder or zip (文件夹与压缩包): the parts to read, and what is left aside."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final
from zipfile import ZipInfo

from attrs import define, frozen

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Remark
from budgetdisclosure.reading.formats.packed import open_zip, read_member
from budgetdisclosure.reading.formats.sniff import sniff
from budgetdisclosure.reading.limits import (
    MAX_BYTES,
    MAX_MEMBERS,
    MAX_UNPACKED,
    MAX_ZIPS_DEEP,
    require,
)
from budgetdisclosure.wording import Wording

SIZE: Final = Wording("文件字节数", "the size in bytes")
_TOO_MUCH: Final = Wording(
    "请用 read_many 或 audit 命令，它们一份一份地读，或分成几个文件夹",
    "Use read_many or the command audit, which read one disclosure at a time, or divide it",
)
_COUNT: Final = Wording("文件数", "the number of files")
_JUNK: Final = re.compile(
    r"""(^|/)(__MACOSX/|\.[^./]|~\$|thumbs\.db$|desktop\.ini$)  # of the system, or temporary
    | \.(css|js|map|woff2?|ttf|eot|ico|url|lnk)$          # of a saved web page, or a mere link
    | (_files|\.files)/[^/]+\.(?!html?$|mht)\w+$          # beside a saved web page
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NAMED: Final = 5
_DIGITS: Final = re.compile(r"(\d+|[一二三四五六七八九十]+)")
_NUMERALS: Final = "一二三四五六七八九"


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


Held = bytes | ReadingError
"""The bytes of a file, or why there are none."""


@define
class _Gathered:
    """What has been found so far, and how much may still be unpacked."""

    password: str | None
    parts: list[Part]
    remarks: list[Remark]
    faults: list[ReadingError]
    unpacked: int = 0
    members: int = 0

    def refuse(self, fault: ReadingError, file: str) -> None:
        """Keep a file that cannot be read as a remark."""
        self.faults.append(fault)
        self.remarks.append(Remark(_whole(fault), fault.place or Place(file=file)))


def folder_bundle(folder: Path, password: str | None = None) -> Bundle:
    """The parts in a folder and the folders in it; links that lead out of it are not followed."""
    gathered = _Gathered(password, [], [], [])
    names = _wanted(list(_listed(folder, gathered)), gathered)
    size = sum(_size(folder / name) for name in names)
    require(size, MAX_UNPACKED, SIZE, Place(file=folder.name), _TOO_MUCH)
    return _taken(folder, names, gathered)


def folder_files(folder: Path) -> tuple[tuple[str, ...], tuple[Remark, ...]]:
    """The files of a folder to read, by their names from it on, and remarks on all others."""
    gathered = _Gathered(None, [], [], [])
    return tuple(_wanted(list(_listed(folder, gathered)), gathered)), tuple(gathered.remarks)


def some_of(folder: Path, names: Sequence[str], password: str | None = None) -> Bundle:
    """The parts that some of a folder's files are or, if they are zips, hold."""
    return _taken(folder, names, _Gathered(password, [], [], []))


def _taken(folder: Path, names: Sequence[str], gathered: _Gathered) -> Bundle:
    for name in names:
        _take(name, file_bytes(folder / name, name), gathered, 0)
    return _bundle(folder.name, gathered)


def zip_bundle(name: str | None, data: bytes, password: str | None = None) -> Bundle:
    """The parts in a zip, and in the zips in it."""
    gathered = _Gathered(password, [], [], [])
    _unpack(data, Place(file=name), "", gathered, 0)
    return _bundle(name, gathered)


def file_bytes(path: Path, name: str) -> Held:
    """What a file holds, or why it cannot be read."""
    place = Place(file=name)
    try:
        if not path.is_file():
            return unreadable(place)
        require(path.stat().st_size, MAX_BYTES, SIZE, place)
        return path.read_bytes()
    except ReadingError as fault:
        return fault
    except OSError:
        return unreadable(place)


def _listed(folder: Path, gathered: _Gathered) -> Iterator[str]:
    """The files of a folder by their names from it on; what leads out of it is remarked on."""
    home = folder.resolve()

    def unopened(fault: OSError) -> None:
        name = Path(fault.filename or folder).relative_to(folder).as_posix()
        gathered.refuse(unreadable(Place(file=name)), name)

    count = 0
    for root, folders, names in os.walk(folder, onerror=unopened):
        folders.sort()
        for one in [*(one for one in folders if (Path(root) / one).is_symlink()), *names]:
            path = Path(root) / one
            name = path.relative_to(folder).as_posix()
            count += 1
            require(count, MAX_MEMBERS, _COUNT, Place(file=folder.name))
            if path.is_symlink() and _is_led_away(path, home):
                gathered.refuse(_leads_away(Place(file=name)), name)
            else:
                yield name


def _is_led_away(link: Path, home: Path) -> bool:
    """Whether a link leads to a folder or out of one; so does what may not be followed."""
    try:
        return link.is_dir() or not link.resolve().is_relative_to(home)
    except OSError:
        return True


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _unpack(data: bytes, place: Place, above: str, gathered: _Gathered, depth: int) -> None:
    """Take the members of a zip, each under the name of the zips it is in."""
    packed = open_zip(data, place, locked_members=True)
    held: dict[str, list[ZipInfo]] = {}
    for member in packed.infolist():
        if not member.is_dir():
            held.setdefault(above + _member_name(member), []).append(member)
            gathered.members += 1
            gathered.unpacked += member.file_size
    if not held:
        raise _empty(place)
    require(gathered.members, MAX_MEMBERS, _COUNT, place)
    require(gathered.unpacked, MAX_UNPACKED, SIZE, place)
    for name in _wanted(list(held), gathered):
        for member in held[name]:
            try:
                content: Held = read_member(packed, member, Place(file=name), gathered.password)
            except ReadingError as fault:
                content = fault
            _take(name, content, gathered, depth)


def _take(name: str, held: Held, gathered: _Gathered, depth: int) -> None:
    """Keep a file as a part, unpack it if it is a zip, or remark on it."""
    try:
        if isinstance(held, ReadingError):
            raise held
        kind = sniff(held, source=name)
        if kind != "zip":
            gathered.parts.append(Part(name, held, kind))
        else:
            deep = Wording("压缩包嵌套层数", "the depth of nested zips")
            require(depth + 1, MAX_ZIPS_DEEP, deep, Place(file=name))
            _unpack(held, Place(file=name), f"{name}/", gathered, depth + 1)
    except ReadingError as fault:
        gathered.refuse(fault, name)


def _wanted(names: Sequence[str], gathered: _Gathered) -> list[str]:
    """The names to read in order; those of system and temporary files go into one remark."""
    ordered = sorted(names, key=natural)
    junk = [name for name in ordered if _JUNK.search(name)]
    if junk:
        shown = "、".join(junk[:_NAMED]) + ("……" if len(junk) > _NAMED else "")
        count = len(junk)
        message = Wording(
            f"有{count}个系统、临时或网页附属文件，未读取：{shown}",
            f"{count} files of the system, temporary or of a web page's looks, not read: {shown}",
        )
        gathered.remarks.append(Remark(message, Place(file=junk[0])))
    return [name for name in ordered if not _JUNK.search(name)]


def _bundle(name: str | None, gathered: _Gathered) -> Bundle:
    if gathered.parts:
        return Bundle(name, tuple(gathered.parts), tuple(gathered.remarks))
    if len(gathered.faults) == 1:
        raise gathered.faults[0]
    said = (f"{remark.place.file}：{remark.message.zh}" for remark in gathered.remarks[:_NAMED])
    raise ReadingError(
        Wording("其中没有可以读取的文件", "there is no file in it that can be read"),
        place=Place(file=name),
        excerpt="；".join(said) or None,
        remedy=Wording(
            "请放入 PDF、Word、Excel、网页或文本文件",
            "Put PDF, Word, Excel, web or text files in it",
        ),
    )


def _whole(fault: ReadingError) -> Wording:
    """What a fault says and what to do about it, without its place."""
    reason, remedy = fault.reason, fault.remedy
    if remedy is None:
        return reason
    return Wording(f"{reason.zh}；{remedy.zh}", f"{reason.en}. {remedy.en}")


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


def _empty(place: Place) -> ReadingError:
    return ReadingError(
        Wording("压缩包是空的", "the zip is empty"),
        place=place,
        remedy=Wording("请重新下载或核对文件", "Download it again, or check the file"),
    )


def _leads_away(place: Place) -> ReadingError:
    return ReadingError(
        Wording(
            "这是指向别处的链接，没有跟随", "this is a link to somewhere else and was not followed"
        ),
        place=place,
        remedy=Wording("请把文件本身放进来", "Put the file itself here"),
    )


def unreadable(place: Place) -> ReadingError:
    """The error for a file that the system does not open."""
    return ReadingError(
        Wording("文件打不开", "the file cannot be opened"),
        place=place,
        remedy=Wording("请核对文件是否存在、有无读取权限", "Check that it exists and may be read"),
    )
