"""Word 97–2003 files (doc), turned into docx first."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from attrs import evolve

from budgetdisclosure.errors import MissingExtraError, ReadingError, missing_extra
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Document, Remark
from budgetdisclosure.reading.formats.docx import read_docx
from budgetdisclosure.reading.formats.packed import locked
from budgetdisclosure.wording import Wording

_RESAVE: Final = Wording(
    "请用 Word 或 WPS 打开，另存为 docx 或 PDF 后再读取",
    "Open it in Word, save it as docx or PDF, and read that",
)
_LEFT_OUT: Final = ("_DEFERRED", "_OMITTED", "_SKIPPED", "_DROPPED")


def read_doc(data: bytes, *, source: str | None = None, password: str | None = None) -> Document:
    """Read a Word 97–2003 file (doc, 旧版 Word 文档) as ``read_docx`` reads what it converts to.

    Args:
        data: the file's bytes.
        source: the file's name, for messages.
        password: the password of an encrypted file.

    Raises:
        ReadingError: the file is damaged or encrypted, or has no text.
        MissingExtraError: the converter (``msdoc2docx``) is not installed.
    """
    place = Place(file=source)
    converted, lost = _converted(data, password, place)
    document = read_docx(converted, source=source)
    if not lost:
        return evolve(document, media="doc")
    names = "、".join(sorted(lost))
    message = Wording(
        f"旧版 Word 转换时有内容未能保留（{names}）",
        f"converting the old Word file left something out ({names})",
    )
    return evolve(document, media="doc", remarks=(*document.remarks, Remark(message, place)))


def _converted(data: bytes, password: str | None, place: Place) -> tuple[bytes, set[str]]:
    """The docx a doc turns into, and the converter's names for what it left out."""
    try:
        from doc2docx import convert
    except ImportError:
        use = Wording("读取 doc 文件", "reading doc files")
        raise _or_resave(missing_extra("msdoc2docx", "doc", use)) from None
    with TemporaryDirectory() as folder:
        before, after = Path(folder, "before.doc"), Path(folder, "after.docx")
        before.write_bytes(data)
        try:
            report: Any = convert(before, after, password=password).report
            return after.read_bytes(), _left_out(report.to_dict())
        except Exception as fault:  # the converter raises by many names on a broken file
            if "Encrypted" in type(fault).__name__:
                raise locked(place) from fault
            reason = Wording("doc 文件无法转换，可能已损坏", "the doc file cannot be converted")
            raise ReadingError(reason, place=place, remedy=_RESAVE) from fault


def _left_out(report: dict[str, Any]) -> set[str]:
    codes = {str(one["code"]): one["severity"] for one in report["diagnostics"]}
    return {code for code, how in codes.items() if how == "error" or code.endswith(_LEFT_OUT)}


def _or_resave(missing: MissingExtraError) -> MissingExtraError:
    """The error for the missing converter, with the way around it."""
    install = missing.remedy or Wording("", "")
    remedy = Wording(f"{install.zh}；或{_RESAVE.zh}", f"{install.en}. Or: {_RESAVE.en}")
    return MissingExtraError(missing.reason, place=missing.place, remedy=remedy)
