"""Lines: the rows of tables, and the collection that finds them by code and by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Generic, Self, TypeVar, overload

from attrs import evolve, field, frozen

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.codes.code import (
    EconomicCode,
    FunctionCode,
    GovernmentEconomicCode,
    RevenueCode,
)
from budgetdisclosure.errors import ModelError
from budgetdisclosure.model.columns import Column, columns_of
from budgetdisclosure.place import CellRef, Place
from budgetdisclosure.wording import Wording

Code = FunctionCode | EconomicCode | GovernmentEconomicCode | RevenueCode


@frozen
class Extra:
    """A figure under a heading that the library's form of the table does not name (其他栏).

    Nothing printed is dropped: columns of a local form stand here, under their printed heading.
    """

    label: str
    figure: Figure | Percentage


@frozen
class Text:
    """What a row prints in a column of words (文字栏), as printed, under that column's heading.

    ``remark`` tells a text that is no part of what the row is called: 备注, 采购方式, 序号.
    """

    label: str
    text: str
    remark: bool = False


@frozen
class Line:
    """A row of a table (行): its code where it has one, its name as printed, its figures.

    ``item`` is the official term of a row without a code (合计, 本年收入合计), whatever variant of
    it is printed. ``key`` is how the row is asked for: the code's digits, else the item, else the
    name.
    """

    name: str = ""
    code: Code | None = None
    item: str | None = None
    extras: tuple[Extra, ...] = field(default=(), kw_only=True)
    also: tuple[str, ...] = field(default=(), eq=False, repr=False, kw_only=True)
    """What else the row says it is, as printed: the unit's number, another classification."""
    texts: tuple[Text, ...] = field(default=(), eq=False, repr=False, kw_only=True)
    """Every cell of the row that is no figure, under its heading, in printed order: the code and
    the name as they stand, words printed twice, remarks. Empty where a line was not read."""
    place: Place | None = field(default=None, eq=False, repr=False, kw_only=True)

    @property
    def key(self) -> str:
        """The code's digits, else the official term, else the printed name."""
        return self.code.digits if self.code else self.item or self.name

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """The columns of the official form, in order."""
        return _declared(cls)

    def figures(self) -> dict[str, Figure]:
        """Every printed figure of the row by column identifier; extras by their heading.

        Absent columns are left out, blanks are kept.
        """
        return dict(self._figures)

    @cached_property
    def _figures(self) -> Mapping[str, Figure]:
        """The figures, gathered once: every rule asks for them."""
        held = {column.id: getattr(self, column.id) for column in self.columns()}
        found = {name: figure for name, figure in held.items() if not figure.is_absent}
        for extra in self.extras:
            if isinstance(extra.figure, Figure):
                found.setdefault(extra.label, extra.figure)
        return found

    def text(self, heading: str) -> str:
        """What the row prints under a heading, or under one whose last level that is (某栏文字).

        Nothing where it prints none.

        >>> texts = Text("采购/品目", "计算机"), Text("备注", "急需", remark=True)
        >>> line = Line("计算机", texts=texts)
        >>> line.text("品目"), line.text("备注"), line.text("数量")
        ('计算机', '急需', '')
        """
        whole = (one.text for one in self.texts if one.label == heading)
        last = (one.text for one in self.texts if one.label.endswith(f"/{heading}"))
        return next(chain(whole, last), "")

    def __str__(self) -> str:
        code = f"{self.code.digits} " if self.code else ""
        headings = {column.id: column.zh for column in self.columns()}
        told = [f"{headings.get(name, name)} {one}" for name, one in self.figures().items()]
        return f"{code}{self.name}：{'，'.join(told)}"

    def stamped(self, table: str, title: str, nth: int) -> Self:
        """The same line, each figure knowing its cell, and its place by title, row and heading."""
        changes: dict[str, Any] = {}
        row = self.item or f"{self.code.digits if self.code else ''} {self.name}".strip()
        for column in self.columns():
            figure = getattr(self, column.id)
            if not figure.is_absent:
                cell = CellRef(table, self.key, column.id, nth)
                place = _place_in(figure.place or self.place, title, row, column.zh)
                changes[column.id] = figure.at(place, cell)
        if self.extras:
            changes["extras"] = tuple(
                Extra(
                    extra.label,
                    extra.figure.at(
                        _place_in(extra.figure.place or self.place, title, row, extra.label),
                        CellRef(table, self.key, extra.label, nth),
                    ),
                )
                for extra in self.extras
            )
        return evolve(self, **changes) if changes else self


_DECLARED: dict[type[Line], tuple[Column, ...]] = {}


def _declared(line_type: type[Line]) -> tuple[Column, ...]:
    if line_type not in _DECLARED:
        _DECLARED[line_type] = columns_of(line_type)
    return _DECLARED[line_type]


def _place_in(place: Place | None, table: str, row: str, column: str) -> Place:
    """The place, said by table, row and column where it does not say them itself."""
    if place is None:
        return Place(table=table, row=row, column=column)
    if place.table and place.row and place.column:
        return place
    return evolve(
        place,
        table=place.table or table,
        row=place.row or row,
        column=place.column or column,
    )


L = TypeVar("L", bound=Line)


@frozen(repr=False)
class Lines(Sequence[L], Generic[L]):
    """Rows in printed order, found by code, by official term or by name (行集).

    >>> from budgetdisclosure.codes import FunctionCode
    >>> rows = Lines((Line("合计"), Line("信息化建设", FunctionCode.parse("2080108"))))
    >>> rows["2080108"].name, rows["信息化建设"].key, "208" in rows, len(rows)
    ('信息化建设', '2080108', False, 2)

    ``rows[…]`` is the one row asked for. Where several rows of that code or name print different
    figures, none of them is it: NoSuchRowError says so, and ``all`` has each.
    """

    rows: tuple[L, ...] = field(default=(), converter=tuple)

    @cached_property
    def _index(self) -> Mapping[str, tuple[L, ...]]:
        """The rows by code, term and name, made when a row is first asked for."""
        index: dict[str, tuple[L, ...]] = {}
        for row in self.rows:
            for key in {row.key, row.name, row.item or ""} - {""}:
                index[key] = (*index.get(key, ()), row)
        return index

    def all(self, key: object) -> tuple[L, ...]:
        """Every row of that code, term or name, in order."""
        return self._index.get(_key(key), ())

    def get(self, key: object) -> L | None:
        """The row of that code, term or name, or None; the first of several: ``all`` has each."""
        found = self.all(key)
        return found[0] if found else None

    @overload
    def __getitem__(self, index: int | str | Code) -> L: ...
    @overload
    def __getitem__(self, index: slice) -> Lines[L]: ...
    def __getitem__(self, index: int | slice | str | Code) -> L | Lines[L]:
        if isinstance(index, slice):
            return Lines(self.rows[index])
        if isinstance(index, int):
            if not -len(self.rows) <= index < len(self.rows):
                raise _no_such_number(index)
            return self.rows[index]
        found = self.all(index)
        if not found:
            raise _no_row(_key(index), self.rows)
        if any(row.figures() != found[0].figures() for row in found):
            raise _several(_key(index), len(found))
        return found[0]

    def __contains__(self, key: object) -> bool:
        return bool(self.all(key)) if not isinstance(key, Line) else key in self.rows

    def __iter__(self) -> Iterator[L]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Lines({len(self.rows)} rows)"

    def stamped(self, table: str, title: str) -> Lines[L]:
        """The same rows, every figure knowing its cell; repeated keys are numbered."""
        seen: dict[str, int] = {}
        rows = []
        for row in self.rows:
            seen[row.key] = seen.get(row.key, 0) + 1
            rows.append(row.stamped(table, title, seen[row.key]))
        return Lines(tuple(rows))


class NoSuchRowError(ModelError, KeyError):
    """A row asked for by a code or name that the table does not print (表中没有此行)."""

    __str__ = ModelError.__str__


def _key(key: object) -> str:
    return key if isinstance(key, str) else getattr(key, "digits", "")


class NoSuchNumberError(NoSuchRowError, IndexError):
    """A row asked for by a number beyond the last, perhaps an unquoted code (没有这么多行)."""

    __str__ = ModelError.__str__


def _no_such_number(number: int) -> NoSuchNumberError:
    return NoSuchNumberError(
        Wording("没有这么多行", "there are not so many rows"),
        excerpt=str(number),
        remedy=Wording(
            f'按编码找一行请加引号：["{number}"]',
            f'To find a row by code, quote it: ["{number}"]',
        ),
    )


def _several(key: str, count: int) -> NoSuchRowError:
    return NoSuchRowError(
        Wording(
            f"有{count}行都是它，各行的数不同",
            f"{count} rows are called so, and print different figures",
        ),
        excerpt=key,
        remedy=Wording(
            f'请用 .all("{key}") 取全部各行，再相加或选出其中一行',
            f'Use .all("{key}") for every one, then add them or choose one',
        ),
    )


def _no_row(key: str, rows: Iterable[Line]) -> NoSuchRowError:
    near = [row.key for row in rows if row.key.startswith(key[:3])][:5]
    hint = "、".join(near)
    return NoSuchRowError(
        Wording("表中没有这一行", "the table has no such row"),
        excerpt=key,
        remedy=Wording(f"相近的行：{hint}", f"Near it: {', '.join(near)}") if near else None,
    )
