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


def open_zip(data: bytes, place: Place) -> ZipFile:
    """The zip in ``data``, once its directory shows it to be sound and of a bearable size.

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
    if any(member.flag_bits & 1 for member in members):
        raise locked(place)
    return packed


def read_member(packed: ZipFile, member: str | ZipInfo, place: Place) -> bytes:
    """One member, unpacked and checked against its sum; never longer than its directory says."""
    try:
        return packed.read(member)
    except (*_FAULTS, KeyError) as fault:
        raise damaged(place) from fault


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
