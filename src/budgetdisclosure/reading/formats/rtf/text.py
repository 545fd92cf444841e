"""The characters of an RTF file (文字): code pages by font, Unicode with its stand-ins."""

from __future__ import annotations

from typing import Final

from attrs import define, evolve, field, frozen

from budgetdisclosure.reading.formats.rtf.tokens import Token

_PAGES: Final = {936: "gb18030", 950: "cp950", 932: "cp932", 949: "cp949", 65001: "utf-8"}
_CHARSETS: Final = {134: "gb18030", 136: "cp950", 128: "cp932", 129: "cp949", 0: "", 1: ""}
_CHARACTERS: Final = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
}
_MARKS: Final = {"~": "\xa0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@frozen
class Look:
    """What a group hands on to the groups in it."""

    silent: bool = False
    """Whether its text is no text of the page."""
    hidden: bool = False
    deleted: bool = False
    raised: bool = False
    font: int = 0
    stand_ins: int = 1
    """How many characters stand in for each in Unicode."""


@define
class Reader:
    """The text of the paragraph at hand, while tokens come in."""

    page: str = "cp1252"
    fonts: dict[int, str] = field(factory=dict)
    look: Look = Look()
    pieces: list[str] = field(factory=list)
    pending: bytearray = field(factory=bytearray)
    skip: int = 0
    """How many stand-ins are still to come."""

    def take(self, token: Token) -> bool:
        """Take in a token that is text or says how text looks; False for any other."""
        if token.kind == "bytes":
            self._bytes(token.data)
        elif self._stands_in(token):
            pass
        elif token.kind == "mark":
            self.say(_MARKS.get(token.word, ""))
        elif token.word in _CHARACTERS:
            self.say(_CHARACTERS[token.word])
        elif token.word == "u" and token.number is not None:
            self.say(chr(token.number % 0x10000))
            self.skip = self.look.stand_ins
        else:
            return self._looks(token)
        return True

    def _stands_in(self, token: Token) -> bool:
        """Whether a word or mark is a stand-in itself; one that lays out counts, and works too."""
        if not self.skip:
            return False
        self.skip = 0 if token.word == "u" else self.skip - 1
        return token.kind == "mark" or token.word in _CHARACTERS

    def _bytes(self, data: bytes) -> None:
        drop = min(self.skip, len(data))
        self.skip -= drop
        if not self.is_silent:
            self.pending += data[drop:]

    def _looks(self, token: Token) -> bool:
        word, on = token.word, token.number != 0
        self.settle()
        if word == "ansicpg":
            self.page = _PAGES.get(token.number or 0, "cp1252")
        elif word == "uc":
            self.look = evolve(self.look, stand_ins=min(max(token.number or 0, 0), 9))
        elif word == "f":
            self.look = evolve(self.look, font=token.number or 0)
        elif word in ("v", "deleted"):
            name = "hidden" if word == "v" else "deleted"
            self.look = evolve(self.look, **{name: on})
        elif word in ("super", "nosupersub", "plain"):
            self.look = evolve(self.look, raised=word == "super" and on)
            if word == "plain":
                self.look = evolve(self.look, hidden=False, deleted=False, font=0)
        else:
            return False
        return True

    @property
    def is_silent(self) -> bool:
        """Whether nothing is printed at this place."""
        return self.look.silent or self.look.hidden or self.look.deleted

    def say(self, text: str) -> None:
        """Add text to the paragraph."""
        self.settle()
        if not self.is_silent:
            self.pieces.append(text)

    def settle(self) -> None:
        """Make text of the bytes at hand."""
        if self.pending:
            text = self._decoded(bytes(self.pending))
            self.pieces.append(text.translate(_RAISED) if self.look.raised else text)
            self.pending.clear()

    def _decoded(self, data: bytes) -> str:
        """Bytes in the code page of their font, else of the file; a Western one may be a slip."""
        name = self.fonts.get(self.look.font) or self.page
        if name == "cp1252" and sum(byte > 0x7F for byte in data) > 1:
            try:
                return data.decode("gb18030")
            except UnicodeDecodeError:
                pass
        return data.decode(name, errors="replace")

    def cut(self) -> str:
        """The paragraph so far, begun anew."""
        self.settle()
        text = "".join(self.pieces).encode("utf-16-le", "surrogatepass")
        self.pieces.clear()
        return text.decode("utf-16-le", errors="replace").replace("\x00", "")


def charset(number: int | None) -> str:
    """The code page of a font's character set; an empty text for that of the file."""
    return _CHARSETS.get(number or 0, "")
