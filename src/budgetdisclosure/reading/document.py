r"""The format-neutral document: paragraphs and grids in reading order, each with its place.

An adapter in ``formats/`` makes one from a file's bytes and knows nothing of budgets; recognition
reads one and knows nothing of file formats. Text is kept as printed: digits, spaces and line
breaks (``\\n``) inside a cell or paragraph are the file's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import field, frozen

from budgetdisclosure.errors import ModelError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording


@frozen
class Box:
    """A rectangle on a page, in hundredths of a point from the top left of the page as seen."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> int:
        """The x of the centre."""
        return (self.left + self.right) // 2


@frozen
class Cell:
    """One cell of a grid (单元格): a merged cell is one value with a span, not a value repeated.

    ``row`` and ``column`` count from zero and are those of the top left corner.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    place: Place = field(default=Place(), eq=False)
    box: Box | None = field(default=None, eq=False)
    grids: tuple[Grid, ...] = ()
    """Tables nested inside the cell, for formats that allow it."""


@frozen
class Grid:
    """A table as laid out (表格): cells with spans over ``height`` rows and ``width`` columns.

    Cells are sorted by row and column and never overlap; a position no cell covers is empty.
    """

    cells: tuple[Cell, ...]
    height: int
    width: int
    place: Place = field(default=Place(), eq=False)
    box: Box | None = field(default=None, eq=False)
    ruled: bool = True
    """Whether the file draws or marks up the table, as against columns found by alignment."""

    def __attrs_post_init__(self) -> None:
        for cell in self.cells:
            below, beside = cell.row + cell.row_span, cell.column + cell.column_span
            if below > self.height or beside > self.width:
                raise ModelError(
                    Wording("单元格超出表格范围", "a cell reaches outside its grid"),
                    place=cell.place,
                    excerpt=cell.text,
                )

    def rows(self) -> Iterator[tuple[Cell | None, ...]]:
        """The grid row by row; a merged cell stands at its top left corner, the rest is None."""
        by_row: dict[int, dict[int, Cell]] = {}
        for cell in self.cells:
            by_row.setdefault(cell.row, {})[cell.column] = cell
        for number in range(self.height):
            held = by_row.get(number, {})
            yield tuple(held.get(column) for column in range(self.width))

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The texts alone, row by row, an empty string where nothing starts.

        >>> Grid((Cell("项目", 0, 0), Cell("金额", 0, 1)), 1, 2).texts()
        (('项目', '金额'),)
        """
        return tuple(tuple(cell.text if cell else "" for cell in row) for row in self.rows())


@frozen
class Paragraph:
    """Running text between grids (段落); ``level`` is 1… for what the file marks as a heading."""

    text: str
    place: Place = field(default=Place(), eq=False)
    level: int | None = None
    box: Box | None = field(default=None, eq=False)

    @property
    def names_sheet(self) -> bool:
        """Whether it is the name of a workbook's sheet, which is printed nowhere on the sheet."""
        return self.level == 1 and self.place.line is None and self.text == self.place.sheet


Block = Paragraph | Grid


@frozen
class Remark:
    """Something about the reading that the user should know: a part that could not be read."""

    message: Wording
    place: Place = Place()


@frozen
class Attached:
    """A file that a document refers to (附件): what it is called there, and the file's name."""

    name: str
    file: str

    def is_named(self, file: str) -> bool:
        """Whether a file is likely the one meant.

        >>> Attached("2023年决算报表", "P0203.xls").is_named("附件/2023年决算报表.xls")
        True
        """
        base = file.replace("\\", "/").rpartition("/")[2].casefold()
        return bool(base) and any(
            base == name.casefold() or base.rpartition(".")[0] == name.casefold()
            for name in (self.name, self.file)
        )


@frozen
class Document:
    """A file's content in reading order, before anything is known of budgets (文档)."""

    blocks: tuple[Block, ...]
    source: str | None = None
    """The file's name, where it has one."""
    media: str = "text"
    """The format it was read from: pdf, xlsx, xls, docx, doc, odt, ods, html, text …"""
    pages: int | None = None
    remarks: tuple[Remark, ...] = ()
    attached: tuple[Attached, ...] = ()
    """The files it refers to, which were not read with it."""
    parts: tuple[Document, ...] = field(default=(), eq=False, repr=False)
    """The files of a folder or zip, each a document; empty for a file by itself."""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The grids, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))


_LISTED: Final = 4


def joined(parts: Sequence[Document]) -> Document:
    """One document of several files, in their order; its source names them.

    >>> joined([Document((), "a.docx"), Document((), "b.xlsx")]).source
    'a.docx、b.xlsx'
    """
    if len(parts) == 1:
        return parts[0]
    pages = [part.pages for part in parts]
    names = [part.source for part in parts if part.source]
    more = f"等{len(names)}个文件" if len(names) > _LISTED else ""
    return Document(
        blocks=tuple(block for part in parts for block in part.blocks),
        source=("、".join(names[: _LISTED - bool(more)]) + more) or None,
        media=parts[0].media,
        pages=sum(page for page in pages if page) if any(pages) else None,
        remarks=tuple(remark for part in parts for remark in part.remarks),
        attached=tuple(one for part in parts for one in part.attached),
        parts=tuple(parts),
    )
