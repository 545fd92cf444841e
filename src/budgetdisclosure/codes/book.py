"""From the lines of a file to the lines of a code list (官方科目表), all faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from budgetdisclosure.codes.code import C, Level
from budgetdisclosure.codes.entry import Budget, Entry
from budgetdisclosure.codes.lineage import grouped
from budgetdisclosure.codes.names import plain_name
from budgetdisclosure.errors import BudgetDisclosureError, ModelError, ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

_COLUMNS = {
    "code": ("code", "编码", "代码"),
    "name": ("name", "名称"),
    "valid_from": ("valid_from", "起始年度", "启用年度"),
    "valid_to": ("valid_to", "终止年度", "停用年度"),
    "superseded_by": ("superseded_by", "取代科目"),
    "budget": ("budget", "所属预算"),
    "evidence": ("evidence", "依据"),
    "note": ("note", "备注", "说明"),
}
_LEVELS = tuple(level.zh for level in Level)
_HEADING_WITHIN = 30  # lines: a book has a title and perhaps a preface before its heading
_BETWEEN = re.compile(r"[;；、,，\s]+")


class CodeListError(ReadingError):
    """A code list with lines that cannot be used (科目表有误); ``faults`` has an error for each."""

    def __init__(self, faults: Sequence[BudgetDisclosureError], place: Place) -> None:
        self.faults = tuple(faults)
        super().__init__(
            Wording(
                f"科目表有{len(faults)}行无法使用："
                + _listed(fault.spoken("zh") for fault in faults),
                f"{len(faults)} lines of the code list cannot be used:"
                + _listed(fault.spoken("en") for fault in faults),
            ),
            place=place,
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.faults, self.place))


def _listed(messages: Iterator[str]) -> str:
    return "".join(f"\n  {message}" for message in messages)


@frozen
class Line:
    """One line of a file: text, or whole numbers where a workbook holds numbers."""

    place: Place
    cells: tuple[str | int, ...]

    def at(self, column: int | None) -> str | int:
        """The cell in ``column``, empty where the line is shorter."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    def text(self, column: int | None) -> str:
        """The same as text."""
        return str(self.at(column)).strip()

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(str(cell).strip() for cell in self.cells)


def entries_of(lines: Sequence[Line], kind: type[C], year: int, file: Place) -> list[Entry[C]]:
    """The entries the lines below the heading make; raises CodeListError with every bad one."""
    columns, body = _headed(lines, file)
    made: list[tuple[Line, Entry[C]]] = []
    faults: list[BudgetDisclosureError] = []
    for line in body:
        try:
            made.append((line, _entry(line, columns, kind, year)))
        except BudgetDisclosureError as fault:
            faults.append(fault)
    faults.extend(_repetitions(made))
    if faults:
        raise CodeListError(sorted(faults, key=_line_number), file)
    return [entry for _, entry in made]


def _line_number(fault: BudgetDisclosureError) -> int:
    return (fault.place and fault.place.line) or 0


def _headed(lines: Sequence[Line], file: Place) -> tuple[Mapping[str, int], list[Line]]:
    """The columns by their headings, and the lines below them that hold anything."""
    for at, line in enumerate(lines[:_HEADING_WITHIN]):
        columns = _columns(line)
        if "name" in columns and ("code" in columns or _LEVELS[0] in columns):
            below = _columns(lines[at + 1]) if at + 1 < len(lines) else {}
            split = {heading: below[heading] for heading in _LEVELS if heading in below}
            body = lines[at + 2 :] if split else lines[at + 1 :]
            again = {line.cells for line in lines[at : len(lines) - len(body)]}
            return columns | split, [
                line for line in body if not line.blank and line.cells not in again
            ]
    raise ReadingError(
        Wording("没有找到科目表的表头", "no heading of a code list found"),
        place=file,
        remedy=Wording(
            "表头应有“科目编码”（或“类、款、项”）和“科目名称”两栏",
            "The heading needs the columns “科目编码” (or “类”, “款”, “项”) and “科目名称”",
        ),
    )


def _columns(line: Line) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(line.cells):
        heading = plain_name(str(cell))
        if heading in _LEVELS:
            found.setdefault(heading, at)
        for column, (own, *others) in _COLUMNS.items():
            if heading == own or heading.endswith(tuple(others)):
                found.setdefault(column, at)
    return found


def _entry(line: Line, columns: Mapping[str, int], kind: type[C], year: int) -> Entry[C]:
    place = line.place
    split = [line.at(columns[level]) for level in _LEVELS if level in columns]
    if split:
        code = kind.of_parts(*split, place=place)
    else:
        code = kind.parse(line.at(columns["code"]), place=place)
    name = "".join(line.text(columns["name"]).split())
    if not name:
        raise _fault(
            line, str(code), "没有科目名称", "the name is missing", "补上名称", "Fill it in"
        )
    dated = "valid_from" in columns or "valid_to" in columns
    first = _year(line, columns.get("valid_from")) if dated else year
    last = _year(line, columns.get("valid_to")) if dated else year
    if first and last and last < first:
        raise _fault(line, f"{first}—{last}", *_BACKWARDS)
    after = _BETWEEN.split(line.text(columns.get("superseded_by")))
    return Entry(
        code,
        name,
        first,
        last,
        tuple(kind.parse(each, place=place) for each in after if each),
        _budgets(line, columns.get("budget")),
        line.text(columns.get("evidence")) or f"observed: {place.file or '科目表'}",
        line.text(columns.get("note")),
    )


def _year(line: Line, column: int | None) -> int | None:
    text = line.text(column).removesuffix("年")
    if not text:
        return None
    if not re.fullmatch(r"\d{4}", text, re.ASCII):
        raise _fault(
            line, text, "年度应为四位数字", "a year has four digits", "改为 2024 这样", "E.g. 2024"
        )
    return int(text)


def _budgets(line: Line, column: int | None) -> tuple[Budget, ...]:
    names = [name for name in _BETWEEN.split(line.text(column)) if name]
    known = {budget.value: budget for budget in Budget}
    if any(name not in known for name in names):
        wanted = "、".join(known)
        raise _fault(
            line,
            "、".join(names),
            "没有这本预算",
            "no such budget",
            f"可填{wanted}",
            f"Use {wanted}",
        )
    return tuple(known[name] for name in names)


_BACKWARDS = ("终止年度早于起始年度", "it ends before it begins", "请核对年度", "Check the years")


def _repetitions(made: Sequence[tuple[Line, Entry[C]]]) -> Iterator[ModelError]:
    """A fault for every line that speaks of a code in years another line has spoken of."""
    for code, same in grouped((entry.code, (line, entry)) for line, entry in made).items():
        for at, (line, entry) in enumerate(same):
            earlier = [first for first, other in same[:at] if _overlap(entry, other)]
            if earlier:
                number = earlier[0].place.line
                yield _fault(
                    line,
                    str(code),
                    f"与第{number}行重复",
                    f"line {number} has the same code",
                    "同一编码同一年度只留一行",
                    "Keep one line for a code and year",
                )


def _overlap(left: Entry[C], right: Entry[C]) -> bool:
    starts = max(left.valid_from or 0, right.valid_from or 0)
    return all(entry.valid_to is None or starts <= entry.valid_to for entry in (left, right))


def _fault(line: Line, seen: str, zh: str, en: str, mend_zh: str, mend_en: str) -> ModelError:
    return ModelError(
        Wording(zh, en), place=line.place, excerpt=seen, remedy=Wording(mend_zh, mend_en)
    )
