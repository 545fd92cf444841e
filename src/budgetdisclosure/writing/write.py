"""write: a disclosure to a file, in the format its name asks for (输出)."""

from __future__ import annotations

import json
from collections.abc import Callable
from os import PathLike
from pathlib import Path

from budgetdisclosure.errors import WritingError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.model.serial import to_dict
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording
from budgetdisclosure.writing.docx import to_docx
from budgetdisclosure.writing.facts import to_csv
from budgetdisclosure.writing.files import put
from budgetdisclosure.writing.html import to_html
from budgetdisclosure.writing.markdown import to_markdown
from budgetdisclosure.writing.pdf import to_pdf
from budgetdisclosure.writing.sums import live_sums
from budgetdisclosure.writing.text import to_text
from budgetdisclosure.writing.xlsx import to_xlsx

_BOM = "\ufeff"


def _json(disclosure: Disclosure) -> bytes:
    return (json.dumps(to_dict(disclosure), ensure_ascii=False, indent=1) + "\n").encode()


_FORMATS: dict[str, Callable[[Disclosure], bytes]] = {
    "xlsx": to_xlsx,
    "docx": to_docx,
    "html": lambda disclosure: to_html(disclosure).encode(),
    "md": lambda disclosure: to_markdown(disclosure).encode(),
    "txt": lambda disclosure: to_text(disclosure).encode(),
    "pdf": to_pdf,
    "json": _json,
    "csv": lambda disclosure: (_BOM + to_csv(disclosure)).encode(),
}
FORMATS: tuple[str, ...] = tuple(_FORMATS)
"""The formats that can be written."""


def write(
    disclosure: Disclosure,
    path: str | PathLike[str],
    format: str | None = None,
    *,
    overwrite: bool = False,
    formulas: bool = False,
) -> Path:
    """Write ``disclosure`` to ``path``, in ``format`` or the one its suffix names.

    The file appears whole or not at all, and an existing one is left alone unless ``overwrite``.
    With ``formulas`` the totals of a workbook are live sums. Raises WritingError, and
    MissingExtraError where the format needs a package that is not installed.

    >>> write(Disclosure("某单位", 2020), "a.odt")
    Traceback (most recent call last):
    ...
    budgetdisclosure.errors.WritingError: a.odt：“odt”：没有这种输出格式。可用：xlsx、docx、...
    """
    return put(written(disclosure, path, format, formulas=formulas), path, overwrite=overwrite)


def written(
    disclosure: Disclosure,
    path: str | PathLike[str],
    format: str | None = None,
    *,
    formulas: bool = False,
) -> bytes:
    """What ``write`` puts into the file."""
    name = (format or Path(path).suffix.lstrip(".")).lower()
    make = _FORMATS.get({"htm": "html", "markdown": "md", "text": "txt"}.get(name, name))
    if make is None:
        raise _unknown(name, Path(path).name)
    if make is to_xlsx and formulas:
        return to_xlsx(disclosure, sums=live_sums(disclosure))
    return make(disclosure)


def _unknown(name: str, file: str) -> WritingError:
    return WritingError(
        Wording("没有这种输出格式", "no such output format"),
        place=Place(file=file),
        excerpt=name,
        remedy=Wording(f"可用：{'、'.join(FORMATS)}", f"Use {', '.join(FORMATS)}"),
    )
