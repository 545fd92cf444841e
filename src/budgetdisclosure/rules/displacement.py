"""A displacement: amounts that stand in other cells than their own, told in words (错位)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from budgetdisclosure.amounts import Figure
from budgetdisclosure.place import CellRef, Place
from budgetdisclosure.rules.finding import Checked
from budgetdisclosure.wording import Wording, quoted, titled

Right = Mapping[CellRef, Figure | None]
"""What should stand in the cells that are wrong; None: it was written over and cannot be told."""

_OFF = {
    "down": ("下", "low", "上", "up"),
    "up": ("上", "high", "下", "down"),
}


@frozen
class Displacement:
    """Amounts of ``table`` that stand in other cells than their own, and what that explains.

    ``way`` is how they came there: ``down`` or ``up`` by one row, ``rows`` or ``columns``
    exchanged. ``columns`` are the identifiers of the columns, none where whole rows have moved.
    """

    table: str
    way: str
    columns: tuple[str, ...]
    right: Right = field(repr=False)
    printed: tuple[Figure, ...] = field(repr=False)
    """What stands in the wrong cells, in printed order."""
    mended: tuple[Checked, ...] = field(repr=False)
    tied: tuple[Displacement, ...] = ()
    """What explains as much just as well, in other tables: which it is cannot be told."""

    @property
    def lost(self) -> tuple[Figure, ...]:
        """The figures that were written over what should stand there."""
        return tuple(one for one in self.printed if one.cell and self.right[one.cell] is None)

    def touches(self, figures: Sequence[object]) -> bool:
        """Whether one of the figures stands in a wrong cell."""
        own = any(isinstance(one, Figure) and one.cell in self.right for one in figures)
        return own or any(one.touches(figures) for one in self.tied)

    def shares(self, other: Displacement) -> bool:
        """Whether both explain one relation."""
        return not {id(one) for one in self.mended}.isdisjoint(id(one) for one in other.mended)

    @property
    def message(self) -> Wording:
        """What stands where it does not belong, and that putting it back mends all."""
        what, count = self._what, len(self.mended)
        lost, tied = self._lost, "、".join(one._title for one in self.tied)
        return Wording(
            f"{what.zh}；放回原处，这里 {count} 条不符的关系就全部成立{lost.zh}"
            + (f"。也可能是{tied}这样错位，看不出是哪一张表" if tied else ""),
            f"{what.en}; put back, all {count} relations that fail here hold{lost.en}"
            + (f". It may as well be {tied}, which cannot be told" if tied else ""),
        )

    @property
    def correction(self) -> Wording:
        """What to do about it."""
        if self.way in _OFF:
            _, _, zh, en = _OFF[self.way]
            return Wording(f"请把这几行的金额{zh}移一行", f"move these amounts {en} one row")
        return Wording("请把两者的金额换回来", "exchange the amounts again")

    @property
    def follows(self) -> Wording:
        """What is said of a finding that comes of this one."""
        return Wording(
            f"多半是{self._title}的金额错位带来的，先改正错位",
            f"probably comes of the amounts of {self._title} being displaced: put these back first",
        )

    @property
    def _title(self) -> str:
        return titled(self._place.table or "")

    @property
    def _place(self) -> Place:
        return self.printed[0].place or Place()

    @property
    def _what(self) -> Wording:
        title, rows = self._title, _named(self.printed, "row")
        heads = _named(self.printed, "column")
        if self.way == "columns":
            one, other = heads[0], heads[-1]
            return Wording(
                f"{title}“{one}”列与“{other}”列的金额互换了",
                f"{title}: the amounts of columns {quoted(one)} and {quoted(other)} are exchanged",
            )
        zh = f"“{heads[0]}”列" if self.columns else ""
        en = f" under {quoted(heads[0])}" if self.columns else ""
        first, last = rows[0], rows[-1]
        if self.way == "rows":
            return Wording(
                f"{title}{zh}“{first}”行与“{last}”行的金额互换了",
                f"{title}: the amounts of rows {quoted(first)} and {quoted(last)}{en}"
                " are exchanged",
            )
        off, off_en, *_ = _OFF[self.way]
        return Wording(
            f"{title}{zh}从“{first}”行到“{last}”行，金额整体错位，{off}移了一行",
            f"{title}: from row {quoted(first)} to row {quoted(last)}, the amounts{en} stand"
            f" one row too {off_en}",
        )

    @property
    def _lost(self) -> Wording:
        rows = _named(self.lost, "row")
        if not rows:
            return Wording("", "")
        return Wording(
            f"，“{rows[0]}”行本来的数已被盖掉，要查原稿",
            f"; what row {quoted(rows[0])} should print was written over",
        )


def _named(figures: Iterable[Figure], part: str) -> list[str]:
    """The rows or headings the figures stand under, each once."""
    names = (getattr(one.place, part) for one in figures if one.place is not None)
    return list(dict.fromkeys(name or "" for name in names))
