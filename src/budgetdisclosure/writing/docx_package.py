"""The package around a Word file's text: its parts, and the same bytes for the same text (装包)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from budgetdisclosure.writing.docx_styles import styles_xml
from budgetdisclosure.writing.docx_xml import Para, legal, w

FOOTER = "rId1"
"""The relation by which sections name their footer."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SCHEMA = "http://schemas.openxmlformats.org"
_MAIN = f"{_SCHEMA}/wordprocessingml/2006/main"
_RELATIONS = f"{_SCHEMA}/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "application/vnd.openxmlformats-package"
_OLDEST = (1980, 1, 1, 0, 0, 0)
_PARTS = {"footer": FOOTER, "styles": "rId2", "settings": "rId3"}


def package(body: str, title: str, author: str) -> bytes:
    """The whole file, from the elements of its body."""
    word = {
        "document": w("body", body),
        "footer": _footer(),
        "styles": styles_xml(),
        "settings": _settings(),
    }
    roots = {"document": "document", "footer": "ftr", "styles": "styles", "settings": "settings"}
    parts = {
        "[Content_Types].xml": _types(word),
        "_rels/.rels": _root_relations(),
        "docProps/core.xml": _core(title, author),
        "word/_rels/document.xml.rels": _relations(
            {key: (f"{_RELATIONS}/{name}", f"{name}.xml") for name, key in _PARTS.items()}
        ),
        **{f"word/{name}.xml": _root(roots[name], inner) for name, inner in word.items()},
    }
    return _zipped(parts)


def _zipped(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same file whatever system wrote it
            file.writestr(entry, (_HEAD + text).encode("utf-8"))
    return out.getvalue()


def _root(name: str, inner: str) -> str:
    spaces = f'xmlns:w="{_MAIN}" xmlns:r="{_RELATIONS}"'
    return f"<w:{name} {spaces}>{inner}</w:{name}>"


def _types(word: Mapping[str, str]) -> str:
    main = {name: f"{_WORD}.{name}+xml" for name in word}
    main["document"] = f"{_WORD}.document.main+xml"
    overrides = {f"/word/{name}.xml": kind for name, kind in main.items()}
    overrides["/docProps/core.xml"] = f"{_PACKAGE}.core-properties+xml"
    listed = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items()
    )
    return (
        f'<Types xmlns="{_SCHEMA}/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _root_relations() -> str:
    core = f"{_SCHEMA}/package/2006/relationships/metadata/core-properties"
    return _relations(
        {
            "rId1": (f"{_RELATIONS}/officeDocument", "word/document.xml"),
            "rId2": (core, "docProps/core.xml"),
        }
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_SCHEMA}/package/2006/relationships">{listed}</Relationships>'


def _core(title: str, author: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_SCHEMA}/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(legal(title))}</dc:title>'
        f"<dc:creator>{escape(legal(author))}</dc:creator></cp:coreProperties>"
    )


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
