"""Formats that are known and not read (认得但不读的格式): a table in ``refused.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording


@frozen
class Refused:
    """A format, how it is met, and what to do about it."""

    name: Wording
    remedy: Wording
    start: bytes = b""
    at: int = 0
    member: str = ""
    stream: str = ""
    root: str = ""
    zeros: int | None = None
    """Where four bytes of zero stand, which text never has."""

    def marks(self, data: bytes) -> bool:
        """Whether a file begins as this format does."""
        zeros = self.zeros is None or data[self.zeros : self.zeros + 4] == bytes(4)
        return bool(self.start) and zeros and data.startswith(self.start, self.at)

    def refusal(self, place: Place) -> ReadingError:
        """The error that says what the file is."""
        name = self.name
        reason = Wording(
            f"这是{_spaced(name.zh)}，不能直接读取", f"this is {name.en}, which is not read"
        )
        return ReadingError(reason, place=place, remedy=self.remedy)


@cache
def refused() -> tuple[Refused, ...]:
    """All of them, in the order they are asked about."""
    held = files(__package__) / "refused.toml"
    table = tomllib.loads(held.read_text(encoding="utf-8"))
    remedies = {key: Wording(*words) for key, words in table["remedies"].items()}
    return tuple(_refused(entry, remedies) for entry in table["format"])


def known_start(data: bytes) -> Refused | None:
    """The format whose mark a file bears, if it is one of these.

    >>> known_start(b"Rar!......").name.zh, known_start("收入决算表".encode())
    ('RAR 压缩文件', None)
    """
    return next((one for one in refused() if one.marks(data)), None)


def _refused(entry: dict[str, Any], remedies: dict[str, Wording]) -> Refused:
    start = (
        bytes.fromhex(entry["hex"]) if "hex" in entry else entry.get("start", "").encode("latin-1")
    )
    return Refused(
        Wording(*entry["name"]),
        remedies[entry["remedy"]],
        start,
        entry.get("at", 0),
        entry.get("member", ""),
        entry.get("stream", ""),
        entry.get("root", ""),
        entry.get("zeros"),
    )


def _spaced(name: str) -> str:
    return f" {name}" if name[:1].isascii() else name
