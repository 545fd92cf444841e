"""The code list of one fiscal year and classification (某年度科目表)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Generic

from attrs import evolve, field, frozen

from budgetdisclosure.codes import absence, book, files, search
from budgetdisclosure.codes.code import C, Level
from budgetdisclosure.codes.entry import FIRST_YEAR, LAST_YEAR, Entry
from budgetdisclosure.codes.lineage import Lineage, grouped
from budgetdisclosure.codes.names import NameMatch, same_name, stem
from budgetdisclosure.errors import CodeError, ModelError, UnknownCodeError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording


def _in_order(entries: Iterable[Entry[C]]) -> tuple[Entry[C], ...]:
    return tuple(sorted(entries, key=lambda entry: entry.code.digits))


@frozen(repr=False)
class CodeList(Generic[C]):
    """The codes of one classification that hold in one fiscal year, in the book's order (科目表).

    Get one from ``function_codes(2020)`` and its sisters, or from the official book with
    ``from_csv`` or ``from_xlsx``. A code may be given as such or as printed.

    >>> from budgetdisclosure.codes import function_codes
    >>> codes = function_codes(2020)
    >>> codes["208 01 09"].name
    '社会保险经办机构'
    >>> "2080109" in codes, "2080100" in codes
    (True, False)
    """

    kind: type[C]
    """Which classification: the type of its codes."""
    year: int
    """The fiscal year."""
    entries: tuple[Entry[C], ...] = field(converter=_in_order)
    """What holds in that year."""
    rows: tuple[Entry[C], ...] = ()
    """Everything known of other years as well, for renamings and successors."""
    carried: bool = False
    """Whether a nearby year's codes stand in, none of the year itself being packaged."""

    @classmethod
    def of(
        cls, kind: type[C], year: int, rows: Iterable[Entry[C]], *, carried: bool = False
    ) -> CodeList[C]:
        """The list of ``year`` from lines of many years; ``carried`` marks list and lines so."""
        known = tuple(rows)
        live = Lineage(known).live(year).values()
        lines = (evolve(row, carried=True) for row in live) if carried else live
        return cls(kind, year, tuple(lines), known, carried)

    @classmethod
    def from_csv(cls, source: files.Source, kind: type[C], year: int) -> CodeList[C]:
        """The official book of ``year`` from a CSV file, UTF-8 or GBK (官方科目表).

        Columns: 科目编码 (or 类, 款, 项, 目) and 科目名称; optionally 起始年度, 终止年度, 取代科目,
        所属预算, 依据, 备注, or the headings of the packaged files. Raises CodeListError with every
        bad line.
        """
        file, lines = files.csv_lines(source)
        return cls.of(kind, year, book.entries_of(lines, kind, year, file))

    @classmethod
    def from_xlsx(
        cls, source: files.Source, kind: type[C], year: int, *, sheet: str | None = None
    ) -> CodeList[C]:
        """As ``from_csv`` from a workbook (xlsx, xls, ods), its first sheet unless one is named.

        Needs ``pip install "budgetdisclosure[excel]"``.
        """
        file, lines = files.workbook_lines(source, sheet)
        return cls.of(kind, year, book.entries_of(lines, kind, year, file))

    def overlaid_with(self, other: CodeList[C]) -> CodeList[C]:
        """This list with ``other``'s lines in place of its own where both have a code (覆盖).

        ``other`` may be a part of the official book; what it does not name stays as it is.
        Raises ModelError unless both are of the same classification and year.
        """
        if (self.kind, self.year) != (other.kind, other.year):
            raise ModelError(
                Wording(
                    f"{other}不能覆盖{self}：分类或年度不同",
                    f"{other.kind.title.en} {other.year} cannot overlay "
                    f"{self.kind.title.en} {self.year}",
                )
            )
        merged = {**self._by_code, **other._by_code}
        return evolve(self, entries=tuple(merged.values()), rows=self.rows + other.rows)

    def get(self, code: C | str) -> Entry[C] | None:
        """The line of ``code``; None where this year has none."""
        return self._by_code.get(self._coded(code))

    def name(self, code: C | str) -> str | None:
        """The official name of ``code``; None where this year has none."""
        entry = self.get(code)
        return entry.name if entry else None

    def covering(self, code: C | str) -> Entry[C] | None:
        """The line of ``code``, or of the nearest code above it that this year has (所属科目).

        A place may divide official codes further; what it adds still belongs somewhere.

        >>> from budgetdisclosure.codes import economic_codes
        >>> print(economic_codes(2026).covering("3021101"))
        30211 差旅费
        """
        own = self._coded(code)
        lines = (self._by_code.get(each) for each in (own, *reversed(own.ancestors)))
        return next((line for line in lines if line), None)

    def __getitem__(self, code: C | str) -> Entry[C]:
        entry = self.get(code)
        if entry is None:
            raise self.unknown(code)
        return entry

    def __contains__(self, code: object) -> bool:
        if isinstance(code, str):
            code = self.kind.try_parse(code)
        return code in self._by_code

    def __iter__(self) -> Iterator[Entry[C]]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def children(self, code: C | str | None = None) -> tuple[Entry[C], ...]:
        """The lines directly below ``code``, or the categories (类) where none is given."""
        return self._below.get(None if code is None else self._coded(code), ())

    def walk(self, code: C | str | None = None) -> Iterator[Entry[C]]:
        """``code`` and everything below it in the book's order, or the whole list."""
        if code is None:
            return iter(self.entries)
        top = self._coded(code)
        return (entry for entry in self.entries if entry.code.is_within(top))

    def search(self, query: str) -> tuple[Entry[C], ...]:
        """The lines that answer ``query``, a code or (part of) a name, the best first (搜索).

        >>> from budgetdisclosure.codes import function_codes
        >>> print(*function_codes(2020).search("社保经办")[:1])
        2080109 社会保险经办机构
        """
        return tuple(search.ranked(query, self.entries))

    def by_name(
        self, name: str, *, parent: C | str | None = None, level: Level | None = None
    ) -> tuple[Entry[C], ...]:
        """The lines called ``name``, directly below ``parent`` or at ``level`` if given (按名称).

        Only where no line has that very name are those taken that differ by a final 支出.
        Below one parent names are unique, elsewhere they are not: every section has a 行政运行.
        """
        above = None if parent is None else self._coded(parent)
        fitting = tuple(
            entry
            for entry in self._by_stem.get(stem(name), ())
            if level in (None, entry.code.level) and above in (None, entry.code.parent)
        )
        same = (entry for entry in fitting if same_name(name, entry.name) is NameMatch.SAME)
        return tuple(same) or fitting

    def history(self, code: C | str) -> tuple[Entry[C], ...]:
        """Everything ``code`` has been called, in the order of years (沿革)."""
        return self._lineage.history(self._coded(code))

    def successors(self, code: C | str) -> tuple[Entry[C], ...]:
        """The lines that took over when ``code`` ended, of whatever year; none if it goes on.

        >>> from budgetdisclosure.codes import function_codes
        >>> print(*function_codes(2020).successors("2089901"))
        2089999 其他社会保障和就业支出
        """
        ended = self.history(code)[-1:]
        return tuple(line for row in ended for line in self._lineage.next(row))

    def predecessors(self, code: C | str) -> tuple[Entry[C], ...]:
        """The lines of other codes that ``code`` took over from, of whatever year (前身)."""
        return tuple(self._lineage.previous(self._coded(code)))

    def counterparts(self, code: C | str, year: int) -> tuple[Entry[C], ...]:
        """The lines of this list that stand for what ``code`` was in fiscal ``year`` (对应科目).

        The key to a series over years; several where a code was divided or others were joined.

        >>> from budgetdisclosure.codes import function_codes
        >>> print(*function_codes(2021).counterparts("2089901", 2020))
        2089999 其他社会保障和就业支出
        >>> print(*function_codes(2020).counterparts("2089999", 2021))
        2089901 其他社会保障和就业支出
        """
        own, onward = self._coded(code), self._lineage.onward
        if year <= self.year:
            return tuple(self[found] for found in onward(own, year, self.year))
        return tuple(entry for entry in self if own in onward(entry.code, self.year, year))

    def nearest(self, code: C | str, name: str = "") -> tuple[Entry[C], ...]:
        """At most three lines that may be meant by a code this year does not have (相近科目).

        What the code of another year corresponds to; failing that, what is called ``name``; failing
        that, the code above where none is below it; failing that, codes one slip of a finger away.

        >>> from budgetdisclosure.codes import function_codes
        >>> print(*function_codes(2020).nearest("2080190"))
        2080109 社会保险经办机构
        """
        return absence.nearest(self, self._coded(code), name)

    def unknown(
        self, code: C | str, name: str = "", *, place: Place | None = None
    ) -> UnknownCodeError:
        """The error for a code this year does not have; a rule may report it as a warning.

        It says in which years the code held and what may have been meant.

        >>> from budgetdisclosure.codes import function_codes
        >>> print(function_codes(2021).unknown("2089901"))
        “2089901”：2021年度支出功能分类科目中没有此编码（2020年及以前为“其他社会保障和就业支出”）。...
        """
        return absence.unknown(self, self._coded(code), name, place)

    @property
    def caution(self) -> Wording | None:
        """What to tell a user of a list carried over from a nearby year; None for others."""
        if not self.carried:
            return None
        nearest = min(max(self.year, FIRST_YEAR), LAST_YEAR)
        return Wording(
            f"未收录{self.year}年度科目，暂按{nearest}年度科目对照，差异仅供参考",
            f"no list for {self.year} is packaged; that of {nearest} stands in, "
            "so a difference is only a reason to look",
        )

    def __str__(self) -> str:
        return f"{self.year}年度{self.kind.title.zh}科目"

    def __repr__(self) -> str:
        return f"<CodeList {self.kind.__name__} {self.year}: {len(self)} entries>"

    @cached_property
    def _by_code(self) -> Mapping[C, Entry[C]]:
        return {entry.code: entry for entry in self.entries}

    @cached_property
    def _below(self) -> Mapping[C | None, tuple[Entry[C], ...]]:
        return grouped((entry.code.parent, entry) for entry in self.entries)

    @cached_property
    def _by_stem(self) -> Mapping[str, tuple[Entry[C], ...]]:
        return grouped((stem(entry.name), entry) for entry in self.entries)

    @cached_property
    def _lineage(self) -> Lineage[C]:
        return Lineage(self.rows)

    def _coded(self, code: C | str) -> C:
        if isinstance(code, str):
            return self.kind.parse(code)
        if type(code) is not self.kind:
            raise CodeError(
                Wording(
                    f"{self}中只有{self.kind.title.zh}编码",
                    f"this list holds codes of the {self.kind.title.en} classification only",
                ),
                excerpt=repr(code),
            )
        return code
