"""The parts of a Word file around its text: footer, styles, settings (装包)."""

from __future__ import annotations

from budgetdisclosure.writing.docx_styles import styles_xml
from budgetdisclosure.writing.docx_xml import Para, w
from budgetdisclosure.writing.package import (
    RELATIONS,
    RELATIONS_KIND,
    SCHEMA,
    Part,
    package,
    relations,
)

FOOTER = "rId1"
"""The relation by which sections name their footer."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {"footer": FOOTER, "styles": "rId2", "settings": "rId3"}


def word_file(body: str, title: str, author: str) -> bytes:
    """The whole file, from the elements of its body."""
    targets = {key: (f"{RELATIONS}/{name}", f"{name}.xml") for name, key in _PARTS.items()}
    parts = {
        "word/document.xml": _part("document.main", "document", w("body", body)),
        "word/_rels/document.xml.rels": Part(RELATIONS_KIND, relations(targets)),
        "word/footer.xml": _part("footer", "ftr", _footer()),
        "word/styles.xml": _part("styles", "styles", styles_xml()),
        "word/settings.xml": _part("settings", "settings", _settings()),
    }
    return package("word/document.xml", parts, title, author)


def _part(kind: str, root: str, inner: str) -> Part:
    spaces = f'xmlns:w="{SCHEMA}/wordprocessingml/2006/main" xmlns:r="{RELATIONS}"'
    return Part(f"{_WORD}.{kind}+xml", f"<w:{root} {spaces}>{inner}</w:{root}>")


def _footer() -> str:
    number = (
        w("r", w("fldChar", fldCharType="begin")),
        w("r", w("instrText", " PAGE ")),
        w("r", w("fldChar", fldCharType="separate")),
        w("r", w("t", "1")),
        w("r", w("fldChar", fldCharType="end")),
    )
    return Para("Footer", number).xml()


def _settings() -> str:
    office = "http://schemas.microsoft.com/office/word"
    mode = w("compatSetting", name="compatibilityMode", uri=office, val=15)
    return w("characterSpacingControl", val="compressPunctuation") + w("compat", mode)
