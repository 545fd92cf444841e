"""The styles of a Word file: fonts, sizes and spacing as official documents have them (样式)."""

from __future__ import annotations

from attrs import frozen

from budgetdisclosure.writing.docx_xml import w

SONG, HEI, KAI, FANGSONG = "宋体", "黑体", "楷体", "仿宋"
_LATIN = "Times New Roman"
_DEEPEST = 6


@frozen
class Style:
    """A paragraph style; sizes are half points, distances twentieths of a point."""

    id: str
    name: str
    font: str
    size: int
    align: str = "left"
    bold: bool = False
    line: int = 0
    """The exact height of a line, 0 for what the font needs."""
    before: int = 0
    after: int = 0
    first: int = 0
    """The first line's indent, in hundredths of a character."""
    level: int | None = None
    keep: bool = False
    """Whether the next paragraph stands on the same page."""
    new_page: bool = False

    def xml(self) -> str:
        """The style's element."""
        return w(
            "style",
            w("name", val=self.name),
            "" if self.id == "Normal" else w("basedOn", val="Normal"),
            w("next", val="Text") if self.level is not None else "",
            w("qFormat") if self.level is not None else "",
            w("pPr", self._paragraph()),
            w("rPr", self._run()),
            type="paragraph",
            styleId=self.id,
            **({"default": 1} if self.id == "Normal" else {}),
        )

    def _paragraph(self) -> str:
        between = {"before": self.before, "after": self.after}
        exact: dict[str, str | int] = {"line": self.line, "lineRule": "exact"} if self.line else {}
        return "".join(
            (
                w("keepNext") if self.keep else "",
                w("pageBreakBefore") if self.new_page else "",
                w("spacing", **between, **exact),
                w("ind", firstLineChars=self.first, firstLine=self.first * self.size // 10)
                if self.first
                else "",
                w("jc", val=self.align),
                w("outlineLvl", val=self.level) if self.level is not None else "",
            )
        )

    def _run(self) -> str:
        return "".join(
            (
                w("rFonts", ascii=_LATIN, hAnsi=_LATIN, eastAsia=self.font),
                w("b") if self.bold else "",
                w("sz", val=self.size),
                w("szCs", val=self.size),
            )
        )


STYLES = (
    Style("Normal", "Normal", SONG, 21),
    Style("Cover", "Cover", SONG, 52, "center", True, before=240, after=240),
    Style(
        "ContentsTitle",
        "Contents Title",
        HEI,
        36,
        "center",
        after=240,
        keep=True,
        new_page=True,
    ),
    Style("Contents", "Contents", KAI, 28),
    Style("ContentsPart", "Contents Part", HEI, 28),
    # Not justified: LibreOffice 7 loses a comma that meets the margin of a justified line.
    Style("Text", "Text", FANGSONG, 32, line=560, first=200),
    Style("TableTitle", "Table Title", HEI, 32, "center", after=60, level=1, keep=True),
    Style("FormTitle", "Form Title", HEI, 32, "center", after=60, keep=True),
    Style("Frame", "Frame", SONG, 20, keep=True),
    Style("FrameRight", "Frame Right", SONG, 20, "right", keep=True),
    Style("Cell", "Cell", SONG, 18),
    Style("CellCentre", "Cell Centre", SONG, 18, "center"),
    Style("CellRight", "Cell Right", SONG, 18, "right"),
    Style("Note", "Note", SONG, 18, before=20),
    Style("End", "Section End", SONG, 2, line=20),
    Style("Footer", "footer", SONG, 18, "center"),
    Style(
        "Heading1",
        "heading 1",
        HEI,
        36,
        "center",
        before=120,
        after=360,
        level=0,
        keep=True,
        new_page=True,
    ),
    Style("Heading2", "heading 2", HEI, 32, line=600, first=200, level=1, keep=True),
    Style("Heading3", "heading 3", KAI, 32, bold=True, line=560, first=200, level=2, keep=True),
    *(
        Style(
            f"Heading{n}",
            f"heading {n}",
            FANGSONG,
            32,
            bold=True,
            line=560,
            first=200,
            level=n - 1,
            keep=True,
        )
        for n in range(4, _DEEPEST + 1)
    ),
)
"""Every style the writer uses."""


def heading_style(level: int) -> str:
    """The style of a heading of ``level`` (1 the highest).

    >>> heading_style(2), heading_style(9)
    ('Heading2', 'Heading6')
    """
    return f"Heading{min(max(level, 1), _DEEPEST)}"


def styles_xml() -> str:
    """The content of ``word/styles.xml``."""
    language = w("lang", val="en-US", eastAsia="zh-CN")
    defaults = w("docDefaults", w("rPrDefault", w("rPr", language)), w("pPrDefault"))
    return defaults + "".join(style.xml() for style in STYLES)
