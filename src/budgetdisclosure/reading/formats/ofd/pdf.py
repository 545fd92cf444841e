"""Pages of texts and lines as a PDF file (内存中的 PDF): just what a reader of PDF asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from budgetdisclosure.reading.formats.ofd.package import Letter, Sheet, Stroke
from budgetdisclosure.reading.formats.ofd.paths import Point

_POINTS: Final = Decimal(72) / Decimal("25.4")
"""Points to the millimetre."""
_FIRST_PAGE: Final = 8
_MOST_MAPPED: Final = 100

_FONT: Final = (
    b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/Identity-H"
    b"/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>"
)
_DESCRIPTOR: Final = (
    b"<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -141 1000 859]/ItalicAngle 0"
    b"/Ascent 859/Descent -141/CapHeight 683/StemV 80>>"
)
_PICTURE: Final = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    b"/Length 1>>stream\n\x80\nendstream"
)


def as_pdf(sheets: Sequence[Sheet]) -> bytes:
    """The pages as a PDF file, every character with its own place and its Unicode."""
    letters = sorted({letter.text for sheet in sheets for letter in sheet.letters})
    codes = {letter: number for number, letter in enumerate(letters[:65_000], 1)}
    kids = b" ".join(b"%d 0 R" % (_FIRST_PAGE + 2 * n) for n in range(len(sheets)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(sheets)),
        _FONT,
        _descendant(codes),
        _DESCRIPTOR,
        _stream(_mapping(codes)),
        _PICTURE,
    ]
    for number, sheet in enumerate(sheets):
        content = "\n".join(_content(sheet, codes)).encode("ascii")
        objects += [_page(sheet, _FIRST_PAGE + 2 * number + 1), _stream(content)]
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    starts = []
    for number, held in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF" % table)


def _stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


def _page(sheet: Sheet, content: int) -> bytes:
    size = f"{_number(sheet.width * _POINTS)} {_number(sheet.height * _POINTS)}".encode()
    return (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]/Contents %d 0 R"
        b"/Resources<</Font<</F 3 0 R>>/XObject<</I 7 0 R>>>>>>" % (size, content)
    )


def _descendant(codes: dict[str, int]) -> bytes:
    """The font with its widths: half a square for the letters of ASCII."""
    halves = " ".join(f"{code} {code} 500" for letter, code in codes.items() if letter.isascii())
    return (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/DW 1000/W[%s]/FontDescriptor 5 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>" % halves.encode()
    )


def _mapping(codes: dict[str, int]) -> bytes:
    """Which character each code stands for."""
    pairs = [f"<{code:04X}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items()]
    parts = [pairs[at : at + _MOST_MAPPED] for at in range(0, len(pairs), _MOST_MAPPED)]
    body = "\n".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts
    )
    return (
        "begincmap\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n" + body + "\nendcmap"
    ).encode("ascii")


def _content(sheet: Sheet, codes: dict[str, int]) -> Iterator[str]:
    height = sheet.height
    for left, top, width, tall in sheet.pictures:
        x, y = _at((left, top + tall), height)
        size = f"{_number(width * _POINTS)} 0 0 {_number(tall * _POINTS)}"
        yield f"q {size} {x} {y} cm /I Do Q"
    for stroke in sheet.strokes:
        yield from _drawn(stroke, height)
    yield "BT"
    for letter in sheet.letters:
        if letter.text in codes:
            yield _set(letter, codes[letter.text], height)
    yield "ET"


def _drawn(stroke: Stroke, height: Decimal) -> Iterator[str]:
    if not stroke.paths or not (stroke.stroked or stroke.filled):
        return
    colour = _colour(stroke.colour)
    yield f"q {_number(stroke.width * _POINTS)} w {colour} RG {colour} rg"
    for first, *others in stroke.paths:
        yield f"{' '.join(_at(first, height))} m"
        yield from (f"{' '.join(_at(point, height))} l" for point in others)
    yield {(True, True): "B", (True, False): "S", (False, True): "f"}[stroke.stroked, stroke.filled]
    yield "Q"


def _colour(value: str) -> str:
    """Red, green and blue from those, a grey or four inks; black where none is said."""
    parts = value.split()[:4]
    if not parts or not all(part.isdecimal() for part in parts):
        return "0 0 0"
    shares = [min(int(part[:4]), 255) for part in parts]
    if len(shares) == 4:
        shares = [max(255 - ink - shares[3], 0) for ink in shares[:3]]
    red, green, blue = shares if len(shares) == 3 else shares[:1] * 3
    return " ".join(_number(Decimal(share) / 255) for share in (red, green, blue))


def _set(letter: Letter, code: int, height: Decimal) -> str:
    """One character set by itself, turned and sized as its text is."""
    a, b, c, d, _, _ = letter.matrix
    size = letter.size * _POINTS
    turned = " ".join(map(_number, (a, -b, -c, d)))
    x, y = _at(letter.at, height)
    return f"/F {_number(size)} Tf {turned} {x} {y} Tm <{code:04X}> Tj"


def _at(point: Point, height: Decimal) -> tuple[str, str]:
    """A point in millimetres from the upper left, in points from the lower left."""
    return _number(point[0] * _POINTS), _number((height - point[1]) * _POINTS)


def _number(value: Decimal) -> str:
    return f"{value:.4f}"
