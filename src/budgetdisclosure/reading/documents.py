"""From any source to one document (文档): find the format, call its adapter, join the parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final

from attrs import evolve

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Document, Remark, joined
from budgetdisclosure.reading.parts import Bundle, Part
from budgetdisclosure.reading.pause import collector_paused
from budgetdisclosure.reading.source import Source, gather
from budgetdisclosure.wording import Wording

Progress = Callable[[int, int], None]
"""Called with pages done and pages in all."""

# For each format its adapter: module, function, and which options it takes.
_ADAPTERS: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "pdf": ("pdf", "read_pdf", ("password", "progress")),
    "ofd": ("ofd", "read_ofd", ("progress",)),
    "docx": ("docx", "read_docx", ()),
    "doc": ("doc", "read_doc", ("password",)),
    "rtf": ("rtf", "read_rtf", ()),
    "xlsx": ("xlsx", "read_xlsx", ()),
    "xls": ("xls", "read_xls", ()),
    "xml2003": ("xml2003", "read_xml2003", ()),
    "odt": ("odt", "read_odt", ()),
    "ods": ("ods", "read_ods", ()),
    "html": ("html", "read_html", ()),
    "mhtml": ("html", "read_mhtml", ()),
    "text": ("text", "read_text", ()),
}


def read_document(
    source: Source, *, password: str | None = None, progress: Progress | None = None
) -> Document:
    """Read a source of any format into a document (文档); its content tells which format it is.

    Several parts (a folder, a zip) make one document, in the order of their names. A part that
    cannot be read becomes a remark, unless it is the only one.

    Raises:
        ReadingError: there is nothing that can be read.
        MissingExtraError: the format needs a package that is not installed.

    >>> read_document("收入决算表".encode()).media
    'text'
    """
    return read_bundle(gather(source, password), password, progress)


def read_bundle(bundle: Bundle, password: str | None, progress: Progress | None) -> Document:
    """The document that the parts of a source make; see ``read_document``."""
    with collector_paused():
        if len(bundle.parts) == 1 and not bundle.remarks:
            return read_part(bundle.parts[0], password, progress)
        documents, remarks, faults = _read_all(bundle, password, progress)
        if not documents:
            raise faults[0]
        return _join(bundle, documents, remarks)


def read_beside(
    bundle: Bundle, password: str | None, progress: Progress | None
) -> tuple[Document | None, tuple[Remark, ...]]:
    """The document that parts beside other disclosures make, if any can be read; else why not."""
    with collector_paused():
        documents, remarks, _ = _read_all(bundle, password, progress)
        if not documents:
            return None, tuple(remarks)
        return _join(bundle, documents, remarks), ()


def _read_all(
    bundle: Bundle, password: str | None, progress: Progress | None
) -> tuple[list[Document], list[Remark], list[ReadingError]]:
    documents: list[Document] = []
    remarks = list(bundle.remarks)
    faults = []
    for part in bundle.parts:
        try:
            documents.append(read_part(part, password, progress))
        except ReadingError as fault:
            faults.append(fault)
            remarks.append(Remark(fault.reason, fault.place or Place(file=part.name)))
    return documents, remarks, faults


def _join(bundle: Bundle, documents: list[Document], remarks: list[Remark]) -> Document:
    names = [part.name or "" for part in bundle.parts]
    documents = [with_what_is_there(document, names) for document in documents]
    whole = joined(documents)
    return evolve(
        whole, source=bundle.name, remarks=(*remarks, *whole.remarks), parts=tuple(documents)
    )


def with_what_is_there(document: Document, names: Sequence[str]) -> Document:
    """A page without the remark on attachments that were read beside it."""
    missing = [one for one in document.attached if not any(map(one.is_named, names))]
    if len(missing) == len(document.attached):
        return document
    from budgetdisclosure.reading.formats.web.beside import unread

    told, still = unread(document.attached), [unread(missing)] if missing else []
    remarks = [
        evolve(remark, message=message)
        for remark in document.remarks
        for message in (still if remark.message == told else [remark.message])
    ]
    return evolve(document, remarks=tuple(remarks), attached=tuple(missing))


def read_part(part: Part, password: str | None, progress: Progress | None = None) -> Document:
    """The document of one file; its errors name it."""
    try:
        document = _adapted(part, password, progress)
    except ReadingError as fault:
        if part.name is None or (fault.place and fault.place.file):
            raise
        place = evolve(fault.place or Place(), file=part.name)
        raise ReadingError(
            fault.reason, place=place, excerpt=fault.excerpt, remedy=fault.remedy
        ) from fault
    return document


def _adapted(part: Part, password: str | None, progress: Progress | None) -> Document:
    """Call the adapter of the part's format; each is imported only when it is needed."""
    if part.kind == "json":
        raise _data(part)
    module, function, wanted = _ADAPTERS[part.kind]
    adapter = getattr(import_module(f"budgetdisclosure.reading.formats.{module}"), function)
    given = {"password": password, "progress": progress}
    document: Document = adapter(
        part.data, source=part.name, **{option: given[option] for option in wanted}
    )
    return document


def _data(part: Part) -> ReadingError:
    return ReadingError(
        Wording("这是 JSON 数据，不是公开文档", "this is JSON data, not a document"),
        place=Place(file=part.name),
        remedy=Wording(
            "请传入 PDF、Word、Excel、网页或文本文件，或 write 写出的 JSON",
            "Pass a PDF, Word, Excel, web or text file, or JSON that write has written",
        ),
    )
