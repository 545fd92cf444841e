"""Letters of a printed page: how wide text is, and where its lines break (字体与断行)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from attrs import frozen

from budgetdisclosure.errors import WritingError, missing_extra
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

_SONG = "STSong-Light"
"""The Chinese face that every PDF reader finds a substitute for; it is not embedded."""
_USE = Wording("输出 PDF", "writing PDF")
_EM = 1000
_WORD = re.compile(r"[!-~]+|.", re.DOTALL)
_OPENING = "（《“「『【‘〈〔［([{"
_CLOSING = frozenset("。，、；：？！）》」』】”’%％.,;:)]}")


@frozen
class Face:
    """A typeface known to the printer by its name."""

    name: str

    def width(self, text: str, size: int) -> int:
        """How many points a text takes at ``size``, rounded up."""
        return -(-_thousandths(self.name, text) * size // _EM)

    def lines(self, text: str, size: int, room: int, indent: int = 0) -> tuple[str, ...]:
        """The text in lines of at most ``room`` points; the first one has ``indent`` less."""
        done: list[str] = []
        for part in text.split("\n"):
            done += self._broken(part, size, room, room - (0 if done else indent))
        return tuple(done)

    def _broken(self, text: str, size: int, room: int, first: int) -> Iterator[str]:
        line, used, left = "", 0, first * _EM
        for piece in self._pieces(text, size, room):
            wide = _thousandths(self.name, piece) * size
            if line and used + wide > left:
                kept, turned = _turned(line, piece)
                fits = self.width(turned, size) <= room
                yield kept if fits else line
                piece = turned if fits else piece
                wide = _thousandths(self.name, piece) * size
                line, used, left = "", 0, room * _EM
            line, used = line + piece, used + wide
        yield line

    def _pieces(self, text: str, size: int, room: int) -> Iterator[str]:
        """Words and numbers whole where a line holds them, all else mark by mark."""
        for word in _WORD.findall(text):
            if len(word) > 1 and self.width(word, size) > room:
                yield from word
            else:
                yield word


def _turned(line: str, piece: str) -> tuple[str, str]:
    """A line and what begins the next one.

    No line begins with a closing mark, nor ends with an opening one.
    """
    last = len(line.rstrip("".join(_CLOSING))) - 1
    if piece[0] in _CLOSING and last > 0 and not line[last].isascii():
        line, piece = line[:last], line[last:] + piece
    kept = line.rstrip(_OPENING)
    return (kept, line[len(kept) :] + piece) if kept else (line, piece)


@lru_cache(maxsize=65536)
def _thousandths(name: str, text: str) -> int:
    metrics = _reportlab().pdfmetrics
    return int(metrics.stringWidth(text, name, _EM))


def _reportlab() -> Any:
    try:
        for module in ("cidfonts", "pdfmetrics", "ttfonts"):
            import_module(f"reportlab.pdfbase.{module}")
        return import_module("reportlab.pdfbase")
    except ImportError as error:
        raise missing_extra("reportlab", "print", _USE) from error


def _digest(font: Path) -> str:
    """What tells this file from others of its name: the printer knows faces by name alone."""
    held = fspath(font.resolve()).encode() + b"\0" + font.read_bytes()
    return sha256(held).hexdigest()[:16]


def face(font: str | PathLike[str] | None = None) -> Face:
    """The face of a TrueType font file, embedded; without one, Song, which readers substitute."""
    base = _reportlab()
    if font is None:
        base.pdfmetrics.registerFont(base.cidfonts.UnicodeCIDFont(_SONG))
        return Face(_SONG)
    try:
        name = f"{Path(font).stem}-{_digest(Path(font))}"
        base.pdfmetrics.registerFont(base.ttfonts.TTFont(name, fspath(font)))
    except (OSError, base.ttfonts.TTFError) as error:
        raise WritingError(
            Wording("字体不能嵌入", "the font cannot be embedded"),
            place=Place(file=Path(font).name),
            excerpt=str(error),
            remedy=Wording("请用 TrueType 字体文件（ttf、ttc）", "Use a TrueType file (ttf, ttc)"),
        ) from error
    return Face(name)
