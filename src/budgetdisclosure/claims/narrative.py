"""The narrative of a disclosure, read: every claim of its sections, and what was not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from attrs import evolve, field, frozen

from budgetdisclosure.claims.claim import Claim, Said
from budgetdisclosure.claims.digits import Number, NumberKind
from budgetdisclosure.claims.names import Names, names_of
from budgetdisclosure.claims.normal import NormalText, plain
from budgetdisclosure.claims.reader import Reader
from budgetdisclosure.claims.remember import remembered
from budgetdisclosure.claims.roles import role_of
from budgetdisclosure.model import Disclosure, Kind
from budgetdisclosure.model.narrative import Section

_SKIPPED: Final = ("contents", "cover", "glossary", "tables")
_UNREAD: Final = ("glossary", "profile")
_INLINE: Final = re.compile(
    r"^(?P<number>[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)"
    r"(?P<head>[^，。；：\d]{2,40}?(?:情况说明|情况|说明)|[^，。；：\d]{2,24}(?=[。：]))"
)
_APART: Final = ("three_public", "procurement", "operating", "assets", "fund", "capital")
_GUESSED: Final = ("overall", "income", "expenditure", "appropriation", "general", "basic")
_YEAR: Final = re.compile(r"(20\d\d)年")
_NAMED: Final = re.compile(
    r"(?:^|[，。；：])(?P<body>[\u4e00-\u9fff]{2,16}(?:局|厅|委|(?<![本全各我])部|署|委员会|办公室))(?=20\d\d年)"
)
_SEVERAL: Final = "∅"
"""The entity of a text about several bodies: the name of none of them."""
_OPENING: Final = re.compile(r"[^。；\n]{0,80}?(?=\d[\d，.]*(?:亿|万|千|百万)?元|。|$)")
_PAID: Final = re.compile(r"\d[百万亿]*元")
"""An amount, which no cover has: a page without headings was taken for one."""
_TOLD: Final = (NumberKind.MONEY, NumberKind.PERCENT, NumberKind.COUNT, NumberKind.SCORE)
C = TypeVar("C")


@frozen
class Statement:
    """A passage of the narrative in one typography, with what part it belongs to (语段)."""

    text: NormalText
    said: Said
    part: str = ""
    level: int = 1
    """How deep its section stands."""


@frozen(slots=False)
class Narrative:
    """The claims of a disclosure's text in order (情况说明)."""

    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    numbers: tuple[tuple[Number, Claim | None], ...] = field(default=(), repr=False)
    names: Names = field(factory=lambda: Names({}), repr=False)
    unclaimed: tuple[tuple[Said, Number], ...] = field(default=(), repr=False)
    """The amounts, percentages and bare numbers that no claim holds, each where it is said."""

    def all(self, kind: type[C], *roles: str) -> Iterator[C]:
        """The claims of one kind, of the sections of those roles (of all, if none is given).

        A role stands for those below it: ``general`` for ``general_items`` too.
        """
        for claim in self.claims:
            if isinstance(claim, kind) and (not roles or _is_one(claim.said.role, roles)):
                yield claim

    @property
    def unread(self) -> tuple[Number, ...]:
        """The amounts, percentages and bare numbers that no claim holds (未读懂的数)."""
        return tuple(number for _, number in self.unclaimed)


def _is_one(role: str, roles: tuple[str, ...]) -> bool:
    return any(role == one or role.startswith(f"{one}_") for one in roles)


@remembered
def narrative_of(disclosure: Disclosure) -> Narrative:
    """The disclosure's text as claims; read once for each disclosure.

    >>> from budgetdisclosure.model import Passage
    >>> said = Passage("2020年度收、支总计150.64万元，比上年减少435.67万元，减少74.3%。")
    >>> section = Section("收入支出决算总体情况说明", "一", 1, "narrative", (said,))
    >>> read = narrative_of(Disclosure(fiscal_year=2020, sections=(section,)))
    >>> [type(claim).__name__ for claim in read.claims]
    ['Amount', 'Change']
    """
    return read_narrative(disclosure)


def read_narrative(disclosure: Disclosure) -> Narrative:
    """As ``narrative_of``, reading anew."""
    names = names_of(disclosure)
    statements = tuple(statements_of(disclosure))
    entity = disclosure.entity or _speaker(statements)
    reader = Reader(names, entity, disclosure.fiscal_year, disclosure.kind is Kind.BUDGET)
    last = None
    for statement in statements:
        aside = statement.part in _SKIPPED or statement.said.role in _UNREAD
        if aside and not (statement.part == "cover" and _PAID.search(statement.text.text)):
            continue
        key = (statement.said.section, statement.said.role, statement.said.attached)
        if key != last:
            reader.begin(statement.said)
            last = key
        reader.passage(statement.text, statement.said)
    claims, numbers = tuple(reader.claims), tuple(reader.numbers)
    return Narrative(statements, claims, numbers, names, tuple(reader.unclaimed))


def _speaker(statements: Iterable[Statement]) -> str:
    """The one body that a text without an entity names before its years; of several, none is it."""
    told = (match for one in statements for match in _NAMED.finditer(one.text.text))
    bodies = {match["body"] for match in told}
    return bodies.pop() if len(bodies) == 1 else _SEVERAL if bodies else ""


def statements_of(disclosure: Disclosure) -> Iterator[Statement]:
    """Every passage of the disclosure, with its part and the role of its section."""
    parts = {section.part for section in disclosure.walk_sections()}
    attached = "attachment" if "narrative" in parts else ""
    passage = 0
    years = _years(disclosure)
    for section in disclosure.sections:
        for statement in _section(section, "", attached):
            passage += 1
            said = evolve(statement.said, passage=passage)
            year = years.get((said.section, said.role))
            yield evolve(statement, said=evolve(said, year=year))


def _years(disclosure: Disclosure) -> dict[tuple[str, str], int]:
    """The year of each section that tells of another year than its fellows of the same role.

    A section whose title names a wrong year, with no other beside it, is no such section.
    """
    own = disclosure.fiscal_year
    titled: dict[str, dict[str, int]] = {}
    for section in disclosure.walk_sections():
        year = _YEAR.search(plain(section.title))
        role = role_of(section.title)
        if year and role and section.part not in _SKIPPED:
            titled.setdefault(role, {})[section.title] = int(year[1])
    return {
        (title, role): year
        for role, titles in titled.items()
        if own in titles.values()
        for title, year in titles.items()
        if year != own
    }


def _guess(text: str, before: str) -> str:
    """The role that a passage without a heading has, by the words before its first amount.

    What the passage before it told of goes on, but for matters that stand by themselves.
    """
    match = _OPENING.match(text)
    role = role_of(match[0]) if match else ""
    whole = role == "appropriation" and match is not None and "收支" in match[0]
    return role if role in _APART or whole or (role in _GUESSED and not before) else before


def _section(section: Section, outer: str, attached: str) -> Iterator[Statement]:
    role = role_of(section.title, outer) or outer
    held = role
    title = section.title
    open_role = not role and section.part in ("narrative", "cover")
    for passage in section.passages:
        text = NormalText.of(passage.text, passage.place, passage.breaks)
        inline = _INLINE.match(text.text)
        if inline and (role in ("", "other") or not inline["number"].startswith("（")):
            found = role_of(inline["head"])
            if found and found != "other":
                held, title = found, inline["head"]
        if open_role:
            held = _guess(text.text, held)
        inside = bool(attached) and section.part == attached
        said = Said(section=title, role=held, place=passage.place, attached=inside)
        yield Statement(text, said, section.part, section.level)
    for inner in section.sections:
        yield from _section(inner, role, attached)
