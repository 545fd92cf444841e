"""A form of one evaluation (自评表): blocks become fields; several stacked forms become several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define, evolve, field

from budgetdisclosure.amounts import Figure, Unit
from budgetdisclosure.model.performance import (
    FundingRow,
    Indicator,
    Points,
    SelfEvaluation,
    Task,
)
from budgetdisclosure.place import Place
from budgetdisclosure.reading.recognise.performance_align import bracket_of
from budgetdisclosure.reading.recognise.performance_blocks import Block
from budgetdisclosure.reading.recognise.performance_caption import Caption
from budgetdisclosure.reading.recognise.performance_funds import (
    execution_points,
    funds_of,
    money_beside,
    tasks_of,
)
from budgetdisclosure.reading.recognise.performance_heads import Laid
from budgetdisclosure.reading.recognise.performance_indicators import (
    Total,
    indicators_of,
    lay_indicators,
    total_of,
)
from budgetdisclosure.reading.recognise.performance_labels import pairs_of
from budgetdisclosure.reading.recognise.performance_rows import TableRow, Token
from budgetdisclosure.reading.recognise.performance_sides import sides_of
from budgetdisclosure.reading.recognise.performance_values import (
    Notebook,
    figure,
    points,
    token_money,
)
from budgetdisclosure.reading.recognise.performance_words import (
    GOALS,
    GRADE,
    GROUPS,
    LABELS,
    THIS_YEAR,
    TOTAL_SOURCE,
    YEAR,
    named,
)

_SCALE: Final = re.compile(r"([十百]|\d{2,3})分制")


@define
class Form:
    """What has been read of one evaluation so far."""

    caption: Caption
    place: Place
    book: Notebook = field(factory=Notebook)
    held: dict[str, str] = field(factory=dict)
    particulars: list[tuple[str, str]] = field(factory=list)
    unit: Unit = Unit.WAN
    investment: Figure = field(factory=Figure.absent)
    investment_appropriation: Figure = field(factory=Figure.absent)
    funding: list[FundingRow] = field(factory=list)
    tasks: list[Task] = field(factory=list)
    goals: dict[str, str] = field(factory=dict)
    indicators: list[Indicator] = field(factory=list)
    laid: Laid | None = None
    total: Total = field(factory=Total)
    scale: Points | None = None
    indicator_points: Points | None = None
    total_score: Points | None = None
    execution: Points | None = None
    notes: list[str] = field(factory=list)

    @classmethod
    def begun(cls, caption: Caption, place: Place) -> Form:
        """A form of which no more is known than its caption."""
        form = cls(caption, place)
        form.unit = form.book.unit(caption.money, form.unit)
        return form

    @property
    def is_begun(self) -> bool:
        """Whether more than labels has been read."""
        return bool(self.funding or self.indicators or self.tasks or self.goals)

    def take(self, block: Block) -> None:
        """Read one block into the form."""
        match block.kind:
            case "labels":
                for row in block.rows:
                    self._labels(row)
            case "funds":
                self._funds(block)
            case "tasks":
                held = tasks_of(block, self.unit, self.book)
                self.tasks.extend(held.tasks)
                self.funding.extend(held.totals)
                self.particulars.extend(held.extras)
            case "goals":
                self._goals(block)
            case "indicators":
                self._indicators(block)
            case "notes":
                self.notes.extend(token.text for row in block.rows for token in row.tokens)
            case _:
                self.caption = self.caption.with_rows(block.rows)
                self.unit = self.book.unit(self.caption.money, self.unit)

    def _funds(self, block: Block) -> None:
        """The year's funds by source; those of the whole project, where they stand beside them."""
        sides = sides_of(block)
        if sides is None:
            self.funding.extend(funds_of(block, self.unit, self.book))
            return
        self.unit = self.book.unit(money_beside(block), self.unit)
        whole, *parts = funds_of(sides[0], self.unit, self.book)
        self.investment = whole.initial_budget
        for row in parts:
            if "财政" in row.source and self.investment_appropriation.is_absent:
                self.investment_appropriation = row.initial_budget
            else:
                label = f"{whole.source}/{row.source}"
                self.particulars.append((label, row.initial_budget.digits))
        self.funding.extend(funds_of(sides[1], self.unit, self.book))

    def _labels(self, row: TableRow) -> None:
        for token in row.tokens:
            points_beside = execution_points(token)
            if points_beside is not None:
                self.execution = points_beside
                row = row.without(token)
        for label, value, tokens in pairs_of(row):
            self._pair(label, value, tokens)

    def _pair(self, label: Token | None, value: Token | None, tokens: tuple[Token, ...]) -> None:
        if label is None:
            self.book.stray(*tokens)
            return
        key = label.key.rstrip("：:")
        name = named(key, LABELS)
        text = value.text if value else ""
        unit = self.book.unit(token_money([label]), self.unit)
        if value is None and GROUPS.fullmatch(key):
            return
        if name == "investment":
            self.investment = figure(value, unit, self.book)
        elif key.startswith("其中") and "财政" in key and not self.investment.is_absent:
            self.investment_appropriation = figure(value, self.investment.unit, self.book)
        elif name == "total_score":
            self.total_score = points(value, self.book)
        elif name is None or (name in self.held and self.held[name] != text):
            self.particulars.append((label.text.rstrip("：:"), text))
        else:
            self.held[name] = text

    def _goals(self, block: Block) -> None:
        columns = _goal_columns(block)
        for row in block.rows:
            for token in _goal_texts(row):
                self._goal(_nearest(token, columns), token)
        if block.head is None:
            self.goals.setdefault("expected", "")
        else:
            for name, token in _beside(block.head):
                self._goal(name, token)
            for name in columns.values():
                self.goals.setdefault(name, "")

    def _goal(self, name: str, token: Token) -> None:
        before = self.goals.get(name, "")
        self.goals[name] = f"{before}\n{token.text}" if before else token.text

    def _indicators(self, block: Block) -> None:
        if block.head is not None:
            self.laid, totals = lay_indicators(block)
            self.book.oddities.extend(self.laid.oddities)
            self._heads(self.laid)
            last = self.indicators[-1] if self.indicators else None
            self.indicators.extend(indicators_of(self.laid, self.book, last))
        else:
            totals = block.rows
        for row in totals:
            self._total(row)

    def _heads(self, laid: Laid) -> None:
        for column in laid.columns:
            scale = _scale_in(column.label)
            number = bracket_of(column.label) if column.id == "points" else None
            if scale is not None:
                self.scale = scale
            if number is not None:
                self.indicator_points = Points.parse(number)

    def _total(self, row: TableRow) -> None:
        self.total = total_of(row, self.laid.columns if self.laid else (), self.book)
        self.scale = self.total.scale or self.scale

    def done(self, fiscal_year: int | None = None) -> SelfEvaluation:
        """The evaluation, with all that found a place and all that found none."""
        caption = self.caption
        year = YEAR.search(self.held.get("fiscal_year", "") + "年")
        return SelfEvaluation(
            title=caption.title,
            number=caption.number,
            kind=caption.kind(self._is_scored),
            scope="department" if self._is_whole else "project",
            entity=self.held.get("entity", caption.entity),
            implementer=self.held.get("implementer"),
            project=self.held.get("project"),
            particulars=(*self.particulars, *self._overall),
            fiscal_year=(int(year[1]) if year else None) or caption.fiscal_year or fiscal_year,
            unit=self.unit,
            investment=self.investment,
            investment_appropriation=self.investment_appropriation,
            funding=self._funding,
            tasks=tuple(self.tasks),
            expected_goal=self.goals.get("expected"),
            achieved_goal=self.goals.get("achieved"),
            indicators=tuple(self.indicators),
            scale=self.scale or _scale_in(caption.title),
            indicator_points=self.indicator_points,
            total_points=self.total.points,
            total_score=self.total.score or self.total_score,
            grade=self.total.grade or self._grade,
            notes=tuple(self.notes),
            oddities=tuple(self.book.oddities),
            unplaced=tuple(self.book.strays),
            place=self.place,
        )

    @property
    def _overall(self) -> tuple[tuple[str, str], ...]:
        """The goal of the whole project, beside that of the year."""
        text = self.goals.get("overall")
        return (("项目总体目标", text),) if text else ()

    @property
    def _funding(self) -> tuple[FundingRow, ...]:
        if self.execution is None or any(row.points for row in self.funding):
            return tuple(self.funding)
        first, *rest = self.funding or [FundingRow(TOTAL_SOURCE)]
        return (evolve(first, points=self.execution), *rest)

    @property
    def _grade(self) -> str | None:
        match = GRADE.fullmatch("".join(self.held.get("grade", "").split()))
        return match[1] if match else self.held.get("grade")

    @property
    def _is_scored(self) -> bool:
        return any(i.score is not None or i.actual is not None for i in self.indicators)

    @property
    def _is_whole(self) -> bool:
        return self.caption.is_whole or bool(self.tasks and not self.held.get("project"))


def _scale_in(text: str) -> Points | None:
    match = _SCALE.search("".join(text.split()))
    return Points.parse({"十": "10", "百": "100"}.get(match[1], match[1])) if match else None


def _goal_columns(block: Block) -> dict[int, str]:
    """Where each goal stands: of the year, beside it perhaps of the whole project, and reached."""
    if block.head is None:
        return {}
    heads = [token for token in block.head.tokens if named(token.key, GOALS)]
    years = [token for token in block.head.tokens[1:] if THIS_YEAR.fullmatch(token.key)]
    if years and heads and heads[0] not in years:
        wholes = {t.left: "overall" for t in heads if named(t.key, GOALS) != "achieved"}
        reached = {t.left: "achieved" for t in heads if named(t.key, GOALS) == "achieved"}
        return {**wholes, **reached, **{token.left: "expected" for token in years}}
    return {token.left: _goal_of(token) for token in heads}


def _goal_of(token: Token) -> str:
    name = named(token.key, GOALS) or ""
    return "expected" if name == "overall" else name


def _goal_texts(row: TableRow) -> Sequence[Token]:
    return row.tokens[1:] if GROUPS.fullmatch(row.tokens[0].key) else row.tokens


def _nearest(token: Token, columns: dict[int, str]) -> str:
    if not columns:
        return "expected"
    return columns[min(columns, key=lambda left: abs(left - token.left))]


def _beside(head: TableRow) -> Iterator[tuple[str, Token]]:
    """Texts that stand beside their heading instead of beneath it."""
    name: str | None = None
    for token in head.tokens:
        found = _goal_of(token) if named(token.key, GOALS) else None
        if found is None and name is not None and not GROUPS.fullmatch(token.key):
            yield name, token
        name = found or name
