"""Reading (读取): from a file of any format to a disclosure.

``read`` does it all; ``read_document`` and ``recognise`` are its two halves, for those who want to
see what a file holds before anything is known of budgets, or who bring a document of their own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading.document import Document
from budgetdisclosure.reading.documents import Progress, read_document
from budgetdisclosure.reading.recognise import recognise
from budgetdisclosure.reading.recognise.coverage import Coverage, coverage
from budgetdisclosure.reading.source import Source

__all__ = ["Coverage", "Document", "Source", "coverage", "read", "read_document", "recognise"]


def read(
    source: Source,
    *,
    password: str | None = None,
    progress: Progress | None = None,
    layouts: Iterable[str | os.PathLike[str]] = (),
) -> Disclosure:
    r"""Read a disclosure (读取公开文件): PDF, Excel, Word, web page or text, told by its content.

    Args:
        source: a path, bytes, or a file opened in binary mode; a folder or zip of parts is one
            disclosure.
        password: what opens an encrypted PDF.
        progress: called with the pages done and the pages in all.
        layouts: further layout files (表样, TOML) over the packaged ones.

    Raises:
        ReadingError: nothing in it can be read; the message says why and what to do.
        MissingExtraError: the format needs a package that is not installed.

    >>> text = "支出决算表\n\n科目编码\t科目名称\t合计\n208\t社保\t1.20\n"
    >>> print(read(text.encode()).expenditure["208"].total)
    1.20万元
    """
    document = read_document(source, password=password, progress=progress)
    return recognise(document, layouts=layouts)
