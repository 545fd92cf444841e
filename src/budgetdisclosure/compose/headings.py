"""Which row of a ledger holds its headings, and what each column is (表头识别)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from attrs import evolve, field, frozen

from budgetdisclosure.amounts import Unit
from budgetdisclosure.compose.cells import folded
from budgetdisclosure.compose.entry import Nature, Stage
from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

PARTS = (
    *("flow", "source", "function", "economic", "nature", "stage", "project"),
    *("procurement", "purchase", "purchasing"),
)
"""What classifies a line, column by column."""

_LOOKED = 40  # rows that titles and headings may take
_DEEPEST = 3  # rows of headings above each other
_LEVELS = ("类", "款", "项")
_LABELS = "|".join(unit.label for unit in Unit)
_UNIT = re.compile(
    f"(?P<head>.*?)[(\\[:：,/]?(?:金额)?(?:单位)?[:：]?(?:人民币)?(?P<unit>{_LABELS})[)\\]]?"
)


@frozen
class Meaning:
    """What a heading says a column is; a wide one says the stage or nature of its amounts."""

    part: str
    stage: Stage | None = None
    nature: Nature | None = None


@frozen
class AmountColumn:
    """A column of amounts: its unit, and what it says of the lines it holds."""

    at: int
    unit: Unit
    stage: Stage | None = None
    nature: Nature | None = None
    said: Unit | None = None
    """The unit that its own heading says."""


@frozen
class Columns:
    """The columns of a ledger; ``rows`` is how many rows titles and headings take."""

    rows: int
    parts: Mapping[str, tuple[int, ...]]
    amounts: tuple[AmountColumn, ...]
    labels: tuple[str, ...] = field(default=())
    unread: tuple[int, ...] = field(default=())
    """Columns of amounts that are left aside for the one that is read."""
    spoken: Unit | None = None
    """The unit that is said above or beside the headings."""
    titles: str = ""
    """What stands above the headings."""

    @property
    def weight(self) -> int:
        """How much was understood: columns, and what they say of the amounts in them."""
        said = sum((c.stage is not None) + (c.nature is not None) for c in self.amounts)
        return sum(map(len, self.parts.values())) + len(self.amounts) + said


def find_columns(rows: Sequence[Sequence[object]], place: Place) -> Columns:
    """The columns that the best headings among the first rows make.

    Headings may stand below titles and take several rows. Raises ReadingError where no row has
    a column of amounts.
    """
    best: tuple[int, int, Columns] | None = None
    for first in range(min(len(rows), _LOOKED)):
        for depth in range(1, _DEEPEST + 1):
            held = rows[first : first + depth]
            if len(held) < depth or (depth > 1 and _is_data(held[-1])):
                break
            found = _columns(held, _unit_of(rows[: first + depth]))
            worth = found.weight, -depth
            if found.amounts and found.parts and (best is None or worth > best[:2]):
                above = " ".join(folded(cell) for row in rows[:first] for cell in row)
                best = (*worth, evolve(found, rows=first + depth, titles=above))
    if best is None:
        raise _no_amounts(rows, place)
    return best[2]


def worth(rows: Sequence[Sequence[object]]) -> int:
    """How much of a ledger's headings is understood in ``rows``; nothing where there are none."""
    try:
        return find_columns(rows, Place()).weight
    except ReadingError:
        return 0


def _is_data(row: Sequence[object]) -> bool:
    """Whether a row holds numbers, as headings do not."""
    texts = [folded(cell) for cell in row]
    return any(re.fullmatch(r"[-(]?[\d,]*\.?\d+\)?", text) for text in texts)


def _columns(held: Sequence[Sequence[object]], spoken: Unit | None) -> Columns:
    width = max(len(row) for row in held)
    parts: dict[str, tuple[int, ...]] = {}
    plain: list[AmountColumn] = []
    wide: list[AmountColumn] = []
    labels = []
    for at in range(width):
        path = _path(held, at)
        labels.append("/".join(path))
        meaning, unit = _meaning(path)
        kept = unit or spoken or Unit.YUAN
        column = AmountColumn(at, kept, meaning.stage, meaning.nature, unit)
        if meaning.part == "amount":
            plain.append(column)
        elif meaning.part == "wide":
            wide.append(column)
        elif meaning.part == "level":
            parts["function"] = (*parts.get("function", ()), at)
        elif meaning.part in PARTS:
            parts.setdefault(meaning.part, (at,))
    amounts = tuple(plain[:1] or wide)
    unread = tuple(column.at for column in (*plain, *wide) if column not in amounts)
    return Columns(0, parts, amounts, tuple(labels), unread, spoken)


def unit_doubts(columns: Columns, sheet: str) -> Iterator[Wording]:
    """What leaves the unit of the amounts in doubt: another one above, 万元 only in a title."""
    said = next((column.said for column in columns.amounts if column.said), None)
    if said and columns.spoken and said is not columns.spoken:
        yield Wording(
            f"表头写明{said.label}，上面写单位：{columns.spoken.label}；金额按{said.label}读，请核对",
            f"the heading says {said.label}, above it {columns.spoken.label}; the first counts",
        )
    if not said and not columns.spoken and Unit.WAN.label in f"{sheet} {columns.titles}":
        yield Wording(
            "标题或工作表名里有万元，金额栏没有写单位，按元读；是万元的，请把表头写成“金额（万元）”",
            "a title says “万元”, the heading no unit: amounts are read as yuan",
        )


def _path(held: Sequence[Sequence[object]], at: int) -> list[str]:
    """The headings above a column, from the top down, each said once."""
    path: list[str] = []
    for row in held:
        text = "".join(folded(row[at]).split()) if at < len(row) else ""
        if text and (not path or path[-1] != text):
            path.append(text)
    return path


def _meaning(path: Sequence[str]) -> tuple[Meaning, Unit | None]:
    """What the lowest heading that is known says, the ones above it aside."""
    last = path[-1] if path else ""
    if last in _LEVELS and not any("经济" in text for text in path):
        return Meaning("level"), None
    known = [_known(text) for text in reversed(path)]
    held = [(found, unit) for found, unit in known if found is not None]
    if not held:
        return Meaning("other"), None
    found, unit = held[0]
    if found.part == "wide":
        return _together([one for one, _ in held]), next((u for _, u in held if u), None)
    return found, unit


def _together(path: Sequence[Meaning]) -> Meaning:
    """What wide headings above each other say: 年初预算数 above 基本支出."""
    stages = (one.stage for one in path if one.stage is not None)
    natures = (one.nature for one in path if one.nature is not None)
    return Meaning("wide", next(stages, None), next(natures, None))


def _known(text: str) -> tuple[Meaning | None, Unit | None]:
    heading = text.lower()
    names = _names()
    if heading in names:
        return names[heading], None
    priced = _UNIT.fullmatch(heading)
    if priced is not None and priced["head"] in names:
        return names[priced["head"]], Unit.named(priced["unit"])
    for end in ("编码", "代码", "编号", "code", "科目"):
        if heading.endswith(end):
            return _known(heading.removesuffix(end).rstrip("_ "))
    return None, None


def _unit_of(rows: Sequence[Sequence[object]]) -> Unit | None:
    """The unit said above or beside the headings (单位：万元)."""
    for cell in (cell for row in rows for cell in row):
        said = re.search(f"单位:(?:人民币)?({_LABELS})", "".join(folded(cell).split()))
        if said is not None:
            return Unit.named(said[1])
    return None


@cache
def _names() -> Mapping[str, Meaning]:
    """Every heading that is known, in small letters."""
    found: dict[str, Meaning] = {}
    path = Path(__file__).parent / "data" / "headings.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            stage = Stage(row["stage"]) if row["stage"] else None
            nature = Nature(row["nature"]) if row["nature"] else None
            meaning = Meaning(row["part"], stage, nature)
            found |= {folded(name).lower(): meaning for name in row["names"].split("|")}
    return found


def _no_amounts(rows: Sequence[Sequence[object]], place: Place) -> ReadingError:
    first = rows[0] if rows else ()
    return ReadingError(
        Wording("账簿没有“金额”栏", "the ledger has no column “金额” (amount)"),
        place=place,
        excerpt="、".join(filter(None, map(folded, first))),
        remedy=Wording(
            "表头应有：类型、资金来源、功能分类科目、支出性质、金额（元）等",
            "Headings are wanted: flow, source, function, economic, nature, stage, amount",
        ),
    )
