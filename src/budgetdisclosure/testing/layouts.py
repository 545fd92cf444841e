"""Composed disclosures laid out as other places print them, as neutral grids (别处的表样).

Headings nested or flat, with spans or with blanks for them; codes joined, split, in one cell with
the name or not printed; zeros in many ways; totals first or last; tables split across pages; the
number, the unit and notes inside the grid or around it. None of it is made by the writers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from attrs import frozen
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.model import Disclosure, Kind, Line, Table, items
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Document, Grid, Paragraph
from budgetdisclosure.testing.notation import grid_of
from budgetdisclosure.testing.wordings import COSTS, HEADS, KEYS, TITLES, Path

Row = list[str]


@frozen
class Style:
    """How a place prints its tables."""

    keys: str = "joined"
    """How a row is named: codes joined, on levels, merged, in brackets, with units, indented …"""
    spans: bool = True
    nested: bool = True
    numbered: str = ""
    order: bool = False
    """Whether summaries number their rows (行次)."""
    zero: str = "0.00"
    grouped: bool = False
    wide: bool = False
    """Whether digits are full width."""
    total_first: bool = True
    spaced: bool = False
    broken: bool = False
    frame: str = "lines"
    """Where number, unit and title stand: above the grid, in it, or on one line."""
    blank_row: bool = False
    blank_column: bool = False
    note: str = ""
    split: str = ""
    """Whether a table goes on on another page, bare, with its heads, or with its title too."""
    remark: bool = False
    prior: bool = False
    """Whether a column prints last year's outturn."""
    dropped: bool = False
    """Whether columns without money are left out."""


def styles() -> st.SearchStrategy[Style]:
    """Every style (各种表样)."""
    return st.builds(
        Style,
        keys=st.sampled_from(sorted(KEYS)),
        spans=st.booleans(),
        nested=st.booleans(),
        numbered=st.sampled_from(["", "栏次", "plain", "**"]),
        order=st.booleans(),
        zero=st.sampled_from(["0.00", "", "-", "--", "—"]),
        grouped=st.booleans(),
        wide=st.booleans(),
        total_first=st.booleans(),
        spaced=st.booleans(),
        broken=st.booleans(),
        frame=st.sampled_from(["lines", "grid", "one line"]),
        blank_row=st.booleans(),
        blank_column=st.booleans(),
        note=st.sampled_from(["", "grid", "after"]),
        split=st.sampled_from(["", "bare", "heads", "titled"]),
        remark=st.booleans(),
        prior=st.booleans(),
        dropped=st.booleans(),
    )


def laid_out(disclosure: Disclosure, style: Style, random: Random) -> Document:
    """The tables as a place prints them, the wordings chosen by ``random`` (按表样排印).

    >>> from budgetdisclosure.model import Disclosure
    >>> style = Style(keys="levels", split="titled")
    >>> laid_out(Disclosure(fiscal_year=2024), style, Random(1)).paragraphs[0].text
    '某某县档案馆2024年度部门决算'
    """
    return Document(tuple(_Printer(disclosure, style, random).blocks()), pages=20)


class _Printer:
    """Lays out one disclosure in one style, choosing wordings as it goes."""

    def __init__(self, disclosure: Disclosure, style: Style, random: Random) -> None:
        self.d, self.style, self.choose = disclosure, style, random.choice
        self.page = 1

    def blocks(self) -> Iterator[Block]:
        word = "决算" if self.d.kind is Kind.FINAL else "预算"
        yield Paragraph(f"某某县档案馆{self.d.fiscal_year}年度部门{word}", Place(page=1))
        for at, (form, titles) in enumerate(TITLES[self.d.kind].items(), 1):
            table = self.d.form(form)
            if table.all_lines():
                self.page += 1
                yield from self.table(table, self.choose(titles), at)

    def table(self, table: Table, title: str, at: int) -> Iterator[Block]:
        heads, body = self.laid(table)
        unit = table.unit or Unit.WAN
        frame = [f"公开{at:02}表", f"编制单位：某某县档案馆 金额单位：{unit.label}"]
        if self.style.frame == "lines":
            yield from self.lines(title, *frame)
        elif self.style.frame == "one line":
            yield from self.lines(f"{title}单位：{unit.label}")
        note = "注：本表反映本部门本年度的收支情况。"
        if self.style.note == "grid":
            body = [*body, [note, *["<"] * (len(heads[0]) - 1)]]
        top = [[t, *["<"] * (len(heads[0]) - 1)] for t in (title, *frame)]
        inside = top if self.style.frame == "grid" else []
        yield from self.pages(title, [*inside, *heads], heads, body)
        if self.style.note == "after":
            yield from self.lines(note)

    def pages(
        self, title: str, first: list[Row], heads: list[Row], body: list[Row]
    ) -> Iterator[Block]:
        cut = len(body) // 2 if self.style.split and len(body) > 7 else len(body)
        yield self.grid([*first, *body[:cut]])
        if cut < len(body):
            self.page += 1
            if self.style.split == "titled":
                yield from self.lines(f"{title}（续）")
            repeated = heads if self.style.split in ("heads", "titled") else []
            yield self.grid([*repeated, *body[cut:]])

    def lines(self, *texts: str) -> Iterator[Paragraph]:
        yield from (Paragraph(text, Place(page=self.page)) for text in texts)

    def grid(self, rows: Iterable[Row]) -> Grid:
        shown = [list(row) for row in rows]
        if self.style.blank_column:
            shown = [[*row, ""] for row in shown]
        if not self.style.spans:
            shown = [["" if text in ("<", "^") else text for text in row] for row in shown]
        return grid_of(["|".join(row) for row in shown], self.page)

    def laid(self, table: Table) -> tuple[list[Row], list[Row]]:
        """Header rows and data rows of a table."""
        if table.id in ("summary", "appropriation_summary"):
            return self.sides(table)
        if table.id == "basic_expenditure":
            return self.basic(table)
        if table.id == "three_public":
            return self.three_public()
        return self.listed(table)

    def amount(self, figure: Figure) -> str:
        if not figure.counted:
            return self.style.zero
        text = f"{figure.counted:{',' if self.style.grouped else ''}.{figure.places}f}"
        return text.translate(_WIDE) if self.style.wide else text

    def word(self, text: str) -> str:
        """A label as printed: with spaces between two letters, or broken over two lines."""
        if self.style.spaced and len(text) == 2:
            return f"{text[0]}  {text[1]}"
        if self.style.broken and len(text) > 5:
            return f"{text[:4]}\\n{text[4:]}"
        return text

    def headed(self, paths: Sequence[Path]) -> list[Row]:
        """Paths of headings as header rows in the notation."""
        whole = self.style.nested or self.style.keys in ("national", "carried")
        flat = [path if whole or len(path) < 3 else path[-2:] for path in paths]
        depth = max(map(len, flat))
        rows = []
        for level in range(depth):
            row: Row = []
            for at, path in enumerate(flat):
                if level >= len(path):
                    row.append("^")
                elif at and flat[at - 1][: level + 1] == path[: level + 1]:
                    row.append("<")
                else:
                    row.append(self.word(path[level]))
            rows.append(row)
        return [_joined(rows, at) for at in range(depth)]

    def numbering(self, keys: int, figures: int) -> list[Row]:
        numbers = [str(number) for number in range(1, figures + 1)]
        before = {"栏次": ["栏次", *[""] * (keys - 1)], "plain": [""] * keys, "**": ["**"] * keys}
        return [[*before[self.style.numbered], *numbers]] if self.style.numbered else []

    def listed(self, table: Table) -> tuple[list[Row], list[Row]]:
        heads = {
            column: self.choose(paths)
            for column, paths in HEADS[table.id].items()
            if any(self.wanted(line, column) for line in table.all_lines())
        }
        keys = KEYS[self.style.keys]
        more = [("备注",)] if self.style.remark else []
        prior = [("上年决算数",)] if self.style.prior else []
        paths = [*keys, *heads.values(), *prior, *more]
        rows = [
            [
                *self.key(line, len(keys)),
                *(self.amount(line.figures()[column]) for column in heads),
                *("7.77" for _ in prior),
                *("" for _ in more),
            ]
            for line in self.in_order(table.all_lines())
        ]
        blank = [[""] * len(paths)] if self.style.blank_row else []
        if self.style.keys in ("national", "carried"):
            return self.on_levels(paths, rows)
        numbering = self.numbering(len(keys), len(paths) - len(keys))
        return [*self.headed(paths), *numbering], [*blank, *rows, *blank]

    def wanted(self, line: Line, column: str) -> bool:
        """Whether a column is printed: a place may leave out what it has no money in."""
        figure = line.figures().get(column)
        may_drop = self.style.dropped and column != "total"
        return figure is not None and not (may_drop and not figure.counted)

    def on_levels(self, paths: Sequence[Path], rows: list[Row]) -> tuple[list[Row], list[Row]]:
        """类 款 项 in the row that numbers the columns, or in the row of the total."""
        *upper, levels = self.headed(paths)
        figures = len(paths) - 4
        numbers = [*map(str, range(1, figures + 1))]
        total, *rest = sorted(rows, key=lambda row: "合计" not in _shown(row[:4]))
        if self.style.keys == "national":
            below = ["^", "^", "^", "合计", *total[4:]] if self.style.spans else total
            return [*upper, [*levels[:3], "栏次", *numbers]], [below, *rest]
        return [*upper, [*levels[:3], "合计", *total[4:]]], rest

    def in_order(self, lines: Sequence[Line]) -> list[Line]:
        totals = [line for line in lines if line.item == items.TOTAL]
        rest = [line for line in lines if line.item != items.TOTAL]
        return [*totals, *rest] if self.style.total_first else [*rest, *totals]

    def key(self, line: Line, width: int) -> Row:
        code = line.code.digits if line.code else ""
        name = self.word(line.item or line.name)
        if not code and self.style.keys in ("indented", "bracket", "dash"):
            return [name]
        if not code:
            joined = [name, *["<"] * (width - 1)]
            return joined if self.style.spans else [*[""] * (width - 1), name]
        parts = [code[:3], code[3:5], code[5:7]]
        merged = [code, "<", "<"] if self.style.spans else [code, "", ""]
        ways = {
            "levels": [*parts, line.name],
            "merged": [*merged, line.name],
            "bracket": [f"[{code}]{line.name}"],
            "dash": [f"{code}-{line.name}"],
            "named": [code, "　" * (len(code) // 2 - 1) + line.name],
            "units": ["105001", "某某县档案馆", code, line.name],
            "both": [*parts, "105001", line.name],
            "serial": [code[-1], code, line.name],
            "indented": ["　" * (len(code) - 3) + line.name],
            "national": [*parts, line.name],
            "carried": [*parts, line.name],
        }
        return ways.get(self.style.keys, [code, line.name])

    def sides(self, table: Table) -> tuple[list[Row], list[Row]]:
        groups = dict(table.groups())
        left, right = list(groups["revenue"]), list(groups["expenditure"])
        word = "决算数" if self.d.kind is Kind.FINAL else "预算数"
        heads = HEADS.get(table.id, {"expenditure": [(word,), ("金额",)]})
        columns = {key: self.choose(paths) for key, paths in heads.items()}
        order = self.style.order
        sides: list[list[Path]] = [
            [("收入", "项目"), *([("收入", "行次")] if order else []), ("收入", word)],
            [
                ("支出", "项目（按功能分类）"),
                *([("支出", "行次")] if order else []),
                *(("支出", *path) for path in columns.values()),
            ],
        ]
        body = []
        for at in range(max(len(left), len(right))):
            one = left[at] if at < len(left) else None
            two = right[at] if at < len(right) else None
            body.append(
                [
                    *self.side(one, at, ["revenue"]),
                    *self.side(two, at + len(left), list(columns)),
                ]
            )
        return self.headed([*sides[0], *sides[1]]), body

    def side(self, line: Line | None, at: int, columns: Sequence[str]) -> Row:
        order = [str(at + 1)] if self.style.order else []
        if line is None:
            return ["", *order, *[""] * len(columns)]
        figures = line.figures()
        held = [self.amount(figures[key]) if key in figures else "" for key in columns]
        return [self.word(line.name), *order, *held]

    def basic(self, table: Table) -> tuple[list[Row], list[Row]]:
        lines = [line for line in table.all_lines() if line.item != items.TOTAL]
        cut = next(at for at, one in enumerate(lines) if one.item == items.PERSONNEL_TOTAL) + 1
        word = "决算数" if self.d.kind is Kind.FINAL else "金额"
        block = ["科目编码", "科目名称", word]
        sides = [self.plain_rows(lines[:cut]), self.plain_rows(lines[cut:])]
        if self.style.nested:
            longest = max(map(len, sides))
            padded = [[*side, *[["", "", ""]] * (longest - len(side))] for side in sides]
            body = [[*one, *two] for one, two in zip(*padded, strict=True)]
            top = ["人员经费", "<", "<", "公用经费", "<", "<"]
            return [top, [*block, *block]], body
        return [block], [row for side in sides for row in side]

    def plain_rows(self, lines: Sequence[Line]) -> list[Row]:
        return [
            [
                line.code.digits if line.code else (line.item or ""),
                line.name if line.code else ("<" if self.style.spans else ""),
                self.amount(line.figures()["amount"]),
            ]
            for line in lines
        ]

    def three_public(self) -> tuple[list[Row], list[Row]]:
        bases = [(one.item or "", one) for one in self.d.three_public.lines]
        if self.style.nested:
            paths = [(basis, *_under(cost)) for basis, _ in bases for cost in COSTS]
            row = [self.amount(line.figures()[cost]) for _, line in bases for cost in COSTS]
            return self.headed(paths), [row]
        heads = ["项目", *(basis for basis, _ in bases)]
        rows = [
            [_down(cost), *(self.amount(line.figures()[cost]) for _, line in bases)]
            for cost in COSTS
        ]
        return [heads], rows


_WIDE = {ord(mark): chr(ord(mark) + 0xFEE0) for mark in "0123456789.,"}


def _shown(row: Row) -> str:
    return "".join("".join(row).split())


def _joined(rows: list[Row], at: int) -> Row:
    """A header row with ``^`` under ``<`` written as the cell above goes on."""
    return [
        "^"
        if text == "<" and at and rows[at - 1][column] == "^" and rows[at][column - 1] == "^"
        else text
        for column, text in enumerate(rows[at])
    ]


def _under(cost: str) -> Path:
    vehicles = "公务用车购置及运行费"
    if cost == "official_vehicles":
        return (vehicles, "小计")
    return (vehicles, COSTS[cost]) if cost.startswith("vehicle") else (COSTS[cost],)


def _down(cost: str) -> str:
    number = {"overseas_travel": "1.", "official_vehicles": "2.", "official_reception": "3."}
    of_which = {"vehicle_purchase": "（1）", "vehicle_running": "（2）"}
    return f"{number.get(cost, '')}{of_which.get(cost, '')}{COSTS[cost]}"
