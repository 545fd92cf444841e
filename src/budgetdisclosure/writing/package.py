"""The zipped package of an Office file, the same bytes for the same content (装包)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from attrs import frozen

SCHEMA = "http://schemas.openxmlformats.org"
RELATIONS = f"{SCHEMA}/officeDocument/2006/relationships"
_PACKAGE = "application/vnd.openxmlformats-package"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OLDEST = (1980, 1, 1, 0, 0, 0)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@frozen
class Part:
    """A part of the package: its content type and its XML."""

    kind: str
    xml: str


def legal(text: str) -> str:
    r"""``text`` with what XML cannot hold replaced by U+FFFD.

    >>> legal("合计" + chr(11)) == "合计\ufffd"
    True
    """
    return _ILLEGAL.sub("\ufffd", text)


def package(main: str, parts: Mapping[str, Part], title: str, author: str) -> bytes:
    """The whole file: ``parts`` by name, ``main`` among them, and what tells of them."""
    core = "docProps/core.xml"
    kinds = {name: part.kind for name, part in parts.items()}
    written = {
        "[Content_Types].xml": _types({**kinds, core: f"{_PACKAGE}.core-properties+xml"}),
        "_rels/.rels": relations(
            {
                "rId1": (f"{RELATIONS}/officeDocument", main),
                "rId2": (f"{SCHEMA}/package/2006/relationships/metadata/core-properties", core),
            }
        ),
        core: _core(title, author),
        **{name: part.xml for name, part in parts.items()},
    }
    return _zipped(written)


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """The relations of a part: for each name its kind and its target."""
    listed = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{SCHEMA}/package/2006/relationships">{listed}</Relationships>'


RELATIONS_KIND = f"{_PACKAGE}.relationships+xml"
"""The content type of relations."""


def _zipped(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same file whatever system wrote it
            file.writestr(entry, (_HEAD + text).encode("utf-8"))
    return out.getvalue()


def _types(kinds: Mapping[str, str]) -> str:
    listed = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in kinds.items()
        if kind != RELATIONS_KIND
    )
    return (
        f'<Types xmlns="{SCHEMA}/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{RELATIONS_KIND}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _core(title: str, author: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{SCHEMA}/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(legal(title))}</dc:title>'
        f"<dc:creator>{escape(legal(author))}</dc:creator></cp:coreProperties>"
    )
