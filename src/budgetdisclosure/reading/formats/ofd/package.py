"""The pages of an OFD file (页面): what is drawn on each, in points from its lower left corner."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from attrs import define, field, frozen

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.formats.ofd.paths import Matrix, Point, finite, path_points
from budgetdisclosure.reading.formats.packed import damaged, parse_xml, read_member
from budgetdisclosure.reading.limits import require
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_PAGES: Final = 5_000
_MOST_OBJECTS: Final = 2_000_000
_DEEPEST: Final = 20
_UNIT: Final = (Decimal(1), Decimal(0), Decimal(0), Decimal(1), Decimal(0), Decimal(0))
_A4: Final = (Decimal(0), Decimal(0), Decimal(210), Decimal(297))
_HALF: Final = Decimal("0.5")
_LINE: Final = Decimal("0.353")


@frozen
class Letter:
    """One character, where its base line starts, and how the letters beside it are turned."""

    text: str
    at: Point
    size: Decimal
    matrix: Matrix


@frozen
class Stroke:
    """A path: its corners, subpath by subpath, and how it is drawn."""

    paths: tuple[tuple[Point, ...], ...]
    width: Decimal
    stroked: bool
    filled: bool
    colour: str = ""


@define
class Sheet:
    """A page in millimetres from its upper left corner, while its objects are being read."""

    width: Decimal
    height: Decimal
    letters: list[Letter] = field(factory=list)
    strokes: list[Stroke] = field(factory=list)
    pictures: list[tuple[Decimal, Decimal, Decimal, Decimal]] = field(factory=list)
    """Left, top, width and height."""
    odd: int = 0
    """How many objects could not be understood."""


def sheets_of(package: ZipFile, place: Place) -> Iterator[Sheet]:
    """The pages of all documents in the file, in order.

    Raises:
        ReadingError: the file is damaged or encrypted, or has no pages or too many.
    """
    reader = _Reader(package, frozenset(package.namelist()), place)
    if reader.has("Encryptions.xml"):
        raise _locked(place)
    roots = [one.text or "" for one in reader.xml("OFD.xml").iter("{*}DocRoot")]
    count = 0
    for root in roots:
        for sheet in reader.sheets(root.strip().lstrip("/")):
            count += 1
            require(count, _MOST_PAGES, Wording("页数", "the number of pages"), place)
            yield sheet
    if not count:
        raise ReadingError(
            Wording("OFD 没有任何页面", "the OFD has no pages"),
            place=place,
            remedy=Wording("请重新导出该文件", "Export the file again"),
        )


@define
class _Reader:
    """The file while it is being read."""

    package: ZipFile
    names: frozenset[str]
    place: Place
    objects: int = 0

    def has(self, name: str) -> bool:
        """Whether the file has a part of this name."""
        return name in self.names

    def xml(self, name: str) -> _Element:
        """The root of a part."""
        if name not in self.names:
            raise damaged(self.place)
        return parse_xml(read_member(self.package, name, self.place), self.place)

    def sheets(self, root: str) -> Iterator[Sheet]:
        """The pages of one document, each over its templates."""
        document = self.xml(root)
        folder = posixpath.dirname(root)
        box = _box(document.find("{*}CommonData/{*}PageArea/{*}PhysicalBox"), _A4)
        templates = {
            one.get("ID", ""): one.get("BaseLoc", "")
            for one in document.iterfind("{*}CommonData/{*}TemplatePage")
        }
        for one in document.iterfind("{*}Pages/{*}Page"):
            page = self.xml(_joined(folder, one.get("BaseLoc", "")))
            own = _box(page.find("{*}Area/{*}PhysicalBox"), box)
            sheet = Sheet(own[2], own[3])
            for used in page.iterfind("{*}Template"):
                name = _joined(folder, templates.get(used.get("TemplateID", ""), ""))
                if self.has(name):
                    self.draw(self.xml(name), sheet)
            self.draw(page, sheet)
            yield sheet

    def draw(self, page: _Element, sheet: Sheet) -> None:
        """All objects of a page's layers."""
        for layer in page.iterfind("{*}Content/{*}Layer"):
            self.layer(layer, sheet, 0)

    def layer(self, layer: _Element, sheet: Sheet, depth: int) -> None:
        """The objects of a layer or of a block in it."""
        for one in layer:
            self.objects += 1
            objects = Wording("页面对象数", "the number of objects")
            require(self.objects, _MOST_OBJECTS, objects, self.place)
            tag = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else ""
            if tag == "PageBlock" and depth < _DEEPEST:
                self.layer(one, sheet, depth + 1)
                continue
            try:
                _object(one, tag, sheet)
            except (ArithmeticError, ValueError, LookupError):
                sheet.odd += 1


def _object(one: _Element, tag: str, sheet: Sheet) -> None:
    if not tag or one.get("Visible") == "false":
        return
    if tag == "TextObject":
        sheet.letters += list(_letters(one))
    elif tag == "PathObject":
        sheet.strokes.append(_stroke(one))
    elif tag == "ImageObject":
        box = _numbers(one.get("Boundary", ""))
        sheet.pictures.append((box[0], box[1], box[2], box[3]))
    else:
        sheet.odd += 1


def _letters(one: _Element) -> Iterator[Letter]:
    """The characters of a text object at their places on the page."""
    matrix = _matrix(one)
    size = _number(one.get("Size"), Decimal(1))
    x = y = Decimal(0)
    for code in one.iterfind("{*}TextCode"):
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        text = (code.text or "").strip("\r\n")
        across = _deltas(code.get("DeltaX", ""), len(text))
        down = _deltas(code.get("DeltaY", ""), len(text))
        at = (x, y)
        for number, letter in enumerate(text):
            yield Letter(letter, _moved(at, matrix), size, matrix)
            right = across[number] if across else Decimal(0) if down else _advance(letter, size)
            at = (at[0] + right, at[1] + (down[number] if down else 0))


def _advance(letter: str, size: Decimal) -> Decimal:
    return size * _HALF if letter.isascii() else size


def _deltas(text: str, count: int) -> list[Decimal]:
    """The steps from each character to the next, ``g 3 2.5`` standing for three times 2.5."""
    words = iter(text.split()[: 4 * count + 4])
    steps: list[Decimal] = []
    for word in words:
        if word == "g":
            times, step = int(next(words, "")), finite(next(words, ""))
            steps += [step] * min(times, count)
        else:
            steps.append(finite(word))
    if not steps:
        return []
    return list(islice(chain(steps, [steps[-1]] * count), count))


def _stroke(one: _Element) -> Stroke:
    matrix = _matrix(one)
    data = one.findtext("{*}AbbreviatedData") or ""
    paths = tuple(tuple(_moved(at, matrix) for at in path) for path in path_points(data))
    filled = one.get("Fill") == "true"
    colour = one.find("{*}FillColor" if filled else "{*}StrokeColor")
    width = _number(one.get("LineWidth"), _LINE)
    value = "" if colour is None else colour.get("Value", "")
    return Stroke(paths, width, one.get("Stroke") != "false", filled, value)


def _matrix(one: _Element) -> Matrix:
    """From an object's own coordinates to the page's."""
    held = _numbers(one.get("CTM", "")) if one.get("CTM") else list(_UNIT)
    left, top = _numbers(one.get("Boundary", "0 0"))[:2]
    a, b, c, d, e, f = held[:6]
    return a, b, c, d, e + left, f + top


def _moved(at: Point, matrix: Matrix) -> Point:
    a, b, c, d, e, f = matrix
    return a * at[0] + c * at[1] + e, b * at[0] + d * at[1] + f


def _box(
    element: _Element | None, usual: tuple[Decimal, Decimal, Decimal, Decimal]
) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    try:
        left, top, width, height = _numbers("" if element is None else element.text or "")
    except (ArithmeticError, ValueError):
        return usual
    return (left, top, width, height) if width > 0 and height > 0 else usual


def _numbers(text: str) -> list[Decimal]:
    return [finite(word) for word in re.split(r"[\s,]+", text.strip())[:16]]


def _number(text: str | None, usual: Decimal) -> Decimal:
    return usual if text is None else finite(text)


def _joined(folder: str, name: str) -> str:
    if name.startswith("/"):
        return name.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, name))


def _locked(place: Place) -> ReadingError:
    return ReadingError(
        Wording("OFD 已加密，不能直接读取", "the OFD is encrypted, and is not read"),
        place=place,
        remedy=Wording(
            "请用 OFD 阅读器打开后另存为未加密的文件或打印为 PDF",
            "Open it in an OFD reader and save it without encryption, or print it to PDF",
        ),
    )
