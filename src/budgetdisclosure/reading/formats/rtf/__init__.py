"""RTF files (RTF 文件), which programs also save under the name doc."""

from __future__ import annotations

from collections import Counter
from typing import Final

from attrs import define, evolve, field

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Document, Paragraph, Remark
from budgetdisclosure.reading.formats.rtf.tables import Edge, Row, grid_blocks
from budgetdisclosure.reading.formats.rtf.text import Look, Reader, charset
from budgetdisclosure.reading.formats.rtf.tokens import Token, tokens
from budgetdisclosure.reading.limits import MAX_BLOCKS, require
from budgetdisclosure.wording import Wording

__all__ = ["read_rtf"]

# Groups whose text is no text of the page.
_SILENT: Final = frozenset(
    [
        *("fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "revtbl"),
        *("rsidtbl", "filetbl", "xmlnstbl", "info", "generator", "themedata", "datastore"),
        *("latentstyles", "pict", "nonshppict", "objdata", "fldinst", "bkmkstart", "bkmkend"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
        *("annotation", "atnid", "atnauthor"),
    ]
)
# Starred groups that hold text or pictures of the page.
_HEARD: Final = ("shpinst", "shptxt", "shppict")
_DEEPEST: Final = 500
_TOLD: Final = {
    "pict": ("有{}幅图片，其中文字未读取", "{} pictures, whose text is not read"),
    "objdata": ("有{}个嵌入对象（如 Excel 表），未读取", "{} embedded objects were not read"),
    "deleted": ("有{}处修订删除，已略去", "{} tracked deletions were left out"),
    "hidden": ("有{}处隐藏文字，未读取", "{} runs of hidden text were not read"),
    "nested": (
        "有{}行嵌套在单元格内的表，按文字读取",
        "{} rows of tables within cells were read as text",
    ),
}


def read_rtf(data: bytes, *, source: str | None = None) -> Document:
    r"""Read an RTF file (RTF 文件) into paragraphs and grids.

    Merged cells keep their span, fields print their results, tracked deletions and hidden text
    are left out. Headers and footers of pages are not part of the flow.

    Args:
        data: the file's bytes.
        source: the file's name, for messages.

    Raises:
        ReadingError: the file has no text, or is nested without end.

    >>> read_rtf(rb"{\rtf1\ansicpg936 \'ca\'d5\'c8\'eb\par}").paragraphs[0].text
    '收入'
    """
    flow = _Flow(Place(file=source))
    for token in tokens(data):
        flow.take(token)
    flow.paragraph()
    flow.end_table()
    if not flow.blocks:
        raise ReadingError(
            Wording("文件没有文字", "the file has no text"),
            place=flow.place,
            remedy=Wording(
                "若内容是扫描图片，请先用 OCR（文字识别）软件转换",
                "If it holds scanned pictures, turn them into text with an OCR program first",
            ),
        )
    require(len(flow.blocks), MAX_BLOCKS, Wording("段落数", "the number of paragraphs"), flow.place)
    remarks = [
        Remark(Wording(zh.format(flow.tally[key]), en.format(flow.tally[key])), flow.place)
        for key, (zh, en) in _TOLD.items()
        if flow.tally[key]
    ]
    return Document(tuple(flow.blocks), source, "rtf", None, tuple(remarks))


@define
class _Flow:
    """What has been read so far."""

    place: Place
    reader: Reader = field(factory=Reader)
    stack: list[tuple[Look, bool]] = field(factory=list)
    blocks: list[Block] = field(factory=list)
    rows: list[Row] = field(factory=list)
    edges: list[Edge] = field(factory=list)
    merge: Edge = Edge(0)
    cells: list[list[str]] = field(factory=list)
    lines: list[str] = field(factory=list)
    """The paragraphs of the cell at hand."""
    in_table: bool = False
    outline: int | None = None
    starred: bool = False
    listing_fonts: bool = False
    tally: Counter[str] = field(factory=Counter)

    def take(self, token: Token) -> None:
        """Take in one token; stand-ins for a character do not cross a brace."""
        if token.kind in ("{", "}"):
            self.reader.skip = 0
        if token.kind == "{":
            deep = Wording("括号嵌套层数", "the depth of groups")
            require(len(self.stack), _DEEPEST, deep, self.place)
            self.reader.settle()
            self.stack.append((self.reader.look, self.listing_fonts))
        elif token.kind == "}":
            self.reader.settle()
            if self.stack:
                self.reader.look, self.listing_fonts = self.stack.pop()
        elif token.kind == "mark" and token.word == "*":
            self.starred = True
            return
        elif token.kind == "word":
            self._word(token)
        else:
            self.reader.take(token)
        self.starred = False

    def _word(self, token: Token) -> None:
        word = token.word
        if word in _SILENT or (self.starred and word not in _HEARD):
            self.tally[word] += word in _TOLD and not self.reader.look.silent
            self.reader.settle()
            self.reader.look = evolve(self.reader.look, silent=True)
            self.listing_fonts = word == "fonttbl"
        elif word == "shptxt":
            self.reader.look = evolve(self.reader.look, silent=False)
        elif word == "sp":
            self.reader.look = evolve(self.reader.look, silent=True)
        elif word == "fcharset" and self.listing_fonts:
            self.reader.fonts[self.reader.look.font] = charset(token.number)
        elif not self.reader.take(token):
            self._layout(token)
        elif word == "deleted" or (word == "v" and token.number != 0):
            self.tally["deleted" if word == "deleted" else "hidden"] += 1

    def _layout(self, token: Token) -> None:
        """A word that ends a paragraph, a cell or a row, or says where they stand."""
        if self.reader.look.silent:
            return
        word = token.word
        if word in ("par", "sect", "page"):
            self.paragraph()
        elif word == "pard":
            self.in_table, self.outline = False, None
        elif word == "intbl":
            self.in_table = True
        elif word == "outlinelevel":
            self.outline = token.number
        elif word in ("cell", "nestcell"):
            self._cell(nested=word == "nestcell")
        elif word in ("row", "nestrow"):
            self._row(nested=word == "nestrow")
        elif word == "trowd":
            self.edges, self.merge = [], Edge(0)
        else:
            self._edge(token)

    def _edge(self, token: Token) -> None:
        if token.word == "cellx":
            self.edges.append(evolve(self.merge, at=token.number or 0))
            self.merge = Edge(0)
        elif token.word == "clvmrg":
            self.merge = evolve(self.merge, down=True)
        elif token.word == "clmrg":
            self.merge = evolve(self.merge, across=True)

    def paragraph(self) -> None:
        """End the paragraph at hand."""
        text = self.reader.cut().strip(" \n")
        if self.in_table:
            self.lines.append(text)
            return
        self.end_table()
        if text.strip():
            level = None if self.outline is None or self.outline > 8 else self.outline + 1
            self.blocks.append(Paragraph(text.strip(), self.place, level))

    def _cell(self, *, nested: bool) -> None:
        text = self.reader.cut().strip(" \n")
        if nested:
            self.reader.pieces.append(text + "\t")
            return
        self.cells.append([line for line in (*self.lines, text) if line.strip()])
        self.lines = []

    def _row(self, *, nested: bool) -> None:
        if nested:
            self.tally["nested"] += 1
            self.lines.append(self.reader.cut().rstrip("\t"))
            return
        self.rows.append(Row(list(self.edges), self.cells))
        self.cells = []

    def end_table(self) -> None:
        """End the table at hand, if there is one."""
        if self.cells:
            self._row(nested=False)
        rows, self.rows = self.rows, []
        self.blocks += grid_blocks(rows, self.place) if rows else []
        if self.lines:
            self.blocks += [Paragraph(line, self.place) for line in self.lines if line.strip()]
            self.lines = []
