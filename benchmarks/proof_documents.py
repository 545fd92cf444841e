"""Made-up disclosures as systems: true amounts in fen, printed half-up, and ways to spoil them."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from attrs import evolve, field, frozen

from budgetdisclosure.rules.proof import Print, Row, System

WAN = 1_000_000
COLUMNS = ("basic", "project", "remitted", "trading", "granted")


@frozen
class Document:
    """A system, for every print the fen in its unit, and the keys of the prints beside it."""

    system: System
    unit: dict[int, int] = field(repr=False)
    neighbours: dict[int, tuple[int, ...]] = field(repr=False)
    truth: tuple[int, ...] = field(default=(), repr=False)

    def places(self, shown: Print) -> int:
        """How many decimals it is printed with."""
        return len(str(self.unit[shown.key] // shown.step)) - 1

    def text(self, shown: Print, units: int) -> Decimal:
        """So many units in the last place, as they would be printed there."""
        return Decimal(units).scaleb(-self.places(shown))

    def printed(self, shown: Print) -> Decimal:
        return self.text(shown, shown.units)


class Maker:
    """Collects quantities, prints and rows."""

    def __init__(self, seed: int, places: int = 2) -> None:
        self.random = Random(seed)
        self.places = places
        self.step = WAN // 10**places
        self.truth: list[int] = []
        self.prints: list[Print] = []
        self.rows: list[Row] = []
        self.key = 0
        self.grid: dict[tuple[str, int, int], int] = {}
        self.lines: dict[str, int] = {}

    def amount(self) -> int:
        """A plausible amount: a few thousand yuan to some millions, in fen."""
        return int(10 ** self.random.uniform(5.3, 9.3))

    def quantity(self, value: int) -> int:
        self.truth.append(value)
        return len(self.truth) - 1

    def total(self, parts: list[int]) -> int:
        """A new quantity that is the sum of others."""
        at = self.quantity(sum(self.truth[part] for part in parts))
        self.sums(at, parts)
        return at

    def sums(self, total: int, parts: list[int]) -> None:
        terms = ((total, 1), *((part, -1) for part in parts))
        self.rows.append(Row(tuple(terms), "=", key=len(self.rows), total=total))

    def line(self, table: str, *variables: int) -> None:
        """Print one row of a table."""
        row = self.lines[table] = self.lines.get(table, -1) + 1
        for column, variable in enumerate(variables):
            self.grid[table, row, column] = self.key
            self.show(variable)

    def show(self, variable: int) -> None:
        units = (2 * self.truth[variable] + self.step) // (2 * self.step)
        self.prints.append(Print.rounded(variable, units, self.step, self.key))
        self.key += 1

    def share(self, part: int, whole: int) -> None:
        """A sentence giving the part in per cent of the whole, one decimal."""
        a, b = self.truth[part], self.truth[whole]
        if not b:
            return
        p = (2000 * a + b) // (2 * b)
        for wide in (1, 3):
            for by, sense in ((2 * p - wide, "<="), (2 * p + wide, ">=")):
                self.rows.append(
                    Row(
                        ((whole, by), (part, -2000)),
                        sense,
                        0 if sense == "<=" else -1,
                        key=len(self.rows),
                        states=self.key,
                        wide=wide == 3,
                    )
                )
        self.key += 1

    def document(self) -> Document:
        near: dict[int, tuple[int, ...]] = {}
        for (table, row, column), key in self.grid.items():
            around = ((row, column - 1), (row, column + 1), (row - 1, column), (row + 1, column))
            found = (self.grid.get((table, *place)) for place in around)
            near[key] = tuple(k for k in found if k is not None)
        known = dict.fromkeys(range(len(self.truth)), (0, None))
        system = System(len(self.truth), tuple(self.prints), tuple(self.rows), known)
        unit = {shown.key: WAN for shown in self.prints}
        return Document(system, unit, near, tuple(self.truth))


def tree(maker: Maker, classes: int, sections: int, items: int, columns: int = 2) -> list[list]:
    """A code tree with column values and row totals: [grand, [class, [section, leaves]]] flat.

    Each node is ``[depth, total, column, column, ...]``; parents precede children.
    """
    nodes: list[list] = []
    tops = []
    for _ in range(classes):
        at = len(nodes)
        nodes.append([])
        middles = []
        for _ in range(maker.random.randint(1, sections)):
            below = len(nodes)
            nodes.append([])
            leaves = [_leaf(maker, columns) for _ in range(maker.random.randint(1, items))]
            nodes.extend([3, *leaf] for leaf in leaves)
            nodes[below] = [2, *_over(maker, leaves)]
            middles.append(nodes[below][1:])
        nodes[at] = [1, *_over(maker, middles)]
        tops.append(nodes[at][1:])
    return [[0, *_over(maker, tops)], *nodes]


def _leaf(maker: Maker, columns: int) -> list[int]:
    filled = maker.random.sample(range(columns), maker.random.randint(1, min(2, columns)))
    values = [maker.amount() if at in filled else 0 for at in range(columns)]
    parts = [maker.quantity(value) for value in values]
    return [maker.total(parts), *parts]


def _over(maker: Maker, below: list[list[int]]) -> list[int]:
    parts = [maker.total(list(column)) for column in list(zip(*below, strict=True))[1:]]
    total = maker.quantity(sum(maker.truth[part] for part in parts))
    maker.sums(total, parts)
    maker.sums(total, [one[0] for one in below])
    return [total, *parts]


def disclosure(seed: int, classes: int = 3, sections: int = 2, items: int = 2) -> Document:
    """A unit's final accounts: tables 1 to 7 over shared quantities, and sentences about them."""
    maker = Maker(seed)
    nothing = [maker.quantity(0) for _ in range(3)]
    spent = tree(maker, classes, sections, items)
    for _, total, basic, project in spent:
        maker.line("T03", total, basic, project, *nothing)
        maker.line("T05", total, basic, project)
    grand, basic, project = spent[0][1:]
    tops = [node for node in spent if node[0] == 1]
    income = _income(maker, spent)
    _summary(maker, grand, [top[1] for top in tops], income)
    _economic(maker, basic)
    for variable in (grand, grand, basic, project, income):
        maker.show(variable)
    for part in (basic, project, *(top[1] for top in tops)):
        maker.share(part, grand)
    return maker.document()


def _income(maker: Maker, spent: list[list]) -> int:
    """Table 2: what came in, by code; one source for most lines."""
    nothing = maker.quantity(0)
    grand = maker.quantity(maker.truth[spent[0][1]])
    tops = []
    for depth, total, *_ in spent:
        if depth == 1:
            own = maker.quantity(maker.truth[total])
            maker.line("T02", own, own, nothing, nothing)
            tops.append(own)
    maker.sums(grand, tops)
    maker.line("T02", grand, grand, nothing, nothing)
    return grand


def _summary(maker: Maker, grand: int, tops: list[int], income: int) -> None:
    """Tables 1 and 4: both sides come to one 总计."""
    left, carried = maker.quantity(maker.amount()), maker.quantity(0)
    opening = maker.quantity(maker.truth[left] + maker.truth[grand] - maker.truth[income])
    overall = maker.total([grand, left])
    maker.sums(overall, [income, opening])
    for table in ("T01", "T04"):
        for top in tops:
            maker.line(table, top)
        maker.line(table, carried)
        maker.line(table, income)
        maker.line(table, grand)
        maker.line(table, opening)
        maker.line(table, left)
        maker.line(table, overall)
        maker.line(table, overall)


def _economic(maker: Maker, basic: int) -> None:
    """Table 6 under the basic expenditure, and table 7 beside it."""
    weights = {"301": 9, "302": 12, "303": 3, "310": 2}
    count = sum(weights.values())
    shares = [maker.random.random() ** 3 * (maker.random.random() < 0.7) for _ in range(count)]
    scale = sum(shares) or 1
    values = [int(maker.truth[basic] * share / scale) for share in shares]
    values[0] += maker.truth[basic] - sum(values)
    tops, at = [], 0
    for size in weights.values():
        leaves = [maker.quantity(value) for value in values[at : at + size]]
        at += size
        tops.append(maker.total(leaves))
        for one in (tops[-1], *leaves):
            maker.line("T06", one)
        if len(tops) == 2:
            _three_public(maker, leaves)
    people = maker.total([tops[0], tops[2]])
    running = maker.total([tops[1], tops[3]])
    maker.sums(basic, [people, running])
    for variable in (people, running, people, running):
        maker.show(variable)


def _three_public(maker: Maker, leaves: list[int]) -> None:
    bought = maker.quantity(0)
    parts = [maker.quantity(maker.truth[leaf]) for leaf in leaves[:3]]
    vehicles = maker.total([bought, parts[1]])
    maker.line("T07", maker.total([parts[0], vehicles, parts[2]]), parts[0], vehicles, bought)
    maker.line("T07", parts[1], parts[2])
    for part, leaf in zip(parts, leaves, strict=False):
        maker.rows.append(Row(((leaf, 1), (part, -1)), "<=", key=len(maker.rows)))


def summary(seed: int, rows: int, columns: int = 2, tables: int = 1) -> Document:
    """A department's summary: 26 categories and about ``rows`` code lines."""
    maker = Maker(seed)
    classes = max(1, min(26, rows // 12))
    items = 7
    sections = max(1, round(2 * rows / classes / (1 + items / 2)) - 1)
    for _, *variables in tree(maker, classes, sections, items, columns):
        for table in range(tables):
            maker.line(f"T{table}", *variables)
    return maker.document()


def spoilt(document: Document, key: int, units: int) -> Document:
    """The same document with one printed number replaced."""
    prints = tuple(
        _reprint(shown, units) if shown.key == key else shown for shown in document.system.prints
    )
    return evolve(document, system=evolve(document.system, prints=prints))


def _reprint(shown: Print, units: int) -> Print:
    fresh = Print.rounded(shown.variable, units, shown.step, shown.key)
    return evolve(fresh, weight=shown.weight)
