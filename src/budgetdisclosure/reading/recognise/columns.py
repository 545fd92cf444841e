"""What each column is (栏): key, figure or text, and which column of the form it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cached_property
from itertools import groupby, pairwise, takewhile
from typing import Final

from attrs import evolve, frozen

from budgetdisclosure.amounts import Unit
from budgetdisclosure.model import Kind
from budgetdisclosure.reading.recognise.fitting import fits
from budgetdisclosure.reading.recognise.heads import LEVELS, is_numbering
from budgetdisclosure.reading.recognise.joined import (
    are_amounts,
    are_codes,
    code_names,
    is_code_like,
    prints_both,
)
from budgetdisclosure.reading.recognise.layout import PART, Layout
from budgetdisclosure.reading.recognise.money import Money, is_money, money_behind
from budgetdisclosure.reading.recognise.sheet import Row
from budgetdisclosure.reading.recognise.titles import core_of
from budgetdisclosure.reading.recognise.vocabulary import heading_says
from budgetdisclosure.reading.recognise.words import (
    heading,
    is_number,
    is_percent,
    plain,
    says_nothing,
)


class Role(Enum):
    """What a column holds."""

    LEVEL = "level"
    CODE = "code"
    UNIT_CODE = "unit_code"
    NAME = "name"
    ORDER = "order"
    FIGURE = "figure"
    PERCENT = "percent"
    COUNT = "count"
    TEXT = "text"
    EMPTY = "empty"


NO_HEADING: Final = "（无表头）"
"""The label of a figure column over which nothing is printed."""
KEYS: Final = frozenset({Role.LEVEL, Role.CODE, Role.UNIT_CODE, Role.NAME})
_LEVEL_DIGITS: Final = 2
_YEAR: Final = re.compile(r"(20\d\d)年")
_EARLIER: Final = re.compile(
    r"上年(?!结转|结余|末|实户|财政拨款(?:资金)?结)|去年|增减|变动|(?<!收支)差额"
)
_FUNDS: Final = re.compile(r"(?:一般公共|公共财政|政府性基金|国有资[本产]经营|社会保险基金)预算")
_BASES: Final = {
    Kind.FINAL: re.compile(r"决算|执行数|实际(?:支出|收入|数)"),
    Kind.BUDGET: re.compile(r"预算(?:数|安排)?$|预算数"),
}
_AMOUNTS: Final = frozenset({Role.FIGURE, Role.PERCENT})
_NAMING: Final = frozenset({Role.CODE, Role.NAME})
_BY_HEADING: Final = (Role.LEVEL, Role.UNIT_CODE, Role.CODE, Role.ORDER)


@frozen
class Track:
    """One column: its role, its printed headings, and the identifier the form gives it."""

    at: int
    role: Role
    path: tuple[str, ...]
    label: str = ""
    id: str | None = None
    money: Money | None = None
    """The unit behind its heading."""
    score: int = 0
    joined: bool = False
    """Whether most of its cells print a code and its name."""

    @property
    def unit(self) -> Unit | None:
        """That unit, where the library knows it."""
        return self.money.unit if self.money else None


@frozen
class Block:
    """Columns that belong to one list of rows: its keys and its figures (左右并列的一栏组)."""

    keys: tuple[Track, ...]
    figures: tuple[Track, ...]

    @cached_property
    def keyed(self) -> bool:
        """Whether any column names its rows."""
        return any(track.role in KEYS for track in self.keys)

    @cached_property
    def levels(self) -> list[list[Track]]:
        """The columns 类 款 项, and apart from them those of another classification."""
        runs: list[list[Track]] = []
        for track in self.keys:
            if track.role is Role.LEVEL:
                opens = not runs or runs[-1][-1].at != track.at - 1 or plain(track.path[-1]) == "类"
                runs = [*runs, [track]] if opens else [*runs[:-1], [*runs[-1], track]]
        return runs

    @property
    def words(self) -> str:
        """All its headings, for telling blocks apart."""
        return "/".join("/".join(track.path) for track in (*self.keys, *self.figures))


def tracks_of(
    paths: Sequence[tuple[str, ...]], rows: Sequence[Row], layout: Layout
) -> tuple[Track, ...]:
    """Each column with its role, told by its heading and by what it prints."""
    data = [row for row in rows if not is_numbering(row)]
    tracks = []
    for at, path in enumerate(_unmarked(paths, data)):
        content = _content(data, at, codes=_heads_codes(path))
        role = _role(path, *content)
        if role is Role.CODE and are_amounts(data, at):
            role = Role.FIGURE
        elif role is Role.FIGURE and (are_codes(data, at) or code_names(data, at)):
            role = Role.CODE
        elif role is Role.FIGURE and not path and _number_rows(data, at):
            role = Role.ORDER
        if (role is Role.NAME or _strays(role, *content[:2])) and fits(path, layout):
            role = Role.FIGURE
        joined = role in _NAMING and prints_both(data, at, layout.codes)
        tracks.append(Track(at, role, path, money=_money(path), joined=joined))
    return tuple(_with_a_name(list(_levelled(tracks, data))))


def _levelled(tracks: Sequence[Track], rows: Sequence[Row]) -> Iterator[Track]:
    """The columns; those that print a code level by level under one heading are 类 款 项 of it."""
    for _, same in groupby(tracks, lambda track: (track.path, track.role is Role.CODE)):
        run = list(same)
        first, *lower = run
        parted = first.role is Role.CODE and lower and all(_is_lower(rows, one.at) for one in lower)
        yield from (evolve(one, role=Role.LEVEL) for one in run) if parted else run


def _is_lower(rows: Sequence[Row], at: int) -> bool:
    """Whether a column prints two digits at most, wherever it prints any."""
    texts = {plain(text) for row in rows if not says_nothing(text := row.text(at))}
    return any(text.isdecimal() for text in texts) and all(
        len(text) <= _LEVEL_DIGITS or not text.isdecimal() for text in texts
    )


def _unmarked(paths: Sequence[tuple[str, ...]], rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    """The headings without a mark 项 that slipped over amounts, and with the unit below them."""
    for at, path in enumerate(paths):
        marked = len(path) > 1 and path[-1] in LEVELS
        if len(path) > 1 and is_money(path[-1]):
            path = (*path[:-2], f"{path[-2]}（{path[-1].strip('()（）')}）")
        yield path[:-1] if marked and are_amounts(rows, at) else path


def _number_rows(rows: Sequence[Row], at: int) -> bool:
    """Whether a column without a heading numbers its rows: 1, 2, 3 …, some left out."""
    texts = [plain(text) for row in rows if not says_nothing(text := row.text(at))]
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 4]
    return len(numbers) == len(texts) > 2 and all(b > a for a, b in pairwise(numbers))


def _with_a_name(tracks: Sequence[Track]) -> Iterator[Track]:
    """The columns; where none before the figures names the rows, the first of words does."""
    before = list(takewhile(lambda track: track.role not in _AMOUNTS, tracks))
    nameless = not any(track.role in KEYS for track in before)
    first = next((one for one in before if one.role is Role.TEXT), None) if nameless else None
    for track in tracks:
        yield evolve(track, role=Role.NAME) if track is first else track


def _heads_codes(path: tuple[str, ...]) -> bool:
    """Whether a column is headed as one of codes: digits in brackets are codes there."""
    return any(heading_says("code", level) for level in path)


def _content(rows: Sequence[Row], at: int, *, codes: bool) -> tuple[int, int, int]:
    """How many numbers, percentages and other texts a column prints."""
    numbers = percents = texts = 0
    for row in rows:
        text = row.text(at)
        if not text or says_nothing(text):
            continue
        if is_number(text) or (codes and is_code_like(text)):
            numbers += 1
        elif is_percent(text):
            percents += 1
        else:
            texts += 1
    return numbers, percents, texts


def _role(path: tuple[str, ...], numbers: int, percents: int, texts: int) -> Role:
    leaf = path[-1] if path else ""
    if leaf:
        for role in _BY_HEADING:
            if heading_says(role.value, leaf):
                return Role.NAME if role is Role.CODE and texts > numbers else role
        if any(heading_says("code", level) for level in path[:-1]) and not texts and numbers:
            return Role.CODE
        if heading_says("text", leaf):
            return Role.TEXT
        if heading_says("count", leaf) and numbers >= texts:
            return Role.COUNT
    if percents > numbers or (
        leaf and heading_says("percent", leaf) and texts <= percents + numbers
    ):
        return Role.PERCENT
    if texts > numbers:
        return Role.NAME
    if leaf and heading_says("name", leaf) and not numbers:
        return Role.NAME
    return Role.FIGURE if leaf or numbers else Role.EMPTY


def _strays(role: Role, numbers: int, percents: int) -> bool:
    """Whether a column taken for one of percentages prints too few to be one."""
    return role is Role.PERCENT and 0 < percents <= max(numbers, 1)


def _money(path: tuple[str, ...]) -> Money | None:
    return next(filter(None, map(money_behind, reversed(path))), None)


def blocks_of(tracks: Sequence[Track]) -> tuple[Block, ...]:
    """The columns cut where a key follows figures."""
    blocks: list[Block] = []
    keys: list[Track] = []
    figures: list[Track] = []
    for track in tracks:
        if track.role in KEYS and figures and _opens(track, tracks):
            blocks.append(Block(tuple(keys), tuple(figures)))
            keys, figures = [], []
        if track.role is Role.ORDER or (track.role in KEYS and not _aside(track, keys, figures)):
            keys.append(track)
        elif track.role in _AMOUNTS:
            figures.append(track)
    if figures or not blocks:
        blocks.append(Block(tuple(keys), tuple(figures)))
    return tuple(blocks)


def _aside(track: Track, keys: Sequence[Track], figures: Sequence[Track]) -> bool:
    """Whether a text behind the figures is a remark: it names no account and follows no code."""
    if not figures or track.role is not Role.NAME:
        return False
    coded = bool(keys) and keys[-1].at == track.at - 1 and keys[-1].role is Role.CODE
    return not coded


def _opens(track: Track, tracks: Sequence[Track]) -> bool:
    """A key begins a block if figures follow it: else it only says more of the rows."""
    return any(other.role in _AMOUNTS for other in tracks[track.at + 1 :])


def labelled(
    block: Block,
    title: str,
    layout: Layout,
    known: frozenset[str] | None,
    main: str,
    kind: Kind,
    year: int | None,
) -> Block:
    """The block with each figure's label and, where the form knows it, its identifier.

    ``known`` are the columns its lines have, ``main`` the one meant where it prints a single one.
    Where both are printed, final accounts mean the outturn (决算数), a budget its 预算数.
    """
    figures = numbered([with_label(track, block, title) for track in block.figures])
    single = len(figures) == 1 and figures[0].role is Role.FIGURE
    if single and main and not any(map(_EARLIER.search, figures[0].path)):
        return evolve(block, figures=(evolve(figures[0], id=main, score=100),))
    paths = [track.path for track in figures]
    other = next(one for one in Kind if one is not kind)
    if any(_says_basis(path, kind) for path in paths):
        paths = [() if _says_basis(path, other) else path for path in paths]
    named = assigned(figures, paths, layout, known)
    if main and not any(track.id for track in named):
        own = _of_the_year(figures, kind, year)
        named = tuple(evolve(t, id=main, score=90) if t is own else t for t in figures)
    return evolve(block, figures=named)


def _of_the_year(figures: Sequence[Track], kind: Kind, year: int | None) -> Track | None:
    """The one column of the document's year, where years alone tell the columns apart."""
    told = [track for track in figures if not any(map(_EARLIER.search, track.path))]
    own = [track for track in told if _year(track.path) == year]
    alone = all(_year(t.path) and heading_says("dated", t.path[-1]) for t in told)
    other = next(one for one in Kind if one is not kind)
    return own[0] if len(own) == 1 and alone and not _says_basis(own[0].path, other) else None


def _says_basis(path: tuple[str, ...], kind: Kind) -> bool:
    """Whether a column prints outturns, or budgets, and not the other."""
    told = [_FUNDS.sub("", heading(level)) for level in path]
    says = {one: any(words.search(level) for level in told) for one, words in _BASES.items()}
    return says[kind] and list(says.values()).count(True) == 1


def with_label(track: Track, block: Block, title: str) -> Track:
    """The printed heading, its levels joined; a level that says no more than the title is left out.

    That is a first level which stands over all figures of its block, or repeats the title.
    """
    path, depth = track.path, 0
    while len(path) > 1 and (_over_all(path[0], depth, block) or _restates(path[0], title)):
        path, depth = path[1:], depth + 1
    return evolve(track, label="/".join(path) or NO_HEADING)


def numbered(figures: Sequence[Track]) -> list[Track]:
    """The columns with labels that tell them apart: a heading printed twice is numbered."""
    seen: dict[str, int] = {}
    done = []
    for track in figures:
        count = seen[track.label] = seen.get(track.label, 0) + 1
        done.append(track if count == 1 else evolve(track, label=f"{track.label}（{count}）"))
    return done


def _over_all(level: str, depth: int, block: Block) -> bool:
    return all(other.path[depth : depth + 1] == (level,) for other in block.figures)


def _restates(level: str, title: str) -> bool:
    core = core_of(level).removesuffix("数")
    return len(core) > 3 and core in core_of(title)


def assigned(
    figures: Sequence[Track],
    paths: Sequence[tuple[str, ...]],
    layout: Layout,
    known: frozenset[str] | None,
) -> tuple[Track, ...]:
    """Identifiers given to columns by their paths, the best fitting pairs first, each used once.

    Columns of an earlier year, or of the change against it, are none of the form's.
    """
    newest = max((_year(path) for path in paths), default=0)
    pairs = sorted(
        (-score, track.at, column)
        for track, path in zip(figures, paths, strict=True)
        if track.role is Role.FIGURE and _current(path, newest)
        for column, score in fits(path, layout).items()
        if known is None or column in known or column == PART
    )
    ids: dict[int, tuple[str | None, int]] = {}
    used: set[str] = set()
    for score, at, column in pairs:
        if at not in ids and column == PART:
            ids[at] = None, 0
        elif at not in ids and column not in used:
            ids[at] = column, -score
            used.add(column)
    unnamed: tuple[str | None, int] = (None, 0)
    return tuple(
        evolve(track, id=ids.get(track.at, unnamed)[0], score=ids.get(track.at, unnamed)[1])
        for track in figures
    )


def _year(path: tuple[str, ...]) -> int:
    """The year a path of headings names, 0 if none."""
    return max((int(year) for level in path for year in _YEAR.findall(heading(level))), default=0)


def _current(path: tuple[str, ...], newest: int) -> bool:
    year = _year(path)
    return (not year or year == newest) and not any(_EARLIER.search(level) for level in path)
