"""Where a thing stands in a file: the one address all messages use."""

from __future__ import annotations

from attrs import evolve, frozen

from budgetdisclosure.wording import Language, quoted, titled


@frozen(order=True)
class CellRef:
    """Which cell of which table a figure is, in the library's own names (单元格引用).

    ``table`` and ``column`` are identifiers such as ``expenditure`` and ``basic``; ``row`` is the
    classification code, or the official label of a row without one (``合计``). ``nth`` tells rows
    apart that a document prints twice.

    >>> print(CellRef("expenditure", "2080109", "basic"))
    expenditure[2080109].basic
    """

    table: str
    row: str
    column: str
    nth: int = 1

    def __str__(self) -> str:
        repeated = f"#{self.nth}" if self.nth > 1 else ""
        return f"{self.table}[{self.row}{repeated}].{self.column}"


@frozen
class Place:
    """An address (位置) in a disclosure: file, page, sheet or line, then table, row, column.

    Every part may be unknown. ``page`` and ``line`` count from one, as a reader does; ``address``
    is a sheet's own name for a cell, and says the line too.

    >>> print(Place(file="a.pdf", page=9, table="支出决算表", row="2080109", column="基本支出"))
    a.pdf 第9页 《支出决算表》“2080109”行“基本支出”列
    >>> print(Place(file="a.xlsx", sheet="支出", line=11, address="D11"))
    a.xlsx 工作表“支出” D11单元格
    """

    file: str | None = None
    page: int | None = None
    sheet: str | None = None
    line: int | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    address: str | None = None

    def within(
        self, *, table: str | None = None, row: str | None = None, column: str | None = None
    ) -> Place:
        """The same place, said more exactly; parts not given stay as they are."""
        return evolve(
            self, table=table or self.table, row=row or self.row, column=column or self.column
        )

    def beside(self, columns: int) -> Place:
        """The place of the cell so many columns to the right on the same sheet (右移几列).

        >>> Place(line=7, address="A7").beside(4).address
        'E7'
        """
        if self.address is None:
            return self
        letters = self.address.rstrip("0123456789")
        row = self.address.removeprefix(letters)
        return evolve(self, address=address_of(int(row) - 1, column_of(letters) + columns))

    @property
    def spot(self) -> Place:
        """Where to look, no more: the page; of a workbook sheet and cell; of a text the line.

        >>> print(Place(file="a.pdf", page=9, line=3, row="合计").spot)
        第9页
        """
        if self.page:
            return Place(page=self.page)
        if self.sheet or self.address:
            return Place(sheet=self.sheet, address=self.address, line=self.line)
        return Place(line=self.line)

    def spoken(self, language: Language = "zh") -> str:
        """The address in words, from the file down to the cell."""
        parts = _parts_en(self) if language == "en" else _parts_zh(self)
        return " ".join(part for part in parts if part)

    def __str__(self) -> str:
        return self.spoken()


def column_of(letters: str) -> int:
    """The number of a column, from zero, by its letters.

    >>> column_of("A"), column_of("XFD")
    (0, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def address_of(row: int, column: int) -> str:
    """A cell's address, as a sheet names it.

    >>> address_of(10, 3), address_of(1048575, 16383)
    ('D11', 'XFD1048576')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _parts_zh(place: Place) -> list[str]:
    cell = "".join(
        form.format(part)
        for form, part in (
            ("《{}》", place.table),
            ("“{}”行", place.row),
            ("“{}”列", place.column),
        )
        if part
    )
    return [
        place.file or "",
        f"第{place.page}页" if place.page else "",
        f"工作表“{place.sheet}”" if place.sheet else "",
        f"{place.address}单元格" if place.address else f"第{place.line}行" if place.line else "",
        cell,
    ]


def _parts_en(place: Place) -> list[str]:
    return [
        place.file or "",
        f"page {place.page}" if place.page else "",
        f"sheet {quoted(place.sheet)}" if place.sheet else "",
        f"cell {place.address}" if place.address else f"line {place.line}" if place.line else "",
        titled(place.table or ""),
        f"row {quoted(place.row)}" if place.row else "",
        f"column {quoted(place.column)}" if place.column else "",
    ]
