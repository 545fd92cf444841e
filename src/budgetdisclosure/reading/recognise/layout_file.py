"""Reading layouts from their files (表样文件), with what is wrong with one said by key."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from attrs import evolve, frozen

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.recognise.layout import Layout, RowTerm, Side
from budgetdisclosure.reading.recognise.line_types import columns_of
from budgetdisclosure.reading.recognise.words import bare, heading, plain
from budgetdisclosure.wording import Wording, quoted

SHAPES: Final = ("list", "sides", "bases")
_CODES: Final = ("function", "economic")
_TEXT: Final = ("id", "shape", "codes", "main")
_TEXTS: Final = ("titles", "words", "outside", "parts", "endings", "sources")
_KEYS: Final = (*_TEXT, *_TEXTS, "columns", "rows", "sides")
_ROW_KEYS: Final = ("item", "names", "after", "side", "pattern")
_SIDE_KEYS: Final = ("group", "words")


def load_layouts(paths: Iterable[str | os.PathLike[str]] = ()) -> tuple[Layout, ...]:
    """The packaged layouts with those of further files (自定义表样).

    Raises:
        ReadingError: a file that is no TOML, or says what no layout says; the key is named.

    >>> [layout.id for layout in load_layouts()][:2]
    ['agency_operating_costs', 'appropriation_basic']
    """
    found = {layout.id: layout for layout in _packaged()}
    for path in paths:
        layout = _from_text(_text_of(Path(path)), Path(path).name)
        known = found.get(layout.id)
        found[layout.id] = known.extended(layout) if known else layout
    return tuple(found.values())


@lru_cache(maxsize=1)
def _packaged() -> tuple[Layout, ...]:
    folder = files(__package__) / "layouts"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(_from_text((folder / name).read_text("utf-8"), name) for name in names)


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeError) as fault:
        reason = Wording("表样文件打不开", "the layout cannot be opened")
        raise _Where(path.name).refusal(reason) from fault


def _from_text(text: str, name: str) -> Layout:
    where = _Where(name)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        reason = Wording(f"不是有效的 TOML（{fault}）", f"this is no valid TOML ({fault})")
        raise where.refusal(reason) from fault
    return _layout(data, where)


def _layout(data: Mapping[str, Any], where: _Where) -> Layout:
    where.known(data, _KEYS)
    one = {key: where.text(data, key) for key in _TEXT}
    several = {key: where.texts(data, key) for key in _TEXTS}
    if not one["id"]:
        raise where.refusal(Wording("没有写明是哪张表（id）", "it does not say which table (id)"))
    return Layout(
        id=one["id"],
        shape=where.among(one["shape"] or "list", SHAPES, "shape"),
        codes=where.among(one["codes"], ("", *_CODES), "codes"),
        titles=several["titles"],
        words=tuple(map(plain, several["words"])),
        main=one["main"],
        columns=_columns(where.table(data, "columns"), one["id"], where.at("columns")),
        outside=tuple(map(heading, several["outside"])),
        parts=several["parts"],
        endings=several["endings"],
        rows=tuple([_row(row, at) for row, at in where.tables(data, "rows")]),
        sides=tuple([_side(side, at) for side, at in where.tables(data, "sides")]),
        sources=tuple(map(heading, several["sources"])),
    )


def _columns(data: Mapping[str, Any], form: str, where: _Where) -> dict[str, tuple[str, ...]]:
    """The headings of each column; those of the nine forms have columns of their own."""
    known = columns_of(form)
    if known:
        where.known(data, sorted(known))
    return {key: where.texts(data, key) for key in data}


def _row(data: Mapping[str, Any], where: _Where) -> RowTerm:
    where.known(data, _ROW_KEYS)
    item = where.needed(data, "item")
    names = frozenset(map(bare, (item, *where.texts(data, "names"))))
    pattern = where.text(data, "pattern")
    try:
        compiled = re.compile(pattern) if pattern else None
    except re.error as fault:
        reason = Wording(f"不是有效的正则表达式（{fault}）", f"no valid pattern ({fault})")
        raise where.at("pattern").refusal(reason) from fault
    return RowTerm(item, names, where.text(data, "after"), where.text(data, "side"), compiled)


def _side(data: Mapping[str, Any], where: _Where) -> Side:
    where.known(data, _SIDE_KEYS)
    return Side(where.needed(data, "group"), tuple(map(heading, where.texts(data, "words"))))


@frozen
class _Where:
    """A file, and the key within it that is being looked at."""

    file: str
    path: tuple[str, ...] = ()

    def at(self, *keys: str) -> _Where:
        return evolve(self, path=(*self.path, *keys))

    def known(self, data: Mapping[str, Any], keys: Iterable[str]) -> None:
        """Refuse a key that means nothing, naming the one that may have been meant."""
        for key in data:
            if key not in keys:
                near = get_close_matches(key, list(keys), 1)
                words = "、".join(near or keys)
                zh, en = ("也许是", "perhaps") if near else ("可以是", "known are")
                raise self.refusal(
                    Wording(
                        f"不认识“{key}”，{zh} {words}",
                        f"{quoted(key)} is not known here; {en} {words}",
                    )
                )

    def among(self, value: str, allowed: tuple[str, ...], key: str) -> str:
        """One of a few words, or a refusal that lists them."""
        if value in allowed:
            return value
        words = "、".join(filter(None, allowed))
        raise self.at(key).refusal(
            Wording(f"不认识“{value}”，可以是 {words}", f"{quoted(value)} is none of {words}")
        )

    def needed(self, data: Mapping[str, Any], key: str) -> str:
        """A text that must be there."""
        value = self.text(data, key)
        if not value:
            raise self.refusal(Wording(f"缺少 {key}", f"{key} is missing"))
        return value

    def text(self, data: Mapping[str, Any], key: str) -> str:
        """A text, or an empty one where the key is not there."""
        value = data.get(key, "")
        if not isinstance(value, str):
            raise self.at(key).refusal(
                Wording(f'应是文字，如 {key} = "…"', f'a text is wanted: {key} = "…"')
            )
        return value

    def texts(self, data: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """A list of texts, or an empty one where the key is not there."""
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.at(key).refusal(
                Wording(f'应是一列文字，如 {key} = ["…"]', f'a list is wanted: {key} = ["…"]')
            )
        return tuple(value)

    def table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        """What stands under ``[key]``."""
        value = data.get(key, {})
        if not isinstance(value, dict):
            raise self.at(key).refusal(Wording(f"应写在 [{key}] 之下", f"it belongs under [{key}]"))
        return value

    def tables(
        self, data: Mapping[str, Any], key: str
    ) -> Iterable[tuple[Mapping[str, Any], _Where]]:
        """What stands under each ``[[key]]``, with its place."""
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.at(key).refusal(
                Wording(f"应各写在 [[{key}]] 之下", f"each belongs under [[{key}]]")
            )
        return [(one, self.at(f"{key} {n}")) for n, one in enumerate(value, 1)]

    def refusal(self, reason: Wording) -> ReadingError:
        """The error that says what is wrong at this place."""
        return ReadingError(
            reason,
            place=Place(file=self.file),
            excerpt="/".join(self.path) or None,
            remedy=Wording(
                "写法见文档“添一种表样”，或参照 recognise/layouts 中的文件",
                "See “Adding a layout” in the documentation, or the files in recognise/layouts",
            ),
        )
