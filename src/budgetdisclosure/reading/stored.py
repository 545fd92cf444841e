"""Disclosures that the library itself wrote as JSON, read back as they were (本库写出的 JSON)."""

from __future__ import annotations

import json
from typing import Any, Final

from attrs import evolve

from budgetdisclosure.errors import ModelError, ReadingError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.model.serial import SCHEMA, disclosure_from_dict
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Remark
from budgetdisclosure.reading.parts import Bundle, Part
from budgetdisclosure.wording import Wording

_FAMILY: Final = SCHEMA.rpartition("/")[0] + "/"


def stored_apart(bundle: Bundle) -> tuple[tuple[Disclosure, ...], Bundle]:
    """The disclosures that parts hold as data, and the bundle of all other parts.

    Data of another version, or not whole, becomes a remark of that bundle; where it is all there
    is, ReadingError is raised.
    """
    stored: list[Disclosure] = []
    rest: list[Part] = []
    remarks = list(bundle.remarks)
    faults: list[ReadingError] = []
    for part in bundle.parts:
        try:
            found = _stored(part)
        except ReadingError as fault:
            faults.append(fault)
            remarks.append(Remark(fault.reason, fault.place or Place(file=part.name)))
            continue
        if found is None:
            rest.append(part)
        else:
            stored.append(found)
    if not stored and not rest:
        raise faults[0]
    return tuple(stored), evolve(bundle, parts=tuple(rest), remarks=tuple(remarks))


def _stored(part: Part) -> Disclosure | None:
    """The disclosure a part holds as data; None where it holds a document or other data."""
    held = json.loads(part.data) if part.kind == "json" else None
    if not isinstance(held, dict):
        return None
    schema = held.get("schema")
    if schema == SCHEMA:
        return _loaded(held, part)
    if isinstance(schema, str) and schema.startswith(_FAMILY):
        raise _other_version(schema, part)
    return None


def _loaded(held: dict[str, Any], part: Part) -> Disclosure:
    try:
        disclosure = disclosure_from_dict(held)
    except ModelError as fault:
        place = evolve(fault.place or Place(), file=part.name)
        remedy = fault.remedy or Wording(
            "文件写出后被改动过，请从原文件重新写出",
            "It was changed after it was written; write it anew from the original file",
        )
        raise ReadingError(
            fault.reason, place=place, excerpt=fault.excerpt, remedy=remedy
        ) from fault
    return evolve(disclosure, file=part.name or disclosure.file)


def _other_version(schema: str, part: Part) -> ReadingError:
    return ReadingError(
        Wording(
            f"这是另一版本写出的 JSON，本版本只读 {SCHEMA}",
            f"this JSON is of another version; this one reads {SCHEMA}",
        ),
        place=Place(file=part.name),
        excerpt=schema,
        remedy=Wording(
            "请改用写出它的版本读取，或用本版本从原文件重新写出",
            "Read it with the version that wrote it, or write it anew from the original file",
        ),
    )
