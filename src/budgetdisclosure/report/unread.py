"""What could not be read: cells that print no number, pieces of no table (没有读懂的)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import evolve

from budgetdisclosure.amounts import why_unread
from budgetdisclosure.model import Disclosure, Unplaced
from budgetdisclosure.place import Place
from budgetdisclosure.report.grouping import counted, seen
from budgetdisclosure.report.pen import Pen, say
from budgetdisclosure.wording import Language, Wording, listed, quoted

_MOST_REMARKS: Final = 12


def unread_cells(d: Disclosure, language: Language = "zh") -> Iterator[str]:
    """Each cell of amounts that prints no number: where, what, why not.

    >>> list(unread_cells(Disclosure("某单位", 2020)))
    []
    """
    colon = "：" if language == "zh" else ": "
    for figure in d.unreadable():
        place = figure.place or Place()
        own = evolve(place, file=None if place.file == d.file else place.file)
        where = seen(own, place.file or d.file).spoken(language)
        printed = figure.digits.strip()
        yield f"{where} {quoted(printed)}{colon}{why_unread(printed).spoken(language)}".strip()


def how_many(d: Disclosure, language: Language = "zh") -> str:
    """How many numbers could not be read, as the end of a sentence; nothing where all could.

    >>> how_many(Disclosure("某单位", 2020))
    ''
    """
    number = sum(1 for _ in d.unreadable())
    if not number:
        return ""
    if language == "en":
        return f"; {counted(number, 'number')} could not be read"
    return f"；有 {number} 个数无法识别，未参加审核"


def unplaced(d: Disclosure, language: Language, pen: Pen) -> Iterator[str]:
    """The cells that print no number, and what belongs to no table; or that there is neither."""
    cells, astray = list(unread_cells(d, language)), d.astray
    if not cells and not astray:
        yield "  " + say(language, "没有读不懂的数字。", "Every number found its place.")
    if cells:
        yield from _unreadable(cells, language, pen)
    if astray:
        yield from _astray(astray, d, language, pen)


def _unreadable(cells: Sequence[str], language: Language, pen: Pen) -> Iterator[str]:
    number = len(cells)
    head = say(
        language,
        f"有 {number} 个单元格印的不是数，未参加审核：",
        f"{counted(number, 'cell')} of amounts without a number, not checked:",
    )
    yield "  " + pen(head, "warning")
    yield from (f"    {cell}" for cell in cells[: pen.most])
    if pen.most is not None and number > pen.most:
        yield say(language, "    ……（加 --full 全部列出）", "    … (--full lists all)")


def _astray(
    astray: Sequence[Unplaced], d: Disclosure, language: Language, pen: Pen
) -> Iterator[str]:
    number = len(astray)
    head = say(
        language,
        f"有 {number} 处内容未能归入任何表，未参加审核：",
        f"{number} pieces belong to no table and were not checked:"
        if number > 1
        else "1 piece belongs to no table and was not checked:",
    )
    yield "  " + pen(head, "warning")
    together: dict[tuple[Place, str], list[Unplaced]] = {}
    for piece in astray:
        key = (_wide(piece.place, d), piece.reason.spoken(language))
        together.setdefault(key, []).append(piece)
    shown = list(together.items())[: pen.most]
    for (place, reason), pieces in shown:
        where = place if len(pieces) > 1 else evolve(_spot(pieces[0].place), file=place.file)
        texts = [" ".join(piece.text.split())[:40] for piece in pieces]
        yield f"    {_pieces(where, texts, language, pen)}{say(language, '：', ': ')}{reason}"
    if len(shown) < len(together):
        yield say(language, "    ……（加 --full 全部列出）", "    … (--full lists all)")


def _wide(place: Place, d: Disclosure) -> Place:
    """Page, sheet, line, else table; the file where there are several: one list is said once."""
    file = place.file if place.file != d.file else None
    spot = place.spot
    if spot.sheet:
        return Place(file=file, sheet=spot.sheet)
    if spot == Place():
        return Place(file=file, table=place.table)
    return Place(file=file, page=spot.page, line=spot.line)


def _spot(place: Place) -> Place:
    """Where to look; in files without pages and lines the cell of the table."""
    cell = Place(table=place.table, row=place.row, column=place.column)
    return cell if place.spot == Place() else place.spot


def _pieces(place: Place, texts: Sequence[str], language: Language, pen: Pen) -> str:
    where = place.spoken(language)
    shown = texts if pen.most is None else texts[:3]
    said = listed(map(quoted, shown)) if language == "zh" else listed(shown, "en")
    more = say(language, f"等 {len(texts)} 处", f" … {len(texts)} in all")
    return f"{where} {said}{more if len(shown) < len(texts) else ''}".strip()


def remarks(d: Disclosure, language: Language, pen: Pen) -> Iterator[str]:
    """What to know of the reading, each said once with all the pages it is said of."""
    if not d.remarks:
        return
    yield "  " + pen(say(language, "读取时请注意：", "Of the reading:"), "warning")
    most = None if pen.most is None else _MOST_REMARKS
    told = _by_pages(d.remarks)
    for (reason, place), pages in list(told.items())[:most]:
        where = f"{place.spoken(language)} {_pages(pages, language)}".strip()
        said = (where, reason.spoken(language))
        yield "    " + say(language, "：", ": ").join(part for part in said if part)
    if most is not None and len(told) > most:
        more = len(told) - most
        yield "    " + say(language, f"……另有 {more} 条", f"… and {more} more")


def _by_pages(remarks: Iterable[Unplaced]) -> dict[tuple[Wording, Place], list[int]]:
    """Remarks with the pages they are made of: a scan has one and the same on each page."""
    told: dict[tuple[Wording, Place], list[int]] = {}
    for remark in remarks:
        pages = told.setdefault((remark.reason, evolve(remark.place, page=None)), [])
        pages.extend([remark.place.page] if remark.place.page else ())
    return told


def _pages(pages: Sequence[int], language: Language) -> str:
    """Pages in words, those that follow one another as first and last: 第3、7—9页.

    >>> _pages([3, 7, 8, 9], "zh"), _pages([2], "en")
    ('第3、7—9页', 'page 2')
    """
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and runs[-1][-1] == page - 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    said = ["—".join(map(str, run)) for run in runs]
    one = len(said) == 1 and len(runs[0]) == 1
    return (
        say(language, f"第{'、'.join(said)}页", f"page{'' if one else 's'} {', '.join(said)}")
        if said
        else ""
    )
