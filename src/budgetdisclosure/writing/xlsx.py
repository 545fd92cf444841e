"""Workbooks: a sheet for each table in the official layout, and the text on its own (Excel)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from budgetdisclosure.amounts import Figure
from budgetdisclosure.errors import missing_extra
from budgetdisclosure.model import Disclosure
from budgetdisclosure.wording import Wording
from budgetdisclosure.writing.neutral import is_formula
from budgetdisclosure.writing.pages import Heading, Paragraph, pieces
from budgetdisclosure.writing.sheet import Cell, Sheet
from budgetdisclosure.writing.sums import Sums, with_values

_DIGITS = 15
"""A workbook holds numbers of so many digits; longer ones are written as text."""
_TEXT_WIDTH = 80
_HEAD = 3
"""Rows above the grid: title, number, unit and money unit."""
_NAMES = {
    "summary": "01收支总表",
    "income": "02收入",
    "expenditure": "03支出",
    "appropriation_summary": "04财政拨款总表",
    "general_budget_expenditure": "05一般公共预算",
    "basic_expenditure": "06基本支出",
    "three_public": "07三公经费",
    "government_fund": "08政府性基金",
    "state_capital": "09国有资本经营",
}


def to_xlsx(disclosure: Disclosure, *, sums: Sums | None = None) -> bytes:
    """The disclosure as a workbook, ready to print.

    With ``sums`` (from ``live_sums``) totals are formulas over their parts wherever the printed
    figures add up. Needs ``pip install "budgetdisclosure[excel]"``.
    """
    openpyxl = _openpyxl()
    book = openpyxl.Workbook()
    book.remove(book.active)
    values: dict[str, dict[str, str]] = {}
    text: list[Heading | Paragraph] = []
    for piece in pieces(disclosure):
        if isinstance(piece, Sheet):
            _flush(book, text, "说明")
            name = _name(book, piece)
            page = book.create_sheet(name)
            formulas = _fill(page, piece, sums or {})
            values[page.title] = formulas
        else:
            text.append(piece)
    _flush(book, text, "情况说明")
    if not book.sheetnames:
        book.create_sheet("空")
    out = io.BytesIO()
    book.save(out)
    places = {name: number for number, name in enumerate(book.sheetnames, 1)}
    cached = {places[name]: held for name, held in values.items() if held}
    return with_values(out.getvalue(), cached) if cached else out.getvalue()


def _openpyxl() -> Any:
    try:
        import openpyxl
        import openpyxl.styles
    except ImportError as error:
        use = Wording("写出工作簿", "writing a workbook")
        raise missing_extra("openpyxl", "excel", use) from error
    return openpyxl


def _name(book: Any, sheet: Sheet) -> str:
    wanted = _NAMES.get(sheet.table, sheet.title)
    name = "".join("_" if mark in r"[]:*?/\\'" else mark for mark in wanted)[:28] or "表"
    taken = set(book.sheetnames)
    numbered = (f"{name}({n})" if n > 1 else name for n in range(1, len(taken) + 2))
    return next(candidate for candidate in numbered if candidate not in taken)


def _flush(book: Any, text: list[Heading | Paragraph], name: str) -> None:
    """The text met so far on a sheet of its own, a paragraph a row."""
    if not text:
        return
    styles = _openpyxl().styles
    page = book.create_sheet(name)
    page.column_dimensions["A"].width = _TEXT_WIDTH
    for at, piece in enumerate(text, 1):
        cell = page.cell(at, 1)
        _put_text(cell, piece.text)
        headed = isinstance(piece, Heading)
        cell.font = styles.Font(name="宋体", size=14 if headed else 12, bold=headed)
        cell.alignment = styles.Alignment(wrap_text=True, vertical="top")
        lines = 1 + len(piece.text) // (_TEXT_WIDTH * 2 // 5)
        page.row_dimensions[at].height = 20 * lines
    _print_setup(page, landscape=False)
    text.clear()


def _fill(page: Any, sheet: Sheet, sums: Sums) -> dict[str, str]:
    """Write one table; returns the cells that are formulas, with their values."""
    _frame(page, sheet)
    places = dict(_places(sheet))
    formulas: dict[str, str] = {}
    styles = _openpyxl().styles
    for at, row in enumerate(sheet.grid(), _HEAD + 1):
        page.row_dimensions[at].height = 2 + 13 * sheet.lines(at - _HEAD - 1)
        for column, cell in enumerate(row, 1):
            target = page.cell(at, column)
            _dress(target, styles, cell, at - _HEAD <= sheet.headings)
            if cell is None:
                continue
            _put(target, cell, _formula(cell, places, sums))
            if str(target.value).startswith("=") and target.data_type == "f":
                assert cell.figure is not None
                formulas[target.coordinate] = f"{cell.figure.number:f}"
    _merge(page, sheet)
    for at, note in enumerate(sheet.notes, _HEAD + len(sheet.rows) + 1):
        page.merge_cells(start_row=at, end_row=at, start_column=1, end_column=sheet.width)
        _put_text(page.cell(at, 1), note)
        page.cell(at, 1).font = styles.Font(name="宋体", size=9)
    return formulas


def _frame(page: Any, sheet: Sheet) -> None:
    """The title, the number and the line with unit and money unit; widths; print set-up."""
    styles = _openpyxl().styles
    page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=sheet.width)
    _put_text(page.cell(1, 1), sheet.title)
    page.cell(1, 1).font = styles.Font(name="黑体", size=16)
    page.cell(1, 1).alignment = styles.Alignment(horizontal="center", vertical="center")
    page.row_dimensions[1].height = 30
    small = styles.Font(name="宋体", size=10)
    unit = f"金额单位：{sheet.unit}" if sheet.unit else ""
    entity = f"部门：{sheet.entity}" if sheet.entity else ""
    for row, column, text in (
        (2, sheet.width, sheet.number or ""),
        (3, 1, entity),
        (3, sheet.width, unit),
    ):
        cell = page.cell(row, column)
        if text:
            _put_text(cell, text)
        cell.font = small
        cell.alignment = styles.Alignment(horizontal="left" if column == 1 else "right")
    for column, width in enumerate(sheet.widths, 1):
        letter = page.cell(1, column).column_letter if column == 1 else _letter(column)
        page.column_dimensions[letter].width = width + 2
    _print_setup(page, landscape=sheet.across)
    page.print_title_rows = f"1:{_HEAD + sheet.headings}"
    page.freeze_panes = page.cell(_HEAD + sheet.headings + 1, 1)


def _print_setup(page: Any, *, landscape: bool) -> None:
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    page.oddFooter.center.text = "&P"


def _letter(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _dress(target: Any, styles: Any, cell: Cell | None, heading: bool) -> None:
    side = styles.Side(style="thin")
    target.border = styles.Border(left=side, right=side, top=side, bottom=side)
    strong = heading or (cell is not None and cell.strong)
    target.font = styles.Font(name="宋体", size=10, bold=strong)
    figure = cell is not None and cell.figure is not None
    middle = strong or (cell is not None and cell.words.isdigit())
    across = "right" if figure else "center" if middle else "left"
    target.alignment = styles.Alignment(horizontal=across, vertical="center", wrap_text=True)


def _put(target: Any, cell: Cell, formula: str | None) -> None:
    figure = cell.figure
    if figure is None or figure.value is None:
        if cell.words:
            _put_text(target, cell.words)
        return
    if len(figure.value.as_tuple().digits) > _DIGITS:
        _put_text(target, figure.digits)
        return
    target.value = formula or figure.value
    target.number_format = number_format(figure)


def number_format(figure: Figure) -> str:
    """The format that shows a number as it was printed: its places, its thousands commas.

    >>> number_format(Figure.parse("1,234.50")), number_format(Figure.parse("7"))
    ('#,##0.00', '0')
    """
    head = "#,##0" if "," in figure.digits.replace("，", ",") else "0"
    return head + (f".{'0' * figure.places}" if figure.places else "")


def _put_text(target: Any, text: str) -> None:
    """Text as text: never a formula, not even when somebody edits the cell."""
    target.value = text
    target.data_type = "s"
    if is_formula(text):
        target.quotePrefix = True


def _places(sheet: Sheet) -> Iterator[tuple[object, str]]:
    """Where each figure of the table stands on its page."""
    for at, row in enumerate(sheet.grid(), _HEAD + 1):
        for column, cell in enumerate(row, 1):
            if cell is not None and cell.figure is not None and cell.figure.cell is not None:
                yield cell.figure.cell, f"{_letter(column)}{at}"


def _formula(cell: Cell, places: Mapping[object, str], sums: Sums) -> str | None:
    """A live sum, where the parts stand on the same page and add up to what is printed."""
    if cell.figure is None or cell.figure.cell not in sums:
        return None
    parts = sums[cell.figure.cell]
    if not all(part.cell in places for part in parts):
        return None
    return f"=SUM({','.join(_ranges(places[part.cell] for part in parts))})"


def _ranges(names: Iterable[str]) -> Iterator[str]:
    """The cells, runs of neighbours in a column or a row as one range each."""
    run: list[str] = []
    for name in names:
        if run and not _next(run[-1], name):
            yield _range(run)
            run = []
        run.append(name)
    if run:
        yield _range(run)


def _range(run: list[str]) -> str:
    return run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}"


def _next(one: str, other: str) -> bool:
    letters, number = one.rstrip("0123456789"), int(one.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return other == f"{letters}{number + 1}"


def _merge(page: Any, sheet: Sheet) -> None:
    for at, row in enumerate(sheet.grid(), _HEAD + 1):
        for column, cell in enumerate(row, 1):
            if cell is not None and (cell.rows > 1 or cell.columns > 1):
                page.merge_cells(
                    start_row=at,
                    end_row=at + cell.rows - 1,
                    start_column=column,
                    end_column=column + cell.columns - 1,
                )
