"""PDFium's plain C functions, and the opening of a file with an error for every way it can fail.

PDFium is **not thread-safe**: two threads inside it at once corrupt its memory, even with two
files. ``LOCK`` is held for as long as a file is open here; to read many files at once use
processes, not threads.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from attrs import frozen

from budgetdisclosure.errors import ReadingError, missing_extra
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

LOCK = threading.RLock()

_PASSWORD = 4
_SECURITY = 5


class Handle(ctypes.c_void_p):
    """A page's text or an object on it, in the form that calls take as it is."""

    __hash__ = object.__hash__


@frozen
class Calls:
    """The functions called once for every character or drawn object.

    They are prototyped without argument types, so that ``ctypes`` hands on handles and references
    made once instead of making an object of every argument: this is the difference between a
    seventh of a microsecond a call and a whole one. Those of one argument check it for nothing.
    """

    raw: Any
    loose_box: Callable[..., int]
    angle: Callable[[Handle, int], Any]
    font_size: Callable[[Handle, int], Any]
    page_object: Callable[[Handle, int], Handle]
    form_object: Callable[[Handle, int], Handle]
    object_kind: Callable[[Handle], int]
    font: Callable[[Handle], int | None]
    """The font of a text; None for what is no text."""
    bounds: Callable[..., int]
    segment_count: Callable[[Handle], int]
    draw_mode: Callable[..., int]
    fill: Callable[..., int]
    stroke: Callable[..., int]
    text_object: Callable[[Handle, int], Handle] | None
    """Absent from PDFium of before 2024."""
    clip: Callable[[Handle], Handle]
    clip_paths: Callable[[Handle], int]
    clip_segments: Callable[[Handle, int], int]
    clip_segment: Callable[[Handle, int, int], Handle]
    segment_point: Callable[..., int]


@cache
def calls() -> Calls:
    """PDFium, loaded and ready.

    Raises:
        MissingExtraError: pypdfium2 is not installed.
    """
    try:
        import pypdfium2.raw as raw
    except ImportError as error:
        raise missing_extra("pypdfium2", "pdf", Wording("读取 PDF", "reading PDF")) from error
    raw.FPDF_InitLibrary()
    handle, whole = ctypes.c_void_p, ctypes.c_int
    text_object = getattr(raw, "FPDFText_GetTextObject", None)
    return Calls(
        raw=raw,
        loose_box=_plain(raw.FPDFText_GetLooseCharBox, whole),
        angle=_plain(raw.FPDFText_GetCharAngle, ctypes.c_float),
        font_size=_plain(raw.FPDFText_GetFontSize, ctypes.c_double),
        page_object=_plain(raw.FPDFPage_GetObject, Handle),
        form_object=_plain(raw.FPDFFormObj_GetObject, Handle, handle, ctypes.c_ulong),
        object_kind=_plain(raw.FPDFPageObj_GetType, whole, handle),
        font=_plain(raw.FPDFTextObj_GetFont, handle, handle),
        bounds=_plain(raw.FPDFPageObj_GetBounds, whole),
        segment_count=_plain(raw.FPDFPath_CountSegments, whole, handle),
        draw_mode=_plain(raw.FPDFPath_GetDrawMode, whole),
        fill=_plain(raw.FPDFPageObj_GetFillColor, whole),
        stroke=_plain(raw.FPDFPageObj_GetStrokeColor, whole),
        text_object=_plain(text_object, Handle) if text_object else None,
        clip=_plain(raw.FPDFPageObj_GetClipPath, Handle, handle),
        clip_paths=_plain(raw.FPDFClipPath_CountPaths, whole, handle),
        clip_segments=_plain(raw.FPDFClipPath_CountPathSegments, whole, handle, whole),
        clip_segment=_plain(raw.FPDFClipPath_GetPathSegment, Handle, handle, whole, whole),
        segment_point=_plain(raw.FPDFPathSegment_GetPoint, whole),
    )


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """The same C function under a bare prototype."""
    # Without letting go of the interpreter's lock: the calls are shorter than its handing over.
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


def address(held: Any) -> int:
    """The integer behind one of pypdfium2's typed handles."""
    return ctypes.cast(held, ctypes.c_void_p).value or 0


@contextmanager
def opened(data: bytes, password: str | None, place: Place) -> Iterator[Any]:
    """The file, open for as long as the block lasts; PDFium belongs to this thread meanwhile.

    Raises:
        ReadingError: not a PDF, damaged, or in need of a password.
    """
    if not data:
        raise _not_pdf(place)
    with LOCK:
        raw = calls().raw
        secret = password.encode() if password is not None else None
        handle = raw.FPDF_LoadMemDocument64(data, len(data), secret)
        if not handle:
            raise _refusal(raw.FPDF_GetLastError(), data, password, place)
        try:
            yield handle
        finally:
            raw.FPDF_CloseDocument(handle)


def _refusal(code: int, data: bytes, password: str | None, place: Place) -> ReadingError:
    if code == _PASSWORD:
        return _locked(password, place)
    if code == _SECURITY:
        return ReadingError(
            Wording("PDF 使用了不支持的加密方式", "the PDF is encrypted in an unsupported way"),
            place=place,
            remedy=Wording(
                "请另存为未加密的 PDF 后重试", "Save it without encryption and try again"
            ),
        )
    if b"%PDF-" not in data[:1024]:
        return _not_pdf(place)
    return ReadingError(
        Wording("PDF 文件已损坏或不完整", "the PDF is damaged or cut short"),
        place=place,
        remedy=Wording(
            "请重新下载，或在阅读器中打开后另存一份",
            "Download it again, or open and save a new copy",
        ),
    )


def _locked(password: str | None, place: Place) -> ReadingError:
    if password is None:
        return ReadingError(
            Wording("PDF 已加密，需要密码", "the PDF is encrypted and needs a password"),
            place=place,
            remedy=Wording(
                "请提供打开密码，或另存为未加密的 PDF", "Give the password, or save it without one"
            ),
        )
    return ReadingError(
        Wording("打开 PDF 的密码不正确", "the password does not open the PDF"),
        place=place,
        remedy=Wording("请核对密码后重试", "Check the password and try again"),
    )


def _not_pdf(place: Place) -> ReadingError:
    return ReadingError(
        Wording("文件内容不是 PDF", "the content is not a PDF"),
        place=place,
        remedy=Wording(
            "请确认文件没有下载成网页或被改过扩展名",
            "Make sure it is not a web page saved under that name",
        ),
    )
