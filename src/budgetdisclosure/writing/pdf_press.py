"""The press: pages of a PDF one after another, text and rules put where they are told (印制)."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from attrs import define, field, frozen

from budgetdisclosure.writing.pdf_type import Face

_LONG, _SHORT = 842, 595  # A4, in points
_FOOT, _FOOT_SIZE = 24, 9
_RULE, _STROKE = Decimal("0.5"), Decimal("0.3")
"""The width of a cell's frame, and of the stroke by which letters are set heavy, in points."""
_FILLED, _STROKED = 0, 2


@frozen
class Paper:
    """A page: upright or across, its margins in points, whether it bears its number."""

    landscape: bool = False
    top: int = 42
    bottom: int = 42
    sides: int = 42
    numbered: bool = True

    @property
    def size(self) -> tuple[int, int]:
        """Its width and height."""
        return (_LONG, _SHORT) if self.landscape else (_SHORT, _LONG)

    @property
    def width(self) -> int:
        """Between the margins."""
        return self.size[0] - 2 * self.sides

    @property
    def height(self) -> int:
        """Between the margins."""
        return self.size[1] - self.top - self.bottom


TEXT = Paper(top=95, bottom=90, sides=74)
COVER = Paper(top=95, bottom=90, sides=74, numbered=False)
UPRIGHT, ACROSS = Paper(), Paper(landscape=True)


@define
class Press:
    """Pages being printed; ``down`` is how far the present one is filled, from its top margin."""

    face: Face
    title: str
    author: str
    out: io.BytesIO = field(factory=io.BytesIO)
    paper: Paper = COVER
    pages: int = 0
    down: int = 0
    outlined: int = -1
    _canvas: Any = None

    def __attrs_post_init__(self) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._canvas = Canvas(self.out, invariant=1, pageCompression=1)
        self._canvas.setTitle(self.title)
        self._canvas.setAuthor(self.author)
        self._canvas.setCreator("budgetdisclosure")

    @property
    def room(self) -> int:
        """What is left of the page."""
        return self.paper.height - self.down

    def turn(self, paper: Paper) -> None:
        """A new page."""
        self._finish()
        self.paper, self.down = paper, 0
        self.pages += 1
        self._canvas.setPageSize(paper.size)

    def put(
        self,
        text: str,
        size: int,
        at: tuple[int, int],
        across: str = "left",
        *,
        heavy: bool = False,
        reach: int = 0,
    ) -> None:
        """A line of text; ``at`` is where its left, middle or right stands, and its base line.

        A line that is to ``reach`` so many points is spaced out to do so, as running text is.
        """
        canvas, (left, base) = self._canvas, at
        x, y = self.paper.sides + left, self.paper.size[1] - self.paper.top - base
        canvas.setLineWidth(_STROKE)
        canvas.setFont(self.face.name, size)
        draw = {
            "left": canvas.drawString,
            "center": canvas.drawCentredString,
            "right": canvas.drawRightString,
        }[across]
        free = reach - self.face.width(text, size) if reach and len(text) > 1 else 0
        space = Decimal(max(free, 0)) / max(len(text) - 1, 1)
        draw(x, y, text, mode=_STROKED if heavy else _FILLED, charSpace=round(space, 2))

    def box(self, left: int, top: int, width: int, height: int) -> None:
        """The frame of a cell."""
        x, y = self.paper.sides + left, self.paper.size[1] - self.paper.top - top - height
        self._canvas.setLineWidth(_RULE)
        self._canvas.rect(x, y, width, height)

    def mark(self, title: str, level: int) -> None:
        """An entry of the outline that leads to the present page."""
        key = f"{self.pages}-{title}"
        self.outlined = min(level, self.outlined + 1)  # no level is left out
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, self.outlined)

    def done(self) -> bytes:
        """The whole file."""
        if not self.pages:
            self.turn(COVER)
        self._finish()
        self._canvas.save()
        return self.out.getvalue()

    def _finish(self) -> None:
        if not self.pages:
            return
        if self.paper.numbered:
            self._canvas.setFont(self.face.name, _FOOT_SIZE)
            self._canvas.drawCentredString(self.paper.size[0] // 2, _FOOT, str(self.pages))
        self._canvas.showPage()
