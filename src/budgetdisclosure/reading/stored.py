"""Disclosures that the library itself wrote as JSON, read back as they were (本库写出的 JSON)."""

from __future__ import annotations

import json
from typing import Any

from attrs import evolve

from budgetdisclosure.errors import ModelError, ReadingError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.model.serial import SCHEMA, disclosure_from_dict
from budgetdisclosure.place import Place
from budgetdisclosure.reading.parts import Bundle, Part


def stored_in(bundle: Bundle) -> Disclosure | None:
    """The disclosure that a source of one part holds as data; None where it holds a document.

    Raises ReadingError where the data is of another version, or not whole.
    """
    part = bundle.parts[0]
    if len(bundle.parts) > 1 or part.kind != "json":
        return None
    held = json.loads(part.data)
    return _loaded(held, part) if isinstance(held, dict) and held.get("schema") == SCHEMA else None


def _loaded(held: dict[str, Any], part: Part) -> Disclosure:
    try:
        disclosure = disclosure_from_dict(held)
    except ModelError as fault:
        place = evolve(fault.place or Place(), file=part.name)
        raise ReadingError(
            fault.reason, place=place, excerpt=fault.excerpt, remedy=fault.remedy
        ) from fault
    return evolve(disclosure, file=part.name or disclosure.file)
