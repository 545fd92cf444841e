"""The control words, groups and texts of an RTF file (RTF 标记), one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-f]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.IGNORECASE | re.DOTALL,
)


class Token(NamedTuple):
    """A ``word`` with its number, a ``mark``, ``bytes`` of text, or a brace by itself."""

    kind: str
    word: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    r"""All tokens; binary data (``\bin``) is passed over.

    >>> [token.word or token.data for token in tokens(rb"{\b1 \'d4 x\~}")]
    [b'', 'b', b'\xd4', b' x', '~', b'']
    """
    at = 0
    while at < len(data):
        match = _TOKEN.match(data, at)
        if match is None:
            at += 1
            continue
        at = match.end()
        word, number, code, mark, brace, text = match.groups()
        if word is not None:
            value = int(number) if number else None
            if word == b"bin":
                at += max(value or 0, 0)
            yield Token("word", word.decode().lower(), value)
        elif code is not None:
            yield Token("bytes", data=bytes.fromhex(code.decode()))
        elif mark is not None:
            yield Token("mark", mark.decode("latin-1"))
        elif brace is not None:
            yield Token(brace.decode())
        elif text is not None:
            yield Token("bytes", data=text)
