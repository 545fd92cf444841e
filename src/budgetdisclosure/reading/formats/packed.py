"""Zip files and the XML in them, opened with suspicion (压缩包与其中的 XML)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from budgetdisclosure.errors import MissingExtraError, ReadingError, missing_extra
from budgetdisclosure.place import Place
from budgetdisclosure.reading.limits import MAX_MEMBERS, MAX_PACKING, MAX_UNPACKED, require
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_ASKED_ABOVE = 16 * 2**20
_FAULTS = (BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OSError)


def open_zip(data: bytes, place: Place, *, locked_members: bool = False) -> ZipFile:
    """The zip in ``data``, once its directory shows it to be sound and of a bearable size.

    ``locked_members`` lets encrypted members stand, to be asked for with a password.

    Raises:
        ReadingError: the zip is damaged, encrypted, or would unpack to far more than it is.
    """
    try:
        packed = ZipFile(BytesIO(data))
        members = packed.infolist()
    except _FAULTS as fault:
        raise damaged(place) from fault
    require(len(members), MAX_MEMBERS, Wording("压缩包内文件数", "the number of members"), place)
    size = sum(member.file_size for member in members)
    require(size, MAX_UNPACKED, Wording("解压后的字节数", "the unpacked size in bytes"), place)
    if size > _ASKED_ABOVE:
        ratio = size // max(len(data), 1)
        require(ratio, MAX_PACKING, Wording("压缩比", "the packing ratio"), place)
    if not locked_members and any(member.flag_bits & 1 for member in members):
        raise locked(place)
    return packed


def read_member(
    packed: ZipFile, member: str | ZipInfo, place: Place, password: str | None = None
) -> bytes:
    """One member, unpacked and checked against its sum; never longer than its directory says.

    Raises:
        ReadingError: it is damaged, needs another password, or is packed in an unknown way.
    """
    try:
        info = member if isinstance(member, ZipInfo) else packed.getinfo(member)
        if info.flag_bits & 1:
            return _unlocked(packed, info, place, password)
        return packed.read(info)
    except NotImplementedError as fault:
        raise _unknown_packing(place) from fault
    except ReadingError:
        raise
    except (*_FAULTS, KeyError) as fault:
        raise damaged(place) from fault


def _unlocked(packed: ZipFile, info: ZipInfo, place: Place, password: str | None) -> bytes:
    """An encrypted member; Chinese tools take the password's characters in GBK."""
    if password is None:
        raise ReadingError(
            Wording("压缩包已加密，需要密码", "the zip is encrypted and needs a password"),
            place=place,
            remedy=Wording(
                "请提供打开密码，或解压后再读取", "Give the password, or unpack it first"
            ),
        )
    for encoding in ("utf-8", "gb18030"):
        try:
            return packed.read(info, password.encode(encoding))
        except NotImplementedError:
            raise
        except (RuntimeError, BadZipFile, zlib.error, UnicodeError):
            continue  # a wrong password is told by its result only
    raise ReadingError(
        Wording("打开压缩包的密码不正确", "the password does not open the zip"),
        place=place,
        remedy=Wording("请核对密码后重试", "Check the password and try again"),
    )


def _unknown_packing(place: Place) -> ReadingError:
    return ReadingError(
        Wording(
            "压缩包使用了不支持的压缩或加密方式（如 AES）",
            "the zip is packed or encrypted in an unsupported way",
        ),
        place=place,
        remedy=Wording("请先解压，再读取其中的文件", "Unpack it and read the files in it"),
    )


def parse_xml(data: bytes, place: Place) -> _Element:
    """The root element of an XML part; entities, DTDs and the network are not used.

    Raises:
        ReadingError: the part is not well-formed, is nested without end, or carries a DTD.
    """
    try:
        from lxml import etree
    except ImportError:
        raise missing_lxml("word") from None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise damaged(place) from fault
    refuse_dtd(root, place)
    return root


def refuse_dtd(element: _Element, place: Place) -> None:
    """Refuse a document that declares entities or points outside itself."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise ReadingError(
            Wording("文件内含外部实体或文档类型声明，出于安全不予读取", "the file carries a DTD"),
            place=place,
            remedy=Wording(
                "请用 Office 或 WPS 打开后另存为新文件",
                "Open it in Office and save it as a new file",
            ),
        )


def elements(data: bytes, names: Sequence[str], place: Place) -> Iterator[_Element]:
    """The elements of an XML part that have one of these names, each forgotten once it is used."""
    try:
        from lxml import etree
    except ImportError:
        raise missing_lxml("excel") from None
    walk = etree.iterparse(
        BytesIO(data), tag=names, resolve_entities=False, no_network=True, load_dtd=False
    )
    asked = False
    try:
        for _, element in walk:
            if not asked:
                refuse_dtd(element, place)
                asked = True
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as fault:
        raise damaged(place) from fault


def missing_lxml(extra: str) -> MissingExtraError:
    """The error for a missing lxml, which the extra ``extra`` brings."""
    use = Wording("读取 Word、Excel 和网页文件", "reading Word, Excel and web files")
    return missing_extra("lxml", extra, use)


def locked(place: Place) -> ReadingError:
    """The refusal of an encrypted file."""
    return ReadingError(
        Wording("文件已加密，需要密码才能打开", "the file is encrypted"),
        place=place,
        remedy=Wording(
            "请用密码打开后取消加密、另存为新文件再读取",
            "Open it with its password, save it without one, and read that",
        ),
    )


def damaged(place: Place) -> ReadingError:
    """The refusal of a file that is broken."""
    return ReadingError(
        Wording("文件已损坏或不完整", "the file is damaged or cut short"),
        place=place,
        remedy=Wording(
            "请重新下载，或用 Office、WPS 打开修复后另存",
            "Download it again, or repair it in Office and save it",
        ),
    )
