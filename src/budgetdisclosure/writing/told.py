"""What a person should know of a disclosure written again: where it is not as it was (说明)."""

from __future__ import annotations

from collections.abc import Iterator

from budgetdisclosure.model import FORMS, Disclosure
from budgetdisclosure.wording import Wording
from budgetdisclosure.writing.layout import sheets

_FEW = 6
_NINE = frozenset(form.ID for form in FORMS)


def told(disclosure: Disclosure) -> Iterator[Wording]:
    """Tables written under their own headings or not wholly, and what reading had left out.

    >>> list(told(Disclosure("某单位", 2020)))
    []
    """
    laid = sheets(disclosure)
    own = [sheet.title for sheet in laid if sheet.own and sheet.table in _NINE]
    if own:
        yield Wording(
            f"{len(own)}张表按原表头写出，没有套用规定表样：《{'》《'.join(own)}》",
            f"{len(own)} tables keep their own headings, not the form's: {', '.join(own)}",
        )
    for sheet in laid:
        if sheet.lost:
            yield Wording(
                f"《{sheet.title}》有{sheet.lost}个数写出后，读者不易认出所在的行列",
                f"{sheet.lost} figures of “{sheet.title}” may not be told by row and column",
            )
        if sheet.words_lost:
            yield Wording(
                f"《{sheet.title}》有{sheet.words_lost}格文字写出后不在原来的表头下",
                f"{sheet.words_lost} texts of “{sheet.title}” are not under their headings",
            )
    yield from _unreadable(disclosure)
    if disclosure.astray:
        count = len(disclosure.astray)
        yield Wording(
            f"读取时有{count}处内容没有归位，没有写出", f"{count} pieces had no place; not written"
        )


def _unreadable(disclosure: Disclosure) -> Iterator[Wording]:
    """The cells that hold no number, written as they are printed."""
    texts = [figure.digits.strip() for figure in disclosure.unreadable()]
    if texts:
        shown = "、".join(texts[:_FEW]) + ("……" if len(texts) > _FEW else "")
        cells = "1 cell holds" if len(texts) == 1 else f"{len(texts)} cells hold"
        yield Wording(
            f"有{len(texts)}个单元格不是数，照印的样子写出：{shown}",
            f"{cells} no number, written as printed: {shown}",
        )
